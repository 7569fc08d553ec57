//! Filters: made, changed, ordered, deleted.

use domain::intake::{FilterAction, FilterField, FilterOperator};
use domain::{Actor, FilterId, MailboxId, Problem};
use policy::filter::{Pattern, PatternError};
use store::StoreError;
use store::events::{self, Change};
use store::filters::FilterSettings;

use crate::bulk::within_limit;
use crate::office::Office;
use crate::{cases, mailboxes, problem};

/// Filters of one organisation: each is run on each mail.
const FILTERS_MAX: usize = 500;
/// Characters of a filter's name.
const NAME_CHARS_MAX: usize = 200;

/// What a person enters of a filter; `None` leaves a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilterInput {
    /// The name.
    pub name: Option<String>,
    /// Whether it is applied.
    pub active: Option<bool>,
    /// The mailbox whose mail it reads, or all.
    pub mailbox_id: Option<Option<MailboxId>>,
    /// The text it reads.
    pub field: Option<FilterField>,
    /// How it compares.
    pub operator: Option<FilterOperator>,
    /// What it looks for.
    pub pattern: Option<String>,
    /// What it does.
    pub action: Option<FilterAction>,
}

/// Makes a filter at the end of the order.
///
/// # Errors
/// 422 for a field that is wrong; 409 when there are too many.
pub async fn create(office: &Office, actor: &Actor, input: FilterInput) -> Result<FilterId, Problem> {
    let conn = office.store().read();
    let present = store::filters::list(&conn, actor.organisation).await.map_err(problem::from_store)?;
    if present.len() >= FILTERS_MAX {
        let detail = format!(
            "there are {FILTERS_MAX} filters already; delete one, or join several into a regular expression"
        );
        return Err(Problem::conflict("filter.too_many", detail));
    }
    let settings = checked(office, actor, None, input).await?;
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
    let settings = checked(office, actor, Some(present.settings), input).await?;
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

fn found(result: Result<bool, StoreError>) -> Result<(), Problem> {
    if result.map_err(problem::from_store)? { Ok(()) } else { Err(Problem::not_found("filter")) }
}

async fn checked(
    office: &Office,
    actor: &Actor,
    present: Option<FilterSettings>,
    input: FilterInput,
) -> Result<FilterSettings, Problem> {
    let settings = merged(present, input)?;
    Pattern::new(settings.operator, &settings.pattern).map_err(|error| refusal(&error))?;
    match settings.action {
        FilterAction::Block => {}
        FilterAction::Category { category_id } => cases::known_category(office, actor, category_id).await?,
        FilterAction::Priority { priority_id } => cases::known_priority(office, actor, priority_id).await?,
    }
    if let Some(mailbox) = settings.mailbox_id {
        let known = mailboxes::find(office, actor, mailbox).await;
        known.map_err(|_| Problem::invalid("mailbox_id", "no_such_mailbox", "there is no such mailbox"))?;
    }
    Ok(settings)
}

fn merged(present: Option<FilterSettings>, input: FilterInput) -> Result<FilterSettings, Problem> {
    let missing =
        |field: &'static str| Problem::invalid(field, "field_missing", format!("`{field}` is missing"));
    let default = present.as_ref();
    let name = input.name.or(default.map(|filter| filter.name.clone())).unwrap_or_default().trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        let detail = format!("the name must have 1 to {NAME_CHARS_MAX} characters");
        return Err(Problem::invalid("name", "name_invalid", detail));
    }
    Ok(FilterSettings {
        name,
        active: input.active.or(default.map(|filter| filter.active)).unwrap_or(true),
        mailbox_id: input.mailbox_id.unwrap_or(default.and_then(|filter| filter.mailbox_id)),
        field: input.field.or(default.map(|filter| filter.field)).ok_or_else(|| missing("field"))?,
        operator: input
            .operator
            .or(default.map(|filter| filter.operator))
            .ok_or_else(|| missing("operator"))?,
        pattern: input
            .pattern
            .or(default.map(|filter| filter.pattern.clone()))
            .ok_or_else(|| missing("pattern"))?,
        action: input
            .action
            .or(default.map(|filter| filter.action.clone()))
            .ok_or_else(|| missing("action"))?,
    })
}

fn refusal(error: &PatternError) -> Problem {
    let code = match error {
        PatternError::Empty => "filter.pattern_empty",
        PatternError::TooLong => "filter.pattern_too_long",
        PatternError::TooLarge => "filter.pattern_too_large",
        PatternError::Syntax(said) => {
            return Problem::invalid("pattern", "filter.pattern_syntax", error.to_string())
                .with("said", said.clone());
        }
    };
    Problem::invalid("pattern", code, error.to_string())
}
