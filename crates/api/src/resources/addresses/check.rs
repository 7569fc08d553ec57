//! Whether mail can be sent to addresses.

use axum::Json;
use axum::extract::State;
use domain::blocks::{BlockReason, BlockScope};
use flows::addresses::{self, Checked};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::{Input, SignedIn};
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::resources::shared::address_warning::TrialStage;
use crate::schema::{self, Moment};
use crate::state::Api;

/// Addresses to look at.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AddressesInput {
    /// As they were entered, at most 100.
    addresses: Vec<String>,
}

/// What is to be thought of an address.
#[derive(Serialize, ToSchema)]
pub(crate) struct CheckedAddress {
    /// As it was entered.
    input: String,
    /// The address as it is mailed, its domain in A-labels; null where it is none.
    address: Option<String>,
    /// `good`; `doubtful`: it is one, and probably not the one that was meant; `bad`: nothing can be sent to it;
    /// `unknown`: the name servers did not say.
    verdict: &'static str,
    /// Why it is none, in English.
    error: Option<String>,
    /// What takes mail for its domain: `mx`, `implicit-mx`; nothing does: `null-mx`, `no-mx-and-no-address`,
    /// `no-such-domain`; `unknown` and `not-asked`.
    mail_hosts: &'static str,
    /// What it was probably meant to be.
    suggestion: Option<String>,
    /// Whether it is a function's, as `post` or `info`.
    role: bool,
    /// Whether its domain gives out mailboxes for a few hours.
    disposable: bool,
    /// Why and since when it is written to no more; null while it is.
    blocked: Option<AddressBlock>,
}

/// A block of an address.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressBlock {
    /// Which mail it stops.
    #[schema(value_type = schema::BlockScope)]
    scope: BlockScope,
    /// Why.
    #[schema(value_type = schema::BlockReason)]
    reason: BlockReason,
    /// Since when.
    at: Moment,
    /// What its last mail came back as, one of the classes of docs/returns.md.
    class: Option<String>,
    /// The words of the host that refused it.
    words: String,
    /// How far its trial has come, while it is on trial: single mail goes there then; null where it is not.
    trial: Option<TrialStage>,
}

impl From<Checked> for CheckedAddress {
    fn from(checked: Checked) -> Self {
        let Checked { input, form, hosts, judgement, blocked } = checked;
        let blocked = blocked.and_then(|row| {
            let block = row.block?;
            Some(AddressBlock {
                scope: block.scope,
                reason: block.reason,
                at: block.at.into(),
                class: row.last_class.map(|class| class.as_str().to_owned()),
                words: row.last_words,
                trial: row.trial.as_ref().map(TrialStage::of),
            })
        });
        Self {
            input,
            address: form.address.as_ref().ok().map(ToString::to_string),
            verdict: judgement.as_str(),
            error: form.address.as_ref().err().map(ToString::to_string),
            mail_hosts: hosts.as_str(),
            suggestion: form.suggestion.as_ref().map(ToString::to_string),
            role: form.is_role,
            disposable: form.is_disposable,
            blocked,
        }
    }
}

/// Check addresses before mail is sent to them
///
/// What each says by itself, what DNS says of its domain, and whether it is blocked. Nothing is sent to any of them, and
/// name servers that do not answer make none of them bad.
#[utoipa::path(post, path = "/addresses/check", tag = "returns", request_body = AddressesInput,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<CheckedAddress>, description = "One row for each, in their order."), OfInput))]
pub(crate) async fn check_addresses(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(AddressesInput { addresses }): Input<AddressesInput>,
) -> Answer<Rows<CheckedAddress>> {
    let checked = addresses::check(api.office(), &signed_in.actor, addresses).await?;
    Ok(Json(Rows::of(checked, Into::into)))
}
