//! What agents write: to whom it goes, when, and how it comes back.

use domain::case::{CaseStatus, Direction};
use domain::compose::{AsWhom, FromChoice, Mode, Returned, Written};
use domain::outbox::DeliveryState;
use domain::{Actor, CaseId, EmailAddress, MessageId, RecipientNames, Secret};
use flows::compose::{self, AboutMessage, Knowing, NewReply, SendingRules, Timing};
use store::ListQuery;
use store::cases::MessageRow;
use store::drafts::DraftRow;
use store::outbox::{OutboxFilter, OutboxRow, OutboxShelf, OutboxSort};

use crate::house::{House, SERVICE};

const FIRST: &str = "From: Kari <kari@customer.test>\nTo: Service@house.test, Per <per@customer.test>\n\
                     Cc: chef@customer.test\nSubject: The invoice\nMessage-ID: <1@customer.test>\n\nIt is too high.\n";

async fn first_case(house: &House) -> CaseId {
    house.receive(FIRST).await;
    house.cases().await[0].id
}

fn about(message_id: Option<MessageId>, attachments: Vec<u32>) -> AboutMessage {
    AboutMessage { message_id, attachments }
}

fn text(text: &str) -> NewReply {
    NewReply { text: text.to_owned(), ..NewReply::default() }
}

fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

async fn messages(house: &House, case: CaseId) -> Vec<MessageRow> {
    let conn = house.office.store().read();
    store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap()
}

async fn items(house: &House) -> Vec<OutboxRow> {
    let conn = house.office.store().read();
    let filter = OutboxFilter { shelf: OutboxShelf::All };
    let query = ListQuery::<OutboxSort>::default();
    store::outbox::list(&conn, house.actor.organisation, &query, filter).await.unwrap().rows
}

async fn drafts(house: &House, case: CaseId) -> Vec<DraftRow> {
    compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap()
}

async fn reply(house: &House, case: CaseId, reply: NewReply) -> MessageId {
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap()
}

fn raw(house: &House, nth: usize) -> String {
    String::from_utf8_lossy(&house.sink.taken()[nth].raw).into_owned()
}

fn field(mail: &str, name: &str) -> String {
    let lines = mail.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
    lines.lines().find_map(|line| line.strip_prefix(name).map(str::to_owned)).unwrap_or_default()
}

pub(crate) async fn colleague(house: &House) -> Actor {
    let roles = store::roles::list(&house.office.store().read(), house.actor.organisation).await.unwrap();
    let user = flows::users::NewUser {
        name: "Lars".to_owned(),
        address: "lars@house.test".to_owned(),
        password: Secret::new("another long password"),
        language: domain::org::Language::En,
        role_ids: roles.iter().map(|role| role.id).collect(),
        category_ids: Vec::new(),
    };
    let user = flows::users::create(&house.office, house.actor.organisation, user).await.unwrap();
    Actor { user, ..house.actor.clone() }
}

#[tokio::test]
async fn an_answer_to_all_goes_to_everybody_but_ourselves_and_hidden_copies_stay_hidden() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let all = NewReply {
        mode: Mode::ReplyAll,
        bcc: vec![address("boss@house2.test")],
        ..text("We look into it. See https://house.test/terms.")
    };
    reply(&house, case, all).await;
    house.send().await;
    let taken = &house.sink.taken()[0];
    let expected = ["kari@customer.test", "per@customer.test", "chef@customer.test", "boss@house2.test"];
    assert_eq!(taken.recipients, expected);
    let mail = raw(&house, 0);
    assert_eq!(field(&mail, "To: "), "Kari <kari@customer.test>, Per <per@customer.test>");
    assert_eq!(field(&mail, "Cc: "), "chef@customer.test");
    assert!(!mail.contains("boss@"), "{mail}");
    // Both forms say the same, the quote too.
    assert!(mail.contains("multipart/alternative") && mail.contains("<blockquote"), "{mail}");
    let message = messages(&house, case).await.pop().unwrap();
    assert_eq!(message.bcc, [address("boss@house2.test")]);

    let opened = compose::open(&house.office, &house.actor, case, None).await.unwrap();
    assert_eq!((opened.reply.to.len(), opened.reply_all.to.len(), opened.reply_all.cc.len()), (1, 2, 1));
    assert_eq!(opened.sender.unwrap().address, SERVICE);
}

