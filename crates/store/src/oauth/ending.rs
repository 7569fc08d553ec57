//! Grants that work and end soon: whoever can mend them is told once of each end.

use domain::Timestamp;
use domain::oauth::GrantState;
use sea_orm::sea_query::{Condition, ExprTrait, IntoTableRef, LockBehavior, LockType, Query};

use super::grants::{self, GrantRow};
use crate::sql::{Stored, col, is, same};
use crate::{StoreError, Tx};

/// How long before its end a grant is told of, milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Warning {
    /// Where the secret of its application ends.
    pub secret_ms: i64,
    /// Where its refresh token ends.
    pub refresh_ms: i64,
}

/// Grants that one transaction takes at most.
const TAKEN_MAX: u64 = 50;

/// Takes grants of all organisations that end soon and that nobody was told of since their warning began; two who take at the
/// same time get different ones. All grants are looked at, which are as many as mailboxes and servers with a sign-in.
///
/// # Errors
/// When the store fails.
pub async fn take(tx: &Tx, now: Timestamp, warning: Warning) -> Result<Vec<GrantRow>, StoreError> {
    // A provider that gives a refresh token of a few days each time is told of once in the time of the warning.
    let ends = |column: &'static str, within_ms: i64| {
        let untold = Condition::any()
            .add(col("g.warned_at").is_null())
            .add(col("g.warned_at").lt(col(column).sub(within_ms)));
        Condition::all().add(col(column).lte(now.plus_millis(within_ms).stored())).add(untold)
    };
    let mut takes = Query::select();
    takes
        .expr(col("g.id"))
        .from_as("oauth_grants", "g")
        .inner_join(
            "oauth_applications".into_table_ref().alias("a"),
            same("a.org_id", "g.org_id").and(same("a.id", "g.application_id")),
        )
        .and_where(is("g.state", GrantState::Good.as_str()))
        .cond_where(
            Condition::any()
                .add(ends("a.secret_expires_at", warning.secret_ms))
                .add(ends("g.refresh_expires_at", warning.refresh_ms)),
        )
        .limit(TAKEN_MAX)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let mut statement = Query::update();
    statement
        .table("oauth_grants")
        .value("warned_at", now.stored())
        .and_where(col("id").in_subquery(takes))
        .returning_all();
    tx.returning(&statement).await?.iter().map(grants::read).collect()
}
