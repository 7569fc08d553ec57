//! The timeline of one mail.

use std::collections::BTreeMap;

use domain::timeline::{self, Step as S, Subject};
use domain::{CaseId, FilterId, OrganisationId, OutboxId, PersonId, Timestamp, UserId};
use serde::Serialize;
use utoipa::ToSchema;

use super::all_mail_told::AllMailTold;
use super::authenticity::Authenticity;
use super::domain_report::DomainReport;
use super::faq_told::FaqTold;
use super::filter_deed::FilterDeed;
use super::sent_told::{
    AddressBlocked, Attempted, DelayedElsewhere, ReceiptTold, ReturnCounted, ReturnMatched, Returned, Routed,
    SentAs, SentInstead, Signing, ThroughList,
};
use crate::page::Rows;
use crate::problem::Refusal;
use crate::schema::{self, CaseKey, FilterKey, MailboxKey, Moment, OutboxKey, PersonKey, UserKey};
use crate::state::Api;

/// What happened to a mail at one instant.
#[derive(Serialize, ToSchema)]
pub(crate) struct TimelineEntry {
    /// When.
    at: Moment,
    /// What.
    #[serde(flatten)]
    step: Step,
}

impl TimelineEntry {
    /// A step in the API's words.
    pub(crate) fn of((at, step): (Timestamp, timeline::Step)) -> Self {
        Self { at: at.into(), step: step.into() }
    }

    /// The timeline of a mail that the caller may see.
    pub(crate) async fn list(
        api: &Api,
        organisation: OrganisationId,
        subject: Subject,
    ) -> Result<Rows<Self>, Refusal> {
        let steps = flows::outbox::timeline_of(api.office(), organisation, subject).await?;
        Ok(Rows::of(steps, Self::of))
    }
}

