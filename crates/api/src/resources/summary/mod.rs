//! The figures beside the menu.

mod get;

use serde::Serialize;
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(get::get_summary))
}

/// The figures, each counted up to 10,000; null where the actor has no right to know.
#[derive(Serialize, ToSchema)]
pub(crate) struct Summary {
    /// Open cases that the actor may see.
    open_cases: Option<u64>,
    /// Unread ones among the open and waiting.
    unread_cases: Option<u64>,
    /// Received mail that waits.
    intake_waiting: Option<u64>,
    /// Received mail that failed.
    intake_failed: Option<u64>,
    /// Mail of the inbox queue that a person must place.
    intake_review: Option<u64>,
    /// Mail that waits to be sent or is being sent.
    outbox_waiting: Option<u64>,
    /// Mail that could not be sent.
    outbox_failed: Option<u64>,
    /// Blocked mail.
    blocked: Option<u64>,
}
