//! Which way an organisation's mail goes out.

use domain::OrganisationId;
use domain::mailbox::SignIn;
use domain::outbox::TransportKind;
use net::smtp_out::Hop;
use net::{Credentials, Reach};
use policy::route::{self, Because};
use store::StoreError;
use store::transports::TransportSettings;

use crate::office::Office;

/// The way of one organisation's mail.
pub(crate) struct Way {
    /// The relay; `None` goes straight to each domain's exchangers.
    pub(crate) relay: Option<Hop>,
    /// The name that exchangers are greeted with; `None` is the node's own.
    pub(crate) helo_name: Option<String>,
    /// The kind.
    pub(crate) kind: TransportKind,
    /// Whose choice it was.
    pub(crate) because: Because,
    /// The user whose token the relay is signed in to with. It is fetched for each transaction: that may take
    /// time, and nobody else's mail waits for it.
    pub(crate) token_of: Option<String>,
}

/// Chooses it.
///
/// # Errors
/// When the store fails, or the relay's password cannot be opened.
pub(crate) async fn way(office: &Office, organisation: OrganisationId) -> Result<Way, StoreError> {
    let conn = office.store().read();
    let chosen = store::transports::find(&conn, organisation).await?.filter(|row| row.settings.in_use);
    let facts = route::Facts {
        organisation: chosen.as_ref().map(|row| row.settings.kind),
        installation: office.settings().outgoing.kind,
    };
    match (chosen, route::decide(facts)) {
        (Some(row), (TransportKind::Relay, Because::Organisation)) => {
            let settings = &row.settings;
            if settings.sign_in != SignIn::Password {
                let token_of = Some(settings.username.clone());
                return Ok(Way { token_of, ..own(office, settings, None) });
            }
            let password = store::transports::password(&conn, organisation).await?;
            let username = settings.username.clone();
            Ok(own(office, settings, password.map(|password| Credentials::password(username, password))))
        }
        (Some(row), (TransportKind::Direct, Because::Organisation)) => Ok(own(office, &row.settings, None)),
        (_, (_, Because::Installation)) | (None, (_, Because::Organisation)) => Ok(installation(office)),
    }
}

/// The organisation's own way, with these settings.
pub(crate) fn own(office: &Office, settings: &TransportSettings, credentials: Option<Credentials>) -> Way {
    let helo_name = Some(settings.helo_name.clone()).filter(|name| !name.is_empty());
    let relay = (settings.kind == TransportKind::Relay).then(|| {
        let credentials = credentials.filter(|credentials| !credentials.username.is_empty());
        let hop = office.sender().relay(&settings.host, settings.port, settings.security, credentials);
        Hop { helo_name: helo_name.clone(), ..hop }
    });
    Way { relay, helo_name, kind: settings.kind, because: Because::Organisation, token_of: None }
}

/// The way for organisations that use none of their own.
pub(crate) fn installation(office: &Office) -> Way {
    let outgoing = &office.settings().outgoing;
    let relay = (outgoing.kind == TransportKind::Relay).then(|| {
        let credentials = (!outgoing.username.is_empty())
            .then(|| Credentials::password(outgoing.username.clone(), outgoing.password.clone()));
        let hop = office.sender().relay(&outgoing.host, outgoing.port, outgoing.security, credentials);
        // The operator chose it, so it may stand in his own network.
        Hop { reach: Reach::Anywhere, ..hop }
    });
    Way { relay, helo_name: None, kind: outgoing.kind, because: Because::Installation, token_of: None }
}
