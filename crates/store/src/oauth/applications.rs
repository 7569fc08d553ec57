//! The applications that an organisation registered with providers. Table `oauth_applications`.

use domain::audit::AuditKind;
use domain::oauth::ClientAuth;
use domain::{OauthApplicationId, OrganisationId, Secret, Timestamp};
use sea_orm::sea_query::{ExprTrait, Order, Query, SelectStatement};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, sort_key};
use crate::{Conn, PasswordChange, StoreError, Tx, audit};

/// What a person sets of an application.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApplicationSettings {
    /// The name, unique in its organisation.
    pub name: String,
    /// The provider's stable name, or `own`.
    pub provider: String,
    /// RFC 6749 2.2.
    pub client_id: String,
    /// Where the secret stands in requests.
    pub client_auth: ClientAuth,
    /// Where it leads to and what it asks for.
    pub endpoints: Endpoints,
    /// When the secret ends, where a person knows it.
    pub secret_expires_at: Option<Timestamp>,
}

/// A provider's addresses, and what is asked of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Endpoints {
    /// RFC 6749 3.1.
    pub authorization: String,
    /// RFC 6749 3.2.
    pub token: String,
    /// RFC 8628 3.1; empty where there is none.
    pub device: String,
    /// RFC 7009; empty where there is none.
    pub revocation: String,
    /// Scopes, separated by blanks.
    pub scopes: String,
}

/// One application.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApplicationRow {
    /// The id.
    pub id: OauthApplicationId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// What a person set.
    pub settings: ApplicationSettings,
    /// Whether a secret is kept; [`secret`] reads it.
    pub has_secret: bool,
    /// When it last changed.
    pub updated_at: Timestamp,
}

const TABLE: Columns = Columns("oauth_applications");

/// All of an organisation, by name. Index `oauth_applications_unique`; they are few.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<ApplicationRow>, StoreError> {
    let mut query = select(org);
    query.order_by("name_key", Order::Asc);
    conn.all(&query).await?.iter().map(read).collect()
}

/// The application with this id.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: OauthApplicationId,
) -> Result<Option<ApplicationRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Its secret, opened; `None` where none is kept.
pub async fn secret(
    conn: &Conn,
    org: OrganisationId,
    id: OauthApplicationId,
) -> Result<Option<Secret>, StoreError> {
    let mut query = Query::select();
    query.column("sealed_client_secret").from("oauth_applications");
    query.and_where(is("org_id", org)).and_where(is("id", id));
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    let sealed = row.bytes_or_none("sealed_client_secret")?;
    sealed.map(|sealed| conn.shared().vault.open(&vault_name(id), &sealed)).transpose()
}

/// Makes an application; [`StoreError::Duplicate`] when the name is taken.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    settings: &ApplicationSettings,
    secret: Option<&Secret>,
    at: Timestamp,
) -> Result<OauthApplicationId, StoreError> {
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::OauthApplication, id)).await?;
    let Endpoints { authorization, token, device, revocation, scopes } = &settings.endpoints;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", settings.name.as_str())
        .with("name_key", sort_key(&settings.name))
        .with("provider", settings.provider.as_str())
        .with("client_id", settings.client_id.as_str())
        .with("sealed_client_secret", secret.map(|secret| seal(tx, id, secret)).transpose()?)
        .with("client_auth", settings.client_auth.as_str())
        .with("authorization_endpoint", authorization.as_str())
        .with("token_endpoint", token.as_str())
        .with("device_endpoint", device.as_str())
        .with("revocation_endpoint", revocation.as_str())
        .with("scopes", scopes.as_str())
        .with("secret_expires_at", settings.secret_expires_at)
        .with("created_at", at)
        .with("updated_at", at);
    tx.execute(&sql::insert("oauth_applications", [row])).await?;
    events::insert(tx, org, Change::settings());
    Ok(id)
}

