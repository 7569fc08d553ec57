//! Statements of a transaction that nobody waits for. `SQLite`'s connection lives on a thread of its
//! own, and the way there and back costs more than most statements do: so they go with the
//! next one that somebody waits for, in their order.

use std::sync::{Mutex, MutexGuard, PoisonError};

use sea_orm::{Statement, Values};

/// Statements that go together at most: each sequence of them is one that the database keeps
/// prepared.
const STATEMENTS_MAX: usize = 12;

/// The statements that were not sent yet, in their order.
#[derive(Default)]
pub(crate) struct Unsent(Mutex<Vec<Statement>>);

impl Unsent {
    /// Adds one; answers with all of them when they have become many.
    pub(crate) fn add(&self, statement: Statement) -> Option<Statement> {
        let mut waiting = self.lock();
        waiting.push(statement);
        (waiting.len() >= STATEMENTS_MAX).then(|| joined(std::mem::take(&mut *waiting))).flatten()
    }

    /// All of them, as one.
    pub(crate) fn take(&self) -> Option<Statement> {
        joined(std::mem::take(&mut *self.lock()))
    }

    /// Those that wait with this one behind them, and whether there were any.
    pub(crate) fn before(&self, statement: Statement) -> (Statement, bool) {
        match self.take() {
            Some(first) => (behind(first, statement), true),
            None => (statement, false),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Statement>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn joined(statements: Vec<Statement>) -> Option<Statement> {
    statements.into_iter().reduce(behind)
}

/// Both in one text. Parameters have no numbers in `SQLite`'s statements: they are taken in order.
fn behind(mut first: Statement, second: Statement) -> Statement {
    first.sql.push_str("; ");
    first.sql.push_str(&second.sql);
    let values = [first.values.take(), second.values].into_iter().flatten().flat_map(|Values(values)| values);
    first.values = Some(Values(values.collect()));
    first
}

/// Says how many rows the statement before it changed.
pub(crate) const COUNT: &str = "; SELECT changes() AS changed";

#[cfg(test)]
mod tests {
    use sea_orm::DbBackend;

    use super::*;

    fn statement(sql: &str, values: &[i64]) -> Statement {
        Statement::from_sql_and_values(DbBackend::Sqlite, sql, values.iter().map(|value| (*value).into()))
    }

    #[test]
    fn statements_and_their_values_keep_their_order() {
        let unsent = Unsent::default();
        assert!(unsent.add(statement("A ?", &[1])).is_none());
        assert!(unsent.add(statement("B", &[])).is_none());
        let (all, any) = unsent.before(statement("C ? ?", &[2, 3]));
        assert!(any);
        assert_eq!(all.sql, "A ?; B; C ? ?");
        assert_eq!(all.values, statement("", &[1, 2, 3]).values);
        assert!(!unsent.before(statement("D", &[])).1);
    }

    #[test]
    fn they_do_not_become_many() {
        let unsent = Unsent::default();
        let sent = (0..STATEMENTS_MAX * 2).filter_map(|_| unsent.add(statement("A", &[]))).count();
        assert_eq!(sent, 2);
        assert!(unsent.take().is_none());
    }
}
