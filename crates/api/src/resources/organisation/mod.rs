//! The organisation itself.

mod get;
mod update;

use domain::org::Language;
use flows::organisation::OrganisationView;
use serde::Serialize;
use utoipa::ToSchema;

use crate::routing::{ApiRouter, routes};
use crate::schema;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new().routes(routes!(get::get_organisation, update::update_organisation))
}

/// The organisation.
#[derive(Serialize, ToSchema)]
pub(crate) struct Organisation {
    /// Its name, as shown to everybody who signs in and in what it sends by itself.
    name: String,
    /// The language of new mailboxes and templates, and of what is written where nothing says another.
    #[schema(value_type = schema::Language)]
    language: Language,
}

impl From<OrganisationView> for Organisation {
    fn from(view: OrganisationView) -> Self {
        let OrganisationView { name, language } = view;
        Self { name, language }
    }
}
