//! The keys of sender domains. Private halves are sealed, opened for signing alone, and gone once a key is retired.

use domain::audit::AuditKind;
use domain::limits::{DKIM_KEYS_MAX, SENDER_DOMAINS_EVER_MAX};
use domain::sender_domain::{DkimAlgorithm, DkimKeyState, Findings, RecordKind, SenderDomainState};
use domain::{DkimKeyId, OrganisationId, Secret, SenderDomainId, Timestamp};
use sea_orm::sea_query::{ExprTrait, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, is_among, is_of, joined};
use crate::{Conn, StoreError, Tx, audit};

/// A key, without its private half.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DkimKeyRow {
    /// The id.
    pub id: DkimKeyId,
    /// The domain that it signs for.
    pub domain_id: SenderDomainId,
    /// Which of the domain's keys.
    pub selector: String,
    /// How it signs.
    pub algorithm: DkimAlgorithm,
    /// Which pair of keys of the domain it belongs to, from 1.
    pub generation: u32,
    /// Its public half in base64.
    pub public_key: String,
    /// Where it stands.
    pub state: DkimKeyState,
    /// When its record was first seen; `None` again once it is missed, of one that not every receiver checks.
    pub seen_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stopped signing.
    pub retired_at: Option<Timestamp>,
}

/// A key to be kept.
#[derive(Clone)]
pub struct NewDkimKey {
    /// Which of the domain's keys.
    pub selector: String,
    /// How it signs.
    pub algorithm: DkimAlgorithm,
    /// Which pair of keys of the domain it belongs to.
    pub generation: u32,
    /// Its private half.
    pub private_key: Secret,
    /// Its public half in base64.
    pub public_key: String,
    /// Where it stands.
    pub state: DkimKeyState,
}

/// What mail of a domain is signed with.
pub struct Signing {
    /// Where the domain stands.
    pub state: SenderDomainState,
    /// Whether its return path leads to our host.
    pub returns_here: bool,
    /// Whether it was live, and its key is gone from DNS.
    pub switched_off: bool,
    /// Keys that are active and were seen in DNS, RSA first; none while the domain does not sign.
    pub keys: Vec<(String, DkimAlgorithm, Secret)>,
}

/// The keys of all living domains, the oldest pair first. Index `dkim_keys_of_domain`.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<DkimKeyRow>, StoreError> {
    let mut query = select(org);
    query.limit((SENDER_DOMAINS_EVER_MAX * DKIM_KEYS_MAX) as u64);
    conn.all(&query).await?.iter().map(read).collect()
}

/// The keys of one domain, the oldest pair first. Index `dkim_keys_of_domain`.
pub async fn list_of(
    conn: &Conn,
    org: OrganisationId,
    domain: SenderDomainId,
) -> Result<Vec<DkimKeyRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("domain_id", domain)).limit(DKIM_KEYS_MAX as u64);
    conn.all(&query).await?.iter().map(read).collect()
}

/// The number of a domain's next pair of keys: one that none of its pairs ever had, not even one that was called off. Its
/// selectors may have been shown and published, and whoever asked for their records remembers them for as long as DNS lets
/// him: with other keys there, good signatures would fail (RFC 6376 3.1). Keys in a slot of the operator's zone
/// share its selector: there a week lies between what one signed and what the next one does.
pub async fn next_generation(
    conn: &Conn,
    org: OrganisationId,
    domain: SenderDomainId,
) -> Result<u32, StoreError> {
    let mut query = Query::select();
    query
        .column("last_generation")
        .from("sender_domains")
        .and_where(is("org_id", org))
        .and_where(is("id", domain));
    let given = match conn.one(&query).await? {
        Some(row) => row.small(Columns("sender_domains").at("last_generation"))?,
        None => 0_u32,
    };
    Ok(std::cmp::max(given, highest(conn, org, domain).await?).saturating_add(1))
}

/// The number of the newest pair of keys that a domain has. Index `dkim_keys_of_domain`.
async fn highest(conn: &Conn, org: OrganisationId, domain: SenderDomainId) -> Result<u32, StoreError> {
    let mut query = Query::select();
    query
        .column("generation")
        .from("dkim_keys")
        .and_where(is("org_id", org))
        .and_where(is("domain_id", domain))
        .order_by("generation", Order::Desc)
        .limit(1);
    let row = conn.one(&query).await?;
    row.map_or(Ok(0), |row| row.small(Columns("dkim_keys").at("generation")))
}

