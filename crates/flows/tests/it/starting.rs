//! The first mail of a case: written like an answer, and its case with it or not at all.

use bytes::Bytes;
use domain::RecipientNames;
use domain::compose::{AsWhom, DraftClaim, Mode, Returned, SendKey, SignatureChoice, Written};
use domain::org::Language;
use flows::compose::{self, Knowing, NewReply, Timing};
use flows::mailboxes::{MailboxInput, ServerInput};
use flows::organisation::OrganisationInput;
use flows::people::PersonInput;
use flows::templates::{self, First, Place, TemplateInput};
use flows::uploads::File;
use store::signatures::Signatures;
use store::templates::TemplateVersion;

use crate::house::House;

fn mail(text: &str) -> NewReply {
    NewReply {
        to: Some(vec!["kari@customer.test".parse().unwrap()]),
        subject: Some("Your meter".to_owned()),
        text: text.to_owned(),
        ..NewReply::default()
    }
}

async fn kari(house: &House, language: Option<Language>) -> domain::PersonId {
    let input = PersonInput {
        name: Some("Kari Nordmann".to_owned()),
        addresses: Some(vec!["kari@customer.test".to_owned()]),
        language: Some(language),
        ..PersonInput::default()
    };
    flows::people::create_person(&house.office, &house.actor, input).await.unwrap().0
}

#[tokio::test]
async fn a_mail_that_cannot_be_sent_leaves_no_case_behind() {
    let house = House::open().await;
    // Small enough as files, and too large as a mail carries them.
    let octets = domain::limits::OUTGOING_OCTETS_MAX / 2 - 100_000;
    let mut upload_ids = Vec::new();
    for name in ["one.bin", "two.bin"] {
        let file = File {
            name: name.to_owned(),
            media_type: "application/octet-stream".to_owned(),
            bytes: Bytes::from(vec![7; octets]),
        };
        upload_ids.push(flows::uploads::put(&house.office, &house.actor, file).await.unwrap().id);
    }
    let reply = NewReply { upload_ids, ..mail("Look at this.") };
    let refused = compose::start(&house.office, &house.actor, house.mailbox, reply).await.unwrap_err();
    assert_eq!(refused.code, "mail_too_large");
    assert!(house.cases().await.is_empty());
    let (case, _) = compose::start(&house.office, &house.actor, house.mailbox, mail("Hello")).await.unwrap();
    house.send().await;
    let found = house.case(case).await;
    let sent = String::from_utf8_lossy(&house.sink.taken()[0].raw).into_owned();
    assert!(sent.contains(&format!("Subject: Your meter [#{}]", found.number)), "{sent}");
    assert_eq!(found.messages, 1);
}

#[tokio::test]
async fn a_started_case_is_its_persons_and_ends_the_draft() {
    let house = House::open().await;
    let person = kari(&house, None).await;
    let written = Written { mode: Mode::New, text: "Begun".to_owned(), ..Written::default() };
    compose::put_draft(&house.office, &house.actor, (None, written), None).await.unwrap();
    let (case, _) = compose::start(&house.office, &house.actor, house.mailbox, mail("Hello")).await.unwrap();
    let found = house.case(case).await;
    assert_eq!((found.person_id, found.customer_name.as_deref()), (Some(person), Some("Kari Nordmann")));
    assert!(compose::list_drafts(&house.office, &house.actor).await.unwrap().is_empty());
}

