//! A user changes his own password.

use std::net::IpAddr;

use domain::org::Actor;
use domain::{Problem, Secret};

use super::{Credential, throttle};
use crate::office::Office;
use crate::problem;
use crate::users::{self, Refused, password};

/// The old password, the new one, and the host that asks.
pub struct NewPassword {
    /// The password as it is.
    pub current: Secret,
    /// The password as it shall be.
    pub new: Secret,
    /// The host that asks: failures count as failed sign-ins do.
    pub peer: IpAddr,
}

/// Changes the actor's password and ends his other sessions. His API tokens stay: he sees them on the
/// same page, and the programs that use them go on.
///
/// # Errors
/// Invalid input by field; 429 after too many wrong current passwords; 503 when the store does
/// not answer.
pub async fn change_password(
    office: &Office,
    actor: &Actor,
    credential: Credential,
    passwords: NewPassword,
) -> Result<(), Problem> {
    // It was counted as a failure before the password is looked at, so that it comes to its end even
    // when the browser leaves meanwhile: a right password then clears what was counted.
    let (office, actor) = (office.clone(), actor.clone());
    let change = async move { change(&office, &actor, credential, passwords).await };
    let changed = tokio::spawn(store::audit::in_this_name(change));
    changed.await.unwrap_or_else(|_| Err(problem::internal("change_password")))
}

async fn change(
    office: &Office,
    actor: &Actor,
    credential: Credential,
    passwords: NewPassword,
) -> Result<(), Problem> {
    let (organisation, id) = (actor.organisation, actor.user);
    let user = users::find(office, organisation, id).await?;
    users::is_good_password("new", &passwords.new, &user.address)?;
    let keys = throttle::Keys::new(&user.address.to_string(), passwords.peer);
    throttle::admit(office, &keys).await?;
    let known = store::users::find_credentials(&office.store().read(), organisation, id).await;
    let known = known.map_err(problem::from_store)?;
    let hash = known.as_ref().map(|credentials| credentials.password_hash.as_str());
    if !password::verify(&passwords.current, hash).await? {
        return Err(Problem::invalid("current", "password.wrong", "this is not your password; try again"));
    }
    let password_hash = Some(password::hash(office.entropy(), passwords.new).await?);
    let change = store::users::UserChange { password_hash, ..store::users::UserChange::default() };
    let kept = match credential {
        Credential::Session(session) => Some(session),
        Credential::Token(_) => None,
    };
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            throttle::forget(tx, &keys).await?;
            if !store::users::update(tx, organisation, id, &change).await? {
                return Err(Refused::from(Problem::not_found("user")));
            }
            store::sessions::delete_of_user(tx, organisation, id, kept).await?;
            Ok(())
        })
    });
    written.await.map_err(Refused::into_problem)
}
