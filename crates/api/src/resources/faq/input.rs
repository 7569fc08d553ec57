//! What a person asks of the entries, and enters of one.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::org::Language;
use flows::faq::FaqInput;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::extract::from_query;
use crate::problem::Refusal;
use crate::schema;
use crate::state::Api;

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FaqAsked {
    /// Only those that hold this text in title, folder, keywords, link or answer.
    pub(super) search: Option<String>,
    /// Those in the archive, and not the others.
    pub(super) archived: Option<bool>,
}

impl FromRequestParts<Api> for FaqAsked {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Refusal> {
        from_query(parts)
    }
}

/// An entry's settings; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = FaqInput)]
pub(crate) struct FaqFields {
    /// Where it lies, its levels parted by `/`.
    folder: Option<String>,
    /// The question, in a line.
    title: Option<String>,
    /// Words or phrases, at most 30: a mail that has one of them is answered by the entry.
    keywords: Option<Vec<String>>,
    /// The answer, with variables as templates have them.
    text: Option<String>,
    /// A page that says more, `https://...`; empty for none.
    link: Option<String>,
    /// The language that it is written in; the organisation's for a new one.
    #[schema(value_type = Option<schema::Language>)]
    language: Option<Language>,
}

impl From<FaqFields> for FaqInput {
    fn from(fields: FaqFields) -> Self {
        let FaqFields { folder, title, keywords, text, link, language } = fields;
        Self { folder, title, keywords, text, link, language }
    }
}
