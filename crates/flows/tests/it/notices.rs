//! Who is told of what, how, and who is not.

use domain::mailbox::Protocol;
use domain::notice::{Channels, Happening, NoticeEvent};
use domain::org::{Actor, Language, Right};
use domain::timeline::Step;
use domain::{CaseId, CategoryId, EmailAddress, Secret};
use flows::cases::{self, CaseChange, CaseWaker};
use flows::mailboxes::{MailboxInput, ServerInput};
use flows::notify::{self, Bell, Notifier, NotifySettings};
use flows::worker::Found;
use store::categories::CategoryChange;
use store::notices::Which;
use store::{ListQuery, StoreError};

use crate::house::House;

/// A colleague with these rights.
pub(crate) async fn colleague(house: &House, name: &str, rights: &[Right]) -> Actor {
    let organisation = house.actor.organisation;
    let rights: domain::org::Rights = rights.iter().copied().collect();
    let (given, role) = (rights.clone(), format!("Role of {name}"));
    let role = house
        .office
        .store()
        .write(move |tx| Box::pin(async move { store::roles::insert(tx, organisation, &role, &given).await }))
        .await
        .unwrap();
    let user = flows::users::NewUser {
        name: name.to_owned(),
        address: format!("{}@house.test", name.to_lowercase()),
        password: Secret::new("a long password"),
        language: Language::Nb,
        role_ids: vec![role],
        category_ids: Vec::new(),
    };
    let user = flows::users::create(&house.office, organisation, user).await.unwrap();
    Actor { organisation, user, rights }
}

/// A category with these members, which the mailbox gives its cases.
pub(crate) async fn category(house: &House, members: &[&Actor], addresses: &[&str]) -> CategoryId {
    let organisation = house.actor.organisation;
    let change = CategoryChange {
        member_ids: Some(members.iter().map(|member| member.user).collect()),
        notify_addresses: Some(addresses.iter().map(|text| text.parse::<EmailAddress>().unwrap()).collect()),
        ..CategoryChange::default()
    };
    let id = house
        .office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let id = store::categories::insert(tx, organisation, "Support").await?;
                store::categories::update(tx, organisation, id, &change).await?;
                Ok::<_, StoreError>(id)
            })
        })
        .await
        .unwrap();
    let input = MailboxInput { category_id: Some(Some(id)), ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
    id
}

pub(crate) async fn mail(house: &House, number: u32) -> CaseId {
    house
        .receive(&format!(
            "From: Kari <kari@customer.test>\nTo: service@house.test\nSubject: Help {number}\n\
             Message-ID: <{number}@customer.test>\n\nHello.\n"
        ))
        .await;
    house.cases().await.last().unwrap().id
}

pub(crate) async fn tell(house: &House) {
    let notifier = Notifier::new(house.office.clone());
    while notifier.run_once().await.unwrap() == Found::Work {}
}

pub(crate) async fn bell(house: &House, actor: &Actor) -> Bell {
    tell(house).await;
    notify::bell(&house.office, actor, None).await.unwrap()
}

pub(crate) async fn events(house: &House, actor: &Actor) -> Vec<NoticeEvent> {
    bell(house, actor).await.notices.into_iter().rev().map(|notice| notice.row.event).collect()
}

pub(crate) async fn choose(
    house: &House,
    actor: &Actor,
    event: NoticeEvent,
    (in_app, by_mail): (bool, bool),
) {
    let choice = (event, Channels { in_app, by_mail });
    notify::choose(&house.office, actor, vec![choice]).await.unwrap();
}

/// What is in the outbox, by whom it goes to.
pub(crate) async fn posted(house: &House) -> Vec<store::outbox::OutboxRow> {
    let filter = store::outbox::OutboxFilter { shelf: store::outbox::OutboxShelf::Waiting };
    let conn = house.office.store().read();
    store::outbox::list(&conn, house.actor.organisation, &ListQuery::default(), filter).await.unwrap().rows
}

