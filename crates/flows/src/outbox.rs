//! The outbox: deliveries are claimed, routed, attempted and recorded; people send again, delete
//! and restore.

mod actions;
mod attempt;
mod record;
mod route;
mod worker;

pub use actions::{delete, restore, send_again};
pub use worker::OutboxWorker;
