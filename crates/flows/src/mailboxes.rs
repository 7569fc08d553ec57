//! Mailboxes: made, changed, deleted, tested.

use std::net::IpAddr;

use domain::mailbox::{AfterImport, Protocol, Security};
use domain::org::Language;
use domain::{Actor, CategoryId, EmailAddress, MailboxId, PriorityId, Problem, Secret};
use store::events::{self, Change};
use store::mailboxes::{MailboxRow, MailboxSettings, MailboxUpdate};
use store::{PasswordChange, StoreError};

use crate::office::Office;
use crate::transport::TestReport;
use crate::{cases, problem};

/// How often a mailbox may be looked at, seconds.
const INTERVAL_S: std::ops::RangeInclusive<u32> = 30..=86_400;
/// How often it is looked at when nothing else is said, seconds.
const INTERVAL_S_DEFAULT: u32 = 60;
/// Octets of a host name, user name, folder or display name.
const NAME_OCTETS_MAX: usize = 255;

/// The server that a mailbox is fetched from; `None` leaves a field or takes its default.
#[derive(Clone, Default)]
pub struct ServerInput {
    /// IMAP, POP3, or our own listener.
    pub protocol: Option<Protocol>,
    /// The server's name.
    pub host: Option<String>,
    /// Its port; the protocol's usual one when not given.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub security: Option<Security>,
    /// Who signs in.
    pub username: Option<String>,
    /// The password; an empty one removes it.
    pub password: Option<Secret>,
    /// The IMAP folder.
    pub folder: Option<String>,
}

/// What a person enters of a mailbox; `None` leaves a field or takes its default.
#[derive(Clone, Default)]
pub struct MailboxInput {
    /// The address.
    pub address: Option<String>,
    /// The name its mail is sent under.
    pub display_name: Option<String>,
    /// Where its mail is fetched.
    pub server: ServerInput,
    /// Seconds between two looks.
    pub interval_s: Option<u32>,
    /// What becomes of the server's copy.
    pub after_import: Option<AfterImport>,
    /// Category of new cases.
    pub category_id: Option<Option<CategoryId>>,
    /// Priority of new cases.
    pub priority_id: Option<Option<PriorityId>>,
    /// Where a copy is sent.
    pub forwarding_address: Option<Option<String>>,
    /// Language of what is written in its name.
    pub language: Option<Language>,
    /// Whether it is fetched, or listened for.
    pub active: Option<bool>,
}

/// Makes a mailbox; one that is fetched is due at once.
///
/// # Errors
/// 422 for a field that is wrong, by name; 409 when the address is taken.
pub async fn create(office: &Office, actor: &Actor, input: MailboxInput) -> Result<MailboxId, Problem> {
    let password = input.server.password.clone().filter(|password| !password.is_empty());
    let settings = checked(office, actor, None, input).await?;
    let (organisation, at) = (actor.organisation, office.now());

    let id = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let id = store::mailboxes::insert(tx, organisation, &settings, password.as_ref(), at).await?;
                events::insert(tx, organisation, Change::mailbox(id));
                Ok(id)
            })
        })
        .await
        .map_err(taken)?;
    office.signals().sync.notify_one();
    Ok(id)
}

/// Changes a mailbox; it is due at once.
///
/// # Errors
/// As [`create`], and 404.
pub async fn change(
    office: &Office,
    actor: &Actor,
    id: MailboxId,
    input: MailboxInput,
) -> Result<(), Problem> {
    let row = find(office, actor, id).await?;
    let password = match &input.server.password {
        None => PasswordChange::Keep,
        Some(password) if password.is_empty() => PasswordChange::Clear,
        Some(password) => PasswordChange::Set(password.clone()),
    };
    // A stored password goes to the server it was entered for, never to one named later.
    let password = match password {
        PasswordChange::Keep if moved(&row.settings, &input.server) => PasswordChange::Clear,
        other @ (PasswordChange::Keep | PasswordChange::Clear | PasswordChange::Set(_)) => other,
    };
    let settings = checked(office, actor, Some(&row.settings), input).await?;
    let (organisation, at) = (actor.organisation, office.now());

    let changed = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let update = MailboxUpdate { settings, password, at };
                events::insert(tx, organisation, Change::mailbox(id));
                store::mailboxes::update(tx, organisation, id, &update).await
            })
        })
        .await
        .map_err(taken)?;
    office.signals().sync.notify_one();
    if changed { Ok(()) } else { Err(Problem::not_found("mailbox")) }
}

/// Deletes a mailbox; its mail and cases stay.
///
/// # Errors
/// 404.
pub async fn delete(office: &Office, actor: &Actor, id: MailboxId) -> Result<(), Problem> {
    let (organisation, at) = (actor.organisation, office.now());

    let deleted = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                events::insert(tx, organisation, Change::mailbox(id));
                store::mailboxes::delete(tx, organisation, id, at).await
            })
        })
        .await
        .map_err(problem::from_store)?;
    if deleted { Ok(()) } else { Err(Problem::not_found("mailbox")) }
}

