//! `cargo run -p tests --example import_speed -- 50`: how long the built page takes to import an account of so many VPCs, 200
//! interfaces each, beside what the browser's own JSON takes.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program for the terminal")]

use std::fs;
use std::time::{Duration, Instant};

use tests::browser::{DESKTOP, Page, Scratch, visit_site};
use xtask::{server::Server, site};

/// Reads the answers, measures, and lets them fall on the page.
const DROP: &str = "
    const bytes = await (await fetch('./account.json')).arrayBuffer();
    const text = new TextDecoder().decode(bytes);
    const parses = [];
    for (let turn = 0; turn < 3; turn += 1) {
        const before = performance.now();
        JSON.parse(text);
        parses.push(performance.now() - before);
    }
    window.seen = { size: bytes.byteLength, json: Math.min(...parses), tasks: [] };
    new PerformanceObserver((list) => window.seen.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    const ask = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (job) {
        window.seen.asked = performance.now();
        this.addEventListener('message', ({ data }) => {
            if (data[0].startsWith('{\"Read\"')) window.seen.answered = performance.now();
            if (data[0] === '{\"Step\":\"Building\"}') window.seen.read = performance.now();
        });
        return ask.call(this, job);
    };
    const files = new DataTransfer();
    files.items.add(new File([bytes], 'account.json'));
    window.seen.dropped = performance.now();
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));";

fn main() {
    let vpcs = std::env::args().nth(1).and_then(|number| number.parse().ok());
    let folder = Scratch::new();
    for file in fs::read_dir(site::folder()).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
    }
    fs::write(
        folder.path().join("account.json"),
        tests::large::account(vpcs.unwrap_or(50)),
    )
    .unwrap();
    let server = Server::start(folder.path(), "/", 0).unwrap();
    visit_site(&server.url(), DESKTOP, "", measure);
}

fn measure(page: &Page) {
    page.wait_for("graphics-document", "*");
    page.script(&format!("return (async () => {{ {DROP} }})()"), &[]);
    let seen = |what: &str| {
        let found = page.script("return window.seen[arguments[0]] ?? null", &[what.into()]);
        found.as_f64()
    };
    let began = Instant::now();
    while seen("answered").is_none() && began.elapsed() < Duration::from_secs(300) {
        std::thread::sleep(Duration::from_millis(100));
    }
    let [size, json, dropped, asked, read, answered] =
        ["size", "json", "dropped", "asked", "read", "answered"].map(|what| seen(what).unwrap_or_default());
    println!("{:.1} MB; JSON.parse {json:.0} ms", size / 1e6);
    println!("importer here after {:.0} ms", asked - dropped);
    println!(
        "read in {:.0} ms, network in {:.0} ms more",
        read - asked,
        answered - read
    );
    println!("in all {:.1} times JSON.parse", (answered - asked) / json);
    let shown = page.script(
        "return document.querySelector('[aria-label=\"Import report\"]') ? performance.now() : null",
        &[],
    );
    println!(
        "shown {:.0} ms after that",
        shown.as_f64().unwrap_or_default() - answered
    );
    let longest = page.script("return Math.max(0, ...window.seen.tasks)", &[]);
    println!(
        "longest task of the page {:.0} ms",
        longest.as_f64().unwrap_or_default()
    );
}
