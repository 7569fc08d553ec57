//! What a mail's timeline tells of the stops of all mail that it waited for. A stop writes nothing for the many mails that it keeps:
//! what was done to all mail is looked at as a timeline is read, and so is when the mail waited.

use domain::timeline::{AllMailTold, Step, StopDeed, Subject};
use domain::{OrganisationId, OutboxId, Problem, Timestamp};
use store::Conn;
use store::deliveries;
use store::sending_stops::{self, SendingStop, StopEvent, StoppedBy};
use store::{StoreError, timeline};

use super::stopping::DEEDS_MAX;
use super::waited::{Wait, waits};
use crate::office::Office;
use crate::problem;

/// The timeline of a mail, in order; one to be sent tells of the stops of all mail that it waited for, too.
///
/// # Errors
/// When the store fails.
pub async fn timeline_of(
    office: &Office,
    organisation: OrganisationId,
    subject: Subject,
) -> Result<Vec<(Timestamp, Step)>, Problem> {
    let conn = office.store().read();
    let steps = timeline::list(&conn, organisation, subject).await.map_err(problem::from_store)?;
    let Subject::Outbox(item) = subject else { return Ok(steps) };
    let stops = stops_of(&conn, organisation, (item, &steps), office.now()).await;
    let stops = stops.map_err(problem::from_store)?;
    Ok(merged(steps, stops))
}

async fn stops_of(
    conn: &Conn,
    organisation: OrganisationId,
    (item, steps): (OutboxId, &[(Timestamp, Step)]),
    now: Timestamp,
) -> Result<Vec<(Timestamp, Step)>, StoreError> {
    let Some(row) = store::outbox::find(conn, organisation, item).await? else { return Ok(Vec::new()) };
    let holding = sending_stops::list(conn, organisation).await?;
    let resumed_at = sending_stops::resumed_at(conn, organisation).await?;
    if holding.is_empty() && resumed_at.is_none_or(|resumed| resumed < row.created_at) {
        // No stop held since it was written, as of most mail: its attempts are not read.
        return Ok(Vec::new());
    }
    let all = deliveries::list_of_item(conn, organisation, item).await?;
    let waits = waits(&row, (steps, &all), now);
    let Some(until) = waits.iter().map(|(_, until)| *until).max() else { return Ok(Vec::new()) };
    let mut events = sending_stops::list_until(conn, organisation, until, DEEDS_MAX).await?;
    // How those ended that held as it left.
    events.extend(sending_stops::list_after(conn, organisation, until, DEEDS_MAX).await?);
    add_untold(&mut events, &holding);
    Ok(told(&events, &waits, &Ends { holding: &holding, resumed_at }))
}

/// The stops that hold as an older node wrote them down, which noted no deeds.
fn add_untold(events: &mut Vec<StopEvent>, holding: &[SendingStop]) {
    for stop in holding {
        let is_it = |event: &StopEvent| {
            event.deed == StopDeed::Stopped && event.told.at == stop.at && event.told.by.is_same_side(stop.by)
        };
        if !events.iter().any(is_it) {
            events.push(StopEvent { deed: StopDeed::Stopped, told: stop.clone() });
        }
    }
    events.sort_by_key(|event| event.told.at);
}

/// How stops ended whose end nobody noted: an older node let mail go on.
struct Ends<'a> {
    /// Those that did not.
    holding: &'a [SendingStop],
    /// When mail went on last.
    resumed_at: Option<Timestamp>,
}

/// One stop.
struct Stop<'a> {
    /// What was done of it, in order.
    events: Vec<&'a StopEvent>,
    /// When it ended; `None` while it holds.
    until: Option<Timestamp>,
}

impl Stop<'_> {
    /// Whether it held at some time of this wait.
    fn held_in(&self, (from, until): Wait) -> bool {
        // One without its beginning began before all that is known.
        let began = self.events.first().filter(|event| event.deed == StopDeed::Stopped);
        began.is_none_or(|event| event.told.at <= until) && self.until.is_none_or(|ended| ended >= from)
    }
}

/// What was done to all mail, of the stops that held while the mail waited; nothing that was done after that.
fn told(events: &[StopEvent], waits: &[Wait], ends: &Ends<'_>) -> Vec<(Timestamp, Step)> {
    let mut told: Vec<&StopEvent> = Vec::new();
    for is_operator in [true, false] {
        let is_side = |by: StoppedBy| (by == StoppedBy::Operator) == is_operator;
        let side: Vec<_> = events.iter().filter(|event| is_side(event.told.by)).collect();
        let holds = ends.holding.iter().any(|stop| is_side(stop.by));
        for stop in stops(&side, (holds, ends.resumed_at)) {
            let held = waits.iter().filter(|wait| stop.held_in(**wait));
            if let Some(until) = held.map(|(_, until)| *until).max() {
                told.extend(stop.events.into_iter().filter(|event| event.told.at <= until));
            }
        }
    }
    told.sort_by_key(|event| event.told.at);
    told.into_iter().map(step).collect()
}

/// The stops of one side, in order; without those of which nobody knows when they ended.
fn stops<'a>(side: &[&'a StopEvent], (holds, resumed_at): (bool, Option<Timestamp>)) -> Vec<Stop<'a>> {
    // When one ended that nobody noted: as mail went on, or as the next one began at the latest.
    let ended = |events: &[&StopEvent], next: Option<Timestamp>| {
        let since = events.first().map(|event| event.told.at);
        let resumed = resumed_at.filter(|at| Some(*at) > since && next.is_none_or(|next| *at < next));
        resumed.or(next)
    };
    let mut stops = Vec::new();
    let mut open: Vec<&StopEvent> = Vec::new();
    for event in side {
        match event.deed {
            StopDeed::Stopped => {
                let events = std::mem::replace(&mut open, vec![*event]);
                let until = ended(&events, Some(event.told.at));
                stops.push(Stop { events, until });
            }
            StopDeed::Reworded => open.push(*event),
            StopDeed::WentOn => {
                open.push(*event);
                stops.push(Stop { events: std::mem::take(&mut open), until: Some(event.told.at) });
            }
        }
    }
    if open.is_empty() {
        return stops;
    }
    if holds {
        stops.push(Stop { events: open, until: None });
    } else if let Some(until) = ended(&open, None) {
        stops.push(Stop { events: open, until: Some(until) });
    }
    stops
}

