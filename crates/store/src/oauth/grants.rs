//! Grants: the tokens that a provider gave for a mailbox or the outgoing server. Table `oauth_grants`.
//!
//! The refresh token is what must not be lost: a new one is written in the transaction in which its access
//! token is, before that is used. Tokens are sealed for their owner's row, not for the grant's id.

use domain::audit::{AuditKind, Record};
use domain::oauth::{GrantOwner, GrantState};
use domain::transport::TransportOwner;
use domain::{OauthApplicationId, OrganisationId, Secret, Timestamp, UserId};
use sea_orm::sea_query::{OnConflict, Query, UpdateStatement};

use super::{applications, revocations};
use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, is};
use crate::{Conn, StoreError, Tx, audit, transports};

/// A grant as it stands, without its tokens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GrantRow {
    /// The tenant.
    pub organisation: OrganisationId,
    /// What it is for.
    pub owner: GrantOwner,
    /// Whose it is.
    pub application: OauthApplicationId,
    /// The user name that it was signed in for.
    pub account: String,
    /// The access token is not used from here on.
    pub access_usable_until: Timestamp,
    /// When the refresh token ends, where the provider says so.
    pub refresh_expires_at: Option<Timestamp>,
    /// Whether each renewal puts that off; `None` until one has shown it.
    pub refresh_rolls: Option<bool>,
    /// How it stands.
    pub standing: Standing,
    /// Raised with each set of tokens.
    pub version: i64,
    /// When a mail server's refusal last had it renewed.
    pub forced_at: Option<Timestamp>,
    /// When it is renewed.
    pub renew_at: Option<Timestamp>,
    /// When a person signed in.
    pub signed_in_at: Timestamp,
    /// When it was last renewed.
    pub renewed_at: Timestamp,
}

/// How a grant stands, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The state; never `Expiring`, which is computed.
    pub state: GrantState,
    /// Since when.
    pub since: Timestamp,
    /// The sign by which it was told; empty for one that works.
    pub because: String,
    /// What failed, with the provider's words; empty for one that works.
    pub words: String,
    /// Failures in a row.
    pub failures: u32,
}

/// What people are shown of a grant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Glance {
    /// The application's name.
    pub application_name: String,
    /// The state; never `Expiring`, which is computed.
    pub state: GrantState,
    /// What failed, with the provider's words; empty for one that works.
    pub words: String,
    /// When a person signed in.
    pub signed_in_at: Timestamp,
    /// When the refresh token ends, where the provider says so and renewing it does not put that off.
    pub refresh_expires_at: Option<Timestamp>,
    /// When the application's secret ends, where a person said so.
    pub secret_expires_at: Option<Timestamp>,
}

/// A grant with its tokens.
pub struct Held {
    /// The grant.
    pub row: GrantRow,
    /// The access token.
    pub access: Secret,
    /// The refresh token.
    pub refresh: Secret,
}

/// What a provider gave.
#[derive(Clone)]
pub struct Tokens {
    /// The access token.
    pub access: Secret,
    /// The refresh token.
    pub refresh: Secret,
    /// The access token is not used from here on.
    pub usable_until: Timestamp,
    /// It is renewed from here on.
    pub renew_at: Timestamp,
    /// When the refresh token ends, where the provider says so.
    pub refresh_expires_at: Option<Timestamp>,
    /// Whether renewing puts that off, where these tokens show it; else what is known stays.
    pub refresh_rolls: Option<bool>,
}

/// What a person's sign-in brought.
#[derive(Clone)]
pub struct NewGrant {
    /// Whose it is.
    pub application: OauthApplicationId,
    /// The user name that it is for.
    pub account: String,
    /// The tokens.
    pub tokens: Tokens,
    /// Who signed in.
    pub user: UserId,
    /// The present.
    pub at: Timestamp,
}

