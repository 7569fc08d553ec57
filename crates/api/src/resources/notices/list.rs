//! One's own notices.

use axum::Json;
use axum::extract::State;

use super::{Before, Notice, Notices};
use crate::extract::{Params, SignedIn};
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::state::Api;

/// List one's own notices
///
/// What happened to cases that concern one, as one chose to be told. At most 500 are kept, for 90 days.
#[utoipa::path(get, path = "/notices", tag = "notices", params(Before),
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Notices, description = "A page of notices, newest first."), OfList))]
pub(crate) async fn list_notices(
    State(api): State<Api>,
    signed_in: SignedIn,
    Params(params): Params<Before>,
) -> Answer<Notices> {
    let bell = flows::notify::bell(api.office(), &signed_in.actor, params.before.map(Into::into)).await?;
    let reader = signed_in.actor.user;
    Ok(Json(Notices {
        rows: bell.notices.into_iter().map(|notice| Notice::of(notice, reader)).collect(),
        next: bell.next.map(Into::into),
        unread: bell.unread,
        mail_paused_until: bell.mail_paused_until.map(Into::into),
    }))
}
