//! The policies of MTA-STS that are served for sender domains.

use domain::audit::AuditKind;
use domain::sender_domain::{ServedSts, StsServing};
use domain::{OrganisationId, SenderDomainId, Timestamp};
use sea_orm::sea_query::{ExprTrait, Order, Query};

use crate::row::{Columns, Row};
use crate::sql::{Stored, col, is, json};
use crate::{Conn, StoreError, Tx, audit};

/// The columns of a policy.
pub(super) const COLUMNS: [&str; 3] = ["sts_serving", "sts_exchangers", "sts_since"];

pub(super) fn read(row: &Row) -> Result<ServedSts, StoreError> {
    let table = Columns("sender_domains");
    Ok(ServedSts {
        serving: row.parsed(table.at("sts_serving"))?,
        exchangers: row.json(table.at("sts_exchangers"))?,
        since: row.at_or_none("sts_since")?,
    })
}

/// Sets a domain's policy; its record in DNS is looked at anew. `false` when there is no such domain.
pub async fn set(
    tx: &Tx,
    org: OrganisationId,
    id: SenderDomainId,
    (served, at): (&ServedSts, Timestamp),
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::SenderDomain, id)).await?;
    let mut statement = super::changed(org, id, Some(at));
    statement
        .value("sts_serving", served.serving.as_str())
        .value("sts_exchangers", json(&served.exchangers)?)
        .value("sts_since", served.since.stored())
        .and_where(col("archived_at").is_null());
    super::done(tx, org, &statement).await
}

/// The policy that whoever asks the web for a domain's gets: of all organisations, since nobody says for whom he asks.
/// Where several serve one for the same domain, the last that began; each of them has proved that it is his. Index
/// `sender_domains_served`.
pub async fn find_served(conn: &Conn, name: &str) -> Result<Option<ServedSts>, StoreError> {
    let mut query = Query::select();
    query
        .columns(COLUMNS)
        .from("sender_domains")
        .and_where(is("name", name))
        .and_where(col("sts_serving").ne(StsServing::Off.as_str()))
        .and_where(col("archived_at").is_null())
        .order_by("sts_since", Order::Desc)
        .limit(1);
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}
