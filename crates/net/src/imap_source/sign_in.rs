//! From the greeting to a signed-in session: capabilities, STARTTLS, sign-in, ID.

use domain::mailbox::{Protocol, Security};
use tokio::time::timeout;
use wire::imap::{Capabilities, Client, Code, Command, Completion, Event, Status, Tag};
use wire::sasl::{Exchange, Mechanism, Proof};

use crate::drive::DriveError;
use crate::network::Net;
use crate::source::{
    SIGN_IN_TIMEOUT, ServerSettings, Session, SourceError, TOKEN_MECHANISMS, nonce, other_protocol, words,
};

/// Takes the session from the greeting to where folders can be opened.
pub(super) async fn sign_in(
    session: &mut Session<Client>,
    settings: &ServerSettings,
    net: &Net,
) -> Result<(), SourceError> {
    let steps = async {
        let preauthenticated = greeting(session).await?;
        if settings.security == Security::StartTls {
            start_tls(session, settings, net, preauthenticated).await?;
        }
        if !preauthenticated {
            authenticate(session, settings, net).await?;
        }
        introduce(session).await
    };
    let done = timeout(SIGN_IN_TIMEOUT, steps).await;
    done.unwrap_or_else(|_| Err(too_slow(&session.server)))
}

async fn greeting(session: &mut Session<Client>) -> Result<bool, SourceError> {
    loop {
        match session.greeting().await? {
            Event::Greeting { preauthenticated, .. } => return Ok(preauthenticated),
            Event::Bye(text) => return Err(bye(&session.server, &text)),
            Event::Malformed { start } => return Err(not_imap(&session.server, &start)),
            Event::Lost => return Err(not_imap(&session.server, "a line without an end")),
            Event::Data(_) | Event::Done { .. } | Event::Idling => {}
        }
    }
}

async fn start_tls(
    session: &mut Session<Client>,
    settings: &ServerSettings,
    net: &Net,
    preauthenticated: bool,
) -> Result<(), SourceError> {
    let refused = || SourceError::NoStartTls {
        server: format!("{}:{}", settings.host, settings.port),
        port: Protocol::Imap.default_port(Security::Tls),
    };
    // RFC 3501 6.2.1: STARTTLS is for the not authenticated state; who sits between us and the
    // server could otherwise keep the session in plain text by a PREAUTH greeting.
    if preauthenticated || !capabilities(session).await?.has("STARTTLS") {
        return Err(refused());
    }
    let completion = run(session, Command::StartTls).await?;
    if completion.status != Status::Ok {
        return Err(refused());
    }
    session.start_tls(settings, net).await?;
    session.drive.core_mut().tls_started();
    Ok(())
}

async fn authenticate(
    session: &mut Session<Client>,
    settings: &ServerSettings,
    net: &Net,
) -> Result<(), SourceError> {
    let offered = capabilities(session).await?;
    let credentials = settings.credentials.clone();
    let mechanism = Mechanism::choose(&credentials.proof, |name| offered.offers_sign_in(name));
    let command = match (mechanism, &credentials.proof) {
        (Some(mechanism), _) => {
            let exchange = Exchange::new(mechanism, credentials, &nonce(net));
            Command::Authenticate(Box::new(exchange), mechanism.as_str())
        }
        // RFC 3501 6.2.3: LOGIN must not be used where the server advertises LOGINDISABLED.
        (None, Proof::Password(_)) if !offered.has("LOGINDISABLED") => Command::Login(credentials),
        (None, Proof::Password(_)) => {
            return Err(no_way(session, "sign-in with a password (LOGIN or PLAIN)"));
        }
        (None, Proof::Token(_)) => return Err(no_way(session, TOKEN_MECHANISMS)),
    };
    let completion = run(session, command).await?;
    match completion.status {
        Status::Ok => {
            // RFC 3501 6.2.2, 6.2.3: capabilities may change with the sign-in; a server that
            // does not say which they are is asked.
            if !matches!(completion.code, Some(Code::Capability(_))) {
                run(session, Command::Capability).await?;
            }
            Ok(())
        }
        Status::No | Status::Bad => Err(refusal(session, settings, &completion)),
    }
}

/// RFC 2971: some servers (163.com, 126.com) open no folder for a program without a name. The
/// answer is not waited for.
async fn introduce(session: &mut Session<Client>) -> Result<(), SourceError> {
    if capabilities(session).await?.has("ID") {
        session.drive.core_mut().send(Command::Id { name: "Posthus", version: env!("CARGO_PKG_VERSION") });
    }
    Ok(())
}

fn no_way(session: &Session<Client>, wanted: &'static str) -> SourceError {
    SourceError::NoWayToSignIn { server: session.server.clone(), wanted }
}

fn refusal(session: &Session<Client>, settings: &ServerSettings, completion: &Completion) -> SourceError {
    let (server, words) = (session.server.clone(), words(&completion.text));
    match &completion.code {
        Some(Code::Unavailable | Code::Busy) => SourceError::SignInLater { server, words },
        Some(Code::PrivacyRequired) => SourceError::PlainText { server },
        Some(
            Code::AuthenticationFailed
            | Code::AuthorizationFailed
            | Code::UidValidity(_)
            | Code::UidNext(_)
            | Code::ReadOnly
            | Code::Capability(_)
            | Code::NonExistent
            | Code::Other(_),
        )
        | None => SourceError::refused(server, &settings.credentials, words),
    }
}

/// What the server can do, asked for if it has not said so.
async fn capabilities(session: &mut Session<Client>) -> Result<Capabilities, SourceError> {
    if session.drive.core().capabilities().is_none() {
        run(session, Command::Capability).await?;
    }
    Ok(session.drive.core().capabilities().cloned().unwrap_or_default())
}

async fn run(session: &mut Session<Client>, command: Command) -> Result<Completion, SourceError> {
    let tag: Tag = session.drive.core_mut().send(command);
    loop {
        match session.event().await? {
            Event::Done { tag: done, completion } if done == tag => return Ok(completion),
            Event::Bye(text) => return Err(bye(&session.server, &text)),
            Event::Lost => return Err(not_imap(&session.server, "a line without an end")),
            Event::Done { .. }
            | Event::Greeting { .. }
            | Event::Data(_)
            | Event::Idling
            | Event::Malformed { .. } => {}
        }
    }
}

pub(super) fn bye(server: &str, text: &str) -> SourceError {
    SourceError::Bye { server: server.to_owned(), words: words(text) }
}

pub(super) fn not_imap(server: &str, start: &str) -> SourceError {
    other_protocol(server, "IMAP", start)
}

pub(super) fn too_slow(server: &str) -> SourceError {
    SourceError::Lost { server: server.to_owned(), source: DriveError::TimedOut }
}
