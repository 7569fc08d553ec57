//! Ways out: the organisation's own in the table `transports`, those of its users and sender domains in
//! `owned_transports`. One each.

use domain::audit::Record;
use domain::mailbox::{Security, SignIn};
use domain::outbox::TransportKind;
use domain::transport::TransportOwner;
use domain::{OrganisationId, Secret, Timestamp, TransportId};
use sea_orm::sea_query::{Cond, ExprTrait, OnConflict, Order, Query, SelectStatement};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, PasswordChange, StoreError, Tx, audit};

/// What a person sets of a way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TransportSettings {
    /// Whether it is used; if not, the next wider one is, and these values wait for their day.
    pub in_use: bool,
    /// Direct or through a relay.
    pub kind: TransportKind,
    /// The relay; empty for direct.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who signs in there; empty for nobody.
    pub username: String,
    /// With what.
    pub sign_in: SignIn,
    /// The name we greet with; empty for the node's own.
    pub helo_name: String,
    /// Whether the relay takes mail with a return path other than the account's, so that reports come to us.
    pub own_return_path: bool,
    /// The terms of SPF that the relay's provider asks for, with a space between each; empty where nobody entered any.
    pub spf_terms: String,
}

/// A way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TransportRow {
    /// The id.
    pub id: TransportId,
    /// What a person set.
    pub settings: TransportSettings,
    /// Whether a password is kept; [`password`] reads it.
    pub has_password: bool,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// What keeps mail from leaving through it, while something does.
    pub failing: Option<Failing>,
    /// The largest mail that its relay takes, octets, as it announced it last.
    pub size_octets_max: Option<u64>,
    /// When it announced that.
    pub size_said_at: Option<Timestamp>,
}

/// That mail cannot leave through a way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failing {
    /// Since when.
    pub since: Timestamp,
    /// The server's words, or ours.
    pub words: String,
}

/// An owner's way out; `None` until one is set. Indexes `transports_by_org` and `owned_transports_unique`.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    owner: &TransportOwner,
) -> Result<Option<TransportRow>, StoreError> {
    let mut query = selected(table_of(owner));
    query.cond_where(owned_by(org, owner));
    conn.one(&query).await?.as_ref().map(read).transpose()
}

/// The ways out of sender domains, by their names, at most `limit`. Index `owned_transports_unique`.
pub async fn list_of_domains(
    conn: &Conn,
    org: OrganisationId,
    limit: u32,
) -> Result<Vec<(String, TransportRow)>, StoreError> {
    let mut query = selected(OWNED);
    query
        .column("owner_key")
        .and_where(is("org_id", org))
        .and_where(is("owner_kind", DOMAIN))
        .order_by("owner_key", Order::Asc)
        .limit(limit.into());
    conn.all(&query).await?.iter().map(|row| Ok((row.text("owner_key")?, read(row)?))).collect()
}

/// The domain whose way out this is; `None` where it is nobody's, or no domain's.
pub async fn find_domain(
    conn: &Conn,
    org: OrganisationId,
    id: TransportId,
) -> Result<Option<String>, StoreError> {
    let mut query = Query::select();
    query.column("owner_key").from(OWNED).and_where(is("org_id", org)).and_where(is("id", id));
    query.and_where(is("owner_kind", DOMAIN));
    conn.one(&query).await?.map(|row| row.text("owner_key")).transpose()
}

