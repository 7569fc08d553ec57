//! Which file of persons is wanted.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ContactFormat)]
pub(crate) enum Format {
    /// A table, for spreadsheets and other systems.
    Csv,
    /// Cards that Outlook and older telephones read (RFC 2426).
    Vcard3,
    /// Cards (RFC 6350).
    Vcard4,
}

/// Which file is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ContactsParams {
    /// The kind of file.
    #[param(inline)]
    pub(super) format: Format,
    /// The selected rows' ids, separated by commas; all rows of the list when left out.
    pub(super) ids: Option<String>,
}
