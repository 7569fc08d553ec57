//! How long what somebody threw away can be restored, by the organisation's own choice.

use domain::limits::BIN_DAYS_MAX;
use domain::{Actor, OrganisationId, Problem};
use store::bins::{self, BinDays};
use store::events::{self, Change};

use crate::office::Office;
use crate::problem;
use crate::users::Refused;

/// The days of an organisation's bins.
///
/// # Errors
/// When the store fails.
pub async fn days(office: &Office, organisation: OrganisationId) -> Result<BinDays, Problem> {
    bins::find(&office.store().read(), organisation).await.map_err(problem::from_store)
}

/// What somebody sets of them; `None` leaves a bin.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct BinDaysInput {
    /// Deleted cases, and messages removed from cases.
    pub cases: Option<u32>,
    /// Spam.
    pub spam: Option<u32>,
    /// What was deleted from queues and the outbox, and templates.
    pub queues: Option<u32>,
}

impl From<BinDays> for BinDaysInput {
    fn from(BinDays { cases, spam, queues }: BinDays) -> Self {
        Self { cases: Some(cases), spam: Some(spam), queues: Some(queues) }
    }
}

impl BinDaysInput {
    fn over(self, present: BinDays) -> BinDays {
        BinDays {
            cases: self.cases.unwrap_or(present.cases),
            spam: self.spam.unwrap_or(present.spam),
            queues: self.queues.unwrap_or(present.queues),
        }
    }
}

/// Sets the days of its bins. What lies in them already goes by the new days, too.
///
/// # Errors
/// 422 for fewer than one day or more than a year.
pub async fn set_days(office: &Office, actor: &Actor, days: impl Into<BinDaysInput>) -> Result<(), Problem> {
    let (organisation, input) = (actor.organisation, days.into());
    let set = office.store().write(move |tx| {
        Box::pin(async move {
            // Of two who set different ones at once neither undoes what the other did.
            store::organisations::lock(tx, organisation).await?;
            let days = input.over(bins::find(tx, organisation).await?);
            check(days)?;
            bins::put(tx, organisation, days).await?;
            events::insert(tx, organisation, Change::settings());
            Ok(())
        })
    });
    set.await.map_err(Refused::into_problem)
}

fn check(days: BinDays) -> Result<(), Problem> {
    for (field, days) in [("cases", days.cases), ("spam", days.spam), ("queues", days.queues)] {
        if !(1..=BIN_DAYS_MAX).contains(&days) {
            let detail = format!("a bin is kept from 1 to {BIN_DAYS_MAX} days");
            return Err(Problem::invalid(field, "bins.days", detail).with("max", BIN_DAYS_MAX.to_string()));
        }
    }
    Ok(())
}
