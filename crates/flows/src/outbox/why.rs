//! Why a mail is still in the outbox: the rule that limits it, until when, how many others wait for the same, and the
//! last words about it. What another organisation's mail was told is not repeated.

use domain::failure::Meaning;
use domain::outbox::ParkReason;
use domain::waiting::WaitRule;
use domain::{OrganisationId, OutboxId, Problem, Timestamp};
use store::Count;
use store::deliveries::{self, WaitingFor};
use store::held_destinations::{self, Hold};
use store::parked::{self, Parked};
use store::sending_stops::{self, SendingStop, StoppedBy};

use super::rates::{self, Rates};
use super::{going, naming};
use crate::office::Office;
use crate::problem;
use crate::returns;

/// What mail to one domain waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wait {
    /// The recipients' domain.
    pub domain: String,
    /// The rule.
    pub rule: WaitRule,
    /// Where it goes, as people call it: the exchangers' domain, the recipients', or the relay.
    pub destination: Option<String>,
    /// Which destination nothing is tried at, as lists are asked for what waits for it; `None` where it waits for something
    /// else.
    pub held_by: Option<String>,
    /// Whether that is a relay of ours.
    pub is_relay: bool,
    /// Until when; `None` where each delivery has a time of its own.
    pub until: Option<Timestamp>,
    /// When the first of it can go: by its own time, or then where that is later; `None` where it waits for a person.
    pub goes_at: Option<Timestamp>,
    /// Since when, where all mail was stopped, or all to this domain.
    pub since: Option<Timestamp>,
    /// The server's words, or ours, or those of whoever stopped that mail.
    pub words: Option<String>,
    /// What they mean; `None` where nobody said anything.
    pub meaning: Option<Meaning>,
    /// The host that said so.
    pub host: Option<String>,
    /// How often in a row nobody got through.
    pub failures: u32,
    /// Others of the organisation that wait for the same: all that wait, where the rule is the whole organisation's.
    pub others: Count,
    /// Mails in a minute, where a limit on them is the rule.
    pub per_minute: Option<u32>,
    /// Per cent of the places, where the organisation's share of them is.
    pub share: Option<u8>,
}

/// What the queued deliveries of an item wait for, by domain.
///
/// # Errors
/// When the store fails.
pub async fn why(
    office: &Office,
    organisation: OrganisationId,
    outbox: OutboxId,
) -> Result<Vec<Wait>, Problem> {
    let (conn, now) = (office.store().read(), office.now());
    let whole = parked::find(&conn, &parked::whole_organisation(organisation)).await;
    let whole = whole.map_err(problem::from_store)?.filter(|parked| parked.until > now);
    let share = parked::find(&conn, &parked::share_of(organisation)).await;
    let at_share = share.map_err(problem::from_store)?.is_some_and(|parked| parked.until > now);
    let own = rates::find(&conn, organisation).await.map_err(problem::from_store)?.per_minute;
    let limits = Limits { installation: &office.settings().rates, own };
    let waiting = deliveries::list_waiting_for(&conn, organisation, outbox, now).await;
    let waiting = waiting.map_err(problem::from_store)?;
    let mut waits: Vec<_> =
        waiting.into_iter().map(|waiting| wait(waiting, whole.as_ref(), organisation, limits)).collect();
    for wait in waits.iter_mut().filter(|wait| at_share && wait.rule == WaitRule::Turn) {
        wait.rule = WaitRule::OrganisationShare;
        wait.share = Some(office.settings().organisation_share);
    }
    let mut judging = returns::judging(office, organisation).await?;
    for wait in &mut waits {
        let said = wait.words.as_deref();
        wait.meaning = said.map(|words| judging.of_wait(words, wait.host.as_deref(), wait.is_relay));
    }
    let holds = held_destinations::list(&conn, organisation).await.map_err(problem::from_store)?;
    for wait in &mut waits {
        let Some(hold) = holds.iter().find(|hold| hold.domain == wait.domain) else { continue };
        let others = held_destinations::count_others(&conn, (organisation, outbox), &hold.domain).await;
        wait.is_held(hold, others.map_err(problem::from_store)?);
    }
    let stops = sending_stops::list(&conn, organisation).await.map_err(problem::from_store)?;
    if let Some(stop) = stops.first() {
        waits.iter_mut().for_each(|wait| wait.is_stopped(stop));
    }
    if waits.iter().any(|wait| wait.rule.is_of_organisation()) {
        let others = deliveries::count_others_waiting(&conn, (organisation, outbox), now).await;
        let others = others.map_err(problem::from_store)?;
        for wait in waits.iter_mut().filter(|wait| wait.rule.is_of_organisation()) {
            (wait.others, wait.held_by) = (others, None);
        }
    }
    Ok(waits)
}

