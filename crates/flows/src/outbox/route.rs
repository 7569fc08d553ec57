//! Which way a mail goes out.

use domain::mailbox::SignIn;
use domain::oauth::GrantOwner;
use domain::outbox::TransportKind;
use domain::transport::{ChosenWay, TransportOwner, WayChoice};
use domain::{OrganisationId, Timestamp, UserId};
use net::smtp_out::Hop;
use net::{Credentials, Reach};
use policy::route::{self, Because};
use policy::sender_domain::{Relay, SpfOfWay, spf_of_way};
use store::deliveries::DueDelivery;
use store::oauth::installation::{INSTALLATION, OWNER};
use store::transports::{TransportRow, TransportSettings};
use store::{Conn, StoreError};

use crate::office::Office;
use crate::preflight::operators;

/// What decides about the way of a mail.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Asked {
    /// The tenant.
    pub(crate) organisation: OrganisationId,
    /// Its author, where it is from his own address.
    pub(crate) own_of: Option<UserId>,
    /// The address that it is from.
    pub(crate) from: String,
    /// That address's domain.
    pub(crate) domain: String,
    /// What somebody chose in place of what follows from these.
    pub(crate) choice: Option<WayChoice>,
}

impl Asked {
    /// What is asked for mail of a domain that a program writes.
    pub(crate) fn of_domain(organisation: OrganisationId, domain: &str) -> Self {
        let from = format!("postmaster@{domain}");
        Self { organisation, own_of: None, from, domain: domain.to_owned(), choice: None }
    }

    /// What is asked for a delivery.
    pub(crate) fn of(delivery: &DueDelivery) -> Self {
        let mail = &delivery.mail;
        Self {
            organisation: delivery.organisation,
            own_of: mail.author.filter(|_| mail.from_own),
            from: mail.from.to_string(),
            domain: mail.from.domain().to_owned(),
            choice: mail.way,
        }
    }
}

/// The way of a mail.
pub(crate) struct Way {
    /// The relay; `None` goes straight to each domain's exchangers.
    pub(crate) relay: Option<Hop>,
    /// The name that exchangers are greeted with; `None` is the node's own.
    pub(crate) helo_name: Option<String>,
    /// The kind.
    pub(crate) kind: TransportKind,
    /// Whose choice it was.
    pub(crate) because: Because,
    /// Whose server it is, how it fares, and when it was set; `None` for the installation's.
    pub(crate) of: Option<Chosen>,
    /// The address that decided.
    pub(crate) from: Option<String>,
    /// Whose token the relay is signed in to with, and as which user. It is fetched for each transaction: that
    /// may take time, and nobody else's mail waits for it.
    pub(crate) token_of: Option<TokenOf>,
    /// Why it cannot be gone: what its relay is signed in to with cannot be read, or is missing.
    pub(crate) unreadable: Option<String>,
}

/// Whose token a relay is signed in to with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct TokenOf {
    /// The tenant, or the installation.
    pub(crate) organisation: OrganisationId,
    /// Whose it is there.
    pub(crate) owner: GrantOwner,
    /// The user that it is for.
    pub(crate) user: String,
}

/// A server that somebody set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Chosen {
    /// Whose it is.
    pub(crate) owner: TransportOwner,
    /// When it was set.
    pub(crate) set_at: Timestamp,
    /// Whether mail cannot leave through it.
    pub(crate) is_failing: bool,
    /// Whether it takes mail with a return path other than its account's.
    pub(crate) own_return_path: bool,
    /// The terms of SPF that its provider asks for, as somebody entered them.
    pub(crate) spf_terms: String,
    /// The largest mail that it takes, octets, as it announced it last.
    pub(crate) size_octets_max: Option<u64>,
    /// When it announced that.
    pub(crate) size_said_at: Option<Timestamp>,
}

impl Way {
    /// What the SPF record of a domain says to let this way send.
    pub(crate) fn spf(&self, office: &Office) -> SpfOfWay {
        let greeting = self.helo_name.as_deref().unwrap_or(&office.settings().host_name);
        let of_installation = &office.settings().outgoing.spf_terms;
        let spf_terms = self.of.as_ref().map_or(of_installation, |chosen| &chosen.spf_terms);
        let relay = self.relay.as_ref().map(|hop| Relay { host: &hop.host, spf_terms });
        spf_of_way(relay, greeting)
    }
}

/// Chooses it.
///
/// # Errors
/// When the store fails.
pub(crate) async fn way(office: &Office, asked: &Asked) -> Result<Way, StoreError> {
    let conn = office.store().read();
    let (takes, because) = chosen(&conn, office, asked).await?;
    let way = match takes {
        Takes::Own(owner, _) => set(office, (&conn, asked.organisation), owner).await?,
        Takes::Installation => installation(office),
        Takes::Nobody => direct(),
    };
    Ok(Way { because, from: Some(asked.from.clone()), ..way })
}