pub(crate) const AGENT: [Right; 1] = [Right::CasesAll];

#[tokio::test]
async fn members_hear_of_new_cases_owners_of_messages_and_nobody_of_his_own_deeds() {
    let house = House::open().await;
    let (ada, bo) = (house.actor.clone(), colleague(&house, "Bo", &AGENT).await);
    category(&house, &[&ada, &bo], &[]).await;
    let case = mail(&house, 1).await;
    assert_eq!(events(&house, &ada).await, [NoticeEvent::NewCase]);
    assert_eq!(events(&house, &bo).await, [NoticeEvent::NewCase]);

    // Bo takes it and comments; the customer writes again; Ada takes it over.
    let taken = CaseChange { owner: Some(Some(bo.user)), ..CaseChange::default() };
    cases::change(&house.office, &bo, case, taken).await.unwrap();
    cases::comment(&house.office, &bo, case, "Mine.".to_owned()).await.unwrap();
    assert_eq!(events(&house, &bo).await, [NoticeEvent::NewCase], "he did it himself");
    house
        .receive("From: kari@customer.test\nSubject: Re: Help 1\nMessage-ID: <2@customer.test>\nIn-Reply-To: <1@customer.test>\n\nYes?\n")
        .await;
    let over = CaseChange { owner: Some(Some(ada.user)), ..CaseChange::default() };
    cases::change(&house.office, &ada, case, over).await.unwrap();
    let told = bell(&house, &bo).await;
    let said: Vec<_> = told.notices.iter().map(|notice| notice.row.event).collect();
    // As things stand when it is told, the case and its new message are Ada's.
    assert_eq!(said, [NoticeEvent::Assigned, NoticeEvent::NewCase]);
    assert_eq!(told.notices[0].row.what, Happening::Owner { from: Some(bo.user), to: Some(ada.user) });
    assert_eq!(told.notices[0].names[&ada.user], "Ada");
    assert_eq!(told.unread, 2);
    notify::mark_read(&house.office, &bo, Which::OfCase(case)).await.unwrap();
    assert_eq!(bell(&house, &bo).await.unread, 0);
    assert_eq!(events(&house, &ada).await, [NoticeEvent::NewCase, NoticeEvent::NewMessage]);
}

#[tokio::test]
async fn followers_hear_of_changes_until_they_leave_and_the_waking_of_a_case_is_told() {
    let house = House::open().await;
    let bo = colleague(&house, "Bo", &AGENT).await;
    let case = mail(&house, 1).await;
    notify::follow(&house.office, &bo, case, true).await.unwrap();
    assert!(notify::is_followed(&house.office, &bo, case).await.unwrap());
    let until = house.office.now().plus_seconds(60);
    let wait = CaseChange {
        owner: Some(Some(house.actor.user)),
        status: Some(domain::case::CaseStatus::Waiting),
        wait_until: Some(Some(until)),
        ..CaseChange::default()
    };
    cases::change(&house.office, &house.actor, case, wait).await.unwrap();
    assert_eq!(events(&house, &bo).await, [NoticeEvent::Followed; 2], "owner and status");
    house.clock.advance_seconds(61);
    CaseWaker::new(house.office.clone()).run_once().await.unwrap();
    assert_eq!(events(&house, &house.actor).await, [NoticeEvent::Woken]);
    notify::follow(&house.office, &bo, case, false).await.unwrap();
    cases::comment(&house.office, &house.actor, case, "Done.".to_owned()).await.unwrap();
    assert_eq!(events(&house, &bo).await.len(), 3);
}

