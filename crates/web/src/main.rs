//! The page: pixels and the browser around the editor.
//!
//! [`app::App`] owns the one [`editor::Session`]; [`view`]s draw what it shows, [`port`]s do what it asks of the browser.

// Nothing of a program can be reached from outside: here `pub` says what a module gives to the others.
#![allow(unreachable_pub)]

mod app;
mod input;
mod port;
mod shared;
mod view;

fn main() {
    port::panic::install_hook();
    let Some(root) = port::dom::document().and_then(|document| document.get_element_by_id("app")) else {
        return;
    };
    root.set_text_content(None);
    yew::Renderer::<app::App>::with_root(root).render();
}
