//! Makes a template.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::super::addresses::Remarked;
use super::Template;
use super::input::TemplateFields;
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Make a template
///
/// It needs a name and a text in its default language. A text that cannot be read is refused with its
/// language and line, and a variable that is unknown with the nearest known one. Files come as uploads of one's own, which
/// the template then keeps.
#[utoipa::path(post, path = "/templates", tag = "templates", request_body = TemplateFields,
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 201, body = Remarked<Template>, description = "The template."), OfInput))]
pub(crate) async fn create_template(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Input(input): Input<TemplateFields>,
) -> Result<(StatusCode, Json<Remarked<Template>>), Refusal> {
    let entered = input.entered();
    let id = flows::templates::create(api.office(), &actor, input.into()).await?;
    let made = (Template::find(&api, &actor, id).await?, entered);
    Ok((StatusCode::CREATED, Json(Remarked::of(&api, &actor, made).await)))
}
