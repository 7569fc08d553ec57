//! The live feed: the store's change feed as server-sent events, filtered by what its reader
//! may see. A reader holds his own place in the feed; a wake-up only says that there is more.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::response::sse::Event;
use domain::org::{Actor, Right};
use domain::problem::ProblemKind;
use domain::{CaseId, Problem, UserId};
use futures_util::stream::{self, Stream, StreamExt};
use serde::Serialize;
use store::events::{self, EventKind, EventRow, Wake};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;

use crate::problem::Refusal;
use crate::state::Api;

/// How often an idle stream shows that it lives; proxies cut silent ones after 30 to 60 seconds.
pub(crate) const HEARTBEAT: Duration = Duration::from_secs(15);
/// Streams of one user at a time, on one node: one for each of his tabs.
const STREAMS_MAX: usize = 12;
/// How long a stream lasts: then the client comes again, and its sign-in and rights are looked at.
const LIFETIME: Duration = Duration::from_secs(15 * 60);
/// How long to gather changes before they are read: a thousand imported mails are a few reads.
const GATHER: Duration = Duration::from_millis(100);
/// How long to wait for a wake-up before looking all the same.
const PATIENCE: Duration = Duration::from_secs(10);
/// Events read at a time; who is further behind is told to look at everything.
const EVENTS_MAX: u32 = 500;
/// How long a client waits before it comes again.
const RETRY: Duration = Duration::from_secs(2);

/// One change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(crate) struct LiveEvent {
    /// Its place in the feed, also the event's id.
    seq: i64,
    /// The kind of record: `intake`, `blocked`, `case`, `outbox`, `mailbox`, `person`, `company`, `settings` or `job`; `all` when the reader was too
    /// far behind and must look at everything.
    kind: &'static str,
    /// The record's id; `0` where many changed.
    id: String,
}

impl LiveEvent {
    fn to_event(&self) -> Event {
        let data = serde_json::to_string(self).unwrap_or_default();
        Event::default().id(self.seq.to_string()).data(data)
    }
}

/// The streams of this node, counted per user.
#[derive(Default)]
pub(crate) struct Feed {
    streams: Arc<Mutex<BTreeMap<UserId, usize>>>,
}

/// A place among a user's streams; given back when dropped.
struct Slot {
    user: UserId,
    streams: Arc<Mutex<BTreeMap<UserId, usize>>>,
}

impl Feed {
    /// No streams yet.
    #[must_use]
    pub(crate) fn new() -> Self {
        Self::default()
    }

    fn take(&self, user: UserId) -> Result<Slot, Problem> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let open = streams.entry(user).or_default();
        if *open >= STREAMS_MAX {
            let detail = format!("a user has at most {STREAMS_MAX} live streams; close some tabs");
            return Err(
                Problem::new(ProblemKind::Limit, "events.too_many", detail).with("retry_after_s", "60")
            );
        }
        *open += 1;
        Ok(Slot { user, streams: Arc::clone(&self.streams) })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = streams.get_mut(&self.user) {
            *open -= 1;
            if *open == 0 {
                streams.remove(&self.user);
            }
        }
    }
}

/// One stream's place in the feed.
pub(crate) struct Reader {
    api: Api,
    actor: Actor,
    kinds: Vec<EventKind>,
    seq: i64,
    wakes: Receiver<Wake>,
    ends_at: Instant,
    stop: CancellationToken,
    _slot: Slot,
}

impl Reader {
    /// Begins after the event with this place, or with the next change.
    ///
    /// # Errors
    /// 429 when the user has too many streams; 503 when the store does not answer.
    pub(crate) async fn open(api: &Api, actor: &Actor, after: Option<i64>) -> Result<Self, Refusal> {
        let slot = api.feed().take(actor.user)?;
        // Before the place is read: nothing may fall between the two.
        let wakes = events::subscribe(api.office().store());
        let seq = match after {
            Some(seq) => seq,
            None => events::latest(&api.conn(), actor.organisation).await?,
        };
        Ok(Self {
            api: api.clone(),
            actor: actor.clone(),
            kinds: visible_kinds(actor),
            seq,
            wakes,
            ends_at: Instant::now() + LIFETIME,
            stop: api.config().stop.clone(),
            _slot: slot,
        })
    }

