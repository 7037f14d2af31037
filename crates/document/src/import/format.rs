//! Whose JSON a document is, by the keys at its top.

use super::json::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Answers of `aws` commands, in whatever wrapping: what is nothing else.
    Aws,
    /// `terraform show -json` of a plan.
    TerraformPlan,
    /// `terraform show -json` of a state.
    TerraformState,
    /// `terraform.tfstate` itself.
    RawTerraformState,
    /// A state of Terraform 0.11 or older.
    OldTerraformState,
    /// A form that Terraform may write one day.
    NewTerraform,
    CloudFormation,
}

impl Format {
    /// Whether there is an importer for it.
    pub(crate) const fn is_read(self) -> bool {
        !matches!(self, Format::OldTerraformState | Format::NewTerraform)
    }

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Format::Aws => "AWS JSON",
            Format::TerraformPlan => "a Terraform plan",
            Format::TerraformState | Format::RawTerraformState => "a Terraform state",
            Format::OldTerraformState => "a state of Terraform 0.11 or older",
            Format::NewTerraform => "Terraform's JSON in a form that is newer than this program",
            Format::CloudFormation => "a CloudFormation template",
        }
    }

    /// What to do where there is no importer.
    pub(crate) const fn fix(self) -> &'static str {
        match self {
            Format::OldTerraformState => {
                "Run `terraform refresh` with Terraform 0.12 or later, then `terraform show -json`"
            }
            Format::NewTerraform => "Give the output of `terraform show -json` of Terraform 1",
            _ => "Give the answers of aws commands: `reachlight collect` writes a script for them",
        }
    }
}

pub(crate) fn of(document: Value<'_>) -> Format {
    let members = document.members();
    let has = |key: &str| members.iter().any(|(known, _)| known == key);
    let is_object = |key: &str| members.iter().any(|(known, value)| known == key && value.is_object());
    let text = |key: &str| {
        members
            .iter()
            .find(|(known, _)| known == key)
            .and_then(|(_, value)| value.to_text())
    };
    let is_terraform = has("format_version") && (has("planned_values") || has("values") || has("terraform_version"));
    let is_known = |version: &str| version.starts_with("0.") || version.starts_with("1.");
    if is_terraform && text("format_version").is_some_and(|version| !is_known(&version)) {
        Format::NewTerraform
    } else if has("lineage") && has("modules") && !has("resources") || has("modules") && has("terraform_version") {
        Format::OldTerraformState
    } else if has("format_version") && has("planned_values") {
        Format::TerraformPlan
    } else if has("format_version") && has("values") || has("format_version") && has("terraform_version") {
        Format::TerraformState
    } else if has("lineage") && has("serial") || has("terraform_version") && (has("resources") || has("modules")) {
        Format::RawTerraformState
    } else if has("AWSTemplateFormatVersion") || is_object("Resources") || has("TemplateBody") {
        Format::CloudFormation
    } else {
        Format::Aws
    }
}

/// Whether a text is made of Terraform's own blocks.
pub(crate) fn is_terraform_source(text: &str) -> bool {
    const BLOCKS: [&str; 7] = [
        "resource \"",
        "data \"",
        "provider \"",
        "module \"",
        "variable \"",
        "terraform {",
        "locals {",
    ];
    !text.starts_with(['{', '['])
        && text
            .lines()
            .any(|line| BLOCKS.iter().any(|block| line.starts_with(block)))
}
