//! The list of companies.

use axum::Json;
use axum::extract::State;
use store::companies::CompanySort;

use super::Company;
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// Nothing narrows the list but its search.
#[derive(serde::Deserialize)]
pub(crate) struct NoFilters {}

/// List companies
///
/// Sorted by name or created_at.
#[utoipa::path(get, path = "/companies", tag = "persons", params(ListParams),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Page<Company>, description = "One page of companies."), OfList))]
pub(crate) async fn list_companies(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Listing { query, filter: NoFilters {} }: Listing<CompanySort, NoFilters>,
) -> Answer<Page<Company>> {
    let page = store::companies::list(&api.conn(), actor.organisation, &query).await?;
    Ok(Json(Page::of(page, Company::from)))
}
