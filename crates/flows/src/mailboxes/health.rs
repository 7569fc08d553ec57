//! When a mailbox goes without mail for so long that people are told.

use domain::{Actor, Problem, Timestamp};
use store::mailboxes::{HealthState, MailboxRow};

use crate::office::Office;
use crate::problem;

/// Mailboxes that one alarm names.
const NAMED_MAX: usize = 50;

/// The organisation's mailboxes that are overdue.
///
/// # Errors
/// When the store fails.
pub async fn overdue(office: &Office, actor: &Actor) -> Result<Vec<MailboxRow>, Problem> {
    let conn = office.store().read();
    let rows = store::mailboxes::list_fetched(&conn, actor.organisation).await;
    let (mut rows, now) = (rows.map_err(problem::from_store)?, office.now());
    rows.retain(|row| is_overdue(row, now));
    rows.truncate(NAMED_MAX);
    Ok(rows)
}

/// Whether no look at it has succeeded for longer than its alarm allows: the server fails, or
/// nobody looks. One that was switched off, or that our listener feeds, owes nothing.
#[must_use]
pub fn is_overdue(row: &MailboxRow, now: Timestamp) -> bool {
    match row.health.state {
        HealthState::Paused | HealthState::Listening => false,
        // One that is new is being set up; one that has brought mail before has stopped bringing it.
        HealthState::SignIn => row.health.last_success_at.is_some(),
        // Waiting mends nothing, so nobody waits with telling.
        HealthState::Failing if needs_person(row) => true,
        HealthState::New | HealthState::Ok | HealthState::Failing => {
            let signed_in = row.grant.as_ref().map_or(row.created_at, |grant| grant.signed_in_at);
            let since = row.health.last_success_at.unwrap_or(row.created_at);
            let since = since.max(row.updated_at).max(signed_in);
            // One that is looked at twice a day is not late after an hour.
            let rules = &row.settings.rules;
            let allowed_s = i64::from(rules.alarm_after_s.max(row.settings.interval_s.saturating_mul(2)));
            now.millis_since(since) > allowed_s.saturating_mul(1000)
        }
    }
}

/// Whether its provider gives no tokens until a person does something.
fn needs_person(row: &MailboxRow) -> bool {
    row.grant.as_ref().is_some_and(|grant| grant.state.needs_person())
}
