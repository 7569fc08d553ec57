//! Texts with variables that answers are made of. Tables `templates` and, for each language,
//! `template_versions`. A deleted one waits in the bin, from where it can be restored.

mod write;

pub use write::{delete, insert, purge, restore, update};

use std::collections::BTreeMap;

use domain::compose::TypedRecipients;
use domain::org::Language;
use domain::{IdentityId, OrganisationId, TemplateId, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{col, holds, is, sort_key};
use crate::{Conn, StoreError};

/// What a person sets of a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateSettings {
    /// The name, unique among the organisation's.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Where it lies, its levels parted by `/`; empty for the top.
    pub folder: String,
    /// Whether it is offered.
    pub active: bool,
    /// The version for everybody whose language has none; it is among the versions.
    pub default_language: Language,
    /// The shared sender that mails begun with it are from, unless their author chooses.
    pub identity_id: Option<IdentityId>,
    /// Whom they go to beside those whom their authors name.
    pub recipients: TypedRecipients,
    /// Its texts, one for each language at most.
    pub versions: Vec<TemplateVersion>,
}

/// A template in one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateVersion {
    /// Which.
    pub language: Language,
    /// The subject; empty leaves that of the answer.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The same with formatting, of which the text was made. A picture in it is `cid:` and the id of a file that the
    /// template keeps ([`crate::kept_files`]).
    pub html: Option<String>,
}

/// One template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateRow {
    /// The id.
    pub id: TemplateId,
    /// What a person set.
    pub settings: TemplateSettings,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Who changed it.
    pub updated_by: Option<UserId>,
    /// When it was put into the bin.
    pub deleted_at: Option<Timestamp>,
}

impl TemplateRow {
    /// The version for this language, or the default one.
    #[must_use]
    pub fn version(&self, language: Language) -> Option<&TemplateVersion> {
        let of = |wanted| self.settings.versions.iter().find(|version| version.language == wanted);
        of(language).or_else(|| of(self.settings.default_language)).or(self.settings.versions.first())
    }
}

/// Which templates a list shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TemplateFilter {
    /// Only those that hold this text somewhere, whatever the case.
    pub search: Option<String>,
    /// Those in the bin, and not the others.
    pub deleted: bool,
}

/// Templates by folder and name, with their texts; an organisation has few. Index `templates_in_folders`.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    filter: &TemplateFilter,
) -> Result<Vec<TemplateRow>, StoreError> {
    let mut query = select(org);
    query
        .and_where(if filter.deleted { col("deleted_at").is_not_null() } else { col("deleted_at").is_null() })
        .order_by("folder_key", Order::Asc)
        .order_by("name_key", Order::Asc)
        .order_by("id", Order::Asc);
    if let Some(search) = filter.search.as_deref().map(sort_key).filter(|search| !search.is_empty()) {
        query.and_where(holds("search_key", &search));
    }
    rows(conn, org, &query).await
}

/// The template with this id, unless it is in the bin.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: TemplateId,
) -> Result<Option<TemplateRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id)).and_where(col("deleted_at").is_null());
    Ok(rows(conn, org, &query).await?.into_iter().next())
}

/// How many templates the organisation has, without those in the bin.
pub async fn count(conn: &Conn, org: OrganisationId) -> Result<u64, StoreError> {
    let mut query = Query::select();
    query.expr_as(col("id").count(), "templates").from("templates").and_where(is("org_id", org));
    query.and_where(col("deleted_at").is_null());
    conn.one(&query).await?.map_or(Ok(0), |row| row.small(TABLE.at("templates")))
}

const TABLE: Columns = Columns("templates");

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns([
            "id",
            "name",
            "description",
            "folder",
            "active",
            "default_language",
            "identity_id",
            "recipients",
            "updated_at",
            "updated_by",
            "deleted_at",
        ])
        .from("templates")
        .and_where(is("org_id", org));
    query
}

async fn rows(
    conn: &Conn,
    org: OrganisationId,
    query: &SelectStatement,
) -> Result<Vec<TemplateRow>, StoreError> {
    let rows = conn.all(query).await?;
    let ids = rows.iter().map(|row| row.number("id")).collect::<Result<Vec<_>, _>>()?;
    let mut versions = versions(conn, org, &ids).await?;
    let read = |row: &Row| {
        let id = row.number("id")?;
        Ok(TemplateRow {
            id: TemplateId::new(id),
            settings: TemplateSettings {
                name: row.text("name")?,
                description: row.text("description")?,
                folder: row.text("folder")?,
                active: row.flag("active")?,
                default_language: row.parsed(TABLE.at("default_language"))?,
                identity_id: row.id_or_none("identity_id")?,
                recipients: row.json_or_none(TABLE.at("recipients"))?.unwrap_or_default(),
                versions: versions.remove(&id).unwrap_or_default(),
            },
            updated_at: row.at("updated_at")?,
            updated_by: row.id_or_none("updated_by")?,
            deleted_at: row.at_or_none("deleted_at")?,
        })
    };
    rows.iter().map(read).collect()
}

async fn versions(
    conn: &Conn,
    org: OrganisationId,
    ids: &[i64],
) -> Result<BTreeMap<i64, Vec<TemplateVersion>>, StoreError> {
    let mut found = BTreeMap::<i64, Vec<TemplateVersion>>::new();
    for ids in ids.chunks(crate::sql::IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .columns(["template_id", "language", "subject", "text", "html"])
            .from("template_versions")
            .and_where(is("org_id", org))
            .and_where(col("template_id").is_in(ids.iter().copied()))
            .order_by("language", Order::Asc);
        for row in conn.all(&query).await? {
            found.entry(row.number("template_id")?).or_default().push(TemplateVersion {
                language: row.parsed(Columns("template_versions").at("language"))?,
                subject: row.text("subject")?,
                text: row.text("text")?,
                html: row.text_or_none("html")?,
            });
        }
    }
    Ok(found)
}
