//! Files that texts keep: those of templates, and the pictures of signatures. They come in as uploads of whoever writes
//! the text; their bytes are not written again.

use std::collections::{BTreeSet, HashMap};

use bytes::Bytes;
use domain::kept_file::KeptBy;
use domain::{Actor, KeptFileId, OrganisationId, Problem, UploadId};
use mail::NewAttachment;
use store::kept_files::{self, KeptFile, KeptFileRow};

use crate::office::Office;
use crate::{picture, problem};

/// Files that a text shall keep.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gathered {
    /// They, each once, in the order that they were named in.
    pub(crate) files: Vec<KeptFile>,
    /// The id of each by the one that whoever entered the text named it by, as pictures in it do.
    pub(crate) named: HashMap<String, KeptFileId>,
}

impl Gathered {
    /// The name by which a text keeps a picture that it was entered with.
    pub(crate) fn names(&self) -> impl Fn(&str) -> Option<String> + Send + Sync + 'static {
        let named = self.named.clone();
        move |id| named.get(id).map(ToString::to_string)
    }

    /// Those that a text shows, in its order.
    pub(crate) fn shown_in<'a>(&'a self, html: Option<&str>) -> Vec<&'a KeptFile> {
        let ids = pictures_in(html);
        ids.iter().filter_map(|id| self.files.iter().find(|file| file.id == *id)).collect()
    }
}

/// The files that stand in a text as pictures, in its order.
pub(crate) fn pictures_in(html: Option<&str>) -> Vec<KeptFileId> {
    let ids = html.map(mail::pictures_of).unwrap_or_default();
    ids.iter().filter_map(|id| id.parse().ok()).collect()
}

/// Finds files by what an actor names them by: one that a text of his organisation keeps already, or an upload of his
/// own. What something else keeps is kept once more.
///
/// # Errors
/// 422 for the field when one is not there any more, or is somebody else's.
pub(crate) async fn gather(
    office: &Office,
    actor: &Actor,
    (by, field): (Option<KeptBy>, &'static str),
    ids: &[i64],
) -> Result<Gathered, Problem> {
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let kept: Vec<_> = ids.iter().copied().map(KeptFileId::new).collect();
    let kept = kept_files::list_some(&conn, organisation, &kept).await.map_err(problem::from_store)?;
    let uploads: Vec<_> = ids.iter().copied().map(UploadId::new).collect();
    let uploads = store::uploads::list(&conn, organisation, actor.user, &uploads).await;
    let uploads = uploads.map_err(problem::from_store)?;
    let (mut gathered, mut seen) = (Gathered::default(), BTreeSet::new());
    for id in ids.iter().filter(|id| seen.insert(**id)) {
        let known = kept.iter().find(|row| row.file.id.get() == *id).filter(|row| may_read(actor, row));
        let file = match known {
            Some(row) if Some(row.by) == by => row.file.clone(),
            Some(row) => KeptFile { id: office.store().new_id(), ..row.file.clone() },
            None => {
                let upload = uploads.iter().find(|upload| upload.id.get() == *id);
                let upload = upload.ok_or_else(|| missing(field, *id))?;
                KeptFile {
                    id: office.store().new_id(),
                    name: upload.name.clone(),
                    media_type: upload.media_type.clone(),
                    size_octets: upload.size_octets,
                    raw_hash: upload.raw_hash,
                }
            }
        };
        gathered.named.insert(id.to_string(), file.id);
        gathered.files.push(file);
    }
    Ok(gathered)
}

/// Everybody reads what stands in texts for all; one's own signatures are one's own.
fn may_read(actor: &Actor, row: &KeptFileRow) -> bool {
    match row.by {
        KeptBy::User(user) => user == actor.user,
        KeptBy::Template(_) | KeptBy::Mailbox(_) | KeptBy::Identity(_) => true,
    }
}

/// A file with its bytes, to be looked at where a text is.
///
/// # Errors
/// 404 when there is none that the actor may read; 503 when the store does not answer.
pub async fn get(office: &Office, actor: &Actor, id: KeptFileId) -> Result<(KeptFile, Bytes), Problem> {
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let not_found = || Problem::not_found("file");
    let found = kept_files::list_some(&conn, organisation, &[id]).await.map_err(problem::from_store)?;
    let row = found.into_iter().find(|row| may_read(actor, row)).ok_or_else(not_found)?;
    let bytes = store::raw::get(&conn, organisation, row.file.raw_hash).await.map_err(problem::from_store)?;
    Ok((row.file, bytes.ok_or_else(not_found)?))
}

/// The pictures of a signature as parts of a mail, each once though several texts under it keep the same one; and the
/// signature's HTML, which names each by the part that carries it.
///
/// # Errors
/// When the store fails.
pub(crate) async fn as_parts(
    office: &Office,
    organisation: OrganisationId,
    html: Option<String>,
) -> Result<(Option<String>, Vec<NewAttachment>), Problem> {
    let ids = pictures_in(html.as_deref());
    if ids.is_empty() {
        return Ok((html, Vec::new()));
    }
    let html = html.unwrap_or_default();
    let conn = office.store().read();
    let rows = kept_files::list_some(&conn, organisation, &ids).await.map_err(problem::from_store)?;
    let (mut parts, mut named, mut first) = (Vec::new(), HashMap::new(), HashMap::new());
    for KeptFileRow { file, .. } in rows {
        let id = file.id.to_string();
        if let Some(same) = first.get(&file.raw_hash) {
            named.insert(id, String::clone(same));
            continue;
        }
        let bytes = store::raw::get(&conn, organisation, file.raw_hash).await.map_err(problem::from_store)?;
        let Some(bytes) = bytes else { continue };
        first.insert(file.raw_hash, id.clone());
        named.insert(id.clone(), id.clone());
        parts.push(NewAttachment {
            name: file.name,
            media_type: file.media_type,
            bytes: bytes.to_vec(),
            content_id: Some(id),
        });
    }
    Ok((Some(mail::written(&html, move |id| named.get(id).cloned())), parts))
}

/// How large the pictures of a text are together, octets.
///
/// # Errors
/// 422 for the field where one is of a type that cannot stand in a text.
pub(crate) fn octets_of_pictures(field: &'static str, pictures: &[&KeptFile]) -> Result<u64, Problem> {
    if let Some(file) = pictures.iter().find(|file| !picture::is_raster(&file.media_type)) {
        let detail =
            "only pictures of the types PNG, JPEG, GIF and WebP can stand in the text; attach this file";
        return Err(Problem::invalid(field, "picture_type", detail).with("name", file.name.clone()));
    }
    Ok(pictures.iter().map(|file| file.size_octets).sum())
}

fn missing(field: &'static str, id: i64) -> Problem {
    let detail = "a file is no longer there; attach it again";
    Problem::invalid(field, "upload_missing", detail).with("id", id.to_string())
}
