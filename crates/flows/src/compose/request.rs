//! What an agent asks to be sent: one form for answers, forwards and first mails.

use domain::case::CaseStatus;
use domain::compose::{AsWhom, DraftClaim, FromKind, Mode, Written};
use domain::{
    Actor, EmailAddress, MessageId, Problem, RecipientNames, StatusId, Timestamp, UploadId, limits,
};
use serde::{Deserialize, Serialize};
use store::mailboxes::MailboxRow;

use super::recipients::{Person, Recipients};
use super::through::NamedLists;
use crate::office::Office;
use crate::{cases, statuses};

/// What an agent wrote, and when it shall go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewReply {
    /// In which way.
    pub mode: Mode,
    /// The text.
    pub text: String,
    /// The same with formatting; the text is then made of it. A picture in it is `cid:` and the id of its upload.
    pub html: Option<String>,
    /// Recipients; those that the mode names when not given.
    pub to: Option<Vec<EmailAddress>>,
    /// Copies.
    pub cc: Vec<EmailAddress>,
    /// Copies that the others do not see: they stand in the envelope alone.
    pub bcc: Vec<EmailAddress>,
    /// The distribution lists that it goes to beside them.
    pub lists: NamedLists,
    /// Another subject; the case's title when not given.
    pub subject: Option<String>,
    /// Files uploaded before.
    pub upload_ids: Vec<UploadId>,
    /// The message that it is about.
    pub about: AboutMessage,
    /// What the case becomes; when not given what its category says, and else it stays.
    pub status: Option<CaseStatus>,
    /// What it becomes among the organisation's own statuses; its kind need not be named beside it.
    pub status_id: Option<StatusId>,
    /// When it goes.
    pub timing: Timing,
    /// As whom, and what stands under it.
    pub as_whom: AsWhom,
    /// What its author knew when he sent it.
    pub knowing: Knowing,
}

/// The message that a mail is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AboutMessage {
    /// The one that it answers or passes on; the latest received one when not given.
    pub message_id: Option<MessageId>,
    /// Which files of it go along, by their places.
    pub attachments: Vec<u32>,
}

/// What the author of a mail knew when he sent it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Knowing {
    /// The last message that he saw; an answer of a colleague behind it is a refusal.
    pub last: Option<MessageId>,
    /// Whether it also goes to addresses that are written to no more: he was told and wants it.
    pub blocks: bool,
    /// Of the first mail of a case: which draft it is. Another one at its place is another mail.
    pub draft: DraftClaim,
    /// Whether it goes only while that draft is there: where it is not, it was sent or thrown away elsewhere meanwhile.
    pub needs_draft: bool,
    /// By which names he knows those whom he writes to; of others it is what the conversation calls them.
    pub names: RecipientNames,
}

/// When a mail goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// At once.
    #[default]
    Now,
    /// After a moment in which it can be taken back.
    Undo {
        /// The moment, at most [`limits::UNDO_S_MAX`].
        seconds: u32,
    },
    /// At a time that its author chose.
    At {
        /// When.
        at: Timestamp,
        /// Whether it comes back to him when the customer writes first.
        cancel_if_answered: bool,
    },
}

impl Timing {
    /// The time its author chose, and when it is due.
    pub(super) fn due(self, now: Timestamp) -> (Option<Timestamp>, Timestamp) {
        match self {
            Self::Now => (None, now),
            Self::Undo { seconds } => (None, now.plus_seconds(i64::from(seconds.min(limits::UNDO_S_MAX)))),
            Self::At { at, .. } => (Some(at), at),
        }
    }

    pub(super) const fn cancel_if_answered(self) -> bool {
        matches!(self, Self::At { cancel_if_answered: true, .. })
    }
}

impl NewReply {
    /// Refuses what no mail can be made of.
    pub(super) fn checked(self, now: Timestamp) -> Result<Self, Problem> {
        if self.mode == Mode::Comment {
            return Err(Problem::invalid("mode", "not_a_mail", "a comment is not sent; add it to the case"));
        }
        if let Timing::At { at, .. } = self.timing {
            check_plan(at, now)?;
        }
        Ok(Self { text: cases::written(self.text)?, ..self })
    }

    /// The same, with the kind of the own status that it names.
    pub(super) async fn with_status(self, office: &Office, actor: &Actor) -> Result<Self, Problem> {
        let conn = office.store().read();
        let chosen = statuses::chosen(&conn, actor.organisation, (self.status, self.status_id)).await?;
        let (status, status_id) = chosen.unzip();
        Ok(Self { status, status_id: status_id.flatten(), ..self })
    }

    /// What its author sees again when it comes back; with the recipients that it had, by the names that he gave them, and the
    /// lists as lists.
    pub(super) fn as_written(&self, recipients: &Recipients, mailbox: &MailboxRow) -> Written {
        let typed = |address: &EmailAddress| self.knowing.names.named(address).to_string();
        let texts = |all: &[Person]| all.iter().map(|(_, address)| typed(address)).collect::<Vec<_>>();
        let [to, cc, bcc] = self.lists.typed();
        let (send_at, _) = self.timing.due(Timestamp::from_millis(0));
        Written {
            mode: self.mode,
            text: self.text.clone(),
            html: self.html.clone(),
            to: Some(texts(&recipients.to).into_iter().chain(to).collect()),
            cc: texts(&recipients.cc).into_iter().chain(cc).collect(),
            bcc: recipients.bcc.iter().map(typed).chain(bcc).collect(),
            subject: self.subject.clone(),
            upload_ids: self.upload_ids.clone(),
            message_id: self.about.message_id,
            attachments: self.about.attachments.clone(),
            mailbox_id: (self.mode == Mode::New).then_some(mailbox.id),
            send_at,
            cancel_if_answered: self.timing.cancel_if_answered(),
            as_whom: self.as_whom,
            sent_from: FromKind::default(),
        }
    }
}

/// Refuses a time that has passed or that nobody will live to see here.
pub(super) fn check_plan(at: Timestamp, now: Timestamp) -> Result<(), Problem> {
    if at <= now {
        let detail = "the time has passed; choose a later one, or send the mail at once";
        return Err(Problem::invalid("send_at", "plan.past", detail));
    }
    if at.millis_since(now) > limits::PLAN_MS_MAX {
        let detail = "a mail can be planned at most one year ahead; choose an earlier time";
        return Err(Problem::invalid("send_at", "plan.too_far", detail));
    }
    Ok(())
}
