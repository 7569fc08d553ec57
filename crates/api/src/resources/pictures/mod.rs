//! Pictures on other servers, loaded through us for a reader who asked for them.

mod get;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Api;

pub(crate) fn long_routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(get::get_picture))
}
