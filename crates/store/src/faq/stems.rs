//! The stems that entries are suggested by, as the analyser of the search finds them.

use domain::org::Language;
use domain::{FaqEntryId, OrganisationId};
use sea_orm::sea_query::{ExprTrait, Query};
use serde::{Deserialize, Serialize};

use super::{FaqSettings, TABLE, settings, within};
use crate::row::Row;
use crate::search::{self, ANALYSER_VERSION};
use crate::sql::{col, is};
use crate::{Conn, StoreError};

/// Stems of one entry's text that count; a longer one is no answer to one question.
const TEXT_STEMS_MAX: usize = 2_000;

/// The stems of an entry.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FaqStems {
    /// Of its title.
    pub title: Vec<String>,
    /// Of each keyword.
    pub keywords: Vec<Vec<String>>,
    /// Of its text.
    pub text: Vec<String>,
}

impl FaqStems {
    /// Those of an entry.
    pub(super) fn of(entry: &FaqSettings) -> Self {
        let stems = |text: &str| search::stems(text).into_iter().map(|(stem, _)| stem);
        Self {
            title: stems(&entry.title).collect(),
            keywords: entry.keywords.iter().map(|keyword| stems(keyword).collect()).collect(),
            text: stems(&entry.text).take(TEXT_STEMS_MAX).collect(),
        }
    }
}

/// An entry that may be suggested, without its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FaqCandidate {
    /// The id.
    pub id: FaqEntryId,
    /// Its title.
    pub title: String,
    /// Its keywords.
    pub keywords: Vec<String>,
    /// What it is found by.
    pub stems: FaqStems,
}

/// The entries of this folder, and below it, in one language. Index `faq_entries_in_folders`.
pub async fn candidates(
    conn: &Conn,
    org: OrganisationId,
    (folder, language): (&str, Language),
) -> Result<Vec<FaqCandidate>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "title", "keywords", "stems", "analyser"])
        .from("faq_entries")
        .and_where(is("org_id", org))
        .and_where(col("archived_at").is_null())
        .and_where(is("language", language.as_str()))
        .cond_where(within(folder));
    let mut found = Vec::new();
    for row in conn.all(&query).await? {
        found.push(FaqCandidate {
            id: row.id("id")?,
            title: row.text("title")?,
            keywords: row.json(TABLE.at("keywords"))?,
            stems: stems(conn, org, &row).await?,
        });
    }
    Ok(found)
}

/// As they were stored, or found anew where another analyser stored them.
async fn stems(conn: &Conn, org: OrganisationId, row: &Row) -> Result<FaqStems, StoreError> {
    if row.number("analyser")? == ANALYSER_VERSION {
        return row.json(TABLE.at("stems"));
    }
    let mut query = super::select(org);
    query.and_where(is("id", row.id::<domain::ids::kind::FaqEntry>("id")?));
    let whole = conn.one(&query).await?.ok_or(StoreError::Missing("entry"))?;
    Ok(FaqStems::of(&settings(&whole)?))
}
