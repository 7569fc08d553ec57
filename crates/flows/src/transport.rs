//! The organisation's outgoing server: shown, set, tested.

use domain::mailbox::Security;
use domain::outbox::TransportKind;
use domain::{Actor, OrganisationId, Problem, Secret};
use net::Credentials;
use store::PasswordChange;
use store::events::{self, Change};
use store::transports::TransportSettings;

use crate::mailboxes::check_server;
use crate::office::Office;
use crate::problem;

/// The usual submission port (RFC 8314 3.3).
const PORT_DEFAULT: u16 = 465;

/// What a person enters; `None` leaves a field.
#[derive(Clone, Default)]
pub struct TransportInput {
    /// Direct or through a relay.
    pub kind: Option<TransportKind>,
    /// The relay's name.
    pub host: Option<String>,
    /// Its port.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub security: Option<Security>,
    /// Who signs in; empty for nobody.
    pub username: Option<String>,
    /// The password; an empty one removes it.
    pub password: Option<Secret>,
}

/// The outgoing server as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportView {
    /// The settings.
    pub settings: TransportSettings,
    /// Whether a password is kept.
    pub has_password: bool,
    /// Whether the organisation chose it, or has the installation's.
    pub own: bool,
}

/// What a test showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestReport {
    /// Whether it works.
    pub ok: bool,
    /// A stable name for what was found.
    pub summary_code: String,
    /// One sentence.
    pub detail: String,
    /// Mails that wait on the server, for a mailbox.
    pub waiting: Option<u64>,
    /// The conversation, secrets masked.
    pub conversation: Vec<String>,
}

/// The outgoing server.
///
/// # Errors
/// When the store fails.
pub async fn get(office: &Office, organisation: OrganisationId) -> Result<TransportView, Problem> {
    let conn = office.store().read();
    let row = store::transports::find(&conn, organisation).await.map_err(problem::from_store)?;
    Ok(row.map_or_else(
        || TransportView { settings: installation(office), has_password: false, own: false },
        |row| TransportView { settings: row.settings, has_password: row.has_password, own: true },
    ))
}

/// The installation's way without where it leads: that is the operator's business.
fn installation(office: &Office) -> TransportSettings {
    TransportSettings {
        kind: office.settings().outgoing.kind,
        host: String::new(),
        port: PORT_DEFAULT,
        security: Security::Tls,
        username: String::new(),
        helo_name: String::new(),
    }
}

/// Sets the outgoing server.
///
/// # Errors
/// 422 for a field that is wrong.
pub async fn put(office: &Office, actor: &Actor, input: TransportInput) -> Result<(), Problem> {
    let present = get(office, actor.organisation).await?;
    let password = match &input.password {
        Some(password) if password.is_empty() => PasswordChange::Clear,
        Some(password) => PasswordChange::Set(password.clone()),
        // A stored password goes to the server it was entered for alone.
        None if moved(&present.settings, &input) => PasswordChange::Clear,
        None => PasswordChange::Keep,
    };
    let settings = merged(present.settings, input)?;
    let (organisation, at) = (actor.organisation, office.now());

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                events::insert(tx, organisation, Change::settings());
                store::transports::put(tx, organisation, &settings, &password, at).await
            })
        })
        .await
        .map_err(problem::from_store)?;
    office.signals().outbox.notify_one();
    Ok(())
}

/// Connects and signs in with these settings without sending a mail. The stored password is used
/// where none is given and the server is the stored one.
///
/// # Errors
/// 422 for a field that is wrong; whatever the server says is in the report.
pub async fn test(office: &Office, actor: &Actor, input: TransportInput) -> Result<TestReport, Problem> {
    let present = get(office, actor.organisation).await?;
    let password = match &input.password {
        Some(password) => Some(password.clone()).filter(|password| !password.is_empty()),
        None if moved(&present.settings, &input) => None,
        None => {
            let conn = office.store().read();
            store::transports::password(&conn, actor.organisation).await.map_err(problem::from_store)?
        }
    };
    let settings = merged(present.settings, input)?;
    if settings.kind == TransportKind::Direct {
        let detail = "mail goes straight to the recipients' servers; there is no server of your own to test";
        return Err(Problem::conflict("transport.direct", detail));
    }
    let credentials = password
        .filter(|_| !settings.username.is_empty())
        .map(|password| Credentials::password(settings.username.clone(), password));
    let hop = office.sender().relay(&settings.host, settings.port, settings.security, credentials);
    let (result, conversation) = Box::pin(office.sender().probe(&hop)).await;
    Ok(match result {
        Ok(_) => TestReport {
            ok: true,
            summary_code: "ok".to_owned(),
            detail: "the server lets us send".to_owned(),
            waiting: None,
            conversation,
        },
        Err(error) => TestReport {
            ok: false,
            summary_code: "failed".to_owned(),
            detail: error.to_string(),
            waiting: None,
            conversation,
        },
    })
}

fn moved(present: &TransportSettings, input: &TransportInput) -> bool {
    let other = |given: Option<&String>, stored: &str| given.is_some_and(|given| given.trim() != stored);
    other(input.host.as_ref(), &present.host)
        || other(input.username.as_ref(), &present.username)
        || input.port.is_some_and(|port| port != present.port)
        || input
            .security
            .is_some_and(|security| security == Security::None && present.security != Security::None)
}

fn merged(present: TransportSettings, input: TransportInput) -> Result<TransportSettings, Problem> {
    let settings = TransportSettings {
        kind: input.kind.unwrap_or(present.kind),
        host: input.host.map_or(present.host, |host| host.trim().to_owned()),
        port: input.port.unwrap_or(present.port),
        security: input.security.unwrap_or(present.security),
        username: input.username.map_or(present.username, |name| name.trim().to_owned()),
        helo_name: present.helo_name,
    };
    if settings.kind == TransportKind::Relay {
        check_server(&settings.host, settings.security, &settings.username)?;
    }
    Ok(settings)
}
