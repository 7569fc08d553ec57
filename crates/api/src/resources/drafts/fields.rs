//! What a draft is made of.

use domain::Problem;
use domain::compose::{DraftClaim, FromKind, MailKey, Mode, Returned, Written};
use domain::org::Actor;
use serde::{Deserialize, Serialize};
use store::drafts::DraftRow;
use utoipa::ToSchema;

use super::super::identities::{AsWhomInput, AsWhomShown};
use super::super::uploads::Upload;
use crate::problem::Refusal;
use crate::schema::{self, CaseKey, MailboxKey, MessageKey, Moment, UploadKey};
use crate::state::Api;

/// A mail or comment that is not finished.
#[derive(Serialize, ToSchema)]
pub(crate) struct Draft {
    /// The case; null for the first mail of a new one.
    case_id: Option<CaseKey>,
    /// Of the first mail of a new case: which of those that the user has begun; null of the one that has no key.
    mail_key: Option<String>,
    /// The case's number.
    case_number: Option<i64>,
    /// The case's title.
    case_title: Option<String>,
    /// In which way it is written.
    #[schema(value_type = schema::Mode)]
    mode: Mode,
    /// What was written.
    #[serde(flatten)]
    writing: Writing,
    /// How often it was changed; goes along with the next change.
    version: i64,
    /// Why it lies there, where its author did not leave it there.
    #[schema(value_type = Option<schema::Returned>)]
    returned: Option<Returned>,
    /// Whether it goes to recipients of another draft as well, which the mail that came back was put above.
    joined: bool,
    /// When it was last changed.
    updated_at: Moment,
}

/// What was written, and when it shall be sent.
#[derive(Serialize, ToSchema)]
#[schema(as = DraftWriting)]
pub(crate) struct Writing {
    /// The text.
    text: String,
    /// The same with formatting; null where it has none. A picture in it is `cid:` and the id of one of the files.
    html: Option<String>,
    /// Who receives it, as typed, with names or without; null for those whom the mode names.
    to: Option<Vec<String>>,
    /// Who receives a copy.
    cc: Vec<String>,
    /// Who receives a copy that the others do not see.
    bcc: Vec<String>,
    /// The subject; null for that of the case.
    subject: Option<String>,
    /// Its files.
    uploads: Vec<Upload>,
    /// The message that it answers or passes on.
    message_id: Option<MessageKey>,
    /// Which files of that message go along.
    attachments: Vec<u32>,
    /// The mailbox that a new case is written from.
    mailbox_id: Option<MailboxKey>,
    /// The time at which it shall be sent.
    send_at: Option<Moment>,
    /// Whether it shall come back when the customer writes before that time.
    cancel_if_answered: bool,
    /// As whom, and what stands under it.
    #[serde(flatten)]
    as_whom: AsWhomShown,
}

/// A draft to be kept.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DraftInput {
    /// In which way it is written; an answer and an answer to all are one draft.
    #[serde(default)]
    #[schema(value_type = Option<schema::Mode>)]
    mode: Option<Mode>,
    /// The text.
    #[serde(default)]
    text: String,
    /// The same with formatting; the text is then made of it.
    html: Option<String>,
    /// Who receives it, as typed, with names or without; those whom the mode names when left out.
    to: Option<Vec<String>>,
    /// Who receives a copy.
    #[serde(default)]
    cc: Vec<String>,
    /// Who receives a copy that the others do not see.
    #[serde(default)]
    bcc: Vec<String>,
    /// The subject; that of the case when left out.
    subject: Option<String>,
    /// Its files.
    #[serde(default)]
    upload_ids: Vec<UploadKey>,
    /// The message that it answers or passes on.
    message_id: Option<MessageKey>,
    /// Which files of that message go along.
    #[serde(default)]
    attachments: Vec<u32>,
    /// The mailbox that a new case is written from.
    mailbox_id: Option<MailboxKey>,
    /// As whom, and what stands under it.
    #[serde(flatten)]
    as_whom: AsWhomInput,
    /// The version that this goes on from.
    seen_version: Option<i64>,
    /// Who writes it, at most 64 letters, digits, `-` or `_`: a name that a window or a program makes by itself, once. What
    /// the same writer kept before is never another's.
    #[schema(min_length = 1, max_length = 64)]
    writer: Option<String>,
}

