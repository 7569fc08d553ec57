//! Joins two persons who are the same.

use axum::Json;
use axum::extract::State;
use flows::people;
use serde::Deserialize;
use utoipa::ToSchema;

use super::KnownPerson;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::PersonKey;
use crate::state::Api;

/// Who is the same.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PersonMergeInput {
    /// The person who stays.
    into: PersonKey,
}

/// Join a person with another
///
/// Addresses and cases become those of the one who stays. For 30 days they can be split again.
#[utoipa::path(post, path = "/persons/{id}/merge", tag = "persons", params(ById), request_body = PersonMergeInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = KnownPerson, description = "The person who stays."), OfOneInput))]
pub(crate) async fn merge_person(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PersonKey>,
    Input(input): Input<PersonMergeInput>,
) -> Answer<KnownPerson> {
    let into = input.into.into();
    people::merge_persons(api.office(), &actor, (id.into(), into)).await?;
    Ok(Json(KnownPerson::find(&api, &actor, into).await?))
}