/// The grant of this owner.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    owner: GrantOwner,
) -> Result<Option<GrantRow>, StoreError> {
    let mut query = Query::select();
    query.columns(COLUMNS).from("oauth_grants");
    query.and_where(is("org_id", org)).and_where(is("purpose", owner.purpose()));
    query.and_where(is("subject_id", owner.subject()));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// What people are shown of the grant of this owner.
pub async fn find_glance(
    conn: &Conn,
    org: OrganisationId,
    owner: GrantOwner,
) -> Result<Option<Glance>, StoreError> {
    let Some(row) = find(conn, org, owner).await? else { return Ok(None) };
    let application = applications::find(conn, org, row.application).await?;
    let (application_name, secret_expires_at) = application
        .map(|application| (application.settings.name, application.settings.secret_expires_at))
        .unwrap_or_default();
    Ok(Some(Glance {
        application_name,
        state: row.standing.state,
        words: row.standing.words,
        signed_in_at: row.signed_in_at,
        refresh_expires_at: last_end(row.refresh_expires_at, row.refresh_rolls, row.renew_at),
        secret_expires_at,
    }))
}

/// The end of a refresh token that no renewal puts off. Until one has shown whether it does, that is what is hoped of the next,
/// where it comes before the end.
pub(crate) fn last_end(
    ends_at: Option<Timestamp>,
    rolls: Option<bool>,
    renew_at: Option<Timestamp>,
) -> Option<Timestamp> {
    ends_at.filter(|ends_at| match rolls {
        Some(rolls) => !rolls,
        None => renew_at.is_none_or(|renew_at| renew_at >= *ends_at),
    })
}

/// The same with its tokens, opened.
pub async fn find_held(
    conn: &Conn,
    org: OrganisationId,
    owner: GrantOwner,
) -> Result<Option<Held>, StoreError> {
    let mut query = Query::select();
    query.columns(COLUMNS).columns(["sealed_access_token", "sealed_refresh_token"]).from("oauth_grants");
    query.and_where(is("org_id", org)).and_where(is("purpose", owner.purpose()));
    query.and_where(is("subject_id", owner.subject()));
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    let open = |column: &'static str, what| {
        let sealed = row.bytes_or_none(column)?.ok_or(StoreError::Unsealable)?;
        conn.shared().vault.open(&vault_name(org, owner, what), &sealed)
    };
    let access = open("sealed_access_token", "access")?;
    let refresh = open("sealed_refresh_token", "refresh")?;
    Ok(Some(Held { row: read(&row)?, access, refresh }))
}

/// Keeps what a person's sign-in brought, over what was there before: whoever renews that finds his version
/// gone. What another application was granted is taken back.
pub async fn put(tx: &Tx, org: OrganisationId, owner: GrantOwner, new: &NewGrant) -> Result<(), StoreError> {
    watch(tx, org, owner).await?;
    let before = find(tx, org, owner).await?;
    if before.as_ref().is_some_and(|before| before.application != new.application) {
        delete(tx, org, owner).await?;
    }
    let (access, refresh) = sealed(tx, org, owner, &new.tokens)?;
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("purpose", owner.purpose())
        .with("subject_id", owner.subject())
        .with("application_id", new.application)
        .with("account", new.account.as_str())
        .with("sealed_refresh_token", refresh)
        .with("sealed_access_token", access)
        .with("access_usable_until", new.tokens.usable_until)
        .with("refresh_expires_at", new.tokens.refresh_expires_at)
        .with("state", GrantState::Good.as_str())
        .with("state_since", new.at)
        .with("because", "")
        .with("words", "")
        .with("failures", 0_i64)
        .with("version", before.map_or(1, |before| before.version + 1))
        .with("forced_at", None::<Timestamp>)
        .with("renew_at", new.tokens.renew_at)
        .with("lease_owner", None::<String>)
        .with("lease_until", None::<Timestamp>)
        .with("signed_in_by", new.user)
        .with("signed_in_at", new.at)
        .with("renewed_at", new.at);
    let mut again = OnConflict::columns(["org_id", "purpose", "subject_id"]);
    again.update_columns(REPLACED);
    let mut statement = sql::insert("oauth_grants", [row]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    tell(tx, org, owner);
    Ok(())
}

/// Removes a grant, and has the provider asked to forget it where it can be. `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, owner: GrantOwner) -> Result<bool, StoreError> {
    if find(tx, org, owner).await?.is_none() {
        return Ok(false);
    }
    watch(tx, org, owner).await?;
    // A grant whose tokens cannot be opened is removed all the same.
    if let Ok(Some(held)) = find_held(tx, org, owner).await {
        revocations::insert(tx, org, &held).await?;
    }
    let mut statement = Query::delete();
    statement.from_table("oauth_grants").and_where(is("org_id", org));
    statement.and_where(is("purpose", owner.purpose())).and_where(is("subject_id", owner.subject()));
    tx.execute(&statement).await?;
    tell(tx, org, owner);
    Ok(true)
}

/// The owners of all grants of an application. Index `oauth_grants_of_application`.
pub async fn list_of_application(
    conn: &Conn,
    org: OrganisationId,
    application: OauthApplicationId,
) -> Result<Vec<GrantRow>, StoreError> {
    let mut query = Query::select();
    query.columns(COLUMNS).from("oauth_grants");
    query.and_where(is("org_id", org)).and_where(is("application_id", application));
    conn.all(&query).await?.iter().map(read).collect()
}

/// Whether another grant is of the same account and application: a provider may take back both at once.
pub(super) async fn has_another(conn: &Conn, row: &GrantRow) -> Result<bool, StoreError> {
    let all = list_of_application(conn, row.organisation, row.application).await?;
    Ok(all.iter().any(|other| other.owner != row.owner && other.account.eq_ignore_ascii_case(&row.account)))
}

