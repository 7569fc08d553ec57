//! Client secrets and sign-ins that work and end soon: whoever can mend them is told once of each end.

use domain::oauth::GrantState;
use domain::{OauthApplicationId, OrganisationId, Timestamp};
use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, LockBehavior, LockType, Query, SelectStatement, UpdateStatement,
};

use super::grants::{self, GrantRow};
use crate::sql::{Stored, col, is, same};
use crate::{Conn, StoreError, Tx};

/// How long before its end something is told of, milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Warning {
    /// Where the secret of an application ends.
    pub secret_ms: i64,
    /// Where a refresh token ends.
    pub refresh_ms: i64,
}

/// Secrets or sign-ins that one transaction takes at most.
const TAKEN_MAX: u64 = 50;
/// An end that is later by no more than this is the one that was told, milliseconds: a provider says how long a refresh token lives
/// in whole seconds, at each renewal anew.
const SAME_END_MS: i64 = 24 * 3600 * 1000;

/// Whether there is anything to tell of.
///
/// # Errors
/// When the store fails.
pub async fn is_any(conn: &Conn, now: Timestamp, warning: Warning) -> Result<bool, StoreError> {
    for mut untold in [untold_secrets(now, warning), untold_sign_ins(now, warning)] {
        untold.limit(1);
        if conn.one(&untold).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes applications of all organisations whose secret ends soon, with which somebody is signed in, and nobody was told of that
/// end; two who take at the same time get different ones.
///
/// # Errors
/// When the store fails.
pub async fn take_secrets(
    tx: &Tx,
    now: Timestamp,
    warning: Warning,
) -> Result<Vec<(OrganisationId, OauthApplicationId)>, StoreError> {
    let mut statement = told("oauth_applications", "secret_expires_at", untold_secrets(now, warning));
    statement.returning(Query::returning().columns(["org_id", "id"]));
    tx.returning(&statement).await?.iter().map(|row| Ok((row.id("org_id")?, row.id("id")?))).collect()
}

/// Takes grants of all organisations whose refresh token ends soon, which no renewal puts off, and nobody was told of that end.
///
/// # Errors
/// When the store fails.
pub async fn take_sign_ins(tx: &Tx, now: Timestamp, warning: Warning) -> Result<Vec<GrantRow>, StoreError> {
    let mut statement = told("oauth_grants", "refresh_expires_at", untold_sign_ins(now, warning));
    statement.returning_all();
    tx.returning(&statement).await?.iter().map(grants::read).collect()
}

/// Notes of those that were found that this end is told.
fn told(table: &'static str, end: &'static str, mut untold: SelectStatement) -> UpdateStatement {
    untold.limit(TAKEN_MAX).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let mut statement = Query::update();
    statement.table(table).value("warned_end", col(end)).and_where(col("id").in_subquery(untold));
    statement
}

/// Index `oauth_applications_by_end`; those who are signed in by `oauth_grants_of_application`.
pub(crate) fn untold_secrets(now: Timestamp, warning: Warning) -> SelectStatement {
    let mut granted = Query::select();
    granted
        .expr(Expr::cust("1"))
        .from_as("oauth_grants", "g")
        .and_where(same("g.org_id", "a.org_id"))
        .and_where(same("g.application_id", "a.id"))
        .and_where(is("g.state", GrantState::Good.as_str()));
    let mut untold = Query::select();
    untold
        .expr(col("a.id"))
        .from_as("oauth_applications", "a")
        .and_where(col("a.secret_expires_at").lte(now.plus_millis(warning.secret_ms).stored()))
        // A person enters it, so that another one is another end, whenever that is.
        .cond_where(
            Condition::any()
                .add(col("a.warned_end").is_null())
                .add(col("a.warned_end").ne(col("a.secret_expires_at"))),
        )
        .and_where(Expr::exists(granted));
    untold
}

/// Index `oauth_grants_by_end`.
pub(crate) fn untold_sign_ins(now: Timestamp, warning: Warning) -> SelectStatement {
    // As [`grants::last_end`].
    let is_last = Condition::any().add(is("g.refresh_rolls", false)).add(
        col("g.refresh_rolls")
            .is_null()
            .and(col("g.renew_at").is_null().or(col("g.renew_at").gte(col("g.refresh_expires_at")))),
    );
    let mut untold = Query::select();
    untold
        .expr(col("g.id"))
        .from_as("oauth_grants", "g")
        .and_where(col("g.refresh_expires_at").lte(now.plus_millis(warning.refresh_ms).stored()))
        .and_where(is("g.state", GrantState::Good.as_str()))
        .cond_where(is_last)
        .cond_where(
            Condition::any()
                .add(col("g.warned_end").is_null())
                .add(col("g.warned_end").lt(col("g.refresh_expires_at").sub(SAME_END_MS))),
        );
    untold
}
