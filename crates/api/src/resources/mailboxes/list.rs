//! The list of mailboxes.

use axum::Json;
use axum::extract::State;
use store::mailboxes::MailboxSort;

use super::{Mailbox, MailboxFilters};
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// List mailboxes
///
/// Sorted by address, category, priority, protocol or last_success_at.
#[utoipa::path(get, path = "/mailboxes", tag = "mailboxes", params(ListParams, MailboxFilters),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Page<Mailbox>, description = "One page of mailboxes."), OfList))]
pub(crate) async fn list_mailboxes(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Listing { query, filter }: Listing<MailboxSort, MailboxFilters>,
) -> Answer<Page<Mailbox>> {
    let page = store::mailboxes::list(&api.conn(), actor.organisation, &query, filter.into()).await?;
    let now = api.office().now();
    Ok(Json(Page::of(page, |row| Mailbox::of(row, now))))
}
