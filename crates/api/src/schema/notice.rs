//! What the API document says of notices, and of whom cases are given to.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::words;

/// The schema of [`domain::notice::NoticeEvent`].
pub(crate) struct NoticeEvent;

impl PartialSchema for NoticeEvent {
    fn schema() -> RefOr<Schema> {
        words(domain::notice::NoticeEvent::ALL.map(domain::notice::NoticeEvent::as_str))
    }
}

impl ToSchema for NoticeEvent {}

/// The schema of [`domain::case::Assignment`].
pub(crate) struct Assignment;

impl PartialSchema for Assignment {
    fn schema() -> RefOr<Schema> {
        words(domain::case::Assignment::ALL.map(domain::case::Assignment::as_str))
    }
}

impl ToSchema for Assignment {}
