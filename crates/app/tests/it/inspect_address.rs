//! `posthus inspect address`, beside a scripted name server.

use std::process::Command;

use serde_json::Value;
use testkit::dns::{DnsServer, Zone};

fn inspect(server: &DnsServer, addresses: &[&str]) -> (Option<i32>, Vec<Value>) {
    let output = Command::new(env!("CARGO_BIN_EXE_posthus"))
        .args(["inspect", "address", "--dns-server", &server.address().to_string()])
        .args(addresses)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (output.status.code(), crate::inspect::lines(&output))
}

fn zone() -> Zone {
    Zone::new()
        .mx("example.no", 10, "mx.example.no")
        .mx("hotmial.com", 10, "mx.example.no")
        .null_mx("silent.no")
        .a("alone.no", [192, 0, 2, 1])
        .fails("broken.no")
}

#[test]
fn an_address_is_judged_by_its_form_and_its_domain() {
    let server = DnsServer::start(zone()).unwrap();
    let addresses = ["kari@example.no", "post@hotmial.com", "kari@alone.no", "kari@broken.no"];
    let (code, objects) = inspect(&server, &addresses);
    assert_eq!(code, Some(0));
    let told = |field: &str| objects.iter().map(|one| one[field].as_str().unwrap_or("-")).collect::<Vec<_>>();
    assert_eq!(told("verdict"), ["good", "doubtful", "good", "unknown"]);
    assert_eq!(told("mail_hosts"), ["mx", "mx", "implicit-mx", "unknown"]);
    assert_eq!(told("suggestion"), ["-", "post@hotmail.com", "-", "-"]);
    assert_eq!(objects[0]["exchangers"][0], "mx.example.no");
    assert_eq!(objects[1]["role"], true);
    assert_eq!(objects[1]["disposable"], false, "it was meant to be another");
    assert!(objects[3]["dns_error"].is_string());
}

#[test]
fn what_takes_no_mail_is_bad_and_the_exit_code_says_so() {
    let server = DnsServer::start(zone()).unwrap();
    let (code, objects) = inspect(&server, &["kari@silent.no", "kari@nowhere.no", "kari", "kari@example.no"]);
    assert_eq!(code, Some(1));
    let hosts: Vec<&str> = objects.iter().map(|one| one["mail_hosts"].as_str().unwrap()).collect();
    assert_eq!(hosts, ["null-mx", "no-such-domain", "not-asked", "mx"]);
    let verdicts: Vec<&str> = objects.iter().map(|one| one["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["bad", "bad", "bad", "good"]);
    assert!(objects[2]["error"].as_str().unwrap().contains('@'));
}

#[test]
fn an_address_in_brackets_is_judged_as_the_direct_way_judges_it() {
    let server = DnsServer::start(zone()).unwrap();
    let (code, objects) = inspect(&server, &["admin@[127.0.0.1]", "admin@[IPv6:::1]", "admin@[1.1.1.1]"]);
    assert_eq!(code, Some(1));
    let told: Vec<(&str, &str)> = objects
        .iter()
        .map(|one| (one["verdict"].as_str().unwrap(), one["mail_hosts"].as_str().unwrap()))
        .collect();
    let refused = ("bad", "no-mx-and-no-address");
    assert_eq!(told, [refused, refused, ("good", "not-asked")]);
}
