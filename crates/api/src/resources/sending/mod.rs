//! How mail is sent: under whose name, and how long its author can take it back.

mod check;
mod own;
mod retries;
mod rules;

pub(crate) use retries::Retries;

use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(check::check_sender))
        .routes(routes!(own::get_own_sending, own::put_own_sending))
        .routes(routes!(rules::get_sending, rules::put_sending))
        .routes(routes!(retries::get_retries))
}
