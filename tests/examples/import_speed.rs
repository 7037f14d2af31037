//! `cargo run -p tests --example import_speed -- 50`: how long the built page takes to import an account of so many VPCs, 200
//! interfaces each, beside what the browser's own JSON takes.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program for the terminal")]

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use tests::browser::{DESKTOP, Page, Scratch, visit_site};
use xtask::{server::Server, site};

/// Reads the answers, and has the importer do it several times, as somebody else may be using the machine.
const IMPORT: &str = "
    const bytes = await (await fetch('./account.json')).arrayBuffer();
    const text = new TextDecoder().decode(bytes);
    const account = window.account = new File([bytes], 'account.json');
    const began = performance.now(), worker = new Worker('./importer.js', { type: 'module' });
    const heard = (start) => new Promise((resolve) => {
        worker.onmessage = ({ data }) => data[0].startsWith(start) && resolve(performance.now());
    });
    const here = (await heard('\"Ready\"')) - began;
    const json = [], read = [], all = [];
    for (let turn = 0; turn < 6; turn += 1) {
        let before = performance.now();
        JSON.parse(text);
        json.push(performance.now() - before);
        before = performance.now();
        worker.postMessage([[['account.json', account, false]], []]);
        read.push((await heard('{\"Step\":\"Building\"}')) - before);
        all.push((await heard('{\"Read\"')) - before);
    }
    worker.terminate();
    return [bytes.byteLength, here, ...[json, read, all].map((times) => Math.min(...times))];";

/// Lets the account fall on the page, and waits until the page has had time to draw it.
const DROP: &str = "
    const tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    const files = new DataTransfer(), began = performance.now();
    files.items.add(window.account);
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
    while (!document.querySelector('[aria-label=\"Import report\"], .banner')) await new Promise((next) => setTimeout(next, 50));
    const shown = performance.now() - began;
    await new Promise((next) => setTimeout(next, 200));
    return [shown, Math.max(0, ...tasks)];";

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
    // Longer than a driver waits for a script.
    let numbers = |script: &str| -> Vec<f64> {
        page.script(
            &format!("delete window.found; (async () => {{ {script} }})().then((found) => (window.found = found))"),
            &[],
        );
        loop {
            if let Some(numbers) = page.script("return window.found ?? null", &[]).as_array() {
                return numbers.iter().filter_map(serde_json::Value::as_f64).collect();
            }
            sleep(Duration::from_millis(200));
        }
    };
    if let [size, here, json, read, all] = numbers(IMPORT)[..] {
        println!(
            "{:.1} MB; JSON.parse {json:.0} ms; the importer is here after {here:.0} ms",
            size / 1e6
        );
        println!(
            "read in {read:.0} ms, made a network in {:.0} ms: {:.1} times JSON.parse",
            all - read,
            all / json
        );
    }
    if let [shown, longest] = numbers(DROP)[..] {
        println!("on the page after {shown:.0} ms; its longest task {longest:.0} ms");
    }
}
