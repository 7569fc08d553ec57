//! How the domain's values travel in JSON, and what the API document says of them; one file because each is a
//! few lines that are read beside the others.

mod audit;
mod blocks;
pub(crate) mod detection;
mod domain_report;
mod file_link;
mod notice;
mod preflight;
mod sender_domain;
mod waiting;

pub(crate) use audit::{AuditKind, AuditOrigin, AuditVerb, SettingGroup, SettingUnit};
pub(crate) use blocks::{BlockReason, BlockScope, IncidentState, KeptBy, KnownPersons, PeopleListKind};
pub(crate) use domain_report::{DomainReportKind, ReportAdvice, ReportFate, SourceStanding, TlsOutcome};
pub(crate) use file_link::{FileLinkState, NoFileLinks};
pub(crate) use notice::{Assignment, NoticeEvent};
pub(crate) use preflight::{Aspect, Level, Point, Sighting, UnverifiedRule};
pub(crate) use sender_domain::{
    DkimAlgorithm, DkimKeyState, DmarcPolicy, DomainAlarm, Importance, RecordKind, RecordProblem,
    RecordVerdict, SenderDomainState, StsFileState, StsServing, StsWarning,
};
pub(crate) use waiting::{ChosenWay, ParkReason, TlsGrade, WaitAge, WaitRule, WayClosed};

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use domain::ids::{Id, NotAnId, kind};
use domain::{Timestamp, filter, intake, job, mailbox, org, outbox};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// An id in JSON and in paths: a decimal string, because JavaScript's numbers end at 2^53.
pub(crate) struct Key<K>(pub(crate) Id<K>);

impl<K> Clone for Key<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Key<K> {}

impl<K> From<Id<K>> for Key<K> {
    fn from(id: Id<K>) -> Self {
        Self(id)
    }
}

impl<K> From<Key<K>> for Id<K> {
    fn from(key: Key<K>) -> Self {
        key.0
    }
}

impl<K> fmt::Debug for Key<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<K> FromStr for Key<K> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        text.parse().map(Self)
    }
}

impl<K> Serialize for Key<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, K> Deserialize<'de> for Key<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Id::deserialize(deserializer).map(Self)
    }
}

impl<K> PartialSchema for Key<K> {
    fn schema() -> RefOr<Schema> {
        text()
            .pattern(Some("^[1-9][0-9]{0,18}$"))
            .description(Some("An id: a whole number, as a string."))
            .into()
    }
}

impl<K> ToSchema for Key<K> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Id")
    }
}

