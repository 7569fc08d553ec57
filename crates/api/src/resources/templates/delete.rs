//! Puts a template into the bin.

use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::TemplateKey;
use crate::state::Api;

/// Delete a template
///
/// It can be restored for 30 days. One that automatic replies are made of is kept.
#[utoipa::path(delete, path = "/templates/{id}", tag = "templates", params(ById),
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 204, description = "The template is in the bin."), OfOne))]
pub(crate) async fn delete_template(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Ids(id): Ids<TemplateKey>,
) -> Result<StatusCode, Refusal> {
    flows::templates::delete(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
