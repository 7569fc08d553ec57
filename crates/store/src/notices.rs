//! What users are told, on the screen and by mail. Table `notices`.
//!
//! A notice may be for the bell, for a mail, or for both. Those that are to be mailed wait until
//! `mail_due_at` and leave together with the others of their user and case.

mod mail;

#[cfg(test)]
pub(crate) use mail::first_due;
pub use mail::{Together, give_up_due, put_on_screen, take_mail_due};

use std::collections::BTreeSet;

use domain::limits::{NOTICES_MAX, NOTICES_PAGE};
use domain::notice::{Happening, NoticeEvent};
use domain::{CaseId, NoticeId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, IN_VALUES_MAX, NewRow, Stored, col, is, is_among, is_of, json};
use crate::{Conn, StoreError, Tx};

/// One notice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeRow {
    /// The id; it rises with time.
    pub id: NoticeId,
    /// The case; `None` for what is of no single one.
    pub case: Option<CaseId>,
    /// What the user chose by.
    pub event: NoticeEvent,
    /// Who did it; `None` is a mail or the system.
    pub actor: Option<UserId>,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub what: Happening,
    /// When he read it.
    pub read_at: Option<Timestamp>,
}

/// What a new notice needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewNotice {
    /// Who is told.
    pub user: UserId,
    /// The case.
    pub case: Option<CaseId>,
    /// What he chose by.
    pub event: NoticeEvent,
    /// Who did it.
    pub actor: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub what: Happening,
    /// Whether the bell tells of it.
    pub in_app: bool,
    /// When it is mailed, if it is.
    pub mail_due_at: Option<Timestamp>,
}

/// Tells users; those who have too many lose their oldest.
pub async fn insert(tx: &Tx, org: OrganisationId, notices: &[NewNotice]) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(notices.len());
    for notice in notices {
        let row = NewRow::default()
            .with("id", tx.new_id::<()>())
            .with("org_id", org)
            .with("user_id", notice.user)
            .with("case_id", notice.case)
            .with("event", notice.event.as_str())
            .with("actor_id", notice.actor)
            .with("at", notice.at)
            .with("what", json(&notice.what)?)
            .with("in_app", notice.in_app)
            .with("mail_due_at", notice.mail_due_at);
        rows.push(row);
    }
    sql::insert_often(tx, "notices", rows).await?;
    for notice in notices.iter().filter(|notice| notice.in_app) {
        trim(tx, org, notice.user).await?;
        events::insert(tx, org, Change::notice(notice.user));
    }
    Ok(())
}

/// Changes what a user's notice says: more of the same happened before he read it.
pub async fn change(
    tx: &Tx,
    org: OrganisationId,
    (user, id): (UserId, NoticeId),
    what: &Happening,
) -> Result<(), StoreError> {
    let mut statement = sql::update("notices", org, id);
    statement.value("what", json(what)?).and_where(is("user_id", user));
    if tx.execute(&statement).await? > 0 {
        events::insert(tx, org, Change::notice(user));
    }
    Ok(())
}

/// Index `notices_by_user`.
async fn trim(tx: &Tx, org: OrganisationId, user: UserId) -> Result<(), StoreError> {
    let mut last = of_user(org, user);
    last.column("id").order_by("id", Order::Desc).limit(1).offset(NOTICES_MAX);
    let Some(row) = tx.one(&last).await? else { return Ok(()) };
    let last: NoticeId = row.id("id")?;
    let mut statement = Query::delete();
    statement
        .from_table("notices")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(Expr::cust("in_app"))
        .and_where(col("id").lte(last.get()))
        // What is still to be mailed is; its row goes with the next one.
        .and_where(col("mail_due_at").is_null());
    tx.execute(&statement).await?;
    Ok(())
}

/// A user's notices before one, newest first, a page of them. Index `notices_by_user`.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    before: Option<NoticeId>,
) -> Result<Vec<NoticeRow>, StoreError> {
    let mut query = of_user(org, user);
    query.columns(COLUMNS).and_where(is_known("event")).order_by("id", Order::Desc).limit(NOTICES_PAGE);
    if let Some(before) = before {
        query.and_where(col("id").lt(before.get()));
    }
    conn.all(&query).await?.iter().map(read).collect()
}

/// What a user was told of servers since then, by the bell or by mail alone, at most 100. Index `notices_of_servers`.
pub async fn list_of_servers(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    since: Timestamp,
) -> Result<Vec<Happening>, StoreError> {
    conn.all(&of_servers(org, user, since)).await?.iter().map(what).collect()
}

/// Index `notices_of_servers`, which is of this event alone.
pub(crate) fn of_servers(org: OrganisationId, user: UserId, since: Timestamp) -> SelectStatement {
    let mut query = Query::select();
    query
        .column("what")
        .from("notices")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(Expr::cust("event = 'server'"))
        .and_where(col("at").gt(since.stored()))
        .order_by("at", Order::Desc)
        .limit(UNREAD_MAX);
    query
}

