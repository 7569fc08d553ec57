//! A report that overtakes what it is about. A relay may send one back within milliseconds, before it is written down here that
//! the relay took the mail: of a mail that nobody took yet nothing comes back, so that the report waits a little.

use domain::{EmailAddress, OutboxId, Timestamp};
use mail::{Class, ReportRecipient};
use store::deliveries::UnderWay;
use store::{Conn, StoreError};

use super::reading::Reading;
use crate::office::Office;

/// How long after its arrival a report waits at most, milliseconds: an attempt is written down long before that, or its process died.
const WAITS_MS: i64 = 60_000;
/// After how long it is looked at again, milliseconds.
const AGAIN_MS: i64 = 2_000;

/// When to look at a report again whose mail is being handed over at this moment; `None` of all other mail, and of a report that
/// waited long enough.
pub(super) async fn due_again(office: &Office, reading: &Reading) -> Result<Option<Timestamp>, StoreError> {
    let (row, now) = (&reading.row, office.now());
    let may_wait = reading.parsed.class == Class::DeliveryReport
        && !row.historic
        && row.decision.is_none()
        && now.millis_since(row.received_at) < WAITS_MS;
    if may_wait && is_of_mail_under_way(&office.store().read(), reading).await? {
        return Ok(Some(now.plus_millis(AGAIN_MS)));
    }
    Ok(None)
}

async fn is_of_mail_under_way(conn: &Conn, reading: &Reading) -> Result<bool, StoreError> {
    let organisation = reading.row.organisation;
    if let Some(delivery) = reading.row.returned_delivery {
        let Some(sent) = store::deliveries::find_sent(conn, organisation, delivery).await? else {
            return Ok(false);
        };
        let under_way = store::deliveries::list_under_way(conn, organisation, sent.outbox).await?;
        return Ok(under_way.iter().any(|one| one.id == delivery));
    }
    let Some(outbox) = named(conn, reading).await? else { return Ok(false) };
    let under_way = store::deliveries::list_under_way(conn, organisation, outbox).await?;
    if under_way.is_empty() {
        return Ok(false);
    }
    let recipients = reading.report.iter().flat_map(|report| &report.recipients);
    let keys: Vec<String> = recipients.filter_map(ReportRecipient::address).map(EmailAddress::key).collect();
    let is_named = |one: &UnderWay| keys.contains(&one.recipient.key());
    // Of a mail to one alone it is about him, whatever address forwarding made of his.
    let is_only =
        under_way.len() == 1 && store::deliveries::list_sent_to(conn, organisation, outbox).await?.len() == 1;
    Ok(is_only || under_way.iter().any(is_named))
}

/// The mail that a report names.
async fn named(conn: &Conn, reading: &Reading) -> Result<Option<OutboxId>, StoreError> {
    let (organisation, ids) = (reading.row.organisation, reading.reported_id.as_slice());
    if ids.is_empty() {
        return Ok(None);
    }
    for case in store::cases::find_by_message_ids(conn, organisation, ids).await? {
        if let Some(sent) = store::cases::find_sent(conn, organisation, case.id, ids).await? {
            return Ok(Some(sent.outbox));
        }
    }
    Ok(None)
}