/// A record that may be of any kind.
pub(crate) enum Anything {}
/// An id of any kind in JSON.
pub(crate) type AnyKey = Key<Anything>;
/// A user's id in JSON.
pub(crate) type UserKey = Key<kind::User>;
/// An organisation's id in JSON.
pub(crate) type OrganisationKey = Key<kind::Organisation>;
/// A role's id in JSON.
pub(crate) type RoleKey = Key<kind::Role>;
/// An API token's id in JSON.
pub(crate) type ApiTokenKey = Key<kind::ApiToken>;
/// A mailbox's id in JSON.
pub(crate) type MailboxKey = Key<kind::Mailbox>;
/// The id in JSON of an application registered with a provider.
pub(crate) type OauthApplicationKey = Key<kind::OauthApplication>;
/// The id in JSON of a sign-in with a provider.
pub(crate) type OauthSignInKey = Key<kind::OauthSignIn>;
/// An intake's id in JSON.
pub(crate) type IntakeKey = Key<kind::Intake>;
/// The id in JSON of a link to a file of a mail.
pub(crate) type FileLinkKey = Key<kind::FileLink>;
/// A filter's id in JSON.
pub(crate) type FilterKey = Key<kind::Filter>;
/// A category's id in JSON.
pub(crate) type CategoryKey = Key<kind::Category>;
/// A priority's id in JSON.
pub(crate) type PriorityKey = Key<kind::Priority>;
/// An own status's id in JSON.
pub(crate) type StatusKey = Key<kind::Status>;
/// A request type's id in JSON.
pub(crate) type RequestTypeKey = Key<kind::RequestType>;
/// A case's id in JSON.
pub(crate) type CaseKey = Key<kind::Case>;
/// A tag's id in JSON.
pub(crate) type TagKey = Key<kind::Tag>;
/// A saved view's id in JSON.
pub(crate) type CaseViewKey = Key<kind::CaseView>;
/// A person's id in JSON.
pub(crate) type PersonKey = Key<kind::Person>;
/// A company's id in JSON.
pub(crate) type CompanyKey = Key<kind::Company>;
/// A message's id in JSON.
pub(crate) type MessageKey = Key<kind::Message>;
/// An outbox item's id in JSON.
pub(crate) type OutboxKey = Key<kind::Outbox>;
/// A delivery's id in JSON.
pub(crate) type DeliveryKey = Key<kind::Delivery>;
/// An outgoing server's id in JSON.
pub(crate) type TransportKey = Key<kind::Transport>;
/// A shared sender's id in JSON.
pub(crate) type IdentityKey = Key<kind::Identity>;
/// An upload's id in JSON.
pub(crate) type UploadKey = Key<kind::Upload>;
/// The id in JSON of a file that a template or a signature keeps.
pub(crate) type KeptFileKey = Key<kind::KeptFile>;
/// A template's id in JSON.
pub(crate) type TemplateKey = Key<kind::Template>;
/// An FAQ entry's id in JSON.
pub(crate) type FaqKey = Key<kind::FaqEntry>;
/// A job's id in JSON.
pub(crate) type JobKey = Key<kind::Job>;
/// A notice's id in JSON.
pub(crate) type NoticeKey = Key<kind::Notice>;
/// A budget's id in JSON.
pub(crate) type BudgetKey = Key<kind::Budget>;
/// The id of a blocked address in JSON.
pub(crate) type StandingKey = Key<kind::Standing>;
/// The id of a mail that came back in JSON.
pub(crate) type ReturnKey = Key<kind::Return>;
/// The id of an own rule on returns in JSON.
pub(crate) type ReturnRuleKey = Key<kind::ReturnRule>;
/// The id of a distribution list in JSON.
pub(crate) type DistributionListKey = Key<kind::DistributionList>;
/// The id of a selection or a project in JSON.
pub(crate) type PeopleListKey = Key<kind::PeopleList>;
/// The id of a file that persons come in from, in JSON.
pub(crate) type PersonImportKey = Key<kind::PersonImport>;
/// The id of a block list that was taken in, in JSON.
pub(crate) type BlockImportKey = Key<kind::BlockImport>;
/// The id of an incident of many equal refusals in JSON.
pub(crate) type IncidentKey = Key<kind::Incident>;
/// A sender domain's id in JSON.
pub(crate) type SenderDomainKey = Key<kind::SenderDomain>;

/// The id of a change of a setting in JSON.
pub(crate) type AuditEntryKey = Key<kind::AuditEntry>;

/// An instant in JSON: RFC 3339 in UTC with milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Moment(pub(crate) Timestamp);

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        // RFC 3339 5.6: any offset is accepted; what is kept is the instant.
        let at: jiff::Timestamp =
            text.parse().map_err(|_| de::Error::custom("not an instant as in 2026-09-21T14:13:20Z"))?;
        Ok(Self(Timestamp::from_millis(at.as_millisecond())))
    }
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        text()
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("An instant in UTC, RFC 3339 with milliseconds."))
            .into()
    }
}

impl ToSchema for Moment {}

/// Reads a field that may be left out (`None`), be null (`Some(None)`) or hold a value.
pub(crate) fn nullable<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

