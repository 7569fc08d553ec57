//! Addresses that somebody enters.

mod check;
mod remarked;

pub(crate) use check::CheckedAddress;
pub(crate) use remarked::Remarked;

use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(check::check_addresses))
}
