//! Mail that is passed on to an address outside: a mail of ours that encloses the one that came.
//!
//! Sender and return path are the mailbox's, so that SPF and DKIM hold and a report of failure comes back to
//! the case, or the operator's where the mailbox's domain is not proved; answers go to the first sender. The mail that
//! came is enclosed octet for octet.

use bytes::Bytes;
use domain::org::Language;
use domain::timeline::{Step, Subject};
use domain::{CaseId, EmailAddress, OrganisationId, OutboxId, Timestamp};
use mail::{ComposeError, Draft, NewAttachment, Parsed, Participant, SentBy};
use policy::budget::Budget;
use store::mailboxes::MailboxRow;
use store::outbox::NewOutbox;
use store::raw::PreparedRaw;
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use crate::office::Office;
use crate::preflight::LeavesAs;

/// The scope of the brake on forwarded mail: one bucket for each address.
pub(crate) const SCOPE: &str = "forward";
/// The brake: a loop that no mark stops ends here, and a busy mailbox does not.
pub(crate) const BUDGET: Budget = Budget { burst: 200, interval_ms: 5_000, pause_max_ms: 3600 * 1000 };
/// Characters of the text that is shown above the enclosed mail.
const SHOWN_CHARS_MAX: usize = 20_000;

/// What is passed on.
pub(crate) struct Passed<'a> {
    /// Its bytes.
    pub(crate) raw: &'a [u8],
    /// What was read of it.
    pub(crate) parsed: &'a Parsed,
    /// The case it is in.
    pub(crate) case: CaseId,
    /// The mailbox that it came through.
    pub(crate) mailbox: &'a MailboxRow,
    /// As whom it leaves.
    pub(crate) leaves_as: &'a LeavesAs,
    /// Whom it is passed on to.
    pub(crate) to: &'a EmailAddress,
    /// The present.
    pub(crate) now: Timestamp,
}

/// A mail that is ready for the outbox.
#[derive(Clone)]
pub(crate) struct Composed {
    leaves_as: LeavesAs,
    subject: String,
    raw: Bytes,
}

impl Composed {
    /// The mail; `None` where it is too large to be sent.
    pub(crate) fn of(office: &Office, organisation: OrganisationId, passed: &Passed<'_>) -> Option<Self> {
        let draft = draft(office, organisation, passed);
        let reply_to = passed.parsed.reply_to.iter().chain(&passed.parsed.from);
        let reply_to = reply_to.filter_map(|participant| participant.address.as_ref()).next();
        let leaves_as = passed.leaves_as.clone();
        let reply_to = reply_to.or(leaves_as.reply_to.as_ref().map(|(_, address)| address));
        match mail::compose_forward(&draft, reply_to, &passed.mailbox.settings.address) {
            Ok(raw) => Some(Self { leaves_as, subject: draft.subject, raw: Bytes::from(raw) }),
            Err(ComposeError::TooLarge { .. }) => None,
            Err(error) => {
                tracing::warn!(case.id = %passed.case, %error, "a mail could not be passed on");
                None
            }
        }
    }

    /// Writes it where large mails lie. Outside any transaction.
    pub(crate) async fn prepare(
        self,
        office: &Office,
        organisation: OrganisationId,
    ) -> Result<Prepared, StoreError> {
        let raw = store::raw::prepare(office.store(), organisation, self.raw).await?;
        Ok(Prepared { leaves_as: self.leaves_as, subject: self.subject, raw })
    }

    /// The same for what lies in the database.
    pub(crate) fn prepare_inline(self, organisation: OrganisationId) -> Result<Prepared, StoreError> {
        let raw = store::raw::prepare_inline(organisation, &self.raw)?;
        Ok(Prepared { leaves_as: self.leaves_as, subject: self.subject, raw })
    }
}

