//! When a mail arrived at its server (RFC 3501 2.3.3), cut out of a FETCH response before imap-proto
//! reads it: that parser panics where a server says `INTERNALDATE NIL`.

use domain::Timestamp;

/// RFC 3501 9: date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE.
const TEXT_OCTETS: usize = 26;
const NAME: &[u8] = b"INTERNALDATE \"";
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Takes a well-formed date out of the attributes of a FETCH response; anything else stays where it is.
pub(super) fn take(line: &mut Vec<u8>) -> Option<Timestamp> {
    let start = line.windows(NAME.len()).position(|window| window.eq_ignore_ascii_case(NAME))?;
    let (text, end) = (start + NAME.len(), start + NAME.len() + TEXT_OCTETS);
    let date = std::str::from_utf8(line.get(text..end)?).ok().and_then(read)?;
    if line.get(end) != Some(&b'"') {
        return None;
    }
    // With the blank on one side, so that the list stays one.
    let before = usize::from(start.checked_sub(1).and_then(|at| line.get(at)) == Some(&b' '));
    let behind = usize::from(before == 0 && line.get(end + 1) == Some(&b' '));
    line.drain(start - before..end + 1 + behind);
    Some(date)
}

fn read(text: &str) -> Option<Timestamp> {
    let (date, rest) = text.trim_start().split_once(' ')?;
    let (time, zone) = rest.split_once(' ')?;
    let mut parts = date.splitn(3, '-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = 1 + MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?;
    let (hours, minutes) = zone.split_at_checked(3)?;
    Timestamp::from_rfc3339(&format!("{year}-{month:02}-{day:0>2}T{time}{hours}:{minutes}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, left: &str, date: Option<&str>) {
        let mut octets = line.as_bytes().to_vec();
        let found = take(&mut octets).map(Timestamp::to_rfc3339);
        assert_eq!((String::from_utf8(octets).unwrap().as_str(), found.as_deref()), (left, date), "{line}");
    }

    #[test]
    fn dates_are_taken_out_wherever_they_stand() {
        let date = Some("1996-07-17T09:44:25.000Z");
        check(
            "* 1 FETCH (UID 7 INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" FLAGS ())",
            "* 1 FETCH (UID 7 FLAGS ())",
            date,
        );
        check("* 1 FETCH (INTERNALDATE \"17-jul-1996 02:44:25 -0700\" UID 7)", "* 1 FETCH (UID 7)", date);
        let single = Some("2026-01-05T08:00:00.000Z");
        check("* 1 FETCH (UID 7 INTERNALDATE \" 5-Jan-2026 09:00:00 +0100\")", "* 1 FETCH (UID 7)", single);
    }

    #[test]
    fn what_is_no_date_stays() {
        for line in [
            "* 1 FETCH (UID 7 INTERNALDATE NIL)",
            "* 1 FETCH (UID 7 INTERNALDATE \"yesterday\")",
            "* 1 FETCH (UID 7 INTERNALDATE \"99-Foo-2026 02:44:25 -0700\")",
            "* 1 FETCH (UID 7 INTERNALDATE \"17-Jul-1996 02:44:25 -0700",
            "* 1 FETCH (UID 7 INTERNALDATE \"17-Jul-\u{e5}996 02:44:2 -0700\")",
        ] {
            check(line, line, None);
        }
    }
}
