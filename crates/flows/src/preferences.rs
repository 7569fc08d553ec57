//! What a user chose about the interface, kept for all his browsers.

use domain::limits::{PREFERENCE_NAME_CHARS_MAX, PREFERENCE_OCTETS_MAX, PREFERENCES_MAX};
use domain::problem::ProblemKind;
use domain::{Actor, Problem};
use store::StoreError;
use store::preferences::Preference;

use crate::office::Office;
use crate::problem;

/// All of one's own.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<Preference>, Problem> {
    let conn = office.store().read();
    store::preferences::list(&conn, actor.organisation, actor.user).await.map_err(problem::from_store)
}

/// The value under a name, as JSON text; `None` until it is set.
///
/// # Errors
/// When the store fails.
pub async fn find(office: &Office, actor: &Actor, name: &str) -> Result<Option<String>, Problem> {
    let conn = office.store().read();
    store::preferences::find(&conn, actor.organisation, actor.user, name).await.map_err(problem::from_store)
}

/// Sets one; `None` forgets it.
///
/// # Errors
/// When its name or value is not one that is kept, or there are too many.
pub async fn put(office: &Office, actor: &Actor, name: String, value: Option<String>) -> Result<(), Problem> {
    check_name(&name)?;
    if value.as_ref().is_some_and(|value| value.len() > PREFERENCE_OCTETS_MAX) {
        let detail = format!("a preference has at most {PREFERENCE_OCTETS_MAX} octets");
        return Err(Problem::invalid("value", "preference.too_long", detail)
            .with("max", PREFERENCE_OCTETS_MAX.to_string()));
    }
    let (org, user, at) = (actor.organisation, actor.user, office.now());
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let Some(value) = value else {
                    store::preferences::delete(tx, org, user, &name).await?;
                    return Ok(());
                };
                let is_new = store::preferences::find(tx, org, user, &name).await?.is_none();
                if is_new && store::preferences::count(tx, org, user).await? >= PREFERENCES_MAX {
                    return Err(Failed::TooMany);
                }
                Ok(store::preferences::put(tx, org, user, &Preference { name, value }, at).await?)
            })
        })
        .await
        .map_err(Failed::into_problem)
}

/// Why nothing was written.
enum Failed {
    TooMany,
    Store(StoreError),
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Failed {
    fn into_problem(self) -> Problem {
        match self {
            Self::Store(error) => problem::from_store(error),
            Self::TooMany => {
                let detail = format!("a user has at most {PREFERENCES_MAX} preferences; delete some");
                Problem::new(ProblemKind::Limit, "preference.too_many", detail)
                    .with("max", PREFERENCES_MAX.to_string())
            }
        }
    }
}

/// Names are small words with dots, dashes and underscores between them: `list.cases`.
fn check_name(name: &str) -> Result<(), Problem> {
    let is_plain =
        |octet: u8| octet.is_ascii_lowercase() || octet.is_ascii_digit() || b"._-".contains(&octet);
    if !name.is_empty() && name.len() <= PREFERENCE_NAME_CHARS_MAX && name.bytes().all(is_plain) {
        return Ok(());
    }
    let detail = format!(
        "a preference's name has small letters, digits, dots, dashes and underscores, at most \
         {PREFERENCE_NAME_CHARS_MAX}"
    );
    Err(Problem::invalid("name", "preference.name", detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_plain() {
        for good in ["list.cases", "a", "saved_view-2"] {
            assert!(check_name(good).is_ok(), "{good}");
        }
        for bad in ["", "List", "a b", "å", "../x", &"a".repeat(61)] {
            assert!(check_name(bad).is_err(), "{bad}");
        }
    }
}
