//! A delivery report about a mail of ours (RFC 3464): the mail has failed after all, for the
//! recipients whom it names, and comes back to its author. Or a complaint about one (RFC 5965).

use domain::blocks::ReturnSource;
use domain::returns::{Confidence, ReturnClass};
use domain::timeline::{ReturnedLater, Step, Subject};
use domain::{About, CaseId, EmailAddress, OutboxId};
use mail::{Action, Class, Complaint, Report, ReportRecipient};
use policy::return_token;
use policy::returns::{Evidence, Verdict, addresses_in, of_complaint};
use store::deliveries::{Recorded, Return, SentDelivery, SentTo};
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::delayed;
use super::matching;
use super::nameless;
use super::passage::Passage;
use super::passed_on::{self, Whose};
use super::reading::Reading;
use super::reported::{self, Proof, proved};
use crate::outbox::{Unreached, return_to_author};
use crate::returns::{self, CameBack, failure_of};

/// Whether a report says that somebody will not get the mail; one about a delay does not.
pub(super) fn says_failed(reading: &Reading) -> bool {
    reading.report.as_ref().is_some_and(|report| {
        if report.recipients.is_empty() {
            return nameless::told_to_people(reading) == Action::Failed;
        }
        report.recipients.iter().any(|recipient| recipient.action == Action::Failed)
    })
}

/// Writes down what a report or a complaint says of a mail of ours. `case` is the one that it belongs to; what belongs to
/// none is kept to be looked at, and what a return path of ours proves counts all the same.
pub(super) async fn record(tx: &Tx, passage: &Passage<'_>, case: Option<CaseId>) -> Result<(), StoreError> {
    // What is taken in as history changes nothing of how things stand now.
    if passage.reading.row.historic {
        return Ok(());
    }
    if let Some(complaint) = &passage.reading.complaint {
        return complained(tx, passage, case, complaint).await;
    }
    if let Some(report) = &passage.reading.report {
        delayed::record(tx, passage, report, case).await?;
    }
    if let Some(sent) = proved(tx, passage).await? {
        return proved_by_path(tx, passage, &sent, case).await;
    }
    if nameless::is_of_somebody(passage.reading) {
        return about_somebody(tx, passage, case).await;
    }
    let Some(report) = &passage.reading.report else { return Ok(()) };
    let (organisation, ids) = (passage.organisation(), report.original.message_id.as_slice());
    let sent = match case {
        Some(case) => store::cases::find_sent(tx, organisation, case, ids).await?,
        None => None,
    };
    let sent_to = match &sent {
        Some(sent) => store::deliveries::list_sent_to(tx, organisation, sent.outbox).await?,
        None => Vec::new(),
    };
    let failed = report.recipients.iter().filter(|recipient| recipient.action == Action::Failed);
    let mut strangers = 0;
    for failed in failed {
        let Some(recipient) = failed.address() else { continue };
        let by_name = reported::by_name(&sent_to, recipient);
        let sent = sent.as_ref().filter(|_| by_name != Proof::Nothing);
        let is_of_mail = match sent {
            Some(sent) => {
                let proof = reported::by_reporter(tx, passage, (sent.outbox, by_name), recipient).await?;
                let whose = passed_on::of_mail(&report.recipients, failed, &sent_to);
                fails(tx, passage, (sent.outbox, proof), (failed, recipient), whose).await?
            }
            None if strangers == UNMATCHED_MAX => break,
            None => false,
        };
        if !is_of_mail && strangers < UNMATCHED_MAX {
            strangers += 1;
            look_at(tx, passage, (failed, recipient)).await?;
        }
    }
    Ok(())
}

