//! Colleagues by name: those who can own a case.

mod list;

use serde::Serialize;
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};
use crate::schema::{Moment, UserKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(list::list_people))
}

/// A colleague.
#[derive(Serialize, ToSchema)]
pub(crate) struct Colleague {
    /// The user's id.
    id: UserKey,
    /// The name.
    name: String,
    /// Until when he is away, if he is.
    away_until: Option<Moment>,
}

impl From<store::users::Colleague> for Colleague {
    fn from(one: store::users::Colleague) -> Self {
        Self { id: one.id.into(), name: one.name, away_until: one.away_until.map(Into::into) }
    }
}
