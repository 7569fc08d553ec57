//! Many equal refusals at one provider within minutes: nobody more is blocked for them, and a person decides whether
//! those that were are let go, or the others are blocked too. And many refusals for a fault of ours: they block nobody,
//! and stand until somebody says that he has seen to it.

use domain::blocks::{IncidentState, KeptBy};
use domain::notice::Happening;
use domain::returns::ReturnClass;
use domain::{Actor, EmailAddress, IncidentId, OrganisationId, Problem, Timestamp};
use policy::blocking::mass::{self, Burst};
use store::incidents::{self, Closed, IncidentRow, NewIncident, Place, Reach};
use store::jobs::JobRow;
use store::parked::Refuser;
use store::{Conn, Count, StoreError, Tx, deliveries, parked};

use crate::jobs::on_incidents;
use crate::notify::tell_incident;
use crate::office::Office;
use crate::{outbox, problem};

/// How long an incident keeps refusals from blocking, milliseconds.
pub(super) const HOLDS_MS: i64 = 24 * 3600 * 1000;
/// How long what a person decided is taken for true of the next refusals, milliseconds: those of mail that had waited for him
/// come at once, and a server that was at fault may be so for a while.
const DECIDED_MS: i64 = 3600 * 1000;
/// How far refusals are looked through for a figure, which is asked for each minute.
const COUNTED: Reach = Reach { page: 10_000, pages: 10 };

/// One incident, and how many refusals belong to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Incident {
    /// What is known of it.
    pub row: IncidentRow,
    /// The domain that does not vouch for its mail, where that is why it is refused: mail of others goes on.
    pub sender_domain: Option<String>,
    /// Whether the refusals are for a fault of ours: they block nobody.
    pub ours: bool,
    /// Addresses that are blocked for it, among the first 10,000 refusals that blocked; that there are more of these is said.
    pub blocked: Count,
    /// Addresses that are not, and would be if somebody said that they are wrong, among as many refusals that did not block;
    /// mails that were refused where the fault is ours.
    pub held: Count,
    /// Mails that failed for it and can be sent again; none where the fault is ours, unless the sender's domain did not vouch
    /// for them.
    pub failed: Count,
    /// Recipients whose mail to many waits while it is open.
    pub waiting: Count,
    /// Until when bulk mail for the provider waits, while it does.
    pub waits_until: Option<Timestamp>,
    /// Until when mail is put off that is refused with its words; `None` where none is, or no longer.
    pub holds_until: Option<Timestamp>,
    /// Which other incident keeps mail for the provider waiting whatever is decided on this one.
    pub kept_by: Option<KeptBy>,
}

/// An incident that nobody has decided on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenIncident {
    /// The id.
    pub id: IncidentId,
    /// Who refuses.
    pub provider: String,
    /// Whether the refusals are for a fault of ours.
    pub ours: bool,
}

/// An incident that keeps a refusal from blocking its address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Freezing {
    /// A person is to look.
    Open(IncidentId),
    /// One has looked, and said that the provider was at fault.
    Decided(IncidentId),
}

impl Freezing {
    /// Which.
    pub(super) const fn incident(self) -> IncidentId {
        match self {
            Self::Open(id) | Self::Decided(id) => id,
        }
    }
}

/// The incident that keeps a refusal from blocking its address; opened by the one that is one too many. Behind a decision that
/// the provider was at fault that is the one decided on, until as many came anew as nobody is asked for.
pub(super) async fn freeze(
    tx: &Tx,
    organisation: OrganisationId,
    burst: &Burst,
    (class, words): (ReturnClass, &str),
    now: Timestamp,
) -> Result<Option<Freezing>, StoreError> {
    let open = incidents::find_open(tx, organisation, &burst.key).await?;
    if let Some((open, held_since)) = open
        && now.millis_since(held_since) < HOLDS_MS
    {
        return Ok(Some(Freezing::Open(open)));
    }
    let decided = incidents::find_closed(tx, organisation, &burst.key).await?;
    let lately = decided.filter(|it| open.is_none() && now.millis_since(it.at) < DECIDED_MS);
    if lately.is_some_and(|it| it.state == IncidentState::Confirmed) {
        return Ok(None);
    }
    let rolled_back = |it: &Closed| it.state == IncidentState::RolledBack;
    // What a person said of its refusals stands: they are no part of another question.
    let since = behind(decided.filter(rolled_back), now.plus_millis(-mass::WITHIN_MS));
    if incidents::count_since(tx, organisation, &burst.key, since).await? < mass::BLOCKS_MAX {
        return Ok(lately.filter(rolled_back).map(|it| Freezing::Decided(it.id)));
    }
    if let Some((open, _)) = open {
        // Nobody has looked for a day, and here is the next burst: it belongs to the same question.
        incidents::renew(tx, organisation, (open, &burst.key), (since, now)).await?;
        tell_incident(tx, organisation, Happening::Incident { provider: burst.provider.clone() }, now)
            .await?;
        return Ok(Some(Freezing::Open(open)));
    }
    let new = NewIncident { burst: &burst.key, provider: &burst.provider, class, words, at: now };
    tracing::warn!(
        organisation.id = %organisation, provider = burst.provider, class = class.as_str(),
        "many equal refusals: blocking waits for a person"
    );
    let incident = incidents::open(tx, organisation, &new, since).await?;
    tell_incident(tx, organisation, Happening::Incident { provider: burst.provider.clone() }, now).await?;
    Ok(Some(Freezing::Open(incident)))
}

