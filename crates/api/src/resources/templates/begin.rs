//! Begins a mail with a template.

use axum::Json;
use axum::extract::State;
use flows::templates::Begun;
use serde::Serialize;
use utoipa::ToSchema;

use super::{FilledTemplate, TemplateRecipients, TemplateUse};
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::resources::uploads::Upload;
use crate::rights::{self, May};
use crate::schema::TemplateKey;
use crate::state::Api;

/// What a template brings to a mail.
#[derive(Serialize, ToSchema)]
pub(crate) struct BegunMail {
    /// The text with its values; a picture in it is `cid:` and the id of one of the uploads.
    filled: FilledTemplate,
    /// Whom it goes to beside those whom its author names.
    recipients: TemplateRecipients,
    /// Distribution lists of the template that are gone, or that one may not write to.
    lists_gone: usize,
    /// Its files, now uploads of one's own.
    uploads: Vec<Upload>,
}

impl From<Begun> for BegunMail {
    fn from(begun: Begun) -> Self {
        Self {
            filled: begun.filled.into(),
            recipients: begun.recipients.into(),
            lists_gone: begun.lists_gone,
            uploads: begun.uploads.into_iter().map(Into::into).collect(),
        }
    }
}

/// Begin a mail with a template
///
/// As filling it in, and its files become uploads of one's own, for the mail to take; those that none takes are removed
/// after two days.
#[utoipa::path(post, path = "/templates/{id}/begin", tag = "templates", params(ById), request_body = TemplateUse,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = BegunMail, description = "The text, the recipients and the files."), OfOneInput))]
pub(crate) async fn begin_with_template(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<TemplateKey>,
    Input(input): Input<TemplateUse>,
) -> Answer<BegunMail> {
    let place = input.place()?;
    let with = (&place, input.language());
    Ok(Json(flows::templates::begin(api.office(), &actor, id.into(), with).await?.into()))
}
