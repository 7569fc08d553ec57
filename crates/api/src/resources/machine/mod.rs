//! For the machine's keeper: is it alive, is it ready, how does it fare.

mod live;
mod metrics;
mod mta_sts;
mod ready;

use serde::Serialize;
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes_for_others(routes!(live::get_live))
        .routes_for_others(routes!(ready::get_ready))
        .routes_for_others(routes!(metrics::get_metrics))
        .routes_for_others(routes!(mta_sts::get_mta_sts_policy))
        .routes_for_others(routes!(mta_sts::knows_mta_sts_host))
}

/// How the program fares.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// Always `ok`; a failure is a problem.
    status: &'static str,
}