#[tokio::test]
async fn a_name_that_the_author_gives_stands_in_the_header_and_is_that_of_whoever_had_none() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let typed = ["Kari N. <kari@customer.test>", "Chef <chef@customer.test>", "Ola <ola@else.test>"];
    let names = RecipientNames::of_typed(&typed.map(str::to_owned));
    let knowing = Knowing { names, ..Knowing::default() };
    let answer = NewReply {
        to: Some(vec![address("kari@customer.test")]),
        cc: vec![address("chef@customer.test")],
        knowing: knowing.clone(),
        ..text("We look into it.")
    };
    reply(&house, case, answer).await;
    house.send().await;
    let mail = raw(&house, 0);
    assert_eq!(field(&mail, "To: "), "\"Kari N.\" <kari@customer.test>");
    assert_eq!(field(&mail, "Cc: "), "Chef <chef@customer.test>");

    let to = Some(vec![address("ola@else.test")]);
    let forward = NewReply { mode: Mode::Forward, to, knowing, ..text("Can you check this?") };
    reply(&house, case, forward).await;
    house.send().await;
    assert_eq!(field(&raw(&house, 1), "To: "), "Ola <ola@else.test>");

    let conn = house.office.store().read();
    let known = store::cases::list_participants(&conn, house.actor.organisation, case).await.unwrap();
    let names: Vec<_> = known.into_iter().map(|one| one.name.unwrap_or_default()).collect();
    assert_eq!(names, ["Chef", "Kari", "Ola", "Per"], "Kari has the name that she gave herself");
}

#[tokio::test]
async fn what_an_outsider_answers_to_a_forward_stays_apart_from_the_customer() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let forward = NewReply {
        mode: Mode::Forward,
        to: Some(vec![address("supplier@else.test")]),
        ..text("Can you check this?")
    };
    reply(&house, case, forward.clone()).await;
    house.send().await;
    let mail = raw(&house, 0);
    assert_eq!(house.sink.taken()[0].recipients, ["supplier@else.test"]);
    assert!(field(&mail, "Subject: ").starts_with("Fwd: The invoice"), "{mail}");
    assert!(mail.contains("Forwarded message") && mail.contains("It is too high."), "{mail}");
    assert_eq!(field(&mail, "In-Reply-To: "), "", "the outsider knows nothing of the customer's thread");
    let id = field(&mail, "Message-ID: ");
    let back = format!(
        "From: supplier@else.test\nTo: {SERVICE}\nSubject: Sv: x\nMessage-ID: <s1@else.test>\nIn-Reply-To: {id}\n\n\
         Our price was wrong.\n"
    );
    house.receive(&back).await;
    let all = messages(&house, case).await;
    assert_eq!(all.iter().map(|message| message.aside).collect::<Vec<_>>(), [false, true, true]);

    reply(&house, case, text("We correct it.")).await;
    house.send().await;
    let mail = raw(&house, 1);
    assert_eq!(house.sink.taken()[1].recipients, ["kari@customer.test"]);
    assert!(mail.contains("It is too high.") && !mail.contains("Our price"), "{mail}");
    assert!(!mail.contains("s1@else.test") && !mail.contains(&id), "{mail}");

    // An answer to the outsider goes to him, and stays aside.
    let outsider = NewReply { about: about(Some(all[2].id), Vec::new()), ..text("Thank you.") };
    reply(&house, case, outsider).await;
    house.send().await;
    assert_eq!(house.sink.taken()[2].recipients, ["supplier@else.test"]);
    assert!(messages(&house, case).await.last().unwrap().aside);
}

#[tokio::test]
async fn a_forward_carries_the_chosen_files() {
    let house = House::open().await;
    let with_file = "From: kari@customer.test\nTo: service@house.test\nSubject: A file\nMIME-Version: 1.0\n\
        Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee.\n\
        --b\nContent-Type: text/csv; name=a.csv\nContent-Disposition: attachment; filename=a.csv\n\n1;2\n--b--\n";
    house.receive(with_file).await;
    let case = house.cases().await[0].id;
    let received = messages(&house, case).await.remove(0);
    let index = received.content.attachments[0].index;
    let to = Some(vec![address("supplier@else.test")]);
    let forward = NewReply { mode: Mode::Forward, to, about: about(None, vec![index]), ..text("Here.") };
    reply(&house, case, forward.clone()).await;
    house.send().await;
    assert!(raw(&house, 0).contains("filename=\"a.csv\""));
    let wrong = NewReply { about: about(None, vec![99]), ..forward };
    let refused = compose::reply(&house.office, &house.actor, case, wrong).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("file_missing", Some("attachments")));
}

