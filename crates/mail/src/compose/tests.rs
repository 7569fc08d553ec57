//! What is written, by sample and by rule.

use super::*;
use crate::{parse, parsed::Parsed};

fn draft() -> Draft {
    Draft {
        from: (Some("Kundeservice".to_owned()), "post@example.no".parse().unwrap()),
        reply_to: None,
        to: vec![(None, "kari@example.no".parse().unwrap())],
        cc: Vec::new(),
        subject: "Sak 12".to_owned(),
        text: "Hei Kari\n\nDet er i orden.\n".to_owned(),
        html: None,
        message_id: "1@example.no".to_owned(),
        in_reply_to: None,
        references: Vec::new(),
        thread_index: None,
        date: Timestamp::from_millis(1_790_000_000_000),
        attachments: Vec::new(),
        boundary_seed: "0f1e2d3c".to_owned(),
        sent_by: SentBy::Person { receipt_to: None },
    }
}

fn pdf() -> NewAttachment {
    NewAttachment {
        name: "a.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: b"%PDF".to_vec(),
        content_id: None,
    }
}

fn written(draft: &Draft) -> String {
    let raw = compose(draft).unwrap();
    for line in raw.split(|&byte| byte == b'\n') {
        assert!(line.is_empty() || line.ends_with(b"\r"), "every line ends in CRLF");
        assert!(line.len() <= 998 + 1, "RFC 5322 2.1.1");
    }
    String::from_utf8(raw).unwrap()
}

fn read(draft: &Draft) -> Parsed {
    let (parsed, defects) = parse(&compose(draft).unwrap());
    assert_eq!(defects, []);
    parsed
}

#[test]
fn a_plain_mail_is_written_plainly() {
    insta::assert_snapshot!(written(&draft()).replace('\r', ""), @r"
    Date: Mon, 21 Sep 2026 14:13:20 +0000
    From: Kundeservice <post@example.no>
    To: kari@example.no
    Subject: Sak 12
    Message-ID: <1@example.no>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hei Kari

    Det er i orden.
    ");
}

#[test]
fn an_answer_with_everything_is_written_and_read_back() {
    let full = Draft {
        from: (Some("Ås, Bjørn \"Bø\"".to_owned()), "post@example.no".parse().unwrap()),
        cc: vec![(Some("Per A. Li".to_owned()), "per@example.no".parse().unwrap())],
        subject: "Re: Blåbærsyltetøy på glass, og et emne som er mye lengre enn en linje".to_owned(),
        text: "Blå\n.punktum\nFrom oss\nslutt  \n\n  ".to_owned(),
        html: Some("<p>Blå</p>".to_owned()),
        in_reply_to: Some("<b@c>".to_owned()),
        references: vec!["a@b".to_owned(), "ikke en id".to_owned()],
        attachments: vec![NewAttachment {
            name: "blåbær og andre bær med et veldig langt filnavn som må deles.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            bytes: b"hei\n".to_vec(),
            content_id: None,
        }],
        sent_by: SentBy::Program(AutoSubmitted::Replied),
        ..draft()
    };
    insta::assert_snapshot!(written(&full).replace('\r', ""));
    let parsed = read(&full);
    assert_eq!(parsed.from.unwrap().name.as_deref(), Some("Ås, Bjørn \"Bø\""));
    assert_eq!((parsed.subject, parsed.references), (full.subject, vec!["a@b".to_owned(), "b@c".to_owned()]));
    assert_eq!(parsed.text, "Blå\n.punktum\nFrom oss\nslutt");
    assert_eq!(parsed.html.as_deref(), Some("<p>Blå</p>"));
    assert_eq!(parsed.attachments[0].name, full.attachments[0].name);
    assert_eq!(parsed.class, crate::Class::AutoReply);
}

#[test]
fn a_receipt_is_asked_for_once_and_by_no_program() {
    let receipt_to = Some("sak@example.net".parse().unwrap());
    let asks = Draft { sent_by: SentBy::Person { receipt_to }, ..draft() };
    let raw = written(&asks);
    assert_eq!(raw.matches("Disposition-Notification-To: <sak@example.net>\r\n").count(), 1, "{raw}");
    assert!(!written(&draft()).contains("Disposition-Notification-To"));
}

#[test]
fn the_same_draft_gives_the_same_octets() {
    assert_eq!(compose(&draft()), compose(&draft()));
}

#[test]
fn text_cannot_become_a_field() {
    let check = |change: &dyn Fn(&mut Draft), field: &'static str| {
        let mut bad = draft();
        change(&mut bad);
        assert_eq!(compose(&bad), Err(ComposeError::Control { field }));
    };
    check(&|bad| bad.subject = "a\r\nBcc: x@y.no".to_owned(), "subject");
    check(&|bad| bad.subject = "a\u{2028}b".to_owned(), "subject");
    check(&|bad| bad.from.0 = Some("a\nb".to_owned()), "from");
    check(&|bad| bad.to[0].0 = Some("a\rb".to_owned()), "to");
    check(&|bad| bad.cc = vec![(Some("\0".to_owned()), "a@b.no".parse().unwrap())], "cc");
    check(&|bad| bad.message_id = "a@b\r\nX: y".to_owned(), "message_id");
    check(&|bad| bad.in_reply_to = Some("a@b\n".to_owned()), "in_reply_to");
    check(&|bad| bad.references = vec!["a\r\n\r\nb@c".to_owned()], "references");
}

