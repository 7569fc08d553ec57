//! A problem with its stable code: what an error says across a border, to a person and to a
//! program alike (RFC 9457 carries both).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// What kind of thing went wrong, and so which HTTP status answers it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProblemKind {
    /// The input is wrong; the text says where (422).
    Invalid,
    /// Not signed in, or the credentials are wrong (401).
    Unauthenticated,
    /// Signed in, but a right is missing (403).
    Forbidden,
    /// No such record in this organisation (404).
    NotFound,
    /// The record's state does not allow it (409).
    Conflict,
    /// A limit was reached (429 or 413; the code says which).
    Limit,
    /// Something of ours failed; trying again may help (503).
    Unavailable,
}

/// One problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// The stable code, as in `mailbox.address_taken`; the interface has its sentence per language.
    pub code: &'static str,
    /// The field of the input that was wrong, where one was.
    pub field: Option<&'static str>,
    /// One English sentence: what failed, on what, what to do. No secrets.
    pub detail: Cow<'static, str>,
    /// Values that the sentence in another language needs, by name.
    pub params: BTreeMap<&'static str, String>,
}

impl Problem {
    /// A problem of this kind with its code and sentence.
    #[must_use]
    pub fn new(kind: ProblemKind, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, code, field: None, detail: detail.into(), params: BTreeMap::new() }
    }

    /// Wrong input in one field.
    #[must_use]
    pub fn invalid(field: &'static str, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { field: Some(field), ..Self::new(ProblemKind::Invalid, code, detail) }
    }

    /// No such record: `what` is its name in the product's words.
    #[must_use]
    pub fn not_found(what: &'static str) -> Self {
        Self::new(ProblemKind::NotFound, "not_found", format!("there is no such {what}")).with("what", what)
    }

    /// The state of the record does not allow it.
    #[must_use]
    pub fn conflict(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemKind::Conflict, code, detail)
    }

    /// Adds a value for the sentence in other languages.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.params.insert(name, value.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Problem {}
