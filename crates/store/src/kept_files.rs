//! Files that texts keep: those of templates, and the pictures of signatures. Table `kept_files`; the bytes lie with raw
//! mail and are held there, never written again.

use std::collections::BTreeMap;

use domain::kept_file::KeptBy;
use domain::{KeptFileId, OrganisationId, TemplateId, Timestamp, UserId};
use sea_orm::sea_query::{Order, Query, SelectStatement};

use crate::raw::{self, RawHash};
use crate::row::{Columns, Row};
use crate::sql::{self, IN_VALUES_MAX, NewRow, is, is_among, is_of};
use crate::{Conn, StoreError, Tx};

/// A file, whoever keeps it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptFile {
    /// The id, by which a text names it where it shows it.
    pub id: KeptFileId,
    /// A safe file name.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// Its size, octets.
    pub size_octets: u64,
    /// Its bytes, for [`crate::raw::get`].
    pub raw_hash: RawHash,
}

/// A file and what keeps it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptFileRow {
    /// What keeps it.
    pub by: KeptBy,
    /// It.
    pub file: KeptFile,
}

/// The files that something keeps, in their order. Index `kept_files_by_owner`.
pub async fn list(conn: &Conn, org: OrganisationId, by: KeptBy) -> Result<Vec<KeptFile>, StoreError> {
    let (kind, owner) = by.key();
    let mut query = select();
    query
        .and_where(is("org_id", org))
        .and_where(is("owner_kind", kind))
        .and_where(is("owner_id", owner))
        .order_by("position", Order::Asc)
        .order_by("id", Order::Asc);
    conn.all(&query).await?.iter().map(|row| Ok(read(row)?.file)).collect()
}

/// The ids of the files that these templates keep. Index `kept_files_by_owner`.
pub async fn list_of_templates(
    conn: &Conn,
    org: OrganisationId,
    templates: &[TemplateId],
) -> Result<BTreeMap<TemplateId, Vec<KeptFileId>>, StoreError> {
    let mut found = BTreeMap::<_, Vec<_>>::new();
    for templates in templates.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .columns(["id", "owner_id"])
            .from("kept_files")
            .and_where(is("org_id", org))
            .and_where(is("owner_kind", "template"))
            .and_where(is_among("owner_id", templates));
        for row in conn.all(&query).await? {
            found.entry(row.id("owner_id")?).or_default().push(row.id("id")?);
        }
    }
    Ok(found)
}

/// Those of these files that the organisation has, in the order given.
pub async fn list_some(
    conn: &Conn,
    org: OrganisationId,
    ids: &[KeptFileId],
) -> Result<Vec<KeptFileRow>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = select();
    query.and_where(is_of("org_id", org)).and_where(is_among("id", ids));
    let mut found = conn.all(&query).await?.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    found.sort_by_key(|row| ids.iter().position(|id| *id == row.file.id));
    Ok(found)
}

/// Makes these the files that something keeps, and lets go of its others.
///
/// # Errors
/// [`StoreError::Missing`] where the bytes of a new one are not there any more.
pub async fn replace(
    tx: &Tx,
    org: OrganisationId,
    by: KeptBy,
    (files, author, at): (&[KeptFile], Option<UserId>, Timestamp),
) -> Result<(), StoreError> {
    let before = list(tx, org, by).await?;
    let gone: Vec<_> =
        before.iter().map(|file| file.id).filter(|id| files.iter().all(|file| file.id != *id)).collect();
    remove(tx, org, by, Some(&gone)).await?;
    let (kind, owner) = by.key();
    for (position, file) in (0_i64..).zip(files) {
        if before.iter().any(|known| known.id == file.id) {
            let mut statement = sql::update("kept_files", org, file.id);
            statement.value("position", position);
            tx.execute(&statement).await?;
            continue;
        }
        raw::hold(tx, org, file.raw_hash).await?;
        let row = NewRow::default()
            .with("id", file.id)
            .with("org_id", org)
            .with("owner_kind", kind)
            .with("owner_id", owner)
            .with("position", position)
            .with("name", file.name.as_str())
            .with("media_type", file.media_type.as_str())
            .with("size_octets", file.size_octets)
            .with("raw_hash", file.raw_hash)
            .with("created_at", at)
            .with("created_by", author);
        tx.execute(&sql::insert("kept_files", [row])).await?;
    }
    Ok(())
}

/// Lets go of all files that something keeps.
pub(crate) async fn let_go(tx: &Tx, org: OrganisationId, by: KeptBy) -> Result<(), StoreError> {
    remove(tx, org, by, None).await
}

async fn remove(
    tx: &Tx,
    org: OrganisationId,
    by: KeptBy,
    only: Option<&[KeptFileId]>,
) -> Result<(), StoreError> {
    if only.is_some_and(<[_]>::is_empty) {
        return Ok(());
    }
    let (kind, owner) = by.key();
    let mut statement = Query::delete();
    statement
        .from_table("kept_files")
        .and_where(is("org_id", org))
        .and_where(is("owner_kind", kind))
        .and_where(is("owner_id", owner));
    if let Some(ids) = only {
        statement.and_where(is_among("id", ids));
    }
    statement.returning(Query::returning().columns(["id", "org_id", "raw_hash"]));
    let removed = tx.returning(&statement).await?;
    raw::let_go(tx, &removed).await
}

const TABLE: Columns = Columns("kept_files");

fn select() -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "owner_kind", "owner_id", "name", "media_type", "size_octets", "raw_hash"])
        .from("kept_files");
    query
}

fn read(row: &Row) -> Result<KeptFileRow, StoreError> {
    let (kind, owner) = (row.text("owner_kind")?, row.number("owner_id")?);
    let by = KeptBy::of_key(&kind, owner).ok_or_else(|| row.nonsense(TABLE.at("owner_kind"), &kind))?;
    let file = KeptFile {
        id: row.id("id")?,
        name: row.text("name")?,
        media_type: row.text("media_type")?,
        size_octets: row.small(TABLE.at("size_octets"))?,
        raw_hash: row.hash(TABLE.at("raw_hash"))?,
    };
    Ok(KeptFileRow { by, file })
}
