//! File names that are safe to offer, whatever the sender wrote.

/// Longest name that is offered, octets: file systems stop at 255.
const NAME_OCTETS_MAX: usize = 180;

/// Media types that come without a name often enough to deserve an ending.
const ENDINGS: [(&str, &str); 16] = [
    ("application/pdf", "pdf"),
    ("application/zip", "zip"),
    ("application/json", "json"),
    ("application/xml", "xml"),
    ("application/pgp-signature", "asc"),
    ("application/pkcs7-signature", "p7s"),
    ("application/ms-tnef", "dat"),
    ("image/gif", "gif"),
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/svg+xml", "svg"),
    ("image/webp", "webp"),
    ("message/rfc822", "eml"),
    ("text/calendar", "ics"),
    ("text/csv", "csv"),
    ("text/html", "html"),
];

/// What programs write about a mail, and its name where they give none: who opens it then knows what it is.
const REPORTS: [(&str, &str); 5] = [
    ("message/delivery-status", "delivery-report.txt"),
    ("message/global-delivery-status", "delivery-report.txt"),
    ("message/disposition-notification", "read-receipt.txt"),
    ("message/feedback-report", "complaint-report.txt"),
    ("text/rfc822-headers", "mail-headers.txt"),
];

/// The name of a file without one, by its type and its place among the attachments.
pub(crate) fn invented(media_type: &str, index: u32) -> String {
    if let Some((_, name)) = REPORTS.iter().find(|(kind, _)| *kind == media_type) {
        return (*name).to_owned();
    }
    let known = ENDINGS.iter().find(|(kind, _)| *kind == media_type).map(|(_, ending)| *ending);
    let is_text = media_type.starts_with("text/") || media_type.starts_with("message/");
    let ending = known.unwrap_or(if is_text { "txt" } else { "bin" });
    format!("attachment-{}.{ending}", index + 1)
}

/// The media type that a file's ending tells, where nothing else does.
pub(crate) fn media_type(name: &str) -> Option<&'static str> {
    /// Endings beside those of [`ENDINGS`], as programs write them.
    const MORE: [(&str, &str); 10] = [
        ("application/msword", "doc"),
        ("application/vnd.ms-excel", "xls"),
        ("application/vnd.ms-powerpoint", "ppt"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
        ("application/rtf", "rtf"),
        ("image/jpeg", "jpeg"),
        ("text/html", "htm"),
        ("text/plain", "txt"),
    ];
    let (_, ending) = name.rsplit_once('.')?;
    let known = ENDINGS.iter().chain(&MORE).filter(|(kind, _)| *kind != "application/ms-tnef");
    known.into_iter().find(|(_, known)| ending.eq_ignore_ascii_case(known)).map(|(kind, _)| *kind)
}

/// The name without path, controls, direction marks and what file systems reserve; `None` if nothing is left.
pub(crate) fn safe(name: &str) -> Option<String> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = base.chars().filter(|&character| is_kept(character)).map(replaced).collect();
    let kept = kept.trim_matches([' ', '.']);
    if kept.is_empty() { None } else { Some(shortened(kept)) }
}

/// Direction marks make `exe.txt` out of `txt.exe`; none of these has a place in a file name.
fn is_kept(character: char) -> bool {
    !character.is_control()
        && !matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn replaced(character: char) -> char {
    if r#"<>:"|?*"#.contains(character) { '_' } else { character }
}

/// Cut in the middle: the ending says what the file is.
fn shortened(name: &str) -> String {
    if name.len() <= NAME_OCTETS_MAX {
        return name.to_owned();
    }
    let ending =
        name.rfind('.').map(|at| &name[at..]).filter(|ending| ending.len() <= 16).unwrap_or_default();
    format!("{}{ending}", &name[..name.floor_char_boundary(NAME_OCTETS_MAX - ending.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_could_harm() {
        let check =
            |name: &str, expected: Option<&str>| assert_eq!(safe(name).as_deref(), expected, "{name:?}");
        check("../../etc/passwd", Some("passwd"));
        check("C:\\temp\\faktura.pdf", Some("faktura.pdf"));
        check("faktura\u{202e}fdp.exe", Some("fakturafdp.exe"));
        check("a\r\nb: c?.txt", Some("ab_ c_.txt"));
        check("..", None);
        check("blåbær.docx", Some("blåbær.docx"));
    }

    #[test]
    fn what_has_no_name_is_called_by_what_it_is() {
        assert_eq!(invented("message/delivery-status", 0), "delivery-report.txt");
        assert_eq!(invented("text/rfc822-headers", 1), "mail-headers.txt");
        assert_eq!(invented("image/png", 2), "attachment-3.png");
    }

    #[test]
    fn long_names_keep_their_ending() {
        let name = safe(&format!("{}.pdf", "å".repeat(300))).unwrap();
        assert!(name.len() <= NAME_OCTETS_MAX && name.ends_with("å.pdf"));
    }
}
