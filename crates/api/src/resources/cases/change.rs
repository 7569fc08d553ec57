//! Changes many cases at once.

use axum::Json;
use axum::extract::State;
use domain::CaseId;
use flows::cases::{self, TagChange};
use serde::Deserialize;
use utoipa::ToSchema;

use super::update::CaseInput;
use crate::extract::Input;
use crate::page::Done;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::CaseKey;
use crate::state::Api;

/// What to change of which cases; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CasesInput {
    /// The cases' ids, at most 1,000.
    ids: Vec<CaseKey>,
    /// What to change of each.
    #[serde(default)]
    change: CaseInput,
    /// Tags to add, by name; those that are not there yet are made.
    #[serde(default)]
    add_tags: Vec<String>,
    /// Tags to take away, by name.
    #[serde(default)]
    remove_tags: Vec<String>,
}

/// Change many cases
#[utoipa::path(post, path = "/cases/change", tag = "cases", request_body = CasesInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn change_cases(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(input): Input<CasesInput>,
) -> Answer<Done> {
    let ids: Vec<CaseId> = input.ids.into_iter().map(Into::into).collect();
    let tags = TagChange { add: input.add_tags, remove: input.remove_tags };
    let done = cases::change_many(api.office(), &actor, &ids, (input.change.into(), tags)).await?;
    Ok(Json(done.into()))
}
