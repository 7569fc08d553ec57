//! The rules' own samples, the traps that have fooled others, and what holds for any words.

use domain::returns::{Confidence, ReturnClass, ReturnEffect, ReturnKind, ReturnScope};
use domain::{About, Outcome, Reply, ReplyCode};
use mail::Action;
use proptest::prelude::*;

use super::{Evidence, RuleFault, RuleSet, Verdict, has_words};

fn judge(words: &str) -> Verdict {
    RuleSet::standard().judge(&Evidence::of_words(words))
}

fn check(words: &str, class: ReturnClass, kind: ReturnKind) {
    let verdict = judge(words);
    assert_eq!((verdict.class, verdict.kind), (class, kind), "{words}: {verdict:?}");
}

#[test]
fn each_rule_decides_its_own_samples() {
    let stray: Vec<String> = RuleSet::standard().check().iter().map(ToString::to_string).collect();
    assert!(stray.is_empty(), "{}", stray.join("\n"));
}

#[test]
fn every_class_that_words_can_tell_has_a_rule() {
    let set = RuleSet::standard();
    let named: Vec<ReturnClass> = set.classes().collect();
    let told_otherwise = [
        ReturnClass::Complaint,
        ReturnClass::Unsubscribe,
        ReturnClass::AutoReply,
        ReturnClass::Challenge,
        ReturnClass::Progress,
        ReturnClass::Unclassified,
    ];
    for class in ReturnClass::all().filter(|class| !told_otherwise.contains(class)) {
        assert!(named.contains(&class), "{class}");
    }
}

#[test]
fn the_replies_on_which_others_disagree() {
    use ReturnClass as C;
    use ReturnKind as K;
    check(
        "550 5.4.1 Recipient address rejected: Access denied. [DB5EUR.prod.protection.outlook.com]",
        C::MailboxUnknown,
        K::Hard,
    );
    check("550 5.1.1 <a@example.com> has sent to too many recipients this hour", C::RateLimited, K::Soft);
    check("550 5.1.0 <a@example.com> sender rejected AUP#In-1310", C::SenderRefused, K::Hard);
    check("552 1 Requested mail action aborted, mailbox not found", C::MailboxUnknown, K::Hard);
    check(
        "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Part of their network is on our block list (S3150).",
        C::ReputationBlock,
        K::Soft,
    );
    check(
        "550-5.7.1 likely suspicious due to the very low reputation of the sending IP",
        C::ReputationBlock,
        K::Soft,
    );
    check("550 5.4.4 Invalid domain", C::DomainUnknown, K::Hard);
    check("550 5.7.509 Access denied, example.no does not pass DMARC", C::AuthFailed, K::Soft);
    check("550 5.7.27 Sender address has null MX", C::SenderRefused, K::Hard);
    check("550 5.2.2 Over quota", C::MailboxFull, K::Soft);
    check("452 4.5.3 Too many recipients", C::RateLimited, K::Soft);
    check("550 5.7.1 Message rejected as spam", C::SpamJudged, K::Hard);
    check("451 4.7.1 Greylisting in action", C::Greylisted, K::Soft);
    check("550 5.5.0 whatever", C::Protocol, K::Hard);
    check("something went wrong", C::Unclassified, K::Soft);
}

