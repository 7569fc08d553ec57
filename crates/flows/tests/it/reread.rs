//! What an older parser read is read again, once, and what a filter wrote stays.

use domain::filter::{FilterAction, FilterCondition, FilterField, FilterOperator};
use domain::{CaseId, MessageId};
use flows::filters::FilterInput;
use flows::reread::Rereader;
use flows::worker::Found;
use store::cases::{MessageRow, Reread};

use crate::house::House;

const MAIL: &str = "From: kari@example.org\nSubject: Files\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n\
    Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHei\n--b\n\
    Content-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\none\n--b--\n";

async fn messages(house: &House, case: CaseId) -> Vec<MessageRow> {
    let conn = house.office.store().read();
    store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap()
}

/// As if the parser before the present one had read it, and seen nothing.
async fn read_by_an_older_parser(house: &House, id: MessageId) {
    let organisation = house.actor.organisation;
    let reread = Reread {
        shown: None,
        full_text: "old".to_owned(),
        attachments: Vec::new(),
        parser_version: mail::PARSER_VERSION - 1,
    };
    house
        .office
        .store()
        .write(move |tx| {
            Box::pin(async move { store::cases::record_reread(tx, organisation, id, &reread).await })
        })
        .await
        .unwrap();
}

async fn run(house: &House) {
    let worker = Rereader::new(house.office.clone());
    while worker.run_once().await.unwrap() == Found::Work {}
}

#[tokio::test]
async fn a_message_of_an_older_parser_gets_its_files_and_its_text_back() {
    let house = House::open().await;
    house.receive(MAIL).await;
    let case = house.cases().await[0].id;
    let before = messages(&house, case).await.remove(0);
    assert_eq!(before.content.attachments.len(), 1);
    run(&house).await;
    assert_eq!(messages(&house, case).await[0], before, "the present parser's work is left alone");

    house.receive(&MAIL.replace("<1@", "<2@").replace("Files", "Others")).await;
    let case = house.cases().await[1].id;
    let before = messages(&house, case).await.remove(0);
    read_by_an_older_parser(&house, before.id).await;
    assert_ne!(messages(&house, case).await[0], before);
    run(&house).await;
    assert_eq!(messages(&house, case).await[0], before);
}

#[tokio::test]
async fn the_text_that_a_filter_wrote_stays() {
    let house = House::open().await;
    let input = FilterInput {
        name: Some("short".to_owned()),
        conditions: Some(vec![FilterCondition {
            field: FilterField::Subject,
            header: None,
            operator: FilterOperator::Contains,
            value: "Files".to_owned(),
        }]),
        actions: Some(vec![FilterAction::ReplaceText { text: "Short".to_owned() }]),
        ..FilterInput::default()
    };
    flows::filters::create(&house.office, &house.actor, input).await.unwrap();
    house.receive(MAIL).await;
    let case = house.cases().await[0].id;
    let before = messages(&house, case).await.remove(0);
    assert_eq!(before.content.text, "Short");
    read_by_an_older_parser(&house, before.id).await;
    run(&house).await;
    assert_eq!(messages(&house, case).await[0], before);
}

#[tokio::test]
async fn a_row_of_the_queue_shows_what_the_present_parser_reads() {
    let house = House::open().await;
    let blocks = FilterInput {
        name: Some("all".to_owned()),
        conditions: Some(Vec::new()),
        actions: Some(vec![FilterAction::Block]),
        ..FilterInput::default()
    };
    flows::filters::create(&house.office, &house.actor, blocks).await.unwrap();
    house.receive(MAIL).await;
    let organisation = house.actor.organisation;
    let blocked = async || {
        let conn = house.office.store().read();
        let filter = store::blocked::BlockedFilter::default();
        let page = store::blocked::list(&conn, organisation, &store::ListQuery::default(), filter).await;
        page.unwrap().rows.remove(0)
    };
    let before = blocked().await;
    let (id, misread) = (before.id, "Fil?es".to_owned());
    house
        .office
        .store()
        .write(move |tx| {
            let older = store::intake::Summary {
                from: "?".to_owned(),
                subject: misread.clone(),
                message_id: None,
                sent_at: None,
                parser_version: mail::PARSER_VERSION - 1,
            };
            Box::pin(async move { store::intake::record_reread(tx, organisation, id, &older).await })
        })
        .await
        .unwrap();
    assert_eq!(blocked().await.subject, "Fil?es");
    run(&house).await;
    assert_eq!(blocked().await, before, "it is read anew and still blocked by the same filter");
}
