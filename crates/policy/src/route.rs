//! Which way out a mail takes, and why: the narrowest server that is meant for it. A user's own takes what he
//! writes from his own address and nothing else; a sender domain's takes what is from that domain, whoever or
//! whatever wrote it; then come the organisation's and the installation's.

use domain::outbox::TransportKind;

/// What is known about the ways out; each of them is `None` where there is none, or it is not in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    /// Whether a person wrote the mail, and from his own address: a program never takes a person's way.
    pub from_own_address: bool,
    /// What its author chose for himself.
    pub user: Option<TransportKind>,
    /// What is chosen for the domain that it is from.
    pub domain: Option<TransportKind>,
    /// What the organisation chose.
    pub organisation: Option<TransportKind>,
    /// What the installation offers.
    pub installation: TransportKind,
}

/// Whose choice it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// The author's own outgoing server, since the mail is from his own address.
    User,
    /// The outgoing server of the domain that the mail is from.
    Domain,
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
            Self::User => "user",
            Self::Domain => "domain",
            Self::Organisation => "organisation",
            Self::Installation => "installation",
        }
    }
}

/// The way and the reason.
#[must_use]
pub const fn decide(facts: Facts) -> (TransportKind, Because) {
    match (facts.from_own_address, facts.user, facts.domain, facts.organisation) {
        (true, Some(kind), _, _) => (kind, Because::User),
        (_, _, Some(kind), _) => (kind, Because::Domain),
        (_, _, None, Some(kind)) => (kind, Because::Organisation),
        (_, _, None, None) => (facts.installation, Because::Installation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOBODY_CHOSE: Facts = Facts {
        from_own_address: false,
        user: None,
        domain: None,
        organisation: None,
        installation: TransportKind::Relay,
    };

    #[test]
    fn the_narrowest_server_that_is_in_use_is_taken() {
        let mut facts = NOBODY_CHOSE;
        assert_eq!(decide(facts), (TransportKind::Relay, Because::Installation));
        facts.organisation = Some(TransportKind::Direct);
        assert_eq!(decide(facts), (TransportKind::Direct, Because::Organisation));
        facts.domain = Some(TransportKind::Relay);
        assert_eq!(decide(facts), (TransportKind::Relay, Because::Domain));
        facts = Facts { from_own_address: true, user: Some(TransportKind::Relay), ..facts };
        assert_eq!(decide(facts), (TransportKind::Relay, Because::User));
    }

    #[test]
    fn a_users_server_takes_nothing_but_what_he_writes_from_his_own_address() {
        let facts = Facts { user: Some(TransportKind::Relay), ..NOBODY_CHOSE };
        assert_eq!(decide(facts).1, Because::Installation, "from a shared address, or by a program");
        let facts = Facts { domain: Some(TransportKind::Direct), ..facts };
        assert_eq!(decide(facts).1, Because::Domain);
        let facts = Facts { from_own_address: true, user: None, ..facts };
        assert_eq!(decide(facts).1, Because::Domain, "he has none, or does not use it");
    }
}
