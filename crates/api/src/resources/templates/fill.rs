//! Fills a template in for an answer.

use axum::Json;
use axum::extract::State;
use domain::org::Language;
use serde::Deserialize;
use utoipa::ToSchema;

use super::FilledTemplate;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{self, CaseKey, TemplateKey};
use crate::state::Api;

/// What a template is filled in for.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TemplateUse {
    /// The case that is answered.
    case_id: CaseKey,
    /// The language; that of the case when left out, and the default one where the template has not this.
    #[schema(value_type = Option<schema::Language>)]
    language: Option<Language>,
}

/// Fill in a template
///
/// For an answer of one's own in a case that one may see.
#[utoipa::path(post, path = "/templates/{id}/fill", tag = "templates", params(ById), request_body = TemplateUse,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = FilledTemplate, description = "The text with its values."), OfOneInput))]
pub(crate) async fn fill_template(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<TemplateKey>,
    Input(input): Input<TemplateUse>,
) -> Answer<FilledTemplate> {
    let with = (input.case_id.into(), input.language);
    Ok(Json(flows::templates::fill(api.office(), &actor, id.into(), with).await?.into()))
}
