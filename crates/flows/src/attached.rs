//! Mails that are attached to mails, opened: each is shown by the functions that show a mail, however deep it lies.

use std::borrow::Cow;
use std::str::FromStr;

use bytes::Bytes;
use domain::{OrganisationId, Problem};
use store::raw::RawHash;

use crate::office::Office;
use crate::view::{self, AttachmentView, HtmlDocument, MailView};

/// Mails within mails that are opened. A thread that was passed on as an attachment again and again has three.
const DEPTH_MAX: usize = 8;

/// Where a file is: its index in its mail, behind those of the attached mails around it, as in `2.0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(Vec<u32>);

impl FromStr for Place {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let not_found = || Problem::not_found("attachment");
        let indexes: Vec<u32> = text
            .splitn(DEPTH_MAX + 1, '.')
            .map(|index| index.parse().ok())
            .collect::<Option<_>>()
            .ok_or_else(not_found)?;
        if indexes.len() > DEPTH_MAX { Err(not_found()) } else { Ok(Self(indexes)) }
    }
}

/// Whether a file is a mail that can be opened.
#[must_use]
pub fn is_mail(media_type: &str, name: &str) -> bool {
    ["message/rfc822", "message/global"].contains(&media_type)
        || name.len() > 4
            && name.get(name.len() - 4..).is_some_and(|ending| ending.eq_ignore_ascii_case(".eml"))
}

/// One file of the mail.
///
/// # Errors
/// As [`view::raw`]; 404 when the mail has no such file.
pub async fn file(
    office: &Office,
    organisation: OrganisationId,
    hash: RawHash,
    place: Place,
) -> Result<(AttachmentView, Bytes), Problem> {
    let raw = view::raw(office, organisation, hash).await?;
    let found = view::on_a_thread(move || find(&raw, &place)).await?;
    found.ok_or_else(|| Problem::not_found("attachment"))
}

/// An attached mail as a page shows it.
///
/// # Errors
/// As [`file()`]; 404 when the file is no mail.
pub async fn mail(
    office: &Office,
    organisation: OrganisationId,
    hash: RawHash,
    place: Place,
) -> Result<MailView, Problem> {
    let raw = inner(office, organisation, hash, place).await?;
    view::on_a_thread(move || view::view(&raw)).await
}

/// An attached mail as a sanitised page; pictures on other servers stay out.
///
/// # Errors
/// As [`mail()`]; 404 when it has no HTML.
pub async fn html(
    office: &Office,
    organisation: OrganisationId,
    hash: RawHash,
    place: Place,
) -> Result<HtmlDocument, Problem> {
    let raw = inner(office, organisation, hash, place).await?;
    view::page(raw, mail::Remote::Block).await
}

async fn inner(
    office: &Office,
    organisation: OrganisationId,
    hash: RawHash,
    place: Place,
) -> Result<Bytes, Problem> {
    let (found, octets) = file(office, organisation, hash, place).await?;
    if is_mail(&found.media_type, &found.name) {
        Ok(octets)
    } else {
        Err(Problem::not_found("attached mail"))
    }
}

fn find(raw: &[u8], place: &Place) -> Option<(AttachmentView, Bytes)> {
    let (last, around) = place.0.split_last()?;
    let mut within = Cow::Borrowed(raw);
    for &index in around {
        let (attachment, octets) = mail::attachment(&within, index)?;
        if !is_mail(&attachment.media_type, &attachment.name) {
            return None;
        }
        within = Cow::Owned(octets);
    }
    let (attachment, octets) = mail::attachment(&within, *last)?;
    Some((view::attachment_view(&attachment), octets.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "Subject: ytre\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nHei\n--a\n\
        Content-Type: message/rfc822\n\nSubject: indre\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHei\n--b\n\
        Content-Type: text/plain; name=a.txt\n\ninnerst\n--b--\n--a--\n";

    fn name_at(place: &str) -> Option<String> {
        let place: Place = place.parse().ok()?;
        find(MAIL.as_bytes(), &place).map(|(file, _)| file.name)
    }

    #[test]
    fn files_are_found_within_attached_mails() {
        assert_eq!(name_at("0").as_deref(), Some("indre.eml"));
        assert_eq!(name_at("0.0").as_deref(), Some("a.txt"));
        for nowhere in ["1", "0.1", "0.0.0", "", ".", "0.", "x", "-1", "0.0.0.0.0.0.0.0.0", "4294967296"] {
            assert_eq!(name_at(nowhere), None, "{nowhere:?}");
        }
    }

    #[test]
    fn mails_are_known_by_type_or_name() {
        assert!(is_mail("message/rfc822", "x") && is_mail("application/octet-stream", "Sak.EML"));
        assert!(
            !is_mail("message/delivery-status", "x.txt")
                && !is_mail("text/plain", ".eml")
                && !is_mail("a/b", "ååå")
        );
    }
}