/// Codes and words of replies that each class is told by.
const CUES: [(ReturnClass, &[&str]); 25] = {
    use ReturnClass as C;
    [
        (
            C::MailboxUnknown,
            &[
                "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient kari@example.no not found by SMTP address lookup",
                "550 5.4.1 Recipient address rejected: Access denied. [DB5EUR03.eop-EUR03.prod.protection.outlook.com]",
                "550 5.1.3 Invalid address",
                "550 no such user here",
                "550 5.0.0 No such user",
            ],
        ),
        (C::MailboxMoved, &["551 5.7.17 Mailbox owner has changed"]),
        (C::MailboxInactive, &["525 5.7.13 User Account Disabled", "550 5.2.1"]),
        (C::DomainUnknown, &["550 5.7.18 Domain owner has changed"]),
        (C::DomainNoMail, &["521 5.3.2 Host does not accept mail", "556 5.1.10 null MX"]),
        (C::MailboxFull, &["452 4.2.2 mailbox over limit"]),
        (
            C::MailboxBusy,
            &["450 4.2.1 The user is receiving mail at a rate that prevents additional messages"],
        ),
        (C::TooLarge, &["552 Message size exceeds limit", "552 5.2.3"]),
        (C::ContentRefused, &["550 5.6.1 Media not supported"]),
        (C::Virus, &["554 5.7.0 infected with virus"]),
        (C::SpamJudged, &["550 5.7.28 Messages look like spam"]),
        (
            C::ReputationBlock,
            &[
                "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints",
                "451 4.7.650 The mail server has been temporarily rate limited due to IP reputation",
            ],
        ),
        (
            C::AuthFailed,
            &[
                "550 5.7.20",
                "550 5.7.21",
                "550 5.7.22",
                "550 5.7.23",
                "550 5.7.24",
                "550 5.7.26",
                "550 5.7.29",
                "550 5.7.509",
                "550 5.7.515",
                "421 4.7.32",
            ],
        ),
        (
            C::SetupRefused,
            &[
                "550 5.7.25",
                "550 5.7.10 Encryption needed",
                "550 5.7.30 REQUIRETLS support required",
                "530 Authentication required",
            ],
        ),
        (C::SenderRefused, &["550 5.1.7 bad sender", "550 5.1.8", "550 5.7.27"]),
        (C::RelayDenied, &["550 not hosted here"]),
        (C::Greylisted, &["451 4.7.1 try later, greylisted", "450 4.7.0 Greylisting"]),
        (
            C::RateLimited,
            &[
                "552 Too many recipients",
                "554 5.5.3 Too many recipients",
                "555 too many recipients",
                "421 4.3.2 slow down",
                "452 4.5.3",
            ],
        ),
        (C::HostDown, &["451 4.4.1", "451 4.4.2", "451 4.4.3", "451 4.4.4", "451 4.4.5", "554 5.3.0"]),
        (C::Loop, &["554 5.4.6", "451 4.4.6"]),
        (C::Expired, &["554 5.4.7", "451 4.4.7"]),
        (C::Protocol, &["550 5.5.0", "550 5.5.1", "550 5.5.2", "550 5.5.4", "550 5.5.5", "550 5.5.6"]),
        (C::EaiUnsupported, &["553 5.6.7", "553 5.6.8", "553 5.6.9"]),
        (C::RefusedByRecipient, &["550 5.7.133 x", "550 5.7.134 x", "550 5.7.135 x"]),
        (C::Unclassified, &["550 5.0.0", "550"]),
    ]
};

#[test]
fn each_code_and_cue_of_a_class_leads_to_it() {
    for (class, replies) in CUES {
        for reply in replies {
            assert_eq!(judge(reply).class, class, "{reply}: {:?}", judge(reply));
        }
    }
}

#[test]
fn words_that_may_be_of_the_sender_or_of_a_server_blame_no_address() {
    for (words, class) in [
        ("550 5.1.7 Invalid address", ReturnClass::SenderRefused),
        ("550 5.1.8 Sender's domain does not exist", ReturnClass::SenderRefused),
        (
            "550 5.7.26 Recipient address rejected: no such user may be written to from here",
            ReturnClass::AuthFailed,
        ),
        ("550 5.7.25 user unknown", ReturnClass::SetupRefused),
        ("554 5.3.0 the address could not be found", ReturnClass::HostDown),
    ] {
        assert_eq!(judge(words).class, class, "{words}: {:?}", judge(words));
    }
    for words in [
        "550 5.7.1 DMARC record does not exist",
        "550 5.7.1 Header error: invalid email address in From field",
        "550 TLS certificate could not be found",
        "550 MAIL FROM domain does not exist",
        "550 Mottagarens e-postserver kunde inte hittas",
        "550 Serveren har sluttet å svare",
        "554 5.7.1 Your account has been suspended from sending",
        "552 5.2.2 sender mailbox over quota",
    ] {
        let verdict = judge(words);
        assert!(!verdict.effect().blocks(), "{words}: {verdict:?}");
        let theirs = [ReturnClass::MailboxUnknown, ReturnClass::DomainUnknown, ReturnClass::MailboxInactive];
        assert!(!theirs.contains(&verdict.class), "{words}: {verdict:?}");
    }
    // What says it plainly still does, whatever code of the mail's own stands beside it.
    check("550 5.7.1 No such user", ReturnClass::MailboxUnknown, ReturnKind::Hard);
    check("550 5.1.1 Kari Nordmann har sluttet", ReturnClass::MailboxUnknown, ReturnKind::Hard);
}

