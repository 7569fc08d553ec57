//! One template.

use axum::Json;
use axum::extract::State;

use super::Template;
use crate::extract::{ById, Ids, SignedIn};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::schema::TemplateKey;
use crate::state::Api;

/// Get a template
#[utoipa::path(get, path = "/templates/{id}", tag = "templates", params(ById),
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Template, description = "The template with its texts."), OfOne))]
pub(crate) async fn get_template(
    State(api): State<Api>,
    signed_in: SignedIn,
    Ids(id): Ids<TemplateKey>,
) -> Answer<Template> {
    Ok(Json(Template::find(&api, &signed_in.actor, id.into()).await?))
}