#[tokio::test]
async fn whom_a_first_mail_names_has_his_name_in_its_header_in_its_case_and_in_the_draft_that_comes_back() {
    let house = House::open().await;
    let typed =
        ["\"Nordmann, Kari\" <kari@customer.test>", "Åse Bø <ase@customer.test>", "Per <per@customer.test>"]
            .map(str::to_owned);
    let named = NewReply {
        cc: vec!["ase@customer.test".parse().unwrap()],
        bcc: vec!["per@customer.test".parse().unwrap()],
        knowing: Knowing { names: RecipientNames::of_typed(&typed), ..Knowing::default() },
        ..mail("Hello")
    };
    let begun = NewReply { timing: Timing::Undo { seconds: 10 }, ..named.clone() };
    let (case, message) = compose::start(&house.office, &house.actor, house.mailbox, begun).await.unwrap();
    assert_eq!(house.case(case).await.customer_name.as_deref(), Some("Nordmann, Kari"));
    let conn = house.office.store().read();
    let known = store::cases::list_participants(&conn, house.actor.organisation, case).await.unwrap();
    let names: Vec<_> = known.iter().map(|one| one.name.as_deref()).collect();
    assert_eq!(names, [Some("Åse Bø"), Some("Nordmann, Kari")]);
    compose::take_back(&house.office, &house.actor, case, message).await.unwrap();
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0).written;
    let [to, cc, bcc] = typed;
    assert_eq!((draft.to.unwrap(), draft.cc, draft.bcc), (vec![to], vec![cc], vec![bcc]));

    compose::start(&house.office, &house.actor, house.mailbox, named).await.unwrap();
    house.send().await;
    let sent = String::from_utf8_lossy(&house.sink.taken()[0].raw).into_owned();
    assert!(sent.contains("\r\nTo: \"Nordmann, Kari\" <kari@customer.test>\r\n"), "{sent}");
    assert!(sent.contains("\r\nCc: =?utf-8?B?w4VzZSBCw7g=?= <ase@customer.test>\r\n"), "{sent}");
    assert!(!sent.contains("per@"), "{sent}");
}

#[tokio::test]
async fn a_template_is_filled_for_the_person_whom_the_first_mail_goes_to_in_his_language() {
    let house = House::open().await;
    kari(&house, Some(Language::Sv)).await;
    let version = |language, text: &str| TemplateVersion {
        language,
        subject: String::new(),
        text: text.to_owned(),
        html: None,
    };
    let input = TemplateInput {
        name: Some("Meter".to_owned()),
        default_language: Some(Language::En),
        versions: Some(vec![
            version(Language::En, "Dear [[customer.name]]"),
            version(Language::Sv, "Hej [[customer.name]], [[case.title]] [[case.number]]"),
        ]),
        ..TemplateInput::default()
    };
    let id = templates::create(&house.office, &house.actor, input).await.unwrap();
    let to = Some("kari@customer.test".parse().unwrap());
    let place = Place::First(First { mailbox: house.mailbox, to, title: "Meter 7" });
    let filled = templates::fill(&house.office, &house.actor, id, (&place, None)).await.unwrap();
    assert_eq!((filled.language, filled.text.as_str()), (Language::Sv, "Hej Kari Nordmann, Meter 7"));
    assert_eq!(filled.missing.len(), 1, "the case has no number yet, and that is said");
    let place = Place::First(First { mailbox: house.mailbox, to: None, title: "" });
    let filled = templates::fill(&house.office, &house.actor, id, (&place, None)).await.unwrap();
    assert_eq!(filled.language, Language::En, "the mailbox's");
    let to = Some("Ola Nordmann <ola@customer.test>".parse().unwrap());
    let place = Place::First(First { mailbox: house.mailbox, to, title: "" });
    let filled = templates::fill(&house.office, &house.actor, id, (&place, None)).await.unwrap();
    assert_eq!(filled.text, "Dear Ola Nordmann", "who has no card is called as his author calls him");
}

#[tokio::test]
async fn the_author_chooses_what_stands_under_a_mail() {
    let house = House::open().await;
    let own = Signatures { of_new: "Ada of the house".into(), of_reply: "Short Ada".into() };
    flows::signatures::put_own(&house.office, &house.actor, own).await.unwrap();
    for signature in [None, Some(SignatureChoice::Reply), Some(SignatureChoice::None)] {
        let reply = NewReply { as_whom: AsWhom { signature, ..AsWhom::default() }, ..mail("Hello") };
        compose::start(&house.office, &house.actor, house.mailbox, reply).await.unwrap();
    }
    house.send().await;
    let taken = house.sink.taken();
    let with =
        |text: &str| taken.iter().filter(|mail| String::from_utf8_lossy(&mail.raw).contains(text)).count();
    assert_eq!((taken.len(), with("Ada of the house"), with("Short Ada")), (3, 1, 1));
}

