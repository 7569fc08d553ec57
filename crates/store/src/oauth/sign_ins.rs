//! Sign-ins with providers that are under way. Table `oauth_sign_ins`: of a state only its hash is kept, and
//! the verifier or device code is sealed.

use domain::oauth::{GrantOwner, SignInOutcome, SignInWay};
use domain::{OauthApplicationId, OauthSignInId, OrganisationId, Secret, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, Query, UpdateStatement};

use super::grants;
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Claim, Conn, StoreError, Tx};

/// The hash of a state (RFC 6749 10.12).
pub type StateHash = [u8; 32];

/// A sign-in that begins.
#[derive(Clone)]
pub struct NewSignIn {
    /// Who signs in, and what in his hands begins it.
    pub user: UserId,
    /// The session or key: nobody else finishes it.
    pub bound_to: String,
    /// What it is for.
    pub owner: GrantOwner,
    /// Through which application.
    pub application: OauthApplicationId,
    /// The user name that it is for.
    pub account: String,
    /// The state's hash, for one in a browser.
    pub state_hash: Option<StateHash>,
    /// The verifier (RFC 7636) or the device code (RFC 8628).
    pub secret: Secret,
    /// What a person types at the provider, for one by device.
    pub device: Option<DeviceCode>,
    /// The present.
    pub at: Timestamp,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// What a person types, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceCode {
    /// What he types.
    pub user_code: String,
    /// Where.
    pub address: String,
    /// Seconds between two questions whether he has.
    pub interval_s: u32,
}

/// A sign-in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignInRow {
    /// The id.
    pub id: OauthSignInId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// Who signs in.
    pub user: UserId,
    /// The session or key.
    pub bound_to: String,
    /// What it is for.
    pub owner: GrantOwner,
    /// Through which application.
    pub application: OauthApplicationId,
    /// The user name that it is for.
    pub account: String,
    /// Browser or device.
    pub way: SignInWay,
    /// What is typed at the provider, for one by device.
    pub device: Option<DeviceCode>,
    /// How it ended.
    pub outcome: SignInOutcome,
    /// The sign by which that was told.
    pub because: String,
    /// What failed, with the provider's words.
    pub words: String,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// Begins one.
pub async fn insert(tx: &Tx, org: OrganisationId, new: &NewSignIn) -> Result<OauthSignInId, StoreError> {
    let id: OauthSignInId = tx.new_id();
    let shared = tx.shared();
    let sealed = shared.vault.seal(&vault_name(id), &new.secret, shared.entropy.as_ref())?;
    let way = if new.device.is_some() { SignInWay::Device } else { SignInWay::Browser };
    let due_at = new.device.as_ref().map(|device| new.at.plus_seconds(i64::from(device.interval_s)));
    let device = new.device.as_ref();
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("user_id", new.user)
        .with("bound_to", new.bound_to.as_str())
        .with("purpose", new.owner.purpose())
        .with("subject_id", new.owner.subject())
        .with("application_id", new.application)
        .with("account", new.account.as_str())
        .with("way", way.as_str())
        .with("state_hash", new.state_hash.map(|hash| hash.to_vec()))
        .with("sealed_secret", sealed)
        .with("user_code", device.map_or("", |device| device.user_code.as_str()))
        .with("verification_address", device.map_or("", |device| device.address.as_str()))
        .with("interval_s", device.map_or(0, |device| device.interval_s))
        .with("outcome", SignInOutcome::Waiting.as_str())
        .with("because", "")
        .with("words", "")
        .with("created_at", new.at)
        .with("expires_at", new.expires_at)
        .with("due_at", due_at);
    tx.execute(&sql::insert("oauth_sign_ins", [row])).await?;
    Ok(id)
}

/// How many an organisation has under way for what is everybody's; each user may have one for his own server besides.
/// Index `oauth_sign_ins_by_org`.
pub async fn count_waiting(conn: &Conn, org: OrganisationId, now: Timestamp) -> Result<u64, StoreError> {
    let mut query = Query::select();
    query.expr_as(col("id").count(), "waiting").from("oauth_sign_ins").and_where(is("org_id", org));
    query.and_where(is("outcome", SignInOutcome::Waiting.as_str()));
    query.and_where(col("purpose").ne(OWN)).and_where(col("expires_at").gt(now.stored()));
    let row = conn.one(&query).await?;
    Ok(u64::try_from(row.map_or(Ok(0), |row| row.number("waiting"))?).unwrap_or(0))
}

/// The purpose of a user's own server, [`GrantOwner::User`].
const OWN: &str = "user";

/// A user's own sign-in.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    id: OauthSignInId,
) -> Result<Option<SignInRow>, StoreError> {
    let mut query = Query::select();
    query.columns(COLUMNS).from("oauth_sign_ins");
    query.and_where(is("org_id", org)).and_where(is("user_id", user)).and_where(is("id", id));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Takes the sign-in in a browser with this state: it is there once, whoever else comes with it. Index
/// `oauth_sign_ins_state`.
pub async fn take(
    tx: &Tx,
    org: OrganisationId,
    (user, bound_to): (UserId, &str),
    state: &StateHash,
) -> Result<Option<(SignInRow, Secret)>, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("oauth_sign_ins").and_where(is("org_id", org)).and_where(is("user_id", user));
    statement.and_where(is("bound_to", bound_to)).and_where(is("state_hash", state.to_vec()));
    statement.returning_all();
    let rows = tx.returning(&statement).await?;
    rows.first().map(|row| Ok((read(row)?, secret(tx, row)?))).transpose()
}

