//! What a person enters of a filter, refused by the part that is wrong.
//!
//! A refusal names the list (`conditions`, `captures`, `actions`) as its field, and the place in
//! it, from 1, as the parameter `place`.

use std::collections::BTreeSet;

use domain::filter::{FilterAction, FilterField, FilterRules};
use domain::org::Right;
use domain::problem::ProblemKind;
use domain::{Actor, EmailAddress, FilterId, Problem};
use policy::filter::{ConditionError, Filter, FilterError, PatternError};
use store::filters::FilterSettings;

use crate::addresses::{deaf, takes_no_mail};
use crate::office::Office;
use crate::{cases, mailboxes, problem, request_types, statuses, templates};

/// Characters of a filter's name.
const NAME_CHARS_MAX: usize = 200;
/// Mailboxes that a filter may name.
const MAILBOXES_MAX: usize = 200;
/// Conditions of a filter.
const CONDITIONS_MAX: usize = 50;
/// Captures of a filter.
const CAPTURES_MAX: usize = 20;
/// Actions of a filter.
const ACTIONS_MAX: usize = 20;
/// Octets of an action's text.
const TEXT_OCTETS_MAX: usize = 10_000;

/// Refuses settings that cannot be used; of its addresses those are asked for that the rules before did not have.
pub(super) async fn settings(
    office: &Office,
    actor: &Actor,
    settings: FilterSettings,
    before: Option<&FilterRules>,
) -> Result<FilterSettings, Problem> {
    let settings = usable(office, actor, settings).await?;
    let new = new_addresses(&settings.rules, before);
    let deaf = deaf::domains(office, new.iter().map(|(_, address)| address).collect()).await;
    reached(&new, &deaf)?;
    Ok(settings)
}

/// Refuses settings that cannot be used, whatever is at their addresses.
pub(super) async fn usable(
    office: &Office,
    actor: &Actor,
    settings: FilterSettings,
) -> Result<FilterSettings, Problem> {
    let name = &settings.name;
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        let detail = format!("the name must have 1 to {NAME_CHARS_MAX} characters");
        return Err(Problem::invalid("name", "name_invalid", detail));
    }
    at_most("mailbox_ids", settings.mailbox_ids.len(), MAILBOXES_MAX)?;
    for mailbox in &settings.mailbox_ids {
        let known = mailboxes::find(office, actor, *mailbox).await;
        known.map_err(|_| Problem::invalid("mailbox_ids", "no_such_mailbox", "there is no such mailbox"))?;
    }
    rules(&settings.rules)?;
    if settings.rules.actions.contains(&FilterAction::Discard) && !actor.may(Right::DeleteForGood) {
        let right = Right::DeleteForGood;
        let detail = format!("a filter that deletes needs the right `{right}`; let it block instead");
        return Err(
            Problem::new(ProblemKind::Forbidden, "right_missing", detail).with("right", right.as_str())
        );
    }
    references(office, actor, &settings.rules).await?;
    Ok(settings)
}

/// Refuses rules that cannot run; what they refer to is not looked at.
fn rules(rules: &FilterRules) -> Result<(), Problem> {
    at_most("conditions", rules.conditions.len(), CONDITIONS_MAX)?;
    at_most("captures", rules.captures.len(), CAPTURES_MAX)?;
    at_most("actions", rules.actions.len(), ACTIONS_MAX)?;
    if rules.actions.is_empty() {
        let detail = "the filter does nothing; choose at least one action";
        return Err(Problem::invalid("actions", "filter.actions_missing", detail));
    }
    let filter = Filter::new(FilterId::new(0), "", rules).map_err(|error| refusal(&error))?;
    for (place, capture) in rules.captures.iter().enumerate() {
        if !policy::filter::is_name(&capture.name) {
            let detail = format!("`{}` cannot be a name; use letters, digits and `_`", capture.name);
            return Err(at(Problem::invalid("captures", "filter.capture_name", detail), place)
                .with("name", capture.name.clone()));
        }
        if !capture.field.is_text() {
            let detail = format!("nothing can be read out of `{}`", capture.field.as_str());
            return Err(at(Problem::invalid("captures", "filter.capture_field", detail), place));
        }
    }
    actions(rules, &filter.names().collect())
}

