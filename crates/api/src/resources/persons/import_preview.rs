//! What would become of a file of persons.

use flows::contacts::{Charset, Field, Form, Separator};
use flows::people::import::{Preview, ShownRow};
use serde::Serialize;
use utoipa::ToSchema;

use crate::resources::addresses::CheckedAddress;
use crate::schema::PersonKey;

/// What would become of a file.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportPreview {
    /// Its form: `csv` or `vcard`.
    form: &'static str,
    /// How its letters are written: `utf-8`, `utf-16` or `windows-1252`.
    charset: &'static str,
    /// What stands between the cells of a table: `semicolon`, `comma` or `tab`.
    separator: Option<&'static str>,
    /// Whether the first line of a table names its columns.
    has_heading: bool,
    /// The columns of a table.
    columns: Vec<ImportColumn>,
    /// How many rows or cards it has.
    rows: usize,
    /// Of how many nothing can be made.
    refused: usize,
    /// How many are about persons who are known already.
    known: usize,
    /// In how many an address is probably not what was meant, or nobody's own.
    doubtful: usize,
    /// The first rows, at most 20.
    shown: Vec<ImportRow>,
}

/// A column of a table.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportColumn {
    /// What it is called; empty where it has no heading.
    heading: String,
    /// What it means; null where it is left out.
    field: Option<&'static str>,
    /// What stands there in the first row.
    sample: String,
}

/// A row of a file.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportRow {
    /// Which one, from 1: of a table as a spreadsheet counts.
    number: usize,
    /// The name.
    name: String,
    /// The addresses.
    addresses: Vec<String>,
    /// The telephone number.
    phone: String,
    /// The company.
    company: String,
    /// Why nothing can be made of it, as a stable code.
    problem: Option<&'static str>,
    /// The address that it is about.
    problem_address: Option<String>,
    /// What is to be thought of its addresses.
    checked: Vec<CheckedAddress>,
    /// Who has one of its addresses already.
    known: Option<ImportKnown>,
}

/// Somebody who is known already.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportKnown {
    /// The id.
    id: PersonKey,
    /// The name.
    name: String,
}

impl From<Preview> for ImportPreview {
    fn from(preview: Preview) -> Self {
        let Preview { file, rows, refused, known, doubtful, shown } = preview;
        let first = shown.first().map(|row| row.row.cells.clone()).unwrap_or_default();
        let columns = file.headings.into_iter().zip(file.columns).enumerate();
        let column = |(at, (heading, field)): (usize, (String, Option<Field>))| ImportColumn {
            heading,
            field: field.map(Field::as_str),
            sample: first.get(at).cloned().unwrap_or_default(),
        };
        Self {
            form: Form::as_str(file.form),
            charset: Charset::as_str(file.charset),
            separator: file.separator.map(Separator::as_str),
            has_heading: file.has_heading,
            columns: columns.map(column).collect(),
            rows,
            refused,
            known,
            doubtful,
            shown: shown.into_iter().map(ImportRow::from).collect(),
        }
    }
}

impl From<ShownRow> for ImportRow {
    fn from(ShownRow { row, problem, checked, known }: ShownRow) -> Self {
        Self {
            number: row.number,
            name: row.contact.name,
            addresses: row.contact.addresses,
            phone: row.contact.phone,
            company: row.contact.company,
            problem: problem.as_ref().map(flows::contacts::Unreadable::code),
            problem_address: problem.as_ref().and_then(|problem| problem.address()).map(str::to_owned),
            checked: checked.into_iter().map(Into::into).collect(),
            known: known.map(|person| ImportKnown { id: person.id.into(), name: person.name }),
        }
    }
}
