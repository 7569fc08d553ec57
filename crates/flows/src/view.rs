//! What a page shows of a mail: read from the raw bytes each time, so that nothing that is shown
//! can be older than the parser (invariant I3).

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::{OrganisationId, Problem, Timestamp};
use mail::{InlinePart, Parsed, Participant, Remote};
use store::raw::RawHash;

use crate::office::Office;
use crate::{picture, problem};

/// One file of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentView {
    /// Its place in the mail, the handle for [`crate::attached::file`].
    pub index: u32,
    /// A safe file name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Octets.
    pub size_octets: u64,
    /// Whether it belongs inside the text.
    pub inline: bool,
}

/// Somebody in an address field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipantView {
    /// The display name.
    pub name: Option<String>,
    /// The address as far as it could be read; empty where the field named none.
    pub address: String,
}

/// A mail as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailView {
    /// Sender.
    pub from: Option<ParticipantView>,
    /// To.
    pub to: Vec<ParticipantView>,
    /// Cc.
    pub cc: Vec<ParticipantView>,
    /// Subject.
    pub subject: String,
    /// `Date` as the sender wrote it.
    pub date: Option<Timestamp>,
    /// The whole decoded header.
    pub header_text: String,
    /// The readable text.
    pub text: String,
    /// The answer in it, without quotes and signature.
    pub reply_text: String,
    /// Whether [`html`] has a document for it.
    pub has_html: bool,
    /// Pictures on other servers that are held back.
    pub remote_blocked: u32,
    /// Its files.
    pub attachments: Vec<AttachmentView>,
    /// What was wrong with its form, in stable codes.
    pub defects: Vec<String>,
    /// Its class, as a stable name.
    pub class: String,
}

/// A page for the sandboxed frame, and the policy to send with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlDocument {
    /// The whole page.
    pub html: String,
    /// Content-Security-Policy.
    pub csp: String,
}

/// Octets of embedded pictures that one page may carry.
const INLINE_OCTETS_MAX: usize = 8 * 1024 * 1024;

/// The raw mail, byte for byte as it was received or written.
///
/// # Errors
/// 404 when this organisation holds no such mail; 503 when the store does not answer.
pub async fn raw(office: &Office, organisation: OrganisationId, hash: RawHash) -> Result<Bytes, Problem> {
    let conn = office.store().read();
    let found = store::raw::get(&conn, organisation, hash).await.map_err(problem::from_store)?;
    found.ok_or_else(|| Problem::not_found("mail"))
}

/// A mail as it was received or written, to be read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its header.
    pub header: String,
    /// All of it, header included.
    pub text: String,
    /// Octets of the whole mail.
    pub size_octets: u64,
    /// Whether the text is only its beginning.
    pub cut: bool,
}

/// Octets of a mail that are shown as its source; the rest is for the download.
const SOURCE_OCTETS_MAX: usize = 256 * 1024;

/// The beginning of the mail as text; octets that are no UTF-8 are shown as replacement characters.
///
/// # Errors
/// As [`raw`].
pub async fn source(office: &Office, organisation: OrganisationId, hash: RawHash) -> Result<Source, Problem> {
    let raw = raw(office, organisation, hash).await?;
    Ok(as_text(&raw))
}

fn as_text(raw: &[u8]) -> Source {
    let shown = &raw[..raw.len().min(SOURCE_OCTETS_MAX)];
    let text = String::from_utf8_lossy(shown).replace("\r\n", "\n");
    // RFC 5322 2.1: an empty line ends the header.
    let header = text.split_once("\n\n").map_or(text.as_str(), |(header, _)| header).to_owned();
    Source { header, text, size_octets: raw.len() as u64, cut: shown.len() < raw.len() }
}

/// The mail as a page shows it.
///
/// # Errors
/// As [`raw`].
pub async fn mail(office: &Office, organisation: OrganisationId, hash: RawHash) -> Result<MailView, Problem> {
    let raw = raw(office, organisation, hash).await?;
    on_a_thread(move || view(&raw)).await
}

