//! Notices that are due are mailed, those of one user and case together.

use std::collections::{BTreeMap, BTreeSet};

use domain::notice::Happening;
use domain::outbox::DeliveryState;
use domain::{EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use store::cases::CaseRow;
use store::events::{self, Change};
use store::notices::{NoticeRow, Together};
use store::users::UserRow;
use store::{Count, StoreError, Tx};

use super::letter::{Letter, post};
use super::mended::{ToldOf, is_mended};
use super::reading::mentioned;
use super::settings::{NotifySettings, of_organisation, sender};
use super::telling::recount;
use super::words::{self, Refusals, Told};
use crate::auto_reply::grants;
use crate::cases;
use crate::office::Office;

/// The scope of the brake: one bucket for each user.
pub(super) const SCOPE: &str = "notice";
/// Refusals of one incident that are counted of each kind.
const REFUSALS_COUNTED_MAX: u64 = 10_000;
/// Where a mail stands that did not arrive.
const FAILED: &[DeliveryState] = &[DeliveryState::Failed];
/// Where one stands that may still arrive.
const UNDER_WAY: &[DeliveryState] = &[DeliveryState::Queued, DeliveryState::Sending];
/// Mails that one step writes.
const STEP_MAX: usize = 50;

/// Writes mails that are due; whether there were any.
pub(super) async fn mail(office: &Office) -> Result<bool, StoreError> {
    for written in 0..STEP_MAX {
        let within = office.clone();
        let found = office
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    let due = store::notices::take_mail_due(tx, within.now()).await?;
                    if let Some(together) = &due {
                        write(tx, &within, together).await?;
                    }
                    Ok::<_, StoreError>(due.is_some())
                })
            })
            .await?;
        if !found {
            return Ok(written > 0);
        }
    }
    Ok(true)
}

async fn write(tx: &Tx, office: &Office, together: &Together) -> Result<(), StoreError> {
    // What he saw on the screen meanwhile needs no mail.
    let mut together = together.clone();
    together.notices.retain(|notice| notice.read_at.is_none());
    if together.notices.is_empty() {
        return Ok(());
    }
    let organisation = together.organisation;
    let Some(actor) = store::users::find_actor(tx, organisation, together.user).await? else { return Ok(()) };
    let Some(user) = store::users::find(tx, organisation, together.user).await? else { return Ok(()) };
    let case = match together.case {
        Some(_) if !cases::may_any(&actor) => return Ok(()),
        Some(id) => {
            let scope = cases::scope_within(tx, &actor).await?;
            // He may have lost it in the five minutes since.
            let Some(case) = store::cases::find(tx, organisation, id, &scope).await? else { return Ok(()) };
            Some(case)
        }
        None => None,
    };
    let of = Of { organisation, reader: user.id, now: office.now(), case: case.as_ref() };
    together.notices = unsettled(tx, &of, together.notices).await?;
    if together.notices.is_empty() {
        return Ok(());
    }
    let settings = of_organisation(tx, organisation).await?;
    let ids: Vec<_> = together.notices.iter().map(|notice| notice.id).collect();
    together.notices = gathered(together.notices);
    for notice in &mut together.notices {
        recount(tx, organisation, &mut notice.what).await?;
    }
    let mail = Mail { together: &together, user: &user, case: case.as_ref(), settings: &settings };
    let sent = send(tx, office, &mail).await?;
    if sent != Sent::Yes {
        store::notices::put_on_screen(tx, organisation, user.id, &ids).await?;
    }
    if sent == Sent::TooMany {
        // What else is due to him would be refused one by one.
        store::notices::give_up_due(tx, organisation, user.id, office.now()).await?;
    }
    Ok(())
}

/// Whom notices are for and when, and what they are of.
struct Of<'a> {
    organisation: OrganisationId,
    reader: UserId,
    now: Timestamp,
    case: Option<&'a CaseRow>,
}

/// Those that still need somebody: of a failure that was mended since it was noted nobody is told by mail. Of a server that was, the
/// bell tells nothing either, and the next failure is news.
async fn unsettled(tx: &Tx, of: &Of<'_>, notices: Vec<NoticeRow>) -> Result<Vec<NoticeRow>, StoreError> {
    let mut unsettled = Vec::with_capacity(notices.len());
    for notice in notices {
        if let Happening::Server { server, name, news } = &notice.what {
            let told = ToldOf { user: of.reader, server: *server, name, news: *news };
            if is_mended(tx, of.organisation, told, of.now).await? {
                store::notices::take_unread(tx, of.organisation, notice.id).await?;
                events::insert(tx, of.organisation, Change::notice(of.reader));
            } else {
                unsettled.push(notice);
            }
        } else if !is_settled(tx, of, &notice).await? {
            unsettled.push(notice);
        }
    }
    Ok(unsettled)
}