#[test]
fn a_code_of_the_protocol_that_stands_for_want_of_a_better_one_hides_no_address_that_is_gone() {
    for (words, effect) in [
        ("550 5.5.0 <kari@example.no>... User unknown", ReturnEffect::BlockNow),
        ("550 5.5.0 Invalid recipient", ReturnEffect::BlockNow),
        ("550 5.5.1 Invalid recipient", ReturnEffect::BlockNow),
        ("550 5.5.0 Requested action not taken: mailbox unavailable", ReturnEffect::Counts),
    ] {
        let verdict = judge(words);
        assert_eq!(
            (verdict.class, verdict.effect()),
            (ReturnClass::MailboxUnknown, effect),
            "{words}: {verdict:?}"
        );
    }
    // Words that may be said of anything do not come before any code, and a mistake in the protocol is ours.
    for words in [
        "550 5.5.0 kari does not exist",
        "503 5.5.1 Bad sequence of commands",
        "503 5.5.1 RCPT first: mailbox unavailable",
        "554 5.5.1 Error: no valid recipients",
        "550 5.5.2 Syntax error, no such user",
    ] {
        assert_eq!(judge(words).class, ReturnClass::Protocol, "{words}: {:?}", judge(words));
    }
}

#[test]
fn words_that_blame_us_the_server_or_the_mail_count_against_nobody() {
    for words in [
        "554 5.7.1 This server does not accept mail from your network",
        "554 5.7.1 host does not accept mail from 203.0.113.5",
        "550 5.7.1 Our mail server does not accept email without valid DKIM",
        "550 5.7.1 This group does not accept email from outside the organization",
        "552 5.3.4 mailbox does not accept email over 10 MB",
        "554 5.7.1 Session terminated",
        "554 Connection terminated",
        "554 Transaction terminated",
        "554 5.7.1 Service discontinued for your network",
        "550 5.7.1 Message deactivated by content filter",
        "554 5.3.2 system is currently not accepting messages",
        "554 5.7.1 Message rejected: invalid address in the From: header",
        "554 5.6.0 bad address in To header",
        "550 HELO invalid address",
        "550 From address does not exist",
        "550 5.1.1 <post@house.test>: Sender unknown in virtual table",
        "550 5.7.1 This message is no longer available for delivery, classified bulk",
        "550 Le fichier n'existe pas",
        "550 El archivo adjunto no existe",
        "550 Filen kunde inte hittas",
        "550 O arquivo não existe",
        "550 5.7.1 Client host [203.0.113.9] rejected: host not found",
        "550 5.7.1 Your domain has no MX record",
    ] {
        let verdict = judge(words);
        assert!(!verdict.effect().blocks(), "{words}: {verdict:?}");
        let theirs = [
            ReturnClass::MailboxUnknown,
            ReturnClass::MailboxInactive,
            ReturnClass::DomainUnknown,
            ReturnClass::DomainNoMail,
        ];
        assert!(!theirs.contains(&verdict.class), "{words}: {verdict:?}");
    }
}

#[test]
fn hosts_of_the_north_are_understood_without_a_code() {
    use ReturnClass as C;
    for (words, class) in [
        ("550 Kontoen finnes ikke", C::MailboxUnknown),
        ("550 E-postadressen finnes ikke", C::MailboxUnknown),
        ("550 Brukeren ble ikke funnet", C::MailboxUnknown),
        ("550 Fant ikke brukeren", C::MailboxUnknown),
        ("550 Mottaker ukjent", C::MailboxUnknown),
        ("550 Mottagaren okänd", C::MailboxUnknown),
        ("550 Användaren hittades inte", C::MailboxUnknown),
        ("550 Kontot finns inte", C::MailboxUnknown),
        ("550 Kontot är borttaget", C::MailboxUnknown),
        ("550 Modtageren kari@kunde.dk findes ikke", C::MailboxUnknown),
        ("550 Sähköpostiosoitetta ei löydy", C::MailboxUnknown),
        ("550 Netfangið er ekki til", C::MailboxUnknown),
        ("550 Postkassen er stengt", C::MailboxInactive),
        ("452 Mottakers postkasse er full", C::MailboxFull),
        ("452 For mange mottakere", C::RateLimited),
    ] {
        assert_eq!(judge(words).class, class, "{words}: {:?}", judge(words));
    }
    // Microsoft 365 begins its notices so; a person's name says as little as it does in English.
    for notice in [
        "Meldingen til kari@kunde.no ble ikke levert. kari ble ikke funnet på kunde.no.",
        "Det gick inte att leverera meddelandet till kari@kund.se. kari hittades inte på kund.se.",
    ] {
        let verdict = judge(notice);
        let told = (verdict.class, verdict.effect());
        assert_eq!(told, (C::MailboxUnknown, ReturnEffect::Counts), "{notice}: {verdict:?}");
    }
}

