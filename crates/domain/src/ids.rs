//! Identifiers: one type per kind of record, so that a case is never looked up by a user's id.
//!
//! An id is a positive 63-bit integer made by the application (see [`IdMaker`]). Programs outside
//! see it as a decimal string, because JavaScript's numbers end at 2^53.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering as Memory};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::time::Timestamp;

/// The id of one record of kind `K`.
pub struct Id<K> {
    number: i64,
    kind: PhantomData<fn() -> K>,
}

impl<K> Id<K> {
    /// Wraps a number that is known to be an id of this kind: one read from its own column.
    #[must_use]
    pub const fn new(number: i64) -> Self {
        Self { number, kind: PhantomData }
    }

    /// The bare number, as stored.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.number
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number.cmp(&other.number)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.number)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)
    }
}

/// The text is not an id: ids are decimal numbers from 1 to 2^63 - 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id: ids are whole numbers above zero")]
pub struct NotAnId;

impl<K> FromStr for Id<K> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        match text.parse::<i64>() {
            Ok(number) if number > 0 => Ok(Self::new(number)),
            Ok(_) | Err(_) => Err(NotAnId),
        }
    }
}

impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.number)
    }
}

impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// The kinds of record that have an id; none of them has values.
pub mod kind {
    /// A tenant.
    pub enum Organisation {}
    /// Somebody who signs in.
    pub enum User {}
    /// A named set of rights.
    pub enum Role {}
    /// A signed-in browser.
    pub enum Session {}
    /// A key for programs.
    pub enum ApiToken {}
    /// A shared service mailbox.
    pub enum Mailbox {}
    /// An application that an organisation registered with a provider of mail (RFC 6749).
    pub enum OauthApplication {}
    /// A sign-in with a provider that is under way.
    pub enum OauthSignIn {}
    /// A received mail on its way through the pipeline.
    pub enum Intake {}
    /// A condition and an action on intake.
    pub enum Filter {}
    /// A kind of request with its agents.
    pub enum Category {}
    /// How urgent a case is.
    pub enum Priority {}
    /// Where a case stands, in an organisation's own words.
    pub enum Status {}
    /// What kind of request a case is.
    pub enum RequestType {}
    /// A request and its messages.
    pub enum Case {}
    /// One message of a case.
    pub enum Message {}
    /// A word that cases are marked with.
    pub enum Tag {}
    /// Somebody whom we write to.
    pub enum Person {}
    /// A company that persons belong to.
    pub enum Company {}
    /// A named view of the case list.
    pub enum CaseView {}
    /// A mail to be sent.
    pub enum Outbox {}
    /// A sent mail's way to one recipient.
    pub enum Delivery {}
    /// One try of a delivery.
    pub enum Attempt {}
    /// A way out: a relay or direct to MX.
    pub enum Transport {}
    /// An address that mail is sent from, shared by users.
    pub enum Identity {}
    /// A file uploaded for a mail that is being written.
    pub enum Upload {}
    /// A file that a template or a signature keeps.
    pub enum KeptFile {}
    /// A text with variables that answers are made of.
    pub enum Template {}
    /// An answer to what customers often ask.
    pub enum FaqEntry {}
    /// An action on many rows that is under way.
    pub enum Job {}
    /// How often something may happen to somebody.
    pub enum Budget {}
    /// A mail or comment that somebody has not finished.
    pub enum Draft {}
    /// Something that a user is told of a case.
    pub enum Notice {}
    /// What is known of an address that mail came back from.
    pub enum Standing {}
    /// A block list of another service that was taken in.
    pub enum BlockImport {}
    /// Many equal refusals at one time.
    pub enum Incident {}
    /// A set of persons.
    pub enum PeopleList {}
    /// A named set of recipients.
    pub enum DistributionList {}
    /// A file that persons come in from.
    pub enum PersonImport {}
    /// One row of such a file.
    pub enum PersonImportRow {}
    /// An own rule on what returns mean.
    pub enum ReturnRule {}
    /// A mail that did not arrive at an address.
    pub enum Return {}
    /// A domain that an organisation signs and sends for.
    pub enum SenderDomain {}
    /// A key that mail of a sender domain is signed with.
    pub enum DkimKey {}
    /// A change of a setting or a configuration record.
    pub enum AuditEntry {}
    /// What another server reports on a sender domain.
    pub enum DomainReport {}
    /// A row of such a report.
    pub enum DomainReportRow {}
    /// A link to a file of a mail.
    pub enum FileLink {}
}

