//! What is kept of records that were joined with another, so that they can be split off again. Tables `person_joins`,
//! `company_joins`: who stays, who is gone, and as JSON what that one was and what of it went where.

use domain::{Id, OrganisationId, Timestamp};
use sea_orm::sea_query::{DeleteStatement, ExprTrait, Order, Query};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::row::Columns;
use crate::sql::{self, IN_VALUES_MAX, NewRow, Stored, col, is, is_among, json};
use crate::{Conn, StoreError, Tx};

/// What a join remembers of one kind of rows that went to the one who stays; whoever had more cannot be split off again.
const ROWS_MAX: u64 = 10_000;
/// Joins of one record that are shown.
const SHOWN_MAX: u64 = 20;

/// How joining ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Merged {
    /// They are one, and can be split again.
    Splittable,
    /// They are one for good: the one who is gone had more than a join remembers.
    ForGood,
    /// They are as they were: one of them is not there, or both together have too much.
    Refused,
}

/// How splitting ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Split {
    /// Both are there.
    Done,
    /// Nothing is kept of such a join.
    Unknown,
    /// What happened since speaks against it: what the one who was joined is known by is another's, or nobody's.
    Contradicted,
}

/// Joins of one kind of records.
#[derive(Clone, Copy)]
pub(crate) struct Joins {
    /// The table. Index by its name and `_by_age`.
    pub(crate) table: &'static str,
    /// The column of the one who stays.
    pub(crate) stays: &'static str,
}

impl Joins {
    /// Keeps what was seen of the one who is gone.
    pub(crate) async fn insert<K, J: Serialize>(
        self,
        tx: &Tx,
        org: OrganisationId,
        (gone, stays): (Id<K>, Id<K>),
        (joined, at): (&J, Timestamp),
    ) -> Result<(), StoreError> {
        let row = NewRow::default()
            .with("org_id", org)
            .with(self.stays, stays)
            .with("gone_id", gone)
            .with("joined", json(joined)?)
            .with("joined_at", at);
        tx.execute(&sql::insert(self.table, [row])).await?;
        Ok(())
    }

    /// Who was joined with a record, what is kept of each, and when it was; the last one first. The table's key.
    pub(crate) async fn list<K, J: DeserializeOwned>(
        self,
        conn: &Conn,
        org: OrganisationId,
        stays: Id<K>,
    ) -> Result<Vec<(Id<K>, J, Timestamp)>, StoreError> {
        let mut query = Query::select();
        query
            .columns(["gone_id", "joined", "joined_at"])
            .from(self.table)
            .and_where(is("org_id", org))
            .and_where(is(self.stays, stays))
            .order_by("joined_at", Order::Desc)
            .limit(SHOWN_MAX);
        let place = Columns(self.table).at("joined");
        let rows = conn.all(&query).await?;
        rows.iter().map(|row| Ok((row.id("gone_id")?, row.json(place)?, row.at("joined_at")?))).collect()
    }

    /// What is kept of one join.
    pub(crate) async fn find<K, J: DeserializeOwned>(
        self,
        tx: &Tx,
        org: OrganisationId,
        (gone, stays): (Id<K>, Id<K>),
    ) -> Result<Option<J>, StoreError> {
        let mut query = Query::select();
        query
            .column("joined")
            .from(self.table)
            .and_where(is("org_id", org))
            .and_where(is(self.stays, stays))
            .and_where(is("gone_id", gone));
        tx.one(&query).await?.map(|row| row.json(Columns(self.table).at("joined"))).transpose()
    }

    /// Forgets one join: the two are split.
    pub(crate) async fn delete<K>(
        self,
        tx: &Tx,
        org: OrganisationId,
        (gone, stays): (Id<K>, Id<K>),
    ) -> Result<(), StoreError> {
        let mut statement = self.of(org, stays);
        statement.and_where(is("gone_id", gone));
        tx.execute(&statement).await?;
        Ok(())
    }

    /// Forgets whoever was joined with a record, and those who were joined with them before.
    pub(crate) async fn forget<K>(
        self,
        tx: &Tx,
        org: OrganisationId,
        stays: Id<K>,
    ) -> Result<(), StoreError> {
        let mut left = vec![stays];
        while let Some(one) = left.pop() {
            let mut query = Query::select();
            query.column("gone_id").from(self.table).and_where(is("org_id", org));
            query.and_where(is(self.stays, one));
            for row in tx.all(&query).await? {
                left.push(row.id("gone_id")?);
            }
            tx.execute(&self.of(org, one)).await?;
        }
        Ok(())
    }

    fn of<K>(self, org: OrganisationId, stays: Id<K>) -> DeleteStatement {
        let mut statement = Query::delete();
        statement.from_table(self.table).and_where(is("org_id", org)).and_where(is(self.stays, stays));
        statement
    }

    /// Forgets joins of all organisations before an instant: they stay. Index by age.
    pub(crate) async fn forget_before(self, tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
        let mut statement = Query::delete();
        statement.from_table(self.table).and_where(col("joined_at").lt(before.stored()));
        tx.execute(&statement).await
    }
}

/// How a join ended that was written, with or without what is kept of it.
pub(crate) const fn merged<K>(is_written: bool, kept: Option<&K>) -> Merged {
    match (is_written, kept.is_some()) {
        (true, true) => Merged::Splittable,
        (true, false) => Merged::ForGood,
        (false, _) => Merged::Refused,
    }
}

/// Rows of a table, and the column by which they are of a record.
pub(crate) type RowsOf = (&'static str, &'static str);

/// The ids of a record's rows; `None` where it has more than a join remembers.
pub(crate) async fn rows_of<K, R>(
    tx: &Tx,
    org: OrganisationId,
    (table, column): RowsOf,
    of: Id<K>,
) -> Result<Option<Vec<Id<R>>>, StoreError> {
    let mut query = Query::select();
    query.column("id").from(table).and_where(is("org_id", org)).and_where(is(column, of));
    query.limit(ROWS_MAX + 1);
    let rows = tx.all(&query).await?;
    let ids = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<Id<R>>, _>>()?;
    Ok((ids.len() as u64 <= ROWS_MAX).then_some(ids))
}

/// Gives rows back to the one who had them, as far as they are still the other's.
pub(crate) async fn give_back<K, R>(
    tx: &Tx,
    org: OrganisationId,
    (table, column): RowsOf,
    (to, from): (Id<K>, Id<K>),
    rows: &[Id<R>],
) -> Result<(), StoreError> {
    for some in rows.chunks(IN_VALUES_MAX) {
        let mut statement = Query::update();
        statement.table(table).value(column, to.stored()).and_where(is("org_id", org));
        statement.and_where(is(column, from)).and_where(is_among("id", some));
        tx.execute(&statement).await?;
    }
    Ok(())
}