#[tokio::test]
async fn several_events_of_a_case_are_one_mail_that_nothing_may_answer() {
    let house = House::open().await;
    let bo = colleague(&house, "Bo", &AGENT).await;
    let case = mail(&house, 1).await;
    choose(&house, &bo, NoticeEvent::NewMessage, (false, true)).await;
    let given = CaseChange { owner: Some(Some(bo.user)), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, case, given).await.unwrap();
    cases::comment(&house.office, &house.actor, case, "Please.".to_owned()).await.unwrap();
    tell(&house).await;
    assert!(posted(&house).await.is_empty(), "it waits for more");
    assert_eq!(bell(&house, &bo).await.unread, 1, "of messages he wants mail alone");
    house.clock.advance_seconds(5 * 60);
    tell(&house).await;
    let posted = posted(&house).await;
    assert_eq!(posted.len(), 1);
    let mail = &posted[0];
    assert_eq!(mail.recipients, ["bo@house.test".parse().unwrap()]);
    assert_eq!((mail.return_path.as_ref(), mail.case_id), (None, None));
    assert!(mail.subject.starts_with("Sak 1: Help 1"), "in his language: {}", mail.subject);
    let conn = house.office.store().read();
    let raw = store::raw::get(&conn, house.actor.organisation, mail.raw_hash).await.unwrap().unwrap();
    let raw = String::from_utf8_lossy(&raw).replace("=\r\n", "");
    assert!(raw.contains("Auto-Submitted: auto-generated") && raw.contains("X-Auto-Response-Suppress: All"));
    assert!(raw.contains("Ada ga deg saken") && raw.contains("Ada skrev en kommentar"), "{raw}");
    assert!(raw.contains(&format!("https://house.test/cases/{case}")));
    assert!(!raw.contains("Please."), "what was written stays in the house");
    tell(&house).await;
    assert_eq!(posted.len(), 1);
}

#[tokio::test]
async fn whoever_may_not_see_the_case_is_told_nothing() {
    let house = House::open().await;
    let (own, none) = (
        colleague(&house, "Eva", &[Right::CasesOwn]).await,
        colleague(&house, "Nils", &[Right::Outbox]).await,
    );
    let category = category(&house, &[&own, &none], &[]).await;
    let case = mail(&house, 1).await;
    assert_eq!(events(&house, &own).await, [NoticeEvent::NewCase]);
    assert!(events(&house, &none).await.is_empty(), "a member without the right");
    notify::follow(&house.office, &own, case, true).await.unwrap();
    let away = CaseChange { category: Some(None), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, case, away).await.unwrap();
    let told = bell(&house, &own).await;
    assert_eq!(told.notices.len(), 1, "it left her category {category}");
    assert_eq!(told.notices[0].case, None, "and its title is not hers to read");
    let code = notify::follow(&house.office, &own, case, true).await.unwrap_err().code;
    assert_eq!(code, "not_found");
}

/// A notice stays when a right is taken away; what it is about does not.
#[tokio::test]
async fn whoever_loses_the_right_to_cases_reads_no_title_in_an_old_notice() {
    let house = House::open().await;
    let own = colleague(&house, "Eva", &[Right::CasesOwn]).await;
    category(&house, &[&own], &[]).await;
    mail(&house, 1).await;
    assert_eq!(events(&house, &own).await, [NoticeEvent::NewCase]);
    assert!(bell(&house, &own).await.notices[0].case.is_some());
    let without = Actor { rights: [Right::Outbox].into_iter().collect(), ..own };
    let told = bell(&house, &without).await;
    assert_eq!((told.notices.len(), &told.notices[0].case), (1, &None));
}

/// What colleagues write among themselves, and what was removed, is for nobody's mailbox.
#[tokio::test]
async fn a_notice_quotes_the_customer_and_no_comment() {
    let house = House::open().await;
    category(&house, &[], &["vakt@else.test"]).await;
    let quoting = NotifySettings { with_text: true, ..NotifySettings::default() };
    notify::put(&house.office, &house.actor, quoting).await.unwrap();
    let case = mail(&house, 1).await;
    let before = newest(&house, case).await;
    let words = "He is difficult.".to_owned();
    cases::comment(&house.office, &house.actor, case, words).await.unwrap();
    assert_eq!(newest(&house, case).await, before);
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap();
    cases::messages::remove(&house.office, &house.actor, (case, messages[0].id)).await.unwrap();
    assert_eq!(newest(&house, case).await, None);
}

