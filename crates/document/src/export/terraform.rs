//! Terraform: HCL for the provider hashicorp/aws. Page: developer.hashicorp.com/terraform/language/syntax/configuration

use std::rc::Rc;

use reach::sorted::{SortedMap, SortedSet};

use super::cloud::{Field, Key, Plan, Resource, TERRAFORM, Value, plan};
use super::ids::{Ids, plain};
use crate::Document;

/// The network as a configuration. What could not be written stands at its head.
pub fn terraform(document: &Document) -> String {
    let plan = plan(document);
    let resources: Vec<&Resource> = plan
        .resources
        .iter()
        .filter(|it| !it.types[TERRAFORM].is_empty())
        .collect();
    let mut given = Ids::default();
    let mut names = SortedMap::new();
    for resource in &resources {
        let Key(id, part) = &resource.key;
        let wish = label(&if part.is_empty() {
            id.to_string()
        } else {
            format!("{id}_{part}")
        });
        let kind = resource.types[TERRAFORM];
        let own = given.unique(&format!("{kind}.{wish}"));
        names.insert(resource.key.clone(), own);
    }
    let mut regions = SortedSet::new();
    for resource in &resources {
        regions.insert(resource.region.clone());
    }
    let mut writer = Writer {
        names,
        first: regions.iter().next().cloned(),
        out: String::new(),
    };
    writer.line(0, &format!("# {}", one_line(&document.title)));
    for note in &plan.notes {
        writer.line(0, &format!("# {}", one_line(note)));
    }
    writer.head(&plan, &regions);
    for resource in resources {
        writer.resource(resource);
    }
    writer.out
}

/// A name begins with a letter or a low line.
fn label(text: &str) -> String {
    let label = plain(text);
    if label.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_') {
        label
    } else {
        format!("_{label}")
    }
}

fn one_line(text: &str) -> String {
    let blank = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    text.chars()
        .map(|letter| if blank(letter) { ' ' } else { letter })
        .collect()
}

struct Writer {
    /// `aws_vpc.app_vpc` of each resource.
    names: SortedMap<Key, String>,
    /// The Region whose provider needs no name.
    first: Option<Rc<str>>,
    out: String,
}

impl Writer {
    fn line(&mut self, level: usize, line: &str) {
        self.out.push_str(&"  ".repeat(level));
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn head(&mut self, plan: &Plan, regions: &SortedSet<Rc<str>>) {
        self.out.push_str(
            "\nterraform {\n  required_providers {\n    aws = {\n      source  = \"hashicorp/aws\"\n      version = \">= 5.0\"\n    }\n  }\n}\n",
        );
        for region in regions.iter() {
            self.line(0, "\nprovider \"aws\" {");
            if self.first.as_ref() != Some(region) {
                self.line(1, &format!("alias  = {}", quoted(&label(region))));
            }
            self.line(1, &format!("region = {}", quoted(region)));
            self.line(0, "}");
        }
        for ask in &plan.asks {
            let name = snake(&ask.name);
            match &ask.default {
                Some(parameter) => {
                    self.line(0, &format!("\ndata \"aws_ssm_parameter\" \"{name}\" {{"));
                    self.line(1, &format!("name = {}", quoted(parameter)));
                }
                None => {
                    self.line(0, &format!("\nvariable \"{name}\" {{"));
                    self.line(1, &format!("description = {}", quoted(&ask.about)));
                    self.line(1, "type        = string");
                }
            }
            self.line(0, "}");
        }
        for (id, name) in plan.lists.iter() {
            self.line(
                0,
                &format!("\ndata \"aws_ec2_managed_prefix_list\" \"{}\" {{", label(id)),
            );
            let region = name.split('.').nth(2).unwrap_or_default();
            self.provider(region);
            self.line(1, &format!("name = {}", quoted(name)));
            self.line(0, "}");
        }
    }

    fn provider(&mut self, region: &str) {
        if self.first.as_deref() != Some(region) {
            self.line(1, &format!("provider = aws.{}", label(region)));
        }
    }

    fn resource(&mut self, resource: &Resource) {
        let Some(name) = self.names.get(&resource.key).cloned() else {
            return;
        };
        let (kind, name) = name.split_once('.').unwrap_or((&name, ""));
        self.line(0, &format!("\nresource \"{kind}\" \"{name}\" {{"));
        self.provider(&resource.region);
        self.fields(1, &resource.fields);
        if let Some(name) = &resource.name {
            self.line(1, "tags = {");
            self.line(2, &format!("Name = {}", quoted(name)));
            self.line(1, "}");
        }
        let after: Vec<String> = resource
            .after
            .iter()
            .filter_map(|key| self.names.get(key).cloned())
            .collect();
        if !after.is_empty() {
            self.line(1, &format!("depends_on = [{}]", after.join(", ")));
        }
        self.line(0, "}");
    }

    /// Values first, then blocks.
    fn fields(&mut self, level: usize, fields: &[Field]) {
        for field in fields.iter().filter(|field| !field.names[TERRAFORM].is_empty()) {
            let name = field.names[TERRAFORM];
            match &field.value {
                Value::Block(inner) => self.block(level, name, inner),
                Value::Blocks(blocks) => blocks.iter().for_each(|inner| self.block(level, name, inner)),
                value => {
                    let value = self.value(value);
                    self.line(level, &format!("{name} = {value}"));
                }
            }
        }
    }

    fn block(&mut self, level: usize, name: &str, fields: &[Field]) {
        self.line(level, &format!("{name} {{"));
        self.fields(level + 1, fields);
        self.line(level, "}");
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Text(text) => quoted(text),
            Value::Number(number) => number.to_string(),
            Value::Is(is) => is.to_string(),
            Value::List(values) => {
                let values: Vec<String> = values.iter().map(|value| self.value(value)).collect();
                format!("[{}]", values.join(", "))
            }
            Value::To(key, [_, attribute]) => match self.names.get(key) {
                Some(name) => format!("{name}.{attribute}"),
                None => quoted(&key.0),
            },
            Value::Ask(name) if name == "ImageId" => "data.aws_ssm_parameter.image_id.value".to_owned(),
            Value::Ask(name) => format!("var.{}", snake(name)),
            Value::ManagedList(id) => format!("data.aws_ec2_managed_prefix_list.{}.id", label(id)),
            Value::Json(json) => quoted(&json.to_string()),
            // Written by `fields`.
            Value::Block(_) | Value::Blocks(_) => "null".to_owned(),
        }
    }
}

/// `AddressOfCgw` is `address_of_cgw`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    label(&out)
}

/// A string in which nothing is a template.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '$' | '%' if letters.peek() == Some(&'{') => out.extend([letter, letter]),
            letter if letter.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
