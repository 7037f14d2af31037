//! Files that go to the reader's computer, and pictures turned into dots for them.

use gloo_timers::callback::Timeout;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement, Url,
};

use super::dom;

/// A browser may still be reading after the click that began it.
const KEPT_MS: u32 = 60_000;
/// Dots for each pixel of the picture: sharp on a fine screen and in print.
const FINE: f64 = 2.0;
/// Larger canvases stay empty in some browsers.
const MOST_DOTS: f64 = 16_000_000.0;

/// Offers the file; false where the browser cannot.
pub fn download(name: &str, media_type: &str, content: &[u8]) -> bool {
    begin(name, media_type, content).is_some()
}

fn begin(name: &str, media_type: &str, content: &[u8]) -> Option<()> {
    let address = address_of(media_type, content)?;
    let link: HtmlAnchorElement = dom::document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Timeout::new(KEPT_MS, move || forget(&address)).forget();
    Some(())
}

/// The SVG picture as PNG.
pub async fn png(svg: &str, size: (i32, i32)) -> Option<Vec<u8>> {
    let address = address_of("image/svg+xml", svg.as_bytes())?;
    let bytes = dots(&address, size).await;
    forget(&address);
    bytes
}

async fn dots(address: &str, (width, height): (i32, i32)) -> Option<Vec<u8>> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(address);
    JsFuture::from(image.decode()).await.ok()?;
    let (width, height) = (f64::from(width), f64::from(height));
    let scale = FINE.min((MOST_DOTS / (width * height).max(1.0)).sqrt());
    let canvas: HtmlCanvasElement = dom::document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    let (width, height) = ((width * scale).floor(), (height * scale).floor());
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    pen.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)
        .ok()?;
    let made = Promise::new(&mut |resolve, reject| {
        if canvas.to_blob(&resolve).is_err() {
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    let blob: Blob = JsFuture::from(made).await.ok()?.dyn_into().ok()?;
    let bytes = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}

fn address_of(media_type: &str, content: &[u8]) -> Option<String> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(content));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

fn forget(address: &str) {
    // An address that is gone already is what was wanted.
    let _ = Url::revoke_object_url(address);
}
