//! A picture is well-formed whatever the names are.

use std::rc::Rc;

use editor::Derived;
use editor::svg::{Theme, picture};

use crate::network;

#[test]
fn names_are_text_and_never_markup() {
    let (mut document, _) = network("s3-lab");
    let name = "</text><script>alert('1')</script>&\u{1}\"";
    let topology = Rc::make_mut(&mut document.topology);
    topology.interfaces.get_mut(&"app-1".into()).unwrap().name = Some(name.into());
    topology.vpcs.get_mut(&"app-vpc".into()).unwrap().name = Some(name.into());
    let picture = editor::svg::svg(&Derived::of(&document).scene);
    assert!(!picture.contains("<script"));
    assert!(!picture.contains('\u{1}'));
    assert!(picture.contains("&lt;/text&gt;"));
}

#[test]
fn a_card_has_few_elements() {
    let (_, derived) = network("s3-lab");
    let picture = editor::svg::svg(&derived.scene);
    let card = picture.split("<g").find(|part| part.contains(">web-1<")).unwrap();
    let elements = card.matches("<rect").count() + card.matches("<text").count();
    assert!(elements <= 9, "{elements} elements");
}

/// A picture is shown where nothing else may be: no style sheet, no script, nothing fetched, nothing foreign.
#[test]
fn a_picture_stands_by_itself_and_says_what_it_shows() {
    let (document, derived) = network("s3-lab");
    for theme in [Theme::Light, Theme::Dark] {
        let drawn = picture(&document, &derived.scene, theme);
        for foreign in [
            "<style",
            "style=",
            "class=",
            "<script",
            "foreignObject",
            "href",
            "url(",
            "<image",
        ] {
            assert!(!drawn.contains(foreign), "{foreign}");
        }
        assert!(drawn.contains("viewBox=") && drawn.contains(&format!("<title>{}</title>", document.title)));
        let said = drawn.split("<desc>").nth(1).unwrap().split("</desc>").next().unwrap();
        assert!(said.starts_with("A network with 1 VPC, 2 subnets, 2 instances and interfaces, 3 watched flows. "));
        assert!(said.contains("app-1") && said.contains("no route"), "{said}");
        assert_eq!(document::open(&drawn).unwrap(), document);
    }
}

/// Colours may be missing: on paper, or for some eyes.
#[test]
fn a_verdict_is_not_said_by_colour_alone() {
    let (document, derived) = network("s3-lab");
    let drawn = picture(&document, &derived.scene, Theme::Light);
    assert!(
        drawn.contains("stroke-dasharray=\"8 4\"") && drawn.contains(">✕ tcp 443: no route to S3<"),
        "{drawn}"
    );
}
