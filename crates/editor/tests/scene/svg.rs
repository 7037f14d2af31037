//! A picture is well-formed whatever the names are.

use std::rc::Rc;

use editor::Derived;

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
