//! What an entry about a mail that did not arrive tells of turns out to have blocked the address, once the entry is written.

use domain::OrganisationId;
use domain::blocks::BlockScope;
use domain::failure::Failure;
use sea_orm::sea_query::ExprTrait;

use super::messages::{MessageContent, logged};
use super::{By, MessageRow, insert_log};
use crate::events::{self, Change};
use crate::sql::{self, col, is, json};
use crate::{StoreError, Tx};

/// Says with an entry, and in the log of its case, which mail the address gets no more, as where that is known at once; `false` where
/// the entry is gone, or tells of no failure.
pub async fn record_blocks(
    tx: &Tx,
    org: OrganisationId,
    entry: &MessageRow,
    (scope, by): (BlockScope, By),
) -> Result<bool, StoreError> {
    let Some(failure) = &entry.content.failure else { return Ok(false) };
    let failure = Failure { blocks: Some(scope), ..failure.clone() };
    let mut statement = sql::update("case_messages", org, entry.id);
    statement
        .value("failure", json(&failure)?)
        .and_where(is("case_id", entry.case_id))
        .and_where(col("removed_at").is_null());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    let told = MessageContent { failure: Some(failure), ..entry.content.clone() };
    insert_log(tx, org, entry.case_id, by, ("noted", logged(&told))).await?;
    events::insert(tx, org, Change::case(entry.case_id));
    Ok(true)
}
