//! How a file of persons is to be read.

use domain::Problem;
use domain::person_import::KnownPersons;
use flows::contacts::{Charset, Field, Reading, Separator};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::schema;

/// How a file is to be read; what is left out is found from the file.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PreviewParams {
    /// What its columns mean, from the first on, separated by commas; empty: nothing. `name`, `first_name`,
    /// `last_name`, `address`, `phone`, `company`, `language` or `former`.
    columns: Option<String>,
    /// What stands between its cells: `semicolon`, `comma` or `tab`.
    separator: Option<String>,
    /// How its letters are written: `utf-8`, `utf-16` or `windows-1252`.
    charset: Option<String>,
    /// Whether its first line names the columns.
    heading: Option<bool>,
}

/// How a file is to be taken in.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportParams {
    /// What it is called.
    pub(super) name: String,
    /// What happens to persons who are known by one of their addresses; they stay as they are when left out.
    #[param(inline, value_type = Option<schema::KnownPersons>)]
    pub(super) known: Option<KnownPersons>,
    /// As of the preview.
    columns: Option<String>,
    /// As of the preview.
    separator: Option<String>,
    /// As of the preview.
    charset: Option<String>,
    /// As of the preview.
    heading: Option<bool>,
}

impl PreviewParams {
    /// How the file is to be read.
    pub(super) fn reading(&self) -> Result<Reading, Problem> {
        let columns = self.columns.as_deref().map(columns).transpose()?;
        Ok(Reading {
            charset: named("charset", self.charset.as_deref(), (Charset::ALL, Charset::as_str))?,
            separator: named("separator", self.separator.as_deref(), (Separator::ALL, Separator::as_str))?,
            has_heading: self.heading,
            columns,
        })
    }
}

impl ImportParams {
    /// How the file is to be read.
    pub(super) fn reading(&self) -> Result<Reading, Problem> {
        PreviewParams {
            columns: self.columns.clone(),
            separator: self.separator.clone(),
            charset: self.charset.clone(),
            heading: self.heading,
        }
        .reading()
    }
}

fn columns(text: &str) -> Result<Vec<Option<Field>>, Problem> {
    let column = |word: &str| match word.trim() {
        "" => Ok(None),
        word => word.parse::<Field>().map(Some).map_err(|error| {
            Problem::invalid(
                "columns",
                "import.columns",
                format!("{error}; see the documentation of the route"),
            )
        }),
    };
    text.split(',').map(column).collect()
}

fn named<T: Copy, const N: usize>(
    field: &'static str,
    text: Option<&str>,
    (all, name): ([T; N], fn(T) -> &'static str),
) -> Result<Option<T>, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let found = all.into_iter().find(|one| name(*one) == text);
    let words = all.map(name).join(", ");
    let unknown = || Problem::invalid(field, "import.reading", format!("`{text}` is none of {words}"));
    found.map(Some).ok_or_else(unknown)
}
