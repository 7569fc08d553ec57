//! What an organisation wants suggested: how well an entry must fit, and how many at most.

use domain::{Actor, OrganisationId, Problem};
use policy::faq::Wanted;
use serde::{Deserialize, Serialize};
use store::{Conn, StoreError};

use crate::office::Office;
use crate::problem;
use crate::settings::Edit;

/// The name under which they are stored.
const KEY: &str = "faq";
/// Entries that one mail names at most.
pub(crate) const MOST_MAX: u8 = 10;

/// The rules of suggestions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct FaqRules {
    /// The least score of an entry that no keyword qualifies, percent.
    pub minimum_percent: u8,
    /// Entries of one mail at most.
    pub most: u8,
}

impl Default for FaqRules {
    fn default() -> Self {
        Self { minimum_percent: 50, most: 3 }
    }
}

impl FaqRules {
    pub(super) fn wanted(self) -> Wanted {
        Wanted { minimum_percent: self.minimum_percent, most: usize::from(self.most) }
    }
}

pub(super) async fn of_organisation(
    conn: &Conn,
    organisation: OrganisationId,
) -> Result<FaqRules, StoreError> {
    Ok(store::settings::find(conn, Some(organisation), KEY).await?.unwrap_or_default())
}

/// The rules.
///
/// # Errors
/// When the store fails.
pub async fn get_rules(office: &Office, actor: &Actor) -> Result<FaqRules, Problem> {
    of_organisation(&office.store().read(), actor.organisation).await.map_err(problem::from_store)
}

/// Sets them.
///
/// # Errors
/// 422 for a score above 100 or a number of entries out of its bounds.
pub async fn put_rules(
    office: &Office,
    actor: &Actor,
    rules: impl Into<Edit<FaqRules>>,
) -> Result<(), Problem> {
    let rules: Edit<FaqRules> = rules.into();
    rules.keep(office, actor.organisation, (KEY, check)).await
}

fn check(rules: FaqRules) -> Result<(), Problem> {
    if rules.minimum_percent > 100 {
        let detail = "the least score is 0 to 100 percent";
        return Err(Problem::invalid("minimum_percent", "faq.minimum", detail));
    }
    if !(1..=MOST_MAX).contains(&rules.most) {
        let detail = format!("a mail names 1 to {MOST_MAX} entries");
        return Err(Problem::invalid("most", "faq.most", detail).with("max", MOST_MAX.to_string()));
    }
    Ok(())
}
