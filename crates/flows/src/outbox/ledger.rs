//! What all attempts under way write down, intents and outcomes, in as few transactions as they allow.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use bytes::Bytes;
use domain::outbox::Stream;
use domain::{DeliveryId, EmailAddress, OrganisationId, OutboxId, Timestamp};
use policy::blocking::trial::MAIL_WITHIN_MS;
use store::deliveries::{self, AttemptRecord, DueDelivery};
use store::parked;
use store::raw::RawHash;
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::destination_holds;
use super::destinations::Follows;
use super::failed::{self, Unreached};
use super::parking::{self, PutOff, Wait};
use super::rates::{self, Rates};
use super::record::conclude;
use super::reopened::{self, Left};
use super::stopping;
use crate::gather::{Gather, Urgency};
use crate::lease;
use crate::office::Office;
use crate::returns::{self, CameBack};

/// Which attempt it is, by delivery.
pub(super) type Numbers = HashMap<DeliveryId, u32>;

/// Things that are company enough for a commit: what it costs is shared well by then.
const COMPANY: usize = 8;

/// What is written down together.
pub(super) struct Ledger {
    intents: Gather<Intent, Begun>,
    put_off: Gather<PutOff, Wait>,
    outcomes: Gather<Outcomes, BTreeSet<DeliveryId>>,
}

/// What one transaction with a server is going to do.
#[derive(Clone)]
pub(super) struct Intent {
    pub(super) organisation: OrganisationId,
    pub(super) deliveries: Vec<DeliveryId>,
    /// The mail, where it is small enough to be read with those of other transactions.
    pub(super) raw: Option<RawHash>,
    /// The stream it goes in.
    pub(super) stream: Stream,
    /// Where it goes; `None` where nobody is connected to, which no limit counts.
    pub(super) destination: Option<String>,
}

impl Intent {
    /// Whether somebody is connected to: otherwise nothing leaves.
    pub(super) const fn leaves(&self) -> bool {
        self.destination.is_some()
    }
}

/// An intent that is written down.
pub(super) struct Begun {
    /// The deliveries that may be tried, with the number of the attempt.
    pub(super) numbers: Numbers,
    /// The mail, where it was read with others.
    pub(super) raw: Option<Bytes>,
    /// Why nothing is begun.
    pub(super) refused: Option<NotBegun>,
    /// When the time of first attempts begins, where a limit of the organisation's own may have kept them back.
    pub(super) counts_from: Option<Timestamp>,
}

/// Why deliveries are not begun.
#[derive(Clone, Debug)]
pub(super) enum NotBegun {
    /// A limit has no room for them.
    Limit(Refused),
    /// The organisation's mail was stopped meanwhile.
    Stopped,
    /// Mail to the domains of all of them was, and they with it.
    Held,
}

/// A limit on mails in a minute that is reached.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    /// What is counted: a destination, or an organisation.
    pub(super) counted: String,
    /// When the next mail may leave.
    pub(super) until: Timestamp,
}

/// What one transaction with a server came to.
#[derive(Clone)]
pub(super) struct Outcomes {
    pub(super) organisation: OrganisationId,
    /// The stream it went in.
    pub(super) stream: Stream,
    pub(super) records: Vec<AttemptRecord>,
    pub(super) steps: Vec<TimelineEntry>,
    /// The recipients for whom it is over without success.
    pub(super) unreached: Vec<(DeliveryId, Unreached)>,
    /// What that means for their addresses.
    pub(super) came_back: Vec<(DeliveryId, CameBack)>,
    /// The deliveries that a server took.
    pub(super) taken: Vec<Taken>,
    /// What it means for the other mails of its destinations.
    pub(super) follows: Vec<Follows>,
    /// Whether it may be written down already.
    pub(super) is_repeated: bool,
}

/// A delivery that a server took.
#[derive(Clone)]
pub(super) struct Taken {
    delivery: DeliveryId,
    outbox: OutboxId,
    address: EmailAddress,
    /// Whether somebody sent it whatever is known of the address.
    passed_block: bool,
}

impl Taken {
    /// The outcome of this one.
    pub(super) fn of(due: &DueDelivery) -> Self {
        Self {
            delivery: due.id,
            outbox: due.mail.outbox_id,
            address: due.recipient.clone(),
            passed_block: due.passes_block,
        }
    }
}

impl Ledger {
    /// For this many transactions with servers at a time. Far servers end theirs one by one, hundreds in a second, and each
    /// would have two commits of its own: intents and outcomes wait a moment for each other. With few at a time nothing would
    /// come meanwhile.
    pub(super) fn new(concurrency: usize) -> Self {
        let company = concurrency.min(COMPANY);
        Self {
            intents: Gather::with_company(company),
            put_off: Gather::default(),
            outcomes: Gather::with_company(company),
        }
    }

