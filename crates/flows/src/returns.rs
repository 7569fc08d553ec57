//! What comes back of sent mail: judged, counted for its address, and blocking it where it says enough; and what
//! people do about blocked addresses.

mod actions;
mod by_token;
mod counting;

pub use actions::{ACCEPTED_RETURNS_MAX, block, clear, set_accepted_returns};
pub(crate) use by_token::by_token;
pub(crate) use counting::{CameBack, record};
