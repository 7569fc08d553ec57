//! The domain's DMARC record: RFC 9989 4.7. What the owner wrote stays, as far as it does not contradict.

use domain::EmailAddress;
use domain::sender_domain::{DmarcPolicy, DnsRecord, Importance, RecordKind, RecordProblem, RecordVerdict};

use super::{Wish, because, found, unanswered, wish};
use crate::address_check::registrable_domain;
use crate::auth::dmarc::{self, Disposition, DmarcResult};
use crate::auth::dns::{Answer, Answers, Lacking, Question};
use crate::auth::spf::{Identity, Spf, SpfResult};

pub(super) fn wished(wished: &Wish) -> DnsRecord {
    let mut value = format!("v=DMARC1; p={}", wished.dmarc.as_str());
    if let Some(address) = &wished.reports_to {
        value.push_str(&format!("; rua=mailto:{address}"));
    }
    wish(RecordKind::Dmarc, Importance::Recommended, format!("_dmarc.{}", wished.domain), value)
}

pub(super) fn judged(record: DnsRecord, wished: &Wish, answers: &Answers) -> Result<DnsRecord, Lacking> {
    let texts = match answers.to(Question::Txt(record.name.clone()))? {
        Answer::Unavailable(cause) => return Ok(unanswered(record, cause)),
        answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => answer.texts(),
    };
    let is_record = |text: &&String| text.trim_start().to_ascii_lowercase().starts_with("v=dmarc1");
    let records: Vec<String> = texts.iter().filter(is_record).cloned().collect();
    match records.as_slice() {
        [] => inherited(record, wished, answers),
        [text] => Ok(compared(record, wished, text)),
        // RFC 9989 4.10: several records are as none.
        _ => Ok(found(record, RecordVerdict::Several, &records)),
    }
}

/// RFC 9989 4.10: the nearest record above the domain holds for it, too.
fn inherited(record: DnsRecord, wished: &Wish, answers: &Answers) -> Result<DnsRecord, Lacking> {
    let nobody = Spf {
        identity: Identity::MailFrom,
        domain: wished.domain.clone(),
        result: SpfResult::None,
        reason: String::new(),
        lookups: 0,
        void_lookups: 0,
    };
    let judged = dmarc::check(std::slice::from_ref(&wished.domain), &nobody, &[], answers)?;
    if judged.result == DmarcResult::TempError {
        return Ok(unanswered(record, &judged.reason));
    }
    let Some((above, (policy, _))) = judged.record.zip(judged.policy) else {
        return super::missing(record, &wished.domain, answers);
    };
    let policy = chosen(policy);
    // RFC 7489 6.6.4: receivers that heed the share do what is milder with the rest.
    let is_partial = above.percent.is_some_and(|percent| percent < 100);
    let policy = if is_partial { milder(policy) } else { policy };
    if policy < wished.dmarc || wished.reports_to.is_some() {
        return super::missing(record, &wished.domain, answers);
    }
    Ok(because(found(record, RecordVerdict::Live, &[]), RecordProblem::Inherited, above.domain))
}

/// The tags of a record, in its order.
type Tags<'a> = [(&'a str, &'a str)];

fn tags_of(text: &str) -> Vec<(&str, &str)> {
    let tags = text.split(';').filter_map(|tag| tag.split_once('='));
    tags.map(|(name, value)| (name.trim(), value.trim())).collect()
}

fn tag<'a>(tags: &Tags<'a>, wanted: &str) -> Option<&'a str> {
    tags.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| *value)
}

fn policy_in(tags: &Tags<'_>, name: &str) -> Option<DmarcPolicy> {
    tag(tags, name).and_then(|word| word.to_ascii_lowercase().parse().ok())
}

/// RFC 9989 4.7: whether the domain is only trying it out, so that receivers do what is one step milder.
fn is_tried(tags: &Tags<'_>) -> bool {
    tag(tags, "t").is_some_and(|value| value.eq_ignore_ascii_case("y"))
}

/// RFC 9989 4.7: whether signatures vouch for the very name alone that they are of.
pub(super) fn is_strict(text: &str) -> bool {
    tag(&tags_of(text), "adkim").is_some_and(|value| value.eq_ignore_ascii_case("s"))
}

const fn milder(policy: DmarcPolicy) -> DmarcPolicy {
    match policy {
        DmarcPolicy::Reject => DmarcPolicy::Quarantine,
        DmarcPolicy::Quarantine | DmarcPolicy::None => DmarcPolicy::None,
    }
}

/// What a record asks receivers to do with mail of its own domain that nothing vouches for; `None` where it has no policy
/// that can be read.
#[must_use]
pub fn asked_for(text: &str) -> Option<DmarcPolicy> {
    let tags = tags_of(text);
    let policy = policy_in(&tags, "p")?;
    Some(if is_tried(&tags) { milder(policy) } else { policy })
}

fn compared(record: DnsRecord, wished: &Wish, text: &String) -> DnsRecord {
    let tags = tags_of(text);
    let weak = weaknesses(&tags, wished);
    let rua = tag(&tags, "rua").unwrap_or_default();
    let lacks_reports = wished.reports_to.as_ref().filter(|address| !reports_go_to(rua, &address.key()));
    let value = mended(&tags, wished, (&weak, lacks_reports));
    let there = found(DnsRecord { value, ..record }, RecordVerdict::Differs, std::slice::from_ref(text));
    match (policy_in(&tags, "p"), weak.into_iter().next(), lacks_reports) {
        (None, ..) => because(there, RecordProblem::Unreadable, "p="),
        (Some(_), Some(weakness), _) => because(there, weakness.problem, weakness.detail),
        (Some(_), None, Some(address)) => because(there, RecordProblem::NoReports, address.to_string()),
        (Some(_), None, None) => DnsRecord { verdict: RecordVerdict::Live, ..there },
    }
}

