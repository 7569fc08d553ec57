//! Each class of `domain::returns`, as a server's answer while we send and as a report tell it: whose fault it is, how final it
//! is, what follows for the address, and what becomes of the mail. The same table stands in `docs/returns.md`.

use std::path::PathBuf;

use domain::returns::{ReturnClass, ReturnEffect, ReturnKind, ReturnScope};
use domain::{About, EnhancedStatus, Outcome, Reply, ReplyCode, Timestamp};
use mail::Returned;
use policy::retry::{self, Facts, OverBecause, Schedule};
use policy::returns::{Evidence, RuleSet, Verdict, of_complaint};

/// What becomes of the mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Next {
    Stops,
    IsTriedAgain,
    HasArrived,
}

impl Next {
    const fn words(self) -> &'static str {
        match self {
            Self::Stops => "stops",
            Self::IsTriedAgain => "is tried again",
            Self::HasArrived => "has arrived",
        }
    }
}

/// Whose fault it is, how final it is, and what follows for the address.
type Meaning = (ReturnScope, ReturnKind, ReturnEffect);

/// A class that servers tell while we send, and in reports.
struct Row {
    class: ReturnClass,
    meaning: Meaning,
    next: Next,
    /// Code, enhanced code and words.
    reply: &'static str,
    /// `Status` and the words of `Diagnostic-Code` (RFC 3464 2.3).
    report: (&'static str, &'static str),
}

const fn row(
    class: ReturnClass,
    meaning: Meaning,
    next: Next,
    reply: &'static str,
    report: (&'static str, &'static str),
) -> Row {
    Row { class, meaning, next, reply, report }
}

