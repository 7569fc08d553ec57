//! Splits two persons again who were joined.

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
use crate::schema::{Moment, PersonKey};
use crate::state::Api;

/// Somebody who was joined with a person, and can be split off again.
#[derive(Serialize, ToSchema)]
pub(crate) struct JoinedPerson {
    /// The id that he had, and will have again.
    id: PersonKey,
    /// His name.
    name: String,
    /// His addresses, the usual one first.
    addresses: Vec<String>,
    /// When he was joined.
    joined_at: Moment,
}

impl From<store::persons::JoinedPerson> for JoinedPerson {
    fn from(joined: store::persons::JoinedPerson) -> Self {
        Self {
            id: joined.id.into(),
            name: joined.name,
            addresses: joined.addresses.iter().map(ToString::to_string).collect(),
            joined_at: joined.joined_at.into(),
        }
    }
}

/// Who comes back.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PersonSplitInput {
    /// The person who was joined with this one.
    person: PersonKey,
}

/// Split off a person again who was joined with this one
///
/// For 30 days, and as long as his addresses are still this person's: he has his id, his addresses, the cases that he had and
/// his places in selections, projects and distribution lists.
#[utoipa::path(post, path = "/persons/{id}/split", tag = "persons", params(ById), request_body = PersonSplitInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = KnownPerson, description = "The person who is back."), OfOneInput))]
pub(crate) async fn split_person(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PersonKey>,
    Input(input): Input<PersonSplitInput>,
) -> Answer<KnownPerson> {
    let back = input.person.into();
    people::split_person(api.office(), &actor, (id.into(), back)).await?;
    Ok(Json(KnownPerson::find(&api, &actor, back).await?))
}
