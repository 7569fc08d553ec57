//! A mail that is attached to a message.

use axum::Json;
use axum::extract::State;

use super::super::super::shared::{AttachedMail, FilePlace, Frame};
use super::{ByMessage, raw_hash};
use crate::extract::Ids;
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Open a mail that is attached to a message
#[utoipa::path(get, path = "/cases/{id}/messages/{mid}/attachments/{index}/mail", tag = "cases",
    params(ByMessage, ("index" = String, Path, pattern = "^[0-9]+([.][0-9]+){0,7}$",
        description = "The file's index in the mail; within an attached mail behind that mail's own, as in `2.0`.")),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = AttachedMail, description = "The attached mail."), OfOne))]
pub(crate) async fn get_message_attached_mail(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((case, id, place)): Ids<(CaseKey, MessageKey, FilePlace)>,
) -> Answer<AttachedMail> {
    let hash = raw_hash(&api, &actor, case.into(), id.into()).await?;
    let mail = flows::attached::mail(api.office(), actor.organisation, hash, place.0).await?;
    Ok(Json(mail.into()))
}

/// Get the HTML of a mail that is attached to a message
///
/// Sanitised, for a sandboxed frame; pictures on other servers stay out.
#[utoipa::path(get, path = "/cases/{id}/messages/{mid}/attachments/{index}/html", tag = "cases",
    params(ByMessage, ("index" = String, Path, pattern = "^[0-9]+([.][0-9]+){0,7}$",
        description = "The file's index in the mail; within an attached mail behind that mail's own, as in `2.0`.")),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, content_type = "text/html", body = String, description = "The page."), OfOne))]
pub(crate) async fn get_message_attached_html(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((case, id, place)): Ids<(CaseKey, MessageKey, FilePlace)>,
) -> Result<Frame, Refusal> {
    let hash = raw_hash(&api, &actor, case.into(), id.into()).await?;
    let page = flows::attached::html(api.office(), actor.organisation, hash, place.0).await?;
    Ok(Frame(page))
}
