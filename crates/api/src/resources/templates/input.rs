//! What a person asks of the templates, and enters of one.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::org::Language;
use flows::templates::TemplateInput;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{TemplateRecipients, TemplateText};
use crate::extract::from_query;
use crate::problem::Refusal;
use crate::schema::{self, IdentityKey, KeptFileKey, UploadKey, nullable};
use crate::state::Api;

/// Which templates.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Only those that hold this text in name, description, folder, subject or text.
    pub(super) search: Option<String>,
    /// Those in the bin, and not the others.
    pub(super) deleted: Option<bool>,
}

impl FromRequestParts<Api> for Asked {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Refusal> {
        from_query(parts)
    }
}

/// A template's settings; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = TemplateInput)]
pub(crate) struct TemplateFields {
    /// The name.
    name: Option<String>,
    /// What it is for.
    description: Option<String>,
    /// Where it lies, its levels parted by `/`.
    folder: Option<String>,
    /// Whether it is offered for answers.
    active: Option<bool>,
    /// The version for everybody whose language has none.
    #[schema(value_type = Option<schema::Language>)]
    default_language: Option<Language>,
    /// The shared sender that mails begun with it are from, unless their author chooses; null for none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<IdentityKey>)]
    identity_id: Option<Option<IdentityKey>>,
    /// All its texts.
    versions: Option<Vec<TemplateText>>,
    /// Whom its mails go to beside those whom their authors name.
    recipients: Option<TemplateRecipients>,
    /// Those of its files that stay, in their order; of another template's it gets its own. All of its own when left out.
    file_ids: Option<Vec<KeptFileKey>>,
    /// Uploads of one's own that become its files, behind the others. A text names the picture that one becomes by the
    /// upload's id.
    #[serde(default)]
    #[schema(value_type = Option<Vec<UploadKey>>)]
    upload_ids: Vec<UploadKey>,
    /// The `version` that is changed: 409 where somebody else changed it since. Without it, his changes are written over.
    seen_version: Option<i64>,
}

impl TemplateFields {
    /// The recipients that it names.
    pub(super) fn entered(&self) -> Vec<String> {
        let named = |named: &TemplateRecipients| [&named.to[..], &named.cc, &named.bcc].concat();
        self.recipients.as_ref().map(named).unwrap_or_default()
    }
}

impl From<TemplateFields> for TemplateInput {
    fn from(fields: TemplateFields) -> Self {
        Self {
            name: fields.name,
            description: fields.description,
            folder: fields.folder,
            active: fields.active,
            default_language: fields.default_language,
            identity_id: fields.identity_id.map(|id| id.map(Into::into)),
            versions: fields.versions.map(|versions| versions.into_iter().map(Into::into).collect()),
            recipients: fields.recipients.map(Into::into),
            files: fields.file_ids.map(|ids| ids.into_iter().map(Into::into).collect()),
            uploads: fields.upload_ids.into_iter().map(Into::into).collect(),
            seen_version: fields.seen_version,
        }
    }
}
