//! Forgets a person.

use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::PersonKey;
use crate::state::Api;

/// Forget a person
///
/// Name, addresses and telephone number are removed for good; cases keep the addresses that their mails have.
#[utoipa::path(delete, path = "/persons/{id}", tag = "persons", params(ById),
    security(("session" = ["cases_all", "delete"]), ("session" = ["cases_own", "delete"]),
        ("token" = ["cases_all", "delete"]), ("token" = ["cases_own", "delete"])),
    responses((status = 204, description = "The person is forgotten."), OfOne))]
pub(crate) async fn delete_person(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Delete)>,
    Ids(id): Ids<PersonKey>,
) -> Result<StatusCode, Refusal> {
    flows::people::delete_person(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
