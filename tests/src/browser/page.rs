//! The page: opening, finding, waiting, scripts, pictures.

use std::{
    cell::Cell,
    fs,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use xtask::browser::Kind;

use super::{DESKTOP, Element, PATIENCE, Size, driver::Driver, kind, screenshots, visit_site};

#[derive(Debug)]
pub struct Page {
    pub(super) driver: Driver,
    site: String,
    in_frame: Cell<bool>,
}

impl Page {
    pub(super) fn new(site: &str, size: Size) -> Self {
        let page = Self {
            driver: Driver::start(size),
            site: site.to_owned(),
            in_frame: Cell::new(false),
        };
        page.resize(size);
        page
    }

    /// Opens the site at `address`, a query and fragment or nothing. The program may still be loading then.
    pub fn open(&self, address: &str) {
        self.open_url(&format!("{}{address}", self.site));
    }

    pub fn open_url(&self, url: &str) {
        self.post("url", &json!({ "url": url }));
    }

    pub fn reload(&self) {
        self.post("refresh", &json!({}));
    }

    /// The system is set to dark from now on. (Only in Chromium.)
    pub(super) fn prefer_dark(&self) {
        let dark = json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
        let command = json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "features": dark } });
        self.post("goog/cdp/execute", &command);
    }

    /// Another person opens the same site: a new browser with a fresh profile.
    pub fn another_visitor(&self, address: &str, test: impl FnOnce(&Self)) {
        visit_site(&self.site, DESKTOP, address, test);
    }

    /// The same person opens the site at `address` in one more tab; afterwards the first one is in front again.
    pub fn in_another_tab(&self, address: &str, test: impl FnOnce(&Self)) {
        let first = self.get("window");
        let tab = self.post("window/new", &json!({ "type": "tab" }));
        let go = |handle: &Value| self.post("window", &json!({ "handle": handle }));
        go(tab.get("handle").unwrap_or(&Value::Null));
        self.resize(DESKTOP);
        self.open(address);
        test(self);
        go(&first);
    }

    /// The address of the served site, with a slash at its end.
    pub fn site(&self) -> &str {
        &self.site
    }

    pub fn url(&self) -> String {
        self.get("url").as_str().unwrap_or_default().to_owned()
    }

    /// What follows the `#` of the address, or nothing.
    pub fn fragment(&self) -> String {
        self.url()
            .split_once('#')
            .map(|(_, fragment)| fragment.to_owned())
            .unwrap_or_default()
    }

    pub fn title(&self) -> String {
        self.get("title").as_str().unwrap_or_default().to_owned()
    }

    /// The one element shown with `role` and `name`, as soon as there is one.
    #[track_caller]
    pub fn role(&self, role: &str, name: &str) -> Element<'_> {
        self.role_within(None, role, name)
    }

    /// The same inside `outer`.
    #[track_caller]
    pub fn role_in(&self, outer: &Element<'_>, role: &str, name: &str) -> Element<'_> {
        self.role_within(Some(outer), role, name)
    }

    #[track_caller]
    fn role_within(&self, outer: Option<&Element<'_>>, role: &str, name: &str) -> Element<'_> {
        let mut found = self.until(&format!("{role} {name:?}"), || {
            let found = self.matching(outer, role, name);
            (!found.is_empty()).then_some(found)
        });
        assert!(
            found.len() == 1,
            "there are {} elements for {role} {name:?}; a name must tell them apart",
            found.len()
        );
        found.swap_remove(0)
    }

    /// Waits for an element with `role` and `name`.
    #[track_caller]
    pub fn wait_for(&self, role: &str, name: &str) {
        self.until(&format!("{role} {name:?}"), || {
            (!self.all(role, name).is_empty()).then_some(())
        });
    }

    /// Waits until no element with `role` and `name` is shown.
    #[track_caller]
    pub fn wait_until_gone(&self, role: &str, name: &str) {
        self.until(&format!("no {role} {name:?}"), || {
            self.all(role, name).is_empty().then_some(())
        });
    }

    /// The elements shown with `role` and `name` right now.
    pub fn all(&self, role: &str, name: &str) -> Vec<Element<'_>> {
        self.matching(None, role, name)
    }

    /// The same inside `outer`.
    pub fn all_in(&self, outer: &Element<'_>, role: &str, name: &str) -> Vec<Element<'_>> {
        self.matching(Some(outer), role, name)
    }

    /// Waits until the page shows `text` somewhere.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) {
        let script = "return document.body.innerText.replace(/\\s+/g, ' ').includes(arguments[0])";
        self.until(&format!("the text {text:?}"), || {
            (self.script(script, &[json!(text)]) == true).then_some(())
        });
    }

    /// The element that has the keyboard.
    pub fn focused(&self) -> Element<'_> {
        let found = self.get("element/active");
        Element::from_value(self, &found).unwrap_or_else(|| panic!("nothing has the keyboard"))
    }

    /// The first element that a CSS selector finds; for what has no role.
    #[track_caller]
    pub fn css(&self, selector: &str) -> Element<'_> {
        let body = json!({ "using": "css selector", "value": selector });
        self.until(&format!("an element {selector}"), || {
            Element::from_value(self, &self.driver.post("element", &body).ok()?)
        })
    }

    /// Asks again and again until there is an answer.
    #[track_caller]
    pub fn until<T>(&self, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(answer) = ask() {
                return answer;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "waited {} s in vain for {what}",
                PATIENCE.as_secs()
            );
            thread::sleep(Duration::from_millis(15));
        }
    }

    /// Runs JavaScript in the page; it finds `arguments` and may `return` something.
    pub fn script(&self, script: &str, arguments: &[Value]) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Commands and scripts go to the inside of a frame until [`Self::leave_frame`].
    pub fn enter_frame(&self, frame: &Element<'_>) {
        self.post("frame", &json!({ "id": frame.to_value() }));
        self.in_frame.set(true);
    }

    pub fn leave_frame(&self) {
        self.post("frame", &json!({ "id": null }));
        self.in_frame.set(false);
    }

    /// A command of Chromium's DevTools protocol.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// Sets a media feature such as (`prefers-color-scheme`, `dark`) or (`prefers-reduced-motion`, `reduce`). Chromium only.
    pub fn prefer(&self, feature: &str, value: &str) {
        self.devtools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [{ "name": feature, "value": value }] }),
        );
    }

    /// Makes the view exactly `size`. (Firefox's window stops at some least width.)
    pub fn resize(&self, size: Size) {
        let Size { width, height } = size;
        match self.driver.kind {
            Kind::Chromium => {
                let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                self.devtools("Emulation.setDeviceMetricsOverride", &metrics);
            }
            Kind::Firefox => {
                let frame = self.script("return [outerWidth - innerWidth, outerHeight - innerHeight]", &[]);
                let extra = |index: usize| frame.get(index).and_then(Value::as_u64).unwrap_or_default();
                let outer = json!({ "width": u64::from(width) + extra(0), "height": u64::from(height) + extra(1) });
                self.post("window/rect", &outer);
            }
        }
    }

    /// Saves a picture of the view as `target/screenshots/NAME.png`.
    pub fn picture(&self, name: &str) -> PathBuf {
        let png = self.get("screenshot");
        let path = screenshots().join(format!(
            "{}{name}.png",
            if self.driver.kind == Kind::Firefox {
                "firefox-"
            } else {
                ""
            }
        ));
        let saved =
            fs::create_dir_all(screenshots()).and_then(|()| fs::write(&path, base64(png.as_str().unwrap_or_default())));
        saved.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        path
    }

    pub(super) fn picture_of_failure(&self) {
        let test = thread::current().name().unwrap_or("test").replace("::", "-");
        if self.driver.get("screenshot").is_ok() {
            let path = self.picture(&format!("failed-{test}"));
            let complaints = self.console().join("\n");
            eprintln!("At {}; picture: {}\n{complaints}", self.url(), path.display());
        }
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Value {
        self.driver
            .post(path, body)
            .unwrap_or_else(|refused| panic!("{refused}"))
    }

    fn get(&self, path: &str) -> Value {
        self.driver.get(path).unwrap_or_else(|refused| panic!("{refused}"))
    }

    /// The page sorts out likely elements; whether role and name really are so is the browser's own word.
    /// (ChromeDriver gives no such word for a frame of another site: there the page's must do.)
    fn matching(&self, outer: Option<&Element<'_>>, role: &str, name: &str) -> Vec<Element<'_>> {
        let scope = outer.map_or(Value::Null, Element::to_value);
        let found = self.script(include_str!("find.js"), &[json!(role), json!(name), scope]);
        let list = |key: &str| found.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let elements = |key: &str| {
            list(key)
                .into_iter()
                .filter_map(|value| Element::from_value(self, &value))
        };
        if self.in_frame.get() {
            let named = elements("likely").zip(list("names"));
            let right = named.filter(|(_, said)| said.as_str().is_some_and(|said| fits(name, said)));
            return right.map(|(element, _)| element).collect();
        }
        let right: Vec<_> = elements("likely").filter(|element| is(element, role, name)).collect();
        if right.is_empty() {
            elements("others").filter(|element| is(element, role, name)).collect()
        } else {
            right
        }
    }
}

fn is(element: &Element<'_>, role: &str, name: &str) -> bool {
    // Chromium says `image`, Firefox has no words of its own for drawings and what is in them.
    let same_role = |said: String| {
        let is_image = role == "img" && said == "image";
        said == role || is_image || (kind() == Kind::Firefox && role.starts_with("graphics-"))
    };
    element.try_get("computedlabel").is_some_and(|said| fits(name, &said))
        && element.try_get("computedrole").is_some_and(same_role)
}

/// Whether `name` fits `pattern`, in which a `*` at the start or the end stands for anything.
fn fits(pattern: &str, name: &str) -> bool {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), None) => name.ends_with(end),
        (None, Some(start)) => name.starts_with(start),
        (Some(_), Some(_)) => name.contains(pattern.trim_matches('*')),
        (None, None) => name == pattern,
    }
}

/// The bytes of base64 text.
fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut count) = (0_u32, 0);
    for digit in text
        .bytes()
        .filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte))
    {
        held = (held << 6 | u32::try_from(digit).unwrap_or_default()) & 0xFF_FFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.extend(u8::try_from(held >> count & 0xFF));
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        assert!(fits("VPC *", "VPC  lab") && fits("*lab", "VPC lab") && fits("*PC l*", "VPC lab") && fits("*", ""));
        assert!(!fits("VPC", "VPC lab") && !fits("*VPC", "VPC lab"));
    }

    #[test]
    fn base64_gives_its_bytes_back() {
        assert_eq!(base64("UmVhY2hsaWdodA=="), b"Reachlight");
        assert_eq!(base64("/+8="), [0xFF, 0xEF]);
    }
}