    /// The stream of events until its time is over or the server stops.
    pub(crate) fn into_stream(self) -> impl Stream<Item = Result<Event, Infallible>> + Send + 'static {
        // An event without data is not shown to the page, but its id is kept: a client that loses
        // the connection before the first change misses nothing either.
        let place = Event::default().id(self.seq.to_string()).retry(RETRY);
        let batches = stream::unfold(self, |mut reader| async move {
            let batch = reader.next_batch().await?;
            Some((stream::iter(batch), reader))
        });
        let changes = batches.flatten().map(|event: LiveEvent| event.to_event());
        stream::once(async { place }).chain(changes).map(Ok)
    }

    /// The next events that the reader may see; nothing when the stream ends.
    async fn next_batch(&mut self) -> Option<Vec<LiveEvent>> {
        loop {
            let conn = self.api.conn();
            match events::since(&conn, self.actor.organisation, self.seq, EVENTS_MAX).await {
                Ok(rows) => match self.take_in(rows).await {
                    Ok(batch) if batch.is_empty() => {}
                    Ok(batch) => return Some(batch),
                    Err(refusal) => {
                        tracing::warn!(
                            problem = refusal.into_problem().code,
                            "what a reader sees could not be read"
                        );
                        return None;
                    }
                },
                Err(error) => {
                    // The client comes again and goes on where it was.
                    tracing::warn!(%error, "the change feed could not be read");
                    return None;
                }
            }
            if !self.wait().await {
                return None;
            }
        }
    }

    async fn take_in(&mut self, rows: Vec<EventRow>) -> Result<Vec<LiveEvent>, Refusal> {
        let is_behind = u32::try_from(rows.len()).is_ok_and(|read| read >= EVENTS_MAX);
        let Some(last) = rows.last() else { return Ok(Vec::new()) };
        let hidden = if is_behind { BTreeSet::new() } else { self.hidden_cases(&rows).await? };
        self.seq = last.seq;
        if is_behind {
            return Ok(vec![LiveEvent { seq: last.seq, kind: "all", id: "0".to_owned() }]);
        }
        let user = self.actor.user;
        let visible = rows.iter().filter(|row| self.kinds.contains(&row.change.kind));
        let visible = visible.filter(|row| !is_of_another(user, row));
        let told = visible.map(|row| {
            // A case that left the reader's scope must leave his lists, too: he hears that some
            // case changed, and not which.
            let is_hidden = row.change.kind == EventKind::Case && hidden.contains(&row.change.id);
            let id = if is_hidden { 0 } else { row.change.id };
            LiveEvent { seq: row.seq, kind: row.change.kind.as_str(), id: id.to_string() }
        });
        Ok(told.collect())
    }

    /// The cases among these that the reader may not see.
    async fn hidden_cases(&self, rows: &[EventRow]) -> Result<BTreeSet<i64>, Refusal> {
        let of_cases = rows.iter().filter(|row| row.change.kind == EventKind::Case && row.change.id > 0);
        let ids: Vec<CaseId> = of_cases.map(|row| CaseId::new(row.change.id)).collect();
        if ids.is_empty() || self.actor.may(Right::CasesAll) {
            return Ok(BTreeSet::new());
        }
        // Read anew each time: his categories may have changed since he began to listen.
        let scope = flows::cases::scope_of(self.api.office(), &self.actor).await?;
        let conn = self.api.conn();
        let seen = store::cases::visible_among(&conn, self.actor.organisation, &ids, &scope).await?;
        Ok(ids.into_iter().filter(|id| !seen.contains(id)).map(CaseId::get).collect())
    }

    /// Waits until there may be more; `false` when the stream ends.
    async fn wait(&mut self) -> bool {
        let until = self.ends_at.min(Instant::now() + PATIENCE);
        loop {
            let woken = tokio::select! {
                () = self.stop.cancelled() => return false,
                woken = timeout_at(until, self.wakes.recv()) => woken,
            };
            match woken {
                Ok(Ok(wake))
                    if wake.organisation != self.actor.organisation || !self.kinds.contains(&wake.kind) => {}
                Ok(Ok(_) | Err(RecvError::Lagged(_))) => {
                    sleep(GATHER).await;
                    return true;
                }
                Ok(Err(RecvError::Closed)) => return false,
                Err(_) => return Instant::now() < self.ends_at,
            }
        }
    }
}

