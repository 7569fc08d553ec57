//! Mails and comments that somebody has not finished. Table `drafts`: one for each user, case and
//! mode; the first mail of a new case has no case yet, and a user may have begun several. The key of each stands behind its
//! mode in the column, so that those of one user differ there, for programs that know of no keys, too.

use domain::compose::{DraftClaim, MailKey, Mode, Returned, Writer, Written};
use domain::{CaseId, DraftId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, OnConflict, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, joined, json, pick};
use crate::{Conn, StoreError, Tx};

/// One draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftRow {
    /// The id.
    pub id: DraftId,
    /// Its case; none for the first mail of a new one.
    pub case_id: Option<CaseId>,
    /// Of a first mail: which of those that its author has begun; none of the one that has no key.
    pub mail: Option<MailKey>,
    /// That case's number.
    pub case_number: Option<i64>,
    /// That case's title.
    pub case_title: Option<String>,
    /// What was written.
    pub written: Written,
    /// How often it was changed.
    pub version: i64,
    /// Which window wrote it last, where that was said.
    pub writer: Option<String>,
    /// Why it lies there, where its author did not leave it there.
    pub returned: Option<Returned>,
    /// Whether it goes to recipients of another draft as well, which a mail that came back was put above.
    pub joined: bool,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Which draft: whose, in which case, in which mode.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// The user.
    pub user: UserId,
    /// The case; none for the first mail of a new one.
    pub case: Option<CaseId>,
    /// The mode, as [`Mode::of_draft`] says.
    pub mode: Mode,
    /// Of a first mail: which of those that its author has begun.
    pub mail: Option<MailKey>,
}

impl Place {
    /// What stands in the column of the mode.
    fn slot(&self) -> String {
        let mode = self.mode.as_str();
        self.mail.map_or_else(|| mode.to_owned(), |key| format!("{mode}-{key}"))
    }
}

/// What a draft becomes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewDraft {
    /// What was written.
    pub written: Written,
    /// Which window writes it, where that is said.
    pub writer: Option<Writer>,
    /// Why it lies there, where its author did not leave it there.
    pub returned: Option<Returned>,
    /// The present.
    pub at: Timestamp,
}

/// A draft after it was kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Its id.
    pub id: DraftId,
    /// How often it was changed.
    pub version: i64,
}

/// Keeps a draft over the one that lies at its place.
pub async fn put(tx: &Tx, org: OrganisationId, place: Place, draft: &NewDraft) -> Result<Kept, StoreError> {
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("user_id", place.user)
        .with("case_id", place.case.map_or(0, CaseId::get))
        .with("mode", place.slot())
        .with("content", json(&draft.written)?)
        .with("version", 1_i64)
        .with("writer", draft.writer.as_ref().map(Writer::as_str))
        .with("returned", draft.returned.map(Returned::as_str))
        .with("updated_at", draft.at);
    let mut again = OnConflict::columns(["org_id", "user_id", "case_id", "mode"]);
    again.update_columns(["content", "writer", "returned", "updated_at"]);
    again.value("version", Expr::cust("drafts.version + 1")).value("joined", false);
    let mut statement = sql::insert("drafts", [row]);
    statement.on_conflict(again).returning(Query::returning().columns(["id", "version"]));
    let kept = tx.returning(&statement).await?;
    let row = kept.first().ok_or(StoreError::Missing("draft"))?;
    Ok(Kept { id: row.id("id")?, version: row.number("version")? })
}

/// Notes that the draft at a place has the recipients of two, until it is kept the next time.
pub async fn mark_joined(tx: &Tx, org: OrganisationId, place: Place) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement.table("drafts").value("joined", true).and_where(at(org, place));
    tx.execute(&statement).await?;
    Ok(())
}

