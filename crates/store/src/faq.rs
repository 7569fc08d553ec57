//! Answers to what customers often ask. Table `faq_entries`; each keeps the stems that it is suggested by, so
//! that no mail has to wait until all are read anew.

mod stems;
mod write;

pub use stems::{FaqCandidate, FaqStems, candidates, renew};
pub use write::{delete, insert, set_archived, update};

use domain::org::Language;
use domain::{FaqEntryId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, ExprTrait, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{col, holds, is, sort_key};
use crate::{Conn, StoreError};

/// What a person sets of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FaqSettings {
    /// Where it lies, its levels parted by `/`; empty for the top.
    pub folder: String,
    /// The question, in a line.
    pub title: String,
    /// Words or phrases: a mail that has one of them is answered by it.
    pub keywords: Vec<String>,
    /// The answer, with variables as templates have them.
    pub text: String,
    /// A page that says more; may be empty.
    pub link: String,
    /// The language that it is written in.
    pub language: Language,
}

/// One entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FaqRow {
    /// The id.
    pub id: FaqEntryId,
    /// What a person set.
    pub settings: FaqSettings,
    /// When it was archived: nobody is suggested it any longer.
    pub archived_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Who changed it.
    pub updated_by: Option<UserId>,
}

/// Which entries a list shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FaqFilter {
    /// Only those that hold this text somewhere, whatever the case.
    pub search: Option<String>,
    /// Those in the archive, and not the others.
    pub archived: bool,
}

/// Entries by folder and title, with their texts; an organisation has few. Index `faq_entries_in_folders`.
pub async fn list(conn: &Conn, org: OrganisationId, filter: &FaqFilter) -> Result<Vec<FaqRow>, StoreError> {
    let mut query = select(org);
    let archived = col("archived_at");
    query
        .and_where(if filter.archived { archived.is_not_null() } else { archived.is_null() })
        .order_by("folder_key", Order::Asc)
        .order_by("title_key", Order::Asc)
        .order_by("id", Order::Asc);
    if let Some(search) = filter.search.as_deref().map(sort_key).filter(|search| !search.is_empty()) {
        query.and_where(holds("search_key", &search));
    }
    conn.all(&query).await?.iter().map(read).collect()
}

/// The entry with this id, archived or not.
pub async fn find(conn: &Conn, org: OrganisationId, id: FaqEntryId) -> Result<Option<FaqRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// How many entries the organisation has, those in the archive among them.
pub async fn count(conn: &Conn, org: OrganisationId) -> Result<u64, StoreError> {
    let mut query = Query::select();
    query.expr_as(col("id").count(), "entries").from("faq_entries").and_where(is("org_id", org));
    conn.one(&query).await?.map_or(Ok(0), |row| row.small(TABLE.at("entries")))
}

/// What lies in this folder or below it; an empty one holds all.
fn within(folder: &str) -> Condition {
    let key = sort_key(folder);
    if key.is_empty() {
        return Condition::all();
    }
    // What begins with `key/` stands between it and the next character after `/`, which is `0`.
    let below = Condition::all()
        .add(col("folder_key").gte(format!("{key}/")))
        .add(col("folder_key").lt(format!("{key}0")));
    Condition::any().add(is("folder_key", key)).add(below)
}

const TABLE: Columns = Columns("faq_entries");

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns([
            "id",
            "folder",
            "title",
            "keywords",
            "text",
            "link",
            "language",
            "archived_at",
            "updated_at",
            "updated_by",
        ])
        .from("faq_entries")
        .and_where(is("org_id", org));
    query
}

fn read(row: &Row) -> Result<FaqRow, StoreError> {
    Ok(FaqRow {
        id: row.id("id")?,
        settings: settings(row)?,
        archived_at: row.at_or_none("archived_at")?,
        updated_at: row.at("updated_at")?,
        updated_by: row.id_or_none("updated_by")?,
    })
}

fn settings(row: &Row) -> Result<FaqSettings, StoreError> {
    Ok(FaqSettings {
        folder: row.text("folder")?,
        title: row.text("title")?,
        keywords: row.json(TABLE.at("keywords"))?,
        text: row.text("text")?,
        link: row.text("link")?,
        language: row.parsed(TABLE.at("language"))?,
    })
}
