//! Several cases that are one, and back.

use axum::Json;
use axum::extract::State;
use domain::CaseId;
use flows::cases;
use serde::Deserialize;
use utoipa::ToSchema;

use super::details::CaseDetails;
use crate::extract::{ById, Ids, Input};
use crate::page::Done;
use crate::problem::Answer;
use crate::refusals::{OfOne, OfOneInput};
use crate::rights::{self, May};
use crate::schema::CaseKey;
use crate::state::Api;

/// Which cases go into which.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MergeInput {
    /// The cases that go, at most 1,000.
    ids: Vec<CaseKey>,
    /// The case that stays.
    into: CaseKey,
}

/// Merge cases
///
/// Their messages go into the one that stays, and their numbers and answers to their mails lead there. Each can be
/// taken out again for 30 days.
#[utoipa::path(post, path = "/cases/merge", tag = "cases", request_body = MergeInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Done, description = "What was done."), OfOneInput))]
pub(crate) async fn merge_cases(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(input): Input<MergeInput>,
) -> Answer<Done> {
    let ids: Vec<CaseId> = input.ids.into_iter().map(Into::into).collect();
    Ok(Json(cases::merge(api.office(), &actor, &ids, input.into.into()).await?.into()))
}

/// Take a merged case out again
///
/// With the messages that it brought and that still lie in the other case.
#[utoipa::path(post, path = "/cases/{id}/unmerge", tag = "cases", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = CaseDetails, description = "The case as it is now."), OfOne))]
pub(crate) async fn unmerge_case(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
) -> Answer<CaseDetails> {
    cases::unmerge(api.office(), &actor, id.into()).await?;
    Ok(Json(CaseDetails::of(&api, &actor, id.into()).await?))
}
