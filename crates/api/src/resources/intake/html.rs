//! The sanitised HTML of a received mail.

use axum::extract::State;

use super::super::shared::{Frame, RemoteParam};
use super::open;
use crate::extract::{ById, Ids, Params};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::IntakeKey;
use crate::state::Api;

/// Get the HTML of a mail of the inbox queue
///
/// Sanitised, for a sandboxed frame; with a policy that lets it run and load nothing.
#[utoipa::path(get, path = "/intake/{id}/html", tag = "intake", params(ById, RemoteParam),
    security(("session" = ["intake"]), ("token" = ["intake"])),
    responses((status = 200, content_type = "text/html", body = String, description = "The page."), OfOne))]
pub(crate) async fn get_intake_html(
    State(api): State<Api>,
    May(actor, _): May<rights::Intake>,
    Ids(id): Ids<IntakeKey>,
    Params(params): Params<RemoteParam>,
) -> Result<Frame, Refusal> {
    let row = open(&api, &actor, id.into()).await?;
    let page = flows::view::html(api.office(), actor.organisation, row.raw_hash, params.is_allowed()).await?;
    Ok(Frame(page))
}
