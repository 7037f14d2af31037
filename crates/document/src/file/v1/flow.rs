//! Flows and the view. The ends of a flow are written as on the command line: `"app-1"`, `"service:s3"`.

use std::rc::Rc;

use reach::address::Family;
use reach::question::{End, Question};
use reach::topology::{PortRange, Topology, Traffic};
use reach::trace::Assumptions;
use serde_json::{Map, Value};

use crate::document::{Expectation, Flow, View};
use crate::file::Error;
use crate::file::fields::Fields;
use crate::file::path::Path;
use crate::file::wire::Wire;
use crate::text::{self, Ends};
use crate::words::{ASSUMPTIONS, value_of, word_of};

pub(super) fn write(flow: &Flow, topology: &Topology) -> Value {
    let question = &flow.question;
    let mut object = Map::new();
    if let Some(name) = &flow.name {
        object.insert("name".into(), name.write());
    }
    object.insert("from".into(), Value::from(text::format_end(&question.from, topology)));
    object.insert("to".into(), Value::from(text::format_end(&question.to, topology)));
    object.insert("traffic".into(), question.traffic.write());
    if question.source_ports != Question::CLIENT_PORTS {
        object.insert(
            "source_ports".into(),
            Value::from(text::format_ports(question.source_ports)),
        );
    }
    match question.family {
        Some(Family::V4) => object.insert("family".into(), Value::from(4)),
        Some(Family::V6) => object.insert("family".into(), Value::from(6)),
        None => None,
    };
    let request = [
        ("resource", &question.resource),
        ("action", &question.action),
        ("principal", &question.principal),
    ];
    for (name, value) in request {
        if let Some(value) = value {
            object.insert(name.into(), value.write());
        }
    }
    match &flow.expectation {
        Some(Expectation::Code(code)) => object.insert("expect_code".into(), code.write()),
        Some(known) => object.insert("expect".into(), Value::from(known.word())),
        None => None,
    };
    Value::Object(object)
}

pub(super) fn read_all(value: &Value, path: &Path<'_>, topology: &Topology) -> Result<Vec<Flow>, Error> {
    let items = value.as_array().ok_or_else(|| path.error("a list is expected here"))?;
    let ends = Ends::of(topology);
    items
        .iter()
        .enumerate()
        .map(|(index, item)| read(item, path.item(index), &ends))
        .collect()
}

fn read(value: &Value, path: Path<'_>, ends: &Ends<'_>) -> Result<Flow, Error> {
    let mut fields = Fields::of(value, path)?;
    let name: Option<Rc<str>> = fields.optional("name")?;
    let (from, from_family) = end(&mut fields, "from", ends)?;
    let (to, to_family) = end(&mut fields, "to", ends)?;
    let traffic = fields.optional("traffic")?.unwrap_or(Traffic::All);
    let mut question = Question::new(from, to, traffic);
    question.family = from_family.or(to_family);
    if let Some(ports) = fields.with("source_ports", ports)? {
        question.source_ports = ports;
    }
    let family = fields.with("family", |value, path| match value.as_u64() {
        Some(4) => Ok(Family::V4),
        Some(6) => Ok(Family::V6),
        _ => Err(path.error("4 or 6 is expected here")),
    })?;
    question.family = family.or(question.family);
    question.resource = fields.optional("resource")?;
    question.action = fields.optional("action")?;
    question.principal = fields.optional("principal")?;
    let code = fields.optional("expect_code")?.map(Expectation::Code);
    let verdict = fields.with("expect", |value, path| {
        let known = value.as_str().and_then(Expectation::from_word);
        let words = Expectation::WORDS.join(", ");
        known.ok_or_else(|| path.error(format!("one of {words} is expected here")))
    })?;
    if code.is_some() && verdict.is_some() {
        return Err(path.error("a flow has either `expect` or `expect_code`"));
    }
    fields.finish()?;
    Ok(Flow {
        name,
        question,
        expectation: verdict.or(code),
    })
}

fn end(fields: &mut Fields<'_>, name: &'static str, ends: &Ends<'_>) -> Result<(End, Option<Family>), Error> {
    let found = fields.with(name, |value, path| {
        let spec = value.as_str().ok_or_else(|| path.error("a text is expected here"))?;
        let end = ends
            .parse(spec)
            .map_err(|error| path.advise(error.problem, error.fix))?;
        Ok((end, text::family_of_end(spec)))
    })?;
    found.ok_or_else(|| fields.path().error(format!("the field `{name}` is missing")))
}

fn ports(value: &Value, path: Path<'_>) -> Result<PortRange, Error> {
    let text = value
        .as_str()
        .ok_or_else(|| path.error("ports, as in \"1024-65535\", are expected here"))?;
    text::parse_ports(text).map_err(|error| path.advise(error.problem, error.fix))
}

fn assumptions(value: &Value, path: Path<'_>) -> Result<Assumptions, Error> {
    let known = value.as_str().and_then(|word| value_of(ASSUMPTIONS, word));
    known.ok_or_else(|| path.error("on or off is expected here"))
}

pub(super) fn write_view(view: &View) -> Value {
    let mut object = Map::new();
    if let Some(mode) = &view.mode {
        object.insert("mode".into(), mode.write());
    }
    if let Some(flow) = view.flow {
        object.insert("flow".into(), flow.write());
    }
    if let Some(step) = view.step {
        object.insert("step".into(), step.write());
    }
    if view.assumptions != Assumptions::Made {
        let word = word_of(ASSUMPTIONS, &view.assumptions);
        object.insert("assumptions".into(), Value::from(word));
    }
    Value::Object(object)
}

pub(super) fn read_view(value: &Value, path: Path<'_>) -> Result<View, Error> {
    let mut fields = Fields::of(value, path)?;
    let view = View {
        mode: fields.optional("mode")?,
        flow: fields.optional("flow")?,
        step: fields.optional("step")?,
        assumptions: fields.with("assumptions", assumptions)?.unwrap_or_default(),
    };
    fields.finish()?;
    Ok(view)
}
