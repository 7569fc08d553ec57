//! The words of claiming, and of changing a stored password.

use domain::{Secret, Timestamp};

/// Who wants how much of the due work, and until when he may hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What is due at this instant is given out.
    pub now: Timestamp,
    /// The worker's name, unique among all nodes; later calls prove the lease by it.
    pub owner: String,
    /// When the work is given to somebody else unless it was recorded.
    pub lease_until: Timestamp,
    /// The most rows.
    pub limit: u32,
}

/// What becomes of a stored password when its record is written.
#[derive(Clone)]
pub enum PasswordChange {
    /// It stays.
    Keep,
    /// It is removed.
    Clear,
    /// It is replaced.
    Set(Secret),
}
