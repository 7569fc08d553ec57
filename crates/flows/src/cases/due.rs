//! Deadlines of cases: their priority's span, in the organisation's office hours where it says so.

use domain::case::CaseStatus;
use domain::{Actor, CaseId, OrganisationId, PriorityId, Problem, Timestamp};
use policy::deadline::{self, OfficeHours};
use store::cases::{By, CaseChange};
use store::priorities::PriorityRow;
use store::{Conn, StoreError, Tx};

use crate::office::Office;
use crate::problem;

/// The name of the organisation's setting.
const OFFICE_HOURS: &str = "office_hours";

/// How deadlines of one priority are counted.
#[derive(Clone)]
pub(crate) struct Deadlines {
    priority: Option<PriorityRow>,
    hours: OfficeHours,
}

impl Deadlines {
    /// Of a priority, or of none, which has no deadlines.
    pub(crate) async fn read(
        conn: &Conn,
        organisation: OrganisationId,
        priority: Option<PriorityId>,
    ) -> Result<Self, StoreError> {
        let priority = match priority {
            Some(id) => store::priorities::find(conn, organisation, id).await?,
            None => None,
        };
        let counted = priority.as_ref().is_some_and(|priority| priority.office_hours);
        let hours = if counted { hours(conn, organisation).await? } else { OfficeHours::default() };
        Ok(Self { priority, hours })
    }

    /// By when a case that began at an instant is to be closed.
    pub(crate) fn due(&self, from: Timestamp) -> Option<Timestamp> {
        let priority = self.priority.as_ref()?;
        let hours = priority.office_hours.then_some(&self.hours);
        Some(deadline::due(from, priority.deadline_minutes?, hours))
    }
}

/// Begins the levels of a new case's priority, where it has any.
pub(crate) async fn begin_levels(
    tx: &Tx,
    organisation: OrganisationId,
    case: CaseId,
    (deadlines, from, now): (&Deadlines, Timestamp, Timestamp),
) -> Result<(), StoreError> {
    if deadlines.priority.as_ref().is_some_and(|priority| !priority.levels.is_empty()) {
        store::cases::begin_escalation(tx, organisation, case, (from, now)).await?;
    }
    Ok(())
}

/// A mail to the customer begins deadline and levels of a case anew that is not closed by it, where its priority
/// says so.
pub(crate) async fn begin_anew_by_mail(
    tx: &Tx,
    organisation: OrganisationId,
    case: CaseId,
    by: By,
) -> Result<(), StoreError> {
    let Some(standing) = store::cases::find_standing(tx, organisation, case).await? else { return Ok(()) };
    let deadlines = Deadlines::read(tx, organisation, standing.priority_id).await?;
    let restarts =
        deadlines.priority.as_ref().is_some_and(|one| one.restarts_on_reply && !one.levels.is_empty());
    if !restarts || !matches!(standing.status, CaseStatus::Open | CaseStatus::Waiting) {
        return Ok(());
    }
    let change = CaseChange { due_at: Some(deadlines.due(by.at)), ..CaseChange::default() };
    store::cases::update(tx, organisation, case, &change, by).await?;
    begin_levels(tx, organisation, case, (&deadlines, by.at, by.at)).await
}

pub(crate) async fn hours(conn: &Conn, organisation: OrganisationId) -> Result<OfficeHours, StoreError> {
    Ok(store::settings::find(conn, Some(organisation), OFFICE_HOURS).await?.unwrap_or_default())
}

/// The organisation's office hours; weekdays from eight to four until somebody sets others.
///
/// # Errors
/// When the store fails.
pub async fn office_hours(office: &Office, actor: &Actor) -> Result<OfficeHours, Problem> {
    hours(&office.store().read(), actor.organisation).await.map_err(problem::from_store)
}

/// Sets the office hours. Deadlines that were set stay.
///
/// # Errors
/// 422 for hours that cannot be counted with.
pub async fn set_office_hours(office: &Office, actor: &Actor, hours: OfficeHours) -> Result<(), Problem> {
    hours.check().map_err(|error| Problem::invalid("days", "office_hours.invalid", error.to_string()))?;
    let organisation = actor.organisation;
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                store::settings::put(tx, Some(organisation), OFFICE_HOURS, &hours).await?;
                store::events::insert(tx, organisation, store::events::Change::settings());
                Ok(())
            })
        })
        .await
        .map_err(problem::from_store)
}
