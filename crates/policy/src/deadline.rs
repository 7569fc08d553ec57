//! By when a case is to be closed: a span of minutes from its beginning, of the clock or of the
//! organisation's office hours.

use domain::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp as Instant, ToSpan, Zoned};
use serde::{Deserialize, Serialize};

/// When the organisation works.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OfficeHours {
    /// The IANA name of the time zone: `Europe/Oslo`.
    pub time_zone: String,
    /// From Monday to Sunday: begin and end in minutes after midnight; none is a day off.
    pub days: [Option<(u16, u16)>; 7],
    /// Days off beside that, as in `2026-12-25`, at most [`HOLIDAYS_MAX`].
    pub holidays: Vec<Date>,
}

/// Holidays of one organisation.
pub const HOLIDAYS_MAX: usize = 400;
/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;
/// Days that are looked through for office hours; beyond it, hours of the clock count.
const DAYS_MAX: u32 = 3 * 366;

impl Default for OfficeHours {
    fn default() -> Self {
        let day = Some((8 * 60, 16 * 60));
        Self {
            time_zone: "Europe/Oslo".to_owned(),
            days: [day, day, day, day, day, None, None],
            holidays: Vec::new(),
        }
    }
}

/// What is wrong with office hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// No such zone.
    #[error("there is no such time zone; write its IANA name, as in Europe/Oslo")]
    TimeZone,
    /// A day ends before it begins, or after midnight.
    #[error("a day begins before it ends, both between 00:00 and 24:00")]
    Day,
    /// No day is worked.
    #[error("at least one day must have office hours")]
    NoDay,
    /// Too many holidays.
    #[error("there are at most 400 holidays; remove those that are past")]
    Holidays,
}

impl OfficeHours {
    /// Whether deadlines can be counted with it.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self) -> Result<(), HoursError> {
        TimeZone::get(&self.time_zone).map_err(|_| HoursError::TimeZone)?;
        let mut days = self.days.iter().flatten();
        if days.any(|(from, to)| from >= to || *to > DAY_MINUTES) {
            return Err(HoursError::Day);
        }
        if self.days.iter().all(Option::is_none) {
            return Err(HoursError::NoDay);
        }
        if self.holidays.len() > HOLIDAYS_MAX { Err(HoursError::Holidays) } else { Ok(()) }
    }

    /// When the clock on the wall shows this full hour next, later than an instant; in UTC where the zone is unknown.
    #[must_use]
    pub fn next_hour(&self, now: Timestamp, hour: u32) -> Timestamp {
        const DAY_MS: i64 = 24 * 3600 * 1000;
        self.hour_after(now, hour).unwrap_or_else(|| now.plus_millis(DAY_MS))
    }

    fn hour_after(&self, now: Timestamp, hour: u32) -> Option<Timestamp> {
        let zone = TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC);
        let local = Instant::from_millisecond(now.as_millis()).ok()?.to_zoned(zone.clone());
        let minutes = hour.min(23) * 60;
        let today = ended(local.date(), minutes, &zone)?;
        if today > now { Some(today) } else { ended(local.date().tomorrow().ok()?, minutes, &zone) }
    }

    /// The office hours of one day; none on days off.
    fn of(&self, date: Date) -> Option<(u16, u16)> {
        if self.holidays.contains(&date) {
            return None;
        }
        let index = match date.weekday() {
            Weekday::Monday => 0,
            Weekday::Tuesday => 1,
            Weekday::Wednesday => 2,
            Weekday::Thursday => 3,
            Weekday::Friday => 4,
            Weekday::Saturday => 5,
            Weekday::Sunday => 6,
        };
        self.days[index]
    }
}

/// The end of this many minutes from an instant on; with office hours only those count.
#[must_use]
pub fn due(from: Timestamp, minutes: u32, hours: Option<&OfficeHours>) -> Timestamp {
    let plain = from.plus_millis(i64::from(minutes) * 60_000);
    hours.and_then(|hours| within(hours, from, minutes)).unwrap_or(plain)
}

fn within(hours: &OfficeHours, from: Timestamp, minutes: u32) -> Option<Timestamp> {
    let zone = TimeZone::get(&hours.time_zone).ok()?;
    let start = Instant::from_millisecond(from.as_millis()).ok()?.to_zoned(zone.clone());
    let mut date = start.date();
    // What counts of the first day begins with the case.
    let mut not_before = start.hour().unsigned_abs() as u16 * 60 + start.minute().unsigned_abs() as u16;
    let mut left = minutes;
    for _ in 0..DAYS_MAX {
        if let Some((opens, closes)) = hours.of(date) {
            let opens = opens.max(not_before);
            let open = u32::from(closes.saturating_sub(opens));
            if left <= open {
                return ended(date, u32::from(opens) + left, &zone);
            }
            left -= open;
        }
        not_before = 0;
        date = date.tomorrow().ok()?;
    }
    None
}

/// The instant this many minutes before another; with office hours only those count.
#[must_use]
pub fn before(until: Timestamp, minutes: u32, hours: Option<&OfficeHours>) -> Timestamp {
    let plain = until.plus_millis(-i64::from(minutes) * 60_000);
    hours.and_then(|hours| within_before(hours, until, minutes)).unwrap_or(plain)
}

