//! One attempt as its row in the log, and what becomes of the delivery.

use domain::Timestamp;
use domain::encryption::Encryption;
use domain::outbox::AttemptResult;
use sea_orm::sea_query::{Expr, ExprTrait, Query, UpdateStatement};

use super::work::{AttemptRecord, Known};
use crate::sql::{NewRow, col, is, json};
use crate::{StoreError, Tx};

/// What becomes of a delivery after an attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The next server took responsibility.
    Sent,
    /// It is over.
    Failed,
    /// It is tried again.
    Retry {
        /// When.
        at: Timestamp,
    },
    /// It goes in the next transaction, and this attempt is not counted: the server took as many as it takes at a time.
    Next {
        /// When that is due.
        at: Timestamp,
    },
    /// No server let it begin: it is tried again with all that goes to its destination. The first such attempt is counted,
    /// since the time of a mail begins with it; no other is.
    Unbegun {
        /// When.
        at: Timestamp,
    },
}

/// The row of an attempt that ended.
pub(super) fn row(tx: &Tx, record: &AttemptRecord, known: &Known) -> Result<NewRow, StoreError> {
    let reply = record.outcome.reply();
    let result = match record.verdict {
        Verdict::Sent => AttemptResult::Delivered,
        Verdict::Retry { .. } | Verdict::Next { .. } | Verdict::Unbegun { .. } => AttemptResult::Deferred,
        Verdict::Failed => AttemptResult::Failed,
    };
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", record.organisation)
        .with("outbox_id", known.outbox_id)
        .with("delivery_id", record.delivery_id)
        .with("number", known.attempts)
        .with("at", record.at)
        .with("result", result.as_str())
        .with("code", reply.map(|reply| u32::from(reply.code.get())))
        .with("enhanced", reply.and_then(|reply| reply.enhanced).map(|code| code.to_string()))
        .with("words", record.outcome.words())
        .with("about", reply.map(|reply| reply.about.as_str()))
        .with("host", record.host.as_deref())
        .with("at_relay", record.at_relay)
        .with("tls", record.encryption.as_ref().is_some_and(Encryption::is_tls))
        .with("tls_grade", record.encryption.as_ref().map(|encryption| encryption.grade.as_str()))
        .with("tls_version", record.encryption.as_ref().and_then(|encryption| encryption.version.as_deref()))
        .with("duration_ms", record.duration_ms)
        .with("held_back", record.held_back.as_ref().map(json).transpose()?)
        .with("gave_up_after_s", record.gave_up_after_s);
    Ok(row)
}

/// Whether this very attempt is written down: a commit whose answer was lost is one all the same. Index
/// `attempts_by_item`.
pub async fn is_recorded(tx: &Tx, record: &AttemptRecord) -> Result<bool, StoreError> {
    let mut item = Query::select();
    item.column("outbox_id").from("deliveries");
    item.and_where(is("org_id", record.organisation)).and_where(is("id", record.delivery_id));
    let mut query = Query::select();
    query.expr(Expr::val(1)).from("attempts").and_where(is("org_id", record.organisation));
    query.and_where(col("outbox_id").in_subquery(item)).and_where(is("delivery_id", record.delivery_id));
    query.and_where(is("at", record.at)).limit(1);
    Ok(tx.one(&query).await?.is_some())
}

/// Takes back that an attempt was counted which does not count.
pub(super) fn take_back(statement: &mut UpdateStatement, verdict: Verdict) {
    match verdict {
        Verdict::Next { .. } => {
            statement.value("attempts", col("attempts").sub(1));
        }
        Verdict::Unbegun { .. } => {
            let others = Expr::case(col("attempts").gt(1), col("attempts").sub(1)).finally(col("attempts"));
            statement.value("attempts", others);
        }
        Verdict::Sent | Verdict::Failed | Verdict::Retry { .. } => {}
    }
}
