//! Jobs on the cases that fit.

use axum::extract::State;
use domain::job::JobKind;
use domain::org::Actor;
use flows::cases::{BulkChange, TagChange};
use flows::jobs::Rows;
use serde::Deserialize;
use store::cases::CaseSort;
use utoipa::ToSchema;

use super::super::cases::{CaseFilters, CaseInput};
use super::{Begun, Job, begin, begun, rows};
use crate::extract::{Input, ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// What the list is asked for.
type Asked = Listing<CaseSort, CaseFilters>;

/// What to change of all cases that fit; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MatchingCasesInput {
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

/// Change all cases that fit
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/cases/change/matching", tag = "cases", params(ListParams, CaseFilters),
    request_body = MatchingCasesInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn change_matching_cases(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    asked: Asked,
    Input(input): Input<MatchingCasesInput>,
) -> Begun {
    let tags = TagChange { add: input.add_tags, remove: input.remove_tags };
    let change = BulkChange { change: input.change.into(), tags };
    let change = change.checked(api.office(), &actor).await?;
    let rows = matching(&api, &actor, asked).await?;
    begun(flows::jobs::start_change(api.office(), &actor, &change, rows).await?)
}

/// Mark all cases that fit as spam
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/cases/spam/matching", tag = "cases", params(ListParams, CaseFilters),
    security(("session" = ["cases_all", "spam"]), ("session" = ["cases_own", "spam"]),
        ("token" = ["cases_all", "spam"]), ("token" = ["cases_own", "spam"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn spam_matching_cases(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Spam)>,
    asked: Asked,
) -> Begun {
    let rows = matching(&api, &actor, asked).await?;
    begin(&api, &actor, JobKind::CasesSpam, rows).await
}

/// Delete all cases that fit
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/cases/delete/matching", tag = "cases", params(ListParams, CaseFilters),
    security(("session" = ["cases_all", "delete"]), ("session" = ["cases_own", "delete"]),
        ("token" = ["cases_all", "delete"]), ("token" = ["cases_own", "delete"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn delete_matching_cases(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Delete)>,
    asked: Asked,
) -> Begun {
    let rows = matching(&api, &actor, asked).await?;
    begin(&api, &actor, JobKind::CasesDelete, rows).await
}

/// Restore all cases that fit
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/cases/restore/matching", tag = "cases", params(ListParams, CaseFilters),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn restore_matching_cases(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    asked: Asked,
) -> Begun {
    let rows = matching(&api, &actor, asked).await?;
    begin(&api, &actor, JobKind::CasesRestore, rows).await
}

pub(super) async fn matching(api: &Api, actor: &Actor, asked: Asked) -> Result<Rows, Refusal> {
    let (conn, org) = (api.conn(), actor.organisation);
    let filter = asked.filter.for_actor(api, actor).await?;
    rows::all(
        asked.query,
        |query| {
            let (conn, filter) = (&conn, &filter);
            async move { store::cases::list(conn, org, &query, filter).await }
        },
        |row| row.id.get(),
    )
    .await
}
