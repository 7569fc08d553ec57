//! Where a conversation stood, and why it cannot go on.

use domain::Reply;

use super::super::reply::NotAReply;
use crate::sasl::SaslError;

/// What was being done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Waiting for the server's greeting.
    Greeting,
    /// EHLO.
    Ehlo,
    /// HELO, after EHLO was refused.
    Helo,
    /// STARTTLS.
    StartTls,
    /// AUTH.
    SignIn,
    /// RSET.
    Reset,
    /// MAIL.
    Mail,
    /// RCPT, for the recipient with this number.
    Recipient(usize),
    /// DATA.
    Data,
    /// The mail itself.
    Content,
    /// QUIT.
    Quit,
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Greeting => "our connection",
            Self::Ehlo => "EHLO",
            Self::Helo => "HELO",
            Self::StartTls => "STARTTLS",
            Self::SignIn => "our sign-in",
            Self::Reset => "RSET",
            Self::Mail => "MAIL FROM",
            Self::Recipient(_) => "RCPT TO",
            Self::Data => "DATA",
            Self::Content => "the mail",
            Self::Quit => "QUIT",
        })
    }
}

/// Why a connection is of no use any more.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Failure {
    /// The server does not want what must be done before a mail can be sent.
    #[error("the server refused {step}: {reply}")]
    Refused {
        /// What it refused.
        step: Step,
        /// Its words.
        reply: Reply,
    },
    /// 421: the server ends the conversation (RFC 5321 3.8).
    #[error("the server closed the conversation: {0}")]
    Closing(Reply),
    /// TLS is required and not offered.
    #[error("the server does not offer STARTTLS; use its TLS port, or allow plain text")]
    TlsNotOffered,
    /// No way of signing in that we know is offered.
    #[error(
        "the server offers no way of signing in that fits; leave user and password empty, or ask its operator"
    )]
    SignInNotOffered,
    /// The connection is not secure, and a password would be sent over it.
    #[error("no password is sent over a connection without TLS; choose TLS or STARTTLS")]
    SignInUnprotected,
    /// The sign-in went astray.
    #[error("signing in failed: {0}")]
    SignIn(SaslError),
    /// No answer in time.
    #[error("the server did not answer {0} in time")]
    TimedOut(Step),
    /// An answer that does not fit.
    #[error("the server answered {step} with something that does not fit: {reply}")]
    OutOfStep {
        /// What was answered.
        step: Step,
        /// With what.
        reply: Reply,
    },
    /// An answer that is none.
    #[error(transparent)]
    NotAReply(#[from] NotAReply),
}

impl Failure {
    /// The server's words, where it said any.
    #[must_use]
    pub const fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Refused { reply, .. } | Self::Closing(reply) | Self::OutOfStep { reply, .. } => Some(reply),
            Self::TlsNotOffered
            | Self::SignInNotOffered
            | Self::SignInUnprotected
            | Self::SignIn(_)
            | Self::TimedOut(_)
            | Self::NotAReply(_) => None,
        }
    }
}
