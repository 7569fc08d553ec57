//! Sockets: the only place that connects, listens or resolves.
//!
//! Every connection goes through [`Network`], every name through [`dns::Resolver`], so that tests
//! put an in-memory or a faulty network in their place. Knows nothing of the database.
//!
//! * [`network`], [`dns`], [`tls`]: how to reach a host, and which hosts may be reached.
//! * [`unreached`]: who did not answer a while ago.
//! * [`drive`], [`transcript`]: run any `wire` core over a stream, with deadlines and a record.
//! * [`smtp_out`]: hand a mail to a server or to a domain's exchangers. [`listen`]: accept with limits.
//! * [`imap_source`], [`pop3_source`], [`probe`]: fetch mail from a server as typed steps.
//! * [`signatures`]: DKIM and ARC, with the keys that DNS has.
//! * [`mta_sts`]: what a domain demands of who brings it mail.
//! * [`http_get`], [`picture`]: one document, one picture from the web, with the same checks.

pub mod dns;
pub mod drive;
pub mod form_post;
mod http;
pub mod http_get;
pub mod imap_source;
pub mod listen;
mod masked;
pub mod mta_sts;
pub mod network;
pub mod picture;
pub mod pop3_source;
pub mod probe;
pub mod signatures;
pub mod smtp_out;
pub mod source;
pub mod survey;
pub mod tls;
pub mod transcript;
pub mod unreached;

pub use dns::{DnsError, HickoryResolver, MxAnswer, MxHost, Resolver, SrvHost, TlsaAnswer};
pub use drive::{Drive, DriveError};
pub use network::{BoxStream, ConnectError, Connected, Net, Network, Reach, Stream, System, Target};
pub use source::{Content, Failure, Fetched, ServerSettings, SourceError};
pub use survey::Survey;
pub use tls::{Association, ClientTls, ServerTls, TlsError, TlsInfo, Tlsa, Verify};
pub use transcript::Transcript;
pub use unreached::{Memory, Unreached};
pub use wire::sasl::Credentials;
