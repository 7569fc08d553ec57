//! Tables as text: their letters, what stands between their cells, and their rows. RFC 4180, as far as anybody keeps to it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::columns::{self, Field};
use super::{COLUMNS_MAX, ContactFile, ContactRow, ContactsError, Form, tidy};

/// How the letters of a file are written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Charset {
    /// UTF-8, with or without a mark.
    Utf8,
    /// UTF-16, as Excel's "Unicode text" is.
    Utf16,
    /// Windows-1252, as Excel in western Europe writes CSV.
    Windows1252,
}

impl Charset {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Utf8, Self::Utf16, Self::Windows1252];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Windows1252 => "windows-1252",
        }
    }
}

/// What stands between the cells of a table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Separator {
    /// As Excel writes where the comma is for decimals.
    Semicolon,
    /// As RFC 4180 has it.
    Comma,
    /// As text that was copied out of a sheet has it.
    Tab,
}

impl Separator {
    /// All of them; the first of those that fit equally well is taken.
    pub const ALL: [Self; 3] = [Self::Semicolon, Self::Comma, Self::Tab];

    /// The character.
    #[must_use]
    pub const fn octet(self) -> u8 {
        match self {
            Self::Semicolon => b';',
            Self::Comma => b',',
            Self::Tab => b'\t',
        }
    }

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Semicolon => "semicolon",
            Self::Comma => "comma",
            Self::Tab => "tab",
        }
    }
}

/// How a person says that a file is to be read; what he leaves open is found from the file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reading {
    /// How its letters are written.
    pub charset: Option<Charset>,
    /// What stands between its cells.
    pub separator: Option<Separator>,
    /// Whether its first line names the columns.
    pub has_heading: Option<bool>,
    /// What its columns mean, from the first on; those that are not named mean nothing.
    pub columns: Option<Vec<Option<Field>>>,
}

/// The text of a file.
pub(crate) fn decoded(octets: &[u8], charset: Option<Charset>) -> (String, Charset) {
    if let Some((encoding, mark)) = Encoding::for_bom(octets) {
        let charset = if encoding == UTF_8 { Charset::Utf8 } else { Charset::Utf16 };
        return (encoding.decode_without_bom_handling(&octets[mark..]).0.into_owned(), charset);
    }
    let charset = charset.unwrap_or_else(|| guessed(octets));
    let encoding = match charset {
        Charset::Utf8 => UTF_8,
        Charset::Windows1252 => WINDOWS_1252,
        Charset::Utf16 => {
            if octets.first() == Some(&0) {
                UTF_16BE
            } else {
                UTF_16LE
            }
        }
    };
    (encoding.decode_without_bom_handling(octets).0.into_owned(), charset)
}

fn guessed(octets: &[u8]) -> Charset {
    /// Enough to tell them apart.
    const LOOKED_AT: usize = 1_000;
    let start = &octets[..octets.len().min(LOOKED_AT)];
    // Every other octet of western text in UTF-16 is nought.
    if memchr::memchr_iter(0, start).count() * 3 > start.len() {
        return Charset::Utf16;
    }
    if std::str::from_utf8(octets).is_ok() { Charset::Utf8 } else { Charset::Windows1252 }
}

/// Reads a table.
pub(super) fn read(
    text: &str,
    charset: Charset,
    (reading, rows_max): (&Reading, usize),
) -> Result<ContactFile, ContactsError> {
    // quirk: the first line `sep=;` is Excel's, and no row.
    let (said, text, skipped) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((said, rest)) => (of_octet(said.trim_end_matches('\r')), rest, 1),
        None => (None, text, 0),
    };
    let separator = reading.separator.or(said).unwrap_or_else(|| sniffed(text));
    let mut rows = rows(text, separator, rows_max)?;
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let has_heading = reading.has_heading.unwrap_or_else(|| looks_like_heading(&rows));
    let first = if has_heading && !rows.is_empty() { rows.remove(0).1 } else { Vec::new() };
    let headings: Vec<String> = (0..width).map(|at| first.get(at).cloned().unwrap_or_default()).collect();
    let columns = match &reading.columns {
        Some(said) => (0..width).map(|at| said.get(at).copied().flatten()).collect(),
        None => guessed_columns(&headings, &rows, has_heading),
    };
    let row = |(line, cells): (usize, Vec<String>)| ContactRow {
        number: line + skipped,
        contact: columns::contact(&cells, &columns),
        cells,
    };
    let rows = rows.into_iter().map(row).collect();
    let separator = Some(separator);
    Ok(ContactFile { form: Form::Csv, charset, separator, has_heading, headings, columns, rows })
}

