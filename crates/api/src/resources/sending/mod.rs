//! How mail is sent: under whose name, and how long its author can take it back.

mod check;
mod own;
mod retries;
mod rules;

pub(crate) use retries::Retries;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(check::check_sender))
        .routes(routes!(own::get_own_sending, own::put_own_sending))
        .routes(routes!(rules::get_sending, rules::put_sending))
        .routes(routes!(retries::get_retries))
}
