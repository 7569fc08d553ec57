//! A mail that is attached to a blocked mail.

use axum::Json;
use axum::extract::State;

use super::super::shared::{AttachedMail, FilePlace, Frame};
use super::open;
use crate::extract::{ById, Ids};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::IntakeKey;
use crate::state::Api;

/// Open a mail that is attached to a blocked mail
#[utoipa::path(get, path = "/blocked/{id}/attachments/{index}/mail", tag = "blocked",
    params(ById, ("index" = String, Path, pattern = "^[0-9]+([.][0-9]+){0,7}$",
        description = "The file's index in the mail; within an attached mail behind that mail's own, as in `2.0`.")),
    security(("session" = ["blocked"]), ("token" = ["blocked"])),
    responses((status = 200, body = AttachedMail, description = "The attached mail."), OfOne))]
pub(crate) async fn get_blocked_attached_mail(
    State(api): State<Api>,
    May(actor, _): May<rights::Blocked>,
    Ids((id, place)): Ids<(IntakeKey, FilePlace)>,
) -> Answer<AttachedMail> {
    let row = open(&api, &actor, id.into()).await?;
    let mail = flows::attached::mail(api.office(), actor.organisation, row.raw_hash, place.0).await?;
    Ok(Json(mail.into()))
}

/// Get the HTML of a mail that is attached to a blocked mail
///
/// Sanitised, for a sandboxed frame; pictures on other servers stay out.
#[utoipa::path(get, path = "/blocked/{id}/attachments/{index}/html", tag = "blocked",
    params(ById, ("index" = String, Path, pattern = "^[0-9]+([.][0-9]+){0,7}$",
        description = "The file's index in the mail; within an attached mail behind that mail's own, as in `2.0`.")),
    security(("session" = ["blocked"]), ("token" = ["blocked"])),
    responses((status = 200, content_type = "text/html", body = String, description = "The page."), OfOne))]
pub(crate) async fn get_blocked_attached_html(
    State(api): State<Api>,
    May(actor, _): May<rights::Blocked>,
    Ids((id, place)): Ids<(IntakeKey, FilePlace)>,
) -> Result<Frame, Refusal> {
    let row = open(&api, &actor, id.into()).await?;
    let page = flows::attached::html(api.office(), actor.organisation, row.raw_hash, place.0).await?;
    Ok(Frame(page))
}
