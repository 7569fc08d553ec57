//! The worker of sending: claims due deliveries while there is room for them, and lets each batch go
//! in a task of its own, so that a slow server holds up nobody.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use domain::failure::HeldBack;
use domain::outbox::Stream;
use domain::{EmailAddress, OrganisationId};
use futures_util::future::BoxFuture;
use store::StoreError;
use store::deliveries::DueDelivery;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::batch::{self, Dispatch};
use super::blocks::{self, Fate};
use super::claim::claim;
use super::room::tell_share;
use super::route::{Asked, Way, way};
use super::{signing, stranded};
use crate::office::Office;
use crate::worker::{Found, Worker};

/// How long claimed mail waits for a place with its server, before it makes room for others.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends what is due.
pub struct OutboxWorker {
    dispatch: Arc<Dispatch>,
    batches: TaskTracker,
}

/// Deliveries of one mail that go out in one transaction; never empty.
pub(super) struct Group {
    /// The way.
    pub(super) way: Arc<Way>,
    /// The recipients' domain, on the direct way.
    pub(super) domain: Option<String>,
    /// The deliveries.
    pub(super) deliveries: Vec<DueDelivery>,
    /// Why they are not tried, where their address is written to no more.
    pub(super) held_back: Option<HeldBack>,
}

impl Group {
    /// Whose mail it is.
    pub(super) fn organisation(&self) -> OrganisationId {
        self.deliveries.first().map_or(OrganisationId::new(0), |due| due.organisation)
    }

    /// The stream it goes in, which those of a transaction share.
    pub(super) fn stream(&self) -> Stream {
        self.deliveries.first().map_or(Stream::Single, |due| due.stream)
    }
}

impl OutboxWorker {
    /// The worker of this office; after `stop` nothing more is begun.
    #[must_use]
    pub fn new(office: Office, stop: CancellationToken) -> Self {
        Self::with_patience(office, stop, PATIENCE)
    }

    /// The same, where claimed mail waits this long for a place with its server.
    #[must_use]
    pub fn with_patience(office: Office, stop: CancellationToken, patience: Duration) -> Self {
        Self { dispatch: Arc::new(Dispatch::new(office, stop, patience)), batches: TaskTracker::new() }
    }

    /// Waits for what is under way.
    pub async fn drain(&self) {
        self.batches.close();
        self.batches.wait().await;
    }

    /// After `stop`: waits for what is with a server, but not for longer than this, and gives back what
    /// was claimed and not begun. What takes longer stays with its lease, and is told of as cut short.
    pub async fn close(&self, within: Duration) {
        if tokio::time::timeout(within, self.drain()).await.is_err() {
            let seconds = within.as_secs();
            tracing::warn!(
                seconds,
                "mails are still with slow servers; they are sent again after the next start"
            );
        }
        if let Err(error) = self.dispatch.give_back().await {
            tracing::error!(%error, "claimed deliveries could not be given back; their lease will end");
        }
    }

    /// Claims as much as there is room for, and begins to send it.
    async fn run_once(&self) -> Result<Found, StoreError> {
        let (office, places) = (&self.dispatch.office, &self.dispatch.places);
        places.set_alone(!store::organisations::are_several(&office.store().read()).await?);
        let claimable = places.claimable();
        if claimable.limit == 0 {
            // Whoever makes room wakes the worker.
            return Ok(Found::Nothing);
        }
        for organisation in places.left_out(&claimable, office.now()) {
            tell_share(office, organisation).await;
        }
        let bulk_max = claimable.bulk_max;
        let (due, until) = claim(&self.dispatch, claimable).await?;
        places.claimed(&due, bulk_max);
        if due.is_empty() {
            return Ok(Found::Nothing);
        }
        let Routed { due, ways, stranded } = routed(&self.dispatch, due).await;
        if let Err(error) = Box::pin(stranded::hold_due(office, stranded)).await {
            tracing::error!(%error, "mail that may not leave is not stopped; it comes back when its lease ends");
        }
        let groups = groups(office, (due, ways)).await;
        let ids = groups.iter().flat_map(|group| group.deliveries.iter().map(|delivery| delivery.id));
        let holding = self.dispatch.holdings.hold(ids, until);
        let held = batch::hold(&self.dispatch, groups);
        self.batches.spawn(batch::send(Arc::clone(&self.dispatch), held, holding));
        Ok(Found::Work)
    }
}

