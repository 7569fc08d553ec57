//! What the API document says of links to files.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::words;

/// The schema of [`domain::file_link::FileLinkState`].
pub(crate) struct FileLinkState;

impl PartialSchema for FileLinkState {
    fn schema() -> RefOr<Schema> {
        words(domain::file_link::FileLinkState::ALL.map(domain::file_link::FileLinkState::as_str))
    }
}

impl ToSchema for FileLinkState {}

/// The schema of [`domain::file_link::NoFileLinks`].
pub(crate) struct NoFileLinks;

impl PartialSchema for NoFileLinks {
    fn schema() -> RefOr<Schema> {
        words(domain::file_link::NoFileLinks::ALL.map(domain::file_link::NoFileLinks::as_str))
    }
}

impl ToSchema for NoFileLinks {}
