//! One attempt for one group: the intent is committed, the mail is sent, the outcome of each
//! recipient is written down.

use bytes::Bytes;
use domain::encryption::{Encryption, TlsNeed};
use domain::failure::HeldBack;
use domain::limits::RAW_INLINE_OCTETS_MAX;
use domain::outbox::ParkReason;
use domain::timeline::ServerPassedOver;
use domain::{Envelope, Outcome};
use net::smtp_out::{self, PassedOver, TlsWish, Transaction, Wishes};
use policy::pace::Feedback;
use store::StoreError;
use store::deliveries::DueDelivery;
use store::parked::Parked;

use super::announced::Announced;
use super::batch::Dispatch;
use super::broken::FoundBy;
use super::contact::{Contact, Spoken};
use super::destinations::{Follows, Learnt};
use super::failed;
use super::health::Shown;
use super::ledger::{Begun, Intent, NotBegun, Numbers};
use super::parking;
use super::record::{self, Ended};
use super::refusals::{self, PutOffs, Refusal};
use super::relay::{self, NoToken};
use super::room::{NoRoom, Room};
use super::route::Way;
use super::signing;
use super::split;
use super::target::Target;
use super::worker::Group;
use crate::mta_sts::Demand;
use crate::office::Office;

/// Attempts it. Once the process is to end, nothing is begun any more.
pub(super) async fn attempt(dispatch: &Dispatch, group: Group) -> Result<(), StoreError> {
    if let Some(held_back) = &group.held_back {
        let outcome = Outcome::Impossible(held_back.to_string());
        return end_untried(dispatch, (&group, &group.deliveries), &outcome, Some(held_back)).await;
    }
    let Some(first) = group.deliveries.first() else { return Ok(()) };
    let office = &dispatch.office;
    let target = Target::of(dispatch, &group).await?;
    if target.is_parked(office).await?.is_some()
        && let Some(parked) = kept_back(office, &target, first).await?
    {
        return parking::wait(dispatch, (&group, &group.deliveries), (&target, &parked), None).await;
    }
    let mut demand = None;
    if let Some(domain) = group.domain.as_ref().filter(|_| group.way.relay.is_none()) {
        // Asked while no place is held. Once the intent is written down, nothing that may fail comes before the mail.
        demand = crate::mta_sts::demanded(office, domain).await?;
    }
    let room = Room::of(dispatch, &group, &target);
    let places = match room.begin().await {
        Ok(places) => places,
        Err(NoRoom::Later(seconds)) => {
            return parking::wait_for_place(dispatch, &group, (target.server(), seconds)).await;
        }
        Err(NoRoom::Ends) => {
            dispatch.leave(&group.deliveries);
            return Ok(());
        }
    };
    if let Some(parked) = kept_back(office, &target, first).await? {
        return parking::wait(dispatch, (&group, &group.deliveries), (&target, &parked), None).await;
    }
    // The first attempt says what is missing; those after it would say no more and use their number up.
    if group.deliveries.iter().all(|due| due.attempts > 0)
        && let Some((until, words)) = relay::no_token_until(office, &group.way).await?
    {
        let waits = parking::end_over(dispatch, (&group, &group.deliveries), &words, None).await?;
        return dispatch.put_off(&waits, until).await;
    }
    let Some(intent) = Intent::of(&group.deliveries, Some(target.server())) else { return Ok(()) };
    let is_small = first.mail.size_octets < RAW_INLINE_OCTETS_MAX as u64;
    let raw = is_small.then_some(first.mail.raw_hash);
    let begun = dispatch.ledger.begin(office, Intent { raw, ..intent }).await?;
    match &begun.refused {
        Some(NotBegun::Limit(refused)) => {
            let refused = refused.clone();
            return parking::wait_for_rate(dispatch, &group, target.server(), refused).await;
        }
        // Due as it was: no claim takes it until somebody lets mail go on.
        Some(NotBegun::Stopped) => return dispatch.put_off(&group.deliveries, office.now()).await,
        // They are this node's no more.
        Some(NotBegun::Held) => return Ok(()),
        None => {}
    }
    let mut deliveries = begun_of(&group.deliveries, &begun.numbers);
    if let Some(at) = begun.counts_from {
        deliveries.iter_mut().filter(|due| due.attempts == 0).for_each(|due| due.queued_at = at);
    }
    if !deliveries.is_empty() {
        with_server((dispatch, &room), (&group, deliveries), (&target, demand), begun).await?;
    }
    drop(places);
    Ok(())
}

