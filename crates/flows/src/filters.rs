//! Filters: made, changed, ordered, deleted; tried without acting; taken out and in as a file.

mod check;
mod dry_run;
mod file;
mod senders;
mod tags;

use domain::filter::{Combine, FilterAction, FilterCapture, FilterCondition, FilterRules};
use domain::{Actor, FilterId, MailboxId, OrganisationId, Problem, TemplateId};
use store::events::{self, Change};
use store::filters::FilterSettings;
use store::{Conn, StoreError};

pub use check::addresses_of;
pub use dry_run::{Hit, OfMail, Page, Period, dry_run, dry_run_mail};
pub use file::{Conflict, FiledFilter, FilterFile, SameName, TakenIn, export, import};
pub use policy::filter::{Match, Miss};
pub use senders::{BLOCKED_SENDERS_MAX, Blocked, Sender, block_sender, blocked_senders, lift_sender};
pub use tags::rename_tag;

use crate::bulk::within_limit;
use crate::office::Office;
use crate::problem;

/// Filters of one organisation: each is run on each mail.
pub const FILTERS_MAX: usize = 500;

/// What a person enters of a filter; `None` leaves a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilterInput {
    /// The name.
    pub name: Option<String>,
    /// Whether it is applied.
    pub active: Option<bool>,
    /// The mailboxes whose mail it reads; none for all.
    pub mailbox_ids: Option<Vec<MailboxId>>,
    /// How the conditions are joined.
    pub combine: Option<Combine>,
    /// The conditions.
    pub conditions: Option<Vec<FilterCondition>>,
    /// What is read out of the mail.
    pub captures: Option<Vec<FilterCapture>>,
    /// What it does.
    pub actions: Option<Vec<FilterAction>>,
    /// Whether later filters are left out.
    pub stop: Option<bool>,
}

/// Makes a filter at the end of the order.
///
/// # Errors
/// 422 for a field that is wrong; 409 when there are too many.
pub async fn create(office: &Office, actor: &Actor, input: FilterInput) -> Result<FilterId, Problem> {
    let conn = office.store().read();
    let present = store::filters::list(&conn, actor.organisation).await.map_err(problem::from_store)?;
    room_for(1, present.len())?;
    let settings = check::settings(office, actor, merged(None, input), None).await?;
    let organisation = actor.organisation;

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                events::insert(tx, organisation, Change::settings());
                store::filters::insert(tx, organisation, &settings).await
            })
        })
        .await
        .map_err(problem::from_store)
}

/// Changes a filter; mail that it blocked stays blocked.
///
/// # Errors
/// As [`create`], and 404.
pub async fn change(office: &Office, actor: &Actor, id: FilterId, input: FilterInput) -> Result<(), Problem> {
    let conn = office.store().read();
    let present = store::filters::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
    let present = present.ok_or_else(|| Problem::not_found("filter"))?;
    let before = present.settings.rules.clone();
    let settings = merged(Some(present.settings), input);
    let settings = check::settings(office, actor, settings, Some(&before)).await?;
    let organisation = actor.organisation;

    found(
        office
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    events::insert(tx, organisation, Change::settings());
                    store::filters::update(tx, organisation, id, &settings).await
                })
            })
            .await,
    )
}

/// Deletes a filter.
///
/// # Errors
/// 404.
pub async fn delete(office: &Office, actor: &Actor, id: FilterId) -> Result<(), Problem> {
    let (organisation, at) = (actor.organisation, office.now());

    found(
        office
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    events::insert(tx, organisation, Change::settings());
                    store::filters::delete(tx, organisation, id, at).await
                })
            })
            .await,
    )
}

/// Puts the filters into this order; those not named follow.
///
/// # Errors
/// When the store fails.
pub async fn order(office: &Office, actor: &Actor, ids: Vec<FilterId>) -> Result<(), Problem> {
    within_limit(&ids)?;
    let organisation = actor.organisation;

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                events::insert(tx, organisation, Change::settings());
                store::filters::reorder(tx, organisation, &ids).await
            })
        })
        .await
        .map_err(problem::from_store)
}

/// Whether a filter sends mail made of this template, so that it must not go.
pub(crate) async fn send_template(
    conn: &Conn,
    organisation: OrganisationId,
    id: TemplateId,
) -> Result<bool, StoreError> {
    let filters = store::filters::list(conn, organisation).await?;
    let mut actions = filters.iter().flat_map(|filter| &filter.settings.rules.actions);
    Ok(actions.any(|action| action.template() == Some(id)))
}

fn found(result: Result<bool, StoreError>) -> Result<(), Problem> {
    if result.map_err(problem::from_store)? { Ok(()) } else { Err(Problem::not_found("filter")) }
}

/// Refuses more filters than are run on each mail.
fn room_for(new: usize, present: usize) -> Result<(), Problem> {
    if present + new <= FILTERS_MAX {
        return Ok(());
    }
    let detail =
        format!("an organisation has at most {FILTERS_MAX} filters; delete some, or join several into one");
    Err(Problem::conflict("filter.too_many", detail).with("max", FILTERS_MAX.to_string()))
}

/// What was entered over what there is; a new filter is active and ends the run.
fn merged(present: Option<FilterSettings>, input: FilterInput) -> FilterSettings {
    let new = || FilterSettings {
        name: String::new(),
        active: true,
        mailbox_ids: Vec::new(),
        rules: FilterRules { stop: true, ..FilterRules::default() },
    };
    let FilterSettings { name, active, mailbox_ids, rules } = present.unwrap_or_else(new);
    FilterSettings {
        name: input.name.unwrap_or(name).trim().to_owned(),
        active: input.active.unwrap_or(active),
        mailbox_ids: input.mailbox_ids.unwrap_or(mailbox_ids),
        rules: FilterRules {
            combine: input.combine.unwrap_or(rules.combine),
            conditions: input.conditions.unwrap_or(rules.conditions),
            captures: input.captures.unwrap_or(rules.captures),
            actions: input.actions.unwrap_or(rules.actions).into_iter().map(in_one_notation).collect(),
            stop: input.stop.unwrap_or(rules.stop),
        },
    }
}

/// The action with the names in its text written as templates write them.
fn in_one_notation(mut action: FilterAction) -> FilterAction {
    if let Some(text) = action.text_mut() {
        *text = policy::filter::in_one_notation(text);
    }
    action
}
