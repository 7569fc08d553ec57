//! Files uploaded for a mail that is being written. They belong to the user who uploaded them,
//! and are swept when no mail took them.

mod large;

use bytes::Bytes;
use domain::org::Actor;
use domain::problem::ProblemKind;
use domain::{Problem, UploadId};
use store::raw::{OutgoingRaw, PreparedRaw};
use store::uploads::{NewUpload, UploadRow};

use crate::office::Office;
use crate::problem;
use crate::users::Refused;

pub use large::Large;

/// The largest file that goes in a mail, octets. A larger one comes in as [`Large`] and goes as a link. RFC 2045 6.8 makes it a third larger in the mail, where it must fit
/// [`domain::limits::OUTGOING_OCTETS_MAX`] with some room for the text.
pub const UPLOAD_OCTETS_MAX: usize = 25 * 1024 * 1024;
/// The longest file name, characters.
const NAME_CHARS_MAX: usize = 150;

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct File {
    /// The name the sender gave it.
    pub name: String,
    /// Its media type, type and subtype.
    pub media_type: String,
    /// Its content.
    pub bytes: Bytes,
}

/// Keeps a file for a mail of the actor.
///
/// # Errors
/// 413 when it is too large; 503 when the store does not answer.
pub async fn put(office: &Office, actor: &Actor, file: File) -> Result<UploadRow, Problem> {
    if file.bytes.len() > UPLOAD_OCTETS_MAX {
        return Err(too_large());
    }
    let raw = store::raw::prepare(office.store(), actor.organisation, file.bytes).await;
    keep(office, actor, (file.name, file.media_type), raw.map_err(problem::from_store)?).await
}

/// Writes the row of a file whose bytes are there.
async fn keep(
    office: &Office,
    actor: &Actor,
    (name, media_type): (String, String),
    raw: PreparedRaw,
) -> Result<UploadRow, Problem> {
    let (organisation, user, at) = (actor.organisation, actor.user, office.now());
    let (raw_hash, size_octets) = (raw.hash(), raw.size_octets());
    let name = safe_name(&name);
    let new = NewUpload { user, name: name.clone(), media_type: media_type.clone(), raw, at };
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { store::uploads::insert(tx, organisation, &new).await }));
    let id = written.await.map_err(problem::from_store)?;
    Ok(UploadRow { id, user, name, media_type, size_octets, raw_hash, created_at: at })
}

/// The refusal of a file above [`UPLOAD_OCTETS_MAX`].
#[must_use]
pub fn too_large() -> Problem {
    above(UPLOAD_OCTETS_MAX as u64)
}

fn above(octets_max: u64) -> Problem {
    let megabytes = octets_max / 1024 / 1024;
    let detail =
        format!("a file has at most {megabytes} MB here; send a smaller one, or share it another way");
    Problem::new(ProblemKind::Limit, "upload.too_large", detail).with("max_mb", megabytes.to_string())
}

/// An upload of the actor with its bytes.
///
/// # Errors
/// 404 when he has no such upload; 503 when the store does not answer.
pub async fn get(office: &Office, actor: &Actor, id: UploadId) -> Result<(UploadRow, OutgoingRaw), Problem> {
    let conn = office.store().read();
    let row = store::uploads::find(&conn, actor.organisation, actor.user, id).await;
    let row = row.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("upload"))?;
    let content = OutgoingRaw::open(&conn, actor.organisation, row.raw_hash).await;
    let content = content.map_err(problem::from_store)?;
    Ok((row, content.ok_or_else(|| Problem::not_found("upload"))?))
}

/// Removes an upload of the actor.
///
/// # Errors
/// 404 when he has no such upload; 503 when the store does not answer.
pub async fn delete(office: &Office, actor: &Actor, id: UploadId) -> Result<(), Problem> {
    let (organisation, user) = (actor.organisation, actor.user);
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            if store::uploads::delete(tx, organisation, user, id).await? {
                Ok(())
            } else {
                Err(Refused::from(Problem::not_found("upload")))
            }
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// The name's last part without control characters, cut; a nameless file is called `file`.
fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|letter| !letter.is_control()).take(NAME_CHARS_MAX).collect();
    let kept = kept.trim().trim_start_matches('.');
    if kept.is_empty() { "file".to_owned() } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_lead_nowhere() {
        assert_eq!(safe_name("C:\\a\\b.pdf"), "b.pdf");
        assert_eq!(safe_name("../../x\r\nBcc: y"), "xBcc: y");
        assert_eq!(safe_name("..."), "file");
        assert_eq!(safe_name(&"å".repeat(400)).chars().count(), NAME_CHARS_MAX);
    }
}
