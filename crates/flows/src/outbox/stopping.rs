//! All mail of an organisation is stopped and goes on: by its administrator, or by the operator of the installation. Mail
//! enters the outbox meanwhile and waits there; nothing of it is tried, and its time begins when it goes on.

use std::collections::BTreeSet;

use domain::timeline::StopDeed;
use domain::{OrganisationId, Problem, Timestamp, UserId};
use store::sending_stops::{self, Keeping, SendingStop, StopEvent, StoppedBy};
use store::{Conn, StoreError, Tx};

use super::ledger::Intent;
use crate::office::Office;
use crate::problem;

/// Characters of a reason at most.
const WHY_CHARS_MAX: usize = 500;
/// What was done to all mail that is looked through, the newest.
pub(super) const DEEDS_MAX: u64 = 200;

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
    /// Who gave these words, where they are not the first ones.
    pub reworded: Option<Reworded>,
}

/// The words of a stop are others than the first ones.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reworded {
    /// Who of the organisation gave them, as far as he is still there.
    pub user_name: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// The stops that hold for an organisation's mail, the operator's first; none while mail leaves.
///
/// # Errors
/// When the store fails.
pub async fn stops(office: &Office, organisation: OrganisationId) -> Result<Vec<Stopped>, Problem> {
    let conn = office.store().read();
    let found = sending_stops::list(&conn, organisation).await.map_err(problem::from_store)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let done = sending_stops::list_until(&conn, organisation, office.now(), DEEDS_MAX).await;
    let done = done.map_err(problem::from_store)?;
    let mut shown = Vec::new();
    for SendingStop { by, at, why } in found {
        let is_newer = |event: &&StopEvent| {
            event.deed == StopDeed::Reworded && event.told.at >= at && event.told.by.is_same_side(by)
        };
        let reworded = match done.iter().rev().find(is_newer) {
            Some(event) => {
                let user_name = name(&conn, organisation, event.told.by).await?;
                Some(Reworded { user_name, at: event.told.at })
            }
            None => None,
        };
        let user_name = name(&conn, organisation, by).await?;
        shown.push(Stopped { by_operator: by == StoppedBy::Operator, user_name, at, why, reworded });
    }
    Ok(shown)
}

/// The name of a user; the operator has none.
pub(super) async fn name(
    conn: &Conn,
    organisation: OrganisationId,
    by: StoppedBy,
) -> Result<Option<String>, Problem> {
    match by {
        StoppedBy::Operator => Ok(None),
        StoppedBy::User(id) => {
            let user = store::users::find(conn, organisation, id).await;
            Ok(user.map_err(problem::from_store)?.map(|user| user.name))
        }
    }
}

/// Stops all mail of an organisation: no node begins any more of it from the commit on, but what one was about
/// to begin in that instant. What is with a server ends there.
///
/// # Errors
/// 422 without a reason, or with one of more than 500 characters; 409 where the same side has stopped it already, with who did, when
/// and why; when the store fails.
pub async fn stop(office: &Office, stopper: Stopper, why: &str) -> Result<(), Problem> {
    let stop = SendingStop { by: stopper.by(), at: office.now(), why: reason(why)? };
    let organisation = stopper.organisation;
    let put = office.store().write(move |tx| {
        let stop = stop.clone();
        Box::pin(async move { sending_stops::put(tx, organisation, &stop).await })
    });
    if put.await.map_err(problem::from_store)? {
        return Ok(());
    }
    let standing = stops(office, organisation).await?;
    let own = standing.into_iter().find(|stop| stop.by_operator == stopper.user.is_none());
    // It was let go on in between: whoever stops it now is no second.
    let own = own.ok_or_else(over)?;
    let who = match (&own.user_name, own.by_operator) {
        (Some(name), _) => name.clone(),
        (None, true) => "the operator".to_owned(),
        (None, false) => "somebody who has left".to_owned(),
    };
    let detail = format!(
        "{who} stopped all mail at {}: {}; give other words for that stop, or let mail go on first",
        own.at, own.why
    );
    Err(Problem::conflict("sending_stop.stands", detail)
        .with("user", own.user_name.unwrap_or_default())
        .with("at", own.at.to_rfc3339())
        .with("why", own.why))
}

/// Says why all mail is stopped in other words: it is stopped since it was, by whoever stopped it, and who gave the words is told.
///
/// # Errors
/// As [`stop`]; 409 where this side stops mail no more.
pub async fn reword(office: &Office, stopper: Stopper, why: &str) -> Result<(), Problem> {
    let words = SendingStop { by: stopper.by(), at: office.now(), why: reason(why)? };
    let organisation = stopper.organisation;
    let put = office.store().write(move |tx| {
        let words = words.clone();
        Box::pin(async move { sending_stops::reword(tx, organisation, &words).await })
    });
    if put.await.map_err(problem::from_store)? { Ok(()) } else { Err(over()) }
}

fn over() -> Problem {
    Problem::conflict("sending_stop.over", "mail goes on since; stop it anew if it must not")
}

/// Why mail is stopped, as it was said.
pub(super) fn reason(why: &str) -> Result<String, Problem> {
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
    Ok(why.to_owned())
}

/// Lets mail go on that this side stopped, unless the other one stopped it too. What waited is due as it was, and has all
/// its time before it, as mail has that was held.
///
/// # Errors
/// When the store fails; mail is stopped then as it was.
pub async fn go_on(office: &Office, stopper: Stopper) -> Result<(), Problem> {
    let (organisation, by, at) = (stopper.organisation, stopper.by(), office.now());
    let found = sending_stops::list(&office.store().read(), organisation).await;
    let is_own = |stop: &SendingStop| stop.by.is_same_side(by);
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

/// What may not leave of the organisations that something is to leave of.
pub(super) async fn keeping(tx: &Tx, intents: &[Intent]) -> Result<Keeping, StoreError> {
    let of: BTreeSet<_> =
        intents.iter().filter(|intent| intent.leaves()).map(|intent| intent.organisation).collect();
    if of.is_empty() {
        return Ok(Keeping::default());
    }
    sending_stops::keeping(tx, &of.into_iter().collect::<Vec<_>>()).await
}
