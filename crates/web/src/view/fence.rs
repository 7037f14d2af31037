//! A view that is run again only when its data changed. One component serves all views without a state of their own,
//! because each component costs kilobytes.

use std::any::Any;
use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::{Key, VComp};

/// Draws the data now, and again only when they are different.
pub fn fence<T: PartialEq + 'static>(data: T, draw: fn(&T) -> Html) -> Html {
    fenced(None, Rc::new(View { data, draw }))
}

/// The same, for a view that is one of several in its place.
pub fn fence_keyed<T: PartialEq + 'static>(key: &str, data: T, draw: fn(&T) -> Html) -> Html {
    fenced(Some(Key::from(key)), Rc::new(View { data, draw }))
}

fn fenced(key: Option<Key>, view: Rc<dyn Drawn>) -> Html {
    VComp::new::<Fence>(Rc::new(FenceProps { view }), key).into()
}

struct View<T> {
    data: T,
    draw: fn(&T) -> Html,
}

trait Drawn: Any {
    fn draw(&self) -> Html;
    fn is_same(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + 'static> Drawn for View<T> {
    fn draw(&self) -> Html {
        (self.draw)(&self.data)
    }

    fn is_same(&self, other: &dyn Any) -> bool {
        other
            .downcast_ref::<Self>()
            .is_some_and(|other| self.data == other.data && std::ptr::fn_addr_eq(self.draw, other.draw))
    }
}

#[derive(Properties)]
struct FenceProps {
    view: Rc<dyn Drawn>,
}

impl PartialEq for FenceProps {
    fn eq(&self, other: &Self) -> bool {
        self.view.is_same(&*other.view)
    }
}

#[component]
fn Fence(props: &FenceProps) -> Html {
    props.view.draw()
}
