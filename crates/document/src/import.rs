//! Other people's files into a diagram: bytes in, a [`Document`] and a report out.
//!
//! ```text
//! Source{name, bytes} ──decode──▶ text ──json──▶ elements ──aws, …──▶ raw records ──Gathered──▶ one record a thing ──build──▶ Topology
//!    any order                                     (one at a time)     with their Origin          (joined by id)            + notes
//! ```
//!
//! - [`Importer::add`] takes one input at a time and keeps of it only raw records ([`raw`]): AWS's own description of each kind of thing,
//!   cut down to what decides about reachability. Its text is dropped before the next input is read. What a file is, is found out
//!   from its content; its name only tells of account and Region, by folders ([`place`]).
//! - Raw records are what importers have in common. AWS JSON is read into them as it is ([`aws`]); [`terraform`] fills them in from its
//!   own attributes and calls [`Gathered::add`](gathered::Gathered::add); [`cloudformation`] makes those attributes of its templates. Nothing
//!   is interpreted before all inputs were read.
//! - [`gathered`] joins records with equal ids, field by field, the same in any order: a peering or an attachment that both accounts'
//!   files describe is one; values that contradict each other are reported.
//! - [`build`] makes the topology: filters states, reads addresses and rules, recognises what interfaces belong to, and says
//!   of everything that it leaves out, assumes or does not understand so in the report, with file and JSON path.
//!
//! One subnet on its way: `{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-west-1a", "Tags": null, …}` in
//! `aws_configs/eu-west-1/subnets.json` is `$.Subnets[0]`, one `raw::Subnet` with this origin; unknown fields are skipped, a field of a
//! wrong type is taken out alone and named. A second file with the same subnet joins it. `build` reads the CIDR and the zone, finds the
//! route table and the network ACL that name `subnet-1` in their association lists (a subnet says neither), and puts a `Subnet` into the
//! topology; without a word about it in any table it follows the VPC's main table, as in AWS.
//!
//! The page's first program calls nothing of this, so nothing of it is linked there.

mod aws;
mod build;
mod cloudformation;
mod decode;
mod format;
mod gathered;
mod json;
mod place;
mod raw;
mod report;
mod salvage;
mod terraform;

use crate::document::Document;
pub use cloudformation::Parameter;
pub(crate) use cloudformation::is_template as is_cloudformation_yaml;
use format::Format;
pub(crate) use format::is_terraform_source;
use gathered::Gathered;
use place::Whose;
use raw::Text;
use report::Notes;
pub use report::{Error, Note, NoteKind};

/// A file, or what came through a pipe. The name is for messages, and its folders may name account and Region.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What came out.
#[derive(Debug, Default)]
pub struct Import {
    pub document: Document,
    pub notes: Vec<Note>,
    /// Files that could not be read; nothing of them is in the document.
    pub errors: Vec<Error>,
    /// Parameters of templates that decide something and have no value.
    pub missing: Vec<Parameter>,
    /// The names of all parameters of templates …
    pub parameters: Vec<String>,
    /// … and those that were given and are none.
    pub unknown_parameters: Vec<String>,
}

/// Which network of a Terraform plan is meant; other inputs hold only one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    Before,
    #[default]
    After,
}

/// Reads all inputs into one network.
pub fn read(inputs: impl IntoIterator<Item = Source>) -> Import {
    let mut importer = Importer::default();
    let mut errors = Vec::new();
    for source in inputs {
        let file = Text::from(source.name.as_str());
        match importer.add(source) {
            Ok(Added::Something) => {}
            Ok(Added::Nothing) => importer.ignore(&file, "nothing of a network is in this file"),
            Err(error) => errors.push(error),
        }
    }
    let mut import = importer.finish();
    errors.sort();
    import.errors = errors;
    import
}

/// Whether an input held anything of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    Something,
    /// It is well-formed, and something else.
    Nothing,
}

impl Added {
    fn of(known: usize) -> Self {
        if known > 0 { Added::Something } else { Added::Nothing }
    }
}

/// Inputs so far.
#[derive(Debug, Default)]
pub struct Importer {
    gathered: Gathered,
    notes: Notes,
    /// What Terraform's resources say together.
    ends: terraform::Ends,
    templates: cloudformation::Templates,
    side: Side,
    plans: usize,
}

impl Importer {
    /// For what plans change: the network before, or after.
    pub fn of(side: Side) -> Self {
        Self {
            side,
            ..Self::default()
        }
    }

    /// Whether a plan was among the inputs.
    pub fn has_plan(&self) -> bool {
        self.plans > 0
    }

