//! Renewing grants: claims over the nodes, and how each request ended.
//!
//! Who renews holds a lease on the grant and names the version that he renews. He writes what he got with
//! that version as its condition, so that neither a second node nor a person's new sign-in is overwritten.
//! A claim makes a grant due when its lease ends; one that is due earlier was asked for meanwhile, and is
//! tried again as soon as its attempt is over.

use domain::oauth::{GrantOwner, GrantState};
use domain::{OauthApplicationId, OrganisationId, Timestamp};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, LockBehavior, LockType, Order, Query};

use super::grants::{self, GrantRow, Tokens};
use super::installation::{self, BegunFrom};
use crate::sql::{Stored, col, is};
use crate::{Claim, StoreError, Tx};

/// How a request for new tokens failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// How the grant stands from here on.
    pub state: GrantState,
    /// The sign by which that was told.
    pub because: String,
    /// What failed, with the provider's words.
    pub words: String,
    /// The present.
    pub at: Timestamp,
    /// When it is asked again.
    pub renew_at: Timestamp,
}

/// Claims grants of all organisations that are to be renewed and that nobody holds, the longest waiting
/// first; of the installation's own only what began from `own`. Index `oauth_grants_due`.
pub async fn claim_due(tx: &Tx, claim: &Claim, own: Option<&BegunFrom>) -> Result<Vec<GrantRow>, StoreError> {
    let mut takes = Query::select();
    takes
        .column("id")
        .from("oauth_grants")
        .and_where(col("renew_at").lte(claim.now.stored()))
        .cond_where(free(claim))
        .cond_where(installation::renewable(own))
        .order_by("renew_at", Order::Asc)
        .limit(u64::from(claim.limit))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let mut statement = Query::update();
    statement
        .table("oauth_grants")
        .value("lease_owner", claim.owner.as_str())
        .value("lease_until", claim.lease_until.stored())
        .value("renew_at", claim.lease_until.stored())
        .and_where(col("id").in_subquery(takes))
        .returning_all();
    let taken = tx.returning(&statement).await?;
    taken.iter().map(grants::read).collect()
}

/// Ends all leases on grants: whoever held them is dead, since the database is one process's alone. What was being renewed is
/// due at once.
pub async fn end_leases(tx: &Tx, at: Timestamp) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("oauth_grants")
        .value("lease_owner", None::<String>)
        .value("lease_until", None::<i64>)
        .value("renew_at", at.stored())
        .and_where(col("lease_until").gt(at.stored()));
    tx.execute(&statement).await?;
    Ok(())
}

/// Claims the grant of one owner while it has this version and nobody else renews it.
pub async fn claim(
    tx: &Tx,
    org: OrganisationId,
    owner: GrantOwner,
    version: i64,
    claim: &Claim,
) -> Result<bool, StoreError> {
    let mut statement = grants::of_version(org, owner, version);
    statement
        .cond_where(free(claim))
        .value("lease_owner", claim.owner.as_str())
        .value("lease_until", claim.lease_until.stored())
        .value("renew_at", claim.lease_until.stored());
    Ok(tx.execute(&statement).await? == 1)
}

/// Keeps the tokens that were given for this version; `false` when another set, or another lease, is there
/// by now, and these are for nobody.
pub async fn record_renewed(
    tx: &Tx,
    (org, grant_owner): (OrganisationId, GrantOwner),
    (version, lease_owner): (i64, &str),
    tokens: &Tokens,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let (access, refresh) = grants::sealed(tx, org, grant_owner, tokens)?;
    let mut statement = grants::of_version(org, grant_owner, version);
    statement
        .and_where(is("lease_owner", lease_owner))
        .value("sealed_access_token", access)
        .value("sealed_refresh_token", refresh)
        .value("access_usable_until", tokens.usable_until.stored())
        .value("refresh_expires_at", tokens.refresh_expires_at.stored())
        .value("renew_at", tokens.renew_at.stored())
        .value("version", col("version").add(1))
        .value("state_since", state_since(GrantState::Good, at))
        .value("state", GrantState::Good.as_str())
        .value("because", "")
        .value("words", "")
        .value("failures", 0)
        .value("renewed_at", at.stored())
        .value("lease_owner", None::<String>)
        .value("lease_until", None::<i64>);
    if let Some(rolls) = tokens.refresh_rolls {
        statement.value("refresh_rolls", rolls);
    }
    let done = tx.execute(&statement).await? == 1;
    grants::tell(tx, org, grant_owner);
    Ok(done)
}

/// Notes that a provider gave nothing for this version, and gives the grant back.
pub async fn record_trouble(
    tx: &Tx,
    (org, grant_owner): (OrganisationId, GrantOwner),
    (version, lease_owner): (i64, &str),
    trouble: &Trouble,
) -> Result<bool, StoreError> {
    let mut statement = grants::of_version(org, grant_owner, version);
    statement
        .and_where(is("lease_owner", lease_owner))
        .value("state_since", state_since(trouble.state, trouble.at))
        .value("state", trouble.state.as_str())
        .value("because", trouble.because.as_str())
        .value("words", trouble.words.as_str())
        .value("failures", col("failures").add(1))
        .value("renew_at", asked_meanwhile_or(trouble.renew_at))
        .value("lease_owner", None::<String>)
        .value("lease_until", None::<i64>);
    let done = tx.execute(&statement).await? == 1;
    grants::tell(tx, org, grant_owner);
    Ok(done)
}

/// Notes that a mail server's refusal has this version renewed before its time, unless one has since
/// `not_since`; `false` when it has.
pub async fn note_forced(
    tx: &Tx,
    (org, owner, version): (OrganisationId, GrantOwner, i64),
    (at, not_since): (Timestamp, Timestamp),
) -> Result<bool, StoreError> {
    let rested =
        Condition::any().add(col("forced_at").is_null()).add(col("forced_at").lte(not_since.stored()));
    let mut statement = grants::of_version(org, owner, version);
    statement.cond_where(rested).value("forced_at", at.stored());
    Ok(tx.execute(&statement).await? == 1)
}

/// Has all grants of an application that do not work asked for again: it was given a new secret. One whose
/// renewal is under way is asked for when that is over.
pub async fn ask_again(
    tx: &Tx,
    org: OrganisationId,
    application: OauthApplicationId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement.table("oauth_grants").value("renew_at", at.stored());
    statement.and_where(is("org_id", org)).and_where(is("application_id", application));
    statement.and_where(col("state").ne(GrantState::Good.as_str()));
    tx.execute(&statement).await?;
    Ok(())
}

/// Nobody holds it.
fn free(claim: &Claim) -> Condition {
    Condition::any().add(col("lease_until").is_null()).add(col("lease_until").lte(claim.now.stored()))
}

/// When it is due next: at once if somebody asked for it while it was held.
fn asked_meanwhile_or(planned: Timestamp) -> Expr {
    Expr::case(col("renew_at").lt(col("lease_until")), col("renew_at"))
        .finally(Expr::val(planned.stored()))
        .into()
}

/// The state's own time while it stays the same.
fn state_since(state: GrantState, at: Timestamp) -> Expr {
    Expr::case(is("state", state.as_str()), col("state_since")).finally(Expr::val(at.stored())).into()
}
