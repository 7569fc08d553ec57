//! Once a day users hear how many of their open cases are old.

use domain::notice::{Happening, NoticeEvent};
use domain::{OrganisationId, Timestamp, UserId};
use store::notices::NewNotice;
use store::{StoreError, Tx};

use super::settings::of_organisation;
use crate::cases::hours;
use crate::office::Office;

const DAY_MS: i64 = 24 * 3600 * 1000;
/// A reminder that is later than this, since no node ran, is left out: it would come at night.
const LATE_MS: i64 = 6 * 3600 * 1000;

/// Reminds the users of one organisation whose hour has come; whether there was one.
pub(super) async fn remind(office: &Office) -> Result<bool, StoreError> {
    let now = office.now();
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let next = now.plus_millis(DAY_MS);
                let Some((organisation, planned)) =
                    store::organisations::take_reminder(tx, (now, next)).await?
                else {
                    return Ok(false);
                };
                let settings = of_organisation(tx, organisation).await?;
                let next = hours(tx, organisation).await?.next_hour(now, settings.remind_hour);
                store::organisations::plan_reminder(tx, organisation, Some(next)).await?;
                let in_time = planned.is_some_and(|planned| now.millis_since(planned) < LATE_MS);
                if in_time && settings.remind_days > 0 {
                    remind_users(tx, organisation, (now, settings.remind_days)).await?;
                }
                Ok::<_, StoreError>(true)
            })
        })
        .await
}

async fn remind_users(
    tx: &Tx,
    organisation: OrganisationId,
    (now, days): (Timestamp, u32),
) -> Result<(), StoreError> {
    let before = now.plus_millis(-i64::from(days) * DAY_MS);
    let resting = store::cases::count_resting(tx, organisation, before).await?;
    let users: Vec<UserId> = resting.iter().map(|(user, _)| *user).collect();
    let active = store::users::list_actors(tx, organisation, &users).await?;
    let event = NoticeEvent::Reminder;
    let chosen = store::notice_choices::of_event(tx, organisation, &users, event).await?;
    let mut notices = Vec::new();
    for (user, count) in resting {
        let channels = chosen.get(&user).copied().unwrap_or_else(|| event.proposed());
        if !channels.is_any() || active.iter().all(|(actor, _)| actor.user != user) {
            continue;
        }
        notices.push(NewNotice {
            user,
            case: None,
            event,
            actor: None,
            at: now,
            what: Happening::OldCases { count, days },
            in_app: channels.in_app,
            mail_due_at: channels.by_mail.then_some(now),
        });
    }
    store::notices::insert(tx, organisation, &notices).await
}
