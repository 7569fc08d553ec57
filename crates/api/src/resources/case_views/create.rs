//! Makes a saved view.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{CaseView, CaseViewSettings};
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// A view to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewCaseViewInput {
    /// What it is called, unlike the others of its list.
    name: String,
    /// Whether everybody sees it; that needs the right `share_views`.
    #[serde(default)]
    shared: bool,
    /// What it shows.
    #[serde(default)]
    settings: CaseViewSettings,
}

/// Save a view
///
/// A user has at most 50 of his own, an organisation 100 that are shared.
#[utoipa::path(post, path = "/case-views", tag = "case-views", request_body = NewCaseViewInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 201, body = CaseView, description = "The view."), OfInput))]
pub(crate) async fn create_case_view(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(input): Input<NewCaseViewInput>,
) -> Result<(StatusCode, Json<CaseView>), Refusal> {
    let settings = input.settings.checked(&api, &actor).await?;
    let id = flows::case_views::create(api.office(), &actor, (&input.name, input.shared), settings).await?;
    Ok((StatusCode::CREATED, Json(CaseView::find(&api, &actor, id).await?)))
}
