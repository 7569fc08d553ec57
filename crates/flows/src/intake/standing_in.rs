//! A person's mail comes to a case of somebody who is away: where the category says so, another gets it.

use std::collections::BTreeMap;

use domain::UserId;
use domain::timeline::Step;
use mail::Class;
use policy::assign::Because;
use store::cases::{By, CaseChange};
use store::categories::CategoryRow;
use store::{StoreError, Tx};

use super::assign::Settled;
use super::into_case::InCase;
use super::passage::Passage;
use crate::cases::giving::{self, Wanted};

/// Gives the case to who stands in for its owner, else to whom the category gives its cases; to nobody
/// else while all are away.
pub(super) async fn settle(
    tx: &Tx,
    passage: &mut Passage<'_>,
    in_case: &InCase,
    settled: Settled,
) -> Result<(), StoreError> {
    if passage.reading.row.historic || passage.reading.parsed.class != Class::Person {
        return Ok(());
    }
    let (organisation, now, case_id) = (passage.organisation(), passage.desk.now, in_case.case_id);
    let owned = match settled {
        Settled::Known(owned) => owned,
        Settled::Unknown => {
            let case = store::cases::find_standing(tx, organisation, case_id).await?;
            case.and_then(|case| case.owner_id.zip(case.category_id))
        }
    };
    let Some((owner, category)) = owned else { return Ok(()) };
    let category = store::categories::find(tx, organisation, category).await?;
    let Some(category) = category.filter(|category| category.give_when_absent) else { return Ok(()) };
    let Some((user_id, because)) = stand_in(tx, passage, owner, &category).await? else { return Ok(()) };
    let change = CaseChange { owner_id: Some(Some(user_id)), ..CaseChange::default() };
    let by = By { user: None, at: now };
    store::cases::update(tx, organisation, case_id, &change, by).await?;
    let because = because.as_str().to_owned();
    let params = BTreeMap::from([("because".to_owned(), because.clone())]);
    store::cases::insert_log(tx, organisation, case_id, by, ("assigned", params)).await?;
    passage.note(Step::CaseAssigned { case_id, user_id, because });
    Ok(())
}

async fn stand_in(
    tx: &Tx,
    passage: &Passage<'_>,
    owner: UserId,
    category: &CategoryRow,
) -> Result<Option<(UserId, Because)>, StoreError> {
    let (organisation, now) = (passage.organisation(), passage.desk.now);
    let absence = store::absences::find(tx, organisation, owner).await?;
    let Some(absence) = absence.filter(|absence| absence.covers(now)) else { return Ok(None) };
    if let Some(substitute) = absence.substitute_id
        && giving::is_there(tx, organisation, substitute, now).await?
    {
        return Ok(Some((substitute, Because::StandsIn)));
    }
    giving::choose(tx, organisation, category, Wanted { except: Some(owner), customer: None, now }).await
}
