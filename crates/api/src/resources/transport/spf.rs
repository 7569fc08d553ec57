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
}

impl From<SpfProposal> for SpfProposalAnswer {
    fn from(proposal: SpfProposal) -> Self {
        let (is_needed, is_known, terms) = match proposal {
            SpfProposal::Known(terms) => (true, true, terms),
            SpfProposal::NotNeeded => (false, true, Vec::new()),
            SpfProposal::Addresses(terms) => (true, false, terms),
        };
        Self { is_needed, is_known, terms: terms.join(" ") }
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
