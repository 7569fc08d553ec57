//! How well mail from an address stands before it is sent: gathered from what is kept of sender domains, from the way
//! that the mail takes, and from DNS, which is asked outside of any transaction, under a deadline, and remembered.

mod dns;
mod encryption;
mod leaving;
pub(crate) mod operators;
mod returns;
mod sight;

pub(crate) use dns::Remembered;
pub(crate) use leaving::{LeavesAs, leaves_as, letter_leaves_as, sent_instead};
pub use sight::{Seen, seen};
pub(crate) use sight::{from_over, seen_over};

use domain::compose::FromChoice;
use domain::outbox::TransportKind;
use domain::preflight::{Level, Point, UnverifiedRule};
use domain::sender_domain::SenderDomainState;
use domain::transport::WayChoice;
use domain::{Actor, EmailAddress, OrganisationId, Problem, UserId};
use policy::address_check::registrable_domain;
use policy::preflight::{self as policy_of, Fate, Found, Known, Through};
use policy::route::Because;
use store::sender_domains::{self as domains, SenderDomainRow};
use store::{Conn, StoreError};

use crate::office::Office;
use crate::outbox::{self, Asked, Way};
use crate::{problem, sender_domains};

/// How well an address stands as a sender.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preflight {
    /// The gravest of the points.
    pub level: Level,
    /// What was found, the gravest first.
    pub points: Vec<(Point, Level)>,
    /// Through whose server mail from it leaves.
    pub through: Through,
    /// The address that it leaves from instead.
    pub rewritten_from: Option<EmailAddress>,
    /// Whether the domain is among the sender domains, in whatever state.
    pub is_sender_domain: bool,
    /// The way that it takes; `None` where it is not sent.
    pub way: Option<WayAhead>,
    /// The largest mail that the relay of its way takes, octets, as that announced it last; `None` where nothing is known.
    pub max_octets: Option<u64>,
}

/// The way that mail takes, before it is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WayAhead {
    /// By a relay, or straight to the receivers' servers.
    pub kind: TransportKind,
    /// Whose choice that is.
    pub because: Because,
    /// The relay's name.
    pub server: Option<String>,
}

impl WayAhead {
    fn of(way: &Way) -> Self {
        Self { kind: way.kind, because: way.because, server: server(way).map(str::to_owned) }
    }
}

/// What is asked: mail of an organisation from an address.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The address.
    pub address: &'a EmailAddress,
    /// Whose own address it is, where that decides about the way.
    pub own_of: Option<UserId>,
}

/// Looks at it.
///
/// # Errors
/// When the store fails; what DNS does not answer is nothing bad.
pub async fn of(office: &Office, sender: Sender<'_>) -> Result<Preflight, Problem> {
    gathered(office, sender).await.map_err(problem::from_store)
}

async fn gathered(office: &Office, sender: Sender<'_>) -> Result<Preflight, StoreError> {
    let conn = office.store().read();
    let way = way(office, sender).await?;
    let through = through(office, &way).await;
    let standing = Standing::of(&conn, office, sender, through).await?;
    let known = known(office, sender, (through, server(&way)), &standing);
    let row = standing.row.as_ref();
    let fate = policy_of::fate(&known);
    // Where nothing hangs on DNS, nobody asks it.
    let found = if fate == Fate::Sent {
        let returns = returns::returns_to(office, &conn, (sender, &way)).await?;
        let watched = watched(office, sender, row).await?;
        let names = (sender.address.domain(), returns.as_str(), standing.above_name());
        // Whoever proved a domain had DNS know it, and the watcher tells where its records are gone.
        let exists = async {
            if known.is_signed() { None } else { dns::exists(office, sender.address.domain()).await }
        };
        let (found, exists) = tokio::join!(dns::found(office, names, (&way, watched)), exists);
        Found { exists, ..found }
    } else {
        dns::NOTHING
    };
    let points = policy_of::points(&known, &found);
    let rewritten_from = instead(office, fate);
    // What leaves from another address takes that one's way.
    let of_other = match &rewritten_from {
        Some(address) => Some(self::way(office, Sender { address, ..sender }).await?),
        None => None,
    };
    let leaves_by = of_other.as_ref().unwrap_or(&way);
    let is_sent = match fate {
        Fate::Refused(_) => false,
        Fate::Sent | Fate::Rewritten => true,
    };
    Ok(Preflight {
        level: policy_of::level(&points),
        points,
        through: known.through,
        rewritten_from,
        is_sender_domain: row.is_some(),
        way: is_sent.then(|| WayAhead::of(leaves_by)),
        max_octets: outbox::size_max(&conn, leaves_by).await?,
    })
}

