//! Addresses of a case in whose place somebody put the right ones, as its log tells.

use std::collections::BTreeMap;

use domain::{CaseId, EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use sea_orm::sea_query::{Order, Query};

use super::By;
use super::log::insert_log;
use super::merges::with_merged;
use crate::row::Columns;
use crate::sql::{is, is_among};
use crate::{Conn, StoreError, Tx};

/// What the log calls such an entry.
const CORRECTED: &str = "corrected";
/// The parameter of one whose right address was on a card already.
const KNOWN: &str = "known";

/// An address in whose place another was put.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CorrectedAddress {
    /// When.
    pub at: Timestamp,
    /// The one that reached nobody.
    pub from: EmailAddress,
    /// The right one.
    pub to: EmailAddress,
    /// Whether a person had the right one on his card already: it is there by more than the correction.
    pub was_known: bool,
}

/// Whom it is for that an address is put in the place of another: the recipient whom a mail did not reach.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missed {
    /// The mail.
    pub outbox: OutboxId,
    /// The address that it went to.
    pub recipient: EmailAddress,
}

impl Missed {
    /// What the log says of it beside both addresses; `outbox::anew` reads it.
    #[must_use]
    pub fn params(&self) -> [(String, String); 2] {
        [("for".to_owned(), self.recipient.to_string()), ("mail".to_owned(), self.outbox.get().to_string())]
    }
}

/// Notes that somebody put the right address in the place of one that reached nobody.
pub async fn record_corrected(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    (corrected, missed): (&CorrectedAddress, &Missed),
    user: Option<UserId>,
) -> Result<(), StoreError> {
    let addresses = [("from", &corrected.from), ("to", &corrected.to)];
    let mut params = BTreeMap::from(addresses.map(|(name, value)| (name.to_owned(), value.to_string())));
    params.extend(missed.params());
    if corrected.was_known {
        params.insert(KNOWN.to_owned(), "1".to_owned());
    }
    insert_log(tx, org, case, By { user, at: corrected.at }, (CORRECTED, params)).await
}

/// The addresses that were corrected in a case, or in one that went into it and left its log behind, in the order in which they
/// were. Indexes `case_log_by_case` and `case_merges_by_survivor`.
pub async fn list_corrected(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Vec<CorrectedAddress>, StoreError> {
    let cases = with_merged(conn, org, case).await?;
    let mut query = Query::select();
    query
        .columns(["at", "params"])
        .from("case_log")
        .and_where(is("org_id", org))
        .and_where(is_among("case_id", &cases))
        .and_where(is("what", CORRECTED))
        .order_by("id", Order::Asc);
    let mut found = Vec::new();
    for row in conn.all(&query).await? {
        let params: BTreeMap<String, String> = row.json(Columns("case_log").at("params"))?;
        let address = |name: &str| params.get(name).and_then(|text| text.parse().ok());
        if let (Some(from), Some(to)) = (address("from"), address("to")) {
            let was_known = params.contains_key(KNOWN);
            found.push(CorrectedAddress { at: row.at("at")?, from, to, was_known });
        }
    }
    Ok(found)
}
