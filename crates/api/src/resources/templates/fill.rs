//! Fills a template in for an answer.

use axum::Json;
use axum::extract::State;
use domain::Problem;
use domain::org::Language;
use flows::templates::{First, Place};
use serde::Deserialize;
use utoipa::ToSchema;

use super::FilledTemplate;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{self, CaseKey, MailboxKey, TemplateKey};
use crate::state::Api;

/// What a template is filled in for.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TemplateUse {
    /// The case that is answered; left out for the first mail of a new one.
    case_id: Option<CaseKey>,
    /// The mailbox that a new case is written from.
    mailbox_id: Option<MailboxKey>,
    /// The first recipient of its mail, as typed, with a name or without.
    to: Option<String>,
    /// The subject of its mail.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    subject: String,
    /// The language; that of the case when left out, and the default one where the template has not this.
    #[schema(value_type = Option<schema::Language>)]
    language: Option<Language>,
}

impl TemplateUse {
    /// The language that was asked for.
    pub(crate) const fn language(&self) -> Option<Language> {
        self.language
    }

    /// Where it is written.
    pub(crate) fn place(&self) -> Result<Place<'_>, Problem> {
        match (self.case_id, self.mailbox_id) {
            (Some(case), _) => Ok(Place::Case(case.into())),
            (None, Some(mailbox)) => {
                // Half an address is nobody's yet.
                let to = self.to.as_deref().and_then(|to| to.parse().ok());
                Ok(Place::First(First { mailbox: mailbox.into(), to, title: &self.subject }))
            }
            (None, None) => {
                let detail = "name the case, or the mailbox that a new one is written from";
                Err(Problem::invalid("case_id", "case_missing", detail))
            }
        }
    }
}

/// Fill in a template
///
/// For an answer of one's own in a case that one may see, or for the first mail of a new one.
#[utoipa::path(post, path = "/templates/{id}/fill", tag = "templates", params(ById), request_body = TemplateUse,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = FilledTemplate, description = "The text with its values."), OfOneInput))]
pub(crate) async fn fill_template(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<TemplateKey>,
    Input(input): Input<TemplateUse>,
) -> Answer<FilledTemplate> {
    let place = input.place()?;
    let with = (&place, input.language);
    Ok(Json(flows::templates::fill(api.office(), &actor, id.into(), with).await?.into()))
}
