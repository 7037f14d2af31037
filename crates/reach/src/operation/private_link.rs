//! Who may create an endpoint for a provider's service, where, and what follows: the provider accepts or rejects (PL-02 to
//! PL-04, PL-10). AWS page: vpc/latest/privatelink/create-endpoint-service.html

use std::rc::Rc;

use super::{Refusal, refuse};
use crate::hop::gateway_endpoint::state_word;
use crate::id::Ref;
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{
    EndpointService, EndpointServiceId, EndpointState, GatewayLoadBalancerEndpoint, GatewayLoadBalancerEndpointId,
    InterfaceEndpoint, InterfaceEndpointId, LoadBalancer, LoadBalancerKind, SubnetId, Topology, VpcId,
};
use crate::trace::Fact;

reasons! {
    NOT_ALLOWED: "X_PRINCIPAL_NOT_ALLOWED" ["PL-02"] "Not an allowed principal",
        "{at} cannot be created: the account of {vpc} is not among the principals that {service} allows. Its provider can add it.",
        "vpc/latest/privatelink/configure-endpoint-service.html";

    NOT_IN_ZONE: "VPCE_SERVICE_NOT_INSTALLED_IN_AZ" ["PL-04"] "The service is not in this Availability Zone",
        "{at} cannot be in {subnet}: {service} has no load balancer in {zone}.",
        "vpc/latest/privatelink/create-endpoint-service.html";

    NOT_IN_REGION: "X_REFUSED" ["PL-10"] "The service is not offered in this Region",
        "{at} cannot be created: {service} is in {region}, and its provider does not offer it in the Region of {vpc}.",
        "vpc/latest/privatelink/privatelink-share-your-services.html";

    ONE_ZONE_ONLY: "X_REFUSED" ["PL-10"] "One Availability Zone is not enough",
        "{at} cannot be created: to be used from other Regions, {service} must have load balancers in at least two Availability Zones.",
        "vpc/latest/privatelink/privatelink-share-your-services.html";

    NOT_FROM_THIS_ZONE: "X_REFUSED" ["PL-10"] "Not from this Availability Zone",
        "{at} cannot be in {subnet}: from {zone} services of other Regions cannot be used.",
        "vpc/latest/privatelink/privatelink-share-your-services.html";

    NOT_THIS_STATE: "X_REFUSED" ["PL-03"] "Not possible in this state",
        "{at} is {state} and cannot become {other}: a request is accepted or rejected once, and one that is over stays so. Create a new endpoint.",
        "vpc/latest/privatelink/concepts.html";
}

/// By their ids: use1-az3, usw1-az2, apne1-az3, apne2-az2 and apne2-az4.
const NOT_FROM: [&str; 5] = ["use1-az3", "usw1-az2", "apne1-az3", "apne2-az2", "apne2-az4"];

pub(super) fn interface(
    id: &InterfaceEndpointId,
    before: Option<&InterfaceEndpoint>,
    after: &mut InterfaceEndpoint,
    topology: &Topology,
) -> Result<(), Refusal> {
    let Some(service) = after.provider.clone() else {
        return Ok(());
    };
    let before = before.filter(|before| before.provider.as_ref() == Some(&service));
    let asks = Asks {
        at: Ref::from(id),
        vpc: &after.vpc,
        service: &service,
        kind: LoadBalancerKind::Network,
        topology,
    };
    let had =
        |subnet: &SubnetId| before.is_some_and(|before| before.subnets.iter().any(|place| place.subnet == *subnet));
    let subnets = after.subnets.iter().map(|place| &place.subnet);
    let added: Vec<&SubnetId> = subnets.filter(|subnet| !had(subnet)).collect();
    after.state = asks.judge(before.map(|before| before.state), after.state, &added)?;
    Ok(())
}

pub(super) fn gateway(
    id: &GatewayLoadBalancerEndpointId,
    before: Option<&GatewayLoadBalancerEndpoint>,
    after: &mut GatewayLoadBalancerEndpoint,
    topology: &Topology,
) -> Result<(), Refusal> {
    let Some(subnet) = topology.subnets.get(&after.subnet) else {
        return Ok(());
    };
    let before = before.filter(|before| before.service == after.service && before.subnet == after.subnet);
    let asks = Asks {
        at: Ref::from(id),
        vpc: &subnet.vpc,
        service: &after.service,
        kind: LoadBalancerKind::Gateway,
        topology,
    };
    let added: Vec<&SubnetId> = before.is_none().then_some(&after.subnet).into_iter().collect();
    after.state = asks.judge(before.map(|before| before.state), after.state, &added)?;
    Ok(())
}

/// A consumer's VPC asks for a service.
struct Asks<'a> {
    at: Ref,
    vpc: &'a VpcId,
    service: &'a EndpointServiceId,
    kind: LoadBalancerKind,
    topology: &'a Topology,
}

