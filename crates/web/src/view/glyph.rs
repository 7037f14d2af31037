//! The signs of the interface, on the grid of the drawings of things, and the sprite that holds both.

use editor::scene::Glyph;
use editor::scene::drawing::{ALL, drawing, family};
use yew::prelude::*;

/// Signs of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Logo,
    Undo,
    Redo,
    Share,
    Theme,
    Plus,
    Minus,
    Fit,
    Close,
    Check,
    Cross,
    Menu,
    Play,
    Previous,
    Next,
    Trash,
    Search,
    Swap,
    Down,
    Open,
    Copy,
    Warning,
    Info,
    Gallery,
}

const ICONS: [Icon; 24] = [
    Icon::Logo,
    Icon::Undo,
    Icon::Redo,
    Icon::Share,
    Icon::Theme,
    Icon::Plus,
    Icon::Minus,
    Icon::Fit,
    Icon::Close,
    Icon::Check,
    Icon::Cross,
    Icon::Menu,
    Icon::Play,
    Icon::Previous,
    Icon::Next,
    Icon::Trash,
    Icon::Search,
    Icon::Swap,
    Icon::Down,
    Icon::Open,
    Icon::Copy,
    Icon::Warning,
    Icon::Info,
    Icon::Gallery,
];

impl Icon {
    const fn drawing(self) -> (&'static str, &'static str) {
        match self {
            Icon::Logo => (
                "logo",
                "M8.2 12a2.7 2.7 0 1 1-5.4 0 2.7 2.7 0 0 1 5.4 0zM11.5 12h9.500M10.8 7.800l7.2-4.300M10.8 16.200l7.2 4.3",
            ),
            Icon::Undo => ("undo", "M8.5 5 4 9.5 8.5 14M4 9.500h10a5.5 5.5 0 0 1 0 11h-3"),
            Icon::Redo => ("redo", "M15.5 5 20 9.5 15.5 14M20 9.500H10a5.5 5.5 0 0 0 0 11h3"),
            Icon::Share => (
                "share",
                "M12 15V3.800M8 7.500l4-4 4 4M5 12.500V18a2.5 2.5 0 0 0 2.5 2.500h9A2.5 2.5 0 0 0 19 18v-5.5",
            ),
            Icon::Theme => (
                "theme",
                "M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0zM12 3.500v17M12 7h5.800M12 12h8.300M12 17h5.8",
            ),
            Icon::Plus => ("plus", "M12 5v14M5 12h14"),
            Icon::Minus => ("minus", "M5 12h14"),
            Icon::Fit => (
                "fit",
                "M4 9V5.500A1.5 1.5 0 0 1 5.5 4H9M15 4h3.500A1.5 1.5 0 0 1 20 5.500V9M20 15v3.500a1.5 1.5 0 0 1-1.5 1.500H15M9 20H5.500A1.5 1.5 0 0 1 4 18.500V15",
            ),
            Icon::Close => ("close", "M6 6l12 12M18 6 6 18"),
            Icon::Check => ("check", "M5 12.5 10 17.5 19.5 7"),
            Icon::Cross => ("cross", "M7 7l10 10M17 7 7 17"),
            Icon::Menu => ("menu", "M4 7h16M4 12h16M4 17h16"),
            Icon::Play => ("play", "M8 5.500v13l10.5-6.500z"),
            Icon::Previous => ("previous", "M15 5.5 8.5 12l6.5 6.5"),
            Icon::Next => ("next", "M9 5.5 15.5 12 9 18.5"),
            Icon::Trash => (
                "trash",
                "M4.5 7h15M9.5 7V4.500h5V7M6.5 7l1 13h9l1-13M10.5 11v5.500M13.5 11v5.5",
            ),
            Icon::Search => (
                "search",
                "M17 10.500a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0zM15.3 15.3 20.5 20.5",
            ),
            Icon::Swap => (
                "swap",
                "M4 8.500h15M15.5 5 19 8.5 15.5 12M20 15.500H5M8.5 12 5 15.5 8.5 19",
            ),
            Icon::Down => ("down", "M5.5 9 12 15.5 18.5 9"),
            Icon::Open => (
                "open",
                "M13 4.500h6.500V11M19 5l-8.5 8.500M17.5 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8.500a2 2 0 0 1 2-2h4",
            ),
            Icon::Copy => (
                "copy",
                "M9.5 8h8A1.5 1.5 0 0 1 19 9.500v9a1.5 1.5 0 0 1-1.5 1.500h-8A1.5 1.5 0 0 1 8 18.500v-9A1.5 1.5 0 0 1 9.5 8zM5 16V5.500A1.5 1.5 0 0 1 6.5 4H15",
            ),
            Icon::Warning => ("warning", "M12 4 21 19.500H3zM12 10v4.500M12 17.200h.01"),
            Icon::Info => (
                "info",
                "M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0zM12 11v5.500M12 7.700h.01",
            ),
            Icon::Gallery => (
                "gallery",
                "M4.5 4H10v5.500H4.500zM14 4h5.500v5.500H14zM4.5 14.500H10V20H4.500zM14 14.500h5.500V20H14z",
            ),
        }
    }
}

/// All symbols, once a page.
pub fn sprite((): &()) -> Html {
    let symbols = ALL.into_iter().map(drawing).chain(ICONS.into_iter().map(Icon::drawing));
    html! {
        <svg class="sprite" aria-hidden="true" width="0" height="0">
            { for symbols.map(|(name, path)| html! {
                <symbol id={format!("rl-{name}")} viewBox="0 0 24 24"><path d={path} /></symbol>
            }) }
        </svg>
    }
}

/// A sign beside words or in a button that has a name of its own. No component: each one costs kilobytes.
pub fn ui_icon(icon: Icon) -> Html {
    html! { <svg class="icon" aria-hidden="true"><use href={format!("#rl-{}", icon.drawing().0)} /></svg> }
}

/// The drawing of a network's thing, in its family's colour.
pub fn glyph_icon(glyph: Glyph) -> Html {
    html! {
        <svg class={classes!("icon", "glyph", family(glyph))} aria-hidden="true"><use href={format!("#rl-{}", drawing(glyph).0)} /></svg>
    }
}
