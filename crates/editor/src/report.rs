//! The report as one page of HTML with its picture: to read, to print, to send. It has no script and fetches nothing.

use document::Document;
use document::export::escape_xml;
use document::export::report::{FlowReport, Report};
use reach::explain::HopText;

use crate::scene::Scene;
use crate::svg::{self, Theme};

/// The page; its picture carries the diagram, so the page opens like a diagram, too.
pub fn html(document: &Document, scene: &Scene) -> String {
    let report = Report::of(document);
    let title = escape_xml(&report.title);
    let mut page = Page(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<figure>\n{}</figure>\n",
        svg::picture(document, scene, Theme::Light)
    ));
    page.put("<h2>Problems</h2>\n");
    if report.problems.is_empty() {
        page.element("p", "No problems found in the network.");
    } else {
        let lines = report.problems.iter();
        page.list("ul", lines.map(|problem| (problem.level.word(), problem.text.as_str())));
    }
    page.put("<h2>Watched flows</h2>\n");
    if report.flows.is_empty() {
        page.element("p", "No flow is watched.");
    }
    for flow in &report.flows {
        page.flow(flow);
    }
    page.put("</main>\n</body>\n</html>\n");
    page.0
}

const STYLE: &str = "body{margin:0;font:15px/1.5 system-ui,sans-serif;color:#111827;background:#fff}main{max-width:64rem;margin:0 auto;padding:2rem 1.25rem}\
h1{font-size:1.6rem}h2{margin-top:2.5rem;font-size:1.2rem}h3{margin:2rem 0 .25rem;font-size:1.05rem}h4{margin:1rem 0 0;font-size:.9rem}\
figure{margin:1.5rem 0}svg{max-width:100%;height:auto}.verdict{font-weight:600;margin:.25rem 0}ol,ul{margin:.25rem 0;padding-left:1.5rem}\
@media print{main{max-width:none;padding:0}section{break-inside:avoid}h2,h3,h4{break-after:avoid}}";

struct Page(String);

impl Page {
    fn put(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    fn element(&mut self, name: &str, words: &str) {
        self.0.push_str(&format!("<{name}>{}</{name}>\n", escape_xml(words)));
    }

    fn list<'a>(&mut self, name: &str, lines: impl Iterator<Item = (&'a str, &'a str)>) {
        self.0.push_str(&format!("<{name}>\n"));
        for (what, text) in lines {
            let (what, text) = (escape_xml(what), escape_xml(text));
            self.0.push_str(&format!("<li><strong>{what}</strong>: {text}</li>\n"));
        }
        self.0.push_str(&format!("</{name}>\n"));
    }

    fn flow(&mut self, flow: &FlowReport) {
        self.put("<section>\n");
        self.element("h3", &flow.asked);
        self.0
            .push_str(&format!("<p class=\"verdict\">{}</p>\n", escape_xml(&flow.verdict)));
        self.element("p", &flow.summary);
        if let Some((expected, holds)) = &flow.expected {
            let mark = if *holds { "✓ as" } else { "✕ not as" };
            self.element("p", &format!("{mark} expected: {expected}"));
        }
        self.steps("What stops it", "ul", &flow.blockers);
        self.steps("Forward", "ol", &flow.forward);
        self.steps("Return", "ol", &flow.reply);
        if !flow.remarks.is_empty() {
            self.element("h4", "Worth knowing");
        }
        for remark in &flow.remarks {
            self.element("p", remark);
        }
        self.put("</section>\n");
    }

    fn steps(&mut self, title: &str, list: &str, steps: &[HopText]) {
        if steps.is_empty() {
            return;
        }
        self.element("h4", title);
        let heads: Vec<String> = steps
            .iter()
            .map(|step| format!("{}, {}", step.chip, step.title))
            .collect();
        let texts = steps.iter().map(|step| step.text.as_str());
        self.list(list, heads.iter().map(String::as_str).zip(texts));
    }
}
