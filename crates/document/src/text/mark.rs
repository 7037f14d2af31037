//! `main` and `default`: a table, group or ACL that is its VPC's own.

use reach::id::{Id, Kind, Record};

use super::Error;
use super::scope::{Mark, Scope};

/// Makes the element its VPC's own.
pub(crate) fn apply(scope: &mut Scope, mark: &Mark) -> Result<(), Error> {
    let Some(vpc) = scope.topology.vpcs.get_mut(&mark.vpc) else {
        return Err(Error::new(mark.line, 1, "this mark needs a VPC around it"));
    };
    match mark.element.kind {
        Kind::RouteTable => set(&mut vpc.main_route_table, mark),
        Kind::SecurityGroup => set(&mut vpc.default_security_group, mark),
        _ => set(&mut vpc.default_network_acl, mark),
    }
}

fn set<T: Record>(own: &mut Option<Id<T>>, mark: &Mark) -> Result<(), Error> {
    let id = mark.element.to_id();
    if let Some(known) = own.as_ref().filter(|known| id.as_ref() != Some(*known)) {
        let problem = format!("the VPC has another {} of its own already: `{known}`", T::KIND.title());
        return Err(Error::new(mark.line, 1, problem).fix("Leave the mark at one of the two"));
    }
    *own = id;
    Ok(())
}
