//! Persons in files of other programs: tables as CSV of any making (RFC 4180, and what spreadsheets write), and vCard
//! 3.0 (RFC 2426) and 4.0 (RFC 6350).
//!
//! Reading takes what is there: one row or card that cannot be read stops no other. Whether its addresses are any is
//! for others to judge.

mod columns;
pub(crate) mod table;
mod vcard;
mod write;

use domain::org::Language;

pub use columns::Field;
pub use table::{Charset, Reading, Separator};
pub(crate) use write::FORMULA_STARTS;
pub use write::{VCardVersion, card, csv_row};

/// Octets of a file, where nobody chose.
pub const FILE_OCTETS_MAX: usize = 16 * 1024 * 1024;
/// Rows or cards of a file, where nobody chose.
pub const ROWS_MAX: usize = 50_000;
/// Columns of a table.
pub const COLUMNS_MAX: usize = 200;
/// Characters of a cell or a value; what is longer is cut.
const CELL_CHARS_MAX: usize = 1_000;
/// Addresses that are read of one person.
const ADDRESSES_READ_MAX: usize = 50;

/// What a file says of one person, as it stands there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contact {
    /// The name; empty where there is none.
    pub name: String,
    /// His addresses, the usual one first.
    pub addresses: Vec<String>,
    /// His telephone number.
    pub phone: String,
    /// His company's name.
    pub company: String,
    /// The language he is written to in, where it is one of ours.
    pub language: Option<Language>,
    /// Whether he has left his company, where that is said.
    pub former: Option<bool>,
}

/// One row of a table, or one card.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContactRow {
    /// Which one, from 1; of a table the line of a spreadsheet, its heading among them.
    pub number: usize,
    /// What stands there, as it is told to whoever made the file.
    pub cells: Vec<String>,
    /// What that says.
    pub contact: Contact,
}

/// Which form a file has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Form {
    /// A table.
    Csv,
    /// Cards.
    VCard,
}

impl Form {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::VCard => "vcard",
        }
    }
}

/// A file that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContactFile {
    /// Its form.
    pub form: Form,
    /// How its letters are written.
    pub charset: Charset,
    /// What stands between the cells of a table.
    pub separator: Option<Separator>,
    /// Whether the first line of a table names its columns.
    pub has_heading: bool,
    /// What each column is called.
    pub headings: Vec<String>,
    /// What each column means; nothing: it is left out.
    pub columns: Vec<Option<Field>>,
    /// The rows, in their order.
    pub rows: Vec<ContactRow>,
}

/// Why a file cannot be read at all.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ContactsError {
    /// It is something else.
    #[error("the file is no CSV and no vCard; a workbook is first saved as CSV")]
    Foreign,
    /// There is nobody in it.
    #[error("the file holds no row and no card")]
    Empty,
    /// There is too much in it.
    #[error("the file has more than {max} rows; divide it and import the parts one by one")]
    TooManyRows {
        /// How many it may have.
        max: usize,
    },
    /// It is too wide.
    #[error("the file has more than {COLUMNS_MAX} columns; take away those that are of no use")]
    TooManyColumns,
}

/// Reads a file of persons. The form is found from its content.
///
/// # Errors
/// What is no such file, empty, or too large.
pub fn read(octets: &[u8], reading: &Reading) -> Result<ContactFile, ContactsError> {
    read_within(octets, reading, ROWS_MAX)
}

/// The same with another limit on its rows or cards.
///
/// # Errors
/// As [`read`].
pub fn read_within(octets: &[u8], reading: &Reading, rows_max: usize) -> Result<ContactFile, ContactsError> {
    // A zip, as all workbooks are, and the older compound files of Excel.
    if octets.starts_with(b"PK\x03\x04") || octets.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(ContactsError::Foreign);
    }
    let (text, charset) = table::decoded(octets, reading.charset);
    if text.contains('\0') {
        return Err(ContactsError::Foreign);
    }
    let file = if vcard::is_one(&text) {
        vcard::read(&text, charset, rows_max)?
    } else {
        table::read(&text, charset, (reading, rows_max))?
    };
    if file.rows.is_empty() { Err(ContactsError::Empty) } else { Ok(file) }
}

