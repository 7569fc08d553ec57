//! A look at the records of a sender domain, and what follows from it.

use std::time::Duration;

use domain::sender_domain::{
    DkimAlgorithm, DkimKeyState, DnsRecord, Findings, RecordKind, RecordProblem, RecordVerdict,
    SenderDomainState, StsFile, StsFileState, StsServing,
};
use domain::{Actor, DkimKeyId, OrganisationId, Problem, SenderDomainId, Timestamp};
use futures_util::future::join_all;
use net::http_get::{self, Document, DocumentError};
use net::{ConnectError, Reach, Resolver};
use policy::address_check::{MailHosts, registrable_domain};
use policy::auth::dns::{Answer, Answers, Lacking, Question};
use policy::sender_domain::{self as policy_of, Known, Look, Standing, Wish};
use store::sender_domains::checking::Checked;
use store::sender_domains::keys::{self, DkimKeyRow};
use store::sender_domains::{self as domains, SenderDomainRow};
use store::{StoreError, Tx};
use tokio::time::Instant;

use super::{SenderDomainView, our_way, wish, wished};
use crate::addresses::mail_hosts;
use crate::authenticity;
use crate::notify;
use crate::office::Office;
use crate::outbox;
use crate::problem;

/// How long all questions of one look may take; what was not answered by then is as if DNS had not answered.
const WITHIN: Duration = Duration::from_secs(20);
/// The largest policy file of MTA-STS, octets; RFC 8461 3.3 proposes 64 kilobytes.
const FILE_OCTETS_MAX: usize = 64 * 1024;
/// How long its site may take.
const FILE_WITHIN: Duration = Duration::from_secs(10);
/// Questions of one look: records that include others can lead on and on.
const QUESTIONS_MAX: usize = 120;
/// A look that a person asks for this soon after the last one shows what that one found, milliseconds.
const REST_MS: i64 = 10_000;

/// Looks at a domain's records at once, because a person asks, and shows it.
///
/// # Errors
/// 404 when there is none.
pub async fn check_now(
    office: &Office,
    actor: &Actor,
    id: SenderDomainId,
) -> Result<SenderDomainView, Problem> {
    let shown = super::find(office, actor.organisation, id).await?;
    let (row, now) = (&shown.row, office.now());
    let is_fresh = row.findings.version == row.version
        && row.findings == shown.findings
        && row.checked_at.is_some_and(|at| now.millis_since(at) < REST_MS);
    if is_fresh {
        return Ok(shown);
    }
    check(office, actor.organisation, id).await.map_err(problem::from_store)?;
    super::find(office, actor.organisation, id).await
}

/// Looks at a domain's records, and writes down what was found. A domain that is gone, or changed meanwhile, is left
/// alone.
pub(super) async fn check(
    office: &Office,
    organisation: OrganisationId,
    id: SenderDomainId,
) -> Result<(), StoreError> {
    let conn = office.store().read();
    let Some(row) = domains::find(&conn, organisation, id).await? else { return Ok(()) };
    let own = keys::list_of(&conn, organisation, id).await?;
    let wish = wish(&row, &own, &our_way(office, organisation, &row).await?);
    let checked = look(office, (&row, &own), &wish).await;
    let (before, after) = (row.state, checked.state);
    let is_unpublished = lacks_keys(&checked.findings) && !lacks_keys(&row.findings);
    let name = row.name;
    let within = office.clone();
    let written = office.store().write(move |tx| {
        let (within, checked) = (within.clone(), checked.clone());
        Box::pin(async move { record((tx, &within), (organisation, id), &checked).await })
    });
    let Some(follows) = written.await? else { return Ok(()) };
    office.keys().forget(organisation, &name);
    if before != after {
        told(&name, organisation, after);
    }
    if is_unpublished {
        let organisation = organisation.get();
        tracing::warn!(
            organisation.id = organisation,
            domain = name.as_str(),
            "keys are not in `sender_domains.keys_zone` yet; publish what `posthus sender-domain keys` prints"
        );
    }
    match follows {
        Follows::Nothing => Ok(()),
        // What was stopped while the domain was not proved, or vouched for no name below it.
        Follows::Mail => Box::pin(outbox::free_rest(office, organisation)).await,
        // What was stopped in other organisations since this one had proved it.
        Follows::MailOfOthers => Box::pin(outbox::free_others(office, organisation)).await,
    }
}

