//! Addresses that somebody enters.

mod check;

pub(crate) use check::CheckedAddress;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(check::check_addresses))
}