/// A report that names its mail and nobody is about the one whom that went to alone; of several a person says whom, and so he does
/// where it names no mail, and only answers one.
async fn about_somebody(tx: &Tx, passage: &Passage<'_>, case: Option<CaseId>) -> Result<(), StoreError> {
    let (organisation, named) = (passage.organisation(), &passage.reading.reported_id);
    let answered = || matching::answered_ids(passage.reading).into_iter().next();
    let id = named.clone().or_else(answered);
    let sent = match case {
        Some(case) => store::cases::find_sent(tx, organisation, case, id.as_slice()).await?,
        None => None,
    };
    let Some(sent) = sent else { return nameless::look_at(tx, passage, None).await };
    let sent_to = store::deliveries::list_sent_to(tx, organisation, sent.outbox).await?;
    let Some(SentTo { recipient, .. }) = reported::alone(passage, &sent_to) else {
        return nameless::look_at(tx, passage, Some(sent.outbox)).await;
    };
    let said = (&nameless::of(passage.reading, recipient, true), recipient);
    let by_name = (sent.outbox, reported::by_name(&sent_to, recipient));
    let proof = reported::by_reporter(tx, passage, by_name, recipient).await?;
    if named.is_some() && come_back(tx, passage, (sent.outbox, proof), said).await? {
        return Ok(());
    }
    nameless::look_at(tx, passage, Some(sent.outbox)).await
}

/// Anybody can write a report, and whoever got a mail of ours knows its Message-ID: what it says of those whom the mail did
/// not go to, or went to with a return path that it did not come to, is kept to be looked at, and counts for nobody.
async fn look_at(
    tx: &Tx,
    passage: &Passage<'_>,
    said: (&ReportRecipient, &EmailAddress),
) -> Result<(), StoreError> {
    judge(tx, passage, (None, Proof::Enough), said).await.map(|_verdict| ())
}

/// What comes to the return path of a delivery is about that one; at another address than hers a copy may have failed. Where a server's report names nobody,
/// its words to people say whether the mail failed or is only late; what says neither is left to a person.
async fn proved_by_path(
    tx: &Tx,
    passage: &Passage<'_>,
    sent: &SentDelivery,
    case: Option<CaseId>,
) -> Result<(), StoreError> {
    if passage.reading.parsed.class != Class::DeliveryReport {
        return Ok(());
    }
    let named = passage.reading.report.as_ref().map_or(&[][..], |report| &report.recipients);
    if let Some((failed, whose)) = passed_on::failure(named, &sent.recipient) {
        return proved_back(tx, passage, sent, (failed, whose)).await;
    }
    if !named.is_empty() {
        return Ok(());
    }
    let nameless = nameless::of(passage.reading, &sent.recipient, false);
    match nameless.action {
        Action::Failed => proved_back(tx, passage, sent, (&nameless, Whose::Hers)).await,
        Action::Delayed => {
            let report = passage.reading.report.clone().unwrap_or_default();
            let report = Report { recipients: vec![nameless], ..report };
            delayed::record(tx, passage, &report, case).await
        }
        Action::Delivered | Action::Relayed | Action::Expanded => {
            look_at(tx, passage, (&nameless, &sent.recipient)).await
        }
    }
}

async fn proved_back(
    tx: &Tx,
    passage: &Passage<'_>,
    sent: &SentDelivery,
    (failed, whose): (&ReportRecipient, Whose),
) -> Result<(), StoreError> {
    let said = (failed, &sent.recipient);
    if fails(tx, passage, (sent.outbox, Proof::Enough), said, whose).await? {
        return Ok(());
    }
    look_at(tx, passage, said).await
}

/// What a failure does that is said of somebody whom a mail went to; `false` where it was sent to nobody of that address.
async fn fails(
    tx: &Tx,
    passage: &Passage<'_>,
    (outbox, proof): (OutboxId, Proof),
    said: (&ReportRecipient, &EmailAddress),
    whose: Whose,
) -> Result<bool, StoreError> {
    match whose {
        Whose::Copy => passed_on::tell(tx, passage, outbox, said.0).await.map(|()| true),
        Whose::Hers | Whose::Elsewhere => {
            let proof = passed_on::proof_of(passage, (whose, said.1), proof);
            come_back(tx, passage, (outbox, proof), said).await
        }
    }
}

