//! Who is away, from when until when, and who stands in for him. Table `absences`.

use domain::audit::AuditKind;
use domain::{OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement};

use crate::row::Row;
use crate::sql::{self, NewRow, Stored, col, is, same};
use crate::{Conn, StoreError, Tx, audit};

/// One user's absence: the present one, the next, or the last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Absence {
    /// The first instant of it.
    pub from: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
    /// Who is given his cases meanwhile.
    pub substitute_id: Option<UserId>,
}

impl Absence {
    /// Whether he is away at this instant.
    #[must_use]
    pub fn covers(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

/// The absence of a user.
pub async fn find(conn: &Conn, org: OrganisationId, user: UserId) -> Result<Option<Absence>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["from_at", "until_at", "substitute_id"])
        .from("absences")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Sets it, in the place of the one before.
pub async fn put(tx: &Tx, org: OrganisationId, user: UserId, absence: Absence) -> Result<(), StoreError> {
    audit::watch_one(tx, org, (AuditKind::Absence, user)).await?;
    let row = NewRow::default()
        .with("org_id", org)
        .with("user_id", user)
        .with("from_at", absence.from)
        .with("until_at", absence.until)
        .with("substitute_id", absence.substitute_id);
    let mut statement = sql::insert("absences", [row]);
    let written_over = ["from_at", "until_at", "substitute_id"];
    statement.on_conflict(OnConflict::columns(["org_id", "user_id"]).update_columns(written_over).to_owned());
    tx.execute(&statement).await?;
    Ok(())
}

/// Forgets it.
pub async fn delete(tx: &Tx, org: OrganisationId, user: UserId) -> Result<(), StoreError> {
    audit::watch_one(tx, org, (AuditKind::Absence, user)).await?;
    let mut statement = Query::delete();
    statement.from_table("absences").and_where(is("org_id", org)).and_where(is("user_id", user));
    tx.execute(&statement).await?;
    Ok(())
}

/// The absences of an organisation that cover an instant and are of this user, for a query about users.
pub(crate) fn of_user_at(
    org_column: &'static str,
    user_column: &'static str,
    at: Timestamp,
) -> SelectStatement {
    let mut query = Query::select();
    query
        .expr(Expr::cust("1"))
        .from_as("absences", "away")
        .and_where(same("away.org_id", org_column))
        .and_where(same("away.user_id", user_column))
        .and_where(col("away.from_at").lte(at.stored()))
        .and_where(col("away.until_at").gt(at.stored()));
    query
}

fn read(row: &Row) -> Result<Absence, StoreError> {
    Ok(Absence {
        from: row.at("from_at")?,
        until: row.at("until_at")?,
        substitute_id: row.id_or_none("substitute_id")?,
    })
}
