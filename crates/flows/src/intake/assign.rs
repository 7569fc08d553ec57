//! What a new case begins with: its person, the priority of its category, its deadline, and an
//! owner where the category gives its cases to somebody.

use std::collections::BTreeMap;

use domain::timeline::Step;
use domain::{CategoryId, UserId};
use store::cases::{By, CaseChange};
use store::{StoreError, Tx};

use super::into_case::InCase;
use super::passage::Passage;
use super::people::Sender;
use crate::cases::giving::{self, Wanted};
use crate::cases::{Deadlines, begin_levels};

/// Whose a case is.
pub(super) enum Settled {
    /// It was there before.
    Unknown,
    /// Its owner and its category, where it has both.
    Known(Option<(UserId, CategoryId)>),
}

/// Settles a case that the mail began, and tells whose it became, where it is in a category; one that was there
/// stays whose it is, and nothing is read of it.
pub(super) async fn settle(
    tx: &Tx,
    passage: &mut Passage<'_>,
    in_case: &InCase,
    sender: Option<Sender>,
) -> Result<Settled, StoreError> {
    if !in_case.is_new {
        return Ok(Settled::Unknown);
    }
    let (organisation, now) = (passage.organisation(), passage.desk.now);
    let found = store::cases::find_standing(tx, organisation, in_case.case_id).await?;
    let case = found.ok_or(StoreError::Missing("case"))?;
    let category = match case.category_id {
        Some(id) => store::categories::find(tx, organisation, id).await?,
        None => None,
    };
    let of_category = category.as_ref().and_then(|category| category.priority_id);
    let priority = case.priority_id.or(of_category);
    let given = match &category {
        Some(category) if case.owner_id.is_none() => {
            let customer = sender.map(|(person, _)| (in_case.case_id, person));
            giving::choose(tx, organisation, category, Wanted { except: None, customer, now }).await?
        }
        Some(_) | None => None,
    };
    let deadlines = Deadlines::read(tx, organisation, priority).await?;
    let quiet = passage.reading.row.historic;
    let change = CaseChange {
        owner_id: given.map(|(user, _)| Some(user)),
        priority_id: (priority != case.priority_id).then_some(priority),
        due_at: deadlines.due(case.created_at).map(Some),
        person: sender.map(|(person, company)| (Some(person), company)),
        quiet,
        ..CaseChange::default()
    };
    let by = By { user: None, at: now };
    if change != (CaseChange { quiet, ..CaseChange::default() }) {
        store::cases::update(tx, organisation, in_case.case_id, &change, by).await?;
    }
    // What was taken over as history is no work that takes too long.
    if !quiet {
        begin_levels(tx, organisation, in_case.case_id, (&deadlines, case.created_at, now)).await?;
    }
    if let Some((user_id, because)) = given {
        let (case_id, because) = (in_case.case_id, because.as_str().to_owned());
        let params = BTreeMap::from([("because".to_owned(), because.clone())]);
        store::cases::insert_log(tx, organisation, case_id, by, ("assigned", params)).await?;
        passage.note(Step::CaseAssigned { case_id, user_id, because });
    }
    let owner = given.map(|(user, _)| user).or(case.owner_id);
    Ok(Settled::Known(owner.zip(case.category_id)))
}
