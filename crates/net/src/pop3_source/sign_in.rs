//! From the greeting to the transaction state (RFC 1939 4): CAPA, STLS, sign-in.

use domain::mailbox::{Protocol, Security};
use tokio::time::timeout;
use wire::pop3::{Answer, Client, Code, Command, Event, Ticket};
use wire::sasl::{Exchange, Mechanism, Proof};

use super::lost;
use crate::drive::DriveError;
use crate::network::Net;
use crate::source::{SIGN_IN_TIMEOUT, ServerSettings, Session, SourceError, TOKEN_MECHANISMS, nonce, words};

/// Takes the session from the greeting to where mails can be listed.
pub(super) async fn sign_in(
    session: &mut Session<Client>,
    settings: &ServerSettings,
    net: &Net,
) -> Result<(), SourceError> {
    let steps = async {
        match session.greeting().await? {
            Event::Greeting(answer) if answer.ok => {}
            Event::Greeting(answer) => return Err(turned_away(session, &answer)),
            other @ (Event::Done { .. } | Event::Lost { .. }) => return Err(lost(&session.server, other)),
        }
        // RFC 2449 5: a server without CAPA answers -ERR and is taken for one that can nothing more
        // than RFC 1939.
        run(session, Command::Capa).await?;
        if settings.security == Security::StartTls {
            start_tls(session, settings, net).await?;
        }
        authenticate(session, settings, net).await
    };
    let done = timeout(SIGN_IN_TIMEOUT, steps).await;
    done.unwrap_or_else(|_| {
        Err(SourceError::Lost { server: session.server.clone(), source: DriveError::TimedOut })
    })
}

async fn start_tls(
    session: &mut Session<Client>,
    settings: &ServerSettings,
    net: &Net,
) -> Result<(), SourceError> {
    // Not looking for STLS in the capabilities: RFC 2595 is older than many a CAPA.
    let answer = run(session, Command::StartTls).await?;
    if !answer.ok {
        let port = Protocol::Pop3.default_port(Security::Tls);
        return Err(SourceError::NoStartTls { server: session.server.clone(), port });
    }
    session.start_tls(settings, net).await?;
    session.drive.core_mut().tls_started();
    // RFC 2595 4: what was learnt in plain text is asked for again.
    run(session, Command::Capa).await?;
    Ok(())
}

async fn authenticate(
    session: &mut Session<Client>,
    settings: &ServerSettings,
    net: &Net,
) -> Result<(), SourceError> {
    let credentials = settings.credentials.clone();
    let capabilities = session.drive.core().capabilities();
    let mechanism = Mechanism::choose(&credentials.proof, |name| capabilities.offers_sign_in(name));
    let answer = match (mechanism, &credentials.proof) {
        (Some(mechanism), _) => {
            let exchange = Exchange::new(mechanism, credentials, &nonce(net));
            run(session, Command::Auth(Box::new(exchange), mechanism.as_str())).await?
        }
        (None, Proof::Token(_)) => {
            let server = session.server.clone();
            return Err(SourceError::NoWayToSignIn { server, wanted: TOKEN_MECHANISMS });
        }
        (None, Proof::Password(password)) => {
            let user = run(session, Command::User(credentials.username.clone())).await?;
            if user.ok { run(session, Command::Pass(password.clone())).await? } else { user }
        }
    };
    if answer.ok { Ok(()) } else { Err(refusal(session, settings, &answer)) }
}

fn refusal(session: &Session<Client>, settings: &ServerSettings, answer: &Answer) -> SourceError {
    let (server, words) = (session.server.clone(), words(&answer.text));
    match answer.code {
        // RFC 2449 8.1, RFC 3206 4: not the fault of the credentials.
        Some(Code::InUse | Code::LoginDelay | Code::SysTemp) => SourceError::SignInLater { server, words },
        Some(Code::Auth | Code::SysPerm) | None => SourceError::refused(server, &settings.credentials, words),
    }
}

fn turned_away(session: &Session<Client>, answer: &Answer) -> SourceError {
    SourceError::SignInLater { server: session.server.clone(), words: words(&answer.text) }
}

async fn run(session: &mut Session<Client>, command: Command) -> Result<Answer, SourceError> {
    let ticket = session.drive.core_mut().send(command);
    answer(session, ticket).await
}

/// The answer to `ticket`. Answers to what nobody waits for any more are passed over.
pub(super) async fn answer(session: &mut Session<Client>, ticket: Ticket) -> Result<Answer, SourceError> {
    loop {
        match session.event().await? {
            Event::Done { ticket: done, answer } if done == ticket => return Ok(answer),
            Event::Done { .. } => {}
            other @ (Event::Greeting(_) | Event::Lost { .. }) => return Err(lost(&session.server, other)),
        }
    }
}
