//! Names of the ends of a flow, for the page's own sentences.

use reach::explain::Names;
use reach::question::End;
use reach::topology::Topology;

/// "app-1", "S3", "the internet".
pub fn end(topology: &Topology, end: &End) -> String {
    match end {
        End::Element(of) => topology.name(of).to_string(),
        End::Address(address) | End::Injected { address, .. } => address.to_string(),
        End::Internet => "the internet".to_owned(),
        End::Site { site, host } => host.as_deref().unwrap_or(site.as_str()).to_owned(),
        End::Service { name, .. } => service(name),
    }
}

/// AWS writes the names of its oldest services its own way.
fn service(name: &str) -> String {
    match name {
        "dynamodb" => "DynamoDB".to_owned(),
        _ => name.to_ascii_uppercase(),
    }
}
