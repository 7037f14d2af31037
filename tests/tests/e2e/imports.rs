//! Other programs' files on the page: a diagram of its own and a report on it, whatever is in them.

use std::fs;
use std::path::Path;

use serde_json::json;
use tests::browser::Page;

use crate::steps::{drawing, drop_files, hear, on_desktop, run_by_keys, title, wait_for_title};

const LAB: &str = "S3 from a private subnet";
const IMPORTED: &str = "Imported network";

fn content(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("imports").join(path);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// How often the importer was asked for.
fn importers(page: &Page) -> u64 {
    let script =
        "return performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('importer.js')).length";
    page.script(script, &[]).as_u64().unwrap_or_default()
}

/// What the report says, once it is there.
fn report(page: &Page) -> String {
    page.role("dialog", "Import report").text()
}

fn drop_one(page: &Page, name: &str, content: &[u8]) {
    drop_files(page, &[(name, content)]);
}

#[test]
fn answers_of_aws_become_a_diagram_and_a_report() {
    let names = [
        "describe-vpcs",
        "describe-subnets",
        "describe-route-tables",
        "describe-security-groups",
        "describe-internet-gateways",
        "describe-network-interfaces",
    ];
    let files: Vec<(String, Vec<u8>)> = names
        .iter()
        .map(|name| (format!("{name}.json"), content(&format!("aws/s3-lab/{name}.json"))))
        .collect();
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    on_desktop("", |page| {
        assert_eq!(importers(page), 0);
        drop_files(page, &files);
        let said = report(page);
        assert!(
            said.contains("describe-subnets.json") && said.contains("2 subnets"),
            "{said}"
        );
        assert!(said.contains("there are no network ACLs in the input"), "{said}");
        assert_eq!(title(page), IMPORTED);
        page.press("Escape");
        page.wait_until_gone("dialog", "*");
        let drawn = drawing(page).join("\n");
        assert!(drawn.contains("app-vpc") && drawn.contains("Instance app-1"), "{drawn}");
        page.role("button", "Import report").click();
        page.wait_for("dialog", "Import report");
        page.role_in(&page.role("dialog", "Import report"), "button", "Close")
            .click();
        run_by_keys(page, "show the import report");
        page.wait_for("dialog", "Import report");
    });
}

/// Chooses a file of this content in the browser's own dialog, which no driver can use.
fn choose(page: &Page, name: &str, content: &[u8]) {
    let script = "
        const [name, content] = arguments, click = HTMLInputElement.prototype.click;
        HTMLInputElement.prototype.click = function () {
            if (this.type !== 'file') return click.call(this);
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(content)], name));
            this.files = files.files;
            this.dispatchEvent(new Event('change'));
        }";
    page.script(script, &[json!(name), json!(content)]);
    page.role("button", "Diagrams").click();
    page.role_in(&page.role("dialog", "Diagrams"), "button", "Open files*")
        .click();
}

#[test]
fn a_terraform_plan_is_chosen_like_any_file() {
    on_desktop("", |page| {
        choose(page, "plan.json", &content("terraform/plan/plan.json"));
        let said = report(page);
        assert!(said.contains("the plan does not say which of these it is"), "{said}");
        let before_search = said.lines().count();
        page.role("textbox", "Find in the report").fill("aws_nat_gateway");
        page.until("fewer lines", || {
            let said = report(page);
            (said.lines().count() < before_search && said.contains("aws_nat_gateway.app")).then_some(())
        });
        assert_eq!(title(page), IMPORTED);
    });
}

#[test]
fn a_template_asks_for_its_values() {
    let template = content("cloudformation/odd/odd.yaml");
    on_desktop("", |page| {
        drop_one(page, "odd.yaml", &template);
        let form = page.role("dialog", "Values for the template");
        assert!(form.text().contains("The range that may come in"), "{}", form.text());
        page.role_in(&form, "textbox", "Where").fill("10.0.0.0/8");
        page.press("Enter");
        page.wait_for("dialog", "Import report");
        page.press("Escape");
        // It is there only if the value is this one.
        page.wait_for("graphics-object", "Subnet Second*");
    });
}

#[test]
fn a_template_opens_without_values_too() {
    on_desktop("", |page| {
        drop_one(page, "odd.yaml", &content("cloudformation/odd/odd.yaml"));
        page.role("button", "Import without them").click();
        page.wait_for("dialog", "Import report");
        assert_eq!(title(page), IMPORTED);
    });
}

#[test]
fn an_import_can_be_cancelled() {
    on_desktop("", |page| {
        // The importer never hears what to do.
        page.script("Worker.prototype.postMessage = () => {}", &[]);
        drop_one(page, "vpcs.json", &content("aws/s3-lab/describe-vpcs.json"));
        page.wait_for("dialog", "Reading files");
        page.role("button", "Cancel").click();
        page.wait_until_gone("dialog", "*");
        hear(page, "Cancelled. Nothing was changed.");
        assert_eq!(title(page), LAB);
    });
}

#[test]
fn a_broken_file_says_where_and_leaves_the_diagram() {
    on_desktop("", |page| {
        drop_one(
            page,
            "vpcs.json",
            b"{\"Vpcs\": [\n {\"VpcId\": \"vpc-1\", \"CidrBlock\": ",
        );
        page.wait_for_text("vpcs.json could not be opened.");
        page.wait_for_text("vpcs.json:2:");
        assert_eq!(title(page), LAB);
        // One of several that is broken does not take the others away.
        let vpcs = content("aws/s3-lab/describe-vpcs.json");
        drop_files(page, &[("broken.json", b"{\"Subnets\": [}"), ("vpcs.json", &vpcs)]);
        let said = report(page);
        assert!(said.contains("Not read") && said.contains("broken.json:1:14"), "{said}");
        wait_for_title(page, IMPORTED);
    });
}

#[test]
fn an_importer_that_does_not_come_is_said() {
    on_desktop("", |page| {
        let elsewhere = "const Other = Worker;
            window.Worker = class extends Other { constructor(_, options) { super('./nowhere.js', options); } }";
        page.script(elsewhere, &[]);
        drop_one(page, "vpcs.json", &content("aws/s3-lab/describe-vpcs.json"));
        page.wait_for_text("The files could not be read.");
        page.wait_for_text("Your diagram is as it was.");
        assert_eq!(title(page), LAB);
        // The console names the failure, as it should here.
        page.console();
    });
}