/// What was claimed, with the way that each takes.
#[derive(Default)]
struct Routed {
    /// What goes.
    due: Vec<DueDelivery>,
    /// The way of each of these.
    ways: Vec<Arc<Way>>,
    /// What may not leave the way that it would take.
    stranded: Vec<DueDelivery>,
}

/// Where the mail of a sender may go.
#[derive(Clone)]
enum Leads {
    /// This way.
    Out(Arc<Way>),
    /// Nowhere: it may not leave the way that is left.
    Nowhere,
}

/// Which way each takes, and whether it may. A way that cannot be read keeps nobody else from sending: its mail comes back
/// when its lease ends. A password that cannot be opened is told of by the attempt.
async fn routed(dispatch: &Dispatch, due: Vec<DueDelivery>) -> Routed {
    let mut known: HashMap<Asked, Option<Leads>> = HashMap::new();
    let mut routed = Routed::default();
    for delivery in due {
        let asked = Asked::of(&delivery);
        let found = match known.get(&asked) {
            Some(found) => found.clone(),
            None => leads(dispatch, (&asked, &delivery.mail.from)).await,
        };
        known.insert(asked, found.clone());
        match found {
            Some(Leads::Out(way)) => {
                routed.due.push(delivery);
                routed.ways.push(way);
            }
            Some(Leads::Nowhere) => routed.stranded.push(delivery),
            None => {}
        }
    }
    routed
}

async fn leads(dispatch: &Dispatch, (asked, from): (&Asked, &EmailAddress)) -> Option<Leads> {
    match read_way(dispatch, (asked, from)).await {
        Ok(leads) => Some(leads),
        Err(error) => {
            let organisation = asked.organisation;
            tracing::error!(organisation.id = %organisation, %error, "a way out cannot be read");
            None
        }
    }
}

async fn read_way(dispatch: &Dispatch, (asked, from): (&Asked, &EmailAddress)) -> Result<Leads, StoreError> {
    let office = &dispatch.office;
    let way = way(office, asked).await?;
    let may_leave = dispatch.judged.lets(office, (asked, from), &way).await?;
    Ok(if may_leave { Leads::Out(Arc::new(way)) } else { Leads::Nowhere })
}

/// RFC 5321 4.5.4.1: one transaction for the recipients of one mail that share a way: all of them
/// through a relay, those of one domain on the direct way. Whom a list added goes behind whom its author named.
async fn groups(office: &Office, (due, ways): (Vec<DueDelivery>, Vec<Arc<Way>>)) -> Vec<Group> {
    let mut groups: BTreeMap<_, Group> = BTreeMap::new();
    let blocked = blocks::among(office, &due).await;
    for (delivery, way) in due.into_iter().zip(ways) {
        let domain = way.relay.is_none().then(|| delivery.recipient.domain().to_owned());
        let held_back = match blocks::fate(&blocked, &delivery) {
            Fate::Goes => None,
            Fate::Ends(held_back) => Some(held_back),
            Fate::Waits => continue,
        };
        let alone = signing::alone(office, &delivery, &way).await;
        let key = (delivery.mail.outbox_id, delivery.stream, domain.clone(), held_back.clone(), alone);
        let group =
            groups.entry(key).or_insert_with(|| Group { way, domain, deliveries: Vec::new(), held_back });
        group.deliveries.push(delivery);
    }
    groups.into_values().collect()
}

impl Worker for OutboxWorker {
    fn name(&self) -> &'static str {
        "outbox"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(2)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}
