//! `posthus inspect return`: what came back, what did not, and what cannot be read.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::inspect::{inspect, lines};

const REPORT: &str = "From: MAILER-DAEMON@mx.posthus.example (Mail Delivery System)\n\
    Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
    --b\n\nI'm sorry to have to inform you ...\n\n\
    --b\nContent-Type: message/delivery-status\n\n\
    Reporting-MTA: dns; mx.posthus.example\n\n\
    Final-Recipient: rfc822; kari@example.no\nOriginal-Recipient: rfc822;post@example.no\n\
    Action: failed\nStatus: 5.1.1\nRemote-MTA: dns; mail.example.no\n\
    Diagnostic-Code: smtp; 550 5.1.1 <kari@example.no>: no such\n    user here\n\n\
    Final-Recipient: rfc822; ola@example.no\nAction: delayed\nStatus: 4.4.1\n\n\
    --b\nContent-Type: text/rfc822-headers\n\nReturn-Path: <post@posthus.example>\nSubject: Sak\n\
    To: post@example.no\nMessage-ID: <posthus1.2a.0b.k3y@posthus.example>\n\n--b--\n";

fn returned(files: &[&Path], input: &str) -> (Option<i32>, Vec<Value>) {
    let output = inspect("return", files, input);
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (output.status.code(), lines(&output))
}

#[test]
fn each_recipient_of_a_report_has_a_verdict_of_its_own() {
    let (code, objects) = returned(&[], REPORT);
    assert_eq!((code, objects.len()), (Some(0), 1));
    let report = &objects[0];
    assert_eq!(report["what"], "report");
    assert_eq!(report["form"], "fields");
    let first = json!({
        "address": "post@example.no", "original_recipient": "post@example.no", "final_recipient": "kari@example.no",
        "class": "mailbox-unknown", "kind": "hard", "scope": "address", "effect": "block-now", "confidence": "high",
        "cause": null, "rule": "mailbox-unknown", "rules": "address/4", "matched": "no such user", "action": "failed", "status": "5.1.1",
        "reply": 550, "diagnostic": "550 5.1.1 <kari@example.no>: no such user here",
        "remote_host": "mail.example.no", "retry_until": null,
    });
    assert_eq!(report["recipients"][0], first);
    let second = &report["recipients"][1];
    assert_eq!((&second["class"], &second["kind"]), (&json!("progress"), &json!("none")));
    let original = json!({
        "message_id": "posthus1.2a.0b.k3y@posthus.example", "token": "posthus1.2a.0b.k3y",
        "return_path": "post@posthus.example", "from": null, "to": ["post@example.no"], "subject": "Sak",
    });
    assert_eq!(report["original"], original);
}

#[test]
fn a_report_that_names_more_than_are_read_says_so_and_of_whom_it_does_not_name_nothing_follows() {
    let group = |number: usize| {
        format!("Final-Recipient: rfc822; k{number}@example.no\nAction: failed\nStatus: 5.1.1\n\n")
    };
    let report = |groups: String| {
        format!(
            "From: MAILER-DAEMON@mx.test\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
             --b\n\nSorry.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\n{groups}--b--\n"
        )
    };
    let (_, objects) = returned(&[], &report((0..1001).map(group).collect()));
    assert_eq!(objects[0]["recipients"].as_array().unwrap().len(), 1000);
    assert_eq!(objects[0]["recipients_cut"], true);
    let (_, objects) = returned(&[], &report((0..1000).map(group).collect()));
    assert_eq!(objects[0].get("recipients_cut"), None);
    let nameless =
        report("Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n".to_owned());
    let (_, objects) = returned(&[], &nameless);
    let recipient = &objects[0]["recipients"][0];
    assert_eq!((&recipient["address"], &recipient["effect"]), (&Value::Null, &json!("nothing")));
    assert_eq!(recipient["class"], "mailbox-unknown");
}

#[test]
fn what_is_no_report_is_named_and_a_bad_file_stops_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let away = write(
        "away.eml",
        "From: kari@example.no\nReturn-Path: <>\nSubject: Automatisk svar: Sak\n\nTilbake mandag",
    );
    let person = write("person.eml", "From: kari@example.no\nSubject: Hei\n\nhei");
    let junk = write("junk.eml", "\u{0}\u{1}\n--b\nContent-Type: message/delivery-status");
    let missing = folder.path().join("missing.eml");
    let (code, objects) = returned(&[&missing, &away, &person, &junk], "");
    assert_eq!(code, Some(1));
    let what: Vec<&str> = objects.iter().map(|one| one["what"].as_str().unwrap()).collect();
    assert_eq!(what, ["unreadable", "auto-reply", "other", "other"]);
    assert!(objects[0]["error"].as_str().unwrap().starts_with("cannot read the mail"));
    assert_eq!(objects[2]["mail_class"], "person");
}

#[test]
fn every_public_sample_gives_an_object() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus/flufl.bounce");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let (code, objects) = returned(&paths, "");
    assert_eq!((code, objects.len()), (Some(0), files.len()));
    assert!(objects.iter().filter(|one| one["what"] == "report").count() > 100);
}
