//! Which way an organisation's mail goes out.

use domain::OrganisationId;
use domain::outbox::TransportKind;
use net::smtp_out::Hop;
use net::{Credentials, Reach};
use policy::route::{self, Because};
use store::StoreError;

use crate::office::Office;

/// The way of one organisation's mail.
pub(crate) struct Way {
    /// The relay; `None` goes straight to each domain's exchangers.
    pub(crate) relay: Option<Hop>,
    /// The kind.
    pub(crate) kind: TransportKind,
    /// Whose choice it was.
    pub(crate) because: Because,
}

/// Chooses it.
///
/// # Errors
/// When the store fails, or the relay's password cannot be opened.
pub(crate) async fn way(office: &Office, organisation: OrganisationId) -> Result<Way, StoreError> {
    let conn = office.store().read();
    let chosen = store::transports::find(&conn, organisation).await?;
    let installation = &office.settings().outgoing;
    let facts = route::Facts {
        organisation: chosen.as_ref().map(|row| row.settings.kind),
        installation: installation.kind,
    };
    let (kind, because) = route::decide(facts);
    let sender = office.sender();
    let relay = match (kind, because) {
        (TransportKind::Direct, _) => None,
        (TransportKind::Relay, Because::Organisation) => {
            let password = store::transports::password(&conn, organisation).await?;
            chosen.map(|row| {
                let settings = row.settings;
                let credentials = password
                    .filter(|_| !settings.username.is_empty())
                    .map(|password| Credentials::password(settings.username.clone(), password));
                sender.relay(&settings.host, settings.port, settings.security, credentials)
            })
        }
        (TransportKind::Relay, Because::Installation) => {
            let credentials = (!installation.username.is_empty())
                .then(|| Credentials::password(installation.username.clone(), installation.password.clone()));
            let hop = sender.relay(&installation.host, installation.port, installation.security, credentials);
            // The operator chose it, so it may stand in his own network.
            Some(Hop { reach: Reach::Anywhere, ..hop })
        }
    };
    Ok(Way { relay, kind, because })
}
