//! Diagrams for other programs.

use crate::commands::Folder;
use crate::{fed, reachlight};

const LAB: &str = "www/samples/s3-lab.reach";

#[test]
fn a_format_has_to_be_named() {
    let none = reachlight(&["export", LAB]);
    assert_eq!(none.status, 2);
    assert!(none.err.contains("--to is missing"), "{}", none.err);
    assert_eq!(none.err.lines().count(), 1);
    let other = reachlight(&["export", LAB, "--to", "mermade"]);
    assert_eq!(other.status, 2);
    assert!(other.err.contains("Did you mean `mermaid`?"), "{}", other.err);
}

#[test]
fn the_diagram_itself_is_a_format() {
    let text = reachlight(&["export", LAB, "--to", "reach"]);
    assert_eq!(text.out, reachlight(&["import", LAB]).out);
    let json = reachlight(&["export", LAB, "--to", "json"]);
    assert_eq!(fed(&["export", "-", "--to", "reach"], &json.out).out, text.out);
}

#[test]
fn a_flowchart_shows_frames_links_and_verdicts() {
    let chart = reachlight(&["export", LAB, "--to", "mermaid"]).out;
    for line in [
        "  subgraph vpc_app_vpc[\"app-vpc<br>10.0.0.0/16<br>us-east-1\"]\n",
        "      interface_app_1[\"app-1<br>10.0.1.10\"]\n",
        "  internet_gateway_igw --- internet\n",
        "  interface_app_1 -.-x|\"✕ tcp 443 blocked, No route (rtb-private)\"| service_s3_us_east_1\n",
    ] {
        assert!(chart.contains(line), "{line}{chart}");
    }
    let graph = reachlight(&["export", LAB, "--to", "dot"]).out;
    assert!(graph.contains("subgraph \"cluster_vpc_app_vpc\" {"), "{graph}");
    assert!(
        graph.contains("\"interface_web_1\" -> \"interface_app_1\" [style="),
        "{graph}"
    );
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let nowhere = reachlight(&["export", LAB, "--to", "dot", "-o", "no/such/folder/x.dot"]);
    assert_eq!(nowhere.status, 2);
    assert!(nowhere.err.contains("no/such/folder/x.dot"), "{}", nowhere.err);
}

/// The picture is the diagram: what comes out of it is what went in.
#[test]
fn a_picture_carries_its_diagram() {
    let picture = reachlight(&["export", LAB, "--to", "svg"]);
    assert_eq!(picture.status, 0, "{}", picture.err);
    assert_eq!(
        fed(&["import", "-"], &picture.out).out,
        reachlight(&["import", LAB]).out
    );
    let without = picture.out.split("<metadata>").next().unwrap().to_owned() + "</svg>";
    let none = fed(&["import", "-"], &without);
    assert_eq!(none.status, 2);
    assert!(none.err.contains("there is no diagram in this picture"), "{}", none.err);
    let dark = reachlight(&["export", LAB, "--to", "svg", "--theme", "dark"]).out;
    assert!(dark.contains("fill=\"#0c1017\"") && !picture.out.contains("#0c1017"));
}

/// What the next tool needs, each in its language; what it cannot hold is said.
#[test]
fn other_tools_get_their_languages() {
    let export = |to: &str| {
        let answer = reachlight(&["export", LAB, "--to", to]);
        assert_eq!(answer.status, 0, "{to}: {}", answer.err);
        answer.out
    };
    assert!(export("drawio").starts_with("<mxfile host=\"reachlight\">"));
    let terraform = export("terraform");
    assert!(terraform.contains("resource \"aws_subnet\" \"private_a\" {\n  vpc_id = aws_vpc.app_vpc.id\n"));
    assert!(terraform.contains("# network interface web-1: its public address 203.0.113.10 will be another one"));
    let template: serde_json::Value = serde_json::from_str(&export("cloudformation")).unwrap();
    assert_eq!(template["Resources"]["RtbPublic00000"]["DependsOn"][0], "IgwAttachment");
    assert!(export("flow-logs").starts_with("version account-id interface-id "));
    assert!(export("report").contains("### app-1 → S3\n"));
    let page = reachlight(&["export", LAB, "--to", "report", "--html"]).out;
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("default-src 'none'"));
}

/// Chromium, which other tests need, brings fonts along.
#[test]
fn a_picture_of_dots_holds_the_diagram() {
    let folder = Folder::new("png");
    let sizes = ["light", "dark"].map(|theme| {
        let file = folder.write(theme, "");
        let answer = reachlight(&["export", LAB, "--to", "png", "--theme", theme, "-o", &file]);
        assert_eq!((answer.status, answer.err.as_str()), (0, ""));
        assert_eq!(reachlight(&["import", &file]).out, reachlight(&["import", LAB]).out);
        let png = std::fs::read(&file).unwrap();
        png[16..24].to_vec()
    });
    // 838 by 528 pixels in the SVG.
    assert_eq!(sizes, [[0, 0, 6, 140, 0, 0, 4, 32]; 2].map(Vec::from));
}
