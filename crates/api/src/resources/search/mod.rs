//! Looking for cases by their words.

mod get;

use serde::{Deserialize, Serialize};
use store::search::{Hit, Piece};
use utoipa::{IntoParams, ToSchema};

use super::cases::CaseRow;
use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(get::search_cases))
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Question {
    /// The words, or a case's number: all words must stand in one message, or in a case's title and customer.
    q: Option<String>,
    /// The most hits, 1 to 50.
    limit: Option<u32>,
}

/// What a search found.
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchAnswer {
    /// The case with the number that was asked for, then by the newest message that has the words.
    rows: Vec<SearchHit>,
    /// Whether there are more: a longer question finds fewer.
    more: bool,
}

/// A case that was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchHit {
    /// The case.
    case: CaseRow,
    /// The newest message with all words, around the first of them; empty where the case's number,
    /// title or customer has them.
    excerpt: Vec<ExcerptPiece>,
}

/// A piece of an excerpt.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExcerptPiece {
    /// The text.
    text: String,
    /// Whether it is a word that was asked for.
    hit: bool,
}

impl From<Hit> for SearchHit {
    fn from(hit: Hit) -> Self {
        let piece = |piece: Piece| ExcerptPiece { text: piece.text, hit: piece.hit };
        Self { case: hit.case.into(), excerpt: hit.excerpt.into_iter().map(piece).collect() }
    }
}
