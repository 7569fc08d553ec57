//! Which records a sender domain is to have in DNS, and what is to be thought of those that it has.
//!
//! DKIM (RFC 6376, RFC 8463), SPF (RFC 7208), DMARC (RFC 9989), MTA-STS (RFC 8461), reports on TLS (RFC 8460). A name
//! server that does not answer says nothing of a record: that is a verdict of its own, and never a bad one.

mod above;
mod alarms;
mod delegation;
mod dkim;
mod dmarc;
mod news;
mod others;
mod preflight;
pub mod reporters;
pub mod served_sts;
pub mod sources;
mod spf;
mod standing;
pub mod sts_file;
mod terms;
mod way;

use domain::sender_domain::{
    DkimAlgorithm, DkimKeyState, DmarcPolicy, DnsRecord, Findings, Importance, RecordKind, RecordProblem,
    RecordVerdict,
};
use domain::{EmailAddress, OrganisationId};

use crate::auth::dns::{Answer, Answers, Lacking, Question};

pub use above::{names_above, vouches_below, vouches_for_itself_alone};
pub use alarms::alarms;
pub use delegation::{Slot, free_slot, key_target, keys_below, slot_of, slot_selector};
pub use dkim::text as key_text;
pub use dmarc::asked_for;
pub use news::{Known, news};
pub use others::sts_policy;
pub use preflight::{Refusal, may_be_added};
pub use standing::{Look, Seen, Standing, is_removable, next_check};
pub use terms::{TermRefusal, read_terms, terms_of_addresses, void_include};
pub use way::{Relay, SpfOfWay, replaces_return_path, spf_of_way};

/// What a sender domain is to have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wish {
    /// Its name, lower-case A-labels.
    pub domain: String,
    /// Its keys that are not retired.
    pub keys: Vec<WishedKey>,
    /// What receivers are asked to do with mail that nothing vouches for.
    pub dmarc: DmarcPolicy,
    /// Where reports go.
    pub reports_to: Option<EmailAddress>,
    /// The host that takes reports of failures; `None` where the installation has none.
    pub return_host: Option<String>,
    /// What its SPF record says of our way out, as [`spf_of_way`] has it.
    pub spf: SpfOfWay,
    /// The id of the policy of MTA-STS that we serve; `None` where we serve none, and its owner's is any.
    pub sts_id: Option<String>,
    /// The name in the operator's zone below which its keys lie, as [`keys_below`] has it; `None` where the installation has no
    /// such zone, and each key is published under the domain itself.
    pub keys_below: Option<String>,
}

/// A key, as it is published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WishedKey {
    /// Which of the domain's keys.
    pub selector: String,
    /// How it signs.
    pub algorithm: DkimAlgorithm,
    /// Its public half in base64.
    pub public_key: String,
    /// Where it stands.
    pub state: DkimKeyState,
}

impl Wish {
    /// What it is to have once the keys that wait have taken over.
    #[must_use]
    pub fn switched(&self) -> Self {
        let next = self.keys.iter().filter(|key| key.state == DkimKeyState::Next);
        let keys = next.map(|key| WishedKey { state: DkimKeyState::Active, ..key.clone() }).collect();
        Self { keys, ..self.clone() }
    }
}

/// RFC 1035 3.3.1: the type of a record that leads to another name.
const CNAME: &str = "CNAME";
/// The label below a sender domain that leads to our host for reports of failures.
pub const RETURN_LABEL: &str = "posthus-return";

/// The selector of a key: it carries something of the organisation, so that two organisations that send for one
/// domain do not meet.
#[must_use]
pub fn selector(organisation: OrganisationId, algorithm: DkimAlgorithm, generation: u32) -> String {
    format!("{}-{}{generation}", mark(organisation), letter(algorithm))
}

/// What all selectors of an organisation begin with.
fn mark(organisation: OrganisationId) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(organisation.get().to_be_bytes());
    let mark: String = digest.iter().take(4).map(|octet| format!("{octet:02x}")).collect();
    format!("ph-{mark}")
}

const fn letter(algorithm: DkimAlgorithm) -> char {
    match algorithm {
        DkimAlgorithm::Rsa => 'r',
        DkimAlgorithm::Ed25519 => 'e',
    }
}

/// The name below which failures of a domain's mail are reported.
#[must_use]
pub fn return_domain(domain: &str) -> String {
    format!("{RETURN_LABEL}.{domain}")
}

