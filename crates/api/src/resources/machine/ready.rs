//! Whether requests can be served.

use axum::Json;
use axum::extract::State;
use domain::Problem;
use domain::problem::ProblemKind;

use super::Health;
use crate::problem::Answer;
use crate::refusals::OfAnybody;
use crate::state::Api;

/// Tell whether requests can be served
///
/// They can when the database answers and no stop was asked for.
#[utoipa::path(get, path = "/health/ready", tag = "machine", security(()),
    responses((status = 200, body = Health, description = "They can."), OfAnybody))]
pub(crate) async fn get_ready(State(api): State<Api>) -> Answer<Health> {
    if api.config().stop.is_cancelled() {
        let detail = "this server is stopping; ask another one";
        return Err(Problem::new(ProblemKind::Unavailable, "stopping", detail).into());
    }
    api.office().store().ping().await?;
    Ok(Json(Health { status: "ok" }))
}