/// Since when refusals count: since this instant, and behind a decision.
fn behind(decided: Option<Closed>, since: Timestamp) -> Timestamp {
    decided.map_or(since, |decided| decided.at.plus_millis(1).max(since))
}

/// Whether an incident keeps such refusals from blocking, so that mail to many is not to fail for them either.
pub(crate) async fn is_held(
    conn: &Conn,
    organisation: OrganisationId,
    burst: &Burst,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let open = incidents::find_open(conn, organisation, &burst.key).await?;
    Ok(open.is_some_and(|(_, held_since)| now.millis_since(held_since) < HOLDS_MS))
}

/// What a refusal for a fault of ours is counted among.
pub(crate) struct FaultOfOurs {
    /// What it has in common with others.
    pub(crate) burst: Burst,
    /// How many of them nobody is told of.
    borne: u64,
    /// Their incident, where nobody has seen to it.
    pub(crate) open: Option<IncidentId>,
}

/// What a refusal for such a fault of ours of a mail from this address is counted among; `None` of any other class. While an
/// incident of all mail is open that was noted before its domain was, or by an older node, it is one of that.
pub(crate) async fn fault_of_ours(
    conn: &Conn,
    organisation: OrganisationId,
    (class, place, from): (ReturnClass, (&EmailAddress, Option<&str>), Option<&EmailAddress>),
) -> Result<Option<FaultOfOurs>, StoreError> {
    let Some((burst, borne)) = mass::ours(class, place, from) else { return Ok(None) };
    let open = open_of(conn, organisation, &burst).await?;
    let of_all = mass::ours(class, place, None).filter(|(of_all, _)| *of_all != burst);
    if let (None, Some((of_all, borne))) = (open, of_all)
        && let Some(open) = open_of(conn, organisation, &of_all).await?
    {
        return Ok(Some(FaultOfOurs { burst: of_all, borne, open: Some(open) }));
    }
    Ok(Some(FaultOfOurs { burst, borne, open }))
}

async fn open_of(
    conn: &Conn,
    organisation: OrganisationId,
    burst: &Burst,
) -> Result<Option<IncidentId>, StoreError> {
    let open = incidents::find_open(conn, organisation, &burst.key).await?;
    Ok(open.map(|(id, _held_since)| id))
}

/// The incident of refusals for a fault of ours; opened by the one that is one too many since somebody last saw to it.
pub(super) async fn of_ours(
    tx: &Tx,
    organisation: OrganisationId,
    FaultOfOurs { burst, borne, open }: &FaultOfOurs,
    (class, words): (ReturnClass, &str),
    now: Timestamp,
) -> Result<Option<IncidentId>, StoreError> {
    if open.is_some() {
        return Ok(*open);
    }
    let seen_to = incidents::find_closed(tx, organisation, &burst.key).await?;
    let since = behind(seen_to, now.plus_millis(-mass::OURS_WITHIN_MS));
    if incidents::count_mails_since(tx, organisation, &burst.key, since).await? < *borne {
        return Ok(None);
    }
    let new = NewIncident { burst: &burst.key, provider: &burst.provider, class, words, at: now };
    tracing::warn!(
        organisation.id = %organisation, provider = burst.provider, class = class.as_str(),
        "many mails are refused for a fault of ours"
    );
    let incident = incidents::open(tx, organisation, &new, since).await?;
    tell_incident(tx, organisation, Happening::Refused { provider: burst.provider.clone() }, now).await?;
    Ok(Some(incident))
}

/// Until when an open incident keeps what is refused with its words from failing; `None` where nobody is waited for any more,
/// or the fault is ours.
pub(crate) fn holds_until(row: &IncidentRow, now: Timestamp) -> Option<Timestamp> {
    let until = row.held_since.plus_millis(HOLDS_MS);
    (row.state == IncidentState::Open && !mass::is_ours(row.class) && now < until).then_some(until)
}

/// Who refuses, and whose mail alone.
pub(crate) fn refuser_of(row: &IncidentRow) -> Refuser<'_> {
    (row.provider.as_str(), mass::sender_domain(row.class, &row.burst))
}