#[tokio::test]
async fn the_mailboxs_second_signature_stands_under_answers_and_forwarded_mail_alone() {
    let house = House::open().await;
    let of_mailbox = Signatures { of_new: "The house, Long Street".into(), of_reply: "The house".into() };
    flows::signatures::put_of_mailbox(&house.office, &house.actor, (house.mailbox, None), of_mailbox)
        .await
        .unwrap();
    let (case, _) = compose::start(&house.office, &house.actor, house.mailbox, mail("Hello")).await.unwrap();
    house.send().await;
    for mode in [Mode::Reply, Mode::Forward] {
        let written = NewReply { mode, ..mail("Once more") };
        compose::reply(&house.office, &house.actor, case, written).await.unwrap();
        house.send().await;
    }
    let taken = house.sink.taken();
    let has = |number: usize, text: &str| {
        String::from_utf8_lossy(&taken[number].raw).lines().any(|line| line == text)
    };
    let (long, short) = ("The house, Long Street", "The house");
    assert_eq!((has(0, long), has(0, short)), (true, false));
    assert_eq!((has(1, long), has(1, short)), (false, true), "what is quoted stands behind a mark");
    assert!(has(2, short));
}

#[tokio::test]
async fn the_organisations_language_is_that_of_new_mailboxes_and_templates() {
    let house = House::open().await;
    let input = OrganisationInput { name: None, language: Some(Language::Sv) };
    flows::organisation::change(&house.office, &house.actor, input).await.unwrap();
    let input = MailboxInput {
        address: Some("ny@house.test".to_owned()),
        server: ServerInput { protocol: Some(domain::mailbox::Protocol::Smtp), ..ServerInput::default() },
        ..MailboxInput::default()
    };
    let id = flows::mailboxes::create(&house.office, &house.actor, input).await.unwrap();
    let found = flows::mailboxes::find(&house.office, &house.actor, id).await.unwrap();
    assert_eq!(found.settings.language, Language::Sv);
    let version = TemplateVersion {
        language: Language::Sv,
        subject: String::new(),
        text: "Hej".to_owned(),
        html: None,
    };
    let input = TemplateInput {
        name: Some("Hej".to_owned()),
        versions: Some(vec![version]),
        ..TemplateInput::default()
    };
    let id = templates::create(&house.office, &house.actor, input).await.unwrap();
    let made = templates::find(&house.office, &house.actor, id).await.unwrap();
    assert_eq!(made.settings.default_language, Language::Sv);
}

#[tokio::test]
async fn a_first_mail_that_is_asked_for_twice_under_one_key_is_sent_once() {
    let house = House::open().await;
    let key: SendKey = "b7c1d4e2-0a55-4c7e".parse().unwrap();
    let start = async |key: &SendKey| {
        compose::start_once(&house.office, &house.actor, (house.mailbox, key.clone()), mail("Hello")).await
    };
    let first = start(&key).await.unwrap();
    // The answer was lost: the browser has brought the draft back, and its author sends it again.
    let written = Written { mode: Mode::New, text: "Hello".to_owned(), ..Written::default() };
    compose::put_draft(&house.office, &house.actor, (None, written), None).await.unwrap();
    assert_eq!(start(&key).await.unwrap(), first);
    assert!(compose::list_drafts(&house.office, &house.actor).await.unwrap().is_empty());
    let at_once: SendKey = "e4b0-at-the-same-time".parse().unwrap();
    let (one, other) = tokio::join!(start(&at_once), start(&at_once));
    assert_eq!(one.unwrap(), other.unwrap());
    house.send().await;
    assert_eq!((house.cases().await.len(), house.sink.count()), (2, 2));
    assert!("short".parse::<SendKey>().is_err() && "a key with spaces in it".parse::<SendKey>().is_err());
}

