//! Notices that are to be mailed: those of one user and case leave together.

use domain::{CaseId, NoticeId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement};

use super::{COLUMNS, NoticeRow, is_known, read, trim};
use crate::events::{self, Change};
use crate::sql::{Stored, col, is, is_among, is_of, same};
use crate::{StoreError, Tx};

/// What one mail tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Together {
    /// The tenant.
    pub organisation: OrganisationId,
    /// Who is told.
    pub user: UserId,
    /// The case; `None` for what is of no single one.
    pub case: Option<CaseId>,
    /// Of what, oldest first.
    pub notices: Vec<NoticeRow>,
}

/// Notices of one mail at most; more say the same.
const TOGETHER_MAX: u64 = 50;

/// Takes what one mail is to tell, of any organisation: it is due no more, and is again when the transaction
/// is rolled back. Two who take at the same time get different mails.
pub async fn take_mail_due(tx: &Tx, now: Timestamp) -> Result<Option<Together>, StoreError> {
    let Some(first) = tx.one(&first_due(now)).await? else { return Ok(None) };
    let (organisation, user) = (first.id("org_id")?, first.id("user_id")?);
    let case = first.id_or_none("case_id")?;
    let mut all = Query::select();
    all.columns(COLUMNS)
        .from("notices")
        .and_where(is("org_id", organisation))
        .and_where(is("user_id", user))
        .and_where(case.map_or_else(|| col("case_id").is_null(), |case: CaseId| is("case_id", case)))
        .and_where(col("mail_due_at").is_not_null())
        .and_where(is_known("event"))
        .order_by("id", Order::Asc)
        .limit(TOGETHER_MAX);
    let notices = tx.all(&all).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut taken = Query::update();
    taken
        .table("notices")
        .value("mail_due_at", None::<i64>)
        .and_where(is_of("org_id", organisation))
        .and_where(is_among("id", &notices.iter().map(|notice| notice.id).collect::<Vec<_>>()));
    tx.execute(&taken).await?;
    Ok(Some(Together { organisation, user, case, notices }))
}

/// The notice that is due longest. The first of those that leave together stands for all, or two nodes would
/// each lock a part. Index `notices_mail_due`; those before it by `notices_mail_together`.
pub(crate) fn first_due(now: Timestamp) -> SelectStatement {
    let mut due = Query::select();
    due.columns([("n", "org_id"), ("n", "user_id"), ("n", "case_id")])
        .from_as("notices", "n")
        .and_where(col("n.mail_due_at").lte(now.stored()))
        .and_where(is_known("n.event"))
        // Each with an equality of its own, or the index would end before the case.
        .and_where(Expr::not_exists(earlier(same("e.case_id", "n.case_id"))))
        .and_where(Expr::not_exists(earlier(col("e.case_id").is_null().and(col("n.case_id").is_null()))))
        .order_by(("n", "mail_due_at"), Order::Asc)
        .limit(1)
        // Written for PostgreSQL alone; SQLite has one writer.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    due
}

/// Those before a notice `n` that leave with it.
fn earlier(of_its_case: Expr) -> SelectStatement {
    let mut earlier = Query::select();
    earlier
        .expr(Expr::cust("1"))
        .from_as("notices", "e")
        .and_where(same("e.org_id", "n.org_id"))
        .and_where(same("e.user_id", "n.user_id"))
        .and_where(of_its_case)
        .and_where(col("e.mail_due_at").is_not_null())
        .and_where(is_known("e.event"))
        .and_where(col("e.id").lt(col("n.id")));
    earlier
}

/// Notices that one transaction puts on the screen at most.
const UNMAILED_MAX: u64 = 1_000;

/// Shows on the screen what is due to be mailed to a user and will not be, up to 1,000 of it. Index
/// `notices_mail_together`.
pub async fn give_up_due(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut due = Query::select();
    due.column("id")
        .from("notices")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(col("mail_due_at").lte(now.stored()))
        .limit(UNMAILED_MAX)
        // Another node may hold some and wait for the same brake: neither waits for the other.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let due = tx.all(&due).await?;
    let due = due.iter().map(|row| row.id("id")).collect::<Result<Vec<NoticeId>, _>>()?;
    if due.is_empty() {
        return Ok(());
    }
    let mut statement = Query::update();
    statement
        .table("notices")
        .value("mail_due_at", None::<i64>)
        // What he has read he need not see again.
        .value("in_app", Expr::cust("in_app OR read_at IS NULL"))
        .and_where(is_of("org_id", org))
        .and_where(is("user_id", user))
        .and_where(is_among("id", &due));
    tx.execute(&statement).await?;
    trim(tx, org, user).await?;
    events::insert(tx, org, Change::notice(user));
    Ok(())
}

/// Shows on the screen what could not be mailed.
pub async fn put_on_screen(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    ids: &[NoticeId],
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("notices")
        .value("in_app", true)
        .and_where(is_of("org_id", org))
        .and_where(is("user_id", user))
        .and_where(is_among("id", ids));
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::notice(user));
    Ok(())
}