async fn newest(house: &House, case: CaseId) -> Option<store::cases::Newest> {
    let conn = house.office.store().read();
    store::cases::find_newest(&conn, house.actor.organisation, case).await.unwrap()
}

#[tokio::test]
async fn history_tells_nobody() {
    let house = House::open().await;
    category(&house, &[&house.actor], &["vakt@else.test"]).await;
    let source = "From: kari@customer.test\r\nSubject: Old\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\nMessage-ID: <old@x.test>\r\n\r\nOld.\r\n";
    assert_eq!(crate::importing::import(&house, source).await.stored, 1);
    house.place().await;
    assert_eq!(house.cases().await.len(), 1);
    assert!(events(&house, &house.actor).await.is_empty());
    assert!(posted(&house).await.is_empty());
}

#[tokio::test]
async fn a_categorys_addresses_get_a_mail_for_each_case_until_the_brake() {
    let house = House::open().await;
    category(&house, &[], &["vakt@else.test"]).await;
    let few = NotifySettings { per_hour: 2, with_text: true, ..NotifySettings::default() };
    notify::put(&house.office, &house.actor, few).await.unwrap();
    for number in 1..=4 {
        mail(&house, number).await;
    }
    tell(&house).await;
    let posted = posted(&house).await;
    assert_eq!(posted.len(), 2);
    assert!(posted.iter().all(|mail| mail.return_path.is_none() && mail.case_id.is_none()));
    let case = house.cases().await[3].id;
    let conn = house.office.store().read();
    let log = store::cases::list_log(&conn, house.actor.organisation, case).await.unwrap();
    assert!(log.iter().any(|entry| entry.what == "address_not_notified"), "the brake is seen in the case");
}

#[tokio::test]
async fn a_mailbox_of_ours_is_never_told_by_mail() {
    let house = House::open().await;
    let bo = colleague(&house, "Bo", &AGENT).await;
    let case = mail(&house, 1).await;
    let given = CaseChange { owner: Some(Some(bo.user)), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, case, given).await.unwrap();
    choose(&house, &bo, NoticeEvent::Assigned, (false, true)).await;
    let input = MailboxInput {
        address: Some("bo@house.test".to_owned()),
        server: ServerInput { protocol: Some(Protocol::Smtp), ..ServerInput::default() },
        ..MailboxInput::default()
    };
    flows::mailboxes::create(&house.office, &house.actor, input).await.unwrap();
    tell(&house).await;
    house.clock.advance_seconds(5 * 60);
    tell(&house).await;
    assert!(posted(&house).await.is_empty());
    assert_eq!(bell(&house, &bo).await.unread, 1, "what cannot be mailed is shown");
}

#[tokio::test]
async fn a_notice_that_comes_back_makes_no_case_and_tells_nobody() {
    let house = House::open().await;
    let bo = colleague(&house, "Bo", &AGENT).await;
    let case = mail(&house, 1).await;
    choose(&house, &bo, NoticeEvent::Assigned, (true, true)).await;
    let given = CaseChange { owner: Some(Some(bo.user)), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, case, given).await.unwrap();
    tell(&house).await;
    house.clock.advance_seconds(5 * 60);
    tell(&house).await;
    let conn = house.office.store().read();
    let hash = posted(&house).await[0].raw_hash;
    let raw = store::raw::get(&conn, house.actor.organisation, hash).await.unwrap().unwrap();
    let told = bell(&house, &bo).await.notices.len();
    // His address is a group elsewhere, with the mailbox in it.
    let raw =
        format!("List-Id: <office.elsewhere.test>\n{}", String::from_utf8_lossy(&raw).replace("\r\n", "\n"));
    let back = crate::pipeline::new(house.receive(&raw).await);
    assert_eq!((house.cases().await.len(), house.case(case).await.messages), (1, 1));
    assert!(store::happenings::is_empty(&conn).await.unwrap());
    assert_eq!(bell(&house, &bo).await.notices.len(), told);
    let steps = crate::pipeline::steps(&house, back).await;
    let left_out = |step: &Step| matches!(step, Step::Ignored { because } if because == "own_notice");
    assert!(steps.iter().any(left_out), "{steps:?}");
}

