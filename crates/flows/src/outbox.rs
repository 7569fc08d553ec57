//! The outbox: deliveries are claimed, routed, attempted and recorded; people send again, delete
//! and restore.

mod actions;
mod attempt;
mod record;
mod route;
mod worker;

pub(crate) use actions::{Deed, apply, refusal};
pub use actions::{delete, restore, send_again};
pub(crate) use route::{Way, installation as installation_way, own as own_way};
pub use worker::OutboxWorker;
