//! What is done to one message of a case: a star, another text for a comment, and its removal.
//!
//! A removed message stays as the place where it was; what it said is shown to nobody, found by no search, and
//! can be put back until its bin is emptied. Then its words and octets go for good.

use std::collections::BTreeMap;

use domain::case::Direction;
use domain::{CaseId, MessageId, OrganisationId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Query, UpdateStatement};

use super::{By, MessageRow, insert_log};
use crate::bins::{self, Bin};
use crate::events::{self, Change};
use crate::sql::{self, Stored, col, is, json};
use crate::{StoreError, Tx, file_links, intake, outbox, raw, search};

/// Marks it with a star, or takes the star away; `false` when there is no such message.
pub async fn flag_message(
    tx: &Tx,
    org: OrganisationId,
    (case, id): (CaseId, MessageId),
    flagged: bool,
) -> Result<bool, StoreError> {
    let mut statement = of(org, case, id);
    statement.value("flagged", flagged);
    let is_there = tx.execute(&statement).await? == 1;
    events::insert(tx, org, Change::case(case));
    Ok(is_there)
}

/// Gives a comment another text; `false` when it is no comment that is there.
pub async fn edit_comment(
    tx: &Tx,
    org: OrganisationId,
    (case, id): (CaseId, MessageId),
    text: &str,
    by: By,
) -> Result<bool, StoreError> {
    let mut statement = of(org, case, id);
    statement
        .value("text", text)
        .value("full_text", text)
        .value("edited_at", by.at.stored())
        .and_where(is("direction", Direction::Comment.as_str()))
        .and_where(col("removed_at").is_null());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    search::index_again(tx, org, id).await?;
    insert_log(tx, org, case, by, ("comment_edited", BTreeMap::new())).await?;
    events::insert(tx, org, Change::case(case));
    Ok(true)
}

/// Removes it; `false` when it is gone already.
pub async fn remove_message(
    tx: &Tx,
    org: OrganisationId,
    message: &MessageRow,
    by: By,
) -> Result<bool, StoreError> {
    let (case, id) = (message.case_id, message.id);
    let mut statement = of(org, case, id);
    statement
        .value("removed_at", by.at.stored())
        .value("removed_by", by.user.stored())
        .value("binned_at", by.at.stored())
        .and_where(col("removed_at").is_null());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    search::forget_message(tx, org, id).await?;
    count(tx, org, message, -1).await?;
    tell(tx, org, message, ("message_removed", by)).await?;
    Ok(true)
}

/// Puts a removed message back; `false` when it is not in the bin.
pub async fn restore_message(
    tx: &Tx,
    org: OrganisationId,
    message: &MessageRow,
    by: By,
) -> Result<bool, StoreError> {
    let mut statement = of(org, message.case_id, message.id);
    statement
        .value("removed_at", None::<i64>)
        .value("removed_by", None::<i64>)
        .value("binned_at", None::<i64>)
        .and_where(col("binned_at").is_not_null());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    search::index_again(tx, org, message.id).await?;
    count(tx, org, message, 1).await?;
    tell(tx, org, message, ("message_restored", by)).await?;
    Ok(true)
}

/// Takes the words and octets of messages of all organisations that lay long enough in the bin, with the mails
/// that brought or sent them; returns how many. Index `case_messages_in_bin`.
pub async fn purge_messages(tx: &Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let bin = Bin { table: "case_messages", since: "b.binned_at", days: "o.case_bin_days" };
    let over = tx.all(&bins::over(bin, now, limit)).await?;
    for row in &over {
        empty(tx, row.id("org_id")?, row.id("id")?).await?;
    }
    Ok(over.len() as u64)
}

async fn empty(tx: &Tx, org: OrganisationId, id: MessageId) -> Result<(), StoreError> {
    let mut query = Query::select();
    query.columns(["id", "org_id", "direction", "intake_id", "outbox_id", "raw_hash"]).from("case_messages");
    query.and_where(is("org_id", org)).and_where(is("id", id));
    let Some(row) = tx.one(&query).await? else { return Ok(()) };
    let nobody = super::messages::Correspondents::default();
    let mut statement = sql::update("case_messages", org, id);
    for column in ["subject", "text", "full_text"] {
        statement.value(column, "");
    }
    statement
        .value("correspondents", json(&nobody)?)
        .value("attachments", "[]")
        .value("bcc", None::<String>)
        .value("has_html", false)
        .value("remote_refs", None::<i64>)
        .value("raw_hash", None::<Vec<u8>>)
        .value("failure", None::<String>)
        .value("binned_at", None::<i64>);
    tx.execute(&statement).await?;
    if let Some(intake) = row.id_or_none("intake_id")? {
        intake::empty(tx, org, intake).await?;
    }
    // What a server said of a mail is a comment that names its item, which has a message of its own.
    if let Some(item) = row.id_or_none("outbox_id")?
        && row.text("direction")? == Direction::Sent.as_str()
    {
        outbox::remove(tx, org, item).await?;
    }
    file_links::remove_of_message(tx, org, id).await?;
    raw::let_go(tx, &[row]).await
}

/// The count of a case's mails goes with them; comments are not counted.
async fn count(tx: &Tx, org: OrganisationId, message: &MessageRow, by: i64) -> Result<(), StoreError> {
    if message.direction == Direction::Comment {
        return Ok(());
    }
    let mut statement = sql::update("cases", org, message.case_id);
    statement.value("messages", Expr::col("messages").add(by));
    tx.execute(&statement).await?;
    Ok(())
}

async fn tell(
    tx: &Tx,
    org: OrganisationId,
    message: &MessageRow,
    (what, by): (&str, By),
) -> Result<(), StoreError> {
    let params =
        [("direction", message.direction.as_str().to_owned()), ("at", message.created_at.to_string())];
    let params = BTreeMap::from(params.map(|(name, value)| (name.to_owned(), value)));
    insert_log(tx, org, message.case_id, by, (what, params)).await?;
    events::insert(tx, org, Change::case(message.case_id));
    Ok(())
}

fn of(org: OrganisationId, case: CaseId, id: MessageId) -> UpdateStatement {
    let mut statement = sql::update("case_messages", org, id);
    statement.and_where(is("case_id", case));
    statement
}
