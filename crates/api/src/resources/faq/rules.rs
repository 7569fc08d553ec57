//! What is suggested: how well an entry must fit, and how many at most.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::{OfInput, OfRight};
use crate::rights::{self, May};
use crate::state::Api;

/// The rules of suggestions.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct FaqRules {
    /// The least score of an entry that no keyword qualifies, 0 to 100.
    minimum_percent: u8,
    /// Entries of one mail at most, 1 to 10.
    most: u8,
}

impl From<flows::faq::FaqRules> for FaqRules {
    fn from(flows::faq::FaqRules { minimum_percent, most }: flows::faq::FaqRules) -> Self {
        Self { minimum_percent, most }
    }
}

/// Get the rules of suggestions
#[utoipa::path(get, path = "/faq-rules", tag = "faq",
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 200, body = FaqRules, description = "The rules."), OfRight))]
pub(crate) async fn get_faq_rules(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
) -> Answer<FaqRules> {
    Ok(Json(flows::faq::get_rules(api.office(), &actor).await?.into()))
}

/// Set the rules of suggestions
#[utoipa::path(put, path = "/faq-rules", tag = "faq", request_body = FaqRules,
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 200, body = FaqRules, description = "The rules as they are now."), OfInput))]
pub(crate) async fn put_faq_rules(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Input(FaqRules { minimum_percent, most }): Input<FaqRules>,
) -> Answer<FaqRules> {
    let rules = flows::faq::FaqRules { minimum_percent, most };
    flows::faq::put_rules(api.office(), &actor, rules).await?;
    Ok(Json(flows::faq::get_rules(api.office(), &actor).await?.into()))
}
