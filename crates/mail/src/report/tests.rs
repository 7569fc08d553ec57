//! Reports of the kinds that servers write.

use super::*;

const POSTFIX: &str = "From: MAILER-DAEMON@mx.example.no (Mail Delivery System)\n\
    Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
    --b\n\nI'm sorry to have to inform you ...\n\n\
    --b\nContent-Type: message/delivery-status\n\n\
    Reporting-MTA: dns; mx.example.no\nX-Postfix-Queue-ID: 1\n\n\
    Final-Recipient: rfc822; kari@example.no\nOriginal-Recipient: rfc822;post@example.no\n\
    Action: failed\nStatus: 5.1.1\nRemote-MTA: dns; mail.example.no\n\
    Diagnostic-Code: smtp; 550 5.1.1 <kari@example.no>: no such\n    user here\n\n\
    Final-Recipient: rfc822; ola@example.no\nAction: delayed\nStatus: 4.4.1\n\n\
    --b\nContent-Type: text/rfc822-headers\n\nSubject: Sak\nMessage-ID: <1@posthus.example>\n\n--b--\n";

#[test]
fn a_report_is_read_group_by_group() {
    let report = delivery_report(POSTFIX.as_bytes()).unwrap();
    assert_eq!(report.reporting_host.as_deref(), Some("mx.example.no"));
    assert_eq!(report.original.message_id.as_deref(), Some("1@posthus.example"));
    let first = &report.recipients[0];
    assert_eq!(first.final_recipient, "kari@example.no".parse().ok());
    assert_eq!(first.original_recipient, "post@example.no".parse().ok());
    assert_eq!((first.action, first.status), (Action::Failed, Some(EnhancedStatus::new(5, 1, 1))));
    assert_eq!(first.diagnostic.as_deref(), Some("550 5.1.1 <kari@example.no>: no such user here"));
    assert_eq!((report.recipients.len(), report.recipients[1].action), (2, Action::Delayed));
}

#[test]
fn line_ends_make_no_difference() {
    let crlf = POSTFIX.replace('\n', "\r\n");
    assert_eq!(delivery_report(crlf.as_bytes()), delivery_report(POSTFIX.as_bytes()));
}

#[test]
fn what_is_no_report_is_none() {
    assert_eq!(delivery_report(b"From: kari@example.no\n\n550 5.1.1 hei"), None);
    assert_eq!(delivery_report(b""), None);
}

#[test]
fn a_notice_of_qmail_is_read() {
    let raw = "From: MAILER-DAEMON@example.no\nTo: post@posthus.example\nSubject: failure notice\n\nHi. This is the qmail-send program.\n\n\
               <kari@example.no>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown user\n\
               Giving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\n\
               Return-Path: <post@posthus.example>\nMessage-ID: <1@posthus.example>\nTo: ola@example.no\n\nhei\n";
    let report = delivery_report(raw.as_bytes()).unwrap();
    assert_eq!(report.original.message_id.as_deref(), Some("1@posthus.example"));
    assert_eq!(report.recipients.len(), 1);
    let recipient = &report.recipients[0];
    assert_eq!(recipient.final_recipient, "kari@example.no".parse().ok());
    assert_eq!(recipient.diagnostic.as_deref(), Some("550 5.1.1 unknown user Giving up on 192.0.2.1."));
    assert_eq!(recipient.action, Action::Failed);
}

#[test]
fn a_warning_of_exim_is_a_delay() {
    let raw = "From: Mail Delivery System <Mailer-Daemon@example.no>\nX-Failed-Recipients: kari@example.no\n\
               Subject: Warning: message 1abc delayed 24 hours\n\nA message that you sent has not yet been delivered\n";
    let report = delivery_report(raw.as_bytes()).unwrap();
    assert_eq!(report.recipients[0].action, Action::Delayed);
}

