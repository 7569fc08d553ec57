//! An organisation's own rules on what returns mean, and the returns that a person should look at.

mod change;
mod export;
mod list;
mod review;
mod trial;

use domain::returns::ReturnClass;
use serde::{Deserialize, Serialize};
use store::return_rules::{ReturnRule, ReturnRuleRow};
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};
use crate::schema::{Moment, ReturnRuleKey, UserKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_return_rules, change::create_return_rule))
        .routes(routes!(trial::try_return_rule))
        .routes(routes!(trial::try_changed_return_rule))
        .routes(routes!(trial::try_without_return_rule))
        .routes(routes!(change::change_return_rule, change::delete_return_rule))
        .routes(routes!(review::list_returns_to_review))
        .routes(routes!(export::export_returns_to_review))
        .routes(routes!(review::review_returns))
        .routes(routes!(review::match_return))
        .routes(routes!(review::unmatch_return))
}

/// An own rule.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnReturnRule {
    /// The id.
    id: ReturnRuleKey,
    /// What a return that it fits means, one of the classes of docs/returns.md.
    class: &'static str,
    /// Phrases, one of which must stand in the words.
    phrases: Vec<String>,
    /// The host that says so, or a domain that it lies in; empty for any.
    host: String,
    /// Words that it decides.
    sample: String,
    /// When it was made.
    created_at: Moment,
    /// By whom.
    created_by: UserKey,
    /// When it was changed last.
    changed_at: Option<Moment>,
    /// By whom.
    changed_by: Option<UserKey>,
}

impl From<ReturnRuleRow> for OwnReturnRule {
    fn from(ReturnRuleRow { id, rule, created_at, created_by, changed }: ReturnRuleRow) -> Self {
        let ReturnRule { class, phrases, host, sample } = rule;
        Self {
            id: id.into(),
            class: class.as_str(),
            phrases,
            host,
            sample,
            created_at: created_at.into(),
            created_by: created_by.into(),
            changed_at: changed.map(|(at, _)| at.into()),
            changed_by: changed.map(|(_, by)| by.into()),
        }
    }
}

/// A rule to be made, changed or tried.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReturnRuleInput {
    /// What a return that it fits means, one of the classes of docs/returns.md.
    #[schema(value_type = String)]
    class: ReturnClass,
    /// Phrases of whole words, one of which must stand in the words; `*` at an end leaves it open. At most 20.
    phrases: Vec<String>,
    /// The host that says so, or a domain that it lies in; any when left out.
    #[serde(default)]
    host: String,
    /// Words of a return that the rule is meant for.
    sample: String,
}

impl From<ReturnRuleInput> for ReturnRule {
    fn from(ReturnRuleInput { class, phrases, host, sample }: ReturnRuleInput) -> Self {
        Self { class, phrases, host, sample }
    }
}