#[tokio::test]
async fn a_mail_can_be_taken_back_until_its_first_attempt() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let answer = NewReply {
        timing: Timing::Undo { seconds: 10 },
        status: Some(CaseStatus::Closed),
        ..text("Too hasty")
    };
    let message = reply(&house, case, answer.clone()).await;
    house.send().await;
    assert_eq!(house.sink.count(), 0, "it waits for second thoughts");
    assert_eq!(house.case(case).await.status, CaseStatus::Closed);

    let mode = compose::take_back(&house.office, &house.actor, case, message).await.unwrap();
    assert_eq!(mode, Mode::Reply);
    let found = house.case(case).await;
    assert_eq!((found.status, found.owner_id, found.messages), (CaseStatus::Open, None, 1));
    assert!(items(&house).await.is_empty());
    let draft = drafts(&house, case).await.remove(0);
    assert_eq!((draft.written.text.as_str(), draft.returned), ("Too hasty", Some(Returned::TakenBack)));
    assert_eq!(draft.written.to.unwrap(), ["kari@customer.test"]);

    let message = reply(&house, case, answer).await;
    assert!(drafts(&house, case).await.is_empty(), "sending ends the draft");
    house.clock.advance_millis(10_000);
    house.send().await;
    assert_eq!(house.sink.count(), 1);
    let refused = compose::take_back(&house.office, &house.actor, case, message).await.unwrap_err();
    assert_eq!(refused.code, "mail.on_its_way");
}

#[tokio::test]
async fn what_was_begun_meanwhile_stays_below_what_comes_back() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let message =
        reply(&house, case, NewReply { timing: Timing::Undo { seconds: 10 }, ..text("First") }).await;
    let begun = Written { text: "Second".to_owned(), ..Written::default() };
    compose::put_draft(&house.office, &house.actor, (Some(case), begun), None).await.unwrap();
    compose::take_back(&house.office, &house.actor, case, message).await.unwrap();
    assert_eq!(drafts(&house, case).await[0].written.text, "First\n\nSecond");
}

#[tokio::test]
async fn whom_a_draft_was_begun_for_is_written_to_with_the_mail_that_comes_back_above_it() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let (office, actor) = (&house.office, &house.actor);
    let forward = NewReply {
        mode: Mode::Forward,
        to: Some(vec![address("first@else.test")]),
        cc: vec![address("both@else.test")],
        timing: Timing::Undo { seconds: 10 },
        ..text("First")
    };
    let message = reply(&house, case, forward.clone()).await;
    let typed = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    let begun = Written {
        mode: Mode::Forward,
        text: "Second".to_owned(),
        to: Some(typed(&["x@y.test", "Both@else.test"])),
        cc: typed(&["list:7"]),
        bcc: typed(&["hidden@y.test", "first@else.test"]),
        subject: Some("The other subject".to_owned()),
        as_whom: AsWhom { from: Some(FromChoice::Mailbox), needs_tls: true, ..AsWhom::default() },
        ..Written::default()
    };
    compose::put_draft(office, actor, (Some(case), begun.clone()), None).await.unwrap();
    compose::take_back(office, actor, case, message).await.unwrap();
    let draft = drafts(&house, case).await.remove(0);
    let written = &draft.written;
    assert_eq!(written.to.as_deref().unwrap(), ["first@else.test", "x@y.test"]);
    assert_eq!(written.cc, ["both@else.test", "list:7"]);
    assert_eq!(written.bcc, ["hidden@y.test"]);
    assert_eq!(written.subject.as_deref(), Some("The other subject"));
    assert_eq!((written.as_whom.from, written.as_whom.needs_tls), (Some(FromChoice::Mailbox), true));
    assert!(draft.joined, "its author is told");
    compose::put_draft(office, actor, (Some(case), written.clone()), Some(draft.version)).await.unwrap();
    assert!(!drafts(&house, case).await[0].joined, "he has seen it");

    // Where the mail that comes back says it, it counts, and whom both have are nobody new.
    let own = NewReply { subject: Some("Mine".to_owned()), ..forward };
    let message = reply(&house, case, own).await;
    let same = Written { to: Some(typed(&["FIRST@else.test"])), cc: Vec::new(), bcc: Vec::new(), ..begun };
    compose::put_draft(office, actor, (Some(case), same), None).await.unwrap();
    compose::take_back(office, actor, case, message).await.unwrap();
    let draft = drafts(&house, case).await.remove(0);
    assert_eq!((draft.written.subject.as_deref(), draft.joined), (Some("Mine"), false));
}