    /// Writes down that these deliveries are attempted now; leaves out those whose lease is lost.
    /// Invariant I5: it is on disk before anything is connected to. What a limit has no room for, as single mail was told a
    /// moment ago, is not asked about again: of a thousand that wait one leaves in two seconds.
    pub(super) async fn begin(&self, office: &Office, intent: Intent) -> Result<Begun, StoreError> {
        let now = office.now();
        let rates = office.ready_rates();
        let generation = rates.generation();
        if let Some(refused) = rates.refused_single.of(&intent, now) {
            let refused = Some(NotBegun::Limit(refused));
            return Ok(Begun { numbers: Numbers::new(), raw: None, refused, counts_from: None });
        }
        let within = office.clone();
        let stream = intent.stream;
        let begun = self
            .intents
            .write_as(urgency(stream), intent, move |asked| begin_all(within.clone(), asked))
            .await?;
        if let (Stream::Single, Some(NotBegun::Limit(refused))) = (stream, &begun.refused)
            && rates.generation() == generation
        {
            rates.refused_single.note(refused, now);
        }
        Ok(begun)
    }

    /// Gives back what is not tried, for another time.
    pub(super) async fn put_off(&self, office: &Office, put_off: PutOff) -> Result<Wait, StoreError> {
        let office = office.clone();
        self.put_off.write(put_off, move |asked| parking::put_off_all(office.clone(), asked)).await
    }

    /// Writes down how attempts ended. Until then a kill sends what a server took once more (RFC 1047): of single mail that
    /// time is no longer than its commit takes. Returns those of its deliveries that another node has by now, of which nothing
    /// was written down.
    pub(super) async fn record(
        &self,
        office: &Office,
        outcomes: Outcomes,
    ) -> Result<BTreeSet<DeliveryId>, StoreError> {
        let office = office.clone();
        let urgency = urgency(outcomes.stream);
        if urgency == Urgency::Ordinary {
            let took_ms = outcomes.records.iter().map(|record| record.duration_ms).max().unwrap_or(0);
            let took = Duration::from_millis(took_ms.unsigned_abs());
            self.intents.note_pace(took);
            self.outcomes.note_pace(took);
        }
        self.outcomes.write_as(urgency, outcomes, move |ended| record_all(office.clone(), ended)).await
    }
}

/// Mail to many waits a moment for company; single mail is written down at once.
const fn urgency(stream: Stream) -> Urgency {
    match stream {
        Stream::Single => Urgency::Urgent,
        Stream::Bulk => Urgency::Ordinary,
    }
}

async fn begin_all(office: Office, asked: Vec<Intent>) -> Result<Vec<Begun>, StoreError> {
    let (owner, at) = (lease::owner(&office, "outbox"), office.now());
    let (intents, limits) = (asked.clone(), office.settings().rates.clone());
    let own = rates::own_of(&office, &asked).await?;
    let paced: BTreeSet<_> = own.iter().filter(|(_, rate)| **rate > 0).map(|(org, _)| *org).collect();
    let (begun, refused) = office
        .store()
        .write(move |tx| {
            Box::pin(async move { begin_allowed(tx, (&limits, &own), &intents, (&owner, at)).await })
        })
        .await?;
    let numbers: Numbers = begun.into_iter().map(|begun| (begun.id, begun.number)).collect();
    let begins = asked.iter().zip(&refused).filter(|(_, refused)| refused.is_none());
    let begins: Vec<&Intent> = begins.map(|(intent, _)| intent).collect();
    let raws = read_together(&office, &begins).await;
    let of = |(intent, refused): (&Intent, Option<NotBegun>)| {
        let key = intent.raw.map(|hash| (intent.organisation, hash));
        let ids = intent.deliveries.iter();
        Begun {
            numbers: ids.filter_map(|id| Some((*id, *numbers.get(id)?))).collect(),
            raw: key.and_then(|key| raws.get(&key).cloned()),
            refused,
            counts_from: paced.contains(&intent.organisation).then_some(at),
        }
    };
    Ok(asked.iter().zip(refused).map(of).collect())
}

