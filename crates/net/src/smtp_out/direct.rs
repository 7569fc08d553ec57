//! Straight to a domain's mail exchangers (RFC 5321 5.1).

use std::net::IpAddr;
use std::sync::atomic::Ordering;

use domain::Outcome;
use domain::encryption::TlsNeed;
use tokio::time::Instant;
use wire::smtp::{Transaction, UNPROVEN, missed_need};

use super::guard::Guard;
use super::{Delivered, Destination, Hop, Lack, PassedOver, Round, Sender, Silent, Verdict, parts, together};
use crate::dns::{MxAnswer, MxHost};
use crate::network::Reach;
use crate::unreached::hour_and_minute;

/// Exchangers that are tried for one mail at a time; RFC 5321 5.1 asks for two at least.
const EXCHANGERS_TRIED_MAX: usize = 5;
/// Exchangers that are looked at for one mail: those that are passed over take no time, but a look into DNS.
const EXCHANGERS_LOOKED_AT_MAX: usize = 15;

/// Who takes mail for a domain.
struct Exchangers {
    /// The best first.
    hosts: Vec<String>,
    /// Whether the domain's zone proves it.
    is_proven: bool,
}

impl Sender {
    /// Hands a mail to whoever takes mail for a domain.
    ///
    /// TLS is used where it is offered (RFC 7435), and is demanded where their zones, the domain or the mail do; addresses outside
    /// [`direct_reach`](super::Settings::direct_reach) are never connected to.
    pub async fn deliver_to_domain(&self, to: &Destination, transaction: &Transaction) -> Delivered {
        let started = Instant::now();
        let hosts = match self.exchangers(to).await {
            Ok(hosts) => hosts,
            Err(outcome) => return Delivered::without_server(transaction, &outcome, started),
        };
        let mut rounds = Vec::new();
        for part in parts(transaction) {
            rounds.push(self.walk(to, &hosts, &part).await);
        }
        together(transaction, rounds, started)
    }

    /// The exchanger that a domain names first: domains with the same operator name the same ones. `None` where DNS
    /// names none now.
    pub async fn first_exchanger(&self, domain: &str) -> Option<String> {
        if let Some(address) = literal(domain) {
            return Some(address.to_string());
        }
        match self.net.network.resolver().mx(domain).await {
            Ok(MxAnswer::Hosts(hosts)) => {
                hosts.into_iter().min_by(|one, other| one.cmp(other)).map(|host| host.name)
            }
            Ok(MxAnswer::Null | MxAnswer::Absent) | Err(_) => None,
        }
    }

    /// Which addresses a domain's exchangers may have.
    #[must_use]
    pub const fn direct_reach(&self) -> Reach {
        self.settings.direct_reach
    }

    /// The hosts to try, best first, or why there are none.
    async fn exchangers(&self, to: &Destination) -> Result<Exchangers, Outcome> {
        let domain = to.domain.as_str();
        if let Some(address) = literal(domain) {
            return Ok(Exchangers { hosts: vec![address.to_string()], is_proven: false });
        }
        let resolver = self.net.network.resolver();
        // RFC 7672 2.2.1: what an exchanger's zone publishes counts where the way to its name is proven.
        let (answer, is_proven) = match resolver.proven_mx(domain).await {
            Ok(Some(answer)) => (Ok(answer), true),
            Ok(None) => (resolver.mx(domain).await, false),
            Err(error) => (Err(error), false),
        };
        let hosts = match answer {
            Ok(MxAnswer::Hosts(hosts)) => self.in_turn(to, hosts),
            // RFC 5321 5.1: without MX records the domain's own address is the exchanger.
            Ok(MxAnswer::Absent) => Ok(vec![domain.to_owned()]),
            // RFC 7505 4.1: a null MX is a permanent failure.
            Ok(MxAnswer::Null) => Err(Outcome::Impossible(format!(
                "`{domain}` says in DNS that it takes no mail; check the address"
            ))),
            Err(error) if error.is_temporary() => Err(Outcome::Unreachable(error.to_string())),
            Err(error) => Err(Outcome::Impossible(error.to_string())),
        }?;
        Ok(Exchangers { hosts, is_proven })
    }

