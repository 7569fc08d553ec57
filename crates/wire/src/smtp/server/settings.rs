//! How a listener receives, and what one connection may cost it.

/// How one listener receives.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Our own name, as greeted with.
    pub host_name: String,
    /// SMTP or LMTP.
    pub protocol: Protocol,
    /// Whether STARTTLS is offered (RFC 3207).
    pub offers_starttls: bool,
    /// Whether the conversation is traced.
    pub traces: bool,
    /// What one connection may cost.
    pub limits: Limits,
}

/// The protocol of a listener.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Protocol {
    /// RFC 5321.
    Smtp,
    /// RFC 2033: LHLO, and one reply per recipient after the mail.
    Lmtp,
}

/// What one connection may cost.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The largest mail, octets.
    pub size_octets_max: usize,
    /// Recipients of one mail. RFC 5321 4.5.3.1.8: at least 100.
    pub recipients_max: usize,
    /// Refused commands and recipients between two accepted mails.
    pub errors_max: u32,
    /// Commands that move no mail (NOOP, RSET, EHLO, VRFY ...) between two accepted mails.
    pub idle_commands_max: u32,
    /// How long a command may take to arrive, milliseconds. RFC 5321 4.5.3.2.7: at least 5 minutes.
    pub command_ms: i64,
    /// How long a pause within a mail may be, milliseconds. RFC 5321 4.5.3.2.5: 3 minutes.
    pub content_pause_ms: i64,
    /// How long a whole mail may take, milliseconds: a trickle must not hold a connection for ever.
    pub content_ms: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            size_octets_max: domain::limits::MAIL_OCTETS_MAX,
            recipients_max: domain::limits::RECIPIENTS_MAX,
            errors_max: 20,
            idle_commands_max: 100,
            command_ms: 5 * 60 * 1000,
            content_pause_ms: 3 * 60 * 1000,
            content_ms: 60 * 60 * 1000,
        }
    }
}