#[test]
fn words_of_the_north_that_blame_us_a_server_a_field_or_a_file_count_against_nobody() {
    let theirs = [
        ReturnClass::MailboxUnknown,
        ReturnClass::MailboxInactive,
        ReturnClass::MailboxFull,
        ReturnClass::DomainUnknown,
        ReturnClass::DomainNoMail,
    ];
    for words in [
        "550 Kontoen din er sperret",
        "550 Kontoen er sperret for utsending",
        "550 Kontot är spärrat för utgående post",
        "550 Avsenderens adresse ble ikke funnet",
        "550 Avsenderdomenet finnes ikke",
        "550 Din e-postadresse finnes ikke",
        "550 Din e-postadress hittades inte",
        "550 Avsändarens domän finns inte",
        "550 Afsenderadressen findes ikke",
        "550 Lähettäjän osoitetta ei löydy",
        "550 Lén sendanda finnst ekki",
        "550 IP-adressen er ugyldig",
        "550 IP-adressen din er svartelistet",
        "550 Ugyldig adresse i From-feltet",
        "550 Adressen i Fra-feltet er ugyldig",
        "550 Fältet From finns inte",
        "550 DMARC-posten finnes ikke",
        "550 SPF-oppføringen ble ikke funnet",
        "550 Filen ble ikke funnet på serveren",
        "550 Vedlegget finnes ikke",
        "550 Bilagan finns inte",
        "550 Tiedostoa ei löydy",
        "550 Servern hittades inte",
        "550 Vertsnavnet finnes ikke",
        "550 Signaturen ble ikke funnet",
        "550 Netþjónninn finnst ekki",
    ] {
        let verdict = judge(words);
        assert!(!verdict.effect().blocks() && !theirs.contains(&verdict.class), "{words}: {verdict:?}");
    }
}

#[test]
fn words_that_say_little_block_only_where_a_code_agrees() {
    for words in
        ["550 kari does not exist", "550 Kari n'existe pas", "553 invalid address", "550 no longer valid"]
    {
        let verdict = judge(words);
        let told = (verdict.class, verdict.effect());
        assert_eq!(told, (ReturnClass::MailboxUnknown, ReturnEffect::Counts), "{words}: {verdict:?}");
    }
    for words in [
        "550 5.1.1 kari does not exist",
        "550 5.1.3 Invalid address",
        "550 Invalid user",
        "550 5.7.1 This account has been terminated",
    ] {
        assert!(judge(words).effect() != ReturnEffect::Nothing, "{words}: {:?}", judge(words));
    }
    assert_eq!(judge("550 5.1.3 Invalid address").effect(), ReturnEffect::BlockNow);
    assert_eq!(judge("550 The address no longer exists").effect(), ReturnEffect::BlockNow);
}

#[test]
fn what_answers_mail_is_the_senders_and_one_answer_for_several_blocks_none_of_them() {
    let told = |words: &str, about| {
        let reply =
            Reply { code: ReplyCode::new(550).unwrap(), enhanced: None, words: words.to_owned(), about };
        RuleSet::standard().judge(&Evidence::of_outcome(&Outcome::Refused(reply), Some("mx.yahoo.test")))
    };
    for words in ["sender's mailbox does not exist", "User unknown", "transaction failed"] {
        let verdict = told(words, About::Sender);
        assert_eq!(
            (verdict.class, verdict.effect()),
            (ReturnClass::SenderRefused, ReturnEffect::Nothing),
            "{words}"
        );
    }
    assert_eq!(told("User unknown", About::Mail).effect(), ReturnEffect::BlockNow);
    assert_eq!(told("User unknown", About::MailOfSeveral).effect(), ReturnEffect::Counts);
    assert_eq!(told("Message rejected as spam", About::MailOfSeveral).effect(), ReturnEffect::Nothing);
}