/// A mail whose bytes need only their row.
#[derive(Clone)]
pub(crate) struct Prepared {
    leaves_as: LeavesAs,
    subject: String,
    raw: PreparedRaw,
}

/// Puts the mail into the outbox.
pub(crate) async fn put(
    tx: &Tx,
    organisation: OrganisationId,
    prepared: Prepared,
    (case, to, now): (CaseId, &EmailAddress, Timestamp),
) -> Result<OutboxId, StoreError> {
    let told = prepared.leaves_as.steps();
    let (from_name, from) = prepared.leaves_as.from;
    let item = NewOutbox {
        return_path: Some(from.clone()),
        from,
        from_name,
        subject: prepared.subject,
        raw: prepared.raw,
        recipients: vec![to.clone()],
        created_by: None,
        case_id: Some(case),
        at: now,
        due_at: now,
    };
    let outbox_id = store::outbox::insert(tx, organisation, &item).await?;
    let steps = [Step::Queued { user_id: None, recipients: 1 }].into_iter().chain(told);
    let entry = |step| TimelineEntry { subject: Subject::Outbox(outbox_id), at: now, step };
    let entries: Vec<_> = steps.map(entry).collect();
    store::timeline::insert_many(tx, organisation, &entries).await?;
    Ok(outbox_id)
}

fn draft(office: &Office, organisation: OrganisationId, passed: &Passed<'_>) -> Draft {
    let (settings, from) = (&passed.mailbox.settings, passed.leaves_as.from.clone());
    let (nonce, host) = (office.entropy().hex(8), from.1.domain().to_owned());
    let enclosed = NewAttachment {
        name: "original.eml".to_owned(),
        media_type: "message/rfc822".to_owned(),
        bytes: passed.raw.to_vec(),
        content_id: None,
    };
    Draft {
        from,
        reply_to: None,
        to: vec![(None, passed.to.clone())],
        cc: Vec::new(),
        subject: subject_line(&passed.parsed.subject),
        text: text(passed.parsed, &settings.address, settings.language),
        html: None,
        in_reply_to: None,
        references: Vec::new(),
        message_id: office.tokens().message_id(organisation, passed.case, &nonce, &host),
        date: passed.now,
        attachments: vec![enclosed],
        boundary_seed: office.entropy().hex(12),
        thread_index: None,
        sent_by: SentBy::Person { receipt_to: None },
    }
}

fn subject_line(subject: &str) -> String {
    const CHARS_MAX: usize = 400;
    let cut: String = subject.chars().filter(|character| !character.is_control()).take(CHARS_MAX).collect();
    format!("Fwd: {cut}")
}

/// Who wrote what to whom, above the text itself, in the words of the mailbox's language.
fn text(parsed: &Parsed, mailbox: &EmailAddress, language: Language) -> String {
    let [lead, from, subject, to, enclosed] = match language {
        Language::Nb => ["Videresendt fra", "Fra", "Emne", "Til", "E-posten slik den kom, er vedlagt."],
        Language::Sv => ["Vidarebefordrat från", "Från", "Ämne", "Till", "Mejlet som det kom är bifogat."],
        Language::En => ["Forwarded from", "From", "Subject", "To", "The mail as it came is attached."],
    };
    let people = |all: &mut dyn Iterator<Item = &Participant>| all.map(shown).collect::<Vec<_>>().join(", ");
    let body: String = parsed.text.chars().take(SHOWN_CHARS_MAX).collect();
    let senders = people(&mut parsed.from.iter());
    let recipients = people(&mut parsed.to.iter().take(10));
    let title = &parsed.subject;
    format!(
        "{lead} {mailbox}\n\n{from}: {senders}\n{to}: {recipients}\n{subject}: {title}\n\n{body}\n\n-- \n{enclosed}"
    )
}

fn shown(participant: &Participant) -> String {
    match (&participant.name, &participant.address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (None, Some(address)) => address.to_string(),
        (_, None) => participant.raw.clone(),
    }
}
