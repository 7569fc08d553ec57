//! Changes the organisation.

use axum::Json;
use axum::extract::State;
use domain::org::Language;
use flows::organisation::OrganisationInput;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Organisation;
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema;
use crate::state::Api;

/// What to change of the organisation; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = OrganisationInput)]
pub(crate) struct OrganisationFields {
    /// The name.
    name: Option<String>,
    /// The language of new mailboxes and templates; those that are there keep theirs.
    #[schema(value_type = Option<schema::Language>)]
    language: Option<Language>,
}

/// Change the organisation
#[utoipa::path(patch, path = "/organisation", tag = "organisation", request_body = OrganisationFields,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Organisation, description = "The organisation as it is."), OfInput))]
pub(crate) async fn update_organisation(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(OrganisationFields { name, language }): Input<OrganisationFields>,
) -> Answer<Organisation> {
    flows::organisation::change(api.office(), &actor, OrganisationInput { name, language }).await?;
    Ok(Json(flows::organisation::get(api.office(), actor.organisation).await?.into()))
}