/// The kinds of record whose changes the actor may hear of.
fn visible_kinds(actor: &Actor) -> Vec<EventKind> {
    EventKind::ALL.into_iter().filter(|kind| is_visible(actor, *kind)).collect()
}

/// Whether it tells of somebody else's notices; 0 is many users at once.
fn is_of_another(user: UserId, row: &EventRow) -> bool {
    row.change.kind == EventKind::Notice && ![0, user.get()].contains(&row.change.id)
}

fn is_visible(actor: &Actor, kind: EventKind) -> bool {
    match kind {
        EventKind::Intake => actor.may(Right::Intake),
        EventKind::Blocked => actor.may(Right::Blocked),
        EventKind::Case | EventKind::Person | EventKind::Company => {
            actor.may(Right::CasesAll) || actor.may(Right::CasesOwn)
        }
        EventKind::Outbox => actor.may(Right::Outbox),
        EventKind::Mailbox => actor.may(Right::Mailboxes),
        // A job's news is its number alone; whose it is, its own operations look at.
        // Of notices he hears his own alone, see [`is_of_another`].
        EventKind::Settings | EventKind::Job | EventKind::Notice => true,
    }
}

#[cfg(test)]
mod tests {
    use domain::OrganisationId;

    use super::*;

    #[test]
    fn readers_hear_only_of_what_they_may_see() {
        let actor = |rights: &[Right]| Actor {
            organisation: OrganisationId::new(1),
            user: UserId::new(2),
            rights: rights.iter().copied().collect(),
        };
        assert_eq!(visible_kinds(&actor(&[])), [EventKind::Settings, EventKind::Job, EventKind::Notice]);
        assert_eq!(
            visible_kinds(&actor(&[Right::CasesOwn])),
            [
                EventKind::Case,
                EventKind::Person,
                EventKind::Company,
                EventKind::Settings,
                EventKind::Job,
                EventKind::Notice
            ]
        );
        assert_eq!(visible_kinds(&actor(&Right::ALL)), EventKind::ALL);
    }

    #[test]
    fn nobody_hears_of_the_notices_of_another() {
        let row = |change| EventRow { seq: 1, change, at: domain::Timestamp::from_millis(0) };
        let (anna, bo) = (UserId::new(1), UserId::new(2));
        assert!(!is_of_another(anna, &row(events::Change::notice(anna))));
        assert!(is_of_another(bo, &row(events::Change::notice(anna))));
        assert!(!is_of_another(bo, &row(events::Change::settings())));
    }

    #[test]
    fn a_user_has_only_so_many_streams_and_gets_them_back() {
        let feed = Feed::new();
        let user = UserId::new(1);
        let mut slots: Vec<Slot> = (0..STREAMS_MAX).map(|_| feed.take(user).ok().unwrap()).collect();
        assert_eq!(feed.take(user).err().unwrap().code, "events.too_many");
        assert!(feed.take(UserId::new(2)).is_ok());
        slots.pop();
        assert!(feed.take(user).is_ok());
    }
}
