//! The sanitised HTML of a message.

use axum::extract::State;

use super::super::super::shared::{Frame, RemoteParam};
use super::{ByMessage, raw_hash};
use crate::extract::{Ids, Params};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Get the HTML of a message
///
/// Sanitised, for a sandboxed frame; with a policy that lets it run and load nothing.
#[utoipa::path(get, path = "/cases/{id}/messages/{mid}/html", tag = "cases", params(ByMessage, RemoteParam),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, content_type = "text/html", body = String, description = "The page."), OfOne))]
pub(crate) async fn get_message_html(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((case, id)): Ids<(CaseKey, MessageKey)>,
    Params(params): Params<RemoteParam>,
) -> Result<Frame, Refusal> {
    let hash = raw_hash(&api, &actor, case.into(), id.into()).await?;
    Ok(Frame(flows::view::html(api.office(), actor.organisation, hash, params.is_allowed()).await?))
}
