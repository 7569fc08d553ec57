//! Entries made, changed, archived and deleted.

use domain::audit::AuditKind;
use domain::{FaqEntryId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, Query};

use super::{FaqSettings, FaqStems};
use crate::events::{self, Change};
use crate::search::ANALYSER_VERSION;
use crate::sql::{self, NewRow, Stored, col, is, json, sort_key};
use crate::{StoreError, Tx, audit};

/// Characters of an entry that are searched.
const SEARCH_CHARS_MAX: usize = 20_000;

/// Makes an entry.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    settings: &FaqSettings,
    (by, at): (Option<UserId>, Timestamp),
) -> Result<FaqEntryId, StoreError> {
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::FaqEntry, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("folder", settings.folder.as_str())
        .with("folder_key", sort_key(&settings.folder))
        .with("title", settings.title.as_str())
        .with("title_key", sort_key(&settings.title))
        .with("keywords", json(&settings.keywords)?)
        .with("text", settings.text.as_str())
        .with("link", settings.link.as_str())
        .with("language", settings.language.as_str())
        .with("search_key", search_key(settings))
        .with("stems", json(&FaqStems::of(settings))?)
        .with("analyser", ANALYSER_VERSION)
        .with("updated_at", at)
        .with("updated_by", by);
    tx.execute(&sql::insert("faq_entries", [row])).await?;
    events::insert(tx, org, Change::settings());
    Ok(id)
}

/// Changes an entry; `false` when there is none.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: FaqEntryId,
    settings: &FaqSettings,
    (by, at): (Option<UserId>, Timestamp),
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::FaqEntry, id)).await?;
    let mut statement = sql::update("faq_entries", org, id);
    statement
        .value("folder", settings.folder.as_str())
        .value("folder_key", sort_key(&settings.folder))
        .value("title", settings.title.as_str())
        .value("title_key", sort_key(&settings.title))
        .value("keywords", json(&settings.keywords)?)
        .value("text", settings.text.as_str())
        .value("link", settings.link.as_str())
        .value("language", settings.language.as_str())
        .value("search_key", search_key(settings))
        .value("stems", json(&FaqStems::of(settings))?)
        .value("analyser", ANALYSER_VERSION)
        .value("updated_at", at.stored())
        .value("updated_by", by.stored());
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

/// Puts it into the archive, or takes it out; `false` when there is none, or it is there already.
pub async fn set_archived(
    tx: &Tx,
    org: OrganisationId,
    id: FaqEntryId,
    at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::FaqEntry, id)).await?;
    let mut statement = sql::update("faq_entries", org, id);
    let archived = col("archived_at");
    statement.value("archived_at", at.stored()).and_where(if at.is_some() {
        archived.is_null()
    } else {
        archived.is_not_null()
    });
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

/// Deletes an archived one for good; `false` when there is none in the archive.
pub async fn delete(tx: &Tx, org: OrganisationId, id: FaqEntryId) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::FaqEntry, id)).await?;
    let mut statement = Query::delete();
    statement.from_table("faq_entries").and_where(is("org_id", org)).and_where(is("id", id));
    statement.and_where(col("archived_at").is_not_null());
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

fn search_key(settings: &FaqSettings) -> String {
    let keywords = settings.keywords.iter();
    let all = [&settings.title, &settings.folder, &settings.link].into_iter().chain(keywords);
    let joined = all.chain([&settings.text]).map(String::as_str).collect::<Vec<_>>().join("\n");
    joined.to_lowercase().chars().take(SEARCH_CHARS_MAX).collect()
}
