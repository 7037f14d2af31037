//! One import: all files, one after the other, and then the network out of them.

use document::inputs::answer::{Answer, Outcome, Step};
use document::inputs::{Gathered, Inputs, Refusal};
use document::text;

use crate::port::{Input, Job, answer, answer_with};

pub async fn run(job: Job) {
    let mut inputs = Inputs::default();
    for (name, value) in &job.parameters {
        inputs.say(name, value);
    }
    let mut refused = Vec::new();
    let count = job.inputs.len();
    for (index, input) in job.inputs.iter().enumerate() {
        if let Err(refusal) = read(input, (index, count), &mut inputs).await {
            refused.push(refusal);
        }
    }
    answer(&Answer::Step(Step::Building));
    if inputs.is_empty() && !inputs.has_plan() && !refused.is_empty() {
        return answer(&Answer::Refused(refused));
    }
    let names: Vec<&str> = job.inputs.iter().map(|input| &*input.name).collect();
    match inputs.finish(&names.join(", ")) {
        Ok(gathered) => finished(gathered, refused),
        Err(refusal) => answer(&Answer::Refused(vec![refusal])),
    }
}

async fn read(input: &Input, (index, count): (usize, usize), inputs: &mut Inputs) -> Result<(), Refusal> {
    let size = input.file.size();
    let step = |read: f64| Step::Reading {
        name: input.name.clone(),
        index,
        count,
        read,
        size,
    };
    let bytes = input.bytes(|read| answer(&Answer::Step(step(read)))).await?;
    answer(&Answer::Step(step(size)));
    inputs.add(&input.name, bytes, input.given)
}

fn finished(gathered: Gathered, refused: Vec<Refusal>) {
    let outcome = Outcome {
        notes: gathered.notes,
        missing: gathered.missing,
        refused,
    };
    answer_with(&Answer::Read(outcome), &text::format(&gathered.document));
}
