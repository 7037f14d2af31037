//! Code, rule and AWS page of a statement, in small type.

use editor::panel::inspector::Source;
use yew::prelude::*;

pub fn line(source: &Source) -> Html {
    html! {
        <p class="source">
            if let Some(code) = &source.code { <code>{ &**code }</code> }
            if let Some(rule) = &source.rule { <code class="rule">{ &**rule }</code> }
            if let Some(page) = &source.page {
                <a href={page.to_string()} target="_blank" rel="noopener noreferrer">{ "AWS docs " }<span aria-hidden="true">{ "↗" }</span></a>
            }
        </p>
    }
}
