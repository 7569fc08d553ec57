//! The access token of a mailbox or the outgoing server: what is kept while it is good, else one renewal
//! over all nodes.

use std::time::Duration;

use domain::oauth::GrantOwner;
use domain::{OrganisationId, Secret};
use store::StoreError;
use store::oauth::grants::{self, Held};
use store::oauth::installation::{INSTALLATION, Kept, OWNER};

use super::installation;
use super::refusal::GrantError;
use super::renewing::{self, Renewed};
use crate::office::Office;

/// A token to sign in with.
#[derive(Clone)]
pub(crate) struct Access {
    /// The token.
    pub(crate) token: Secret,
    /// Which set of tokens it is of.
    version: i64,
}

/// How often another node's renewal is looked for, and how long between two looks.
const LOOKS_MAX: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);
/// How long a mail server's refusal has nothing renewed after another had, milliseconds: a server that
/// takes no token at all must not wear the provider out.
const FORCED_MS: i64 = 3600 * 1000;

/// The present access token of this owner.
///
/// # Errors
/// When there is none, with the state that the grant is in.
pub(crate) async fn access(
    office: &Office,
    organisation: OrganisationId,
    owner: GrantOwner,
) -> Result<Access, GrantError> {
    for _ in 0..LOOKS_MAX {
        let held = held(office, organisation, owner).await?;
        let now = office.now();
        if now < held.row.access_usable_until {
            return Ok(of(&held));
        }
        // Not before its time: an outage is not made worse by each mailbox that is due.
        if let (Some(error), Some(later)) = (GrantError::of(&held.row.standing), held.row.renew_at)
            && now < later
        {
            return Err(error);
        }
        match renewing::renew(office, &held).await? {
            Renewed::Tried => {}
            Renewed::Elsewhere => tokio::time::sleep(BETWEEN_LOOKS).await,
        }
    }
    Err(GrantError::Busy)
}

/// Another token for one that a mail server refused: the next set if there is one by now, else one renewal
/// before its time. `None` when that was done lately, and the refusal is to be told.
pub(crate) async fn afresh(
    office: &Office,
    (organisation, owner): (OrganisationId, GrantOwner),
    refused: &Access,
) -> Result<Option<Access>, GrantError> {
    let held = held(office, organisation, owner).await?;
    let now = office.now();
    if held.row.version != refused.version {
        return access(office, organisation, owner).await.map(Some);
    }
    if organisation == INSTALLATION && installation::begin(office).await? != Kept::Own {
        // Who has the secret that goes with it renews it in time.
        return Ok(None);
    }
    let (version, not_since) = (held.row.version, now.plus_millis(-FORCED_MS));
    let noted = office.store().write(move |tx| {
        Box::pin(async move {
            let place = (organisation, owner, version);
            store::oauth::renewing::note_forced(tx, place, (now, not_since)).await
        })
    });
    if !noted.await? {
        return Ok(None);
    }
    renewing::renew(office, &held).await?;
    let after = self::held(office, organisation, owner).await?;
    if after.row.version != refused.version {
        return Ok(Some(of(&after)));
    }
    GrantError::of(&after.row.standing).map_or(Ok(None), Err)
}

async fn held(office: &Office, organisation: OrganisationId, owner: GrantOwner) -> Result<Held, GrantError> {
    if organisation == INSTALLATION {
        return held_by_installation(office).await;
    }
    match grants::find_held(&office.store().read(), organisation, owner).await {
        Ok(found) => found.ok_or(GrantError::NotSignedIn),
        Err(StoreError::Unsealable) => Err(GrantError::Unreadable),
        Err(error) => Err(error.into()),
    }
}

/// What the installation's relay is signed in to with; it begins by itself.
async fn held_by_installation(office: &Office) -> Result<Held, GrantError> {
    let find = || async { grants::find_held(&office.store().read(), INSTALLATION, OWNER).await };
    match installation::begin(office).await? {
        Kept::Own | Kept::Nothing => {}
        // The token is the same, whoever's secret asks for the next one.
        Kept::OtherSecret => {
            let held = find().await?.ok_or(GrantError::NotSignedIn)?;
            return if office.now() < held.row.access_usable_until {
                Ok(held)
            } else {
                Err(GrantError::Another)
            };
        }
        Kept::Another => return Err(GrantError::Another),
    }
    let found = match find().await {
        Err(StoreError::Unsealable) => {
            installation::begin_anew(office).await?;
            find().await
        }
        found => found,
    };
    found?.ok_or(GrantError::NotSignedIn)
}

fn of(held: &Held) -> Access {
    Access { token: held.access.clone(), version: held.row.version }
}
