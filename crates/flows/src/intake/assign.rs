//! What a new case begins with: its person, the priority of its category, its deadline, and an
//! owner where the category gives its cases to somebody.

use std::collections::BTreeMap;

use domain::timeline::Step;
use domain::{CaseId, PersonId, UserId};
use policy::assign::{self, Because, Candidate, Facts};
use store::cases::{By, CaseChange};
use store::categories::CategoryRow;
use store::{StoreError, Tx};

use super::into_case::InCase;
use super::passage::Passage;
use super::people::Sender;
use crate::cases::Deadlines;

/// Settles a case that the mail began; one that was there stays whose it is.
pub(super) async fn settle(
    tx: &Tx,
    passage: &mut Passage<'_>,
    in_case: &InCase,
    sender: Option<Sender>,
) -> Result<(), StoreError> {
    if !in_case.is_new {
        return Ok(());
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
            let person = sender.map(|(person, _)| person);
            choose(tx, passage, category, (in_case.case_id, person)).await?
        }
        Some(_) | None => None,
    };
    let deadlines = Deadlines::read(tx, organisation, priority).await?;
    let change = CaseChange {
        owner_id: given.map(|(user, _)| Some(user)),
        priority_id: (priority != case.priority_id).then_some(priority),
        due_at: deadlines.due(case.created_at).map(Some),
        person: sender.map(|(person, company)| (Some(person), company)),
        quiet: passage.reading.row.historic,
        ..CaseChange::default()
    };
    if change == (CaseChange { quiet: change.quiet, ..CaseChange::default() }) {
        return Ok(());
    }
    let by = By { user: None, at: now };
    store::cases::update(tx, organisation, in_case.case_id, &change, by).await?;
    if let Some((user_id, because)) = given {
        let (case_id, because) = (in_case.case_id, because.as_str().to_owned());
        let params = BTreeMap::from([("because".to_owned(), because.clone())]);
        store::cases::insert_log(tx, organisation, case_id, by, ("assigned", params)).await?;
        passage.note(Step::CaseAssigned { case_id, user_id, because });
    }
    Ok(())
}

/// Chooses among the category's active members and notes the turn.
async fn choose(
    tx: &Tx,
    passage: &Passage<'_>,
    category: &CategoryRow,
    (case, person): (CaseId, Option<PersonId>),
) -> Result<Option<(UserId, Because)>, StoreError> {
    if category.assignment == domain::case::Assignment::None {
        return Ok(None);
    }
    let organisation = passage.organisation();
    let members = store::categories::members_in_turn(tx, organisation, category.id).await?;
    let last = members.iter().map(|member| member.last_assigned_at).max();
    let candidate = |member: store::categories::Member| Candidate {
        user: member.user,
        last_assigned_at: member.last_assigned_at,
        open_cases: member.open_cases,
        weight: member.weight,
        share: member.share,
    };
    let administrator = match category.administrator_id {
        Some(id) => store::users::find(tx, organisation, id).await?.filter(|user| user.active),
        None => None,
    };
    let facts = Facts {
        assignment: category.assignment,
        candidates: members.into_iter().map(candidate).collect(),
        administrator: administrator.map(|user| user.id),
        share: category.share,
        before: match person.filter(|_| category.together_minutes > 0) {
            Some(person) => {
                let since = passage.desk.now.plus_millis(-i64::from(category.together_minutes) * 60_000);
                store::cases::find_owner_before(tx, organisation, person, (case, since)).await?
            }
            None => None,
        },
    };
    let chosen = assign::decide(&facts);
    if let Some((user, _)) = chosen {
        // Mail of one instant still has an order: each turn is later than the one before.
        let at = last.map_or(passage.desk.now, |last| passage.desk.now.max(last.plus_millis(1)));
        store::categories::record_turn(tx, organisation, category.id, user, at).await?;
        if let Some(shares) = assign::after_turn(&facts, user) {
            store::categories::record_share(tx, organisation, (category.id, user), shares).await?;
        }
    }
    Ok(chosen)
}
