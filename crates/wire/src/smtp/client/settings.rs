//! How a connection is used, and how long its server may take.

use crate::sasl::Credentials;

/// How one connection is used.
pub struct Settings {
    /// Our own name, as EHLO gives it.
    pub helo_name: String,
    /// What protects the connection when it begins.
    pub channel: Channel,
    /// Whether STARTTLS is used.
    pub starttls: StartTls,
    /// Who signs in, if anybody.
    pub credentials: Option<Credentials>,
    /// Unpredictable printable text for SCRAM.
    pub nonce: String,
    /// How long the server may take.
    pub timeouts: Timeouts,
}

/// What protects a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Channel {
    /// Nothing: no password is sent.
    Open,
    /// Nothing, but it does not leave this machine: passwords may be sent.
    Loopback,
    /// TLS.
    Tls,
}

/// Whether STARTTLS (RFC 3207) is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StartTls {
    /// Not even where it is offered.
    Never,
    /// Where it is offered.
    IfOffered,
    /// Always: without it the connection is of no use.
    Required,
}

/// How long the server may take for each answer, milliseconds (RFC 5321 4.5.3.2).
#[derive(Clone, Debug)]
pub struct Timeouts {
    /// RFC 5321 4.5.3.2.1: initial 220, 5 minutes; EHLO, STARTTLS and AUTH the same.
    pub opening_ms: i64,
    /// RFC 5321 4.5.3.2.2 and 3: MAIL and RCPT, 5 minutes.
    pub envelope_ms: i64,
    /// RFC 5321 4.5.3.2.4: the 354 after DATA, 2 minutes.
    pub data_ms: i64,
    /// RFC 5321 4.5.3.2.5: until a piece of the mail is taken, 3 minutes.
    pub piece_ms: i64,
    /// RFC 5321 4.5.3.2.6: the answer to the whole mail, 10 minutes; a shorter one makes duplicates.
    pub end_ms: i64,
    /// The answer to QUIT, which nothing depends on.
    pub quit_ms: i64,
}

impl Default for Timeouts {
    fn default() -> Self {
        let minute = 60 * 1000;
        Self {
            opening_ms: 5 * minute,
            envelope_ms: 5 * minute,
            data_ms: 2 * minute,
            piece_ms: 3 * minute,
            end_ms: 10 * minute,
            quit_ms: 5 * 1000,
        }
    }
}
