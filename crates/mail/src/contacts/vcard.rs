//! Cards: vCard 3.0 (RFC 2426) and 4.0 (RFC 6350); 2.1 as far as old telephones write it.

use std::iter::Peekable;

use encoding_rs::WINDOWS_1252;

use super::columns::{add_addresses, language};
use super::table::Charset;
use super::{ADDRESSES_READ_MAX, Contact, ContactFile, ContactRow, ContactsError, Form, tidy};

/// Octets of one unfolded line that are read; pictures stand in longer ones, and are of no use here.
const LINE_OCTETS_MAX: usize = 16 * 1024;
/// What a refused card is told with.
const HEADINGS: [&str; 4] = ["FN", "EMAIL", "TEL", "ORG"];

/// Whether a text holds cards.
pub(super) fn is_one(text: &str) -> bool {
    let start = text.trim_start();
    start.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCARD"))
}

/// Reads the cards of a text; groups (RFC 6350 6.1.4) are nobody.
pub(super) fn read(text: &str, charset: Charset, rows_max: usize) -> Result<ContactFile, ContactsError> {
    let (mut rows, mut number, mut open): (Vec<ContactRow>, usize, Option<Card>) = (Vec::new(), 0, None);
    for line in unfolded(text) {
        let Some(property) = Property::read(&line) else { continue };
        match (property.name.as_str(), open.as_mut()) {
            ("BEGIN", _) => {
                number += 1;
                open = Some(Card::default());
            }
            ("END", _) => {
                let Some(card) = open.take().filter(|card| !card.is_group) else { continue };
                if rows.len() == rows_max {
                    return Err(ContactsError::TooManyRows { max: rows_max });
                }
                let contact = card.into_contact();
                rows.push(ContactRow { number, cells: cells(&contact), contact });
            }
            (_, Some(card)) => card.take(&property),
            (_, None) => {}
        }
    }
    Ok(ContactFile {
        form: Form::VCard,
        charset,
        separator: None,
        has_heading: false,
        headings: HEADINGS.map(str::to_owned).to_vec(),
        columns: Vec::new(),
        rows,
    })
}

fn cells(contact: &Contact) -> Vec<String> {
    vec![contact.name.clone(), contact.addresses.join(", "), contact.phone.clone(), contact.company.clone()]
}

/// The lines of a text one by one, each with those that go on with it. RFC 6350 3.2: a line that begins with a blank goes
/// on with the one before. In 2.1 a line of quoted-printable that ends in `=` goes on too.
struct Unfolded<'a, Lines: Iterator<Item = &'a str>>(Peekable<Lines>);

fn unfolded(text: &str) -> impl Iterator<Item = String> {
    let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    Unfolded(lines.filter(|line| !line.is_empty()).peekable())
}

impl<'a, Lines: Iterator<Item = &'a str>> Iterator for Unfolded<'a, Lines> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let mut line = String::new();
        push_some(&mut line, self.0.next()?);
        let head = line.split_once(':').map(|(head, _)| head.to_ascii_uppercase());
        let is_quoted_printable = head.is_some_and(|head| head.contains("QUOTED-PRINTABLE"));
        while let Some(next) = self.0.peek() {
            if let Some(rest) = next.strip_prefix([' ', '\t']) {
                push_some(&mut line, rest);
            } else if is_quoted_printable && line.ends_with('=') {
                line.pop();
                push_some(&mut line, next);
            } else {
                break;
            }
            self.0.next();
        }
        Some(line)
    }
}

fn push_some(line: &mut String, rest: &str) {
    let room = LINE_OCTETS_MAX.saturating_sub(line.len());
    line.push_str(&rest[..rest.floor_char_boundary(room)]);
}

/// `[group.]NAME[;PARAM=VALUE...]:value` (RFC 6350 3.3).
struct Property {
    name: String,
    params: Vec<(String, String)>,
    value: String,
}

