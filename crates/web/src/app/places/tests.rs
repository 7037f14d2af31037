//! Places in a real browser's storage.

use wasm_bindgen_test::wasm_bindgen_test;

use super::*;

/// A browser that keeps nothing yet.
fn fresh() -> Places {
    for storage in [browser(), tab()] {
        storage.unwrap().clear().unwrap();
    }
    Places::default()
}

fn titles() -> Vec<String> {
    all().iter().map(|place| place.title.to_string()).collect()
}

#[wasm_bindgen_test]
fn what_is_kept_comes_back_as_the_last_one() {
    let mut places = fresh();
    assert_eq!(places.keep("one\nline", "title \"one\"\n\nvpc A", 1000), Outcome::Kept);
    assert_eq!(places.keep("one\nline", "title \"two\"", 2000), Outcome::Kept);
    let last = last().unwrap();
    assert_eq!(
        (&*last.title, last.time, &*last.text),
        ("one line", 2000, "title \"two\"")
    );
    assert_eq!(all().len(), 1);
    places.note("1abc");
    assert_eq!(of_address("1abc"), Some(last));
    assert_eq!(of_address("1abcd"), None);
    places.leave();
    assert_eq!(of_address("1abc"), None);
    fresh();
}

#[wasm_bindgen_test]
fn the_oldest_goes_when_there_are_too_many_and_never_the_one_at_work() {
    let mut here = fresh();
    here.keep("here", "", 1);
    for time in 2..30 {
        Places::default().keep(&time.to_string(), "", time);
    }
    assert_eq!(titles().len(), MOST);
    assert_eq!(titles().first().map(String::as_str), Some("29"));
    here.keep("here", "", 31);
    assert_eq!(titles().first().map(String::as_str), Some("here"));
    fresh();
}

#[wasm_bindgen_test]
fn two_tabs_with_one_diagram_part() {
    let (mut one, mut other) = (fresh(), Places::default());
    one.keep("one", "", 1);
    other.enter(&last().unwrap(), "");
    assert_eq!(other.keep("other", "", 2), Outcome::Kept);
    assert_eq!(one.keep("one", "", 3), Outcome::Parted);
    assert_eq!(one.keep("one", "", 4), Outcome::Kept);
    assert_eq!(other.keep("other", "", 5), Outcome::Kept);
    assert_eq!(titles(), ["other", "one"]);
    fresh();
}

#[wasm_bindgen_test]
fn what_is_removed_can_be_put_back() {
    let mut places = fresh();
    places.keep("one", "text", 1);
    let place = last().unwrap();
    assert!(places.remove(&place.id));
    assert_eq!((last(), all()), (None, vec![]));
    assert!(browser().unwrap().get_item(LAST).unwrap().is_none());
    assert!(Places::put_back(&place));
    assert_eq!(last(), Some(place));
    fresh();
}

#[wasm_bindgen_test]
fn what_others_wrote_is_no_diagram() {
    fresh();
    for (key, value) in [("1", "no line"), ("2", "soon title\ntext"), ("3", "\n")] {
        assert!(storage::set(browser(), &format!("{DIAGRAM}{key}"), value));
    }
    assert_eq!((last(), all()), (None, vec![]));
    fresh();
}
