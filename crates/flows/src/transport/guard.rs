//! What keeps test mails within bounds. They go past the outbox and stand in no list, so that what holds for all other mail is
//! looked at here.

use domain::blocks::BlockScope;
use domain::{Actor, EmailAddress, Problem, ProblemKind};
use policy::budget::Budget;
use store::Tx;

use crate::auto_reply::grants;
use crate::office::Office;
use crate::outbox::Way;
use crate::preflight::{Sender, from_over};
use crate::problem;
use crate::users::Refused;

/// Whose tests are counted.
const SCOPE: &str = "transport_test";
/// Test mails that a user sends at once; then one each [`EACH_MS`].
const AT_ONCE: u32 = 10;
/// After how long there is room for another, milliseconds.
const EACH_MS: i64 = 6 * 60_000;

/// The address that a test mail leaves from, if one may.
///
/// # Errors
/// 409 while all mail is stopped; 422 where no mail from the address leaves that way or the recipient is written to no more, 429 after many tests.
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
    let from = from_over(office, sender, over).await?;
    let keys = [recipient.key()];
    let blocked = store::standings::blocked_among(&office.store().read(), actor.organisation, &keys).await;
    let blocked = blocked.map_err(problem::from_store)?;
    if blocked.values().any(|row| row.block.is_some_and(|block| block.scope == BlockScope::All)) {
        let detail = "this address is written to no more; lift its block first, or name another recipient";
        return Err(Problem::invalid("recipient", "transport.test_blocked", detail));
    }
    let (organisation, whose, now) = (actor.organisation, actor.user.to_string(), office.now());
    let granted = office.store().write(move |tx: &Tx| {
        let whose = whose.clone();
        Box::pin(async move {
            let budget = Budget { burst: AT_ONCE, interval_ms: EACH_MS, pause_max_ms: EACH_MS };
            Ok::<_, Refused>(grants(tx, organisation, (SCOPE, &whose), (budget, now)).await?)
        })
    });
    if !granted.await.map_err(Refused::into_problem)? {
        let detail = "you have sent many test mails; wait some minutes before the next one";
        return Err(Problem::new(ProblemKind::Limit, "transport.too_many_tests", detail));
    }
    Ok(from)
}