/// What keeps a mail back, as far as this node knows. One that asks for no protection does not wait for servers that lack
/// it (RFC 8689 5).
async fn kept_back(
    office: &Office,
    target: &Target,
    first: &DueDelivery,
) -> Result<Option<Parked>, StoreError> {
    let Some(parked) = target.parked(office.now()) else { return Ok(None) };
    if parked.reason != ParkReason::Unprotected || first.mail.tls != TlsNeed::Nothing {
        return Ok(Some(parked));
    }
    let raw = read(office, first).await?;
    let asks_nothing = raw.is_some_and(|raw| wish(first, &raw) == TlsWish::Whatever);
    Ok(if asks_nothing { target.parked_otherwise(office.now()) } else { Some(parked) })
}

/// The transaction itself, and what is learnt from it.
async fn with_server(
    (dispatch, room): (&Dispatch, &Room<'_>),
    (group, deliveries): (&Group, Vec<DueDelivery>),
    (target, demand): (&Target, Demand),
    begun: Begun,
) -> Result<(), StoreError> {
    let office = &dispatch.office;
    let Some(first) = deliveries.first() else { return Ok(()) };
    let organisation = first.organisation;
    let Some(held) = room.connect().await else {
        dispatch.leave(&deliveries);
        return Ok(());
    };
    if let Some(parked) = kept_back(office, target, first).await? {
        let begun = Some(&begun.numbers);
        return parking::wait(dispatch, (group, &deliveries), (target, &parked), begun).await;
    }
    let insists = target.is_in_trouble(office.now());
    let (mut ended, mut size) =
        send(office, (group, demand.clone(), insists), &deliveries, begun.raw.clone()).await?;
    if ended.all_passed_over && !insists && target.is_to_be_tried(office).await {
        (ended, size) = send(office, (group, demand, true), &deliveries, begun.raw).await?;
    }
    let (now, jitter) = (office.now(), record::jitter(office));
    let is_alone = dispatch.places.is_alone();
    let by = FoundBy { organisation, mail: Some(first.mail.outbox_id), is_alone };
    if let Some(learnt) = ended.learnt(by, target.serves_others()) {
        let follows = target.learn(&learnt, (now, jitter));
        let is_parked = |follows: &Follows| matches!(follows, Follows::Parked(_));
        // What was under way when it was parked waits with the others; one lost connection alone keeps nothing.
        let parks = learnt.feedback.parks(0).is_some() || follows.iter().any(is_parked);
        ended.follows = follows;
        let parked = target.parked(now).filter(|_| parks);
        ended.waits = parked.map(|parked| (parked.destination, parked.until));
    }
    ended.put_off = refusals::put_off((office, &group.way), &deliveries, &ended).await;
    if let Some(refusal) = ended.refusal(&deliveries) {
        let learnt = ended.learnt_of_refusals(refusal, by);
        let (follows, parked) = target.learn_of_refusals((&learnt, refusal.0), (now, jitter));
        ended.follows.extend(follows);
        ended.waits = ended.waits.or(parked.map(|parked| (parked.destination, parked.until)));
    }
    // That a mail has too many recipients says nothing of the others' reputation.
    ended.put_off.too_many = split::too_many(&ended);
    ended.put_off.at_once = split::in_next_transaction(&ended);
    drop(held);
    let (shown, follows) = (Shown::of(office, &group.way, &ended), ended.follows.clone());
    let announced = Announced::of(office, &group.way, (ended.reached(), size));
    // Before anything else that may fail: what is not written down is sent again.
    record::record((office, &dispatch.ledger), &group.way, deliveries, &begun.numbers, ended).await?;
    target.told(&follows);
    if let Some(shown) = shown {
        shown.note(office, organisation).await;
    }
    if let Some(announced) = announced {
        announced.note(office, organisation).await;
    }
    Ok(())
}

fn begun_of(deliveries: &[DueDelivery], numbers: &Numbers) -> Vec<DueDelivery> {
    deliveries.iter().filter(|due| numbers.contains_key(&due.id)).cloned().collect()
}

/// Ends deliveries before anybody is connected to; `held_back` where we write to their address no more.
pub(super) async fn end_untried(
    dispatch: &Dispatch,
    (group, deliveries): (&Group, &[DueDelivery]),
    outcome: &Outcome,
    held_back: Option<&HeldBack>,
) -> Result<(), StoreError> {
    let Some(intent) = Intent::of(deliveries, None) else { return Ok(()) };
    let begun = dispatch.ledger.begin(&dispatch.office, intent).await?;
    let deliveries = begun_of(deliveries, &begun.numbers);
    end_begun(dispatch, (group, deliveries), &begun.numbers, (outcome, held_back)).await
}

/// The same of deliveries whose attempts, with these numbers, are written down: no further one is counted.
pub(super) async fn end_begun(
    dispatch: &Dispatch,
    (group, deliveries): (&Group, Vec<DueDelivery>),
    numbers: &Numbers,
    (outcome, held_back): (&Outcome, Option<&HeldBack>),
) -> Result<(), StoreError> {
    if deliveries.is_empty() {
        return Ok(());
    }
    let outcomes = vec![outcome.clone(); deliveries.len()];
    let ended = Ended { held_back: held_back.cloned(), ..Ended::without_server(outcomes) };
    record::record((&dispatch.office, &dispatch.ledger), &group.way, deliveries, numbers, ended).await
}

impl Ended {
    /// Its way cannot be gone. Where that way is a relay, none of its mail can leave; without one no server was looked for,
    /// and nothing is known of those of the recipients' domain.
    fn without_way(way: &Way, outcomes: Vec<Outcome>) -> Self {
        Self { contact: way.relay.as_ref().map(|_| Contact::Missed), ..Self::without_server(outcomes) }
    }

    /// What it tells of its destination, whose servers may serve others, too.
    fn learnt(&self, by: FoundBy, serves_others: bool) -> Option<Learnt<'_>> {
        let host = self.host.as_deref();
        let feedback = if self.unprotected {
            Feedback::Unprotected
        } else {
            match self.contact? {
                // It says so of itself, whatever the mail.
                Contact::TurnedAway if serves_others => Feedback::Busy,
                Contact::TurnedAway | Contact::Missed => Feedback::of(&self.outcomes, false, host)?,
                Contact::Unsigned => Feedback::Unsigned,
                Contact::Begun => Feedback::of(&self.outcomes, true, host)?,
            }
        };
        // A mail that asked for no protection does not tell whether there is some.
        if self.asked_nothing && feedback == Feedback::Answered {
            return None;
        }
        let told = self.outcomes.iter().find(|outcome| outcome.is_temporary());
        let words =
            told.map(|outcome| failed::with_codes(outcome.reply(), outcome.words())).unwrap_or_default();
        Some(Learnt { feedback, words, host, by })
    }
}

