//! Signing in with a password, and who is behind a session or an API token.
//!
//! Of a token only its SHA-256 is stored: 256 random bits need no slow hash. A failed sign-in
//! takes as long for an unknown address as for a known one and says the same.

mod change_password;
mod throttle;
mod token;
pub mod tokens;

use std::net::IpAddr;

use domain::limits::SESSION_IDLE_MS;
use domain::org::Actor;
use domain::problem::ProblemKind;
use domain::{ApiTokenId, Problem, Secret, SessionId, Timestamp};
use store::users::Credentials;

use crate::office::Office;
use crate::problem;
use crate::users::{Refused, password, readable_address};

pub(crate) use throttle::host_key;
pub(crate) use token::{hash as token_hash, is_session as is_token, random as random_token};

pub use change_password::{NewPassword, change_password};

/// Users of different organisations who may share an address and are all tried.
const CANDIDATES_MAX: usize = 4;
/// A session's last use is written down when it is older than this, milliseconds: an hour, so
/// that reading costs no write.
const SESSION_TOUCH_MS: i64 = 60 * 60 * 1000;
/// The same for an API token: a minute.
const TOKEN_TOUCH_MS: i64 = 60 * 1000;

/// Who wants to sign in, from where.
pub struct Attempt {
    /// The address as typed.
    pub address: String,
    /// The password as typed.
    pub password: Secret,
    /// The host that asks.
    pub peer: IpAddr,
}

/// A new session with its token, which is given out this once.
pub struct NewSession {
    /// The token, for the cookie.
    pub token: Secret,
    /// Who signed in.
    pub actor: Actor,
}

/// What somebody is signed in with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Credential {
    /// A browser's session.
    Session(SessionId),
    /// A program's key.
    Token(ApiTokenId),
}

/// Somebody who is signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedIn {
    /// Who acts.
    pub actor: Actor,
    /// With what.
    pub credential: Credential,
}

/// Signs in with address and password, and opens a session.
///
/// # Errors
/// 429 `sign_in_throttled` after too many failures of the address or the host; 401
/// `sign_in_failed` for every other reason; 503 when the store does not answer.
pub async fn sign_in(office: &Office, attempt: Attempt) -> Result<NewSession, Problem> {
    // It was counted as a failure before its password is looked at, so that it comes to its end even
    // when the browser leaves meanwhile: a right password then clears what was counted.
    let office = office.clone();
    let tried = tokio::spawn(async move { try_to(&office, attempt).await });
    tried.await.unwrap_or_else(|_| Err(problem::internal("sign_in")))
}

async fn try_to(office: &Office, attempt: Attempt) -> Result<NewSession, Problem> {
    let keys = throttle::Keys::new(&attempt.address, attempt.peer);
    throttle::admit(office, &keys).await?;
    match find_user(office, &attempt).await? {
        Some(user) => {
            metrics::counter!("posthus_sign_ins_total", "result" => "success").increment(1);
            open_session(office, user, keys).await
        }
        None => {
            metrics::counter!("posthus_sign_ins_total", "result" => "failure").increment(1);
            Err(failed())
        }
    }
}

fn failed() -> Problem {
    let detail = "the address or the password is wrong; check both and try again";
    Problem::new(ProblemKind::Unauthenticated, "sign_in_failed", detail)
}

/// The user whose password it is. Checks a hash that belongs to nobody where there is none.
async fn find_user(office: &Office, attempt: &Attempt) -> Result<Option<Credentials>, Problem> {
    let candidates = match readable_address(&attempt.address) {
        Some(address) => store::users::find_by_address(&office.store().read(), &address).await,
        None => Ok(Vec::new()),
    };
    let candidates = candidates.map_err(problem::from_store)?;
    if candidates.is_empty() {
        password::verify(&attempt.password, None).await?;
        return Ok(None);
    }
    for candidate in candidates.into_iter().take(CANDIDATES_MAX) {
        // The password is checked before the lock, so that both take the same time.
        let matches = password::verify(&attempt.password, Some(&candidate.password_hash)).await?;
        if matches && candidate.active {
            return Ok(Some(candidate));
        }
    }
    Ok(None)
}

