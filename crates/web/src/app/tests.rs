//! What only a browser can show: which parts of the page are touched, and which are not.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    Element, MutationObserver, MutationObserverInit, PointerEvent, PointerEventInit, WheelEvent, WheelEventInit,
};

use super::App;
use crate::port::dom::{document, window};
use crate::port::location;
use crate::port::theme::Theme;

wasm_bindgen_test_configure!(run_in_browser);

/// Two frames: what was asked for at the first one is drawn at the second.
async fn drawn() {
    for _ in 0..2 {
        let frame = Promise::new(&mut |resolve: Function, _| {
            window().unwrap().request_animation_frame(&resolve).unwrap();
        });
        JsFuture::from(frame).await.unwrap();
    }
}

/// The page with the first sample, in a root of its own.
async fn page() -> Element {
    let root = document().unwrap().create_element("div").unwrap();
    document().unwrap().body().unwrap().append_child(&root).unwrap();
    yew::Renderer::<App>::with_root(root.clone()).render();
    drawn().await;
    // The style sheets are not there; the drawing would be tiny.
    let canvas = find(&root, "#canvas");
    canvas.set_attribute("width", "1000").unwrap();
    canvas.set_attribute("height", "800").unwrap();
    drawn().await;
    root
}

fn find(root: &Element, selector: &str) -> Element {
    root.query_selector(selector)
        .unwrap()
        .unwrap_or_else(|| panic!("nothing is {selector}"))
}

/// Watches the groups' layers for any change.
fn watch(root: &Element) -> MutationObserver {
    let nothing = Function::new_no_args("");
    let observer = MutationObserver::new(&nothing).unwrap();
    let everything = MutationObserverInit::new();
    everything.set_attributes(true);
    everything.set_child_list(true);
    everything.set_character_data(true);
    everything.set_subtree(true);
    for layer in [".frames", ".nodes"] {
        observer.observe_with_options(&find(root, layer), &everything).unwrap();
    }
    observer
}

fn changes(observer: &MutationObserver) -> u32 {
    Array::from(&observer.take_records()).length()
}

fn press(target: &Element, name: &str) {
    let rect = target.get_bounding_client_rect();
    let init = PointerEventInit::new();
    init.set_bubbles(true);
    init.set_pointer_id(1);
    init.set_pointer_type("mouse");
    init.set_client_x((rect.left() + rect.width() / 2.0) as i32);
    init.set_client_y((rect.top() + rect.height() / 2.0) as i32);
    let event = PointerEvent::new_with_event_init_dict(name, &init).unwrap();
    target.dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn panning_moves_one_transform_and_touches_no_group() {
    let root = page().await;
    let world = find(&root, "#canvas > g");
    let before = world.get_attribute("transform");
    let observer = watch(&root);
    let init = WheelEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_delta_y(40.0);
    find(&root, "#canvas")
        .dispatch_event(&WheelEvent::new_with_event_init_dict("wheel", &init).unwrap())
        .unwrap();
    drawn().await;
    assert_ne!(world.get_attribute("transform"), before);
    assert_eq!(changes(&observer), 0);
    root.remove();
}

#[wasm_bindgen_test]
async fn selecting_draws_above_and_touches_no_group() {
    let root = page().await;
    let observer = watch(&root);
    let card = find(&root, "[data-ref='interface:web-1'] .card");
    press(&card, "pointerdown");
    press(&card, "pointerup");
    drawn().await;
    find(&root, ".overlay .selected");
    assert_eq!(changes(&observer), 0);
    root.remove();
}

#[wasm_bindgen_test]
async fn every_element_of_the_drawing_has_a_name() {
    let root = page().await;
    let nameless = root
        .query_selector_all("#canvas [data-ref]:not([aria-label]), #canvas [data-ref][aria-label='']")
        .unwrap();
    assert_eq!(nameless.length(), 0);
    assert!(
        find(&root, "#canvas")
            .get_attribute("aria-label")
            .unwrap()
            .contains("2 flows: 1 allowed, 1 blocked")
    );
    root.remove();
}

#[wasm_bindgen_test]
fn the_fragment_is_replaced_without_a_new_entry() {
    let history = window().unwrap().history().unwrap();
    let entries = history.length().unwrap();
    location::replace_fragment("1abc");
    assert_eq!(location::fragment(), "1abc");
    assert_eq!(history.length().unwrap(), entries);
    assert!(!location::base().contains('#'));
    history.replace_state_with_url(&JsValue::NULL, "", Some("#")).unwrap();
}

#[wasm_bindgen_test]
fn a_theme_is_an_attribute_of_the_page() {
    let page: Element = document().unwrap().document_element().unwrap().unchecked_into();
    Theme::Dark.apply();
    assert_eq!(page.get_attribute("data-theme").as_deref(), Some("dark"));
    let round = [
        Theme::Auto.next(),
        Theme::Auto.next().next(),
        Theme::Auto.next().next().next(),
    ];
    assert!(round.contains(&Theme::Light) && round.contains(&Theme::Dark));
    assert_eq!(round[2], Theme::Auto);
    Theme::Auto.apply();
    assert!(!page.has_attribute("data-theme"));
}
