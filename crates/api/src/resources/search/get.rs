//! Looks for cases.

use axum::Json;
use axum::extract::State;
use domain::Problem;

use super::{Question, SearchAnswer, SearchHit};
use crate::extract::Params;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// The longest question, characters.
const QUESTION_CHARS_MAX: usize = 200;
/// Hits that are shown when nothing is asked for.
const HITS_DEFAULT: u32 = 20;

/// Search cases
///
/// Looks into number, title and customer of all cases that the user may see, closed ones too, and into the people,
/// subject, text and file names of their messages. Endings and accents do not matter; three letters find what begins
/// with them.
#[utoipa::path(get, path = "/search", tag = "cases", params(Question),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = SearchAnswer, description = "The cases that were found."), OfList))]
pub(crate) async fn search_cases(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Params(question): Params<Question>,
) -> Answer<SearchAnswer> {
    let words = question.q.unwrap_or_default();
    if words.chars().count() > QUESTION_CHARS_MAX {
        let detail = format!("a search text has at most {QUESTION_CHARS_MAX} characters");
        return Err(Problem::invalid("q", "list.search_too_long", detail)
            .with("max", QUESTION_CHARS_MAX.to_string())
            .into());
    }
    let scope = flows::cases::scope_of(api.office(), &actor).await?;
    let limit = question.limit.unwrap_or(HITS_DEFAULT);
    let found = store::search::find(&api.conn(), actor.organisation, &scope, &words, limit).await?;
    let rows = found.hits.into_iter().map(SearchHit::from).collect();
    Ok(Json(SearchAnswer { rows, more: found.more }))
}
