//! The records beside keys, SPF and DMARC: the return path, consent to reports, MTA-STS and reports on TLS.

use domain::sender_domain::{DnsRecord, Importance, RecordKind, RecordProblem, RecordVerdict};

use super::{Wish, because, found, missing, return_domain, unanswered, wish};
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
    if target.trim_end_matches('.').eq_ignore_ascii_case(&record.value) {
        return Ok(found(record, RecordVerdict::Live, there));
    }
    Ok(because(found(record, RecordVerdict::Differs, there), RecordProblem::OtherTarget, target.clone()))
}

/// One of the records that are good as soon as they are there and name what they should.
pub(super) fn judged_text(record: DnsRecord, wished: &Wish, answers: &Answers) -> Result<DnsRecord, Lacking> {
    let texts = match answers.to(Question::Txt(record.name.clone()))? {
        Answer::Unavailable(cause) => return Ok(unanswered(record, cause)),
        answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => answer.texts(),
    };
    let version = record.value.split(';').next().unwrap_or_default().to_ascii_lowercase();
    let is_one =
        |text: &&String| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase() == version;
    let records: Vec<String> = texts.iter().filter(is_one).cloned().collect();
    let text = match records.as_slice() {
        [] => return missing(record, &wished.domain, answers),
        [text] => text,
        _ => return Ok(found(record, RecordVerdict::Several, &records)),
    };
    let tag = |wanted: &str| {
        let tags = text.split(';').filter_map(|tag| tag.split_once('='));
        tags.map(|(name, value)| (name.trim(), value.trim())).find(|(name, _)| *name == wanted)
    };
    let there = std::slice::from_ref(text);
    match (record.kind, &wished.reports_to) {
        // RFC 8461 3.1: id = 1*32(ALPHA / DIGIT); which one is the owner's affair, unless we serve the policy.
        (RecordKind::MtaSts, _)
            if tag("id")
                .is_none_or(|(_, id)| id.is_empty() || !id.bytes().all(|it| it.is_ascii_alphanumeric())) =>
        {
            Ok(because(found(record, RecordVerdict::Differs, there), RecordProblem::Unreadable, "id="))
        }
        (RecordKind::MtaSts, _)
            if wished.sts_id.as_deref().is_some_and(|ours| tag("id").is_some_and(|(_, id)| id != ours)) =>
        {
            Ok(found(record, RecordVerdict::Differs, there))
        }
        (RecordKind::TlsRpt, Some(address))
            if !tag("rua").is_some_and(|(_, rua)| rua.to_lowercase().contains(&address.key())) =>
        {
            let detail = address.to_string();
            Ok(because(found(record, RecordVerdict::Differs, there), RecordProblem::NoReports, detail))
        }
        _ => Ok(found(record, RecordVerdict::Live, there)),
    }
}
