//! Sent mail as a list.

use axum::Json;
use axum::extract::State;
use domain::OutboxId;
use serde::Serialize;
use store::outbox::SentSort;
use utoipa::ToSchema;

use super::super::outbox::{Outbox, known_of};
use super::SentFilters;
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// A mail that was sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct SentMail {
    /// The mail.
    #[serde(flatten)]
    mail: Outbox,
    /// How many files it carries, pictures within its text not counted; null for a mail of no case.
    files: Option<u32>,
}

/// List sent mail
///
/// One's own, or everybody's with the right to the outbox. Sorted by created_at.
#[utoipa::path(get, path = "/sent", tag = "outbox", params(ListParams, SentFilters),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Page<SentMail>, description = "One page of sent mail."), OfList))]
pub(crate) async fn list_sent(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Listing { query, filter }: Listing<SentSort, SentFilters>,
) -> Answer<Page<SentMail>> {
    let filter = filter.read(&api, &actor).await?;
    let (conn, organisation) = (api.conn(), actor.organisation);
    let page = store::outbox::list_sent(&conn, organisation, &query, &filter).await?;
    let ids: Vec<OutboxId> = page.rows.iter().map(|row| row.id).collect();
    let files = store::cases::count_files(&conn, organisation, &ids).await?;
    let mut known = known_of(&api, organisation, &ids).await?;
    Ok(Json(Page::of(page, |row| {
        let files = files.get(&row.id).copied();
        let known = known.remove(&row.id);
        SentMail { mail: Outbox::of(row, known), files }
    })))
}
