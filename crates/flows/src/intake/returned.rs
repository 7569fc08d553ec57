//! A delivery report about a mail of ours (RFC 3464): the mail has failed after all, for the
//! recipients whom it names, and comes back to its author. Or a complaint about one (RFC 5965).

use domain::blocks::ReturnSource;
use domain::timeline::{ReturnedLater, Step, Subject};
use domain::{EmailAddress, OutboxId};
use mail::{Action, Complaint, ReportRecipient};
use policy::returns::{Evidence, of_complaint};
use store::deliveries::Return;
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::into_case::InCase;
use super::passage::Passage;
use super::reading::Reading;
use crate::outbox::{Unreached, return_to_author};
use crate::returns::{self, CameBack};

/// Whether a report says that somebody will not get the mail; one about a delay does not.
pub(super) fn says_failed(reading: &Reading) -> bool {
    reading.report.as_ref().is_some_and(|report| {
        report.recipients.is_empty()
            || report.recipients.iter().any(|recipient| recipient.action == Action::Failed)
    })
}

/// Writes down what the report says about a mail of this case.
pub(super) async fn record(tx: &Tx, passage: &Passage<'_>, in_case: &InCase) -> Result<(), StoreError> {
    if let Some(complaint) = &passage.reading.complaint {
        return complained(tx, passage, in_case, complaint).await;
    }
    let Some(report) = &passage.reading.report else { return Ok(()) };
    let (organisation, ids) = (passage.organisation(), report.original.message_id.as_slice());
    let sent = store::cases::find_sent(tx, organisation, in_case.case_id, ids).await?;
    for failed in report.recipients.iter().filter(|recipient| recipient.action == Action::Failed) {
        let Some(recipient) = failed.original_recipient.as_ref().or(failed.final_recipient.as_ref()) else {
            continue;
        };
        match &sent {
            Some(sent) => come_back(tx, passage, sent.outbox, (failed, recipient)).await?,
            // Anybody can write a report: it is kept to be looked at, and counts for nobody.
            None => judge(tx, passage, None, (failed, recipient)).await?,
        }
    }
    Ok(())
}

/// Somebody wants no more of it: what that means for each address that the report names.
async fn complained(
    tx: &Tx,
    passage: &Passage<'_>,
    in_case: &InCase,
    complaint: &Complaint,
) -> Result<(), StoreError> {
    let (organisation, ids) = (passage.organisation(), complaint.original.message_id.as_slice());
    let sent = store::cases::find_sent(tx, organisation, in_case.case_id, ids).await?;
    for address in &complaint.recipients {
        let back = CameBack {
            address: address.clone(),
            outbox: sent.as_ref().map(|sent| sent.outbox),
            intake: Some(passage.id()),
            source: ReturnSource::Complaint,
            verdict: of_complaint(complaint),
            words: String::new(),
            host: complaint.user_agent.clone(),
        };
        returns::record(tx, organisation, &back, passage.desk.now).await?;
    }
    Ok(())
}

/// What the report means for the address.
async fn judge(
    tx: &Tx,
    passage: &Passage<'_>,
    outbox: Option<OutboxId>,
    (failed, recipient): (&ReportRecipient, &EmailAddress),
) -> Result<(), StoreError> {
    let host = passage.reading.report.as_ref().and_then(|report| report.reporting_host.as_deref());
    let notice = passage.reading.parsed.text.as_str();
    let rules = returns::rules_of(passage.desk.office, tx, passage.organisation()).await?;
    let back = CameBack {
        address: recipient.clone(),
        outbox,
        intake: Some(passage.id()),
        source: ReturnSource::Report,
        verdict: rules.set().judge(&Evidence::of_report(failed, host, notice)),
        words: failed.diagnostic.clone().unwrap_or_default(),
        host: failed.remote_host.clone().or_else(|| host.map(str::to_owned)),
    };
    returns::record(tx, passage.organisation(), &back, passage.desk.now).await
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
    // A second report about the same recipient tells nothing new.
    if store::deliveries::record_return(tx, organisation, outbox, &returned).await?.is_none() {
        return Ok(());
    }
    let step = Step::Returned(ReturnedLater {
        recipient: recipient.to_string(),
        enhanced: failed.status.map(|status| status.to_string()),
        words: words.clone(),
        host: returned.host.clone(),
    });
    let entry = TimelineEntry { subject: Subject::Outbox(outbox), at, step };
    store::timeline::insert_many(tx, organisation, &[entry]).await?;
    judge(tx, passage, Some(outbox), (failed, recipient)).await?;
    let words = match (words.is_empty(), failed.status) {
        (true, Some(status)) => status.to_string(),
        _ => words,
    };
    let unreached = Unreached { outbox, recipient: recipient.clone(), host: returned.host, words };
    return_to_author(tx, organisation, &unreached, at).await
}
