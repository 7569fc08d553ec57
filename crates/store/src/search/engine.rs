//! What differs between the engines: `SQLite` has an FTS5 table without contents, `PostgreSQL` a
//! `tsvector` under a GIN index. Both hold the analyser's words as they are, each behind the
//! organisation's number, so that a search reads the entries of its own organisation alone.

use domain::OrganisationId;
use domain::limits::SEARCH_DOCUMENTS_MAX;
use sea_orm::DbBackend;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement};

use super::analyser::Asked;
use crate::sql::{self, NewRow, is};
use crate::{StoreError, Tx};

const TABLE: &str = "search_index";
const IS_POSTGRES: fn(DbBackend) -> bool = |backend| matches!(backend, DbBackend::Postgres);

/// Writes a document, which must not be there yet.
pub(super) async fn insert(
    tx: &Tx,
    org: OrganisationId,
    id: i64,
    words: &[String],
) -> Result<(), StoreError> {
    let prefix = prefix(org);
    let mut text = String::with_capacity(words.len() * 24);
    for word in words {
        text.push_str(&prefix);
        text.push_str(word);
        text.push(' ');
    }
    let statement = if IS_POSTGRES(tx.backend()) {
        let mut statement = Query::insert();
        // The words are letters and digits alone, which a tsvector's text form takes as they are.
        let words = Expr::val(text).cast_as(Alias::new("tsvector"));
        statement.into_table(TABLE).columns(["id", "org_id", "words"]).values_panic([
            Expr::val(id),
            Expr::val(org.get()),
            words,
        ]);
        statement
    } else {
        sql::insert(TABLE, [NewRow::default().with("rowid", id).with("words", text)])
    };
    tx.execute_unawaited(&statement).await
}

/// Removes the document of a record of this table and organisation, if there is one.
pub(super) async fn delete(
    tx: &Tx,
    org: OrganisationId,
    (table, id): (&'static str, i64),
) -> Result<(), StoreError> {
    let column = if IS_POSTGRES(tx.backend()) { "id" } else { "rowid" };
    let mut own = Query::select();
    own.column("id").from(table).and_where(is("org_id", org)).and_where(is("id", id));
    let mut statement = Query::delete();
    statement.from_table(TABLE).and_where(Expr::col(column).in_subquery(own));
    tx.execute_unawaited(&statement).await
}

/// The newest documents that hold all words, as `id`.
pub(super) fn documents(backend: DbBackend, org: OrganisationId, asked: &[Asked]) -> SelectStatement {
    let mut query = Query::select();
    if IS_POSTGRES(backend) {
        query.column("id").from(TABLE).and_where(is("org_id", org)).and_where(Expr::cust_with_values(
            "words @@ CAST($1 AS tsquery)",
            [question(org, asked, ["'", "'", ":*", " | ", " & "])],
        ));
        query.order_by("id", Order::Desc);
    } else {
        query.expr_as(Expr::col("rowid"), "id").from(TABLE).and_where(Expr::cust_with_values(
            "search_index MATCH ?",
            [question(org, asked, ["\"", "\"", " *", " OR ", " AND "])],
        ));
        query.order_by("rowid", Order::Desc);
    }
    query.limit(SEARCH_DOCUMENTS_MAX);
    query
}

/// The question in an engine's own words: quotes, the mark of a beginning, or, and.
fn question(org: OrganisationId, asked: &[Asked], [open, close, begins, or, and]: [&str; 5]) -> String {
    let prefix = prefix(org);
    let words = asked.iter().map(|asked| {
        let mark = if asked.begins { begins } else { "" };
        let word = format!("{open}{prefix}{}{close}{mark}", asked.word);
        match &asked.stem {
            Some(stem) => format!("({word}{or}{open}{prefix}{stem}{close})"),
            None => word,
        }
    });
    words.collect::<Vec<_>>().join(and)
}

/// The organisation in front of each word: of one length for all, so that none begins another.
fn prefix(org: OrganisationId) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    const LENGTH: usize = 13;
    let mut text = [b'0'; LENGTH];
    let mut left = u64::try_from(org.get()).unwrap_or(0);
    for place in text.iter_mut().rev() {
        let digit = usize::try_from(left % 36).unwrap_or(0);
        *place = DIGITS.get(digit).copied().unwrap_or(b'0');
        left /= 36;
    }
    text.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::super::analyser::asked;
    use super::*;

    #[test]
    fn prefixes_have_one_length_and_differ() {
        let of = |number| prefix(OrganisationId::new(number));
        assert_eq!((of(1).as_str(), of(36).as_str()), ("0000000000001", "0000000000010"));
        assert_eq!(of(i64::MAX), "1y2p0ij32e8e7");
    }

    #[test]
    fn a_question_cannot_leave_its_quotes() {
        let org = OrganisationId::new(1);
        let text = question(org, &asked("\" OR x* ) fakturaen ab"), ["\"", "\"", " *", " OR ", " AND "]);
        assert_eq!(
            text,
            "\"0000000000001or\" AND (\"0000000000001fakturaen\" * OR \"0000000000001faktur\") AND \
             \"0000000000001ab\""
        );
    }
}