async fn open_session(
    office: &Office,
    user: Credentials,
    keys: throttle::Keys,
) -> Result<NewSession, Problem> {
    let token = token::random(office.entropy());
    let (at, organisation) = (office.now(), user.organisation);
    let session = store::sessions::NewSession {
        user: user.user,
        token_hash: token::hash(token.expose()),
        at,
        expires_at: at.plus_millis(SESSION_IDLE_MS),
    };
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            throttle::forget(tx, &keys).await?;
            store::sessions::insert(tx, organisation, &session).await?;
            store::users::record_sign_in(tx, organisation, session.user, at).await?;
            let actor = store::users::find_actor(tx, organisation, session.user).await?;
            actor.ok_or_else(|| Refused::from(failed()))
        })
    });
    let actor = written.await.map_err(Refused::into_problem)?;
    Ok(NewSession { token, actor })
}

/// Who is behind a session's token; nobody when it is unknown, ended, or its user is locked.
///
/// # Errors
/// 503 when the store does not answer.
pub async fn by_session(office: &Office, text: &str) -> Result<Option<SignedIn>, Problem> {
    if !token::is_session(text) {
        return Ok(None);
    }
    let (conn, now) = (office.store().read(), office.now());
    let found = store::sessions::find(&conn, &token::hash(text), now).await.map_err(problem::from_store)?;
    let Some(session) = found else { return Ok(None) };
    let actor = store::users::find_actor(&conn, session.organisation, session.user).await;
    let Some(actor) = actor.map_err(problem::from_store)? else { return Ok(None) };
    if now.millis_since(session.last_seen_at) >= SESSION_TOUCH_MS {
        keep_alive(office, &actor, session.id, now).await;
    }
    Ok(Some(SignedIn { actor, credential: Credential::Session(session.id) }))
}

/// A session that cannot be renewed now is renewed by the next request: no reason to refuse this one.
async fn keep_alive(office: &Office, actor: &Actor, id: SessionId, now: Timestamp) {
    let (organisation, expires_at) = (actor.organisation, now.plus_millis(SESSION_IDLE_MS));
    let written = office.store().write(move |tx| {
        Box::pin(async move { store::sessions::touch(tx, organisation, id, now, expires_at).await })
    });
    if let Err(error) = written.await {
        tracing::warn!(%error, session.id = %id, "a session could not be renewed");
    }
}

/// Who is behind an API token; nobody when it is unknown, ended, or its user is locked.
///
/// # Errors
/// 503 when the store does not answer.
pub async fn by_api_token(office: &Office, text: &str) -> Result<Option<SignedIn>, Problem> {
    if !token::is_api_token(text) {
        return Ok(None);
    }
    let (conn, now) = (office.store().read(), office.now());
    let found = store::api_tokens::find(&conn, &token::hash(text), now).await.map_err(problem::from_store)?;
    let Some(row) = found else { return Ok(None) };
    let actor = store::users::find_actor(&conn, row.organisation, row.user).await;
    let Some(actor) = actor.map_err(problem::from_store)? else { return Ok(None) };
    if row.last_used_at.is_none_or(|last| now.millis_since(last) >= TOKEN_TOUCH_MS) {
        tokens::note_use(office, &actor, row.id, now).await;
    }
    Ok(Some(SignedIn { actor, credential: Credential::Token(row.id) }))
}

/// Ends the session; an API token stays.
///
/// # Errors
/// 503 when the store does not answer.
pub async fn sign_out(office: &Office, actor: &Actor, credential: Credential) -> Result<(), Problem> {
    let Credential::Session(id) = credential else { return Ok(()) };
    let organisation = actor.organisation;
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { store::sessions::delete(tx, organisation, id).await }));
    written.await.map(|_| ()).map_err(problem::from_store)
}