/// The draft at a place.
pub async fn find(conn: &Conn, org: OrganisationId, place: Place) -> Result<Option<DraftRow>, StoreError> {
    let mut query = select();
    query
        .and_where(is("d.org_id", org))
        .and_where(is("d.user_id", place.user))
        .and_where(is("d.case_id", place.case.map_or(0, CaseId::get)))
        .and_where(is("d.mode", place.slot()));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// A user's drafts in one case, the latest first. Index `drafts_unique`.
pub async fn list_of_case(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    case: CaseId,
) -> Result<Vec<DraftRow>, StoreError> {
    let mut query = select();
    query
        .and_where(is("d.org_id", org))
        .and_where(is("d.user_id", user))
        .and_where(is("d.case_id", case))
        .order_by(("d", "updated_at"), Order::Desc);
    conn.all(&query).await?.iter().map(read).collect()
}

/// All drafts of a user, the latest first; there are at most [`domain::limits::DRAFTS_MAX`].
/// Index `drafts_by_user`.
pub async fn list(conn: &Conn, org: OrganisationId, user: UserId) -> Result<Vec<DraftRow>, StoreError> {
    let mut query = select();
    query
        .and_where(is("d.org_id", org))
        .and_where(is("d.user_id", user))
        .order_by(("d", "updated_at"), Order::Desc)
        .order_by(("d", "id"), Order::Desc)
        .limit(domain::limits::DRAFTS_MAX);
    conn.all(&query).await?.iter().map(read).collect()
}

/// How many drafts a user has.
pub async fn count(conn: &Conn, org: OrganisationId, user: UserId) -> Result<u64, StoreError> {
    let mut query = Query::select();
    query.expr_as(col("id").count(), "drafts").from("drafts");
    query.and_where(is("org_id", org)).and_where(is("user_id", user));
    conn.one(&query).await?.map_or(Ok(0), |row| row.small(TABLE.at("drafts")))
}

/// Throws a draft away; `false` when there is none. Its files are swept when nothing else keeps them.
pub async fn delete(tx: &Tx, org: OrganisationId, place: Place) -> Result<bool, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("drafts").and_where(at(org, place));
    Ok(tx.execute(&statement).await? == 1)
}

/// Throws a draft away where it is the one that is claimed, any where nothing is said; `false` when there is none such.
pub async fn delete_claimed(
    tx: &Tx,
    org: OrganisationId,
    (place, claim): (Place, &DraftClaim),
) -> Result<bool, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("drafts").and_where(at(org, place));
    let is_seen = claim.version.map(|version| is("version", version));
    let is_own = claim.writer.as_ref().map(|writer| is("writer", writer.as_str()));
    if let Some(is_mine) = is_seen.into_iter().chain(is_own).reduce(|one, other| one.or(other)) {
        statement.and_where(is_mine);
    }
    Ok(tx.execute(&statement).await? == 1)
}

/// Throws drafts of all organisations away that nobody came back to; returns how many. Index
/// `drafts_by_age`.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("drafts").and_where(col("updated_at").lt(before.stored()));
    tx.execute(&statement).await
}

const TABLE: Columns = Columns("drafts");

/// Index `drafts_unique`.
fn at(org: OrganisationId, place: Place) -> Expr {
    is("org_id", org)
        .and(is("user_id", place.user))
        .and(is("case_id", place.case.map_or(0, CaseId::get)))
        .and(is("mode", place.slot()))
}

fn select() -> SelectStatement {
    let mut query = Query::select();
    let columns =
        ["id", "case_id", "mode", "content", "version", "writer", "returned", "joined", "updated_at"];
    pick(&mut query, "d", &columns);
    query
        .expr_as(col("c.number"), "case_number")
        .expr_as(col("c.title"), "case_title")
        .from_as("drafts", "d")
        .left_join(
            "cases".into_table_ref().alias("c"),
            joined("c.id", "d.case_id", ("c.org_id", "d.org_id")),
        );
    query
}

fn read(row: &Row) -> Result<DraftRow, StoreError> {
    let case = row.number("case_id")?;
    let written: Written = row.json(TABLE.at("content"))?;
    Ok(DraftRow {
        id: row.id("id")?,
        case_id: (case != 0).then(|| CaseId::new(case)),
        mail: mail_of(row)?,
        case_number: row.number_or_none("case_number")?,
        case_title: row.text_or_none("case_title")?,
        // Older versions left what came back of a case's first mail under the answers as what begins one.
        written: if case == 0 { written } else { written.in_its_case() },
        version: row.number("version")?,
        writer: row.text_or_none("writer")?,
        returned: row.parsed_or_none(TABLE.at("returned"))?,
        joined: row.flag("joined")?,
        updated_at: row.at("updated_at")?,
    })
}

/// The key behind the mode.
fn mail_of(row: &Row) -> Result<Option<MailKey>, StoreError> {
    let slot = row.text("mode")?;
    let Some((_, key)) = slot.split_once('-') else { return Ok(None) };
    key.parse().map(Some).map_err(|_| row.nonsense(TABLE.at("mode"), &"this is no key of a mail"))
}
