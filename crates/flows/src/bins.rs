//! How long what somebody threw away can be restored, by the organisation's own choice.

use domain::limits::BIN_DAYS_MAX;
use domain::{Actor, OrganisationId, Problem};
use store::bins::{self, BinDays};
use store::events::{self, Change};

use crate::office::Office;
use crate::problem;

/// The days of an organisation's bins.
///
/// # Errors
/// When the store fails.
pub async fn days(office: &Office, organisation: OrganisationId) -> Result<BinDays, Problem> {
    bins::find(&office.store().read(), organisation).await.map_err(problem::from_store)
}

/// Sets the days of its bins. What lies in them already goes by the new days, too.
///
/// # Errors
/// 422 for fewer than one day or more than a year.
pub async fn set_days(office: &Office, actor: &Actor, days: BinDays) -> Result<(), Problem> {
    for (field, days) in [("cases", days.cases), ("spam", days.spam), ("queues", days.queues)] {
        if !(1..=BIN_DAYS_MAX).contains(&days) {
            let detail = format!("a bin is kept from 1 to {BIN_DAYS_MAX} days");
            return Err(Problem::invalid(field, "bins.days", detail).with("max", BIN_DAYS_MAX.to_string()));
        }
    }
    let organisation = actor.organisation;
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                bins::put(tx, organisation, days).await?;
                events::insert(tx, organisation, Change::settings());
                Ok(())
            })
        })
        .await
        .map_err(problem::from_store)
}
