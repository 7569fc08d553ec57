//! Steps of mail that goes out, as the timeline shows them.

use domain::EmailAddress;
use domain::outbox::AttemptResult;
use domain::returns::ReturnClass;
use domain::timeline::{
    self, BlockedAddress, CountedReturn, EndedAttempt, MatchedReturn, ReturnedLater, RoutedBy,
    ServerPassedOver, SignedAs,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::encryption::Encryption;
use super::held_back::HeldBack;
use crate::schema::{self, IntakeKey, Moment, UserKey};

/// Which way out was chosen, and why.
#[derive(Serialize, ToSchema)]
pub(crate) struct Routed {
    /// The recipient.
    recipient: String,
    /// `direct` or `relay`.
    transport: String,
    /// Whose server it is, which is the reason: `user`, `domain`, `organisation` or `installation`; `chosen` where
    /// somebody chose it.
    because: String,
    /// The address that the mail is from, which decided.
    from: Option<String>,
    /// Who chose the way, where somebody did and it was written down.
    chosen_by: Option<UserKey>,
}

impl From<RoutedBy> for Routed {
    fn from(RoutedBy { recipient, transport, because, from, chosen_by }: RoutedBy) -> Self {
        Self { recipient, transport, because, from, chosen_by: chosen_by.map(UserKey::from) }
    }
}

/// The shared sender that an automatic mail is from, or whoever it is from since one was passed over.
#[derive(Serialize, ToSchema)]
pub(crate) struct SentAs {
    /// Its address.
    from: String,
    /// Who decided: `template` or `organisation`; or who named a sender that is passed over: `template_archived`,
    /// `template_of_others` (members of other categories alone may use it) or `organisation_of_others`.
    because: String,
}

impl From<timeline::SentAs> for SentAs {
    fn from(timeline::SentAs { from, because }: timeline::SentAs) -> Self {
        Self { from, because }
    }
}

/// The address that a mail leaves from in the place of its own.
#[derive(Serialize, ToSchema)]
pub(crate) struct SentInstead {
    /// The operator's.
    from: String,
    /// Its own, whose domain is not proved.
    instead_of: String,
}

impl From<timeline::SentInstead> for SentInstead {
    fn from(timeline::SentInstead { from, instead_of }: timeline::SentInstead) -> Self {
        Self { from, instead_of }
    }
}

/// What a receipt says of a mail.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReceiptTold {
    /// Who says so; empty where nobody is named.
    recipient: String,
    /// `arrived` at the recipient's server; `displayed`, `deleted`, `denied` or `handled` by a program.
    what: String,
    /// Whether the recipient did it himself, and no program for him.
    by_hand: bool,
    /// When, by his clock.
    said_at: Option<Moment>,
}

impl From<timeline::ReceiptTold> for ReceiptTold {
    fn from(timeline::ReceiptTold { recipient, what, by_hand, said_at }: timeline::ReceiptTold) -> Self {
        Self { recipient, what, by_hand, said_at: said_at.map(Into::into) }
    }
}

/// What a distribution list added to a mail.
#[derive(Serialize, ToSchema)]
pub(crate) struct ThroughList {
    /// The list's name at that time.
    list: String,
    /// Whom it added.
    recipients: Vec<String>,
    /// Who is in it and was left out.
    left_out: Vec<LeftOutOfList>,
}

impl From<timeline::ThroughList> for ThroughList {
    fn from(timeline::ThroughList { list, recipients, left_out }: timeline::ThroughList) -> Self {
        Self { list, recipients, left_out: left_out.into_iter().map(Into::into).collect() }
    }
}

/// Somebody in a distribution list whom a mail to it was not sent to.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeftOutOfList {
    /// The address.
    address: String,
    /// `blocked` or `former`.
    because: String,
}

impl LeftOutOfList {
    /// Somebody, and why he is left out.
    pub(crate) fn of(address: &EmailAddress, because: &str) -> Self {
        Self { address: address.to_string(), because: because.to_owned() }
    }
}

impl From<timeline::LeftOutOfList> for LeftOutOfList {
    fn from(timeline::LeftOutOfList { address, because }: timeline::LeftOutOfList) -> Self {
        Self { address, because }
    }
}

/// How one attempt ended.
#[derive(Serialize, ToSchema)]
pub(crate) struct Attempted {
    /// The recipient.
    recipient: String,
    /// How.
    #[schema(value_type = schema::AttemptResult)]
    result: AttemptResult,
    /// The server's code, where it answered.
    code: Option<u16>,
    /// Its enhanced code.
    enhanced: Option<String>,
    /// Its words, or ours where it did not answer.
    words: String,
    /// The host that was spoken to.
    host: Option<String>,
    /// Whether the connection was encrypted.
    tls: bool,
    /// What protected it; absent where no server was spoken to, and in old steps.
    encryption: Option<Encryption>,
    /// How long it took.
    duration_ms: i64,
    /// Why no server was asked; null where one was.
    held_back: Option<HeldBack>,
    /// Servers that were not asked, since they had not answered a short while before.
    passed_over: Vec<PassedOver>,
}

