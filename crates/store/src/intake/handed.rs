//! Mails that clients handed over to our listeners at the same time: of any mailboxes of an
//! organisation, stored with one statement for each table.

use std::collections::HashSet;

use domain::{DeliveryId, IntakeId, MailboxId, OrganisationId};
use sea_orm::sea_query::{OnConflict, Query};

use super::arrive::{Arrival, Way, new_row};
use crate::events::{self, Change};
use crate::raw;
use crate::sql::{self, INSERT_ROWS_MAX};
use crate::{StoreError, Tx, timeline};

/// One mail for one mailbox.
#[derive(Clone, Debug)]
pub struct Handed {
    /// The mailbox.
    pub mailbox_id: MailboxId,
    /// `smtp` or `lmtp`, for the timeline.
    pub via: String,
    /// The client that handed it over.
    pub peer: String,
    /// The delivery that the return path names to which it came.
    pub returned_delivery: Option<DeliveryId>,
    /// The mail.
    pub mail: Arrival,
}

/// Stores mails with the steps *received* and *stored* and the event; one that its mailbox has
/// already, by its source, changes nothing. Returns how many are new.
pub async fn insert_handed(tx: &Tx, org: OrganisationId, handed: &[&Handed]) -> Result<usize, StoreError> {
    let mut stored = 0;
    for handed in handed.chunks(INSERT_ROWS_MAX) {
        let handed: Vec<(IntakeId, &Handed)> = handed.iter().map(|one| (tx.new_id(), *one)).collect();
        let new = insert_rows(tx, org, &handed).await?;
        let (mut raws, mut steps) = (Vec::with_capacity(new.len()), Vec::with_capacity(new.len() * 2));
        for (id, Handed { mailbox_id, via, peer, mail, .. }) in
            handed.iter().filter(|(id, _)| new.contains(id))
        {
            raws.push(&mail.raw);
            Way { mailbox_id: *mailbox_id, via, peer }.first_steps(*id, mail, &mut steps);
            events::insert(tx, org, Change::intake(*id));
        }
        raw::insert_many(tx, org, &raws).await?;
        timeline::insert_many(tx, org, &steps).await?;
        stored += new.len();
    }
    Ok(stored)
}

/// Inserts the rows whose source their mailbox does not have; returns the ids of those.
async fn insert_rows(
    tx: &Tx,
    org: OrganisationId,
    handed: &[(IntakeId, &Handed)],
) -> Result<HashSet<IntakeId>, StoreError> {
    let rows = handed.iter().map(|(id, one)| {
        let row = new_row(*id, (org, one.mailbox_id), &one.mail, false);
        row.with("returned_delivery_id", one.returned_delivery)
    });
    let mut statement = sql::insert("intakes", rows);
    statement.on_conflict(OnConflict::columns(["mailbox_id", "source_id"]).do_nothing().to_owned());
    statement.returning(Query::returning().column("id"));
    tx.returning(&statement).await?.iter().map(|row| row.id("id")).collect()
}
