//! What fetching over IMAP and over POP3 have in common: the settings, the way in, what comes out
//! and what can go wrong.

mod error;
mod session;

use std::time::Duration;

use domain::mailbox::Security;
use wire::Body;
use wire::sasl::Credentials;

pub use self::error::{Failure, SourceError};
pub(crate) use self::error::{other_protocol, words};
pub(crate) use self::session::{Session, nonce, secrets};

/// How long capabilities and sign-in may take; some servers make failed ones wait.
pub(crate) const SIGN_IN_TIMEOUT: Duration = Duration::from_secs(45);
/// How long one step may take, whatever the server sends meanwhile.
pub(crate) const STEP_TIMEOUT: Duration = Duration::from_secs(15 * 60);
/// How long a polite goodbye may take.
pub(crate) const GOODBYE_TIMEOUT: Duration = Duration::from_secs(10);

/// What a server must offer for a token to be of use.
pub(crate) const TOKEN_MECHANISMS: &str = "sign-in with OAuth 2.0 (XOAUTH2 or OAUTHBEARER)";

/// A mailbox on a server.
#[derive(Clone)]
pub struct ServerSettings {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who signs in.
    pub credentials: Credentials,
    /// The folder, as a person writes it; POP3 has none.
    pub folder: String,
    /// The largest mail that is taken in, octets.
    pub mail_octets_max: usize,
}

impl ServerSettings {
    fn server(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// One mail that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fetched {
    /// Its UID (IMAP) or number (POP3).
    pub id: u32,
    /// What came.
    pub content: Content,
}

/// What came of one mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// The mail, octet for octet.
    Mail(Vec<u8>),
    /// It is larger than what is taken in; it stays on the server.
    TooLarge {
        /// Its size.
        octets: u64,
    },
    /// It is not there any more: somebody removed it.
    Gone,
    /// The server cannot hand it out; the sentence has its words. The others are not concerned.
    Unreadable(String),
}

/// What is asked for of a mail that does not come whole, octets.
pub(crate) const BEGINNING_OCTETS: u32 = 256 * 1024;

/// How much is asked for of a mail that does not come whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Beginning {
    /// The header alone.
    Header,
    /// The header and some of the text.
    Text,
}

impl From<Body> for Content {
    fn from(body: Body) -> Self {
        match body {
            Body::Whole(octets) => Self::Mail(octets),
            Body::TooLarge { octets } => Self::TooLarge { octets },
        }
    }
}
