//! All templates.

use axum::Json;
use axum::extract::State;
use store::templates::TemplateFilter;

use super::TemplateSummary;
use super::input::Asked;
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::state::Api;

/// List templates
#[utoipa::path(get, path = "/templates", tag = "templates", params(Asked),
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<TemplateSummary>, description = "The templates, by folder and name."), OfList))]
pub(crate) async fn list_templates(
    State(api): State<Api>,
    signed_in: SignedIn,
    asked: Asked,
) -> Answer<Rows<TemplateSummary>> {
    let filter = TemplateFilter { search: asked.search, deleted: asked.deleted.unwrap_or(false) };
    let rows = flows::templates::list(api.office(), &signed_in.actor, &filter).await?;
    let files = flows::templates::attached(api.office(), &signed_in.actor, &rows).await?;
    Ok(Json(Rows::of(rows, |row| {
        let attached = files.get(&row.id).copied().unwrap_or_default();
        TemplateSummary::of(row, attached)
    })))
}
