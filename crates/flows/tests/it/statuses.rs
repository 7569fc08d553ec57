//! An organisation's own statuses where people and mail meet them.

use domain::case::CaseStatus;
use domain::compose::Mode;
use domain::filter::{FilterAction, FilterCondition, FilterField, FilterOperator};
use domain::timeline::Step;
use domain::{CaseId, StatusId};
use flows::cases::{self, CaseChange, TagChange};
use flows::compose::{NewReply, Timing};
use flows::filters::FilterInput;
use flows::statuses;
use store::drafts::Place;
use store::statuses::{StatusChange, StatusTraits};

use crate::house::House;
use crate::pipeline::{new, steps};

/// Makes a status of this kind; a customer's answer begins a new case where that is said.
async fn make(house: &House, name: &str, (kind, new_case_on_reply): (CaseStatus, bool)) -> StatusId {
    let traits = StatusTraits { new_case_on_reply, ..StatusTraits::default() };
    statuses::create(&house.office, &house.actor, name, (kind, traits)).await.unwrap()
}

async fn give(house: &House, case: CaseId, status: StatusId) {
    let change = CaseChange { status_id: Some(status), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, case, change).await.unwrap();
}

async fn first_case(house: &House) -> CaseId {
    house
        .receive(
            "From: Kari <kari@customer.test>\nSubject: Invoice\nMessage-ID: <1@customer.test>\n\nHello.\n",
        )
        .await;
    house.cases().await[0].id
}

fn answer(id: &str, to: &str, more: &str) -> String {
    format!(
        "From: Kari <kari@customer.test>\nSubject: Re: Invoice\nMessage-ID: <{id}@customer.test>\n\
         In-Reply-To: <{to}@customer.test>\n{more}\nAnd another thing.\n"
    )
}

async fn logged(house: &House, case: CaseId, what: &str) -> Vec<String> {
    let conn = house.office.store().read();
    let log = store::cases::list_log(&conn, house.actor.organisation, case).await.unwrap();
    log.into_iter().filter(|entry| entry.what == what).map(|entry| entry.params["number"].clone()).collect()
}

#[tokio::test]
async fn an_answer_to_a_case_whose_status_says_so_begins_a_new_one() {
    let house = House::open().await;
    let old = first_case(&house).await;
    let settled = make(&house, "Settled", (CaseStatus::Closed, true)).await;
    give(&house, old, settled).await;
    let mail = new(house.receive(&answer("2", "1", "")).await);
    let (before, all) = (house.case(old).await, house.cases().await);
    assert_eq!((before.messages, before.status_name.as_deref()), (1, Some("Settled")));
    let next = all.iter().find(|case| case.id != old).unwrap();
    assert_eq!((next.status, next.messages), (CaseStatus::Open, 1));
    let told = steps(&house, mail).await;
    assert!(told.iter().any(
        |step| matches!(step, Step::AnswersEnded(case) if case.number == 1 && case.status == "Settled")
    ));
    assert!(told.iter().any(|step| matches!(step, Step::CaseCreated { because, .. } if because == "status")));
    assert_eq!(logged(&house, old, "continued_in").await, ["2"]);
    assert_eq!(logged(&house, next.id, "continues").await, ["1"]);

    // What he writes to the old thread from now on belongs to the new case.
    let again = new(house.receive(&answer("3", "1", "")).await);
    assert_eq!((house.cases().await.len(), house.case(next.id).await.messages), (2, 2));
    let told = steps(&house, again).await;
    assert!(
        told.iter().any(|step| matches!(step, Step::CaseMatched { because, .. } if because == "continued"))
    );
}

#[tokio::test]
async fn what_was_planned_in_the_case_comes_back_when_the_answer_begins_another() {
    let house = House::open().await;
    let old = first_case(&house).await;
    let at = house.office.now().plus_seconds(3_600);
    let planned = NewReply {
        text: "Reminder".to_owned(),
        timing: Timing::At { at, cancel_if_answered: true },
        ..NewReply::default()
    };
    flows::compose::reply(&house.office, &house.actor, old, planned).await.unwrap();
    give(&house, old, make(&house, "Settled", (CaseStatus::Closed, true)).await).await;
    house.receive(&answer("2", "1", "")).await;
    assert_eq!(house.cases().await.len(), 2);
    house.clock.advance_seconds(4_000);
    house.send().await;
    assert_eq!(house.sink.count(), 0);
    let place = Place { user: house.actor.user, case: Some(old), mode: Mode::Reply, mail: None };
    let draft =
        store::drafts::find(&house.office.store().read(), house.actor.organisation, place).await.unwrap();
    assert_eq!(draft.unwrap().written.text, "Reminder");
}

#[tokio::test]
async fn only_what_a_person_answers_begins_a_new_case() {
    let house = House::open().await;
    let old = first_case(&house).await;
    let settled = make(&house, "Settled", (CaseStatus::Closed, true)).await;
    give(&house, old, settled).await;
    house.receive(&answer("2", "1", "Auto-Submitted: auto-replied\n")).await;
    let case = house.case(old).await;
    assert_eq!((house.cases().await.len(), case.messages, case.status), (1, 2, CaseStatus::Closed));
}