/// Has the mailbox fetched now.
///
/// # Errors
/// 404; 409 for one that our own listener feeds.
pub async fn check(office: &Office, actor: &Actor, id: MailboxId) -> Result<(), Problem> {
    find(office, actor, id).await?;
    let (organisation, at) = (actor.organisation, office.now());

    let asked = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                events::insert(tx, organisation, Change::mailbox(id));
                store::mailboxes::request_check(tx, organisation, id, at).await
            })
        })
        .await
        .map_err(problem::from_store)?;
    office.signals().sync.notify_one();
    let detail = "mail comes to this mailbox by itself; there is no server to fetch it from";
    if asked { Ok(()) } else { Err(Problem::conflict("mailbox.not_fetched", detail)) }
}

/// The mailbox.
///
/// # Errors
/// 404.
pub async fn find(office: &Office, actor: &Actor, id: MailboxId) -> Result<MailboxRow, Problem> {
    let conn = office.store().read();
    let found = store::mailboxes::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
    found.ok_or_else(|| Problem::not_found("mailbox"))
}

/// Tries the settings without changing anything, and shows the conversation. With `id` the stored
/// password is used where none is given and the server is the stored one.
///
/// # Errors
/// 422 for a field that is wrong, 404 for the mailbox; whatever the server says is in the report.
pub async fn test(
    office: &Office,
    actor: &Actor,
    input: MailboxInput,
    id: Option<MailboxId>,
) -> Result<TestReport, Problem> {
    let present = match id {
        Some(id) => Some(find(office, actor, id).await?),
        None => None,
    };
    let stored = match &present {
        Some(row) if input.server.password.is_none() && !moved(&row.settings, &input.server) => {
            let conn = office.store().read();
            store::mailboxes::password(&conn, actor.organisation, row.id)
                .await
                .map_err(problem::from_store)?
        }
        Some(_) | None => None,
    };
    let password = input.server.password.clone().or(stored).unwrap_or_else(|| Secret::new(""));
    let settings = checked(office, actor, present.as_ref().map(|row| &row.settings), input).await?;
    if settings.protocol == Protocol::Smtp {
        let detail = "mail comes to this mailbox by itself; there is no server to test";
        return Err(Problem::conflict("mailbox.not_fetched", detail));
    }
    let server = net::ServerSettings {
        host: settings.host,
        port: settings.port,
        security: settings.security,
        credentials: net::Credentials::password(settings.username, password),
        folder: settings.folder,
    };
    let probe = net::probe::mailbox(settings.protocol, &server, office.net()).await;
    let (summary_code, detail) = match &probe.failure {
        None => ("ok", "the connection works".to_owned()),
        Some(error) => (error.code(), error.to_string()),
    };
    Ok(TestReport {
        ok: probe.ok,
        summary_code: summary_code.to_owned(),
        detail,
        waiting: probe.waiting,
        conversation: probe.transcript,
    })
}

/// Whether another server is named than before, to which a stored password must not go.
pub(crate) fn moved(settings: &MailboxSettings, server: &ServerInput) -> bool {
    let other = |given: Option<&String>, stored: &str| given.is_some_and(|given| given.trim() != stored);
    other(server.host.as_ref(), &settings.host)
        || other(server.username.as_ref(), &settings.username)
        || server.port.is_some_and(|port| port != settings.port)
        || server
            .security
            .is_some_and(|security| security == Security::None && settings.security != Security::None)
}

fn taken(error: StoreError) -> Problem {
    if let StoreError::Duplicate(_) = error {
        let detail = "another mailbox has this address already; choose another or change that one";
        return Problem { field: Some("address"), ..Problem::conflict("mailbox.address_taken", detail) };
    }
    if let StoreError::NoKey = error {
        let detail = "passwords cannot be kept because there is no secret key; run `posthus init` or set `secret.key_file`";
        return Problem::conflict("no_master_key", detail);
    }
    problem::from_store(error)
}

/// The settings that the input makes of the present ones.
pub(crate) async fn checked(
    office: &Office,
    actor: &Actor,
    present: Option<&MailboxSettings>,
    input: MailboxInput,
) -> Result<MailboxSettings, Problem> {
    if let Some(Some(category)) = input.category_id {
        cases::known_category(office, actor, category).await?;
    }
    if let Some(Some(priority)) = input.priority_id {
        cases::known_priority(office, actor, priority).await?;
    }
    let settings = merged(present, input)?;
    if !INTERVAL_S.contains(&settings.interval_s) {
        let (min, max) = (INTERVAL_S.start(), INTERVAL_S.end());
        let detail = format!("the interval must be between {min} and {max} seconds");
        return Err(Problem::invalid("interval_s", "mailbox.interval", detail));
    }
    match settings.protocol {
        Protocol::Smtp => Ok(MailboxSettings { host: String::new(), username: String::new(), ..settings }),
        Protocol::Imap | Protocol::Pop3 => {
            check_server(&settings.host, settings.security, &settings.username)?;
            Ok(settings)
        }
    }
}

