//! A deadline for the time until an answer begins. What streams after that has its own limits.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Problem;
use domain::problem::ProblemKind;

use crate::problem::Refusal;

/// Answers 503 when the handler has not answered in time; its work is dropped, and with it an
/// uncommitted transaction.
pub(crate) async fn within(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let detail = "this took longer than a request may; try again, or ask for less";
            Refusal::from(Problem::new(ProblemKind::Unavailable, "request.timeout", detail)).into_response()
        }
    }
}
