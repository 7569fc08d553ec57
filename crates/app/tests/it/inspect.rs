//! `posthus inspect mail`: files, standard input, and what cannot be read.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const MAIL: &str = "From: Kari Nordmann <kari@example.no>\nTo: post@example.no\nCc: Ola <ola@example.no>\n\
    Subject: =?utf-8?Q?Bl=C3=A5b=C3=A6r?=\nDate: Mon, 21 Sep 2026 14:13:20 +0200\nMessage-ID: <2@example.no>\n\
    In-Reply-To: <1@example.no>\nReferences: <0@example.no> <1@example.no>\n\
    Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n\
    <p onclick='x()'>Takk</p><script>x()</script><blockquote type=cite>Hei</blockquote>\n--b\n\
    Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\naGVpIQ==\n--b--\n";

pub(crate) fn inspect(what: &str, arguments: &[&Path], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_posthus"))
        .args(["inspect", what])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

pub(crate) fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_mail_on_standard_input_is_one_object() {
    let output = inspect("mail", &[], MAIL);
    assert!(output.status.success());
    let expected = json!({
        "file": "-",
        "sender": {"name": "Kari Nordmann", "address": "kari@example.no"},
        "reply_to": [],
        "recipients": [
            {"field": "to", "name": null, "address": "post@example.no"},
            {"field": "cc", "name": "Ola", "address": "ola@example.no"},
        ],
        "subject": "Blåbær",
        "date": "2026-09-21T12:13:20.000Z",
        "message_id": "2@example.no",
        "in_reply_to": ["1@example.no"],
        "references": ["0@example.no", "1@example.no"],
        "class": "person",
        "text": "Takk\n\n> Hei",
        "reply_text": "Takk",
        "html": "<p>Takk</p><blockquote type=\"cite\">Hei</blockquote>",
        "attachments": [{"name": "a.pdf", "type": "application/pdf", "octets": 4, "inline": false}],
        "defects": [],
    });
    assert_eq!(lines(&output), [expected]);
}

#[test]
fn a_file_that_cannot_be_read_stops_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (good, missing) = (folder.path().join("good.eml"), folder.path().join("missing.eml"));
    std::fs::write(&good, MAIL).unwrap();
    let output = inspect("mail", &[&missing, folder.path(), &good], "");
    assert_eq!(output.status.code(), Some(1));
    let complaints = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(complaints.lines().count(), 2, "{complaints}");
    assert!(complaints.lines().next().unwrap().contains("missing.eml"), "{complaints}");
    let mails = lines(&output);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0]["file"], good.to_str().unwrap());
}

#[test]
fn every_mail_of_the_corpus_is_printed() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus/messages");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let output = inspect("mail", &paths, "");
    assert!(output.status.success() && output.stderr.is_empty());
    let mails = lines(&output);
    assert_eq!(mails.len(), files.len());
    for mail in mails {
        assert!(!mail["defects"].as_array().unwrap().contains(&json!("reader_failed")), "{mail}");
    }
}
