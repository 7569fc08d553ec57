//! What can be done about a message that did not arrive: try it again, or write it to another address.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::compose::{self, Correction};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::super::addresses::Remarked;
use super::ByMessage;
use super::take_back::DraftPlace;
use crate::extract::{Ids, Input};
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfOne, OfOneInput};
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Try a failed message again
///
/// The recipients whom it did not reach, with their attempts counted from zero; of an entry that tells of one of them, that
/// one alone.
#[utoipa::path(post, path = "/cases/{id}/messages/{mid}/send-again", tag = "cases", params(ByMessage),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "It is due."), OfOne))]
pub(crate) async fn send_message_again(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((id, mid)): Ids<(CaseKey, MessageKey)>,
) -> Result<StatusCode, Refusal> {
    compose::send_again(api.office(), &actor, id.into(), mid.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The address that a message should have been sent to.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CorrectionInput {
    /// The right address; those whom the message did not reach when left out.
    address: Option<String>,
    /// Whether whoever was not reached has it from then on: in the case, on the card of the person, and in all later answers.
    #[serde(default, alias = "of_customer")]
    #[schema(value_type = Option<bool>)]
    lasting: bool,
}

/// Write a failed message to another address
///
/// Makes a draft of it: text and files, to the right address.
#[utoipa::path(post, path = "/cases/{id}/messages/{mid}/rewrite", tag = "cases", params(ByMessage), request_body = CorrectionInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Remarked<DraftPlace>, description = "Where its draft lies."), OfOneInput))]
pub(crate) async fn rewrite_message(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((id, mid)): Ids<(CaseKey, MessageKey)>,
    Input(CorrectionInput { address, lasting }): Input<CorrectionInput>,
) -> Answer<Remarked<DraftPlace>> {
    let entered: Vec<String> = address.iter().cloned().collect();
    let address =
        address.as_deref().map(|text| super::super::reply::address_alone("address", text)).transpose()?;
    let correction = Correction { address, lasting };
    let mode = compose::rewrite(api.office(), &actor, id.into(), mid.into(), correction).await?;
    Ok(Json(Remarked::of(&api, &actor, (DraftPlace { mode }, entered)).await))
}
