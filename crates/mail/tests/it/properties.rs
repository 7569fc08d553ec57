//! Rules that hold for any input.

use mail::{AutoSubmitted, Defect, Draft, NewAttachment, Remote, SentBy, View};
use proptest::prelude::*;

/// What mails are made of.
const MAIL_PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "From: ",
    "To: a@b.no, ",
    "Subject: ",
    "Content-Type: multipart/mixed; boundary=b\n",
    "Content-Type: text/html; charset=utf-16\n",
    "Content-Type: message/rfc822\n\n",
    "--b\n",
    "--b--\n",
    "--b",
    "Content-Transfer-Encoding: base64\n\n",
    "Content-Transfer-Encoding: quoted-printable\n\n",
    "=?utf-8?Q?=C3?=",
    " =?utf-8?B?pQ?=",
    "=?",
    "?=",
    "<a@b>",
    "<",
    "filename*0*=utf-8''%C3; filename*1=x",
    ";",
    "\"",
    "(",
    "\\",
    "References: <a@b>\n <c@d>",
    "Date: Mon, 21 Sep 2026 14:13:20 +0200\n",
    "=C3=A5=\n",
    "<p>",
    "<blockquote>",
    "&aring;",
    "Content-Disposition: attachment; filename=\"",
    "multipart/report; report-type=delivery-status",
    "Content-ID: <x>\n",
    "message/delivery-status\n\nFinal-Recipient: rfc822; a@b.no\nStatus: 5.1.1\n\n",
    "format=flowed; delsp=yes",
];

/// Pieces that mails are made of, broken and mixed.
fn mail_piece() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(MAIL_PIECES);
    prop_oneof![
        4 => known.prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..12),
        1 => "\\PC{0,8}".prop_map(String::into_bytes),
    ]
}

/// What HTML is made of, and what has fooled sanitisers.
const HTML_PIECES: &[&str] = &[
    "<",
    ">",
    "\"",
    "'",
    "=",
    "/",
    " ",
    "</",
    "<!--",
    "-->",
    "<p ",
    "<img ",
    "<a ",
    "<svg",
    "<math>",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<table background=",
    "<td>",
    "<noscript>",
    "<title>",
    "<textarea>",
    "<template>",
    "<mglyph>",
    "<mtext>",
    "<annotation-xml encoding=text/html>",
    "<iframe src=",
    "<object data=",
    "<link href=",
    "<base href=",
    "<meta http-equiv=refresh content='0;url=",
    "<video poster=",
    "<source srcset=",
    "<form action=",
    "src=",
    "srcset=",
    "href=",
    "onerror=alert(1) ",
    "onload=",
    "style=\"",
    "style='background:",
    "url(",
    ")",
    ";",
    "http://remote.example/x",
    "//remote.example/x",
    "https://remote.example/",
    "cid:x",
    "data:image/png;base64,AAAA",
    "data:text/html,x",
    "javascript:alert(1)",
    "&#106;avascript:",
    "\t",
    "\n",
    "@import ",
    "expression(",
    "\\75rl(",
    "image-set(",
    "/*",
    "*/",
    "xlink:href=",
    "<![CDATA[",
    "]]>",
    "&quot;",
    "&lt;",
    "&#x3c;",
    "`",
    "\0",
    "blå",
];

fn html_piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(HTML_PIECES);
    prop_oneof![8 => known.prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

/// The tags of sanitised HTML. Its writer puts values in double quotes and escapes what stands in them.
fn tags(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, tail)) = rest.split_once('<') {
        let mut quoted = false;
        let end = tail.find(|character| {
            quoted ^= character == '"';
            character == '>' && !quoted
        });
        let end = end.unwrap_or(tail.len());
        found.push(tail[..end].to_owned());
        rest = &tail[end..];
    }
    found
}

/// Names and values of a tag's attributes.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag.split_once(' ').map_or("", |(_, rest)| rest);
    while let Some((name, tail)) = rest.split_once("=\"") {
        let (value, after) = tail.split_once('"').unwrap_or((tail, ""));
        found.push((name.trim().to_owned(), value.to_owned()));
        rest = after;
    }
    found
}

fn assert_safe(html: &str) -> Result<(), TestCaseError> {
    const GONE: [&str; 18] = [
        "script", "style", "svg", "math", "iframe", "object", "embed", "link", "base", "meta", "form",
        "input", "video", "audio", "source", "frame", "template", "noscript",
    ];
    for tag in tags(html) {
        let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap_or_default();
        prop_assert!(!GONE.contains(&name), "<{tag}> in {html}");
        for (attribute, value) in attributes(&tag) {
            prop_assert!(!attribute.starts_with("on"), "<{tag}> in {html}");
            let value = value.to_ascii_lowercase();
            if attribute == "href" {
                let known = ["http:", "https:", "mailto:", "tel:"];
                prop_assert!(known.iter().any(|scheme| value.starts_with(scheme)), "<{tag}> in {html}");
            } else if ["src", "background"].contains(&attribute.as_str()) {
                let known = ["/inline/", "data:image/png;base64,"];
                prop_assert!(known.iter().any(|beginning| value.starts_with(beginning)), "<{tag}> in {html}");
            } else if attribute == "style" {
                prop_assert!(!value.contains("remote") && !value.contains(['\\', '@']), "<{tag}> in {html}");
            } else {
                prop_assert!(
                    ["title", "alt", "summary"].contains(&attribute.as_str()) || !value.contains("//"),
                    "<{tag}>"
                );
            }
        }
    }
    Ok(())
}