type Line = (usize, Vec<String>);

/// The rows that hold anything, each with its number from 1 as a spreadsheet counts: empty lines are rows there, and line
/// breaks within a cell are none.
fn rows(text: &str, separator: Separator, rows_max: usize) -> Result<Vec<Line>, ContactsError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator.octet())
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut rows, mut broken) = (Vec::new(), 0);
    // The text is UTF-8 and its rows may be of any length, so that none fails.
    for record in reader.records().filter_map(Result::ok) {
        if record.len() > COLUMNS_MAX {
            return Err(ContactsError::TooManyColumns);
        }
        let number = line_of(text, &record).saturating_sub(broken);
        broken += record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        let cells: Vec<String> = record.iter().map(tidy).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        // The heading may be one more.
        if rows.len() > rows_max {
            return Err(ContactsError::TooManyRows { max: rows_max });
        }
        rows.push((number, cells));
    }
    let is_heading_among = rows.len() == rows_max + 1 && looks_like_heading(&rows);
    if rows.len() > rows_max && !is_heading_among {
        return Err(ContactsError::TooManyRows { max: rows_max });
    }
    Ok(rows)
}

/// The line on which a record begins: the reader tells where the one before it ended, and passes over empty lines.
fn line_of(text: &str, record: &csv::StringRecord) -> usize {
    let Some(position) = record.position() else { return 0 };
    let (line, octet) = (usize::try_from(position.line()), usize::try_from(position.byte()));
    let (Ok(line), Ok(octet)) = (line, octet) else { return 0 };
    let rest = text.as_bytes().get(octet..).unwrap_or_default();
    let empty = rest.iter().take_while(|octet| matches!(octet, b'\r' | b'\n'));
    line + empty.filter(|octet| **octet == b'\n').count()
}

fn of_octet(text: &str) -> Option<Separator> {
    Separator::ALL.into_iter().find(|separator| text.as_bytes() == [separator.octet()])
}

/// The separator that the first line has most of, outside quotes.
pub(crate) fn sniffed(text: &str) -> Separator {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: Separator| {
        let mut quoted = false;
        let outside = line.bytes().filter(|octet| {
            quoted ^= *octet == b'"';
            !quoted && *octet == separator.octet()
        });
        outside.count()
    };
    let most = Separator::ALL.into_iter().map(count).max().unwrap_or(0);
    Separator::ALL.into_iter().find(|separator| count(*separator) == most).unwrap_or(Separator::Comma)
}

/// Addresses are no headings; a known word is one.
fn looks_like_heading(rows: &[Line]) -> bool {
    let Some((_, first)) = rows.first() else { return false };
    !first.iter().any(|cell| cell.contains('@')) && first.iter().any(|cell| columns::is_heading(cell))
}