/// A tag by which some receiver does less than was chosen.
struct Weakness {
    tag: &'static str,
    problem: RecordProblem,
    detail: String,
}

/// By what the owner's record asks for less than was chosen, the plainest first. Receivers differ in which tags they heed:
/// `t` is of RFC 9989, `pct` of RFC 7489, and a record is as strict as the mildest reading of it.
fn weaknesses(tags: &Tags<'_>, wished: &Wish) -> Vec<Weakness> {
    let chosen = wished.dmarc;
    let own = policy_in(tags, "p");
    let below: Vec<(&'static str, DmarcPolicy)> = if holds_below(tags, &wished.domain) {
        ["sp", "np"].into_iter().filter_map(|name| Some((name, policy_in(tags, name)?))).collect()
    } else {
        Vec::new()
    };
    let mut found = Vec::new();
    let mut add = |tag, problem, detail: String| found.push(Weakness { tag, problem, detail });
    if own.is_none_or(|policy| policy < chosen) {
        let said = own.map_or("", DmarcPolicy::as_str).to_owned();
        add("p", RecordProblem::WeakerPolicy, said);
    }
    // What becomes of the policies once those are mended that are too mild by themselves.
    let policies = std::iter::once(own.unwrap_or(chosen)).chain(below.iter().map(|(_, policy)| *policy));
    let stepped = policies.map(|policy| milder(policy.max(chosen))).min().unwrap_or(chosen);
    if is_tried(tags) && stepped < chosen {
        add("t", RecordProblem::OnlyTried, stepped.as_str().to_owned());
    }
    let part = tag(tags, "pct").and_then(|value| value.parse::<u8>().ok()).filter(|part| *part < 100);
    if let Some(part) = part.filter(|_| stepped < chosen) {
        add("pct", RecordProblem::ForAPart, part.to_string());
    }
    for (name, policy) in below.into_iter().filter(|(_, policy)| *policy < chosen) {
        add(name, RecordProblem::WeakerBelow, format!("{name}={}", policy.as_str()));
    }
    found
}

/// RFC 9989 4.10.1: below the domain its record holds where the domain is that of the organisation. Of others nobody asks.
fn holds_below(tags: &Tags<'_>, domain: &str) -> bool {
    let says_so = tag(tags, "psd").is_some_and(|value| value.eq_ignore_ascii_case("n"));
    says_so || registrable_domain(domain).is_none_or(|registered| registered == domain)
}

/// Whether what was published is judged under this wish as it was: a value that was mended for the comparison is no wish,
/// and says nothing of whether the wish is another by now.
pub(super) fn is_judged_alike(known: &DnsRecord, wish: &Wish) -> bool {
    let ([text], record) = (known.found.as_slice(), wished(wish)) else { return false };
    let again = compared(record, wish, text);
    let judged = |it: &DnsRecord| (it.verdict, it.problem, it.value.clone(), it.detail.clone());
    known.name == again.name && judged(known) == judged(&again)
}

/// RFC 9989 4.7: rua = uri *("," uri); each may end in a size, as in `mailto:a@b!10m`.
pub(super) fn reports_go_to(rua: &str, key: &str) -> bool {
    rua.split(',').any(|uri| {
        let address = uri.trim().split('!').next().unwrap_or_default();
        let address = address.get(7..).filter(|_| address.to_ascii_lowercase().starts_with("mailto:"));
        address.is_some_and(|address| address.to_lowercase() == key)
    })
}

/// The owner's record with what was chosen, and with the address that lacks its reports.
fn mended(
    tags: &Tags<'_>,
    wished: &Wish,
    (weak, lacks_reports): (&[Weakness], Option<&EmailAddress>),
) -> String {
    let mut mended = vec!["v=DMARC1".to_owned()];
    if tag(tags, "p").is_none() {
        mended.push(format!("p={}", wished.dmarc.as_str()));
    }
    let ours = lacks_reports.map(|address| format!("mailto:{address}"));
    for (name, value) in tags.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("v")) {
        let lower = name.to_ascii_lowercase();
        let is_weak = weak.iter().any(|weakness| weakness.tag == lower);
        match (lower.as_str(), &ours) {
            ("p" | "sp" | "np", _) if is_weak => mended.push(format!("{lower}={}", wished.dmarc.as_str())),
            // Without the tag all of it holds at once.
            ("t" | "pct", _) if is_weak => {}
            ("rua", Some(ours)) if value.is_empty() => mended.push(format!("rua={ours}")),
            ("rua", Some(ours)) => mended.push(format!("rua={value},{ours}")),
            _ => mended.push(format!("{name}={value}")),
        }
    }
    if let Some(ours) = ours.filter(|_| tag(tags, "rua").is_none()) {
        mended.push(format!("rua={ours}"));
    }
    mended.join("; ")
}

const fn chosen(policy: Disposition) -> DmarcPolicy {
    match policy {
        Disposition::None => DmarcPolicy::None,
        Disposition::Quarantine => DmarcPolicy::Quarantine,
        Disposition::Reject => DmarcPolicy::Reject,
    }
}
