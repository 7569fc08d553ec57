//! Files that go with each of many mails: each mail has them as its author's own, so that one that is taken back keeps them.
//! Each knows the job that wrote it, too, so that all can be taken back together.

use domain::{JobId, UploadId};
use store::{StoreError, Tx};

use super::Writing;

impl Writing {
    /// The same as one of the mails of this job.
    pub(in super::super) fn of_job(mut self, job: JobId) -> Self {
        self.origin.job = Some(job);
        self
    }

    /// The same with files of its own in the place of these, of which the bytes are there once. They are made as the mail is
    /// written, so that a mail that is not leaves none behind.
    pub(in super::super) async fn with_own_files(
        mut self,
        tx: &Tx,
        shared: &[UploadId],
    ) -> Result<Self, StoreError> {
        let found = store::uploads::list(tx, self.organisation, self.author, shared).await?;
        for upload in &found {
            let own = store::uploads::insert_copy(tx, self.organisation, upload, self.item.at).await?;
            for id in self.origin.written.upload_ids.iter_mut().filter(|id| **id == upload.id) {
                *id = own;
            }
        }
        Ok(self)
    }
}
