//! The timeline of one mail: what happened to it, in order, from the first row on; one file because the steps are one
//! list, which is stored and told as such.

mod all_mail;
mod authenticity;
mod deed;
mod domain_report;
mod faq;
mod sent;

pub use all_mail::{AllMailTold, StopDeed};
pub use authenticity::{AuthenticityTold, GatewayTold, SignatureTold, SpfTold};
pub use deed::FilterDeed;
pub use domain_report::DomainReportTold;
pub use faq::{FaqHit, FaqTold};
pub use sent::{
    BlockedAddress, CountedReturn, DelayedElsewhere, EndedAttempt, LeftOutOfList, MatchedReturn, ReceiptTold,
    ReturnedLater, RoutedBy, SentAs, SentInstead, ServerPassedOver, SignedAs, ThroughList,
};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::filter::{FilterField, FilterOperator};
use crate::ids::{CaseId, FilterId, IntakeId, MailboxId, OutboxId, PersonId, UserId};

/// Whose timeline it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Subject {
    /// A mail that came in.
    Intake(IntakeId),
    /// A mail that goes out.
    Outbox(OutboxId),
}

/// One step, with what the sentence about it needs. Stored as JSON beside the mail; the
/// interface has one sentence per kind and language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Step {
    /// A mail came: from which mailbox's server, or from which host to our listener.
    Received {
        /// The mailbox.
        mailbox_id: MailboxId,
        /// `imap`, `pop3`, `smtp` or `import`.
        via: String,
        /// The server it was fetched from or the client that handed it over.
        peer: String,
    },
    /// Its bytes are durable.
    Stored {
        /// Octets as received.
        size_octets: u64,
        /// BLAKE3 of the octets, hexadecimal.
        hash: String,
    },
    /// Its server offered the same octets again under another number, and it was recognised.
    SeenAgain {
        /// `imap`, `pop3` or `import`.
        via: String,
        /// The server.
        peer: String,
    },
    /// It was read.
    Parsed {
        /// Attachments found.
        attachments: u32,
        /// What was wrong with its form, in stable codes.
        defects: Vec<String>,
        /// Person, auto-reply, delivery report ...: the class, as a stable name.
        class: String,
    },
    /// What DNS and its signatures say of who it is from.
    Authenticity(Box<AuthenticityTold>),
    /// It is a report of another server on a sender domain.
    DomainReport(Box<DomainReportTold>),
    /// A filter matched.
    FilterMatched {
        /// Which.
        filter_id: FilterId,
        /// Its name at that time.
        name: String,
        /// The text of the first condition that held, cut.
        matched: String,
        /// The first of its actions, as a stable name.
        action: String,
        /// Each condition that held, and the text it held for.
        #[serde(default)]
        reasons: Vec<MatchReason>,
        /// What was read out of the mail, by name.
        #[serde(default)]
        variables: BTreeMap<String, String>,
        /// What it does, as stable names.
        #[serde(default)]
        actions: Vec<String>,
        /// What it would have done but for a variable that was not found, or a value that is
        /// none: the action's stable name.
        #[serde(default)]
        left_out: Vec<String>,
    },
    /// A filter was tried and did not match; told only when debugging was asked for.
    FilterTried {
        /// Which.
        filter_id: FilterId,
        /// Its name at that time.
        name: String,
        /// The condition that did not hold, from 1; none where any of them would have done.
        condition: Option<u32>,
    },
    /// A filter put it into the bin, from where it can be restored.
    Discarded {
        /// Which.
        filter_id: FilterId,
    },
    /// A filter was left out because somebody imported a mail that it had blocked.
    FilterSkipped {
        /// Which.
        filter_id: FilterId,
    },
    /// It was found to belong to a case, and why.
    CaseMatched {
        /// The case.
        case_id: CaseId,
        /// Its number.
        number: i64,
        /// `token`, `references`, `thread`, `subject_number`, `filter`, `person`: the evidence.
        because: String,
        /// The text that was the evidence.
        evidence: String,
    },
    /// It was made a case of its own, and why.
    CaseCreated {
        /// The case.
        case_id: CaseId,
        /// Its number.
        number: i64,
        /// `no_evidence`, `filter`, `person`, `status`, or `stranger` when only a subject number spoke for
        /// an old case.
        because: String,
    },
    /// It answers a case whose status says that an answer begins a new one.
    AnswersEnded(AnsweredCase),
    /// A filter said which case it belongs to, and there is none with that number.
    NoSuchCase {
        /// The filter.
        filter_id: FilterId,
        /// The number.
        number: i64,
    },
    /// Its case was given to somebody, and why.
    CaseAssigned {
        /// The case.
        case_id: CaseId,
        /// To whom.
        user_id: UserId,
        /// `turn`, `fewest_open` or `administrator`: the reason.
        because: String,
    },
    /// Its sender was found among the persons, or made one.
    SenderKnown {
        /// The person.
        person_id: PersonId,
        /// His name at that time.
        name: String,
        /// Whether he was made by this mail.
        made: bool,
        /// The company that was found or made by the address's domain.
        company: Option<String>,
    },
    /// What came of an action of a filter, where the actions' names do not say it.
    FilterDid(FilterDeed),
    /// It became a message of the case.
    Placed {
        /// The case.
        case_id: CaseId,
    },
    /// A program of ours answered it.
    AutoReplied {
        /// The reply.
        outbox_id: OutboxId,
        /// Whom to.
        recipient: String,
        /// The template's name at that time.
        template: String,
    },
    /// No program of ours answered it, and why.
    NotAutoReplied {
        /// The reason, as a stable name.
        because: String,
        /// What it was seen by; empty where there is nothing to show.
        evidence: String,
    },
    /// Its receipt suggests answers of the FAQ, or would.
    Faq(FaqTold),
    /// It was passed on to an address outside.
    Forwarded {
        /// The mail that carries it.
        outbox_id: OutboxId,
        /// Whom to.
        recipient: String,
        /// The filter that said so; nobody where the mailbox does.
        filter_id: Option<FilterId>,
    },
    /// It should have been passed on and was not, and why.
    NotForwarded {
        /// Whom to.
        recipient: String,
        /// The reason, as a stable name.
        because: String,
    },
    /// A filter holds it back.
    Blocked {
        /// Which.
        filter_id: FilterId,
    },
    /// Its mailbox leaves such mail out.
    Ignored {
        /// `auto_reply`, `delivery_report`, `complaint`, `own_notice`, `domain_report` or `receipt`.
        because: String,
    },
    /// It may belong to a case; a person must decide.
    Review {
        /// The case.
        case_id: CaseId,
        /// Its number.
        number: i64,
        /// `stranger_references` or `stranger_number`: why that is not enough.
        because: String,
        /// The text that points to the case.
        evidence: String,
    },
    /// Somebody decided where it belongs.
    Decided {
        /// Who.
        user_id: UserId,
        /// The case's number; none for a new case.
        number: Option<i64>,
    },
    /// Handling it failed.
    Failed {
        /// What failed and what to do.
        error: String,
    },
    /// Somebody sent it through the pipeline again.
    Requeued {
        /// Who.
        user_id: UserId,
    },
    /// Somebody chose another way out for it.
    WayChosen {
        /// Who.
        user_id: UserId,
        /// `organisation`, `installation` or `direct`.
        way: String,
        /// Why, in his words; empty where he gave none.
        why: String,
    },
    /// Somebody put it into the bin, from where it can be restored.
    Deleted {
        /// Who.
        user_id: UserId,
    },
    /// Somebody took it out of the bin.
    Restored {
        /// Who.
        user_id: UserId,
    },
    /// A mail was written and put into the outbox.
    Queued {
        /// Who wrote it; nobody for automatic mail.
        user_id: Option<UserId>,
        /// For how many recipients.
        recipients: u32,
    },
    /// Nobody wrote it, and it is from a shared sender: which, and who decided.
    SentAs(SentAs),
    /// It leaves from the operator's address, since nobody proved that its own domain is the organisation's.
    SentInstead(SentInstead),
    /// Which way out was chosen, and why.
    Routed(RoutedBy),
    /// It was signed as it left, or was not, though it is from a sender domain.
    Signing(SignedAs),
    /// One attempt ended.
    Attempted(EndedAttempt),
    /// When it is tried again.
    NextTry {
        /// The recipient.
        recipient: String,
        /// When, milliseconds since 1970.
        at: crate::time::Timestamp,
    },
    /// The next server took responsibility for it.
    Delivered {
        /// The recipient.
        recipient: String,
    },
    /// A distribution list was among its recipients.
    ThroughList(ThroughList),
    /// A receipt came for it.
    Receipt(ReceiptTold),
    /// Its files stay here; it carries a link to each.
    FilesLinked {
        /// How many.
        files: u32,
        /// Until when they can be fetched.
        until: crate::time::Timestamp,
    },
    /// Somebody fetched such a file for the first time.
    FileFetched {
        /// The file's name.
        name: String,
    },
    /// A colleague withdrew the link to such a file.
    FileLinkRevoked {
        /// Who.
        user_id: UserId,
        /// The file's name.
        name: String,
    },
    /// It shall be sent at a time that its author chose.
    Planned {
        /// Who chose it.
        user_id: UserId,
        /// When, milliseconds since 1970.
        at: crate::time::Timestamp,
    },
    /// Somebody stopped it; it waits until it is let go.
    Held {
        /// Who.
        user_id: UserId,
    },
    /// It was stopped because mail from its address may not leave the way that it would take: the server that it was written
    /// for is out of use or is another one, the rules are others, or another organisation proved the domain.
    Stranded {
        /// The address that it is from.
        address: crate::EmailAddress,
    },
    /// All mail of the organisation was stopped while this one waited, or went on.
    AllMail(AllMailTold),
    /// It goes on.
    Released {
        /// Who let it; nobody where it may leave again and goes on by itself.
        #[serde(serialize_with = "crate::program::put", deserialize_with = "crate::program::read")]
        user_id: Option<UserId>,
    },
    /// What a newer program wrote down that this one cannot read. Nobody writes it.
    Newer,
    /// A planned mail went back to its author because this mail came first.
    CalledBack {
        /// The case of both.
        case_id: CaseId,
    },
    /// A server that had taken it goes on trying to hand it on.
    DelayedElsewhere(Box<DelayedElsewhere>),
    /// An automatic reply says on which day its writer is back.
    BackOn {
        /// The day, as `2026-08-12`.
        day: String,
    },
    /// A server that had taken it sent it back.
    Returned(ReturnedLater),
    /// Somebody said that a report is about it that named no mail of ours.
    ReturnMatched(MatchedReturn),
    /// Somebody took that back.
    ReturnUnmatched(MatchedReturn),
    /// What came back would block its address, but so many like it came that a person must look first.
    ReturnHeld {
        /// The recipient.
        recipient: String,
        /// What it came back as.
        class: String,
    },
    /// What came back counts for its address, which is still written to.
    ReturnCounted(CountedReturn),
    /// What came back blocks its address.
    AddressBlocked(BlockedAddress),
    /// It is the one mail that goes out to a blocked address on trial.
    TriesAddress {
        /// The recipient.
        recipient: String,
    },
    /// It is over without success, and why.
    GaveUp {
        /// The recipient.
        recipient: String,
        /// `refused`, `impossible` or `expired`.
        because: String,
    },
}

/// A case whose status says that an answer to it begins a new one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AnsweredCase {
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub number: i64,
    /// The name of its status, or the kind where every language has a word for it.
    pub status: String,
}

/// Why one condition of a filter held.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MatchReason {
    /// What it reads.
    pub field: FilterField,
    /// The header field, where it reads one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// How it compares.
    pub operator: FilterOperator,
    /// With what.
    pub value: String,
    /// The text of the mail that it held for, cut; empty where something is absent.
    pub text: String,
}