/// The filter, ready to run, whatever it would do.
pub(super) fn runnable(id: FilterId, settings: &FilterSettings) -> Result<Filter, Problem> {
    at_most("conditions", settings.rules.conditions.len(), CONDITIONS_MAX)?;
    at_most("captures", settings.rules.captures.len(), CAPTURES_MAX)?;
    at_most("actions", settings.rules.actions.len(), ACTIONS_MAX)?;
    Filter::new(id, &settings.name, &settings.rules).map_err(|error| refusal(&error))
}

fn actions(rules: &FilterRules, names: &BTreeSet<&str>) -> Result<(), Problem> {
    let mut seen = BTreeSet::new();
    for (place, action) in rules.actions.iter().enumerate() {
        let refuse = |code, detail| Err(at(Problem::invalid("actions", code, detail), place));
        if !seen.insert(action.as_str()) {
            return refuse("filter.action_twice", format!("`{}` is there twice", action.as_str()));
        }
        let Some(text) = action.text() else { continue };
        if text.trim().is_empty() {
            return refuse(
                "filter.text_missing",
                "the text is empty; write it, or remove the action".to_owned(),
            );
        }
        if text.len() > TEXT_OCTETS_MAX {
            return refuse(
                "filter.text_too_long",
                format!("the text is longer than {TEXT_OCTETS_MAX} octets"),
            );
        }
        fixed_address(action, text).map_err(|refused| at(refused, place))?;
        if let Some(unknown) = policy::filter::named(text).find(|name| !names.contains(name)) {
            let detail = format!("nothing is called `{unknown}`; capture it, or correct the name");
            let refused = Problem::invalid("actions", "filter.unknown_name", detail);
            return Err(at(refused, place).with("name", unknown));
        }
    }
    Ok(())
}

/// Refuses an address that names nothing of the mail and is none.
fn fixed_address(action: &FilterAction, text: &str) -> Result<(), Problem> {
    if !is_fixed_address(action, text) {
        return Ok(());
    }
    let parsed = text.trim().parse::<EmailAddress>().map(|_| ());
    parsed.map_err(|error| {
        Problem::invalid("actions", "filter.address", error.to_string()).with("address", text.trim())
    })
}

fn is_fixed_address(action: &FilterAction, text: &str) -> bool {
    let is_address = matches!(
        action,
        FilterAction::Forward { .. } | FilterAction::ReplyTo { .. } | FilterAction::CustomerAddress { .. }
    );
    is_address && policy::filter::named(text).next().is_none()
}

/// The addresses that these actions name themselves.
#[must_use]
pub fn addresses_of(actions: &[FilterAction]) -> Vec<String> {
    fixed_addresses_of(actions).map(|(_, address)| address.to_string()).collect()
}

/// The addresses that the actions name themselves, with their places.
fn fixed_addresses(rules: &FilterRules) -> impl Iterator<Item = (usize, EmailAddress)> {
    fixed_addresses_of(&rules.actions)
}

fn fixed_addresses_of(actions: &[FilterAction]) -> impl Iterator<Item = (usize, EmailAddress)> {
    actions.iter().enumerate().filter_map(|(place, action)| {
        let text = action.text().filter(|text| is_fixed_address(action, text))?;
        Some((place, text.trim().parse().ok()?))
    })
}

/// The addresses that the actions name themselves and those of the rules before did not, with their places.
pub(super) fn new_addresses(rules: &FilterRules, before: Option<&FilterRules>) -> Vec<(usize, EmailAddress)> {
    let known: BTreeSet<String> =
        before.into_iter().flat_map(fixed_addresses).map(|(_, address)| address.key()).collect();
    fixed_addresses(rules).filter(|(_, address)| !known.contains(&address.key())).collect()
}