/// What follows from a look for what is stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Follows {
    /// Nothing.
    Nothing,
    /// Some of it may go on.
    Mail,
    /// Some of it may go on in other organisations.
    MailOfOthers,
}

/// Writes down what a look came to, and tells of what is news in it; `None` where the domain is another by now.
async fn record(
    (tx, office): (&Tx, &Office),
    (organisation, id): (OrganisationId, SenderDomainId),
    checked: &Checked,
) -> Result<Option<Follows>, StoreError> {
    // Of two looks at once, what the other has told of is no news.
    store::organisations::lock(tx, organisation).await?;
    let Some(row) = domains::find(tx, organisation, id).await? else { return Ok(None) };
    if !store::sender_domains::checking::record(tx, organisation, id, checked).await? {
        return Ok(None);
    }
    let known = |state, off_at: Option<Timestamp>, findings| {
        let is_off = off_at.is_some();
        Known { state, is_off, served: &row.sts, findings }
    };
    let before = known(row.state, row.switched_off_at, &row.findings);
    let after = known(checked.state, checked.switched_off_at, &checked.findings);
    let news = policy_of::news(before, after, checked.at);
    notify::tell_of_domain(tx, organisation, (id, &row.name, &news), checked.at).await?;
    let (was_proved, is_proved) = (row.state.signs(), checked.state.signs());
    // Mail from names below a domain that vouched for itself alone was stopped, too.
    let vouches_anew =
        policy_of::vouches_below(&checked.findings) && !policy_of::vouches_below(&row.findings);
    let proves_more = is_proved && (!was_proved || vouches_anew);
    if proves_more && outbox::begin_to_free(tx, office, organisation).await? {
        return Ok(Some(Follows::Mail));
    }
    if was_proved && !is_proved && outbox::begin_to_free_others(tx, office, organisation).await? {
        return Ok(Some(Follows::MailOfOthers));
    }
    Ok(Some(Follows::Nothing))
}

/// Whether a name leads to the operator's zone, and no key is there.
fn lacks_keys(findings: &Findings) -> bool {
    findings.records.iter().any(|record| record.problem == Some(RecordProblem::KeyNotPublished))
}

fn told(name: &str, organisation: OrganisationId, state: SenderDomainState) {
    let (organisation, state) = (organisation.get(), state.as_str());
    tracing::info!(organisation.id = organisation, domain = name, state, "a sender domain changed its state");
}

async fn look(office: &Office, (row, own): (&SenderDomainRow, &[DkimKeyRow]), wish: &Wish) -> Checked {
    let resolver = office.net().network.resolver();
    let mut answers = Answers::default();
    let deadline = Instant::now() + WITHIN;
    let asked = policy_of::questions(wish).into_iter().map(async |question: Question| {
        let answer = ask_by(resolver, &question, deadline).await;
        (question, answer)
    });
    for (question, answer) in join_all(asked).await {
        answers.add(question, answer);
    }
    let mut findings = judged(wish, &mut answers, (resolver, deadline)).await;
    findings.sts_file = policy_file(office, row, &findings).await;
    findings.is_absent = is_absent((resolver, &row.name), &findings, deadline).await;
    let now = office.now();
    let seen = policy_of::seen(wish, &findings);
    let standing = standing(row).after(seen, now);
    let of_state = |state| own.iter().filter(move |key| key.state == state);
    let is_published = |key: &&DkimKeyRow| policy_of::is_published(&row.name, &wished(key), &findings);
    let waiting = of_state(DkimKeyState::Next).count();
    // Every receiver checks the one; the other signs from when it is seen, too, and may never be.
    let mut deciding = of_state(DkimKeyState::Next).filter(|key| key.algorithm == DkimAlgorithm::Rsa);
    let switches = standing.state.signs() && deciding.any(|key| is_published(&key));
    let published: Vec<DkimKeyId> = own.iter().filter(is_published).map(|key| key.id).collect();
    if switches {
        let switched = judged(&wish.switched(), &mut answers, (resolver, deadline)).await;
        findings = Findings { sts_file: findings.sts_file, ..switched };
    }
    findings.version = row.version.saturating_add(i64::from(switches));
    findings.our_side = Some(policy_of::our_side(wish));
    let findings = findings.after(&row.findings, now);
    let returns = |record: &DnsRecord| record.kind == RecordKind::ReturnPath && record.is_in_force();
    let left = Look {
        seen,
        is_awaited: waiting > 0 && !switches,
        is_silent: policy_of::is_silent(&findings),
        returns_here: findings.records.iter().any(returns),
    };
    Checked {
        version: row.version,
        state: standing.state,
        failures: standing.failures,
        failing_since: standing.failing_since,
        live_since: standing.live_since,
        switched_off_at: standing.switched_off_at,
        watched_since: standing.watched_since,
        at: now,
        check_at: policy_of::next_check(&standing, left, now),
        published,
        unseen: unseen(row, own, &findings),
        gone: gone(resolver, (row, own), (deadline, now)).await,
        switches,
        findings,
    }
}