/// The records, as they are before anybody looked at DNS.
#[must_use]
pub fn records(wish: &Wish) -> Vec<DnsRecord> {
    let mut records: Vec<DnsRecord> = wish.keys.iter().map(|key| delegation::wished(wish, key)).collect();
    records.extend(delegation::free(wish));
    records.push(spf::wished(wish));
    records.push(dmarc::wished(wish));
    records.extend(others::return_path(wish));
    records.extend(others::report_consent(wish));
    records.extend(others::tls_rpt(wish));
    records.push(others::mta_sts(wish));
    records
}

/// What of our side the records name, as one text: how mail leaves, where reports of failures go, and where keys lie. Another
/// server, or another name of ours, makes it another one, and nothing else does.
#[must_use]
pub fn our_side(wish: &Wish) -> String {
    let names_us = |record: &DnsRecord| matches!(record.kind, RecordKind::Spf | RecordKind::ReturnPath);
    let named =
        |record: DnsRecord| format!("{} {} {}", record.kind.as_str(), record.verdict.as_str(), record.value);
    let keys = wish.keys_below.iter().map(|below| format!("keys below {below}"));
    records(wish).into_iter().filter(names_us).map(named).chain(keys).collect::<Vec<_>>().join("\n")
}

/// Whether these findings are of records that name our side as it is. Those that do not say so are taken for it.
#[must_use]
pub fn is_of_our_side(findings: &Findings, wish: &Wish) -> bool {
    findings.our_side.as_ref().is_none_or(|known| *known == our_side(wish))
}

/// These findings for another wish: what was found of records that stay as they were.
#[must_use]
pub fn carried_over(findings: &Findings, wish: &Wish) -> Findings {
    let mut carried = findings.carried_over(records(wish));
    // What these are to say hangs on what is there.
    let is_judged_alike = |known: &&DnsRecord| match known.kind {
        RecordKind::Dmarc => dmarc::is_judged_alike(known, wish),
        RecordKind::TlsRpt => others::is_judged_alike(known, wish),
        RecordKind::Dkim
        | RecordKind::Spf
        | RecordKind::ReturnPath
        | RecordKind::MtaSts
        | RecordKind::ReportConsent => false,
    };
    for known in findings.records.iter().filter(is_judged_alike) {
        let same = carried.records.iter_mut().filter(|record| record.kind == known.kind);
        same.for_each(|record| record.clone_from(known));
    }
    delegation::forget_other_keys(&mut carried.records, wish);
    if !is_of_our_side(findings, wish) {
        // What it says of another way out says nothing of this one.
        let of_us = carried.records.iter_mut().filter(|record| record.kind == RecordKind::Spf);
        of_us.for_each(|record| *record = spf::wished(wish));
    }
    carried
}

/// The questions that are asked in any case, which may be asked side by side.
#[must_use]
pub fn questions(wish: &Wish) -> Vec<Question> {
    let of_record = |record: DnsRecord| question(&record, record.name.clone());
    let mut questions: Vec<Question> = records(wish).into_iter().map(of_record).collect();
    questions.extend(delegation::texts(wish));
    questions.push(Question::Mx(wish.domain.clone()));
    questions
}

/// Judges what DNS says.
///
/// # Errors
/// The question whose answer is lacking.
pub fn judge(wish: &Wish, answers: &Answers) -> Result<Findings, Lacking> {
    let mut findings = Findings { dmarc_policy: Some(wish.dmarc), ..Findings::default() };
    for record in records(wish) {
        let record = match record.kind {
            RecordKind::Dkim => delegation::judged(record, wish, answers)?,
            RecordKind::Spf => {
                let (record, lookups) = spf::judged(record, wish, answers)?;
                findings.spf_lookups = lookups;
                record
            }
            RecordKind::Dmarc => dmarc::judged(record, wish, answers)?,
            RecordKind::ReturnPath => others::judged_return_path(record, wish, answers)?,
            RecordKind::TlsRpt => others::judged_tls_rpt(record, wish, answers)?,
            RecordKind::MtaSts | RecordKind::ReportConsent => others::judged_text(record, wish, answers)?,
        };
        findings.records.push(record);
    }
    if let answer @ Answer::Texts(_) = answers.to(Question::Mx(wish.domain.clone()))? {
        findings.exchangers = answer.texts().to_vec();
    }
    Ok(findings)
}

/// Judges the SPF record alone.
///
/// # Errors
/// The question whose answer is lacking.
pub fn judge_spf(wish: &Wish, answers: &Answers) -> Result<DnsRecord, Lacking> {
    Ok(spf::judged(spf::wished(wish), wish, answers)?.0)
}