/// What waits for somebody's decision, without any figures: every window asks for it again and again.
///
/// # Errors
/// When the store fails.
pub async fn list_open(office: &Office, actor: &Actor) -> Result<Vec<OpenIncident>, Problem> {
    let rows = incidents::list_open(&office.store().read(), actor.organisation).await;
    let open = |row: IncidentRow| OpenIncident {
        id: row.id,
        ours: mass::is_ours(row.class),
        provider: row.provider,
    };
    Ok(rows.map_err(problem::from_store)?.into_iter().map(open).collect())
}

/// The newest incidents.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<Incident>, Problem> {
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let rows = incidents::list(&conn, organisation).await.map_err(problem::from_store)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(counted(&conn, organisation, row, office.now()).await.map_err(problem::from_store)?);
    }
    Ok(found)
}

async fn counted(
    conn: &Conn,
    organisation: OrganisationId,
    row: IncidentRow,
    now: Timestamp,
) -> Result<Incident, StoreError> {
    let ours = mass::is_ours(row.class);
    let (blocked, held) = match row.state {
        // Addresses are let go and blocked for other reasons meanwhile.
        IncidentState::Open if !ours => {
            incidents::count_addresses(conn, organisation, row.id, COUNTED.page).await?
        }
        IncidentState::Open | IncidentState::RolledBack | IncidentState::Confirmed => {
            incidents::counts(conn, organisation, row.id, COUNTED.page).await?
        }
    };
    let has_cure = mass::is_of_authentication(row.class);
    let may_arrive = match row.state {
        IncidentState::Open => !ours || has_cure,
        IncidentState::RolledBack => !ours,
        IncidentState::Confirmed => has_cure,
    };
    let failed = match may_arrive {
        true => incidents::count_failed(conn, organisation, row.id, (COUNTED, sent_again(&row))).await?,
        false => Count::default(),
    };
    let (mut waits_until, mut waiting, mut kept_by) = (None, Count::default(), None);
    if row.state == IncidentState::Open && (!ours || mass::keeps_mail(row.class)) {
        let refuser = refuser_of(&row);
        let destination = parked::refuser(organisation, refuser);
        let parked = parked::find(conn, &destination).await?;
        waits_until = parked.map(|parked| parked.until).filter(|until| *until > now);
        waiting = deliveries::count_waiting_for(conn, organisation, &destination, now).await?;
        kept_by = outbox::kept_by(conn, organisation, (refuser, Some(row.id)), now).await?;
    }
    let holds_until = holds_until(&row, now);
    let sender_domain = refuser_of(&row).1.map(str::to_owned);
    Ok(Incident {
        sender_domain,
        ours,
        row,
        blocked,
        held,
        failed,
        waiting,
        waits_until,
        holds_until,
        kept_by,
    })
}

/// Begins a job that sends again what failed for an incident that was the provider's fault, or since the sender's domain did
/// not vouch for it and somebody has seen to that, behind what was sent again before. It goes to those alone who were
/// refused for it: the same mail may have failed for others with another reason.
///
/// # Errors
/// 404; 409 where nobody has said so, or nothing is left that failed; 429 for too many jobs.
pub async fn send_again(office: &Office, actor: &Actor, id: IncidentId) -> Result<JobRow, Problem> {
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let row = incidents::find(&conn, organisation, id).await.map_err(problem::from_store)?;
    let row = row.ok_or_else(|| Problem::not_found("incident"))?;
    let has_cure = mass::is_of_authentication(row.class);
    if has_cure && row.state != IncidentState::Confirmed {
        let detail = "nobody has said that this is seen to; it would be refused again";
        return Err(Problem::conflict("incident.not_seen_to", detail));
    }
    if !has_cure && row.state != IncidentState::RolledBack {
        let detail = "nobody has said that the provider was at fault; lift the blocks of the incident first";
        return Err(Problem::conflict("incident.not_rolled_back", detail));
    }
    let behind = sent_again(&row);
    let failed = incidents::list_failed(&conn, organisation, id, (on_incidents::AT_FIRST, behind)).await;
    let failed = failed.map_err(problem::from_store)?;
    if failed.mails.is_empty()
        && failed.is_over
        && let Some((false, until)) = failed.until
    {
        // Nobody need look through them again to say so.
        let noted = office.store().write(move |tx| {
            Box::pin(async move { incidents::record_sent_again(tx, organisation, id, until).await })
        });
        noted.await.map_err(problem::from_store)?;
    }
    on_incidents::start(office, actor, id, failed).await
}

/// Behind which of its refusals there may be something that failed: those that were let go stand first among them.
fn sent_again(row: &IncidentRow) -> Option<Place> {
    row.sent_again_to.map(|id| (false, id))
}
