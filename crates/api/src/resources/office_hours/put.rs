//! Sets the office hours.

use axum::Json;
use axum::extract::State;
use domain::Problem;
use flows::cases::{self, OfficeHours};

use super::OfficeHoursBody;
use crate::extract::Input;
use crate::problem::{Answer, Refusal};
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Set the office hours
///
/// Deadlines that were set stay; new ones are counted in these hours where their priority says so.
#[utoipa::path(put, path = "/office-hours", tag = "priorities", request_body = OfficeHoursBody,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = OfficeHoursBody, description = "The office hours as they are now."), OfInput))]
pub(crate) async fn put_office_hours(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<OfficeHoursBody>,
) -> Answer<OfficeHoursBody> {
    cases::set_office_hours(api.office(), &actor, hours(input)?).await?;
    Ok(Json(cases::office_hours(api.office(), &actor).await?.into()))
}

fn hours(input: OfficeHoursBody) -> Result<OfficeHours, Refusal> {
    let invalid = |field, detail| Refusal::from(Problem::invalid(field, "office_hours.invalid", detail));
    let days: Vec<_> = input.days.into_iter().map(|day| day.map(|day| (day.from, day.to))).collect();
    let days = days.try_into().map_err(|_| invalid("days", "a week has seven days, from Monday on"))?;
    let holidays = input.holidays.iter().map(|text| text.trim().parse()).collect::<Result<_, _>>();
    let holidays = holidays.map_err(|_| invalid("holidays", "a holiday is a date, as in 2026-12-25"))?;
    Ok(OfficeHours { time_zone: input.time_zone.trim().to_owned(), days, holidays })
}
