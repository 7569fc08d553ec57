//! Mail that an agent writes: in which way, and what he has written so far.

mod claim;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::address::EmailAddress;
use crate::encryption::TlsNeed;
use crate::ids::{IdentityId, MailboxId, MessageId, TemplateId, UploadId};
use crate::org::UnknownName;
use crate::time::Timestamp;

pub use claim::{DraftClaim, MailKey, Writer};

/// A text, and the same with formatting where it has any.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Formatted {
    /// Without formatting.
    pub text: String,
    /// As HTML that was made safe; the text was made of it.
    pub html: Option<String>,
}

impl Formatted {
    /// Whether nothing stands in it. A picture alone is something, though its text may be nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let shows_picture = || self.html.as_deref().is_some_and(|html| html.contains("<img "));
        self.text.trim().is_empty() && !shows_picture()
    }
}

impl<T: Into<String>> From<T> for Formatted {
    fn from(text: T) -> Self {
        Self { text: text.into(), html: None }
    }
}

/// Whom a mail goes to, as somebody typed it: addresses, and distribution lists as `list:` and their ids.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedRecipients {
    /// Recipients.
    pub to: Vec<String>,
    /// Copies.
    pub cc: Vec<String>,
    /// Copies that the others do not see.
    pub bcc: Vec<String>,
}

impl TypedRecipients {
    /// All of them, field by field.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    /// Those that pass, in their fields.
    #[must_use]
    pub fn only(mut self, mut passes: impl FnMut(&str) -> bool) -> Self {
        for field in [&mut self.to, &mut self.cc, &mut self.bcc] {
            field.retain(|typed| passes(typed));
        }
        self
    }
}

/// What is written in a case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// An answer to the customer.
    #[default]
    Reply,
    /// An answer to everybody who takes part.
    ReplyAll,
    /// A message passed on to an outsider; his answer stays apart from the customer.
    Forward,
    /// A comment among colleagues.
    Comment,
    /// The first mail of a case that we start.
    New,
}

impl Mode {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Reply, Self::ReplyAll, Self::Forward, Self::Comment, Self::New];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::ReplyAll => "reply_all",
            Self::Forward => "forward",
            Self::Comment => "comment",
            Self::New => "new",
        }
    }

    /// The mode under which its draft is kept: an answer stays the same text whoever receives it.
    #[must_use]
    pub const fn of_draft(self) -> Self {
        match self {
            Self::Reply | Self::ReplyAll => Self::Reply,
            Self::Forward => Self::Forward,
            Self::Comment => Self::Comment,
            Self::New => Self::New,
        }
    }

    /// The mode under which its draft is kept when it comes back: its case is there by then.
    #[must_use]
    pub const fn of_returned(self) -> Self {
        match self {
            Self::Reply | Self::ReplyAll | Self::New => Self::Reply,
            Self::Forward => Self::Forward,
            Self::Comment => Self::Comment,
        }
    }
}

impl FromStr for Mode {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|mode| mode.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// Which signature stands under a mail, where its author chose.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureChoice {
    /// His own for what begins something, and the mailbox's.
    New,
    /// His own for answers, and the mailbox's.
    Reply,
    /// The mailbox's alone.
    Mailbox,
    /// None.
    None,
}

impl SignatureChoice {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::New, Self::Reply, Self::Mailbox, Self::None];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Reply => "reply",
            Self::Mailbox => "mailbox",
            Self::None => "none",
        }
    }

    /// The one that stands under a mail whose author chose none.
    #[must_use]
    pub const fn usual(mode: Mode) -> Self {
        match mode {
            Mode::New => Self::New,
            Mode::Reply | Mode::ReplyAll | Mode::Forward | Mode::Comment => Self::Reply,
        }
    }
}

/// From whose address a mail is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromKind {
    /// From the mailbox of its case.
    #[default]
    Mailbox,
    /// From its author's own.
    Own,
    /// From a shared sender of the organisation.
    Shared,
}

impl FromKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Mailbox, Self::Own, Self::Shared];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mailbox => "mailbox",
            Self::Own => "own",
            Self::Shared => "shared",
        }
    }
}

impl FromStr for FromKind {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// Where answers go to a mail that is not from the mailbox of its case.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum AnswersTo {
    /// To the mailbox of the case, so that they come into it.
    #[default]
    Mailbox,
    /// To the address that it is from.
    Own,
    /// To another one.
    Address {
        /// Which.
        address: EmailAddress,
    },
}

/// As whom a mail is written, where its author chose.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum FromChoice {
    /// From the mailbox of its case.
    Mailbox,
    /// From its author's own address.
    Own,
    /// From a shared sender.
    Shared {
        /// Which.
        id: IdentityId,
    },
}

impl FromChoice {
    /// From whose address that is.
    #[must_use]
    pub const fn kind(self) -> FromKind {
        match self {
            Self::Mailbox => FromKind::Mailbox,
            Self::Own => FromKind::Own,
            Self::Shared { .. } => FromKind::Shared,
        }
    }
}