#[tokio::test]
async fn too_many_mails_pause_and_the_bell_says_so() {
    let house = House::open().await;
    let bo = colleague(&house, "Bo", &AGENT).await;
    let few = NotifySettings { per_hour: 1, ..NotifySettings::default() };
    notify::put(&house.office, &house.actor, few).await.unwrap();
    for number in 1..=2 {
        let case = mail(&house, number).await;
        let given = CaseChange { owner: Some(Some(bo.user)), ..CaseChange::default() };
        cases::change(&house.office, &house.actor, case, given).await.unwrap();
    }
    assert_eq!(bell(&house, &bo).await.mail_paused_until, None);
    house.clock.advance_seconds(5 * 60);
    let told = bell(&house, &bo).await;
    assert_eq!(posted(&house).await.len(), 1);
    assert!(told.mail_paused_until.is_some_and(|until| until > house.office.now()));
}

#[tokio::test]
async fn a_failed_mail_is_told_to_whoever_wrote_in_the_case() {
    let house = House::open().await;
    let bo = colleague(&house, "Bo", &AGENT).await;
    let case = mail(&house, 1).await;
    let reply = flows::compose::NewReply { text: "Here.".to_owned(), ..flows::compose::NewReply::default() };
    flows::compose::reply(&house.office, &bo, case, reply).await.unwrap();
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 nobody here");
    house.send().await;
    assert!(events(&house, &bo).await.contains(&NoticeEvent::DeliveryFailed));
}

#[tokio::test]
async fn a_mail_that_fails_for_many_is_one_notice_that_grows_until_it_is_read() {
    let house = House::open().await;
    let bo = colleague(&house, "Bo", &AGENT).await;
    let case = mail(&house, 1).await;
    let cc: Vec<EmailAddress> =
        (0..5).map(|number| format!("k{number}@customer.test").parse().unwrap()).collect();
    for one in &cc {
        house.sink.answer_recipient(&one.to_string(), "550 5.1.1 nobody here");
    }
    house.sink.answer_recipient("kari@customer.test", "451 4.2.1 later");
    let reply =
        flows::compose::NewReply { text: "Here.".to_owned(), cc, ..flows::compose::NewReply::default() };
    flows::compose::reply(&house.office, &bo, case, reply).await.unwrap();
    house.send().await;
    let failed = async || {
        let told = bell(&house, &bo).await.notices.into_iter().map(|one| one.row.what);
        told.filter_map(|what| if let Happening::DeliveryFailed { mail } = what { mail } else { None })
            .collect::<Vec<_>>()
    };
    let told = failed().await;
    assert_eq!((told.len(), told[0].count, told[0].recipients.len()), (1, 5, 3), "{told:?}");
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 nobody here");
    house.clock.advance_seconds(3600);
    house.send().await;
    let told = failed().await;
    assert_eq!((told.len(), told[0].count), (1, 6), "{told:?}");
    // Who is refused again is none more.
    flows::outbox::send_again(&house.office, &house.actor, &[told[0].outbox]).await.unwrap();
    house.send().await;
    let told = failed().await;
    assert_eq!((told.len(), told[0].count, told[0].recipients.len()), (1, 6, 3), "{told:?}");
}