/// Those of these users whom the bell told exactly this since then, whether they read it or not. Index `notices_by_user`.
pub async fn told_among(
    conn: &Conn,
    org: OrganisationId,
    users: &[UserId],
    (what, since): (&Happening, Timestamp),
) -> Result<BTreeSet<UserId>, StoreError> {
    let what = json(what)?;
    let mut told = BTreeSet::new();
    for users in users.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .column("user_id")
            .distinct()
            .from("notices")
            .and_where(is("org_id", org))
            .and_where(is_among("user_id", users))
            .and_where(Expr::cust("in_app"))
            .and_where(is("what", what.as_str()))
            .and_where(col("at").gte(since.stored()));
        for row in conn.all(&query).await? {
            told.insert(row.id("user_id")?);
        }
    }
    Ok(told)
}

/// A notice on the screen that its user has not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnreadNotice {
    /// The id.
    pub id: NoticeId,
    /// What happened.
    pub what: Happening,
    /// When it is mailed, if it still is.
    pub mail_due_at: Option<Timestamp>,
}

/// The newest that a user has not read of an event of a case, or of none, at most 100. Index `notices_unread`.
pub async fn list_unread(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    (case, event): (Option<CaseId>, NoticeEvent),
) -> Result<Vec<UnreadNotice>, StoreError> {
    let mut query = of_user(org, user);
    query
        .columns(["id", "what", "mail_due_at"])
        .and_where(case.map_or_else(|| col("case_id").is_null(), |case| is("case_id", case)))
        .and_where(col("read_at").is_null())
        .and_where(is("event", event.as_str()))
        .order_by("id", Order::Desc)
        .limit(UNREAD_MAX);
    conn.all(&query).await?.iter().map(read_unread).collect()
}

/// Notices that are looked at for one that tells the same.
const UNREAD_MAX: u64 = 100;

/// Takes a notice away that another tells in its place, or that is true no more, as it stands at this moment: another node may
/// have mailed it since it was read. `None` where it was read, or told by another, meanwhile.
pub async fn take_unread(
    tx: &Tx,
    org: OrganisationId,
    id: NoticeId,
) -> Result<Option<UnreadNotice>, StoreError> {
    let mut statement = Query::delete();
    statement
        .from_table("notices")
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", &[id]))
        .and_where(col("read_at").is_null())
        .returning(Query::returning().columns(["id", "what", "mail_due_at"]));
    tx.returning(&statement).await?.first().map(read_unread).transpose()
}

fn read_unread(row: &Row) -> Result<UnreadNotice, StoreError> {
    Ok(UnreadNotice { id: row.id("id")?, what: what(row)?, mail_due_at: row.at_or_none("mail_due_at")? })
}

/// How many he has not read. Index `notices_unread`.
pub async fn count_unread(conn: &Conn, org: OrganisationId, user: UserId) -> Result<u64, StoreError> {
    let mut query = of_user(org, user);
    query.expr_as(Expr::cust("COUNT(*)"), "unread").and_where(col("read_at").is_null());
    query.and_where(is_known("event"));
    conn.one(&query).await?.map_or(Ok(0), |row| row.small(Columns("notices").at("unread")))
}

/// Which of a user's notices are read at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Which {
    /// All.
    All,
    /// Those of a case.
    OfCase(CaseId),
    /// These.
    These(Vec<NoticeId>),
}

/// Notes that he read them.
pub async fn mark_read(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    (which, at): (&Which, Timestamp),
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("notices")
        .value("read_at", at.stored())
        .and_where(is("user_id", user))
        .and_where(Expr::cust("in_app"))
        .and_where(col("read_at").is_null());
    match which {
        Which::All => statement.and_where(is("org_id", org)),
        Which::OfCase(case) => statement.and_where(is("org_id", org)).and_where(is("case_id", *case)),
        Which::These(ids) => statement.and_where(is_of("org_id", org)).and_where(is_among("id", ids)),
    };
    if tx.execute(&statement).await? > 0 {
        events::insert(tx, org, Change::notice(user));
    }
    Ok(())
}

/// Forgets what is older, of all organisations; returns how many. Index `notices_by_age`.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("notices").and_where(col("at").lt(before.stored()));
    tx.execute(&statement).await
}

const COLUMNS: [&str; 7] = ["id", "case_id", "event", "actor_id", "at", "what", "read_at"];

fn of_user(org: OrganisationId, user: UserId) -> SelectStatement {
    let mut query = Query::select();
    query
        .from("notices")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(Expr::cust("in_app"));
    query
}

/// Whether this version knows the event: what a newer one tells of, its own nodes show and mail. Written so that no index serves
/// it: all of a user's events are known but for minutes.
fn is_known(column: &'static str) -> Expr {
    Expr::cust(format!("({column} || '')")).is_in(NoticeEvent::ALL.map(NoticeEvent::as_str))
}

/// What happened; of a known event a newer version may tell in a way that this one cannot read.
fn what(row: &Row) -> Result<Happening, StoreError> {
    Ok(row.json_known(Columns("notices").at("what"), "what")?.unwrap_or(Happening::Newer))
}

fn read(row: &Row) -> Result<NoticeRow, StoreError> {
    let place = Columns("notices");
    Ok(NoticeRow {
        id: row.id("id")?,
        case: row.id_or_none("case_id")?,
        event: row.parsed(place.at("event"))?,
        actor: row.id_or_none("actor_id")?,
        at: row.at("at")?,
        what: what(row)?,
        read_at: row.at_or_none("read_at")?,
    })
}
