//! What all attempts under way write down, intents and outcomes, in as few transactions as they allow.

use std::collections::{BTreeMap, HashMap};

use domain::{DeliveryId, OrganisationId};
use store::deliveries::{self, AttemptRecord};
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::failed::{self, Unreached};
use super::record::conclude;
use crate::gather::Gather;
use crate::lease;
use crate::office::Office;

/// Which attempt it is, by delivery.
pub(super) type Numbers = HashMap<DeliveryId, u32>;

/// What is written down together.
#[derive(Default)]
pub(super) struct Ledger {
    intents: Gather<Vec<DeliveryId>, Numbers>,
    outcomes: Gather<Outcomes, ()>,
}

/// What one transaction with a server came to.
#[derive(Clone)]
pub(super) struct Outcomes {
    pub(super) organisation: OrganisationId,
    pub(super) records: Vec<AttemptRecord>,
    pub(super) steps: Vec<TimelineEntry>,
    /// The recipients for whom it is over without success.
    pub(super) unreached: Vec<Unreached>,
}

impl Ledger {
    /// Writes down that these deliveries are attempted now; leaves out those whose lease is lost.
    /// Invariant I5: it is on disk before anything is connected to.
    pub(super) async fn begin(&self, office: &Office, ids: Vec<DeliveryId>) -> Result<Numbers, StoreError> {
        let office = office.clone();
        self.intents.write(ids, move |asked| begin_all(office.clone(), asked)).await
    }

    /// Writes down how attempts ended.
    pub(super) async fn record(&self, office: &Office, outcomes: Outcomes) -> Result<(), StoreError> {
        let office = office.clone();
        self.outcomes.write(outcomes, move |ended| record_all(office.clone(), ended)).await
    }
}

async fn begin_all(office: Office, asked: Vec<Vec<DeliveryId>>) -> Result<Vec<Numbers>, StoreError> {
    let (owner, at) = (lease::owner(&office, "outbox"), office.now());
    let ids = asked.concat();
    let begun = office
        .store()
        .write(move |tx| Box::pin(async move { deliveries::begin_attempts(tx, &ids, &owner, at).await }))
        .await?;
    let numbers: Numbers = begun.into_iter().map(|begun| (begun.id, begun.number)).collect();
    let of = |ids: &Vec<DeliveryId>| ids.iter().filter_map(|id| Some((*id, *numbers.get(id)?))).collect();
    Ok(asked.iter().map(of).collect())
}

async fn record_all(office: Office, ended: Vec<Outcomes>) -> Result<Vec<()>, StoreError> {
    let (owner, count) = (lease::owner(&office, "outbox"), ended.len());
    office.store().write(move |tx| Box::pin(async move { write_outcomes(tx, &owner, &ended).await })).await?;
    Ok(vec![(); count])
}

async fn write_outcomes(tx: &Tx, owner: &str, ended: &[Outcomes]) -> Result<(), StoreError> {
    let mut steps: BTreeMap<OrganisationId, Vec<TimelineEntry>> = BTreeMap::new();
    for outcomes in ended {
        steps.entry(outcomes.organisation).or_default().extend(outcomes.steps.iter().cloned());
    }
    for (organisation, steps) in steps {
        store::timeline::insert_many(tx, organisation, &steps).await?;
    }
    let records: Vec<_> = ended.iter().flat_map(|outcomes| outcomes.records.iter().cloned()).collect();
    for item in deliveries::record_attempts(tx, owner, &records).await? {
        conclude(tx, item);
    }
    for outcomes in ended {
        for unreached in &outcomes.unreached {
            failed::return_to_author(tx, outcomes.organisation, unreached, tx.now()).await?;
        }
    }
    Ok(())
}
