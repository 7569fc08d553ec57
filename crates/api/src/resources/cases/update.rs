//! Changes a case.

use axum::Json;
use axum::extract::State;
use domain::case::CaseStatus;
use flows::cases::{self, CaseChange};
use serde::Deserialize;
use utoipa::ToSchema;

use super::details::CaseDetails;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{
    self, CaseKey, CategoryKey, Moment, PriorityKey, RequestTypeKey, StatusKey, UserKey, nullable,
};
use crate::state::Api;

/// What to change; what is left out stays.
#[derive(Deserialize, Default, ToSchema)]
pub(crate) struct CaseInput {
    /// The title.
    title: Option<String>,
    /// Where it stands: `open`, `waiting` or `closed`; the other statuses come by their own actions.
    #[schema(value_type = Option<schema::CaseStatus>)]
    status: Option<CaseStatus>,
    /// Where it stands among the organisation's own statuses; `status` need not be named beside it.
    status_id: Option<StatusKey>,
    /// When a waiting case opens by itself, or null for never.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Moment>)]
    wait_until: Option<Option<Moment>>,
    /// Who takes care of it, or null for nobody.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<UserKey>)]
    owner_id: Option<Option<UserKey>>,
    /// The category, or null for none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<CategoryKey>)]
    category_id: Option<Option<CategoryKey>>,
    /// The priority, or null for none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<PriorityKey>)]
    priority_id: Option<Option<PriorityKey>>,
    /// What kind of request it is, or null for none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<RequestTypeKey>)]
    request_type_id: Option<Option<RequestTypeKey>>,
    /// Whether it is unread.
    unread: Option<bool>,
}

impl From<CaseInput> for CaseChange {
    fn from(input: CaseInput) -> Self {
        Self {
            title: input.title,
            status: input.status,
            status_id: input.status_id.map(Into::into),
            wait_until: input.wait_until.map(|until| until.map(|until| until.0)),
            owner: input.owner_id.map(|id| id.map(Into::into)),
            category: input.category_id.map(|id| id.map(Into::into)),
            priority: input.priority_id.map(|id| id.map(Into::into)),
            request_type: input.request_type_id.map(|id| id.map(Into::into)),
            unread: input.unread,
        }
    }
}

/// Change a case
#[utoipa::path(patch, path = "/cases/{id}", tag = "cases", params(ById), request_body = CaseInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = CaseDetails, description = "The case as it is now."), OfOneInput))]
pub(crate) async fn update_case(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
    Input(input): Input<CaseInput>,
) -> Answer<CaseDetails> {
    cases::change(api.office(), &actor, id.into(), input.into()).await?;
    Ok(Json(CaseDetails::of(&api, &actor, id.into()).await?))
}