/// Sets an owner's way out. What was wrong with the one before is forgotten.
pub async fn put(
    tx: &Tx,
    (org, owner): (OrganisationId, &TransportOwner),
    settings: &TransportSettings,
    password: &PasswordChange,
    at: Timestamp,
) -> Result<(), StoreError> {
    audit::watch(tx, org, Record::outgoing_server(owner)).await?;
    let shared = tx.shared();
    let sealed = match password {
        PasswordChange::Keep | PasswordChange::Clear => None,
        PasswordChange::Set(password) => {
            Some(shared.vault.seal(&vault_name(org, owner), password, shared.entropy.as_ref())?)
        }
    };
    let row = NewRow::default().with("id", tx.new_id::<()>()).with("org_id", org);
    let (row, mut again) = match owner {
        TransportOwner::Organisation => (row, OnConflict::column("org_id")),
        TransportOwner::User(_) | TransportOwner::Domain(_) => {
            let row = row.with("owner_kind", owner.kind()).with("owner_key", owner.key());
            (row, OnConflict::columns(["org_id", "owner_kind", "owner_key"]))
        }
    };
    let row = row
        .with("kind", settings.kind.as_str())
        .with("host", settings.host.as_str())
        .with("port", settings.port)
        .with("security", settings.security.as_str())
        .with("username", settings.username.as_str())
        .with("sealed_password", sealed)
        .with("helo_name", settings.helo_name.as_str())
        .with("in_use", settings.in_use)
        .with("own_return_path", settings.own_return_path)
        .with("spf_terms", settings.spf_terms.as_str())
        .with("oauth_application_id", settings.sign_in.application())
        .with("updated_at", at)
        .with("failing_since", None::<Timestamp>)
        .with("failing_words", None::<&str>)
        // Another server has another limit; the same announces its own with the next mail.
        .with("size_octets_max", None::<u32>)
        .with("size_said_at", None::<Timestamp>);
    again.update_columns(["kind", "host", "port", "security", "username", "helo_name", "in_use"]);
    again.update_columns([
        "own_return_path",
        "spf_terms",
        "updated_at",
        "oauth_application_id",
        "failing_since",
        "failing_words",
        "size_octets_max",
        "size_said_at",
    ]);
    match password {
        PasswordChange::Keep => {}
        PasswordChange::Clear | PasswordChange::Set(_) => {
            again.update_column("sealed_password");
        }
    }
    let mut statement = sql::insert(table_of(owner), [row]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}

/// Removes an owner's way out, with its password; whether there was one.
pub async fn delete(tx: &Tx, org: OrganisationId, owner: &TransportOwner) -> Result<bool, StoreError> {
    audit::watch(tx, org, Record::outgoing_server(owner)).await?;
    let mut statement = Query::delete();
    statement.from_table(table_of(owner)).cond_where(owned_by(org, owner));
    let removed = tx.execute(&statement).await? > 0;
    if removed {
        events::insert(tx, org, Change::settings());
    }
    Ok(removed)
}

/// Notes that mail cannot leave through it, or that it can again; tells the screens where that changed, and returns whether.
/// It belongs to a way that was set at `set_at`: one that was set since starts anew.
pub async fn note(
    tx: &Tx,
    (org, owner): (OrganisationId, &TransportOwner),
    set_at: Timestamp,
    failing: Option<&Failing>,
) -> Result<bool, StoreError> {
    let mut statement = Query::update();
    statement
        .table(table_of(owner))
        .value("failing_since", failing.map(|failing| failing.since).stored())
        .value("failing_words", failing.map(|failing| failing.words.as_str()).stored())
        .cond_where(owned_by(org, owner))
        .and_where(is("updated_at", set_at));
    statement.and_where(match failing {
        Some(_) => col("failing_since").is_null(),
        None => col("failing_since").is_not_null(),
    });
    let has_changed = tx.execute(&statement).await? > 0;
    if has_changed {
        events::insert(tx, org, Change::settings());
    }
    Ok(has_changed)
}

/// Notes the largest mail that its relay takes, octets, as it said now; `None` where it announces no limit. It belongs to a way that
/// was set at `set_at`.
pub async fn note_size(
    tx: &Tx,
    (org, owner): (OrganisationId, &TransportOwner),
    set_at: Timestamp,
    (octets_max, said_at): (Option<u64>, Timestamp),
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement.value("size_said_at", said_at.stored());
    statement.table(table_of(owner)).cond_where(owned_by(org, owner)).and_where(is("updated_at", set_at));
    match octets_max {
        Some(octets) => statement.value("size_octets_max", octets.stored()),
        None => statement.value("size_octets_max", None::<i64>),
    };
    tx.execute(&statement).await?;
    Ok(())
}

/// The password, opened; `None` where none is kept.
pub async fn password(
    conn: &Conn,
    org: OrganisationId,
    owner: &TransportOwner,
) -> Result<Option<Secret>, StoreError> {
    find_opened(conn, org, owner).await?.map_or(Ok(None), |(_, password)| password)
}

/// An owner's way out and the password that was entered for it, opened, or why it cannot be; `None` until one is set.
pub async fn find_opened(
    conn: &Conn,
    org: OrganisationId,
    owner: &TransportOwner,
) -> Result<Option<(TransportRow, Result<Option<Secret>, StoreError>)>, StoreError> {
    let mut query = selected(table_of(owner));
    query.column("sealed_password").cond_where(owned_by(org, owner));
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    let sealed = row.bytes_or_none("sealed_password")?;
    let opened = sealed.map(|sealed| conn.shared().vault.open(&vault_name(org, owner), &sealed));
    Ok(Some((read(&row)?, opened.transpose())))
}

const OWNED: &str = "owned_transports";
/// The name of its kind of owner, as [`TransportOwner::kind`] has it.
const DOMAIN: &str = "domain";

const fn table_of(owner: &TransportOwner) -> &'static str {
    match owner {
        TransportOwner::Organisation => "transports",
        TransportOwner::User(_) | TransportOwner::Domain(_) => OWNED,
    }
}

