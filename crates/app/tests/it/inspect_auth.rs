//! `posthus inspect auth`, beside a scripted name server.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;
use testkit::dns::{DnsServer, Zone};

const MAIL: &str = "From: Kari <kari@news.a.test>\r\nTo: ola@b.test\r\nSubject: Hello\r\n\r\nHello Ola\r\n";

fn inspect(server: &DnsServer, (client, helo, mail_from): (&str, &str, &str), mail: &str) -> Value {
    let mut child = Command::new(env!("CARGO_BIN_EXE_posthus"))
        .args(["inspect", "auth", "-", "--dns-server", &server.address().to_string()])
        .args(["--client-ip", client, "--helo", helo, "--mail-from", mail_from])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(mail.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0));
    let mut objects = crate::inspect::lines(&output);
    assert_eq!(objects.len(), 1, "{objects:?}");
    objects.remove(0)
}

fn zone() -> Zone {
    Zone::new()
        .txt("a.test", "v=spf1 include:_spf.a.test mx -all")
        .txt("_spf.a.test", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ?all")
        .mx("a.test", 10, "mx.a.test")
        .a("mx.a.test", [198, 51, 100, 1])
        .txt("client.test", "v=spf1 a ~all")
        .a("client.test", [192, 0, 2, 7])
        .txt("names.test", "v=spf1 ptr -all")
        .ptr("9.2.0.192.in-addr.arpa", "host.names.test")
        .a("host.names.test", [192, 0, 2, 9])
        .txt("_dmarc.a.test", "v=DMARC1; p=reject; sp=quarantine; pct=50")
        .a("news.a.test", [192, 0, 2, 1])
        .fails("broken.test")
}

#[test]
fn a_mail_is_judged_with_the_line_that_says_so() {
    let server = DnsServer::start(zone()).unwrap();
    let found = inspect(&server, ("192.0.2.7", "client.test", "bounce@a.test"), MAIL);
    assert_eq!((&found["spf"][0]["result"], &found["spf"][0]["domain"]), (&"pass".into(), &"a.test".into()));
    assert_eq!((&found["spf"][1]["result"], &found["spf"][1]["identity"]), (&"pass".into(), &"helo".into()));
    assert_eq!(found["dkim"], Value::Array(Vec::new()));
    let dmarc = &found["dmarc"];
    assert_eq!((&dmarc["result"], &dmarc["domain"]), (&"pass".into(), &"news.a.test".into()));
    assert_eq!((&dmarc["spf_aligned"], &dmarc["dkim_aligned"]), (&true.into(), &false.into()));
    assert_eq!((&dmarc["policy"], &dmarc["policy_tag"]), (&"quarantine".into(), &"sp".into()));
    assert_eq!((&dmarc["record"]["domain"], &dmarc["record"]["pct"]), (&"a.test".into(), &50.into()));
    assert_eq!(found["arc"]["result"], "none");
    let line = found["authentication_results"].as_str().unwrap();
    assert!(
        line.contains("spf=pass") && line.contains("dmarc=pass (sp=quarantine) header.from=news.a.test"),
        "{line}"
    );
}

#[test]
fn what_is_not_proved_fails_and_what_dns_does_not_say_does_not() {
    let server = DnsServer::start(zone()).unwrap();
    let check = |client: &str, mail_from: &str, spf: &str, dmarc: &str| {
        let found = inspect(&server, (client, "client.test", mail_from), MAIL);
        let results =
            (found["spf"][0]["result"].as_str().unwrap(), found["dmarc"]["result"].as_str().unwrap());
        assert_eq!(results, (spf, dmarc), "{client} {mail_from}: {}", found["spf"][0]["reason"]);
    };
    check("203.0.113.9", "bounce@a.test", "fail", "fail");
    check("198.51.100.1", "bounce@a.test", "pass", "pass");
    check("2001:db8::9", "bounce@a.test", "pass", "pass");
    check("::ffff:192.0.2.7", "bounce@a.test", "pass", "pass");
    check("203.0.113.9", "<>", "softfail", "fail");
    check("192.0.2.9", "x@names.test", "pass", "fail");
    check("192.0.2.7", "x@nothing.test", "none", "fail");
    check("192.0.2.7", "x@broken.test", "temperror", "fail");
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_nonsense_is_refused() {
    let server = DnsServer::start(zone()).unwrap();
    let run = |helo: &str, mail_from: &str| {
        Command::new(env!("CARGO_BIN_EXE_posthus"))
            .args(["inspect", "auth", "/nowhere/at/all.eml", "--dns-server", &server.address().to_string()])
            .args(["--client-ip", "192.0.2.7", "--helo", helo, "--mail-from", mail_from])
            .output()
            .unwrap()
    };
    let output = run("client.test", "<>");
    assert_eq!(output.status.code(), Some(1));
    assert!(crate::inspect::lines(&output)[0]["error"].is_string());
    for (helo, mail_from, named) in [
        ("two words", "<>", "two words"),
        ("client.test", "notanaddress", "`--mail-from notanaddress` is no return path"),
        ("client.test", "kari@", "`--mail-from kari@` is no return path"),
    ] {
        let refused = run(helo, mail_from);
        assert!(!refused.status.success() && refused.stdout.is_empty());
        assert!(String::from_utf8_lossy(&refused.stderr).contains(named), "{named}");
    }
}
