//! The operator's commands, as a shell runs them, in a folder of their own.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use domain::mailbox::{Security, SignIn};
use domain::outbox::TransportKind;
use domain::transport::TransportOwner;
use domain::{OrganisationId, Secret, SystemClock, SystemEntropy, Timestamp};
use serde_json::{Value, json};
use store::transports::TransportSettings;
use store::{Database, Objects, PasswordChange, Store, StoreConfig, StoreError};
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

/// Beside the commands: what the office of the folder keeps.
impl Shell {
    /// The database, opened with the present key of the file.
    async fn store(&self) -> Store {
        let file = std::fs::read_to_string(self.folder().join("data/secret.key")).unwrap();
        let (hex, mut key) = (file.lines().next().unwrap(), [0; 32]);
        for (octet, at) in key.iter_mut().zip((0..64).step_by(2)) {
            *octet = u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        }
        let config = StoreConfig {
            database: Database::Sqlite { path: self.folder().join("data/posthus.sqlite3") },
            objects: Objects::Folder { path: self.folder().join("data/objects") },
            key: Some(key),
            node: 1,
        };
        Store::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await.unwrap()
    }

    /// A relay with a password.
    fn keep_password(&self, organisation: OrganisationId) {
        let settings = TransportSettings {
            in_use: true,
            kind: TransportKind::Relay,
            host: "smtp.vestvik.example".to_owned(),
            port: 465,
            security: Security::Tls,
            username: "ada".to_owned(),
            sign_in: SignIn::Password,
            helo_name: String::new(),
            own_return_path: false,
            spf_terms: String::new(),
        };
        run(async {
            let opened = self.store().await;
            let write = opened.write(move |tx| {
                Box::pin(async move {
                    let password = PasswordChange::Set(Secret::new("hemmelig"));
                    let of = (organisation, &TransportOwner::Organisation);
                    store::transports::put(tx, of, &settings, &password, tx.now()).await
                })
            });
            let written: Result<(), StoreError> = write.await;
            written.unwrap();
            opened.close().await.unwrap();
        });
    }

    /// The password, as the key of the file opens it.
    fn password(&self, organisation: OrganisationId) -> String {
        run(async {
            let opened = self.store().await;
            let owner = TransportOwner::Organisation;
            let found = store::transports::password(&opened.read(), organisation, &owner).await;
            let password = found.unwrap().unwrap().expose().to_owned();
            opened.close().await.unwrap();
            password
        })
    }