/// Notes with the domain which number its newest pair has, before or after keys come and go.
pub(super) async fn note_generation(
    tx: &Tx,
    org: OrganisationId,
    domain: SenderDomainId,
) -> Result<(), StoreError> {
    let highest = i64::from(highest(tx, org, domain).await?);
    let mut statement = sql::update("sender_domains", org, domain);
    statement.value("last_generation", highest).and_where(col("last_generation").lt(highest));
    tx.execute(&statement).await?;
    Ok(())
}

/// Keeps new keys of a domain, whose records are then waited for. That the domain is there is for the caller to
/// check.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    domain: SenderDomainId,
    (keys, at): (&[NewDkimKey], Timestamp),
) -> Result<(), StoreError> {
    audit::watch_one(tx, org, (AuditKind::SenderDomain, domain)).await?;
    let shared = tx.shared();
    for key in keys {
        let id = tx.new_id();
        let sealed = shared.vault.seal(&vault_name(id), &key.private_key, shared.entropy.as_ref())?;
        let row = NewRow::default()
            .with("id", id)
            .with("org_id", org)
            .with("domain_id", domain)
            .with("selector", key.selector.as_str())
            .with("algorithm", key.algorithm.as_str())
            .with("generation", key.generation)
            .with("sealed_private_key", sealed)
            .with("public_key", key.public_key.as_str())
            .with("state", key.state.as_str())
            .with("created_at", at);
        tx.execute(&sql::insert("dkim_keys", [row])).await?;
    }
    note_generation(tx, org, domain).await?;
    super::touch(tx, org, domain, at).await
}

/// What mail from this domain is signed with; `None` when it is no living sender domain. Index
/// `sender_domains_by_name`.
pub async fn signing(conn: &Conn, org: OrganisationId, name: &str) -> Result<Option<Signing>, StoreError> {
    let mut query = Query::select();
    query
        .columns([
            ("d", "state"),
            ("d", "switched_off_at"),
            ("d", "findings"),
            ("k", "id"),
            ("k", "selector"),
            ("k", "algorithm"),
            ("k", "seen_at"),
        ])
        .expr_as(col("k.state"), "key_state")
        .column(("k", "sealed_private_key"))
        .from_as("sender_domains", "d")
        .left_join(
            sea_orm::sea_query::IntoTableRef::into_table_ref("dkim_keys").alias("k"),
            joined("k.domain_id", "d.id", ("k.org_id", "d.org_id")),
        )
        .and_where(is("d.org_id", org))
        .and_where(is("d.name", name))
        .and_where(col("d.archived_at").is_null())
        .order_by(("k", "generation"), Order::Asc)
        .order_by(("k", "id"), Order::Asc)
        .limit(DKIM_KEYS_MAX as u64);
    let rows = conn.all(&query).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let state: SenderDomainState = first.parsed(Columns("sender_domains").at("state"))?;
    let mut keys = Vec::new();
    for row in rows.iter().filter(|_| state.signs()) {
        let is_active = row.text_or_none("key_state")?.as_deref() == Some(DkimKeyState::Active.as_str());
        let sealed = row.bytes_or_none("sealed_private_key")?;
        let (Some(sealed), true, Some(_)) = (sealed, is_active, row.at_or_none("seen_at")?) else { continue };
        let private = conn.shared().vault.open(&vault_name(row.id("id")?), &sealed)?;
        keys.push((row.text("selector")?, row.parsed(Columns("dkim_keys").at("algorithm"))?, private));
    }
    let switched_off = first.at_or_none("switched_off_at")?.is_some();
    let findings: Findings = first.json(Columns("sender_domains").at("findings"))?;
    let returns_here =
        findings.records.iter().any(|record| record.kind == RecordKind::ReturnPath && record.is_in_force());
    Ok(Some(Signing { state, returns_here, switched_off, keys }))
}

/// Notes that records were seen, if they were not before.
pub(super) async fn note_published(
    tx: &Tx,
    org: OrganisationId,
    ids: &[DkimKeyId],
    at: Timestamp,
) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut statement = Query::update();
    statement.table("dkim_keys").value("seen_at", at.stored());
    statement.and_where(is_of("org_id", org)).and_where(is_among("id", ids));
    statement.and_where(col("seen_at").is_null());
    tx.execute(&statement).await?;
    Ok(())
}

