//! What the descriptions of kinds show is what they read: setting a field or a cell to what it shows changes nothing.

use editor::edit::form::{self, Part};
use editor::edit::{Drawing, rows, set_field};
use editor::{FieldId, RowEdit};
use reach::id::{Kind, Ref};

const POLICY: &str = "vpc A 10.0.0.0/16

resource-policy policy-1 my-bucket
  policy allow action s3:GetObject principal 111111111111 from 203.0.113.0/24
  policy deny from A
";

const NETWORKS: [&str; 5] = [
    POLICY,
    include_str!("../../../../tests/links/v1/everything.reach"),
    include_str!("../../../../tests/links/v1/transit-gateway.reach"),
    include_str!("../../../../tests/links/v1/direct-connect.reach"),
    include_str!("../../../../tests/links/v1/endpoint-service.reach"),
];

fn each(mut look: impl FnMut(Drawing<'_>, &Ref, &[Part])) {
    for text in NETWORKS {
        let document = document::text::parse(text).unwrap_or_else(|errors| panic!("{errors:?}"));
        let (network, _) = reach::resolve(&document.topology);
        let drawing = Drawing {
            topology: &document.topology,
            network: &network,
        };
        for of in document.topology.references() {
            let element = document.topology.get(&of);
            look(
                drawing,
                &of,
                &element.map(|it| form::show(drawing, &of, &it)).unwrap_or_default(),
            );
        }
    }
}

#[test]
fn a_field_reads_what_it_shows() {
    let mut seen = 0;
    each(|drawing, of, parts| {
        for part in parts {
            let Part::Field(field) = part else { continue };
            let edit = set_field::set_field(drawing, of, field.id, &field.value);
            let operations = edit.map(|edit| edit.operations.len());
            assert_eq!(operations, Ok(0), "{} of {}: “{}”", field.id, of.id, field.value);
            seen += 1;
        }
    });
    assert!(seen > 150, "only {seen} fields");
}

#[test]
fn a_cell_reads_what_it_shows() {
    let mut seen = 0;
    each(|drawing, of, parts| {
        for part in parts {
            let Part::Table(table) = part else { continue };
            for (row, cells) in table.rows.iter().enumerate() {
                for (column, value) in cells.iter().enumerate() {
                    let edit = change(table.id, row, column, value);
                    let done = rows::edit_row(drawing, of, &edit).map(|edit| edit.operations);
                    let before = drawing.topology.get(of).map(reach::operation::Operation::Update);
                    assert_eq!(
                        done,
                        Ok(before.into_iter().collect()),
                        "{} of {}: {value}",
                        table.id,
                        of.id
                    );
                    seen += 1;
                }
            }
        }
    });
    assert!(seen > 40, "only {seen} cells");
}

fn change(table: FieldId, row: usize, column: usize, value: &str) -> RowEdit {
    RowEdit::Change {
        table,
        row,
        column,
        value: value.to_owned(),
    }
}

#[test]
fn every_kind_has_fields_or_a_panel_of_its_own() {
    let mut described: Vec<Kind> = Vec::new();
    each(|_, of, parts| {
        if !parts.is_empty() && !described.contains(&of.kind) {
            described.push(of.kind);
        }
    });
    let without = [
        Kind::Subnet,
        Kind::RouteTable,
        Kind::NetworkAcl,
        Kind::SecurityGroup,
        Kind::PrefixList,
        Kind::NatGateway,
        Kind::PeeringConnection,
        Kind::CustomerGateway,
        Kind::Site,
        Kind::Internet,
        Kind::Service,
    ];
    let missing: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| !described.contains(kind) && !without.contains(kind))
        .collect();
    assert_eq!(missing, []);
}
