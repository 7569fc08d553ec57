//! What becomes of the server's copies once ours are safe.

use std::collections::BTreeSet;

use domain::mailbox::AfterImport;
use tokio::time::timeout;
use wire::imap::{Capabilities, Command, Data, Event, Flag, Tag, UidSet};

use super::{ImapSource, sign_in};
use crate::source::{STEP_TIMEOUT, SourceError};

/// What became of the server's copies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Acknowledged {
    /// They are removed, or marked as read.
    Done,
    /// They are marked as deleted but still there: the server can only remove all marked mails at
    /// once (no UIDPLUS), and others have marked some of theirs.
    MarkedOnly,
}

impl ImapSource {
    /// Does to the server's copies what the mailbox asks for, after ours are committed.
    ///
    /// # Errors
    ///
    /// When the server refuses, as in a folder that is read-only.
    pub async fn acknowledge(
        &mut self,
        uids: &[u32],
        after: AfterImport,
    ) -> Result<Acknowledged, SourceError> {
        let uids: Vec<u32> = BTreeSet::from_iter(uids.iter().copied()).into_iter().collect();
        let sets = UidSet::cover(&uids);
        match after {
            AfterImport::Keep => {
                self.add_flag(&sets, Flag::Seen).await?;
                Ok(Acknowledged::Done)
            }
            AfterImport::Delete => {
                self.add_flag(&sets, Flag::Deleted).await?;
                self.expunge(&uids, sets).await
            }
        }
    }

    async fn add_flag(&mut self, sets: &[UidSet], flag: Flag) -> Result<(), SourceError> {
        let tags: Vec<Tag> = sets.iter().map(|set| self.send(Command::AddFlag(set.clone(), flag))).collect();
        let advice = "give the user the right to change the folder, or choose another one";
        self.finish_all(&tags, "to mark the imported mails", advice).await
    }

    async fn expunge(&mut self, uids: &[u32], sets: Vec<UidSet>) -> Result<Acknowledged, SourceError> {
        let (step, advice) = ("to remove the imported mails", "give the user the right to delete mails");
        let capabilities = self.session.drive.core().capabilities();
        if capabilities.is_some_and(Capabilities::can_expunge_single_mails) {
            let tags: Vec<Tag> = sets.into_iter().map(|set| self.send(Command::ExpungeMails(set))).collect();
            self.finish_all(&tags, step, advice).await?;
            return Ok(Acknowledged::Done);
        }
        // EXPUNGE removes whatever anybody marked; it is used only while all of that is ours.
        let mut marked = Vec::new();
        let tag = self.send(Command::SearchDeleted);
        let completion = self
            .finish(tag, |data| {
                if let Data::Search(found) = data {
                    marked.extend(found);
                }
            })
            .await?;
        self.check(&completion, step, advice)?;
        if marked.iter().any(|uid| uids.binary_search(uid).is_err()) {
            return Ok(Acknowledged::MarkedOnly);
        }
        let tag = self.send(Command::Expunge);
        self.finish_all(&[tag], step, advice).await?;
        Ok(Acknowledged::Done)
    }

    async fn finish_all(
        &mut self,
        tags: &[Tag],
        step: &'static str,
        advice: &'static str,
    ) -> Result<(), SourceError> {
        let mut left = tags.to_vec();
        let mut outcome = Ok(());
        let steps = async {
            while !left.is_empty() {
                if let Event::Done { tag, completion } = self.event().await? {
                    left.retain(|waiting| *waiting != tag);
                    if tags.contains(&tag) && outcome.is_ok() {
                        outcome = self.check(&completion, step, advice);
                    }
                }
            }
            outcome
        };
        let finished = timeout(STEP_TIMEOUT, steps).await;
        finished.unwrap_or_else(|_| Err(sign_in::too_slow(&self.session.server)))
    }
}
