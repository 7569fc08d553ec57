//! What a user sets for himself.

mod change_password;
mod notifications;
mod preferences;
mod tokens;
mod update;

use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(update::update_profile))
        .routes(routes!(change_password::change_password))
        .merge(notifications::routes())
        .merge(preferences::routes())
        .merge(tokens::routes())
}