/// One line of a value, not too long, without control characters: databases refuse some of them. The apostrophe that
/// keeps a spreadsheet from calculating a text is not of it.
fn tidy(text: &str) -> String {
    let is_plain = |character: &char| character.is_whitespace() || !character.is_control();
    let plain: String = text.chars().filter(is_plain).collect();
    let text = plain.trim();
    let guarded = text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA_STARTS));
    let words: Vec<&str> = guarded.unwrap_or(text).split_whitespace().collect();
    words.join(" ").chars().take(CELL_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn contact() -> impl Strategy<Value = Contact> {
        let word = "[a-zæøå=+@,;:\\\\\"-]{1,12}( [A-ZÆØÅa-z;,\\\\]{1,40}){0,3}";
        let address = "[a-z]{1,30}@[a-z]{1,20}\\.no";
        (word, proptest::collection::vec(address, 1..4), "(\\+[0-9]{2,15})?").prop_map(
            |(name, addresses, phone)| Contact {
                name: tidy(&name),
                addresses,
                phone,
                company: "Fjord; Sønn, AS".to_owned(),
                language: Some(Language::Sv),
                former: None,
            },
        )
    }

    proptest! {
        #[test]
        fn any_file_is_read_or_refused(octets in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&octets, &Reading::default());
        }

        #[test]
        fn what_is_written_as_a_card_is_read_again(one in contact(), four in any::<bool>()) {
            let version = if four { VCardVersion::Four } else { VCardVersion::Three };
            let text = card(&one, version);
            prop_assert!(text.split("\r\n").all(|line| line.len() <= 75));
            let file = read(text.as_bytes(), &Reading::default()).unwrap();
            let expected = Contact { language: one.language.filter(|_| four), ..one };
            prop_assert_eq!(&file.rows[0].contact, &expected);
        }

        #[test]
        fn what_is_written_as_a_row_is_read_again(one in contact(), semicolon in any::<bool>()) {
            let separator = if semicolon { Separator::Semicolon } else { Separator::Comma };
            let heading = csv_row(["Navn", "E-post", "Telefon", "Firma", "Språk"], separator);
            let cells = [&one.name, &one.addresses.join(", "), &one.phone, &one.company, "sv"];
            let text = format!("{heading}{}", csv_row(cells, separator));
            let file = read(text.as_bytes(), &Reading::default()).unwrap();
            prop_assert_eq!(&file.rows[0].contact, &one);
        }
    }

    #[test]
    fn a_workbook_and_an_empty_file_are_told_apart_from_tables() {
        let read = |octets: &[u8]| read(octets, &Reading::default()).unwrap_err();
        assert_eq!(read(b"PK\x03\x04..."), ContactsError::Foreign);
        assert_eq!(read(b""), ContactsError::Empty);
        assert_eq!(read(b"Navn;E-post\r\n"), ContactsError::Empty);
        let long = "a@b.no\n".repeat(ROWS_MAX + 1);
        assert_eq!(read(long.as_bytes()), ContactsError::TooManyRows { max: ROWS_MAX });
        // A heading is no row; one more of either form is too many.
        let within =
            |text: &str| read_within(text.as_bytes(), &Reading::default(), 2).map(|file| file.rows.len());
        assert_eq!(within("Navn;E-post\nA;a@b.no\nB;b@b.no\n"), Ok(2));
        assert_eq!(within("a@b.no\nb@b.no\nc@b.no\n"), Err(ContactsError::TooManyRows { max: 2 }));
        let cards = "BEGIN:VCARD\nVERSION:4.0\nEMAIL:a@b.no\nEND:VCARD\n".repeat(3);
        assert_eq!(within(&cards), Err(ContactsError::TooManyRows { max: 2 }));
        let wide = ",".repeat(COLUMNS_MAX + 1);
        assert_eq!(read(wide.as_bytes()), ContactsError::TooManyColumns);
    }
}