#[tokio::test]
async fn a_first_mail_ends_its_own_draft_and_none_of_another_window() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let written = |text: &str| Written { mode: Mode::New, text: text.to_owned(), ..Written::default() };
    let first = compose::put_draft(office, actor, (None, written("A")), None).await.unwrap();
    let second = compose::put_draft(office, actor, (None, written("B")), None).await.unwrap();
    assert!(!first.overwrote && second.overwrote, "the second window is told");
    // The first window sends, throws away or empties what it has: the second one's mail stays.
    let mut sent = mail("Hello");
    sent.knowing.draft = Some(first.version).into();
    compose::start(office, actor, house.mailbox, sent).await.unwrap();
    let refused = compose::delete_new_draft(office, actor, Some(first.version)).await.unwrap_err();
    assert_eq!(refused.code, "draft.changed", "whoever meant another one is told");
    let emptied = compose::put_draft(office, actor, (None, written("")), Some(first.version)).await.unwrap();
    assert_eq!((emptied.version, emptied.overwrote), (0, false));
    let draft = compose::new_draft(office, actor, None).await.unwrap().unwrap();
    assert_eq!((draft.written.text.as_str(), draft.version), ("B", second.version));
    // One that was never kept ends none.
    let mut unkept = mail("Hello again");
    unkept.knowing.draft = Some(0).into();
    compose::start(office, actor, house.mailbox, unkept).await.unwrap();
    assert!(compose::new_draft(office, actor, None).await.unwrap().is_some());
    let mut own = mail("Hello at last");
    own.knowing.draft = Some(second.version).into();
    compose::start(office, actor, house.mailbox, own).await.unwrap();
    assert!(compose::new_draft(office, actor, None).await.unwrap().is_none());
}

#[tokio::test]
async fn a_window_knows_its_first_mail_by_its_own_name_though_its_answers_were_lost() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let written = |text: &str| Written { mode: Mode::New, text: text.to_owned(), ..Written::default() };
    let of = |writer: &str| DraftClaim { writer: Some(writer.parse().unwrap()), ..DraftClaim::default() };
    let keep = async |text: &str, claim: DraftClaim| {
        compose::put_draft(office, actor, (None, written(text)), claim).await.unwrap()
    };
    let text =
        async || compose::new_draft(office, actor, None).await.unwrap().map(|draft| draft.written.text);
    // It never hears of the versions that it made, and goes on all the same.
    assert!(!keep("A", of("one")).await.overwrote);
    assert!(!keep("AB", of("one")).await.overwrote);
    assert!(keep("B", of("two")).await.overwrote, "another window is told");
    // The first one sends, throws away or empties what it wrote: the other's mail stays.
    let mut sent = mail("Hello");
    sent.knowing.draft = of("one");
    let key: SendKey = "b7c1d4e2-0a55-4c7f".parse().unwrap();
    for _ in 0..2 {
        let (mailbox, sent) = (house.mailbox, sent.clone());
        compose::start_once(office, actor, (mailbox, key.clone()), sent).await.unwrap();
    }
    assert!(compose::delete_new_draft(office, actor, of("one")).await.is_err());
    assert_eq!((keep("", of("one")).await.version, text().await.as_deref()), (0, Some("B")));
    assert!(keep("AC", of("one")).await.overwrote, "it is told too when it takes the place back");
    // Whoever opens what lies there goes on from its version, and has it from then on.
    let version = compose::new_draft(office, actor, None).await.unwrap().unwrap().version;
    let found = DraftClaim { version: Some(version), ..of("three") };
    assert!(!keep("ACD", found).await.overwrote);
    assert!(compose::delete_new_draft(office, actor, of("one")).await.is_err());
    assert_eq!(text().await.as_deref(), Some("ACD"));
    compose::delete_new_draft(office, actor, of("three")).await.unwrap();
    assert_eq!(text().await, None);
    compose::delete_new_draft(office, actor, of("three")).await.unwrap();
}

