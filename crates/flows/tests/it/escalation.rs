//! Cases that take too long: who hears of it, who gets them, and what stops it.

use domain::case::{Assignment, CaseStatus};
use domain::escalation::{Assign, Level, Tell};
use domain::notice::NoticeEvent;
use domain::{Actor, CaseId, PriorityId};
use flows::cases::{self, CaseChange};
use flows::compose::NewReply;
use flows::escalation::Escalator;
use flows::mailboxes::MailboxInput;
use flows::worker::Found;
use store::StoreError;
use store::categories::CategoryChange;
use store::priorities::PriorityChange;
use testkit::postgres::Postgres;

use crate::house::House;
use crate::notices::{AGENT, bell, category, colleague, events, mail, posted};

const MINUTE_S: i64 = 60;

/// A priority with these levels, an hour of time, which the mailbox gives its cases.
async fn priority(house: &House, (name, rank): (&str, i64), levels: Vec<Level>) -> PriorityId {
    let (organisation, name) = (house.actor.organisation, name.to_owned());
    let change = PriorityChange {
        deadline_minutes: Some(Some(60)),
        levels: Some(levels),
        ..PriorityChange::default()
    };
    let id = house
        .office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let id = store::priorities::insert(tx, organisation, &name, rank).await?;
                store::priorities::update(tx, organisation, id, &change).await?;
                Ok::<_, StoreError>(id)
            })
        })
        .await
        .unwrap();
    let input = MailboxInput { priority_id: Some(Some(id)), ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
    id
}

fn tells_owner(after_minutes: i32) -> Level {
    Level { after_minutes, tell: Tell { owner: true, ..Tell::default() }, ..Level::default() }
}

/// Lets minutes pass, then works off what is due.
async fn pass(house: &House, minutes: i64) {
    house.clock.advance_seconds(minutes * MINUTE_S);
    let escalator = Escalator::new(house.office.clone());
    while escalator.run_once().await.unwrap() == Found::Work {}
}

async fn give(house: &House, case: CaseId, to: &Actor) {
    let change = CaseChange { owner: Some(Some(to.user)), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, case, change).await.unwrap();
}

async fn set_status(house: &House, case: CaseId, status: CaseStatus) {
    let change = CaseChange { status: Some(status), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, case, change).await.unwrap();
}

/// How often a user was told that a case is escalated.
async fn told(house: &House, actor: &Actor) -> usize {
    events(house, actor).await.into_iter().filter(|event| *event == NoticeEvent::Escalated).count()
}

/// The entries of a case's log that speak of escalation, without those of its deadline and owner.
async fn log(house: &House, case: CaseId) -> Vec<String> {
    let conn = house.office.store().read();
    let rows = store::cases::list_log(&conn, house.actor.organisation, case).await.unwrap();
    let params = |row: &store::cases::LogRow| {
        let values = row.params.values().cloned().collect::<Vec<_>>().join(" ");
        format!("{} {values}", row.what).trim().to_owned()
    };
    let mut said: Vec<_> = rows.iter().filter(|row| row.what.starts_with("escalat")).map(params).collect();
    said.sort();
    said
}

#[tokio::test]
async fn each_level_acts_once_and_tells_whom_it_names() {
    let house = House::open().await;
    let (bo, eva) = (colleague(&house, "Bo", &AGENT).await, colleague(&house, "Eva", &AGENT).await);
    let second = Level {
        after_minutes: 30,
        tell: Tell {
            owner: true,
            users: vec![eva.user],
            addresses: vec!["chief@else.test".parse().unwrap()],
            ..Tell::default()
        },
        ..Level::default()
    };
    priority(&house, ("Normal", 5), vec![tells_owner(-15), second]).await;
    let case = mail(&house, 1).await;
    give(&house, case, &bo).await;

    pass(&house, 44).await;
    assert_eq!(told(&house, &bo).await, 0);
    pass(&house, 1).await;
    pass(&house, 0).await;
    assert_eq!(told(&house, &bo).await, 1, "a quarter of an hour before the deadline, once");
    assert!(posted(&house).await.is_empty());
    pass(&house, 45).await;
    assert_eq!((told(&house, &bo).await, told(&house, &eva).await), (2, 1));
    let posted = posted(&house).await;
    let to_chief = posted.iter().filter(|mail| mail.recipients == ["chief@else.test".parse().unwrap()]);
    let subjects: Vec<_> = to_chief.map(|mail| (mail.subject.as_str(), mail.return_path.is_none())).collect();
    assert_eq!(subjects, [("Eskalert til trinn 2: Help 1 (sak 1)", true)]);
    let said = ["escalated 1", "escalated 2", "escalation_told Bo", "escalation_told Bo, Eva"];
    assert_eq!(log(&house, case).await, said);
    pass(&house, 10_000).await;
    assert_eq!(told(&house, &bo).await, 2, "no level is left");
}

