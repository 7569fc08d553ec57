//! How users want to be told of events. Table `notice_choices`; an event without a row is told as the
//! program proposes.

use std::collections::BTreeMap;

use domain::notice::{Channels, NoticeEvent};
use domain::{OrganisationId, UserId};
use sea_orm::sea_query::{OnConflict, Query};

use crate::row::Row;
use crate::sql::{self, IN_VALUES_MAX, NewRow, is, is_among};
use crate::{Conn, StoreError, Tx};

/// What a user chose, by event.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
) -> Result<BTreeMap<NoticeEvent, Channels>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["event", "in_app", "by_mail"])
        .from("notice_choices")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user));
    let mut chosen = BTreeMap::new();
    for row in conn.all(&query).await? {
        // An event of a newer version is nothing to this one.
        if let Ok(event) = row.text("event")?.parse() {
            chosen.insert(event, channels(&row)?);
        }
    }
    Ok(chosen)
}

/// What these users chose of one event.
pub async fn of_event(
    conn: &Conn,
    org: OrganisationId,
    users: &[UserId],
    event: NoticeEvent,
) -> Result<BTreeMap<UserId, Channels>, StoreError> {
    let mut chosen = BTreeMap::new();
    for users in users.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .columns(["user_id", "in_app", "by_mail"])
            .from("notice_choices")
            .and_where(is("org_id", org))
            .and_where(is_among("user_id", users))
            .and_where(is("event", event.as_str()));
        for row in conn.all(&query).await? {
            chosen.insert(row.id("user_id")?, channels(&row)?);
        }
    }
    Ok(chosen)
}

/// Sets what a user chose of one event.
pub async fn put(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    (event, channels): (NoticeEvent, Channels),
) -> Result<(), StoreError> {
    let row = NewRow::default()
        .with("org_id", org)
        .with("user_id", user)
        .with("event", event.as_str())
        .with("in_app", channels.in_app)
        .with("by_mail", channels.by_mail);
    let mut statement = sql::insert("notice_choices", [row]);
    let mut again = OnConflict::columns(["org_id", "user_id", "event"]);
    statement.on_conflict(again.update_columns(["in_app", "by_mail"]).to_owned());
    tx.execute(&statement).await?;
    Ok(())
}

fn channels(row: &Row) -> Result<Channels, StoreError> {
    Ok(Channels { in_app: row.flag("in_app")?, by_mail: row.flag("by_mail")? })
}
