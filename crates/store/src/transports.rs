//! The way out of each organisation. Table `transports`: one each for now.

use domain::mailbox::{Security, SignIn};
use domain::outbox::TransportKind;
use domain::{OrganisationId, Secret, Timestamp};
use sea_orm::sea_query::{ExprTrait, OnConflict, Query};

use crate::events::{self, Change};
use crate::row::Columns;
use crate::sql::{self, NewRow, col, is};
use crate::{Conn, PasswordChange, StoreError, Tx};

/// What a person sets of the way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TransportSettings {
    /// Whether it is used; if not, the installation's is, and these values wait for their day.
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
}

/// The way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TransportRow {
    /// What a person set.
    pub settings: TransportSettings,
    /// Whether a password is kept; [`password`] reads it.
    pub has_password: bool,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// The organisation's way out; `None` until one is set.
pub async fn find(conn: &Conn, org: OrganisationId) -> Result<Option<TransportRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "kind", "host", "port", "security", "username", "helo_name", "in_use", "updated_at"])
        .column("oauth_application_id")
        .expr_as(col("sealed_password").is_not_null(), "has_password")
        .from("transports")
        .and_where(is("org_id", org));
    let Some(row) = conn.one(&query).await? else {
        return Ok(None);
    };
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
    };
    let (has_password, updated_at) = (row.flag("has_password")?, row.at("updated_at")?);
    Ok(Some(TransportRow { settings, has_password, updated_at }))
}

/// Sets the organisation's way out.
pub async fn put(
    tx: &Tx,
    org: OrganisationId,
    settings: &TransportSettings,
    password: &PasswordChange,
    at: Timestamp,
) -> Result<(), StoreError> {
    let shared = tx.shared();
    let sealed = match password {
        PasswordChange::Keep | PasswordChange::Clear => None,
        PasswordChange::Set(password) => {
            Some(shared.vault.seal(&vault_name(org), password, shared.entropy.as_ref())?)
        }
    };
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("kind", settings.kind.as_str())
        .with("host", settings.host.as_str())
        .with("port", settings.port)
        .with("security", settings.security.as_str())
        .with("username", settings.username.as_str())
        .with("sealed_password", sealed)
        .with("helo_name", settings.helo_name.as_str())
        .with("in_use", settings.in_use)
        .with("oauth_application_id", settings.sign_in.application())
        .with("updated_at", at);
    let mut again = OnConflict::column("org_id");
    again.update_columns(["kind", "host", "port", "security", "username", "helo_name"]);
    again.update_columns(["in_use", "updated_at", "oauth_application_id"]);
    match password {
        PasswordChange::Keep => {}
        PasswordChange::Clear | PasswordChange::Set(_) => {
            again.update_column("sealed_password");
        }
    }
    let mut statement = sql::insert("transports", [row]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}

/// The password, opened; `None` where none is kept.
pub async fn password(conn: &Conn, org: OrganisationId) -> Result<Option<Secret>, StoreError> {
    let mut query = Query::select();
    query.column("sealed_password").from("transports").and_where(is("org_id", org));
    let Some(row) = conn.one(&query).await? else {
        return Ok(None);
    };
    let sealed = row.bytes_or_none("sealed_password")?;
    sealed.map(|sealed| conn.shared().vault.open(&vault_name(org), &sealed)).transpose()
}

/// What the password is sealed for: there is one transport for each organisation.
fn vault_name(org: OrganisationId) -> String {
    format!("transports/of/{org}")
}