#[tokio::test]
async fn office_hours_count_where_a_level_says_so() {
    let house = House::open().await;
    let bo = colleague(&house, "Bo", &AGENT).await;
    // Nobody works but on Mondays, and the test's clock stands on another day.
    let monday = Some((8 * 60, 9 * 60));
    let hours = cases::OfficeHours {
        days: [monday, None, None, None, None, None, None],
        ..cases::OfficeHours::default()
    };
    cases::set_office_hours(&house.office, &house.actor, hours.clone()).await.unwrap();
    priority(&house, ("Normal", 5), vec![Level { office_hours: true, ..tells_owner(60) }]).await;
    let case = mail(&house, 1).await;
    give(&house, case, &bo).await;
    let due = house.case(case).await.due_at.unwrap();
    let at = policy::deadline::due(due, 60, Some(&hours));
    assert!(at.millis_since(due) > 3_600_000, "later than by the clock");
    pass(&house, at.millis_since(house.office.now()) / 60_000 - 1).await;
    assert_eq!(told(&house, &bo).await, 0);
    pass(&house, 2).await;
    assert_eq!(told(&house, &bo).await, 1);
}

#[tokio::test]
async fn a_level_gives_the_case_to_another_member_or_to_a_user_and_raises_its_priority() {
    let house = House::open().await;
    let (bo, eva) = (colleague(&house, "Bo", &AGENT).await, colleague(&house, "Eva", &AGENT).await);
    let support = category(&house, &[&bo, &eva], &[]).await;
    let organisation = house.actor.organisation;
    let even = CategoryChange { assignment: Some(Assignment::Even), ..CategoryChange::default() };
    let set = house.office.store().write(move |tx| {
        Box::pin(async move { store::categories::update(tx, organisation, support, &even).await })
    });
    assert!(set.await.unwrap());
    let to_chief = Assign::User { id: house.actor.user };
    let high = priority(
        &house,
        ("High", 1),
        vec![Level { after_minutes: 90, assign: to_chief, ..Level::default() }],
    )
    .await;
    let to_other =
        Level { after_minutes: 30, assign: Assign::Category, raise_to: Some(high), ..Level::default() };
    let normal = priority(&house, ("Normal", 5), vec![to_other]).await;
    let case = mail(&house, 1).await;
    let before = house.case(case).await;
    assert_eq!(before.priority_id, Some(normal));
    pass(&house, 90).await;
    let after = house.case(case).await;
    let others = [bo.user, eva.user].map(Some);
    assert!(before.owner_id != after.owner_id && others.contains(&after.owner_id), "{after:?}");
    assert_eq!(after.priority_id, Some(high));
    assert_eq!(log(&house, case).await, ["escalated 1"]);
    // The levels of the new priority count from its deadline on: half an hour ago, plus ninety minutes.
    pass(&house, 60).await;
    assert_eq!(house.case(case).await.owner_id, Some(house.actor.user));
    assert_eq!(log(&house, case).await, ["escalated 1", "escalated 1"]);
}

#[tokio::test]
async fn what_a_level_cannot_do_stands_in_the_log() {
    let house = House::open().await;
    let low = priority(&house, ("Low", 9), Vec::new()).await;
    let wrong = Level { after_minutes: 1, assign: Assign::Category, raise_to: Some(low), ..Level::default() };
    let normal = priority(&house, ("Normal", 5), vec![wrong]).await;
    let case = mail(&house, 1).await;
    pass(&house, 61).await;
    assert_eq!(log(&house, case).await, ["escalated 1", "escalation_not_assigned", "escalation_not_raised"]);
    let stays = house.case(case).await;
    assert_eq!((stays.owner_id, stays.priority_id), (None, Some(normal)));
}

