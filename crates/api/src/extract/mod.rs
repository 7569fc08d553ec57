//! What handlers are given: who acts, ids from the path, the body, the list's parameters. Each
//! refuses in the form of RFC 9457.

mod actor;
mod ids;
mod input;
mod listing;
mod peer;

pub(crate) use actor::bearer_token;
pub(crate) use actor::{Cookies, SignedIn};
pub(crate) use ids::{ById, Ids};
pub(crate) use input::Input;
pub(crate) use listing::from_query;
pub(crate) use listing::{ListParams, Listing, Params, Selection, selected_ids};
pub(crate) use peer::Peer;
