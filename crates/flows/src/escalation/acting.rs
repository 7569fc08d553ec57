//! What a level does: it tells, gives the case to somebody, and raises its priority.

use std::collections::BTreeMap;

use domain::escalation::{Assign, Level};
use domain::notice::Happening;
use domain::{OrganisationId, PriorityId, Timestamp, UserId};
use policy::escalation::{self, People};
use store::cases::{By, CaseChange, CaseRow, CaseScope, Escalating};
use store::categories::CategoryRow;
use store::{StoreError, Tx};

use crate::cases::Deadlines;
use crate::cases::giving::{self, Wanted};
use crate::notify::{self, About};
use crate::office::Office;

/// Names that one entry of the log tells.
const NAMES_MAX: usize = 10;

/// Does what a level says, and tells it in the case's log.
pub(super) async fn act(
    tx: &Tx,
    office: &Office,
    found: &Escalating,
    (number, level): (u32, &Level),
) -> Result<(), StoreError> {
    let organisation = found.organisation;
    let Some(case) = store::cases::find(tx, organisation, found.case, &CaseScope::All).await? else {
        return Ok(());
    };
    let category = match case.category_id {
        Some(id) => store::categories::find(tx, organisation, id).await?,
        None => None,
    };
    let deed = Deed {
        organisation,
        case: &case,
        category: category.as_ref(),
        from: found.from,
        by: By { user: None, at: office.now() },
    };
    deed.log(tx, "escalated", [("level", number.to_string())]).await?;
    deed.tell(tx, office, (number, level)).await?;
    deed.assign(tx, level.assign).await?;
    if let Some(priority) = level.raise_to {
        deed.raise(tx, priority).await?;
    }
    Ok(())
}

/// One case at one level.
struct Deed<'a> {
    organisation: OrganisationId,
    case: &'a CaseRow,
    category: Option<&'a CategoryRow>,
    /// When its work began.
    from: Timestamp,
    by: By,
}

impl Deed<'_> {
    async fn log<const N: usize>(
        &self,
        tx: &Tx,
        what: &str,
        params: [(&str, String); N],
    ) -> Result<(), StoreError> {
        let params: BTreeMap<_, _> =
            params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        store::cases::insert_log(tx, self.organisation, self.case.id, self.by, (what, params)).await
    }

    async fn tell(&self, tx: &Tx, office: &Office, (number, level): (u32, &Level)) -> Result<(), StoreError> {
        let people = People {
            owner: self.case.owner_id,
            administrator: self.category.and_then(|category| category.administrator_id),
            members: self.category.map(|category| category.member_ids.clone()).unwrap_or_default(),
        };
        let mut told = Vec::new();
        let mut names = Vec::new();
        for user in escalation::told(&level.tell, &people) {
            if let Some(found) = store::users::find(tx, self.organisation, user).await?
                && found.active
            {
                told.push(user);
                names.push(found.name);
            }
        }
        if !names.is_empty() {
            self.log(tx, "escalation_told", [("names", list(&names))]).await?;
        }
        let what = Happening::Escalated { level: number, tell: told };
        store::happenings::insert(tx, self.organisation, self.case.id, self.by, &what).await?;
        let about = About::Escalated { level: number };
        let case = (self.organisation, self.case.id);
        notify::tell_addresses(tx, office, case, (&level.tell.addresses, about)).await
    }

    /// Gives it to whom the level says; the log says when that is nobody.
    async fn assign(&self, tx: &Tx, assign: Assign) -> Result<(), StoreError> {
        let (chosen, because) = match assign {
            Assign::Keep => return Ok(()),
            Assign::User { id } => {
                let found = store::users::find(tx, self.organisation, id).await?;
                (found.filter(|user| user.active).map(|user| user.id), None)
            }
            Assign::Category => match self.another_member(tx).await? {
                Some((user, because)) => (Some(user), Some(because)),
                None => (None, None),
            },
        };
        let Some(user) = chosen else { return self.log(tx, "escalation_not_assigned", []).await };
        if self.case.owner_id == Some(user) {
            return Ok(());
        }
        let change = CaseChange { owner_id: Some(Some(user)), ..CaseChange::default() };
        store::cases::update(tx, self.organisation, self.case.id, &change, self.by).await?;
        if let Some(because) = because {
            self.log(tx, "assigned", [("because", because.to_owned())]).await?;
        }
        Ok(())
    }

    async fn another_member(&self, tx: &Tx) -> Result<Option<(UserId, &'static str)>, StoreError> {
        let Some(category) = self.category else { return Ok(None) };
        let wanted = Wanted { except: self.case.owner_id, customer: None, now: self.by.at };
        let chosen = giving::choose(tx, self.organisation, category, wanted).await?;
        Ok(chosen.map(|(user, because)| (user, because.as_str())))
    }

    /// Raises the priority. Only a more urgent one is taken, so that two that name each other come to an end.
    async fn raise(&self, tx: &Tx, to: PriorityId) -> Result<(), StoreError> {
        let rank = async |id: PriorityId| store::priorities::find(tx, self.organisation, id).await;
        let before = match self.case.priority_id {
            Some(id) => rank(id).await?,
            None => None,
        };
        let is_higher = match (rank(to).await?, before) {
            (Some(to), Some(before)) => to.rank < before.rank,
            (to, None) => to.is_some(),
            (None, Some(_)) => false,
        };
        if !is_higher {
            return self.log(tx, "escalation_not_raised", []).await;
        }
        let deadlines = Deadlines::read(tx, self.organisation, Some(to)).await?;
        let change = CaseChange {
            priority_id: Some(Some(to)),
            due_at: Some(deadlines.due(self.from)),
            ..CaseChange::default()
        };
        store::cases::update(tx, self.organisation, self.case.id, &change, self.by).await?;
        Ok(())
    }
}

/// The first names, and how many more there are.
fn list(names: &[String]) -> String {
    let first = names.iter().take(NAMES_MAX).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMES_MAX) {
        0 => first,
        more => format!("{first} +{more}"),
    }
}
