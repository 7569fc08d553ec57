//! Filters with several conditions and actions, tried without acting, taken out and in as a file.

use domain::case::CaseStatus;
use domain::filter::{Combine, FilterAction, FilterCapture, FilterCondition, FilterField, FilterOperator};
use domain::intake::IntakeState;
use domain::org::Right;
use domain::timeline::Step;
use domain::{Actor, FilterId};
use flows::filters::{FilterInput, Period, SameName};

use crate::house::House;
use crate::pipeline::{new, state, steps};

const FORM: &str = "From: Web <noreply@forms.test>\nTo: service@house.test\nSubject: Contact form\n\
                    Message-ID: <f1@forms.test>\n\nName: Ola Normann\nE-mail: ola@customer.test\n\
                    Order: 4711\nCase: 1\n";

fn condition(field: FilterField, operator: FilterOperator, value: &str) -> FilterCondition {
    FilterCondition { field, header: None, operator, value: value.to_owned() }
}

fn capture(name: &str, pattern: &str) -> FilterCapture {
    FilterCapture {
        name: name.to_owned(),
        field: FilterField::Body,
        header: None,
        pattern: pattern.to_owned(),
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// A filter for the web form.
fn of_form(actions: Vec<FilterAction>) -> FilterInput {
    FilterInput {
        name: Some(text("Web form")),
        combine: Some(Combine::All),
        conditions: Some(vec![
            condition(FilterField::From, FilterOperator::Equals, "noreply@forms.test"),
            condition(FilterField::Subject, FilterOperator::Begins, "contact"),
        ]),
        captures: Some(vec![
            capture("name", "name: (.+)"),
            capture("mail", r"e-mail: (\S+)"),
            capture("order", r"order: (\d+)"),
            capture("number", r"case: (\d+)"),
        ]),
        actions: Some(actions),
        ..FilterInput::default()
    }
}

async fn make(house: &House, input: FilterInput) -> FilterId {
    flows::filters::create(&house.office, &house.actor, input).await.unwrap()
}

#[tokio::test]
async fn a_web_form_becomes_the_customers_case_and_the_timeline_says_how() {
    let house = House::open().await;
    let actions = vec![
        FilterAction::IgnoreSender,
        FilterAction::CustomerName { text: text("[[name]]") },
        FilterAction::CustomerAddress { text: text("[[mail]]") },
        FilterAction::Title { text: text("Order [[order]]") },
        FilterAction::Owner { user_id: house.actor.user },
        FilterAction::ReplaceText { text: text("Order [[order]] of [[name]]") },
        FilterAction::Status { status: CaseStatus::Closed, status_id: None },
    ];
    make(&house, of_form(actions)).await;
    let id = new(house.receive(FORM).await);
    let cases = house.cases().await;
    let case = &cases[0];
    assert_eq!(case.title, "Order 4711");
    assert_eq!(case.customer_name.as_deref(), Some("Ola Normann"));
    assert_eq!(case.customer_address, "ola@customer.test");
    assert_eq!((case.owner_id, case.status), (Some(house.actor.user), CaseStatus::Closed));
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case.id).await.unwrap();
    assert_eq!(messages[0].content.text, "Order 4711 of Ola Normann");
    assert!(messages[0].content.full_text.contains("E-mail: ola@customer.test"), "the original stays");

    let told = steps(&house, id).await;
    let Some(Step::FilterMatched { reasons, variables, actions, left_out, .. }) =
        told.iter().find(|step| matches!(step, Step::FilterMatched { .. }))
    else {
        panic!("{told:?}")
    };
    assert_eq!(reasons.len(), 2);
    assert_eq!((reasons[0].text.as_str(), reasons[1].text.as_str()), ("noreply@forms.test", "Contact"));
    assert_eq!(variables["order"], "4711");
    assert_eq!((actions.len(), left_out.len()), (7, 0));
}

#[tokio::test]
async fn a_filter_says_which_case_and_a_number_without_a_case_changes_nothing() {
    let house = House::open().await;
    make(&house, of_form(vec![FilterAction::LinkCase { text: text("[[number]]") }])).await;
    let id = new(house.receive(FORM).await);
    let told = steps(&house, id).await;
    assert!(told.iter().any(|step| matches!(step, Step::NoSuchCase { number: 1, .. })), "{told:?}");
    assert_eq!(house.cases().await.len(), 1);

    let again = FORM.replace("f1@", "f2@");
    let id = new(house.receive(&again).await);
    let told = steps(&house, id).await;
    assert!(
        told.iter().any(|step| matches!(step, Step::CaseMatched { because, .. } if because == "filter")),
        "{told:?}"
    );
    assert_eq!(house.cases().await[0].messages, 2);
}

#[tokio::test]
async fn a_filter_that_deletes_puts_into_the_bin_and_needs_its_right() {
    let house = House::open().await;
    let weak = Actor {
        rights: house.actor.rights.iter().copied().filter(|right| *right != Right::DeleteForGood).collect(),
        ..house.actor.clone()
    };
    let input = of_form(vec![FilterAction::Discard]);
    let refused = flows::filters::create(&house.office, &weak, input.clone()).await.unwrap_err();
    assert_eq!((refused.code, refused.params["right"].as_str()), ("right_missing", "delete_for_good"));
    let filter_id = make(&house, input).await;
    let id = new(house.receive(FORM).await);
    assert!(house.cases().await.is_empty());
    let told = steps(&house, id).await;
    assert!(told.contains(&Step::Discarded { filter_id }), "{told:?}");
    let restored = flows::intake::restore(&house.office, &house.actor, &[id]).await.unwrap();
    assert_eq!(restored.done, [id]);
    assert_eq!(state(&house, id).await, IntakeState::Blocked);
    flows::intake::import_again(&house.office, &house.actor, &[id]).await.unwrap();
    house.place().await;
    assert_eq!(house.cases().await.len(), 1, "it is imported past the filter");
}

#[tokio::test]
async fn what_is_deleted_for_good_is_gone_with_its_timeline() {
    let house = House::open().await;
    make(&house, of_form(vec![FilterAction::Discard])).await;
    let id = new(house.receive(FORM).await);
    let gone = flows::intake::delete_for_good(&house.office, &house.actor, &[id]).await.unwrap();
    assert_eq!(gone.done, [id]);
    assert!(steps(&house, id).await.is_empty());
    let conn = house.office.store().read();
    assert!(store::intake::find(&conn, house.actor.organisation, id).await.unwrap().is_none());
    let again = flows::intake::delete_for_good(&house.office, &house.actor, &[id]).await.unwrap();
    assert_eq!(again.failed[0].1.code, "intake.not_deleted");
}

#[tokio::test]
async fn debugging_tells_of_the_filters_that_did_not_match() {
    let house = House::open().await;
    let other = FilterInput {
        name: Some(text("Other")),
        conditions: Some(vec![
            condition(FilterField::From, FilterOperator::Contains, "forms"),
            condition(FilterField::Subject, FilterOperator::Contains, "lottery"),
        ]),
        actions: Some(vec![FilterAction::NewCase]),
        ..FilterInput::default()
    };
    let other = make(&house, other).await;
    make(&house, of_form(vec![FilterAction::Block])).await;
    let id = new(house.receive(FORM).await);
    let missed = |told: &[Step]| {
        told.iter().any(|step| {
            matches!(step, Step::FilterTried { filter_id, condition: Some(2), .. } if *filter_id == other)
        })
    };
    assert!(!missed(&steps(&house, id).await));
    let run = flows::intake::debug(&house.office, &house.actor, id).await.unwrap();
    let told: Vec<Step> = run.trace.into_iter().map(|(_, step)| step).collect();
    assert!(missed(&told), "{told:?}");
    assert_eq!(run.outcome, IntakeState::Placed);
}

#[tokio::test]
async fn a_dry_run_tells_what_would_be_done_and_does_nothing() {
    let house = House::open().await;
    for number in 0..60 {
        let mail = format!("From: a@b.test\nSubject: Number {number}\nMessage-ID: <{number}@b.test>\n\nx\n");
        house.receive(&mail).await;
    }
    house.receive(FORM).await;
    let before = house.cases().await.len();
    let input = of_form(vec![FilterAction::Title { text: text("[[order]]") }, FilterAction::Block]);
    let (from, until) = (house.office.now().plus_millis(-1000), house.office.now().plus_millis(1000));
    let (mut cursor, mut tried, mut hits) = (None, 0, Vec::new());
    loop {
        let period = Period { from, until, cursor };
        let page = flows::filters::dry_run(&house.office, &house.actor, (None, input.clone()), period)
            .await
            .unwrap();
        assert_eq!(page.total.count, 61);
        tried += page.tried;
        hits.extend(page.hits);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!((tried, hits.len()), (61, 1));
    assert_eq!(hits[0].found.actions, ["title", "block"]);
    assert_eq!(hits[0].found.variables["order"], "4711");
    assert_eq!((house.cases().await.len(), hits[0].state), (before, IntakeState::Placed));
    let earlier = Period { from: from.plus_millis(-9000), until: from, cursor: None };
    let none = flows::filters::dry_run(&house.office, &house.actor, (None, input), earlier).await.unwrap();
    assert_eq!((none.tried, none.total.count), (0, 0));
}

#[tokio::test]
async fn filters_go_out_as_a_file_and_come_in_whole_or_not_at_all() {
    let house = House::open().await;
    let actions = vec![FilterAction::Owner { user_id: house.actor.user }, FilterAction::NoAutoReply];
    let input = FilterInput { mailbox_ids: Some(vec![house.mailbox]), ..of_form(actions) };
    let id = make(&house, input).await;
    let file = flows::filters::export(&house.office, &house.actor).await.unwrap();
    let written = serde_json::to_value(&file).unwrap();
    assert_eq!(written["filters"][0]["mailboxes"][0], "service@house.test");
    assert_eq!(written["filters"][0]["actions"][0]["owner"], "Ada");

    let reported =
        flows::filters::import(&house.office, &house.actor, file.clone(), SameName::Report).await.unwrap();
    assert_eq!((reported.made, reported.conflicts[0].problem.code), (0, "filter.same_name"));
    let conn = house.office.store().read();
    let before = store::filters::find(&conn, house.actor.organisation, id).await.unwrap().unwrap();
    flows::filters::delete(&house.office, &house.actor, id).await.unwrap();

    let mut broken = file.clone();
    let mut second = broken.filters[0].clone();
    second.name = text("Second");
    second.actions[0].insert(text("owner"), serde_json::json!("Nobody"));
    broken.filters.push(second);
    let refused = flows::filters::import(&house.office, &house.actor, broken, SameName::Skip).await.unwrap();
    assert_eq!((refused.made, refused.conflicts[0].problem.code), (0, "filter.file_reference"));
    let none = store::filters::list(&house.office.store().read(), house.actor.organisation).await.unwrap();
    assert!(none.is_empty(), "nothing is half taken in");

    let taken = flows::filters::import(&house.office, &house.actor, file, SameName::Report).await.unwrap();
    assert_eq!((taken.made, taken.conflicts.len()), (1, 0));
    let all = store::filters::list(&house.office.store().read(), house.actor.organisation).await.unwrap();
    assert_eq!(all[0].settings, before.settings);
}
