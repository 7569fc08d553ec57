//! Files that templates keep, and the pictures of signatures.

mod get;

use serde::Serialize;
use store::kept_files::KeptFile as Kept;
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};
use crate::schema::KeptFileKey;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(get::get_kept_file))
}

/// A file that a text keeps.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeptFile {
    /// The id, by which a text names it where it shows it.
    id: KeptFileKey,
    /// A safe file name.
    name: String,
    /// The media type.
    media_type: String,
    /// Its size, octets.
    size_octets: u64,
}

impl From<Kept> for KeptFile {
    fn from(file: Kept) -> Self {
        Self {
            id: file.id.into(),
            name: file.name,
            media_type: file.media_type,
            size_octets: file.size_octets,
        }
    }
}
