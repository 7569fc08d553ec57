//! Shared senders: addresses that users may write from beside the mailbox of a case. Table `identities`. One that is
//! not used any more is archived, never deleted: mails were sent from it.

use domain::audit::AuditKind;
use domain::compose::{AnswersTo, Formatted};
use domain::limits::{IDENTITIES_ARCHIVED_MAX, IDENTITIES_MAX};
use domain::{CategoryId, EmailAddress, IdentityId, OrganisationId, Timestamp};
use sea_orm::sea_query::{ExprTrait, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::signatures::formatted;
use crate::sql::{self, IN_VALUES_MAX, NewRow, Stored, col, is, json};
use crate::{Conn, StoreError, Tx, audit};

/// All that an organisation can have.
const ALL_MAX: u64 = (IDENTITIES_MAX + IDENTITIES_ARCHIVED_MAX) as u64;

const TABLE: Columns = Columns("identities");

/// What a person sets of a shared sender.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdentitySettings {
    /// The address.
    pub address: EmailAddress,
    /// The name before it; empty for none.
    pub display_name: String,
    /// Where answers go.
    pub answers_to: AnswersTo,
    /// What stands under a mail that begins something, a text with variables; empty for the mailbox's.
    pub of_new: Formatted,
    /// What stands under an answer or a forwarded mail; empty for the mailbox's.
    pub of_reply: Formatted,
    /// Who gets a hidden copy of each mail.
    pub copy_to: Vec<EmailAddress>,
    /// Whose members alone may use it; empty for everybody.
    pub category_ids: Vec<CategoryId>,
}

/// A shared sender.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdentityRow {
    /// The id.
    pub id: IdentityId,
    /// What a person set.
    pub settings: IdentitySettings,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was archived: nobody writes from it any longer.
    pub archived_at: Option<Timestamp>,
}

/// All of them by address, archived ones behind the others. Index `identities_in_order`.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<IdentityRow>, StoreError> {
    let mut query = select(org);
    query.order_by("address_key", Order::Asc).order_by("id", Order::Asc).limit(ALL_MAX);
    let mut rows = conn.all(&query).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|row| row.archived_at.is_some());
    Ok(rows)
}

/// Those that are in use, by address. Index `identities_in_order`.
pub async fn list_in_use(conn: &Conn, org: OrganisationId) -> Result<Vec<IdentityRow>, StoreError> {
    let mut query = select(org);
    query.and_where(col("archived_at").is_null());
    query.order_by("address_key", Order::Asc).order_by("id", Order::Asc).limit(IDENTITIES_MAX as u64);
    conn.all(&query).await?.iter().map(read).collect()
}

/// Which of these addresses are of shared senders, archived ones among them. Addresses come and go as
/// [`EmailAddress::key`] writes them. Index `identities_in_order`.
pub async fn list_keys_among(
    conn: &Conn,
    org: OrganisationId,
    keys: &[String],
) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for keys in keys.chunks(IN_VALUES_MAX) {
        for row in conn.all(&keys_among(org, keys)).await? {
            found.push(row.text("address_key")?);
        }
    }
    Ok(found)
}

pub(crate) fn keys_among(org: OrganisationId, keys: &[String]) -> SelectStatement {
    let mut query = Query::select();
    query
        .column("address_key")
        .from("identities")
        .and_where(is("org_id", org))
        .and_where(col("address_key").is_in(keys.iter().map(String::as_str)));
    query
}

/// Whether a shared sender that is in use has the address. Index `identities_in_order`.
pub async fn is_in_use(conn: &Conn, org: OrganisationId, address: &EmailAddress) -> Result<bool, StoreError> {
    Ok(conn.one(&in_use(org, address)).await?.is_some())
}

pub(crate) fn in_use(org: OrganisationId, address: &EmailAddress) -> SelectStatement {
    let mut query = Query::select();
    query
        .column("id")
        .from("identities")
        .and_where(is("org_id", org))
        .and_where(is("address_key", address.key()))
        .and_where(col("archived_at").is_null())
        .limit(1);
    query
}

/// How many are in use, and how many are archived. Index `identities_in_order`.
pub async fn count(conn: &Conn, org: OrganisationId) -> Result<(u64, u64), StoreError> {
    let mut query = Query::select();
    query
        .expr_as(col("id").count(), "identities")
        .expr_as(col("archived_at").count(), "archived")
        .from("identities")
        .and_where(is("org_id", org));
    let Some(row) = conn.one(&query).await? else { return Ok((0, 0)) };
    let archived = row.small(TABLE.at("archived"))?;
    Ok((row.small::<u64>(TABLE.at("identities"))?.saturating_sub(archived), archived))
}

