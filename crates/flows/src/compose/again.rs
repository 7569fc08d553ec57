//! The files of a mail that was sent, as files of another: those that it contains, and those that it links to.

use domain::compose::Written;
use domain::{OrganisationId, OutboxId, Problem, Timestamp, UserId};
use mail::NewAttachment;
use store::file_links::FileLinkRow;
use store::raw::PreparedRaw;
use store::uploads::NewUpload;
use store::{StoreError, Tx};

use super::rich;
use crate::office::Office;
use crate::problem;

/// Files, ready to become somebody's uploads.
#[derive(Clone)]
pub(super) struct FilesAgain {
    /// Those that the mail contains, each with whether its text shows it.
    attached: Vec<(NewAttachment, PreparedRaw, bool)>,
    /// Those that it links to.
    linked: Vec<FileLinkRow>,
}

/// Prepares them: the ones that the mail contains, each with whether its text shows it, and those that it links to.
///
/// # Errors
/// When the store fails.
pub(super) async fn prepare(
    office: &Office,
    organisation: OrganisationId,
    outbox: OutboxId,
    contained: Vec<(NewAttachment, bool)>,
) -> Result<FilesAgain, Problem> {
    let mut attached = Vec::new();
    for (file, is_picture) in contained {
        let raw = store::raw::prepare(office.store(), organisation, file.bytes.clone().into()).await;
        attached.push((file, raw.map_err(problem::from_store)?, is_picture));
    }
    let linked = store::file_links::list_of_mail(&office.store().read(), organisation, outbox).await;
    Ok(FilesAgain { attached, linked: linked.map_err(problem::from_store)? })
}

impl FilesAgain {
    /// Makes them uploads of a user, and the files of what he writes; its text shows the same pictures.
    pub(super) async fn put(
        &self,
        tx: &Tx,
        organisation: OrganisationId,
        (user, at): (UserId, Timestamp),
        written: &mut Written,
    ) -> Result<(), StoreError> {
        written.upload_ids.clear();
        // Those behind them are the signature's, which stands under the next mail anew.
        let shown = written.html.as_deref().map_or(0, |html| mail::pictures_of(html).len());
        let mut pictures = Vec::new();
        for (file, raw, is_picture) in &self.attached {
            if *is_picture && pictures.len() == shown {
                continue;
            }
            let (name, media_type) = (file.name.clone(), file.media_type.clone());
            let new = NewUpload { user, name, media_type, raw: raw.clone(), at };
            let id = store::uploads::insert(tx, organisation, &new).await?;
            written.upload_ids.push(id);
            pictures.extend(is_picture.then_some(id));
        }
        for link in &self.linked {
            let id = store::uploads::insert_linked(tx, organisation, (user, at), link).await?;
            written.upload_ids.push(id);
        }
        written.html = written.html.take().map(|html| rich::with_pictures(&html, &pictures));
        Ok(())
    }

    /// Whether there is a file that is no picture of the text.
    pub(super) fn has_files(&self) -> bool {
        !self.linked.is_empty() || self.attached.iter().any(|(_, _, is_picture)| !is_picture)
    }
}
