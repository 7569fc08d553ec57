//! When the organisation works: what deadlines are counted in.

mod get;
mod put;

use flows::cases::OfficeHours;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(get::get_office_hours, put::put_office_hours))
}

/// The office hours of a week, and the days off beside them.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct OfficeHoursBody {
    /// The IANA name of the time zone, as in `Europe/Oslo`.
    time_zone: String,
    /// Seven days from Monday on; null is a day off.
    days: Vec<Option<OfficeDay>>,
    /// Days off beside that, as in `2026-12-25`, at most 400.
    holidays: Vec<String>,
}

/// The hours of one day.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct OfficeDay {
    /// When the office opens, minutes after midnight.
    from: u16,
    /// When it closes, minutes after midnight.
    to: u16,
}

impl From<OfficeHours> for OfficeHoursBody {
    fn from(hours: OfficeHours) -> Self {
        let day = |day: Option<(u16, u16)>| day.map(|(from, to)| OfficeDay { from, to });
        Self {
            time_zone: hours.time_zone,
            days: hours.days.into_iter().map(day).collect(),
            holidays: hours.holidays.iter().map(ToString::to_string).collect(),
        }
    }
}
