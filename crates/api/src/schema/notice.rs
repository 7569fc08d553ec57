//! What the API document says of notices.

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
