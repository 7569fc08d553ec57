//! What a filter does with a mail.

use serde::{Deserialize, Serialize};

use crate::case::CaseStatus;
use crate::ids::{CategoryId, PriorityId, RequestTypeId, StatusId, TemplateId, UserId};

/// By what a customer is found among the persons.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerBy {
    /// His telephone number, however it is written.
    Phone,
    /// His name.
    Name,
}

impl CustomerBy {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Phone, Self::Name];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Name => "name",
        }
    }
}

/// What is done with a mail. Texts may name what was captured: `[[capture.name]]`, or `[[name]]` as
/// filters wrote it at first.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FilterAction {
    /// It waits in Blocked mail.
    Block,
    /// It goes into the bin, from where it can be restored for 30 days.
    Discard,
    /// The case it makes gets this category.
    Category {
        /// Which.
        category_id: CategoryId,
    },
    /// The case it makes gets this priority.
    Priority {
        /// Which.
        priority_id: PriorityId,
    },
    /// The case it makes is of this request type.
    RequestType {
        /// Which.
        request_type_id: RequestTypeId,
    },
    /// The case it makes gets this owner.
    Owner {
        /// Who.
        user_id: UserId,
    },
    /// Its case gets this status: closed at once, for example.
    Status {
        /// Its kind.
        status: CaseStatus,
        /// Which of the organisation's own; that of the kind when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status_id: Option<StatusId>,
    },
    /// The case it makes gets this title.
    Title {
        /// The title.
        text: String,
    },
    /// The customer of the case it makes has this name.
    CustomerName {
        /// The name.
        text: String,
    },
    /// The customer of the case it makes has this address.
    CustomerAddress {
        /// The address.
        text: String,
    },
    /// The customer of the case it makes is the one person with this number or name.
    FindCustomer {
        /// By what.
        by: CustomerBy,
        /// The number or the name.
        text: String,
    },
    /// The customer has this telephone number.
    CustomerPhone {
        /// The number.
        text: String,
        /// Whether it takes the place of the one he has.
        #[serde(default)]
        replace: bool,
    },
    /// The customer belongs to the company with this name, which is made where there is none.
    CustomerCompany {
        /// The name.
        text: String,
        /// Whether it takes the place of the one he belongs to.
        #[serde(default)]
        replace: bool,
    },
    /// Its case gets these tags.
    Tags {
        /// The tags, parted by commas.
        text: String,
    },
    /// The message shows this text; the mail as it came stays behind it.
    ReplaceText {
        /// The text.
        text: String,
    },
    /// It belongs to the case with this number, whatever else speaks for another.
    LinkCase {
        /// The number.
        text: String,
    },
    /// It starts a case of its own, whatever speaks for an old one.
    NewCase,
    /// Its sender is not the customer; another action may say who is.
    IgnoreSender,
    /// It is passed on to this address.
    Forward {
        /// The address.
        text: String,
    },
    /// The customer gets an answer made of this template, in the place of the receipt.
    Reply {
        /// The template.
        template_id: TemplateId,
    },
    /// Somebody else gets a mail made of this template.
    ReplyTo {
        /// The template.
        template_id: TemplateId,
        /// Whom to.
        text: String,
    },
    /// No receipt is sent to it.
    NoAutoReply,
    /// It is taken as the return of a mail of ours.
    Bounced,
    /// Its timeline tells of every filter that was tried, and why it did not match.
    Debug,
}

impl FilterAction {
    /// The stable name.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Discard => "discard",
            Self::Category { .. } => "category",
            Self::Priority { .. } => "priority",
            Self::RequestType { .. } => "request_type",
            Self::Owner { .. } => "owner",
            Self::Status { .. } => "status",
            Self::Title { .. } => "title",
            Self::CustomerName { .. } => "customer_name",
            Self::CustomerAddress { .. } => "customer_address",
            Self::FindCustomer { .. } => "find_customer",
            Self::CustomerPhone { .. } => "customer_phone",
            Self::CustomerCompany { .. } => "customer_company",
            Self::Tags { .. } => "tags",
            Self::ReplaceText { .. } => "replace_text",
            Self::LinkCase { .. } => "link_case",
            Self::NewCase => "new_case",
            Self::IgnoreSender => "ignore_sender",
            Self::Forward { .. } => "forward",
            Self::Reply { .. } => "reply",
            Self::ReplyTo { .. } => "reply_to",
            Self::NoAutoReply => "no_auto_reply",
            Self::Bounced => "bounced",
            Self::Debug => "debug",
        }
    }

    /// Its text, where captures may be named.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Title { text }
            | Self::CustomerName { text }
            | Self::CustomerAddress { text }
            | Self::FindCustomer { text, .. }
            | Self::CustomerPhone { text, .. }
            | Self::CustomerCompany { text, .. }
            | Self::Tags { text }
            | Self::ReplaceText { text }
            | Self::LinkCase { text }
            | Self::Forward { text }
            | Self::ReplyTo { text, .. } => Some(text),
            Self::Block
            | Self::Discard
            | Self::Category { .. }
            | Self::Priority { .. }
            | Self::RequestType { .. }
            | Self::Owner { .. }
            | Self::Status { .. }
            | Self::NewCase
            | Self::IgnoreSender
            | Self::Reply { .. }
            | Self::NoAutoReply
            | Self::Bounced
            | Self::Debug => None,
        }
    }

    /// The same, to be changed.
    pub fn text_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Title { text }
            | Self::CustomerName { text }
            | Self::CustomerAddress { text }
            | Self::FindCustomer { text, .. }
            | Self::CustomerPhone { text, .. }
            | Self::CustomerCompany { text, .. }
            | Self::Tags { text }
            | Self::ReplaceText { text }
            | Self::LinkCase { text }
            | Self::Forward { text }
            | Self::ReplyTo { text, .. } => Some(text),
            Self::Block
            | Self::Discard
            | Self::Category { .. }
            | Self::Priority { .. }
            | Self::RequestType { .. }
            | Self::Owner { .. }
            | Self::Status { .. }
            | Self::NewCase
            | Self::IgnoreSender
            | Self::Reply { .. }
            | Self::NoAutoReply
            | Self::Bounced
            | Self::Debug => None,
        }
    }

    /// The template that it sends.
    #[must_use]
    pub const fn template(&self) -> Option<TemplateId> {
        if let Self::Reply { template_id } | Self::ReplyTo { template_id, .. } = self {
            Some(*template_id)
        } else {
            None
        }
    }

    /// Whether it keeps the mail from becoming a message of a case.
    #[must_use]
    pub const fn holds_back(&self) -> bool {
        matches!(self, Self::Block | Self::Discard)
    }
}