/// A tenant's id.
pub type OrganisationId = Id<kind::Organisation>;
/// A user's id.
pub type UserId = Id<kind::User>;
/// A role's id.
pub type RoleId = Id<kind::Role>;
/// A session's id.
pub type SessionId = Id<kind::Session>;
/// An API token's id.
pub type ApiTokenId = Id<kind::ApiToken>;
/// A mailbox's id.
pub type MailboxId = Id<kind::Mailbox>;
/// The id of an application registered with a provider.
pub type OauthApplicationId = Id<kind::OauthApplication>;
/// The id of a sign-in with a provider.
pub type OauthSignInId = Id<kind::OauthSignIn>;
/// An intake's id.
pub type IntakeId = Id<kind::Intake>;
/// A filter's id.
pub type FilterId = Id<kind::Filter>;
/// A category's id.
pub type CategoryId = Id<kind::Category>;
/// A priority's id.
pub type PriorityId = Id<kind::Priority>;
/// An own status's id.
pub type StatusId = Id<kind::Status>;
/// A request type's id.
pub type RequestTypeId = Id<kind::RequestType>;
/// A case's id.
pub type CaseId = Id<kind::Case>;
/// A tag's id.
pub type TagId = Id<kind::Tag>;
/// A person's id.
pub type PersonId = Id<kind::Person>;
/// A company's id.
pub type CompanyId = Id<kind::Company>;
/// A saved view's id.
pub type CaseViewId = Id<kind::CaseView>;
/// A case message's id.
pub type MessageId = Id<kind::Message>;
/// An outbox item's id.
pub type OutboxId = Id<kind::Outbox>;
/// A delivery's id.
pub type DeliveryId = Id<kind::Delivery>;
/// An attempt's id.
pub type AttemptId = Id<kind::Attempt>;
/// A transport's id.
pub type TransportId = Id<kind::Transport>;
/// A shared sender's id.
pub type IdentityId = Id<kind::Identity>;
/// An upload's id.
pub type UploadId = Id<kind::Upload>;
/// The id of a file that a template or a signature keeps.
pub type KeptFileId = Id<kind::KeptFile>;
/// A template's id.
pub type TemplateId = Id<kind::Template>;
/// An FAQ entry's id.
pub type FaqEntryId = Id<kind::FaqEntry>;
/// A job's id.
pub type JobId = Id<kind::Job>;
/// A budget's id.
pub type BudgetId = Id<kind::Budget>;
/// A draft's id.
pub type DraftId = Id<kind::Draft>;
/// A notice's id.
pub type NoticeId = Id<kind::Notice>;
/// The id of what is known of an address that mail came back from.
pub type StandingId = Id<kind::Standing>;
/// The id of an own rule on what returns mean.
pub type ReturnRuleId = Id<kind::ReturnRule>;
/// The id of a named set of recipients.
pub type DistributionListId = Id<kind::DistributionList>;
/// The id of a set of persons.
pub type PeopleListId = Id<kind::PeopleList>;
/// The id of a file that persons come in from.
pub type PersonImportId = Id<kind::PersonImport>;
/// The id of one row of such a file.
pub type PersonImportRowId = Id<kind::PersonImportRow>;
/// The id of a block list of another service that was taken in.
pub type BlockImportId = Id<kind::BlockImport>;
/// The id of many equal refusals at one time.
pub type IncidentId = Id<kind::Incident>;
/// The id of a mail that did not arrive at an address.
pub type ReturnId = Id<kind::Return>;
/// A sender domain's id.
pub type SenderDomainId = Id<kind::SenderDomain>;
/// A signing key's id.
pub type DkimKeyId = Id<kind::DkimKey>;
/// The id of a change of a setting or a configuration record.
pub type AuditEntryId = Id<kind::AuditEntry>;
/// The id of a report on a sender domain.
pub type DomainReportId = Id<kind::DomainReport>;
/// The id of a row of such a report.
pub type DomainReportRowId = Id<kind::DomainReportRow>;
/// The id of a link to a file of a mail.
pub type FileLinkId = Id<kind::FileLink>;

