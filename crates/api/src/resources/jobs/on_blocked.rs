//! Jobs on the blocked mail that fits.

use axum::extract::State;
use domain::job::JobKind;
use domain::org::Actor;
use flows::jobs::Rows;
use store::blocked::{BlockedFilter, BlockedSort};

use super::super::blocked::BlockedFilters;
use super::{Begun, Job, begin, rows};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// What the list is asked for.
type Asked = Listing<BlockedSort, BlockedFilters>;

/// Import all blocked mail that fits
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/blocked/import/matching", tag = "blocked", params(ListParams, BlockedFilters),
    security(("session" = ["blocked"]), ("token" = ["blocked"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn import_matching_blocked(
    State(api): State<Api>,
    May(actor, _): May<rights::Blocked>,
    asked: Asked,
) -> Begun {
    let rows = matching(&api, &actor, asked).await?;
    begin(&api, &actor, JobKind::BlockedImport, rows).await
}

/// Delete all blocked mail that fits
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/blocked/delete/matching", tag = "blocked", params(ListParams, BlockedFilters),
    security(("session" = ["blocked", "delete"]), ("token" = ["blocked", "delete"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn delete_matching_blocked(
    State(api): State<Api>,
    May(actor, _): May<(rights::Blocked, rights::Delete)>,
    asked: Asked,
) -> Begun {
    let rows = matching(&api, &actor, asked).await?;
    begin(&api, &actor, JobKind::BlockedDelete, rows).await
}

/// Restore all deleted blocked mail that fits
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/blocked/restore/matching", tag = "blocked", params(ListParams, BlockedFilters),
    security(("session" = ["blocked", "delete"]), ("token" = ["blocked", "delete"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn restore_matching_blocked(
    State(api): State<Api>,
    May(actor, _): May<(rights::Blocked, rights::Delete)>,
    asked: Asked,
) -> Begun {
    let rows = matching(&api, &actor, asked).await?;
    begin(&api, &actor, JobKind::BlockedRestore, rows).await
}

async fn matching(api: &Api, actor: &Actor, asked: Asked) -> Result<Rows, Refusal> {
    let (conn, org) = (api.conn(), actor.organisation);
    let filter: BlockedFilter = asked.filter.into();
    rows::all(
        asked.query,
        |query| {
            let (conn, filter) = (&conn, filter);
            async move { store::blocked::list(conn, org, &query, filter).await }
        },
        |row| row.id.get(),
    )
    .await
}
