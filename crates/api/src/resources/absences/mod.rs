//! When users are away: one's own, and those of others for who administers users.

mod of_user;
mod own;

use domain::{OrganisationId, UserId};
use flows::users::absence;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::{Moment, UserKey};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(own::get_own_absence, own::put_own_absence, own::delete_own_absence))
        .routes(routes!(of_user::get_user_absence, of_user::put_user_absence, of_user::delete_user_absence))
}

/// From when until when somebody is away.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Absence {
    /// The first instant of it.
    from: Moment,
    /// The first instant after it; not in the past, and at most a year behind its begin.
    until: Moment,
    /// Who is given his cases meanwhile, in categories that give cases of the absent to others.
    substitute_id: Option<UserKey>,
}

/// The absence that somebody is in, that comes, or that was the last.
#[derive(Serialize, ToSchema)]
pub(crate) struct Away {
    /// Null where none was ever set, or it was ended.
    absence: Option<Absence>,
}

impl From<store::absences::Absence> for Absence {
    fn from(row: store::absences::Absence) -> Self {
        Self {
            from: row.from.into(),
            until: row.until.into(),
            substitute_id: row.substitute_id.map(Into::into),
        }
    }
}

impl From<Absence> for store::absences::Absence {
    fn from(given: Absence) -> Self {
        Self { from: given.from.0, until: given.until.0, substitute_id: given.substitute_id.map(Into::into) }
    }
}

async fn read(api: &Api, organisation: OrganisationId, user: UserId) -> Result<Away, Refusal> {
    let found = absence::find(api.office(), organisation, user).await?;
    Ok(Away { absence: found.map(Into::into) })
}

async fn set(
    api: &Api,
    (organisation, user): (OrganisationId, UserId),
    given: Option<Absence>,
) -> Result<Away, Refusal> {
    absence::set(api.office(), organisation, user, given.map(Into::into)).await?;
    read(api, organisation, user).await
}