impl Ended {
    /// What it tells of whether its destination refuses the organisation's mail, by the delivery at this place: a mail to many
    /// goes in parts, each to a server of its own, and the last one may be another's.
    fn learnt_of_refusals(&self, (refusal, place): (Refusal, usize), by: FoundBy) -> Learnt<'_> {
        let said = self.outcomes.get(place);
        let said = || said.map(|said| failed::with_codes(said.reply(), said.words())).unwrap_or_default();
        let (feedback, words) = match refusal {
            Refusal::OfReputation | Refusal::OfAddress | Refusal::OfSender => (Feedback::Refused, said()),
            Refusal::Taken => (Feedback::Answered, String::new()),
        };
        Learnt { feedback, words, host: self.spoken_of(place).host.as_deref(), by }
    }
}

/// Sends it, and says how large a mail the server takes, where it announced that; `raw` where it was read with the intent. The
/// last of what is asked is whether servers are asked that did not answer a short while ago.
async fn send(
    office: &Office,
    asked: (&Group, Demand, bool),
    deliveries: &[DueDelivery],
    raw: Option<Bytes>,
) -> Result<(Ended, Option<u64>), StoreError> {
    let raw = match (raw, deliveries.first()) {
        (Some(raw), _) => Some(raw),
        (None, Some(first)) => read(office, first).await?,
        (None, None) => None,
    };
    Ok(match raw {
        Some(raw) => transact(office, asked, deliveries, raw).await?,
        None => (Ended::without_server(deliveries.iter().map(|_| damaged()).collect()), None),
    })
}

