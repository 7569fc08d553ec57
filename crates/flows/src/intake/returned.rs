//! A delivery report about a mail of ours (RFC 3464): the mail has failed after all, for the
//! recipients whom it names, and comes back to its author. Or a complaint about one (RFC 5965).

use domain::blocks::ReturnSource;
use domain::timeline::{ReturnedLater, Step, Subject};
use domain::{About, CaseId, EmailAddress, OutboxId};
use mail::{Action, Class, Complaint, ReportRecipient};
use policy::returns::{Evidence, Verdict, of_complaint};
use store::deliveries::{Recorded, Return, SentDelivery};
use store::timeline::TimelineEntry;
use store::{Conn, StoreError, Tx};

use super::delayed;
use super::into_case::InCase;
use super::passage::Passage;
use super::reading::Reading;
use crate::outbox::{Unreached, return_to_author};
use crate::returns::{self, CameBack, failure_of};

/// Whether a report says that somebody will not get the mail; one about a delay does not.
pub(super) fn says_failed(reading: &Reading) -> bool {
    reading.report.as_ref().is_some_and(|report| {
        report.recipients.is_empty()
            || report.recipients.iter().any(|recipient| recipient.action == Action::Failed)
    })
}

/// Writes down what the report says about a mail of this case.
pub(super) async fn record(tx: &Tx, passage: &Passage<'_>, in_case: &InCase) -> Result<(), StoreError> {
    // What is taken in as history changes nothing of how things stand now.
    if passage.reading.row.historic {
        return Ok(());
    }
    if let Some(complaint) = &passage.reading.complaint {
        return complained(tx, passage, Some(in_case.case_id), complaint).await;
    }
    if let Some(report) = &passage.reading.report {
        delayed::record(tx, passage, report, Some(in_case.case_id)).await?;
    }
    if let Some(sent) = returns::by_token(tx, passage.organisation(), &passage.reading.row).await? {
        return proved_failed(tx, passage, &sent).await;
    }
    let Some(report) = &passage.reading.report else { return Ok(()) };
    let (organisation, ids) = (passage.organisation(), report.original.message_id.as_slice());
    let sent = store::cases::find_sent(tx, organisation, in_case.case_id, ids).await?;
    let all = if sent.is_some() { report.recipients.len() } else { UNMATCHED_MAX };
    let failed = report.recipients.iter().filter(|recipient| recipient.action == Action::Failed);
    for failed in failed.take(all) {
        let Some(recipient) = failed.original_recipient.as_ref().or(failed.final_recipient.as_ref()) else {
            continue;
        };
        match &sent {
            Some(sent) => come_back(tx, passage, sent.outbox, (failed, recipient)).await?,
            // Anybody can write a report: it is kept to be looked at, and counts for nobody.
            None => {
                judge(tx, passage, None, (failed, recipient)).await?;
            }
        }
    }
    Ok(())
}

/// What a report or a complaint says that no case waits for: it is kept to be looked at, and what a return path of ours
/// proves counts all the same.
pub(super) async fn record_unplaced(tx: &Tx, passage: &Passage<'_>) -> Result<(), StoreError> {
    if passage.reading.row.historic {
        return Ok(());
    }
    if let Some(complaint) = &passage.reading.complaint {
        return complained(tx, passage, None, complaint).await;
    }
    if let Some(report) = &passage.reading.report {
        delayed::record(tx, passage, report, None).await?;
    }
    if let Some(sent) = returns::by_token(tx, passage.organisation(), &passage.reading.row).await? {
        return proved_failed(tx, passage, &sent).await;
    }
    let Some(report) = &passage.reading.report else { return Ok(()) };
    let failed = report.recipients.iter().filter(|recipient| recipient.action == Action::Failed);
    for failed in failed.take(UNMATCHED_MAX) {
        let named = failed.original_recipient.as_ref().or(failed.final_recipient.as_ref());
        if let Some(recipient) = named {
            judge(tx, passage, None, (failed, recipient)).await?;
        }
    }
    Ok(())
}

