//! What one server made of one transaction, and what the rounds of a mail come to together.

use std::sync::Arc;

use domain::encryption::TlsGrade;
use domain::limits::RECIPIENTS_MAX;
use domain::{Envelope, Outcome};
use tokio::time::Instant;

use super::{Delivered, PassedOver, Spoken, Transaction, TurnedAway, elapsed_ms};
use crate::tls::{TlsInfo, Verify};

/// What one server made of one transaction.
pub(super) struct Round {
    pub(super) host: String,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) tls: Option<TlsInfo>,
    pub(super) grade: TlsGrade,
    pub(super) transcript: Vec<String>,
    pub(super) verdict: Verdict,
    pub(super) reached: bool,
    /// Whom the server turns away before it hears of the mail.
    pub(super) turned_away: Option<TurnedAway>,
    pub(super) sign_in_refused: bool,
    pub(super) lack: Lack,
    /// Where the domain tries MTA-STS out: whether the server is good enough.
    pub(super) tested: Option<bool>,
    /// Exchangers that were not asked, since they did not answer a short while ago.
    pub(super) passed_over: Vec<PassedOver>,
    /// The largest mail that the server takes, octets, as it announced it.
    pub(super) size_octets_max: Option<u64>,
}

/// Whether another server may be asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// No: this one spoke about the recipients, or had the mail.
    Spoken,
    /// Yes: this one failed before the mail left us.
    Failed,
    /// Yes: this one was not asked, since it did not answer a short while ago.
    Unasked,
    /// Yes, and asking this one again will not help: its name leads nowhere we may go.
    Unusable,
}

/// What a server lacks of the protection that is demanded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lack {
    /// Nothing, or it failed before that mattered.
    Nothing,
    /// What it must prove could not be looked up.
    Unknown,
    /// It has no TLS, or does not prove who it is.
    Proof,
}

impl Round {
    /// No server was spoken to.
    pub(super) fn unheard(host: &str, outcome: &Outcome, recipients: usize) -> Self {
        Self {
            host: host.to_owned(),
            outcomes: vec![outcome.clone(); recipients],
            tls: None,
            grade: TlsGrade::Plain,
            transcript: Vec::new(),
            verdict: Verdict::Failed,
            reached: false,
            turned_away: None,
            sign_in_refused: false,
            lack: Lack::Nothing,
            tested: None,
            passed_over: Vec::new(),
            size_octets_max: None,
        }
    }
}

/// What protects a connection.
pub(super) const fn grade(tls: Option<&TlsInfo>, verify: &Verify) -> TlsGrade {
    match (tls, verify) {
        (None, _) => TlsGrade::Plain,
        (Some(_), Verify::Published(_)) => TlsGrade::Dane,
        (Some(_), Verify::Name) => TlsGrade::Verified,
        (Some(tls), Verify::Nothing) if tls.is_proven => TlsGrade::Verified,
        (Some(_), Verify::Nothing) => TlsGrade::Opportunistic,
    }
}

/// The transaction in parts that a server must be able to take (RFC 5321 4.5.3.1.8).
pub(super) fn parts(transaction: &Transaction) -> impl Iterator<Item = Transaction> {
    let return_path = &transaction.envelope.return_path;
    transaction.envelope.recipients.chunks(RECIPIENTS_MAX).map(move |recipients| Transaction {
        envelope: Envelope { return_path: return_path.clone(), recipients: recipients.to_vec() },
        raw: transaction.raw.clone(),
        plain: transaction.plain.clone(),
        confirms: transaction.confirms,
        wishes: transaction.wishes.clone(),
    })
}

/// What became of a mail that went in these rounds.
pub(super) fn together(transaction: &Transaction, rounds: Vec<Round>, started: Instant) -> Delivered {
    let mut delivered = Delivered {
        host: String::new(),
        tls: None,
        grade: TlsGrade::Plain,
        tested: None,
        duration_ms: elapsed_ms(started),
        outcomes: Vec::with_capacity(transaction.envelope.recipients.len()),
        spoken: Vec::with_capacity(transaction.envelope.recipients.len()),
        transcript: Vec::new(),
        reached: rounds.iter().any(|round| round.reached),
        turned_away: rounds.last().and_then(|round| round.turned_away),
        // What a mail demands for itself says nothing of the others.
        unprotected: !transaction.wishes.tls.needs_proof()
            && rounds.iter().all(|round| !round.reached && round.lack != Lack::Nothing),
        sign_in_refused: Vec::new(),
        passed_over: Vec::new(),
        size_octets_max: None,
        all_passed_over: !rounds.is_empty() && rounds.iter().all(|round| round.verdict == Verdict::Unasked),
    };
    let mut recipients = transaction.envelope.recipients.iter().cloned();
    for round in rounds {
        let part: Vec<_> =
            round.outcomes.into_iter().zip(recipients.by_ref()).map(|(outcome, to)| (to, outcome)).collect();
        if round.sign_in_refused {
            delivered.sign_in_refused.extend(part.iter().map(|(recipient, _)| recipient.clone()));
        }
        let spoken = Arc::new(Spoken {
            host: round.host.clone(),
            tls: round.tls.clone(),
            grade: round.grade,
            tested: round.tested,
            // Who asks for a sign-in heard for whom.
            reached: round.reached || round.turned_away == Some(TurnedAway::Unsigned),
        });
        delivered.spoken.extend(std::iter::repeat_n(spoken, part.len()));
        delivered.outcomes.extend(part);
        // Each part of a mail meets the same servers.
        for passed in round.passed_over {
            if !delivered.passed_over.iter().any(|known| known.host == passed.host) {
                delivered.passed_over.push(passed);
            }
        }
        delivered.host = round.host;
        delivered.tls = round.tls;
        delivered.size_octets_max = round.size_octets_max.or(delivered.size_octets_max);
        (delivered.grade, delivered.tested) = (round.grade, round.tested);
        delivered.transcript.extend(round.transcript);
    }
    delivered
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::super::Wishes;
    use super::*;

    #[test]
    fn each_part_of_a_long_list_is_told_with_its_own_server() {
        let recipient = |number: usize| format!("k{number}@kunde.example").parse().unwrap();
        let recipients = (0..RECIPIENTS_MAX + 3).map(recipient).collect();
        let envelope = Envelope { return_path: None, recipients };
        let transaction = Transaction {
            envelope,
            raw: Bytes::new(),
            plain: None,
            confirms: false,
            wishes: Wishes::default(),
        };
        let outcome = Outcome::Unreachable("the connection was lost".to_owned());
        let first = Round { reached: true, ..Round::unheard("one.example", &outcome, RECIPIENTS_MAX) };
        let unsigned =
            Round { turned_away: Some(TurnedAway::Unsigned), ..Round::unheard("third.example", &outcome, 1) };
        let rounds = vec![first, Round::unheard("other.example", &outcome, 2), unsigned];
        let delivered = together(&transaction, rounds, Instant::now());
        let told: Vec<_> =
            delivered.spoken.iter().map(|spoken| (spoken.host.as_str(), spoken.reached)).collect();
        assert_eq!(told.len(), delivered.outcomes.len());
        assert_eq!(
            told[RECIPIENTS_MAX - 1..],
            [
                ("one.example", true),
                ("other.example", false),
                ("other.example", false),
                ("third.example", true)
            ]
        );
    }
}