/// The address that mail is sent from in the place of its own; `None` sends it as it is. Asks no name server.
///
/// # Errors
/// 422 where it is not sent at all: what is wrong, and what to do.
pub(crate) async fn cleared(
    office: &Office,
    actor: &Actor,
    (address, choice): (&EmailAddress, FromChoice),
) -> Result<Option<EmailAddress>, Problem> {
    let own_of = (choice == FromChoice::Own).then_some(actor.user);
    let sender = Sender { organisation: actor.organisation, address, own_of };
    let fate = fate(&office.store().read(), office, sender).await.map_err(problem::from_store)?;
    match fate {
        Fate::Sent | Fate::Rewritten => Ok(instead(office, fate)),
        Fate::Refused(point) => Err(refused(point, address)),
    }
}

/// The address that mail leaves from in the place of its own.
fn instead(office: &Office, fate: Fate) -> Option<EmailAddress> {
    office.settings().rewrite_from.clone().filter(|_| fate == Fate::Rewritten)
}

/// Why mail that is written does not leave the way that somebody chooses for it, or its sender's; `None` lets it. No other
/// address can be put into it any more, and what is from the operator's leaves as he sends.
///
/// # Errors
/// When the store fails.
pub(crate) async fn refused_another_way(
    conn: &Conn,
    office: &Office,
    sender: Sender<'_>,
    choice: Option<WayChoice>,
) -> Result<Option<Point>, StoreError> {
    let known = known_without_dns(conn, office, sender, choice).await?;
    Ok(refusal_of(office, sender, known))
}

/// Finds out what [`refused_another_way`] goes by of DNS, since that asks nobody: whoever asks it within a transaction lets this go
/// before.
///
/// # Errors
/// When the store fails.
pub(crate) async fn find_out_way(
    office: &Office,
    sender: Sender<'_>,
    choice: Option<WayChoice>,
) -> Result<(), StoreError> {
    outbox::find_out_kind(office, &Asked { choice, ..asked(sender) }).await
}

/// Why mail that is due does not leave the way that it is about to take; `None` lets it. That way may be another one than it
/// was written for: a server is gone, the organisation's rules are others, or somebody else proved the domain. Of one's own
/// server nothing is asked, unless it is the operator's ([`operators`]).
///
/// # Errors
/// When the store fails.
pub(crate) async fn refused_on_way(
    office: &Office,
    sender: Sender<'_>,
    way: &Way,
) -> Result<Option<Point>, StoreError> {
    let by = through(office, way).await;
    let standing = if by == Through::Own {
        // Its operator decides, whatever is kept of the domain.
        Standing { row: None, above: None, proved_by_another: false, rule: UnverifiedRule::Warn }
    } else {
        Standing::of(&office.store().read(), office, sender, by).await?
    };
    Ok(refusal_of(office, sender, known(office, sender, (by, server(way)), &standing)))
}

/// Why mail that is written does not leave so.
fn refusal_of(office: &Office, sender: Sender<'_>, known: Known<'_>) -> Option<Point> {
    let is_operators = office.settings().rewrite_from.as_ref() == Some(sender.address);
    if is_operators && known.through != Through::Own {
        return None;
    }
    match policy_of::fate(&Known { can_rewrite: false, ..known }) {
        Fate::Sent => None,
        Fate::Rewritten => Some(Point::Rewritten),
        Fate::Refused(point) => Some(point),
    }
}

async fn fate(conn: &Conn, office: &Office, sender: Sender<'_>) -> Result<Fate, StoreError> {
    Ok(policy_of::fate(&known_without_dns(conn, office, sender, None).await?))
}

async fn known_without_dns<'a>(
    conn: &Conn,
    office: &Office,
    sender: Sender<'a>,
    choice: Option<WayChoice>,
) -> Result<Known<'a>, StoreError> {
    let asked = Asked { choice, ..asked(sender) };
    let (kind, server, is_own) = outbox::kind_of_way(conn, office, &asked).await?;
    let through = match (kind, is_own) {
        (TransportKind::Relay, true) => Through::Own,
        (TransportKind::Relay, false) => Through::Relay,
        (TransportKind::Direct, _) => Through::Nobody,
    };
    let standing = Standing::of(conn, office, sender, through).await?;
    Ok(known(office, sender, (through, server.as_deref()), &standing))
}

/// What is kept of a sender's domain.
struct Standing {
    /// Its row among the sender domains, in whatever state, unless it is archived.
    row: Option<SenderDomainRow>,
    /// The domain above it that its mail is signed for, where there is none.
    above: Option<SenderDomainRow>,
    /// Whether another organisation proved it.
    proved_by_another: bool,
    /// What becomes of domains that are not proved.
    rule: UnverifiedRule,
}

