//! Persons who are likely one, and who is kept apart.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::people;
use serde::{Deserialize, Serialize};
use store::persons::{Alike, Double};
use utoipa::ToSchema;

use super::KnownPerson;
use crate::extract::{ById, Ids, Input, Params};
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfList, OfOneInput};
use crate::resources::shared::address_warning::Warnings;
use crate::rights::{self, May};
use crate::schema::PersonKey;
use crate::state::Api;

/// Two persons who are likely one.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonDouble {
    /// What they have in common: `name` or `phone`.
    #[schema(value_type = String)]
    alike: &'static str,
    /// Who has been known longer.
    person: KnownPerson,
    /// Who came later.
    other: KnownPerson,
}

impl PersonDouble {
    fn of(double: Double, warnings: &Warnings) -> Self {
        Self {
            alike: Alike::as_str(double.alike),
            person: KnownPerson::of(double.person, warnings),
            other: KnownPerson::of(double.other, warnings),
        }
    }
}

/// Where to look.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DoublesParams {
    /// Where the last look ended: its `next`.
    cursor: Option<String>,
}

/// What one look found.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonDoubles {
    /// The pairs.
    rows: Vec<PersonDouble>,
    /// The cursor of the next look; null when everybody was looked at.
    next: Option<String>,
}

/// List persons who are likely one
///
/// Up to 50 pairs with the same name or telephone number that nobody has kept apart, found among the next 5,000
/// persons. A look may find none although there are more behind it: look on while there is a `next`.
#[utoipa::path(get, path = "/persons/doubles", tag = "persons", params(DoublesParams),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = PersonDoubles, description = "The pairs."), OfList))]
pub(crate) async fn list_doubles(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Params(params): Params<DoublesParams>,
) -> Answer<PersonDoubles> {
    let found = people::list_doubles(api.office(), &actor, params.cursor.as_deref()).await?;
    let both = |pair: &Double| [pair.person.addresses.clone(), pair.other.addresses.clone()].concat();
    let keys: Vec<String> = found.pairs.iter().flat_map(both).map(|address| address.key()).collect();
    let warnings = Warnings::of(&api.conn(), actor.organisation, &keys, api.office().now()).await?;
    let rows = found.pairs.into_iter().map(|pair| PersonDouble::of(pair, &warnings)).collect();
    Ok(Json(PersonDoubles { rows, next: found.next }))
}

/// Who is somebody else.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ApartInput {
    /// The other person.
    other: PersonKey,
}

/// Keep two persons apart
///
/// They are not proposed as one again.
#[utoipa::path(post, path = "/persons/{id}/apart", tag = "persons", params(ById), request_body = ApartInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "It is noted."), OfOneInput))]
pub(crate) async fn keep_persons_apart(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PersonKey>,
    Input(input): Input<ApartInput>,
) -> Result<StatusCode, Refusal> {
    people::keep_apart(api.office(), &actor, (id.into(), input.other.into())).await?;
    Ok(StatusCode::NO_CONTENT)
}
