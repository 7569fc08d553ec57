//! The live feed of changes.

mod stream;

use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(stream::stream_events))
}
