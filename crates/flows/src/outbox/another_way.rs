//! Mail that waits or failed is sent another way than its sender's: through the organisation's server, as the
//! installation sends, or straight to its domains, each where it is open to whoever wants it.

mod keep;

use domain::limits::WAY_REASON_CHARS_MAX;
use domain::org::Right;
use domain::outbox::TransportKind;
use domain::timeline::{Step, Subject};
use domain::transport::{ChosenWay, TransportOwner, WayChoice};
use domain::{Actor, OrganisationId, OutboxId, Problem, Timestamp};
pub use policy::route::Keeps;
use serde::{Deserialize, Serialize};
use store::outbox::FailedOf;
use store::timeline::TimelineEntry;
use store::transports::TransportRow;
use store::{Conn, StoreError, Tx};

use super::route::chosen_kind;
use super::stranded::tell;
use crate::bulk::{Bulk, within_limit};
use crate::office::Office;
use crate::problem;

use keep::{choice_of, keep, keep_failed, refusal};

/// A way out, as a person chooses it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WayOut {
    /// Which.
    pub way: ChosenWay,
    /// The kind of transport that it is; `None` where the organisation has none.
    pub kind: Option<TransportKind>,
    /// The organisation's server; that of the operator is his own matter.
    pub host: Option<String>,
    /// Why mail cannot go so, where it cannot.
    pub closed: Option<Closed>,
}

/// Why a way is closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Closed {
    /// There is none.
    Absent,
    /// Nobody sends so here yet, and whoever asks may not set outgoing servers.
    Right,
}

impl Closed {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Absent, Self::Right];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Right => "right",
        }
    }
}

/// Whose it is to send a mail another way, as far as somebody is concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChoiceOfWay {
    /// Nobody's: it neither waits nor failed.
    Nobodys,
    /// That of whoever may see to the outbox, as he.
    Offices,
    /// His alone: he wrote it, and his own server takes it.
    Authors,
    /// That of others.
    Kept(Keeps),
}

/// Whose it is to send this mail another way, as far as the actor is concerned.
///
/// # Errors
/// When the store fails.
pub async fn choice_of_way(office: &Office, actor: &Actor, id: OutboxId) -> Result<ChoiceOfWay, Problem> {
    choice_of(&office.store().read(), actor, id).await.map_err(problem::from_store)
}

/// What somebody wants.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AnotherWay {
    /// The way.
    pub way: ChosenWay,
    /// Why, in his words; may be empty.
    pub why: String,
}

impl AnotherWay {
    /// The same with its words in order, where the way is open to whoever wants it.
    ///
    /// # Errors
    /// 422 for a reason that is too long, 409 for a way that is closed; when the store fails.
    pub async fn checked(self, office: &Office, actor: &Actor) -> Result<Self, Problem> {
        let why = self.why.split_whitespace().collect::<Vec<_>>().join(" ");
        if why.chars().count() > WAY_REASON_CHARS_MAX {
            let detail = format!("a reason has at most {WAY_REASON_CHARS_MAX} characters; shorten it");
            let problem = Problem::invalid("why", "outbox.why_too_long", detail);
            return Err(problem.with("max", WAY_REASON_CHARS_MAX.to_string()));
        }
        let open = ways(office, actor).await?;
        if open.iter().any(|open| open.way == self.way && open.closed.is_none()) {
            return Ok(Self { why, ..self });
        }
        let detail = "mail cannot go that way here; choose one that is open";
        Err(Problem::conflict("outbox.way_not_open", detail))
    }
}

/// The ways out that mail can take. Straight to the domains is one of them where nothing else leads there.
///
/// # Errors
/// When the store fails.
pub async fn ways(office: &Office, actor: &Actor) -> Result<Vec<WayOut>, Problem> {
    let conn = office.store().read();
    let own = in_use(&conn, actor.organisation, TransportOwner::Organisation).await;
    let own = own.map_err(problem::from_store)?;
    let organisations = own.as_ref().map(|row| row.settings.kind);
    let host = own.map(|row| row.settings.host).filter(|host| !host.is_empty());
    let way = |way: ChosenWay| {
        let kind = chosen_kind(office, way, organisations);
        let host = host.clone().filter(|_| way == ChosenWay::Organisation);
        let may = way != ChosenWay::Direct || actor.may(Right::Mailboxes);
        let closed = if kind.is_none() { Some(Closed::Absent) } else { (!may).then_some(Closed::Right) };
        WayOut { way, kind, host, closed }
    };
    let mut ways = vec![way(ChosenWay::Organisation), way(ChosenWay::Installation)];
    if ways.iter().all(|way| way.kind != Some(TransportKind::Direct)) {
        ways.push(way(ChosenWay::Direct));
    }
    Ok(ways)
}

