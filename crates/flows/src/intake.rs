//! The pipeline: a stored mail is parsed, facts are gathered, policy decides, and the outcome
//! with its whole trace is committed at once.

mod actions;
mod debug;
mod facts;
mod place;
mod reading;
mod worker;

pub use actions::{delete, import_again, restore};
pub use debug::{DebugRun, debug};
pub use worker::IntakeWorker;
