//! Jobs on the mail of the inbox queue that fits.

use axum::extract::State;
use domain::job::JobKind;
use domain::org::Actor;
use flows::jobs::Rows;
use store::intake::{IntakeFilter, IntakeSort};

use super::super::intake::IntakeFilters;
use super::{Begun, Job, begin, rows};
use crate::extract::{ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// What the list is asked for.
type Asked = Listing<IntakeSort, IntakeFilters>;

/// Import all mail of the queue that fits again
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/intake/import/matching", tag = "intake", params(ListParams, IntakeFilters),
    security(("session" = ["intake"]), ("token" = ["intake"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn import_matching_intake(
    State(api): State<Api>,
    May(actor, _): May<rights::Intake>,
    asked: Asked,
) -> Begun {
    let rows = matching(&api, &actor, asked).await?;
    begin(&api, &actor, JobKind::IntakeImport, rows).await
}

/// Delete all mail of the queue that fits
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/intake/delete/matching", tag = "intake", params(ListParams, IntakeFilters),
    security(("session" = ["intake", "delete"]), ("token" = ["intake", "delete"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn delete_matching_intake(
    State(api): State<Api>,
    May(actor, _): May<(rights::Intake, rights::Delete)>,
    asked: Asked,
) -> Begun {
    let rows = matching(&api, &actor, asked).await?;
    begin(&api, &actor, JobKind::IntakeDelete, rows).await
}

/// Restore all deleted mail that fits
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/intake/restore/matching", tag = "intake", params(ListParams, IntakeFilters),
    security(("session" = ["intake", "delete"]), ("token" = ["intake", "delete"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn restore_matching_intake(
    State(api): State<Api>,
    May(actor, _): May<(rights::Intake, rights::Delete)>,
    asked: Asked,
) -> Begun {
    let rows = matching(&api, &actor, asked).await?;
    begin(&api, &actor, JobKind::IntakeRestore, rows).await
}

async fn matching(api: &Api, actor: &Actor, asked: Asked) -> Result<Rows, Refusal> {
    let (conn, org) = (api.conn(), actor.organisation);
    // Blocked mail is changed through its own routes alone.
    let filter = IntakeFilter { blocked: false, ..asked.filter.shown_to(actor)? };
    rows::all(
        asked.query,
        |query| {
            let (conn, filter) = (&conn, filter);
            async move { store::intake::list(conn, org, &query, filter).await }
        },
        |row| row.id.get(),
    )
    .await
}
