//! What came of the actions of filters.

use domain::timeline;
use serde::Serialize;
use utoipa::ToSchema;

use crate::schema::{CaseKey, FilterKey, OutboxKey, PersonKey};

/// One thing that a filter did, or could not do; `deed` says which.
#[derive(Serialize, ToSchema)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub(crate) enum FilterDeed {
    /// A filter knew the customer by `phone` or `name`, and he was found.
    CustomerFound { person_id: PersonKey, name: String, by: String },
    /// A filter knew the customer by `phone` or `name`, and there is nobody, or more than one.
    CustomerNotFound { filter_id: FilterKey, by: String, text: String, several: bool },
    /// What filters found of the customer was written onto his card.
    CustomerChanged { person_id: PersonKey, name: String, phone: Option<String>, company: Option<String> },
    /// Filters gave its case tags; those refused were too many.
    Tagged { case_id: CaseKey, tags: Vec<String>, refused: Vec<String> },
    /// A filter wrote to somebody else than the customer.
    LetterSent { outbox_id: OutboxKey, recipient: String, template: String, filter_id: FilterKey },
    /// A filter should have written to somebody and did not, and why.
    LetterNotSent { recipient: String, because: String },
}

impl From<timeline::FilterDeed> for FilterDeed {
    fn from(deed: timeline::FilterDeed) -> Self {
        use timeline::FilterDeed as D;
        match deed {
            D::CustomerFound { person_id, name, by } => {
                Self::CustomerFound { person_id: person_id.into(), name, by }
            }
            D::CustomerNotFound { filter_id, by, text, several } => {
                Self::CustomerNotFound { filter_id: filter_id.into(), by, text, several }
            }
            D::CustomerChanged { person_id, name, phone, company } => {
                Self::CustomerChanged { person_id: person_id.into(), name, phone, company }
            }
            D::Tagged { case_id, tags, refused } => Self::Tagged { case_id: case_id.into(), tags, refused },
            D::LetterSent { outbox_id, recipient, template, filter_id } => Self::LetterSent {
                outbox_id: outbox_id.into(),
                recipient,
                template,
                filter_id: filter_id.into(),
            },
            D::LetterNotSent { recipient, because } => Self::LetterNotSent { recipient, because },
        }
    }
}
