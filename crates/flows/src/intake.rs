//! The pipeline: a stored mail is parsed, facts are gathered, policy decides, and the outcome
//! with its whole trace is committed at once. `place` names its stages, one file each.

mod actions;
mod afresh;
mod answered;
mod answering;
mod aside;
mod assign;
mod customers;
mod debug;
mod delayed;
mod domain_report;
mod enclosing;
mod filtering;
mod forwarding;
mod gate;
mod into_case;
mod letters;
mod live;
mod matching;
mod outcome;
mod passage;
pub(crate) mod patience;
mod people;
mod place;
mod proof;
mod reading;
mod reading_together;
mod ready;
mod receipts;
mod reopening;
mod report_hosts;
mod reported;
mod returned;
mod review;
mod standing_in;
mod suspects;
mod tagging;
mod vouching;
mod worker;

pub(crate) use actions::{Deed, apply, refusal};
pub use actions::{delete, delete_for_good, import_again, restore};
pub use debug::{DebugRun, debug, debug_live};
pub use live::{Stage, Told, Watch};
pub(crate) use reading::{content_of, summary_of};
pub use review::decide;
pub use worker::IntakeWorker;