/// The one with this id, archived or not.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: IdentityId,
) -> Result<Option<IdentityRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id));
    conn.one(&query).await?.as_ref().map(read).transpose()
}

/// Makes one; `None` when there are too many in use. The caller has locked the organisation.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    settings: &IdentitySettings,
    at: Timestamp,
) -> Result<Option<IdentityId>, StoreError> {
    if count(tx, org).await?.0 >= IDENTITIES_MAX as u64 {
        return Ok(None);
    }
    let (id, (answers_to, reply_to)) = (tx.new_id(), answers(&settings.answers_to));
    audit::watch_one(tx, org, (AuditKind::Identity, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("address", &settings.address)
        .with("address_key", settings.address.key())
        .with("display_name", settings.display_name.as_str())
        .with("answers_to", answers_to)
        .with("reply_to", reply_to)
        .with("of_new", settings.of_new.text.as_str())
        .with("of_new_html", settings.of_new.html.as_deref())
        .with("of_reply", settings.of_reply.text.as_str())
        .with("of_reply_html", settings.of_reply.html.as_deref())
        .with("copy_to", json(&settings.copy_to)?)
        .with("category_ids", json(&settings.category_ids)?)
        .with("created_at", at)
        .with("updated_at", at);
    tx.execute(&sql::insert("identities", [row])).await?;
    Ok(Some(id))
}

/// Changes one; `false` where there is none.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: IdentityId,
    settings: &IdentitySettings,
    at: Timestamp,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Identity, id)).await?;
    let (answers_to, reply_to) = answers(&settings.answers_to);
    let mut statement = sql::update("identities", org, id);
    statement
        .value("address", (&settings.address).stored())
        .value("address_key", settings.address.key())
        .value("display_name", settings.display_name.as_str())
        .value("answers_to", answers_to)
        .value("reply_to", reply_to.stored())
        .value("of_new", settings.of_new.text.as_str())
        .value("of_new_html", settings.of_new.html.as_deref().stored())
        .value("of_reply", settings.of_reply.text.as_str())
        .value("of_reply_html", settings.of_reply.html.as_deref().stored())
        .value("copy_to", json(&settings.copy_to)?)
        .value("category_ids", json(&settings.category_ids)?)
        .value("updated_at", at.stored());
    Ok(tx.execute(&statement).await? == 1)
}

/// Archives one, or takes it back; `false` where there is none.
pub async fn set_archived(
    tx: &Tx,
    org: OrganisationId,
    id: IdentityId,
    archived_at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Identity, id)).await?;
    let mut statement = sql::update("identities", org, id);
    statement.value("archived_at", archived_at.stored());
    Ok(tx.execute(&statement).await? == 1)
}

const fn answers(to: &AnswersTo) -> (&'static str, Option<&EmailAddress>) {
    match to {
        AnswersTo::Mailbox => ("mailbox", None),
        AnswersTo::Own => ("own", None),
        AnswersTo::Address { address } => ("address", Some(address)),
    }
}

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "address", "display_name", "answers_to", "reply_to", "of_new", "of_reply"])
        .columns(["of_new_html", "of_reply_html", "copy_to", "category_ids", "updated_at", "archived_at"])
        .from("identities")
        .and_where(is("org_id", org));
    query
}

fn read(row: &Row) -> Result<IdentityRow, StoreError> {
    let reply_to = row.parsed_or_none(TABLE.at("reply_to"))?;
    let answers_to = match (row.text("answers_to")?.as_str(), reply_to) {
        ("address", Some(address)) => AnswersTo::Address { address },
        ("own", _) => AnswersTo::Own,
        ("mailbox", _) => AnswersTo::Mailbox,
        (other, _) => return Err(row.nonsense(TABLE.at("answers_to"), &other)),
    };
    Ok(IdentityRow {
        id: row.id("id")?,
        settings: IdentitySettings {
            address: row.parsed(TABLE.at("address"))?,
            display_name: row.text("display_name")?,
            answers_to,
            of_new: formatted(row, ("of_new", "of_new_html"))?,
            of_reply: formatted(row, ("of_reply", "of_reply_html"))?,
            copy_to: row.json(TABLE.at("copy_to"))?,
            category_ids: row.json(TABLE.at("category_ids"))?,
        },
        updated_at: row.at("updated_at")?,
        archived_at: row.at_or_none("archived_at")?,
    })
}