impl Asks<'_> {
    /// The state that the endpoint gets.
    fn judge(
        &self,
        before: Option<EndpointState>,
        after: EndpointState,
        added: &[&SubnetId],
    ) -> Result<EndpointState, Refusal> {
        let Some(service) = self.topology.endpoint_services.get(self.service) else {
            return Ok(after);
        };
        if before.is_none() {
            self.is_allowed(service)?;
        }
        let asks_anew = before.is_none() || !added.is_empty();
        if asks_anew {
            self.is_installed(service, added)?;
        }
        match before {
            Some(before) => self.may_become(before, after),
            None if service.acceptance_required && after == EndpointState::Available => {
                return Ok(EndpointState::PendingAcceptance);
            }
            None => Ok(()),
        }?;
        Ok(after)
    }

    fn balancers<'a>(&'a self, service: &'a EndpointService) -> impl Iterator<Item = &'a LoadBalancer> {
        let records = service.load_balancers.iter();
        let records = records.filter_map(|id| self.topology.load_balancers.get(id));
        records.filter(|balancer| balancer.kind == self.kind)
    }

    /// The provider's own account needs no permission.
    fn is_allowed(&self, service: &EndpointService) -> Result<(), Refusal> {
        let account = |vpc: &VpcId| self.topology.vpcs.get(vpc).and_then(|vpc| vpc.account.clone());
        let own = account(self.vpc);
        let owner = self
            .balancers(service)
            .next()
            .and_then(|balancer| account(&balancer.vpc));
        let names = |principal: &Rc<str>| own.as_deref().is_some_and(|own| names(principal, own));
        if own == owner || service.principals.iter().any(names) || service.principals.contains("*") {
            return Ok(());
        }
        refuse(&NOT_ALLOWED, self.at.clone(), self.facts())
    }

    fn is_installed(&self, service: &EndpointService, added: &[&SubnetId]) -> Result<(), Refusal> {
        let region = |vpc: &VpcId| self.topology.vpcs.get(vpc).map(|vpc| Rc::clone(&vpc.region));
        let (own, far) = (
            region(self.vpc),
            self.balancers(service).next().and_then(|of| region(&of.vpc)),
        );
        let zone_of = |subnet: &SubnetId| self.topology.subnets.get(subnet).map(|subnet| Rc::clone(&subnet.zone));
        let places = || self.balancers(service).flat_map(|balancer| &balancer.subnets);
        let mut zones: Vec<Rc<str>> = Vec::new();
        for zone in places().filter_map(|place| zone_of(&place.subnet)) {
            if !zones.contains(&zone) {
                zones.push(zone);
            }
        }
        if let Some(far) = far.filter(|far| Some(far) != own.as_ref()) {
            return self.across_regions(service, own.as_deref(), far, zones.len(), added);
        }
        for subnet in added {
            if let Some(zone) = zone_of(subnet).filter(|zone| !zones.contains(zone)) {
                return refuse(&NOT_IN_ZONE, self.at.clone(), self.in_zone(subnet, zone));
            }
        }
        Ok(())
    }

    fn across_regions(
        &self,
        service: &EndpointService,
        own: Option<&str>,
        far: Rc<str>,
        zones: usize,
        added: &[&SubnetId],
    ) -> Result<(), Refusal> {
        if !own.is_some_and(|own| service.regions.contains(own)) {
            let mut facts = self.facts();
            facts.push(("region", Fact::Text(far)));
            return refuse(&NOT_IN_REGION, self.at.clone(), facts);
        }
        if zones < 2 {
            return refuse(&ONE_ZONE_ONLY, self.at.clone(), self.facts());
        }
        for subnet in added {
            let zone = self.topology.subnets.get(subnet).map(|subnet| Rc::clone(&subnet.zone));
            if let Some(zone) = zone.filter(|zone| NOT_FROM.contains(&&**zone)) {
                return refuse(&NOT_FROM_THIS_ZONE, self.at.clone(), self.in_zone(subnet, zone));
            }
        }
        Ok(())
    }

    /// PL-03: accepted or rejected while it waits; rejected later, too; what is over stays over.
    fn may_become(&self, before: EndpointState, after: EndpointState) -> Result<(), Refusal> {
        use EndpointState::{Available, Deleted, Deleting, Failed, Pending, PendingAcceptance, Rejected};
        let is_fine = match (before, after) {
            (_, Deleting | Deleted) => true,
            (PendingAcceptance, _) | (Pending, Available | Rejected | Failed) | (Available, Rejected) => true,
            (before, after) => before == after,
        };
        if is_fine {
            return Ok(());
        }
        let word = |state| Fact::Text(state_word(state).into());
        refuse(
            &NOT_THIS_STATE,
            self.at.clone(),
            vec![("state", word(before)), ("other", word(after))],
        )
    }

    fn facts(&self) -> crate::resolve::Facts {
        vec![("service", element(self.service)), ("vpc", element(self.vpc))]
    }

    fn in_zone(&self, subnet: &SubnetId, zone: Rc<str>) -> crate::resolve::Facts {
        let mut facts = self.facts();
        facts.extend([("subnet", element(subnet)), ("zone", Fact::Text(zone))]);
        facts
    }
}

/// An account by its number, or any user or role of it: who of them asks is not known here.
fn names(principal: &str, account: &str) -> bool {
    principal == account || principal.split(':').any(|part| part == account)
}
