//! A list of any of the services, read.

use domain::{AddressError, EmailAddress, ReplyCode, Timestamp};
use serde_json::Value;

use super::columns::Columns;
use super::why::{reason, said_by_server};
use super::{GUARD, ListEntry, ListReason, Service};
use crate::contacts::{FORMULA_STARTS, table};

/// Entries of one list.
const ENTRIES_MAX: usize = 500_000;
/// Refused entries that are told; further ones are counted.
const REFUSED_MAX: usize = 100;
/// Characters of a host's words that are kept.
const WORDS_MAX: usize = 1_000;
/// Fields of the objects of a list that are looked at: services give them few, and a file may name as many as it likes.
const FIELDS_MAX: usize = 50;

/// A list that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListFile {
    /// Whose form it has.
    pub service: Service,
    /// Its addresses.
    pub entries: Vec<ListEntry>,
    /// The first 100 entries that hold no address.
    pub refused: Vec<Refused>,
    /// How many there are.
    pub refused_count: usize,
}

/// An entry that holds no address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// Which entry of the list, from 1.
    pub number: usize,
    /// What stands there, cut.
    pub text: String,
    /// Why it is none.
    pub why: NoAddress,
}

/// Why what stands in an entry is no address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoAddress {
    /// Nothing stands there.
    Empty,
    /// It is none that mail could be sent to.
    Unfit(AddressError),
}

impl NoAddress {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Unfit(AddressError::Shape) => "shape",
            Self::Unfit(AddressError::Local) => "local",
            Self::Unfit(AddressError::Domain) => "domain",
            Self::Unfit(AddressError::Length) => "length",
        }
    }
}

/// Why a file is no list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ListError {
    /// It is empty.
    #[error("the file is empty")]
    Empty,
    /// Its form is not known.
    #[error(
        "no e-mail address was found in it: a list is the CSV or JSON that Amazon SES, Postmark, SendGrid or Mailgun \
         exports, any CSV with a column of addresses, or one address a line"
    )]
    Unknown,
    /// It is too long.
    #[error("the list has more than 500000 entries; send it in parts")]
    TooLong,
}

/// Reads a list.
///
/// # Errors
/// What is no list at all.
pub fn read(octets: &[u8]) -> Result<ListFile, ListError> {
    let (text, _) = table::decoded(octets, None);
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(ListError::Empty);
    }
    let (service, found) = if text.starts_with('{') || text.starts_with('[') {
        of_json(text).ok_or(ListError::Unknown)?
    } else {
        of_lines(text)?
    };
    if found.len() > ENTRIES_MAX {
        return Err(ListError::TooLong);
    }
    let mut list = ListFile { service, entries: Vec::new(), refused: Vec::new(), refused_count: 0 };
    for (number, one) in (1..).zip(found) {
        match one.into_entry() {
            Ok(entry) => list.entries.push(entry),
            Err((text, why)) => {
                list.refused_count += 1;
                if list.refused.len() < REFUSED_MAX {
                    list.refused.push(Refused { number, text: text.chars().take(100).collect(), why });
                }
            }
        }
    }
    // One address on many lines is a list of nothing else.
    if list.entries.is_empty() { Err(ListError::Unknown) } else { Ok(list) }
}

/// An entry as it stands in the file.
#[derive(Default)]
pub(super) struct Found {
    pub(super) address: String,
    pub(super) reason: String,
    pub(super) at: String,
    pub(super) words: String,
    /// A basic code.
    pub(super) code: String,
    /// An enhanced code.
    pub(super) status: String,
}

impl Found {
    fn into_entry(self) -> Result<ListEntry, (String, NoAddress)> {
        let text = self.address.trim();
        let address = match text.parse::<EmailAddress>() {
            Ok(address) => address,
            Err(_) if text.is_empty() => return Err((self.address, NoAddress::Empty)),
            Err(error) => return Err((self.address, NoAddress::Unfit(error))),
        };
        Ok(ListEntry {
            address,
            reason: reason(&self.reason),
            at: instant(&self.at),
            words: self.words.chars().take(WORDS_MAX).collect(),
            reply: self.code.trim().parse().ok().and_then(ReplyCode::new),
            status: self.status.trim().parse().ok(),
        })
    }
}

