//! How long an organisation keeps what it sent and no case shows: notices, receipts, mail that was passed on, tests. What a
//! case shows stays with its message.

use domain::limits::{SENT_DAYS_MAX, SENT_DAYS_MIN};
use domain::{Actor, OrganisationId, OutboxId, Problem, Timestamp};
use serde::{Deserialize, Serialize};
use store::events::{self, Change};
use store::outbox::Looked;
use store::{StoreError, Tx};

use crate::office::Office;
use crate::problem;

/// Where the rules are kept.
pub(crate) const KEY: &str = "sent_mail";
/// Where it is kept how far the look through an organisation's sent mail has come.
const PROGRESS: &str = "sent_mail.looked";
const DAY_MS: i64 = 24 * 3600 * 1000;

/// What an organisation chose.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SentMailRules {
    /// For how many days sent mail is kept that no case shows; 0 is for ever.
    pub days: u32,
}

/// How far the look has come. What is sent late, since it was planned or failed at first, may lie before its place: so it
/// begins anew each day.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(default)]
struct Progress {
    /// The item that it goes on behind, by its instant and its id; none at the beginning.
    behind: Option<(i64, i64)>,
    /// When it begins anew, milliseconds; in the past while it is under way.
    again_at: i64,
}

/// The rules.
///
/// # Errors
/// When the store fails.
pub async fn rules(office: &Office, actor: &Actor) -> Result<SentMailRules, Problem> {
    let found = store::settings::find(&office.store().read(), Some(actor.organisation), KEY).await;
    Ok(found.map_err(problem::from_store)?.unwrap_or_default())
}

/// Sets them; what was sent before goes by them, too.
///
/// # Errors
/// 422 for days out of range.
pub async fn put_rules(office: &Office, actor: &Actor, rules: SentMailRules) -> Result<(), Problem> {
    if rules.days != 0 && !(SENT_DAYS_MIN..=SENT_DAYS_MAX).contains(&rules.days) {
        let detail = format!(
            "sent mail is kept from {SENT_DAYS_MIN} to {SENT_DAYS_MAX} days, or for ever with 0: what comes back of it later would find nothing"
        );
        let refused = Problem::invalid("days", "sent_mail.days", detail);
        return Err(refused.with("min", SENT_DAYS_MIN.to_string()).with("max", SENT_DAYS_MAX.to_string()));
    }
    let organisation = actor.organisation;
    let put = office.store().write(move |tx| {
        Box::pin(async move {
            store::settings::put(tx, Some(organisation), KEY, &rules).await?;
            store::settings::delete(tx, Some(organisation), PROGRESS).await?;
            events::insert(tx, organisation, Change::settings());
            Ok(())
        })
    });
    put.await.map_err(problem::from_store)
}

/// Looks at some of the sent mail of all organisations that chose a number of days, and removes what is over; returns how
/// many it looked at, which is `limit` while there is more.
pub(crate) async fn purge(tx: &Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let mut left = u64::from(limit);
    for (organisation, rules) in store::settings::list_of::<SentMailRules>(tx, KEY).await? {
        if rules.days > 0 && left > 0 {
            left -= purge_of(tx, organisation, (rules.days, now), left).await?;
        }
    }
    Ok(u64::from(limit) - left)
}

async fn purge_of(
    tx: &Tx,
    organisation: OrganisationId,
    (days, now): (u32, Timestamp),
    limit: u64,
) -> Result<u64, StoreError> {
    let progress: Progress =
        store::settings::find(tx, Some(organisation), PROGRESS).await?.unwrap_or_default();
    if progress.again_at > now.as_millis() {
        return Ok(0);
    }
    let behind = progress.behind.map(|(at, id)| (Timestamp::from_millis(at), OutboxId::new(id)));
    let before = now.plus_millis(-i64::from(days) * DAY_MS);
    let Looked { items, removed, last } =
        store::outbox::purge_sent(tx, organisation, (behind, before), limit).await?;
    if removed > 0 {
        tracing::info!(organisation.id = %organisation, removed, "sent mail that is kept no longer was removed");
    }
    let progress = match last.filter(|_| items >= limit) {
        Some((at, id)) => Progress { behind: Some((at.as_millis(), id.get())), again_at: 0 },
        None => Progress { behind: None, again_at: now.plus_millis(DAY_MS).as_millis() },
    };
    store::settings::remember(tx, Some(organisation), PROGRESS, &progress).await?;
    Ok(items)
}
