//! Which way out a mail takes, and why: the narrowest server that is meant for it. A user's own takes what he
//! writes from his own address and nothing else; a sender domain's takes what is from that domain, whoever or
//! whatever wrote it; then come the organisation's and the installation's. A person may choose another way for a mail,
//! but not past a server whose owner he is not.

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
    /// What somebody chose for this mail, while that way is open.
    pub chosen: Option<Chosen>,
}

/// What somebody chose for a mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// The kind.
    pub kind: TransportKind,
    /// Whether it was its author.
    pub by_author: bool,
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
    /// Somebody chose it for this mail.
    Chosen,
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
            Self::Chosen => "chosen",
        }
    }
}

/// The way and the reason.
#[must_use]
pub const fn decide(facts: Facts) -> (TransportKind, Because) {
    if let Some(chosen) = facts.chosen
        && (chosen.by_author || !takes_own(&facts))
    {
        return (chosen.kind, Because::Chosen);
    }
    match (facts.from_own_address, facts.user, facts.domain, facts.organisation) {
        (true, Some(kind), _, _) => (kind, Because::User),
        (_, _, Some(kind), _) => (kind, Because::Domain),
        (_, _, None, Some(kind)) => (kind, Because::Organisation),
        (_, _, None, None) => (facts.installation, Because::Installation),
    }
}

/// Whether its author's own server takes the mail.
const fn takes_own(facts: &Facts) -> bool {
    facts.from_own_address && facts.user.is_some()
}

/// What is known of a mail that somebody wants to send another way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wish {
    /// Whether a server of its author's own takes it.
    pub takes_own: bool,
    /// Whether a server of its sender domain's own does, where the author's does not.
    pub takes_domains: bool,
    /// Whether whoever wants it is the author.
    pub is_author: bool,
    /// Whether he may set outgoing servers.
    pub may_set_servers: bool,
}

/// Why a mail keeps its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keeps {
    /// Its author sends it through a server of his own, and whoever wants it is not the author.
    Authors,
    /// Its sender domain has a server of its own, and whoever wants it may not set servers.
    Domains,
}

impl Keeps {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Authors, Self::Domains];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authors => "authors",
            Self::Domains => "domains",
        }
    }
}

/// Whether somebody may send a mail another way.
///
/// # Errors
/// Why it keeps its way.
pub const fn may_choose(wish: Wish) -> Result<(), Keeps> {
    match wish {
        Wish { takes_own: true, is_author: false, .. } => Err(Keeps::Authors),
        Wish { takes_own: false, takes_domains: true, may_set_servers: false, .. } => Err(Keeps::Domains),
        Wish { .. } => Ok(()),
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
        chosen: None,
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
    #[test]
    fn what_somebody_chose_wins_but_not_over_the_authors_own_server() {
        let chosen = |by_author| Some(Chosen { kind: TransportKind::Direct, by_author });
        let all = Facts {
            user: Some(TransportKind::Relay),
            domain: Some(TransportKind::Relay),
            organisation: Some(TransportKind::Relay),
            chosen: chosen(false),
            ..NOBODY_CHOSE
        };
        assert_eq!(decide(all), (TransportKind::Direct, Because::Chosen));
        let own = Facts { from_own_address: true, ..all };
        assert_eq!(decide(own), (TransportKind::Relay, Because::User), "it is his to change");
        assert_eq!(decide(Facts { chosen: chosen(true), ..own }).1, Because::Chosen);
        assert_eq!(decide(Facts { user: None, ..own }).1, Because::Chosen, "he has none");
    }

    #[test]
    fn ones_own_server_is_ones_own_to_pass_and_a_domains_that_of_whoever_sets_servers() {
        let anybodys =
            Wish { takes_own: false, takes_domains: false, is_author: false, may_set_servers: false };
        assert_eq!(may_choose(anybodys), Ok(()));
        let own = Wish { takes_own: true, may_set_servers: true, ..anybodys };
        assert_eq!(may_choose(own), Err(Keeps::Authors), "whoever sets servers is not the author");
        assert_eq!(may_choose(Wish { is_author: true, may_set_servers: false, ..own }), Ok(()));
        let domains = Wish { takes_domains: true, is_author: true, ..anybodys };
        assert_eq!(may_choose(domains), Err(Keeps::Domains), "the author sets no servers");
        assert_eq!(may_choose(Wish { may_set_servers: true, ..domains }), Ok(()));
    }
}
