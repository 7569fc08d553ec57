//! Users who follow a case that need not be theirs. Table `case_followers`.

use domain::limits::FOLLOWERS_MAX;
use domain::{CaseId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, OnConflict, Order, Query};

use crate::row::Columns;
use crate::sql::{self, NewRow, is};
use crate::{Conn, StoreError, Tx};

/// He follows the case from here on; `false` when it has as many followers as one may have.
pub async fn follow(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    (user, at): (UserId, Timestamp),
) -> Result<bool, StoreError> {
    let mut count = Query::select();
    count
        .expr_as(Expr::cust("COUNT(*)"), "followers")
        .from("case_followers")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case));
    let place = Columns("case_followers").at("followers");
    let followers: usize = tx.one(&count).await?.map_or(Ok(0), |row| row.small(place))?;
    if followers >= FOLLOWERS_MAX {
        return is_followed(tx, org, case, user).await;
    }
    let row =
        NewRow::default().with("org_id", org).with("case_id", case).with("user_id", user).with("since", at);
    let mut statement = sql::insert("case_followers", [row]);
    statement.on_conflict(OnConflict::columns(["org_id", "case_id", "user_id"]).do_nothing().to_owned());
    tx.execute(&statement).await?;
    Ok(true)
}

/// He follows it no more.
pub async fn unfollow(tx: &Tx, org: OrganisationId, case: CaseId, user: UserId) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement
        .from_table("case_followers")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .and_where(is("user_id", user));
    tx.execute(&statement).await?;
    Ok(())
}

/// Who follows a case.
pub async fn list(conn: &Conn, org: OrganisationId, case: CaseId) -> Result<Vec<UserId>, StoreError> {
    let mut query = Query::select();
    query
        .column("user_id")
        .from("case_followers")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .order_by("user_id", Order::Asc);
    conn.all(&query).await?.iter().map(|row| row.id("user_id")).collect()
}

/// Whether he follows it.
pub async fn is_followed(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
    user: UserId,
) -> Result<bool, StoreError> {
    Ok(list(conn, org, case).await?.contains(&user))
}