/// One step; `kind` says which, the rest is what the sentence about it needs.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = TimelineStep)]
pub(crate) enum Step {
    /// A mail came: from a mailbox's server, or from a host to our listener.
    Received { mailbox_id: MailboxKey, via: String, peer: String },
    /// Its bytes are durable.
    Stored { size_octets: u64, hash: String },
    /// Its server offered the same octets again under another number, and it was recognised.
    SeenAgain { via: String, peer: String },
    /// It was read; `defects` are what was wrong with its form.
    Parsed { attachments: u32, defects: Vec<String>, class: String },
    /// What DNS and its signatures say of who it is from.
    Authenticity(Authenticity),
    /// It is a report of another server on a sender domain.
    DomainReport(DomainReport),
    /// A filter matched.
    FilterMatched(Matched),
    /// A filter was tried and did not match: the condition that did not hold, from 1.
    FilterTried { filter_id: FilterKey, name: String, condition: Option<u32> },
    /// A filter put it into the bin.
    Discarded { filter_id: FilterKey },
    /// A filter was left out because somebody imported a mail that it had blocked.
    FilterSkipped { filter_id: FilterKey },
    /// It was found to belong to a case, and why.
    CaseMatched { case_id: CaseKey, number: i64, because: String, evidence: String },
    /// It was made a case of its own, and why.
    CaseCreated { case_id: CaseKey, number: i64, because: String },
    /// It answers a case whose status says that an answer begins a new one.
    AnswersEnded(AnsweredCase),
    /// A filter said which case it belongs to, and there is none with that number.
    NoSuchCase { filter_id: FilterKey, number: i64 },
    /// Its case was given to somebody, and why.
    CaseAssigned { case_id: CaseKey, user_id: UserKey, because: String },
    /// Its sender was found among the persons, or made one.
    SenderKnown { person_id: PersonKey, name: String, made: bool, company: Option<String> },
    /// What came of an action of a filter.
    FilterDid(FilterDeed),
    /// It became a message of the case.
    Placed { case_id: CaseKey },
    /// A program of ours answered it.
    AutoReplied { outbox_id: OutboxKey, recipient: String, template: String },
    /// No program of ours answered it, and why.
    NotAutoReplied { because: String, evidence: String },
    /// Its receipt suggests answers of the FAQ, or would.
    Faq(FaqTold),
    /// It was passed on; by its mailbox where no filter said so.
    Forwarded { outbox_id: OutboxKey, recipient: String, filter_id: Option<FilterKey> },
    /// It should have been passed on and was not, and why.
    NotForwarded { recipient: String, because: String },
    /// A filter holds it back.
    Blocked { filter_id: FilterKey },
    /// Its mailbox leaves such mail out.
    Ignored { because: String },
    /// It may belong to a case; a person must decide.
    Review { case_id: CaseKey, number: i64, because: String, evidence: String },
    /// Somebody decided where it belongs: the case's number, or a new case.
    Decided { user_id: UserKey, number: Option<i64> },
    /// Handling it failed.
    Failed { error: String },
    /// Somebody sent it through the pipeline again.
    Requeued { user_id: UserKey },
    /// Somebody chose another way out for it: `organisation`, `installation` or `direct`, and why in his words.
    WayChosen { user_id: UserKey, way: String, why: String },
    /// Somebody put it into the bin.
    Deleted { user_id: UserKey },
    /// Somebody took it out of the bin.
    Restored { user_id: UserKey },
    /// A mail was written and put into the outbox; by nobody when it is automatic.
    Queued { user_id: Option<UserKey>, recipients: u32 },
    /// Nobody wrote it, and it is from a shared sender: which, and who decided.
    SentAs(SentAs),
    /// It leaves from the operator's address, since its own domain is not proved.
    SentInstead(SentInstead),
    /// Which way out was chosen, and why.
    Routed(Routed),
    /// It was signed as it left, or was not, though it is from a sender domain.
    Signing(Signing),
    /// One attempt ended.
    Attempted(Attempted),
    /// When it is tried again.
    NextTry { recipient: String, next_try_at: Moment },
    /// The next server took responsibility for it.
    Delivered { recipient: String },
    /// Its files stay here; it carries a link to each.
    FilesLinked { files: u32, until: Moment },
    /// Somebody fetched such a file for the first time.
    FileFetched { name: String },
    /// A colleague withdrew the link to such a file.
    FileLinkRevoked { user_id: UserKey, name: String },
    /// It shall be sent at a time that its author chose.
    Planned { user_id: UserKey, planned_at: Moment },
    /// Somebody stopped it.
    Held { user_id: UserKey },
    /// A receipt came for it.
    Receipt(ReceiptTold),
    /// A distribution list was among its recipients.
    ThroughList(ThroughList),
    /// It was stopped because mail from its address may not leave the way that it would take: the server that it was written
    /// for is out of use or is another one, the rules are others, or another organisation proved the domain.
    Stranded { address: String },
    /// All mail of the organisation was stopped while it waited, or went on.
    AllMail(AllMailTold),
    /// Somebody let it go on; nobody where it may leave again and goes on by itself.
    Released { user_id: Option<UserKey> },
    /// A newer program noted something that this one cannot read.
    Newer,
    /// A planned mail of the case went back to its author, because this one came first.
    CalledBack { case_id: CaseKey },
    /// A server that had taken it goes on trying to hand it on.
    DelayedElsewhere(DelayedElsewhere),
    /// An automatic reply says on which day, as `2026-08-12`, its writer is back.
    BackOn { day: String },
    /// A server that had taken it sent it back.
    Returned(Returned),
    /// Somebody said that a report is about it that named no mail of ours.
    ReturnMatched(ReturnMatched),
    /// Somebody took that back.
    ReturnUnmatched(ReturnMatched),
    /// What came back would block its address, but so many like it came that a person must look first.
    ReturnHeld { recipient: String, class: String },
    /// What came back counts for its address, which is still written to.
    ReturnCounted(ReturnCounted),
    /// What came back blocks its address.
    AddressBlocked(AddressBlocked),
    /// It is the one mail that goes out to a blocked address on trial.
    TriesAddress { recipient: String },
    /// It is over without success, and why.
    GaveUp { recipient: String, because: String },
}

