//! What happened becomes notices for those whom it concerns.

use std::collections::BTreeMap;

use domain::notice::{Happening, NoticeEvent, RefusedTogether};
use domain::{OrganisationId, Timestamp, UserId};
use policy::notice::{self, Facts};
use store::cases::Standing;
use store::deliveries::DeliveryStanding;
use store::happenings::HappeningRow;
use store::notices::NewNotice;
use store::{StoreError, Tx};

use super::addresses;
use super::words::About;
use crate::cases;
use crate::office::Office;

/// Happenings that one transaction tells.
const TOGETHER: u32 = 50;
/// How long a mail waits for more of its case, milliseconds.
pub(super) const GATHER_MS: i64 = 5 * 60 * 1000;
/// Whom one happening can concern.
const AUDIENCE_MAX: usize = 500;

/// Tells the oldest of what waits; whether there was any.
pub(super) async fn tell(office: &Office) -> Result<bool, StoreError> {
    let within = office.clone();
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let happened = gathered(store::happenings::take(tx, TOGETHER).await?);
                for one in &happened {
                    tell_one(tx, &within, one).await?;
                }
                Ok(!happened.is_empty())
            })
        })
        .await
}

/// Those whom one mail did not reach are told of together.
fn gathered(happened: Vec<HappeningRow>) -> Vec<HappeningRow> {
    let mut gathered: Vec<HappeningRow> = Vec::with_capacity(happened.len());
    for one in happened {
        let of_same = |before: &&mut HappeningRow| {
            (before.organisation, before.case, before.user) == (one.organisation, one.case, one.user)
        };
        let is_told = gathered.iter_mut().filter(of_same).any(|before| before.what.take_in(&one.what));
        if !is_told {
            gathered.push(one);
        }
    }
    gathered
}

/// What a user has not read yet of a mail or a copy that did not arrive, or of a mailing that is late, is told anew with those whom it did
/// not reach since, in the place of one notice for each.
pub(super) async fn with_unread(
    tx: &Tx,
    organisation: OrganisationId,
    mut notices: Vec<NewNotice>,
) -> Result<Vec<NewNotice>, StoreError> {
    let is_gathered = |notice: &&mut NewNotice| {
        let of_mail = matches!(
            notice.what,
            Happening::DeliveryFailed { mail: Some(_) }
                | Happening::DeliveryDelayed { mail: Some(_), .. }
                | Happening::MailReturned { .. }
                | Happening::CopyFailed { .. }
        );
        notice.in_app && of_mail
    };
    for notice in notices.iter_mut().filter(is_gathered) {
        let about = (notice.case, notice.event);
        for mut before in store::notices::list_unread(tx, organisation, notice.user, about).await? {
            join_incident(tx, organisation, &mut before.what, &notice.what).await?;
            if !before.what.take_in(&notice.what) {
                continue;
            }
            let Some(mut before) = store::notices::take_unread(tx, organisation, before.id).await? else {
                continue;
            };
            join_incident(tx, organisation, &mut before.what, &notice.what).await?;
            if before.what.take_in(&notice.what) {
                notice.what = before.what;
                notice.mail_due_at = before.mail_due_at.or(notice.mail_due_at);
            }
        }
    }
    for notice in &mut notices {
        recount(tx, organisation, &mut notice.what).await?;
    }
    Ok(notices)
}

/// A mail that came back before the incident of its refusal was opened is one of it as well.
async fn join_incident(
    tx: &Tx,
    organisation: OrganisationId,
    before: &mut Happening,
    told: &Happening,
) -> Result<(), StoreError> {
    let (
        Happening::MailReturned { outbox, together, .. },
        Happening::MailReturned { together: Some(of), .. },
    ) = (before, told)
    else {
        return Ok(());
    };
    if together.is_none() && store::incidents::has_mail(tx, organisation, of.incident, *outbox).await? {
        *together = Some(RefusedTogether { mails: 1, ..of.clone() });
    }
    Ok(())
}