/// Forgets a user's own sign-in, finished or not; `false` when there is none.
pub async fn cancel(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    id: OauthSignInId,
) -> Result<bool, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("oauth_sign_ins").and_where(is("org_id", org));
    statement.and_where(is("user_id", user)).and_where(is("id", id));
    Ok(tx.execute(&statement).await? == 1)
}

/// Forgets what is under way for an owner whose settings lead elsewhere from here on. Index
/// `oauth_sign_ins_by_org`.
pub async fn forget_of_owner(tx: &Tx, org: OrganisationId, owner: GrantOwner) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("oauth_sign_ins").and_where(is("org_id", org));
    statement.and_where(is("purpose", owner.purpose())).and_where(is("subject_id", owner.subject()));
    statement.and_where(is("outcome", SignInOutcome::Waiting.as_str()));
    tx.execute(&statement).await.map(|_forgotten| ())
}

/// Forgets what a user has under way for an owner. Index `oauth_sign_ins_by_org`.
pub async fn forget_own(
    tx: &Tx,
    org: OrganisationId,
    (user, owner): (UserId, GrantOwner),
) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("oauth_sign_ins").and_where(is("org_id", org)).and_where(is("user_id", user));
    statement.and_where(is("purpose", owner.purpose())).and_where(is("subject_id", owner.subject()));
    statement.and_where(is("outcome", SignInOutcome::Waiting.as_str()));
    tx.execute(&statement).await.map(|_forgotten| ())
}

/// Forgets what is under way through an application that leads elsewhere from here on. Index
/// `oauth_sign_ins_by_org`.
pub async fn forget_of_application(
    tx: &Tx,
    org: OrganisationId,
    application: OauthApplicationId,
) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("oauth_sign_ins").and_where(is("org_id", org));
    statement.and_where(is("application_id", application));
    statement.and_where(is("outcome", SignInOutcome::Waiting.as_str()));
    tx.execute(&statement).await.map(|_forgotten| ())
}

/// Claims the device codes of all organisations that are to be asked for; one that cannot be opened comes
/// without its code, so that it holds up nobody else's. Index `oauth_sign_ins_due`.
pub async fn claim_due(tx: &Tx, claim: &Claim) -> Result<Vec<(SignInRow, Option<Secret>)>, StoreError> {
    let mut statement = sql::claim("oauth_sign_ins", "due_at", claim);
    statement.returning_all();
    let rows = tx.returning(&statement).await?;
    rows.iter().map(|row| Ok((read(row)?, secret(tx, row).ok()))).collect()
}

/// The person has not finished: it is asked for again then. `false` when it was cancelled, or is another's.
pub async fn record_waiting(
    tx: &Tx,
    row: &SignInRow,
    owner: &str,
    (interval_s, due_at): (u32, Timestamp),
) -> Result<bool, StoreError> {
    let mut statement = held(row, owner);
    statement.value("interval_s", interval_s.stored()).value("due_at", due_at.stored());
    Ok(tx.execute(&statement).await? == 1)
}

/// It ended so; `false` when it was cancelled, or is another's.
pub async fn record_ended(
    tx: &Tx,
    row: &SignInRow,
    owner: &str,
    (outcome, because, words): (SignInOutcome, &str, &str),
) -> Result<bool, StoreError> {
    let mut statement = held(row, owner);
    statement
        .value("outcome", outcome.as_str())
        .value("because", because)
        .value("words", words)
        .value("due_at", None::<i64>)
        .value("lease_owner", None::<String>)
        .value("sealed_secret", None::<Vec<u8>>.stored());
    Ok(tx.execute(&statement).await? == 1)
}

/// Forgets those that were over before; returns how many. Index `oauth_sign_ins_by_age`.
pub async fn delete_before(tx: &Tx, at: Timestamp) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("oauth_sign_ins").and_where(col("expires_at").lt(at.stored()));
    tx.execute(&statement).await
}

fn held(row: &SignInRow, owner: &str) -> UpdateStatement {
    let mut statement = sql::update("oauth_sign_ins", row.organisation, row.id);
    statement.and_where(is("lease_owner", owner));
    statement
}

fn secret(tx: &Tx, row: &Row) -> Result<Secret, StoreError> {
    let sealed = row.bytes_or_none("sealed_secret")?.ok_or(StoreError::Unsealable)?;
    tx.shared().vault.open(&vault_name(row.id("id")?), &sealed)
}

fn vault_name(id: OauthSignInId) -> String {
    format!("oauth_sign_ins/{id}")
}

const TABLE: Columns = Columns("oauth_sign_ins");

const COLUMNS: [&str; 16] = [
    "id",
    "org_id",
    "user_id",
    "bound_to",
    "purpose",
    "subject_id",
    "application_id",
    "account",
    "way",
    "user_code",
    "verification_address",
    "interval_s",
    "outcome",
    "because",
    "words",
    "expires_at",
];

fn read(row: &Row) -> Result<SignInRow, StoreError> {
    let way = row.parsed(TABLE.at("way"))?;
    let device = match way {
        SignInWay::Browser => None,
        SignInWay::Device => Some(DeviceCode {
            user_code: row.text("user_code")?,
            address: row.text("verification_address")?,
            interval_s: row.small(TABLE.at("interval_s"))?,
        }),
    };
    Ok(SignInRow {
        id: row.id("id")?,
        organisation: row.id("org_id")?,
        user: row.id("user_id")?,
        bound_to: row.text("bound_to")?,
        owner: grants::owner(row, TABLE)?,
        application: row.id("application_id")?,
        account: row.text("account")?,
        way,
        device,
        outcome: row.parsed(TABLE.at("outcome"))?,
        because: row.text("because")?,
        words: row.text("words")?,
        expires_at: row.at("expires_at")?,
    })
}