/// RFC 3339, RFC 5322 3.3, seconds since 1970, or a day as tables have it. What lies before that year says that nobody knows, as the zero of many
/// programs.
fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let seconds = if fraction.contains('.') { None } else { whole.parse::<i64>().ok() };
    let at = match seconds {
        Some(seconds) => Some(Timestamp::from_millis(seconds.saturating_mul(1000))),
        None => {
            let read = Timestamp::from_rfc3339(text).or_else(|| crate::date::read(text));
            read.or_else(|| of_table(text))
        }
    };
    at.filter(|at| at.as_millis() > 0)
}

/// A day as 2026-01-02 or 02.01.2026, with the time behind it or without; what names no zone is in UTC.
fn of_table(text: &str) -> Option<Timestamp> {
    let (day, time) = text.split_once(' ').unwrap_or((text, "00:00:00"));
    let parts: Vec<&str> = day.split('.').collect();
    let day = match parts.as_slice() {
        [day, month, year] => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => day.to_owned(),
    };
    let seconds = if time.len() == "00:00".len() { ":00" } else { "" };
    Timestamp::from_rfc3339(&format!("{day}T{time}{seconds}Z"))
}

fn of_json(text: &str) -> Option<(Service, Vec<Found>)> {
    // Lines of JSON, as SES imports them.
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        return Some((Service::Ses, lines.map(of_ses_line).collect()));
    };
    if let Some(list) = value.get("SuppressedDestinationSummaries").and_then(Value::as_array) {
        let each = |one: &Value| found(one, ["EmailAddress", "Reason", "LastUpdateTime", ""]);
        return Some((Service::Ses, list.iter().map(each).collect()));
    }
    if let Some(list) = value.get("Suppressions").and_then(Value::as_array) {
        let each = |one: &Value| {
            let origin = one.get("Origin").and_then(Value::as_str).unwrap_or_default();
            of_postmark(found(one, ["EmailAddress", "SuppressionReason", "CreatedAt", ""]), origin)
        };
        return Some((Service::Postmark, list.iter().map(each).collect()));
    }
    // Programs of all kinds write arrays of objects: their fields say whose they are.
    if let Some(list) = value.get("items").unwrap_or(&value).as_array() {
        return of_objects(list);
    }
    value.get("emailAddress").map(|_| (Service::Ses, vec![of_ses_line(text)]))
}

/// Objects, taken for the rows of a table with their fields for its columns.
fn of_objects(objects: &[Value]) -> Option<(Service, Vec<Found>)> {
    let mut names: Vec<&str> = Vec::new();
    for name in objects.iter().filter_map(Value::as_object).flat_map(|object| object.keys()) {
        if names.len() == FIELDS_MAX {
            break;
        }
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let row = |object: &Value| names.iter().map(|name| text_of(object, name)).collect::<csv::StringRecord>();
    let first = names.iter().collect::<csv::StringRecord>();
    let rows: Vec<csv::StringRecord> = std::iter::once(first).chain(objects.iter().map(row)).collect();
    let heading: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let columns = Columns::of(&heading, &rows).or_else(|| Columns::of_any(&heading, &rows))?;
    Some((columns.service, rows.iter().skip(1).map(|row| columns.found(row)).collect()))
}

/// Whoever unsubscribes stands there as stopped by hand, like whom the sender stopped; the origin tells them apart.
pub(super) fn of_postmark(found: Found, origin: &str) -> Found {
    let wants_no_more =
        reason(&found.reason) == ListReason::Manual && origin.eq_ignore_ascii_case("recipient");
    if wants_no_more { Found { reason: COMPLAINT.to_owned(), ..found } } else { found }
}

/// What is made of lists that do not say why.
pub(super) const COMPLAINT: &str = "complaint";

pub(super) fn is_address(text: &str) -> bool {
    text.parse::<EmailAddress>().is_ok()
}

fn of_ses_line(line: &str) -> Found {
    let value = serde_json::from_str::<Value>(line).unwrap_or_default();
    let read = found(&value, ["emailAddress", "reason", "", ""]);
    if read.address.is_empty() { Found { address: line.to_owned(), ..read } } else { read }
}

fn found(value: &Value, [address, reason, at, words]: [&str; 4]) -> Found {
    let text = |name: &str| text_of(value, name);
    Found {
        address: text(address),
        reason: text(reason),
        at: text(at),
        words: text(words),
        code: text("code"),
        status: text("status"),
    }
}

fn text_of(value: &Value, name: &str) -> String {
    match value.get(name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) | None => String::new(),
    }
}