/// The kind of the way, the server that it leads to, and whether that is one of somebody here, so that it is not the
/// installation's by another's entry either. What can be known without opening any password, and without asking DNS.
///
/// # Errors
/// When the store fails.
pub(crate) async fn kind(
    conn: &Conn,
    office: &Office,
    asked: &Asked,
) -> Result<(TransportKind, Option<String>, bool), StoreError> {
    let outgoing = &office.settings().outgoing;
    let (kind, host, is_own) = match chosen(conn, office, asked).await?.0 {
        Takes::Own(_, row) => {
            let is_own = !operators::are_known(office, &row.settings);
            (row.settings.kind, row.settings.host, is_own)
        }
        Takes::Installation => (outgoing.kind, outgoing.host.clone(), false),
        Takes::Nobody => (TransportKind::Direct, String::new(), false),
    };
    Ok((kind, (kind == TransportKind::Relay).then_some(host), is_own))
}

/// Finds out of a server that somebody set whether it is the operator's after all, so that [`kind`] knows it for a moment. DNS may be
/// asked.
///
/// # Errors
/// When the store fails.
pub(crate) async fn find_out_kind(office: &Office, asked: &Asked) -> Result<(), StoreError> {
    let (takes, _) = chosen(&office.store().read(), office, asked).await?;
    match takes {
        Takes::Own(_, row) => {
            operators::are_theirs(office, &row.settings).await;
        }
        Takes::Installation | Takes::Nobody => {}
    }
    Ok(())
}

/// Whether a relay takes the mail that was set for the domain that it is from, and takes none whose failures go elsewhere:
/// whoever set it may have said that this one does.
///
/// # Errors
/// When the store fails.
pub(crate) async fn is_strict_relay_of_domain(
    conn: &Conn,
    office: &Office,
    asked: &Asked,
) -> Result<bool, StoreError> {
    Ok(match chosen(conn, office, asked).await?.0 {
        Takes::Own(TransportOwner::Domain(_), row) => {
            row.settings.kind == TransportKind::Relay && !row.settings.own_return_path
        }
        Takes::Own(TransportOwner::User(_) | TransportOwner::Organisation, _)
        | Takes::Installation
        | Takes::Nobody => false,
    })
}

/// What takes such mail.
enum Takes {
    /// The server that somebody set.
    Own(TransportOwner, Box<TransportRow>),
    /// The installation's.
    Installation,
    /// No server of ours: it goes straight to its domains, as somebody chose.
    Nobody,
}

/// What takes such mail, and why.
async fn chosen(conn: &Conn, office: &Office, asked: &Asked) -> Result<(Takes, Because), StoreError> {
    let mut found = Vec::new();
    let user = asked.own_of.map(TransportOwner::User);
    for owner in user.into_iter().chain([TransportOwner::Domain(asked.domain.clone()), ORGANISATION]) {
        let row = store::transports::find(conn, asked.organisation, &owner).await?;
        found.extend(row.filter(|row| row.settings.in_use).map(|row| (owner, row)));
    }
    let kind_of = |wanted: fn(&TransportOwner) -> bool| {
        let chosen = found.iter().find(|(owner, _)| wanted(owner));
        chosen.map(|(_, row)| row.settings.kind)
    };
    let organisations = kind_of(|owner| *owner == ORGANISATION);
    let choice = asked.choice.and_then(|choice| {
        let kind = chosen_kind(office, choice.way, organisations)?;
        Some(route::Chosen { kind, by_author: asked.own_of == Some(choice.by) })
    });
    let (_, because) = route::decide(route::Facts {
        from_own_address: asked.own_of.is_some(),
        user: kind_of(|owner| matches!(owner, TransportOwner::User(_))),
        domain: kind_of(|owner| matches!(owner, TransportOwner::Domain(_))),
        organisation: organisations,
        installation: office.settings().outgoing.kind,
        chosen: choice,
    });
    let wanted = asked.choice.filter(|_| because == Because::Chosen).map(|choice| choice.way);
    let own = found.into_iter().find(|(owner, _)| match wanted {
        Some(way) => way == ChosenWay::Organisation && *owner == ORGANISATION,
        None => because_of(owner) == because,
    });
    let takes = match own {
        Some((owner, row)) => Takes::Own(owner, Box::new(row)),
        None if wanted == Some(ChosenWay::Direct) => Takes::Nobody,
        None => Takes::Installation,
    };
    Ok((takes, because))
}

const ORGANISATION: TransportOwner = TransportOwner::Organisation;

const fn because_of(owner: &TransportOwner) -> Because {
    match owner {
        TransportOwner::Organisation => Because::Organisation,
        TransportOwner::User(_) => Because::User,
        TransportOwner::Domain(_) => Because::Domain,
    }
}