#[tokio::test]
async fn an_answer_begun_for_the_usual_recipients_keeps_them_below_a_mail_that_comes_back() {
    for (mode, to, cc) in [
        (Mode::Reply, vec!["lawyer@else.test", "kari@customer.test"], vec![]),
        (
            Mode::ReplyAll,
            vec!["lawyer@else.test", "kari@customer.test", "per@customer.test"],
            vec!["chef@customer.test"],
        ),
    ] {
        let house = House::open().await;
        let case = first_case(&house).await;
        let (office, actor) = (&house.office, &house.actor);
        let timing = Timing::Undo { seconds: 10 };
        let to_lawyer = NewReply { to: Some(vec![address("lawyer@else.test")]), timing, ..text("First") };
        let message = reply(&house, case, to_lawyer).await;
        let as_whom = AsWhom { receipt: true, files_as_links: true, ..AsWhom::default() };
        let begun = Written { mode, text: "Second".to_owned(), as_whom, ..Written::default() };
        compose::put_draft(office, actor, (Some(case), begun), None).await.unwrap();
        compose::take_back(office, actor, case, message).await.unwrap();
        let draft = drafts(&house, case).await.remove(0);
        assert_eq!(draft.written.to.as_deref().unwrap(), to, "{mode:?}");
        assert_eq!(draft.written.cc, cc, "{mode:?}");
        assert!(draft.joined, "its author is told");
        assert!(draft.written.as_whom.receipt && draft.written.as_whom.files_as_links);
    }

    // Whoever is usually written to is nobody new beside himself.
    let house = House::open().await;
    let case = first_case(&house).await;
    let usual = NewReply { timing: Timing::Undo { seconds: 10 }, ..text("First") };
    let message = reply(&house, case, usual).await;
    let begun = Written { text: "Second".to_owned(), ..Written::default() };
    compose::put_draft(&house.office, &house.actor, (Some(case), begun), None).await.unwrap();
    compose::take_back(&house.office, &house.actor, case, message).await.unwrap();
    let draft = drafts(&house, case).await.remove(0);
    assert_eq!(draft.written.to.as_deref().unwrap(), ["kari@customer.test"]);
    assert!(!draft.joined);
}

async fn planned(house: &House, case: CaseId) -> MessageId {
    let at = house.office.now().plus_seconds(3_600);
    reply(house, case, NewReply { timing: Timing::At { at, cancel_if_answered: true }, ..text("Reminder") })
        .await
}

fn follow_up(headers: &str) -> String {
    format!(
        "From: kari@customer.test\nTo: {SERVICE}\nSubject: x\nIn-Reply-To: <1@customer.test>\n{headers}\nSolved.\n"
    )
}

#[tokio::test]
async fn a_planned_mail_goes_back_to_its_author_when_the_customer_writes_first() {
    let house = House::open().await;
    let case = first_case(&house).await;
    planned(&house, case).await;
    // A program's answer is nobody's.
    house.receive(&follow_up("Message-ID: <2@x>\nAuto-Submitted: auto-replied\n")).await;
    assert_eq!(items(&house).await.len(), 1);
    house.receive(&follow_up("Message-ID: <3@x>\n")).await;
    assert!(items(&house).await.is_empty());
    house.clock.advance_millis(4_000_000);
    house.send().await;
    assert_eq!(house.sink.count(), 0);
    let draft = drafts(&house, case).await.remove(0);
    assert_eq!((draft.written.text.as_str(), draft.returned), ("Reminder", Some(Returned::Answered)));
    assert!(draft.written.cancel_if_answered);
    let conn = house.office.store().read();
    let log = store::cases::list_log(&conn, house.actor.organisation, case).await.unwrap();
    assert!(log.iter().any(|entry| entry.what == "answered"), "{log:?}");
}