/// What is thought of the records; what is lacking for that is asked.
async fn judged(
    wish: &Wish,
    answers: &mut Answers,
    (resolver, deadline): (&dyn Resolver, Instant),
) -> Findings {
    loop {
        match policy_of::judge(wish, answers) {
            Ok(findings) => break findings,
            Err(Lacking(question)) => {
                let answer = if answers.count() < QUESTIONS_MAX {
                    ask_by(resolver, &question, deadline).await
                } else {
                    Answer::Unavailable("the domain's records ask too much".to_owned())
                };
                answers.add(question, answer);
            }
        }
    }
}

const fn standing(row: &SenderDomainRow) -> Standing {
    Standing {
        state: row.state,
        failures: row.failures,
        failing_since: row.failing_since,
        live_since: row.live_since,
        switched_off_at: row.switched_off_at,
        watched_since: row.watched_since,
    }
}

/// Keys that not every receiver checks, and that two looks missed though they were seen: what is signed with them fails at
/// those that do. The other key has the domain's own grace.
fn unseen(row: &SenderDomainRow, own: &[DkimKeyRow], findings: &Findings) -> Vec<DkimKeyId> {
    let is_unseen = |key: &&DkimKeyRow| {
        key.algorithm == DkimAlgorithm::Ed25519
            && key.seen_at.is_some()
            && policy_of::is_missed(&row.name, &wished(key), (&row.findings, findings))
    };
    own.iter().filter(is_unseen).map(|key| key.id).collect()
}

/// Retired keys that nobody looks for any more: the owner has removed their records, as he was told to, or they lie in a slot,
/// whose record stays for the next key.
async fn gone(
    resolver: &dyn Resolver,
    (row, own): (&SenderDomainRow, &[DkimKeyRow]),
    (deadline, now): (Instant, Timestamp),
) -> Vec<DkimKeyId> {
    let removable =
        own.iter().filter(|key| key.retired_at.is_some_and(|at| policy_of::is_removable(at, now)));
    let mut gone = Vec::new();
    for key in removable {
        if policy_of::slot_of(&key.selector).is_some() {
            gone.push(key.id);
            continue;
        }
        let question = Question::Txt(format!("{}._domainkey.{}", key.selector, row.name));
        if policy_of::is_gone(&ask_by(resolver, &question, deadline).await, &key.public_key) {
            gone.push(key.id);
        }
    }
    gone
}

/// The policy file of MTA-STS, fetched as senders do (RFC 8461 3.3); not asked for while its record is not there, unless
/// it is one that we serve: that is to be seen before anybody is led to it.
async fn policy_file(office: &Office, row: &SenderDomainRow, findings: &Findings) -> Option<StsFile> {
    let is_live =
        |kind| findings.records.iter().any(|it| it.kind == kind && it.verdict == RecordVerdict::Live);
    if !is_live(RecordKind::MtaSts) && row.sts.serving == StsServing::Off {
        return None;
    }
    let host = format!("mta-sts.{}", row.name);
    let question = http_get::Question {
        address: &format!("https://{host}/.well-known/mta-sts.txt"),
        xml: None,
        // Whoever runs the domain's DNS chose where it leads.
        reach: Reach::PublicOnly,
        plain_allowed: false,
        octets_max: FILE_OCTETS_MAX,
        within: FILE_WITHIN,
    };
    Some(of_site(http_get::fetch_text(office.net(), &question).await, &findings.exchangers))
}

