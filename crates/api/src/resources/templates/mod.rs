//! Texts with variables that answers are made of.

mod begin;
mod create;
mod delete;
mod fill;
mod get;
mod input;
mod list;
mod preview;
mod restore;
mod update;

use domain::compose::TypedRecipients;
use domain::{Actor, TemplateId, org};
use flows::templates::Filled;
use serde::{Deserialize, Serialize};
use store::templates::{TemplateRow, TemplateVersion};
use utoipa::ToSchema;

pub(crate) use self::fill::TemplateUse;
use super::kept_files::KeptFile;
use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::{self, IdentityKey, Moment, TemplateKey, UserKey};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_templates, create::create_template))
        .routes(routes!(preview::preview_template))
        .routes(routes!(get::get_template, update::update_template, delete::delete_template))
        .routes(routes!(restore::restore_template))
        .routes(routes!(fill::fill_template))
        .routes(routes!(begin::begin_with_template))
}

/// A template as lists show it.
#[derive(Serialize, ToSchema)]
pub(crate) struct TemplateSummary {
    /// The id.
    id: TemplateKey,
    /// The name, unique among the organisation's.
    name: String,
    /// What it is for.
    description: String,
    /// Where it lies, its levels parted by `/`; empty for the top.
    folder: String,
    /// Whether it is offered for answers.
    active: bool,
    /// The version for everybody whose language has none.
    #[schema(value_type = schema::Language)]
    default_language: org::Language,
    /// The languages that it has a text in.
    #[schema(value_type = Vec<schema::Language>)]
    languages: Vec<org::Language>,
    /// Files that go with its mails, without the pictures that its texts show.
    files: usize,
    /// Addresses and distribution lists that its mails go to beside those whom their authors name.
    recipients: usize,
    /// The shared sender that mails begun with it are from, unless their author chooses.
    identity_id: Option<IdentityKey>,
    /// When it last changed.
    updated_at: Moment,
    /// When it was put into the bin.
    deleted_at: Option<Moment>,
}

impl TemplateSummary {
    /// A template that so many files go with.
    fn of(row: TemplateRow, files: usize) -> Self {
        let settings = row.settings;
        Self {
            id: row.id.into(),
            name: settings.name,
            description: settings.description,
            folder: settings.folder,
            active: settings.active,
            default_language: settings.default_language,
            languages: settings.versions.iter().map(|version| version.language).collect(),
            files,
            recipients: settings.recipients.all().count(),
            identity_id: settings.identity_id.map(Into::into),
            updated_at: row.updated_at.into(),
            deleted_at: row.deleted_at.map(Into::into),
        }
    }
}

/// A template with its texts.
#[derive(Serialize, ToSchema)]
pub(crate) struct Template {
    /// The id.
    id: TemplateKey,
    /// The name, unique among the organisation's.
    name: String,
    /// What it is for.
    description: String,
    /// Where it lies, its levels parted by `/`; empty for the top.
    folder: String,
    /// Whether it is offered for answers.
    active: bool,
    /// The version for everybody whose language has none.
    #[schema(value_type = schema::Language)]
    default_language: org::Language,
    /// The shared sender that mails begun with it are from, unless their author chooses.
    identity_id: Option<IdentityKey>,
    /// Its texts, one for each language.
    versions: Vec<TemplateText>,
    /// Whom its mails go to beside those whom their authors name.
    recipients: TemplateRecipients,
    /// The files that go with its mails, and the pictures that its texts show.
    files: Vec<KeptFile>,
    /// When it last changed.
    updated_at: Moment,
    /// Who changed it.
    updated_by: Option<UserKey>,
    /// Another one with each change; goes along with one as `seen_version`.
    version: i64,
}

impl Template {
    /// The template with this id, as it stands.
    async fn find(api: &Api, actor: &Actor, id: TemplateId) -> Result<Self, Refusal> {
        let row = flows::templates::find(api.office(), actor, id).await?;
        let files = flows::templates::files(api.office(), actor, id).await?;
        let settings = row.settings;
        Ok(Self {
            id: row.id.into(),
            name: settings.name,
            description: settings.description,
            folder: settings.folder,
            active: settings.active,
            default_language: settings.default_language,
            identity_id: settings.identity_id.map(Into::into),
            versions: settings.versions.into_iter().map(Into::into).collect(),
            recipients: settings.recipients.into(),
            files: files.into_iter().map(Into::into).collect(),
            updated_at: row.updated_at.into(),
            updated_by: row.updated_by.map(Into::into),
            version: flows::seen::version(row.updated_at),
        })
    }
}

/// Whom mails go to that begin with a template: addresses, and distribution lists as `list:` and their ids. They are
/// added to those whom the author names, and he can take them off.
#[derive(Serialize, Deserialize, Default, ToSchema)]
pub(crate) struct TemplateRecipients {
    /// Recipients.
    #[serde(default)]
    #[schema(required = true)]
    to: Vec<String>,
    /// Who receives a copy.
    #[serde(default)]
    #[schema(required = true)]
    cc: Vec<String>,
    /// Who receives a copy that the others do not see.
    #[serde(default)]
    #[schema(required = true)]
    bcc: Vec<String>,
}

impl From<TypedRecipients> for TemplateRecipients {
    fn from(recipients: TypedRecipients) -> Self {
        let TypedRecipients { to, cc, bcc } = recipients;
        Self { to, cc, bcc }
    }
}

impl From<TemplateRecipients> for TypedRecipients {
    fn from(recipients: TemplateRecipients) -> Self {
        let TemplateRecipients { to, cc, bcc } = recipients;
        Self { to, cc, bcc }
    }
}

/// A template in one language.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct TemplateText {
    /// Which.
    #[schema(value_type = schema::Language)]
    language: org::Language,
    /// The subject, with variables; empty leaves that of the answer.
    subject: String,
    /// The text, with variables.
    text: String,
    /// The same with formatting, at most 256 KB; the text is then made of it. A picture in it is `cid:` and the id of one
    /// of the template's files.
    html: Option<String>,
}

impl From<TemplateVersion> for TemplateText {
    fn from(version: TemplateVersion) -> Self {
        let TemplateVersion { language, subject, text, html } = version;
        Self { language, subject, text, html }
    }
}

impl From<TemplateText> for TemplateVersion {
    fn from(text: TemplateText) -> Self {
        let TemplateText { language, subject, text, html } = text;
        Self { language, subject, text, html }
    }
}

/// A text with its variables filled in.
#[derive(Serialize, ToSchema)]
pub(crate) struct FilledTemplate {
    /// The language that was found for it.
    #[schema(value_type = schema::Language)]
    language: org::Language,
    /// The subject; empty where the template has none.
    subject: String,
    /// The text.
    text: String,
    /// The same with formatting, where it has any.
    html: Option<String>,
    /// Variables that had neither value nor fallback.
    missing: Vec<String>,
}

impl From<Filled> for FilledTemplate {
    fn from(filled: Filled) -> Self {
        Self {
            language: filled.language,
            subject: filled.subject,
            text: filled.text,
            html: filled.html,
            missing: filled.missing.iter().map(ToString::to_string).collect(),
        }
    }
}
