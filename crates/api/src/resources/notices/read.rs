//! One's own notices were read.

use axum::extract::State;
use axum::http::StatusCode;
use domain::Problem;
use domain::limits::NOTICES_MAX;
use serde::Deserialize;
use store::notices::Which;
use utoipa::ToSchema;

use crate::extract::{Input, SignedIn};
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::schema::{CaseKey, NoticeKey};
use crate::state::Api;

/// Which notices were read; exactly one of the three.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReadInput {
    /// These, at most 500.
    ids: Option<Vec<NoticeKey>>,
    /// All of a case.
    case_id: Option<CaseKey>,
    /// All of them.
    #[serde(default)]
    all: bool,
}

/// Mark notices as read
#[utoipa::path(post, path = "/notices/read", tag = "notices", request_body = ReadInput,
    security(("session" = []), ("token" = [])),
    responses((status = 204, description = "They are read."), OfInput))]
pub(crate) async fn read_notices(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(input): Input<ReadInput>,
) -> Result<StatusCode, Refusal> {
    let which = match (input.ids, input.case_id, input.all) {
        (Some(ids), None, false) if ids.len() as u64 <= NOTICES_MAX => {
            Which::These(ids.into_iter().map(Into::into).collect())
        }
        (None, Some(case), false) => Which::OfCase(case.into()),
        (None, None, true) => Which::All,
        _ => {
            let detail = "say which notices were read: up to 500 ids, or a case_id, or all";
            return Err(Problem::invalid("ids", "notices.which", detail).into());
        }
    };
    flows::notify::mark_read(api.office(), &signed_in.actor, which).await?;
    Ok(StatusCode::NO_CONTENT)
}
