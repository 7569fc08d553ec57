//! What a person enters of a filter.

use domain::filter::{Combine, FilterAction, FilterCapture, FilterCondition};
use flows::filters::FilterInput;
use serde::Deserialize;
use utoipa::ToSchema;

use super::rules;
use crate::schema::MailboxKey;

/// A filter's settings; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = FilterInput)]
pub(crate) struct FilterFields {
    /// The name.
    name: Option<String>,
    /// Whether it is applied.
    active: Option<bool>,
    /// The mailboxes whose mail it reads; none for all.
    mailbox_ids: Option<Vec<MailboxKey>>,
    /// Whether every condition must hold, or one of them.
    #[schema(value_type = Option<rules::Combine>)]
    combine: Option<Combine>,
    /// The conditions; none matches every mail.
    #[schema(value_type = Option<Vec<rules::FilterCondition>>)]
    conditions: Option<Vec<FilterCondition>>,
    /// What is read out of a mail that matches.
    #[schema(value_type = Option<Vec<rules::FilterCapture>>)]
    captures: Option<Vec<FilterCapture>>,
    /// What it does.
    #[schema(value_type = Option<Vec<rules::FilterAction>>)]
    actions: Option<Vec<FilterAction>>,
    /// Whether later filters are left out for a mail that matches; true for a new one.
    stop: Option<bool>,
}

impl FilterFields {
    /// The addresses that its actions name.
    pub(super) fn entered(&self) -> Vec<String> {
        flows::filters::addresses_of(self.actions.as_deref().unwrap_or_default())
    }
}

impl From<FilterFields> for FilterInput {
    fn from(fields: FilterFields) -> Self {
        Self {
            name: fields.name,
            active: fields.active,
            mailbox_ids: fields.mailbox_ids.map(|ids| ids.into_iter().map(Into::into).collect()),
            combine: fields.combine,
            conditions: fields.conditions,
            captures: fields.captures,
            actions: fields.actions,
            stop: fields.stop,
        }
    }
}
