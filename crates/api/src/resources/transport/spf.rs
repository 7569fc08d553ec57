//! What may be entered in SPF for a relay.

use axum::Json;
use axum::extract::State;
use flows::transport::SpfProposal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// The relay to propose terms for.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SpfProposalInput {
    /// Its name.
    host: String,
}

/// What may be entered for a relay.
#[derive(Serialize, ToSchema)]
pub(crate) struct SpfProposalAnswer {
    /// Whether anything goes into SPF for it. If not, its provider puts a return path of its own on each mail.
    is_needed: bool,
    /// Whether the terms are known, and count without being entered. If not, they are the addresses that its name has:
    /// whether it sends from them is its provider's to say.
    is_known: bool,
    /// The terms, with a space between each; empty where there are none.
    terms: String,
    /// What was found out, and why there is no term.
    found: SpfFound,
}

/// What was found out of a relay.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SpfFound {
    /// Its terms are known.
    Known,
    /// Nothing is needed.
    NotNeeded,
    /// Its name has these addresses.
    Addresses,
    /// It has addresses, none of them of the Internet.
    NotPublic,
    /// There is no such name in DNS.
    NoSuchName,
    /// The name has no address.
    NoAddress,
    /// DNS does not answer.
    Unanswered,
}

impl From<SpfProposal> for SpfProposalAnswer {
    fn from(proposal: SpfProposal) -> Self {
        let (found, terms) = match proposal {
            SpfProposal::Known(terms) => (SpfFound::Known, terms),
            SpfProposal::NotNeeded => (SpfFound::NotNeeded, Vec::new()),
            SpfProposal::Addresses(terms) => (SpfFound::Addresses, terms),
            SpfProposal::NotPublic => (SpfFound::NotPublic, Vec::new()),
            SpfProposal::NoSuchName => (SpfFound::NoSuchName, Vec::new()),
            SpfProposal::NoAddress => (SpfFound::NoAddress, Vec::new()),
            SpfProposal::Unanswered => (SpfFound::Unanswered, Vec::new()),
        };
        let is_needed = !matches!(found, SpfFound::NotNeeded);
        let is_known = matches!(found, SpfFound::Known | SpfFound::NotNeeded);
        Self { is_needed, is_known, terms: terms.join(" "), found }
    }
}

/// Propose what goes into SPF for a relay
///
/// What is known of its provider, else the addresses that its name has in DNS. Nothing is kept.
#[utoipa::path(post, path = "/transport/spf", tag = "transport", request_body = SpfProposalInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = SpfProposalAnswer, description = "The terms; perhaps none."), OfInput))]
pub(crate) async fn propose_spf(
    State(api): State<Api>,
    May(_actor, _): May<rights::Mailboxes>,
    Input(input): Input<SpfProposalInput>,
) -> Answer<SpfProposalAnswer> {
    Ok(Json(flows::transport::propose_spf(api.office(), &input.host).await?.into()))
}
