//! Removes a company.

use axum::extract::State;
use axum::http::StatusCode;

use super::super::shared::write::found;
use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::CompanyKey;
use crate::state::Api;

/// Remove a company
///
/// Its persons and cases stay, without a company.
#[utoipa::path(delete, path = "/companies/{id}", tag = "persons", params(ById),
    security(("session" = ["cases_all", "delete"]), ("session" = ["cases_own", "delete"]),
        ("token" = ["cases_all", "delete"]), ("token" = ["cases_own", "delete"])),
    responses((status = 204, description = "The company is gone."), OfOne))]
pub(crate) async fn delete_company(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Delete)>,
    Ids(id): Ids<CompanyKey>,
) -> Result<StatusCode, Refusal> {
    let organisation = actor.organisation;
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            found(store::companies::delete(tx, organisation, id.into()).await?, "company")?;
            Ok::<_, Refusal>(())
        })
    });
    written.await?;
    Ok(StatusCode::NO_CONTENT)
}