#[test]
fn trouble_with_a_relay_of_ours_is_nobody_elses() {
    let at_relay =
        |words: &str| RuleSet::standard().judge(&Evidence { at_relay: true, ..Evidence::of_words(words) });
    let denied = at_relay("554 5.7.1 <kari@customer.test>: Relay access denied");
    assert_eq!((denied.class, denied.effect()), (ReturnClass::SetupRefused, ReturnEffect::Nothing));
    for words in ["connection refused", "421 4.7.0 Too many messages, slow down"] {
        let verdict = at_relay(words).expired();
        assert_eq!(
            (verdict.scope(), verdict.effect()),
            (ReturnScope::Source, ReturnEffect::Nothing),
            "{verdict:?}"
        );
    }
    // It says as well as anybody whom it does not know.
    assert_eq!(at_relay("550 5.1.1 user unknown").effect(), ReturnEffect::BlockNow);
}

#[test]
fn what_a_relay_says_of_one_recipient_is_no_trouble_of_the_relay() {
    let at_relay = |words: &'static str, about| {
        let reply = words.get(..3).and_then(|code| ReplyCode::new(code.parse().ok()?));
        RuleSet::standard().judge(&Evidence { at_relay: true, reply, about, ..Evidence::of_words(words) })
    };
    for words in [
        "450 4.7.1 <kari@customer.test>: Recipient address rejected: Greylisted",
        "451 Greylisting in action, please come back later",
        "451 4.7.1 Please try again later",
        "450 4.2.0 try again later",
        "450 try again later",
    ] {
        assert!(!at_relay(words, About::Recipient).of_relay, "{words}");
    }
    for words in
        ["451 4.3.0 the disk is full", "452 4.3.1 Insufficient system storage", "421 4.7.0 try again later"]
    {
        assert!(at_relay(words, About::Recipient).of_relay, "{words}");
    }
    assert!(at_relay("451 4.7.1 Please try again later", About::Sender).of_relay, "of whoever comes");
    assert!(at_relay("450 4.7.1 Too many messages, slow down", About::Recipient).of_relay, "its own limit");
}

#[test]
fn a_mailbox_whose_name_is_a_cue_decides_nothing() {
    check("550 5.1.1 <spam@quota.example>: user unknown", ReturnClass::MailboxUnknown, ReturnKind::Hard);
    check(
        "550 5.7.1 <mailbox.full@example.no>: Relay access denied",
        ReturnClass::RelayDenied,
        ReturnKind::Soft,
    );
}

#[test]
fn what_a_host_asks_its_readers_to_do_about_spam_says_nothing_of_the_mail() {
    let (unknown, spam) = (ReturnClass::MailboxUnknown, ReturnClass::SpamJudged);
    for (words, class) in [
        ("550 5.1.1 user unknown; report spam to abuse@example.no", unknown),
        ("550 user unknown. To report spam see https://example.no/spam", unknown),
        ("550 5.1.1 <kari@example.no>: see https://example.no for how we fight spam", unknown),
        ("552 5.2.2 mailbox full, too much spam in it", ReturnClass::MailboxFull),
        ("450 4.7.1 Greylisted, to reduce spam; come back later", ReturnClass::Greylisted),
        ("554 5.7.1 Spam", spam),
        ("550 Rejected: spam", spam),
        ("550 Spam", spam),
        ("550 5.1.1 Spam", unknown),
        ("550 To report spam see https://example.no", ReturnClass::Unclassified),
        ("550 Your mail was refused for spam. User unknown to this filter", spam),
        ("554 5.7.1 Spam detected; report spam that is none to postmaster@example.no", spam),
        ("550 5.7.1 Message blocked due to spam content in the message", spam),
    ] {
        assert_eq!(judge(words).class, class, "{words}");
    }
}

