//! The list of users.

use axum::Json;
use axum::extract::State;
use store::users::UserSort;

use super::{User, UserFilters};
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::resources::shared::address_warning::Warnings;
use crate::rights::{self, May};
use crate::state::Api;

/// List users
///
/// Sorted by name, email, last_sign_in_at or created_at.
#[utoipa::path(get, path = "/users", tag = "users", params(ListParams, UserFilters),
    security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 200, body = Page<User>, description = "One page of users."), OfList))]
pub(crate) async fn list_users(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
    Listing { query, filter }: Listing<UserSort, UserFilters>,
) -> Answer<Page<User>> {
    let page = store::users::list(&api.conn(), actor.organisation, &query, filter.into()).await?;
    let keys: Vec<String> = page.rows.iter().map(|row| row.address.key()).collect();
    let warnings = Warnings::of(&api.conn(), actor.organisation, &keys, api.office().now()).await?;
    Ok(Json(Page::of(page, |row| User::of(row, &warnings))))
}
