//! Escalation levels, as they are read and written.

use domain::escalation::{
    Assign, LEVEL_ADDRESSES_MAX, LEVEL_MINUTES_MAX, LEVEL_USERS_MAX, LEVELS_MAX, Level, Tell,
};
use domain::{EmailAddress, OrganisationId, PriorityId, Problem, UserId};
use serde::{Deserialize, Serialize};
use store::Tx;
use utoipa::ToSchema;

use super::super::shared::write::Written;
use crate::schema::{PriorityKey, UserKey};
use crate::state::Api;

/// What happens to a case that takes too long.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct EscalationLevel {
    /// When, in minutes behind the deadline; negative is before it. Of a case without a deadline: after it began.
    after_minutes: i32,
    /// Whether only the organisation's office hours count.
    #[serde(default)]
    office_hours: bool,
    /// Who is told.
    #[serde(default)]
    tell: EscalationTell,
    /// Who is given the case: `keep` leaves it whose it is, `category` gives it to another member as its category
    /// gives its cases, `user` to the one in `assign_to`.
    #[serde(default)]
    assign: AssignKind,
    /// Who is given it, with `user`.
    assign_to: Option<UserKey>,
    /// The more urgent priority that the case gets.
    raise_to: Option<PriorityKey>,
}

/// Whom a level tells.
#[derive(Serialize, Deserialize, ToSchema, Default)]
#[serde(default)]
pub(crate) struct EscalationTell {
    /// Whose the case is.
    owner: bool,
    /// The administrator of its category.
    administrator: bool,
    /// The members of its category.
    members: bool,
    /// These users, at most 20.
    user_ids: Vec<UserKey>,
    /// These addresses, by mail, at most 5; none may be a mailbox of ours.
    addresses: Vec<String>,
}

impl EscalationLevel {
    /// The addresses that it tells.
    pub(super) fn entered(&self) -> impl Iterator<Item = &String> {
        self.tell.addresses.iter()
    }
}

/// How a level gives a case away.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AssignKind {
    /// Not at all.
    #[default]
    Keep,
    /// As its category does.
    Category,
    /// To one user.
    User,
}

impl From<Level> for EscalationLevel {
    fn from(level: Level) -> Self {
        let (assign, assign_to) = match level.assign {
            Assign::Keep => (AssignKind::Keep, None),
            Assign::Category => (AssignKind::Category, None),
            Assign::User { id } => (AssignKind::User, Some(id.into())),
        };
        Self {
            after_minutes: level.after_minutes,
            office_hours: level.office_hours,
            tell: EscalationTell {
                owner: level.tell.owner,
                administrator: level.tell.administrator,
                members: level.tell.members,
                user_ids: level.tell.users.into_iter().map(Into::into).collect(),
                addresses: level.tell.addresses.iter().map(ToString::to_string).collect(),
            },
            assign,
            assign_to,
            raise_to: level.raise_to.map(Into::into),
        }
    }
}

/// The levels, if they can be counted and written to. Whether users and priority are there is for [`check`].
pub(super) fn read(levels: Vec<EscalationLevel>) -> Result<Vec<Level>, Problem> {
    if levels.len() > LEVELS_MAX {
        let detail = format!("a priority has at most {LEVELS_MAX} levels; leave one out");
        return Err(refused("priority.levels", detail, None));
    }
    let mut read = Vec::<Level>::new();
    for (number, level) in (1_usize..).zip(levels) {
        let level = read_one(level, number)?;
        if read.last().is_some_and(|before| before.after_minutes >= level.after_minutes) {
            let detail = format!("level {number} does not come later than the one before; change its time");
            return Err(refused("priority.level_order", detail, Some(number)));
        }
        read.push(level);
    }
    Ok(read)
}

