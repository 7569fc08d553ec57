//! How long changes of settings are kept, by the organisation's own choice. They are written by `store::audit`.

use domain::limits::{AUDIT_DAYS_MAX, AUDIT_DAYS_MIN};
use domain::{Actor, Problem};
use store::events::{self, Change};

use crate::office::Office;
use crate::problem;

/// Sets how many days they are kept; those that are there already go by it, too.
///
/// # Errors
/// 422 for days out of range.
pub async fn set_days(office: &Office, actor: &Actor, days: u32) -> Result<(), Problem> {
    if !(AUDIT_DAYS_MIN..=AUDIT_DAYS_MAX).contains(&days) {
        let detail = format!("changes are kept from {AUDIT_DAYS_MIN} to {AUDIT_DAYS_MAX} days");
        let problem = Problem::invalid("days", "audit.days", detail);
        return Err(problem.with("min", AUDIT_DAYS_MIN.to_string()).with("max", AUDIT_DAYS_MAX.to_string()));
    }
    let organisation = actor.organisation;
    let put = office.store().write(move |tx| {
        Box::pin(async move {
            store::audit::set_days(tx, organisation, days).await?;
            events::insert(tx, organisation, Change::settings());
            Ok(())
        })
    });
    put.await.map_err(problem::from_store)
}
