//! CloudFormation: a template in JSON, for one Region. Page: AWSCloudFormation/latest/UserGuide/template-anatomy.html

use std::rc::Rc;

use reach::sorted::{SortedMap, SortedSet};
use serde_json::{Map, Value as Json, json};

use super::cloud::{CLOUDFORMATION, Field, Key, Plan, Resource, Value, plan};
use super::ids::Ids;
use crate::Document;

/// The network as a template. What could not be written stands in its metadata.
pub fn cloudformation(document: &Document) -> String {
    let plan = plan(document);
    let region = main_region(&plan);
    let (here, elsewhere): (Vec<&Resource>, Vec<&Resource>) = plan
        .resources
        .iter()
        .filter(|it| !it.types[CLOUDFORMATION].is_empty())
        .partition(|it| region.as_ref().is_none_or(|region| it.region == *region));
    let mut notes = plan.notes.clone();
    let mut left: Vec<String> = elsewhere
        .iter()
        .filter(|it| it.key.1.is_empty())
        .map(|it| format!("{} ({})", it.key.0, it.region))
        .collect();
    left.dedup();
    if !left.is_empty() {
        notes.push(format!("A stack is of one Region. Left out: {}.", left.join(", ")));
    }
    let mut given = Ids::default();
    let mut names = SortedMap::new();
    let mut taken = SortedSet::new();
    for resource in &here {
        let wish = format!("{}{}", pascal(&resource.key.0), pascal(&resource.key.1));
        let wish = if wish.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            wish
        } else {
            format!("R{wish}")
        };
        // `a`, the second of that name, would be `A2`, which a thing called `a-2` is already.
        let mut name = pascal(&given.unique(&wish));
        while taken.contains(&name) {
            name = pascal(&given.unique(&wish));
        }
        taken.insert(name.clone());
        names.insert(resource.key.clone(), name);
    }
    let writer = Writer { names: &names };
    let resources: Map<String, Json> = here
        .iter()
        .filter_map(|it| Some((names.get(&it.key)?.clone(), writer.resource(it))))
        .collect();
    let mut template = Map::new();
    template.insert("AWSTemplateFormatVersion".to_owned(), json!("2010-09-09"));
    let title: String = document
        .title
        .chars()
        .filter(|letter| !letter.is_control())
        .take(200)
        .collect();
    template.insert("Description".to_owned(), json!(title));
    if !notes.is_empty() {
        template.insert("Metadata".to_owned(), json!({"NotWritten": notes}));
    }
    let parameters = parameters(&plan, &here);
    if !parameters.is_empty() {
        template.insert("Parameters".to_owned(), Json::Object(parameters));
    }
    template.insert("Resources".to_owned(), Json::Object(resources));
    serde_json::to_string_pretty(&Json::Object(template)).unwrap_or_default() + "\n"
}

/// Letters and digits, each word with a capital: `app-vpc` is `AppVpc`.
pub(super) fn pascal(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words
        .map(|word| {
            let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
            first.to_ascii_uppercase() + rest
        })
        .collect()
}

/// The Region that most of it is in.
fn main_region(plan: &Plan) -> Option<Rc<str>> {
    let mut counted: SortedMap<Rc<str>, usize> = SortedMap::new();
    for resource in &plan.resources {
        *counted.entry(resource.region.clone()).or_default() += 1;
    }
    let most = counted.values().max().copied()?;
    counted
        .iter()
        .find(|(_, count)| **count == most)
        .map(|(region, _)| region.clone())
}

/// Those that something asks for.
fn parameters(plan: &Plan, resources: &[&Resource]) -> Map<String, Json> {
    let used = |value: &str| {
        resources
            .iter()
            .any(|it| format!("{:?}", it.fields).contains(&format!("{value:?}")))
    };
    let mut parameters = Map::new();
    for ask in plan.asks.iter().filter(|ask| used(&ask.name)) {
        let mut parameter = json!({"Type": "String", "Description": ask.about});
        if let (Some(default), Some(parameter)) = (&ask.default, parameter.as_object_mut()) {
            parameter.insert(
                "Type".to_owned(),
                json!("AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"),
            );
            parameter.insert("Default".to_owned(), json!(default));
        }
        parameters.insert(ask.name.clone(), parameter);
    }
    for (id, name) in plan.lists.iter().filter(|(id, _)| used(id)) {
        let about = format!("The id of the prefix list {name}");
        parameters.insert(list_name(id), json!({"Type": "String", "Description": about}));
    }
    parameters
}

fn list_name(id: &str) -> String {
    format!("PrefixList{}", pascal(id))
}

struct Writer<'a> {
    names: &'a SortedMap<Key, String>,
}

impl Writer<'_> {
    fn resource(&self, resource: &Resource) -> Json {
        let mut written = Map::new();
        written.insert("Type".to_owned(), json!(resource.types[CLOUDFORMATION]));
        let after: Vec<&String> = resource.after.iter().filter_map(|key| self.names.get(key)).collect();
        if !after.is_empty() {
            written.insert("DependsOn".to_owned(), json!(after));
        }
        let mut properties = self.fields(&resource.fields);
        if let Some(name) = &resource.name {
            properties.insert("Tags".to_owned(), json!([{"Key": "Name", "Value": name}]));
        }
        if !properties.is_empty() {
            written.insert("Properties".to_owned(), Json::Object(properties));
        }
        Json::Object(written)
    }

    fn fields(&self, fields: &[Field]) -> Map<String, Json> {
        let known = fields.iter().filter(|field| !field.names[CLOUDFORMATION].is_empty());
        known
            .map(|field| (field.names[CLOUDFORMATION].to_owned(), self.value(&field.value)))
            .collect()
    }

    fn value(&self, value: &Value) -> Json {
        match value {
            Value::Text(text) => json!(text),
            Value::Number(number) => json!(number),
            Value::Is(is) => json!(is),
            Value::List(values) => values.iter().map(|value| self.value(value)).collect(),
            Value::Block(fields) => Json::Object(self.fields(fields)),
            Value::Blocks(blocks) => blocks.iter().map(|fields| Json::Object(self.fields(fields))).collect(),
            Value::To(key, [attribute, _]) => match self.names.get(key) {
                Some(name) if attribute.is_empty() => json!({"Ref": name}),
                Some(name) => json!({"Fn::GetAtt": [name, attribute]}),
                None => json!(key.0),
            },
            Value::Ask(name) => json!({"Ref": name}),
            Value::ManagedList(id) => json!({"Ref": list_name(id)}),
            Value::Json(json) => json.clone(),
        }
    }
}
