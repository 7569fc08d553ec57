//! A look at a text before it is saved.

use axum::Json;
use axum::extract::State;
use domain::org::Language;
use flows::templates::{Draft, Preview};
use serde::Deserialize;
use utoipa::ToSchema;

use super::FilledTemplate;
use crate::extract::{Input, SignedIn};
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::schema::{self, CaseKey, MailboxKey};
use crate::state::Api;

/// A text to look at.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TemplateDraft {
    /// Its language.
    #[schema(value_type = schema::Language)]
    language: Language,
    /// The subject, with variables.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    subject: String,
    /// The text, with variables.
    text: String,
    /// The same with formatting, which is then what is filled in.
    html: Option<String>,
    /// A case that gives the values; made-up ones when left out.
    case_id: Option<CaseKey>,
    /// The mailbox that made-up values are of; the first one when left out.
    mailbox_id: Option<MailboxKey>,
    /// Whether nobody writes it, as in automatic replies: there is no user then.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    automatic: bool,
}

/// Preview a template
///
/// Nothing is saved. A text that cannot be read is refused as it would be at saving.
#[utoipa::path(post, path = "/templates/preview", tag = "templates", request_body = TemplateDraft,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = FilledTemplate, description = "The text with its values."), OfInput))]
pub(crate) async fn preview_template(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(input): Input<TemplateDraft>,
) -> Answer<FilledTemplate> {
    let (subject, text) = (input.subject.as_str(), input.text.as_str());
    let draft = Draft { language: input.language, subject, text, html: input.html.as_deref() };
    let with = Preview {
        case: input.case_id.map(Into::into),
        mailbox: input.mailbox_id.map(Into::into),
        automatic: input.automatic,
    };
    Ok(Json(flows::templates::preview(api.office(), &signed_in.actor, &draft, with).await?.into()))
}
