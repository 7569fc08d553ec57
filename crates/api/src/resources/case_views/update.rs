//! Changes a saved view.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use store::case_views::CaseViewChange;
use utoipa::ToSchema;

use super::{CaseView, CaseViewSettings};
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::CaseViewKey;
use crate::state::Api;

/// What to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CaseViewInput {
    /// What it is called.
    name: Option<String>,
    /// Whether everybody sees it; to share, and to change what is shared, needs the right `share_views`.
    shared: Option<bool>,
    /// What it shows, all of it.
    settings: Option<CaseViewSettings>,
}

/// Change a saved view
#[utoipa::path(patch, path = "/case-views/{id}", tag = "case-views", params(ById), request_body = CaseViewInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = CaseView, description = "The view as it is now."), OfOneInput))]
pub(crate) async fn update_case_view(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseViewKey>,
    Input(input): Input<CaseViewInput>,
) -> Answer<CaseView> {
    let query = match input.settings {
        Some(settings) => Some(settings.checked(&api, &actor).await?),
        None => None,
    };
    let change = CaseViewChange { name: input.name, shared: input.shared, query };
    flows::case_views::change(api.office(), &actor, id.into(), change).await?;
    Ok(Json(CaseView::find(&api, &actor, id.into()).await?))
}
