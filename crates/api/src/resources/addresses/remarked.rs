//! What was done, and what is to be said of the addresses that came in with it: the same at every door.

use domain::Actor;
use flows::addresses::{self, Checked};
use serde::Serialize;
use utoipa::ToSchema;

use super::CheckedAddress;
use crate::state::Api;

/// What was done, and what is to be said of the addresses that came in with it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Remarked<T> {
    /// What it came to.
    #[serde(flatten)]
    done: T,
    /// The addresses that were entered of which there is something to say: a typing error, a function's address, a mailbox for
    /// an hour, a block, or a domain of a new address that is not there or for which nobody takes mail. Nothing was refused for it;
    /// what DNS did not say calls no address bad. `POST /addresses/check` tells it before anything is sent or saved.
    remarks: Vec<CheckedAddress>,
}

impl<T> Remarked<T> {
    /// With what was found as it was done.
    pub(crate) fn new(done: T, checked: Vec<Checked>) -> Self {
        let remarks = checked.into_iter().filter(Checked::is_remarkable).map(Into::into).collect();
        Self { done, remarks }
    }

    /// With what is to be said of what was entered.
    pub(crate) async fn of(api: &Api, actor: &Actor, (done, entered): (T, Vec<String>)) -> Self {
        let checked = Box::pin(addresses::remarks(api.office(), actor, entered)).await;
        Self::new(done, checked)
    }
}