fn guessed_columns(headings: &[String], rows: &[Line], has_heading: bool) -> Vec<Option<Field>> {
    /// Rows that are looked at for what a column holds.
    const LOOKED_AT: usize = 50;
    let named: Vec<Option<Field>> = headings.iter().map(|heading| columns::of_heading(heading)).collect();
    if has_heading && named.contains(&Some(Field::Address)) {
        return named;
    }
    let some: Vec<Vec<String>> = rows.iter().take(LOOKED_AT).map(|(_, cells)| cells.clone()).collect();
    let found = columns::of_rows(&some, headings.len());
    let is_named = |field: Field| named.contains(&Some(field));
    let knows_name = is_named(Field::Name) || is_named(Field::FirstName) || is_named(Field::LastName);
    let both = named
        .iter()
        .zip(found)
        .map(|(named, found)| named.or(found.filter(|found| *found == Field::Address || !knows_name)));
    both.collect()
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn names(octets: &[u8]) -> (Charset, Option<Separator>, Vec<(usize, String, String)>) {
        let file = read(octets, &Reading::default()).unwrap();
        let rows =
            file.rows.into_iter().map(|row| (row.number, row.contact.name, row.contact.addresses.join(" ")));
        (file.charset, file.separator, rows.collect())
    }

    #[test]
    fn the_letters_and_the_separator_are_found_from_the_file() {
        let expected = vec![(2, "Bjørn Åse".to_owned(), "b@fjord.no".to_owned())];
        let text = "Navn;E-post\r\n\"Bjørn Åse\";b@fjord.no\r\n";
        let western = WINDOWS_1252.encode(text).0.into_owned();
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
        for (octets, charset) in [
            (text.as_bytes().to_vec(), Charset::Utf8),
            (marked, Charset::Utf8),
            (western, Charset::Windows1252),
            (utf16, Charset::Utf16),
        ] {
            assert_eq!(names(&octets), (charset, Some(Separator::Semicolon), expected.clone()));
        }
        let tabs = text.replace(';', "\t");
        assert_eq!(names(tabs.as_bytes()).1, Some(Separator::Tab));
        let commas = text.replace(';', ",");
        assert_eq!(names(commas.as_bytes()).1, Some(Separator::Comma));
        let said = format!("sep=;\r\n{text}");
        assert_eq!(names(said.as_bytes()).2[0].0, 3);
    }

    #[test]
    fn a_table_without_headings_is_understood_by_what_stands_in_it() {
        let (_, _, rows) = names(b"1,Kari Nordmann,kari@a.no\n2,Ola Li,ola@b.no\n");
        assert_eq!(rows[1], (2, "Ola Li".to_owned(), "ola@b.no".to_owned()));
        let (_, _, rows) = names(b"kari@a.no\n\nola@b.no\n\r\n\r\nper@c.no");
        let numbers: Vec<usize> = rows.iter().map(|(number, ..)| *number).collect();
        assert_eq!(numbers, [1, 3, 6], "empty lines are rows of a spreadsheet");
    }

    #[test]
    fn a_column_of_postal_addresses_is_none_of_e_mail() {
        let text = "Navn;E-post;Telefon;Adresse\nKari;kari@a.no;22334455;Storgata 1, 0155 Oslo\n";
        assert_eq!(names(text.as_bytes()).2, [(2, "Kari".to_owned(), "kari@a.no".to_owned())]);
        for alone in ["Navn;Adresse\nKari;kari@a.no\n", "Adresse\nkari@a.no\n"] {
            let file = read(alone.as_bytes(), &Reading::default()).unwrap();
            assert!(file.has_heading && file.rows.len() == 1, "{alone}");
            assert_eq!(file.rows[0].contact.addresses, ["kari@a.no"], "what stands there tells");
        }
    }

    #[test]
    fn columns_mean_what_a_person_says() {
        let reading =
            Reading { columns: Some(vec![Some(Field::Company), Some(Field::Address)]), ..Reading::default() };
        let file = read(b"Navn,E-post\nFjord AS,a@b.no\n", &reading).unwrap();
        assert_eq!(
            (file.rows[0].contact.company.as_str(), file.rows[0].contact.name.as_str()),
            ("Fjord AS", "")
        );
    }

    #[test]
    fn line_breaks_in_quotes_stay_in_their_row() {
        let (_, _, rows) = names(b"Navn,E-post\n\"Kari\nNordmann\",k@a.no\nOla,o@b.no\n");
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].1, "Kari Nordmann");
        assert_eq!((rows[0].0, rows[1].0), (2, 3), "as a spreadsheet counts");
    }
}
