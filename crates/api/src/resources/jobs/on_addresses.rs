//! Jobs on the blocked addresses that fit.

use axum::extract::State;
use domain::JobId;
use domain::org::Actor;
use flows::jobs::Rows;
use flows::returns::AddressesDeed;
use serde::Deserialize;
use store::standings::{ClearedSort, StandingFilter, StandingSort};
use utoipa::ToSchema;

use super::super::blocked_addresses::{BlockedAddressFilters, ClearedAddressFilters, IntoList};
use super::{Begun, Job, begun, rows};
use crate::extract::{Input, ListParams, Listing};
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// What the list is asked for.
type Asked = Listing<StandingSort, BlockedAddressFilters>;

/// Why blocks are taken away.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ClearMatchingInput {
    /// Why, for whoever looks at the addresses later; at most 500 characters.
    #[serde(default)]
    note: String,
    /// Whether also those are let go that complained: their owners' consent is on record, and the note says where. Otherwise they
    /// are refused (`address.consent_unsaid`).
    #[serde(default)]
    consent_on_record: bool,
}

/// Where the persons of blocked addresses go.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ListMatchingInput {
    /// The selection or the project, or a new one.
    #[serde(flatten)]
    into: IntoList,
}

/// Clear the bounce flag of all addresses that fit
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000. Those that complained
/// are left as they are, unless it is said that consent is on record.
#[utoipa::path(post, path = "/blocked-addresses/clear/matching", tag = "returns",
    params(ListParams, BlockedAddressFilters), request_body = ClearMatchingInput,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn clear_matching_addresses(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    asked: Asked,
    Input(ClearMatchingInput { note, consent_on_record }): Input<ClearMatchingInput>,
) -> Begun {
    start(&api, &actor, AddressesDeed::clear(note, consent_on_record), asked).await
}

/// Block all cleared addresses that fit again
///
/// The rows are those of the list of cleared addresses with these filters and this search when the request comes, at most
/// 100,000. Each is blocked for what it was blocked for last. With `job`, what that job did is taken back: an address that
/// somebody blocked since, or blocked and cleared, stays as it is.
#[utoipa::path(post, path = "/blocked-addresses/block-again/matching", tag = "returns",
    params(ListParams, ClearedAddressFilters),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn block_matching_again(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Listing { query, filter }: Listing<ClearedSort, ClearedAddressFilters>,
) -> Begun {
    let (conn, org) = (api.conn(), actor.organisation);
    let of = filter.job.map(JobId::from);
    let filter = filter.at(api.office().now());
    let rows = rows::all(
        query,
        |query| {
            let conn = &conn;
            async move { store::standings::list_cleared(conn, org, &query, filter).await }
        },
        |row| row.id.get(),
    )
    .await?;
    begun(flows::jobs::start_block_again(api.office(), &actor, of, rows).await?)
}

/// Put all blocked addresses that fit on trial
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000. An address that
/// complained, or whose owner wants no mailings, is refused.
#[utoipa::path(post, path = "/blocked-addresses/trial/matching", tag = "returns",
    params(ListParams, BlockedAddressFilters),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn try_matching_addresses(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    asked: Asked,
) -> Begun {
    start(&api, &actor, AddressesDeed::Trial, asked).await
}

/// Set the persons of all blocked addresses that fit as former employees
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/blocked-addresses/former/matching", tag = "returns",
    params(ListParams, BlockedAddressFilters),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn set_matching_former(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    asked: Asked,
) -> Begun {
    start(&api, &actor, AddressesDeed::Former, asked).await
}

/// Delete all blocked addresses that fit
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000.
#[utoipa::path(post, path = "/blocked-addresses/delete/matching", tag = "returns",
    params(ListParams, BlockedAddressFilters),
    security(("session" = ["outbox", "delete"]), ("token" = ["outbox", "delete"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn delete_matching_addresses(
    State(api): State<Api>,
    May(actor, _): May<(rights::Outbox, rights::Delete)>,
    asked: Asked,
) -> Begun {
    start(&api, &actor, AddressesDeed::Delete, asked).await
}

/// Add the persons of all blocked addresses that fit to a selection or a project
///
/// The rows are those of the list with these filters and this search when the request comes, at most 100,000. Who
/// is not known becomes a person.
#[utoipa::path(post, path = "/blocked-addresses/add-to-list/matching", tag = "returns",
    params(ListParams, BlockedAddressFilters), request_body = ListMatchingInput,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfInput))]
pub(crate) async fn add_matching_to_list(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    asked: Asked,
    Input(ListMatchingInput { into }): Input<ListMatchingInput>,
) -> Begun {
    start(&api, &actor, into.deed()?, asked).await
}

async fn start(api: &Api, actor: &Actor, deed: AddressesDeed, asked: Asked) -> Begun {
    let rows = matching(api, actor, asked).await?;
    begun(flows::jobs::start_on_addresses(api.office(), actor, deed, rows).await?)
}

async fn matching(api: &Api, actor: &Actor, asked: Asked) -> Result<Rows, Refusal> {
    let (conn, org) = (api.conn(), actor.organisation);
    let filter: StandingFilter = asked.filter.into();
    rows::all(
        asked.query,
        |query| {
            let (conn, filter) = (&conn, filter.clone());
            async move { store::standings::list(conn, org, &query, filter).await }
        },
        |row| row.id.get(),
    )
    .await
}
