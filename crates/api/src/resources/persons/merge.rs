//! Joins two persons who are the same.

use axum::Json;
use axum::extract::State;
use flows::people;
use serde::{Deserialize, Serialize};
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

/// The person who stays.
#[derive(Serialize, ToSchema)]
pub(crate) struct MergedPerson {
    /// He.
    #[serde(flatten)]
    person: KnownPerson,
    /// Whether the two can be split again for 30 days: not where the one who is gone had more than 10,000 cases.
    can_split: bool,
}

/// Join a person with another
///
/// Addresses and cases become those of the one who stays. For 30 days they can be split again where `can_split` says so.
#[utoipa::path(post, path = "/persons/{id}/merge", tag = "persons", params(ById), request_body = PersonMergeInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = MergedPerson, description = "The person who stays."), OfOneInput))]
pub(crate) async fn merge_person(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PersonKey>,
    Input(input): Input<PersonMergeInput>,
) -> Answer<MergedPerson> {
    let into = input.into.into();
    let can_split = people::merge_persons(api.office(), &actor, (id.into(), into)).await?;
    Ok(Json(MergedPerson { person: KnownPerson::find(&api, &actor, into).await?, can_split }))
}
