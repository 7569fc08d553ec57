//! One attempt for one group: the intent is committed, the mail is sent, the outcome of each
//! recipient is written down.

use std::sync::Arc;

use bytes::Bytes;
use domain::{Envelope, Outcome};
use net::smtp_out::{Destination, Transaction};
use store::StoreError;
use store::deliveries::DueDelivery;

use super::ledger::Ledger;
use super::record::{self, Ended};
use super::route::Way;
use crate::office::Office;

/// Deliveries of one mail that go out in one transaction; never empty.
pub(super) struct Group {
    /// The way.
    pub(super) way: Arc<Way>,
    /// The recipients' domain, on the direct way.
    pub(super) domain: Option<String>,
    /// The deliveries.
    pub(super) deliveries: Vec<DueDelivery>,
}

/// Attempts it.
pub(super) async fn attempt(office: &Office, ledger: &Ledger, group: Group) -> Result<(), StoreError> {
    let begun = ledger.begin(office, group.deliveries.iter().map(|due| due.id).collect()).await?;
    let deliveries: Vec<_> =
        group.deliveries.iter().filter(|due| begun.contains_key(&due.id)).cloned().collect();
    let Some(first) = deliveries.first() else { return Ok(()) };
    let conn = office.store().read();
    let raw = match store::raw::get(&conn, first.organisation, first.mail.raw_hash).await {
        Ok(raw) => raw,
        Err(StoreError::Damaged(_)) => None,
        Err(error) => return Err(error),
    };
    let ended = match raw {
        Some(raw) => send(office, &group, &deliveries, raw).await,
        None => Ended::without_server(deliveries.iter().map(|_| damaged()).collect()),
    };
    record::record((office, ledger), &group.way, deliveries, &begun, ended).await
}

async fn send(office: &Office, group: &Group, deliveries: &[DueDelivery], raw: Bytes) -> Ended {
    let return_path = deliveries.first().and_then(|due| due.mail.return_path.clone());
    let recipients = deliveries.iter().map(|due| due.recipient.clone()).collect();
    let transaction = Transaction { envelope: Envelope { return_path, recipients }, raw };
    let sender = office.sender();
    let delivered = match (&group.way.relay, &group.domain) {
        (Some(hop), _) => sender.deliver(hop, &transaction).await,
        (None, Some(domain)) => {
            let to = Destination { domain: domain.clone(), helo_name: group.way.helo_name.clone() };
            sender.deliver_to_domain(&to, &transaction).await
        }
        (None, None) => return Ended::without_server(deliveries.iter().map(|_| no_way()).collect()),
    };
    Ended {
        host: Some(delivered.host).filter(|host| !host.is_empty()),
        tls: delivered.tls.is_some(),
        duration_ms: i64::try_from(delivered.duration_ms).unwrap_or(i64::MAX),
        outcomes: delivered.outcomes.into_iter().map(|(_, outcome)| outcome).collect(),
    }
}

fn damaged() -> Outcome {
    Outcome::Impossible("the stored mail is damaged or missing; write it again".to_owned())
}

fn no_way() -> Outcome {
    Outcome::Unreachable("no outgoing server is set; enter one in the settings".to_owned())
}
