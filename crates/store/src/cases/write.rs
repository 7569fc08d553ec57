//! Cases made and changed; each change is logged.

use domain::case::CaseStatus;
use domain::{CaseId, CategoryId, MailboxId, OrganisationId, PriorityId, Timestamp, UserId};

use crate::{StoreError, Tx};

/// What a new case needs. Its messages follow by [`super::append_message`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCase {
    /// The title.
    pub title: String,
    /// The customer's name.
    pub customer_name: Option<String>,
    /// The customer's address, as written.
    pub customer_address: String,
    /// The category.
    pub category_id: Option<CategoryId>,
    /// The priority.
    pub priority_id: Option<PriorityId>,
    /// Who takes care of it.
    pub owner_id: Option<UserId>,
    /// The mailbox that it came through.
    pub mailbox_id: Option<MailboxId>,
    /// The present.
    pub at: Timestamp,
}

/// What to change of a case; `None` leaves it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CaseChange {
    /// The title.
    pub title: Option<String>,
    /// The status.
    pub status: Option<CaseStatus>,
    /// The owner, or nobody.
    pub owner_id: Option<Option<UserId>>,
    /// The category, or none.
    pub category_id: Option<Option<CategoryId>>,
    /// The priority, or none.
    pub priority_id: Option<Option<PriorityId>>,
    /// Whether it is unread; not logged.
    pub unread: Option<bool>,
    /// Whether a delivery failed; not logged.
    pub delivery_failed: Option<bool>,
}

/// Makes an open case with the organisation's next number; returns id and number.
pub async fn insert(tx: &Tx, org: OrganisationId, case: &NewCase) -> Result<(CaseId, i64), StoreError> {
    todo!()
}

/// Changes a case and logs what changed, by whom (nobody: the system); `false` when there is no
/// such case. Whether it may be seen is for the caller to check.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: CaseId,
    change: &CaseChange,
    by: By,
) -> Result<bool, StoreError> {
    todo!()
}

/// Who changed it, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct By {
    /// The user; `None` is the system.
    pub user: Option<UserId>,
    /// The present.
    pub at: Timestamp,
}