    /// The keys of tokens that are read, the oldest first, and since when nobody signs with one.
    fn token_keys(&self) -> Vec<([u8; 32], Option<Timestamp>)> {
        run(async {
            let opened = self.store().await;
            let keys = store::reseal::token_keys(&opened.read()).await.unwrap().keys;
            opened.close().await.unwrap();
            keys
        })
    }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(work)
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
fn whether_mail_to_a_domain_leaves_is_said_as_it_is() {
    let shell = Shell::new();
    shell.json(&init("Vestvik"));
    let go_on = |domain: &str| shell.json(&["outbox", "go-on", "--domain", domain]);
    let hold = || shell.json(&["outbox", "stop", "--domain", "Kunde.example", "--why", "abused"]);
    let held = hold();
    assert_eq!((&held["stopped"], &held["domain"]), (&json!(true), &json!("Kunde.example")));
    let mistyped = go_on("kunde.exmaple");
    assert_eq!((&mistyped["stopped"], &mistyped["was_stopped"]), (&json!(false), &json!(false)));
    let told = shell.run("", &["outbox", "go-on", "--domain", "kunde.exmaple"]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert_eq!(told.trim(), "Mail of Vestvik to kunde.exmaple was not stopped.");
    shell.json(&["outbox", "stop", "--why", "unpaid"]);
    assert_eq!(go_on("kunde.example")["stopped"], true, "all mail is");
    shell.json(&["outbox", "go-on"]);
    hold();
    let went_on = go_on("kunde.example");
    assert_eq!((&went_on["stopped"], &went_on["was_stopped"]), (&json!(false), &json!(null)));
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
    assert_eq!(of(&before, "keys of sender domains")["ok"], true, "none is set");
    assert!(of(&before, "unproved domains")["said"].as_str().unwrap().contains("`outgoing.unverified`"));
    shell.json(&init("Vestvik"));
    assert_eq!(of(&look(), "database")["said"], "SQLite, 1 organisation(s)");
}

#[test]
fn the_keys_of_the_operators_zone_are_printed_where_there_is_one() {
    let shell = Shell::new();
    shell.json(&init("Vestvik"));
    let none = shell.run("", &["sender-domain", "keys"]);
    assert!(!none.status.success(), "there is no zone");
    assert!(words(&none).contains("`sender_domains.keys_zone`"), "{}", words(&none));
    let config = "[sender_domains]\nkeys_zone = \"keys.vestvik.example\"\n";
    std::fs::write(shell.folder().join("posthus.toml"), config).unwrap();
    let printed = |more: &[&str]| {
        let command = ["--config", "posthus.toml", "sender-domain", "keys"];
        let output = shell.run("", &[&command[..], more].concat());
        assert!(output.status.success(), "{}", words(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(printed(&[]), "; Keys of sender domains, written by `posthus sender-domain keys`.\n");
    assert_eq!(printed(&["--json"]), "", "no domain has any yet");
}

#[test]
fn the_secret_key_is_exchanged_and_the_old_one_forgotten() {
    let shell = Shell::new();
    let made = shell.json(&init("Vestvik"));
    let organisation = OrganisationId::new(made["organisation_id"].as_str().unwrap().parse().unwrap());
    shell.keep_password(organisation);
    let path = shell.folder().join("data/secret.key");
    let before = std::fs::read_to_string(&path).unwrap();
    shell.json(&["keys", "prepare"]);
    let prepared = std::fs::read_to_string(&path).unwrap();
    assert!(prepared.starts_with(&before) && prepared.contains("next "), "the present one goes on sealing");

    let kept = shell.json(&["keys", "rotate", "--keep-old"]);
    let told = (&kept["old_key_kept"], &kept["sealed"], &kept["unopened"]);
    assert_eq!(told, (&json!(true), &json!(1), &json!(0)));
    let signing = |(_, retired_at): &([u8; 32], Option<Timestamp>)| retired_at.is_none();
    let keys = shell.token_keys();
    assert!(
        keys.len() == 2 && keys.iter().all(signing),
        "other nodes sign with the old one until they are told"
    );
    let both = std::fs::read_to_string(&path).unwrap();
    let next = prepared.lines().nth(1).unwrap().trim_start_matches("next ");
    assert_eq!(both.lines().next(), Some(next));
    assert!(both.contains(&format!("old {}", before.trim())));
    assert!(!shell.run("x", &["keys", "prepare"]).status.success(), "one exchange at a time");

    shell.json(&["keys", "rotate"]);
    let after = std::fs::read_to_string(&path).unwrap();
    assert_eq!(after.trim(), next, "the exchange that was begun is finished, and no other one begun");
    assert_eq!(shell.json(&["user", "list"]).as_array().unwrap().len(), 1);
    assert_eq!(shell.password(organisation), "hemmelig", "the old key opens nothing any more");
    let ends: Vec<_> = shell.token_keys().iter().map(signing).collect();
    assert_eq!(ends, [false, true], "what the old one signed is read, and it signs nothing more");
}

#[test]
fn what_a_key_signed_that_leaked_is_forgotten_with_it() {
    let shell = Shell::new();
    let made = shell.json(&init("Vestvik"));
    let organisation = OrganisationId::new(made["organisation_id"].as_str().unwrap().parse().unwrap());
    shell.keep_password(organisation);
    assert_eq!(shell.json(&["keys", "rotate"])["signatures_forgotten"], false);
    assert_eq!(shell.token_keys().len(), 2);
    let both = ["keys", "rotate", "--forget-signatures", "--keep-old"];
    assert!(!shell.run("x", &both).status.success(), "others sign with the old one");
    let told = shell.json(&["keys", "rotate", "--forget-signatures"]);
    assert_eq!((&told["signatures_forgotten"], &told["sealed"]), (&json!(true), &json!(1)));
    let [(_, None)] = shell.token_keys()[..] else { panic!("one key signs, and one is read") };
    assert_eq!(shell.password(organisation), "hemmelig");
}
