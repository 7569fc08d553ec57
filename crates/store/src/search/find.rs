//! Looking for cases.

use std::collections::BTreeMap;

use domain::limits::SEARCH_HITS_MAX;
use domain::{CaseId, OrganisationId};
use sea_orm::sea_query::{Expr, ExprTrait, Func, IntoTableRef, Order, Query};

use super::analyser::{self, Asked, Piece};
use super::engine;
use crate::cases::{CaseRow, CaseScope, by_ids};
use crate::sql::{col, is, is_of};
use crate::{Conn, StoreError};

/// A case that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// The case.
    pub case: CaseRow,
    /// The newest message with all words, around the first of them; empty where what stands above
    /// the case has them.
    pub excerpt: Vec<Piece>,
}

/// What a search found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// The case with the number that was asked for, then by the newest message that has the words.
    pub hits: Vec<Hit>,
    /// Whether there are more.
    pub more: bool,
}

/// The cases within a scope that answer a question, at most `limit`.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    scope: &CaseScope,
    question: &str,
    limit: u32,
) -> Result<Found, StoreError> {
    let limit = limit.clamp(1, SEARCH_HITS_MAX) as usize;
    let asked = analyser::asked(question);
    let mut places: Vec<Place> = Vec::new();
    if let Some(number) = number_of(question) {
        places.extend(by_number(conn, org, scope, number).await?);
    }
    if !asked.is_empty() {
        let found = by_words(conn, org, scope, &asked, limit).await?;
        let new = found.into_iter().filter(|place| places.iter().all(|known| known.case != place.case));
        places.extend(new.collect::<Vec<_>>());
    }
    let more = places.len() > limit;
    places.truncate(limit);
    let excerpts = excerpts(conn, org, &places, &asked).await?;
    let ids: Vec<i64> = places.iter().map(|place| place.case.get()).collect();
    let mut cases: BTreeMap<CaseId, CaseRow> =
        by_ids(conn, org, &ids).await?.into_iter().map(|case| (case.id, case)).collect();
    let hit = |place: &Place| {
        let excerpt = excerpts.get(&place.document).cloned().unwrap_or_default();
        Some(Hit { case: cases.remove(&place.case)?, excerpt })
    };
    Ok(Found { hits: places.iter().filter_map(hit).collect(), more })
}

/// A case and its newest document with the words.
struct Place {
    case: CaseId,
    document: i64,
}

/// The number in `1234` and `#1234`.
fn number_of(question: &str) -> Option<i64> {
    let text = question.trim();
    let digits = text.strip_prefix('#').unwrap_or(text).trim_start();
    digits.bytes().all(|octet| octet.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// Index `cases_unique_number`.
async fn by_number(
    conn: &Conn,
    org: OrganisationId,
    scope: &CaseScope,
    number: i64,
) -> Result<Option<Place>, StoreError> {
    let mut query = Query::select();
    query
        .column(("r", "id"))
        .from_as("cases", "r")
        .and_where(is("r.org_id", org))
        .and_where(is("r.number", number))
        .cond_where(scope.condition());
    let found = conn.one(&query).await?;
    found.map(|row| Ok(Place { case: row.id("id")?, document: row.number("id")? })).transpose()
}

/// The full-text index, then the messages and cases by their primary keys.
async fn by_words(
    conn: &Conn,
    org: OrganisationId,
    scope: &CaseScope,
    asked: &[Asked],
    limit: usize,
) -> Result<Vec<Place>, StoreError> {
    let case_of = Func::coalesce([col("m.case_id"), col("f.id")]);
    let mut query = Query::select();
    query
        .expr_as(col("r.id"), "case_id")
        .expr_as(col("f.id").max(), "document")
        .from_subquery(engine::documents(conn.backend(), org, asked), "f")
        .left_join(
            "case_messages".into_table_ref().alias("m"),
            col("m.id").eq(col("f.id")).and(is("m.org_id", org)),
        )
        .inner_join(
            "cases".into_table_ref().alias("r"),
            is("r.org_id", org).and(col("r.id").eq(Expr::expr(case_of))),
        )
        .cond_where(scope.condition())
        .group_by_col(("r", "id"))
        .order_by("document", Order::Desc)
        .limit(limit as u64 + 1);
    let rows = conn.all(&query).await?;
    rows.iter().map(|row| Ok(Place { case: row.id("case_id")?, document: row.number("document")? })).collect()
}

/// The excerpts of those documents that are messages.
async fn excerpts(
    conn: &Conn,
    org: OrganisationId,
    places: &[Place],
    asked: &[Asked],
) -> Result<BTreeMap<i64, Vec<Piece>>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "full_text"])
        .from("case_messages")
        .and_where(is_of("org_id", org))
        .and_where(col("id").is_in(places.iter().map(|place| place.document)));
    let rows = conn.all(&query).await?;
    rows.iter()
        .map(|row| Ok((row.number("id")?, analyser::excerpt(&row.text("full_text")?, asked))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_asked_for_with_or_without_its_sign() {
        assert_eq!((number_of(" #12 "), number_of("12"), number_of("# 7")), (Some(12), Some(12), Some(7)));
        assert_eq!((number_of("12a"), number_of(""), number_of("99999999999999999999")), (None, None, None));
    }
}
