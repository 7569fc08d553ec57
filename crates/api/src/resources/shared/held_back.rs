//! Why no server was asked to take a mail.

use domain::blocks::BlockReason;
use domain::failure;
use serde::Serialize;
use utoipa::ToSchema;

use crate::schema::{self, Moment};

/// Why no server was asked: the address is written to no more.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldBack {
    /// Since when it is blocked.
    since: Moment,
    /// Why.
    #[schema(value_type = schema::BlockReason)]
    reason: BlockReason,
    /// What the last mail to it came back as, one of the classes of docs/returns.md; null where none did.
    class: Option<String>,
    /// The words of the server that sent it back; empty where none did.
    words: String,
    /// Whether another mail tries the address out at that time.
    on_trial: bool,
}

impl From<failure::HeldBack> for HeldBack {
    fn from(held: failure::HeldBack) -> Self {
        Self {
            since: held.since.into(),
            reason: held.reason,
            class: held.class.map(|class| class.as_str().to_owned()),
            words: held.words,
            on_trial: held.on_trial,
        }
    }
}