#[tokio::test]
async fn of_two_windows_that_send_one_draft_at_once_the_second_is_told_that_it_is_gone() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let written = |text: &str| Written { mode: Mode::New, text: text.to_owned(), ..Written::default() };
    let version = compose::put_draft(office, actor, (None, written("Hello")), None).await.unwrap().version;
    let start = async |window: &str, needs_draft: bool| {
        let mut sent = mail("Hello");
        let writer = Some(window.parse().unwrap());
        sent.knowing.draft = DraftClaim { version: Some(version), writer, mail: None };
        sent.knowing.needs_draft = needs_draft;
        let key: SendKey = format!("{window}-b7c1d4e2-0a55").parse().unwrap();
        compose::start_once(office, actor, (house.mailbox, key), sent).await
    };
    let (one, other) = tokio::join!(start("one", true), start("two", true));
    let quicker = if one.is_ok() { "one" } else { "two" };
    let (sent, refused) = if one.is_ok() { (one, other) } else { (other, one) };
    assert_eq!(refused.unwrap_err().code, "draft.gone");
    assert_eq!(house.cases().await.len(), 1, "nothing of the second is left");
    assert_eq!(start(quicker, true).await.unwrap(), sent.unwrap(), "its answer was lost");

    // What was written on elsewhere stays, and is looked at first.
    let four = DraftClaim { writer: Some("four".parse().unwrap()), ..DraftClaim::default() };
    for text in ["B", "BC"] {
        compose::put_draft(office, actor, (None, written(text)), four.clone()).await.unwrap();
    }
    assert_eq!(start("three", true).await.unwrap_err().code, "draft.changed");
    assert!(compose::new_draft(office, actor, None).await.unwrap().is_some());
    // Whoever knows goes on.
    start("three", false).await.unwrap();
    assert_eq!(house.cases().await.len(), 2);
    assert!(compose::new_draft(office, actor, None).await.unwrap().is_some());
}

#[tokio::test]
async fn a_first_mail_that_comes_back_is_an_answer_in_its_case_and_goes_out_from_there() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let own = Signatures { of_new: "Ada of the house".into(), of_reply: "Short Ada".into() };
    flows::signatures::put_own(office, actor, own).await.unwrap();
    let first = NewReply { timing: Timing::Undo { seconds: 10 }, ..mail("Hello") };
    let (case, message) = compose::start(office, actor, house.mailbox, first).await.unwrap();
    let mode = compose::take_back(office, actor, case, message).await.unwrap();
    let draft = compose::drafts_of_case(office, actor, case).await.unwrap().remove(0);
    assert_eq!((mode, draft.written.mode), (Mode::Reply, Mode::Reply), "the case's box shows it");
    assert_eq!((draft.written.text.as_str(), draft.returned), ("Hello", Some(Returned::TakenBack)));
    assert_eq!(draft.written.to.as_deref().unwrap(), ["kari@customer.test"]);
    assert_eq!(draft.written.subject.as_deref(), Some("Your meter"));
    assert!(compose::new_draft(office, actor, None).await.unwrap().is_none());

    // Sent from there it ends the draft, and has the signature that it was written with.
    let again = NewReply {
        mode: draft.written.mode,
        text: draft.written.text,
        subject: draft.written.subject,
        as_whom: draft.written.as_whom,
        ..NewReply::default()
    };
    compose::reply(office, actor, case, again).await.unwrap();
    assert!(compose::drafts_of_case(office, actor, case).await.unwrap().is_empty());
    house.send().await;
    let sent = house.sink.taken().remove(0);
    assert_eq!(sent.recipients, ["kari@customer.test"]);
    assert!(String::from_utf8_lossy(&sent.raw).contains("Ada of the house"));
}

#[tokio::test]
async fn a_first_mail_that_failed_is_written_again_in_its_case() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let (case, message) = compose::start(office, actor, house.mailbox, mail("Hello")).await.unwrap();
    house.send().await;
    let address = Some("kari@else.test".parse().unwrap());
    let correction = compose::Correction { address, lasting: false };
    let mode = compose::rewrite(office, actor, case, message, correction).await.unwrap();
    let draft = compose::drafts_of_case(office, actor, case).await.unwrap().remove(0);
    assert_eq!((mode, draft.written.mode), (Mode::Reply, Mode::Reply));
    assert_eq!((draft.written.text.as_str(), draft.returned), ("Hello", Some(Returned::Failed)));
    assert_eq!(draft.written.to.as_deref().unwrap(), ["kari@else.test"]);
}
