//! The registry of reasons: every code, its rule ids, its words and its AWS page.
//!
//! Each rule file declares its own [`Reason`]s with [`reasons!`]; [`all`] lists them. The words are templates: `{name}` is
//! filled from the facts of a [`crate::trace::Finding`], and nothing else in the engine contains a sentence.

#[cfg(test)]
mod registry;

/// One way in which a component decides.
#[derive(Debug, PartialEq, Eq)]
pub struct Reason {
    /// A code of `codes.md`, or a name in lower case for what lets the packet go on (which is never shown as a code).
    pub code: &'static str,
    /// The rules of the specification that say so, the deciding one first.
    pub rules: &'static [&'static str],
    /// A few words, as on a chip: "No route".
    pub title: &'static str,
    /// One or two sentences with `{places}`.
    pub words: &'static str,
    /// The AWS page, without `https://docs.aws.amazon.com/`.
    pub page: &'static str,
    /// Rests on what is commonly known, not on an AWS page (tag K of the specification).
    pub assumed: bool,
}

impl Reason {
    /// The code as users see it; `None` for a reason that stops nothing and has no code of AWS's.
    pub fn shown_code(&self) -> Option<&'static str> {
        self.code
            .starts_with(|first: char| first.is_ascii_uppercase())
            .then_some(self.code)
    }

    /// The whole address of the AWS page.
    pub fn address(&self) -> String {
        format!("https://docs.aws.amazon.com/{}", self.page)
    }

    /// True if this says that the program cannot know (DEC-26).
    pub fn is_unknown(&self) -> bool {
        UNKNOWN.contains(&self.code)
    }
}

/// The codes of the verdict `unknown` (DEC-26).
const UNKNOWN: [&str; 5] = [
    "UNSUPPORTED_COMPONENT",
    "UNKNOWN_RESOURCE",
    "UNKNOWN_DESTINATION",
    "UNKNOWN_PEERED_SGS",
    "TGW_RTB_ROUTES_ARE_UNKNOWN",
];

