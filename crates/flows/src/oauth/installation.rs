//! What the installation's own relay is signed in to with. It begins with what the operator's configuration says, and
//! is renewed as the grants of organisations are; the tokens of it are kept by the database alone.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::Timestamp;
use domain::oauth::GrantState;
use net::Reach;
use store::StoreError;
use store::oauth::applications::{ApplicationRow, ApplicationSettings, Endpoints};
use store::oauth::grants;
use store::oauth::installation::{self, APPLICATION, BegunFrom, INSTALLATION, Kept, OWNER};
use store::raw::RawHash;

use super::renewing::hasten_all;
use super::requests::Client;
use crate::office::{InstallationOauth, Office};

/// How the installation's relay is signed in to stands; `None` where it needs no grant, or none was asked for yet.
///
/// # Errors
/// When the store fails.
pub async fn shared_standing(office: &Office) -> Result<Option<GrantState>, StoreError> {
    if office.settings().outgoing.oauth.is_none() {
        return Ok(None);
    }
    let glance = grants::find_glance(&office.store().read(), INSTALLATION, OWNER).await?;
    Ok(glance.map(|glance| super::standing(&glance, office.now())))
}

/// What this process did for the grant.
#[derive(Default)]
pub(crate) struct Begun {
    /// Whether it began it, or found that another had from the same configuration.
    once: AtomicBool,
    /// Whether it told that another process has another configuration.
    told: AtomicBool,
}

/// What the configuration of this process says; `None` where it names no grant.
pub(super) fn own(office: &Office) -> Option<BegunFrom> {
    let outgoing = &office.settings().outgoing;
    outgoing.oauth.as_ref().map(|oauth| begun_from(oauth, &outgoing.username))
}

/// Begins the grant from the configuration, unless what is kept did. A process does so once: where another one that is
/// configured otherwise began it since, the two would undo each other's grant for ever, and wear the provider out.
pub(super) async fn begin(office: &Office) -> Result<Kept, StoreError> {
    let Some(from) = own(office) else { return Ok(Kept::Nothing) };
    let begun = office.begun();
    let kept = installation::kept(&office.store().read(), &from).await?;
    match kept {
        Kept::Own => {
            begun.once.store(true, Ordering::Relaxed);
            begun.told.store(false, Ordering::Relaxed);
            return Ok(kept);
        }
        Kept::OtherSecret | Kept::Another if begun.once.load(Ordering::Relaxed) => {
            if !begun.told.swap(true, Ordering::Relaxed) {
                tracing::error!(
                    "another process of this installation has other values of `outgoing.oauth_*`: give all of them the \
                     same, and start those again that do not have them"
                );
            }
            return Ok(kept);
        }
        Kept::Nothing | Kept::OtherSecret | Kept::Another => {}
    }
    let at = office.now();
    let written = office.store().write(move |tx| {
        let from = from.clone();
        Box::pin(async move {
            installation::begin(tx, &from, at).await?;
            // What waited for what was there before waits no longer.
            hasten_all(tx, at).await
        })
    });
    written.await?;
    begun.once.store(true, Ordering::Relaxed);
    Ok(Kept::Own)
}

/// Begins it anew: what is kept was sealed with another key, and the configuration still has what it began with.
pub(super) async fn begin_anew(office: &Office) -> Result<Kept, StoreError> {
    office.store().write(|tx| Box::pin(async move { installation::forget(tx).await })).await?;
    begin(office).await
}

/// How long nobody renews a grant before a process whose configuration names none takes it for one that no configuration
/// names any more, milliseconds: all others may be down for a night.
const LEFT_MS: i64 = 20 * 3_600_000;

/// Forgets what is kept where the configuration names none, and no process renewed it that has one.
pub(super) async fn forget_left(office: &Office) -> Result<(), StoreError> {
    if office.settings().outgoing.oauth.is_some() {
        return Ok(());
    }
    let before = office.now().plus_millis(-LEFT_MS);
    let left = grants::find(&office.store().read(), INSTALLATION, OWNER).await?;
    if left.is_some_and(|row| row.renew_at.is_some_and(|at| at < before)) {
        let forgotten = office
            .store()
            .write(move |tx| Box::pin(async move { installation::forget_left(tx, before).await }));
        forgotten.await?;
    }
    Ok(())
}

/// Who asks for its tokens.
pub(super) fn client(oauth: &InstallationOauth) -> Client {
    let settings = ApplicationSettings {
        name: String::new(),
        provider: "own".to_owned(),
        client_id: oauth.client_id.clone(),
        client_auth: oauth.client_auth,
        endpoints: Endpoints {
            token: oauth.token_endpoint.clone(),
            scopes: oauth.scopes.clone(),
            ..Endpoints::default()
        },
        secret_expires_at: None,
    };
    let row = ApplicationRow {
        id: APPLICATION,
        organisation: INSTALLATION,
        settings,
        has_secret: oauth.client_secret.is_some(),
        updated_at: Timestamp::from_millis(0),
    };
    Client {
        row,
        secret: oauth.client_secret.clone(),
        in_own_name: oauth.refresh_token.is_none(),
        // The operator chose the provider, so it may stand in his own network.
        reach: Some(Reach::Anywhere),
    }
}

fn begun_from(oauth: &InstallationOauth, username: &str) -> BegunFrom {
    let refresh = oauth.refresh_token.as_ref().map(|token| token.expose()).unwrap_or_default();
    let granted = [oauth.client_id.as_str(), &oauth.token_endpoint, &oauth.scopes, username, refresh];
    let secret = oauth.client_secret.as_ref().map(|secret| secret.expose()).unwrap_or_default();
    BegunFrom {
        granted: RawHash::of(granted.join("\n").as_bytes()).to_string(),
        secret: RawHash::of(secret.as_bytes()).to_string(),
        account: username.to_owned(),
        refresh: domain::Secret::new(refresh),
    }
}