fn merged(present: Option<&MailboxSettings>, input: MailboxInput) -> Result<MailboxSettings, Problem> {
    let address = match (input.address, present) {
        (Some(text), _) => address("address", &text)?,
        (None, Some(present)) => present.address.clone(),
        (None, None) => return Err(Problem::invalid("address", "address_missing", "the address is missing")),
    };
    let server = input.server;
    let protocol = server.protocol.or(present.map(|present| present.protocol)).unwrap_or(Protocol::Imap);
    let security = server.security.or(present.map(|present| present.security)).unwrap_or_default();
    let same_server = present.filter(|present| present.protocol == protocol && present.security == security);
    let forwarding_address = match input.forwarding_address {
        Some(Some(text)) => Some(self::address("forwarding_address", &text)?),
        Some(None) => None,
        None => present.and_then(|present| present.forwarding_address.clone()),
    };
    let kept = |given: Option<String>, stored: Option<&String>, default: &str| {
        given.map(|given| given.trim().to_owned()).or(stored.cloned()).unwrap_or_else(|| default.to_owned())
    };
    Ok(MailboxSettings {
        display_name: named(
            "display_name",
            kept(input.display_name, present.map(|present| &present.display_name), ""),
        )?,
        host: named("host", kept(server.host, present.map(|present| &present.host), ""))?,
        port: server
            .port
            .or(same_server.map(|present| present.port))
            .unwrap_or(protocol.default_port(security)),
        username: named(
            "username",
            kept(server.username, present.map(|present| &present.username), &address.to_string()),
        )?,
        folder: named("folder", kept(server.folder, present.map(|present| &present.folder), "INBOX"))?,
        interval_s: input
            .interval_s
            .or(present.map(|present| present.interval_s))
            .unwrap_or(INTERVAL_S_DEFAULT),
        after_import: input
            .after_import
            .or(present.map(|present| present.after_import))
            .unwrap_or(AfterImport::Keep),
        category_id: input.category_id.unwrap_or(present.and_then(|present| present.category_id)),
        priority_id: input.priority_id.unwrap_or(present.and_then(|present| present.priority_id)),
        language: input.language.or(present.map(|present| present.language)).unwrap_or_default(),
        active: input.active.or(present.map(|present| present.active)).unwrap_or(true),
        address,
        protocol,
        security,
        forwarding_address,
    })
}

fn address(field: &'static str, text: &str) -> Result<EmailAddress, Problem> {
    text.parse()
        .map_err(|error: domain::AddressError| Problem::invalid(field, "address_invalid", error.to_string()))
}

fn named(field: &'static str, text: String) -> Result<String, Problem> {
    if text.len() > NAME_OCTETS_MAX || text.chars().any(char::is_control) {
        let detail = format!("`{field}` must be one line of at most {NAME_OCTETS_MAX} octets");
        return Err(Problem::invalid(field, "name_invalid", detail));
    }
    Ok(text)
}

/// A server must be named, and signing in to one without encryption is for this machine alone
/// (RFC 8314 3).
pub(crate) fn check_server(host: &str, security: Security, username: &str) -> Result<(), Problem> {
    if host.trim().is_empty() {
        return Err(Problem::invalid("host", "host_missing", "the server's name is missing"));
    }
    if security == Security::None && !username.is_empty() && !is_loopback(host) {
        let detail = "a password is never sent unencrypted to another machine; choose TLS or STARTTLS";
        return Err(Problem::invalid("security", "plain_text_refused", detail));
    }
    Ok(())
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(host: &str, security: Security) -> MailboxInput {
        MailboxInput {
            address: Some("post@example.org".to_owned()),
            server: ServerInput {
                host: Some(host.to_owned()),
                security: Some(security),
                ..ServerInput::default()
            },
            ..MailboxInput::default()
        }
    }

    #[test]
    fn defaults_are_the_safe_ones() {
        let settings = merged(None, input("imap.example.org", Security::Tls)).unwrap();
        assert_eq!(settings.port, 993);
        assert_eq!(settings.username, "post@example.org");
        assert_eq!(settings.after_import, AfterImport::Keep);
    }

    #[test]
    fn a_change_of_security_moves_to_its_usual_port() {
        let settings = merged(None, input("imap.example.org", Security::Tls)).unwrap();
        let change = MailboxInput {
            server: ServerInput { security: Some(Security::StartTls), ..ServerInput::default() },
            ..MailboxInput::default()
        };
        assert_eq!(merged(Some(&settings), change).unwrap().port, 143);
    }

    #[test]
    fn passwords_stay_with_the_server_they_were_entered_for() {
        let settings = merged(None, input("imap.example.org", Security::Tls)).unwrap();
        let to = |host: &str| ServerInput { host: Some(host.to_owned()), ..ServerInput::default() };
        assert!(moved(&settings, &to("imap.attacker.example")));
        assert!(!moved(&settings, &to("imap.example.org")));
    }

    #[test]
    fn plain_text_sign_in_leaves_this_machine_only_encrypted() {
        assert!(check_server("imap.example.org", Security::None, "kari").is_err());
        assert!(check_server("127.0.0.1", Security::None, "kari").is_ok());
        assert!(check_server("[::1]", Security::None, "kari").is_ok());
        assert!(check_server("imap.example.org", Security::None, "").is_ok());
        assert!(check_server("", Security::Tls, "kari").is_err());
    }
}
