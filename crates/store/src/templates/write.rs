//! Templates made, changed, put into the bin and taken out of it.

use domain::audit::AuditKind;
use domain::kept_file::KeptBy;
use domain::{OrganisationId, TemplateId, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, Query};

use super::TemplateSettings;
use crate::bins::{self, Bin};
use crate::events::{self, Change};
use crate::sql::{self, NewRow, Stored, col, is, json, sort_key};
use crate::{StoreError, Tx, audit, kept_files};

/// Characters of a template that are searched.
const SEARCH_CHARS_MAX: usize = 20_000;

/// Makes a template; [`StoreError::Duplicate`] when the name is taken.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    settings: &TemplateSettings,
    (by, at): (Option<UserId>, Timestamp),
) -> Result<TemplateId, StoreError> {
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::Template, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", settings.name.as_str())
        .with("name_key", sort_key(&settings.name))
        .with("description", settings.description.as_str())
        .with("folder", settings.folder.as_str())
        .with("folder_key", sort_key(&settings.folder))
        .with("active", settings.active)
        .with("default_language", settings.default_language.as_str())
        .with("identity_id", settings.identity_id)
        .with("recipients", recipients(settings)?)
        .with("search_key", search_key(settings))
        .with("updated_at", at)
        .with("updated_by", by);
    tx.execute(&sql::insert("templates", [row])).await?;
    write_versions(tx, org, id, settings).await?;
    events::insert(tx, org, Change::settings());
    Ok(id)
}

/// Changes a template; `false` when there is none, [`StoreError::Duplicate`] when the name is taken.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: TemplateId,
    settings: &TemplateSettings,
    (by, at): (Option<UserId>, Timestamp),
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Template, id)).await?;
    let mut statement = sql::update("templates", org, id);
    statement
        .and_where(col("deleted_at").is_null())
        .value("name", settings.name.as_str())
        .value("name_key", sort_key(&settings.name))
        .value("description", settings.description.as_str())
        .value("folder", settings.folder.as_str())
        .value("folder_key", sort_key(&settings.folder))
        .value("active", settings.active)
        .value("default_language", settings.default_language.as_str())
        .value("identity_id", settings.identity_id.stored())
        .value("recipients", recipients(settings)?.stored())
        .value("search_key", search_key(settings))
        .value("updated_at", at.stored())
        .value("updated_by", by.stored());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    delete_versions(tx, org, id).await?;
    write_versions(tx, org, id, settings).await?;
    events::insert(tx, org, Change::settings());
    Ok(true)
}

/// Puts a template into the bin; `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: TemplateId, at: Timestamp) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Template, id)).await?;
    let mut statement = sql::update("templates", org, id);
    statement.and_where(col("deleted_at").is_null()).value("deleted_at", at.stored());
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

/// Takes a template out of the bin; `false` when it is not there, [`StoreError::Duplicate`] when another
/// has its name.
pub async fn restore(tx: &Tx, org: OrganisationId, id: TemplateId) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Template, id)).await?;
    let mut statement = sql::update("templates", org, id);
    statement.and_where(col("deleted_at").is_not_null()).value("deleted_at", None::<i64>);
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

/// Removes templates of all organisations for good that lay long enough in the bin, at most `limit`; returns
/// how many. Index `templates_in_bin`.
pub async fn purge(tx: &Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let bin = Bin { table: "templates", since: "b.deleted_at", days: "o.queue_bin_days" };
    let over = tx.all(&bins::over(bin, now, limit)).await?;
    for row in &over {
        let (org, id) = (row.id("org_id")?, row.id("id")?);
        let mut statement = Query::delete();
        statement.from_table("templates").and_where(is("org_id", org)).and_where(is("id", id));
        tx.execute(&statement).await?;
        delete_versions(tx, org, id).await?;
        kept_files::let_go(tx, org, KeptBy::Template(id)).await?;
    }
    Ok(over.len() as u64)
}

/// As they are stored; nothing for nobody.
fn recipients(settings: &TemplateSettings) -> Result<Option<String>, StoreError> {
    let recipients = Some(&settings.recipients).filter(|recipients| !recipients.is_empty());
    recipients.map(json).transpose()
}

fn search_key(settings: &TemplateSettings) -> String {
    let texts = settings.versions.iter().flat_map(|version| [&version.subject, &version.text]);
    let all = [&settings.name, &settings.description, &settings.folder].into_iter().chain(texts);
    let joined = all.map(String::as_str).collect::<Vec<_>>().join("\n");
    joined.to_lowercase().chars().take(SEARCH_CHARS_MAX).collect()
}

async fn write_versions(
    tx: &Tx,
    org: OrganisationId,
    id: TemplateId,
    settings: &TemplateSettings,
) -> Result<(), StoreError> {
    let rows = settings.versions.iter().map(|version| {
        NewRow::default()
            .with("org_id", org)
            .with("template_id", id)
            .with("language", version.language.as_str())
            .with("subject", version.subject.as_str())
            .with("text", version.text.as_str())
            .with("html", version.html.as_deref())
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        tx.execute(&sql::insert("template_versions", rows)).await?;
    }
    Ok(())
}

async fn delete_versions(tx: &Tx, org: OrganisationId, id: TemplateId) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("template_versions").and_where(is("org_id", org)).and_where(is("template_id", id));
    tx.execute(&statement).await?;
    Ok(())
}