/// What senders make of a site's answer: RFC 8461 3.2 and 3.3 want a plain text, and no redirect is followed.
fn of_site(answer: Result<Document, DocumentError>, exchangers: &[String]) -> StsFile {
    let error = match answer {
        Ok(document) => {
            return policy_of::sts_file::read(&String::from_utf8_lossy(&document.octets), exchangers);
        }
        Err(error) => error,
    };
    let state = match &error {
        DocumentError::Tls(_) => StsFileState::Certificate,
        DocumentError::Kind { .. }
        | DocumentError::TooLarge { .. }
        | DocumentError::Status { status: 300..=399, .. }
        | DocumentError::Connect(ConnectError::Refused { .. }) => StsFileState::Missing,
        error if error.is_absence() => StsFileState::Missing,
        DocumentError::Address(_)
        | DocumentError::Connect(_)
        | DocumentError::Http { .. }
        | DocumentError::Status { .. }
        | DocumentError::TimedOut { .. }
        | DocumentError::Redirects { .. } => StsFileState::Unanswered,
    };
    StsFile { state, detail: error.to_string().chars().take(300).collect() }
}

/// Whether DNS says that the domain is not there (RFC 1035 4.1.1): whoever mistyped it would seek in vain where to publish its
/// records. Of a name below one that somebody registered, that one is asked for: its own first record makes it.
async fn is_absent(
    (resolver, domain): (&dyn Resolver, &str),
    findings: &Findings,
    deadline: Instant,
) -> bool {
    // Name servers that say so of a domain whose records they have are wrong.
    let says_nothing =
        |record: &DnsRecord| record.found.is_empty() && record.verdict != RecordVerdict::Unanswered;
    if !findings.exchangers.is_empty() || !findings.records.iter().all(says_nothing) {
        return false;
    }
    let registered = registrable_domain(domain).unwrap_or(domain);
    let hosts = tokio::time::timeout_at(deadline, mail_hosts(resolver, registered)).await;
    hosts.is_ok_and(|hosts| hosts == MailHosts::NoDomain)
}

async fn ask_by(resolver: &dyn Resolver, question: &Question, deadline: Instant) -> Answer {
    let answered = tokio::time::timeout_at(deadline, authenticity::ask(resolver, question)).await;
    answered.unwrap_or_else(|_| Answer::Unavailable(format!("no answer within {} seconds", WITHIN.as_secs())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(answer: Result<&'static str, DocumentError>, expected: StsFileState) {
        let host = || "mta-sts.a.test".to_owned();
        let answer = answer.map(|text| Document { host: host(), octets: text.into() });
        let said = format!("{answer:?}");
        assert_eq!(of_site(answer, &["mx.a.test".to_owned()]).state, expected, "{said}");
    }

    #[test]
    fn the_file_of_mta_sts_is_read_as_senders_do() {
        let host = || "mta-sts.a.test".to_owned();
        let file = "version: STSv1\nmode: testing\nmx: mx.a.test\nmax_age: 604800\n";
        check(Ok(file), StsFileState::Live);
        check(Ok("<html>"), StsFileState::Unreadable);
        let status = |status| Err(DocumentError::Status { host: host(), status });
        for is_not in [301, 302, 308, 404] {
            check(status(is_not), StsFileState::Missing);
        }
        check(Err(DocumentError::Kind { host: host() }), StsFileState::Missing);
        check(Err(DocumentError::TooLarge { host: host(), octets_max: 1 }), StsFileState::Missing);
        check(status(503), StsFileState::Unanswered);
        check(Err(DocumentError::TimedOut { seconds: 10 }), StsFileState::Unanswered);
    }
}
