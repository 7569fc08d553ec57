//! The outbox as a list.

use axum::Json;
use axum::extract::State;
use domain::OutboxId;
use store::outbox::OutboxSort;

use super::{Outbox, OutboxFilters, known_of};
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// List the outbox
///
/// Sorted by created_at, subject, state, next_attempt_at or size_octets; `goes_at` may be later than the time that it is sorted by.
#[utoipa::path(get, path = "/outbox", tag = "outbox", params(ListParams, OutboxFilters),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Page<Outbox>, description = "One page of the outbox."), OfList))]
pub(crate) async fn list_outbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Listing { query, filter }: Listing<OutboxSort, OutboxFilters>,
) -> Answer<Page<Outbox>> {
    let (filter, place) = filter.read(actor.organisation, api.office().now())?;
    let filters = (filter, place.as_ref());
    let page = store::outbox::list_at(&api.conn(), actor.organisation, &query, filters).await?;
    let ids: Vec<OutboxId> = page.rows.iter().map(|row| row.id).collect();
    let mut known = known_of(&api, actor.organisation, &ids).await?;
    Ok(Json(Page::of(page, |row| {
        let known = known.remove(&row.id);
        Outbox::of(row, known)
    })))
}
