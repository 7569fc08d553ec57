//! Whether a mail is from whom it claims, in its timeline.

use domain::timeline::{AuthenticityTold, GatewayTold, SignatureTold, SpfTold};
use serde::Serialize;
use utoipa::ToSchema;

/// What DNS and its signatures say of who it is from, in the words of RFC 8601.
#[derive(Serialize, ToSchema)]
pub(crate) struct Authenticity {
    /// The author's domain; empty where it cannot be read.
    domain: String,
    /// DMARC: `pass`, `fail`, `none`, `temperror`, `permerror`; `unknown` where SPF alone could say.
    dmarc: String,
    /// Why, in one sentence.
    reason: String,
    /// What the domain wants done with mail that nothing vouches for: `none`, `quarantine`, `reject`.
    policy: Option<String>,
    /// SPF of the return path; null where the mail was fetched from another server.
    spf: Option<Spf>,
    /// The signatures (DKIM).
    dkim: Vec<Signature>,
    /// The chain of seals (ARC).
    arc: String,
    /// What the server that it was fetched from, or the gateway, says it found; null where it says nothing.
    server: Option<String>,
    /// The trusted server that it came in at; null where none stands before us.
    gateway: Option<Gateway>,
}

/// A trusted server that a stranger handed the mail to.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthenticityGateway)]
pub(crate) struct Gateway {
    /// As it calls itself; empty where it does not.
    name: String,
    /// The address that delivered to it; null where it does not say.
    client: Option<String>,
    /// Whether the verdict is its own: it saw the mail before it was changed on its way.
    believed: bool,
}

impl From<GatewayTold> for Gateway {
    fn from(GatewayTold { name, client, believed }: GatewayTold) -> Self {
        Self { name, client, believed }
    }
}

/// SPF of the return path.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthenticitySpf)]
pub(crate) struct Spf {
    /// The result.
    result: String,
    /// The domain of the return path.
    domain: String,
    /// Whether that domain belongs to the author's.
    aligned: bool,
    /// Why, in one sentence.
    reason: String,
}

/// One signature.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthenticitySignature)]
pub(crate) struct Signature {
    /// Who signed.
    domain: String,
    /// With which key.
    selector: String,
    /// The result.
    result: String,
    /// Whether the domain belongs to the author's.
    aligned: bool,
    /// Why, in one sentence.
    reason: String,
}

impl From<AuthenticityTold> for Authenticity {
    fn from(told: AuthenticityTold) -> Self {
        let AuthenticityTold { domain, dmarc, reason, policy, spf, dkim, arc, server, gateway } = told;
        let gateway = gateway.map(Into::into);
        let dkim = dkim.into_iter().map(Into::into).collect();
        Self { domain, dmarc, reason, policy, spf: spf.map(Into::into), dkim, arc, server, gateway }
    }
}

impl From<SpfTold> for Spf {
    fn from(SpfTold { result, domain, aligned, reason }: SpfTold) -> Self {
        Self { result, domain, aligned, reason }
    }
}

impl From<SignatureTold> for Signature {
    fn from(SignatureTold { domain, selector, result, aligned, reason }: SignatureTold) -> Self {
        Self { domain, selector, result, aligned, reason }
    }
}
