//! Where mail goes, and how much of it goes there at a time. A destination begins with a few
//! transactions and gets more or fewer as it takes them (`policy::pace`). Where nobody can be reached, or a server has
//! enough, it is parked: nothing is tried there until a time, by no node, and what waits for it uses up no attempt.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::Timestamp;
use domain::outbox::{ParkReason, Stream};
use policy::blocking::mass::IN_A_ROW;
use policy::pace::{self, Feedback, Window};
use store::StoreError;
use store::parked::{self, Parked};
use tokio_util::sync::CancellationToken;

use super::broken::{Broken, FoundBy};
use super::naming::{self, Key};
use super::slots::{Slot, Slots};
use crate::office::Office;

/// Transactions that are with a destination or ready to follow, for each that may be with it: a connection must not
/// wait for the disk between two mails.
const READY: usize = 2;
/// Destinations that are remembered before some of those that nobody sends to are forgotten.
const KNOWN_MAX: usize = 65_536;
/// How long what was learnt of a destination's pace is true, milliseconds.
const LEARNT_MS: i64 = 3_600_000;
/// How long what this node knows of a destination's trouble is taken for what all know, milliseconds.
const LOOKED_AGAIN_MS: i64 = 2_000;
/// What is kept of a server's words.
const WORDS_CHARS_MAX: usize = 1000;

/// The destinations that mail goes to.
pub(super) struct Destinations {
    at_most: usize,
    known: Mutex<HashMap<Key, Known>>,
}

struct Known {
    destination: Arc<Destination>,
    used_at: Timestamp,
}

impl Known {
    /// Whether it is parked or was in trouble, and when it was last used; `None` where somebody sends there.
    fn idle(&self, now: Timestamp) -> Option<(bool, Timestamp)> {
        let is_told = self.destination.parked(now).is_some() || self.destination.is_in_trouble(now);
        (Arc::strong_count(&self.destination) == 1).then_some((is_told, self.used_at))
    }
}

/// Forgets so many of those that nobody sends to, the least recently used first; those that are parked last, since whoever
/// sends there next would have to ask what all nodes know.
fn forget_idle(known: &mut HashMap<Key, Known>, count: usize, now: Timestamp) {
    let mut idle = Vec::new();
    known.retain(|_, one| {
        idle.extend(one.idle(now));
        true
    });
    idle.sort_unstable();
    let Some(last) = idle.get(count.saturating_sub(1)).or(idle.last()).copied() else { return };
    let mut left = count;
    known.retain(|_, one| {
        let goes = left > 0 && one.idle(now).is_some_and(|idle| idle <= last);
        left -= usize::from(goes);
        !goes
    });
}

/// One of them.
pub(super) struct Destination {
    name: String,
    /// Whether mail of all organisations goes there.
    is_shared: bool,
    /// For the transactions with it.
    with_it: Arc<Slots>,
    /// For those, and those that are written down and follow at once.
    ready: Arc<Slots>,
    state: Mutex<State>,
}

struct State {
    window: Window,
    /// Where it is parked, or was not long ago, for what its servers are or say.
    trouble: Option<Parked>,
    /// Until when a limit of ours keeps mail from it, or did. Apart from its trouble: neither ends the other, nor hides it.
    limit: Option<Parked>,
    /// When that was learnt.
    learnt_at: Timestamp,
    /// Whether it is what all nodes know, too: what was found here is, once it is written down.
    is_told: bool,
    /// Refusals in a row that park it only where there are many.
    refused_in_a_row: u32,
    /// Connections that were lost since a server was last heard out.
    broken: Broken,
}

/// What follows for all mails from one transaction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Follows {
    /// Nothing.
    Nothing,
    /// It was found to be in trouble.
    Parked(Parked),
    /// Its trouble is over.
    Open(String),
}

impl Follows {
    /// The destination that is changed.
    pub(super) fn changes(&self) -> Option<&str> {
        match self {
            Self::Nothing => None,
            Self::Parked(parked) => Some(&parked.destination),
            Self::Open(destination) => Some(destination),
        }
    }
}

impl Destinations {
    /// With at most this many transactions for each at a time.
    pub(super) fn new(at_most: usize) -> Self {
        Self { at_most: at_most.max(1), known: Mutex::default() }
    }

