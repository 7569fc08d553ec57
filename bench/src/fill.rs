//! Fills an office's database while it is not running, through the store itself: a million rows over
//! the API would take the day.

use std::sync::Arc;

use anyhow::{Context, Result};
use domain::{EmailAddress, OrganisationId, SystemClock, SystemEntropy};
use e2e::world::CUSTOMER;
use store::cases::NewCase;
use store::outbox::NewOutbox;
use store::{Database, Objects, Store, StoreConfig, StoreError};
use testkit::posthus::Posthus;
use testkit::samples;

/// Rows of one transaction.
const BATCH: usize = 500;

/// The office's store, and its one organisation.
async fn open(office: &Posthus) -> Result<(Store, OrganisationId)> {
    let data = office.data();
    let config = StoreConfig {
        database: Database::Sqlite { path: data.join("posthus.sqlite3") },
        objects: Objects::Folder { path: data.join("objects") },
        key: None,
        // The office's own node is 0.
        node: 1,
    };
    let store = Store::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?;
    let organisations = store::organisations::list(&store.read()).await?;
    let first = organisations.first().context("the office has an organisation")?.id;
    Ok((store, first))
}

/// Puts mails into the outbox that are due at once.
pub(crate) async fn outbox(office: &Posthus, count: usize, octets: usize) -> Result<()> {
    let (store, organisation) = open(office).await?;
    let from: EmailAddress = "post@acme.test".parse()?;
    let to: EmailAddress = CUSTOMER.parse()?;
    for start in (0..count).step_by(BATCH) {
        let mut items = Vec::new();
        for number in start..count.min(start + BATCH) {
            let bytes = samples::large_mail(number, "post@acme.test", CUSTOMER, octets);
            items.push(NewOutbox {
                from: from.clone(),
                from_name: None,
                return_path: Some(from.clone()),
                subject: format!("large mail {number}"),
                raw: store::raw::prepare(&store, organisation, bytes.into()).await?,
                recipients: vec![to.clone()],
                created_by: None,
                case_id: None,
                at: store.now(),
                due_at: store.now(),
            });
        }
        store
            .write(move |tx| {
                Box::pin(async move {
                    for item in &items {
                        store::outbox::insert(tx, organisation, item).await?;
                    }
                    Ok::<_, StoreError>(())
                })
            })
            .await?;
    }
    Ok(store.close().await?)
}

/// Makes cases, spread over some hundred customers.
pub(crate) async fn cases(office: &Posthus, count: usize) -> Result<()> {
    let (store, organisation) = open(office).await?;
    for start in (0..count).step_by(BATCH) {
        let at = store.now();
        let end = count.min(start + BATCH);
        store
            .write(move |tx| {
                Box::pin(async move {
                    for number in start..end {
                        let case = NewCase {
                            title: format!("Question {} about invoice {number}", number % 7919),
                            customer_name: Some(format!("Customer {}", number % 977)),
                            customer_address: format!("customer{}@customer.test", number % 977),
                            category_id: None,
                            priority_id: None,
                            owner_id: None,
                            mailbox_id: None,
                            at,
                        };
                        store::cases::insert(tx, organisation, &case).await?;
                    }
                    Ok::<_, StoreError>(())
                })
            })
            .await?;
    }
    Ok(store.close().await?)
}