/// What comes to the return path of a delivery is about that one, whomever it names. A server's report that names nobody,
/// and says of nothing that it is only late, says that it failed.
async fn proved_failed(tx: &Tx, passage: &Passage<'_>, sent: &SentDelivery) -> Result<(), StoreError> {
    if passage.reading.parsed.class != Class::DeliveryReport {
        return Ok(());
    }
    let named = passage.reading.report.as_ref().map_or(&[][..], |report| &report.recipients);
    let failed = match named.iter().find(|recipient| recipient.action == Action::Failed) {
        Some(failed) => failed.clone(),
        None if named.is_empty() => ReportRecipient {
            final_recipient: Some(sent.recipient.clone()),
            original_recipient: None,
            action: Action::Failed,
            status: mail::report::first_status(&passage.reading.reply),
            reply: mail::report::first_reply(&passage.reading.reply),
            diagnostic: Some(in_short(&passage.reading.reply)).filter(|words| !words.is_empty()),
            remote_host: None,
            retry_until: None,
            // The return path proves whom it is about.
            guessed: false,
        },
        None => return Ok(()),
    };
    come_back(tx, passage, sent.outbox, (&failed, &sent.recipient)).await
}

/// The beginning of what a report says, on one line.
fn in_short(text: &str) -> String {
    const WORDS_MAX: usize = 60;
    text.split_whitespace().take(WORDS_MAX).collect::<Vec<_>>().join(" ")
}

/// Recipients of one report that are kept though it belongs to no mail of ours: anybody can write one.
const UNMATCHED_MAX: usize = 20;

/// The delivery that a return path of ours proves a mail to be about: the one that it came to, or the one that a
/// complaint names (RFC 5965 3.2) or that stands in the copy that it brings.
pub(super) async fn proved(conn: &Conn, passage: &Passage<'_>) -> Result<Option<SentDelivery>, StoreError> {
    let (organisation, reading) = (passage.organisation(), passage.reading);
    if let Some(sent) = returns::by_token(conn, organisation, &reading.row).await? {
        return Ok(Some(sent));
    }
    let Some(complaint) = &reading.complaint else { return Ok(None) };
    for path in complaint.mail_from.iter().chain(&complaint.original.return_path) {
        let named = (organisation, path);
        if let Some(sent) = returns::of_return_path(passage.desk.office, conn, named).await? {
            return Ok(Some(sent));
        }
    }
    Ok(None)
}

/// Somebody wants no more of it: what that means for each address that the report names and the mail went to.
/// Providers leave out who complains; then the return path says it, or that the mail went to one alone.
async fn complained(
    tx: &Tx,
    passage: &Passage<'_>,
    case: Option<CaseId>,
    complaint: &Complaint,
) -> Result<(), StoreError> {
    let organisation = passage.organisation();
    if let Some(sent) = proved(tx, passage).await? {
        let outbox = Some(sent.outbox).filter(|_| complaint.kind.is_complaint());
        return complained_of(tx, passage, complaint, (sent.recipient, outbox)).await;
    }
    let ids = complaint.original.message_id.as_slice();
    let sent = match case {
        Some(case) => store::cases::find_sent(tx, organisation, case, ids).await?,
        None => None,
    };
    let outbox = sent.map(|sent| sent.outbox).filter(|_| complaint.kind.is_complaint());
    let written_to: Vec<EmailAddress> = match outbox {
        Some(outbox) => {
            let rows = store::deliveries::list_of_item(tx, organisation, outbox).await?;
            rows.into_iter().map(|row| row.recipient).collect()
        }
        None => Vec::new(),
    };
    let named = match (complaint.recipients.as_slice(), written_to.as_slice()) {
        ([], [only]) => std::slice::from_ref(only),
        (named, _) => named,
    };
    for address in named.iter().take(UNMATCHED_MAX) {
        let outbox = outbox.filter(|_| written_to.iter().any(|one| one.key() == address.key()));
        complained_of(tx, passage, complaint, (address.clone(), outbox)).await?;
    }
    Ok(())
}

async fn complained_of(
    tx: &Tx,
    passage: &Passage<'_>,
    complaint: &Complaint,
    (address, outbox): (EmailAddress, Option<OutboxId>),
) -> Result<(), StoreError> {
    let back = CameBack {
        address,
        outbox,
        intake: Some(passage.id()),
        source: ReturnSource::Complaint,
        verdict: of_complaint(complaint),
        words: String::new(),
        about: About::default(),
        host: complaint.user_agent.clone(),
        at_relay: false,
        domain_is_gone: false,
    };
    returns::record(tx, passage.organisation(), &back, passage.desk.now).await
}

