//! What the document says of a filter's rules, which travel as [`domain::filter`] writes them.
#![expect(dead_code, reason = "only the document is made of these; a test holds them to the domain's")]

use serde::Serialize;
use utoipa::ToSchema;

use crate::schema::{self, CategoryKey, PriorityKey, RequestTypeKey, StatusKey, TemplateKey, UserKey};

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
    /// With what: a text, a regular expression, octets, a class, a language, a request type's id.
    value: Option<String>,
}

/// By what a customer is found among the persons.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum CustomerBy {
    /// His telephone number, however it is written.
    Phone,
    /// His name.
    Name,
}

/// Something that is read out of a mail and has a name in the texts of the actions and in the templates that they
/// send: `[[capture.name]]`.
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

/// What a filter does with a mail that it matches. Texts may name what was captured: `[[capture.name]]`; the older
/// `[[name]]` means the same.
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
    /// The case it makes is of this request type.
    RequestType { request_type_id: RequestTypeKey },
    /// The case it makes gets this owner.
    Owner { user_id: UserKey },
    /// Its case gets this status: that of a kind, or another of the organisation's own that is of the kind.
    Status {
        #[schema(value_type = schema::CaseStatus)]
        status: (),
        #[schema(required = false)]
        status_id: Option<StatusKey>,
    },
    /// The case it makes gets this title.
    Title { text: String },
    /// The customer of the case it makes has this name.
    CustomerName { text: String },
    /// The customer of the case it makes has this address.
    CustomerAddress { text: String },
    /// The customer of the case it makes is the one person with this number or name.
    FindCustomer { by: CustomerBy, text: String },
    /// The customer has this telephone number; `replace` also where he has another.
    CustomerPhone { text: String, replace: bool },
    /// The customer belongs to the company with this name, which is made where there is none; `replace` also where he
    /// belongs to another.
    CustomerCompany { text: String, replace: bool },
    /// Its case gets these tags, parted by commas.
    Tags { text: String },
    /// The message shows this text; the mail as it came stays behind it.
    ReplaceText { text: String },
    /// It belongs to the case with this number.
    LinkCase { text: String },
    /// It starts a case of its own.
    NewCase,
    /// Its sender is not the customer.
    IgnoreSender,
    /// It is passed on to this address.
    Forward { text: String },
    /// The customer gets an answer made of this template, in the place of the receipt.
    Reply { template_id: TemplateKey },
    /// Somebody else gets a mail made of this template.
    ReplyTo { template_id: TemplateKey, text: String },
    /// No receipt is sent to it.
    NoAutoReply,
    /// It is taken as the return of a mail of ours.
    Bounced,
    /// Its timeline tells of every filter that was tried.
    Debug,
}