    /// Orders equal preferences by turns, and leaves out who would send the mail back to us.
    fn in_turn(&self, to: &Destination, mut hosts: Vec<MxHost>) -> Result<Vec<String>, Outcome> {
        hosts.sort_by_key(|host| host.preference);
        let own_names = [Some(&self.settings.helo_name), to.helo_name.as_ref()];
        let is_own =
            |host: &&MxHost| own_names.iter().flatten().any(|name| host.name.eq_ignore_ascii_case(name));
        let ourselves = hosts.iter().filter(is_own).min_by_key(|host| host.preference);
        if let Some(own_preference) = ourselves.map(|host| host.preference) {
            // RFC 5321 5.1: an exchanger hands on only to better ones, else mail goes in circles.
            hosts.retain(|host| host.preference < own_preference);
        }
        if hosts.is_empty() {
            return Err(Outcome::Impossible(format!(
                "`{}` names this server as its own exchanger, but its mail is not taken here",
                to.domain
            )));
        }
        // RFC 5321 5.1: equal preferences share the load.
        let walk = self.walks.fetch_add(1, Ordering::Relaxed);
        for equal in hosts.chunk_by_mut(|one, next| one.preference == next.preference) {
            let turn = walk % equal.len();
            equal.rotate_left(turn);
        }
        Ok(hosts.into_iter().map(|host| host.name).collect())
    }

    /// Asks one exchanger after the other until one speaks about the recipients. Those that did not answer a short while
    /// ago are passed over, or asked behind the others where the destination insists.
    async fn walk(&self, to: &Destination, found: &Exchangers, transaction: &Transaction) -> Round {
        let mut walk = Walk::default();
        let looked_at = || found.hosts.iter().take(EXCHANGERS_LOOKED_AT_MAX);
        for host in looked_at() {
            if walk.is_over() {
                break;
            }
            let asked = (host.as_str(), found.is_proven, Silent::PassedOver);
            walk.note(Box::pin(self.ask(to, asked, transaction)).await);
        }
        let silent: Vec<_> = walk.passed_over.iter().map(|passed| passed.host.clone()).collect();
        for host in looked_at().filter(|host| to.insists && silent.contains(host)) {
            if walk.is_over() {
                break;
            }
            walk.passed_over.retain(|passed| passed.host != *host);
            let asked = (host.as_str(), found.is_proven, Silent::Asked);
            walk.note(Box::pin(self.ask(to, asked, transaction)).await);
        }
        walk.end(to, transaction)
    }

    /// Hands it to one exchanger that proves what it must.
    async fn ask(
        &self,
        to: &Destination,
        (host, is_proven, silent): (&str, bool, Silent),
        transaction: &Transaction,
    ) -> Round {
        let guard = match self.guard(to, (host, is_proven), transaction.wishes.tls).await {
            Ok(guard) => guard,
            Err(not_asked) => return not_asked.round(host, transaction.envelope.recipients.len()),
        };
        let mut round = self.send((&self.exchanger(to, host, &guard), silent), transaction).await;
        guard.judge(&mut round, to);
        round
    }

    fn exchanger(&self, to: &Destination, host: &str, guard: &Guard) -> Hop {
        Hop {
            host: host.to_owned(),
            port: self.settings.direct_port,
            protection: guard.protection,
            credentials: None,
            verify: guard.verify.clone(),
            reach: self.settings.direct_reach,
            helo_name: to.helo_name.clone(),
        }
    }
}

/// What the exchangers of one domain made of a mail so far.
struct Walk {
    last: Option<Round>,
    transcript: Vec<String>,
    passed_over: Vec<PassedOver>,
    tried: usize,
    all_unusable: bool,
    all_unproven: bool,
    reached: bool,
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            last: None,
            transcript: Vec::new(),
            passed_over: Vec::new(),
            tried: 0,
            all_unusable: true,
            all_unproven: true,
            reached: false,
        }
    }
}

impl Walk {
    /// Whether nobody else is asked: one spoke about the recipients, or enough were tried.
    fn is_over(&self) -> bool {
        let spoke = self.last.as_ref().is_some_and(|round| round.verdict == Verdict::Spoken);
        spoke || self.tried >= EXCHANGERS_TRIED_MAX
    }

