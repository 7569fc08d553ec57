//! The records beside keys, SPF and DMARC: the return path, consent to reports, MTA-STS and reports on TLS.

use domain::sender_domain::{DnsRecord, Importance, RecordKind, RecordProblem, RecordVerdict};

use super::{Wish, because, dmarc, found, missing, return_domain, unanswered, wish};
use crate::address_check::registrable_domain;
use crate::auth::dns::{Answer, Answers, Lacking, Question};

pub(super) fn return_path(wished: &Wish) -> Option<DnsRecord> {
    let host = wished.return_host.clone()?;
    let name = return_domain(&wished.domain);
    Some(wish(RecordKind::ReturnPath, Importance::Recommended, name, host))
}

/// RFC 9990 4: reports to an address outside of the organisation's names are sent with its domain's consent alone.
pub(super) fn report_consent(wished: &Wish) -> Option<DnsRecord> {
    let to = wished.reports_to.as_ref()?.domain();
    let root = |name: &str| registrable_domain(name).unwrap_or(name).to_owned();
    if root(to) == root(&wished.domain) {
        return None;
    }
    let name = format!("{}._report._dmarc.{to}", wished.domain);
    Some(wish(RecordKind::ReportConsent, Importance::Recommended, name, "v=DMARC1".to_owned()))
}

/// RFC 8460 3.
pub(super) fn tls_rpt(wished: &Wish) -> Option<DnsRecord> {
    let address = wished.reports_to.as_ref()?;
    let value = format!("v=TLSRPTv1; rua=mailto:{address}");
    Some(wish(RecordKind::TlsRpt, Importance::Optional, format!("_smtp._tls.{}", wished.domain), value))
}

/// RFC 8461 3.1.
pub(super) fn mta_sts(wished: &Wish) -> DnsRecord {
    let name = format!("_mta-sts.{}", wished.domain);
    let id = wished.sts_id.as_deref().unwrap_or("1");
    wish(RecordKind::MtaSts, Importance::Optional, name, format!("v=STSv1; id={id}"))
}

/// RFC 8461 3.2: the file that belongs to the record, and where it lies. In the mode in which failures are only
/// reported, for a start. `None` while nobody takes mail for the domain.
#[must_use]
pub fn sts_policy(domain: &str, exchangers: &[String]) -> Option<(String, String)> {
    if exchangers.is_empty() {
        return None;
    }
    let hosts: String = exchangers.iter().map(|host| format!("mx: {host}\n")).collect();
    let file = format!("version: STSv1\nmode: testing\n{hosts}max_age: 604800\n");
    Some((format!("https://mta-sts.{domain}/.well-known/mta-sts.txt"), file))
}

pub(super) fn judged_return_path(
    record: DnsRecord,
    wished: &Wish,
    answers: &Answers,
) -> Result<DnsRecord, Lacking> {
    let target = match answers.to(Question::Cname(record.name.clone()))? {
        Answer::Unavailable(cause) => return Ok(unanswered(record, cause)),
        answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => answer.texts().first(),
    };
    let Some(target) = target else { return missing(record, &wished.domain, answers) };
    let there = std::slice::from_ref(target);
    if !target.trim_end_matches('.').eq_ignore_ascii_case(&record.value) {
        let there = found(record, RecordVerdict::Differs, there);
        return Ok(because(there, RecordProblem::OtherTarget, target.clone()));
    }
    // With a return path that nobody takes mail for, every later report would be lost.
    Ok(match takes_mail(&record.value, answers)? {
        Takes::Mail => found(record, RecordVerdict::Live, there),
        Takes::Nothing => {
            let host = record.value.clone();
            let there = found(record, RecordVerdict::Differs, std::slice::from_ref(&host));
            because(there, RecordProblem::HostTakesNoMail, host)
        }
        Takes::Unknown(cause) => unanswered(record, &cause),
    })
}

/// Whether DNS says who takes a host's mail.
enum Takes {
    /// It does.
    Mail,
    /// It says that nobody does.
    Nothing,
    /// It does not answer; the words say why.
    Unknown(String),
}

/// RFC 5321 5.1: exchangers, else the host's own address.
fn takes_mail(host: &str, answers: &Answers) -> Result<Takes, Lacking> {
    for question in [Question::Mx, Question::A, Question::Aaaa] {
        match answers.to(question(host.to_owned()))? {
            Answer::Texts(_) | Answer::Addresses(_) => return Ok(Takes::Mail),
            Answer::Unavailable(cause) => return Ok(Takes::Unknown(cause.clone())),
            Answer::Nothing => {}
        }
    }
    Ok(Takes::Nothing)
}

