//! The scripted SMTP server keeps what it is told to keep, and fails as it is told to.

use testkit::smtp_sink::{ConnectionFault, Fault, Offer, SmtpSink};

use crate::dialogue::Dialogue;

fn greeted(sink: &SmtpSink) -> Dialogue {
    let mut smtp = Dialogue::with(sink.port());
    assert!(smtp.reply().starts_with("220"));
    assert!(smtp.ask("EHLO test").starts_with("250"));
    smtp
}

/// Sends a mail to `recipient`, and gives the last reply.
fn send(smtp: &mut Dialogue, recipient: &str) -> String {
    for line in ["MAIL FROM:<kari@x.test>", &format!("RCPT TO:<{recipient}>"), "DATA"] {
        let reply = smtp.ask(line);
        if !reply.starts_with(['2', '3']) {
            return reply;
        }
    }
    smtp.ask("Subject: hei\r\n\r\n..dot\r\n.")
}

#[test]
fn a_mail_is_kept_with_its_envelope_and_without_stuffed_dots() {
    let sink = SmtpSink::start().unwrap();
    assert!(send(&mut greeted(&sink), "ola@y.test").starts_with("250"));
    let taken = sink.taken();
    assert_eq!(taken[0].return_path, "kari@x.test");
    assert_eq!(taken[0].recipients, ["ola@y.test"]);
    assert_eq!(taken[0].raw, b"Subject: hei\r\n\r\n.dot\r\n");
    assert!(taken[0].confirmed);
}

#[test]
fn replies_to_a_pipelined_group_are_in_order() {
    let sink = SmtpSink::start().unwrap();
    sink.answer_recipient("full@y.test", "452 4.2.2 mailbox full");
    let mut smtp = greeted(&sink);
    smtp.say("MAIL FROM:<>\r\nRCPT TO:<ola@y.test>\r\nRCPT TO:<full@y.test>\r\nDATA");
    let codes: Vec<String> = (0..4).map(|_| smtp.reply()[..3].to_owned()).collect();
    assert_eq!(codes, ["250", "250", "452", "354"]);
}

#[test]
fn recipients_are_refused_as_scripted_until_they_are_not() {
    let sink = SmtpSink::start().unwrap();
    sink.answer_recipient("Ola@y.test", "550 5.1.1 no such user");
    let mut smtp = greeted(&sink);
    assert_eq!(send(&mut smtp, "ola@y.test"), "550 5.1.1 no such user");
    sink.accept_recipient("ola@y.test");
    assert!(send(&mut smtp, "ola@y.test").starts_with("250"));
}

#[test]
fn a_connection_dropped_after_the_dot_keeps_the_mail_or_not() {
    let sink = SmtpSink::start().unwrap();
    sink.fail(Fault::CloseAfterDot);
    sink.fail(Fault::KeepAndClose);
    assert_eq!(send(&mut greeted(&sink), "ola@y.test"), "");
    assert_eq!(sink.count(), 0);
    assert_eq!(send(&mut greeted(&sink), "ola@y.test"), "");
    assert_eq!((sink.count(), sink.taken()[0].confirmed), (1, false));
    assert!(send(&mut greeted(&sink), "ola@y.test").starts_with("250"));
    assert_eq!((sink.count(), sink.transactions(), sink.connections()), (2, 3, 3));
}

#[test]
fn connections_fail_as_scripted() {
    let sink = SmtpSink::start().unwrap();
    sink.fail_connection(ConnectionFault::Greeting("421 4.3.2 not now".to_owned()));
    sink.fail_connection(ConnectionFault::CloseAtOnce);
    assert_eq!(Dialogue::with(sink.port()).reply(), "421 4.3.2 not now");
    assert_eq!(Dialogue::with(sink.port()).reply(), "");
    greeted(&sink);
}

#[test]
fn mail_is_taken_after_sign_in_alone() {
    let sign_in = Some(("acme".to_owned(), "secret".to_owned()));
    let sink = SmtpSink::offering(Offer { sign_in, ..Offer::default() }).unwrap();
    let mut smtp = greeted(&sink);
    assert!(send(&mut smtp, "ola@y.test").starts_with("530"));
    assert!(smtp.ask("AUTH PLAIN AGFjbWUAd3Jvbmc=").starts_with("535"));
    assert!(smtp.ask("AUTH LOGIN").starts_with("334"));
    assert!(smtp.ask("YWNtZQ==").starts_with("334"));
    assert!(smtp.ask("c2VjcmV0").starts_with("235"));
    assert!(send(&mut smtp, "ola@y.test").starts_with("250"));
    assert_eq!(sink.taken()[0].user.as_deref(), Some("acme"));
}
