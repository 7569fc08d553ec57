//! As whom mails to many are: chosen when they are asked for, and decided again for each as it is written.

use domain::compose::FromChoice;
use domain::job::JobState;
use domain::org::Language;
use domain::{IdentityId, TemplateId};
use flows::compose::{BulkMail, BulkText, SendingRules};
use flows::identities::{self, IdentityInput};
use flows::jobs::{self, JobWorker, Rows};
use flows::templates::{self, TemplateInput};
use flows::worker::{Found, Worker};
use store::jobs::JobRow;
use store::templates::TemplateVersion;

use crate::house::{House, SERVICE};

async fn house() -> House {
    let house = House::open().await;
    for number in 1..=2 {
        let mail = format!(
            "From: c{number}@customer.test\nTo: {SERVICE}\nSubject: Question\n\
             Message-ID: <{number}@customer.test>\n\nHow much?\n"
        );
        house.receive(&mail).await;
    }
    house
}

async fn shared(house: &House, address: &str) -> IdentityId {
    let input = IdentityInput { address: Some(address.parse().unwrap()), ..IdentityInput::default() };
    identities::create(&house.office, &house.actor, input).await.unwrap()
}

async fn template(house: &House, identity: IdentityId) -> TemplateId {
    let (language, text) = (Language::En, "It costs ten.".to_owned());
    let version = TemplateVersion { language, subject: String::new(), text, html: None };
    let input = TemplateInput {
        name: Some("Price".to_owned()),
        default_language: Some(language),
        identity_id: Some(Some(identity)),
        versions: Some(vec![version]),
        ..TemplateInput::default()
    };
    templates::create(&house.office, &house.actor, input).await.unwrap()
}

fn answer(text: BulkText, from: Option<FromChoice>) -> BulkMail {
    BulkMail::Answer { text, html: None, from, close: false }
}

fn words() -> BulkText {
    BulkText::Text("It costs ten.".to_owned())
}

async fn begin(house: &House, mail: BulkMail) -> JobRow {
    let mail = mail.checked(&house.office, &house.actor).await.unwrap();
    let mut rows = Rows::default();
    rows.add(house.cases().await.iter().map(|case| case.id.get()));
    jobs::start_mails(&house.office, &house.actor, &mail, rows).await.unwrap()
}

async fn work(house: &House) {
    let worker = JobWorker::new(house.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
}

/// The senders of the mails that one job wrote.
async fn senders(house: &House, mail: BulkMail) -> Vec<String> {
    let before = house.sink.count();
    begin(house, mail).await;
    work(house).await;
    house.send().await;
    let taken = house.sink.taken();
    taken[before..].iter().map(|mail| mail::header_value(&mail.raw, "From").unwrap()).collect()
}

#[tokio::test]
async fn the_organisation_the_template_and_the_author_say_who_mails_to_many_are_from() {
    let house = house().await;
    let all_from = |found: &[String], address: &str| {
        assert!(found.len() == 2 && found.iter().all(|from| from.contains(address)), "{found:?}");
    };
    all_from(&senders(&house, answer(words(), None)).await, SERVICE);
    let rules =
        SendingRules { identity_id: Some(shared(&house, "all@house.test").await), ..SendingRules::default() };
    flows::compose::change_rules(&house.office, &house.actor, rules).await.unwrap();
    house.clock.advance_seconds(3_600);
    all_from(&senders(&house, answer(words(), None)).await, "all@house.test");
    let of_template = BulkText::Template(template(&house, shared(&house, "price@house.test").await).await);
    all_from(&senders(&house, answer(of_template.clone(), None)).await, "price@house.test");
    all_from(&senders(&house, answer(of_template, Some(FromChoice::Mailbox))).await, SERVICE);

    let to = "boss@elsewhere.test".parse().unwrap();
    let from = Some(FromChoice::Shared { id: shared(&house, "press@house.test").await });
    let forward =
        BulkMail::Forward { to, to_name: None, text: "Look.".to_owned(), html: None, from, close: false };
    all_from(&senders(&house, forward).await, "press@house.test");
}

#[tokio::test]
async fn who_loses_the_right_to_a_sender_writes_no_more_as_it_and_other_mails_go_on() {
    let house = house().await;
    let id = shared(&house, "press@house.test").await;
    let job = begin(&house, answer(words(), Some(FromChoice::Shared { id }))).await;
    let other = begin(&house, answer(words(), None)).await;
    let worker = JobWorker::new(house.office.clone());
    assert_eq!(worker.step().await.unwrap(), Found::Work);
    let archive = IdentityInput { archived: Some(true), ..IdentityInput::default() };
    identities::change(&house.office, &house.actor, id, archive).await.unwrap();
    work(&house).await;

    let job = jobs::find(&house.office, &house.actor, job.id).await.unwrap();
    assert_eq!((job.state, job.done, job.failed), (JobState::Done, 1, 1));
    assert_eq!(job.failures[0].code, "from.not_usable");
    let other = jobs::find(&house.office, &house.actor, other.id).await.unwrap();
    assert_eq!((other.state, other.done, other.failed), (JobState::Done, 2, 0));
    house.send().await;
    assert_eq!(house.sink.count(), 3);
}

#[tokio::test]
async fn a_sender_that_its_author_may_not_use_is_refused_before_anything_goes() {
    let house = house().await;
    let refused = async |from| {
        let mail = answer(words(), Some(from));
        let problem = mail.checked(&house.office, &house.actor).await.unwrap_err();
        (problem.code, problem.field)
    };
    let unknown = FromChoice::Shared { id: IdentityId::new(4_711) };
    assert_eq!(refused(unknown).await, ("from.not_usable", Some("from")));
    let rules = SendingRules { own_address: false, ..SendingRules::default() };
    flows::compose::change_rules(&house.office, &house.actor, rules).await.unwrap();
    assert_eq!(refused(FromChoice::Own).await, ("from.own_not_allowed", Some("from")));
}
