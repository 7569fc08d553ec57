//! The policies of MTA-STS that are served for sender domains.

use domain::audit::AuditKind;
use domain::sender_domain::{SenderDomainState, ServedSts, StsServing};
use domain::{OrganisationId, SenderDomainId, Timestamp};
use sea_orm::sea_query::{ExprTrait, Order, Query};

use crate::row::{Columns, Row};
use crate::sql::{Stored, col, is, json};
use crate::{Conn, StoreError, Tx, audit};

/// The columns of a policy.
pub(super) const COLUMNS: [&str; 3] = ["sts_serving", "sts_exchangers", "sts_since"];

/// Organisations that hold one domain and are looked at.
const HOLDERS_MAX: u64 = 20;

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
/// Only who rules the domain by now says anything, or who takes back what he said while he did: the domain may have moved
/// to another organisation since. Where several rule it, the strongest counts, so that none makes another's void; of those
/// that ask for the same, the last that began. Index `sender_domains_served`.
pub async fn find_served(conn: &Conn, name: &str) -> Result<Option<ServedSts>, StoreError> {
    let ruling = SenderDomainState::ALL.into_iter().filter(|state| state.signs());
    let rules = col("state").is_in(ruling.map(SenderDomainState::as_str));
    let mut query = Query::select();
    query
        .columns(COLUMNS)
        .column("state")
        .from("sender_domains")
        .and_where(is("name", name))
        .and_where(col("sts_serving").ne(StsServing::Off.as_str()))
        .and_where(col("archived_at").is_null())
        .and_where(rules.or(is("sts_serving", StsServing::Ending.as_str())))
        .order_by("sts_since", Order::Desc)
        .limit(HOLDERS_MAX);
    let rows = conn.all(&query).await?;
    let mut found: Option<((u8, bool), ServedSts)> = None;
    for row in &rows {
        let state: SenderDomainState = row.parsed(Columns("sender_domains").at("state"))?;
        let served = read(row)?;
        let rank = (strength(served.serving), state.signs());
        if found.as_ref().is_none_or(|(known, _)| rank > *known) {
            found = Some((rank, served));
        }
    }
    Ok(found.map(|(_, served)| served))
}

/// How much a policy asks; what ends asks least, and is said where nobody else says anything.
const fn strength(serving: StsServing) -> u8 {
    match serving {
        StsServing::Off => 0,
        StsServing::Ending => 1,
        StsServing::Testing => 2,
        StsServing::Enforce => 3,
    }
}