#[test]
fn an_address_that_is_ambiguous_or_a_list_that_cannot_be_expanded_is_not_unknown() {
    for (words, effect) in [
        ("550 5.1.4", ReturnEffect::Counts),
        ("550 5.2.4", ReturnEffect::Nothing),
        ("450 4.2.4", ReturnEffect::Nothing),
    ] {
        let verdict = judge(words);
        assert_eq!(verdict.effect(), effect, "{verdict:?}");
        assert_ne!(verdict.class, ReturnClass::MailboxUnknown, "{words}");
    }
    assert_eq!(judge("550 5.1.4").class, ReturnClass::Unclassified);
    // Words say more than such a code.
    assert_eq!(judge("550 5.1.4 user unknown").class, ReturnClass::MailboxUnknown);
}

#[test]
fn what_was_said_for_now_is_never_hard() {
    check("450 4.1.1 <kari@example.no>: user unknown", ReturnClass::MailboxUnknown, ReturnKind::Soft);
    let verdict = judge("450 4.1.1 <kari@example.no>: user unknown");
    assert_eq!(verdict.effect(), ReturnEffect::Counts);
    // The host refused for good and wrote a code that says otherwise: the basic code is what it did.
    check("550 4.1.1 <kari@example.no>: user unknown", ReturnClass::MailboxUnknown, ReturnKind::Hard);
}

#[test]
fn an_expired_mail_keeps_what_stood_in_the_way() {
    let full = judge("delivery time expired; last reply: 452 4.2.2 mailbox full");
    assert_eq!((full.class, full.cause), (ReturnClass::Expired, Some(ReturnClass::MailboxFull)));
    assert_eq!((full.scope(), full.effect()), (ReturnScope::Address, ReturnEffect::Counts));
    let listed = judge("message expired; 421 4.7.0 blocked using zen.spamhaus.org");
    assert_eq!((listed.class, listed.effect()), (ReturnClass::Expired, ReturnEffect::Nothing));
    // "For good" beats "too late".
    check("retry timeout exceeded; 550 5.1.1 user unknown", ReturnClass::MailboxUnknown, ReturnKind::Hard);
}

#[test]
fn news_of_a_mail_on_its_way_is_no_failure() {
    for action in [Action::Delayed, Action::Relayed, Action::Expanded, Action::Delivered] {
        let evidence = Evidence { action: Some(action), ..Evidence::of_words("550 5.1.1 user unknown") };
        let verdict = RuleSet::standard().judge(&evidence);
        assert_eq!((verdict.class, verdict.kind), (ReturnClass::Progress, ReturnKind::None));
        assert_eq!(verdict.effect(), ReturnEffect::Nothing);
    }
}

#[test]
fn words_and_codes_that_agree_are_sure_and_a_code_alone_blocks_nothing() {
    assert_eq!(judge("550 5.1.1 user unknown").confidence, Confidence::High);
    assert_eq!(judge("550 user unknown").confidence, Confidence::Medium);
    let basic = judge("551 hm");
    assert_eq!((basic.confidence, basic.effect()), (Confidence::Low, ReturnEffect::Counts));
    let guessed = Evidence { guessed: true, ..Evidence::of_words("550 5.1.1 user unknown") };
    assert_eq!(RuleSet::standard().judge(&guessed).effect(), ReturnEffect::Counts);
}

#[test]
fn the_words_that_decided_are_given_back_as_written() {
    let verdict = judge("550-5.1.1 The Email account that you\n550 5.1.1 tried to reach does not Exist");
    assert_eq!(verdict.rule.as_ref(), "google-no-such-user");
    assert!(
        verdict.matched.starts_with("The Email") && verdict.matched.ends_with("not Exist"),
        "{verdict:?}"
    );
}