fn within_before(hours: &OfficeHours, until: Timestamp, minutes: u32) -> Option<Timestamp> {
    let zone = TimeZone::get(&hours.time_zone).ok()?;
    let end = Instant::from_millisecond(until.as_millis()).ok()?.to_zoned(zone.clone());
    let mut date = end.date();
    // What counts of the last day ends with the instant.
    let mut not_after = end.hour().unsigned_abs() as u16 * 60 + end.minute().unsigned_abs() as u16;
    let mut left = minutes;
    for _ in 0..DAYS_MAX {
        if let Some((opens, closes)) = hours.of(date) {
            let closes = closes.min(not_after);
            let open = u32::from(closes.saturating_sub(opens));
            if left <= open {
                return ended(date, u32::from(closes) - left, &zone);
            }
            left -= open;
        }
        not_after = DAY_MINUTES;
        date = date.yesterday().ok()?;
    }
    None
}

/// The instant this many minutes after a day's midnight by the clock on the wall.
fn ended(date: Date, minutes: u32, zone: &TimeZone) -> Option<Timestamp> {
    let wall = date.at(0, 0, 0, 0).checked_add(i64::from(minutes).minutes()).ok()?;
    let end: Zoned = wall.to_zoned(zone.clone()).ok()?;
    Some(Timestamp::from_millis(end.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hours: Option<&OfficeHours>, from: &str, minutes: u32, expected: &str) {
        let at = |text: &str| Timestamp::from_millis(text.parse::<Instant>().unwrap().as_millisecond());
        assert_eq!(due(at(from), minutes, hours), at(expected), "{from} + {minutes} min");
    }

    #[test]
    fn counting_back_leaves_out_what_counting_on_leaves_out() {
        let hours = OfficeHours::default();
        let at = |text: &str| Timestamp::from_millis(text.parse::<Instant>().unwrap().as_millisecond());
        let (friday, monday) = (at("2026-11-27T14:00:00Z"), at("2026-11-30T10:00:00Z"));
        assert_eq!(before(monday, 240, Some(&hours)), friday);
        assert_eq!(due(friday, 240, Some(&hours)), monday);
        assert_eq!(before(monday, 240, None), at("2026-11-30T06:00:00Z"));
        // A Sunday counts back from Friday's end.
        assert_eq!(before(at("2026-11-29T10:00:00Z"), 60, Some(&hours)), friday);
    }

    #[test]
    fn hours_of_the_clock_run_on() {
        check(None, "2026-11-27T15:00:00Z", 180, "2026-11-27T18:00:00Z");
    }

    #[test]
    fn office_hours_stop_at_night_and_over_the_weekend() {
        let hours = OfficeHours::default();
        // Friday 15:00 in Oslo: an hour is left, and three more on Monday.
        check(Some(&hours), "2026-11-27T14:00:00Z", 240, "2026-11-30T10:00:00Z");
        // Saturday: Monday morning begins the count.
        check(Some(&hours), "2026-11-28T10:00:00Z", 60, "2026-11-30T08:00:00Z");
        // Before opening.
        check(Some(&hours), "2026-11-27T03:00:00Z", 30, "2026-11-27T07:30:00Z");
        // A whole day ends when the office closes, not when it opens next.
        check(Some(&hours), "2026-11-26T07:00:00Z", 480, "2026-11-26T15:00:00Z");
    }

    #[test]
    fn holidays_do_not_count_and_summer_time_moves_the_hours() {
        let holidays = vec!["2026-12-25".parse().unwrap()];
        let hours = OfficeHours { holidays, ..OfficeHours::default() };
        // Thursday 24 December 15:30 in Oslo: half an hour, then Monday.
        check(Some(&hours), "2026-12-24T14:30:00Z", 60, "2026-12-28T07:30:00Z");
        // Friday before the clocks go forward, to Monday after it.
        check(Some(&hours), "2026-03-27T14:00:00Z", 120, "2026-03-30T07:00:00Z");
    }

    #[test]
    fn an_hour_of_the_day_comes_again_tomorrow_and_follows_summer_time() {
        let hours = OfficeHours::default();
        let at = |text: &str| Timestamp::from_millis(text.parse::<Instant>().unwrap().as_millisecond());
        let next = |from: &str, hour| hours.next_hour(at(from), hour);
        assert_eq!(next("2026-11-27T05:00:00Z", 7), at("2026-11-27T06:00:00Z"));
        assert_eq!(next("2026-11-27T06:00:00Z", 7), at("2026-11-28T06:00:00Z"));
        assert_eq!(next("2026-03-28T12:00:00Z", 7), at("2026-03-29T05:00:00Z"));
    }

    #[test]
    fn hours_that_cannot_be_counted_are_refused() {
        let with = |change: fn(&mut OfficeHours)| {
            let mut hours = OfficeHours::default();
            change(&mut hours);
            hours.check()
        };
        assert_eq!(with(|_| {}), Ok(()));
        assert_eq!(with(|hours| hours.time_zone = "Oslo".to_owned()), Err(HoursError::TimeZone));
        assert_eq!(with(|hours| hours.days[2] = Some((600, 600))), Err(HoursError::Day));
        assert_eq!(with(|hours| hours.days[2] = Some((600, 1441))), Err(HoursError::Day));
        assert_eq!(with(|hours| hours.days = [None; 7]), Err(HoursError::NoDay));
        assert_eq!(
            with(|hours| hours.holidays = vec![jiff::civil::date(2026, 1, 1); 401]),
            Err(HoursError::Holidays)
        );
    }
}
