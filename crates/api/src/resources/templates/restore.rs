//! Takes a template out of the bin.

use axum::Json;
use axum::extract::State;

use super::Template;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::TemplateKey;
use crate::state::Api;

/// Restore a template
#[utoipa::path(post, path = "/templates/{id}/restore", tag = "templates", params(ById),
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 200, body = Template, description = "The template as it is again."), OfOne))]
pub(crate) async fn restore_template(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Ids(id): Ids<TemplateKey>,
) -> Answer<Template> {
    flows::templates::restore(api.office(), &actor, id.into()).await?;
    Ok(Json(Template::find(&api, &actor, id.into()).await?))
}
