//! What the columns of a table mean: guessed from their headings, in the words of the programs that write such files.

use std::str::FromStr;

use domain::org::Language;

use super::{ADDRESSES_READ_MAX, Contact, tidy};

/// What a column says of a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Field {
    /// The whole name.
    Name,
    /// The given name.
    FirstName,
    /// The family name.
    LastName,
    /// One or more addresses.
    Address,
    /// A telephone number; the first that is there counts.
    Phone,
    /// The company's name.
    Company,
    /// The language.
    Language,
    /// Whether he has left the company.
    Former,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Address,
        Self::Phone,
        Self::Company,
        Self::Language,
        Self::Former,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Address => "address",
            Self::Phone => "phone",
            Self::Company => "company",
            Self::Language => "language",
            Self::Former => "former",
        }
    }
}

impl Field {
    /// A heading by which a column of it is known again.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            // `address` stands over postal addresses as well.
            Self::Address => "email",
            Self::Name
            | Self::FirstName
            | Self::LastName
            | Self::Phone
            | Self::Company
            | Self::Language
            | Self::Former => self.as_str(),
        }
    }
}

/// The text names no field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is nothing that a column can mean")]
pub struct NoField(String);

impl FromStr for Field {
    type Err = NoField;

    fn from_str(text: &str) -> Result<Self, NoField> {
        Self::ALL.into_iter().find(|field| field.as_str() == text).ok_or_else(|| NoField(text.to_owned()))
    }
}

/// Headings in letters and digits alone, as Outlook, Google, Apple, HubSpot, Mailchimp and spreadsheets write them.
const HEADINGS: [(Field, &[&str]); 8] = [
    (
        Field::Name,
        &[
            "navn",
            "namn",
            "name",
            "fulltnavn",
            "helenavnet",
            "fullname",
            "displayname",
            "visningsnavn",
            "visningsnamn",
            "person",
            "kontakt",
            "kontaktperson",
            "contact",
            "contactname",
            "fn",
        ],
    ),
    (Field::FirstName, &["fornavn", "förnamn", "firstname", "givenname", "first"]),
    (Field::LastName, &["etternavn", "efternamn", "lastname", "surname", "familyname", "last"]),
    (
        Field::Address,
        &[
            "epost",
            "epostadresse",
            "epostadress",
            "email",
            "emailaddress",
            "mail",
            "mailadresse",
            "email1",
            "email1value",
            "email2value",
            "email3value",
            "email2",
            "email3",
            "emailaddress1",
            "emailaddress2",
            "email2address",
            "email3address",
            "epost2",
            "epost1",
            "epostadresse1",
            "epostadresse2",
            "epostadresse3",
            "primaryemail",
            "arbeidsepost",
            "epostarbeid",
            "workemail",
        ],
    ),
    (
        Field::Phone,
        &[
            "telefon",
            "telefonnummer",
            "tlf",
            "tel",
            "phone",
            "phonenumber",
            "mobil",
            "mobiltelefon",
            "mobilnummer",
            "mobile",
            "mobilephone",
            "businessphone",
            "phone1value",
            "telefonarbeid",
            "workphone",
            "telefonmobil",
        ],
    ),
    (
        Field::Company,
        &[
            "firma",
            "bedrift",
            "selskap",
            "organisasjon",
            "företag",
            "bolag",
            "organisation",
            "company",
            "companyname",
            "organization",
            "organizationname",
            "organization1name",
            "firmanavn",
            "kunde",
            "org",
        ],
    ),
    (Field::Language, &["språk", "language", "lang", "preferredlanguage", "målform"]),
    (
        Field::Former,
        &[
            "harsluttet",
            "sluttet",
            "harslutat",
            "slutat",
            "former",
            "hasleft",
            "formeremployee",
            "tidligereansatt",
        ],
    ),
];

/// Words that stand over columns of postal addresses as often as over those of e-mail: what stands in such a column
/// tells.
const DOUBTFUL: [&str; 3] = ["adresse", "adress", "address"];

/// Whether a cell is a heading.
pub(super) fn is_heading(cell: &str) -> bool {
    of_heading(cell).is_some() || DOUBTFUL.contains(&key(cell).as_str())
}

