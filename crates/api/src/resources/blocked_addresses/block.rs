//! Blocks an address by hand.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::Problem;
use domain::blocks::BlockScope;
use serde::Deserialize;
use utoipa::ToSchema;

use super::BlockedAddress;
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema;
use crate::state::Api;

/// An address that shall be written to no more.
#[derive(Deserialize, ToSchema)]
pub(crate) struct BlockInput {
    /// The address.
    address: String,
    /// Which mail the block stops; all where nothing is said.
    #[schema(value_type = Option<schema::BlockScope>)]
    scope: Option<BlockScope>,
    /// Whether it is meant whatever the address is. Without it 409 says what to think of first: `address.of_mailbox`, a mailbox of
    /// your own; `address.of_user`, the address that a user signs in with; `address.blocked_by_returns` and
    /// `address.blocked_by_list`, one that is blocked already and would be by hand from then on.
    #[serde(default)]
    all_the_same: bool,
}

/// Block an address
#[utoipa::path(post, path = "/blocked-addresses", tag = "returns", request_body = BlockInput,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 201, body = BlockedAddress, description = "The address as it stands now."), OfInput))]
pub(crate) async fn block_address(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(BlockInput { address, scope, all_the_same }): Input<BlockInput>,
) -> Result<(StatusCode, Json<BlockedAddress>), Refusal> {
    let wanted = (address.as_str(), scope.unwrap_or(BlockScope::All));
    if !all_the_same {
        flows::returns::ask_before_block(api.office(), &actor, wanted).await?;
    }
    let id = flows::returns::block(api.office(), &actor, wanted).await?;
    let row = store::standings::find(&api.conn(), actor.organisation, id).await?;
    let row = row.ok_or_else(|| Problem::not_found("blocked address"))?;
    Ok((StatusCode::CREATED, Json(BlockedAddress::of(row, api.office().now()))))
}