/// CSV with a heading, CSV of SES without one, or one address a line.
fn of_lines(text: &str) -> Result<(Service, Vec<Found>), ListError> {
    let separator = table::sniffed(text).octet();
    // A first line without any says nothing of those below it.
    let is_told = text.lines().next().is_some_and(|line| line.as_bytes().contains(&separator));
    let separator = if is_told { separator } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = reader.records().map_while(Result::ok).map(unguarded).collect::<Vec<_>>().into_iter();
    let first = rows.as_slice().first().ok_or(ListError::Unknown)?;
    let heading: Vec<String> = first.iter().map(str::to_lowercase).collect();
    let found = Columns::of(&heading, rows.as_slice());
    let Some(columns) = found.or_else(|| Columns::of_any(&heading, rows.as_slice())) else {
        return Ok(without_heading(rows));
    };
    rows.next();
    let service = columns.service;
    let found = rows.map(|row| columns.found(&row));
    Ok((service, found.filter(|found| !found.address.is_empty()).collect()))
}

/// A row without what was written in front of cells that would be formulas.
fn unguarded(row: csv::StringRecord) -> csv::StringRecord {
    let bare = |cell: &str| {
        let is_formula = cell.trim_start_matches(GUARD).starts_with(FORMULA_STARTS);
        cell.strip_prefix(GUARD).filter(|_| is_formula).map(str::to_owned)
    };
    if row.iter().all(|cell| bare(cell).is_none()) {
        return row;
    }
    row.iter().map(|cell| bare(cell).unwrap_or_else(|| cell.to_owned())).collect()
}

