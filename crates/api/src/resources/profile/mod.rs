//! What a user sets for himself.

mod change_password;
mod notifications;
mod preferences;
mod tokens;
mod update;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Api;

pub(crate) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(update::update_profile))
        .routes(routes!(change_password::change_password))
        .merge(notifications::routes())
        .merge(preferences::routes())
        .merge(tokens::routes())
}
