//! Removes a message, and puts it back.

use axum::extract::State;
use axum::http::StatusCode;
use flows::cases::messages;

use super::ByMessage;
use crate::extract::Ids;
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Remove a message
///
/// What it said is shown to nobody. A comment's author may for 15 minutes; all else takes the right `delete`. It can
/// be put back until the bin of cases is emptied of it, when its octets go too.
#[utoipa::path(delete, path = "/cases/{id}/messages/{mid}", tag = "cases", params(ByMessage),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "The message is removed."), OfOne))]
pub(crate) async fn remove_message(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((id, mid)): Ids<(CaseKey, MessageKey)>,
) -> Result<StatusCode, Refusal> {
    messages::remove(api.office(), &actor, (id.into(), mid.into())).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put a removed message back
#[utoipa::path(post, path = "/cases/{id}/messages/{mid}/restore", tag = "cases", params(ByMessage),
    security(("session" = ["cases_all", "delete"]), ("session" = ["cases_own", "delete"]),
        ("token" = ["cases_all", "delete"]), ("token" = ["cases_own", "delete"])),
    responses((status = 204, description = "The message is back."), OfOne))]
pub(crate) async fn restore_message(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Delete)>,
    Ids((id, mid)): Ids<(CaseKey, MessageKey)>,
) -> Result<StatusCode, Refusal> {
    messages::restore(api.office(), &actor, (id.into(), mid.into())).await?;
    Ok(StatusCode::NO_CONTENT)
}