impl Property {
    fn read(line: &str) -> Option<Self> {
        let (mut quoted, mut colon) = (false, None);
        for (at, octet) in line.bytes().enumerate() {
            quoted ^= octet == b'"';
            if octet == b':' && !quoted {
                colon = Some(at);
                break;
            }
        }
        let (head, value) = line.split_at(colon?);
        let mut parts = head.split(';');
        let name = parts.next()?;
        let name = name.rsplit('.').next().unwrap_or(name).trim().to_ascii_uppercase();
        let param = |text: &str| {
            let (key, value) = text.split_once('=').unwrap_or(("TYPE", text));
            (key.trim().to_ascii_uppercase(), value.trim_matches('"').to_ascii_uppercase())
        };
        let params: Vec<(String, String)> = parts.map(param).collect();
        let value = value.get(1..).unwrap_or_default();
        let is_quoted_printable = params.iter().any(|(_, value)| value == "QUOTED-PRINTABLE");
        let value = if is_quoted_printable { quoted_printable(value) } else { value.to_owned() };
        Some(Self { name, params, value })
    }

    /// How much it is preferred: less is more. RFC 6350 5.3 counts from 1 to 100; RFC 2426 has `TYPE=pref`.
    fn rank(&self) -> u32 {
        let said = self.params.iter().filter_map(|(key, value)| match key.as_str() {
            "PREF" => Some(value.parse().unwrap_or(1)),
            "TYPE" if value.split(',').any(|kind| kind == "PREF") => Some(1),
            _ => None,
        });
        said.min().unwrap_or(u32::MAX)
    }
}