fn without_heading(rows: impl Iterator<Item = csv::StringRecord>) -> (Service, Vec<Found>) {
    let mut has_reasons = false;
    let mut all = Vec::new();
    for row in rows.filter(|row| row.iter().any(|cell| !cell.is_empty())) {
        // Names can stand before it.
        let column = row.iter().position(is_address).unwrap_or(0);
        let told = row.get(column + 1).unwrap_or_default().to_owned();
        has_reasons |= column == 0 && !told.is_empty();
        let address = row.get(column).unwrap_or_default().to_owned();
        let (reason, words) =
            if said_by_server(&told) { (String::new(), told) } else { (told, String::new()) };
        all.push(Found { address, reason, words, ..Found::default() });
    }
    (if has_reasons { Service::Ses } else { Service::Plain }, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, service: Service, expected: &[(&str, ListReason, Option<&str>, &str)]) {
        let list = read(text.as_bytes()).unwrap();
        assert_eq!(list.service, service, "{text}");
        let found: Vec<_> = list
            .entries
            .iter()
            .map(|one| {
                (one.address.to_string(), one.reason, one.at.map(Timestamp::to_rfc3339), one.words.clone())
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(address, reason, at, words)| {
                ((*address).to_owned(), *reason, at.map(str::to_owned), (*words).to_owned())
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    use ListReason::{Bounce, Complaint, Manual};

    #[test]
    fn each_service_has_its_own_form() {
        let at = Some("2026-01-02T03:04:05.000Z");
        check(
            "{\"emailAddress\":\"a@b.no\",\"reason\":\"BOUNCE\"}\n{\"emailAddress\":\"c@d.no\",\"reason\":\"COMPLAINT\"}\n",
            Service::Ses,
            &[("a@b.no", Bounce, None, ""), ("c@d.no", Complaint, None, "")],
        );
        check(
            "a@b.no,COMPLAINT\nc@d.no,BOUNCE\n",
            Service::Ses,
            &[("a@b.no", Complaint, None, ""), ("c@d.no", Bounce, None, "")],
        );
        check(
            "EmailAddress,Reason,LastUpdateTime\na@b.no,BOUNCE,2026-01-02T03:04:05Z\nc@d.no,COMPLAINT,2026-01-02T03:04:05Z\n",
            Service::Ses,
            &[("a@b.no", Bounce, at, ""), ("c@d.no", Complaint, at, "")],
        );
        check(
            "Email address,Suppression reason\na@b.no,Bounce\nc@d.no,Complaint\n",
            Service::Ses,
            &[("a@b.no", Bounce, None, ""), ("c@d.no", Complaint, None, "")],
        );
        check("address,REASON\na@b.no,COMPLAINT\n", Service::Ses, &[("a@b.no", Complaint, None, "")]);
        check(
            "{\"SuppressedDestinationSummaries\":[{\"EmailAddress\":\"a@b.no\",\"Reason\":\"BOUNCE\",\"LastUpdateTime\":\"2026-01-02T03:04:05Z\"}]}",
            Service::Ses,
            &[("a@b.no", Bounce, at, "")],
        );
        check(
            "{\"Suppressions\":[{\"EmailAddress\":\"a@b.no\",\"SuppressionReason\":\"ManualSuppression\",\"Origin\":\"Admin\",\"CreatedAt\":\"2026-01-02T03:04:05Z\"}]}",
            Service::Postmark,
            &[("a@b.no", Manual, at, "")],
        );
        check(
            "EmailAddress,SuppressionReason,Origin,CreatedAt\na@b.no,ManualSuppression,Recipient,0001-01-01T00:00:00Z\n\
             c@d.no,ManualSuppression,Customer,2026-01-02T03:04:05Z\n",
            Service::Postmark,
            &[("a@b.no", Complaint, None, ""), ("c@d.no", Manual, at, "")],
        );
        check(
            "[{\"created\":1767323045,\"email\":\"a@b.no\",\"reason\":\"550 5.1.1 unknown\",\"status\":\"5.1.1\"}]",
            Service::SendGrid,
            &[("a@b.no", Bounce, at, "550 5.1.1 unknown")],
        );
        check(
            "status,reason,email,created\n5.1.1,\"550, unknown\",a@b.no,1767323045\n",
            Service::SendGrid,
            &[("a@b.no", Bounce, at, "550, unknown")],
        );
        check(
            "{\"items\":[{\"address\":\"a@b.no\",\"code\":\"550\",\"error\":\"unknown\",\"created_at\":\"Fri, 02 Jan 2026 03:04:05 GMT\"}]}",
            Service::Mailgun,
            &[("a@b.no", Bounce, at, "unknown")],
        );
        check(
            "address,code,error,created_at\na@b.no,550,unknown,\"Fri, 02 Jan 2026 03:04:05 UTC\"\n",
            Service::Mailgun,
            &[("a@b.no", Bounce, at, "unknown")],
        );
        check(
            "\u{feff}a@b.no\r\nc@d.no\r\n",
            Service::Plain,
            &[("a@b.no", Bounce, None, ""), ("c@d.no", Bounce, None, "")],
        );
    }

    #[test]
    fn what_a_spreadsheet_saves_is_read_whatever_its_columns_are_called() {
        let at = Some("2026-01-02T03:04:05.000Z");
        check(
            "Navn;E-post;Årsak;Dato\nKari;a@b.no;Avmeldt;2026-01-02 03:04:05\nOla;c@d.no;Retur;2.1.2026\n",
            Service::Plain,
            &[("a@b.no", Complaint, at, ""), ("c@d.no", Bounce, Some("2026-01-02T00:00:00.000Z"), "")],
        );
        check(
            "e-postadress\torsak\na@b.se\tklagomål\nc@d.se\tmanuellt spärrad\n",
            Service::Plain,
            &[("a@b.se", Complaint, None, ""), ("c@d.se", Manual, None, "")],
        );
        check(
            "id,email,date_added,reason,channel,comments\n1,a@b.no,2026-01-02T03:04:05Z,1,email,\n\
             2,c@d.no,,2,email,550 unknown\n3,e@f.no,,3,email,\n4,g@h.no,,0,email,\n",
            Service::Plain,
            &[
                ("a@b.no", Complaint, at, ""),
                ("c@d.no", Bounce, None, "550 unknown"),
                ("e@f.no", Manual, None, ""),
            ],
        );
        check("Email;Årsak\na@b.no;Retur\n", Service::Plain, &[("a@b.no", Bounce, None, "")]);
        check(
            "Fra,Avsenders e-post,Til\nvi@oss.no,vi@oss.no,a@b.no\nvi@oss.no,vi@oss.no,c@d.no\n",
            Service::Plain,
            &[("a@b.no", Bounce, None, ""), ("c@d.no", Bounce, None, "")],
        );
        check(
            "a@b.no\nc@d.no,BOUNCE\n",
            Service::Ses,
            &[("a@b.no", Bounce, None, ""), ("c@d.no", Bounce, None, "")],
        );
        check(
            "Kari,a@b.no\nOla,c@d.no\n",
            Service::Plain,
            &[("a@b.no", Bounce, None, ""), ("c@d.no", Bounce, None, "")],
        );
        let rows = "E-post;Årsak\na@b.no;Søppelpost\n";
        let utf16: Vec<u8> =
            [0xfeff].into_iter().chain(rows.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let windows: Vec<u8> = rows.chars().map(|one| u8::try_from(u32::from(one)).unwrap()).collect();
        for octets in [utf16, windows] {
            let list = read(&octets).unwrap();
            assert_eq!((list.entries.len(), list.entries[0].reason), (1, Complaint));
        }
    }

    #[test]
    fn a_table_of_nobodys_form_is_read_by_the_words_for_its_reasons() {
        let at = Some("2026-01-02T00:00:00.000Z");
        check(
            "email,reason,date\na@b.no,hard bounce,2026-01-02\nc@d.no,complaint,2026-01-02\n\
             e@f.no,spam complaint,2026-01-02\ng@h.no,unsubscribed,2026-01-02\n",
            Service::Plain,
            &[
                ("a@b.no", Bounce, at, "hard bounce"),
                ("c@d.no", Complaint, at, ""),
                ("e@f.no", Complaint, at, ""),
                ("g@h.no", Complaint, at, ""),
            ],
        );
        // A server says of a mail that it is spam.
        let said = "554 5.7.1 rejected as spam";
        check(
            &format!("email,reason,date\na@b.no,{said},2026-01-02\n"),
            Service::Plain,
            &[("a@b.no", Bounce, at, said)],
        );
        check("address,reason\na@b.no,unsubscribed\n", Service::Plain, &[("a@b.no", Complaint, None, "")]);
        check("email,status\na@b.no,complained\n", Service::Plain, &[("a@b.no", Complaint, None, "")]);
        // What says of nobody why stops the least.
        check("email,name\na@b.no,Kari\n", Service::Plain, &[("a@b.no", Complaint, None, "")]);
        check("email,kommentar\na@b.no,ringte\n", Service::Plain, &[("a@b.no", Complaint, None, "")]);
        // Mailchimp's list of those who unsubscribed, with what they said of it.
        let left = "Email Address,UNSUB_TIME,UNSUB_REASON\na@b.no,2026-01-02 03:04:05,NORMAL: No longer interested\n";
        check(left, Service::Plain, &[("a@b.no", Complaint, None, "")]);
        // With a date as a service calls it, it is still nobody's form.
        for heading in ["address,reason,created_at", "email,status,created"] {
            let list = read(format!("{heading}\na@b.no,unsubscribed,2026-01-02\n").as_bytes()).unwrap();
            assert_eq!((list.service, list.entries[0].reason), (Service::Plain, Complaint), "{heading}");
        }
    }

    #[test]
    fn an_array_of_objects_is_known_by_its_fields_as_a_table_is_by_its_columns() {
        let at = Some("2026-01-02T03:04:05.000Z");
        check(
            "[{\"EmailAddress\":\"a@b.no\",\"Reason\":\"COMPLAINT\",\"LastUpdateTime\":\"2026-01-02T03:04:05Z\"},\
             {\"EmailAddress\":\"c@d.no\",\"Reason\":\"BOUNCE\"}]",
            Service::Ses,
            &[("a@b.no", Complaint, at, ""), ("c@d.no", Bounce, None, "")],
        );
        check(
            "[{\"email\":\"a@b.no\",\"reason\":\"spam complaint\",\"date\":\"2026-01-02\"},\
             {\"email\":\"c@d.no\",\"reason\":\"554 5.7.1 rejected as spam\",\"date\":null}]",
            Service::Plain,
            &[
                ("a@b.no", Complaint, Some("2026-01-02T00:00:00.000Z"), ""),
                ("c@d.no", Bounce, None, "554 5.7.1 rejected as spam"),
            ],
        );
        check(
            "[{\"navn\":\"Kari\",\"epost\":\"a@b.no\",\"årsak\":\"avmeldt\"}]",
            Service::Plain,
            &[("a@b.no", Complaint, None, "")],
        );
        let list = "[{\"created\":1767323045,\"email\":\"a@b.no\",\"ip\":\"192.0.2.1\"}]";
        check(list, Service::SendGrid, &[("a@b.no", Complaint, at, "")]);
        let list = "{\"items\":[{\"address\":\"a@b.no\",\"created_at\":\"Fri, 02 Jan 2026 03:04:05 GMT\",\"tag\":\"*\"}]}";
        check(list, Service::Mailgun, &[("a@b.no", Complaint, at, "")]);
        // A file names as many fields as it likes.
        let fields: Vec<String> =
            (0..200).map(|number| format!("{{\"email\":\"a@b.no\",\"f{number}\":1}}")).collect();
        assert_eq!(read(format!("[{}]", fields.join(",")).as_bytes()).unwrap().entries.len(), 200);
    }

    #[test]
    fn what_a_server_said_of_a_mail_is_no_word_for_why_somebody_wants_none() {
        let said = "Your message looks like spam";
        for heading in ["email,reason,comment", "email,reason,comments,date", "e-post,årsak,kommentar"] {
            let list = read(format!("{heading}\na@b.no,{said},ringte\n").as_bytes()).unwrap();
            let one = &list.entries[0];
            assert_eq!((one.reason, one.words.as_str()), (Bounce, said), "{heading}");
        }
        check(
            "email,reason,comment\na@b.no,marked as spam,ringte\nc@d.no,550 5.2.2 mailbox full,\ne@f.no,hard bounce,550 no\n",
            Service::Plain,
            &[
                ("a@b.no", Complaint, None, "ringte"),
                ("c@d.no", Bounce, None, "550 5.2.2 mailbox full"),
                ("e@f.no", Bounce, None, "550 no"),
            ],
        );
        check(
            "email,reason\na@b.no,Blocked due to spam content\n",
            Service::Plain,
            &[("a@b.no", Bounce, None, "Blocked due to spam content")],
        );
        check(
            "a@b.no,554 rejected as spam\n",
            Service::Ses,
            &[("a@b.no", Bounce, None, "554 rejected as spam")],
        );
    }

    #[test]
    fn each_list_of_sendgrid_is_known_by_its_columns() {
        let at = Some("2026-01-02T03:04:05.000Z");
        for heading in ["email,ip,created\na@b.no,192.0.2.1,", "email,created\na@b.no,"] {
            let list = format!("{heading}1767323045\n");
            check(&list, Service::SendGrid, &[("a@b.no", Complaint, at, "")]);
        }
        check(
            "email,reason,created\na@b.no,Mail domain unknown,1767323045\nc@d.no,spam complaint,1767323045\n",
            Service::SendGrid,
            &[("a@b.no", Bounce, at, "Mail domain unknown"), ("c@d.no", Complaint, at, "")],
        );
        let said = "554 5.7.1 rejected as spam";
        check(
            &format!("status,reason,email,created\n,{said},a@b.no,1767323045\n"),
            Service::SendGrid,
            &[("a@b.no", Bounce, at, said)],
        );
    }

    #[test]
    fn an_entry_without_an_address_stops_no_other_and_is_told() {
        let list = read(b"address,code\nnobody,550\na@b.no,550\n").unwrap();
        assert_eq!((list.entries.len(), list.refused_count), (1, 1));
        let why = NoAddress::Unfit(AddressError::Shape);
        assert_eq!(list.refused, [Refused { number: 1, text: "nobody".to_owned(), why }]);
        let list = read(b"[{\"email\":\"\"},{\"email\":\"a@b c\"},{\"email\":\"a@b.no\"}]").unwrap();
        let whys: Vec<_> = list.refused.iter().map(|one| one.why.as_str()).collect();
        assert_eq!(whys, ["empty", "domain"]);
        assert_eq!(read(b" \n").unwrap_err(), ListError::Empty);
        assert_eq!(read(b"{\"other\":1}").unwrap_err(), ListError::Unknown);
        assert_eq!(read(b"some text\nwithout any").unwrap_err(), ListError::Unknown);
    }

    #[test]
    fn the_codes_that_stand_in_columns_of_their_own_are_kept() {
        let codes = |text: &str| {
            let list = read(text.as_bytes()).unwrap();
            let one = &list.entries[0];
            (one.reply.map(ReplyCode::get), one.status.map(|status| status.to_string()))
        };
        let (full, later) = (Some("5.2.2".to_owned()), Some(452));
        assert_eq!(codes("address,code,error,created_at\na@b.no,452,mailbox full,\n"), (later, None));
        assert_eq!(
            codes("status,reason,email,created\n5.2.2,full,a@b.no,1767323045\n"),
            (None, full.clone())
        );
        assert_eq!(
            codes("{\"items\":[{\"address\":\"a@b.no\",\"code\":\"452\",\"error\":\"\"}]}"),
            (later, None)
        );
        assert_eq!(codes("[{\"email\":\"a@b.no\",\"reason\":\"full\",\"status\":\"5.2.2\"}]"), (None, full));
        // A number of the service's own, which no host said.
        assert_eq!(codes("address,code,error\na@b.no,605,not delivered again\n"), (None, None));
    }

    proptest::proptest! {
        #[test]
        fn any_file_is_read_or_refused(octets in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let _ = read(&octets);
        }
    }
}
