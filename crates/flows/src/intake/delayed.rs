//! A server that took a mail of ours reports that it cannot hand it on yet and goes on trying (RFC 3464 2.3.3, `delayed`).
//! That is news of a mail on its way and no failure: it stands in the mail's timeline and in its case, once a report,
//! and opens nothing.

use domain::case::Direction;
use domain::failure::{Failure, TriedElsewhere};
use domain::outbox::DeliveryState;
use domain::timeline::{DelayedElsewhere, Step, Subject};
use domain::{CaseId, EmailAddress, OutboxId};
use mail::{Action, Report, ReportRecipient};
use policy::returns::Evidence;
use store::cases::{CaseScope, Correspondent, MessageContent, NewMessage};
use store::deliveries::DeliveryRow;
use store::events::{self, Change};
use store::outbox::OutboxRow;
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::passage::Passage;
use super::receipts;
use crate::outbox::DELAY_CLASS;
use crate::returns;

/// Reports of delays that one mail is told of: a server may send one each hour for days.
const TOLD_MAX: usize = 200;

/// Tells the mail that it is about, where that is known; `case` is the one that the report was placed in.
pub(super) async fn record(
    tx: &Tx,
    passage: &Passage<'_>,
    report: &Report,
    case: Option<CaseId>,
) -> Result<(), StoreError> {
    let is_late = |one: &&ReportRecipient| one.action == Action::Delayed;
    let late: Vec<&ReportRecipient> = report.recipients.iter().filter(is_late).take(TOLD_MAX).collect();
    if late.is_empty() || passage.reading.row.historic {
        return Ok(());
    }
    let organisation = passage.organisation();
    let Some(outbox) = mail_of(tx, passage, (report, case)).await? else { return Ok(()) };
    let Some(item) = store::outbox::find(tx, organisation, outbox).await? else { return Ok(()) };
    let room = room(tx, passage, outbox).await?;
    if room == 0 {
        return Ok(());
    }
    let mut deliveries = store::deliveries::list_of_item(tx, organisation, outbox).await?;
    if let Some(sent) = returns::by_token(tx, organisation, &passage.reading.row).await? {
        // What comes to the return path of a delivery is about that one, whomever it names.
        deliveries.retain(|delivery| delivery.recipient.key() == sent.recipient.key());
    }
    let rules = returns::rules_of(passage.desk.office, tx, organisation).await?;
    let case = still_there(tx, passage, &item).await?;
    for (delivery, one) in by_delivery(&deliveries, &late).into_iter().take(room) {
        // Without what it says of others.
        let notice = report.notice_about(one);
        let verdict = rules.set().judge(&Evidence::of_report(one, report.reporting_host.as_deref(), &notice));
        let told = DelayedElsewhere {
            intake_id: passage.id(),
            recipient: delivery.recipient.to_string(),
            cause: verdict.cause,
            words: one.diagnostic.clone().unwrap_or_default(),
            host: report.reporting_host.clone(),
            until: one.retry_until,
        };
        // A case tells of what is not over; the mail's own timeline tells of everything.
        if let Some(case) = case.filter(|_| delivery.state == DeliveryState::Sent && !delivery.is_unasked) {
            let entry = entry(passage, (&item, &delivery.recipient), &told);
            store::cases::append_message(tx, organisation, case, &entry).await?;
            events::insert(tx, organisation, Change::case(case));
        }
        let (subject, at) = (Subject::Outbox(outbox), passage.desk.now);
        let step = Step::DelayedElsewhere(Box::new(told));
        store::timeline::insert_many(tx, organisation, &[TimelineEntry { subject, at, step }]).await?;
    }
    events::insert(tx, organisation, Change::outbox(outbox));
    Ok(())
}

/// The mail of ours: by the return path that the report came to or the Message-ID that it names, else by the case that
/// other evidence led to.
async fn mail_of(
    tx: &Tx,
    passage: &Passage<'_>,
    (report, case): (&Report, Option<CaseId>),
) -> Result<Option<OutboxId>, StoreError> {
    let id = report.original.message_id.as_ref();
    let found = receipts::sent(tx, passage, id.map(String::as_str)).await?;
    match (found, case, id) {
        (None, Some(case), Some(id)) => {
            let sent = store::cases::find_sent(tx, passage.organisation(), case, std::slice::from_ref(id));
            Ok(sent.await?.map(|sent| sent.outbox))
        }
        (found, _, _) => Ok(found),
    }
}

/// How much may be told of this report: nothing where it was told of before, when it went through the pipeline another time.
async fn room(tx: &Tx, passage: &Passage<'_>, outbox: OutboxId) -> Result<usize, StoreError> {
    let before = store::timeline::list(tx, passage.organisation(), Subject::Outbox(outbox)).await?;
    let known: Vec<_> = before
        .iter()
        .filter_map(
            |(_, step)| {
                if let Step::DelayedElsewhere(told) = step { Some(told.intake_id) } else { None }
            },
        )
        .collect();
    Ok(if known.contains(&passage.id()) { 0 } else { TOLD_MAX.saturating_sub(known.len()) })
}

/// The case that the mail is of, where it is there.
async fn still_there(tx: &Tx, passage: &Passage<'_>, item: &OutboxRow) -> Result<Option<CaseId>, StoreError> {
    let Some(case) = item.case_id else { return Ok(None) };
    let found = store::cases::find(tx, passage.organisation(), case, &CaseScope::All).await?;
    Ok(found.map(|case| case.id))
}

/// Whom it is about, each delivery once. A report about a mail to one alone is about him, whatever addresses forwarding
/// made of his; what it says of his own goes before what it says of those.
fn by_delivery<'a>(
    deliveries: &'a [DeliveryRow],
    late: &[&'a ReportRecipient],
) -> Vec<(&'a DeliveryRow, &'a ReportRecipient)> {
    let names = |one: &&&ReportRecipient, delivery: &DeliveryRow| {
        one.address().is_some_and(|named| named.key() == delivery.recipient.key())
    };
    let of = |delivery: &'a DeliveryRow| {
        let own = late.iter().find(|one| names(one, delivery));
        let any = || late.iter().find(|one| deliveries.len() == 1 && one.address().is_some());
        own.or_else(any).map(|one| (delivery, *one))
    };
    deliveries.iter().filter_map(of).collect()
}

/// The entry stands among colleagues: the customer never sees it.
fn entry(
    passage: &Passage<'_>,
    (item, recipient): (&OutboxRow, &EmailAddress),
    told: &DelayedElsewhere,
) -> NewMessage {
    let elsewhere = TriedElsewhere { host: told.host.clone(), until: told.until };
    NewMessage {
        direction: Direction::Comment,
        at: passage.desk.now,
        content: MessageContent {
            from: Correspondent { name: told.host.clone(), address: None },
            to: vec![Correspondent { name: None, address: Some(recipient.clone()) }],
            subject: item.subject.clone(),
            text: told.words.clone(),
            full_text: told.words.clone(),
            class: DELAY_CLASS.to_owned(),
            failure: Some(Failure { class: told.cause, elsewhere: Some(elsewhere), ..Failure::default() }),
            ..MessageContent::default()
        },
        author_id: None,
        intake_id: None,
        outbox_id: Some(item.id),
        raw_hash: None,
    }
}