#[tokio::test]
async fn a_filter_gives_its_cases_an_own_status_also_when_another_stands_for_it() {
    let house = House::open().await;
    let (old, next) = (
        make(&house, "Old", (CaseStatus::Waiting, false)).await,
        make(&house, "Next", (CaseStatus::Waiting, false)).await,
    );
    let condition = FilterCondition {
        field: FilterField::Subject,
        header: None,
        operator: FilterOperator::Contains,
        value: "Invoice".to_owned(),
    };
    let action = |status, status_id| FilterAction::Status { status, status_id: Some(status_id) };
    let input = FilterInput {
        name: Some("Invoices".to_owned()),
        conditions: Some(vec![condition]),
        actions: Some(vec![action(CaseStatus::Closed, old)]),
        ..FilterInput::default()
    };
    let refused = flows::filters::create(&house.office, &house.actor, input.clone()).await.unwrap_err();
    assert_eq!(refused.code, "status.other_kind");
    let input = FilterInput { actions: Some(vec![action(CaseStatus::Waiting, old)]), ..input };
    flows::filters::create(&house.office, &house.actor, input).await.unwrap();
    let case = first_case(&house).await;
    assert_eq!(house.case(case).await.status_id, Some(old));
    statuses::archive(&house.office, &house.actor, (old, next)).await.unwrap();
    house
        .receive("From: ola@customer.test\nSubject: Invoice 2\nMessage-ID: <9@customer.test>\n\nHello.\n")
        .await;
    let names: Vec<_> = house.cases().await.into_iter().map(|case| case.status_name).collect();
    assert_eq!(names, [Some("Next".to_owned()), Some("Next".to_owned())]);
    let file = flows::filters::export(&house.office, &house.actor).await.unwrap();
    assert!(!file.filters[0].actions[0].contains_key("status_id"), "a file holds names, no ids");
}

#[tokio::test]
async fn what_is_chosen_must_be_there_and_of_the_kind_that_is_named() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let doing = make(&house, "Doing", (CaseStatus::Open, false)).await;
    let refuse = async |status, status_id| {
        let change = CaseChange { status, status_id: Some(status_id), ..CaseChange::default() };
        cases::change(&house.office, &house.actor, case, change).await.unwrap_err().code
    };
    assert_eq!(refuse(Some(CaseStatus::Closed), doing).await, "status.other_kind");
    assert_eq!(refuse(None, StatusId::new(7)).await, "no_such_status");
    let all = statuses::list(&house.office, house.actor.organisation).await.unwrap();
    let is_default = statuses::archive(&house.office, &house.actor, (all[0].id, doing)).await.unwrap_err();
    assert_eq!(is_default.code, "status.is_default");
    let other_kind = all.iter().find(|row| row.kind == CaseStatus::Closed).unwrap().id;
    let replaced = statuses::archive(&house.office, &house.actor, (doing, other_kind)).await.unwrap_err();
    assert_eq!(replaced.code, "status.replacement");
    statuses::archive(&house.office, &house.actor, (doing, all[0].id)).await.unwrap();
    assert_eq!(refuse(None, doing).await, "no_such_status");
    let queued = StatusChange { in_queue: Some(true), ..StatusChange::default() };
    let refused = statuses::change(&house.office, &house.actor, other_kind, queued).await.unwrap_err();
    assert_eq!(refused.code, "status.not_queued");
}

#[tokio::test]
async fn the_word_of_a_kind_is_renamed_and_had_back() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let open = house.case(case).await.status_id.unwrap();
    let rename = async |name: &str| {
        let change = StatusChange { name: Some(name.to_owned()), ..StatusChange::default() };
        statuses::change(&house.office, &house.actor, open, change).await.unwrap();
        house.case(case).await.status_name
    };
    assert_eq!(rename("New").await.as_deref(), Some("New"));
    assert_eq!(rename("").await, None);
}

#[tokio::test]
async fn many_cases_get_an_own_status_and_an_answer_that_is_taken_back_gives_it_back() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let (doing, solved) = (
        make(&house, "Doing", (CaseStatus::Open, false)).await,
        make(&house, "Solved", (CaseStatus::Closed, false)).await,
    );
    let change = CaseChange { status_id: Some(doing), ..CaseChange::default() };
    let done = cases::change_many(&house.office, &house.actor, &[case], (change, TagChange::default())).await;
    assert_eq!(done.unwrap().done, [case]);
    let reply = NewReply {
        text: "Done.".to_owned(),
        status_id: Some(solved),
        timing: Timing::Undo { seconds: 10 },
        ..NewReply::default()
    };
    let message = flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    let closed = house.case(case).await;
    assert_eq!((closed.status, closed.status_id), (CaseStatus::Closed, Some(solved)));
    flows::compose::take_back(&house.office, &house.actor, case, message).await.unwrap();
    let back = house.case(case).await;
    assert_eq!((back.status, back.status_id), (CaseStatus::Open, Some(doing)));
}

