//! Why a mail is still in the outbox, and how long mail waits.

use std::str::FromStr;

use crate::org::UnknownName;
use crate::time::Timestamp;

/// The rule that keeps a queued mail where it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum WaitRule {
    /// It is about to leave.
    Turn,
    /// A server said "not now" of it alone; the waits between attempts say when it is tried again.
    Schedule,
    /// No server of its destination lets us begin.
    Silent,
    /// A server of its destination said that it is too much at once.
    Busy,
    /// No server of its destination has the protection that is demanded of it.
    Unprotected,
    /// Its destination refuses the organisation's mail for the reputation of our address.
    Refused,
    /// The operator's limit on mails in a minute to one destination.
    DestinationRate,
    /// The operator's limit on mails in a minute of one organisation.
    OrganisationRate,
    /// The organisation's own limit on its mails in a minute.
    OwnRate,
    /// The organisation has as much mail under way as one may where there are several, in all or with this server.
    OrganisationShare,
    /// Somebody stopped all mail of the organisation.
    Stopped,
    /// The operator stopped all mail of the organisation.
    StoppedByOperator,
    /// Somebody stopped all mail to its domain.
    HeldDestination,
}

impl WaitRule {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Turn,
        Self::Schedule,
        Self::Silent,
        Self::Busy,
        Self::Unprotected,
        Self::Refused,
        Self::DestinationRate,
        Self::OrganisationRate,
        Self::OwnRate,
        Self::OrganisationShare,
        Self::Stopped,
        Self::StoppedByOperator,
        Self::HeldDestination,
    ];

    /// Whether it keeps all mail of the organisation, whatever it is for.
    #[must_use]
    pub const fn is_of_organisation(self) -> bool {
        match self {
            Self::OrganisationRate
            | Self::OwnRate
            | Self::OrganisationShare
            | Self::Stopped
            | Self::StoppedByOperator => true,
            Self::Turn
            | Self::Schedule
            | Self::Silent
            | Self::Busy
            | Self::Unprotected
            | Self::Refused
            | Self::DestinationRate
            | Self::HeldDestination => false,
        }
    }

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::Schedule => "schedule",
            Self::Silent => "silent",
            Self::Busy => "busy",
            Self::Unprotected => "unprotected",
            Self::Refused => "refused",
            Self::DestinationRate => "destination_rate",
            Self::OrganisationRate => "organisation_rate",
            Self::OwnRate => "own_rate",
            Self::OrganisationShare => "organisation_share",
            Self::Stopped => "stopped",
            Self::StoppedByOperator => "stopped_by_operator",
            Self::HeldDestination => "held_destination",
        }
    }
}

/// How long some mails waited for something, as what half of them and what all but one in a hundred did not exceed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Waits {
    /// How many mails.
    pub mails: u64,
    /// The middle one, milliseconds.
    pub median_ms: u64,
    /// What 99 in 100 did not exceed, milliseconds.
    pub p99_ms: u64,
}

impl Waits {
    /// What these waits come to, milliseconds; `None` of none.
    #[must_use]
    pub fn of(mut waits_ms: Vec<u64>) -> Option<Self> {
        waits_ms.sort_unstable();
        // The smallest that so many in a hundred do not exceed.
        let at = |percent: usize| {
            let place = (waits_ms.len() * percent).div_ceil(100).saturating_sub(1);
            waits_ms.get(place).copied()
        };
        Some(Self { mails: waits_ms.len() as u64, median_ms: at(50)?, p99_ms: at(99)? })
    }
}

/// How long mail waits, in steps that tell delays of different kinds apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Age {
    /// Less than five minutes.
    Minutes5,
    /// Less than twenty.
    Minutes20,
    /// Less than an hour.
    Hour,
    /// Less than four.
    Hours4,
    /// Less than a day.
    Day,
    /// Longer.
    Days,
}

impl Age {
    /// All of them, the shortest first.
    pub const ALL: [Self; 6] =
        [Self::Minutes5, Self::Minutes20, Self::Hour, Self::Hours4, Self::Day, Self::Days];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Minutes5 => "minutes_5",
            Self::Minutes20 => "minutes_20",
            Self::Hour => "hour",
            Self::Hours4 => "hours_4",
            Self::Day => "day",
            Self::Days => "days",
        }
    }

    /// What waits so long began to wait after the first of these instants, and not after the second; `None`: ever.
    #[must_use]
    pub fn since(self, now: Timestamp) -> (Option<Timestamp>, Timestamp) {
        let ago = |minutes: i64| now.plus_millis(-minutes * 60_000);
        match self {
            Self::Minutes5 => (Some(ago(5)), Timestamp::from_millis(i64::MAX)),
            Self::Minutes20 => (Some(ago(20)), ago(5)),
            Self::Hour => (Some(ago(60)), ago(20)),
            Self::Hours4 => (Some(ago(240)), ago(60)),
            Self::Day => (Some(ago(1440)), ago(240)),
            Self::Days => (None, ago(1440)),
        }
    }
}

impl FromStr for Age {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|age| age.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_told_by_the_middle_one_and_by_what_few_exceed() {
        assert_eq!(Waits::of(Vec::new()), None);
        assert_eq!(Waits::of(vec![7]), Some(Waits { mails: 1, median_ms: 7, p99_ms: 7 }));
        let hundred = (1..=100).rev().collect();
        assert_eq!(Waits::of(hundred), Some(Waits { mails: 100, median_ms: 50, p99_ms: 99 }));
        let three = Waits::of(vec![900, 1, 2]);
        assert_eq!(three, Some(Waits { mails: 3, median_ms: 2, p99_ms: 900 }));
    }

    #[test]
    fn whatever_waits_is_of_one_age() {
        let now = Timestamp::from_millis(1_000_000_000_000);
        for minutes in [0, 4, 5, 6, 19, 20, 59, 60, 239, 240, 1439, 1440, 7000] {
            let queued_at = now.plus_millis(-minutes * 60_000);
            let fits = |age: &Age| {
                let (after, until) = age.since(now);
                after.is_none_or(|after| queued_at > after) && queued_at <= until
            };
            assert_eq!(Age::ALL.iter().filter(|age| fits(age)).count(), 1, "{minutes} min");
        }
    }
}
