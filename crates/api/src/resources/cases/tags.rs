//! The tags of one case.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::details::CaseDetails;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::CaseKey;
use crate::state::Api;

/// All tags of a case.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TagsInput {
    /// By name, at most 30; those that are not there yet are made.
    names: Vec<String>,
}

/// Set the tags of a case
#[utoipa::path(put, path = "/cases/{id}/tags", tag = "cases", params(ById), request_body = TagsInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = CaseDetails, description = "The case as it is now."), OfOneInput))]
pub(crate) async fn put_case_tags(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
    Input(input): Input<TagsInput>,
) -> Answer<CaseDetails> {
    flows::cases::set_tags(api.office(), &actor, id.into(), input.names).await?;
    Ok(Json(CaseDetails::of(&api, &actor, id.into()).await?))
}