#[test]
fn a_subject_of_ours_that_the_copy_brings_makes_no_delay_of_a_failure_in_any_language() {
    let raw = |words: &str| {
        format!(
            "From: MAILER-DAEMON@example.cz\nSubject: Oznameni\nContent-Type: multipart/mixed; boundary=b\n\n\
             --b\nContent-Type: text/plain\n\n{words}\n\n<kari@example.no>: uzivatel neexistuje\n\n\
             --b\nContent-Type: message/rfc822\n\nMessage-ID: <4@posthus.example>\nTo: kari@example.no\n\
             Subject: We will keep trying\n\nhei\n--b--\n"
        )
    };
    let action = |words: &str| {
        let report = delivery_report(raw(words).as_bytes()).unwrap();
        assert_eq!((report.recipients.len(), report.recipients[0].guessed), (1, false), "{report:?}");
        report.recipients[0].action
    };
    assert_eq!(action("Predmet: We will keep trying"), Action::Failed);
    assert_eq!(action("We will keep trying"), Action::Failed);
    assert_eq!(action("It is late, and we will keep trying."), Action::Delayed);
}

#[test]
fn each_recipient_of_a_notice_has_words_of_its_own() {
    let raw = "From: Mail Delivery System <Mailer-Daemon@example.no>\nSubject: Mail delivery failed: returning message to sender\n\n\
               The following addresses failed:\n\n  kari@example.no\n    host mx.example.no [192.0.2.1]: 550 no such user\n\n\
               \x20 ola@example.se\n    host mx.example.se [192.0.2.2]: 552 mailbox full\n\n------ This is a copy of the message, including all the headers. ------\n\n\
               Message-ID: <2@posthus.example>\n";
    let report = delivery_report(raw.as_bytes()).unwrap();
    let said: Vec<_> = report
        .recipients
        .iter()
        .map(|one| (one.address().unwrap().to_string(), one.diagnostic.clone().unwrap()))
        .collect();
    assert_eq!(said[0], ("kari@example.no".to_owned(), "550 no such user".to_owned()));
    assert_eq!(said[1], ("ola@example.se".to_owned(), "552 mailbox full".to_owned()));
    assert_eq!(report.recipients[1].remote_host.as_deref(), Some("mx.example.se"));
}

#[test]
fn a_report_that_names_nobody_is_about_the_one_the_mail_went_to() {
    let raw = "From: postmaster@example.no\nReturn-Path: <>\nSubject: Undeliverable: Sak\n\nYour message did not reach some or all of the intended recipients.\n\n\
               ---- Original message ----\n\nFrom: post@posthus.example\nTo: kari@example.no\nMessage-ID: <3@posthus.example>\n";
    let report = delivery_report(raw.as_bytes()).unwrap();
    let only = &report.recipients[0];
    assert_eq!(
        (only.address().map(ToString::to_string).as_deref(), only.guessed),
        (Some("kari@example.no"), true)
    );
}

#[test]
fn encoded_parts_and_a_report_within_a_report_are_read() {
    let status = "UmVwb3J0aW5nLU1UQTogZG5zOyBteC5leGFtcGxlLm5vCgpGaW5hbC1SZWNpcGllbnQ6IHJmYzgyMjsga2FyaUBleGFtcGxlLm5vCkFjdGlvbjogZmFpbGVkClN0YXR1czogNS4xLjEK";
    let report = format!(
        "From: MAILER-DAEMON@example.no\nSubject: x\nContent-Type: multipart/report; report-type=delivery-status; boundary=i\n\n\
         --i\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n{status}\n--i--\n"
    );
    let check = |raw: &str| {
        let found = delivery_report(raw.as_bytes()).unwrap();
        assert_eq!(found.recipients[0].status, Some(EnhancedStatus::new(5, 1, 1)));
        assert_eq!(found.form, ReportForm::Fields);
    };
    check(&report);
    check(&format!(
        "From: MAILER-DAEMON@gateway.example\nSubject: Returned mail\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\n{report}\n--o--\n"
    ));
}

#[test]
fn a_report_that_a_person_passes_on_is_none() {
    let raw = "From: Kari <kari@example.no>\nReturn-Path: <kari@example.no>\nSubject: VS: Undeliverable: Sak\n\nHva er dette? ola@example.no 550 5.1.1\n";
    assert_eq!(delivery_report(raw.as_bytes()), None);
    let raw = raw.replace("VS: ", "");
    assert_eq!(delivery_report(raw.as_bytes()), None);
}