/// A mail that is large, or that was not among those read together.
async fn read(office: &Office, due: &DueDelivery) -> Result<Option<Bytes>, StoreError> {
    match store::raw::get(&office.store().read(), due.organisation, due.mail.raw_hash).await {
        Err(StoreError::Damaged(_)) => Ok(None),
        found @ (Ok(_) | Err(_)) => found,
    }
}

async fn transact(
    office: &Office,
    (group, policy, insists): (&Group, Demand, bool),
    deliveries: &[DueDelivery],
    raw: Bytes,
) -> Result<(Ended, Option<u64>), StoreError> {
    let Some(first) = deliveries.first() else { return Ok((Ended::without_server(Vec::new()), None)) };
    let complaints = signing::told_of_complaints(deliveries, &group.way);
    let sender = (first.organisation, &first.mail.from);
    let plain = signing::signed_plain(office, sender, &raw, complaints).await?;
    let (raw, signing) = signing::signed(office, sender, raw, complaints).await?;
    let is_alone = deliveries.len() == 1;
    let stamped = signing::return_path_of(office, (first, &group.way), signing.as_ref()).filter(|_| is_alone);
    let is_stamped = stamped.is_some();
    let return_path = stamped.or_else(|| first.mail.return_path.clone());
    let recipients = deliveries.iter().map(|due| due.recipient.clone()).collect();
    let tls = wish(first, &raw);
    let wishes = Wishes { envelope_id: Some(first.mail.outbox_id.to_string()), tls };
    let (envelope, confirms) = (Envelope { return_path, recipients }, first.mail.asks_receipt);
    let transaction = Transaction { envelope, raw, plain, confirms, wishes };
    if let Some(words) = &group.way.unreadable {
        let outcomes = vec![Outcome::Unreachable(words.clone()); deliveries.len()];
        return Ok((Ended::without_way(&group.way, outcomes), None));
    }
    let sender = office.sender();
    let delivered = match (&group.way.relay, &group.domain) {
        (Some(hop), _) => {
            let way = (group.way.as_ref(), hop);
            match Box::pin(relay::deliver(office, first.organisation, way, &transaction)).await {
                Ok(delivered) => delivered,
                Err(NoToken::Store(error)) => return Err(error),
                Err(NoToken::Because(words)) => {
                    let outcome = Outcome::Unreachable(words);
                    return Ok((Ended::without_server(vec![outcome; deliveries.len()]), None));
                }
            }
        }
        (None, Some(domain)) => {
            let (domain, helo_name) = (domain.clone(), group.way.helo_name.clone());
            let to = smtp_out::Destination { domain, helo_name, policy, insists };
            sender.deliver_to_domain(&to, &transaction).await
        }
        (None, None) => {
            return Ok((Ended::without_server(deliveries.iter().map(|_| no_way()).collect()), None));
        }
    };
    let size = delivered.size_octets_max;
    let contact = Contact::of(&delivered);
    let ended = Ended {
        spoken: delivered.spoken.iter().map(|spoken| spoken_to(spoken)).collect(),
        host: Some(delivered.host).filter(|host| !host.is_empty()),
        duration_ms: i64::try_from(delivered.duration_ms).unwrap_or(i64::MAX),
        contact: Some(contact),
        unprotected: delivered.unprotected,
        asked_nothing: tls == TlsWish::Whatever,
        held_back: None,
        stamped: is_stamped,
        signing,
        passed_over: delivered.passed_over.into_iter().map(told).collect(),
        all_passed_over: delivered.all_passed_over,
        put_off: PutOffs::default(),
        follows: Vec::new(),
        waits: None,
        outcomes: delivered.outcomes.into_iter().map(|(_, outcome)| outcome).collect(),
    };
    Ok((ended, size))
}

