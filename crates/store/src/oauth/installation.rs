//! The grant of the installation's own relay. It is a row of `oauth_grants` like those of organisations, under the
//! number of none of them, and begins with what the operator's configuration says; from then on the tokens that are
//! kept count, since a provider may give another refresh token each time.

use domain::oauth::{GrantOwner, GrantState};
use domain::{OauthApplicationId, OrganisationId, Secret, Timestamp};
use sea_orm::sea_query::{Condition, ExprTrait, OnConflict, Query, UpdateStatement};

use super::grants::{self, Tokens};
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx};

/// The number that stands for the installation where an organisation's would: ids begin above it.
pub const INSTALLATION: OrganisationId = OrganisationId::new(0);
/// Whose grant it is there.
pub const OWNER: GrantOwner = GrantOwner::Transport;
/// Its application stands in the configuration.
pub const APPLICATION: OauthApplicationId = OauthApplicationId::new(0);

/// What the configuration says, as far as it is kept.
#[derive(Clone)]
pub struct BegunFrom {
    /// A hash of what it is granted for: another one begins anew.
    pub granted: String,
    /// A hash of the client secret: another one is tried at once.
    pub secret: String,
    /// The user that signs in.
    pub account: String,
    /// The refresh token to begin with; empty where the application asks in its own name.
    pub refresh: Secret,
}

/// What is kept, beside what a configuration says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// Nothing.
    Nothing,
    /// What began from it.
    Own,
    /// The same grant, with another client secret.
    OtherSecret,
    /// A grant that began from something else.
    Another,
}

/// What is kept, beside this.
pub async fn kept(conn: &Conn, from: &BegunFrom) -> Result<Kept, StoreError> {
    let mut query = Query::select();
    query.columns(["begun_from", "begun_secret"]).from("oauth_grants").cond_where(place());
    let Some(row) = conn.one(&query).await? else { return Ok(Kept::Nothing) };
    let (granted, secret) = (row.text_or_none("begun_from")?, row.text_or_none("begun_secret")?);
    Ok(if granted.as_ref() != Some(&from.granted) {
        Kept::Another
    } else if secret.as_ref() != Some(&from.secret) {
        Kept::OtherSecret
    } else {
        Kept::Own
    })
}

/// The grants that a process may renew: that of the installation only where it began from what this process is
/// configured with, so that none sends another's tokens with its own secret.
pub(crate) fn renewable(own: Option<&BegunFrom>) -> Condition {
    let mut renewable = Condition::any().add(col("org_id").ne(INSTALLATION.stored()));
    if let Some(own) = own {
        renewable = renewable.add(
            Condition::all()
                .add(is("begun_from", own.granted.as_str()))
                .add(is("begun_secret", own.secret.as_str())),
        );
    }
    renewable
}

/// Forgets what nobody renewed that was to be renewed before this: no process has its configuration any more. Whether
/// there was one.
pub async fn forget_left(tx: &Tx, before: Timestamp) -> Result<bool, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("oauth_grants").cond_where(place()).and_where(col("renew_at").lt(before.stored()));
    Ok(tx.execute(&statement).await? > 0)
}

/// Begins from the configuration, unless what is kept did: a grant that is there already keeps its tokens where only
/// the secret is another, and is asked for at once.
pub async fn begin(tx: &Tx, from: &BegunFrom, at: Timestamp) -> Result<(), StoreError> {
    let tokens = Tokens {
        access: Secret::new(""),
        refresh: from.refresh.clone(),
        usable_until: at,
        renew_at: at,
        refresh_expires_at: None,
        refresh_rolls: None,
    };
    let (access, refresh) = grants::sealed(tx, INSTALLATION, OWNER, &tokens)?;
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", INSTALLATION)
        .with("purpose", OWNER.purpose())
        .with("subject_id", OWNER.subject())
        .with("application_id", APPLICATION)
        .with("account", from.account.as_str())
        .with("sealed_refresh_token", refresh.clone())
        .with("sealed_access_token", access.clone())
        .with("access_usable_until", at)
        .with("refresh_expires_at", None::<Timestamp>)
        .with("state", GrantState::Good.as_str())
        .with("state_since", at)
        .with("because", "")
        .with("words", "")
        .with("failures", 0_i64)
        .with("version", 1_i64)
        .with("renew_at", at)
        .with("signed_in_by", 0_i64)
        .with("signed_in_at", at)
        .with("renewed_at", at)
        .with("begun_from", from.granted.as_str())
        .with("begun_secret", from.secret.as_str());
    // Nodes that begin at the same time begin once: who comes second finds the row, and changes nothing of it.
    let mut there = OnConflict::columns(["org_id", "purpose", "subject_id"]);
    there.do_nothing();
    let mut statement = sql::insert("oauth_grants", [row]);
    statement.on_conflict(there);
    if tx.execute(&statement).await? == 1 {
        return Ok(());
    }
    let mut with_secret = of_row();
    with_secret
        .and_where(is("begun_from", from.granted.as_str()))
        .and_where(col("begun_secret").ne(from.secret.as_str()))
        .value("begun_secret", from.secret.as_str())
        .value("renew_at", at.stored());
    tx.execute(&with_secret).await?;
    let mut anew = of_row();
    anew.and_where(col("begun_from").is_null().or(col("begun_from").ne(from.granted.as_str())))
        .value("account", from.account.as_str())
        .value("sealed_refresh_token", refresh)
        .value("sealed_access_token", access)
        .value("access_usable_until", at.stored())
        .value("refresh_expires_at", None::<i64>)
        .value("state", GrantState::Good.as_str())
        .value("state_since", at.stored())
        .value("because", "")
        .value("words", "")
        .value("failures", 0)
        .value("version", col("version").add(1))
        .value("forced_at", None::<i64>)
        .value("renew_at", at.stored())
        .value("lease_owner", None::<String>)
        .value("lease_until", None::<i64>)
        .value("begun_from", from.granted.as_str())
        .value("begun_secret", from.secret.as_str());
    tx.execute(&anew).await?;
    Ok(())
}

/// Forgets it: the configuration names none any more, or what is kept cannot be opened.
pub async fn forget(tx: &Tx) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("oauth_grants").cond_where(place());
    tx.execute(&statement).await?;
    Ok(())
}

fn place() -> Condition {
    Condition::all()
        .add(is("org_id", INSTALLATION))
        .add(is("purpose", OWNER.purpose()))
        .add(is("subject_id", OWNER.subject()))
}

fn of_row() -> UpdateStatement {
    let mut statement = Query::update();
    statement.table("oauth_grants").cond_where(place());
    statement
}
