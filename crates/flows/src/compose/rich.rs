//! Text with formatting: made safe at the door, where its plain form is made of it, so that both say the same.
//!
//! A picture stands in it as `cid:` and the id of its upload, and in the mail by a content id of its own.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::compose::Written;
use domain::{Problem, UploadId, limits};
use mail::NewAttachment;

use super::request::NewReply;
use crate::view::on_a_thread;

/// HTML that was made safe, and the same without formatting.
pub(super) struct Rich {
    pub(super) html: String,
    pub(super) text: String,
}

/// Reads HTML that somebody wrote; `None` where nothing stands in it. Of pictures it shows these uploads alone: what
/// was copied from elsewhere names none of his.
///
/// # Errors
/// 422 when it is too long.
pub(super) async fn read(html: Option<String>, uploads: &[UploadId]) -> Result<Option<Rich>, Problem> {
    let Some(html) = html.filter(|html| !html.trim().is_empty()) else { return Ok(None) };
    let max = limits::WRITTEN_HTML_OCTETS_MAX;
    if html.len() > max {
        let kilobytes = max / 1024;
        let detail = format!(
            "the formatted text has more than {kilobytes} KB; take formatting out, or attach it as a file"
        );
        return Err(Problem::invalid("html", "html_too_long", detail).with("max_kb", kilobytes.to_string()));
    }
    let shown: BTreeSet<UploadId> = uploads.iter().copied().collect();
    let rich = on_a_thread(move || {
        let known = move |id: &str| id.parse().ok().filter(|id| shown.contains(id)).map(|id| id.to_string());
        let html = mail::written(&html, known);
        Rich { text: mail::from_html(&html), html }
    });
    Ok(Some(rich.await?))
}

/// A reply whose text is that of its HTML.
///
/// # Errors
/// As [`read`].
pub(super) async fn of_reply(mut reply: NewReply) -> Result<NewReply, Problem> {
    let rich = read(reply.html.take(), &reply.upload_ids).await?;
    if let Some(Rich { html, text }) = rich {
        (reply.html, reply.text) = (Some(html), text);
    }
    Ok(reply)
}

/// The same of a draft.
///
/// # Errors
/// As [`read`].
pub(super) async fn of_draft(mut written: Written) -> Result<Written, Problem> {
    let rich = read(written.html.take(), &written.upload_ids).await?;
    if let Some(Rich { html, text }) = rich {
        (written.html, written.text) = (Some(html), text);
    }
    Ok(written)
}

/// The uploads that stand in a text, in its order.
pub(super) fn pictures(html: Option<&str>) -> Vec<UploadId> {
    let ids = html.map(mail::pictures_of).unwrap_or_default();
    ids.iter().filter_map(|id| id.parse().ok()).collect()
}

/// Gives the pictures the ids that the mail names them by, `unique` within all mails, and puts them before the other
/// files, in the order of the texts that show them: what its author wrote, then what stands under it. Returns the HTML of
/// each with these ids.
pub(crate) fn as_sent<const N: usize>(
    texts: [Option<&str>; N],
    files: &mut [NewAttachment],
    unique: &str,
) -> [Option<String>; N] {
    let shown = texts.iter().flatten().flat_map(|html| mail::pictures_of(html));
    let mut order = HashMap::new();
    for (place, id) in shown.enumerate() {
        order.entry(id).or_insert(place);
    }
    let place = |file: &NewAttachment| file.content_id.as_ref().and_then(|id| order.get(id)).copied();
    files.sort_by_key(|file| place(file).unwrap_or(usize::MAX));
    let mut named = HashMap::new();
    for (number, file) in (1..).zip(files.iter_mut()) {
        if let Some(id) = file.content_id.take() {
            let content_id = format!("picture{number}.{unique}");
            named.insert(id, content_id.clone());
            file.content_id = Some(content_id);
        }
    }
    let named = Arc::new(named);
    texts.map(|html| {
        let named = Arc::clone(&named);
        html.map(|html| mail::written(html, move |id| named.get(id).cloned()))
    })
}

/// The text with other uploads in the place of its pictures, one by one.
pub(super) fn with_pictures(html: &str, uploads: &[UploadId]) -> String {
    let before = mail::pictures_of(html);
    let named: HashMap<_, _> = before.into_iter().zip(uploads.iter().map(ToString::to_string)).collect();
    mail::written(html, move |id| named.get(id).cloned())
}

/// Two texts, one above the other; with formatting where one of them has it.
pub(super) fn put_below(written: &mut Written, below: &Written) {
    if written.html.is_some() || below.html.is_some() {
        let html = format!("{}<div><br></div>{}", html_of(written), html_of(below));
        written.html = Some(html);
    }
    written.text = format!("{}\n\n{}", written.text.trim_end(), below.text.trim());
}

fn html_of(written: &Written) -> String {
    written.html.clone().unwrap_or_else(|| mail::html_of_lines(&written.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(content_id: Option<&str>, name: &str) -> NewAttachment {
        NewAttachment {
            name: name.to_owned(),
            media_type: "image/png".to_owned(),
            bytes: Vec::new(),
            content_id: content_id.map(str::to_owned),
        }
    }

    #[test]
    fn pictures_come_first_in_the_order_of_the_text_and_have_ids_of_the_mail() {
        let html = "<div><img src=\"cid:9\">, <img src=\"cid:4\"></div>";
        let mut files = [file(None, "a.pdf"), file(Some("4"), "b.png"), file(Some("9"), "c.png")];
        let [sent, none] = as_sent([Some(html), None], &mut files, "0f1e@example.no");
        assert_eq!(none, None);
        let sent = sent.unwrap();
        let shown: Vec<_> =
            files.iter().map(|file| (file.name.as_str(), file.content_id.as_deref())).collect();
        let (first, second) = ("picture1.0f1e@example.no", "picture2.0f1e@example.no");
        assert_eq!(shown, [("c.png", Some(first)), ("b.png", Some(second)), ("a.pdf", None)]);
        assert_eq!(mail::pictures_of(&sent), [first, second]);
        assert_eq!(
            pictures(Some(&with_pictures(html, &[UploadId::new(1), UploadId::new(2)]))),
            [1, 2].map(UploadId::new)
        );
    }

    #[test]
    fn the_pictures_of_a_signature_come_behind_those_of_the_text() {
        let (html, signature) = ("<div><img src=\"cid:4\"></div>", "<div><img src=\"cid:7\"></div>");
        let mut files = [file(None, "a.pdf"), file(Some("7"), "logo.png"), file(Some("4"), "b.png")];
        let sent = as_sent([Some(html), Some(signature)], &mut files, "0f1e@example.no");
        assert_eq!(files.each_ref().map(|file| file.name.as_str()), ["b.png", "logo.png", "a.pdf"]);
        let named = sent.map(|html| mail::pictures_of(&html.unwrap()));
        assert_eq!(named, [["picture1.0f1e@example.no"], ["picture2.0f1e@example.no"]]);
    }

    #[test]
    fn a_plain_text_below_a_formatted_one_stays_itself() {
        let mut written =
            Written { text: "a".to_owned(), html: Some("<b>a</b>".to_owned()), ..Written::default() };
        put_below(&mut written, &Written { text: "1 < 2".to_owned(), ..Written::default() });
        assert_eq!(written.text, "a\n\n1 < 2");
        assert_eq!(written.html.as_deref(), Some("<b>a</b><div><br></div><div>1 &lt; 2</div>"));
    }
}