#[test]
fn a_notice_in_words_of_an_arrival_that_names_its_recipient_is_no_failure() {
    let action = |raw: &str| {
        let report = delivery_report(raw.as_bytes()).unwrap();
        let [recipient] = &report.recipients[..] else { panic!("{report:?}") };
        assert_eq!(recipient.address().unwrap().to_string(), "kari@kunde.test", "{raw}");
        recipient.action
    };
    let exchange = |title: &str, words: &str| {
        format!(
            "From: postmaster@kunde.test\nReturn-Path: <>\nSubject: {title}: Case 12\n\n{words}\n\n\
             kari@kunde.test (kari@kunde.test)\n"
        )
    };
    let postfix = "From: MAILER-DAEMON@mx.test\nSubject: Successful Mail Delivery Report\n\n\
        This is the mail system at host mx.test.\n\nYour message was successfully delivered to the destination(s)\n\
        listed below. If the message was delivered to mailbox you will\nreceive no further notifications. Otherwise you may \
        still receive\nnotifications of mail delivery errors from other systems.\n\n                   The mail system\n\n\
        <kari@kunde.test>: delivery via mx.kunde.test[192.0.2.1]:25: 250 2.0.0 Ok: queued as 4Zx\n";
    let exim = "From: Mail Delivery System <Mailer-Daemon@mx.test>\nSubject: Delivery Status Notification\n\n\
        This message was created automatically by mail delivery software.\n \
        ----- The following addresses had successful delivery notifications -----\n\
        <kari@kunde.test> (relayed via non DSN router)\n";
    for raw in [
        postfix.to_owned(),
        exim.to_owned(),
        exchange("Delivered", "Your message has been delivered to the following recipients:"),
        exchange(
            "Relayed",
            "Delivery to these recipients or groups is complete, but no delivery notification was sent by the destination server:",
        ),
        exchange("Levererat", "Meddelandet har levererats till följande mottagare:"),
        exchange("Levert", "Meldingen er levert til følgende mottakere:"),
        exchange("Leveret", "Din meddelelse er leveret til følgende modtagere:"),
        exchange("Zugestellt", "Ihre Nachricht wurde an die folgenden Empfänger zugestellt:"),
        exchange("Remis", "Votre message a été remis aux destinataires suivants :"),
    ] {
        assert_eq!(action(&raw), Action::Delivered, "{raw}");
    }
    for raw in [
        exchange("Undeliverable", "Your message has been delivered to the gateway, and not to:"),
        exchange("Delivered", "Your message has been delivered to the gateway, where there is no such user:"),
        exchange("Delivered", "Your message has been delivered to the gateway. It said 550 5.1.1 to:"),
        postfix.replace("250 2.0.0 Ok", "550 5.1.1 Unknown"),
    ] {
        assert_eq!(action(&raw), Action::Failed, "{raw}");
    }
}

#[test]
fn in_a_report_about_several_each_is_told_of_by_the_paragraphs_that_name_him_alone() {
    let fields = |who: &str, status: &str| {
        format!("\nFinal-Recipient: rfc822; {who}\nAction: failed\nStatus: {status}\n")
    };
    let raw = format!(
        "From: MAILER-DAEMON@relay.test\nSubject: Undelivered\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nSorry.\n\n<a@one.test>: 550 5.1.1 User unknown\n\n\
         <b@two.test>: 554 Transaction failed\n\nBoth a@one.test and b@two.test were asked.\n\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.test\n{}{}\n--b--\n",
        fields("a@one.test", "5.1.1"),
        fields("b@two.test", "5.0.0")
    );
    let report = delivery_report(raw.as_bytes()).unwrap();
    let about: Vec<_> = report.recipients.iter().map(|one| report.notice_about(one).into_owned()).collect();
    assert_eq!(about.len(), 2, "{report:?}");
    assert!(about[0].contains("User unknown") && !about[0].contains("Transaction"), "{about:?}");
    assert!(about[1].contains("Transaction failed") && !about[1].contains("unknown"), "{about:?}");
    assert!(!about[0].contains("Both") && !about[1].contains("Sorry"), "{about:?}");
}
