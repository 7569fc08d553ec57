//! What an organisation sets of its notices.

use domain::{Actor, MailboxId, OrganisationId, Problem};
use policy::budget::Budget;
use serde::{Deserialize, Serialize};
use store::events::{self, Change};
use store::mailboxes::MailboxRow;
use store::{Conn, StoreError};

use crate::office::Office;
use crate::problem;
use crate::settings::Edit;
use crate::users::Refused;

/// The name under which they are stored.
const KEY: &str = "notify";
/// The most mails that one user or address can be sent an hour.
pub(crate) const PER_HOUR_MAX: u32 = 500;
/// The most days after which somebody can be reminded.
pub(crate) const REMIND_DAYS_MAX: u32 = 365;
/// The longest that a user or address is paused, milliseconds.
const PAUSE_MAX_MS: i64 = 3600 * 1000;
const HOUR_MS: i64 = 3600 * 1000;

/// The notices of an organisation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct NotifySettings {
    /// The mailbox whose address they are sent from; else that of the case.
    pub mailbox_id: Option<MailboxId>,
    /// Whether they hold what the customer wrote.
    pub with_text: bool,
    /// How many mails one user or address is sent an hour.
    pub per_hour: u32,
    /// After how many days without a message a case is old; 0 reminds nobody.
    pub remind_days: u32,
    /// The hour of the day at which users are reminded, in the time zone of the office hours.
    pub remind_hour: u32,
}

impl Default for NotifySettings {
    fn default() -> Self {
        Self { mailbox_id: None, with_text: false, per_hour: 30, remind_days: 7, remind_hour: 7 }
    }
}

impl NotifySettings {
    /// How often one user or address is sent a mail.
    pub(super) fn budget(&self) -> Budget {
        let burst = self.per_hour.max(1);
        Budget { burst, interval_ms: HOUR_MS / i64::from(burst), pause_max_ms: PAUSE_MAX_MS }
    }

    fn check(&self) -> Result<(), Problem> {
        if !(1..=PER_HOUR_MAX).contains(&self.per_hour) {
            let detail = format!("one user is sent between 1 and {PER_HOUR_MAX} mails an hour");
            return Err(Problem::invalid("per_hour", "notify.per_hour", detail));
        }
        if self.remind_days > REMIND_DAYS_MAX {
            let detail = format!("a case is old after at most {REMIND_DAYS_MAX} days; 0 reminds nobody");
            return Err(Problem::invalid("remind_days", "notify.remind_days", detail));
        }
        if self.remind_hour > 23 {
            let detail = "an hour of the day is between 0 and 23";
            return Err(Problem::invalid("remind_hour", "notify.remind_hour", detail));
        }
        Ok(())
    }
}

pub(super) async fn of_organisation(
    conn: &Conn,
    organisation: OrganisationId,
) -> Result<NotifySettings, StoreError> {
    Ok(store::settings::find(conn, Some(organisation), KEY).await?.unwrap_or_default())
}

/// The mailbox that notices are sent from: the one that was chosen, else the case's, else the first.
pub(super) async fn sender(
    conn: &Conn,
    organisation: OrganisationId,
    (settings, of_case): (&NotifySettings, Option<MailboxId>),
) -> Result<Option<MailboxRow>, StoreError> {
    for id in [settings.mailbox_id, of_case].into_iter().flatten() {
        if let Some(found) = store::mailboxes::find(conn, organisation, id).await? {
            return Ok(Some(found));
        }
    }
    let names = store::mailboxes::list_names(conn, organisation).await?;
    let Some((first, _)) = names.first() else { return Ok(None) };
    store::mailboxes::find(conn, organisation, *first).await
}

/// The settings.
///
/// # Errors
/// When the store fails.
pub async fn get(office: &Office, actor: &Actor) -> Result<NotifySettings, Problem> {
    of_organisation(&office.store().read(), actor.organisation).await.map_err(problem::from_store)
}

/// Sets them. Reminders that are planned are planned anew.
///
/// # Errors
/// 422 for a mailbox that is not there and for numbers out of range.
pub async fn put(
    office: &Office,
    actor: &Actor,
    settings: impl Into<Edit<NotifySettings>>,
) -> Result<(), Problem> {
    let (organisation, settings) = (actor.organisation, settings.into());
    let put = office.store().write(move |tx| {
        Box::pin(async move {
            let settings = settings.over_kept(tx, organisation, KEY).await?;
            settings.check()?;
            if let Some(id) = settings.mailbox_id
                && store::mailboxes::find(tx, organisation, id).await?.is_none()
            {
                let detail = "there is no such mailbox";
                let refused = Problem::invalid("mailbox_id", "notify.no_such_mailbox", detail);
                return Err(Refused::from(refused));
            }
            store::settings::put(tx, Some(organisation), KEY, &settings).await?;
            store::organisations::plan_reminder(tx, organisation, None).await?;
            events::insert(tx, organisation, Change::settings());
            Ok(())
        })
    });
    put.await.map_err(Refused::into_problem)
}