/// Sends mail that waits or failed another way, at once, and notes who chose it and why. What its author sends through a
/// server of his own is his to change alone; what a sender domain's server takes, that of whoever sets servers. What could
/// not be written for that way, since no receiver would take it or the organisation's rules refuse it, keeps its own, and so does
/// what failed and would not be sent again, since whom it did not reach is blocked.
///
/// # Errors
/// As [`AnotherWay::checked`]; 422 for too many mails.
pub async fn send_another_way(
    office: &Office,
    actor: &Actor,
    ids: &[OutboxId],
    wanted: AnotherWay,
) -> Result<Bulk<OutboxId>, Problem> {
    within_limit(ids)?;
    let wanted = wanted.checked(office, actor).await?;
    let (within, actor, asked, at) = (office.clone(), actor.clone(), ids.to_vec(), office.now());
    let write = office.store().write(move |tx| {
        Box::pin(async move {
            // As when a mail that failed is sent again: who names one alone means it.
            let wanted = Wanted { way: &wanted, at, means_it: asked.len() == 1 };
            choose_within(tx, &within, &actor, &asked, wanted).await
        })
    });
    let done = write.await.map_err(problem::from_store)?;
    office.signals().outbox.notify_one();
    let mut bulk = Bulk::default();
    done.into_iter().for_each(|(id, result)| bulk.add(id, result));
    Ok(bulk)
}

/// What became of each mail.
pub(crate) type Done = Vec<(OutboxId, Result<(), Problem>)>;

/// What is wanted of mails, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    /// The way, and why.
    pub(crate) way: &'a AnotherWay,
    /// The present.
    pub(crate) at: Timestamp,
    /// Whether a person names this one mail, so that it goes whatever is known of its addresses.
    pub(crate) means_it: bool,
}

/// Chooses the way of those mails that whoever wants it may choose it for, and that may leave so. What was stopped since it
/// could not leave its own way goes on.
pub(crate) async fn choose_within(
    tx: &Tx,
    office: &Office,
    actor: &Actor,
    ids: &[OutboxId],
    wanted: Wanted<'_>,
) -> Result<Done, StoreError> {
    let (organisation, Wanted { way: wanted, at, means_it }) = (actor.organisation, wanted);
    let choice = WayChoice { way: wanted.way, by: actor.user };
    let mails = store::outbox::list_reroutable(tx, organisation, ids).await?;
    let mut kept = keep(tx, office, actor, &mails, choice).await?;
    // What is blocked would only fail again.
    let of = if means_it { FailedOf::Meant } else { FailedOf::Unblocked };
    keep_failed(tx, organisation, (&mails, of), &mut kept).await?;
    let (mut free, mut failed) = (Vec::new(), Vec::new());
    for mail in mails.iter().filter(|mail| !kept.contains_key(&mail.id)) {
        free.push(mail.id);
        failed.extend(mail.has_failed.then_some(mail.id));
    }
    let chosen = store::outbox::choose_way(tx, organisation, &free, (choice, at)).await?;
    failed.retain(|id| chosen.contains(id));
    let again = store::outbox::requeue_failed_of(tx, organisation, (&failed, of), at).await?;
    for id in again.iter().filter(|_| means_it) {
        store::outbox::pass_blocks(tx, organisation, *id).await?;
    }
    let (user_id, way) = (actor.user, wanted.way.as_str().to_owned());
    let step = Step::WayChosen { user_id, way, why: wanted.why.clone() };
    let entry = |id: &OutboxId| TimelineEntry { subject: Subject::Outbox(*id), at, step: step.clone() };
    store::timeline::insert_many(tx, organisation, &chosen.iter().map(entry).collect::<Vec<_>>()).await?;
    let_stranded_go(tx, actor, &chosen, at).await?;
    let mut result = |id: &OutboxId| match kept.remove(id) {
        Some(kept) => Err(refusal(Some(kept))),
        None if chosen.contains(id) => Ok(()),
        None => Err(refusal(None)),
    };
    Ok(ids.iter().map(|id| (*id, result(id))).collect())
}

/// Lets go on what the program stopped of these, since it could not leave its own way. What a person stopped stays so.
async fn let_stranded_go(
    tx: &Tx,
    actor: &Actor,
    chosen: &[OutboxId],
    at: Timestamp,
) -> Result<(), StoreError> {
    let stranded = store::timeline::list_stranded(tx, actor.organisation, chosen).await?;
    if stranded.is_empty() {
        return Ok(());
    }
    let freed = store::outbox::release_held(tx, actor.organisation, &stranded, at).await?;
    let step = Step::Released { user_id: Some(actor.user) };
    tell(tx, actor.organisation, (&freed, at), &step).await
}

async fn in_use(
    conn: &Conn,
    organisation: OrganisationId,
    owner: TransportOwner,
) -> Result<Option<TransportRow>, StoreError> {
    let row = store::transports::find(conn, organisation, &owner).await?;
    Ok(row.filter(|row| row.settings.in_use))
}