    /// Says the value of a parameter of templates; `AWS::Region` is one, too.
    pub fn give(&mut self, name: &str, value: &str) {
        self.templates.give(name, value);
    }

    /// Reads one input.
    pub fn add(&mut self, source: Source) -> Result<Added, Error> {
        let Source { name, bytes } = source;
        let file = Text::from(name.as_str());
        let failed = |place, problem: String, fix: &str| Error {
            file: file.clone(),
            place,
            problem: problem.into(),
            fix: fix.into(),
        };
        let text = decode::decode(bytes).ok_or_else(|| {
            failed(
                None,
                "this is not text".to_owned(),
                "Name a JSON file, as text in UTF-8 or UTF-16",
            )
        })?;
        let start = text.trim_start();
        if start.starts_with('<') {
            let problem = "this is a web page or XML, not JSON".to_owned();
            return Err(failed(None, problem, "Save the answer itself, with --output json"));
        }
        if start.is_empty() {
            return Err(failed(
                None,
                "this file is empty".to_owned(),
                "Leave it out, or save the answer again",
            ));
        }
        if is_terraform_source(start) {
            return Err(failed(
                None,
                "this is Terraform's language, which only Terraform can work out".to_owned(),
                "Run `terraform show -json` on a plan or a state, and give its output",
            ));
        }
        if is_cloudformation_yaml(start) {
            let read = self.templates.add_yaml(&file, &text);
            return read
                .map(Added::of)
                .map_err(|(place, problem, fix)| failed(place, problem, fix));
        }
        let documents = json::documents(&text).map_err(|broken| {
            let place = Some(json::place(&text, broken.at));
            match broken.is_cut {
                true => failed(
                    place,
                    "this JSON ends before it is complete".to_owned(),
                    "Save the whole of it again",
                ),
                false => failed(
                    place,
                    format!("this is not JSON: {}", broken.problem),
                    "Check the JSON around this place",
                ),
            }
        })?;
        match documents
            .iter()
            .map(|document| format::of(*document))
            .find(|format| !format.is_read())
        {
            None => self
                .read_all(&documents, &file)
                .map_err(|(place, problem, fix)| failed(place, problem, fix)),
            Some(format) => {
                let problem = format!("this is {}, which this version does not read", format.words());
                Err(failed(None, problem, format.fix()))
            }
        }
    }

    fn read_all(&mut self, documents: &[json::Value<'_>], file: &Text) -> Result<Added, cloudformation::Failed> {
        let whose = Whose::of_file(file);
        let mut known = 0;
        for (index, document) in documents.iter().enumerate() {
            let path = match documents.len() {
                1 => "$".to_owned(),
                _ => format!("$[{index}]"),
            };
            known += match format::of(*document) {
                Format::CloudFormation => self.templates.add_json(file, document.as_str())?,
                format => self.read_one(*document, format, path, file, &whose),
            };
        }
        Ok(Added::of(known))
    }

    /// How much of a document was known.
    fn read_one(
        &mut self,
        document: json::Value<'_>,
        format: Format,
        path: String,
        file: &Text,
        whose: &Whose,
    ) -> usize {
        let (gathered, notes) = (&mut self.gathered, &mut self.notes);
        if format != Format::Aws {
            let reader = terraform::Reader::new(file, gathered, notes, &mut self.ends, whose.clone());
            self.plans += usize::from(format == Format::TerraformPlan);
            return reader.document(document, &path, format, self.side);
        }
        let mut reader = aws::Reader {
            file,
            gathered,
            notes,
            found: 0,
            known: 0,
        };
        reader.value(document, &aws::Spot::of_document(path, whose.clone()));
        reader.known
    }

    /// Says that an input was left out.
    pub fn ignore(&mut self, file: &str, why: &str) {
        let origin = report::Origin {
            file: file.into(),
            ..report::Origin::default()
        };
        self.notes.add(NoteKind::Ignored, &origin, None, why);
    }

    pub fn is_empty(&self) -> bool {
        self.gathered.is_empty() && self.templates.is_empty()
    }

    /// The network out of everything that was added.
    pub fn finish(mut self) -> Import {
        let (parameters, unknown_parameters) = self.templates.parameters();
        let missing = self
            .templates
            .settle(&mut self.gathered, &mut self.notes, &mut self.ends);
        terraform::settle(self.ends, &mut self.gathered, &mut self.notes);
        self.gathered.tell(&mut self.notes);
        let topology = build::build(&self.gathered, &mut self.notes);
        Import {
            document: Document {
                title: "Imported network".into(),
                topology: topology.into(),
                ..Document::default()
            },
            notes: self.notes.finish(),
            errors: Vec::new(),
            missing,
            parameters,
            unknown_parameters,
        }
    }
}