fn key(heading: &str) -> String {
    heading.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a heading says that its column means.
pub(super) fn of_heading(heading: &str) -> Option<Field> {
    let key = key(heading);
    HEADINGS.into_iter().find(|(_, words)| words.contains(&key.as_str())).map(|(field, _)| field)
}

/// What the columns of a table without headings mean: where an address stands, there are addresses; the first
/// other one that holds words is the name.
pub(super) fn of_rows(rows: &[Vec<String>], width: usize) -> Vec<Option<Field>> {
    let mut columns = vec![None; width];
    for (at, column) in columns.iter_mut().enumerate() {
        if rows.iter().any(|row| row.get(at).is_some_and(|cell| cell.contains('@'))) {
            *column = Some(Field::Address);
        }
    }
    let holds_words = |at: usize| {
        rows.iter().any(|row| row.get(at).is_some_and(|cell| cell.chars().any(char::is_alphabetic)))
    };
    let name = (0..width).find(|at| columns[*at].is_none() && holds_words(*at));
    if let Some(name) = name {
        columns[name] = Some(Field::Name);
    }
    columns
}

/// What a row says.
pub(super) fn contact(cells: &[String], columns: &[Option<Field>]) -> Contact {
    let mut contact = Contact::default();
    let (mut first, mut last) = (String::new(), String::new());
    for (cell, field) in cells.iter().zip(columns) {
        let Some(field) = field else { continue };
        let text = tidy(cell);
        match field {
            Field::Name => keep(&mut contact.name, text),
            Field::FirstName => keep(&mut first, text),
            Field::LastName => keep(&mut last, text),
            Field::Address => add_addresses(&mut contact.addresses, &text),
            Field::Phone => {
                let first = text.split(SEVERAL).next().unwrap_or_default();
                keep(&mut contact.phone, first.trim().to_owned());
            }
            Field::Company => keep(&mut contact.company, text),
            Field::Language => contact.language = contact.language.or_else(|| language(&text)),
            Field::Former => contact.former = contact.former.or_else(|| yes_no(&text)),
        }
    }
    if contact.name.is_empty() {
        contact.name = format!("{first} {last}").trim().to_owned();
    }
    contact
}

/// The first that says something counts.
fn keep(known: &mut String, text: String) {
    if known.is_empty() {
        *known = text;
    }
}

/// quirk: what Google's export writes between several values of one cell.
const SEVERAL: &str = ":::";

/// Several may stand in one cell, and each may have its name beside it, as `"Nordmann, Kari" <kari@a.no>`.
pub(super) fn add_addresses(known: &mut Vec<String>, text: &str) {
    let text = text.replace(SEVERAL, ",");
    let pieces = apart(&text);
    for (at, (one, ends)) in pieces.iter().enumerate().filter(|(_, (one, _))| !one.is_empty()) {
        // quirk: Outlook writes `Nordmann, Kari <kari@a.no>` without quotes, and the comma is one of the name.
        let is_named = |(next, _): &(&str, _)| next.contains('<') && next.ends_with('>');
        if *ends == Some(',') && !one.contains('@') && pieces.get(at + 1).is_some_and(is_named) {
            continue;
        }
        let bare = one.rsplit_once('<').and_then(|(_, rest)| rest.strip_suffix('>')).unwrap_or(one);
        let bare = bare.trim().trim_start_matches("mailto:").to_owned();
        if known.len() < ADDRESSES_READ_MAX && !known.contains(&bare) {
            known.push(bare);
        }
    }
}

/// The pieces between commas and semicolons, and which of them ends each, but for those in quotes and in angle brackets
/// (RFC 5322 3.2.4, 3.4). A quote or a bracket that nobody closes is a character as any other.
fn apart(text: &str) -> Vec<(&str, Option<char>)> {
    let (mut pieces, mut from, mut at) = (Vec::new(), 0, 0);
    while let Some(character) = text[at..].chars().next() {
        let behind = at + character.len_utf8();
        at = match character {
            '"' => closed(&text[behind..], '"').map_or(behind, |length| behind + length),
            '<' => closed(&text[behind..], '>').map_or(behind, |length| behind + length),
            ',' | ';' => {
                pieces.push((text[from..at].trim(), Some(character)));
                from = behind;
                behind
            }
            _ => behind,
        };
    }
    pieces.push((text[from..].trim(), None));
    pieces
}

/// Octets up to and with the character that closes; a backslash takes the meaning of the one behind it.
fn closed(text: &str, by: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        if character == by && !is_escaped {
            return Some(at + character.len_utf8());
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    None
}

/// The language of a name or a tag (RFC 5646); `None` for those that nobody is written to in.
pub(super) fn language(text: &str) -> Option<Language> {
    let text = text.to_lowercase();
    let word = text.split(['-', '_', ' ', '(']).next().unwrap_or_default();
    match word {
        "nb" | "no" | "nn" | "norsk" | "norwegian" | "norska" | "bokmål" => Some(Language::Nb),
        "sv" | "se" | "svensk" | "svenska" | "swedish" => Some(Language::Sv),
        "en" | "engelsk" | "engelska" | "english" => Some(Language::En),
        _ => None,
    }
}

fn yes_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "ja" | "yes" | "y" | "1" | "true" | "x" | "sant" => Some(true),
        "nei" | "nej" | "no" | "n" | "0" | "false" | "usant" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_three_languages_however_they_are_written() {
        let expected = [
            ("E-post", Some(Field::Address)),
            ("E-mail Address", Some(Field::Address)),
            ("E-mail 1 - Value", Some(Field::Address)),
            ("Fullt navn", Some(Field::Name)),
            ("FÖRNAMN", Some(Field::FirstName)),
            ("Last Name", Some(Field::LastName)),
            ("Mobil", Some(Field::Phone)),
            ("Företag", Some(Field::Company)),
            ("Språk", Some(Field::Language)),
            ("Har sluttet", Some(Field::Former)),
            ("FN", Some(Field::Name)),
            ("ORG", Some(Field::Company)),
            ("Adresse", None),
            ("Favorittfarge", None),
        ];
        for (heading, field) in expected {
            assert_eq!(of_heading(heading), field, "{heading}");
        }
        assert!(Field::ALL.into_iter().all(|field| field.as_str().parse() == Ok(field)));
        assert!(Field::ALL.into_iter().all(|field| of_heading(field.heading()) == Some(field)));
    }

    #[test]
    fn several_addresses_stand_in_one_cell_and_no_name_is_two() {
        let mut found = Vec::new();
        add_addresses(&mut found, "Kari Nordmann <kari@a.no>; kari@b.no, kari@a.no");
        assert_eq!(found, ["kari@a.no", "kari@b.no"]);
        let mut google = Vec::new();
        add_addresses(&mut google, "a@b.no ::: c@d.no");
        assert_eq!(google, ["a@b.no", "c@d.no"]);
        let expected: [(&str, &[&str]); 9] = [
            ("Nordmann, Kari <kari@fjord.no>", &["kari@fjord.no"]),
            (
                "ola@b.no; Nordmann, Kari <kari@fjord.no>; Li, Per <per@d.no>",
                &["ola@b.no", "kari@fjord.no", "per@d.no"],
            ),
            ("ola; Kari <kari@fjord.no>", &["ola", "kari@fjord.no"]),
            (r#""Nordmann, Kari" <kari@fjord.no>"#, &["kari@fjord.no"]),
            (
                r#""Nordmann, Kari" <kari@fjord.no>; "Li; Ola" <ola@b.no>, c@d.no"#,
                &["kari@fjord.no", "ola@b.no", "c@d.no"],
            ),
            (r#""Kari \", Ola" <kari@fjord.no>"#, &["kari@fjord.no"]),
            (r#"Kari 24" <kari@fjord.no>, ola@b.no"#, &["kari@fjord.no", "ola@b.no"]),
            ("kari@fjord.no <, ola@b.no", &["kari@fjord.no <", "ola@b.no"]),
            ("kari|fjord@b.no", &["kari|fjord@b.no"]),
        ];
        for (cell, addresses) in expected {
            let mut found = Vec::new();
            add_addresses(&mut found, cell);
            assert_eq!(found, addresses, "{cell}");
        }
    }
}
