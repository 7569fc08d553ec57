//! One company.

use axum::Json;
use axum::extract::State;

use super::{Company, find};
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::CompanyKey;
use crate::state::Api;

/// Get a company
///
/// Its persons are those of `GET /persons?company_id=`.
#[utoipa::path(get, path = "/companies/{id}", tag = "persons", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Company, description = "The company."), OfOne))]
pub(crate) async fn get_company(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CompanyKey>,
) -> Answer<Company> {
    Ok(Json(find(&api, actor.organisation, id.into()).await?))
}