#[test]
fn an_attempt_of_ours_is_judged_by_the_server_that_answered() {
    let reply = |words: &str| Reply {
        code: ReplyCode::new(550).unwrap(),
        enhanced: "5.4.1".parse().ok(),
        words: words.to_owned(),
        about: About::default(),
    };
    let refused = Outcome::Refused(reply("Recipient address rejected: Access denied."));
    let at = |host| RuleSet::standard().judge(&Evidence::of_outcome(&refused, Some(host))).class;
    assert_eq!(at("example-no.mail.protection.outlook.com"), ReturnClass::MailboxUnknown);
    assert_ne!(at("mx.example.no"), ReturnClass::MailboxUnknown);
    let ours = |outcome: Outcome| RuleSet::standard().judge(&Evidence::of_outcome(&outcome, None)).class;
    // As `net` says it.
    let gone = "there is no host or domain called `exmaple.no`; check the spelling";
    assert_eq!(ours(Outcome::Impossible(gone.to_owned())), ReturnClass::DomainUnknown);
    let shut = "`example.no` says in DNS that it takes no mail; check the address";
    assert_eq!(ours(Outcome::Impossible(shut.to_owned())), ReturnClass::DomainNoMail);
    let large = "`mx.a.test`: the mail is too large for this server: it has 30.1 MB, and the server takes at most 10.0 MB; \
                 send it with smaller files";
    assert_eq!(ours(Outcome::Impossible(large.to_owned())), ReturnClass::TooLarge);
    // A relay or an exchanger whose own name is wrong says nothing of the recipient's domain.
    let server = format!("cannot connect to `smtp.exmaple.no:587`: {gone}");
    assert_eq!(ours(Outcome::Unreachable(server)), ReturnClass::HostDown);
}

const OWN: &str = r#"
tier = "own"
[[rule]]
id = "our-partner"
class = "refused-by-recipient"
text = ["ring oss først"]
samples = ["550 5.1.1 Ring oss først"]
"#;

#[test]
fn a_phrase_of_codes_alone_has_no_words() {
    for phrase in ["550", "5.1.1", "550 5.1.1", "550-5.1.1", "(#5.1.1)", "*550*"] {
        assert!(!has_words(phrase), "{phrase}");
    }
    for phrase in ["550 no", "over quota", "5", "迷惑"] {
        assert!(has_words(phrase), "{phrase}");
    }
}

#[test]
fn own_rules_come_first_and_say_where_they_are_wrong() {
    let set = RuleSet::standard().extended("own", OWN).unwrap();
    let verdict = set.judge(&Evidence::of_words("550 5.1.1 user unknown. Ring oss først"));
    assert_eq!((verdict.rule.as_ref(), verdict.rules.as_ref()), ("our-partner", "own"));
    let standard = judge("550 5.1.1 user unknown");
    assert!(standard.rules.starts_with("address/"), "{standard:?}");
    let fault = |from: &str, to: &str| {
        let error = RuleSet::standard().extended("own", &OWN.replace(from, to)).unwrap_err();
        (error.rule, error.fault)
    };
    let (rule, unknown) = fault("refused-by-recipient", "refused");
    assert!(rule == "our-partner" && matches!(unknown, RuleFault::Class(_)));
    assert_eq!(fault("our-partner", "vår partner").1, RuleFault::Id);
    assert!(matches!(
        fault("samples = [\"550 5.1.1 Ring oss først\"]", "samples = [\"hei\"]").1,
        RuleFault::Sample { entry: 1, .. }
    ));
    assert!(matches!(fault("text", "tekst").1, RuleFault::Unreadable(text) if text.contains("tekst")));
    assert_eq!(fault("\"ring oss først\"", "\"*\"").1, RuleFault::Phrase { field: "text", entry: 1 });
}

proptest! {
    #[test]
    fn any_words_get_a_verdict(words in "\\PC{0,200}", code in 200_u16..600) {
        let words = format!("{code} {words}");
        let verdict = judge(&words);
        prop_assert!(words.contains(&verdict.matched) || verdict.matched.len() <= 11);
    }

    #[test]
    fn what_is_not_the_addresss_fault_never_blocks(words in "[a-z .0-9]{0,80}") {
        let verdict = judge(&words);
        let theirs = [ReturnScope::Address, ReturnScope::Domain, ReturnScope::AddressAndSender];
        prop_assert!(!verdict.effect().blocks() || theirs.contains(&verdict.scope()));
    }
}

#[test]
fn a_server_that_takes_no_letters_beyond_ascii_is_told_from_one_that_refuses_the_address() {
    let ours = "`mx.a.test`: the recipient's address has letters beyond ASCII before its @, and the server does not \
                support SMTPUTF8; use another address of the same person";
    let impossible = Outcome::Impossible(ours.to_owned());
    let verdict = RuleSet::standard().judge(&Evidence::of_outcome(&impossible, None));
    assert_eq!(verdict.class, ReturnClass::EaiUnsupported);
}
