//! Changes a template.

use axum::Json;
use axum::extract::State;

use super::super::addresses::Remarked;
use super::Template;
use super::input::TemplateFields;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::TemplateKey;
use crate::state::Api;

/// Change a template
///
/// `versions` replaces all its texts, and `file_ids` says which of its files stay. Answers that were made of it stay as they are.
#[utoipa::path(patch, path = "/templates/{id}", tag = "templates", params(ById), request_body = TemplateFields,
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 200, body = Remarked<Template>, description = "The template as it is now."), OfOneInput))]
pub(crate) async fn update_template(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Ids(id): Ids<TemplateKey>,
    Input(input): Input<TemplateFields>,
) -> Answer<Remarked<Template>> {
    let entered = input.entered();
    flows::templates::change(api.office(), &actor, id.into(), input.into()).await?;
    let changed = (Template::find(&api, &actor, id.into()).await?, entered);
    Ok(Json(Remarked::of(&api, &actor, changed).await))
}
