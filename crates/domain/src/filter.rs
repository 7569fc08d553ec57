//! Filters: what a mail must be like, what is read out of it, and what is done with it.
//!
//! The names of all these are stable: they stand in the database, in the API and in the files that
//! filters are exported to.

mod action;

pub use action::{CustomerBy, FilterAction};

use serde::{Deserialize, Serialize};

/// Whether every condition must hold, or one of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combine {
    /// Every one; a filter without conditions matches every mail.
    #[default]
    All,
    /// At least one.
    Any,
}

impl Combine {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::All, Self::Any];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
        }
    }
}

/// What of a mail a condition or a capture reads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterField {
    /// The sender: name and address.
    From,
    /// Those in To: names and addresses.
    To,
    /// Those in Cc: names and addresses.
    Cc,
    /// Those in To and in Cc.
    Recipients,
    /// The subject.
    Subject,
    /// The text, as the reader sees it.
    Body,
    /// One field of the header by its name, or the whole header, decoded.
    Header,
    /// The names of the files.
    AttachmentName,
    /// The media types of the files.
    AttachmentType,
    /// The size as received, octets.
    Size,
    /// Written by a person, an automatic reply, a delivery report ...
    Class,
    /// The language of the text, as far as it can be told.
    Language,
    /// The request type of the case that it answers, or else that which its mailbox gives new cases.
    RequestType,
}

/// Operators of a field that is text.
const OF_TEXT: &[FilterOperator] = &[
    FilterOperator::Contains,
    FilterOperator::NotContains,
    FilterOperator::Equals,
    FilterOperator::NotEquals,
    FilterOperator::Begins,
    FilterOperator::Ends,
    FilterOperator::Regex,
    FilterOperator::Exists,
    FilterOperator::Missing,
];
/// Operators of a field that is one of a few words.
const OF_WORD: &[FilterOperator] = &[FilterOperator::Equals, FilterOperator::NotEquals];
/// Operators of a field that a mail may be without.
const OF_CHOICE: &[FilterOperator] =
    &[FilterOperator::Equals, FilterOperator::NotEquals, FilterOperator::Exists, FilterOperator::Missing];
/// Operators of a field that is a number.
const OF_NUMBER: &[FilterOperator] = &[FilterOperator::Larger, FilterOperator::Smaller];

impl FilterField {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::From,
        Self::To,
        Self::Cc,
        Self::Recipients,
        Self::Subject,
        Self::Body,
        Self::Header,
        Self::AttachmentName,
        Self::AttachmentType,
        Self::Size,
        Self::Class,
        Self::Language,
        Self::RequestType,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
            Self::Cc => "cc",
            Self::Recipients => "recipients",
            Self::Subject => "subject",
            Self::Body => "body",
            Self::Header => "header",
            Self::AttachmentName => "attachment_name",
            Self::AttachmentType => "attachment_type",
            Self::Size => "size",
            Self::Class => "class",
            Self::Language => "language",
            Self::RequestType => "request_type",
        }
    }

    /// The operators that make sense for it.
    #[must_use]
    pub const fn operators(self) -> &'static [FilterOperator] {
        match self {
            Self::Size => OF_NUMBER,
            Self::Class | Self::Language => OF_WORD,
            Self::RequestType => OF_CHOICE,
            Self::From
            | Self::To
            | Self::Cc
            | Self::Recipients
            | Self::Subject
            | Self::Body
            | Self::Header
            | Self::AttachmentName
            | Self::AttachmentType => OF_TEXT,
        }
    }

    /// Whether it is text, from which something can be captured.
    #[must_use]
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Size | Self::Class | Self::Language | Self::RequestType)
    }
}

/// How a condition compares; case is ignored everywhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterOperator {
    /// The text stands somewhere in it.
    Contains,
    /// The text stands nowhere in it.
    NotContains,
    /// It is the text; a class or a language is this one.
    Equals,
    /// It is not.
    NotEquals,
    /// It begins with the text.
    Begins,
    /// It ends with the text.
    Ends,
    /// A regular expression matches somewhere (linear time: no look-around, no back references).
    Regex,
    /// More octets than this.
    Larger,
    /// Fewer octets than this.
    Smaller,
    /// The mail has it, and it is not empty.
    Exists,
    /// The mail does not have it, or it is empty.
    Missing,
}

impl FilterOperator {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Contains,
        Self::NotContains,
        Self::Equals,
        Self::NotEquals,
        Self::Begins,
        Self::Ends,
        Self::Regex,
        Self::Larger,
        Self::Smaller,
        Self::Exists,
        Self::Missing,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contains => "contains",
            Self::NotContains => "not_contains",
            Self::Equals => "equals",
            Self::NotEquals => "not_equals",
            Self::Begins => "begins",
            Self::Ends => "ends",
            Self::Regex => "regex",
            Self::Larger => "larger",
            Self::Smaller => "smaller",
            Self::Exists => "exists",
            Self::Missing => "missing",
        }
    }

    /// Whether it compares with something.
    #[must_use]
    pub const fn needs_value(self) -> bool {
        !matches!(self, Self::Exists | Self::Missing)
    }
}

/// One thing that a mail must be like.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct FilterCondition {
    /// What it reads.
    pub field: FilterField,
    /// Which header field, by its name; the whole header where absent. Only for `Header`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// How it compares.
    pub operator: FilterOperator,
    /// With what: a text, a regular expression, octets, a class, a language, a request type's id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
}

/// Something that is read out of a mail and has a name in the texts of the actions and in the templates
/// that they send: `[[capture.name]]`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct FilterCapture {
    /// The name: letters, digits and `_`, no digit first.
    pub name: String,
    /// What it reads.
    pub field: FilterField,
    /// Which header field. Only for `Header`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// A regular expression: its first group, or all of it where it has none. Its named groups
    /// become variables of their own.
    pub pattern: String,
}

/// What a filter looks for and does.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct FilterRules {
    /// How the conditions are joined.
    #[serde(default)]
    pub combine: Combine,
    /// The conditions; none matches every mail.
    #[serde(default)]
    pub conditions: Vec<FilterCondition>,
    /// What is read out of a mail that matches.
    #[serde(default)]
    pub captures: Vec<FilterCapture>,
    /// What is done with it, at least one thing.
    pub actions: Vec<FilterAction>,
    /// Whether later filters are left out for a mail that matches.
    pub stop: bool,
}
