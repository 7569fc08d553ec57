//! Many equal refusals at one provider, or many for a fault of ours: those who look after the sending are told once, and that they have to choose.

use domain::notice::{Happening, NoticeEvent};
use domain::org::Right;
use domain::{OrganisationId, Timestamp, UserId};
use store::notices::NewNotice;
use store::{StoreError, Tx};

/// Tells those who may decide on it and look after the mailboxes; where nobody does both, all who may decide. In the
/// transaction that notices the incident, so that each is told of once.
pub(crate) async fn tell_incident(
    tx: &Tx,
    organisation: OrganisationId,
    what: Happening,
    now: Timestamp,
) -> Result<(), StoreError> {
    let may_decide = store::users::list_with_right(tx, organisation, Right::Outbox).await?;
    let keepers = store::users::list_with_right(tx, organisation, Right::Mailboxes).await?;
    let both: Vec<_> = may_decide.iter().copied().filter(|user| keepers.contains(user)).collect();
    let users = if both.is_empty() { may_decide } else { both };
    tell_users(tx, organisation, (&users, NoticeEvent::Incident, &what), now).await
}

/// Tells each of these of something that is of no case, as he chose to be told, without waiting for more of the kind.
pub(super) async fn tell_users(
    tx: &Tx,
    organisation: OrganisationId,
    (users, event, what): (&[UserId], NoticeEvent, &Happening),
    now: Timestamp,
) -> Result<(), StoreError> {
    let chosen = store::notice_choices::of_event(tx, organisation, users, event).await?;
    let notice = |user: UserId| {
        let channels = chosen.get(&user).copied().unwrap_or_else(|| event.proposed());
        channels.is_any().then(|| NewNotice {
            user,
            case: None,
            event,
            actor: None,
            at: now,
            what: what.clone(),
            in_app: channels.in_app,
            mail_due_at: channels.by_mail.then_some(now),
        })
    };
    let notices: Vec<NewNotice> = users.iter().copied().filter_map(notice).collect();
    store::notices::insert(tx, organisation, &notices).await
}
