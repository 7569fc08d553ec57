//! Jobs on the mail of the outbox that fits.

use axum::extract::State;
use domain::job::JobKind;
use domain::org::Actor;
use flows::jobs::Rows;
use store::outbox::OutboxSort;

use super::super::outbox::{OutboxFilters, WayInput};
use super::{Begun, Job, begin, begun, rows};
use crate::extract::{Input, ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// What the list is asked for.
type Asked = Listing<OutboxSort, OutboxFilters>;

/// Send all failed mail that fits again
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000, but for those in
/// whose place another mail went since (`sent_anew`).
#[utoipa::path(post, path = "/outbox/send/matching", tag = "outbox", params(ListParams, OutboxFilters),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn send_matching_outbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    asked: Asked,
) -> Begun {
    let rows = not_sent_anew(&api, &actor, asked).await?;
    begin(&api, &actor, JobKind::OutboxSend, rows).await
}

/// Delete all mail of the outbox that fits
///
/// The rows are those of the list with these filters and this search when the request comes, however many.
#[utoipa::path(post, path = "/outbox/delete/matching", tag = "outbox", params(ListParams, OutboxFilters),
    security(("session" = ["outbox", "delete"]), ("token" = ["outbox", "delete"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn delete_matching_outbox(
    State(api): State<Api>,
    May(actor, _): May<(rights::Outbox, rights::Delete)>,
    asked: Asked,
) -> Begun {
    begin_on_all(&api, &actor, JobKind::OutboxDelete, asked).await
}

/// Restore all deleted mail of the outbox that fits
///
/// The rows are those of the list with these filters and this search when the request comes, however many.
#[utoipa::path(post, path = "/outbox/restore/matching", tag = "outbox", params(ListParams, OutboxFilters),
    security(("session" = ["outbox", "delete"]), ("token" = ["outbox", "delete"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn restore_matching_outbox(
    State(api): State<Api>,
    May(actor, _): May<(rights::Outbox, rights::Delete)>,
    asked: Asked,
) -> Begun {
    begin_on_all(&api, &actor, JobKind::OutboxRestore, asked).await
}

/// Try all waiting mail that fits at once
///
/// The rows are those of the list with these filters and this search when the request comes, however many.
#[utoipa::path(post, path = "/outbox/retry/matching", tag = "outbox", params(ListParams, OutboxFilters),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn retry_matching_outbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    asked: Asked,
) -> Begun {
    begin_on_all(&api, &actor, JobKind::OutboxRetry, asked).await
}

/// Stop all waiting mail that fits
///
/// The rows are those of the list with these filters and this search, however many; beyond 100,000 those too that are written
/// while the job walks on. What is written when it is over leaves.
#[utoipa::path(post, path = "/outbox/hold/matching", tag = "outbox", params(ListParams, OutboxFilters),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn hold_matching_outbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    asked: Asked,
) -> Begun {
    begin_on_all(&api, &actor, JobKind::OutboxHold, asked).await
}

/// Let all stopped mail that fits go
///
/// The rows are those of the list with these filters and this search when the request comes, however many.
#[utoipa::path(post, path = "/outbox/release/matching", tag = "outbox", params(ListParams, OutboxFilters),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn release_matching_outbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    asked: Asked,
) -> Begun {
    begin_on_all(&api, &actor, JobKind::OutboxRelease, asked).await
}

/// Send all mail that fits another way
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/outbox/way/matching", tag = "outbox", params(ListParams, OutboxFilters),
    request_body = WayInput,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn change_matching_outbox_way(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    asked: Asked,
    Input(input): Input<WayInput>,
) -> Begun {
    let wanted = input.read()?;
    let rows = not_sent_anew(&api, &actor, asked).await?;
    begun(flows::jobs::start_another_way(api.office(), &actor, wanted, rows).await?)
}

async fn begin_on_all(api: &Api, actor: &Actor, kind: JobKind, asked: Asked) -> Begun {
    let (filter, place) = asked.filter.read(actor.organisation, api.office().now())?;
    let listed = (asked.query, filter, place);
    begun(flows::jobs::start_on_outbox(api.office(), actor, kind, listed).await?)
}

async fn matching(api: &Api, actor: &Actor, asked: Asked) -> Result<Rows, Refusal> {
    let (conn, org) = (api.conn(), actor.organisation);
    let (filter, place) = asked.filter.read(org, api.office().now())?;
    rows::all(
        asked.query,
        |query| {
            let (conn, place) = (&conn, place.as_ref());
            async move { store::outbox::list_at(conn, org, &query, (filter, place)).await }
        },
        |row| row.id.get(),
    )
    .await
}

/// The same, but what another mail stands for: it would arrive twice.
async fn not_sent_anew(api: &Api, actor: &Actor, asked: Asked) -> Result<Rows, Refusal> {
    let rows = matching(api, actor, asked).await?;
    Ok(flows::outbox::without_sent_anew(api.office(), actor, rows).await?)
}
