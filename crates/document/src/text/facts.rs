//! An element in words and values, for those who only look.

use reach::id::Ref;
use reach::topology::{Element, Topology};

use super::form::{Attributes, Form};
use super::printer::Printer;

/// What the text form says of an element, defaults included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The words of attributes with their values.
    pub attributes: Vec<(&'static str, String)>,
    /// The lines beneath it.
    pub rows: Vec<String>,
}

/// The facts of an element that has no inspector of its own.
pub fn facts(topology: &Topology, of: &Ref) -> Option<Facts> {
    macro_rules! forms {
        ($($record:ident)*) => {
            match topology.get(of)? {
                $(Element::$record(id, record) => Some(of_form(&record, id.as_str(), topology)),)*
                _ => None,
            }
        };
    }
    forms!(EgressOnlyInternetGateway TransitGateway TransitGatewayAttachment TransitGatewayRouteTable
        DirectConnectGateway VirtualInterface ClientVpnEndpoint LoadBalancer EndpointService GatewayLoadBalancerEndpoint
        BlockPublicAccess RegionalNatGateway HostedZone ResolverEndpoint ResolverRule ResourcePolicy)
}

fn of_form<T: Form>(record: &T, id: &str, topology: &Topology) -> Facts {
    let mut printer = Printer::new(topology, None);
    let head = record.print_head(0, &printer).trim().to_owned();
    let mut attributes: Vec<_> = Some(("is", head))
        .filter(|(_, head)| !head.is_empty())
        .into_iter()
        .collect();
    let all = Attributes::values(record, &printer);
    attributes.extend(all.into_iter().map(|(word, value, _)| (word, value)));
    record.print_rows(id, 0, &mut printer);
    let rows = printer.finish();
    Facts {
        attributes,
        rows: rows.lines().map(str::to_owned).collect(),
    }
}