/// As whom a mail is written, what stands under it, and what its author asks of whoever receives it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AsWhom {
    /// The sender, where its author chose; the template's, the organisation's or the mailbox when not given.
    pub from: Option<FromChoice>,
    /// The template that it was begun with, which may name a sender.
    pub template_id: Option<TemplateId>,
    /// What stands under it; the usual signature of its mode when not given.
    pub signature: Option<SignatureChoice>,
    /// Whether its author asks to be told when it has arrived and was read.
    pub receipt: bool,
    /// Whether it may go over verified encryption alone.
    pub needs_tls: bool,
    /// Whether it may do so to its end alone, by servers that promise it.
    pub tls_throughout: bool,
    /// Whether its files stay with us and its receiver fetches them by links.
    pub files_as_links: bool,
}

impl AsWhom {
    /// What its author demands of its protection.
    #[must_use]
    pub const fn tls(self) -> TlsNeed {
        match (self.needs_tls, self.tls_throughout) {
            (_, true) => TlsNeed::Throughout,
            (true, false) => TlsNeed::Verified,
            (false, false) => TlsNeed::Nothing,
        }
    }
}

/// What an agent has written, finished or not: addresses stand as he typed them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    /// In which way.
    pub mode: Mode,
    /// The text.
    pub text: String,
    /// The same with formatting, where it has any; the text is then its plain form.
    pub html: Option<String>,
    /// Recipients; those that the mode names when not given.
    pub to: Option<Vec<String>>,
    /// Copies.
    pub cc: Vec<String>,
    /// Copies that the others do not see.
    pub bcc: Vec<String>,
    /// The subject; that of the case when not given.
    pub subject: Option<String>,
    /// Files uploaded for it.
    pub upload_ids: Vec<UploadId>,
    /// The message that it answers or passes on; the latest of the customer when not given.
    pub message_id: Option<MessageId>,
    /// Which files of that message go along, by their places.
    pub attachments: Vec<u32>,
    /// The mailbox that a new case is written from.
    pub mailbox_id: Option<MailboxId>,
    /// When it shall be sent; at once when not given.
    pub send_at: Option<Timestamp>,
    /// Whether it comes back when the customer writes first.
    pub cancel_if_answered: bool,
    /// As whom, and what stands under it.
    #[serde(flatten)]
    pub as_whom: AsWhom,
    /// From whose address it was sent, once it was.
    pub sent_from: FromKind,
}

impl Written {
    /// The same, as it is written on with in a case that is there: what began the case is an answer in it from then on. The
    /// signature that stood under it by itself stays under it.
    #[must_use]
    pub fn in_its_case(mut self) -> Self {
        if self.mode == Mode::New {
            self.mode = Mode::New.of_returned();
            self.as_whom.signature = self.as_whom.signature.or(Some(SignatureChoice::usual(Mode::New)));
        }
        self
    }
}

/// By what whoever asks for a first mail knows it again: he makes the key with the mail, and the same key is the same
/// mail, however often he asks because our answer did not reach him. 16 to 64 of `A-Z a-z 0-9 - _`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SendKey(String);

impl SendKey {
    /// The key as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SendKey {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let is_of_key = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if (16..=64).contains(&text.len()) && text.bytes().all(is_of_key) {
            return Ok(Self(text.to_owned()));
        }
        Err(UnknownName(text.chars().take(64).collect()))
    }
}

/// Why a draft lies there though nobody left it there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Returned {
    /// Its author took the mail back before it was sent.
    TakenBack,
    /// The customer wrote before the mail was due.
    Answered,
    /// The mail could not be delivered, and its author writes it to another address.
    Failed,
}

impl Returned {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::TakenBack, Self::Answered, Self::Failed];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TakenBack => "taken_back",
            Self::Answered => "answered",
            Self::Failed => "failed",
        }
    }
}

impl FromStr for Returned {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|returned| returned.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_alone_is_a_text() {
        let of = |html: &str| Formatted { text: String::new(), html: Some(html.to_owned()) };
        assert!(!of("<div><img src=\"cid:1\"></div>").is_empty());
        assert!(of("<div>&lt;img </div>").is_empty() && Formatted::default().is_empty());
    }

    #[test]
    fn what_began_a_case_is_an_answer_in_it_with_the_signature_that_it_had() {
        let of = |mode, signature| {
            let as_whom = AsWhom { signature, ..AsWhom::default() };
            let written = Written { mode, as_whom, ..Written::default() }.in_its_case();
            (written.mode, written.as_whom.signature)
        };
        assert_eq!(of(Mode::New, None), (Mode::Reply, Some(SignatureChoice::New)));
        let none = Some(SignatureChoice::None);
        assert_eq!(of(Mode::New, none), (Mode::Reply, none));
        for mode in [Mode::Reply, Mode::ReplyAll, Mode::Forward, Mode::Comment] {
            assert_eq!(of(mode, None), (mode, None));
        }
    }

    #[test]
    fn what_an_older_version_wrote_is_read() {
        let written: Written = serde_json::from_str(r#"{"text":"Hei","mode":"reply_all"}"#).unwrap();
        assert_eq!((written.mode, written.text.as_str()), (Mode::ReplyAll, "Hei"));
        assert_eq!((written.as_whom, written.sent_from), (AsWhom::default(), FromKind::Mailbox));
        let written: Written = serde_json::from_str(r#"{"signature":"mailbox","cc":["a@b.no"]}"#).unwrap();
        assert_eq!(written.as_whom.signature, Some(SignatureChoice::Mailbox));
        assert_eq!(written.mode.of_draft(), Mode::Reply);
    }
}
