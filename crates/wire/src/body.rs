//! A mail as it came out of a mailbox, whatever the protocol.

/// What a server sent for one mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    /// All of it, octet for octet.
    Whole(Vec<u8>),
    /// More than is taken; it was skipped without being held.
    TooLarge {
        /// The size that was announced or counted.
        octets: u64,
    },
}
