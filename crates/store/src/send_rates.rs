//! How many mails leave in a minute, counted for all nodes together. Table `send_rates`: each counter keeps
//! when the next mail would be on time, which a mail moves on by its share of the minute (GCRA).

use domain::Timestamp;
use sea_orm::sea_query::{LockType, OnConflict, Query};

use crate::sql::{self, NewRow, Stored, is};
use crate::{StoreError, Tx};

const MINUTE_MS: i64 = 60_000;

/// A limit, and what is counted under it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rate {
    /// What is counted.
    pub counted: String,
    /// Mails in a minute, at least one.
    pub per_minute: u32,
    /// Milliseconds that a mail may be before its time: what may leave at once after a rest.
    pub ahead_ms: i64,
}

/// Counts a mail that leaves now under each of these limits. Where one of them has no room, nothing is counted, and
/// the answer is which, and when the next mail would be on time.
pub async fn take(tx: &Tx, rates: &[Rate]) -> Result<Option<(String, Timestamp)>, StoreError> {
    let now = tx.now();
    let mut counted = Vec::with_capacity(rates.len());
    for rate in rates {
        let free_at = find(tx, &rate.counted).await?.unwrap_or(now).max(now);
        if free_at > now.plus_millis(rate.ahead_ms) {
            return Ok(Some((rate.counted.clone(), free_at.plus_millis(-rate.ahead_ms))));
        }
        counted.push((rate, next(free_at, rate.per_minute)));
    }
    for (rate, free_at) in counted {
        let row = NewRow::default()
            .with("id", tx.new_id::<()>())
            .with("counted", rate.counted.as_str())
            .with("free_at", free_at);
        let mut statement = sql::insert("send_rates", [row]);
        statement.on_conflict(OnConflict::column("counted").update_column("free_at").to_owned());
        tx.execute(&statement).await?;
    }
    Ok(None)
}

/// When the mail behind one that is on time here is on time. Its share of a minute is no whole number of milliseconds: it is
/// rounded down or up by where it lies, so that over a time no more than one leaves above what the limit says.
fn next(free_at: Timestamp, per_minute: u32) -> Timestamp {
    let per_minute = i64::from(per_minute.max(1));
    // How many shares a time is old, as the limit counts them. Wide enough: a limit is at most one mail a millisecond.
    let shares = |at: Timestamp| i128::from(at.as_millis()) * i128::from(per_minute) / i128::from(MINUTE_MS);
    let early = free_at.plus_millis(MINUTE_MS / per_minute);
    if shares(early) > shares(free_at) { early } else { early.plus_millis(1) }
}

/// Lets a counter say under another limit how many mails are ahead of their time: those that left before count as they did,
/// each by its share of a minute under the new one. 0 sets no limit, and nothing is counted.
pub async fn keep_count(tx: &Tx, counted: &str, (before, after): (u32, u32)) -> Result<(), StoreError> {
    let now = tx.now();
    let Some(free_at) = find(tx, counted).await? else { return Ok(()) };
    let ahead_ms = free_at.millis_since(now).max(0);
    let shorter_ms = match after {
        0 => 0,
        after => ahead_ms.saturating_mul(i64::from(before)) / i64::from(after),
    };
    let mut statement = Query::update();
    statement
        .table("send_rates")
        .value("free_at", now.plus_millis(shorter_ms).stored())
        .and_where(is("counted", counted));
    tx.execute(&statement).await?;
    Ok(())
}

/// Locked on `PostgreSQL`, so that two nodes count one after the other.
async fn find(tx: &Tx, counted: &str) -> Result<Option<Timestamp>, StoreError> {
    let mut query = Query::select();
    query.column("free_at").from("send_rates").and_where(is("counted", counted)).lock(LockType::Update);
    tx.returning(&query).await?.first().map(|row| row.at("free_at")).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_lets_as_many_leave_in_a_minute_as_it_says() {
        for per_minute in [1, 7, 60, 999, 25_000, 45_000, 60_000] {
            for begun in [0, 1_767_225_600_123] {
                let mut at = Timestamp::from_millis(begun);
                for _ in 0..10 * per_minute {
                    at = next(at, per_minute);
                }
                let took_ms = at.millis_since(Timestamp::from_millis(begun));
                let share_ms = MINUTE_MS / i64::from(per_minute) + 1;
                assert!((took_ms - 10 * MINUTE_MS).abs() <= share_ms, "{per_minute}: {took_ms}");
            }
        }
    }
}
