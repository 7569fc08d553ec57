//! Pictures on other servers, loaded through us for a reader who asked for them.

mod get;

use crate::routing::{ApiRouter, routes};

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(get::get_picture))
}
