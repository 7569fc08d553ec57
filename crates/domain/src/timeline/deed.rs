//! What came of the actions of filters.

use serde::{Deserialize, Serialize};

use crate::ids::{CaseId, FilterId, OutboxId, PersonId};

/// One thing that a filter did, or could not do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum FilterDeed {
    /// A filter knew the customer by this, and he was found.
    CustomerFound {
        /// The person.
        person_id: PersonId,
        /// His name at that time.
        name: String,
        /// `phone` or `name`.
        by: String,
    },
    /// A filter knew the customer by this, and there is nobody, or more than one.
    CustomerNotFound {
        /// The filter.
        filter_id: FilterId,
        /// `phone` or `name`.
        by: String,
        /// The number or the name.
        text: String,
        /// Whether there is more than one.
        several: bool,
    },
    /// What filters found of the customer was written onto his card.
    CustomerChanged {
        /// The person.
        person_id: PersonId,
        /// His name at that time.
        name: String,
        /// The telephone number, where it is another.
        phone: Option<String>,
        /// The company, where it is another.
        company: Option<String>,
    },
    /// Filters gave its case tags.
    Tagged {
        /// The case.
        case_id: CaseId,
        /// Which.
        tags: Vec<String>,
        /// Those that it could not take, because there are too many.
        refused: Vec<String>,
    },
    /// A filter wrote to somebody else than the customer.
    LetterSent {
        /// The mail.
        outbox_id: OutboxId,
        /// Whom to.
        recipient: String,
        /// The template's name at that time.
        template: String,
        /// The filter.
        filter_id: FilterId,
    },
    /// A filter should have written to somebody and did not, and why.
    LetterNotSent {
        /// Whom to.
        recipient: String,
        /// The reason, as a stable name.
        because: String,
    },
}
