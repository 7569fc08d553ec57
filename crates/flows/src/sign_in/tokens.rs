//! API tokens: keys with which programs act as their user.

use domain::org::Actor;
use domain::{ApiTokenId, Problem, Secret, Timestamp};
use store::api_tokens::{ApiTokenRow, NewApiToken};

use super::token;
use crate::office::Office;
use crate::problem;
use crate::users::{self, Refused};

/// Tokens that one user may have at a time.
const TOKENS_MAX: usize = 50;

/// A new token with its secret, which is given out this once.
pub struct Made {
    /// The token as listed.
    pub row: ApiTokenRow,
    /// The secret.
    pub token: Secret,
}

/// The actor's tokens, newest first.
///
/// # Errors
/// 503 when the store does not answer.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<ApiTokenRow>, Problem> {
    let rows = store::api_tokens::list(&office.store().read(), actor.organisation, actor.user).await;
    rows.map_err(problem::from_store)
}

/// Makes a token for the actor; without an end it lives until it is removed.
///
/// # Errors
/// Invalid input by field; a conflict when he has too many; 503 when the store does not answer.
pub async fn create(
    office: &Office,
    actor: &Actor,
    name: String,
    expires_at: Option<Timestamp>,
) -> Result<Made, Problem> {
    let at = office.now();
    let name = users::readable_name("name", &name)?;
    if expires_at.is_some_and(|end| end <= at) {
        return Err(Problem::invalid(
            "expires_at",
            "token.already_over",
            "the end lies in the past; choose a later one",
        ));
    }
    if list(office, actor).await?.len() >= TOKENS_MAX {
        let detail = format!("a user has at most {TOKENS_MAX} tokens; remove one that is not used");
        return Err(Problem::conflict("token.too_many", detail).with("max", TOKENS_MAX.to_string()));
    }
    let secret = token::random_api_token(office.entropy());
    let (organisation, user) = (actor.organisation, actor.user);
    let new =
        NewApiToken { user, name: name.clone(), token_hash: token::hash(secret.expose()), at, expires_at };
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { store::api_tokens::insert(tx, organisation, &new).await }));
    let id = written.await.map_err(problem::from_store)?;
    let row = ApiTokenRow { id, organisation, user, name, created_at: at, expires_at, last_used_at: None };
    Ok(Made { row, token: secret })
}

/// Removes one of the actor's tokens.
///
/// # Errors
/// 404 when he has no such token; 503 when the store does not answer.
pub async fn delete(office: &Office, actor: &Actor, id: ApiTokenId) -> Result<(), Problem> {
    let (organisation, user) = (actor.organisation, actor.user);
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            if store::api_tokens::delete(tx, organisation, user, id).await? {
                Ok(())
            } else {
                Err(Refused::from(Problem::not_found("token")))
            }
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// Notes that a token was used; when that fails the next use notes it.
pub(super) async fn note_use(office: &Office, actor: &Actor, id: ApiTokenId, now: Timestamp) {
    let organisation = actor.organisation;
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { store::api_tokens::touch(tx, organisation, id, now).await }));
    if let Err(error) = written.await {
        tracing::warn!(%error, token.id = %id, "the use of a token could not be noted");
    }
}
