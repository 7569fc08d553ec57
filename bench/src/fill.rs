//! Fills an office's database while it is not running, through the store itself: a million rows over
//! the API would take the day.

use std::sync::Arc;

use anyhow::{Context, Result};
use domain::outbox::Stream;
use domain::{EmailAddress, MailboxId, OrganisationId, Secret, SystemClock, SystemEntropy, Timestamp};
use e2e::world::{CUSTOMER, SERVICE};
use store::cases::NewCase;
use store::intake::{Arrival, Arrivals, Summary};
use store::outbox::NewOutbox;
use store::raw::PreparedRaw;
use store::{Database, Objects, Store, StoreConfig, StoreError};
use testkit::posthus::Posthus;
use testkit::samples;

/// Rows of one transaction.
const BATCH: usize = 500;
/// Time between two rows, so that orders by time have something to order.
const STEP_MS: i64 = 50;

/// An office's store, and its one organisation.
struct Filling {
    store: Store,
    organisation: OrganisationId,
}

impl Filling {
    async fn open(office: &Posthus, postgres: Option<&str>) -> Result<Self> {
        let data = office.data();
        let database = match postgres {
            None => Database::Sqlite { path: data.join("posthus.sqlite3") },
            Some(url) => Database::Postgres { url: Secret::new(url), connections_max: 2 },
        };
        let config = StoreConfig {
            database,
            objects: Objects::Folder { path: data.join("objects") },
            key: None,
            // The office's own node is 0.
            node: 1,
        };
        let store = Store::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?;
        let organisations = store::organisations::list(&store.read()).await?;
        let organisation = organisations.first().context("the office has an organisation")?.id;
        Ok(Self { store, organisation })
    }

    /// When row number `number` of `count` happened: the last one now.
    fn at(&self, number: usize, count: usize) -> Timestamp {
        let before = i64::try_from(count - number).unwrap_or(i64::MAX / STEP_MS);
        self.store.now().plus_millis(-before * STEP_MS)
    }

    async fn outbox(&self, items: Vec<NewOutbox>) -> Result<()> {
        let organisation = self.organisation;
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                for item in &items {
                    store::outbox::insert(tx, organisation, item).await?;
                }
                Ok::<_, StoreError>(())
            })
        });
        Ok(work.await?)
    }

    fn item(&self, number: usize, raw: PreparedRaw, times: (Timestamp, Timestamp)) -> Result<NewOutbox> {
        let (from, to): (EmailAddress, EmailAddress) = (SERVICE.parse()?, CUSTOMER.parse()?);
        Ok(NewOutbox {
            from: from.clone(),
            from_name: None,
            return_path: Some(from),
            subject: format!("Answer {} about invoice {number}", number % 7919),
            raw,
            recipients: vec![to],
            created_by: None,
            case_id: None,
            at: times.0,
            due_at: times.1,
        })
    }

    async fn prepared(&self, number: usize, octets: usize) -> Result<PreparedRaw> {
        let bytes = samples::large_mail(number, SERVICE, CUSTOMER, octets);
        Ok(store::raw::prepare(&self.store, self.organisation, bytes.into()).await?)
    }

    async fn cases(&self, count: usize) -> Result<()> {
        let organisation = self.organisation;
        for start in (0..count).step_by(BATCH) {
            let cases: Vec<_> = (start..count.min(start + BATCH))
                .map(|number| case(number, self.at(number, count)))
                .collect();
            let work = self.store.write(move |tx| {
                Box::pin(async move {
                    for case in &cases {
                        store::cases::insert(tx, organisation, case).await?;
                    }
                    Ok::<_, StoreError>(())
                })
            });
            work.await?;
        }
        Ok(())
    }

    async fn waiting_items(&self, count: usize) -> Result<()> {
        let raw = self.prepared(0, 1024).await?;
        for start in (0..count).step_by(BATCH) {
            let mut items = Vec::new();
            for number in start..count.min(start + BATCH) {
                let at = self.at(number, count);
                items.push(self.item(number, raw.clone(), (at, at.plus_millis(24 * 3_600_000)))?);
            }
            self.outbox(items).await?;
        }
        Ok(())
    }

    async fn intakes(&self, mailbox_id: MailboxId, count: usize) -> Result<()> {
        let (organisation, raw) = (self.organisation, self.prepared(0, 1024).await?);
        for start in (0..count).step_by(BATCH) {
            let arrival = |number: usize| Arrival {
                source_id: format!("bench/{number}"),
                raw: raw.clone(),
                received_at: self.at(number, count),
                arrived_at: None,
                summary: Summary {
                    subject: format!("Question {} about invoice {number}", number % 7919),
                    ..Summary::default()
                },
                historic: false,
                left: None,
            };
            let arrivals = Arrivals {
                mailbox_id,
                via: "import".to_owned(),
                peer: String::new(),
                mails: (start..count.min(start + BATCH)).map(arrival).collect(),
                progress: None,
                skipped: Vec::new(),
            };
            let work = self.store.write(move |tx| {
                Box::pin(async move { store::intake::insert_stored(tx, organisation, &arrivals).await })
            });
            work.await?;
        }
        Ok(())
    }
}

