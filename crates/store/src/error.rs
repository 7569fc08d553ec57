//! What can fail in the store, by what the caller can do about it.

use std::sync::Arc;

use sea_orm::{DbErr, SqlErr};

/// An error of another crate, kept for the log and not named in our signatures.
pub type Source = Arc<dyn std::error::Error + Send + Sync>;

/// Why the store could not do it. Cheap to clone: one failed commit answers many callers.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database failed; see the log for its words and try again")]
    Database(#[source] Source),
    /// The database is held by somebody else, or two transactions met; the same call may succeed.
    #[error("the database is busy; try again")]
    Busy(#[source] Source),
    /// A record with this key exists; carries the index or column that is unique.
    #[error("a record with the same `{0}` exists")]
    Duplicate(String),
    /// A record that another is to be written under is not there, in this organisation.
    #[error("there is no such {0} any more")]
    Missing(&'static str),
    /// A row holds what no version of this program writes.
    #[error("`{table}.{column}` of row {row} holds nonsense ({problem}); restore it from a backup")]
    Nonsense {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// The row's id, or 0 where it has none.
        row: i64,
        /// What is wrong with it.
        problem: String,
    },
    /// The database was written by a newer version.
    #[error(
        "the database has the schema step `{0}`, which this version does not know; install the newer version again"
    )]
    NewerSchema(String),
    /// The object store refused or could not be reached.
    #[error("the object store failed on `{key}`; check that it is there and may be written")]
    Object {
        /// The object.
        key: String,
        /// Its own words.
        #[source]
        source: Source,
    },
    /// Raw bytes are not those that were stored.
    #[error("the raw mail {0} is damaged or missing; restore it from a backup")]
    Damaged(String),
    /// A secret can neither be kept nor read without the master key.
    #[error("there is no master key; set one to keep passwords")]
    NoKey,
    /// A sealed secret is not what was sealed for this record, or another key sealed it.
    #[error("a stored secret cannot be opened with this master key; enter it again")]
    Unsealable,
    /// A page was asked for with a cursor of another list or order.
    #[error("the page cursor does not belong to this list and order; start from the first page")]
    Cursor,
    /// The database file or address cannot be used.
    #[error("cannot open the database at `{place}`; check that it exists and may be written")]
    Open {
        /// Where it should be, without secrets.
        place: String,
        /// Its own words.
        #[source]
        source: Source,
    },
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
    /// A write stopped in the middle by a fault of ours; it was rolled back.
    #[error("a write was given up because of a fault in the program; nothing of it was kept")]
    Panicked,
}

impl StoreError {
    /// Whether the same call may succeed later without anybody doing something.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        match self {
            Self::Database(_) | Self::Busy(_) | Self::Object { .. } | Self::Closed => true,
            Self::Duplicate(_)
            | Self::Missing(_)
            | Self::Nonsense { .. }
            | Self::NewerSchema(_)
            | Self::Damaged(_)
            | Self::NoKey
            | Self::Unsealable
            | Self::Cursor
            | Self::Open { .. }
            | Self::Panicked => false,
        }
    }

    /// Whether it says that a record with the same key exists.
    #[must_use]
    pub const fn is_duplicate(&self) -> bool {
        matches!(self, Self::Duplicate(_))
    }

    pub(crate) fn object(key: impl Into<String>, source: object_store::Error) -> Self {
        Self::Object { key: key.into(), source: Arc::new(source) }
    }

    pub(crate) fn database(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Database(Arc::new(source))
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(words)) = error.sql_err() {
            return Self::Duplicate(unique_name(&words).to_owned());
        }
        if may_be_retried(&error) { Self::Busy(Arc::new(error)) } else { Self::Database(Arc::new(error)) }
    }
}

/// What is unique, out of the engine's sentence: `SQLite` names columns after a colon,
/// `PostgreSQL` an index in quotes.
fn unique_name(words: &str) -> &str {
    let quoted = words.split('"').nth(1);
    quoted.or_else(|| words.rsplit(": ").next()).unwrap_or(words)
}

/// Two transactions met: `PostgreSQL`'s serialization failure (40001) and deadlock (40P01),
/// `SQLite`'s `SQLITE_BUSY` (5, 261, 517) and `SQLITE_LOCKED` (6).
fn may_be_retried(error: &DbErr) -> bool {
    let code = database_code(error);
    matches!(code.as_deref(), Some("40001" | "40P01" | "5" | "261" | "517" | "6"))
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only these variants of the driver's many carry a database's answer"
)]
fn database_code(error: &DbErr) -> Option<String> {
    match error {
        DbErr::Exec(sea_orm::RuntimeErr::SqlxError(error))
        | DbErr::Query(sea_orm::RuntimeErr::SqlxError(error)) => {
            error.as_database_error()?.code().map(|code| code.into_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unique_is_read_from_either_engines_sentence() {
        let sqlite = "UNIQUE constraint failed: users.org_id, users.address_key";
        assert_eq!(unique_name(sqlite), "users.org_id, users.address_key");
        let postgres = "duplicate key value violates unique constraint \"users_by_address\"";
        assert_eq!(unique_name(postgres), "users_by_address");
    }
}
