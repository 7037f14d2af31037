//! The one transform of panning and zooming, set without running any view.

use editor::kernel::geometry::Camera;
use std::fmt::Write;

/// Below these zooms small words are left out (they could not be read and cost the most), and names grow; in a small view already
/// below the first.
const NEAR: f64 = 0.85;
const FAR: f64 = 0.6;
const FARTHER: f64 = 0.4;

/// What the drawing's layer and the dots of its ground are moved by.
pub fn transform(camera: Camera) -> String {
    let mut text = String::from("translate(");
    put(&mut text, -camera.x * camera.zoom);
    text.push(' ');
    put(&mut text, -camera.y * camera.zoom);
    text.push_str(") scale(");
    put(&mut text, camera.zoom);
    text.push(')');
    text
}

pub fn layer_class(camera: Camera, small: bool) -> &'static str {
    match camera.zoom {
        zoom if zoom < FARTHER => "world farther",
        zoom if zoom < FAR => "world far",
        zoom if zoom < NEAR && small => "world near",
        _ => "world",
    }
}

pub fn percent(camera: Camera) -> u32 {
    (camera.zoom * 100.0).round() as u32
}

/// Thousandths are enough for a screen, and whole numbers keep the program small.
fn put(text: &mut String, value: f64) {
    let thousandths = (value * 1000.0).round() as i64;
    let (whole, rest) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    let sign = if thousandths < 0 { "-" } else { "" };
    // Writing to a String cannot fail.
    let _ = write!(text, "{sign}{whole}.{rest:03}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_camera_is_written_with_three_places() {
        let camera = Camera {
            x: 10.5,
            y: -0.25,
            zoom: 2.0,
        };
        assert_eq!(transform(camera), "translate(-21.000 0.500) scale(2.000)");
    }
}