/// A filter that matched, why, and to what end.
#[derive(Serialize, ToSchema)]
#[schema(as = FilterMatched)]
pub(crate) struct Matched {
    /// Which.
    filter_id: FilterKey,
    /// Its name at that time.
    name: String,
    /// The text of the first condition that held, cut.
    matched: String,
    /// Each condition that held, and the text it held for.
    #[schema(value_type = Vec<MatchReason>)]
    reasons: Vec<timeline::MatchReason>,
    /// What was read out of the mail, by name.
    variables: BTreeMap<String, String>,
    /// What it did, as stable names.
    actions: Vec<String>,
    /// What it left out, because a text of it named something that the mail does not have.
    left_out: Vec<String>,
}

/// Why one condition of a filter held.
#[derive(Serialize, ToSchema)]
pub(crate) struct MatchReason {
    /// What it reads.
    #[schema(value_type = schema::FilterField)]
    field: (),
    /// The header field, where it reads one.
    header: Option<String>,
    /// How it compares.
    #[schema(value_type = schema::FilterOperator)]
    operator: (),
    /// With what.
    value: String,
    /// The text of the mail that it held for, cut; empty where something is absent.
    text: String,
}

/// A case whose status says that an answer to it begins a new one.
#[derive(Serialize, ToSchema)]
pub(crate) struct AnsweredCase {
    /// The case.
    case_id: CaseKey,
    /// Its number.
    number: i64,
    /// The name of its status, or the kind where every language has a word for it.
    status: String,
}

impl From<timeline::AnsweredCase> for AnsweredCase {
    fn from(timeline::AnsweredCase { case_id, number, status }: timeline::AnsweredCase) -> Self {
        Self { case_id: case_id.into(), number, status }
    }
}

impl From<S> for Step {
    fn from(step: S) -> Self {
        match step {
            S::Received { mailbox_id: id, via, peer } => Self::Received { mailbox_id: id.into(), via, peer },
            S::Stored { size_octets, hash } => Self::Stored { size_octets, hash },
            S::SeenAgain { via, peer } => Self::SeenAgain { via, peer },
            S::Parsed { attachments, defects, class } => Self::Parsed { attachments, defects, class },
            S::FilterMatched { filter_id, name, matched, action, reasons, variables, actions, left_out } => {
                let (filter_id, actions) = (filter_id.into(), or_alone(actions, action));
                let seen = Matched { filter_id, name, matched, reasons, variables, actions, left_out };
                Self::FilterMatched(seen)
            }
            S::FilterTried { filter_id, name, condition } => filter_tried(filter_id, name, condition),
            S::Discarded { filter_id } => Self::Discarded { filter_id: filter_id.into() },
            S::NoSuchCase { filter_id, number } => Self::NoSuchCase { filter_id: filter_id.into(), number },
            S::FilterSkipped { filter_id } => Self::FilterSkipped { filter_id: filter_id.into() },
            S::CaseMatched { case_id: id, number, because, evidence } => found(id, number, because, evidence),
            S::CaseCreated { case_id, number, because } => created(case_id, number, because),
            S::AnswersEnded(answered) => Self::AnswersEnded(answered.into()),
            S::CaseAssigned { case_id, user_id, because } => assigned(case_id, user_id, because),
            S::SenderKnown { person_id: id, name, made, company } => known(id, name, made, company),
            S::FilterDid(deed) => Self::FilterDid(deed.into()),
            S::Placed { case_id } => Self::Placed { case_id: case_id.into() },
            S::AutoReplied { outbox_id, recipient, template } => auto_replied(outbox_id, recipient, template),
            S::NotAutoReplied { because, evidence } => Self::NotAutoReplied { because, evidence },
            S::Faq(told) => Self::Faq(told.into()),
            S::Forwarded { outbox_id, recipient, filter_id } => forwarded(outbox_id, recipient, filter_id),
            S::NotForwarded { recipient, because } => Self::NotForwarded { recipient, because },
            S::Blocked { filter_id } => Self::Blocked { filter_id: filter_id.into() },
            S::Ignored { because } => Self::Ignored { because },
            S::Review { case_id: id, number, because, evidence } => review(id, number, because, evidence),
            S::Decided { user_id, number } => Self::Decided { user_id: user_id.into(), number },
            S::Failed { error } => Self::Failed { error },
            S::Requeued { user_id } => Self::Requeued { user_id: user_id.into() },
            S::WayChosen { user_id, way, why } => Self::WayChosen { user_id: user_id.into(), way, why },
            S::Deleted { user_id } => Self::Deleted { user_id: user_id.into() },
            S::Restored { user_id } => Self::Restored { user_id: user_id.into() },
            S::Queued { user_id: id, recipients } => Self::Queued { user_id: id.map(Into::into), recipients },
            S::SentAs(told) => Self::SentAs(told.into()),
            S::SentInstead(told) => Self::SentInstead(told.into()),
            S::Routed(told) => Self::Routed(told.into()),
            S::Signing(told) => Self::Signing(told.into()),
            S::Attempted(told) => Self::Attempted(told.into()),
            S::Authenticity(told) => Self::Authenticity((*told).into()),
            S::DomainReport(told) => Self::DomainReport((*told).into()),
            S::NextTry { recipient, at } => Self::NextTry { recipient, next_try_at: at.into() },
            S::Delivered { recipient } => Self::Delivered { recipient },
            S::FilesLinked { files, until } => Self::FilesLinked { files, until: until.into() },
            S::FileFetched { name } => Self::FileFetched { name },
            S::FileLinkRevoked { user_id, name } => Self::FileLinkRevoked { user_id: user_id.into(), name },
            S::Planned { user_id, at } => Self::Planned { user_id: user_id.into(), planned_at: at.into() },
            S::Receipt(told) => Self::Receipt(told.into()),
            S::ThroughList(told) => Self::ThroughList(told.into()),
            S::Stranded { address } => Self::Stranded { address: address.to_string() },
            S::AllMail(told) => Self::AllMail(told.into()),
            S::Held { user_id } => Self::Held { user_id: user_id.into() },
            S::Newer => Self::Newer,
            S::Released { user_id: id } => Self::Released { user_id: id.map(Into::into) },
            S::CalledBack { case_id } => Self::CalledBack { case_id: case_id.into() },
            S::DelayedElsewhere(told) => Self::DelayedElsewhere((*told).into()),
            S::BackOn { day } => Self::BackOn { day },
            S::Returned(told) => Self::Returned(told.into()),
            S::ReturnUnmatched(told) => Self::ReturnUnmatched(told.into()),
            S::ReturnMatched(told) => Self::ReturnMatched(told.into()),
            S::ReturnHeld { recipient, class } => Self::ReturnHeld { recipient, class },
            S::ReturnCounted(told) => Self::ReturnCounted(told.into()),
            S::AddressBlocked(told) => Self::AddressBlocked(told.into()),
            S::TriesAddress { recipient } => Self::TriesAddress { recipient },
            S::GaveUp { recipient, because } => Self::GaveUp { recipient, because },
        }
    }
}