/// The tokens, sealed for their owner: access and refresh.
pub(super) fn sealed(
    tx: &Tx,
    org: OrganisationId,
    owner: GrantOwner,
    tokens: &Tokens,
) -> Result<(Vec<u8>, Vec<u8>), StoreError> {
    let shared = tx.shared();
    let seal = |what, token| shared.vault.seal(&vault_name(org, owner, what), token, shared.entropy.as_ref());
    Ok((seal("access", &tokens.access)?, seal("refresh", &tokens.refresh)?))
}

/// The record that a grant belongs to is watched.
async fn watch(tx: &Tx, org: OrganisationId, owner: GrantOwner) -> Result<(), StoreError> {
    let record = match owner {
        GrantOwner::Mailbox(id) => Record::of(AuditKind::Mailbox, id),
        GrantOwner::Transport => Record::outgoing_server(&TransportOwner::Organisation),
        GrantOwner::User(id) => Record::outgoing_server(&TransportOwner::User(id)),
        GrantOwner::Domain(id) => {
            let Some(domain) = transports::find_domain(tx, org, id).await? else { return Ok(()) };
            Record::outgoing_server(&TransportOwner::Domain(domain))
        }
    };
    audit::watch(tx, org, record).await
}

/// Whoever shows the owner is told.
pub(super) fn tell(tx: &Tx, org: OrganisationId, owner: GrantOwner) {
    match owner {
        GrantOwner::Mailbox(id) => events::insert(tx, org, Change::mailbox(id)),
        GrantOwner::Transport | GrantOwner::User(_) | GrantOwner::Domain(_) => {
            events::insert(tx, org, Change::settings());
        }
    }
}

/// Changes the grant of an owner that has this version.
pub(super) fn of_version(org: OrganisationId, owner: GrantOwner, version: i64) -> UpdateStatement {
    let mut statement = Query::update();
    statement.table("oauth_grants").and_where(is("org_id", org));
    statement.and_where(is("purpose", owner.purpose())).and_where(is("subject_id", owner.subject()));
    statement.and_where(is("version", version));
    statement
}

fn vault_name(org: OrganisationId, owner: GrantOwner, what: &str) -> String {
    format!("oauth_grants/{org}/{}/{}/{what}", owner.purpose(), owner.subject())
}

const TABLE: Columns = Columns("oauth_grants");

/// What another sign-in writes over: not which end was told, nor whether renewing puts it off, which is the provider's habit.
const REPLACED: [&str; 19] = [
    "application_id",
    "account",
    "sealed_refresh_token",
    "sealed_access_token",
    "access_usable_until",
    "refresh_expires_at",
    "state",
    "state_since",
    "because",
    "words",
    "failures",
    "version",
    "forced_at",
    "renew_at",
    "lease_owner",
    "lease_until",
    "signed_in_by",
    "signed_in_at",
    "renewed_at",
];

pub(super) const COLUMNS: [&str; 19] = [
    "id",
    "org_id",
    "purpose",
    "subject_id",
    "application_id",
    "account",
    "access_usable_until",
    "refresh_expires_at",
    "refresh_rolls",
    "state",
    "state_since",
    "because",
    "words",
    "failures",
    "version",
    "forced_at",
    "renew_at",
    "signed_in_at",
    "renewed_at",
];

pub(super) fn read(row: &Row) -> Result<GrantRow, StoreError> {
    Ok(GrantRow {
        organisation: row.id("org_id")?,
        owner: owner(row, TABLE)?,
        application: row.id("application_id")?,
        account: row.text("account")?,
        access_usable_until: row.at("access_usable_until")?,
        refresh_expires_at: row.at_or_none("refresh_expires_at")?,
        refresh_rolls: row.flag_or_none("refresh_rolls")?,
        standing: Standing {
            state: row.parsed(TABLE.at("state"))?,
            since: row.at("state_since")?,
            because: row.text("because")?,
            words: row.text("words")?,
            failures: row.small(TABLE.at("failures"))?,
        },
        version: row.number("version")?,
        forced_at: row.at_or_none("forced_at")?,
        renew_at: row.at_or_none("renew_at")?,
        signed_in_at: row.at("signed_in_at")?,
        renewed_at: row.at("renewed_at")?,
    })
}

/// The owner that a row of this table names.
pub(super) fn owner(row: &Row, table: Columns) -> Result<GrantOwner, StoreError> {
    let purpose = row.text("purpose")?;
    GrantOwner::from_parts(&purpose, row.number("subject_id")?)
        .ok_or_else(|| row.nonsense(table.at("purpose"), &purpose))
}