#[tokio::test]
async fn a_planned_mail_leaves_at_its_time_and_the_time_can_be_changed() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let message = planned(&house, case).await;
    let (office, actor) = (&house.office, &house.actor);
    let now = office.now();
    let past = compose::reschedule_message(office, actor, (case, message), Some(now)).await.unwrap_err();
    assert_eq!((past.code, past.field), ("plan.past", Some("send_at")));
    let sooner = Some(now.plus_seconds(60));
    compose::reschedule_message(office, actor, (case, message), sooner).await.unwrap();
    assert_eq!(items(&house).await[0].planned_at, sooner);
    house.send().await;
    assert_eq!(house.sink.count(), 0);
    compose::reschedule_message(office, actor, (case, message), None).await.unwrap();
    house.send().await;
    assert_eq!((house.sink.count(), items(&house).await[0].state), (1, DeliveryState::Sent));
    let late = compose::reschedule_message(office, actor, (case, message), sooner).await.unwrap_err();
    assert_eq!(late.code, "mail.not_waiting");
}

#[tokio::test]
async fn the_newest_draft_wins_and_its_author_is_told() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let (office, actor) = (&house.office, &house.actor);
    let put = async |text: &str, seen| {
        let written = Written { text: text.to_owned(), ..Written::default() };
        compose::put_draft(office, actor, (Some(case), written), seen).await.unwrap()
    };
    let first = put("one", None).await;
    assert_eq!((first.version, first.overwrote), (1, false));
    assert!(!put("one more", Some(1)).await.overwrote);
    assert!(put("from the other window", Some(1)).await.overwrote);
    let draft = drafts(&house, case).await.remove(0);
    assert_eq!((draft.version, draft.written.text.as_str()), (3, "from the other window"));
    assert!(compose::drafts_of_case(office, &colleague(&house).await, case).await.unwrap().is_empty());
    assert_eq!(put("  ", Some(3)).await.version, 0);
    assert!(drafts(&house, case).await.is_empty());
    let long = Written { to: Some(vec!["a@b.test".to_owned(); 101]), ..Written::default() };
    let refused = compose::put_draft(office, actor, (Some(case), long), None).await.unwrap_err();
    assert_eq!(refused.code, "too_many_recipients");
}

#[tokio::test]
async fn a_second_agent_looks_at_the_firsts_answer_first() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let seen = messages(&house, case).await.last().map(|message| message.id);
    let lars = colleague(&house).await;
    compose::reply(&house.office, &lars, case, text("Done.")).await.unwrap();
    let mine = NewReply { knowing: Knowing { last: seen, ..Knowing::default() }, ..text("I am on it.") };
    let refused = compose::reply(&house.office, &house.actor, case, mine.clone()).await.unwrap_err();
    assert_eq!((refused.code, refused.params["name"].as_str()), ("case.answered_meanwhile", "Lars"));
    reply(&house, case, NewReply { knowing: Knowing::default(), ..mine }).await;
}

#[tokio::test]
async fn a_mail_whose_author_did_not_hear_that_it_was_taken_is_sent_once_and_another_one_when_he_has_looked()
{
    let house = House::open().await;
    let case = first_case(&house).await;
    let seen = messages(&house, case).await.last().map(|message| message.id);
    let mail = NewReply { knowing: Knowing { last: seen, ..Knowing::default() }, ..text("Done.") };
    let send = async |mail: &NewReply| {
        compose::reply(&house.office, &house.actor, case, mail.clone()).await.unwrap()
    };
    let first = send(&mail).await;
    assert_eq!(send(&mail).await, first, "the same again, before it was seen");
    house.send().await;
    assert_eq!(messages(&house, case).await.len(), 2);
    let changed = NewReply { text: "Done, and sorry.".to_owned(), ..mail.clone() };
    let refused = compose::reply(&house.office, &house.actor, case, changed.clone()).await.unwrap_err();
    assert_eq!(refused.code, "case.answered_already", "his other window has the same draft");
    assert_eq!(refused.params["message_id"], first.to_string());
    let other = send(&NewReply { knowing: Knowing::default(), ..changed }).await;
    assert_ne!(other, first, "who says so sends another mail");
    assert_ne!(
        send(&NewReply { knowing: Knowing { last: Some(other), ..Knowing::default() }, ..mail }).await,
        first,
        "who has seen the first means it"
    );
}