/// RFC 2045 6.7, as vCard 2.1 uses it. The octets are UTF-8 in all that is written today; old telephones of western
/// Europe write their own, whatever `CHARSET` they say.
fn quoted_printable(text: &str) -> String {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let pair = behind.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| *first == b'=') {
            Some(octet) => {
                octets.push(octet);
                rest = &behind[2..];
            }
            None => {
                octets.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(octets)
        .unwrap_or_else(|foreign| WINDOWS_1252.decode_without_bom_handling(foreign.as_bytes()).0.into_owned())
}

/// A card that is being read.
#[derive(Default)]
struct Card {
    name: String,
    parts: String,
    addresses: Vec<(u32, String)>,
    phones: Vec<(u32, String)>,
    company: String,
    language: Option<domain::org::Language>,
    is_group: bool,
}

impl Card {
    fn take(&mut self, property: &Property) {
        let value = || tidy(&split(&property.value, None).concat());
        match property.name.as_str() {
            "FN" if self.name.is_empty() => self.name = value(),
            "N" if self.parts.is_empty() => self.parts = whole_name(&property.value),
            "EMAIL" if self.addresses.len() < ADDRESSES_READ_MAX => {
                self.addresses.push((property.rank(), value()));
            }
            "TEL" if self.phones.len() < ADDRESSES_READ_MAX => {
                let number = value();
                let number = number.strip_prefix("tel:").unwrap_or(&number).to_owned();
                self.phones.push((property.rank(), number));
            }
            // RFC 6350 6.6.4: the organisation, and behind it its units.
            "ORG" if self.company.is_empty() => {
                self.company =
                    split(&property.value, Some(';')).first().map(|text| tidy(text)).unwrap_or_default();
            }
            "LANG" => self.language = self.language.or_else(|| language(&property.value)),
            "KIND" | "X-ADDRESSBOOKSERVER-KIND" => {
                self.is_group = property.value.trim().eq_ignore_ascii_case("group");
            }
            _ => {}
        }
    }

    fn into_contact(mut self) -> Contact {
        self.addresses.sort_by_key(|(rank, _)| *rank);
        self.phones.sort_by_key(|(rank, _)| *rank);
        let mut addresses = Vec::new();
        for (_, text) in &self.addresses {
            add_addresses(&mut addresses, text);
        }
        Contact {
            name: if self.name.is_empty() { self.parts } else { self.name },
            addresses,
            phone: self.phones.into_iter().map(|(_, number)| number).next().unwrap_or_default(),
            company: self.company,
            language: self.language,
            former: None,
        }
    }
}

/// RFC 6350 6.2.2: family names, given names, more names, prefixes, suffixes.
fn whole_name(value: &str) -> String {
    let parts = split(value, Some(';'));
    let part = |at: usize| parts.get(at).cloned().unwrap_or_default();
    tidy(&[part(3), part(1), part(2), part(0), part(4)].join(" "))
}

/// The parts of a value, without its escapes (RFC 6350 3.4).
fn split(value: &str, at: Option<char>) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        let plain = match character {
            '\\' => match characters.next() {
                Some('n' | 'N') => ' ',
                Some(escaped) => escaped,
                None => '\\',
            },
            _ if Some(character) == at => {
                parts.push(String::new());
                continue;
            }
            _ => character,
        };
        if let Some(last) = parts.last_mut() {
            last.push(plain);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::{Reading, read};

    fn contacts(text: &str) -> Vec<(String, Vec<String>, String, String)> {
        let file = read(text.as_bytes(), &Reading::default()).unwrap();
        let row = |row: super::ContactRow| {
            (row.contact.name, row.contact.addresses, row.contact.phone, row.contact.company)
        };
        file.rows.into_iter().map(row).collect()
    }

    #[test]
    fn a_card_of_each_version_is_read() {
        let three = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Nordmann;Kari;Marie;;\r\nFN:Kari Nordmann\r\n\
            ORG:Fjord\\, Sønn AS;Salg\r\nEMAIL;TYPE=INTERNET:k@privat.no\r\n\
            item1.EMAIL;TYPE=INTERNET,pref:kari@fjord.no\r\nTEL;TYPE=CELL:+47 912 34 567\r\n\
            PHOTO;ENCODING=b:AAAA\r\n AAAA\r\nEND:VCARD\r\n";
        let four = "begin:vcard\nVERSION:4.0\nFN:Ola\\; Li\nEMAIL;PREF=2:b@a.no\nEMAIL;PREF=1:a@a.no\n\
            TEL;VALUE=uri:tel:+4622334455\nNOTE:a very long not\n e goes on\nEND:VCARD\n";
        let old = "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85s;Bj=C3=B8=\nrn\n\
            EMAIL;PREF;INTERNET:bjorn@a.no\nEND:VCARD\n";
        let group = "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Alle\nEND:VCARD\n";
        let found = contacts(&format!("{three}{four}{old}{group}"));
        let one = |name: &str, addresses: &[&str], phone: &str, company: &str| {
            let addresses = addresses.iter().map(|text| (*text).to_owned()).collect();
            (name.to_owned(), addresses, phone.to_owned(), company.to_owned())
        };
        assert_eq!(
            found,
            [
                one("Kari Nordmann", &["kari@fjord.no", "k@privat.no"], "+47 912 34 567", "Fjord, Sønn AS"),
                one("Ola; Li", &["a@a.no", "b@a.no"], "+4622334455", ""),
                one("Bjørn Ås", &["bjorn@a.no"], "", ""),
            ]
        );
    }

    #[test]
    fn no_control_character_comes_out_of_quoted_printable() {
        let card = |value: &str| {
            format!("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:{value}\nEMAIL:a@b.no\nEND:VCARD\n")
        };
        assert_eq!(contacts(&card("K=00ar=1Bi=0A=00Nord"))[0].0, "Kari Nord");
        assert_eq!(contacts(&card("Bj=F8rn =C5s"))[0].0, "Bjørn Ås", "an old telephone's letters");
    }

    #[test]
    fn a_file_of_empty_and_endless_lines_is_read_in_passing() {
        let empty = "\r\n".repeat(1_000_000);
        let endless = format!("NOTE;QUOTED-PRINTABLE:{}end", "=\n".repeat(1_000_000));
        let emails = "EMAIL:x@y.no\n".repeat(100_000);
        let text =
            format!("BEGIN:VCARD\n{empty}FN:Kari\n{empty}{endless}\nEMAIL:a@b.no\n{emails}END:VCARD\n");
        let found = contacts(&text);
        assert_eq!(
            (found[0].0.as_str(), found[0].1.as_slice()),
            ("Kari", ["a@b.no".to_owned(), "x@y.no".to_owned()].as_slice())
        );
        let folded = format!("BEGIN:VCARD\nFN:{}\nEMAIL:a@b.no\nEND:VCARD\n", "Kari\n ".repeat(100_000));
        assert_eq!(contacts(&folded)[0].0.len(), super::super::CELL_CHARS_MAX);
    }
}