#[test]
fn malformed_values_are_refused_by_name() {
    let malformed = |field| Err(ComposeError::Malformed { field });
    assert_eq!(compose(&Draft { message_id: "no id".to_owned(), ..draft() }), malformed("message_id"));
    for media_type in ["", "text", "text/plain; x=y", "multipart/mixed", "a/b\r\nc"] {
        let file = NewAttachment { media_type: media_type.to_owned(), bytes: Vec::new(), ..pdf() };
        let bad = Draft { attachments: vec![file], ..draft() };
        assert_eq!(compose(&bad), malformed("attachments.media_type"), "{media_type}");
    }
    let long = Draft { subject: "a".repeat(1001), ..draft() };
    assert_eq!(compose(&long), Err(ComposeError::TooLong { field: "subject", max: 1000 }));
}

#[test]
fn too_large_a_mail_is_refused() {
    let file = NewAttachment { bytes: vec![0; OUTGOING_OCTETS_MAX], ..pdf() };
    let refused = compose(&Draft { attachments: vec![file], ..draft() });
    assert!(matches!(refused, Err(ComposeError::TooLarge { .. })));
}

#[test]
fn no_body_ends_in_white_space() {
    for text in ["", " ", "hello \n \n\t\n", "a\r\n\r\n", "blå \n"] {
        let raw = written(&Draft { text: text.to_owned(), ..draft() });
        let last = raw.trim_end_matches("\r\n").lines().next_back().unwrap_or_default();
        assert_eq!(last, last.trim_end(), "{text:?}");
        assert!(!raw.ends_with("\r\n\r\n") || text.trim().is_empty(), "{text:?}");
    }
}

#[test]
fn long_lines_are_broken_softly() {
    let text = format!("{}\n{}", "å".repeat(2000), ". F".repeat(500));
    let raw = written(&Draft { text: text.clone(), ..draft() });
    assert!(raw.lines().all(|line| line.len() <= 76 && !line.starts_with('.')));
    assert_eq!(read(&Draft { text: text.clone(), ..draft() }).text.trim_end(), text.trim_end());
}

#[test]
fn a_long_thread_keeps_its_first_id_and_the_latest() {
    let references = (0..100).map(|number| format!("{number}@x")).collect();
    let parsed = read(&Draft { references, in_reply_to: Some("100@x".to_owned()), ..draft() });
    assert_eq!(
        (parsed.references.len(), parsed.references[0].as_str(), parsed.references[39].as_str()),
        (40, "0@x", "100@x")
    );
}

fn enclosing(mail: &[u8]) -> Draft {
    let file = NewAttachment {
        name: "original.eml".to_owned(),
        media_type: "message/rfc822".to_owned(),
        bytes: mail.to_vec(),
        content_id: None,
    };
    Draft { attachments: vec![file], ..draft() }
}

#[test]
fn whatever_a_draft_holds_every_server_takes_its_octets() {
    // RFC 6152 3, RFC 6531 3.2: what needs 8BITMIME or SMTPUTF8 cannot be given to those that have neither.
    let octets: Vec<u8> = (0..=255).collect();
    let file = |media_type: &str, content_id: Option<&str>| NewAttachment {
        name: "blåbær.eml".to_owned(),
        media_type: media_type.to_owned(),
        bytes: octets.clone(),
        content_id: content_id.map(str::to_owned),
    };
    let full = Draft {
        from: (Some("Åse".to_owned()), "post@blåbær.example".parse().unwrap()),
        to: vec![(None, "ola@blåbær.example".parse().unwrap())],
        subject: "Blåbær".to_owned(),
        text: "Blåbær\u{2028}".to_owned(),
        html: Some("<p>Blåbær</p>".to_owned()),
        attachments: vec![
            file("message/rfc822", None),
            file("text/plain", None),
            file("image/png", Some("picture1.0f1e@example.no")),
        ],
        ..draft()
    };
    let raw = compose(&full).unwrap();
    assert!(raw.is_ascii(), "{}", String::from_utf8_lossy(&raw));
    assert_eq!(with_ascii_header(&raw), None, "it has no other form");
}