/// Declares the reasons of one rule file, and `REASONS`, the list of them.
macro_rules! reasons {
    ($(
        $(#[$doc:meta])*
        $name:ident: $code:literal $rules:tt $title:literal, $words:literal, $page:literal $(, $assumed:ident)?;
    )*) => {
        $(
            $(#[$doc])*
            pub(crate) static $name: $crate::reason::Reason = $crate::reason::Reason {
                code: $code,
                rules: &$rules,
                title: $title,
                words: $words,
                page: $page,
                assumed: $crate::reason::reasons!(@assumed $($assumed)?),
            };
        )*
        pub(crate) static REASONS: &[&$crate::reason::Reason] = &[$(&$name),*];
    };
    (@assumed) => { false };
    (@assumed assumed) => { true };
}
pub(crate) use reasons;

reasons! {
    /// The answer depends on something that this program does not model (DEC-26).
    NOT_MODELLED: "UNSUPPORTED_COMPONENT" ["DEC-26"] "Not modelled",
        "{target} is not modelled here, so this program cannot say whether the packets get through.",
        "vpc/latest/reachability/explanation-codes.html";
}

/// The lists of all rule files.
static LISTS: &[&[&Reason]] = &[
    REASONS,
    crate::issue::address::REASONS,
    crate::issue::association::REASONS,
    crate::issue::attachment::REASONS,
    crate::issue::block_public_access::REASONS,
    crate::issue::client_vpn::REASONS,
    crate::issue::client_vpn_rows::REASONS,
    crate::issue::defaults::REASONS,
    crate::issue::direct_connect::REASONS,
    crate::issue::direct_connect_association::REASONS,
    crate::issue::endpoint::REASONS,
    crate::issue::filter::REASONS,
    crate::issue::gateway::REASONS,
    crate::issue::gateway_table::REASONS,
    crate::issue::nat_gateway::REASONS,
    crate::issue::parent::REASONS,
    crate::issue::peering::REASONS,
    crate::issue::private_link::REASONS,
    crate::issue::region::REASONS,
    crate::issue::route::REASONS,
    crate::issue::subnet_range::REASONS,
    crate::issue::transit::REASONS,
    crate::issue::transit_route::REASONS,
    crate::issue::vpc_range::REASONS,
    crate::issue::vpn::REASONS,
    crate::issue::vpn_option::REASONS,
    crate::carriage::REASONS,
    crate::cost::REASONS,
    crate::cost::prices::REASONS,
    crate::flow_log::REASONS,
    crate::hop::REASONS,
    crate::hop::block_public_access::REASONS,
    crate::hop::client_vpn::REASONS,
    crate::hop::customer_gateway::REASONS,
    crate::hop::direct_connect_gateway::REASONS,
    crate::hop::direct_connect_gateway::out::REASONS,
    crate::hop::virtual_interface::REASONS,
    crate::hop::egress_only_internet_gateway::REASONS,
    crate::hop::endpoint_service::REASONS,
    crate::hop::gateway_endpoint::REASONS,
    crate::hop::gateway_load_balancer_endpoint::REASONS,
    crate::hop::gateway_route_table::REASONS,
    crate::hop::injected::REASONS,
    crate::hop::interface::REASONS,
    crate::hop::interface_endpoint::REASONS,
    crate::hop::internet::REASONS,
    crate::hop::internet_gateway::REASONS,
    crate::hop::load_balancer::REASONS,
    crate::hop::load_balancer::listener::REASONS,
    crate::hop::load_balancer::own::REASONS,
    crate::hop::local::REASONS,
    crate::hop::nat_gateway::REASONS,
    crate::hop::nat_instance::REASONS,
    crate::hop::peering::REASONS,
    crate::hop::regional_nat_gateway::REASONS,
    crate::hop::resolver_endpoint::REASONS,
    crate::hop::route_table::REASONS,
    crate::hop::route_table::because::REASONS,
    crate::hop::security_group::REASONS,
    crate::hop::service::REASONS,
    crate::service::REASONS,
    crate::hop::site::REASONS,
    crate::hop::subnet::REASONS,
    crate::hop::transit_gateway::REASONS,
    crate::hop::transit_gateway::attachment::REASONS,
    crate::hop::transit_gateway::because::REASONS,
    crate::hop::transit_gateway::into_vpc::REASONS,
    crate::hop::vpc_service::REASONS,
    crate::hop::vpn_connection::REASONS,
    crate::hop::vpn_gateway::REASONS,
    crate::hop::vpn_gateway::cloud_hub::REASONS,
    crate::operation::client_vpn::REASONS,
    crate::operation::delete::REASONS,
    crate::operation::endpoint::REASONS,
    crate::operation::group::REASONS,
    crate::operation::identity::REASONS,
    crate::operation::participant::REASONS,
    crate::operation::peering::REASONS,
    crate::operation::private_link::REASONS,
    crate::operation::route::REASONS,
    crate::operation::transit::REASONS,
    crate::operation::vpc::REASONS,
    crate::operation::vpn::REASONS,
    crate::dns::BESIDE_REASONS,
    crate::dns::REASONS,
    crate::network_acl::REASONS,
    crate::route::REASONS,
    crate::security_group::REASONS,
    crate::trace::REASONS,
    crate::transit_route::REASONS,
    crate::trace::ASSUMPTION_REASONS,
    crate::trace::CHOICE_REASONS,
    crate::trace::POLICY_REASONS,
    crate::walk::REASONS,
];

/// Every reason there is.
pub fn all() -> impl Iterator<Item = &'static Reason> {
    let fixes = crate::fix::REASONS.iter();
    LISTS
        .iter()
        .chain(fixes)
        .chain(crate::lint::REASONS)
        .flat_map(|list| list.iter().copied())
}
