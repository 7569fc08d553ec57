//! Whether the process answers.

use axum::Json;

use super::Health;

/// Tell whether the process answers
#[utoipa::path(get, path = "/health/live", tag = "machine", security(()),
    responses((status = 200, body = Health, description = "It does.")))]
pub(crate) async fn get_live() -> Json<Health> {
    Json(Health { status: "ok" })
}