#[tokio::test]
async fn closing_stops_it_and_a_case_that_is_opened_again_begins_anew() {
    let house = House::open().await;
    priority(&house, ("Normal", 5), vec![tells_owner(10)]).await;
    let case = mail(&house, 1).await;
    give(&house, case, &house.actor).await;
    pass(&house, 70).await;
    assert_eq!(log(&house, case).await.len(), 2);
    set_status(&house, case, CaseStatus::Closed).await;
    pass(&house, 500).await;
    house
        .receive("From: kari@customer.test\nSubject: Re: Help 1\nMessage-ID: <2@customer.test>\nIn-Reply-To: <1@customer.test>\n\nAgain.\n")
        .await;
    assert_eq!(house.case(case).await.status, CaseStatus::Open);
    pass(&house, 69).await;
    assert_eq!(log(&house, case).await.len(), 2);
    pass(&house, 1).await;
    assert_eq!(
        log(&house, case).await,
        ["escalated 1", "escalated 1", "escalation_told Ada", "escalation_told Ada"]
    );

    let second = mail(&house, 3).await;
    cases::mark_spam(&house.office, &house.actor, &[second]).await.unwrap();
    pass(&house, 500).await;
    assert!(log(&house, second).await.is_empty(), "spam is nobody's work");
}

#[tokio::test]
async fn an_answer_begins_it_anew_where_the_priority_says_so() {
    let house = House::open().await;
    let id = priority(&house, ("Normal", 5), vec![tells_owner(10)]).await;
    let case = mail(&house, 1).await;
    pass(&house, 50).await;
    let reply = || NewReply { text: "We look into it.".to_owned(), ..NewReply::default() };
    let answered = NewReply { status: Some(CaseStatus::Open), ..reply() };
    flows::compose::reply(&house.office, &house.actor, case, answered.clone()).await.unwrap();
    assert_eq!(house.case(case).await.due_at, Some(house.office.now().plus_seconds(3600)));
    pass(&house, 69).await;
    assert!(log(&house, case).await.is_empty());
    pass(&house, 1).await;
    assert_eq!(log(&house, case).await[0], "escalated 1");

    let organisation = house.actor.organisation;
    let no = PriorityChange { restarts_on_reply: Some(false), ..PriorityChange::default() };
    let changed = house
        .office
        .store()
        .write(move |tx| Box::pin(async move { store::priorities::update(tx, organisation, id, &no).await }));
    assert!(changed.await.unwrap());
    let due = house.case(case).await.due_at;
    flows::compose::reply(&house.office, &house.actor, case, answered).await.unwrap();
    pass(&house, 500).await;
    assert_eq!(house.case(case).await.due_at, due);
    let escalated = log(&house, case).await.into_iter().filter(|entry| entry == "escalated 1").count();
    assert_eq!(escalated, 1);
}

#[tokio::test]
async fn history_is_not_late() {
    let house = House::open().await;
    priority(&house, ("Normal", 5), vec![tells_owner(10)]).await;
    let source = "From: kari@customer.test\r\nSubject: Old\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\nMessage-ID: <old@x.test>\r\n\r\nOld.\r\n";
    assert_eq!(crate::importing::import(&house, source).await.stored, 1);
    house.place().await;
    pass(&house, 10_000).await;
    let case = house.cases().await[0].id;
    assert!(log(&house, case).await.is_empty());
}

#[tokio::test]
async fn whoever_may_not_see_the_case_hears_nothing_of_it() {
    let house = House::open().await;
    let nils = colleague(&house, "Nils", &[domain::org::Right::Outbox]).await;
    let tell = Tell { users: vec![nils.user], ..Tell::default() };
    priority(&house, ("Normal", 5), vec![Level { tell, ..tells_owner(10) }]).await;
    mail(&house, 1).await;
    pass(&house, 70).await;
    assert!(bell(&house, &nils).await.notices.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_escalate_each_case_once() {
    let database = Postgres::start().unwrap().database().unwrap();
    let house = House::open_on_postgres(database.url()).await;
    let node = house.another_node().await;
    priority(&house, ("Normal", 5), vec![tells_owner(10)]).await;
    for number in 1..=10 {
        mail(&house, number).await;
    }
    house.clock.advance_seconds(70 * MINUTE_S);
    let work = async |office: &flows::Office| {
        let escalator = Escalator::new(office.clone());
        while escalator.run_once().await.unwrap() == Found::Work {}
    };
    tokio::join!(work(&house.office), work(&node));
    work(&house.office).await;
    for case in house.cases().await {
        assert_eq!(log(&house, case.id).await, ["escalated 1"]);
    }
}
