//! A new organisation with its administrator: both or neither.

use domain::org::{Language, Right};
use domain::{OrganisationId, Problem, UserId};
use store::events::{self, Change};

use crate::office::Office;
use crate::users::{self, NewUser, Refused};
use crate::{organisation, request_types};

/// The role of the first user; it has every right.
const ADMINISTRATOR: &str = "Administrator";

/// What was founded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Founded {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its administrator.
    pub administrator: UserId,
}

/// Makes an organisation, its first role and the user who has it, in one transaction. The roles
/// and categories of `administrator` are left aside.
///
/// # Errors
/// Invalid input by field, `organisation` or one of the user's; a conflict when an organisation has
/// the name or a user the address; 503 when the store does not answer. Nothing is made then.
pub async fn found(
    office: &Office,
    name: &str,
    language: Language,
    administrator: NewUser,
) -> Result<Founded, Problem> {
    let name = users::readable_name("organisation", name)?;
    let mut user = users::prepare(office, administrator).await?;
    let now = office.now();
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            let all = store::organisations::list(tx).await?;
            if all.iter().any(|row| row.name == name) {
                let problem = Problem::conflict(
                    "organisation.name_taken",
                    format!("there is an organisation `{name}` already"),
                );
                return Err(Refused::from(problem));
            }
            let organisation = store::organisations::insert(tx, &name, now).await?;
            organisation::speak(tx, organisation, language).await?;
            request_types::seed(tx, organisation, language).await?;
            let rights = Right::ALL.into_iter().collect();
            let role = store::roles::insert(tx, organisation, ADMINISTRATOR, &rights).await?;
            user.role_ids = vec![role];
            user.category_ids = Vec::new();
            let administrator = users::insert(tx, organisation, &user).await?;
            events::insert(tx, organisation, Change::settings());
            Ok(Founded { organisation, administrator })
        })
    });
    written.await.map_err(Refused::into_problem)
}