/// Refuses the first of these addresses whose domain is among those that take no mail.
pub(super) fn reached(new: &[(usize, EmailAddress)], deaf: &BTreeSet<&str>) -> Result<(), Problem> {
    let found = new.iter().find(|(_, address)| deaf.contains(address.domain()));
    found.map_or(Ok(()), |(place, address)| Err(at(takes_no_mail(&address.to_string(), "actions"), *place)))
}

/// Refuses what refers to nothing of this organisation.
async fn references(office: &Office, actor: &Actor, rules: &FilterRules) -> Result<(), Problem> {
    for (place, condition) in rules.conditions.iter().enumerate() {
        if condition.field != FilterField::RequestType || !condition.operator.needs_value() {
            continue;
        }
        let refusal = || Problem::invalid("conditions", "filter.word", "choose a request type");
        let id = condition.value.trim().parse().map_err(|_| at(refusal(), place))?;
        let known = request_types::there(&office.store().read(), actor.organisation, id).await;
        known.map_err(|refused| at(Problem { field: Some("conditions"), ..refused }, place))?;
    }
    for (place, action) in rules.actions.iter().enumerate() {
        let known = if let FilterAction::Category { category_id } = action {
            cases::known_category(office, actor, *category_id).await
        } else if let FilterAction::Priority { priority_id } = action {
            cases::known_priority(office, actor, *priority_id).await
        } else if let FilterAction::RequestType { request_type_id } = action {
            let conn = office.store().read();
            request_types::there(&conn, actor.organisation, *request_type_id).await
        } else if let FilterAction::Owner { user_id } = action {
            known_user(office, actor, *user_id).await
        } else if let FilterAction::Status { status, status_id } = action {
            let conn = office.store().read();
            statuses::chosen(&conn, actor.organisation, (Some(*status), *status_id)).await.map(|_| ())
        } else if let Some(template) = action.template() {
            templates::known(office, actor, ("actions", template)).await
        } else {
            Ok(())
        };
        known.map_err(|refused| at(Problem { field: Some("actions"), ..refused }, place))?;
    }
    Ok(())
}

async fn known_user(office: &Office, actor: &Actor, id: domain::UserId) -> Result<(), Problem> {
    let conn = office.store().read();
    let found = store::users::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
    let refusal =
        || Problem::invalid("actions", "no_such_user", "there is no such user, or he is not active");
    found.filter(|user| user.active).map(|_| ()).ok_or_else(refusal)
}

fn refusal(error: &FilterError) -> Problem {
    let (field, place, error) = match error {
        FilterError::Condition { place, error } => ("conditions", *place, error),
        FilterError::Capture { place, error } => ("captures", *place, error),
    };
    let code = match error {
        ConditionError::Pattern(PatternError::Empty) => "filter.pattern_empty",
        ConditionError::Pattern(PatternError::TooLong) => "filter.pattern_too_long",
        ConditionError::Pattern(PatternError::TooLarge) => "filter.pattern_too_large",
        ConditionError::Pattern(PatternError::Syntax(said)) => {
            let refused = Problem::invalid(field, "filter.pattern_syntax", error.to_string());
            return at(refused, place).with("said", said.clone());
        }
        ConditionError::Operator(..) => "filter.operator",
        ConditionError::Size(_) => "filter.size",
        ConditionError::Word(_) => "filter.word",
        ConditionError::Header(_) => "filter.header",
    };
    at(Problem::invalid(field, code, error.to_string()), place)
}

fn at(refused: Problem, place: usize) -> Problem {
    refused.with("place", (place + 1).to_string())
}

fn at_most(field: &'static str, count: usize, max: usize) -> Result<(), Problem> {
    if count <= max {
        return Ok(());
    }
    let detail = format!("there are {count} {field}; a filter has at most {max}");
    Err(Problem::invalid(field, "filter.too_much", detail).with("max", max.to_string()))
}
