//! Addresses that somebody enters.

mod check;
mod remarked;

pub(crate) use check::CheckedAddress;
pub(crate) use remarked::Remarked;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(check::check_addresses))
}
