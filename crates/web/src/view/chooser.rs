//! A dialog with one field and a list: the command palette, and the list of what an element can be connected with.

use std::cmp::Reverse;
use std::rc::Rc;

use editor::panel::dock::{Dock, Typed};
use editor::panel::find;
use reach::question::Question;
use reach::sorted::sort_by_key;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::shared::Shared;
use crate::view::dialog::Modal;
use crate::view::glyph::{Icon, ui_icon};

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub title: Rc<str>,
    /// In smaller type: what kind of thing, which keys.
    pub detail: Rc<str>,
    /// Cannot be taken now; the detail says why.
    pub refused: bool,
}

#[derive(Clone, Properties, PartialEq)]
pub struct ChooserProps {
    pub label: AttrValue,
    pub placeholder: AttrValue,
    pub choices: Shared<Vec<Choice>>,
    /// Where a question may be typed as well, "app-1 to s3 443": what there is to ask about.
    #[prop_or_default]
    pub dock: Option<Shared<Dock>>,
    #[prop_or_default]
    pub ask: Callback<Question>,
    /// The index of the chosen line.
    pub choose: Callback<usize>,
    pub close: Callback<()>,
}

/// Typing filters, arrows move, Enter takes, Escape leaves.
#[component]
pub fn Chooser(props: &ChooserProps) -> Html {
    let typed = use_state(String::new);
    let at = use_state(|| 0_usize);
    let field = use_node_ref();
    use_effect_with((), {
        let field = field.clone();
        move |()| {
            if let Some(input) = field.cast::<HtmlInputElement>() {
                let _ = input.focus();
            }
        }
    });
    let asked = props.dock.as_ref().and_then(|dock| dock.picker.typed(&typed));
    let mut found: Vec<Line> = matching(&props.choices, &typed).into_iter().map(Line::Choice).collect();
    let wrong = match asked {
        Some(Ok(asked)) => {
            found.insert(0, Line::Ask(asked));
            None
        }
        Some(Err(wrong)) => Some(wrong),
        None => None,
    };
    let shown = (*at).min(found.len().saturating_sub(1));
    let take = {
        let props = props.clone();
        Callback::from(move |line: Line| match line {
            Line::Ask(asked) => props.ask.emit(asked.question),
            Line::Choice(index) if props.choices.get(index).is_some_and(|choice| !choice.refused) => {
                props.choose.emit(index);
            }
            Line::Choice(_) => {}
        })
    };
    let oninput = {
        let (typed, at) = (typed.clone(), at.clone());
        Callback::from(move |event: InputEvent| {
            typed.set(event.target_unchecked_into::<HtmlInputElement>().value());
            at.set(0);
        })
    };
    let onkeydown = {
        let (at, take, found) = (at.clone(), take.clone(), found.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowDown" => {
                event.prevent_default();
                at.set(if shown + 1 < found.len() { shown + 1 } else { 0 });
            }
            "ArrowUp" => {
                event.prevent_default();
                at.set(shown.checked_sub(1).unwrap_or(found.len().saturating_sub(1)));
            }
            "Enter" => {
                event.prevent_default();
                if let Some(line) = found.get(shown) {
                    take.emit(line.clone());
                }
            }
            _ => {}
        })
    };
    let active = found.get(shown).map(Line::id);
    html! {
        <Modal label={props.label.clone()} class="chooser" close={props.close.clone()}>
            <div class="chooser-field">
                { ui_icon(Icon::Search) }
                <input ref={field} type="text" role="combobox" aria-expanded="true" aria-controls="choices" aria-activedescendant={active}
                    aria-label={props.label.clone()} placeholder={props.placeholder.clone()} autocomplete="off" spellcheck="false" {oninput} {onkeydown} />
            </div>
            <ul id="choices" class="choices" role="listbox" aria-label={props.label.clone()}>
                { for found.iter().enumerate().map(|(place, line)| option(line, &props.choices, place == shown, &take)) }
            </ul>
            if found.is_empty() { <p class="chooser-empty muted">{ wrong.as_deref().unwrap_or("Nothing is called that.") }</p> }
        </Modal>
    }
}

/// A line that is shown.
#[derive(Clone)]
enum Line {
    /// What was typed is a question.
    Ask(Typed),
    Choice(usize),
}

impl Line {
    fn id(&self) -> String {
        match self {
            Line::Ask(_) => "choice-ask".to_owned(),
            Line::Choice(index) => format!("choice-{index}"),
        }
    }
}

fn option(line: &Line, choices: &[Choice], shown: bool, take: &Callback<Line>) -> Html {
    let (title, detail, refused) = match line {
        Line::Ask(asked) => (format!("Trace {}", asked.words), "", false),
        Line::Choice(index) => match choices.get(*index) {
            Some(choice) => (choice.title.to_string(), &*choice.detail, choice.refused),
            None => return Html::default(),
        },
    };
    let onclick = take.reform({
        let line = line.clone();
        move |_: MouseEvent| line.clone()
    });
    html! {
        <li key={line.id()} id={line.id()} role="option" aria-selected={if shown { "true" } else { "false" }}
            aria-disabled={refused.then_some("true")} {onclick}>
            <span>{ title }</span><span class="muted">{ detail }</span>
        </li>
    }
}

/// The lines that contain every typed word, in their order, then those whose CIDR is around a typed address, the narrowest first.
fn matching(choices: &[Choice], typed: &str) -> Vec<usize> {
    let typed = in_small_letters(typed);
    let around = |choice: &Choice| find::around(&choice.detail, &typed);
    let mut blocks: Vec<(Reverse<u8>, usize)> = (0..)
        .zip(choices)
        .filter_map(|(index, choice)| Some((Reverse(around(choice)?), index)))
        .collect();
    sort_by_key(&mut blocks, |block| *block);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let fits = |choice: &Choice| {
        let text = in_small_letters(&format!("{} {}", choice.title, choice.detail));
        words.iter().all(|word| text.contains(word))
    };
    let mut found: Vec<usize> = (0..)
        .zip(choices)
        .filter(|(_, choice)| fits(choice))
        .map(|(index, _)| index)
        .collect();
    let further = blocks.into_iter().map(|(_, index)| index);
    let further: Vec<usize> = further.filter(|index| !found.contains(index)).collect();
    found.extend(further);
    found
}

/// By the browser, which knows the letters of every language in any case.
fn in_small_letters(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn every_typed_word_must_occur() {
        let choice = |title: &str| Choice {
            title: title.into(),
            detail: "command".into(),
            refused: false,
        };
        let choices = [choice("Zoom in"), choice("Zoom out"), choice("Undo")];
        assert_eq!(matching(&choices, "zoom ou"), [1]);
        assert_eq!(matching(&choices, " "), [0, 1, 2]);
        assert!(matching(&choices, "zoom undo").is_empty());
    }

    #[wasm_bindgen_test]
    fn an_address_finds_what_is_around_it() {
        let choice = |title: &str, detail: &str| Choice {
            title: title.into(),
            detail: detail.into(),
            refused: false,
        };
        let choices = [
            choice("app-vpc", "VPC 10.0.0.0/16"),
            choice("private-a", "Subnet 10.0.2.0/24"),
            choice("app-1", "Instance 10.0.2.7"),
            choice("public-a", "Subnet 10.0.1.0/24"),
        ];
        assert_eq!(matching(&choices, "10.0.2.7"), [2, 1, 0]);
        assert_eq!(matching(&choices, "10.0.3.1"), [0]);
    }
}
