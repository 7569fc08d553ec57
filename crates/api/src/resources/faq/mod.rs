//! Answers to what customers often ask.

mod archive;
mod create;
mod delete;
mod fill;
mod get;
mod input;
mod list;
mod of_case;
mod rules;
mod update;

use domain::org;
use flows::faq::Suggestion;
use serde::Serialize;
use store::faq::FaqRow;
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};
use crate::schema::{self, FaqKey, Moment, UserKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_faq_entries, create::create_faq_entry))
        .routes(routes!(get::get_faq_entry, update::update_faq_entry, delete::delete_faq_entry))
        .routes(routes!(archive::archive_faq_entry))
        .routes(routes!(archive::restore_faq_entry))
        .routes(routes!(fill::fill_faq_entry))
        .routes(routes!(rules::get_faq_rules, rules::put_faq_rules))
        .routes(routes!(of_case::suggest_faq_entries))
}

/// An entry as lists show it.
#[derive(Serialize, ToSchema)]
pub(crate) struct FaqSummary {
    /// The id.
    id: FaqKey,
    /// Where it lies, its levels parted by `/`; empty for the top.
    folder: String,
    /// The question, in a line.
    title: String,
    /// Words or phrases: a mail that has one of them is answered by it.
    keywords: Vec<String>,
    /// A page that says more; may be empty.
    link: String,
    /// The language that it is written in.
    #[schema(value_type = schema::Language)]
    language: org::Language,
    /// When it was archived: nobody is suggested it any longer.
    archived_at: Option<Moment>,
    /// When it last changed.
    updated_at: Moment,
}

impl From<FaqRow> for FaqSummary {
    fn from(row: FaqRow) -> Self {
        let settings = row.settings;
        Self {
            id: row.id.into(),
            folder: settings.folder,
            title: settings.title,
            keywords: settings.keywords,
            link: settings.link,
            language: settings.language,
            archived_at: row.archived_at.map(Into::into),
            updated_at: row.updated_at.into(),
        }
    }
}

/// An entry with its answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct FaqEntry {
    /// What lists show.
    #[serde(flatten)]
    summary: FaqSummary,
    /// The answer, with variables.
    text: String,
    /// Who changed it last.
    updated_by: Option<UserKey>,
}

impl From<FaqRow> for FaqEntry {
    fn from(row: FaqRow) -> Self {
        let (text, updated_by) = (row.settings.text.clone(), row.updated_by.map(Into::into));
        Self { summary: row.into(), text, updated_by }
    }
}

/// An entry that fits what a customer wrote.
#[derive(Serialize, ToSchema)]
pub(crate) struct FaqSuggestion {
    /// The entry.
    id: FaqKey,
    /// Its title.
    title: String,
    /// How well it fits, 0 to 100.
    percent: u8,
    /// The keyword that stands in the mail, which qualifies it whatever its score.
    keyword: Option<String>,
    /// The words that both have, those that say most first.
    words: Vec<String>,
}

impl From<Suggestion> for FaqSuggestion {
    fn from(Suggestion { id, title, score }: Suggestion) -> Self {
        Self { id: id.into(), title, percent: score.percent, keyword: score.keyword, words: score.words }
    }
}
