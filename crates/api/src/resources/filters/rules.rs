//! What the document says of a filter's rules, which travel as [`domain::filter`] writes them.
#![expect(dead_code, reason = "only the document is made of these; a test holds them to the domain's")]

use serde::Serialize;
use utoipa::ToSchema;

use crate::schema::{self, CategoryKey, PriorityKey, UserKey};

/// Whether every condition must hold, or one of them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FilterCombine)]
pub(super) enum Combine {
    /// Every one.
    All,
    /// At least one.
    Any,
}

/// One thing that a mail must be like.
#[derive(Serialize, ToSchema)]
pub(super) struct FilterCondition {
    /// What it reads.
    #[schema(value_type = schema::FilterField)]
    field: (),
    /// Which header field, by its name; the whole header where absent. Only for `header`.
    header: Option<String>,
    /// How it compares; case is ignored.
    #[schema(value_type = schema::FilterOperator)]
    operator: (),
    /// With what: a text, a regular expression, octets, a class, a language.
    value: Option<String>,
}

/// Something that is read out of a mail and has a name in the texts of the actions: `[[name]]`.
#[derive(Serialize, ToSchema)]
pub(super) struct FilterCapture {
    /// The name: letters, digits and `_`, no digit first.
    name: String,
    /// What it reads.
    #[schema(value_type = schema::FilterField)]
    field: (),
    /// Which header field. Only for `header`.
    header: Option<String>,
    /// A regular expression: its first group, or all of it where it has none.
    pattern: String,
}

/// What a filter does with a mail that it matches. Texts may name what was captured: `[[name]]`.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum FilterAction {
    /// It waits in Blocked mail.
    Block,
    /// It goes into the bin, from where it can be restored for 30 days.
    Discard,
    /// The case it makes gets this category.
    Category { category_id: CategoryKey },
    /// The case it makes gets this priority.
    Priority { priority_id: PriorityKey },
    /// The case it makes gets this owner.
    Owner { user_id: UserKey },
    /// Its case gets this status.
    Status {
        #[schema(value_type = schema::CaseStatus)]
        status: (),
    },
    /// The case it makes gets this title.
    Title { text: String },
    /// The customer of the case it makes has this name.
    CustomerName { text: String },
    /// The customer of the case it makes has this address.
    CustomerAddress { text: String },
    /// The message shows this text; the mail as it came stays behind it.
    ReplaceText { text: String },
    /// It belongs to the case with this number.
    LinkCase { text: String },
    /// It starts a case of its own.
    NewCase,
    /// Its sender is not the customer.
    IgnoreSender,
    /// No automatic reply is sent to it.
    NoAutoReply,
    /// It is taken as the return of a mail of ours.
    Bounced,
    /// Its timeline tells of every filter that was tried.
    Debug,
}
