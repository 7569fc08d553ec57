//! The columns of a filter that had one condition and one action: read where a row has nothing
//! else, and written so that a node of the version before does the same or, where it cannot,
//! nothing.

use domain::filter::{Combine, FilterAction, FilterCondition, FilterField, FilterOperator, FilterRules};
use domain::{CategoryId, MailboxId, PriorityId};
use serde::{Deserialize, Serialize};

use super::{FilterSettings, TABLE};
use crate::StoreError;
use crate::row::Row;
use crate::sql::{json, name_of, named};

/// A regular expression that matches nothing.
const NOTHING: &str = r"[^\s\S]";

/// The columns.
pub(super) struct Older {
    pub(super) mailbox_id: Option<MailboxId>,
    pub(super) field: String,
    pub(super) operator: String,
    pub(super) pattern: String,
    pub(super) action: String,
}

/// The actions there were.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum OlderAction {
    Block,
    Category { category_id: CategoryId },
    Priority { priority_id: PriorityId },
}

impl Older {
    /// The columns of these settings.
    pub(super) fn of(settings: &FilterSettings) -> Result<Self, StoreError> {
        match expressed(settings)? {
            Some(older) => Ok(older),
            None => Ok(Self {
                mailbox_id: settings.mailbox_ids.first().copied(),
                field: name_of(&FilterField::Subject)?,
                operator: name_of(&FilterOperator::Regex)?,
                pattern: NOTHING.to_owned(),
                action: json(&OlderAction::Block)?,
            }),
        }
    }
}

/// The columns, where they can say the same.
fn expressed(settings: &FilterSettings) -> Result<Option<Older>, StoreError> {
    let rules = &settings.rules;
    let ([condition], [action], []) = (&rules.conditions[..], &rules.actions[..], &rules.captures[..]) else {
        return Ok(None);
    };
    let action = if *action == FilterAction::Block {
        OlderAction::Block
    } else if let (FilterAction::Category { category_id }, false) = (action, rules.stop) {
        OlderAction::Category { category_id: *category_id }
    } else if let (FilterAction::Priority { priority_id }, false) = (action, rules.stop) {
        OlderAction::Priority { priority_id: *priority_id }
    } else {
        return Ok(None);
    };
    let same = [FilterField::From, FilterField::Subject, FilterField::Body, FilterField::Header];
    let field = if condition.field == FilterField::Recipients {
        FilterField::To
    } else if same.contains(&condition.field) && condition.header.is_none() {
        condition.field
    } else {
        return Ok(None);
    };
    let operator = condition.operator;
    if !matches!(operator, FilterOperator::Contains | FilterOperator::Regex) || settings.mailbox_ids.len() > 1
    {
        return Ok(None);
    }
    Ok(Some(Older {
        mailbox_id: settings.mailbox_ids.first().copied(),
        field: name_of(&field)?,
        operator: name_of(&operator)?,
        pattern: condition.value.clone(),
        action: json(&action)?,
    }))
}

/// Reads them: *to* meant To and Cc, and what did not block let later filters go on.
pub(super) fn read(row: &Row) -> Result<(Vec<MailboxId>, FilterRules), StoreError> {
    let field: FilterField =
        named(&row.text("field")?).map_err(|error| row.nonsense(TABLE.at("field"), &error))?;
    let field = if field == FilterField::To { FilterField::Recipients } else { field };
    let operator =
        named(&row.text("operator")?).map_err(|error| row.nonsense(TABLE.at("operator"), &error))?;
    let condition = FilterCondition { field, header: None, operator, value: row.text("pattern")? };
    let action = match row.json(TABLE.at("action"))? {
        OlderAction::Block => FilterAction::Block,
        OlderAction::Category { category_id } => FilterAction::Category { category_id },
        OlderAction::Priority { priority_id } => FilterAction::Priority { priority_id },
    };
    let rules = FilterRules {
        combine: Combine::All,
        conditions: vec![condition],
        captures: Vec::new(),
        stop: action.holds_back(),
        actions: vec![action],
    };
    Ok((row.id_or_none("mailbox_id")?.into_iter().collect(), rules))
}
