//! Signing in to mail servers with what a provider grants (RFC 6749): an organisation's applications, a
//! person's sign-in by browser (RFC 7636) or by device (RFC 8628), and the tokens that come of it.
//!
//! Tokens are renewed early by [`OauthWorker`], by one node at a time: who renews holds a lease on the
//! grant, asks the provider outside of any transaction, and commits both tokens before either is used. That
//! goes on to its end though whoever needs the token leaves, and a commit that fails is tried again. A
//! process that dies between the provider's answer and the commit leaves the old refresh token; the next one
//! tries it when the lease has ended. Most providers take it once more; one that does not says
//! `invalid_grant`, and a person signs in again. No client can do better: the answer is all there is of a
//! rotated token (RFC 6749 6).

mod access;
pub mod applications;
mod installation;
mod refusal;
mod renewing;
mod requests;
pub mod sign_ins;
mod worker;
mod writing;

pub(crate) use access::{Access, access, afresh};
pub(crate) use installation::Begun;
pub use installation::shared_standing;
pub use refusal::GrantError;
pub use renewing::end_left_leases;
pub use worker::OauthWorker;

use domain::Timestamp;
use domain::oauth::GrantState;
use store::oauth::grants::Glance;

/// How a grant stands in the eyes of people.
#[must_use]
pub fn standing(glance: &Glance, now: Timestamp) -> GrantState {
    policy::oauth::standing(glance.state, glance.secret_expires_at, glance.refresh_expires_at, now)
}
