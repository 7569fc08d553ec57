//! Persons on their way into other programs.

use super::{Contact, Separator};

/// With these a spreadsheet begins to calculate: CSV has no way to say that a cell is a text.
pub(crate) const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// RFC 6350 3.2: octets of a line, without its end.
const LINE_OCTETS_MAX: usize = 75;

/// Which vCard is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum VCardVersion {
    /// RFC 2426, which Outlook and older telephones read.
    Three,
    /// RFC 6350.
    Four,
}

/// One line of a table (RFC 4180 2). A text that a spreadsheet would calculate has an apostrophe before it.
pub fn csv_row<'a>(cells: impl IntoIterator<Item = &'a str>, separator: Separator) -> String {
    let mut line = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(char::from(separator.octet()));
        }
        let guard = if cell.starts_with(FORMULA_STARTS) { "'" } else { "" };
        let needs_quotes = cell.contains(['"', ',', ';', '\t', '\r', '\n']) || cell.trim() != cell;
        if needs_quotes {
            line.push('"');
            line.push_str(guard);
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(guard);
            line.push_str(cell);
        }
    }
    line.push_str("\r\n");
    line
}

/// A person as a card.
#[must_use]
pub fn card(contact: &Contact, version: VCardVersion) -> String {
    let mut text = String::new();
    let mut line = |content: String| fold(&mut text, &content);
    line("BEGIN:VCARD".to_owned());
    line(match version {
        VCardVersion::Three => "VERSION:3.0".to_owned(),
        VCardVersion::Four => "VERSION:4.0".to_owned(),
    });
    line(format!("FN:{}", escaped(&contact.name)));
    let (given, family) = contact.name.rsplit_once(' ').unwrap_or((&contact.name, ""));
    line(format!("N:{};{};;;", escaped(family), escaped(given)));
    for (at, address) in contact.addresses.iter().enumerate() {
        let params = match (version, at) {
            (VCardVersion::Three, 0) => ";TYPE=INTERNET,PREF".to_owned(),
            (VCardVersion::Three, _) => ";TYPE=INTERNET".to_owned(),
            (VCardVersion::Four, at) => format!(";PREF={}", at + 1),
        };
        line(format!("EMAIL{params}:{}", escaped(address)));
    }
    if !contact.phone.is_empty() {
        line(format!("TEL:{}", escaped(&contact.phone)));
    }
    if !contact.company.is_empty() {
        line(format!("ORG:{}", escaped(&contact.company)));
    }
    if let (VCardVersion::Four, Some(language)) = (version, contact.language) {
        line(format!("LANG:{}", language.as_str()));
    }
    line("END:VCARD".to_owned());
    text
}

/// RFC 6350 3.4.
fn escaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | ',' | ';') {
            plain.push('\\');
        }
        plain.push(character);
    }
    plain
}

/// RFC 6350 3.2: long lines are folded, between characters.
fn fold(text: &mut String, content: &str) {
    let mut room = LINE_OCTETS_MAX;
    for character in content.chars() {
        if character.len_utf8() > room {
            text.push_str("\r\n ");
            room = LINE_OCTETS_MAX - 1;
        }
        text.push(character);
        room -= character.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_calculated_by_a_spreadsheet() {
        let cells = ["=HYPERLINK(\"http://x\";\"y\")", "+47 22", "-1", "@sum", "a=b", "Fjord; AS"];
        let expected = "\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\",'+47 22,'-1,'@sum,a=b,\"Fjord; AS\"\r\n";
        assert_eq!(csv_row(cells, Separator::Comma), expected);
    }
}
