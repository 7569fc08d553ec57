//! Automatic replies: what they are made of, how often they are sent, and their pauses.

mod get;
mod lift;
mod paused;
mod put;

use flows::auto_reply::{self, AutoReplySettings, AutoReplyView, Pause};
use serde::{Deserialize, Serialize};
use store::category_replies;
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};
use crate::schema::{BudgetKey, CaseKey, CategoryKey, Moment, TemplateKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(get::get_auto_replies, put::put_auto_replies))
        .routes(routes!(paused::list_pauses))
        .routes(routes!(lift::lift_pause))
}

/// The automatic replies of an organisation.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct AutoReplies {
    /// Whether any are sent.
    enabled: bool,
    /// The text of those whose category and mailbox have none of their own; without one they get none.
    template_id: Option<TemplateKey>,
    /// How often one address is answered.
    per_address: Rate,
    /// How often a program answers in one case.
    per_case: Rate,
    /// How often all of them together: the brake for storms.
    per_organisation: Rate,
    /// Categories that have a text of their own, or none at all.
    categories: Vec<CategoryReply>,
}

/// How often: so many at once, then one an interval.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = AutoReplyRate)]
pub(crate) struct Rate {
    /// At once, at least 1.
    burst: u32,
    /// Seconds after which there is one more.
    interval_s: u32,
}

/// What a category has in the place of its mailbox's text.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct CategoryReply {
    /// The category.
    category_id: CategoryKey,
    /// Its template; null where nobody gets an automatic reply.
    template_id: Option<TemplateKey>,
}

/// Automatic replies, or forwarded mail, that somebody does not get for a time.
#[derive(Serialize, ToSchema)]
#[schema(as = AutoReplyPause)]
pub(crate) struct PauseOf {
    /// The id.
    id: BudgetKey,
    /// `address`, `case`, `organisation`, or `forward` for forwarded mail.
    scope: String,
    /// The address, where one is paused.
    address: Option<String>,
    /// The case, where one is.
    case_id: Option<CaseKey>,
    /// Its number.
    case_number: Option<i64>,
    /// How many were asked for since then.
    asked: u32,
    /// How many of these were not sent.
    refused: u32,
    /// Since when.
    since: Moment,
    /// When the next one is sent.
    resumes_at: Moment,
}

impl From<auto_reply::Rate> for Rate {
    fn from(rate: auto_reply::Rate) -> Self {
        Self { burst: rate.burst, interval_s: rate.interval_s }
    }
}

impl From<Rate> for auto_reply::Rate {
    fn from(rate: Rate) -> Self {
        Self { burst: rate.burst, interval_s: rate.interval_s }
    }
}

impl From<AutoReplyView> for AutoReplies {
    fn from(view: AutoReplyView) -> Self {
        let settings = view.settings;
        let category = |reply: category_replies::CategoryReply| CategoryReply {
            category_id: reply.category_id.into(),
            template_id: reply.template_id.map(Into::into),
        };
        Self {
            enabled: settings.enabled,
            template_id: settings.template_id.map(Into::into),
            per_address: settings.per_address.into(),
            per_case: settings.per_case.into(),
            per_organisation: settings.per_organisation.into(),
            categories: view.categories.into_iter().map(category).collect(),
        }
    }
}

impl From<AutoReplies> for AutoReplyView {
    fn from(replies: AutoReplies) -> Self {
        let category = |reply: CategoryReply| category_replies::CategoryReply {
            category_id: reply.category_id.into(),
            template_id: reply.template_id.map(Into::into),
        };
        Self {
            settings: AutoReplySettings {
                enabled: replies.enabled,
                template_id: replies.template_id.map(Into::into),
                per_address: replies.per_address.into(),
                per_case: replies.per_case.into(),
                per_organisation: replies.per_organisation.into(),
            },
            categories: replies.categories.into_iter().map(category).collect(),
        }
    }
}

impl From<Pause> for PauseOf {
    fn from(pause: Pause) -> Self {
        let (case_id, case_number) = pause.case.unzip();
        Self {
            id: pause.id.into(),
            scope: pause.scope,
            address: pause.address,
            case_id: case_id.map(Into::into),
            case_number,
            asked: pause.asked,
            refused: pause.refused,
            since: pause.since.into(),
            resumes_at: pause.resumes_at.into(),
        }
    }
}
