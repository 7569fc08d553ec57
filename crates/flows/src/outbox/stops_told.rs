//! What a mail's timeline tells of the stops of all mail that it waited for. A stop writes nothing for the many mails that it keeps:
//! what was done to all mail is looked at as a timeline is read, and so is when the mail waited.

use domain::outbox::DeliveryState;
use domain::timeline::{AllMailTold, Step, StopDeed, Subject};
use domain::{OrganisationId, OutboxId, Problem, Timestamp};
use store::Conn;
use store::deliveries;
use store::sending_stops::{self, StopEvent, StoppedBy};
use store::{StoreError, timeline};

use super::stopping::DEEDS_MAX;
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
    let stops = stops_of(&conn, organisation, item, office.now()).await.map_err(problem::from_store)?;
    Ok(merged(steps, stops))
}

async fn stops_of(
    conn: &Conn,
    organisation: OrganisationId,
    item: OutboxId,
    now: Timestamp,
) -> Result<Vec<(Timestamp, Step)>, StoreError> {
    let events = sending_stops::list_until(conn, organisation, now, DEEDS_MAX).await?;
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let Some(waited) = waited(conn, organisation, item, now).await? else { return Ok(Vec::new()) };
    Ok(told(&events, waited))
}

/// From when until when a mail waited, or still does.
async fn waited(
    conn: &Conn,
    organisation: OrganisationId,
    item: OutboxId,
    now: Timestamp,
) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
    let Some(row) = store::outbox::find(conn, organisation, item).await? else { return Ok(None) };
    // What is planned for later waits for its own time first.
    let from = row.planned_at.map_or(row.created_at, |planned| planned.max(row.created_at));
    let until = match row.state {
        DeliveryState::Queued | DeliveryState::Sending => row.deleted_at.unwrap_or(now),
        DeliveryState::Sent | DeliveryState::Failed => {
            let all = deliveries::list_of_item(conn, organisation, item).await?;
            let ended = all.iter().filter_map(|delivery| delivery.log.last()).map(|attempt| attempt.at);
            ended.max().unwrap_or(now)
        }
    };
    Ok(Some((from, until)))
}

/// What was done to all mail, of the stops that held while the mail waited; nothing that was done after that.
fn told(events: &[StopEvent], (from, until): (Timestamp, Timestamp)) -> Vec<(Timestamp, Step)> {
    let sides = [true, false].map(|is_operator| {
        events.iter().filter(move |event| (event.told.by == StoppedBy::Operator) == is_operator)
    });
    let mut told: Vec<&StopEvent> = Vec::new();
    for side in sides {
        let mut stop: Vec<&StopEvent> = Vec::new();
        for event in side {
            match event.deed {
                StopDeed::Stopped => {
                    told.append(&mut stop);
                    stop.push(event);
                }
                StopDeed::Reworded => stop.push(event),
                StopDeed::WentOn if event.told.at < from => stop.clear(),
                StopDeed::WentOn => {
                    stop.push(event);
                    told.append(&mut stop);
                }
            }
        }
        told.append(&mut stop);
    }
    told.retain(|event| event.told.at <= until);
    told.sort_by_key(|event| event.told.at);
    told.into_iter().map(step).collect()
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
    use store::sending_stops::SendingStop;

    use super::*;

    const fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(ms)
    }

    fn event(ms: i64, by: StoppedBy, deed: StopDeed) -> StopEvent {
        StopEvent { deed, told: SendingStop { by, at: at(ms), why: String::new() } }
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
        let times = |from, until| {
            let told = told(&events, (at(from), at(until)));
            told.into_iter().map(|(at, _)| at.as_millis()).collect::<Vec<_>>()
        };
        assert_eq!(times(25, 65), [30, 35, 40, 50, 60]);
        assert_eq!(times(45, 55), [30, 35, 40, 50], "written while it was stopped");
        assert_eq!(times(61, 65), [0; 0]);
        assert_eq!(times(61, 90), [70], "it still waits");
        assert_eq!(times(5, 15), [10], "it was with a server as the stop began");
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