/// Changes an application; `false` when there is none, [`StoreError::Duplicate`] when the name is taken.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: OauthApplicationId,
    (settings, secret): (&ApplicationSettings, &PasswordChange),
    at: Timestamp,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::OauthApplication, id)).await?;
    let mut statement = sql::update("oauth_applications", org, id);
    statement
        .value("name", settings.name.as_str())
        .value("name_key", sort_key(&settings.name))
        .value("provider", settings.provider.as_str())
        .value("client_id", settings.client_id.as_str())
        .value("client_auth", settings.client_auth.as_str())
        .value("authorization_endpoint", settings.endpoints.authorization.as_str())
        .value("token_endpoint", settings.endpoints.token.as_str())
        .value("device_endpoint", settings.endpoints.device.as_str())
        .value("revocation_endpoint", settings.endpoints.revocation.as_str())
        .value("scopes", settings.endpoints.scopes.as_str())
        .value("secret_expires_at", settings.secret_expires_at.stored())
        .value("updated_at", at.stored());
    match secret {
        PasswordChange::Keep => {}
        PasswordChange::Clear => {
            statement.value("sealed_client_secret", None::<Vec<u8>>.stored());
        }
        PasswordChange::Set(secret) => {
            statement.value("sealed_client_secret", seal(tx, id, secret)?);
        }
    }
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

/// Deletes an application that nobody uses; `false` when there is none. That nobody does is for the caller
/// to check, with [`count_users`].
pub async fn delete(tx: &Tx, org: OrganisationId, id: OauthApplicationId) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::OauthApplication, id)).await?;
    let mut statement = Query::delete();
    statement.from_table("oauth_applications").and_where(is("org_id", org)).and_where(is("id", id));
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

/// How many mailboxes and outgoing servers sign in with it. Index `mailboxes_by_oauth_application`.
pub async fn count_users(
    conn: &Conn,
    org: OrganisationId,
    id: OauthApplicationId,
) -> Result<u64, StoreError> {
    let count = |table: &'static str| {
        let mut query = Query::select();
        query.expr_as(col("id").count(), "users").from(table);
        query.and_where(is("org_id", org)).and_where(is("oauth_application_id", id));
        query
    };
    let mut mailboxes = count("mailboxes");
    mailboxes.and_where(col("deleted_at").is_null());
    let mut users = 0;
    for query in [mailboxes, count("transports"), count("owned_transports")] {
        let row = conn.one(&query).await?;
        users += row.map_or(Ok(0), |row| row.number("users"))?;
    }
    Ok(u64::try_from(users).unwrap_or(0))
}

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns([
            "id",
            "org_id",
            "name",
            "provider",
            "client_id",
            "client_auth",
            "authorization_endpoint",
            "token_endpoint",
            "device_endpoint",
            "revocation_endpoint",
            "scopes",
            "secret_expires_at",
            "updated_at",
        ])
        .expr_as(col("sealed_client_secret").is_not_null(), "has_secret")
        .from("oauth_applications")
        .and_where(is("org_id", org));
    query
}

fn read(row: &Row) -> Result<ApplicationRow, StoreError> {
    Ok(ApplicationRow {
        id: row.id("id")?,
        organisation: row.id("org_id")?,
        settings: ApplicationSettings {
            name: row.text("name")?,
            provider: row.text("provider")?,
            client_id: row.text("client_id")?,
            client_auth: row.parsed(TABLE.at("client_auth"))?,
            endpoints: Endpoints {
                authorization: row.text("authorization_endpoint")?,
                token: row.text("token_endpoint")?,
                device: row.text("device_endpoint")?,
                revocation: row.text("revocation_endpoint")?,
                scopes: row.text("scopes")?,
            },
            secret_expires_at: row.at_or_none("secret_expires_at")?,
        },
        has_secret: row.flag("has_secret")?,
        updated_at: row.at("updated_at")?,
    })
}

fn seal(tx: &Tx, id: OauthApplicationId, secret: &Secret) -> Result<Vec<u8>, StoreError> {
    let shared = tx.shared();
    shared.vault.seal(&vault_name(id), secret, shared.entropy.as_ref())
}

fn vault_name(id: OauthApplicationId) -> String {
    format!("oauth_applications/{id}")
}