/// The kind of a way that somebody chose; `None` where it is not open, since the organisation uses no server of its own.
pub(super) fn chosen_kind(
    office: &Office,
    way: ChosenWay,
    organisations: Option<TransportKind>,
) -> Option<TransportKind> {
    match way {
        ChosenWay::Organisation => organisations,
        ChosenWay::Installation => Some(office.settings().outgoing.kind),
        ChosenWay::Direct => Some(TransportKind::Direct),
    }
}

/// Straight to the domains, as somebody chose it.
const fn direct() -> Way {
    Way {
        relay: None,
        helo_name: None,
        kind: TransportKind::Direct,
        because: Because::Chosen,
        of: None,
        from: None,
        token_of: None,
        unreadable: None,
    }
}

/// What is said of mail for a relay whose password another master key sealed.
const UNREADABLE: &str = "the password of the outgoing server cannot be opened; enter it again";

/// What is said of mail for a relay that somebody signs in to with a password that is not kept.
const NO_PASSWORD: &str =
    "the outgoing server has a user name and no password; enter it, or leave the user name empty";

/// What is said where nobody can sign in to a relay until somebody enters the password.
pub(crate) const NO_SIGN_IN: [&str; 2] = [UNREADABLE, NO_PASSWORD];

/// What is said of mail whose own server was removed while it was looked up.
const REMOVED: &str = "the outgoing server was removed just now; another way is taken at the next attempt";

/// The way that somebody set, signed in as he said.
async fn set(
    office: &Office,
    (conn, organisation): (&Conn, OrganisationId),
    owner: TransportOwner,
) -> Result<Way, StoreError> {
    // Server and password are read in one, so that no password goes to another server than the one it was entered for.
    let Some((row, password)) = store::transports::find_opened(conn, organisation, &owner).await? else {
        return Ok(Way { because: because_of(&owner), unreadable: Some(REMOVED.to_owned()), ..direct() });
    };
    let settings = &row.settings;
    let (mut credentials, mut token_of, mut unreadable) = (None, None, None);
    match settings.sign_in {
        _ if settings.kind == TransportKind::Direct => {}
        SignIn::Password => {
            let username = settings.username.clone();
            match password {
                // Without the sign-in that somebody meant, the server would refuse each mail for good.
                Ok(None) if !username.is_empty() => unreadable = Some(NO_PASSWORD.to_owned()),
                Ok(password) => {
                    credentials = password.map(|password| Credentials::password(username, password));
                }
                Err(StoreError::Unsealable | StoreError::NoKey) => unreadable = Some(UNREADABLE.to_owned()),
                Err(error) => return Err(error),
            }
        }
        SignIn::OAuth(_) => {
            let (owner, user) = (crate::transport::grant_of(&owner, row.id), settings.username.clone());
            token_of = Some(TokenOf { organisation, owner, user });
        }
    }
    let because = because_of(&owner);
    let of = Some(Chosen {
        owner,
        set_at: row.updated_at,
        is_failing: row.failing.is_some(),
        own_return_path: settings.own_return_path,
        spf_terms: settings.spf_terms.clone(),
        size_octets_max: row.size_octets_max,
        size_said_at: row.size_said_at,
    });
    Ok(Way { because, of, token_of, unreadable, ..own(office, settings, credentials) })
}

/// A way of one's own, with these settings.
pub(crate) fn own(office: &Office, settings: &TransportSettings, credentials: Option<Credentials>) -> Way {
    let helo_name = Some(settings.helo_name.clone()).filter(|name| !name.is_empty());
    let relay = (settings.kind == TransportKind::Relay).then(|| {
        let credentials = credentials.filter(|credentials| !credentials.username.is_empty());
        let hop = office.sender().relay(&settings.host, settings.port, settings.security, credentials);
        Hop { helo_name: helo_name.clone(), ..hop }
    });
    Way {
        relay,
        helo_name,
        kind: settings.kind,
        because: Because::Organisation,
        of: None,
        from: None,
        token_of: None,
        unreadable: None,
    }
}

/// The way for organisations that use none of their own.
pub(crate) fn installation(office: &Office) -> Way {
    let outgoing = &office.settings().outgoing;
    let is_relay = outgoing.kind == TransportKind::Relay;
    let by_token = outgoing.oauth.is_some() && is_relay;
    let relay = is_relay.then(|| {
        let credentials = (!outgoing.username.is_empty() && !by_token)
            .then(|| Credentials::password(outgoing.username.clone(), outgoing.password.clone()));
        let hop = office.sender().relay(&outgoing.host, outgoing.port, outgoing.security, credentials);
        // The operator chose it, so it may stand in his own network.
        Hop { reach: Reach::Anywhere, ..hop }
    });
    Way {
        relay,
        helo_name: None,
        kind: outgoing.kind,
        because: Because::Installation,
        of: None,
        from: None,
        token_of: by_token.then(|| TokenOf {
            organisation: INSTALLATION,
            owner: OWNER,
            user: outgoing.username.clone(),
        }),
        unreadable: None,
    }
}
