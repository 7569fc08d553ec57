//! Sockets: the only place that connects, listens or resolves.
//!
//! Every connection goes through [`Network`], every name through [`dns::Resolver`], so that tests
//! put an in-memory or a faulty network in their place. Knows nothing of the database.
//!
//! * [`network`], [`dns`], [`tls`]: how to reach a host, and which hosts may be reached.
//! * [`drive`], [`transcript`]: run any `wire` core over a stream, with deadlines and a record.

pub mod dns;
pub mod drive;
pub mod network;
pub mod tls;
pub mod transcript;

pub use dns::{DnsError, MxAnswer, Resolver};
pub use drive::{Drive, DriveError};
pub use network::{BoxStream, ConnectError, Connected, Net, Network, Reach, Stream, System, Target};
pub use tls::{ClientTls, ServerTls, TlsError, TlsInfo, Verify};
pub use transcript::Transcript;