impl DraftInput {
    /// The recipients that it names itself.
    pub(crate) fn entered(&self) -> Vec<String> {
        self.to.iter().flatten().chain(&self.cc).chain(&self.bcc).cloned().collect()
    }
}

/// A draft that was kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeptDraft {
    /// Its version; 0 when nothing was written, so that none is kept.
    version: i64,
    /// When.
    updated_at: Moment,
    /// Whether it was changed elsewhere since the version that this went on from. This one was kept.
    overwrote: bool,
}

impl From<flows::compose::KeptDraft> for KeptDraft {
    fn from(kept: flows::compose::KeptDraft) -> Self {
        Self { version: kept.version, updated_at: kept.at.into(), overwrote: kept.overwrote }
    }
}

/// Which of the first mails that the user has begun is meant.
pub(crate) fn mail_key(text: Option<&str>) -> Result<Option<MailKey>, Problem> {
    let detail = "this is no key of a mail; make one of 32 digits of base 16, `0-9` and `a-f`, for each mail that is begun";
    let key = text.map(str::parse).transpose();
    key.map_err(|_| Problem::invalid("mail_key", "draft.mail_key", detail))
}

/// Which draft is meant by who saw this version or writes under this name.
pub(crate) fn claim(version: Option<i64>, writer: Option<&str>) -> Result<DraftClaim, Problem> {
    let detail = "this is no name of a writer; make one of 1 to 64 letters, digits, `-` or `_`";
    let writer = writer.map(str::parse).transpose();
    let writer = writer.map_err(|_| Problem::invalid("writer", "draft.writer", detail))?;
    Ok(DraftClaim { version, writer, mail: None })
}

impl DraftInput {
    /// Which draft it goes on from.
    pub(crate) fn claim(&self) -> Result<DraftClaim, Problem> {
        claim(self.seen_version, self.writer.as_deref())
    }

    /// What was written; `mode` is where the draft lies, which the body can only make finer.
    pub(crate) fn into_written(self, mode: Mode) -> Written {
        let finer = self.mode.filter(|finer| finer.of_draft() == mode);
        Written {
            mode: finer.unwrap_or(mode),
            text: self.text,
            html: self.html,
            to: self.to,
            cc: self.cc,
            bcc: self.bcc,
            subject: self.subject,
            upload_ids: self.upload_ids.into_iter().map(Into::into).collect(),
            message_id: self.message_id.map(Into::into),
            attachments: self.attachments,
            mailbox_id: self.mailbox_id.map(Into::into),
            send_at: None,
            cancel_if_answered: false,
            as_whom: self.as_whom.read().unwrap_or_default(),
            sent_from: FromKind::default(),
        }
    }
}

impl Draft {
    /// A draft of the actor with the files that are still there.
    pub(crate) async fn of(api: &Api, actor: &Actor, row: DraftRow) -> Result<Self, Refusal> {
        let DraftRow {
            case_id,
            mail,
            case_number,
            case_title,
            written,
            version,
            returned,
            joined,
            updated_at,
            ..
        } = row;
        let uploads = if written.upload_ids.is_empty() {
            Vec::new()
        } else {
            store::uploads::list(&api.conn(), actor.organisation, actor.user, &written.upload_ids).await?
        };
        Ok(Self {
            case_id: case_id.map(Into::into),
            mail_key: mail.map(|key| key.to_string()),
            case_number,
            case_title,
            mode: written.mode,
            writing: Writing {
                text: written.text,
                html: written.html,
                to: written.to,
                cc: written.cc,
                bcc: written.bcc,
                subject: written.subject,
                uploads: uploads.into_iter().map(Into::into).collect(),
                message_id: written.message_id.map(Into::into),
                attachments: written.attachments,
                mailbox_id: written.mailbox_id.map(Into::into),
                send_at: written.send_at.map(Into::into),
                cancel_if_answered: written.cancel_if_answered,
                as_whom: written.as_whom.into(),
            },
            version,
            returned,
            joined,
            updated_at: updated_at.into(),
        })
    }

    /// Drafts of the actor, in their order.
    pub(crate) async fn of_all(api: &Api, actor: &Actor, rows: Vec<DraftRow>) -> Result<Vec<Self>, Refusal> {
        let mut drafts = Vec::with_capacity(rows.len());
        for row in rows {
            drafts.push(Self::of(api, actor, row).await?);
        }
        Ok(drafts)
    }
}
