//! Which way out a mail takes, and why.

use domain::outbox::TransportKind;

/// What is known about the ways out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    /// What the organisation chose, if it chose.
    pub organisation: Option<TransportKind>,
    /// What the installation offers to organisations that chose nothing.
    pub installation: TransportKind,
}

/// Whose choice it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// The organisation's outgoing server.
    Organisation,
    /// The installation's outgoing server.
    Installation,
}

impl Because {
    /// The stable name that the timeline stores.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Installation => "installation",
        }
    }
}

/// The way and the reason.
#[must_use]
pub const fn decide(facts: Facts) -> (TransportKind, Because) {
    match facts.organisation {
        Some(kind) => (kind, Because::Organisation),
        None => (facts.installation, Because::Installation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_organisations_choice_comes_first() {
        let facts = Facts { organisation: None, installation: TransportKind::Relay };
        assert_eq!(decide(facts), (TransportKind::Relay, Because::Installation));
        let facts = Facts { organisation: Some(TransportKind::Direct), ..facts };
        assert_eq!(decide(facts), (TransportKind::Direct, Because::Organisation));
    }
}