#[tokio::test]
async fn of_a_failure_that_somebody_mended_in_time_no_letter_goes_out() {
    const KARI: &str = "kari@customer.test";
    for (is_sent_again, letters) in [(false, 1), (true, 0)] {
        let house = House::open().await;
        let bo = colleague(&house, "Bo", &AGENT).await;
        let case = mail(&house, 1).await;
        let reply =
            flows::compose::NewReply { text: "Here.".to_owned(), ..flows::compose::NewReply::default() };
        flows::compose::reply(&house.office, &bo, case, reply).await.unwrap();
        house.sink.answer_recipient(KARI, "550 5.1.1 nobody here");
        house.send().await;
        assert!(events(&house, &bo).await.contains(&NoticeEvent::DeliveryFailed));
        if is_sent_again {
            let waiting = posted(&house).await;
            let failed = waiting.iter().find(|row| row.case_id == Some(case)).unwrap().id;
            house.sink.accept_recipient(KARI);
            flows::outbox::send_again(&house.office, &bo, &[failed]).await.unwrap();
            house.send().await;
        }
        house.clock.advance_seconds(5 * 60);
        tell(&house).await;
        let of_bo: EmailAddress = "bo@house.test".parse().unwrap();
        let written = posted(&house).await;
        let written = written.iter().filter(|row| row.recipients.contains(&of_bo)).count();
        assert_eq!(written, letters, "sent again: {is_sent_again}");
    }
}

/// Letters to Bo about his mail that failed, where this is done in its case before they leave.
async fn letters_after(deed: impl AsyncFnOnce(&House, &Actor, CaseId)) -> usize {
    let house = House::open().await;
    let bo = colleague(&house, "Bo", &AGENT).await;
    let case = mail(&house, 1).await;
    let reply = flows::compose::NewReply { text: "Here.".to_owned(), ..flows::compose::NewReply::default() };
    flows::compose::reply(&house.office, &bo, case, reply).await.unwrap();
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 nobody here");
    house.send().await;
    assert!(events(&house, &bo).await.contains(&NoticeEvent::DeliveryFailed));
    house.clock.advance_seconds(60);
    deed(&house, &bo, case).await;
    assert!(!house.case(case).await.delivery_failed, "the case has no mark");
    house.clock.advance_seconds(4 * 60);
    tell(&house).await;
    let of_bo: EmailAddress = "bo@house.test".parse().unwrap();
    posted(&house).await.iter().filter(|row| row.recipients.contains(&of_bo)).count()
}

async fn close(house: &House, actor: &Actor, case: CaseId) {
    let status = Some(domain::case::CaseStatus::Closed);
    let change = CaseChange { status, ..CaseChange::default() };
    cases::change(&house.office, actor, case, change).await.unwrap();
}

#[tokio::test]
async fn a_failure_is_told_by_mail_though_others_wrote_in_its_case_or_closed_it() {
    let passed_on = async |house: &House, _: &Actor, case: CaseId| {
        let forward = flows::compose::NewReply {
            mode: domain::compose::Mode::Forward,
            text: "For you.".to_owned(),
            to: Some(vec!["ola@else.test".parse().unwrap()]),
            ..flows::compose::NewReply::default()
        };
        flows::compose::reply(&house.office, &house.actor, case, forward).await.unwrap();
    };
    assert_eq!(letters_after(passed_on).await, 1);
    let closed = async |house: &House, _: &Actor, case: CaseId| close(house, &house.actor, case).await;
    assert_eq!(letters_after(closed).await, 1);
}

#[tokio::test]
async fn a_failure_is_not_told_by_mail_to_whoever_has_seen_to_it_or_where_the_customer_has_another_address() {
    let by_himself = async |house: &House, bo: &Actor, case: CaseId| {
        close(house, bo, case).await;
        house.clock.advance_seconds(1);
        // What somebody does who comes after him changes nothing.
        close(house, &house.actor, case).await;
    };
    assert_eq!(letters_after(by_himself).await, 0);
    let readdressed = async |house: &House, _: &Actor, case: CaseId| {
        let entry = crate::returns::failures(house, case).await.remove(0);
        let address = Some("kari@else.test".parse().unwrap());
        let correction = flows::compose::Correction { address, lasting: true };
        flows::compose::rewrite(&house.office, &house.actor, case, entry.id, correction).await.unwrap();
        let again =
            flows::compose::NewReply { text: "Here.".to_owned(), ..flows::compose::NewReply::default() };
        flows::compose::reply(&house.office, &house.actor, case, again).await.unwrap();
    };
    assert_eq!(letters_after(readdressed).await, 0);
}