/// Recipients of one report that are kept though no mail of ours went to them: anybody can write one.
const UNMATCHED_MAX: usize = 20;

/// Somebody wants no more of it: what that means for each address that the report names and the mail went to.
/// Providers leave out who complains; then the return path says it, or that the mail went to one alone. Of mail that had a
/// return path of its own nothing else proves it, and of mail to several none but his provider can say it of one: what is not proved
/// is kept to be looked at. It does not even count: complaints that others can write would add up to a block for all mail.
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
    let written_to = match outbox {
        Some(outbox) => store::deliveries::list_sent_to(tx, organisation, outbox).await?,
        None => Vec::new(),
    };
    let named = match (complaint.recipients.as_slice(), reported::alone(passage, &written_to)) {
        ([], Some(only)) => std::slice::from_ref(&only.recipient),
        (named, _) => named,
    };
    for address in named.iter().take(UNMATCHED_MAX) {
        let is_of_mail = written_to.iter().any(|one| one.recipient.key() == address.key());
        let outbox = match outbox.filter(|_| is_of_mail) {
            Some(outbox) => {
                let by_name = (outbox, reported::by_name(&written_to, address));
                let proof = reported::by_reporter(tx, passage, by_name, address).await?;
                Some(outbox).filter(|_| proof == Proof::Enough)
            }
            None => None,
        };
        complained_of(tx, passage, complaint, (address.clone(), outbox)).await?;
    }
    if named.is_empty() && complaint.kind.is_complaint() {
        nameless::look_at(tx, passage, outbox).await?;
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
    of: (Option<OutboxId>, Proof),
    said: (&ReportRecipient, &EmailAddress),
) -> Result<Verdict, StoreError> {
    let back = judged(tx, passage, of, said).await?;
    returns::record(tx, passage.organisation(), &back, passage.desk.now).await?;
    Ok(back.verdict)
}

/// The same, and nothing follows yet.
async fn judged(
    tx: &Tx,
    passage: &Passage<'_>,
    (outbox, proof): (Option<OutboxId>, Proof),
    (failed, recipient): (&ReportRecipient, &EmailAddress),
) -> Result<CameBack, StoreError> {
    let host = passage.reading.report.as_ref().and_then(|report| report.reporting_host.as_deref());
    // Without the copy of our own mail, whose words are no server's.
    let notice =
        passage.reading.report.as_ref().map(|report| report.notice_about(failed)).unwrap_or_default();
    let rules = returns::rules_of(passage.desk.office, tx, passage.organisation()).await?;
    let mut verdict = rules.set().judge(&Evidence::of_report(failed, host, &notice));
    // What others can say as well counts, and blocks nobody by itself.
    if proof != Proof::Enough {
        verdict.confidence = Confidence::Low;
    }
    Ok(CameBack {
        address: recipient.clone(),
        outbox,
        intake: Some(passage.id()),
        source: ReturnSource::Report,
        verdict,
        words: failed.diagnostic.clone().unwrap_or_default(),
        about: About::default(),
        host: failed.remote_host.clone().or_else(|| host.map(str::to_owned)),
        at_relay: false,
        domain_is_gone: passage.reading.gone_domains.contains(recipient.domain()),
    })
}

/// A second report about the same recipient is no news to the author, but may say more than the first. What a server told
/// us itself stands.
async fn judge_anew(
    tx: &Tx,
    passage: &Passage<'_>,
    of: (Option<OutboxId>, Proof),
    said: (&ReportRecipient, &EmailAddress),
) -> Result<(), StoreError> {
    if of.0.is_none() {
        return Ok(());
    }
    let back = judged(tx, passage, of, said).await?;
    returns::record_anew(tx, passage.organisation(), &back, passage.desk.now).await
}

