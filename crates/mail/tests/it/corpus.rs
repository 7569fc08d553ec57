//! Every mail of `corpus/messages`, read with LF and with CRLF line ends, against its snapshot.
//!
//! A mail that was read badly goes into that folder first; then the reader is mended.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use mail::{Parsed, View};

fn messages() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus/messages");
    let mut found: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    found.sort();
    found
}

fn with_crlf(raw: &[u8]) -> Vec<u8> {
    let mut crlf = Vec::with_capacity(raw.len() * 2);
    for (at, &byte) in raw.iter().enumerate() {
        if byte == b'\n' && (at == 0 || raw[at - 1] != b'\r') {
            crlf.push(b'\r');
        }
        crlf.push(byte);
    }
    crlf
}

/// Everything that is shown of a mail.
fn shown(raw: &[u8]) -> String {
    let (parsed, defects) = mail::parse(raw);
    let mut page = String::new();
    let codes: Vec<&str> = defects.iter().map(|defect| defect.code()).collect();
    writeln!(page, "class: {}\ndefects: {}", parsed.class.as_str(), codes.join(" ")).unwrap();
    writeln!(
        page,
        "id: {:?} answers: {:?} thread: {:?}",
        parsed.message_id, parsed.in_reply_to, parsed.references
    )
    .unwrap();
    writeln!(page, "from: {:?} sender: {:?}\nreply to: {:?}", parsed.from, parsed.sender, parsed.reply_to)
        .unwrap();
    writeln!(page, "to: {:?}\ncc: {:?}\ndate: {:?}", parsed.to, parsed.cc, parsed.date).unwrap();
    for attachment in &parsed.attachments {
        writeln!(page, "attachment: {attachment:?}").unwrap();
    }
    writeln!(page, "--- header\n{}--- text\n{}", parsed.header_text, parsed.text).unwrap();
    let answer = mail::reply_text(&parsed);
    if answer != parsed.text.trim() {
        writeln!(page, "--- answer\n{answer}").unwrap();
    }
    if let Some(html) = &parsed.html {
        let safe = mail::sanitise(html, &View::blocking(|id| Some(format!("/inline/{id}"))));
        writeln!(page, "--- html, {} blocked\n{}", safe.remote_blocked, safe.html).unwrap();
    }
    if let Some(report) = mail::delivery_report(raw) {
        writeln!(page, "--- report\n{report:#?}").unwrap();
    }
    page
}

#[test]
fn every_mail_of_the_corpus_is_read_as_its_snapshot_says() {
    let messages = messages();
    assert!(messages.len() >= 40);
    for (name, raw) in messages {
        insta::assert_snapshot!(name, shown(&raw));
    }
}

#[test]
fn line_ends_make_no_difference() {
    // Files that travel unencoded have the size they have.
    let sizeless = |mut parsed: Parsed| {
        parsed.attachments.iter_mut().for_each(|attachment| attachment.size_octets = 0);
        parsed
    };
    for (name, raw) in messages() {
        let (with_lf, lf_defects) = mail::parse(&raw);
        let (with_crlf, crlf_defects) = mail::parse(&with_crlf(&raw));
        assert_eq!((sizeless(with_lf), lf_defects), (sizeless(with_crlf), crlf_defects), "{name}");
    }
}

#[test]
fn every_attachment_can_be_fetched() {
    for (name, raw) in messages() {
        let (parsed, _) = mail::parse(&raw);
        for listed in &parsed.attachments {
            let (fetched, bytes) = mail::attachment(&raw, listed.index).unwrap();
            assert_eq!((&fetched, bytes.len() as u64), (listed, listed.size_octets), "{name}");
            let inline = mail::inline_parts(&raw, usize::MAX);
            let shown = inline.iter().find(|part| Some(&part.content_id) == listed.content_id.as_ref());
            assert_eq!(shown.map(|part| &part.octets), listed.inline.then_some(&bytes), "{name}");
        }
        let beyond = u32::try_from(parsed.attachments.len()).unwrap();
        assert_eq!(mail::attachment(&raw, beyond), None);
        assert_eq!(mail::inline_parts(&raw, 0), []);
    }
}

#[test]
fn a_mail_cut_anywhere_is_read() {
    for (_, raw) in messages() {
        for end in (0..raw.len()).step_by(7) {
            let _ = mail::parse(&raw[..end]);
        }
    }
}