#[test]
fn an_enclosed_mail_travels_octet_for_octet() {
    let plain = b"From: kari@example.no\r\nSubject: Hei\r\n\r\nHei  \r\n.\r\n\r\n".as_slice();
    let raw = compose(&enclosing(plain)).unwrap();
    let text = String::from_utf8(raw.clone()).unwrap();
    assert!(text.contains("Content-Type: message/rfc822"), "{text}");
    let at = raw.windows(plain.len()).position(|window| window == plain).unwrap();
    assert_eq!(&raw[at + plain.len()..at + plain.len() + 4], b"\r\n--");

    let long = format!("Subject: x\r\n\r\n{}\r\n", "a".repeat(999));
    let bounded = b"Subject: x\r\n\r\n--=_m_0f1e2d3c--\r\n".as_slice();
    let bare = b"Subject: x\n\nbare line feeds\n".as_slice();
    for mail in [b"Subject: \xe5\r\n\r\n".as_slice(), long.as_bytes(), bounded, bare] {
        let raw = compose(&enclosing(mail)).unwrap();
        assert!(!String::from_utf8(raw.clone()).unwrap().contains("message/rfc822"));
        assert_eq!(crate::attachment(&raw, 0).unwrap().1, mail);
    }
}

#[test]
fn a_passed_on_mail_names_its_sender_and_the_mailbox_that_it_passed() {
    let (sender, mailbox) = ("ola@else.example".parse().unwrap(), "post@example.no".parse().unwrap());
    let raw = compose_forward(&draft(), Some(&sender), &mailbox).unwrap();
    let text = String::from_utf8(raw).unwrap();
    assert!(text.starts_with("X-Loop: post@example.no\r\nReply-To: ola@else.example\r\nDate: "), "{text}");
}

#[test]
fn an_answer_to_outlook_carries_its_conversation_on() {
    use base64::Engine as _;
    let root = base64::engine::general_purpose::STANDARD.encode([1_u8; 22]);
    let subject = "Re: Faktura [#7]".to_owned();
    let text = written(&Draft { thread_index: Some(root.clone()), subject, ..draft() });
    assert!(text.contains("\r\nThread-Topic: Faktura [#7]\r\n"), "{text}");
    assert!(text.contains(&format!("\r\nThread-Index: {}", &root[..28])), "{text}");
    let broken = written(&Draft { thread_index: Some("x\r\nBcc: y".to_owned()), ..draft() });
    assert!(!broken.contains("Thread-") && !broken.contains("Bcc"));
}

fn picture(content_id: &str) -> NewAttachment {
    NewAttachment {
        name: "skjerm.png".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: b"\x89PNG".to_vec(),
        content_id: Some(content_id.to_owned()),
    }
}

#[test]
fn pictures_in_the_text_are_one_form_of_it_and_files_stand_beside() {
    let html = "<div>Se <img src=\"cid:p1.x@example.no\"></div>".to_owned();
    let full = Draft { html: Some(html), attachments: vec![picture("p1.x@example.no"), pdf()], ..draft() };
    insta::assert_snapshot!(written(&full).replace('\r', ""));
    let parsed = read(&full);
    let shown: Vec<_> =
        parsed.attachments.iter().map(|file| (file.index, file.name.as_str(), file.inline)).collect();
    assert_eq!(shown, [(0, "skjerm.png", true), (1, "a.pdf", false)]);
    let parts = crate::inline_parts(&compose(&full).unwrap(), 1_000);
    assert_eq!((parts.len(), parts[0].octets.as_slice()), (1, b"\x89PNG".as_slice()));
}

#[test]
fn a_picture_without_html_is_a_file_and_its_id_no_field() {
    let plain = Draft { attachments: vec![picture("p1@x")], ..draft() };
    assert!(written(&plain).contains("multipart/mixed") && !written(&plain).contains("related"));
    let bad = Draft { attachments: vec![picture("p1@x\r\nBcc: y@z.no")], ..draft() };
    assert_eq!(compose(&bad), Err(ComposeError::Control { field: "attachments.content_id" }));
}