fn owned_by(org: OrganisationId, owner: &TransportOwner) -> Cond {
    let of_org = Cond::all().add(is("org_id", org));
    match owner {
        TransportOwner::Organisation => of_org,
        TransportOwner::User(_) | TransportOwner::Domain(_) => {
            of_org.add(is("owner_kind", owner.kind())).add(is("owner_key", owner.key()))
        }
    }
}

fn selected(table: &'static str) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "kind", "host", "port", "security", "username", "helo_name", "in_use", "updated_at"])
        .columns(["own_return_path", "spf_terms", "oauth_application_id", "failing_since", "failing_words"])
        .columns(["size_octets_max", "size_said_at"])
        .expr_as(col("sealed_password").is_not_null(), "has_password")
        .from(table);
    query
}

fn read(row: &Row) -> Result<TransportRow, StoreError> {
    let table = Columns("transports");
    let settings = TransportSettings {
        in_use: row.flag("in_use")?,
        kind: row.parsed(table.at("kind"))?,
        host: row.text("host")?,
        port: row.small(table.at("port"))?,
        security: row.parsed(table.at("security"))?,
        username: row.text("username")?,
        sign_in: SignIn::from(row.id_or_none("oauth_application_id")?),
        helo_name: row.text("helo_name")?,
        own_return_path: row.flag("own_return_path")?,
        spf_terms: row.text("spf_terms")?,
    };
    let words = row.text_or_none("failing_words")?.unwrap_or_default();
    Ok(TransportRow {
        id: row.id("id")?,
        settings,
        has_password: row.flag("has_password")?,
        updated_at: row.at("updated_at")?,
        failing: row.at_or_none("failing_since")?.map(|since| Failing { since, words }),
        size_octets_max: row.small_or_none(table.at("size_octets_max"))?,
        size_said_at: row.at_or_none("size_said_at")?,
    })
}

/// What a password is sealed for: each owner has one transport.
fn vault_name(org: OrganisationId, owner: &TransportOwner) -> String {
    match owner {
        TransportOwner::Organisation => format!("transports/of/{org}"),
        TransportOwner::User(_) | TransportOwner::Domain(_) => {
            format!("transports/of/{org}/{}/{}", owner.kind(), owner.key())
        }
    }
}