/// The case is thrown away for good.
pub(crate) async fn gone(house: &House, case: CaseId) {
    let (organisation, at) = (house.actor.organisation, house.office.now());
    let later = at.plus_seconds(400 * 24 * 3600);
    let gone: Result<_, StoreError> = house
        .office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let by = store::cases::By { user: None, at };
                store::cases::throw_away(tx, organisation, &[case], domain::case::CaseStatus::Deleted, by)
                    .await?;
                store::cases::purge(tx, later, 10).await
            })
        })
        .await;
    assert_eq!(gone.unwrap(), 1);
}

#[tokio::test]
async fn a_failed_mail_of_no_case_returns_to_its_author() {
    let house = House::open().await;
    let organisation = house.actor.organisation;
    let bo = colleague(&house, "Bo", &AGENT).await;
    let case = mail(&house, 1).await;
    let reply = flows::compose::NewReply { text: "Here.".to_owned(), ..flows::compose::NewReply::default() };
    flows::compose::reply(&house.office, &bo, case, reply).await.unwrap();
    // Its case is thrown away for good before the server answers.
    gone(&house, case).await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 nobody here");
    house.send().await;

    let told = bell(&house, &bo).await.notices.remove(0).row;
    assert_eq!((told.event, told.case), (NoticeEvent::DeliveryFailed, None));
    let Happening::MailReturned { outbox, recipient, .. } = told.what else { panic!("{:?}", told.what) };
    assert_eq!(recipient, "kari@customer.test");
    assert!(bell(&house, &house.actor).await.notices.iter().all(|one| one.row.case.is_some()), "his alone");

    // It is among what he sent, as returned, and he tries again from there.
    let shelf = store::outbox::SentShelf::Returned;
    let filter = flows::compose::own(&house.office, &bo, shelf).await.unwrap();
    let query = ListQuery::<store::outbox::SentSort>::default();
    let conn = house.office.store().read();
    let page = store::outbox::list_sent(&conn, organisation, &query, &filter).await.unwrap();
    assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [outbox]);
    // The same for whoever sees his own cases alone; and nobody else of them sees it.
    for (user, shown) in [(bo.user, 1), (house.actor.user, 0)] {
        let scope = store::cases::CaseScope::Own { user, categories: Vec::new() };
        let filter = store::outbox::SentFilter { author: None, shelf, scope };
        let page = store::outbox::list_sent(&conn, organisation, &query, &filter).await.unwrap();
        assert_eq!(page.rows.len(), shown);
    }
    house.sink.accept_recipient("kari@customer.test");
    flows::compose::send_sent_again(&house.office, &bo, outbox).await.unwrap();
    house.send().await;
    assert!(house.sink.taken().iter().any(|mail| mail.recipients == ["kari@customer.test"]));
}

#[tokio::test]
async fn old_cases_are_reminded_of_once_a_day_at_the_hour() {
    let house = House::open().await;
    let case = mail(&house, 1).await;
    let mine = CaseChange { owner: Some(Some(house.actor.user)), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, case, mine).await.unwrap();
    // The first look plans the hour.
    tell(&house).await;
    let mut reminded = 0;
    for _ in 0..10 * 24 {
        house.clock.advance_seconds(3600);
        tell(&house).await;
        let told = events(&house, &house.actor).await;
        reminded = told.iter().filter(|event| **event == NoticeEvent::Reminder).count();
    }
    assert!((2..=4).contains(&reminded), "from the eighth day on, daily: {reminded}");
    let told = bell(&house, &house.actor).await;
    assert_eq!(told.notices[0].row.what, Happening::OldCases { count: 1, days: 7 });
}
