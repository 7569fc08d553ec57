//! Dates in header fields (RFC 5322 3.3 and 4.3), with the faults that are met: no seconds, two digits for
//! the year, names of months in other languages, ISO 8601.

use domain::Timestamp;
use mail_parser::DateTime;

/// Names of months by their first letters, in the languages of the North.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb"],
    &["mar", "mär", "mrz"],
    &["apr"],
    &["may", "mai", "maj"],
    &["jun"],
    &["jul"],
    &["aug"],
    &["sep"],
    &["oct", "okt"],
    &["nov"],
    &["dec", "des", "dez"],
];

/// RFC 5322 4.3: names of zones, minutes east of UTC. The last two are written by programs here in the North.
const ZONES: [(&str, i32); 13] = [
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("z", 0),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("cet", 60),
    ("cest", 120),
];

/// The instant that a date names; `None` where it names none between 1970 and 9998.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let text = without_comments(text);
    let words: Vec<&str> = text.split([' ', '\t', ',']).filter(|word| !word.is_empty()).collect();
    let read = match words.first()?.split_once('T') {
        Some((day, time)) if words.len() == 1 => iso(day, time),
        Some(_) | None => rfc5322(&words),
    };
    read.filter(is_plausible).map(|date| Timestamp::from_millis(date.to_timestamp().saturating_mul(1000)))
}

/// RFC 5322 3.2.2: comments within brackets, as `(CEST)` behind the zone.
fn without_comments(text: &str) -> String {
    let mut depth = 0_u32;
    let outside = |character: &char| {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    text.chars().filter(outside).collect()
}

/// RFC 5322 3.3: [ day-name "," ] day month year hour ":" minute [ ":" second ] zone. The words are found by
/// their shape, so that their order and a missing zone do not matter.
fn rfc5322(words: &[&str]) -> Option<DateTime> {
    let mut numbers = Vec::new();
    let (mut month, mut time, mut zone) = (None, None, 0);
    for word in words.iter().copied().flat_map(dashed) {
        // The clock of Denmark and Finland has full stops.
        if word.contains(':') || word.trim_end_matches('.').contains('.') {
            time = time.or_else(|| clock(word));
        } else if let Some(offset) = zone_of(word).filter(|_| time.is_some()) {
            zone = offset;
        } else if let Ok(number) = word.trim_end_matches('.').parse::<u16>() {
            numbers.push((number, word.len()));
        } else {
            month = month.or_else(|| month_of(word));
        }
    }
    let year_at = numbers.iter().position(|(number, octets)| *number > 31 || *octets == 4);
    let (year, day) = match (numbers.as_slice(), year_at) {
        ([year, day, ..], Some(0)) => (year.0, day.0),
        ([day, year, ..], _) => (year.0, day.0),
        _ => return None,
    };
    // RFC 5322 4.3: two digits below 50 are of this century, three digits and the others count from 1900.
    let year = match year {
        0..=49 => year + 2000,
        50..=999 => year + 1900,
        _ => year,
    };
    let (hour, minute, second) = time.unwrap_or_default();
    dated((year, month?, u8::try_from(day).ok()?), (hour, minute, second), zone)
}

/// `21-Sep-2026`, as IMAP and old programs write; a zone keeps its sign.
fn dashed(word: &str) -> impl Iterator<Item = &str> {
    let is_date =
        word.starts_with(|character: char| character.is_ascii_digit()) && word.matches('-').count() == 2;
    let split = if is_date { '-' } else { '\0' };
    word.split(split)
}

/// ISO 8601: `2026-09-21` and `14:13:20.5+02:00`.
fn iso(day: &str, time: &str) -> Option<DateTime> {
    let mut parts = day.split('-').map(|part| part.parse::<u16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock_text, zone) = time.split_at(zone_at);
    let zone = if zone.is_empty() { 0 } else { zone_of(&zone.replace(':', ""))? };
    let clock_text = clock_text.split('.').next().unwrap_or_default();
    dated((year, u8::try_from(month).ok()?, u8::try_from(day).ok()?), clock(clock_text)?, zone)
}

fn clock(word: &str) -> Option<(u8, u8, u8)> {
    let mut parts = word.split([':', '.']).map(|part| part.parse().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    Some((hour, minute, parts.next().flatten().unwrap_or(0)))
}

fn month_of(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let found = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    u8::try_from(found + 1).ok()
}

/// Minutes east of UTC.
fn zone_of(word: &str) -> Option<i32> {
    let sign = match word.bytes().next()? {
        b'+' => 1,
        b'-' => -1,
        _ => {
            return ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, offset)| *offset);
        }
    };
    let digits = word[1..].parse::<u16>().ok()?;
    Some(sign * i32::from(digits / 100 * 60 + digits % 100))
}

fn dated(
    (year, month, day): (u16, u8, u8),
    (hour, minute, second): (u8, u8, u8),
    zone: i32,
) -> Option<DateTime> {
    let minutes = zone.unsigned_abs();
    Some(DateTime {
        year,
        month,
        day,
        hour,
        minute,
        second,
        tz_before_gmt: zone < 0,
        tz_hour: u8::try_from(minutes / 60).ok()?,
        tz_minute: u8::try_from(minutes % 60).ok()?,
    })
}

fn is_plausible(date: &DateTime) -> bool {
    (1970..=9998).contains(&date.year)
        && (1..=12).contains(&date.month)
        && (1..=31).contains(&date.day)
        && date.hour < 24
        && date.minute < 60
        // RFC 5322 3.3: 60 is a leap second.
        && date.second <= 60
        && date.tz_hour < 24
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(read(text).map(Timestamp::to_rfc3339).as_deref(), expected, "{text:?}");
    }

    #[test]
    fn dates_are_read_as_the_rfc_writes_them() {
        check("Mon, 21 Sep 2026 14:13:20 +0200", Some("2026-09-21T12:13:20.000Z"));
        check("Mon, 21 Sep 2026 14:13:20 -0330 (NST (x))", Some("2026-09-21T17:43:20.000Z"));
        check("21 Sep 26 14:13 GMT", Some("2026-09-21T14:13:00.000Z"));
        check("Tue, 1 Jan 99 00:00:00 EST", Some("1999-01-01T05:00:00.000Z"));
    }

    #[test]
    fn dates_are_read_as_programs_write_them() {
        check("2026-09-21T14:13:20Z", Some("2026-09-21T14:13:20.000Z"));
        check("2026-09-21T14:13:20.5+02:00", Some("2026-09-21T12:13:20.000Z"));
        check("man, 21 okt 2026 14:13:20 CEST", Some("2026-10-21T12:13:20.000Z"));
        check("Mon Sep 21 14:13:20 2026", Some("2026-09-21T14:13:20.000Z"));
        check("21-Sep-2026 14:13:20 +0000", Some("2026-09-21T14:13:20.000Z"));
        check("21. desember 2026 09.30 +0100", Some("2026-12-21T08:30:00.000Z"));
        check("Mon, 21 Sep 2026 14.13:20 +0000", Some("2026-09-21T14:13:20.000Z"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "Mon, 99 Foo 2026 99:99:99",
            "21 Sep",
            "T",
            "-",
            "2026-13-41T99:99Z",
            "1 Jan 1900 00:00 +0000",
        ] {
            check(text, None);
        }
    }
}
