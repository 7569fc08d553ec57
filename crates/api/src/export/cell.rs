//! One value of a file, and the zone its instants are written in.

use domain::org::Language;
use domain::{Problem, Timestamp};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::words;

/// One row of a file: as many cells as the sheet has headings.
pub(crate) type Row = Vec<Cell>;

/// One value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Cell {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// An instant.
    Time(Timestamp),
    /// Nothing.
    Empty,
}

impl Cell {
    /// A text, or nothing.
    #[must_use]
    pub(crate) fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.to_owned()))
    }

    /// A count or a size.
    #[must_use]
    pub(crate) fn number(number: impl TryInto<i64>) -> Self {
        Self::Number(number.try_into().unwrap_or(i64::MAX))
    }

    /// An instant, or nothing.
    #[must_use]
    pub(crate) fn time(at: Option<Timestamp>) -> Self {
        at.map_or(Self::Empty, Self::Time)
    }

    /// Yes or no, in the reader's language.
    #[must_use]
    pub(crate) fn yes_no(yes: bool, language: Language) -> Self {
        Self::Text(if yes { words::YES } else { words::NO }.in_language(language).to_owned())
    }

    /// A stable name in the reader's language.
    #[must_use]
    pub(crate) fn word(name: &'static str, language: Language) -> Self {
        Self::Text(words::word(name, language).to_owned())
    }

    /// The value as text on one line.
    pub(super) fn line(&self, zone: &Zone) -> String {
        match self {
            Self::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Self::Number(number) => number.to_string(),
            Self::Time(at) => zone.local(*at).strftime("%Y-%m-%d %H:%M").to_string(),
            Self::Empty => String::new(),
        }
    }
}

/// The time zone of a file's reader.
#[derive(Clone)]
pub(crate) struct Zone(TimeZone);

impl Zone {
    /// The zone of this IANA name, as in `Europe/Oslo`; UTC when none is asked for.
    ///
    /// # Errors
    /// When there is no such zone.
    pub(crate) fn find(name: Option<&str>) -> Result<Self, Problem> {
        let Some(name) = name else { return Ok(Self(TimeZone::UTC)) };
        let refuse = |_| {
            Problem::invalid(
                "zone",
                "export.unknown_zone",
                "there is no such time zone; write it as in Europe/Oslo",
            )
        };
        TimeZone::get(name).map(Self).map_err(refuse)
    }

    pub(super) fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The date and time that a clock in this zone shows.
    pub(super) fn local(&self, at: Timestamp) -> DateTime {
        let instant = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or_default();
        instant.to_zoned(self.0.clone()).datetime()
    }
}
