//! A user's absence: set by himself or by who administers users.

use domain::limits::ABSENCE_MS_MAX;
use domain::{OrganisationId, Problem, UserId};
use store::Tx;
use store::absences::{self, Absence};
use store::events::{self, Change};

use super::Refused;
use crate::cases::giving::may_have_cases;
use crate::office::Office;
use crate::problem;

/// The absence that a user is in, that comes, or that was the last.
///
/// # Errors
/// 404 when the organisation has no such user; 503 when the store does not answer.
pub async fn find(
    office: &Office,
    organisation: OrganisationId,
    user: UserId,
) -> Result<Option<Absence>, Problem> {
    super::find(office, organisation, user).await?;
    absences::find(&office.store().read(), organisation, user).await.map_err(problem::from_store)
}

/// Sets a user's absence in the place of the one before; `None` ends it.
///
/// # Errors
/// 404 when the organisation has no such user; invalid input by field; 503 when the store does not answer.
pub async fn set(
    office: &Office,
    organisation: OrganisationId,
    user: UserId,
    absence: Option<Absence>,
) -> Result<(), Problem> {
    let now = office.now();
    if let Some(absence) = &absence {
        if absence.until <= absence.from || absence.until <= now {
            let detail = "an absence ends behind its begin, and not in the past";
            return Err(Problem::invalid("until", "absence.over", detail));
        }
        if absence.until.millis_since(absence.from) > ABSENCE_MS_MAX {
            let detail = "an absence lasts a year at most; a user who is away for longer is made inactive";
            return Err(Problem::invalid("until", "absence.too_long", detail));
        }
    }
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            if store::users::find(tx, organisation, user).await?.is_none() {
                return Err(Refused::from(Problem::not_found("user")));
            }
            match absence {
                Some(absence) => {
                    can_stand_in(tx, organisation, (user, absence.substitute_id)).await?;
                    absences::put(tx, organisation, user, absence).await?;
                }
                None => absences::delete(tx, organisation, user).await?,
            }
            events::insert(tx, organisation, Change::settings());
            Ok(())
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// Somebody else, of the same organisation, who may sign in.
async fn can_stand_in(
    tx: &Tx,
    organisation: OrganisationId,
    (user, substitute): (UserId, Option<UserId>),
) -> Result<(), Refused> {
    let Some(substitute) = substitute else { return Ok(()) };
    if substitute == user || !may_have_cases(tx, organisation, substitute).await? {
        let detail = "a colleague who may see cases can stand in, and nobody for himself";
        return Err(Problem::invalid("substitute_id", "absence.substitute", detail).into());
    }
    Ok(())
}