fn read_one(level: EscalationLevel, number: usize) -> Result<Level, Problem> {
    if level.after_minutes.unsigned_abs() > LEVEL_MINUTES_MAX.unsigned_abs() {
        let detail = format!("level {number} is more than 90 days from the deadline");
        return Err(refused("priority.level_time", detail, Some(number)));
    }
    let assign = match (level.assign, level.assign_to) {
        (AssignKind::Keep, _) => Assign::Keep,
        (AssignKind::Category, _) => Assign::Category,
        (AssignKind::User, Some(id)) => Assign::User { id: id.into() },
        (AssignKind::User, None) => {
            let detail = format!("level {number} gives the case to a user; say to whom");
            return Err(refused("priority.level_user", detail, Some(number)));
        }
    };
    let mut users: Vec<UserId> = level.tell.user_ids.into_iter().map(Into::into).collect();
    users.sort_unstable();
    users.dedup();
    let addresses = addresses(&level.tell.addresses, number)?;
    if users.len() > LEVEL_USERS_MAX || addresses.len() > LEVEL_ADDRESSES_MAX {
        let detail = format!(
            "level {number} tells at most {LEVEL_USERS_MAX} users and {LEVEL_ADDRESSES_MAX} addresses by name"
        );
        return Err(refused("priority.level_tells", detail, Some(number)));
    }
    let EscalationTell { owner, administrator, members, .. } = level.tell;
    let level = Level {
        after_minutes: level.after_minutes,
        office_hours: level.office_hours,
        tell: Tell { owner, administrator, members, users, addresses },
        assign,
        raise_to: level.raise_to.map(Into::into),
    };
    if level.acts() {
        return Ok(level);
    }
    let detail = format!("level {number} does nothing; say whom it tells, or what becomes of the case");
    Err(refused("priority.level_idle", detail, Some(number)))
}

fn addresses(texts: &[String], number: usize) -> Result<Vec<EmailAddress>, Problem> {
    let mut addresses = Vec::<EmailAddress>::new();
    for text in texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        let address: EmailAddress = text.parse().map_err(|error| {
            let detail = format!("`{text}` is no address that mail can be sent to: {error}");
            refused("priority.level_address", detail, Some(number)).with("address", text.to_owned())
        })?;
        if addresses.iter().all(|known| known.key() != address.key()) {
            addresses.push(address);
        }
    }
    Ok(addresses)
}

/// No level tells an address whose domain says that it takes no mail; of what the priority has already nobody is asked.
pub(super) async fn take_mail(
    api: &Api,
    organisation: OrganisationId,
    id: PriorityId,
    levels: &[Level],
) -> Written<()> {
    let told = |levels: &[Level]| -> Vec<EmailAddress> {
        levels.iter().flat_map(|level| level.tell.addresses.clone()).collect()
    };
    let present = store::priorities::find(&api.conn(), organisation, id).await?;
    let before = present.map(|row| told(&row.levels)).unwrap_or_default();
    let entered = told(levels);
    flows::addresses::refuse_new(api.office(), "levels", (&entered, &before)).await?;
    Ok(())
}

/// Users and priorities must be the organisation's own, a priority more urgent, and no address a mailbox of ours.
pub(super) async fn check(tx: &Tx, organisation: OrganisationId, id: PriorityId) -> Written<()> {
    let Some(own) = store::priorities::find(tx, organisation, id).await? else { return Ok(()) };
    for (number, level) in (1_usize..).zip(&own.levels) {
        if level.after_minutes < 0 && own.deadline_minutes.is_none() {
            let detail = format!("level {number} comes before the deadline, and the priority has none");
            return Err(refused("priority.level_no_deadline", detail, Some(number)).into());
        }
        let given = if let Assign::User { id } = level.assign { Some(id) } else { None };
        for user in level.tell.users.iter().copied().chain(given) {
            if store::users::find(tx, organisation, user).await?.is_none() {
                let detail = format!("there is no such user as level {number} names");
                return Err(refused("priority.unknown_user", detail, Some(number)).into());
            }
        }
        if let Some(higher) = level.raise_to {
            let found = store::priorities::find(tx, organisation, higher).await?;
            if found.is_none_or(|higher| higher.rank >= own.rank) {
                let detail =
                    format!("level {number} raises to a priority that is not more urgent than this one");
                return Err(refused("priority.level_raise", detail, Some(number)).into());
            }
        }
        for address in &level.tell.addresses {
            if store::mailboxes::is_own(tx, organisation, address).await? {
                let detail =
                    format!("`{address}` is a mailbox of yours: each notice would make another case");
                let problem = refused("priority.level_own_address", detail, Some(number));
                return Err(problem.with("address", address.to_string()).into());
            }
        }
    }
    Ok(())
}

fn refused(code: &'static str, detail: String, level: Option<usize>) -> Problem {
    let problem = Problem::invalid("levels", code, detail);
    match level {
        Some(number) => problem.with("level", number.to_string()),
        None => problem,
    }
}