/// Whether a mail that did not arrive was sent again or has arrived, or is seen to; and whether one that was late is on its way no
/// more. What is not known of stays.
async fn is_settled(tx: &Tx, of: &Of<'_>, notice: &NoticeRow) -> Result<bool, StoreError> {
    let (outbox, open) = match &notice.what {
        Happening::DeliveryFailed { mail } => {
            // A case that was joined with another has handed its mark on.
            let unmarked = of.case.filter(|case| case.status.is_living() && !case.delivery_failed);
            let Some(mail) = mail else { return Ok(unmarked.is_some()) };
            if let Some(case) = unmarked
                && is_seen_to(tx, (of, case), (mail.outbox, notice.at)).await?
            {
                return Ok(true);
            }
            (mail.outbox, FAILED)
        }
        // That the first of many is sent again does not mend the others.
        Happening::MailReturned { together: Some(one), .. } if one.mails > 1 => return Ok(false),
        Happening::MailReturned { outbox, .. } => (*outbox, FAILED),
        Happening::DeliveryDelayed { mail: Some(mail), .. } => (mail.outbox, UNDER_WAY),
        Happening::DeliveryDelayed { mail: None, .. }
        | Happening::Created
        | Happening::Received
        | Happening::Commented
        | Happening::Answered
        | Happening::Owner { .. }
        | Happening::Woke
        | Happening::Escalated { .. }
        | Happening::Stranded { .. }
        | Happening::Changed { .. }
        | Happening::OldCases { .. }
        | Happening::Incident { .. }
        | Happening::Refused { .. }
        | Happening::ColleagueBlocked { .. }
        | Happening::CopyFailed { .. }
        | Happening::SenderDomain { .. }
        // What is asked of those is [`is_mended`].
        | Happening::Server { .. }
        | Happening::Newer => return Ok(false),
    };
    let all = store::deliveries::list_standings(tx, of.organisation, &[outbox]).await?;
    let mut asked = all.iter().filter(|one| !one.is_unasked);
    Ok(!all.is_empty() && asked.all(|one| !open.contains(&one.state)))
}

/// Whether the failure of a mail is seen to, of a case that has no mark of one any more: the reader took it off himself, or the customer
/// whom the mail did not reach has another address since. That somebody else writes in the case, or closes it, mends nothing.
async fn is_seen_to(
    tx: &Tx,
    (of, case): (&Of<'_>, &CaseRow),
    (outbox, since): (OutboxId, Timestamp),
) -> Result<bool, StoreError> {
    if store::cases::failure_seen_by(tx, of.organisation, case.id).await? == Some(of.reader) {
        return Ok(true);
    }
    let former = store::cases::former_customers(tx, of.organisation, case.id, since).await?;
    let former: Vec<_> = former.iter().filter_map(|text| text.parse::<EmailAddress>().ok()).collect();
    if former.is_empty() {
        return Ok(false);
    }
    let all = store::deliveries::list_standings(tx, of.organisation, &[outbox]).await?;
    let is_former = |one: &EmailAddress| former.iter().any(|former| former.key() == one.key());
    Ok(all.iter().filter(|one| one.has_failed()).all(|one| is_former(&one.recipient)))
}

/// Those whom one mail did not reach are one line, also for whoever is told by mail alone.
fn gathered(notices: Vec<NoticeRow>) -> Vec<NoticeRow> {
    let mut gathered: Vec<NoticeRow> = Vec::with_capacity(notices.len());
    for one in notices {
        if !gathered.iter_mut().any(|before| before.what.take_in(&one.what)) {
            gathered.push(one);
        }
    }
    gathered
}

/// What became of a mail.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sent {
    Yes,
    /// There is nothing to send it from, or it goes to a mailbox of ours.
    No,
    /// He was sent too many.
    TooMany,
}

struct Mail<'a> {
    together: &'a Together,
    user: &'a UserRow,
    case: Option<&'a CaseRow>,
    settings: &'a NotifySettings,
}

/// Writes it unless he was sent too many, or there is nothing to send it from.
async fn send(tx: &Tx, office: &Office, mail: &Mail<'_>) -> Result<Sent, StoreError> {
    let (organisation, now) = (mail.together.organisation, office.now());
    let of_case = mail.case.and_then(|case| case.mailbox_id);
    let Some(from) = sender(tx, organisation, (mail.settings, of_case)).await? else { return Ok(Sent::No) };
    let whose = mail.user.id.to_string();
    if !grants(tx, organisation, (SCOPE, &whose), (mail.settings.budget(), now)).await? {
        return Ok(Sent::TooMany);
    }
    let names = names(tx, organisation, mail.together).await?;
    let text = match mail.case {
        Some(case) if mail.settings.with_text => store::cases::find_newest(tx, organisation, case.id).await?,
        Some(_) | None => None,
    };
    let refused = refused(tx, organisation, mail.together).await?;
    let told = Told {
        notices: &mail.together.notices,
        case: mail.case,
        reader: mail.user.id,
        names: &names,
        newest: text.as_ref(),
        refused: &refused,
        base_url: &office.settings().base_url,
    };
    let (subject, text) = words::of(mail.user.language, &told);
    let letter = Letter { from: &from, to: &mail.user.address, subject, text, now };
    Ok(post(tx, office, organisation, letter).await?.map_or(Sent::No, |_| Sent::Yes))
}

async fn names(
    tx: &Tx,
    organisation: OrganisationId,
    together: &Together,
) -> Result<BTreeMap<UserId, String>, StoreError> {
    let mut names = BTreeMap::new();
    for user in together.notices.iter().flat_map(mentioned) {
        if !names.contains_key(&user)
            && let Some(found) = store::users::find(tx, organisation, user).await?
        {
            names.insert(user, found.name);
        }
    }
    Ok(names)
}

/// What was refused, of the incidents that wait for a decision and whose provider the notices name.
async fn refused(
    tx: &Tx,
    organisation: OrganisationId,
    together: &Together,
) -> Result<Vec<Refusals>, StoreError> {
    let mut all = Vec::new();
    let mut providers = BTreeSet::new();
    for notice in &together.notices {
        let (Happening::Incident { provider } | Happening::Refused { provider }) = &notice.what else {
            continue;
        };
        if !providers.insert(provider) {
            continue;
        }
        for incident in store::incidents::list_open_of(tx, organisation, provider).await? {
            let (blocked, held) =
                store::incidents::counts(tx, organisation, incident.id, REFUSALS_COUNTED_MAX).await?;
            let count = Count { count: blocked.count + held.count, more: blocked.more || held.more };
            all.push(Refusals { count, words: incident.words });
        }
    }
    Ok(all)
}