    /// Those with these keys, with what all nodes know of them: one question to the store about those that this node does not
    /// know.
    pub(super) async fn of<const COUNT: usize>(
        &self,
        office: &Office,
        keys: [Key; COUNT],
    ) -> Result<[Arc<Destination>; COUNT], StoreError> {
        let now = office.now();
        let known = keys.each_ref().map(|key| self.known(key, now));
        let unknown = keys.iter().zip(&known).filter(|(_, known)| known.is_none());
        let unknown: Vec<_> = unknown.map(|(key, _)| key.name()).collect();
        let mut found = match unknown.is_empty() {
            true => HashMap::new(),
            false => parked::find_each(&office.store().read(), unknown).await?,
        };
        let mut known = known.into_iter();
        Ok(keys.map(|key| match known.next().flatten() {
            Some(destination) => destination,
            None => {
                let name = key.name();
                let trouble = found.remove(&name);
                self.remember(key, Destination::new(name, self.at_most, (trouble, now)), now)
            }
        }))
    }

    /// The one that is remembered, where somebody was quicker.
    fn remember(&self, key: Key, destination: Destination, now: Timestamp) -> Arc<Destination> {
        let mut known = self.lock();
        if known.len() >= KNOWN_MAX {
            forget_idle(&mut known, KNOWN_MAX / 16, now);
        }
        let destination = Arc::new(destination);
        let known = known.entry(key).or_insert(Known { destination, used_at: now });
        Arc::clone(&known.destination)
    }