#[tokio::test]
async fn a_case_is_started_by_writing_and_is_its_authors() {
    let house = House::open().await;
    let rules = SendingRules { agent_name: true, ..SendingRules::default() };
    compose::change_rules(&house.office, &house.actor, rules).await.unwrap();
    let mail =
        NewReply { to: Some(vec![address("new@customer.test")]), ..text("Your meter is changed on Monday.") };
    let start = async |mail: NewReply| compose::start(&house.office, &house.actor, house.mailbox, mail).await;
    assert_eq!(start(mail.clone()).await.unwrap_err().field, Some("subject"));
    let (case, _) = start(NewReply { subject: Some("Your meter".to_owned()), ..mail }).await.unwrap();
    house.send().await;
    let sent = raw(&house, 0);
    let found = house.case(case).await;
    assert_eq!(
        (found.owner_id, found.customer_address.as_str()),
        (Some(house.actor.user), "new@customer.test")
    );
    assert_eq!(field(&sent, "Subject: "), format!("Your meter [#{}]", found.number));
    assert_eq!(field(&sent, "From: "), format!("\"Ada, The service\" <{SERVICE}>"));
    assert_eq!(messages(&house, case).await[0].direction, Direction::Sent);
    assert_eq!(house.cases().await.len(), 1);
}

#[tokio::test]
async fn the_signature_stands_under_the_text_and_above_what_is_answered() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let own =
        store::signatures::Signatures { of_new: "Ada of the house".into(), of_reply: "Regards, Ada".into() };
    flows::signatures::put_own(&house.office, &house.actor, own).await.unwrap();
    reply(&house, case, text("We look into it.")).await;
    house.send().await;
    let mail = raw(&house, 0);
    let (before, after) = mail.split_once("We look into it.\r\n\r\nRegards, Ada").expect("it is signed");
    assert!(!before.contains("It is too high.") && after.contains("It is too high."), "{mail}");
    assert_eq!(messages(&house, case).await.last().unwrap().content.text, "We look into it.");
}

#[tokio::test]
async fn where_customers_see_no_users_a_mail_has_the_mailboxs_name_and_signature_alone() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let case = first_case(&house).await;
    let own =
        store::signatures::Signatures { of_new: "Ada of the house".into(), of_reply: "Regards, Ada".into() };
    flows::signatures::put_own(office, actor, own).await.unwrap();
    let signature = "[[user.name]], [[user.address]]".into();
    flows::signatures::put_of_mailbox(office, actor, (house.mailbox, None), signature).await.unwrap();
    let rules = SendingRules { agent_name: true, anonymous: true, ..SendingRules::default() };
    compose::change_rules(office, actor, rules).await.unwrap();
    let offered = compose::senders(office, actor, (None, false)).await.unwrap().offered;
    assert!(offered.is_empty(), "nobody writes from his own address: {offered:?}");
    let from = NewReply {
        as_whom: AsWhom { from: Some(FromChoice::Own), ..AsWhom::default() },
        ..text("We look into it.")
    };
    let refused = compose::reply(office, actor, case, from).await.unwrap_err();
    assert_eq!(refused.code, "from.own_not_allowed");
    reply(&house, case, text("We look into it.")).await;
    house.send().await;
    let sent = raw(&house, 0);
    assert_eq!(field(&sent, "From: "), format!("The service <{SERVICE}>"));
    assert!(sent.contains(&format!("The service, {SERVICE}")), "{sent}");
    assert!(!sent.contains("Regards, Ada"), "{sent}");
}

#[tokio::test]
async fn an_answer_to_all_writes_neither_to_our_senders_nor_to_its_author() {
    let house = House::open().await;
    let shared = flows::identities::IdentityInput {
        address: Some(address("press@house.test")),
        display_name: Some("Press desk".to_owned()),
        ..flows::identities::IdentityInput::default()
    };
    flows::identities::create(&house.office, &house.actor, shared).await.unwrap();
    let own = flows::users::profile(&house.office, &house.actor).await.unwrap().user.address;
    let mail = format!(
        "From: Kari <kari@customer.test>\nTo: {SERVICE}, Press@house.test, {own}\nCc: lars@house.test, per@customer.test\n\
         Subject: All\nMessage-ID: <all@customer.test>\n\nHei\n"
    );
    house.receive(&mail).await;
    let case = house.cases().await.pop().unwrap().id;
    let opened = compose::open(&house.office, &house.actor, case, None).await.unwrap();
    let addresses = |people: &[(Option<String>, EmailAddress)]| {
        people.iter().map(|(_, address)| address.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(addresses(&opened.reply_all.to), ["kari@customer.test"]);
    assert_eq!(addresses(&opened.reply_all.cc), ["lars@house.test", "per@customer.test"]);
}
