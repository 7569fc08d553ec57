//! A deadline for the time until an answer begins. What streams after that has its own limits.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Problem;
use domain::problem::ProblemKind;

use crate::problem::Refusal;

/// Answers 503 when the handler has not answered in time. A transaction that it began is dropped,
/// or, where it waits in the queue of SQLite's writer, done all the same: what may not be done
/// twice recognises its repetition.
pub(crate) async fn within(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::from(too_slow()).into_response(),
    }
}

/// What comes of it in time.
///
/// # Errors
/// 503 when it takes longer.
pub(crate) async fn answered<T>(limit: Duration, work: impl Future<Output = T>) -> Result<T, Problem> {
    tokio::time::timeout(limit, work).await.map_err(|_| too_slow())
}

fn too_slow() -> Problem {
    let detail = "this took longer than a request may; try again, or ask for less";
    Problem::new(ProblemKind::Unavailable, "request.timeout", detail)
}
