//! The stems that entries are suggested by, as the analyser of the search finds them: written with the entry, and
//! renewed in the background when the analyser changes.

use domain::org::Language;
use domain::{FaqEntryId, OrganisationId};
use sea_orm::sea_query::{ExprTrait, Query};
use serde::{Deserialize, Serialize};

use super::{FaqSettings, TABLE, settings, within};
use crate::search::{self, ANALYSER_VERSION};
use crate::sql::{self, col, is, json};
use crate::{Conn, StoreError, Tx};

/// Stems of one entry's text that count; a longer one is no answer to one question.
const TEXT_STEMS_MAX: usize = 300;

/// The stems of an entry.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
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
        .columns(["id", "title", "keywords", "stems"])
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
            stems: row.json(TABLE.at("stems"))?,
        });
    }
    Ok(found)
}

/// Finds the stems anew of entries of all organisations that another analyser found, at most so many; returns how
/// many those were.
pub async fn renew(tx: &Tx, limit: u32) -> Result<u64, StoreError> {
    let mut query = Query::select();
    query.columns(["org_id", "id", "folder", "title", "keywords", "text", "link", "language"]);
    query.from("faq_entries").and_where(col("analyser").ne(ANALYSER_VERSION)).limit(u64::from(limit));
    let rows = tx.all(&query).await?;
    for row in &rows {
        let (org, id): (OrganisationId, FaqEntryId) = (row.id("org_id")?, row.id("id")?);
        let mut statement = sql::update("faq_entries", org, id);
        statement.value("stems", json(&FaqStems::of(&settings(row)?))?).value("analyser", ANALYSER_VERSION);
        tx.execute(&statement).await?;
    }
    Ok(rows.len() as u64)
}