/// What the look says of our right to send for the domain: some key that signs is there.
#[must_use]
pub fn seen(wish: &Wish, findings: &Findings) -> Seen {
    let verdicts: Vec<RecordVerdict> = wish
        .keys
        .iter()
        .filter(|key| key.state == DkimKeyState::Active)
        .filter_map(|key| findings.records.iter().find(|record| dkim::is_of(record, &wish.domain, key)))
        .filter(|record| record.importance == Importance::Required)
        .map(|record| record.verdict)
        .collect();
    if verdicts.contains(&RecordVerdict::Live) {
        Seen::Live
    } else if verdicts.contains(&RecordVerdict::Unanswered) {
        Seen::NoAnswer
    } else {
        Seen::Missing
    }
}

/// Whether DNS was silent about a record that more hangs on than that it is good to have.
#[must_use]
pub fn is_silent(findings: &Findings) -> bool {
    let mut records = findings.records.iter().filter(|it| it.importance != Importance::Optional);
    records.any(|record| record.verdict == RecordVerdict::Unanswered)
}

/// Whether the record of this key was found as it should be.
#[must_use]
pub fn is_published(domain: &str, key: &WishedKey, findings: &Findings) -> bool {
    let is_live = |record: &DnsRecord| record.verdict == RecordVerdict::Live;
    findings.records.iter().any(|record| dkim::is_of(record, domain, key) && is_live(record))
}

/// Whether the record of a key is gone, as far as this answer to the question for it says. A wildcard answers with other
/// texts at every name (RFC 1034 4.3.3), and what is void (RFC 6376 3.6.1) carries no key.
#[must_use]
pub fn is_gone(answer: &Answer, public_key: &str) -> bool {
    match answer {
        Answer::Nothing => true,
        Answer::Texts(texts) => !dkim::carries(texts, public_key),
        Answer::Addresses(_) | Answer::Unavailable(_) => false,
    }
}

/// Whether two looks in a row did not find the record of this key as it should be; those that DNS did not answer count for
/// neither.
#[must_use]
pub fn is_missed(domain: &str, key: &WishedKey, (before, after): (&Findings, &Findings)) -> bool {
    let of = |record: &&DnsRecord| dkim::is_of(record, domain, key);
    let was_bad = |record: &DnsRecord| record.answered.unwrap_or(record.verdict).is_bad();
    before.records.iter().find(of).is_some_and(was_bad)
        && after.records.iter().find(of).is_some_and(|record| record.verdict.is_bad())
}

/// A record that nobody looked at.
fn wish(kind: RecordKind, importance: Importance, name: String, value: String) -> DnsRecord {
    let record_type = if kind == RecordKind::ReturnPath { CNAME } else { "TXT" };
    DnsRecord {
        kind,
        importance,
        name,
        record_type: record_type.to_owned(),
        value,
        verdict: RecordVerdict::Unchecked,
        found: Vec::new(),
        problem: None,
        detail: String::new(),
        answered: None,
        lost_since: None,
    }
}

/// The record with what was found.
fn found(record: DnsRecord, verdict: RecordVerdict, found: &[String]) -> DnsRecord {
    // What stands in DNS is a stranger's: as much of it as a person reads.
    const CHARS_MAX: usize = 1_000;
    const TEXTS_MAX: usize = 10;
    let cut = |text: &String| text.chars().take(CHARS_MAX).collect();
    DnsRecord { verdict, found: found.iter().take(TEXTS_MAX).map(cut).collect(), ..record }
}

fn because(record: DnsRecord, problem: RecordProblem, detail: impl Into<String>) -> DnsRecord {
    DnsRecord { problem: Some(problem), detail: detail.into(), ..record }
}

fn unanswered(record: DnsRecord, cause: &str) -> DnsRecord {
    because(found(record, RecordVerdict::Unanswered, &[]), RecordProblem::NoAnswer, cause)
}

/// The question for a record of this one's type.
fn question(record: &DnsRecord, name: String) -> Question {
    if record.record_type == CNAME { Question::Cname(name) } else { Question::Txt(name) }
}

/// A record that is not there, or that stands where the owner's own tool put it: many complete every name with the
/// domain, and so a full name is completed twice.
fn missing(record: DnsRecord, domain: &str, answers: &Answers) -> Result<DnsRecord, Lacking> {
    let doubled = format!("{}.{domain}", record.name);
    let at_doubled = answers.to(question(&record, doubled.clone()))?.texts();
    // A wildcard answers there, too, with something else.
    let is_ours = at_doubled.iter().any(|text| text.trim_end_matches('.') == record.value);
    let missing = found(record, RecordVerdict::Missing, &[]);
    Ok(if is_ours { because(missing, RecordProblem::NameDoubled, doubled) } else { missing })
}

#[cfg(test)]
mod tests;