/// Notes that records are no longer seen.
pub(super) async fn note_unseen(tx: &Tx, org: OrganisationId, ids: &[DkimKeyId]) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut statement = Query::update();
    statement.table("dkim_keys").value("seen_at", None::<Timestamp>.stored());
    statement.and_where(is_of("org_id", org)).and_where(is_among("id", ids));
    tx.execute(&statement).await?;
    Ok(())
}

/// Removes retired keys; of others nothing happens.
pub async fn delete_retired(tx: &Tx, org: OrganisationId, ids: &[DkimKeyId]) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut statement = Query::delete();
    statement.from_table("dkim_keys").and_where(is_of("org_id", org)).and_where(is_among("id", ids));
    statement.and_where(is("state", DkimKeyState::Retired.as_str()));
    tx.execute(&statement).await?;
    Ok(())
}

/// Calls off keys that wait, with their private halves; `false` where none does. Those that sign go on.
pub async fn delete_waiting(
    tx: &Tx,
    org: OrganisationId,
    domain: SenderDomainId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::SenderDomain, domain)).await?;
    note_generation(tx, org, domain).await?;
    let mut statement = Query::delete();
    statement.from_table("dkim_keys").and_where(is("org_id", org)).and_where(is("domain_id", domain));
    statement.and_where(is("state", DkimKeyState::Next.as_str()));
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    super::touch(tx, org, domain, at).await?;
    Ok(true)
}

/// The keys that sign are retired, and those that wait take over. Where none waits, nothing happens: a domain never
/// loses its last keys to a switch.
pub(super) async fn switch(
    tx: &Tx,
    (org, domain): (OrganisationId, SenderDomainId),
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut waiting = Query::select();
    waiting.column("generation").from("dkim_keys").and_where(is("org_id", org));
    waiting.and_where(is("domain_id", domain)).and_where(is("state", DkimKeyState::Next.as_str()));
    waiting.order_by("generation", Order::Asc).limit(1);
    let Some(first) = tx.one(&waiting).await? else { return Ok(()) };
    let generation: u32 = first.small(Columns("dkim_keys").at("generation"))?;
    audit::watch_one(tx, org, (AuditKind::SenderDomain, domain)).await?;
    let of_domain = |state: DkimKeyState| {
        let mut statement = Query::update();
        statement.table("dkim_keys").and_where(is("org_id", org)).and_where(is("domain_id", domain));
        statement.and_where(is("state", state.as_str()));
        statement
    };
    let mut retiring = of_domain(DkimKeyState::Active);
    retiring
        .value("state", DkimKeyState::Retired.as_str())
        .value("retired_at", at.stored())
        .value("sealed_private_key", None::<Vec<u8>>)
        .and_where(col("generation").lt(i64::from(generation)));
    tx.execute(&retiring).await?;
    let mut taking_over = of_domain(DkimKeyState::Next);
    taking_over.value("state", DkimKeyState::Active.as_str());
    tx.execute(&taking_over).await?;
    Ok(())
}

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "domain_id", "selector", "algorithm", "generation", "public_key", "state"])
        .columns(["seen_at", "created_at", "retired_at"])
        .from("dkim_keys")
        .and_where(is("org_id", org))
        .order_by("generation", Order::Asc)
        .order_by("id", Order::Asc);
    query
}

fn read(row: &Row) -> Result<DkimKeyRow, StoreError> {
    let table = Columns("dkim_keys");
    Ok(DkimKeyRow {
        id: row.id("id")?,
        domain_id: row.id("domain_id")?,
        selector: row.text("selector")?,
        algorithm: row.parsed(table.at("algorithm"))?,
        generation: row.small(table.at("generation"))?,
        public_key: row.text("public_key")?,
        state: row.parsed(table.at("state"))?,
        seen_at: row.at_or_none("seen_at")?,
        created_at: row.at("created_at")?,
        retired_at: row.at_or_none("retired_at")?,
    })
}

/// What a key's private half is sealed for.
fn vault_name(id: DkimKeyId) -> String {
    format!("dkim_keys/{id}")
}