/// Milliseconds from 1970 to 2026-01-01T00:00:00Z, where the ids' own time begins.
const IDS_BEGIN_MS: i64 = 1_767_225_600_000;

/// Makes ids that rise with time and never repeat on one node: 41 bits of milliseconds since
/// 2026, 10 bits of node, 12 bits of counter. Two nodes with different numbers cannot collide.
#[derive(Debug)]
pub struct IdMaker {
    node: u16,
    /// The last (millisecond << 12 | counter) handed out.
    last: AtomicU64,
}

impl IdMaker {
    /// The highest node number, exclusive.
    pub const NODES_MAX: u16 = 1024;

    /// A maker for the node with this number, taken modulo [`Self::NODES_MAX`].
    #[must_use]
    pub const fn new(node: u16) -> Self {
        Self { node: node % Self::NODES_MAX, last: AtomicU64::new(0) }
    }

    /// The lowest number that an id of this instant has, whatever node makes it; 0 before ids began.
    #[must_use]
    pub fn lowest<K>(at: Timestamp) -> Id<K> {
        let elapsed_ms = u64::try_from(at.as_millis() - IDS_BEGIN_MS).unwrap_or(0);
        Id::new(i64::try_from((elapsed_ms << 22) & (i64::MAX as u64)).unwrap_or(i64::MAX))
    }

    /// The next id; when one millisecond's 4,096 are used up, or the clock steps back, it counts
    /// on from the last one rather than repeat it.
    pub fn next<K>(&self, now: Timestamp) -> Id<K> {
        let elapsed_ms = u64::try_from(now.as_millis() - IDS_BEGIN_MS).unwrap_or(0);
        let wanted = elapsed_ms << 12;
        let step = |last: u64| Some(wanted.max(last + 1));
        let last = match self.last.fetch_update(Memory::Relaxed, Memory::Relaxed, step) {
            Ok(last) | Err(last) => last,
        };
        let tick = wanted.max(last + 1);
        let (millis, counter) = (tick >> 12, tick & 0xfff);
        let number = (millis << 22) | (u64::from(self.node) << 12) | counter;
        Id::new(i64::try_from(number & (i64::MAX as u64)).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_within_one_millisecond_and_when_the_clock_steps_back() {
        let maker = IdMaker::new(7);
        let now = Timestamp::from_millis(IDS_BEGIN_MS + 5);
        let mut last = CaseId::new(0);
        for _ in 0..10_000 {
            let id = maker.next(now);
            assert!(id > last);
            last = id;
        }
        let earlier: CaseId = maker.next(Timestamp::from_millis(IDS_BEGIN_MS));
        assert!(earlier > last);
    }

    #[test]
    fn the_lowest_id_of_an_instant_is_behind_all_before_and_before_all_of_it() {
        let at = |ms| Timestamp::from_millis(IDS_BEGIN_MS + ms);
        let lowest: CaseId = IdMaker::lowest(at(5));
        assert!(IdMaker::new(1023).next::<kind::Case>(at(4)) < lowest);
        assert!(lowest <= IdMaker::new(0).next::<kind::Case>(at(5)));
        assert_eq!(IdMaker::lowest::<kind::Case>(at(-5)), CaseId::new(0));
    }

    #[test]
    fn nodes_never_share_an_id() {
        let now = Timestamp::from_millis(IDS_BEGIN_MS + 5);
        let one: CaseId = IdMaker::new(1).next(now);
        let two: CaseId = IdMaker::new(2).next(now);
        assert_ne!(one, two);
    }

    #[test]
    fn ids_travel_as_strings() {
        let id = CaseId::new(9_007_199_254_740_993);
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, "\"9007199254740993\"");
        assert_eq!(serde_json::from_str::<CaseId>(&json).unwrap(), id);
        assert!("-4".parse::<CaseId>().is_err());
        assert!("0".parse::<CaseId>().is_err());
    }
}
