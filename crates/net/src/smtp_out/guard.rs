//! What an exchanger must prove before it is handed a mail: what its zone publishes (RFC 7672), else what the
//! recipients' domain demands (RFC 8461), else what the mail itself does (RFC 8689), else nothing (RFC 7435).

use std::sync::Arc;

use domain::Outcome;
use domain::encryption::{StsMode, TlsGrade};
use wire::smtp::{UNNAMED, UNPROMISED, UNPROVEN};

use super::round::{Lack, Round, Verdict};
use super::{Destination, Protection, Sender, TlsWish};
use crate::tls::{Association, Verify};

/// What one exchanger must prove.
pub(super) struct Guard {
    pub(super) protection: Protection,
    pub(super) verify: Verify,
    by: By,
}

/// Who demands it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum By {
    /// Nobody.
    Nobody,
    /// The exchanger's zone.
    Zone,
    /// The recipients' domain.
    Domain,
    /// The mail.
    Mail,
}

/// An exchanger that is not asked.
pub(super) struct NotAsked {
    lack: Lack,
    words: String,
}

impl Guard {
    const NONE: Self =
        Self { protection: Protection::Opportunistic, verify: Verify::Nothing, by: By::Nobody };

    const fn named(by: By) -> Self {
        Self { protection: Protection::StartTls, verify: Verify::Name, by }
    }

    /// What a round under this guard means.
    pub(super) fn judge(&self, round: &mut Round, to: &Destination) {
        if round.grade == TlsGrade::Verified && self.by == By::Domain {
            round.grade = TlsGrade::MtaSts;
        }
        let is_tested = |mode: StsMode| mode == StsMode::Testing && round.reached;
        round.tested = to
            .policy
            .as_ref()
            .filter(|policy| is_tested(policy.mode))
            .map(|policy| round.grade.is_verified() && policy.names(&round.host));
        if self.by == By::Nobody {
            round.lack = Lack::Nothing;
        }
        if round.lack == Lack::Nothing {
            return;
        }
        let why = self.words(to);
        for outcome in &mut round.outcomes {
            let words = outcome.words();
            // Another exchanger may promise what this one does not.
            let words =
                if words.ends_with(UNPROMISED) { words.to_owned() } else { format!("{why}: {words}") };
            *outcome = Outcome::Unreachable(words);
        }
    }

    fn words(&self, to: &Destination) -> String {
        match self.by {
            By::Zone => {
                "what its zone publishes demands encryption with a certain certificate (DANE)".to_owned()
            }
            By::Domain => format!("`{}` demands encryption with a valid certificate (MTA-STS)", to.domain),
            By::Mail | By::Nobody => UNPROVEN.to_owned(),
        }
    }
}

impl NotAsked {
    pub(super) fn round(self, host: &str, recipients: usize) -> Round {
        let outcome = Outcome::Unreachable(self.words);
        Round { lack: self.lack, verdict: Verdict::Failed, ..Round::unheard(host, &outcome, recipients) }
    }
}

impl Sender {
    /// What this exchanger must prove; `is_proven` is whether its domain's zone proved that it is one.
    pub(super) async fn guard(
        &self,
        to: &Destination,
        (host, is_proven): (&str, bool),
        wish: TlsWish,
    ) -> Result<Guard, NotAsked> {
        if wish == TlsWish::Whatever {
            return Ok(Guard::NONE);
        }
        let needs_tls = wish.needs_proof();
        if is_proven && let Some(guard) = self.by_zone(to, host, needs_tls).await? {
            return Ok(guard);
        }
        if let Some(policy) = to.policy.as_ref().filter(|policy| policy.mode == StsMode::Enforce) {
            // RFC 8461 4.1, 5.1: an exchanger that the policy does not name is not asked.
            if !policy.names(host) {
                let words = format!(
                    "`{}` demands that its mail goes to servers that its policy names (MTA-STS), and `{host}` is \
                     none of them",
                    to.domain
                );
                return Err(NotAsked { lack: Lack::Proof, words });
            }
            return Ok(Guard::named(By::Domain));
        }
        // Whoever answers in the place of an unsigned zone names exchangers of his own, and has certificates for them: a mail
        // that is to be protected to its end goes where the way to the name is proven, or the policy names it.
        if wish == TlsWish::Throughout && !is_proven {
            let words = format!(
                "{UNNAMED} `{}` (REQUIRETLS), and its DNS zone is not signed (DNSSEC), nor does it publish a \
                 policy that demands encryption (MTA-STS)",
                to.domain
            );
            return Err(NotAsked { lack: Lack::Proof, words });
        }
        Ok(if needs_tls { Guard::named(By::Mail) } else { Guard::NONE })
    }

    async fn by_zone(
        &self,
        to: &Destination,
        host: &str,
        needs_tls: bool,
    ) -> Result<Option<Guard>, NotAsked> {
        let found = self.net.network.resolver().tlsa(host, self.settings.direct_port).await;
        // RFC 7672 2.1.3.2: what cannot be looked up may be what forbids to go on.
        let found = found.map_err(|error| NotAsked {
            lack: Lack::Unknown,
            words: format!(
                "what the zone of `{host}` publishes of its certificate (DANE) is not known: {error}"
            ),
        })?;
        let Some(answer) = found else { return Ok(None) };
        // RFC 7672 3.2.3: the certificate is for the name it is published under, or the recipients' domain.
        let names = vec![answer.base, host.to_owned(), to.domain.clone()];
        Ok(match Association::of(answer.records, names) {
            Some(association) => {
                let verify = Verify::Published(Arc::new(association));
                Some(Guard { protection: Protection::StartTls, verify, by: By::Zone })
            }
            // RFC 7672 2.2: records that nobody can be held to still demand encryption. What proves the name beside
            // is asked for where somebody else demands it.
            None if needs_tls || to.policy.as_ref().is_some_and(|policy| policy.mode == StsMode::Enforce) => {
                None
            }
            None => Some(Guard { protection: Protection::StartTls, verify: Verify::Nothing, by: By::Zone }),
        })
    }
}