/// Begins those that no limit refuses, of organisations whose mail is not stopped, and to domains that they do not hold; why the
/// others are not, in their order.
async fn begin_allowed(
    tx: &Tx,
    limits: (&Rates, &BTreeMap<OrganisationId, u32>),
    intents: &[Intent],
    (owner, at): (&str, Timestamp),
) -> Result<(Vec<deliveries::Begun>, Vec<Option<NotBegun>>), StoreError> {
    let keeping = stopping::keeping(tx, intents).await?;
    let held = destination_holds::leave_held(tx, &keeping.holding, intents, owner).await?;
    let mut refused = Vec::with_capacity(intents.len());
    for intent in intents {
        let is_stopped = intent.leaves() && keeping.stopped.contains(&intent.organisation);
        let is_held = !held.is_empty() && intent.deliveries.iter().all(|id| held.contains(id));
        refused.push(if is_held {
            Some(NotBegun::Held)
        } else if is_stopped {
            Some(NotBegun::Stopped)
        } else {
            rates::refused(tx, limits, intent).await?.map(NotBegun::Limit)
        });
    }
    let may = intents.iter().zip(&refused).filter(|(_, refused)| refused.is_none());
    let ids: Vec<_> = may.flat_map(|(intent, _)| intent.deliveries.iter().copied()).collect();
    let begun = deliveries::begin_attempts(tx, &ids, owner, at).await?;
    let is_paced = |intent: &Intent| limits.1.get(&intent.organisation).is_some_and(|rate| *rate > 0);
    let paced: BTreeSet<_> =
        intents.iter().filter(|it| is_paced(it)).flat_map(|it| it.deliveries.iter().copied()).collect();
    let first = begun.iter().filter(|begun| begun.number == 1 && paced.contains(&begun.id));
    let first: Vec<_> = first.map(|begun| begun.id).collect();
    deliveries::count_from(tx, &first, (1, at)).await?;
    Ok((begun, refused))
}

/// The small mails of these intents, in one query for each organisation. What cannot be read here is
/// read alone later, and its failure is its own.
async fn read_together(office: &Office, begun: &[&Intent]) -> HashMap<(OrganisationId, RawHash), Bytes> {
    let mut wanted: BTreeMap<OrganisationId, Vec<RawHash>> = BTreeMap::new();
    for intent in begun {
        wanted.entry(intent.organisation).or_default().extend(intent.raw);
    }
    let conn = office.store().read();
    let mut raws = HashMap::new();
    for (organisation, hashes) in wanted {
        match store::raw::get_small(&conn, organisation, &hashes).await {
            Ok(found) => raws.extend(found.into_iter().map(|(hash, raw)| ((organisation, hash), raw))),
            Err(error) => tracing::warn!(%error, "mails could not be read together; each is read alone"),
        }
    }
    raws
}

/// Returns what was lost of each, in their order.
async fn record_all(office: Office, ended: Vec<Outcomes>) -> Result<Vec<BTreeSet<DeliveryId>>, StoreError> {
    let owner = lease::owner(&office, "outbox");
    let ids = |outcomes: &Outcomes| -> BTreeSet<DeliveryId> {
        outcomes.records.iter().map(|record| record.delivery_id).collect()
    };
    let written: Vec<_> = ended.iter().map(ids).collect();
    let write =
        office.store().write(move |tx| Box::pin(async move { write_outcomes(tx, &owner, &ended).await }));
    let (lost, left): (BTreeSet<DeliveryId>, Vec<Left>) = write.await?;
    reopened::see_to(&office, left);
    Ok(written.iter().map(|ids| ids.intersection(&lost).copied().collect()).collect())
}

/// What follows for destinations, those of each together and as it came about: two who write of several destinations do
/// not wait for each other.
fn in_order<'a>(ended: impl Iterator<Item = &'a Outcomes>) -> Vec<&'a Follows> {
    let mut all: Vec<_> = ended.flat_map(|outcomes| &outcomes.follows).collect();
    all.sort_by_key(|follows| follows.changes());
    all
}

/// Those that are not written down yet: a commit whose answer was lost is one all the same.
async fn unwritten<'a>(tx: &Tx, ended: &'a [Outcomes]) -> Result<Vec<&'a Outcomes>, StoreError> {
    let mut left = Vec::with_capacity(ended.len());
    for outcomes in ended {
        let asked = outcomes.records.first().filter(|_| outcomes.is_repeated);
        let is_written = match asked {
            Some(record) => deliveries::is_recorded(tx, record).await?,
            None => false,
        };
        left.extend(Some(outcomes).filter(|_| !is_written));
    }
    Ok(left)
}

