//! The figures beside the menu, each counted up to `COUNT_MAX` along an index.

use domain::OrganisationId;

use crate::cases::CaseScope;
use crate::{Conn, Count, StoreError};

/// The figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Open cases within the scope.
    pub open_cases: Count,
    /// Unread ones among the open and waiting.
    pub unread_cases: Count,
    /// Intakes that wait.
    pub intake_waiting: Count,
    /// Intakes that failed.
    pub intake_failed: Count,
    /// Outbox items that wait or are being sent.
    pub outbox_waiting: Count,
    /// Outbox items that failed.
    pub outbox_failed: Count,
    /// Blocked mail.
    pub blocked: Count,
}

/// The figures of an organisation as one with this scope sees them.
pub async fn find(conn: &Conn, org: OrganisationId, scope: &CaseScope) -> Result<Summary, StoreError> {
    todo!()
}
