//! Senders whose mail is held back.

mod block;
mod lift;
mod list;

use flows::filters::Blocked;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_blocked_senders, block::block_sender))
        .routes(routes!(lift::lift_blocked_sender))
}

/// The senders that are blocked.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlockedSenders {
    /// Them, in the order in which they were blocked: addresses, and domains as `@example.com`.
    senders: Vec<String>,
    /// Whether the filter that holds their mail back is applied; somebody may have switched it off.
    active: bool,
}

impl From<Blocked> for BlockedSenders {
    fn from(blocked: Blocked) -> Self {
        let senders = blocked.senders.iter().map(flows::filters::Sender::written).collect();
        Self { senders, active: blocked.active }
    }
}

/// A sender.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SenderInput {
    /// An address, or a domain as `@example.com`.
    sender: String,
}
