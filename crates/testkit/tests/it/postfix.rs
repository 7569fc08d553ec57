//! Postfix as a relay, as a mail exchanger, and with sign-in.

use testkit::dovecot::Dovecot;
use testkit::postfix::{Postfix, PostfixSetup};
use testkit::smtp_client::SmtpClient;
use testkit::smtp_sink::SmtpSink;
use testkit::{samples, wait};

fn send(port: u16, recipient: &str) -> String {
    let mail = samples::mail(1, "kari@x.test", recipient, "hei");
    SmtpClient::connect(port).unwrap().send("kari@x.test", &[recipient], &mail).unwrap()
}

#[test]
fn a_relay_hands_on_to_the_sink() {
    let sink = SmtpSink::start().unwrap();
    let postfix = Postfix::relay_to(sink.address()).unwrap();
    assert!(send(postfix.port(), "ola@y.test").starts_with("250"), "{}", postfix.log());
    let taken = sink.wait_for(1);
    assert_eq!(taken[0].recipients, ["ola@y.test"]);
}

#[test]
fn an_exchanger_delivers_its_domain_and_refuses_others() {
    let postfix =
        Postfix::start(&PostfixSetup { domains: vec!["y.test".to_owned()], ..PostfixSetup::default() })
            .unwrap();
    assert!(send(postfix.port(), "ola@y.test").starts_with("250"), "{}", postfix.log());
    let inbox = wait::until("the mail in the Maildir", || {
        Some(postfix.inbox().unwrap()).filter(|mails| !mails.is_empty())
    });
    assert!(String::from_utf8_lossy(&inbox[0]).contains("mail number 1"));
}

#[test]
fn a_relay_with_sign_in_refuses_those_who_have_not() {
    let dovecot = Dovecot::start(&[("acme", "secret")]).unwrap();
    let postfix =
        Postfix::start(&PostfixSetup { sign_in_at: Some(dovecot.auth_socket()), ..PostfixSetup::default() })
            .unwrap();
    assert!(send(postfix.port(), "ola@y.test").starts_with("554"), "{}", postfix.log());
    let mut smtp = SmtpClient::connect(postfix.port()).unwrap();
    // "\0acme\0secret"
    let reply = smtp.ask("AUTH PLAIN AGFjbWUAc2VjcmV0").unwrap();
    assert!(reply.starts_with("235"), "{}", postfix.log());
}
