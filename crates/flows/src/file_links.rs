//! Files of a mail that stay here: its receiver fetches them by a link each, which nobody guesses, without signing in.
//!
//! A link is made with its mail (`compose::linked`) and goes when its message goes. It ends after some days, when it
//! was fetched often enough, or when somebody withdraws it; whoever sees the case sees where each stands. Colleagues
//! open the file as long as the message is there, whatever became of the link.

mod of_case;
mod rules;
mod throttle;
mod visiting;
mod words;

pub use of_case::{file, list, revoke};
pub(crate) use rules::for_new_links;
pub use rules::{FileLinkRules, Offer, offer, put_rules, rules};
pub use visiting::{Fetched, Looked, Room, Shared, fetch, look, state_of};
pub use words::{day, size};

/// Where receivers find them; the token follows.
pub const PATH: &str = "/files/";
