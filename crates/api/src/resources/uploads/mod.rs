//! Files for a mail that is being written.

mod create;
mod delete;
mod get;

use axum::middleware::from_fn;
use serde::{Deserialize, Serialize};
use store::uploads::UploadRow;
use utoipa::{IntoParams, ToSchema};

use crate::layers::unread;
use crate::routing::{ApiRouter, routes};
use crate::schema::UploadKey;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(get::get_upload, delete::delete_upload))
}

pub(crate) fn patient_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(create::create_upload))
        .within(|router| router.layer(from_fn(unread::discarded)))
}

/// An uploaded file.
#[derive(Serialize, ToSchema)]
pub(crate) struct Upload {
    /// The id, for the answer that shall have it.
    id: UploadKey,
    /// A safe file name.
    name: String,
    /// The media type.
    media_type: String,
    /// Its size, octets.
    size_octets: u64,
}

impl From<UploadRow> for Upload {
    fn from(row: UploadRow) -> Self {
        Self { id: row.id.into(), name: row.name, media_type: row.media_type, size_octets: row.size_octets }
    }
}

/// How an upload is described.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UploadParams {
    /// The file's name.
    pub(super) name: String,
}