const ROWS: [Row; 24] = {
    use ReturnClass as C;
    use ReturnEffect as E;
    use ReturnKind as K;
    use ReturnScope as S;
    [
        row(
            C::MailboxUnknown,
            (S::Address, K::Hard, E::BlockNow),
            Next::Stops,
            "550 5.1.1 <kari@example.no>: Recipient address rejected: User unknown in virtual mailbox table",
            ("5.1.1", "550-5.1.1 The email account that you tried to reach does not exist."),
        ),
        row(
            C::MailboxMoved,
            (S::Address, K::Hard, E::BlockNow),
            Next::Stops,
            "551 5.1.6 User not local; please try <kari@example.org>",
            ("5.1.6", "550 5.1.6 Mailbox has moved, new address is kari@example.org"),
        ),
        row(
            C::MailboxInactive,
            (S::Address, K::Hard, E::BlockWhenRepeated),
            Next::Stops,
            "550 5.2.1 <kari@example.no>: mailbox disabled, not accepting messages",
            ("5.2.1", "550 5.2.1 The account is disabled"),
        ),
        row(
            C::DomainUnknown,
            (S::Domain, K::Hard, E::BlockWhenRechecked),
            Next::Stops,
            "550 5.1.2 <kari@exmaple.no>... Host unknown",
            (
                "5.4.4",
                "Host or domain name not found. Name service error for name=exmaple.no type=A: Host not found",
            ),
        ),
        row(
            C::DomainNoMail,
            (S::Domain, K::Hard, E::BlockNow),
            Next::Stops,
            "556 5.1.10 Recipient address has null MX",
            ("5.1.10", "Domain example.no does not accept mail (nullMX)"),
        ),
        row(
            C::MailboxFull,
            (S::Address, K::Soft, E::Counts),
            Next::Stops,
            "552 5.2.2 <kari@example.no>: Mailbox is full",
            ("5.2.2", "550 5.2.2 User is over quota"),
        ),
        row(
            C::MailboxBusy,
            (S::Address, K::Soft, E::Nothing),
            Next::IsTriedAgain,
            "450 4.2.1 Mailbox busy",
            (
                "4.2.1",
                "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered",
            ),
        ),
        row(
            C::TooLarge,
            (S::Message, K::Hard, E::Nothing),
            Next::Stops,
            "552 5.3.4 Message size exceeds fixed maximum message size",
            ("5.2.3", "550 5.2.3 Message too large for this recipient"),
        ),
        row(
            C::ContentRefused,
            (S::Message, K::Hard, E::Nothing),
            Next::Stops,
            "554 5.7.1 Message refused: attachment type .exe is not accepted here",
            ("5.6.0", "554 5.6.0 Message is not RFC 5322 compliant: missing From header"),
        ),
        row(
            C::Virus,
            (S::Message, K::Hard, E::Nothing),
            Next::Stops,
            "554 5.7.1 Message contains a virus (Eicar-Test-Signature), rejected",
            ("5.7.1", "550 5.7.1 This message was identified as phishing"),
        ),
        row(
            C::SpamJudged,
            (S::Message, K::Hard, E::Nothing),
            Next::Stops,
            "550 5.7.1 This message looks like spam",
            ("5.7.1", "554 5.7.1 This message has been identified as spam"),
        ),
        row(
            C::ReputationBlock,
            (S::Source, K::Soft, E::Nothing),
            Next::Stops,
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
            (
                "5.7.606",
                "550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this list please visit https://sender.office.com/",
            ),
        ),
        row(
            C::AuthFailed,
            (S::SenderDomain, K::Soft, E::Nothing),
            Next::Stops,
            "550 5.7.26 This mail is unauthenticated: SPF check failed for example.net",
            (
                "5.7.509",
                "550 5.7.509 Access denied, sending domain example.net does not pass DMARC verification and has a DMARC policy of reject.",
            ),
        ),
        row(
            C::SetupRefused,
            (S::Source, K::Soft, E::Nothing),
            Next::Stops,
            "530 5.7.0 Must issue a STARTTLS command first",
            ("5.7.25", "550 5.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.1]"),
        ),
        row(
            C::SenderRefused,
            (S::SenderAddress, K::Hard, E::Nothing),
            Next::Stops,
            "550 5.1.8 <post@exmaple.net>: Sender address rejected: Domain not found",
            ("5.7.27", "550 5.7.27 Sender address has null MX"),
        ),
        row(
            C::RelayDenied,
            (S::Domain, K::Soft, E::Counts),
            Next::Stops,
            "554 5.7.1 <kari@example.no>: Relay access denied",
            ("5.7.1", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"),
        ),
        row(
            C::Greylisted,
            (S::Destination, K::Soft, E::Nothing),
            Next::IsTriedAgain,
            "450 4.7.1 <kari@example.no>: Recipient address rejected: Greylisted, please come back later",
            ("4.7.1", "451 4.7.1 Greylisting in action, please come back later"),
        ),
        row(
            C::RateLimited,
            (S::Destination, K::Soft, E::Nothing),
            Next::IsTriedAgain,
            "421 4.7.28 Too many messages from your network, slow down",
            ("4.5.3", "452 4.5.3 Too many recipients"),
        ),
        row(
            C::HostDown,
            (S::Destination, K::Soft, E::Nothing),
            Next::IsTriedAgain,
            "451 4.3.0 Temporary lookup failure",
            ("4.4.1", "connect to mx.example.no[192.0.2.7]:25: Connection timed out"),
        ),
        row(
            C::Loop,
            (S::Destination, K::Hard, E::Counts),
            Next::Stops,
            "554 5.4.6 Too many hops",
            ("5.4.6", "mail for example.no loops back to myself"),
        ),
        row(
            C::Protocol,
            (S::Source, K::Hard, E::Nothing),
            Next::Stops,
            "503 5.5.1 Bad sequence of commands",
            ("5.5.2", "500 5.5.2 Syntax error, command unrecognized"),
        ),
        row(
            C::EaiUnsupported,
            (S::Message, K::Hard, E::Nothing),
            Next::Stops,
            "550 5.6.7 Server does not support internationalized email addresses",
            ("5.6.7", "SMTPUTF8 is required, but was not offered by host mx.example.no[192.0.2.7]"),
        ),
        row(
            C::RefusedByRecipient,
            (S::AddressAndSender, K::Hard, E::BlockMailingsWhenRepeated),
            Next::Stops,
            "550 5.7.1 <kari@example.no>: the recipient has blocked your address",
            (
                "5.7.133",
                "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group",
            ),
        ),
        row(
            C::Unclassified,
            (S::Unknown, K::Soft, E::Counts),
            Next::Stops,
            "550 5.0.0 It was not possible today",
            ("5.0.0", "554 5.0.0 It was not possible today"),
        ),
    ]
};

/// Classes that no reply alone tells: what becomes of the mail, and what tells them.
const OTHERS: [(ReturnClass, &str, &str); 6] = [
    (ReturnClass::Expired, "stops after five days", "delivery time expired; 452 4.2.2 Mailbox is full"),
    (ReturnClass::Complaint, "has arrived", "Feedback-Type: abuse"),
    (ReturnClass::Unsubscribe, "stops", "550 5.7.1 <kari@example.no>: the recipient has unsubscribed"),
    (ReturnClass::AutoReply, "has arrived", "Auto-Submitted: auto-replied"),
    (ReturnClass::Challenge, "has arrived", "Subject: Sender verification required"),
    (ReturnClass::Progress, "has arrived, or is tried again", "250 2.1.5 Ok"),
];

fn outcome(reply: &str) -> Outcome {
    let (code, rest) = reply.split_once(' ').unwrap();
    let code = ReplyCode::new(code.parse().unwrap()).unwrap();
    let (enhanced, words) = EnhancedStatus::split_from(rest);
    let reply = Reply { code, enhanced, words: words.to_owned(), about: About::Recipient };
    if code.is_temporary() {
        Outcome::Deferred(reply)
    } else if code.is_permanent() {
        Outcome::Refused(reply)
    } else {
        Outcome::Delivered(reply)
    }
}

fn judged(outcome: &Outcome) -> Verdict {
    RuleSet::standard().judge(&Evidence::of_outcome(outcome, Some("mx.example.no")))
}

fn reported(action: &str, (status, words): (&str, &str)) -> Verdict {
    let raw = format!(
        "From: MAILER-DAEMON@mx.example.net\nSubject: Mail from you\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nThis is what became of it.\n\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n\
         Final-Recipient: rfc822; kari@example.no\nAction: {action}\nStatus: {status}\n\
         Diagnostic-Code: smtp; {words}\n\n--b--\n"
    );
    let Returned::Report(report) = mail::returned(raw.as_bytes()) else { panic!("no report: {raw}") };
    let [recipient] = &report.recipients[..] else { panic!("{report:?}") };
    let notice = report.notice_about(recipient);
    RuleSet::standard().judge(&Evidence::of_report(recipient, report.reporting_host.as_deref(), &notice))
}

fn told(verdict: &Verdict) -> (ReturnClass, Meaning) {
    (verdict.class, (verdict.scope(), verdict.kind, verdict.effect()))
}

/// After the first attempt, or the last.
fn decided(outcome: &Outcome, after_ms: i64) -> retry::Verdict {
    let queued_at = Timestamp::from_millis(0);
    let now = queued_at.plus_millis(after_ms);
    Schedule::default().decide(&Facts { outcome, attempts: 1, queued_at, now, jitter: 0 })
}

fn next(outcome: &Outcome) -> Next {
    match decided(outcome, 0) {
        retry::Verdict::Sent => Next::HasArrived,
        retry::Verdict::Again(_) => Next::IsTriedAgain,
        retry::Verdict::Over(_) => Next::Stops,
    }
}

#[test]
fn a_reply_and_a_report_of_each_class_lead_to_it_and_to_what_follows() {
    for row in ROWS {
        let expected = (row.class, row.meaning);
        let outcome = outcome(row.reply);
        let verdict = judged(&outcome);
        assert_eq!(told(&verdict), expected, "{}: {verdict:?}", row.reply);
        assert_eq!(next(&outcome), row.next, "{}", row.reply);
        let verdict = reported("failed", row.report);
        let (scope, kind, _) = row.meaning;
        // A server that reports a failure has tried again for as long as it would.
        let is_given_up = row.next == Next::IsTriedAgain;
        let given_up = (ReturnClass::Expired, (scope, kind, ReturnEffect::Counts));
        let expected = if is_given_up { given_up } else { expected };
        assert_eq!(told(&verdict), expected, "{}: {verdict:?}", row.report.1);
        assert_eq!(verdict.obstacle(), row.class, "{}: {verdict:?}", row.report.1);
    }
}

#[test]
fn what_would_have_passed_is_expired_where_a_report_calls_it_a_failure_and_counts_once() {
    let counts = (ReturnKind::Soft, ReturnEffect::Counts);
    for (status, words, cause) in [
        ("4.4.1", "connect to mx.example.no[192.0.2.7]:25: Connection timed out", ReturnClass::HostDown),
        ("4.3.0", "451 4.3.0 Internal error", ReturnClass::HostDown),
        ("4.2.1", "450 4.2.1 Mailbox busy", ReturnClass::MailboxBusy),
        ("4.7.1", "451 4.7.1 Greylisted", ReturnClass::Greylisted),
        ("4.7.28", "421 4.7.28 Slow down", ReturnClass::RateLimited),
    ] {
        let verdict = reported("failed", (status, words));
        assert_eq!((verdict.class, verdict.cause), (ReturnClass::Expired, Some(cause)), "{words}");
        assert_eq!((verdict.kind, verdict.effect()), counts, "{words}");
        let late = reported("delayed", (status, words));
        assert_eq!((late.class, late.effect()), (ReturnClass::Progress, ReturnEffect::Nothing), "{words}");
    }
    let ours = reported("failed", ("4.7.0", "421 4.7.0 blocked using zen.spamhaus.org"));
    assert_eq!((ours.obstacle(), ours.effect()), (ReturnClass::ReputationBlock, ReturnEffect::Nothing));
    let full = reported("failed", ("4.2.2", "452 4.2.2 Mailbox is full"));
    assert_eq!((full.class, full.effect()), (ReturnClass::MailboxFull, ReturnEffect::Counts));
}

#[test]
fn a_mail_that_is_given_up_is_expired_and_pays_for_what_stood_in_the_way() {
    let full = outcome("452 4.2.2 Mailbox is full");
    let lifetime_ms = Schedule::default().lifetime_ms;
    assert_eq!(decided(&full, lifetime_ms), retry::Verdict::Over(OverBecause::Expired));
    let listed = outcome("421 4.7.0 blocked using zen.spamhaus.org");
    let counts = (ReturnScope::Address, ReturnKind::Soft, ReturnEffect::Counts);
    let ours = (ReturnScope::Source, ReturnKind::Soft, ReturnEffect::Nothing);
    for (ended, report, expected) in [
        (full, "delivery time expired; 452 4.2.2 Mailbox is full", counts),
        (listed, "delivery time expired; 421 4.7.0 blocked using zen.spamhaus.org", ours),
    ] {
        let expected = (ReturnClass::Expired, expected);
        assert_eq!(told(&judged(&ended).expired()), expected, "{ended:?}");
        assert_eq!(told(&reported("failed", ("4.4.7", report))), expected, "{report}");
    }
}

#[test]
fn news_of_a_mail_on_its_way_is_progress_and_nothing_follows() {
    let expected = (ReturnClass::Progress, (ReturnScope::Nobody, ReturnKind::None, ReturnEffect::Nothing));
    let taken = outcome("250 2.1.5 Ok");
    assert_eq!((told(&judged(&taken)), next(&taken)), (expected, Next::HasArrived));
    for (action, report) in [
        ("delayed", ("4.4.1", "connect to mx.example.no[192.0.2.7]:25: Connection timed out")),
        ("relayed", ("2.0.0", "250 2.0.0 Ok")),
        ("expanded", ("2.0.0", "250 2.0.0 Ok")),
        ("delivered", ("2.1.5", "250 2.1.5 Ok")),
    ] {
        assert_eq!(told(&reported(action, report)), expected, "{action}");
    }
}

#[test]
fn complaints_and_what_programs_answer_are_told_by_their_form() {
    let complaint = "From: <feedback@isp.example>\nSubject: FW: Sak\n\
        Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
        --b\n\nThis is an email abuse report\n--b\nContent-Type: message/feedback-report\n\n\
        Feedback-Type: abuse\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n\
        Original-Rcpt-To: <kari@example.no>\n\n--b\nContent-Type: message/rfc822\n\n\
        From: <post@posthus.example>\nMessage-ID: <5@posthus.example>\n\nhei\n--b--\n";
    let Returned::Complaint(complaint) = mail::returned(complaint.as_bytes()) else { panic!("no complaint") };
    let mailings = (ReturnScope::AddressAndSender, ReturnKind::Hard, ReturnEffect::BlockMailingsNow);
    assert_eq!(told(&of_complaint(&complaint)), (ReturnClass::Complaint, mailings));

    let away = "From: kari@example.no\nReturn-Path: <>\nSubject: Automatisk svar: Sak\nAuto-Submitted: auto-replied\n\n\
        Jeg er borte";
    let challenge = "From: kari@kunde.test\nSubject: Sender verification required\n\nx";
    for (raw, class) in [(away, ReturnClass::AutoReply), (challenge, ReturnClass::Challenge)] {
        assert_eq!(mail::returned(raw.as_bytes()).as_str(), class.as_str());
        let nothing = (ReturnScope::Nobody, ReturnKind::None, ReturnEffect::Nothing);
        assert_eq!((class.scope(), class.kind(), class.effect()), nothing);
    }
    // An own rule says what a server means by it.
    let class = ReturnClass::Unsubscribe;
    let list = (ReturnScope::AddressAndList, ReturnKind::Hard, ReturnEffect::LeavesList);
    assert_eq!((class.scope(), class.kind(), class.effect()), list);
}

#[test]
fn the_table_of_the_documentation_is_this_one_and_names_each_class_once() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/returns.md");
    let text = std::fs::read_to_string(path).unwrap();
    let found: Vec<&str> =
        text.lines().filter(|line| line.ends_with("` |") && line.starts_with("| `")).collect();
    let shown = ROWS.iter().map(|row| (row.class, row.next.words(), row.reply));
    let shown: Vec<_> = shown.chain(OTHERS).collect();
    let expected: Vec<String> = ReturnClass::all()
        .flat_map(|class| shown.iter().filter(move |shown| shown.0 == class))
        .map(|(class, next, told)| {
            let (scope, kind, effect) =
                (class.scope().as_str(), class.kind().as_str(), class.effect().as_str());
            format!("| `{class}` | {scope} | {kind} | {effect} | {next} | `{told}` |")
        })
        .collect();
    assert_eq!(expected.len(), ReturnClass::all().count());
    assert_eq!(found, expected);
}