/// A mail of ours comes back to its author; `false` where it was sent to nobody of that address.
async fn come_back(
    tx: &Tx,
    passage: &Passage<'_>,
    (outbox, proof): (OutboxId, Proof),
    (failed, recipient): (&ReportRecipient, &EmailAddress),
) -> Result<bool, StoreError> {
    let (organisation, at) = (passage.organisation(), passage.desk.now);
    let host = passage.reading.report.as_ref().and_then(|report| report.reporting_host.clone());
    let words = failed.diagnostic.clone().unwrap_or_default();
    let returned =
        Return { recipient: recipient.clone(), at, enhanced: failed.status, words: words.clone(), host };
    let recorded = store::deliveries::record_return(tx, organisation, outbox, &returned).await?;
    let Some(Recorded { recipient: sent_to, is_new }) = recorded else { return Ok(false) };
    // What a report says of another address than the one that was written to, nobody has proved.
    let proved = Some(outbox).filter(|_| sent_to.key() == recipient.key());
    if !is_new {
        judge_anew(tx, passage, (proved, proof), (failed, recipient)).await?;
        return Ok(true);
    }
    let step = Step::Returned(ReturnedLater {
        recipient: recipient.to_string(),
        enhanced: failed.status.map(|status| status.to_string()),
        words: words.clone(),
        host: returned.host.clone(),
    });
    let entry = TimelineEntry { subject: Subject::Outbox(outbox), at, step };
    store::timeline::insert_many(tx, organisation, &[entry]).await?;
    let verdict = judge(tx, passage, (proved, proof), (failed, recipient)).await?;
    let told = told_of(passage, failed, &words);
    let known = known_of(tx, passage, (outbox, recipient), (&verdict, &told)).await?;
    let failure = failure_of(&verdict, &told, &known);
    let words = match (words.is_empty(), failed.status) {
        (true, Some(status)) => status.to_string(),
        _ => words,
    };
    let (recipient, host) = (recipient.clone(), returned.host);
    let unreached = Unreached { outbox, recipient, host, words, failure };
    return_to_author(tx, organisation, &unreached, at).await?;
    Ok(true)
}

/// All that a report says of where somebody went: the host's words, and else what it says of him to people.
fn told_of(passage: &Passage<'_>, failed: &ReportRecipient, words: &str) -> String {
    let report = passage.reading.report.as_ref();
    let notice = report.map(|report| report.notice_about(failed)).unwrap_or_default();
    if words.contains('@') { words.to_owned() } else { format!("{words}\n{notice}") }
}

/// Who of those that the words name cannot be where somebody moved to, or who is there instead: himself, whoever else the mail
/// was from and to, and addresses of ours. Nobody where nobody has moved or left.
async fn known_of(
    tx: &Tx,
    passage: &Passage<'_>,
    (outbox, recipient): (OutboxId, &EmailAddress),
    (verdict, told): (&Verdict, &str),
) -> Result<Vec<EmailAddress>, StoreError> {
    let mut known = vec![recipient.clone()];
    if verdict.class != ReturnClass::MailboxMoved && !returns::has_left(Some(verdict.class), told) {
        return Ok(known);
    }
    let (organisation, office) = (passage.organisation(), passage.desk.office);
    if let Some(item) = store::outbox::find(tx, organisation, outbox).await? {
        known.extend(item.recipients);
        known.extend([item.from]);
        known.extend(item.return_path);
    }
    let named = addresses_in(told);
    let keys = named.iter().map(EmailAddress::key).collect();
    let own = store::cases::own_addresses(tx, organisation, keys).await?;
    // Each delivery has a return path of its own, which stands in no list.
    let is_path = |address: &EmailAddress| {
        office.tokens().of_returns().read(address.local(), passage.desk.now) != return_token::Reading::Other
    };
    let is_own = |address: &EmailAddress| own.contains(&address.key()) || is_path(address);
    known.extend(named.into_iter().filter(is_own));
    Ok(known)
}
