//! The domain's DMARC record: RFC 9989 4.7. What the owner wrote stays, as far as it does not contradict.

use domain::EmailAddress;
use domain::sender_domain::{DmarcPolicy, DnsRecord, Importance, RecordKind, RecordProblem, RecordVerdict};

use super::{Wish, because, found, unanswered, wish};
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
    if chosen(policy) < wished.dmarc || wished.reports_to.is_some() {
        return super::missing(record, &wished.domain, answers);
    }
    Ok(because(found(record, RecordVerdict::Live, &[]), RecordProblem::Inherited, above.domain))
}

fn compared(record: DnsRecord, wished: &Wish, text: &String) -> DnsRecord {
    let tags: Vec<(&str, &str)> = text
        .split(';')
        .filter_map(|tag| tag.split_once('='))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect();
    let tag =
        |wanted: &str| tags.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, it)| *it);
    let policy = tag("p").and_then(|word| word.to_ascii_lowercase().parse::<DmarcPolicy>().ok());
    let rua = tag("rua").unwrap_or_default();
    let is_weak = policy.is_none_or(|policy| policy < wished.dmarc);
    let lacks_reports = wished.reports_to.as_ref().filter(|address| !reports_go_to(rua, &address.key()));
    let value = mended(&tags, wished, &Lacks { policy: is_weak, reports: lacks_reports });
    let there = found(DnsRecord { value, ..record }, RecordVerdict::Differs, std::slice::from_ref(text));
    match (policy, lacks_reports) {
        (None, _) => because(there, RecordProblem::Unreadable, "p="),
        (Some(policy), _) if is_weak => because(there, RecordProblem::WeakerPolicy, policy.as_str()),
        (Some(_), Some(address)) => because(there, RecordProblem::NoReports, address.to_string()),
        (Some(_), None) => DnsRecord { verdict: RecordVerdict::Live, ..there },
    }
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
fn reports_go_to(rua: &str, key: &str) -> bool {
    rua.split(',').any(|uri| {
        let address = uri.trim().split('!').next().unwrap_or_default();
        let address = address.get(7..).filter(|_| address.to_ascii_lowercase().starts_with("mailto:"));
        address.is_some_and(|address| address.to_lowercase() == key)
    })
}

/// What the owner's record lacks of what was chosen.
struct Lacks<'a> {
    policy: bool,
    reports: Option<&'a EmailAddress>,
}

/// The owner's record with what was chosen.
fn mended(tags: &[(&str, &str)], wished: &Wish, lacks: &Lacks<'_>) -> String {
    let mut mended = vec!["v=DMARC1".to_owned()];
    let has = |wanted: &str| tags.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
    if !has("p") {
        mended.push(format!("p={}", wished.dmarc.as_str()));
    }
    let ours = lacks.reports.map(|address| format!("mailto:{address}"));
    for (name, value) in tags.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("v")) {
        mended.push(match (name.to_ascii_lowercase().as_str(), &ours) {
            ("p", _) if lacks.policy => format!("p={}", wished.dmarc.as_str()),
            ("rua", Some(ours)) if value.is_empty() => format!("rua={ours}"),
            ("rua", Some(ours)) => format!("rua={value},{ours}"),
            _ => format!("{name}={value}"),
        });
    }
    if let Some(ours) = ours.filter(|_| !has("rua")) {
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
