//! Users of the organisation.

mod create;
mod export;
mod get;
mod list;
mod transport;
mod update;

use domain::{OrganisationId, UserId, org};
use serde::{Deserialize, Serialize};
use store::users::{UserFilter, UserRow};
use utoipa::{IntoParams, ToSchema};

use crate::problem::Refusal;
use crate::resources::shared::address_warning::{AddressWarning, Warnings};
use crate::routing::{ApiRouter, routes};
use crate::schema::{self, CategoryKey, Moment, RoleKey, UserKey};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_users, create::create_user))
        .routes(routes!(get::get_user, update::update_user))
        .routes(routes!(transport::get_user_transport, transport::delete_user_transport))
}

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(export::export_users))
}

/// A user.
#[derive(Serialize, ToSchema)]
pub(crate) struct User {
    /// The id.
    id: UserKey,
    /// The name, as shown to colleagues.
    name: String,
    /// What he signs in with.
    email: String,
    /// The interface's language.
    #[schema(value_type = schema::Language)]
    language: org::Language,
    /// Whether he may sign in.
    active: bool,
    /// The roles.
    role_ids: Vec<RoleKey>,
    /// The categories whose cases are his.
    category_ids: Vec<CategoryKey>,
    /// When the user was made.
    created_at: Moment,
    /// When he last signed in.
    last_sign_in_at: Option<Moment>,
    /// What keeps mail from him; null where nothing does.
    address_warning: Option<AddressWarning>,
}

impl User {
    /// The user with this id.
    async fn find(api: &Api, organisation: OrganisationId, id: UserId) -> Result<Self, Refusal> {
        let row = flows::users::find(api.office(), organisation, id).await?;
        let keys = [row.address.key()];
        let warnings = Warnings::of(&api.conn(), organisation, &keys, api.office().now()).await?;
        Ok(Self::of(row, &warnings))
    }

    fn of(row: UserRow, warnings: &Warnings) -> Self {
        Self {
            address_warning: warnings.about(&row.address),
            id: row.id.into(),
            name: row.name,
            email: row.address.to_string(),
            language: row.language,
            active: row.active,
            role_ids: row.role_ids.into_iter().map(Into::into).collect(),
            category_ids: row.category_ids.into_iter().map(Into::into).collect(),
            created_at: row.created_at.into(),
            last_sign_in_at: row.last_sign_in_at.map(Into::into),
        }
    }
}

/// Which users a list shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UserFilters {
    /// Only those who may, or may not, sign in.
    active: Option<bool>,
}

impl From<UserFilters> for UserFilter {
    fn from(filters: UserFilters) -> Self {
        Self { active: filters.active }
    }
}
