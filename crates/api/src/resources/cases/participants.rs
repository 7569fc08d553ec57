//! Who outside takes part in one case.

use axum::Json;
use axum::extract::State;
use domain::case::ParticipantRole;
use flows::cases::{self, NewParticipant};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::addresses::Remarked;
use super::details::CaseDetails;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{self, CaseKey};
use crate::state::Api;

/// Somebody to be added, or whose part is changed.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ParticipantInput {
    /// The address.
    address: String,
    /// The name.
    name: Option<String>,
    /// What he is to the case; a new customer takes the place of the one before.
    #[schema(value_type = schema::ParticipantRole)]
    role: ParticipantRole,
}

/// Somebody to be taken out.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LeavingInput {
    /// The address.
    address: String,
}

/// Add a participant
#[utoipa::path(post, path = "/cases/{id}/participants", tag = "cases", params(ById), request_body = ParticipantInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Remarked<CaseDetails>, description = "The case as it is now."), OfOneInput))]
pub(crate) async fn add_participant(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
    Input(input): Input<ParticipantInput>,
) -> Answer<Remarked<CaseDetails>> {
    let entered = vec![input.address.clone()];
    let new = NewParticipant { address: input.address, name: input.name, role: input.role };
    cases::add_participant(api.office(), &actor, id.into(), new).await?;
    let changed = (CaseDetails::of(&api, &actor, id.into()).await?, entered);
    Ok(Json(Remarked::of(&api, &actor, changed).await))
}

/// Take a participant out
///
/// Mail that names the address does not bring it back; the customer cannot be taken out.
#[utoipa::path(post, path = "/cases/{id}/participants/remove", tag = "cases", params(ById),
    request_body = LeavingInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = CaseDetails, description = "The case as it is now."), OfOneInput))]
pub(crate) async fn remove_participant(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
    Input(input): Input<LeavingInput>,
) -> Answer<CaseDetails> {
    cases::remove_participant(api.office(), &actor, id.into(), &input.address).await?;
    Ok(Json(CaseDetails::of(&api, &actor, id.into()).await?))
}
