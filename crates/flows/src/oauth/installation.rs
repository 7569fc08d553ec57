//! What the installation's own relay is signed in to with. It begins with what the operator's configuration says, and
//! is renewed as the grants of organisations are; the tokens of it are kept by the database alone.

use domain::Timestamp;
use domain::oauth::GrantState;
use net::Reach;
use store::StoreError;
use store::oauth::applications::{ApplicationRow, ApplicationSettings, Endpoints};
use store::oauth::grants::{self, GrantRow};
use store::oauth::installation::{self, APPLICATION, BegunFrom, INSTALLATION, OWNER};
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

/// Begins the grant from the configuration, unless what is kept did.
pub(super) async fn begin(office: &Office) -> Result<(), StoreError> {
    let Some(oauth) = &office.settings().outgoing.oauth else { return Ok(()) };
    let from = begun_from(oauth, &office.settings().outgoing.username);
    if installation::is_begun(&office.store().read(), &from).await? {
        return Ok(());
    }
    let at = office.now();
    let begun = office.store().write(move |tx| {
        let from = from.clone();
        Box::pin(async move {
            installation::begin(tx, &from, at).await?;
            // What waited for what was there before waits no longer.
            hasten_all(tx, at).await
        })
    });
    begun.await
}

/// Begins it anew: what is kept was sealed with another key, and the configuration still has what it began with.
pub(super) async fn begin_anew(office: &Office) -> Result<(), StoreError> {
    office.store().write(|tx| Box::pin(async move { installation::forget(tx).await })).await?;
    begin(office).await
}

/// Whether this grant is the installation's, and the configuration names none any more: it is forgotten then.
pub(super) async fn is_over(office: &Office, row: &GrantRow) -> Result<bool, StoreError> {
    if row.organisation != INSTALLATION || office.settings().outgoing.oauth.is_some() {
        return Ok(false);
    }
    office.store().write(|tx| Box::pin(async move { installation::forget(tx).await })).await?;
    Ok(true)
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