fn review(case_id: CaseId, number: i64, because: String, evidence: String) -> Step {
    Step::Review { case_id: case_id.into(), number, because, evidence }
}

fn found(case_id: CaseId, number: i64, because: String, evidence: String) -> Step {
    Step::CaseMatched { case_id: case_id.into(), number, because, evidence }
}

fn created(case_id: CaseId, number: i64, because: String) -> Step {
    Step::CaseCreated { case_id: case_id.into(), number, because }
}

fn assigned(case_id: CaseId, user_id: UserId, because: String) -> Step {
    Step::CaseAssigned { case_id: case_id.into(), user_id: user_id.into(), because }
}

fn known(person_id: PersonId, name: String, made: bool, company: Option<String>) -> Step {
    Step::SenderKnown { person_id: person_id.into(), name, made, company }
}

fn filter_tried(filter_id: FilterId, name: String, condition: Option<u32>) -> Step {
    Step::FilterTried { filter_id: filter_id.into(), name, condition }
}

fn auto_replied(outbox_id: OutboxId, recipient: String, template: String) -> Step {
    Step::AutoReplied { outbox_id: outbox_id.into(), recipient, template }
}

fn forwarded(outbox_id: OutboxId, recipient: String, by: Option<FilterId>) -> Step {
    Step::Forwarded { outbox_id: outbox_id.into(), recipient, filter_id: by.map(Into::into) }
}

/// What a filter did; older traces name one action alone.
fn or_alone<T>(actions: Vec<T>, action: T) -> Vec<T> {
    if actions.is_empty() { vec![action] } else { actions }
}