/// Returns the deliveries that another node has by now, and what is left of mail that goes on.
async fn write_outcomes(
    tx: &Tx,
    owner: &str,
    ended: &[Outcomes],
) -> Result<(BTreeSet<DeliveryId>, Vec<Left>), StoreError> {
    let ended = unwritten(tx, ended).await?;
    let mut steps: BTreeMap<OrganisationId, Vec<TimelineEntry>> = BTreeMap::new();
    for outcomes in &ended {
        steps.entry(outcomes.organisation).or_default().extend(outcomes.steps.iter().cloned());
    }
    for (organisation, steps) in steps {
        store::timeline::insert_many(tx, organisation, &steps).await?;
    }
    let changed = ended.iter().flat_map(|outcomes| &outcomes.follows).filter_map(Follows::changes);
    parked::lock(tx, changed.map(str::to_owned).collect()).await?;
    let records: Vec<_> = ended.iter().flat_map(|outcomes| outcomes.records.iter().cloned()).collect();
    let (states, lost) = deliveries::record_attempts(tx, owner, &records).await?;
    for item in states {
        conclude(tx, item);
    }
    // What another node has by now is its to say, and of what it became alone.
    let is_ours = |id: &DeliveryId| !lost.contains(id);
    let is_told = |outcomes: &&Outcomes| outcomes.records.iter().any(|record| is_ours(&record.delivery_id));
    let mut left = Vec::new();
    for follows in in_order(ended.iter().copied().filter(is_told)) {
        left.extend(parking::follow(tx, follows).await?);
    }
    for outcomes in &ended {
        let now = tx.now();
        for (_, back) in outcomes.came_back.iter().filter(|(id, _)| is_ours(id)) {
            returns::record(tx, outcomes.organisation, back, now).await?;
        }
        // Behind what came back, which says of which incident it is, and whether its address is blocked from this instant on.
        for (_, unreached) in outcomes.unreached.iter().filter(|(id, _)| is_ours(id)) {
            failed::return_to_author(tx, outcomes.organisation, unreached, now).await?;
        }
        // Behind what came back, which may end the trial of its address.
        let tried = |unreached: &Unreached| unreached.failure.held_back.is_none();
        for (_, unreached) in outcomes.unreached.iter().filter(|(id, one)| is_ours(id) && tried(one)) {
            let (key, outbox) = (unreached.recipient.key(), unreached.outbox);
            let mail = (key.as_str(), outbox);
            store::standings::free_trial(tx, outcomes.organisation, mail, MAIL_WITHIN_MS).await?;
        }
    }
    write_taken(tx, &ended, &lost).await?;
    Ok((lost, left))
}

/// What it means for addresses that servers took mail for them.
async fn write_taken(tx: &Tx, ended: &[&Outcomes], lost: &BTreeSet<DeliveryId>) -> Result<(), StoreError> {
    let mut taken: BTreeMap<OrganisationId, Vec<_>> = BTreeMap::new();
    for outcomes in ended {
        let all = outcomes.taken.iter().map(|one| (one.outbox, one.address.key()));
        taken.entry(outcomes.organisation).or_default().extend(all);
    }
    for (organisation, taken) in taken {
        store::standings::record_taken(tx, organisation, &taken, tx.now()).await?;
    }
    for outcomes in ended {
        let is_ours = |one: &&Taken| one.passed_block && !lost.contains(&one.delivery);
        for one in outcomes.taken.iter().filter(is_ours) {
            let mail = (one.outbox, &one.address);
            Box::pin(returns::mail_passed(tx, outcomes.organisation, mail, tx.now())).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::outbox::ParkReason;
    use store::parked::Parked;

    use super::*;

    fn parked(destination: &str, failures: u32) -> Follows {
        Follows::Parked(Parked {
            destination: destination.to_owned(),
            until: Timestamp::from_millis(9),
            reason: ParkReason::Busy,
            words: String::new(),
            host: None,
            failures,
            found_by: OrganisationId::new(1),
        })
    }

    #[test]
    fn destinations_are_written_in_their_order_and_each_as_it_came_about() {
        let outcomes = |follows| Outcomes {
            organisation: OrganisationId::new(1),
            stream: Stream::Bulk,
            records: Vec::new(),
            steps: Vec::new(),
            unreached: Vec::new(),
            came_back: Vec::new(),
            taken: Vec::new(),
            follows,
            is_repeated: false,
        };
        let open = |destination: &str| Follows::Open(destination.to_owned());
        let ended = [
            outcomes(vec![parked("mx:c", 1), open("mx:b"), Follows::Nothing]),
            outcomes(vec![parked("mx:a", 1), open("mx:c")]),
            outcomes(vec![parked("mx:c", 2)]),
        ];
        let written: Vec<_> = in_order(ended.iter()).into_iter().cloned().collect();
        let expected = [
            Follows::Nothing,
            parked("mx:a", 1),
            open("mx:b"),
            parked("mx:c", 1),
            open("mx:c"),
            parked("mx:c", 2),
        ];
        assert_eq!(written, expected);
    }
}