/// Puts mails into the outbox that are due at once.
pub(crate) async fn due_mails(office: &Posthus, count: usize, octets: usize) -> Result<()> {
    let filling = Filling::open(office, None).await?;
    for start in (0..count).step_by(BATCH) {
        let mut items = Vec::new();
        for number in start..count.min(start + BATCH) {
            let (raw, now) = (filling.prepared(number, octets).await?, filling.store.now());
            items.push(filling.item(number, raw, (now, now))?);
        }
        filling.outbox(items).await?;
    }
    Ok(filling.store.close().await?)
}

/// Octets of a mail of the long queue.
pub(crate) const OCTETS: usize = 4 * 1024;

/// Mails for a long queue.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) mails: usize,
    pub(crate) destinations: usize,
    pub(crate) stream: Stream,
}

/// The domain with this number.
pub(crate) fn destination(number: usize) -> String {
    format!("d{number}.test")
}

/// Whom a mail is for.
pub(crate) fn recipient(number: usize, destinations: usize) -> String {
    if destinations == 1 {
        return CUSTOMER.to_owned();
    }
    format!("r{number}@{}", destination(number % destinations))
}

/// Puts mails of one stream into the outbox, due at once, that share their bytes: the queue is measured, not the disk.
pub(crate) async fn to_destinations(office: &Posthus, load: Load) -> Result<()> {
    let filling = Filling::open(office, None).await?;
    let (organisation, raw) = (filling.organisation, filling.prepared(0, OCTETS).await?);
    for start in (0..load.mails).step_by(BATCH) {
        let mut items = Vec::new();
        for number in start..load.mails.min(start + BATCH) {
            let now = filling.store.now();
            let recipients = vec![recipient(number, load.destinations).parse()?];
            items.push(NewOutbox { recipients, ..filling.item(number, raw.clone(), (now, now))? });
        }
        let work = filling.store.write(move |tx| {
            Box::pin(async move {
                for item in &items {
                    store::outbox::insert_into(tx, organisation, item, load.stream).await?;
                }
                Ok::<_, StoreError>(())
            })
        });
        work.await?;
    }
    Ok(filling.store.close().await?)
}

/// Makes this many rows of each list: cases of some hundred customers, mail that waits in the outbox,
/// and mail that waits in the inbox queue of the first mailbox.
pub(crate) async fn lists(office: &Posthus, postgres: Option<&str>, count: usize) -> Result<()> {
    let filling = Filling::open(office, postgres).await?;
    let mailboxes = store::mailboxes::list_names(&filling.store.read(), filling.organisation).await?;
    let (mailbox, _) = mailboxes.first().context("the office has a mailbox")?;
    filling.cases(count).await?;
    filling.waiting_items(count).await?;
    filling.intakes(*mailbox, count).await?;
    Ok(filling.store.close().await?)
}

fn case(number: usize, at: Timestamp) -> NewCase {
    NewCase {
        title: format!("Question {} about invoice {number}", number % 7919),
        customer_name: Some(format!("Customer {}", number % 977)),
        customer_address: format!("customer{}@customer.test", number % 977),
        category_id: None,
        priority_id: None,
        request_type_id: None,
        owner_id: None,
        mailbox_id: None,
        at,
    }
}
