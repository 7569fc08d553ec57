//! Rights as types: a handler's signature says what it needs, and nothing runs before it is checked.
//!
//! The same names stand in the operation's `security` in the API document; a test compares both.

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::org::{Actor, Right};

use crate::extract::SignedIn;
use crate::problem::Refusal;
use crate::state::Api;

/// Something that an actor may be allowed to do.
pub(crate) trait Need: Send + Sync + 'static {
    /// The right that the actor lacks, or nothing.
    fn missing(actor: &Actor) -> Option<Right>;
}

/// An actor who was found to be allowed `N`.
pub(crate) struct May<N>(pub(crate) Actor, pub(crate) PhantomData<N>);

impl<N: Need> FromRequestParts<Api> for May<N> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Refusal> {
        let SignedIn { actor, .. } = SignedIn::from_request_parts(parts, api).await?;
        match N::missing(&actor) {
            None => Ok(Self(actor, PhantomData)),
            Some(right) => Err(Refusal::right_missing(right)),
        }
    }
}

/// Mailboxes, filters, categories, priorities and the outgoing server.
pub(crate) enum Mailboxes {}
/// The inbox queue.
pub(crate) enum Intake {}
/// The outbox.
pub(crate) enum Outbox {}
/// Blocked mail.
pub(crate) enum Blocked {}
/// Reply templates and automatic replies.
pub(crate) enum Templates {}
/// Users and roles.
pub(crate) enum Users {}
/// Deleting from the queues.
pub(crate) enum Delete {}
/// Marking cases as spam.
pub(crate) enum Spam {}
/// Deleting for good what could be restored.
pub(crate) enum DeleteForGood {}
/// Exporting lists.
pub(crate) enum Export {}
/// Cases: all, or the actor's own. Which of them is decided by the scope of each query.
pub(crate) enum Cases {}

impl Need for Mailboxes {
    fn missing(actor: &Actor) -> Option<Right> {
        unless_held(actor, Right::Mailboxes)
    }
}

impl Need for Intake {
    fn missing(actor: &Actor) -> Option<Right> {
        unless_held(actor, Right::Intake)
    }
}

impl Need for Outbox {
    fn missing(actor: &Actor) -> Option<Right> {
        unless_held(actor, Right::Outbox)
    }
}

impl Need for Blocked {
    fn missing(actor: &Actor) -> Option<Right> {
        unless_held(actor, Right::Blocked)
    }
}

impl Need for Templates {
    fn missing(actor: &Actor) -> Option<Right> {
        unless_held(actor, Right::Templates)
    }
}

impl Need for Users {
    fn missing(actor: &Actor) -> Option<Right> {
        unless_held(actor, Right::Users)
    }
}

impl Need for Delete {
    fn missing(actor: &Actor) -> Option<Right> {
        unless_held(actor, Right::Delete)
    }
}

impl Need for Spam {
    fn missing(actor: &Actor) -> Option<Right> {
        unless_held(actor, Right::Spam)
    }
}

impl Need for DeleteForGood {
    fn missing(actor: &Actor) -> Option<Right> {
        unless_held(actor, Right::DeleteForGood)
    }
}

impl Need for Export {
    fn missing(actor: &Actor) -> Option<Right> {
        unless_held(actor, Right::Export)
    }
}

impl Need for Cases {
    fn missing(actor: &Actor) -> Option<Right> {
        if actor.may(Right::CasesAll) { None } else { unless_held(actor, Right::CasesOwn) }
    }
}

impl<A: Need, B: Need> Need for (A, B) {
    fn missing(actor: &Actor) -> Option<Right> {
        A::missing(actor).or_else(|| B::missing(actor))
    }
}

fn unless_held(actor: &Actor, right: Right) -> Option<Right> {
    if actor.may(right) { None } else { Some(right) }
}
