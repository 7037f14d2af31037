//! The range of a Client VPN endpoint's clients stays what it is (CVPN-01).
//! AWS page: vpn/latest/clientvpn-admin/what-is-best-practices.html

use super::{Refusal, refuse};
use crate::reason::reasons;
use crate::topology::{ClientVpnEndpoint, ClientVpnEndpointId};

reasons! {
    RANGE_STAYS: "X_REFUSED" ["CVPN-01"] "The range of clients stays",
        "{at} keeps its range of clients for good. Make a new endpoint with the other range.",
        "vpn/latest/clientvpn-admin/what-is-best-practices.html";
}

pub(super) fn update(
    id: &ClientVpnEndpointId,
    before: &ClientVpnEndpoint,
    after: &ClientVpnEndpoint,
) -> Result<(), Refusal> {
    if before.client_cidr == after.client_cidr {
        return Ok(());
    }
    refuse(&RANGE_STAYS, id, Vec::new())
}
