//! Jobs: one action on many rows, done batch by batch while its user goes on working.

use std::str::FromStr;

use crate::limits::{BULK_MAILS_MAX, JOB_BATCH_ROWS, JOB_ROWS_MAX, JOB_TAKE_BACK_ROWS};
use crate::org::UnknownName;

/// What a job does to each of its rows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum JobKind {
    /// Mail of the inbox queue goes through the pipeline again.
    IntakeImport,
    /// Mail of the inbox queue goes into the bin.
    IntakeDelete,
    /// Received mail comes out of the bin.
    IntakeRestore,
    /// Blocked mail goes through the pipeline without the filter that blocked it.
    BlockedImport,
    /// Blocked mail goes into the bin.
    BlockedDelete,
    /// Blocked mail comes out of the bin.
    BlockedRestore,
    /// Mail of the outbox is sent again.
    OutboxSend,
    /// Mail of the outbox goes into the bin.
    OutboxDelete,
    /// Mail of the outbox comes out of the bin.
    OutboxRestore,
    /// Mail of the outbox is tried at once.
    OutboxRetry,
    /// Mail of the outbox is stopped.
    OutboxHold,
    /// Stopped mail of the outbox is let go.
    OutboxRelease,
    /// Mail of the outbox is sent another way.
    OutboxWay,
    /// Cases are changed, or their tags are.
    CasesChange,
    /// Cases are marked as spam.
    CasesSpam,
    /// Cases go into the bin.
    CasesDelete,
    /// Cases come out of the bin.
    CasesRestore,
    /// The customers of cases are answered, each with a mail of his own.
    CasesReply,
    /// Cases are passed on to an address, each with a mail of its own.
    CasesForward,
    /// What another job planned is taken back: each mail becomes a draft of its case again.
    MailsTakeBack,
    /// Blocked addresses are written to again.
    AddressesClear,
    /// Cleared addresses are blocked again as they were.
    AddressesBlockAgain,
    /// Blocked addresses are put on trial.
    AddressesTrial,
    /// The persons of blocked addresses are former employees.
    AddressesFormer,
    /// Blocked addresses are deleted.
    AddressesDelete,
    /// The persons of blocked addresses go into a selection or a project.
    AddressesList,
    /// Persons come in from a file.
    PersonsImport,
}

impl JobKind {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::IntakeImport,
        Self::IntakeDelete,
        Self::IntakeRestore,
        Self::BlockedImport,
        Self::BlockedDelete,
        Self::BlockedRestore,
        Self::OutboxSend,
        Self::OutboxDelete,
        Self::OutboxRestore,
        Self::OutboxRetry,
        Self::OutboxHold,
        Self::OutboxRelease,
        Self::OutboxWay,
        Self::CasesChange,
        Self::CasesSpam,
        Self::CasesDelete,
        Self::CasesRestore,
        Self::CasesReply,
        Self::CasesForward,
        Self::MailsTakeBack,
        Self::AddressesClear,
        Self::AddressesBlockAgain,
        Self::AddressesTrial,
        Self::AddressesFormer,
        Self::AddressesDelete,
        Self::AddressesList,
        Self::PersonsImport,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IntakeImport => "intake_import",
            Self::IntakeDelete => "intake_delete",
            Self::IntakeRestore => "intake_restore",
            Self::BlockedImport => "blocked_import",
            Self::BlockedDelete => "blocked_delete",
            Self::BlockedRestore => "blocked_restore",
            Self::OutboxSend => "outbox_send",
            Self::OutboxDelete => "outbox_delete",
            Self::OutboxRestore => "outbox_restore",
            Self::OutboxRetry => "outbox_retry",
            Self::OutboxHold => "outbox_hold",
            Self::OutboxRelease => "outbox_release",
            Self::OutboxWay => "outbox_way",
            Self::CasesChange => "cases_change",
            Self::CasesSpam => "cases_spam",
            Self::CasesDelete => "cases_delete",
            Self::CasesRestore => "cases_restore",
            Self::CasesReply => "cases_reply",
            Self::CasesForward => "cases_forward",
            Self::MailsTakeBack => "mails_take_back",
            Self::AddressesClear => "addresses_clear",
            Self::AddressesBlockAgain => "addresses_block_again",
            Self::AddressesTrial => "addresses_trial",
            Self::AddressesFormer => "addresses_former",
            Self::AddressesDelete => "addresses_delete",
            Self::AddressesList => "addresses_list",
            Self::PersonsImport => "persons_import",
        }
    }

    /// Whether it writes a mail for each row.
    #[must_use]
    pub const fn writes_mail(self) -> bool {
        matches!(self, Self::CasesReply | Self::CasesForward)
    }

    /// Rows that are done in one transaction. A mail has one of its own: what stops the next one
    /// takes none back.
    #[must_use]
    pub const fn batch_rows(self) -> usize {
        if self.writes_mail() {
            1
        } else if matches!(self, Self::MailsTakeBack) {
            JOB_TAKE_BACK_ROWS
        } else {
            JOB_BATCH_ROWS
        }
    }

    /// Rows that one job of this kind takes.
    #[must_use]
    pub const fn rows_max(self) -> usize {
        if self.writes_mail() { BULK_MAILS_MAX } else { JOB_ROWS_MAX }
    }
}

impl FromStr for JobKind {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// Where a job stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum JobState {
    /// Nothing of it was done yet.
    Waiting,
    /// Some batches are done.
    Running,
    /// Each row was done, or could not be.
    Done,
    /// Its user stopped it; what was done stays done.
    Cancelled,
}

impl JobState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Done, Self::Cancelled];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more will be done.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled)
    }
}

impl FromStr for JobState {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_what_they_name() {
        assert!(JobKind::ALL.into_iter().all(|kind| kind.as_str().parse() == Ok(kind)));
        assert!(JobState::ALL.into_iter().all(|state| state.as_str().parse() == Ok(state)));
        assert!("intake_burn".parse::<JobKind>().is_err());
    }
}
