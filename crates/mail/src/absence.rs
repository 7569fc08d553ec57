//! The day on which somebody is back, as his automatic reply says (RFC 3834). It is told only where it can be read
//! with confidence: a day with its month, directly behind words of coming back, in Norwegian, Swedish, Danish, German or
//! English. Until when somebody is away does not say when he is back, and is not read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::Timestamp;
use jiff::Unit;
use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::rules;

/// Octets of a reply that are searched; what follows is a signature or a quote.
const READ_OCTETS_MAX: usize = 4 * 1024;
/// An absence that ends later is no holiday: the year was guessed wrongly, or the date is another.
const AHEAD_DAYS_MAX: i32 = 300;
/// Octets of the day in RFC 3339.
const DATE_OCTETS: usize = 10;

/// Names of months, whole or cut as people cut them, and their numbers from 1.
static MONTHS: LazyLock<BTreeMap<&str, u16>> = LazyLock::new(|| rules::months("absences"));

/// Words of coming back, what may stand between them and the day, and the day in one of three forms.
static BACK: LazyLock<Regex> = LazyLock::new(|| {
    let back = rules::alternatives("absences", "back");
    let between = rules::alternatives("absences", "between");
    let day = r"(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?P<d1>\d{1,2})\.\s?(?P<m1>\d{1,2})\.(?:\s?(?P<y1>\d{4}|\d{2})\b)?|(?P<d2>\d{1,2})(?:\.|st|nd|rd|th)?\s(?:of\s)?(?P<m2>\p{L}{3,9})\.?(?:,?\s(?P<y2>\d{4}))?|(?P<m3>\p{L}{3,9})\s(?P<d3>\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s(?P<y3>\d{4}))?)";
    Regex::new(&format!(r"(?i)\b(?:{back})(?:[,:]?\s+(?:{between})\b\.?)*[,:]?\s+{day}"))
        .expect("the pattern is fixed")
});

/// Words before those of coming back that say the opposite.
static DENIALS: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("absences", "denials"));

/// The day as `2026-08-12`; `None` where the text says none, or two different ones. `written_at` is when the reply was
/// written: a day without a year is the next one from there.
#[must_use]
pub fn back_on(text: &str, written_at: Timestamp) -> Option<String> {
    let text = crate::charset::cut(text, READ_OCTETS_MAX);
    let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    let written: Date = written_at.to_rfc3339().get(..DATE_OCTETS)?.parse().ok()?;
    let mut found: Option<Date> = None;
    for said in BACK.captures_iter(&text) {
        if is_denied(&text, said.get(0).map_or(0, |whole| whole.start())) {
            return None;
        }
        let Some(day) = read(&said, written) else { continue };
        match found {
            // The same day in two languages is one; of two days nobody knows which.
            Some(known) if known != day => return None,
            Some(_) => {}
            None => found = Some(day),
        }
    }
    found.map(|day| day.to_string())
}

/// Whether the words before deny it: `I will not be back on`.
fn is_denied(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().to_lowercase();
    let last: Vec<&str> = before.split(' ').rev().filter(|word| !word.is_empty()).take(3).collect();
    last.iter()
        .any(|word| DENIALS.contains(&word.trim_matches(|character: char| !character.is_alphanumeric())))
}

fn read(said: &Captures<'_>, written: Date) -> Option<Date> {
    let text = |name: &str| said.name(name).map(|part| part.as_str());
    let number = |name: &str| text(name).and_then(|part| part.parse::<u16>().ok());
    if let Some(iso) = text("iso") {
        let mut parts = iso.split('-').map(str::parse::<u16>);
        let mut next = || parts.next().and_then(Result::ok);
        return near((next()?, next()?, next()?), written);
    }
    let (day, month, year) = match (number("d1"), number("d2"), number("d3")) {
        (Some(day), _, _) => (day, number("m1")?, number("y1")),
        (None, Some(day), _) => (day, month_named(text("m2")?)?, number("y2")),
        (None, None, Some(day)) => (day, month_named(text("m3")?)?, number("y3")),
        (None, None, None) => return None,
    };
    match year {
        Some(year) if year < 100 => near((2000 + year, month, day), written),
        Some(year) => near((year, month, day), written),
        None => {
            let this = u16::try_from(written.year()).ok()?;
            [this, this.saturating_add(1)].into_iter().find_map(|year| near((year, month, day), written))
        }
    }
}

/// 1 to 12.
fn month_named(name: &str) -> Option<u16> {
    MONTHS.get(name.to_lowercase().as_str()).copied()
}

/// The day of these numbers where there is one such, and it lies ahead and not too far.
fn near((year, month, day): (u16, u16, u16), written: Date) -> Option<Date> {
    let date = Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    let ahead = date.since((Unit::Day, written)).ok()?.get_days();
    (0..=AHEAD_DAYS_MAX).contains(&ahead).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        // 2026-07-20.
        let at = Timestamp::from_rfc3339("2026-07-20T09:00:00Z").unwrap();
        assert_eq!(back_on(text, at).as_deref(), expected, "{text}");
    }

    #[test]
    fn a_day_behind_words_of_coming_back_is_read_in_five_languages() {
        check("Hei! Jeg er på ferie og er tilbake på kontoret mandag 10. august.", Some("2026-08-10"));
        check("Jeg er tilbake 10.08.2026.", Some("2026-08-10"));
        check("Jeg har ferie, tilbake igjen 3.8.", Some("2026-08-03"));
        check("Jag är på semester och åter i tjänst den 17 augusti.", Some("2026-08-17"));
        check("Tillbaka på kontoret från och med måndag 2026-08-17.", Some("2026-08-17"));
        check("Jeg holder ferie og er tilbage på kontoret den 3. august 2026", Some("2026-08-03"));
        check("Ich bin ab dem 3. August wieder da.", None);
        check("Ich bin am 3. August zurück.", None);
        check("Ich bin wieder im Büro ab 3. August 2026.", Some("2026-08-03"));
        check("I am out of office and will be back on Monday, August 10.", Some("2026-08-10"));
        check("I will return to the office on 10 August 2026.", Some("2026-08-10"));
        check("Returning 4th of January", Some("2027-01-04"));
        check("Jeg er\n  tilbake den\n  1. september", Some("2026-09-01"));
    }

    #[test]
    fn a_day_that_may_mean_something_else_is_not_told() {
        check("Jeg er på ferie til 10. august.", None);
        check("I am away from 20 July until 10 August.", None);
        check("I will not be back on 10 August.", None);
        check("Jeg er ikke tilbake før 10. august.", None);
        check("Back on 08/10/2026", None);
        check("I am back on Monday.", None);
        check("Tilbake 3. august. Tilbake på kontoret 10. august.", None);
        check("Tilbake 31.02.2027", None);
        check("Tilbake 10. juli 2026", None);
        check("Jeg er tilbake om 3 uker", None);
        check("Kom tilbake 5 ganger", None);
        check("", None);
    }

    #[test]
    fn one_day_in_two_languages_is_one() {
        check("Tilbake 10. august. Back on August 10.", Some("2026-08-10"));
    }
}