    fn known(&self, key: &Key, now: Timestamp) -> Option<Arc<Destination>> {
        let mut known = self.lock();
        let found = known.get_mut(key)?;
        let is_old = now.millis_since(found.used_at) > LEARNT_MS;
        if is_old && Arc::strong_count(&found.destination) == 1 {
            known.remove(key);
            return None;
        }
        found.used_at = now;
        Some(Arc::clone(&found.destination))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Destination {
    pub(super) fn new(name: String, at_most: usize, (found, now): (Option<Parked>, Timestamp)) -> Self {
        let (trouble, limit) = apart(found);
        let window = if trouble.is_some() { Window::after_trouble(at_most) } else { Window::first(at_most) };
        let places = window.places();
        Self {
            is_shared: naming::is_shared(&name),
            name,
            with_it: Slots::new(places),
            ready: Slots::new(READY * places),
            state: Mutex::new(State {
                window,
                trouble,
                limit,
                learnt_at: now,
                is_told: true,
                refused_in_a_row: 0,
                broken: Broken::default(),
            }),
        }
    }

    /// The name under which it is stored.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// A place among those that are with it or ready to follow; `None` when the process is to end.
    pub(super) async fn ready(&self, stream: Stream, stop: &CancellationToken) -> Option<Slot> {
        self.ready.take(stream, stop).await
    }

    /// A place among the transactions with it; `None` when the process is to end.
    pub(super) async fn place(&self, stream: Stream, stop: &CancellationToken) -> Option<Slot> {
        self.with_it.take(stream, stop).await
    }

    /// Whether it was parked for trouble of its own and nothing is known of it since.
    pub(super) fn is_in_trouble(&self, now: Timestamp) -> bool {
        let state = self.lock();
        let was = |parked: &&Parked| parked.until <= now && is_of_servers(parked.reason);
        state.trouble.as_ref().filter(was).is_some()
    }

    /// Until when nothing is tried there, and why, as far as this node knows; `None` where mail may go.
    pub(super) fn parked(&self, now: Timestamp) -> Option<Parked> {
        self.lock().parked(now)
    }

    /// The same, as all nodes know it: a person may have opened it meanwhile.
    pub(super) async fn is_parked(&self, office: &Office) -> Result<Option<Parked>, StoreError> {
        let now = office.now();
        let Some(parked) = self.parked(now) else { return Ok(None) };
        let is_known = {
            let state = self.lock();
            // What is not written down yet nobody can have ended, and a limit ends by time alone.
            parked.reason == ParkReason::Rate
                || !state.is_told
                || now.millis_since(state.learnt_at) < LOOKED_AGAIN_MS
        };
        if is_known {
            return Ok(Some(parked));
        }
        let (trouble, limit) = apart(parked::find(&office.store().read(), &self.name).await?);
        let mut state = self.lock();
        (state.trouble, state.learnt_at, state.is_told) = (trouble, now, true);
        state.limit = limit.or(state.limit.take());
        Ok(state.parked(now))
    }

    /// Notes that this trouble is written down: whoever does not find it any more knows that it was ended.
    pub(super) fn told(&self, written: &Parked) {
        let mut state = self.lock();
        if state.trouble.as_ref() == Some(written) {
            state.is_told = true;
        }
    }

    /// Whether all nodes know of its trouble.
    pub(super) fn is_told(&self) -> bool {
        self.lock().is_told
    }

    /// Notes that its trouble was ended elsewhere: whoever goes there next looks what all nodes know.
    pub(super) fn look_again(&self) {
        self.lock().learnt_at = Timestamp::from_millis(0);
    }

    /// Parks it for a limit of ours.
    pub(super) fn wait_for_rate(&self, parked: &Parked) {
        let mut state = self.lock();
        if state.limit.as_ref().is_none_or(|known| known.until < parked.until) {
            state.limit = Some(parked.clone());
        }
    }

    /// Notes a refusal that parks it only where it is one too many in a row, or where it was parked a while ago.
    pub(super) fn is_one_too_many(&self, now: Timestamp) -> bool {
        let mut state = self.lock();
        state.refused_in_a_row = state.refused_in_a_row.saturating_add(1);
        state.refused_in_a_row >= IN_A_ROW || state.failures(now) > 0
    }

    /// Notes what a transaction told of it. Those that began before it was parked belong to the same trouble.
    pub(super) fn learn(&self, learnt: &Learnt<'_>, (now, jitter): (Timestamp, u16)) -> Follows {
        let (places, follows) = {
            let mut state = self.lock();
            let was_parked = state.trouble.as_ref().is_some_and(|parked| parked.until > now);
            let broken = state.count(learnt, self.is_shared && !learnt.by.is_alone);
            let parks = learnt.feedback.parks(broken);
            if !was_parked {
                state.window = state.window.after(learnt.feedback);
            }
            let follows = match parks {
                Some(_) if was_parked => Follows::Nothing,
                Some(reason) => {
                    let failures = 1 + state.failures(now);
                    let parked = Parked {
                        destination: self.name.clone(),
                        until: pace::parked_until(now, failures, jitter),
                        reason,
                        words: learnt.words.chars().take(WORDS_CHARS_MAX).collect(),
                        host: learnt.host.map(str::to_owned),
                        failures,
                        found_by: learnt.by.organisation,
                    };
                    (state.trouble, state.learnt_at) = (Some(parked.clone()), now);
                    state.is_told = false;
                    Follows::Parked(parked)
                }
                // What was under way when it was parked says nothing of whether it is over.
                None if was_parked || learnt.feedback != Feedback::Answered => Follows::Nothing,
                None => match state.trouble.take() {
                    Some(_) => Follows::Open(self.name.clone()),
                    None => Follows::Nothing,
                },
            };
            (state.window.places(), follows)
        };
        self.with_it.resize(places);
        self.ready.resize(READY * places);
        follows
    }

    /// Notes that a server was heard, whatever it said: connections that are lost are counted anew.
    pub(super) fn heard(&self) {
        self.lock().broken = Broken::default();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a destination is parked for what its servers are, and not for what we are or set.
pub(super) const fn is_of_servers(reason: ParkReason) -> bool {
    match reason {
        ParkReason::Silent | ParkReason::Busy | ParkReason::Unprotected => true,
        ParkReason::Rate | ParkReason::Refused => false,
    }
}

/// What a transaction told.
pub(super) struct Learnt<'a> {
    pub(super) feedback: Feedback,
    /// With their codes in front.
    pub(super) words: String,
    pub(super) host: Option<&'a str>,
    pub(super) by: FoundBy,
}

/// What is known of a destination's servers, and what a limit of ours says.
fn apart(found: Option<Parked>) -> (Option<Parked>, Option<Parked>) {
    match found {
        Some(limit) if limit.reason == ParkReason::Rate => (None, Some(limit)),
        found => (found, None),
    }
}

impl State {
    /// Until when nothing is tried, and why: its trouble first, which says more.
    fn parked(&self, now: Timestamp) -> Option<Parked> {
        let mut each = [&self.trouble, &self.limit].into_iter().flatten();
        each.find(|parked| parked.until > now).cloned()
    }

    /// Counts what parks it only where there are many in a row, and says of how many mails the connection was lost; 0 where
    /// that tells nothing new. A server that is busy was heard, too.
    fn count(&mut self, learnt: &Learnt<'_>, of_several: bool) -> u32 {
        match learnt.feedback {
            Feedback::Answered => (self.refused_in_a_row, self.broken) = (0, Broken::default()),
            Feedback::Busy => self.broken = Broken::default(),
            Feedback::Broken => return self.broken.count(learnt.by, of_several),
            Feedback::Silent | Feedback::Unsigned | Feedback::Unprotected | Feedback::Refused => {}
        }
        0
    }

    /// Failures in a row; trouble of long ago is forgotten.
    fn failures(&self, now: Timestamp) -> u32 {
        let known = self.trouble.as_ref();
        known
            .filter(|parked| now.millis_since(parked.until) < pace::FORGOTTEN_AFTER_MS)
            .map_or(0, |parked| parked.failures)
    }
}

#[cfg(test)]
mod tests {
    use domain::{OrganisationId, OutboxId};

    use super::*;

    const ORG: OrganisationId = OrganisationId::new(1);

    fn learnt(feedback: Feedback) -> Learnt<'static> {
        of_mail(feedback, FoundBy { organisation: ORG, mail: None, is_alone: true })
    }

    fn of_mail(feedback: Feedback, by: FoundBy) -> Learnt<'static> {
        Learnt { feedback, words: "no answer".to_owned(), host: None, by }
    }

    fn at(seconds: i64) -> (Timestamp, u16) {
        (Timestamp::from_millis(seconds * 1000), 0)
    }

    #[test]
    fn the_least_recently_used_is_forgotten_first_and_a_parked_one_last() {
        let key = |name: &str| Key::Domain(name.to_owned());
        let mut known = HashMap::new();
        let mut add = |name: &str, used: i64| {
            let destination = Arc::new(Destination::new(key(name).name(), 7, (None, at(0).0)));
            known.insert(key(name), Known { destination: Arc::clone(&destination), used_at: at(used).0 });
            destination
        };
        add("parked.test", 1).learn(&learnt(Feedback::Silent), at(0));
        let used = add("used.test", 0);
        for (name, used) in [("new.test", 9), ("old.test", 3), ("older.test", 2)] {
            add(name, used);
        }
        let names = ["parked.test", "used.test", "new.test", "old.test", "older.test"];
        let left = |known: &HashMap<Key, Known>| names.map(|name| known.contains_key(&key(name)));
        forget_idle(&mut known, 2, at(10).0);
        assert_eq!(left(&known), [true, true, true, false, false]);
        forget_idle(&mut known, 9, at(10).0);
        assert_eq!(left(&known), [false, true, false, false, false], "somebody sends there");
        drop(used);
    }

    #[test]
    fn what_was_under_way_when_it_was_parked_is_the_same_trouble() {
        let destination = Destination::new("mx:a.test".to_owned(), 7, (None, at(0).0));
        let Follows::Parked(parked) = destination.learn(&learnt(Feedback::Silent), at(0)) else {
            panic!("it is parked")
        };
        assert_eq!((parked.failures, parked.reason), (1, ParkReason::Silent));
        assert_eq!(parked.until, at(60).0);
        for feedback in [Feedback::Silent, Feedback::Answered, Feedback::Busy, Feedback::Silent] {
            assert_eq!(destination.learn(&learnt(feedback), at(1)), Follows::Nothing);
        }
        assert!(destination.parked(at(59).0).is_some() && destination.parked(at(60).0).is_none());
        let Follows::Parked(again) = destination.learn(&learnt(Feedback::Busy), at(61)) else {
            panic!("it is parked again")
        };
        assert_eq!((again.failures, again.until), (2, at(61 + 120).0));
    }

    #[test]
    fn an_answer_ends_the_trouble_and_long_ago_is_forgotten() {
        let destination = Destination::new("mx:a.test".to_owned(), 7, (None, at(0).0));
        destination.learn(&learnt(Feedback::Silent), at(0));
        let open = Follows::Open("mx:a.test".to_owned());
        assert_eq!(destination.learn(&learnt(Feedback::Answered), at(61)), open);
        assert_eq!(destination.learn(&learnt(Feedback::Answered), at(62)), Follows::Nothing);
        destination.learn(&learnt(Feedback::Silent), at(100));
        let Follows::Parked(later) = destination.learn(&learnt(Feedback::Silent), at(200_000)) else {
            panic!("it is parked")
        };
        assert_eq!(later.failures, 1);
    }

    #[test]
    fn a_server_that_cuts_each_transaction_is_left_alone_until_one_gets_through() {
        let destination = Destination::new("mx:a.test".to_owned(), 7, (None, at(0).0));
        let mut mail = 0;
        let mut cut = |seconds| {
            mail += 1;
            let by = FoundBy { organisation: ORG, mail: Some(OutboxId::new(mail)), is_alone: true };
            destination.learn(&of_mail(Feedback::Broken, by), at(seconds))
        };
        for feedback in [Feedback::Answered, Feedback::Busy] {
            assert_eq!([cut(0), cut(0)], [Follows::Nothing, Follows::Nothing]);
            destination.learn(&learnt(feedback), at(0));
        }
        // It was busy just now, and is tried again.
        assert_eq!([cut(61), cut(61)], [Follows::Nothing, Follows::Nothing]);
        let Follows::Parked(parked) = cut(61) else { panic!("it is parked") };
        assert_eq!((parked.reason, parked.failures), (ParkReason::Silent, 2));
        let Follows::Parked(again) = cut(61 + 120) else { panic!("nothing got through since") };
        assert_eq!(again.failures, 3);
        let open = Follows::Open("mx:a.test".to_owned());
        assert_eq!(destination.learn(&learnt(Feedback::Answered), at(1000)), open);
        assert_eq!([cut(1000), cut(1000)], [Follows::Nothing, Follows::Nothing], "it begins anew");
    }

    #[test]
    fn a_mail_that_is_cut_each_time_tells_nothing_new_of_its_server() {
        let destination = Destination::new("mx:a.test".to_owned(), 7, (None, at(0).0));
        let cut = |mail, seconds| {
            let by = FoundBy { organisation: ORG, mail: Some(OutboxId::new(mail)), is_alone: true };
            destination.learn(&of_mail(Feedback::Broken, by), at(seconds))
        };
        for minutes in 0..9 {
            assert_eq!(cut(1, minutes * 60), Follows::Nothing, "it may be why");
        }
        assert_eq!(cut(2, 600), Follows::Nothing);
        assert!(matches!(cut(3, 600), Follows::Parked(_)), "three mails");
        assert_eq!(cut(2, 700), Follows::Nothing, "known before");
        assert!(matches!(cut(4, 700), Follows::Parked(_)), "and another one");
    }

    #[test]
    fn mail_of_one_organisation_that_is_cut_parks_nothing_that_others_share() {
        let cut = |destination: &Destination, organisation, mail| {
            let organisation = OrganisationId::new(organisation);
            let by = FoundBy { organisation, mail: Some(OutboxId::new(mail)), is_alone: false };
            destination.learn(&of_mail(Feedback::Broken, by), at(0))
        };
        for shared in ["mx:a.test", "domain:a.test", "relay:0:smtp.a.test:587"] {
            let destination = Destination::new(shared.to_owned(), 7, (None, at(0).0));
            for mail in 0..9 {
                assert_eq!(cut(&destination, 1, mail), Follows::Nothing, "{shared}");
            }
            assert!(matches!(cut(&destination, 2, 20), Follows::Parked(_)), "{shared}: of another, too");
        }
        for own in ["relay:1:smtp.a.test:587", "relay:0:for 1:smtp.a.test:587"] {
            let destination = Destination::new(own.to_owned(), 7, (None, at(0).0));
            assert_eq!([1, 2].map(|mail| cut(&destination, 1, mail)), [Follows::Nothing, Follows::Nothing]);
            assert!(matches!(cut(&destination, 1, 3), Follows::Parked(_)), "{own}");
        }
    }

    #[test]
    fn a_limit_of_ours_hides_no_trouble_and_ends_none() {
        let destination = Destination::new("mx:a.test".to_owned(), 7, (None, at(0).0));
        let limited = |until: i64| Parked {
            destination: "mx:a.test".to_owned(),
            until: at(until).0,
            reason: ParkReason::Rate,
            words: String::new(),
            host: None,
            failures: 0,
            found_by: ORG,
        };
        destination.wait_for_rate(&limited(30));
        let Follows::Parked(parked) = destination.learn(&learnt(Feedback::Busy), at(1)) else {
            panic!("it is parked whatever we allow ourselves")
        };
        assert_eq!(
            (parked.reason, parked.failures, destination.lock().window.places()),
            (ParkReason::Busy, 1, 2)
        );
        assert_eq!(destination.parked(at(20).0).unwrap().reason, ParkReason::Busy);
        destination.wait_for_rate(&limited(90));
        assert_eq!(destination.parked(at(70).0).unwrap().reason, ParkReason::Rate);
        assert!(destination.is_in_trouble(at(70).0), "nobody has heard since that it is well");
        let Follows::Parked(again) = destination.learn(&learnt(Feedback::Busy), at(91)) else {
            panic!("it is parked again")
        };
        assert_eq!(again.failures, 2);
    }

    #[test]
    fn a_destination_that_was_in_trouble_is_tried_with_one_mail() {
        let destination = Destination::new("mx:a.test".to_owned(), 7, (None, at(0).0));
        assert_eq!(destination.lock().window.places(), 5);
        destination.learn(&learnt(Feedback::Silent), at(0));
        assert_eq!(destination.lock().window.places(), 1);
    }
}
