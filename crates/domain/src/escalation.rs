//! What happens to cases that take too long: a priority's escalation levels.

use serde::{Deserialize, Serialize};

use crate::{EmailAddress, PriorityId, UserId};

/// Levels of one priority.
pub const LEVELS_MAX: usize = 5;
/// Users whom one level names.
pub const LEVEL_USERS_MAX: usize = 20;
/// Addresses that one level writes to.
pub const LEVEL_ADDRESSES_MAX: usize = 5;
/// How far a level is from its deadline, minutes, before it or behind it: 90 days.
pub const LEVEL_MINUTES_MAX: i32 = 90 * 24 * 60;

/// One level.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Level {
    /// When, in minutes behind the deadline; negative is before it. Of a case without a deadline: after it began.
    pub after_minutes: i32,
    /// Whether only the organisation's office hours count.
    pub office_hours: bool,
    /// Who is told.
    pub tell: Tell,
    /// Who is given the case.
    pub assign: Assign,
    /// The more urgent priority that the case gets.
    pub raise_to: Option<PriorityId>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            after_minutes: 0,
            office_hours: false,
            tell: Tell::default(),
            assign: Assign::Keep,
            raise_to: None,
        }
    }
}

impl Level {
    /// Whether it does anything at all.
    #[must_use]
    pub fn acts(&self) -> bool {
        self.tell != Tell::default() || self.assign != Assign::Keep || self.raise_to.is_some()
    }
}

/// Whom a level tells.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tell {
    /// Whose the case is.
    pub owner: bool,
    /// The administrator of its category.
    pub administrator: bool,
    /// The members of its category.
    pub members: bool,
    /// These users.
    pub users: Vec<UserId>,
    /// These addresses, by mail.
    pub addresses: Vec<EmailAddress>,
}

/// Who is given a case by a level.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Assign {
    /// It stays whose it is.
    #[default]
    Keep,
    /// Another member, as its category gives its cases.
    Category,
    /// This user.
    User {
        /// Who.
        id: UserId,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_read_back_and_one_that_does_nothing_is_seen() {
        let level = Level {
            after_minutes: -30,
            tell: Tell { addresses: vec!["chief@house.test".parse().unwrap()], ..Tell::default() },
            assign: Assign::User { id: UserId::new(7) },
            ..Level::default()
        };
        let text = serde_json::to_string(&level).unwrap();
        assert_eq!(serde_json::from_str::<Level>(&text).unwrap(), level);
        assert!(level.acts());
        assert!(!Level { after_minutes: 60, office_hours: true, ..Level::default() }.acts());
    }
}