/// A server that was not asked, since it had not answered a short while before.
#[derive(Serialize, ToSchema)]
pub(crate) struct PassedOver {
    /// Its name.
    host: String,
    /// When it had not answered.
    since: Moment,
}

impl From<ServerPassedOver> for PassedOver {
    fn from(ServerPassedOver { host, since }: ServerPassedOver) -> Self {
        Self { host, since: since.into() }
    }
}

impl From<EndedAttempt> for Attempted {
    fn from(ended: EndedAttempt) -> Self {
        let EndedAttempt { recipient, result, code, enhanced, words, host, tls, duration_ms, .. } = ended;
        let encryption = ended.encryption.map(Into::into);
        let held_back = ended.held_back.map(|held| (*held).into());
        let passed_over = ended.passed_over.into_iter().map(Into::into).collect();
        Self {
            recipient,
            result,
            code,
            enhanced,
            words,
            host,
            tls,
            encryption,
            duration_ms,
            held_back,
            passed_over,
        }
    }
}

/// What became of the signatures of a mail from a sender domain as it left.
#[derive(Serialize, ToSchema)]
pub(crate) struct Signing {
    /// The recipient.
    recipient: String,
    /// The domain that it is from.
    domain: String,
    /// The keys that signed it.
    selectors: Vec<String>,
    /// `signed`, or why not, as a stable name.
    because: String,
}

impl From<SignedAs> for Signing {
    fn from(SignedAs { recipient, domain, selectors, because }: SignedAs) -> Self {
        Self { recipient, domain, selectors, because }
    }
}

/// A return that counts for its address.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnCounted {
    /// The recipient.
    recipient: String,
    /// What it came back as, one of the classes of docs/returns.md.
    class: String,
    /// Mails that came back since the last one that arrived.
    returns: u32,
    /// How many are accepted.
    accepted: u32,
}

impl From<CountedReturn> for ReturnCounted {
    fn from(CountedReturn { recipient, class, returns, accepted }: CountedReturn) -> Self {
        Self { recipient, class, returns, accepted }
    }
}

/// An address that a return blocks.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressBlocked {
    /// The recipient.
    recipient: String,
    /// What it came back as, one of the classes of docs/returns.md.
    class: String,
    /// The rule that said so.
    rule: String,
    /// Which mail it stops: `all` or `mailings`.
    scope: String,
    /// `returned` or `limit`.
    reason: String,
}

impl From<BlockedAddress> for AddressBlocked {
    fn from(BlockedAddress { recipient, class, rule, scope, reason }: BlockedAddress) -> Self {
        Self { recipient, class, rule, scope, reason }
    }
}

/// A report that came later says that a mail did not arrive.
#[derive(Serialize, ToSchema)]
#[schema(as = ReturnedLater)]
pub(crate) struct Returned {
    /// The recipient.
    recipient: String,
    /// The enhanced code, where the report has one.
    enhanced: Option<String>,
    /// The words of the server that refused it.
    words: String,
    /// The server that says so.
    host: Option<String>,
}

impl From<ReturnedLater> for Returned {
    fn from(ReturnedLater { recipient, enhanced, words, host }: ReturnedLater) -> Self {
        Self { recipient, enhanced, words, host }
    }
}

/// A server that took a mail reports that it cannot hand it on yet, and goes on trying.
#[derive(Serialize, ToSchema)]
pub(crate) struct DelayedElsewhere {
    /// The report.
    intake_id: IntakeKey,
    /// The recipient.
    recipient: String,
    /// What stands in the way, one of the classes of docs/returns.md; null where nobody knows.
    cause: Option<&'static str>,
    /// The words of the server that did not take it; empty where none are told.
    words: String,
    /// The server that goes on trying.
    host: Option<String>,
    /// When it gives up, where it says so.
    until: Option<Moment>,
}

impl From<timeline::DelayedElsewhere> for DelayedElsewhere {
    fn from(told: timeline::DelayedElsewhere) -> Self {
        let timeline::DelayedElsewhere { intake_id, recipient, cause, words, host, until } = told;
        Self {
            intake_id: intake_id.into(),
            recipient,
            cause: cause.map(ReturnClass::as_str),
            words,
            host,
            until: until.map(Into::into),
        }
    }
}

/// Somebody said which mail a report is about that named none of ours.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnMatched {
    /// Who.
    user_id: UserKey,
    /// The recipient.
    recipient: String,
}

impl From<MatchedReturn> for ReturnMatched {
    fn from(matched: MatchedReturn) -> Self {
        Self { user_id: matched.user_id.into(), recipient: matched.recipient }
    }
}
