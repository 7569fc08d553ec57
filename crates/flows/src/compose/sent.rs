//! What was sent, as its author looks at it: his own, or with the right to the outbox everybody's.

use domain::org::Right;
use domain::{Actor, OutboxId, Problem};
use store::outbox::{OutboxRow, SentFilter, SentShelf};

use super::planned;
use crate::office::Office;
use crate::outbox::{self, AnotherWay, ChoiceOfWay};
use crate::{cases, problem};

/// What the actor sent himself.
///
/// # Errors
/// When the store fails.
pub async fn own(office: &Office, actor: &Actor, shelf: SentShelf) -> Result<SentFilter, Problem> {
    let scope = cases::scope_of(office, actor).await?;
    Ok(SentFilter { author: Some(actor.user), shelf, scope })
}

/// What his organisation sent, as far as he sees its cases; the caller looked at his right to the outbox.
///
/// # Errors
/// When the store fails.
pub async fn everybodys(office: &Office, actor: &Actor, shelf: SentShelf) -> Result<SentFilter, Problem> {
    Ok(SentFilter { author: None, ..own(office, actor, shelf).await? })
}

/// A mail that was sent, if the actor may see it.
///
/// # Errors
/// 404 when there is none, or none that he may see.
pub async fn open_sent(office: &Office, actor: &Actor, id: OutboxId) -> Result<OutboxRow, Problem> {
    let filter = if actor.may(Right::Outbox) {
        everybodys(office, actor, SentShelf::All).await?
    } else {
        own(office, actor, SentShelf::All).await?
    };
    let found = store::outbox::find_sent(&office.store().read(), actor.organisation, id, &filter).await;
    found.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("sent mail"))
}

/// Tries the recipients again whom it did not reach, their attempts counted from zero.
///
/// # Errors
/// As [`open_sent`]; 409 when nothing of it failed.
pub async fn send_sent_again(office: &Office, actor: &Actor, id: OutboxId) -> Result<(), Problem> {
    let item = open_sent(office, actor, id).await?;
    planned::again(office, actor, item.id).await
}

/// Sends a mail of the actor's another way that his own server takes and that waits or failed; of other mail the way is that of
/// whoever may see to the outbox.
///
/// # Errors
/// As [`open_sent`] and [`send_another_way`](outbox::send_another_way); 409 for mail whose way is not his own.
pub async fn send_sent_another_way(
    office: &Office,
    actor: &Actor,
    id: OutboxId,
    wanted: AnotherWay,
) -> Result<(), Problem> {
    let item = open_sent(office, actor, id).await?;
    match outbox::choice_of_way(office, actor, item.id).await? {
        ChoiceOfWay::Offices => {
            let detail =
                "no server of its author's own takes it; whoever may see to the outbox chooses its way";
            return Err(Problem::conflict("outbox.way_is_offices", detail));
        }
        // What is nobody's, or that of others, is refused below with its reason.
        ChoiceOfWay::Authors | ChoiceOfWay::Nobodys | ChoiceOfWay::Kept(_) => {}
    }
    let mut done = outbox::send_another_way(office, actor, &[item.id], wanted).await?;
    match done.failed.pop() {
        Some((_, problem)) => Err(problem),
        None => Ok(()),
    }
}
