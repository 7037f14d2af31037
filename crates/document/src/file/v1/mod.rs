//! Version 1 of the JSON form: one list per kind, one object per record, defaults left out.

mod flow;
mod record;
mod transit;

use std::rc::Rc;

use reach::id::{Id, Ref};
use reach::sorted::{SortedMap, sort_by_key};
use reach::topology::{NetworkAcl, Table, Topology};
use serde_json::{Map, Value};

use super::Error;
use super::fields::Fields;
use super::path::Path;
use super::wire::Wire;
use crate::document::{Comments, Document, View};
use crate::layout::{Layout, Place};
use record::Written;

pub(super) fn write(document: &Document) -> Value {
    let mut object = Map::new();
    object.insert("reachlight".into(), Value::from(1));
    object.insert("title".into(), document.title.write());
    let topology = &*document.topology;
    macro_rules! write_tables {
        // The name of a table is the name of its list.
        ($($record:ident: $table:ident,)*) => {
            $(write_table(stringify!($table), &topology.$table, &mut object);)*
        };
    }
    reach::for_records!(write_tables);
    if !document.flows.is_empty() {
        let flows = document.flows.iter().map(|flow| flow::write(flow, topology)).collect();
        object.insert("flows".into(), flows);
    }
    if !document.layout.places.is_empty() {
        object.insert(
            "layout".into(),
            document.layout.places.iter().map(write_place).collect(),
        );
    }
    if document.view != View::default() {
        object.insert("view".into(), flow::write_view(&document.view));
    }
    if !document.comments.0.is_empty() {
        let comments = document
            .comments
            .0
            .iter()
            .map(|(key, lines)| (key.to_string(), lines.write()));
        object.insert("comments".into(), Value::Object(comments.collect()));
    }
    Value::Object(object)
}

pub(super) fn read(value: &Value) -> Result<Document, Error> {
    let mut fields = Fields::of(value, Path::ROOT)?;
    let _version: u32 = fields.required("reachlight")?;
    let title = fields.optional("title")?;
    let mut topology = Topology::default();
    let mut seen = Seen::default();
    macro_rules! read_tables {
        ($($record:ident: $table:ident,)*) => {
            $(read_table(stringify!($table), &mut fields, &mut topology.$table, &mut seen)?;)*
        };
    }
    reach::for_records!(read_tables);
    sort_entries(&mut topology);
    let flows = fields.with("flows", |value, path| flow::read_all(value, &path, &topology))?;
    let layout = fields.with("layout", |value, path| read_layout(value, &path))?;
    let view = fields.with("view", flow::read_view)?;
    let comments = fields.with("comments", |value, path| read_comments(value, &path))?;
    fields.finish()?;
    Ok(Document {
        title: title.unwrap_or_else(|| Document::default().title),
        topology: Rc::new(topology),
        layout: Rc::new(layout.unwrap_or_default()),
        flows: Rc::new(flows.unwrap_or_default()),
        view: view.unwrap_or_default(),
        comments: Rc::new(comments.unwrap_or_default()),
    })
}

/// Ids that are taken, with the list that took them.
type Seen = SortedMap<Rc<str>, &'static str>;

fn write_table<T: Written>(name: &'static str, table: &Table<T>, object: &mut Map<String, Value>) {
    if table.is_empty() {
        return;
    }
    let records = table.iter().map(|(id, record)| {
        let mut fields = Map::new();
        fields.insert("id".into(), id.write());
        record.write(&mut fields);
        Value::Object(fields)
    });
    object.insert(name.into(), records.collect());
}

fn read_table<T: Written>(
    name: &'static str,
    fields: &mut Fields<'_>,
    table: &mut Table<T>,
    seen: &mut Seen,
) -> Result<(), Error> {
    let read = |value: &Value, path: Path<'_>| {
        let items = value.as_array().ok_or_else(|| path.error("a list is expected here"))?;
        for (index, item) in items.iter().enumerate() {
            let (id, record) = read_record::<T>(name, item, path.item(index), seen)?;
            table.insert(id, record);
        }
        Ok(())
    };
    fields.with(name, read).map(Option::unwrap_or_default)
}

fn read_record<T: Written>(
    list: &'static str,
    value: &Value,
    place: Path<'_>,
    seen: &mut Seen,
) -> Result<(Id<T>, T), Error> {
    let mut fields = Fields::of(value, place)?;
    let id: Id<T> = fields.required("id")?;
    let record = T::read(&mut fields)?;
    fields.finish()?;
    let own = place.field("id");
    if id.as_str().is_empty() {
        return Err(own.error("an id cannot be empty"));
    }
    if let Some(other) = seen.insert(id.text(), list) {
        return Err(own.error(format!(
            "`{id}` is an id of `{other}` already; ids are unique over all kinds"
        )));
    }
    Ok((id, record))
}

/// A document keeps the entries of its ACLs in the order in which AWS looks at them.
fn sort_entries(topology: &mut Topology) {
    let ids: Vec<Id<NetworkAcl>> = topology.network_acls.ids().cloned().collect();
    for id in ids {
        if let Some(acl) = topology.network_acls.get_mut(&id) {
            sort_by_key(&mut acl.inbound, |entry| entry.number);
            sort_by_key(&mut acl.outbound, |entry| entry.number);
        }
    }
}

fn write_place((element, place): (&Ref, &Place)) -> Value {
    let mut object = Map::new();
    object.insert("kind".into(), element.kind.write());
    object.insert("id".into(), element.id.write());
    object.insert("x".into(), place.x.write());
    object.insert("y".into(), place.y.write());
    if (place.width, place.height) != (0, 0) {
        object.insert("width".into(), place.width.write());
        object.insert("height".into(), place.height.write());
    }
    Value::Object(object)
}

fn read_layout(value: &Value, path: &Path<'_>) -> Result<Layout, Error> {
    let items = value.as_array().ok_or_else(|| path.error("a list is expected here"))?;
    let mut layout = Layout::default();
    for (index, item) in items.iter().enumerate() {
        let mut fields = Fields::of(item, path.item(index))?;
        let element = Ref::new(fields.required("kind")?, fields.required::<Rc<str>>("id")?);
        let place = Place {
            x: fields.required("x")?,
            y: fields.required("y")?,
            width: fields.optional("width")?.unwrap_or_default(),
            height: fields.optional("height")?.unwrap_or_default(),
        };
        fields.finish()?;
        layout.places.insert(element, place);
    }
    Ok(layout)
}

fn read_comments(value: &Value, path: &Path<'_>) -> Result<Comments, Error> {
    let object = value
        .as_object()
        .ok_or_else(|| path.error("an object is expected here"))?;
    let mut comments = Comments::default();
    for (key, lines) in object {
        let place = path.field(key);
        let lines = lines
            .as_array()
            .ok_or_else(|| place.error("a list of lines is expected here"))?;
        let lines = lines.iter().map(|line| {
            line.as_str()
                .map(Rc::from)
                .ok_or_else(|| place.error("a list of lines is expected here"))
        });
        comments.0.insert(key.as_str().into(), lines.collect::<Result<_, _>>()?);
    }
    Ok(comments)
}
