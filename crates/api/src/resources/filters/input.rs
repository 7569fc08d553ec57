//! What a person enters of a filter.

use domain::intake::{FilterField, FilterOperator};
use flows::filters::FilterInput;
use serde::Deserialize;
use utoipa::ToSchema;

use super::FilterAction;
use crate::schema::{self, MailboxKey, nullable};

/// A filter's settings; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = FilterInput)]
pub(crate) struct FilterFields {
    /// The name.
    name: Option<String>,
    /// Whether it is applied.
    active: Option<bool>,
    /// The mailbox whose mail it reads, or null for all.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<MailboxKey>)]
    mailbox_id: Option<Option<MailboxKey>>,
    /// The text it reads.
    #[schema(value_type = Option<schema::FilterField>)]
    field: Option<FilterField>,
    /// How it compares.
    #[schema(value_type = Option<schema::FilterOperator>)]
    operator: Option<FilterOperator>,
    /// What it looks for.
    pattern: Option<String>,
    /// What it does.
    action: Option<FilterAction>,
}

impl From<FilterFields> for FilterInput {
    fn from(fields: FilterFields) -> Self {
        Self {
            name: fields.name,
            active: fields.active,
            mailbox_id: fields.mailbox_id.map(|id| id.map(Into::into)),
            field: fields.field,
            operator: fields.operator,
            pattern: fields.pattern,
            action: fields.action.map(Into::into),
        }
    }
}
