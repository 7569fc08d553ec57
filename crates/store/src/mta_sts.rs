//! What domains demand of those who bring them mail, as all nodes know it (RFC 8461). Table `mta_sts_policies`, one
//! row for each domain that has a policy.

use domain::Timestamp;
use domain::encryption::{KnownPolicy, StsPolicy};
use sea_orm::sea_query::{ExprTrait, OnConflict, Order, Query};

use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx};

/// What is known of a domain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PolicyRow {
    /// The domain.
    pub domain: String,
    /// Its policy; its time may be over.
    pub known: KnownPolicy,
    /// When DNS is asked again.
    pub look_at: Timestamp,
    /// Why it could not be read when it was last tried, where it could not.
    pub words: Option<String>,
}

/// What is known of a domain. Index `mta_sts_policies_unique`.
pub async fn find(conn: &Conn, domain: &str) -> Result<Option<PolicyRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["domain", "record_id", "mode", "exchangers", "max_age_s", "read_at", "look_at", "words"])
        .from("mta_sts_policies")
        .and_where(is("domain", domain));
    conn.one(&query).await?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<PolicyRow, StoreError> {
    let policy = StsPolicy {
        mode: row.parsed(Columns("mta_sts_policies").at("mode"))?,
        exchangers: row.text("exchangers")?.lines().map(str::to_owned).collect(),
        max_age_s: row.number("max_age_s")?,
    };
    let known = KnownPolicy { record_id: row.text("record_id")?, policy, read_at: row.at("read_at")? };
    let (look_at, words) = (row.at("look_at")?, row.text_or_none("words")?);
    Ok(PolicyRow { domain: row.text("domain")?, known, look_at, words })
}

/// Notes what was found of a domain. A policy that another node read later stays.
pub async fn put(tx: &Tx, found: &PolicyRow) -> Result<(), StoreError> {
    let KnownPolicy { record_id, policy, read_at } = &found.known;
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("domain", found.domain.as_str())
        .with("record_id", record_id.as_str())
        .with("mode", policy.mode.as_str())
        .with("exchangers", policy.exchangers.join("\n"))
        .with("max_age_s", policy.max_age_s)
        .with("read_at", *read_at)
        .with("look_at", found.look_at)
        .with("words", found.words.as_deref())
        .with("expires_at", found.known.expires_at());
    let mut again = OnConflict::column("domain");
    again.update_columns(["record_id", "mode", "exchangers", "max_age_s", "read_at"]);
    again.update_columns(["look_at", "words", "expires_at"]);
    again.action_and_where(col("mta_sts_policies.read_at").lte(read_at.stored()));
    let mut statement = sql::insert("mta_sts_policies", [row]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    Ok(())
}

/// Forgets those whose time was over before this, at most `limit`; returns how many. Index `mta_sts_policies_by_age`.
pub async fn forget(tx: &Tx, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let mut old = Query::select();
    old.column("id").from("mta_sts_policies").and_where(col("expires_at").lt(before.stored()));
    old.order_by("expires_at", Order::Asc).limit(u64::from(limit));
    let mut statement = Query::delete();
    statement.from_table("mta_sts_policies").and_where(col("id").in_subquery(old));
    tx.execute(&statement).await
}
