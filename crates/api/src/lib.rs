//! HTTP: the API, its document, the live feed and the embedded web app.
//!
//! One folder per resource under `resources`, one file per verb. A handler reads its input, lets
//! `flows` or a list of `store` do the work, and writes the answer in the API's own words; it
//! knows no SQL and opens no socket. What an operation needs is in its signature:
//! `rights::May` checks the right before anything else is read.
//!
//! [`router`] builds everything over an office, [`serve`] answers connections, [`openapi`] is the
//! document that the TypeScript client is generated from.
//!
//! RFC 9110 (HTTP), RFC 9457 (problems), RFC 6265bis (cookies), RFC 6750 (bearer tokens),
//! RFC 6266 and RFC 8187 (names of downloads).

mod assets;
mod catalogue;
mod config;
mod docs;
mod download;
mod events;
mod export;
mod extract;
mod files;
mod layers;
mod openapi;
mod page;
mod problem;
mod refusals;
mod resources;
mod rights;
mod router;
mod routing;
mod schema;
mod serve;
mod state;

pub use config::{ApiConfig, BaseUrl, BaseUrlError};
pub use router::{document as openapi, router};
pub use serve::serve;
