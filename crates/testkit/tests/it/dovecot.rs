//! Dovecot over IMAP and POP3.

use testkit::dovecot::Dovecot;
use testkit::samples;

use crate::dialogue::Dialogue;

#[test]
fn a_delivered_mail_is_seen_over_imap_and_pop3() {
    let dovecot = Dovecot::start(&[("post@acme.test", "secret")]).unwrap();
    dovecot.deliver("post@acme.test", &samples::mail(1, "kari@x.test", "post@acme.test", "hei")).unwrap();

    let mut imap = Dialogue::with(dovecot.ports().imap);
    assert!(imap.hear().contains("STARTTLS"));
    imap.say("a LOGIN post@acme.test secret");
    assert!(imap.hear_until("a ").last().unwrap().starts_with("a OK"), "{}", dovecot.log());
    imap.say("b SELECT INBOX");
    assert!(imap.hear_until("b ").contains(&"* 1 EXISTS".to_owned()));
    imap.say("c LOGOUT");

    let mut pop3 = Dialogue::with(dovecot.ports().pop3);
    assert!(pop3.hear().starts_with("+OK"));
    for command in ["USER post@acme.test", "PASS secret"] {
        pop3.say(command);
        assert!(pop3.hear().starts_with("+OK"));
    }
    pop3.say("STAT");
    assert!(pop3.hear().starts_with("+OK 1 "));
    assert_eq!(dovecot.inbox("post@acme.test").unwrap().len(), 1);
}
