//! The files of a mail: uploads of its author, and files of the message that it passes on.

use domain::{Actor, MessageId, OrganisationId, Problem, UploadId, limits};
use mail::NewAttachment;
use store::cases::MessageRow;
use store::uploads::UploadRow;

use super::letter::refusal;
use super::request::NewReply;
use super::rich;
use crate::office::Office;
use crate::{picture, problem};

/// Files of one mail.
pub(super) const FILES_MAX: usize = 50;

/// The files, in the order their author put them.
///
/// # Errors
/// 422 when they are too many or too large, or one is not there any more.
pub(super) async fn of_mail(
    office: &Office,
    actor: &Actor,
    reply: &NewReply,
    passed_on: Option<(&MessageRow, &[u32])>,
) -> Result<Vec<NewAttachment>, Problem> {
    let places = passed_on.map_or(0, |(_, places)| places.len());
    let pictures = rich::pictures(reply.html.as_deref());
    if reply.upload_ids.len() + places > FILES_MAX {
        let detail = format!("a mail takes at most {FILES_MAX} files; put them into an archive");
        return Err(
            Problem::invalid("upload_ids", "too_many_files", detail).with("max", FILES_MAX.to_string())
        );
    }
    let mut files = Vec::new();
    if let Some((message, places)) = passed_on
        && !places.is_empty()
    {
        files = of_message(office, actor.organisation, message, places).await?;
    }
    let conn = office.store().read();
    let mut octets: u64 = files.iter().map(|file| file.bytes.len() as u64).sum();
    let mut octets_shown = 0;
    for id in &reply.upload_ids {
        let upload = store::uploads::find(&conn, actor.organisation, actor.user, *id).await;
        let upload = upload.map_err(problem::from_store)?.ok_or_else(|| no_upload(*id))?;
        octets += upload.size_octets;
        within_limit(octets)?;
        let is_shown = pictures.contains(id);
        if is_shown {
            octets_shown += upload.size_octets;
            showable(&upload, octets_shown)?;
        }
        let bytes =
            store::raw::get(&conn, actor.organisation, upload.raw_hash).await.map_err(problem::from_store)?;
        let bytes = bytes.ok_or_else(|| no_upload(*id))?;
        files.push(NewAttachment {
            name: upload.name,
            media_type: upload.media_type,
            bytes: bytes.to_vec(),
            content_id: is_shown.then(|| id.to_string()),
        });
    }
    within_limit(octets)?;
    Ok(files)
}

/// Files of a message of the case, by their places.
pub(super) async fn of_message(
    office: &Office,
    organisation: OrganisationId,
    message: &MessageRow,
    places: &[u32],
) -> Result<Vec<NewAttachment>, Problem> {
    let conn = office.store().read();
    let raw = match message.raw_hash {
        Some(hash) => store::raw::get(&conn, organisation, hash).await.map_err(problem::from_store)?,
        None => None,
    };
    let raw = raw.ok_or_else(|| no_file(message.id))?;
    let (places, id) = (places.to_vec(), message.id);
    let read = move || {
        let file = |place: &u32| {
            let (meta, bytes) = mail::attachment(&raw, *place).ok_or_else(|| no_file(id))?;
            Ok(NewAttachment { name: meta.name, media_type: meta.media_type, bytes, content_id: None })
        };
        places.iter().map(file).collect::<Result<Vec<_>, Problem>>()
    };
    tokio::task::spawn_blocking(read).await.map_err(|_| problem::internal("compose.files"))?
}

fn within_limit(octets: u64) -> Result<(), Problem> {
    let max = limits::OUTGOING_OCTETS_MAX;
    if octets <= max as u64 {
        return Ok(());
    }
    Err(refusal(&mail::ComposeError::TooLarge { octets: usize::try_from(octets).unwrap_or(usize::MAX), max }))
}

/// Whether a file can stand in the text as a picture, the pictures before it counted in.
fn showable(upload: &UploadRow, octets_shown: u64) -> Result<(), Problem> {
    if !picture::is_raster(&upload.media_type) {
        let detail =
            "only pictures of the types PNG, JPEG, GIF and WebP can stand in the text; attach this file";
        return Err(Problem::invalid("html", "picture_type", detail).with("name", upload.name.clone()));
    }
    let max = limits::WRITTEN_PICTURES_OCTETS_MAX;
    if octets_shown > max {
        let megabytes = max / 1024 / 1024;
        let detail =
            format!("the pictures in the text have more than {megabytes} MB together; attach some of them");
        return Err(
            Problem::invalid("html", "pictures_too_large", detail).with("max_mb", megabytes.to_string())
        );
    }
    Ok(())
}

/// An upload that is not there, or is somebody else's.
fn no_upload(id: UploadId) -> Problem {
    let detail = "a file is no longer there; attach it again";
    Problem::invalid("upload_ids", "upload_missing", detail).with("id", id.to_string())
}

fn no_file(message: MessageId) -> Problem {
    let detail = "the message has no such file any more; open the case again";
    Problem::invalid("attachments", "file_missing", detail).with("id", message.to_string())
}
