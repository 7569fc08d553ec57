//! The list of persons.

use axum::Json;
use axum::extract::State;
use domain::EmailAddress;
use store::persons::{PersonFilter, PersonSort};

use super::{KnownPerson, PersonFilters};
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::resources::shared::address_warning::Warnings;
use crate::rights::{self, May};
use crate::state::Api;

/// List persons
///
/// Sorted by name, address or created_at.
#[utoipa::path(get, path = "/persons", tag = "persons", params(ListParams, PersonFilters),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Page<KnownPerson>, description = "One page of persons."), OfList))]
pub(crate) async fn list_persons(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Listing { query, filter }: Listing<PersonSort, PersonFilters>,
) -> Answer<Page<KnownPerson>> {
    let filter = PersonFilter::from(filter);
    let conn = api.conn();
    let page = store::persons::list(&conn, actor.organisation, &query, filter).await?;
    let keys: Vec<String> = page.rows.iter().flat_map(|row| &row.addresses).map(EmailAddress::key).collect();
    let warnings = Warnings::of(&conn, actor.organisation, &keys, api.office().now()).await?;
    Ok(Json(Page::of(page, |row| KnownPerson::of(row, &warnings))))
}
