//! The walk-through of the README, run as it stands there: a newcomer who copies its commands sees
//! what it promises.

use std::path::Path;
use std::process::Command;

use e2e::api::{Client, text};
use testkit::posthus::Posthus;
use testkit::wait;

/// The shell blocks that the README marks as its walk-through.
fn blocks() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let after_marks = readme.split("```sh walk-through\n").skip(1);
    after_marks.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// Runs commands of the README in a folder, against the demo's ports.
fn run(commands: &str, office: &Posthus) -> String {
    let at = office.url().replace("http://", "");
    let commands = commands.replace("127.0.0.1:8080", &at);
    let commands = commands.replace("127.0.0.1:2525", &format!("127.0.0.1:{}", office.smtp_port()));
    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", &commands]).current_dir(office.folder());
    let output = bash.output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{commands}\n{words}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomers_mail_becomes_a_case_and_its_answer_leaves() {
    let blocks = blocks();
    let [send, look, answer] = blocks.as_slice() else { panic!("the walk-through has three blocks") };
    let office = Posthus::demo().unwrap();
    run(send, &office);
    let api = Client::sign_in(&office.url(), "admin@vestvik.example", "demo-posthus").await.unwrap();
    let newest = "/cases?sort=created_at&descending=true&limit=1";
    let title = "Kan jeg betale i to deler?";
    api.until("the mail to be a case", newest, |page| {
        (text(&page["rows"][0], "title") == title).then_some(())
    })
    .await;
    let seen = run(&format!("{look}\n{answer}"), &office);
    assert!(seen.contains(title), "{seen}");

    let sent = office.data().join("sent");
    let arrived = wait::until("the answer in the demo's sent folder", || {
        let entries = std::fs::read_dir(&sent).ok()?;
        entries.flatten().find_map(|entry| {
            let mail = std::fs::read(entry.path()).ok()?;
            let mail = String::from_utf8_lossy(&mail).into_owned();
            mail.contains("det ordner vi").then_some(mail)
        })
    });
    assert!(arrived.contains("kari@example.com"));
}
