//! Files of the own site.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::dom::window;

/// The text behind a relative address, or why there is none.
pub async fn text(address: &str) -> Result<String, String> {
    let window = window().ok_or("there is no window")?;
    let unreachable = || format!("{address} could not be loaded. Is the network there?");
    let response: Response = JsFuture::from(window.fetch_with_str(address))
        .await
        .map_err(|_| unreachable())?
        .dyn_into()
        .map_err(|_| unreachable())?;
    if !response.ok() {
        return Err(format!(
            "{address} could not be loaded (the server answered {}).",
            response.status()
        ));
    }
    let text = response.text().map_err(|_| unreachable())?;
    JsFuture::from(text)
        .await
        .map_err(|_| unreachable())?
        .as_string()
        .ok_or_else(unreachable)
}
