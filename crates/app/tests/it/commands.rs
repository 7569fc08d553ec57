//! The operator's commands, as a shell runs them, in a folder of their own.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

struct Shell(TempDir);

impl Shell {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn folder(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, password: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_posthus"));
        command.args(arguments).current_dir(self.folder());
        // Nothing of the machine that runs the test, and no port that another program may have.
        for (name, value) in [
            ("POSTHUS_DATA_DIR", "data"),
            ("POSTHUS_HTTP_LISTEN", "127.0.0.1:0"),
            ("POSTHUS_SMTP_LISTEN", "127.0.0.1:0"),
            ("POSTHUS_NETWORK_DNS_SERVER", "127.0.0.1:9"),
            ("POSTHUS_LOG_LEVEL", "error"),
            ("POSTHUS_PASSWORD", password),
        ] {
            command.env(name, value);
        }
        command.output().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run("correct horse battery", &[arguments, &["--json"]].concat());
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {words}");
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

fn init(organisation: &str) -> [&str; 7] {
    ["init", "--organisation", organisation, "--email", "ada@vestvik.example", "--name", "Ada"]
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn an_organisation_is_made_with_its_administrator_or_not_at_all() {
    let shell = Shell::new();
    let short = shell.run("short", &init("Vestvik"));
    assert!(!short.status.success());
    assert!(words(&short).contains("password"), "{}", words(&short));
    // The failed one left nothing in the way.
    let made = shell.json(&init("Vestvik"));
    assert!(made["organisation_id"].is_string() && made["user_id"].is_string());
    let again = shell.run("correct horse battery", &init("Vestvik"));
    assert!(!again.status.success());
    assert!(words(&again).contains("there is an organisation `Vestvik` already"));

    let users = shell.json(&["user", "list"]);
    assert_eq!(users.as_array().unwrap().len(), 1);
    assert_eq!(users[0]["email"], "ada@vestvik.example");
}

#[test]
fn every_command_that_has_a_result_says_it_as_json() {
    let shell = Shell::new();
    shell.json(&init("Vestvik"));
    let added =
        shell.json(&["user", "add", "per@vestvik.example", "--name", "Per", "--role", "Administrator"]);
    let password = shell.json(&["user", "password", "per@vestvik.example"]);
    assert_eq!(added["user_id"], password["user_id"]);
    for list in [["mailbox", "list"], ["intake", "list"], ["outbox", "list"]] {
        assert_eq!(shell.json(&list), Value::Array(Vec::new()), "{list:?}");
    }
    let stopped = shell.json(&["outbox", "stop", "--why", "unpaid"]);
    assert_eq!(stopped, json!({ "organisation": "Vestvik", "stopped": true }));
    assert_eq!(shell.json(&["outbox", "go-on"])["stopped"], false);
    assert!(!shell.run("", &["outbox", "stop", "--why", " "]).status.success(), "without a reason");
    let nothing = shell.run("", &["intake", "retry", "1", "--json"]);
    assert!(!nothing.status.success());
    let said: Value = serde_json::from_slice(&nothing.stdout).unwrap();
    assert_eq!(said["failed"][0]["id"], "1");
    assert!(shell.json(&["version"])["version"].is_string());

    let exported = shell.json(&["export", "everything"]);
    assert_eq!((&exported["cases"], &exported["other_mails"]), (&Value::from(0), &Value::from(0)));
    let read = |name: &str| -> Value {
        serde_json::from_slice(&std::fs::read(shell.folder().join("everything").join(name)).unwrap()).unwrap()
    };
    assert_eq!(read("users.json").as_array().unwrap().len(), 2);
    for name in ["intake", "outbox", "persons", "companies", "mailboxes", "templates", "oauth-applications"] {
        assert_eq!(read(&format!("{name}.json")), Value::Array(Vec::new()), "{name}");
    }
    assert!(read("filters.json")["filters"].is_array());
    let statuses = read("statuses.json");
    let kinds: Vec<_> = statuses.as_array().unwrap().iter().map(|status| status["kind"].clone()).collect();
    assert_eq!(kinds, ["open", "waiting", "closed"], "the organisation begins with one of each kind");
    assert_eq!(read("request_types.json").as_array().unwrap().len(), 4, "and with some request types");
    assert_eq!(read("faq.json"), json!({ "entries": [], "minimum_percent": 50, "most": 3 }));
    assert!(read("tags.json").is_array());
    assert_eq!(read("case_views.json"), Value::Array(Vec::new()));
    assert!(read("users.json")[0]["notices"].is_array());
}

#[test]
fn the_doctor_looks_without_making_a_database() {
    let shell = Shell::new();
    let look = || -> Value { serde_json::from_slice(&shell.run("", &["doctor", "--json"]).stdout).unwrap() };
    let of = |found: &Value, check: &str| -> Value {
        found.as_array().unwrap().iter().find(|found| found["check"] == check).cloned().unwrap()
    };
    let before = look();
    assert_eq!(
        of(&before, "database")["said"],
        "SQLite, empty; make the first organisation with `posthus init`"
    );
    assert!(!shell.folder().join("data/posthus.sqlite3").exists());
    assert_eq!(of(&before, "object store")["ok"], true);
    assert_eq!(of(&before, "name server")["ok"], false, "nobody answers at port 9");
    assert_eq!(of(&before, "return path")["ok"], true, "none is set");
    assert!(of(&before, "unproved domains")["said"].as_str().unwrap().contains("`outgoing.unverified`"));
    shell.json(&init("Vestvik"));
    assert_eq!(of(&look(), "database")["said"], "SQLite, 1 organisation(s)");
}

#[test]
fn the_secret_key_is_exchanged_and_the_old_one_forgotten() {
    let shell = Shell::new();
    shell.json(&init("Vestvik"));
    let path = shell.folder().join("data/secret.key");
    let before = std::fs::read_to_string(&path).unwrap();
    shell.json(&["keys", "prepare"]);
    let prepared = std::fs::read_to_string(&path).unwrap();
    assert!(prepared.starts_with(&before) && prepared.contains("next "), "the present one goes on sealing");

    let kept = shell.json(&["keys", "rotate", "--keep-old"]);
    assert_eq!((&kept["old_key_kept"], &kept["unopened"]), (&json!(true), &json!(0)));
    let both = std::fs::read_to_string(&path).unwrap();
    let next = prepared.lines().nth(1).unwrap().trim_start_matches("next ");
    assert_eq!(both.lines().next(), Some(next));
    assert!(both.contains(&format!("old {}", before.trim())));
    assert!(!shell.run("x", &["keys", "prepare"]).status.success(), "one exchange at a time");

    shell.json(&["keys", "rotate"]);
    let after = std::fs::read_to_string(&path).unwrap();
    assert_eq!(after.trim(), next, "the exchange that was begun is finished, and no other one begun");
    assert_eq!(shell.json(&["user", "list"]).as_array().unwrap().len(), 1);
}
