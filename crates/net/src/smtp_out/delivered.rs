//! What became of a mail that was handed to servers.

use std::sync::Arc;

use domain::encryption::TlsGrade;
use domain::{EmailAddress, Outcome, Timestamp};
use tokio::time::Instant;
use wire::smtp::Transaction;

use super::elapsed_ms;
use crate::tls::TlsInfo;

/// An exchanger that was not asked, since it did not answer a short while ago.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PassedOver {
    /// Its name.
    pub host: String,
    /// When it did not answer.
    pub since: Timestamp,
}

/// The server that was spoken to about some of the recipients: a mail to many goes in parts, and each of them to whoever answers.
#[derive(Clone, PartialEq, Debug)]
pub struct Spoken {
    /// Its name; empty where there was none.
    pub host: String,
    /// What protected the connection; `None` is plain text, or no connection.
    pub tls: Option<TlsInfo>,
    /// What that was worth.
    pub grade: TlsGrade,
    /// Where the domain tries MTA-STS out: whether the server is good enough.
    pub tested: Option<bool>,
    /// Whether it let us begin, or heard of the mail and asked for a sign-in.
    pub reached: bool,
}

/// Whom a server turns away before it hears of the mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TurnedAway {
    /// Whoever comes.
    Everybody,
    /// For want of a sign-in, whom the envelope names: others may be let through.
    Unsigned,
}

/// What became of a mail.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// The server that was spoken to last; empty when there was none.
    pub host: String,
    /// What protected the connection; `None` is plain text, or no connection.
    pub tls: Option<TlsInfo>,
    /// What that was worth.
    pub grade: TlsGrade,
    /// Where the domain tries MTA-STS out: whether the server is good enough.
    pub tested: Option<bool>,
    /// How long it took, milliseconds.
    pub duration_ms: u64,
    /// One outcome per recipient, in their order.
    pub outcomes: Vec<(EmailAddress, Outcome)>,
    /// Who was spoken to about each of them, in the same order.
    pub spoken: Vec<Arc<Spoken>>,
    /// What was said, secrets masked.
    pub transcript: Vec<String>,
    /// Whether any server let us begin; if not, other mails for it fare no better.
    pub reached: bool,
    /// Whom the server named as `host` turns away before it hears of the mail.
    pub turned_away: Option<TurnedAway>,
    /// Whether servers were not handed the mail since they lack the protection that is demanded of them.
    pub unprotected: bool,
    /// Those whose part was not taken because the server refused who signed in.
    pub sign_in_refused: Vec<EmailAddress>,
    /// Exchangers that were not asked.
    pub passed_over: Vec<PassedOver>,
    /// The largest mail that the server takes, octets, as it announced it (RFC 1870); `None` without a limit.
    pub size_octets_max: Option<u64>,
    /// Whether nobody was asked at all, since no exchanger answered a short while ago.
    pub all_passed_over: bool,
}

impl Delivered {
    /// What became of it after some of its recipients were tried again: their outcomes are those of the second time.
    #[must_use]
    pub fn followed_by(self, again: Self) -> Self {
        let mut later = again.outcomes.into_iter().zip(again.spoken).peekable();
        let first = self.outcomes.into_iter().zip(self.spoken).map(|((recipient, outcome), spoken)| {
            let second = later.next_if(|((tried, _), _)| *tried == recipient);
            second.unwrap_or(((recipient, outcome), spoken))
        });
        let (outcomes, spoken) = first.unzip();
        Self {
            outcomes,
            spoken,
            host: again.host,
            tls: again.tls,
            grade: again.grade,
            tested: again.tested,
            duration_ms: self.duration_ms.saturating_add(again.duration_ms),
            transcript: self.transcript.into_iter().chain(again.transcript).collect(),
            reached: self.reached || again.reached,
            turned_away: again.turned_away,
            unprotected: again.unprotected,
            sign_in_refused: again.sign_in_refused,
            passed_over: again.passed_over,
            size_octets_max: again.size_octets_max.or(self.size_octets_max),
            all_passed_over: again.all_passed_over,
        }
    }

    /// What is said when no server was reached at all.
    pub(super) fn without_server(transaction: &Transaction, outcome: &Outcome, started: Instant) -> Self {
        let recipients = transaction.envelope.recipients.iter();
        let nobody = Arc::new(Spoken {
            host: String::new(),
            tls: None,
            grade: TlsGrade::Plain,
            tested: None,
            reached: false,
        });
        Self {
            spoken: vec![nobody; recipients.len()],
            host: String::new(),
            tls: None,
            grade: TlsGrade::Plain,
            tested: None,
            duration_ms: elapsed_ms(started),
            outcomes: recipients.map(|recipient| (recipient.clone(), outcome.clone())).collect(),
            transcript: Vec::new(),
            reached: false,
            turned_away: None,
            unprotected: false,
            sign_in_refused: Vec::new(),
            passed_over: Vec::new(),
            size_octets_max: None,
            all_passed_over: false,
        }
    }
}
