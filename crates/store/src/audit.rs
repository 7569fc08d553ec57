//! Who changed which setting or configuration record, from what to what. Table `audit_entries`.
//!
//! Whatever writes such a record calls `watch` first. The record is looked at then, and again when the job of the
//! transaction has done its work; what is different becomes an entry in the same transaction. So a flow cannot forget
//! it and cannot tell it wrong, and a record that is changed twice in one transaction is told of once.
//!
//! In whose name a transaction changes something is said by [`in_the_name_of`], around all that is done for a request
//! or a command; without it, Posthus itself does it. A new kind of record is a shape in `shapes` and a call of `watch`
//! in each function that writes it.

mod compare;
mod entries;
mod shape;
mod shapes;
mod snapshot;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::OrganisationId;
use domain::audit::{AuditKind, Author, Record};
use sea_orm::DbBackend;
use serde_json::Value;

use crate::{StoreError, Tx};
use snapshot::Snapshot;

pub use compare::FieldChange;
#[cfg(test)]
pub(crate) use entries::listing;
pub use entries::{AuditEntry, AuditFilter, AuditSort, days, last_of, latest, list, purge, set_days};

tokio::task_local! {
    /// In whose name this task works.
    static AUTHOR: Author;
}

/// Does some work in somebody's name: what its transactions change of settings is told as his. It does not reach into
/// tasks that the work spawns.
pub async fn in_the_name_of<W: Future>(author: Author, work: W) -> W::Output {
    AUTHOR.scope(author, work).await
}

/// In whose name this task works.
pub(crate) fn author() -> Author {
    AUTHOR.try_with(|author| *author).unwrap_or(Author::PROGRAM)
}

/// The order of the filters, which is told as if it were a setting.
pub(crate) const FILTER_ORDER: &str = "filter_order";

/// From here to its end, a transaction changes settings in this name: a worker finds out for whom it works only when it
/// takes the work.
pub fn speak_for(tx: &Tx, author: Author) {
    *tx.watched().author.lock().unwrap_or_else(PoisonError::into_inner) = Some(author);
}

/// Work for a task of its own, in the name in which it was begun.
pub fn in_this_name<W: Future>(work: W) -> impl Future<Output = W::Output> {
    in_the_name_of(author(), work)
}

/// The records that a transaction may change, as they were before.
#[derive(Default)]
pub(crate) struct Watched {
    records: Mutex<Records>,
    /// In whose name the transaction works, where that is found out within it.
    author: Mutex<Option<Author>>,
}

type Records = BTreeMap<(OrganisationId, Record), Option<Snapshot>>;

impl Watched {
    fn knows(&self, place: &(OrganisationId, Record)) -> bool {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).contains_key(place)
    }

    fn add(&self, place: (OrganisationId, Record), before: Option<Snapshot>) {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).entry(place).or_insert(before);
    }

    /// Forgets them: what was done is undone.
    pub(crate) fn forget(&self) {
        drop(self.take());
    }

    /// All of them and in whose name they changed, which are then forgotten here.
    fn take(&self) -> (Records, Option<Author>) {
        let author = self.author.lock().unwrap_or_else(PoisonError::into_inner).take();
        (std::mem::take(&mut *self.records.lock().unwrap_or_else(PoisonError::into_inner)), author)
    }
}

/// From here to the end of the transaction, what becomes of this record is told.
pub(crate) async fn watch(tx: &Tx, org: OrganisationId, record: Record) -> Result<(), StoreError> {
    let place = (org, record);
    if tx.watched().knows(&place) {
        return Ok(());
    }
    if place.1.kind == AuditKind::Setting {
        lock(tx, org).await?;
    }
    let before = snapshot::read(tx, org, &place.1).await?;
    tx.watched().add(place, before);
    Ok(())
}

/// The same for a record with an id.
pub(crate) async fn watch_one<K>(
    tx: &Tx,
    org: OrganisationId,
    (kind, id): (AuditKind, domain::Id<K>),
) -> Result<(), StoreError> {
    watch(tx, org, Record::of(kind, id)).await
}

/// The same for a setting, which is what it is by default until somebody sets it.
pub(crate) async fn watch_setting(
    tx: &Tx,
    org: OrganisationId,
    (name, default): (&str, Value),
) -> Result<(), StoreError> {
    let place = (org, Record::setting(name));
    if tx.watched().knows(&place) {
        return Ok(());
    }
    lock(tx, org).await?;
    let before = snapshot::read(tx, org, &place.1).await?;
    tx.watched().add(place, Some(before.unwrap_or_else(|| Snapshot::of_setting(name, &default))));
    Ok(())
}

/// Two who change the same setting on PostgreSQL go one behind the other, so that nobody's change is told as the other's:
/// a setting need not have a row that could be locked. SQLite has one writer.
async fn lock(tx: &Tx, org: OrganisationId) -> Result<(), StoreError> {
    if matches!(tx.backend(), DbBackend::Postgres) {
        crate::organisations::lock(tx, org).await
    } else {
        Ok(())
    }
}

/// Tells what became of the records that were watched, at the end of a transaction.
pub(crate) async fn settle(tx: &Tx, author: Author) -> Result<(), StoreError> {
    let (watched, spoken_for) = tx.watched().take();
    let author = spoken_for.unwrap_or(author);
    if watched.is_empty() {
        return Ok(());
    }
    for ((org, record), before) in watched {
        let after = snapshot::read(tx, org, &record).await?;
        if let Some(change) = compare::changed(record.kind, before.as_ref(), after.as_ref()) {
            entries::insert(tx, org, (&record, author), &change).await?;
        }
    }
    Ok(())
}