impl Wait {
    /// When a delivery goes that waits so and whose own time this is; `None` where it waits for a person.
    #[must_use]
    pub fn lets_go(&self, own: Option<Timestamp>) -> Option<Timestamp> {
        match self.rule {
            WaitRule::Stopped | WaitRule::StoppedByOperator | WaitRule::HeldDestination => None,
            WaitRule::Turn
            | WaitRule::Schedule
            | WaitRule::Silent
            | WaitRule::Busy
            | WaitRule::Unprotected
            | WaitRule::Refused
            | WaitRule::DestinationRate
            | WaitRule::OrganisationRate
            | WaitRule::OwnRate
            | WaitRule::OrganisationShare => going::goes_at(own, self.until),
        }
    }

    /// Whatever else would keep it, nothing leaves while all mail is stopped.
    fn is_stopped(&mut self, stop: &SendingStop) {
        let rule = match stop.by {
            StoppedBy::Operator => WaitRule::StoppedByOperator,
            StoppedBy::User(_) => WaitRule::Stopped,
        };
        self.waits_for_a_person(rule, (stop.at, &stop.why));
    }

    /// Nor does any to a domain that is held.
    fn is_held(&mut self, hold: &Hold, others: Count) {
        self.waits_for_a_person(WaitRule::HeldDestination, (hold.at, &hold.why));
        (self.others, self.held_by) = (others, None);
    }

    fn waits_for_a_person(&mut self, rule: WaitRule, (at, why): (Timestamp, &str)) {
        (self.rule, self.meaning) = (rule, None);
        (self.since, self.until, self.goes_at) = (Some(at), None, None);
        (self.words, self.host) = (Some(why.to_owned()), None);
        (self.failures, self.per_minute, self.share) = (0, None, None);
    }
}

/// The limits on mails in a minute that hold.
#[derive(Clone, Copy)]
struct Limits<'a> {
    installation: &'a Rates,
    own: u32,
}

impl Limits<'_> {
    /// The rule that an organisation as a whole waits for.
    const fn of_organisation(self) -> WaitRule {
        let effective = rates::effective(self.installation.per_organisation, self.own);
        if self.own > 0 && effective == self.own { WaitRule::OwnRate } else { WaitRule::OrganisationRate }
    }

    /// How many a rule lets leave in a minute, of what goes to this destination.
    fn per_minute(self, rule: WaitRule, destination: Option<&str>) -> Option<u32> {
        let figure = match rule {
            WaitRule::DestinationRate => {
                destination.map_or(self.installation.per_destination, |name| self.installation.to(name))
            }
            WaitRule::OrganisationRate => self.installation.per_organisation,
            WaitRule::OwnRate => self.own,
            WaitRule::Turn
            | WaitRule::Schedule
            | WaitRule::Silent
            | WaitRule::Busy
            | WaitRule::Unprotected
            | WaitRule::Refused
            | WaitRule::OrganisationShare
            | WaitRule::Stopped
            | WaitRule::StoppedByOperator
            | WaitRule::HeldDestination => 0,
        };
        (figure > 0).then_some(figure)
    }
}

