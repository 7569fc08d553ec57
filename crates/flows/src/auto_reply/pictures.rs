//! The pictures that stand in the text of an automatic reply. It is written within a transaction, which never waits for
//! the object store: a picture goes along that lies in the database, as long as there is room. What is left out says its
//! words in the place of the picture. Other files of a template go with what people write alone.

use domain::kept_file::KeptBy;
use domain::limits::AUTOMATIC_PICTURES_OCTETS_MAX;
use domain::{OrganisationId, TemplateId};
use mail::NewAttachment;
use store::kept_files::KeptFileRow;
use store::{StoreError, Tx};

use crate::kept_files::pictures_in;

/// Those that a text shows of its template's, each by the id that the text names it by.
pub(super) async fn of(
    tx: &Tx,
    organisation: OrganisationId,
    (template, html): (TemplateId, Option<&str>),
) -> Result<Vec<NewAttachment>, StoreError> {
    let ids = pictures_in(html);
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = store::kept_files::list_some(tx, organisation, &ids).await?;
    let hashes: Vec<_> = rows.iter().map(|row| row.file.raw_hash).collect();
    let bytes = store::raw::get_small(tx, organisation, &hashes).await?;
    let mut room = AUTOMATIC_PICTURES_OCTETS_MAX;
    let mut shown = Vec::new();
    for KeptFileRow { by, file } in rows {
        if by != KeptBy::Template(template) || file.size_octets > room {
            continue;
        }
        let Some(bytes) = bytes.get(&file.raw_hash) else { continue };
        room -= file.size_octets;
        shown.push(NewAttachment {
            name: file.name,
            media_type: file.media_type,
            bytes: bytes.to_vec(),
            content_id: Some(file.id.to_string()),
        });
    }
    Ok(shown)
}