/// Of a mail that failed it is said at how many it did by this moment: three are named, so that whoever is tried again and refused
/// again would be counted as another one.
pub(super) async fn recount(
    tx: &Tx,
    organisation: OrganisationId,
    what: &mut Happening,
) -> Result<(), StoreError> {
    let Happening::DeliveryFailed { mail: Some(mail) } = what else { return Ok(()) };
    let all = store::deliveries::list_standings(tx, organisation, &[mail.outbox]).await?;
    let failed = all.into_iter().filter(DeliveryStanding::has_failed);
    let failed: Vec<String> = failed.map(|one| one.recipient.to_string()).collect();
    mail.tell_of(&failed);
    Ok(())
}

async fn tell_one(tx: &Tx, office: &Office, happened: &HappeningRow) -> Result<(), StoreError> {
    let (organisation, case) = (happened.organisation, happened.case);
    let Some(standing) = store::cases::find_standing(tx, organisation, case).await? else { return Ok(()) };
    // Spam, deleted and merged cases are nobody's work.
    if !standing.status.is_living() {
        return Ok(());
    }
    let category = match standing.category_id {
        Some(id) => store::categories::find(tx, organisation, id).await?,
        None => None,
    };
    let members = category.as_ref().filter(|category| category.notify_members);
    let writers = if matches!(happened.what, Happening::DeliveryFailed { .. }) {
        store::cases::list_writers(tx, organisation, case).await?
    } else {
        Vec::new()
    };
    let facts = Facts {
        by: happened.user,
        owner: standing.owner_id,
        members: members.map(|category| category.member_ids.clone()).unwrap_or_default(),
        followers: store::followers::list(tx, organisation, case).await?,
        writers,
    };
    let told = notice::audience(&happened.what, &facts);
    let told = allowed(tx, organisation, (told, standing)).await?;
    let notices = notices(tx, (happened, office.now()), told).await?;
    let notices = with_unread(tx, organisation, notices).await?;
    store::notices::insert(tx, organisation, &notices).await?;
    if let (Happening::Created, Some(category)) = (&happened.what, category) {
        let about = About::NewCase { category: &category.name };
        let addresses = &category.notify_addresses;
        addresses::tell(tx, office, (organisation, case), (addresses, about)).await?;
    }
    Ok(())
}

/// Those who may see the case as it stands.
async fn allowed(
    tx: &Tx,
    organisation: OrganisationId,
    (told, standing): (BTreeMap<UserId, NoticeEvent>, Standing),
) -> Result<BTreeMap<UserId, NoticeEvent>, StoreError> {
    let users: Vec<UserId> = told.keys().copied().take(AUDIENCE_MAX).collect();
    if users.is_empty() {
        return Ok(told);
    }
    let mut allowed = BTreeMap::new();
    for (actor, categories) in store::users::list_actors(tx, organisation, &users).await? {
        let scope = cases::scope(&actor, categories);
        if cases::may_any(&actor) && scope.covers(standing.owner_id, standing.category_id) {
            allowed.extend(told.get(&actor.user).map(|event| (actor.user, *event)));
        }
    }
    Ok(allowed)
}

/// The notices of those who want them.
async fn notices(
    tx: &Tx,
    (happened, now): (&HappeningRow, Timestamp),
    told: BTreeMap<UserId, NoticeEvent>,
) -> Result<Vec<NewNotice>, StoreError> {
    let mut by_event = BTreeMap::<NoticeEvent, Vec<UserId>>::new();
    for (user, event) in told {
        by_event.entry(event).or_default().push(user);
    }
    let mut notices = Vec::new();
    for (event, users) in by_event {
        let chosen = store::notice_choices::of_event(tx, happened.organisation, &users, event).await?;
        for user in users {
            let channels = chosen.get(&user).copied().unwrap_or_else(|| event.proposed());
            if !channels.is_any() {
                continue;
            }
            notices.push(NewNotice {
                user,
                case: Some(happened.case),
                event,
                actor: happened.user,
                at: happened.at,
                what: happened.what.clone(),
                in_app: channels.in_app,
                mail_due_at: channels.by_mail.then(|| now.plus_millis(GATHER_MS)),
            });
        }
    }
    Ok(notices)
}
