//! Signing in and out, and who is signed in.

mod create;
mod delete;
mod get;

use domain::org::{self, Actor};
use flows::users::Profile;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Refusal;
use crate::resources::shared::address_warning::{AddressWarning, Warnings};
use crate::routing::{ApiRouter, routes};
use crate::schema::{self, OrganisationKey, UserKey};
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(create::create_session, get::get_session, delete::delete_session))
}

/// Who is signed in, and what he may do.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    /// The user.
    user: SessionUser,
    /// His organisation.
    organisation: SessionOrganisation,
    /// What he may do.
    #[schema(value_type = Vec<schema::Right>)]
    rights: Vec<org::Right>,
    /// The program's version.
    version: String,
    /// Whether this is the demo organisation.
    demo: bool,
}

/// The user as the application's frame needs him.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionUser {
    /// The id.
    id: UserKey,
    /// The name, as shown to colleagues.
    name: String,
    /// What he signs in with.
    email: String,
    /// The interface's language.
    #[schema(value_type = schema::Language)]
    language: org::Language,
    /// The interface's looks.
    #[schema(value_type = schema::Theme)]
    theme: org::Theme,
    /// What keeps mail from him; null where nothing does.
    address_warning: Option<AddressWarning>,
}

/// The organisation as the application's frame needs it.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionOrganisation {
    /// The id.
    id: OrganisationKey,
    /// The name.
    name: String,
    /// The language of what has none of its own: new mailboxes and templates.
    #[schema(value_type = schema::Language)]
    language: org::Language,
}

impl SessionUser {
    /// The user of this profile.
    pub(crate) async fn of(api: &Api, profile: &Profile) -> Result<Self, Refusal> {
        let (organisation, keys) = (profile.organisation.id, [profile.user.address.key()]);
        let warnings = Warnings::of(&api.conn(), organisation, &keys, api.office().now()).await?;
        Ok(Self {
            address_warning: warnings.about(&profile.user.address),
            id: profile.user.id.into(),
            name: profile.user.name.clone(),
            email: profile.user.address.to_string(),
            language: profile.user.language,
            theme: profile.user.theme,
        })
    }
}

/// The session of this actor.
async fn of(api: &Api, actor: &Actor) -> Result<Session, Refusal> {
    let profile = flows::users::profile(api.office(), actor).await?;
    let organisation = flows::organisation::get(api.office(), actor.organisation).await?;
    Ok(Session {
        user: SessionUser::of(api, &profile).await?,
        organisation: SessionOrganisation {
            id: profile.organisation.id.into(),
            name: organisation.name,
            language: organisation.language,
        },
        rights: actor.rights.iter().copied().collect(),
        version: api.config().version.clone(),
        demo: api.office().settings().demo,
    })
}
