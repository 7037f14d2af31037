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
    CloudFormation,
}

impl Format {
    /// Whether there is an importer for it.
    pub(crate) const fn is_read(self) -> bool {
        matches!(self, Format::Aws | Format::TerraformState | Format::RawTerraformState)
    }

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Format::Aws => "AWS JSON",
            Format::TerraformPlan => "a Terraform plan",
            Format::TerraformState | Format::RawTerraformState => "a Terraform state",
            Format::CloudFormation => "a CloudFormation template",
        }
    }
}

pub(crate) fn of(document: Value<'_>) -> Format {
    let members = document.members();
    let has = |key: &str| members.iter().any(|(known, _)| known == key);
    let is_object = |key: &str| members.iter().any(|(known, value)| known == key && value.is_object());
    if has("format_version") && has("planned_values") {
        Format::TerraformPlan
    } else if has("format_version") && has("values") || has("format_version") && has("terraform_version") {
        Format::TerraformState
    } else if has("lineage") && has("serial") || has("terraform_version") && (has("resources") || has("modules")) {
        Format::RawTerraformState
    } else if has("AWSTemplateFormatVersion") || is_object("Resources") {
        Format::CloudFormation
    } else {
        Format::Aws
    }
}
