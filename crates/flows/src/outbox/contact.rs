//! How far a mail came with a server, and with which.

use domain::encryption::Encryption;
use net::smtp_out::{Delivered, TurnedAway};

/// How far a mail came with a server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Contact {
    /// None was reached, or none that may have it.
    Missed,
    /// One puts off whoever comes, before it hears of any mail.
    TurnedAway,
    /// A relay wants a sign-in for it, and may let others begin.
    Unsigned,
    /// One let it begin.
    Begun,
}

impl Contact {
    pub(super) const fn of(delivered: &Delivered) -> Self {
        match (delivered.reached, delivered.turned_away) {
            (true, _) => Self::Begun,
            (false, Some(TurnedAway::Everybody)) => Self::TurnedAway,
            (false, Some(TurnedAway::Unsigned)) => Self::Unsigned,
            (false, None) => Self::Missed,
        }
    }
}

/// The server that was spoken to about a delivery: a mail to many goes in parts.
#[derive(Clone, Default)]
pub(super) struct Spoken {
    /// Its name.
    pub(super) host: Option<String>,
    /// What protected the connection; `None` where none came about.
    pub(super) encryption: Option<Encryption>,
}
