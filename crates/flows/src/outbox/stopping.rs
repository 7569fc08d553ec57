//! All mail of an organisation is stopped and goes on: by its administrator, or by the operator of the installation. Mail
//! enters the outbox meanwhile and waits there; nothing of it is tried, and its time begins when it goes on.

use domain::{OrganisationId, Problem, Timestamp, UserId};
use store::sending_stops::{self, SendingStop, StoppedBy};

use crate::office::Office;
use crate::problem;

/// Characters of a reason at most.
const WHY_CHARS_MAX: usize = 500;

/// Who stops all mail, or lets it go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stopper {
    /// Whose mail.
    pub organisation: OrganisationId,
    /// A user of the organisation; `None` for the operator.
    pub user: Option<UserId>,
}

impl Stopper {
    const fn by(self) -> StoppedBy {
        match self.user {
            Some(user) => StoppedBy::User(user),
            None => StoppedBy::Operator,
        }
    }
}

/// A stop as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stopped {
    /// Whether the operator stopped it, who alone lets it go on.
    pub by_operator: bool,
    /// Who of the organisation did, as far as he is still there.
    pub user_name: Option<String>,
    /// Since when.
    pub at: Timestamp,
    /// Why.
    pub why: String,
}

/// The stops that hold for an organisation's mail, the operator's first; none while mail leaves.
///
/// # Errors
/// When the store fails.
pub async fn stops(office: &Office, organisation: OrganisationId) -> Result<Vec<Stopped>, Problem> {
    let conn = office.store().read();
    let mut shown = Vec::new();
    let found = sending_stops::list(&conn, organisation).await.map_err(problem::from_store)?;
    for SendingStop { by, at, why } in found {
        let user_name = match by {
            StoppedBy::Operator => None,
            StoppedBy::User(id) => {
                let user = store::users::find(&conn, organisation, id).await;
                user.map_err(problem::from_store)?.map(|user| user.name)
            }
        };
        shown.push(Stopped { by_operator: by == StoppedBy::Operator, user_name, at, why });
    }
    Ok(shown)
}

/// Stops all mail of an organisation: no node begins any more of it from the commit on. What is with a server ends there.
///
/// # Errors
/// 422 without a reason, or with one of more than 500 characters; when the store fails.
pub async fn stop(office: &Office, stopper: Stopper, why: &str) -> Result<(), Problem> {
    let why = why.trim();
    if why.is_empty() {
        let detail = "say why, for whoever wonders where mail is";
        return Err(Problem::invalid("why", "sending_stop.no_reason", detail));
    }
    if why.chars().nth(WHY_CHARS_MAX).is_some() {
        let detail = format!("a reason has at most {WHY_CHARS_MAX} characters");
        return Err(Problem::invalid("why", "sending_stop.long_reason", detail)
            .with("max", WHY_CHARS_MAX.to_string()));
    }
    let stop = SendingStop { by: stopper.by(), at: office.now(), why: why.to_owned() };
    let organisation = stopper.organisation;
    let put = office.store().write(move |tx| {
        let stop = stop.clone();
        Box::pin(async move { sending_stops::put(tx, organisation, &stop).await })
    });
    put.await.map_err(problem::from_store)
}

/// Lets mail go on that this side stopped, unless the other one stopped it too. What waited is due as it was, and has all
/// its time before it, as mail has that was held.
///
/// # Errors
/// When the store fails; mail is stopped then as it was.
pub async fn go_on(office: &Office, stopper: Stopper) -> Result<(), Problem> {
    let (organisation, by, at) = (stopper.organisation, stopper.by(), office.now());
    let found = sending_stops::list(&office.store().read(), organisation).await;
    let is_own = |stop: &SendingStop| matches!(stop.by, StoppedBy::Operator) == stopper.user.is_none();
    if !found.map_err(problem::from_store)?.iter().any(is_own) {
        return Ok(());
    }
    let lifted = office
        .store()
        .write(move |tx| Box::pin(async move { sending_stops::lift(tx, organisation, (by, at)).await }));
    lifted.await.map_err(problem::from_store)?;
    office.signals().outbox.notify_one();
    Ok(())
}
