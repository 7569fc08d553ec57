//! How the mails of one job go: what its author asks of each, the files that all of them have, and when they leave.

use domain::compose::{AsWhom, DraftClaim};
use domain::{Actor, Problem, Timestamp, UploadId, limits};
use serde::{Deserialize, Serialize};

use super::super::files;
use super::super::request::{self, Timing};
use super::BulkMail;
use crate::office::Office;

/// What is written for each case, and how it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkSending {
    /// What is written for each case.
    pub mail: BulkMail,
    /// How the mails go.
    pub how: BulkHow,
    /// The draft that it is, where it goes only while that is there; it ends with the job's beginning.
    pub draft: Option<DraftClaim>,
}

/// How the mails go. A job keeps it as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkHow {
    /// What stands under each, and what is asked of whoever receives it. As whom it is and its template, the mail says.
    pub as_whom: AsWhom,
    /// Files uploaded before, which go with each.
    pub upload_ids: Vec<UploadId>,
    /// When: after a moment in which the job can be stopped before it writes any, or each planned for a time.
    pub timing: Timing,
}

impl From<&BulkMail> for BulkSending {
    fn from(mail: &BulkMail) -> Self {
        Self { mail: mail.clone(), how: BulkHow::default(), draft: None }
    }
}

impl BulkSending {
    /// Refuses what no mail could be made of.
    ///
    /// # Errors
    /// 422 by field.
    pub async fn checked(self, office: &Office, actor: &Actor) -> Result<Self, Problem> {
        let Self { mail, how, draft } = self;
        if let Timing::At { at, .. } = how.timing {
            request::check_plan(at, office.now())?;
        }
        files::check_uploads(office, actor, (&how.upload_ids, how.as_whom.files_as_links)).await?;
        Ok(Self { mail: mail.checked(office, actor).await?, how, draft })
    }
}

impl BulkHow {
    /// Takes out how long the job waits before it writes the first, seconds: the same mails are the same job however long
    /// that is.
    pub(crate) fn take_undo_s(&mut self) -> u32 {
        let Timing::Undo { seconds } = self.timing else { return 0 };
        self.timing = Timing::Now;
        seconds.min(limits::UNDO_S_MAX)
    }

    /// When a mail goes that is written now: at once where its time has passed while the others were written.
    pub(super) fn timing_at(&self, now: Timestamp) -> Timing {
        match self.timing {
            Timing::At { at, cancel_if_answered } if at > now => Timing::At { at, cancel_if_answered },
            Timing::At { .. } | Timing::Now | Timing::Undo { .. } => Timing::Now,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_to_undo_is_no_part_of_what_is_sent() {
        let mut how = BulkHow { timing: Timing::Undo { seconds: 4_000 }, ..BulkHow::default() };
        assert_eq!((how.take_undo_s(), how.take_undo_s()), (limits::UNDO_S_MAX, 0));
        assert_eq!(how, BulkHow::default());
    }

    #[test]
    fn what_is_written_after_its_time_goes_at_once() {
        let at = Timestamp::from_millis(1_000);
        let timing = Timing::At { at, cancel_if_answered: true };
        let how = BulkHow { timing, ..BulkHow::default() };
        assert_eq!(how.timing_at(Timestamp::from_millis(999)), timing);
        assert_eq!(how.timing_at(at), Timing::Now);
    }

    #[test]
    fn a_job_of_an_older_version_is_read() {
        assert_eq!(serde_json::from_str::<BulkHow>("{}").unwrap(), BulkHow::default());
    }
}
