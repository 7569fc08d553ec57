//! Whether what was told of a server has mended itself since: the one place that keeps it from being mailed.

use domain::mailbox::SignIn;
use domain::notice::{ServerNews, ServerOf};
use domain::oauth::GrantState;
use domain::transport::TransportOwner;
use domain::{MailboxId, OrganisationId, Timestamp, UserId};
use store::mailboxes::HealthState;
use store::oauth::applications;
use store::oauth::grants::{self, Glance};
use store::{StoreError, Tx};

use crate::transport::grant_of;

/// What a user was told of.
#[derive(Clone, Copy)]
pub(super) struct ToldOf<'a> {
    /// Who was told.
    pub(super) user: UserId,
    /// Of what.
    pub(super) server: ServerOf,
    /// Its name.
    pub(super) name: &'a str,
    /// What.
    pub(super) news: ServerNews,
}

/// Whether it is so no more, or the server is gone or out of use. What is not known of is not mended.
pub(super) async fn is_mended(
    tx: &Tx,
    organisation: OrganisationId,
    told: ToldOf<'_>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let owner = match told.server {
        ServerOf::Mailbox { id } => return mailbox(tx, organisation, (id, told.news), now).await,
        ServerOf::Application => return application(tx, organisation, (told.name, told.news), now).await,
        ServerOf::Organisation => TransportOwner::Organisation,
        ServerOf::User => TransportOwner::User(told.user),
        ServerOf::Domain => TransportOwner::Domain(told.name.to_owned()),
    };
    let Some(row) = store::transports::find(tx, organisation, &owner).await? else { return Ok(true) };
    if !row.settings.in_use {
        return Ok(true);
    }
    let grant = match row.settings.sign_in {
        SignIn::Password => return Ok(told.news != ServerNews::Failing || row.failing.is_none()),
        SignIn::OAuth(_) => grants::find_glance(tx, organisation, grant_of(&owner, row.id)).await?,
    };
    Ok(is_over(grant.as_ref(), told.news, row.failing.is_some(), now))
}

async fn mailbox(
    tx: &Tx,
    organisation: OrganisationId,
    (id, news): (MailboxId, ServerNews),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(row) = store::mailboxes::find(tx, organisation, id).await? else { return Ok(true) };
    let fails = match row.health.state {
        // Nobody fetches it.
        HealthState::Paused | HealthState::Listening => return Ok(true),
        HealthState::SignIn | HealthState::Failing => true,
        HealthState::New | HealthState::Ok => false,
    };
    Ok(match row.settings.sign_in {
        SignIn::Password => news != ServerNews::Failing || !fails,
        SignIn::OAuth(_) => is_over(row.grant.as_ref(), news, fails, now),
    })
}

/// Of a server that is signed in to with what a provider grants.
fn is_over(grant: Option<&Glance>, news: ServerNews, fails: bool, now: Timestamp) -> bool {
    match news {
        ServerNews::Failing => !fails,
        // Without a grant somebody has to sign in, as he was told.
        ServerNews::Revoked | ServerNews::SecretExpired => {
            grant.is_some_and(|grant| grant.state == GrantState::Good)
        }
        ServerNews::Expiring => grant.is_none_or(|grant| !ends_soon((None, grant.refresh_expires_at), now)),
    }
}

async fn application(
    tx: &Tx,
    organisation: OrganisationId,
    (name, news): (&str, ServerNews),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let all = applications::list(tx, organisation).await?;
    let Some(found) = all.into_iter().find(|one| one.settings.name == name) else { return Ok(false) };
    match news {
        ServerNews::Expiring => Ok(!ends_soon((found.settings.secret_expires_at, None), now)),
        ServerNews::SecretExpired => {
            let granted = grants::list_of_application(tx, organisation, found.id).await?;
            Ok(granted.iter().all(|grant| grant.standing.state != GrantState::SecretExpired))
        }
        // Nobody says this of an application.
        ServerNews::Failing | ServerNews::Revoked => Ok(false),
    }
}

/// Whether a client secret or a sign-in that works ends soon.
fn ends_soon((secret, sign_in): (Option<Timestamp>, Option<Timestamp>), now: Timestamp) -> bool {
    policy::oauth::standing(GrantState::Good, secret, sign_in, now) == GrantState::Expiring
}