#[tokio::test]
async fn an_answer_with_a_kind_alone_gives_the_case_the_kinds_own_status() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let supplier = make(&house, "With the supplier", (CaseStatus::Waiting, false)).await;
    give(&house, case, supplier).await;
    let answer = |status, status_id| {
        let reply = NewReply { text: "Soon.".to_owned(), status, status_id, ..NewReply::default() };
        flows::compose::reply(&house.office, &house.actor, case, reply)
    };
    answer(None, None).await.unwrap();
    assert_eq!(house.case(case).await.status_id, Some(supplier), "nothing was chosen");
    answer(Some(CaseStatus::Waiting), None).await.unwrap();
    let after = house.case(case).await;
    assert_eq!((after.status, after.status_name), (CaseStatus::Waiting, None));
}

async fn make_usual(house: &House, status: StatusId) {
    let change = StatusChange { usual: true, ..StatusChange::default() };
    statuses::change(&house.office, &house.actor, status, change).await.unwrap();
}

async fn usual(house: &House) -> Vec<Option<String>> {
    let all = statuses::list(&house.office, house.actor.organisation).await.unwrap();
    all.into_iter().filter(|row| row.is_usual).map(|row| row.name).collect()
}

#[tokio::test]
async fn cases_get_the_usual_status_of_a_kind_when_nobody_chooses_another() {
    let house = House::open().await;
    let before = first_case(&house).await;
    let (new_one, done) = (
        make(&house, "New", (CaseStatus::Open, false)).await,
        make(&house, "Done", (CaseStatus::Closed, false)).await,
    );
    assert_eq!(usual(&house).await, [None, None, None]);
    make_usual(&house, new_one).await;
    make_usual(&house, done).await;
    assert_eq!(usual(&house).await, [Some("New".to_owned()), None, Some("Done".to_owned())]);
    assert_eq!(house.case(before).await.status_name, None, "cases that are there stay as they are");
    house.receive("From: ola@customer.test\nSubject: B\nMessage-ID: <9@customer.test>\n\nHello.\n").await;
    assert_eq!(house.cases().await[1].status_id, Some(new_one));
    let close = CaseChange { status: Some(CaseStatus::Closed), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, before, close).await.unwrap();
    assert_eq!(house.case(before).await.status_id, Some(done));
    house.receive(&answer("2", "1", "")).await;
    assert_eq!(house.case(before).await.status_id, Some(new_one), "the customer's answer opens it");
    // The kind's own can still be chosen.
    let all = statuses::list(&house.office, house.actor.organisation).await.unwrap();
    let own = all.iter().find(|row| row.is_default && row.kind == CaseStatus::Open).unwrap().id;
    give(&house, before, own).await;
    assert_eq!((house.case(before).await.status_id, house.case(before).await.status_name), (Some(own), None));
    // One that goes into the archive leaves its place to the one that stands for it.
    let next = make(&house, "Next", (CaseStatus::Open, false)).await;
    statuses::archive(&house.office, &house.actor, (new_one, next)).await.unwrap();
    assert_eq!(usual(&house).await[0].as_deref(), Some("Next"));
    make_usual(&house, own).await;
    assert_eq!(usual(&house).await[0], None);
}

#[tokio::test]
async fn an_answer_gives_the_case_what_its_category_says_unless_its_author_says_otherwise() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let (customer, later) = (
        make(&house, "With the customer", (CaseStatus::Waiting, false)).await,
        make(&house, "Later", (CaseStatus::Waiting, false)).await,
    );
    let organisation = house.actor.organisation;
    let category = house
        .office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let category = store::categories::insert(tx, organisation, "Support").await?;
                let change = store::categories::CategoryChange {
                    reply_status_id: Some(Some(customer)),
                    ..store::categories::CategoryChange::default()
                };
                assert!(store::categories::update(tx, organisation, category, &change).await?);
                Ok::<_, store::StoreError>(category)
            })
        })
        .await
        .unwrap();
    let change = CaseChange { category: Some(Some(category)), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, case, change).await.unwrap();
    let opened = flows::compose::open(&house.office, &house.actor, case, None).await.unwrap();
    assert_eq!(opened.after.map(|row| row.id), Some(customer));
    let answer = async |reply: NewReply| {
        flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
        house.case(case).await.status_id
    };
    let text = || NewReply { text: "Could you look?".to_owned(), ..NewReply::default() };
    let open = house.case(case).await.status_id;
    assert_eq!(answer(NewReply { status_id: open, ..text() }).await, open, "its author leaves it as it is");
    let forward =
        NewReply { mode: Mode::Forward, to: Some(vec!["ola@else.test".parse().unwrap()]), ..text() };
    assert_eq!(answer(forward).await, open, "what is passed on answers nobody");
    let chosen = NewReply { status: Some(CaseStatus::Closed), ..text() };
    assert_ne!(answer(chosen).await, Some(customer));
    assert_eq!(answer(text()).await, Some(customer));
    // An archived one means the one that stands for it.
    statuses::archive(&house.office, &house.actor, (customer, later)).await.unwrap();
    assert_eq!(answer(text()).await, Some(later));
}
