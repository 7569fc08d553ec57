//! How long what was thrown away can be restored.

mod get;
mod put;

use serde::{Deserialize, Serialize};
use store::bins;
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(get::get_bins, put::put_bins))
}

/// How long what lies in a bin can be restored, days, from 1 to 365.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct BinDays {
    /// Deleted cases, and messages removed from cases.
    cases: u32,
    /// Spam.
    spam: u32,
    /// What was deleted from the inbox queue, blocked mail and the outbox, and templates.
    queues: u32,
}

impl From<bins::BinDays> for BinDays {
    fn from(bins::BinDays { cases, spam, queues }: bins::BinDays) -> Self {
        Self { cases, spam, queues }
    }
}