    /// Notes what came of one.
    fn note(&mut self, mut round: Round) {
        self.transcript.append(&mut round.transcript);
        self.transcript.extend(round.passed_over.iter().map(remark));
        self.passed_over.append(&mut round.passed_over);
        self.all_unusable &= round.verdict == Verdict::Unusable;
        self.all_unproven &= round.lack == Lack::Proof;
        self.reached |= round.reached;
        self.tried += usize::from(round.verdict != Verdict::Unasked);
        // What a server said is worth more to a person than that another was not asked, or has no address.
        let is_telling = match round.verdict {
            Verdict::Spoken | Verdict::Failed => true,
            Verdict::Unasked => self.last.as_ref().is_none_or(|last| last.verdict == Verdict::Unusable),
            Verdict::Unusable => self.last.is_none(),
        };
        if is_telling {
            self.last = Some(round);
        }
    }

    /// What they come to.
    fn end(self, to: &Destination, transaction: &Transaction) -> Round {
        let recipients = transaction.envelope.recipients.len();
        let Some(mut round) = self.last else { return nobody(&to.domain, recipients) };
        for outcome in &mut round.outcomes {
            let why = outcome.words();
            // RFC 8689 4.2.1: a mail that may not go unprotected does not wait for servers to learn it.
            if self.all_unusable {
                *outcome = Outcome::Impossible(format!("nobody takes mail for `{}`: {why}", to.domain));
            } else if self.all_unproven && transaction.wishes.tls.needs_proof() {
                *outcome = Outcome::Impossible(of_wish(why));
            } else if round.verdict != Verdict::Spoken
                && let Outcome::Unreachable(words) = outcome
            {
                words.extend(
                    self.passed_over.iter().filter(|one| one.host != round.host).map(also_passed_over),
                );
            }
        }
        (round.transcript, round.reached, round.passed_over) =
            (self.transcript, self.reached, self.passed_over);
        round
    }
}

/// The words about what a mail's own wish keeps back, whoever else demands the same.
fn of_wish(why: &str) -> String {
    match missed_need(why) {
        TlsNeed::Nothing => format!("{UNPROVEN}: {why}"),
        TlsNeed::Verified | TlsNeed::Throughout => why.to_owned(),
    }
}

fn remark(PassedOver { host, since }: &PassedOver) -> String {
    format!("* {host} passed over, no answer at {} UTC", hour_and_minute(*since))
}

fn also_passed_over(PassedOver { host, since }: &PassedOver) -> String {
    format!("; `{host}` was passed over, since it did not answer at {} UTC", hour_and_minute(*since))
}

fn nobody(domain: &str, recipients: usize) -> Round {
    let outcome = Outcome::Impossible(format!("nobody takes mail for `{domain}`"));
    Round { verdict: Verdict::Unusable, ..Round::unheard("", &outcome, recipients) }
}

/// Whether mail is sent to a domain that is an address in brackets (RFC 5321 4.1.3); `None` of names, of which DNS tells.
#[must_use]
pub fn reaches_literal(domain: &str, reach: Reach) -> Option<bool> {
    literal(domain).map(|address| reach.allows(address))
}

/// RFC 5321 4.1.3: a domain may be an address in brackets.
fn literal(domain: &str) -> Option<IpAddr> {
    let inner = domain.strip_prefix('[')?.strip_suffix(']')?;
    inner.strip_prefix("IPv6:").unwrap_or(inner).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mails_own_wish_keeps_back_says_so_whoever_else_demands_the_same() {
        let by_domain =
            of_wish("`a.example` demands encryption with a valid certificate (MTA-STS): it has expired");
        assert!(by_domain.starts_with("the mail may go over verified encryption alone: `a.example` demands"));
        assert_eq!(of_wish(&by_domain), by_domain);
        assert_eq!(missed_need(super::super::UNENCRYPTED_WAY), TlsNeed::Verified);
    }

    #[test]
    fn address_literals_need_no_dns() {
        assert_eq!(literal("[127.0.0.1]"), Some("127.0.0.1".parse().unwrap()));
        assert_eq!(literal("[IPv6:::1]"), Some("::1".parse().unwrap()));
        assert_eq!(literal("example.org"), None);
        assert_eq!(reaches_literal("[127.0.0.1]", Reach::PublicOnly), Some(false));
        assert_eq!(reaches_literal("[127.0.0.1]", Reach::Anywhere), Some(true));
        assert_eq!(reaches_literal("[1.1.1.1]", Reach::PublicOnly), Some(true));
        assert_eq!(reaches_literal("example.org", Reach::PublicOnly), None);
    }
}