fn told(PassedOver { host, since }: PassedOver) -> ServerPassedOver {
    ServerPassedOver { host, since }
}

/// How it is to be protected: as its author wants it, else as its header says (RFC 8689 4.1).
fn wish(due: &DueDelivery, raw: &[u8]) -> TlsWish {
    let is_no = |value: String| value.trim().eq_ignore_ascii_case("no");
    match due.mail.tls {
        TlsNeed::Throughout => TlsWish::Throughout,
        TlsNeed::Verified => TlsWish::Verified,
        TlsNeed::Nothing if mail::header_value(raw, "TLS-Required").is_some_and(is_no) => TlsWish::Whatever,
        TlsNeed::Nothing => TlsWish::Usual,
    }
}

/// The server, and what protected the connection; nothing is known of one that did not come about.
fn spoken_to(spoken: &smtp_out::Spoken) -> Spoken {
    let version = spoken.tls.as_ref().map(|tls| tls.version.to_owned());
    let (grade, tested) = (spoken.grade, spoken.tested);
    let host = Some(spoken.host.clone()).filter(|host| !host.is_empty());
    Spoken { host, encryption: spoken.reached.then_some(Encryption { grade, version, tested }) }
}

fn damaged() -> Outcome {
    Outcome::Impossible("the stored mail is damaged or missing; write it again".to_owned())
}

fn no_way() -> Outcome {
    Outcome::Unreachable("no outgoing server is set; enter one in the settings".to_owned())
}

#[cfg(test)]
mod tests {
    use domain::OrganisationId;
    use domain::outbox::TransportKind;
    use policy::route::Because;

    use super::*;

    const BY: FoundBy = FoundBy { organisation: OrganisationId::new(1), mail: None, is_alone: false };

    #[test]
    fn a_server_that_was_removed_meanwhile_tells_nothing_of_the_recipients_domain() {
        let way = Way {
            relay: None,
            helo_name: None,
            kind: TransportKind::Direct,
            because: Because::Organisation,
            of: None,
            from: None,
            token_of: None,
            unreadable: Some("the outgoing server was removed just now".to_owned()),
        };
        let ended = Ended::without_way(&way, vec![Outcome::Unreachable("removed".to_owned())]);
        assert_eq!(ended.reached(), None);
        assert!(ended.learnt(BY, true).is_none(), "nothing is parked for it");
    }

    #[test]
    fn what_refused_a_part_of_a_mail_is_told_of_the_server_that_said_so() {
        let spoken = |host: &str| Spoken { host: Some(host.to_owned()), encryption: None };
        let kept = [(0, refusals::Kept::Reputation)].into();
        let outcomes = ["5.7.1 refused", "not now"].map(|words| Outcome::Unreachable(words.to_owned()));
        let ended = Ended {
            host: Some("mx.last.example".to_owned()),
            spoken: vec![spoken("mx.first.example"), spoken("mx.last.example")],
            put_off: PutOffs { kept, ..PutOffs::default() },
            ..Ended::without_server(outcomes.to_vec())
        };
        let refusal = ended.refusal(&[]).unwrap();
        let learnt = ended.learnt_of_refusals(refusal, BY);
        assert_eq!((learnt.host, learnt.words.as_str()), (Some("mx.first.example"), "5.7.1 refused"));
        assert_eq!(learnt.feedback, Feedback::Refused);
    }

    #[test]
    fn a_server_that_puts_off_whoever_comes_speaks_for_itself() {
        let learnt = |contact, serves_others| {
            let outcomes = vec![Outcome::Unreachable("421 4.3.2 not now".to_owned())];
            let host = Some("aspmx.l.google.com".to_owned());
            let ended = Ended { contact: Some(contact), host, ..Ended::without_server(outcomes) };
            ended.learnt(BY, serves_others).map(|learnt| learnt.feedback)
        };
        assert_eq!(learnt(Contact::TurnedAway, true), Some(Feedback::Busy));
        assert_eq!(learnt(Contact::TurnedAway, false), Some(Feedback::Silent), "a domain's own");
        assert_eq!(learnt(Contact::Missed, true), Some(Feedback::Silent));
        assert_eq!(learnt(Contact::Unsigned, false), Some(Feedback::Unsigned));
    }
}
