//! What keeps tests within bounds. Their mails go past the outbox and stand in no list, so that what holds for all other mail is
//! looked at here.

use domain::blocks::BlockScope;
use domain::{Actor, EmailAddress, Problem, ProblemKind};
use policy::budget::Budget;
use store::Tx;
use store::budgets::Asking;

use crate::office::Office;
use crate::outbox::Way;
use crate::preflight::{Sender, from_over};
use crate::problem;
use crate::users::Refused;

/// Whose tests are counted.
const SCOPE: &str = "transport_test";
/// After how long there is room for another, milliseconds.
const EACH_MS: i64 = 6 * 60_000;
/// Ten tests of a user at once, with a mail and without, whatever comes of them; then one each [`EACH_MS`].
const BUDGET: Budget = Budget { burst: 10, interval_ms: EACH_MS, pause_max_ms: EACH_MS };

/// The address that a test mail leaves from, if one may.
///
/// # Errors
/// 409 while all mail is stopped; 422 where no mail from the address leaves that way, mail to the recipient's domain is stopped or he is
/// written to no more, 429 after many tests.
pub(super) async fn may_leave(
    office: &Office,
    actor: &Actor,
    recipient: &EmailAddress,
    (sender, over): (Sender<'_>, (&Way, bool)),
) -> Result<EmailAddress, Problem> {
    let stops = store::sending_stops::list(&office.store().read(), actor.organisation).await;
    if !stops.map_err(problem::from_store)?.is_empty() {
        let detail =
            "all mail of the organisation is stopped, and test mails too; see the outbox for who and why";
        return Err(Problem::conflict("transport.test_stopped", detail));
    }
    let holds = store::held_destinations::list(&office.store().read(), actor.organisation).await;
    if holds.map_err(problem::from_store)?.iter().any(|hold| hold.domain == recipient.domain()) {
        let detail = "mail to this domain is stopped, and test mails too; see the outbox for who and why";
        return Err(Problem::invalid("recipient", "transport.test_held", detail));
    }
    let from = from_over(office, sender, over).await?;
    let keys = [recipient.key()];
    let blocked = store::standings::blocked_among(&office.store().read(), actor.organisation, &keys).await;
    let blocked = blocked.map_err(problem::from_store)?;
    if blocked.values().any(|row| row.block.is_some_and(|block| block.scope == BlockScope::All)) {
        let detail = "this address is written to no more; lift its block first, or name another recipient";
        return Err(Problem::invalid("recipient", "transport.test_blocked", detail));
    }
    spend(office, actor).await?;
    Ok(from)
}

/// Takes one test off what a user has. A refusal takes nothing: the time that it names holds, however often he asks.
///
/// # Errors
/// 429 after many tests, with the seconds until the next one.
pub(super) async fn spend(office: &Office, actor: &Actor) -> Result<(), Problem> {
    let (organisation, whose, now) = (actor.organisation, actor.user.to_string(), office.now());
    let spent = office.store().write(move |tx: &Tx| {
        let whose = whose.clone();
        Box::pin(async move {
            let (first, last) = (BUDGET.first(now), BUDGET.last(now));
            let asking = Asking { first, interval_ms: BUDGET.interval_ms, last, at: now };
            let row = store::budgets::ask(tx, organisation, (SCOPE, &whose), asking).await?;
            if BUDGET.grants(row.full_at, now) {
                return Ok(());
            }
            // What is refused is not written, so that the bucket stays as full as it was before.
            let until = BUDGET.resumes_at(row.full_at.plus_millis(-BUDGET.interval_ms));
            Err(Refused::from(too_many(until.millis_since(now))))
        })
    });
    spent.await.map_err(Refused::into_problem)
}

fn too_many(wait_ms: i64) -> Problem {
    let wait_s = (wait_ms + 999).div_euclid(1000).max(1);
    let detail =
        format!("you have tried outgoing servers many times; the next try is free in {wait_s} seconds");
    let refused = Problem::new(ProblemKind::Limit, "transport.too_many_tests", detail);
    refused.with("retry_after_s", wait_s.to_string())
}
