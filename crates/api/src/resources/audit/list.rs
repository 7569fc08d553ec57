//! The list of changes of settings.

use axum::Json;
use axum::extract::State;
use store::audit::AuditSort;

use super::{AuditEntry, AuditFilters};
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// List changes of settings
///
/// Sorted by at, when they were made. What became of users, roles, API tokens and absences is listed for those who may
/// administer users.
#[utoipa::path(get, path = "/audit", tag = "audit", params(ListParams, AuditFilters),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Page<AuditEntry>, description = "One page of changes."), OfList))]
pub(crate) async fn list_audit(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Listing { query, filter }: Listing<AuditSort, AuditFilters>,
) -> Answer<Page<AuditEntry>> {
    let filter = filter.for_actor(&actor);
    let page = store::audit::list(&api.conn(), actor.organisation, &query, &filter).await?;
    Ok(Json(Page::of(page, AuditEntry::from)))
}