fn view() -> View {
    View::blocking(|_| Some("/inline/1".to_owned()))
}

/// Text that survives a mail: what writers type, without the white space that is dropped at line ends.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-zæøå=._ F>-]{0,90}[a-zæøåF.=-]", 0..6).prop_map(|lines| lines.join("\n"))
}

fn words() -> impl Strategy<Value = String> {
    "[^\\s\\p{C}\u{2028}\u{2029}]{1,12}( [^\\s\\p{C}\u{2028}\u{2029}]{1,40}){0,4}"
}

fn draft() -> impl Strategy<Value = Draft> {
    let file = (words(), prop::collection::vec(any::<u8>(), 0..200)).prop_map(|(name, bytes)| {
        NewAttachment { name, media_type: "application/octet-stream".to_owned(), bytes, content_id: None }
    });
    let optional = (prop::option::of(text()), prop::collection::vec(file, 0..3), prop::option::of(words()));
    (words(), text(), optional, "[0-9a-f]{0,60}").prop_map(
        |(subject, text, (html, attachments, name), seed)| Draft {
            from: (name, "post@example.no".parse().unwrap()),
            reply_to: None,
            to: vec![(Some("Kåre, \"Ås\"".to_owned()), "kari@example.no".parse().unwrap())],
            cc: Vec::new(),
            subject,
            text,
            html,
            message_id: "1@example.no".to_owned(),
            in_reply_to: Some("2@example.no".to_owned()),
            references: vec!["3@example.no".to_owned()],
            thread_index: None,
            date: domain::Timestamp::from_millis(1_790_000_000_000),
            attachments,
            boundary_seed: seed,
            sent_by: SentBy::Program(AutoSubmitted::Generated),
        },
    )
}

proptest! {
    #[test]
    fn any_octets_are_read(pieces in prop::collection::vec(mail_piece(), 0..60)) {
        let raw = pieces.concat();
        let (parsed, defects) = mail::parse(&raw);
        prop_assert!(!defects.contains(&Defect::ReaderFailed));
        for text in [&parsed.subject, &parsed.text, &parsed.header_text] {
            prop_assert!(!text.contains(['\0', '\r']));
        }
        prop_assert!(!parsed.subject.contains('\n'));
        for attachment in &parsed.attachments {
            prop_assert!(!attachment.name.is_empty() && !attachment.name.contains(['/', '\\', '\n']));
            let (_, bytes) = mail::attachment(&raw, attachment.index).unwrap();
            prop_assert_eq!(bytes.len() as u64, attachment.size_octets);
        }
        let _ = mail::delivery_report(&raw);
    }

    #[test]
    fn any_text_has_an_answer_within_it(text in "([>a-zA-Zæøå:@<. \n0-9-]|wrote:|skrev|Fra:|Sendt:|Til:|\n--\n|\n> ){0,80}") {
        let raw = format!("Content-Type: text/plain; charset=utf-8\n\n{text}");
        let (parsed, _) = mail::parse(raw.as_bytes());
        let answer = mail::reply_text(&parsed);
        prop_assert!(parsed.text.contains(&answer));
        prop_assert!(!answer.is_empty() || parsed.text.trim().is_empty());
        let _ = mail::excerpt(&text, 20);
    }

    #[test]
    fn sanitised_html_loads_and_runs_nothing(pieces in prop::collection::vec(html_piece(), 0..60)) {
        let html = pieces.concat();
        let once = mail::sanitise(&html, &view()).html;
        assert_safe(&once)?;
        // What a browser makes of it when it parses it again is as harmless.
        assert_safe(&mail::sanitise(&once, &view()).html)?;
        let through = View { remote: Remote::Through(std::sync::Arc::new(|_| Some("/inline/2".to_owned()))), ..view() };
        assert_safe(&mail::sanitise(&html, &through).html)?;
        let _ = mail::from_html(&html);
    }

    #[test]
    fn what_is_written_reads_back(draft in draft()) {
        let raw = mail::compose(&draft).unwrap();
        prop_assert!(raw.is_ascii());
        for line in raw.split_inclusive(|&byte| byte == b'\n') {
            prop_assert!(line.ends_with(b"\r\n") && line.len() <= 1000);
        }
        let (parsed, defects) = mail::parse(&raw);
        prop_assert_eq!(defects, []);
        prop_assert_eq!(parsed.subject, draft.subject.trim());
        // An empty text beside HTML is read from the HTML.
        if draft.html.is_none() || !draft.text.trim().is_empty() {
            prop_assert_eq!(parsed.text.trim_end(), draft.text.trim_end());
        }
        prop_assert_eq!(parsed.html.as_deref().map(str::trim_end), draft.html.as_deref().map(str::trim_end));
        prop_assert_eq!(parsed.from.unwrap().address, Some(draft.from.1));
        prop_assert_eq!(parsed.to[0].name.as_deref(), Some("Kåre, \"Ås\""));
        prop_assert_eq!(parsed.date, Some(draft.date));
        prop_assert_eq!(parsed.attachments.len(), draft.attachments.len());
        for (index, sent) in (0..).zip(&draft.attachments) {
            let (_, bytes) = mail::attachment(&raw, index).unwrap();
            prop_assert_eq!(&bytes, &sent.bytes);
        }
    }
}