fn step(event: &StopEvent) -> (Timestamp, Step) {
    let user_id = match event.told.by {
        StoppedBy::Operator => None,
        StoppedBy::User(user) => Some(user),
    };
    (event.told.at, Step::AllMail(AllMailTold { what: event.deed, user_id, why: event.told.why.clone() }))
}

/// Both in one order; the steps keep theirs, whatever the clocks of nodes said.
fn merged(steps: Vec<(Timestamp, Step)>, stops: Vec<(Timestamp, Step)>) -> Vec<(Timestamp, Step)> {
    let mut merged = Vec::with_capacity(steps.len() + stops.len());
    let mut stops = stops.into_iter().peekable();
    for step in steps {
        while let Some(stop) = stops.next_if(|stop| stop.0 < step.0) {
            merged.push(stop);
        }
        merged.push(step);
    }
    merged.extend(stops);
    merged
}

#[cfg(test)]
mod tests {
    use domain::UserId;

    use super::*;

    const fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(ms)
    }

    fn event(ms: i64, by: StoppedBy, deed: StopDeed) -> StopEvent {
        StopEvent { deed, told: SendingStop { by, at: at(ms), why: String::new() } }
    }

    /// When what is told was done, of a mail that waited so.
    fn times(events: &[StopEvent], waits: &[(i64, i64)], ends: &Ends<'_>) -> Vec<i64> {
        let waits: Vec<_> = waits.iter().map(|(from, until)| (at(*from), at(*until))).collect();
        told(events, &waits, ends).into_iter().map(|(at, _)| at.as_millis()).collect()
    }

    #[test]
    fn a_mail_tells_of_the_stops_that_held_while_it_waited_and_of_nothing_before_or_after() {
        let (user, operator) = (StoppedBy::User(UserId::new(7)), StoppedBy::Operator);
        let events = [
            event(10, user, StopDeed::Stopped),
            event(20, user, StopDeed::WentOn),
            event(30, user, StopDeed::Stopped),
            event(35, operator, StopDeed::Stopped),
            event(40, user, StopDeed::Reworded),
            event(50, user, StopDeed::WentOn),
            event(60, operator, StopDeed::WentOn),
            event(70, user, StopDeed::Stopped),
        ];
        let holding = [SendingStop { by: user, at: at(70), why: String::new() }];
        let ends = Ends { holding: &holding, resumed_at: Some(at(60)) };
        let times = |from, until| times(&events, &[(from, until)], &ends);
        assert_eq!(times(25, 65), [30, 35, 40, 50, 60]);
        assert_eq!(times(45, 55), [30, 35, 40, 50], "written while it was stopped");
        assert_eq!(times(61, 65), [0; 0]);
        assert_eq!(times(61, 90), [70], "it still waits");
        assert_eq!(times(5, 15), [10], "it was with a server as the stop began");
    }

    #[test]
    fn what_was_stopped_between_two_times_that_a_mail_waited_is_not_told() {
        let user = StoppedBy::User(UserId::new(7));
        let events = [event(20, user, StopDeed::Stopped), event(30, user, StopDeed::WentOn)];
        let ends = Ends { holding: &[], resumed_at: Some(at(30)) };
        assert_eq!(times(&events, &[(5, 10), (40, 50)], &ends), [0; 0]);
        assert_eq!(times(&events, &[(5, 10), (25, 50)], &ends), [20, 30]);
    }

    #[test]
    fn a_stop_whose_end_an_older_node_did_not_note_is_not_told_for_ever() {
        let user = StoppedBy::User(UserId::new(7));
        let open = [event(10, user, StopDeed::Stopped)];
        let ended = |resumed_at| Ends { holding: &[], resumed_at };
        assert_eq!(times(&open, &[(50, 60)], &ended(Some(at(20)))), [0; 0]);
        assert_eq!(times(&open, &[(15, 60)], &ended(Some(at(20)))), [10]);
        assert_eq!(times(&open, &[(50, 60)], &ended(None)), [0; 0], "nobody knows when it ended");
        // The older node stopped it anew.
        let again = SendingStop { by: user, at: at(40), why: "again".to_owned() };
        let holding = std::slice::from_ref(&again);
        let mut events = open.to_vec();
        add_untold(&mut events, holding);
        let ends = Ends { holding, resumed_at: Some(at(20)) };
        assert_eq!(times(&events, &[(50, 60)], &ends), [40]);
        assert_eq!(times(&events, &[(15, 60)], &ends), [10, 40]);
        assert_eq!(times(&events, &[(25, 30)], &ends), [0; 0]);
    }

    #[test]
    fn steps_keep_their_order_and_stops_stand_among_them() {
        let step = |ms, name: &str| (at(ms), Step::FileFetched { name: name.to_owned() });
        let stops = vec![step(1, "stop"), step(5, "goes on"), step(9, "again")];
        let told = merged(vec![step(4, "queued"), step(3, "routed"), step(6, "sent")], stops);
        let times: Vec<_> = told.iter().map(|(at, _)| at.as_millis()).collect();
        assert_eq!(times, [1, 4, 3, 5, 6, 9]);
    }
}
