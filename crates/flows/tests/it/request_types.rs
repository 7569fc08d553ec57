//! Request types where mail, filters and people meet them.

use domain::filter::{FilterAction, FilterCondition, FilterField, FilterOperator};
use domain::org::Language;
use domain::timeline::Step;
use domain::{CaseId, Problem, RequestTypeId, Secret};
use flows::cases::{self, CaseChange, TagChange};
use flows::filters::{FilterInput, Period, SameName};
use flows::mailboxes::MailboxInput;
use flows::request_types::{self, RequestTypeChange};
use flows::templates::{Draft, Preview};

use crate::house::House;
use crate::pipeline::{new, steps};

const FIRST: &str =
    "From: Kari <kari@customer.test>\nSubject: Invoice\nMessage-ID: <1@customer.test>\n\nHello.\n";
const ANSWER: &str = "From: Kari <kari@customer.test>\nSubject: Re: Invoice\nMessage-ID: <2@customer.test>\n\
                      In-Reply-To: <1@customer.test>\n\nAnd more.\n";
const OTHER: &str =
    "From: Ola <ola@customer.test>\nSubject: Order\nMessage-ID: <3@customer.test>\n\nPlease.\n";

async fn make(house: &House, name: &str) -> RequestTypeId {
    request_types::create(&house.office, &house.actor, name).await.unwrap()
}

async fn archive(house: &House, id: RequestTypeId, instead: Option<RequestTypeId>) {
    request_types::archive(&house.office, &house.actor, (id, instead)).await.unwrap();
}

