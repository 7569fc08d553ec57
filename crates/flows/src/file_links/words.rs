//! Sizes and days as receivers read them, in their language.

use domain::Timestamp;
use domain::org::Language;

const MONTHS_NB: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];
const MONTHS_SV: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day as it is written in this language, by UTC.
#[must_use]
pub fn day(language: Language, at: Timestamp) -> String {
    let text = at.to_rfc3339();
    let mut parts = text.get(..10).unwrap_or_default().split('-');
    let year = parts.next().unwrap_or_default();
    let month: usize = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
    let day: u32 = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
    let (months, dot) = match language {
        Language::Nb => (MONTHS_NB, "."),
        Language::Sv => (MONTHS_SV, ""),
        Language::En => (MONTHS_EN, ""),
    };
    let month = months.get(month.saturating_sub(1)).copied().unwrap_or_default();
    format!("{day}{dot} {month} {year}")
}

/// A size, rounded as people read it.
#[must_use]
pub fn size(language: Language, octets: u64) -> String {
    const UNITS: [&str; 3] = ["kB", "MB", "GB"];
    if octets < 1000 {
        return format!("{octets} B");
    }
    let (mut tenths, mut unit) = (octets.div_ceil(100), 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        (tenths, unit) = (tenths.div_ceil(1000), unit + 1);
    }
    let comma = if language == Language::En { "." } else { "," };
    let unit = UNITS[unit];
    match tenths % 10 {
        tenth if tenths < 100 && tenth > 0 => format!("{}{comma}{tenth} {unit}", tenths / 10),
        _ => format!("{} {unit}", tenths.div_ceil(10)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_sizes_are_written_as_in_the_language() {
        let at = Timestamp::from_millis(1_798_416_000_000);
        assert_eq!(day(Language::Nb, at), "28. desember 2026");
        assert_eq!(day(Language::Sv, at), "28 december 2026");
        assert_eq!(day(Language::En, at), "28 December 2026");
        for (octets, nb) in [
            (12, "12 B"),
            (1_000, "1 kB"),
            (1_240, "1,3 kB"),
            (38_000, "38 kB"),
            (2_400_000, "2,4 MB"),
            (25_700_000, "26 MB"),
        ] {
            assert_eq!(size(Language::Nb, octets), nb, "{octets}");
        }
        assert_eq!(size(Language::En, 2_400_000), "2.4 MB");
    }
}