/// What the report means for the address; returns the verdict.
async fn judge(
    tx: &Tx,
    passage: &Passage<'_>,
    outbox: Option<OutboxId>,
    (failed, recipient): (&ReportRecipient, &EmailAddress),
) -> Result<Verdict, StoreError> {
    let host = passage.reading.report.as_ref().and_then(|report| report.reporting_host.as_deref());
    // Without the copy of our own mail, whose words are no server's.
    let notice =
        passage.reading.report.as_ref().map(|report| report.notice_about(failed)).unwrap_or_default();
    let rules = returns::rules_of(passage.desk.office, tx, passage.organisation()).await?;
    let verdict = rules.set().judge(&Evidence::of_report(failed, host, &notice));
    let back = CameBack {
        address: recipient.clone(),
        outbox,
        intake: Some(passage.id()),
        source: ReturnSource::Report,
        verdict: verdict.clone(),
        words: failed.diagnostic.clone().unwrap_or_default(),
        about: About::default(),
        host: failed.remote_host.clone().or_else(|| host.map(str::to_owned)),
        at_relay: false,
        domain_is_gone: passage.reading.gone_domains.contains(recipient.domain()),
    };
    returns::record(tx, passage.organisation(), &back, passage.desk.now).await?;
    Ok(verdict)
}

/// A second report about the same recipient is no news to the author, but may say more than the first: what a gateway
/// said in words of its own, the server behind it says with a code. What a server told us itself stands.
async fn judge_anew(
    tx: &Tx,
    passage: &Passage<'_>,
    outbox: Option<OutboxId>,
    (failed, recipient): (&ReportRecipient, &EmailAddress),
) -> Result<(), StoreError> {
    let Some(outbox) = outbox else { return Ok(()) };
    let known = store::returns::find_of_mail(tx, passage.organisation(), (outbox, recipient)).await?;
    if known == Some(ReturnSource::Report) {
        judge(tx, passage, Some(outbox), (failed, recipient)).await?;
    }
    Ok(())
}

async fn come_back(
    tx: &Tx,
    passage: &Passage<'_>,
    outbox: OutboxId,
    (failed, recipient): (&ReportRecipient, &EmailAddress),
) -> Result<(), StoreError> {
    let (organisation, at) = (passage.organisation(), passage.desk.now);
    let host = passage.reading.report.as_ref().and_then(|report| report.reporting_host.clone());
    let words = failed.diagnostic.clone().unwrap_or_default();
    let returned =
        Return { recipient: recipient.clone(), at, enhanced: failed.status, words: words.clone(), host };
    let recorded = store::deliveries::record_return(tx, organisation, outbox, &returned).await?;
    let Some(Recorded { recipient: sent_to, is_new }) = recorded else {
        // The mail is ours, and went to nobody of that address: a person looks at it.
        return judge(tx, passage, None, (failed, recipient)).await.map(|_class| ());
    };
    // What a report says of another address than the one that was written to, nobody has proved.
    let proved = Some(outbox).filter(|_| sent_to.key() == recipient.key());
    if !is_new {
        return judge_anew(tx, passage, proved, (failed, recipient)).await;
    }
    let step = Step::Returned(ReturnedLater {
        recipient: recipient.to_string(),
        enhanced: failed.status.map(|status| status.to_string()),
        words: words.clone(),
        host: returned.host.clone(),
    });
    let entry = TimelineEntry { subject: Subject::Outbox(outbox), at, step };
    store::timeline::insert_many(tx, organisation, &[entry]).await?;
    let verdict = judge(tx, passage, proved, (failed, recipient)).await?;
    let failure = failure_of(&verdict, &told_of(passage, &words), recipient);
    let words = match (words.is_empty(), failed.status) {
        (true, Some(status)) => status.to_string(),
        _ => words,
    };
    let (recipient, host) = (recipient.clone(), returned.host);
    let unreached = Unreached { outbox, recipient, host, words, failure };
    return_to_author(tx, organisation, &unreached, at).await
}

/// All that a report says of where somebody went: the host's words, and else what it says to people.
fn told_of(passage: &Passage<'_>, words: &str) -> String {
    let notice = passage.reading.report.as_ref().map_or("", |report| report.notice.as_str());
    if words.contains('@') { words.to_owned() } else { notice.to_owned() }
}