pub(crate) fn words<const N: usize>(names: [&'static str; N]) -> RefOr<Schema> {
    text().enum_values(Some(names)).into()
}

/// The schema of [`org::Right`].
pub(crate) struct Right;

impl PartialSchema for Right {
    fn schema() -> RefOr<Schema> {
        words(org::Right::ALL.map(org::Right::as_str))
    }
}

impl ToSchema for Right {}

/// The schema of [`org::Language`].
pub(crate) struct Language;

impl PartialSchema for Language {
    fn schema() -> RefOr<Schema> {
        words(org::Language::ALL.map(org::Language::as_str))
    }
}

impl ToSchema for Language {}

/// The schema of [`job::JobKind`].
pub(crate) struct JobKind;

impl PartialSchema for JobKind {
    fn schema() -> RefOr<Schema> {
        words(job::JobKind::ALL.map(job::JobKind::as_str))
    }
}

impl ToSchema for JobKind {}

/// The schema of [`job::JobState`].
pub(crate) struct JobState;

impl PartialSchema for JobState {
    fn schema() -> RefOr<Schema> {
        words(job::JobState::ALL.map(job::JobState::as_str))
    }
}

impl ToSchema for JobState {}

/// The schema of [`mailbox::Protocol`].
pub(crate) struct Protocol;

impl PartialSchema for Protocol {
    fn schema() -> RefOr<Schema> {
        words(mailbox::Protocol::ALL.map(mailbox::Protocol::as_str))
    }
}

impl ToSchema for Protocol {}

/// The schema of [`mailbox::Security`].
pub(crate) struct Security;

impl PartialSchema for Security {
    fn schema() -> RefOr<Schema> {
        words(mailbox::Security::ALL.map(mailbox::Security::as_str))
    }
}

impl ToSchema for Security {}

/// The schema of [`mailbox::AfterImport`].
pub(crate) struct AfterImport;

impl PartialSchema for AfterImport {
    fn schema() -> RefOr<Schema> {
        words([mailbox::AfterImport::Delete, mailbox::AfterImport::Keep].map(mailbox::AfterImport::as_str))
    }
}

impl ToSchema for AfterImport {}

/// The schema of [`intake::IntakeState`].
pub(crate) struct IntakeState;

impl PartialSchema for IntakeState {
    fn schema() -> RefOr<Schema> {
        words(intake::IntakeState::ALL.map(intake::IntakeState::as_str))
    }
}

impl ToSchema for IntakeState {}

/// The schema of [`domain::case::CaseStatus`].
pub(crate) struct CaseStatus;

impl PartialSchema for CaseStatus {
    fn schema() -> RefOr<Schema> {
        words(domain::case::CaseStatus::ALL.map(domain::case::CaseStatus::as_str))
    }
}

impl ToSchema for CaseStatus {}

/// The schema of [`domain::case::ParticipantRole`].
pub(crate) struct ParticipantRole;

impl PartialSchema for ParticipantRole {
    fn schema() -> RefOr<Schema> {
        words(domain::case::ParticipantRole::ALL.map(domain::case::ParticipantRole::as_str))
    }
}

impl ToSchema for ParticipantRole {}

/// The schema of [`domain::case::Direction`].
pub(crate) struct Direction;

impl PartialSchema for Direction {
    fn schema() -> RefOr<Schema> {
        words(domain::case::Direction::ALL.map(domain::case::Direction::as_str))
    }
}

impl ToSchema for Direction {}

/// The schema of [`domain::compose::FromKind`].
pub(crate) struct FromKind;

impl PartialSchema for FromKind {
    fn schema() -> RefOr<Schema> {
        words(domain::compose::FromKind::ALL.map(domain::compose::FromKind::as_str))
    }
}

impl ToSchema for FromKind {}

/// The schema of [`domain::compose::Mode`].
pub(crate) struct Mode;

impl PartialSchema for Mode {
    fn schema() -> RefOr<Schema> {
        words(domain::compose::Mode::ALL.map(domain::compose::Mode::as_str))
    }
}

impl ToSchema for Mode {}

/// The schema of [`domain::compose::Returned`].
pub(crate) struct Returned;

impl PartialSchema for Returned {
    fn schema() -> RefOr<Schema> {
        words(domain::compose::Returned::ALL.map(domain::compose::Returned::as_str))
    }
}

impl ToSchema for Returned {}

/// The schema of [`outbox::DeliveryState`].
pub(crate) struct DeliveryState;

impl PartialSchema for DeliveryState {
    fn schema() -> RefOr<Schema> {
        words(outbox::DeliveryState::ALL.map(outbox::DeliveryState::as_str))
    }
}

impl ToSchema for DeliveryState {}

/// The schema of [`outbox::AttemptResult`].
pub(crate) struct AttemptResult;

impl PartialSchema for AttemptResult {
    fn schema() -> RefOr<Schema> {
        use outbox::AttemptResult as Result;
        words([Result::Delivered, Result::Deferred, Result::Failed, Result::Interrupted].map(Result::as_str))
    }
}

impl ToSchema for AttemptResult {}

/// The schema of [`outbox::TransportKind`].
pub(crate) struct TransportKind;

impl PartialSchema for TransportKind {
    fn schema() -> RefOr<Schema> {
        words(
            [outbox::TransportKind::Direct, outbox::TransportKind::Relay].map(outbox::TransportKind::as_str),
        )
    }
}

impl ToSchema for TransportKind {}

/// The schema of [`org::Theme`].
pub(crate) struct Theme;

impl PartialSchema for Theme {
    fn schema() -> RefOr<Schema> {
        words(org::Theme::ALL.map(org::Theme::as_str))
    }
}

impl ToSchema for Theme {}

/// The schema of [`filter::FilterField`].
pub(crate) struct FilterField;

impl PartialSchema for FilterField {
    fn schema() -> RefOr<Schema> {
        words(filter::FilterField::ALL.map(filter::FilterField::as_str))
    }
}

impl ToSchema for FilterField {}

/// The schema of [`filter::FilterOperator`].
pub(crate) struct FilterOperator;

impl PartialSchema for FilterOperator {
    fn schema() -> RefOr<Schema> {
        words(filter::FilterOperator::ALL.map(filter::FilterOperator::as_str))
    }
}

impl ToSchema for FilterOperator {}