/// The record on reports on TLS. RFC 8460 3: several addresses may get them, and its owner's other ones go on to.
pub(super) fn judged_tls_rpt(
    record: DnsRecord,
    wished: &Wish,
    answers: &Answers,
) -> Result<DnsRecord, Lacking> {
    let texts = match answers.to(Question::Txt(record.name.clone()))? {
        Answer::Unavailable(cause) => return Ok(unanswered(record, cause)),
        answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => answer.texts(),
    };
    let is_record = |text: &&String| version_of(text) == "v=tlsrptv1";
    let records: Vec<String> = texts.iter().filter(is_record).cloned().collect();
    if records.is_empty() {
        return missing(record, &wished.domain, answers);
    }
    Ok(compared_tls_rpt(record, wished, &records))
}

fn compared_tls_rpt(record: DnsRecord, wished: &Wish, records: &[String]) -> DnsRecord {
    let Some(address) = &wished.reports_to else { return record };
    let tags = records.iter().flat_map(|text| text.split(';').skip(1)).filter_map(|tag| tag.split_once('='));
    let (mut others, mut reported): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
    for (name, value) in tags.map(|(name, value)| (name.trim(), value.trim())) {
        if name.eq_ignore_ascii_case("rua") {
            reported.extend(value.split(',').map(str::trim).filter(|uri| !uri.is_empty()));
        } else if !others.iter().any(|other| other.starts_with(&format!("{name}="))) {
            others.push(format!("{name}={value}"));
        }
    }
    let ours = format!("mailto:{address}");
    let comes = reported.iter().any(|uri| dmarc::reports_go_to(uri, &address.key()));
    if !comes {
        reported.push(&ours);
    }
    let mut value = format!("v=TLSRPTv1; rua={}", reported.join(","));
    for other in &others {
        value.push_str(&format!("; {other}"));
    }
    let verdict = match (records, comes) {
        ([_], true) => RecordVerdict::Live,
        ([_], false) => RecordVerdict::Differs,
        _ => RecordVerdict::Several,
    };
    let there = found(DnsRecord { value, ..record }, verdict, records);
    if verdict == RecordVerdict::Differs {
        return because(there, RecordProblem::NoReports, address.to_string());
    }
    there
}

/// Whether what was published of reports on TLS is judged under this wish as it was, though its value carries what its owner
/// wrote.
pub(super) fn is_judged_alike(known: &DnsRecord, wished: &Wish) -> bool {
    let ([_], Some(record)) = (known.found.as_slice(), tls_rpt(wished)) else { return false };
    let again = compared_tls_rpt(record, wished, &known.found);
    let judged = |it: &DnsRecord| (it.verdict, it.problem, it.value.clone(), it.detail.clone());
    known.name == again.name && judged(known) == judged(&again)
}

/// The part in front of the first semicolon, as records of this kind begin.
fn version_of(text: &str) -> String {
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// One of the records that are good as soon as they are there and name what they should.
pub(super) fn judged_text(record: DnsRecord, wished: &Wish, answers: &Answers) -> Result<DnsRecord, Lacking> {
    let texts = match answers.to(Question::Txt(record.name.clone()))? {
        Answer::Unavailable(cause) => return Ok(unanswered(record, cause)),
        answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => answer.texts(),
    };
    let version = version_of(&record.value);
    let is_one = |text: &&String| version_of(text) == version;
    let records: Vec<String> = texts.iter().filter(is_one).cloned().collect();
    let text = match records.as_slice() {
        [] => {
            // Consent stands in the DNS of the domain that reports go to, whose owner's tool completes names with that.
            let consents = wished.reports_to.as_ref().filter(|_| record.kind == RecordKind::ReportConsent);
            let zone = consents.map_or(wished.domain.as_str(), |address| address.domain());
            return missing(record, zone, answers);
        }
        [text] => text,
        _ => return Ok(found(record, RecordVerdict::Several, &records)),
    };
    let tag = |wanted: &str| {
        let tags = text.split(';').filter_map(|tag| tag.split_once('='));
        tags.map(|(name, value)| (name.trim(), value.trim())).find(|(name, _)| *name == wanted)
    };
    let there = std::slice::from_ref(text);
    if record.kind != RecordKind::MtaSts {
        return Ok(found(record, RecordVerdict::Live, there));
    }
    Ok(match tag("id").map(|(_, id)| id) {
        // RFC 8461 3.1: id = 1*32(ALPHA / DIGIT); which one is the owner's affair, unless we serve the policy.
        Some(id) if !id.is_empty() && id.bytes().all(|it| it.is_ascii_alphanumeric()) => {
            let is_other = wished.sts_id.as_deref().is_some_and(|ours| id != ours);
            let verdict = if is_other { RecordVerdict::Differs } else { RecordVerdict::Live };
            found(record, verdict, there)
        }
        Some(_) | None => {
            because(found(record, RecordVerdict::Differs, there), RecordProblem::Unreadable, "id=")
        }
    })
}
