//! Makes a company.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::{Company, CompanyInput, find, taken};
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Make a company
#[utoipa::path(post, path = "/companies", tag = "persons", request_body = CompanyInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 201, body = Company, description = "The company."), OfInput))]
pub(crate) async fn create_company(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(input): Input<CompanyInput>,
) -> Result<(StatusCode, Json<Company>), Refusal> {
    let (organisation, at) = (actor.organisation, api.office().now());
    let (name, domains) = input.checked()?;
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            store::companies::insert(tx, organisation, (&name, &domains), at).await.map_err(taken)
        })
    });
    let id = written.await?;
    Ok((StatusCode::CREATED, Json(find(&api, organisation, id).await?)))
}
