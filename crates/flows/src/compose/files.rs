//! The files of a mail: uploads of its author, and files of the message that it passes on. They are part of it, or stay
//! here and go as links.

use domain::{Actor, MessageId, OrganisationId, Problem, UploadId, limits};
use mail::NewAttachment;
use store::cases::{AttachmentMeta, MessageRow};
use store::file_links::LinkedBytes;
use store::uploads::UploadRow;

use super::letter::refusal;
use super::request::NewReply;
use super::rich;
use crate::file_links::{self, FileLinkRules};
use crate::office::Office;
use crate::{picture, problem};

/// Files of one mail.
pub(crate) const FILES_MAX: usize = 50;

/// Files of one mail, each in the order their author put them.
#[derive(Default)]
pub(super) struct Files {
    /// Those that it contains.
    pub(super) attached: Vec<NewAttachment>,
    /// Those that its receiver fetches.
    pub(super) linked: Vec<FileToLink>,
}

/// A file that goes as a link.
pub(super) struct FileToLink {
    pub(super) name: String,
    pub(super) media_type: String,
    pub(super) size_octets: u64,
    pub(super) bytes: LinkedBytes,
}

/// The files.
///
/// # Errors
/// 422 when they are too many or too large, or one is not there any more.
pub(super) async fn of_mail(
    office: &Office,
    actor: &Actor,
    reply: &NewReply,
    passed_on: Option<(&MessageRow, &[u32])>,
) -> Result<Files, Problem> {
    let places = passed_on.map_or(0, |(_, places)| places.len());
    let pictures = rich::pictures(reply.html.as_deref());
    few_enough(reply.upload_ids.len() + places)?;
    let mut files = Files::default();
    if let Some((message, places)) = passed_on
        && !places.is_empty()
    {
        files.attached = of_message(office, actor.organisation, message, places).await?;
    }
    if reply.as_whom.files_as_links {
        for file in std::mem::take(&mut files.attached) {
            files.linked.push(to_link(office, actor.organisation, file).await?);
        }
    }
    let conn = office.store().read();
    let mut octets: u64 = files.attached.iter().map(|file| file.bytes.len() as u64).sum();
    let mut octets_shown = 0;
    for id in &reply.upload_ids {
        let upload = store::uploads::find(&conn, actor.organisation, actor.user, *id).await;
        let upload = upload.map_err(problem::from_store)?.ok_or_else(|| no_upload(*id))?;
        let is_shown = pictures.contains(id);
        if reply.as_whom.files_as_links && !is_shown {
            files.linked.push(upload.into());
            continue;
        }
        octets += upload.size_octets;
        within_limit(octets)?;
        if is_shown {
            octets_shown += upload.size_octets;
            showable(&upload, octets_shown)?;
        }
        let bytes =
            store::raw::get(&conn, actor.organisation, upload.raw_hash).await.map_err(problem::from_store)?;
        let bytes = bytes.ok_or_else(|| no_upload(*id))?;
        files.attached.push(NewAttachment {
            name: upload.name,
            media_type: upload.media_type,
            bytes: bytes.to_vec(),
            content_id: is_shown.then(|| id.to_string()),
        });
    }
    within_limit(octets)?;
    if !files.linked.is_empty() {
        let rules = file_links::rules(office, actor).await?;
        links_within_limit(files.linked.iter().map(|file| file.size_octets).sum(), rules)?;
    }
    Ok(files)
}

/// Refuses uploads that are to go with each of many mails, and could not even go with one.
///
/// # Errors
/// As [`of_mail`].
pub(super) async fn check_uploads(
    office: &Office,
    actor: &Actor,
    (ids, are_links): (&[UploadId], bool),
) -> Result<(), Problem> {
    if ids.is_empty() {
        return Ok(());
    }
    few_enough(ids.len())?;
    let conn = office.store().read();
    let found = store::uploads::list(&conn, actor.organisation, actor.user, ids).await;
    let found = found.map_err(problem::from_store)?;
    if let Some(gone) = ids.iter().find(|id| !found.iter().any(|upload| upload.id == **id)) {
        return Err(no_upload(*gone));
    }
    let octets = found.iter().map(|upload| upload.size_octets).sum();
    if !are_links {
        return within_limit(octets);
    }
    links_within_limit(octets, file_links::rules(office, actor).await?)
}

fn few_enough(files: usize) -> Result<(), Problem> {
    if files <= FILES_MAX {
        return Ok(());
    }
    let detail = format!("a mail takes at most {FILES_MAX} files; put them into an archive");
    Err(Problem::invalid("upload_ids", "too_many_files", detail).with("max", FILES_MAX.to_string()))
}

impl From<UploadRow> for FileToLink {
    fn from(upload: UploadRow) -> Self {
        let bytes = LinkedBytes::Kept(upload.raw_hash);
        Self { name: upload.name, media_type: upload.media_type, size_octets: upload.size_octets, bytes }
    }
}

async fn to_link(
    office: &Office,
    organisation: OrganisationId,
    file: NewAttachment,
) -> Result<FileToLink, Problem> {
    let NewAttachment { name, media_type, bytes, .. } = file;
    let size_octets = bytes.len() as u64;
    let raw = store::raw::prepare(office.store(), organisation, bytes.into()).await;
    let bytes = LinkedBytes::New(raw.map_err(problem::from_store)?);
    Ok(FileToLink { name, media_type, size_octets, bytes })
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

fn links_within_limit(octets: u64, rules: FileLinkRules) -> Result<(), Problem> {
    if octets <= rules.octets_max() {
        return Ok(());
    }
    let megabytes = rules.megabytes;
    let detail = format!("the files of one mail have at most {megabytes} MB together; send some in another");
    Err(Problem::invalid("upload_ids", "file_links.too_large", detail).with("max_mb", megabytes.to_string()))
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

/// What a case's message says of the files of its mail, which has them in this order.
pub(crate) fn attachments_of(files: Vec<NewAttachment>) -> Vec<AttachmentMeta> {
    let meta = |(index, file): (usize, NewAttachment)| AttachmentMeta {
        index: u32::try_from(index).unwrap_or(u32::MAX),
        name: file.name,
        media_type: file.media_type,
        size_octets: file.bytes.len() as u64,
        inline: file.content_id.is_some(),
    };
    files.into_iter().enumerate().map(meta).collect()
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