impl Standing {
    async fn of(
        conn: &Conn,
        office: &Office,
        sender: Sender<'_>,
        through: Through,
    ) -> Result<Self, StoreError> {
        let row = row(conn, sender).await?;
        let above = match &row {
            Some(_) => None,
            None => sender_domains::signs_above(conn, sender.organisation, sender.address.domain()).await?,
        };
        let is_proved = above.is_some() || row.as_ref().is_some_and(|row| row.state.signs());
        let proved_by_another = !is_proved
            && through != Through::Own
            && proved_by_another(conn, sender.organisation, sender.address.domain()).await?;
        Ok(Self { row, above, proved_by_another, rule: rule(conn, office, sender.organisation).await? })
    }

    fn above_name(&self) -> Option<&str> {
        self.above.as_ref().map(|row| row.name.as_str())
    }
}

/// Whether another organisation proved the domain, or one that vouches for it, and this one did not: all names below one
/// that somebody can register vouch for each other (RFC 9989 4.10).
async fn proved_by_another(
    conn: &Conn,
    organisation: OrganisationId,
    domain: &str,
) -> Result<bool, StoreError> {
    let registered = registrable_domain(domain).unwrap_or(domain);
    domains::is_proved_by_another(conn, organisation, registered).await
}

async fn way(office: &Office, sender: Sender<'_>) -> Result<Way, StoreError> {
    outbox::way(office, &asked(sender)).await
}

fn asked(sender: Sender<'_>) -> Asked {
    Asked {
        organisation: sender.organisation,
        own_of: sender.own_of,
        from: sender.address.to_string(),
        domain: sender.address.domain().to_owned(),
        choice: None,
    }
}

async fn row(conn: &Conn, sender: Sender<'_>) -> Result<Option<SenderDomainRow>, StoreError> {
    let found = domains::find_by_name(conn, sender.organisation, sender.address.domain()).await?;
    Ok(found.filter(|row| row.archived_at.is_none()))
}

/// The row, where what the watcher found of it is of the way that the domain's mail takes by now.
async fn watched<'a>(
    office: &Office,
    sender: Sender<'_>,
    row: Option<&'a SenderDomainRow>,
) -> Result<Option<&'a SenderDomainRow>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let is_current = sender_domains::is_current(office, sender.organisation, row).await?;
    Ok(is_current.then_some(row))
}

/// As the organisation has it, or as whoever runs the installation has it at least.
async fn rule(
    conn: &Conn,
    office: &Office,
    organisation: OrganisationId,
) -> Result<UnverifiedRule, StoreError> {
    let chosen = crate::compose::rules_of(conn, organisation).await?.unverified;
    Ok(chosen.at_least(office.settings().unverified))
}

async fn through(office: &Office, way: &Way) -> Through {
    match (&way.of, &way.relay) {
        (Some(_), Some(_)) if !operators::takes(office, way).await => Through::Own,
        (_, Some(_)) => Through::Relay,
        (_, None) => Through::Nobody,
    }
}

/// The name of the server that mail is handed to.
fn server(way: &Way) -> Option<&str> {
    way.relay.as_ref().map(|hop| hop.host.as_str())
}

fn known<'a>(
    office: &Office,
    sender: Sender<'a>,
    (through, server): (Through, Option<&str>),
    of: &Standing,
) -> Known<'a> {
    let state = |row: &SenderDomainRow| row.state;
    let standing: Option<SenderDomainState> = of.row.as_ref().map(state);
    let above = of.above.as_ref().map(state);
    let (proved_by_another, rule) = (of.proved_by_another, of.rule);
    let can_rewrite = office.settings().rewrite_from.is_some();
    let domain = sender.address.domain();
    let is_providers = server.is_some_and(|server| policy_of::is_of_provider(domain, server));
    Known { domain, through, is_providers, standing, above, proved_by_another, rule, can_rewrite }
}

fn refused(point: Point, address: &EmailAddress) -> Problem {
    let (code, detail) = if point == Point::FreeMail {
        (
            "from.free_mail",
            "other servers refuse mail of this provider's addresses that does not come from the provider; set up the \
             provider's outgoing server, or write from an address of your own domain",
        )
    } else if point == Point::NotLive {
        (
            "from.not_live",
            "the domain of this address is not live; publish its records in DNS, or write from another address",
        )
    } else {
        (
            "from.not_proved",
            "the domain of this address is not among the sender domains; add it in the settings, or write from \
             another address",
        )
    };
    Problem::invalid("from", code, detail)
        .with("address", address.to_string())
        .with("domain", address.domain())
}