/// The mail as a sanitised page; pictures on other servers only with `remote`, through our proxy.
///
/// # Errors
/// As [`raw`]; 404 when the mail has no HTML.
pub async fn html(
    office: &Office,
    organisation: OrganisationId,
    hash: RawHash,
    remote: bool,
) -> Result<HtmlDocument, Problem> {
    let raw = raw(office, organisation, hash).await?;
    let remote =
        if remote { Remote::Through(picture::rewriter(office, organisation)) } else { Remote::Block };
    page(raw, remote).await
}

/// The HTML of a mail as a sanitised page.
pub(crate) async fn page(raw: Bytes, remote: Remote) -> Result<HtmlDocument, Problem> {
    let page = on_a_thread(move || {
        let (parsed, _) = mail::parse(&raw);
        let html = parsed.html.as_deref()?;
        let sanitised = mail::sanitise(html, &mail::View { remote, inline: embedded(&raw) });
        Some(mail::frame_document(&sanitised))
    });
    let html = page.await?.ok_or_else(|| Problem::not_found("HTML text"))?;
    Ok(HtmlDocument { html, csp: mail::FRAME_CSP.to_owned() })
}

/// Parsing is work for a thread of its own: a large mail must not hold up the others.
pub(crate) async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|_| problem::internal("mail.read"))
}

/// What a page shows of these octets.
pub(crate) fn view(raw: &[u8]) -> MailView {
    let (parsed, defects) = mail::parse(raw);
    let remote_blocked = parsed.html.as_deref().map_or(0, remote_references);
    let reply_text = mail::reply_text(&parsed);
    let Parsed { from, to, cc, subject, date, text, html, attachments, class, header_text, .. } = parsed;
    MailView {
        from: from.as_ref().map(participant_view),
        to: to.iter().map(participant_view).collect(),
        cc: cc.iter().map(participant_view).collect(),
        subject,
        date,
        header_text,
        reply_text,
        text,
        has_html: html.is_some(),
        remote_blocked,
        attachments: attachments.iter().map(attachment_view).collect(),
        defects: defects.iter().map(|defect| defect.code().to_owned()).collect(),
        class: class.as_str().to_owned(),
    }
}

/// How many pictures and the like an HTML text would load from other servers.
pub(crate) fn remote_references(html: &str) -> u32 {
    mail::sanitise(html, &mail::View { remote: Remote::Block, inline: Arc::new(|_| None) }).remote_blocked
}

fn participant_view(participant: &Participant) -> ParticipantView {
    let address = participant.address.as_ref().map_or_else(|| participant.raw.clone(), ToString::to_string);
    ParticipantView { name: participant.name.clone(), address }
}

/// One file as a page lists it.
pub(crate) fn attachment_view(attachment: &mail::Attachment) -> AttachmentView {
    AttachmentView {
        index: attachment.index,
        name: attachment.name.clone(),
        media_type: attachment.media_type.clone(),
        size_octets: attachment.size_octets,
        inline: attachment.inline,
    }
}

/// Pictures of the mail itself stand in the page as `data:` URLs: the sandboxed frame has no
/// origin, so a browser would ask for them without the session's cookie.
fn embedded(raw: &Bytes) -> mail::Rewrite {
    let pictures: HashMap<String, InlinePart> = mail::inline_parts(raw, INLINE_OCTETS_MAX)
        .into_iter()
        .filter(|part| picture::is_raster(&part.media_type))
        .map(|part| (part.content_id.clone(), part))
        .collect();
    let left = AtomicUsize::new(INLINE_OCTETS_MAX);
    Arc::new(move |content_id| {
        let InlinePart { media_type, octets, .. } = pictures.get(content_id)?;
        // A page may name a picture a thousand times: each time counts.
        let take = |left: usize| left.checked_sub(octets.len());
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok()?;
        Some(format!("data:{media_type};base64,{}", STANDARD.encode(octets)))
    })
}