async fn mailbox_gives(house: &House, kind: RequestTypeId) {
    let input = MailboxInput { request_type_id: Some(Some(kind)), ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
}

/// A filter with one condition and one action.
fn filter(name: &str, condition: (FilterField, FilterOperator, String), action: FilterAction) -> FilterInput {
    let (field, operator, value) = condition;
    FilterInput {
        name: Some(name.to_owned()),
        conditions: Some(vec![FilterCondition { field, header: None, operator, value }]),
        actions: Some(vec![action]),
        ..FilterInput::default()
    }
}

fn asks(operator: FilterOperator, kind: RequestTypeId) -> FilterInput {
    let tag = FilterAction::Tags { text: "asked".to_owned() };
    filter("Asks", (FilterField::RequestType, operator, kind.to_string()), tag)
}

async fn kinds(house: &House) -> Vec<Option<String>> {
    house.cases().await.into_iter().map(|case| case.request_type_name).collect()
}

async fn give(house: &House, case: CaseId, kind: Option<RequestTypeId>) -> Result<(), Problem> {
    let change = CaseChange { request_type: Some(kind), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, case, change).await
}

#[tokio::test]
async fn a_new_case_is_of_its_mailboxs_type_unless_a_filter_says_another() {
    let house = House::open().await;
    let (question, order) = (make(&house, "Question").await, make(&house, "Order").await);
    mailbox_gives(&house, question).await;
    let subject = (FilterField::Subject, FilterOperator::Equals, "Order".to_owned());
    let input = filter("Orders", subject, FilterAction::RequestType { request_type_id: order });
    flows::filters::create(&house.office, &house.actor, input).await.unwrap();
    house.receive(FIRST).await;
    house.receive(OTHER).await;
    assert_eq!(kinds(&house).await, [Some("Question".to_owned()), Some("Order".to_owned())]);
    // A rule that was made some time ago gives what stands for its type, or none.
    let bought = make(&house, "Purchase").await;
    archive(&house, order, Some(bought)).await;
    archive(&house, question, None).await;
    house.receive(&OTHER.replace("<3@", "<4@")).await;
    house.receive(&FIRST.replace("<1@", "<5@")).await;
    assert_eq!(kinds(&house).await[2..], [Some("Purchase".to_owned()), None]);
}

#[tokio::test]
async fn a_filter_asks_for_the_type_of_the_case_that_a_mail_answers() {
    let house = House::open().await;
    let (question, fault) = (make(&house, "Question").await, make(&house, "Fault").await);
    mailbox_gives(&house, question).await;
    flows::filters::create(&house.office, &house.actor, asks(FilterOperator::Equals, fault)).await.unwrap();
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    assert!(house.case(case).await.tags.is_empty(), "its mailbox gives another type");
    give(&house, case, Some(fault)).await.unwrap();
    // Those that have an archived type are asked for by the name of what they show.
    let defect = make(&house, "Defect").await;
    archive(&house, fault, Some(defect)).await;
    let answer = new(house.receive(ANSWER).await);
    assert_eq!(house.case(case).await.tags.len(), 1);
    let told = steps(&house, answer).await;
    let reasons = told.iter().find_map(|step| {
        let Step::FilterMatched { reasons, .. } = step else { return None };
        Some(reasons.clone())
    });
    let reason = &reasons.unwrap()[0];
    assert_eq!((reason.value.as_str(), reason.text.as_str()), ("Fault", "Defect"));
}

#[tokio::test]
async fn rules_that_name_an_archived_type_can_still_be_changed() {
    let house = House::open().await;
    let fault = make(&house, "Fault").await;
    mailbox_gives(&house, fault).await;
    let input = FilterInput {
        actions: Some(vec![FilterAction::RequestType { request_type_id: fault }]),
        ..asks(FilterOperator::Equals, fault)
    };
    let filter = flows::filters::create(&house.office, &house.actor, input.clone()).await.unwrap();
    archive(&house, fault, None).await;
    let renamed = FilterInput { name: Some("Renamed".to_owned()), ..input };
    flows::filters::change(&house.office, &house.actor, filter, renamed).await.unwrap();
    mailbox_gives(&house, fault).await;
    house.receive(FIRST).await;
    assert_eq!(kinds(&house).await, [None], "nobody stands for it");
    let unknown =
        MailboxInput { request_type_id: Some(Some(RequestTypeId::new(7))), ..MailboxInput::default() };
    let refused = flows::mailboxes::change(&house.office, &house.actor, house.mailbox, unknown).await;
    assert_eq!(refused.unwrap_err().code, "no_such_request_type");
}

#[tokio::test]
async fn a_dry_run_asks_for_the_type_too() {
    let house = House::open().await;
    let (question, fault) = (make(&house, "Question").await, make(&house, "Fault").await);
    mailbox_gives(&house, question).await;
    house.receive(FIRST).await;
    house.receive(OTHER).await;
    let case = house.cases().await[0].id;
    give(&house, case, Some(fault)).await.unwrap();
    let now = house.office.now();
    let hits = async |input: FilterInput| {
        let period = Period { from: now.plus_millis(-1000), until: now.plus_millis(1000), cursor: None };
        let page = flows::filters::dry_run(&house.office, &house.actor, (None, input), period).await.unwrap();
        page.hits.into_iter().map(|hit| hit.subject).collect::<Vec<_>>()
    };
    assert_eq!(hits(asks(FilterOperator::Equals, fault)).await, ["Invoice"]);
    assert_eq!(hits(asks(FilterOperator::NotEquals, fault)).await, ["Order"]);
    assert_eq!(hits(asks(FilterOperator::Exists, fault)).await.len(), 2);
}

#[tokio::test]
async fn a_file_of_filters_names_request_types() {
    let house = House::open().await;
    let fault = make(&house, "Fault").await;
    let input = FilterInput {
        actions: Some(vec![FilterAction::RequestType { request_type_id: fault }]),
        ..asks(FilterOperator::NotEquals, fault)
    };
    let id = flows::filters::create(&house.office, &house.actor, input).await.unwrap();
    let stored = async || {
        let conn = house.office.store().read();
        store::filters::find(&conn, house.actor.organisation, id).await.unwrap().unwrap().settings
    };
    let before = stored().await;
    let file = flows::filters::export(&house.office, &house.actor).await.unwrap();
    assert_eq!(file.filters[0].conditions[0].value, "Fault");
    assert_eq!(file.filters[0].actions[0]["request_type"], "Fault");
    let take =
        async |same| flows::filters::import(&house.office, &house.actor, file.clone(), same).await.unwrap();
    assert_eq!(take(SameName::Replace).await.replaced, 1);
    assert_eq!(stored().await, before);
    archive(&house, fault, None).await;
    assert_eq!(take(SameName::Replace).await.conflicts[0].problem.code, "filter.file_reference");
}

#[tokio::test]
async fn people_choose_a_type_for_one_case_or_many_and_only_one_that_is_there() {
    let house = House::open().await;
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    let fault = make(&house, "Fault").await;
    give(&house, case, Some(fault)).await.unwrap();
    assert_eq!(kinds(&house).await, [Some("Fault".to_owned())]);
    let change = CaseChange { request_type: Some(None), ..CaseChange::default() };
    let many = cases::change_many(&house.office, &house.actor, &[case], (change, TagChange::default())).await;
    assert_eq!((many.unwrap().done, kinds(&house).await), (vec![case], vec![None]));
    archive(&house, fault, None).await;
    assert_eq!(give(&house, case, Some(fault)).await.unwrap_err().code, "no_such_request_type");
    let renamed = RequestTypeChange { name: Some("Error".to_owned()), position: None };
    let refused = request_types::change(&house.office, &house.actor, fault, renamed).await.unwrap_err();
    assert_eq!(refused.code, "request_type.archived");
    request_types::restore(&house.office, &house.actor, fault).await.unwrap();
    let taken = request_types::create(&house.office, &house.actor, " fault ").await.unwrap_err();
    assert_eq!((taken.code, taken.field), ("request_type.name_taken", Some("name")));
    let itself = request_types::archive(&house.office, &house.actor, (fault, Some(fault))).await.unwrap_err();
    assert_eq!(itself.code, "request_type.replacement");
}

#[tokio::test]
async fn a_template_names_the_type_of_its_case() {
    let house = House::open().await;
    let fault = make(&house, "Fault").await;
    mailbox_gives(&house, fault).await;
    house.receive(FIRST).await;
    let case = Some(house.cases().await[0].id);
    let text = "About your [[case.request_type]]";
    let draft = Draft { language: Language::En, subject: "", text, html: None };
    let with = Preview { case, mailbox: None, automatic: true };
    let filled = flows::templates::preview(&house.office, &house.actor, &draft, with).await.unwrap();
    assert_eq!(filled.text, "About your Fault");
}

#[tokio::test]
async fn a_new_organisation_begins_with_request_types_in_its_language() {
    let house = House::open().await;
    let administrator = flows::users::NewUser {
        name: "Siv".to_owned(),
        address: "siv@sor.test".to_owned(),
        password: Secret::new("a long password"),
        language: Language::Sv,
        role_ids: Vec::new(),
        category_ids: Vec::new(),
    };
    let founded = flows::founding::found(&house.office, "Sør", Language::Sv, administrator).await.unwrap();
    let rows = request_types::list(&house.office, founded.organisation).await.unwrap();
    let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Fråga", "Fel", "Beställning", "Klagomål"]);
}
