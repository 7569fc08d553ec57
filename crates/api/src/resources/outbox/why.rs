//! Why a mail is still in the outbox.

use flows::outbox::Wait;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::shared::Meaning;
use crate::schema::{self, Moment};

/// What mail to one domain waits for.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutboxWait {
    /// The recipients' domain.
    domain: String,
    /// The rule that keeps it where it is.
    #[schema(value_type = schema::WaitRule)]
    rule: &'static str,
    /// Where it goes: the domain of the mail servers, or the relay; null while nothing is known of it.
    destination: Option<String>,
    /// By what the list of the outbox is asked for all that waits there with it, as `destination`; null where it waits for no
    /// destination.
    held_by: Option<String>,
    /// Until when; null where each delivery has a time of its own.
    until: Option<Moment>,
    /// When the first delivery can go: by its own time, or then where that is later; null where it waits for a person.
    goes_at: Option<Moment>,
    /// Since when, where all mail was stopped.
    since: Option<Moment>,
    /// The server's words, or ours, or the reason of whoever stopped all mail.
    words: Option<String>,
    /// What they mean; null where nobody said anything.
    meaning: Option<Meaning>,
    /// The host that said so.
    host: Option<String>,
    /// How often in a row nobody got through.
    failures: u32,
    /// Other deliveries that wait for the same: all that wait, where the rule keeps all mail of the organisation.
    others: u64,
    /// Whether there are more than were counted.
    more_others: bool,
    /// Mails in a minute, where a limit on them is the rule.
    per_minute: Option<u32>,
    /// Per cent of the places for outgoing mail, where the organisation's share of them is the rule.
    share_percent: Option<u8>,
}

impl From<Wait> for OutboxWait {
    fn from(wait: Wait) -> Self {
        Self {
            domain: wait.domain,
            rule: wait.rule.as_str(),
            destination: wait.destination,
            held_by: wait.held_by,
            until: wait.until.map(Into::into),
            goes_at: wait.goes_at.map(Into::into),
            since: wait.since.map(Into::into),
            words: wait.words,
            meaning: wait.meaning.map(Into::into),
            host: wait.host,
            failures: wait.failures,
            others: wait.others.count,
            more_others: wait.others.more,
            per_minute: wait.per_minute,
            share_percent: wait.share,
        }
    }
}