fn wait(
    waiting: WaitingFor,
    whole: Option<&Parked>,
    organisation: OrganisationId,
    limits: Limits<'_>,
) -> Wait {
    let is_relay = waiting.destination.as_deref().is_some_and(|name| name.starts_with("relay:"));
    let destination = waiting.destination.as_deref().map(naming::shown);
    let held_by = waiting.parked.as_ref().and_then(|parked| naming::key(organisation, &parked.destination));
    // The later of the two keeps it back; its destination says more where they end together.
    let of_destination =
        waiting.parked.as_ref().filter(|parked| whole.is_none_or(|whole| parked.until >= whole.until));
    let rule = match (of_destination, whole) {
        (Some(parked), _) => match parked.reason {
            ParkReason::Silent => WaitRule::Silent,
            ParkReason::Busy => WaitRule::Busy,
            ParkReason::Unprotected => WaitRule::Unprotected,
            ParkReason::Refused => WaitRule::Refused,
            ParkReason::Rate => WaitRule::DestinationRate,
        },
        (None, Some(_)) => limits.of_organisation(),
        (None, None) if waiting.attempts > 0 => WaitRule::Schedule,
        (None, None) => WaitRule::Turn,
    };
    let parked = of_destination.or(whole);
    let told = parked.filter(|parked| parked.found_by == organisation);
    let until = parked.map(|parked| parked.until);
    Wait {
        domain: waiting.domain,
        rule,
        destination,
        held_by,
        is_relay,
        until,
        goes_at: going::goes_at(waiting.next_attempt_at, until),
        since: None,
        words: told.map(|parked| parked.words.clone()).filter(|words| !words.is_empty()),
        meaning: None,
        host: told.and_then(|parked| parked.host.clone()),
        failures: parked.map_or(0, |parked| parked.failures),
        others: waiting.others,
        per_minute: limits.per_minute(rule, waiting.destination.as_deref()),
        share: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_organisation_was_told_is_not_repeated() {
        let rates = Rates::default();
        let limits = Limits { installation: &rates, own: 0 };
        let parked = Parked {
            destination: "mx:google.com".to_owned(),
            until: Timestamp::from_millis(9),
            reason: ParkReason::Busy,
            words: "421 too much from ola@nord.example".to_owned(),
            host: Some("mx1.google.com".to_owned()),
            failures: 2,
            found_by: OrganisationId::new(1),
        };
        let waiting = WaitingFor {
            domain: "gmail.com".to_owned(),
            destination: Some(parked.destination.clone()),
            parked: Some(parked),
            next_attempt_at: Some(Timestamp::from_millis(4)),
            attempts: 0,
            others: Count { count: 3, more: false },
        };
        let unparked = WaitingFor { parked: None, ..waiting.clone() };
        let own = wait(waiting.clone(), None, OrganisationId::new(1), limits);
        assert!(own.words.unwrap().contains("too much"));
        let other = wait(waiting, None, OrganisationId::new(2), limits);
        assert_eq!(other.lets_go(Some(Timestamp::from_millis(12))), Some(Timestamp::from_millis(12)));
        assert_eq!((other.words, other.host), (None, None));
        assert_eq!((other.rule, other.until), (WaitRule::Busy, Some(Timestamp::from_millis(9))));
        assert_eq!(other.goes_at, Some(Timestamp::from_millis(9)), "not before the pause ends");
        let free = wait(unparked.clone(), None, OrganisationId::new(1), limits);
        assert_eq!((free.until, free.goes_at), (None, Some(Timestamp::from_millis(4))));
        assert_eq!(other.destination.as_deref(), Some("google.com"));
        assert_eq!(other.held_by.as_deref(), Some("mx:google.com"));
        assert!(!other.is_relay);
        let relay = WaitingFor { destination: Some("relay:7:smtp.example.org:587".to_owned()), ..unparked };
        let relay = wait(relay, None, OrganisationId::new(7), limits);
        assert!(relay.is_relay && relay.held_by.is_none(), "nothing holds it up there");
    }

    #[test]
    fn of_a_destination_and_a_limit_of_the_organisations_the_later_one_is_told() {
        let rates = Rates::default();
        let limits = Limits { installation: &rates, own: 30 };
        let parked = |destination: &str, reason, until| Parked {
            destination: destination.to_owned(),
            until: Timestamp::from_millis(until),
            reason,
            words: String::new(),
            host: None,
            failures: 0,
            found_by: OrganisationId::new(1),
        };
        let waiting = WaitingFor {
            domain: "gmail.com".to_owned(),
            destination: Some("mx:google.com".to_owned()),
            parked: Some(parked("mx:google.com", ParkReason::Busy, 9)),
            next_attempt_at: None,
            attempts: 0,
            others: Count { count: 3, more: false },
        };
        for (until, rule) in [(8, WaitRule::Busy), (9, WaitRule::Busy), (12, WaitRule::OwnRate)] {
            let whole = parked("organisation:1", ParkReason::Rate, until);
            let told = wait(waiting.clone(), Some(&whole), OrganisationId::new(1), limits);
            let later = Timestamp::from_millis(until.max(9));
            assert_eq!((told.rule, told.until, told.goes_at), (rule, Some(later), Some(later)));
        }
    }

    #[test]
    fn the_limit_that_is_told_is_the_destinations_own() {
        let rates = Rates {
            per_destination: 60,
            to_named: [("google.com".to_owned(), 300)].into_iter().collect(),
            per_organisation: 0,
        };
        let limits = Limits { installation: &rates, own: 0 };
        for (destination, figure) in [("mx:google.com", 300), ("mx:outlook.com", 60)] {
            assert_eq!(limits.per_minute(WaitRule::DestinationRate, Some(destination)), Some(figure));
        }
    }
}
