//! What an organisation sets of its automatic replies.

use std::collections::BTreeSet;

use domain::{Actor, CategoryId, OrganisationId, Problem, TemplateId};
use policy::budget::Budget;
use serde::{Deserialize, Serialize};
use store::category_replies::CategoryReply;
use store::events::{self, Change};
use store::{Conn, StoreError};

use crate::office::Office;
use crate::settings::Edit;
use crate::users::Refused;
use crate::{problem, templates};

/// The name under which they are stored.
const KEY: &str = "auto_reply";
/// The most at once that can be set.
pub(crate) const BURST_MAX: u32 = 10_000;
/// The longest interval that can be set, seconds: a day.
pub(crate) const INTERVAL_S_MAX: u32 = 24 * 3600;
/// The longest that an address or a case is paused, milliseconds: a day.
const PAUSE_MAX_MS: i64 = 24 * 3600 * 1000;
/// The longest that a whole organisation is, milliseconds: an hour, since it concerns everybody.
const STORM_PAUSE_MAX_MS: i64 = 3600 * 1000;

/// How often: so many at once, then one an interval.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rate {
    /// At once, at least 1.
    pub burst: u32,
    /// Seconds after which there is one more.
    pub interval_s: u32,
}

/// The automatic replies of an organisation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct AutoReplySettings {
    /// Whether any are sent.
    pub enabled: bool,
    /// The text of those whose category and mailbox have none of their own.
    pub template_id: Option<TemplateId>,
    /// To one address.
    pub per_address: Rate,
    /// In one case.
    pub per_case: Rate,
    /// All of them: the brake for storms.
    pub per_organisation: Rate,
}

impl Default for AutoReplySettings {
    fn default() -> Self {
        Self {
            enabled: false,
            template_id: None,
            per_address: Rate { burst: 2, interval_s: 600 },
            per_case: Rate { burst: 2, interval_s: 600 },
            per_organisation: Rate { burst: 100, interval_s: 10 },
        }
    }
}

impl AutoReplySettings {
    /// The budget of an address or a case.
    pub(super) fn narrow(rate: Rate) -> Budget {
        budget(rate, PAUSE_MAX_MS)
    }

    /// The budget of the organisation.
    pub(super) fn storm(&self) -> Budget {
        budget(self.per_organisation, STORM_PAUSE_MAX_MS)
    }
}

fn budget(rate: Rate, pause_max_ms: i64) -> Budget {
    Budget { burst: rate.burst, interval_ms: i64::from(rate.interval_s) * 1000, pause_max_ms }
}

/// The settings with what categories have of their own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AutoReplyView {
    /// The organisation's.
    pub settings: AutoReplySettings,
    /// The categories'.
    pub categories: Vec<CategoryReply>,
}

/// The organisation's settings, or how they are before anybody sets them.
pub(crate) async fn of_organisation(
    conn: &Conn,
    organisation: OrganisationId,
) -> Result<AutoReplySettings, StoreError> {
    let found = store::settings::find(conn, Some(organisation), KEY).await?;
    Ok(found.unwrap_or_default())
}

/// The settings.
///
/// # Errors
/// When the store fails.
pub async fn get(office: &Office, actor: &Actor) -> Result<AutoReplyView, Problem> {
    let conn = office.store().read();
    let settings = of_organisation(&conn, actor.organisation).await.map_err(problem::from_store)?;
    let categories =
        store::category_replies::list(&conn, actor.organisation).await.map_err(problem::from_store)?;
    Ok(AutoReplyView { settings, categories })
}

/// Sets them, those of the categories included.
///
/// # Errors
/// 422 for a template or category that is not there, and for a rate out of its bounds.
pub async fn put(office: &Office, actor: &Actor, view: AutoReplyView) -> Result<(), Problem> {
    check(office, actor, &view).await?;
    let organisation = actor.organisation;
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                // Whoever changes one of them meanwhile does so before this, or over it.
                store::organisations::lock(tx, organisation).await?;
                store::settings::put(tx, Some(organisation), KEY, &view.settings).await?;
                store::category_replies::put(tx, organisation, &view.categories).await?;
                events::insert(tx, organisation, Change::settings());
                Ok(())
            })
        })
        .await
        .map_err(problem::from_store)
}

/// Changes the organisation's, and nothing of the categories.
///
/// # Errors
/// As [`put`].
pub(crate) async fn change(
    office: &Office,
    actor: &Actor,
    edit: Edit<AutoReplySettings>,
) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let present = of_organisation(&office.store().read(), organisation).await.map_err(problem::from_store)?;
    let settings = edit.clone().over(present)?;
    check(office, actor, &AutoReplyView { settings, categories: Vec::new() }).await?;
    let changed = office.store().write(move |tx| {
        Box::pin(async move {
            let settings = edit.over_kept(tx, organisation, KEY).await?;
            store::settings::put(tx, Some(organisation), KEY, &settings).await?;
            events::insert(tx, organisation, Change::settings());
            Ok(())
        })
    });
    changed.await.map_err(Refused::into_problem)
}

async fn check(office: &Office, actor: &Actor, view: &AutoReplyView) -> Result<(), Problem> {
    let settings = &view.settings;
    for (field, rate) in [
        ("per_address", settings.per_address),
        ("per_case", settings.per_case),
        ("per_organisation", settings.per_organisation),
    ] {
        if !(1..=BURST_MAX).contains(&rate.burst) || !(1..=INTERVAL_S_MAX).contains(&rate.interval_s) {
            let detail = format!(
                "a budget takes 1 to {BURST_MAX} replies at once and an interval of 1 to {INTERVAL_S_MAX} seconds"
            );
            return Err(Problem::invalid(field, "auto_reply.rate", detail).with("max", BURST_MAX.to_string()));
        }
    }
    let chosen = view.categories.iter().map(|category| ("categories", category.template_id));
    for (field, id) in chosen.chain([("template_id", settings.template_id)]) {
        let Some(id) = id else { continue };
        templates::known(office, actor, (field, id)).await?;
    }
    let conn = office.store().read();
    let known = store::categories::list(&conn, actor.organisation).await.map_err(problem::from_store)?;
    let mut seen: BTreeSet<CategoryId> = BTreeSet::new();
    for category in &view.categories {
        let exists = known.iter().any(|known| known.id == category.category_id);
        if !exists || !seen.insert(category.category_id) {
            let detail = "there is no such category, or it is named twice";
            return Err(Problem::invalid("categories", "no_such_category", detail));
        }
    }
    Ok(())
}

/// Whether automatic replies and the mails of filters are made of a template, so that it must not go.
///
/// # Errors
/// When the store fails.
pub async fn template_is_used(
    conn: &Conn,
    organisation: OrganisationId,
    id: TemplateId,
) -> Result<bool, StoreError> {
    let settings = of_organisation(conn, organisation).await?;
    let categories = store::category_replies::list(conn, organisation).await?;
    let is_chosen =
        settings.template_id == Some(id) || categories.iter().any(|reply| reply.template_id == Some(id));
    let is_chosen = is_chosen || crate::filters::send_template(conn, organisation, id).await?;
    Ok(is_chosen || store::mailboxes::use_template(conn, organisation, id).await?)
}
