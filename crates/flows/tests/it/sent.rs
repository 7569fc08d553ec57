//! Sent mail: why it is from whom it is and took its way, and how another begins with it.

use domain::compose::{AsWhom, FromChoice, FromKind, Mode};
use domain::{Actor, CaseId, EmailAddress, OutboxId, UploadId};
use flows::compose::{self, Anew, NewReply};
use flows::uploads;
use store::ListQuery;
use store::cases::CaseScope;
use store::outbox::{OutboxRow, SentFilter, SentShelf, SentSort};

use crate::house::{House, SERVICE};

const QUESTION: &str = "From: Kari <kari@customer.test>\nTo: Service@house.test\nSubject: The invoice\n\
                        Message-ID: <1@customer.test>\n\nIt is too high.\n";

fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

async fn case(house: &House) -> CaseId {
    house.receive(QUESTION).await;
    house.cases().await[0].id
}

/// The latest mail that the actor sent.
async fn sent(house: &House) -> OutboxRow {
    let filter = SentFilter { author: Some(house.actor.user), shelf: SentShelf::All, scope: CaseScope::All };
    let query = ListQuery::<SentSort> { descending: true, ..ListQuery::default() };
    let conn = house.office.store().read();
    let page = store::outbox::list_sent(&conn, house.actor.organisation, &query, &filter).await.unwrap();
    page.rows[0].clone()
}

async fn picture(house: &House) -> UploadId {
    let file = uploads::File {
        name: "logo.png".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: vec![0x89, b'P', b'N', b'G'].into(),
    };
    uploads::put(&house.office, &house.actor, file).await.unwrap().id
}

#[tokio::test]
async fn why_a_mail_is_from_whom_and_takes_its_way_is_said_before_and_after_it_is_tried() {
    let house = House::open().await;
    let case = case(&house).await;
    let own = AsWhom { from: Some(FromChoice::Own), ..AsWhom::default() };
    let reply = NewReply { text: "Hello".to_owned(), as_whom: own, ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    let reasons = async |house: &House| {
        let item = sent(house).await;
        flows::outbox::reasons(&house.office, house.actor.organisation, &item).await.unwrap()
    };
    let before = reasons(&house).await;
    assert_eq!((before.from_kind, before.sender_because.as_deref()), (FromKind::Own, Some("message")));
    assert_eq!((before.way.because.as_str(), before.way.taken), ("installation", false));
    house.send().await;
    let after = reasons(&house).await;
    assert_eq!((after.way.because.as_str(), after.way.taken), ("installation", true));
    assert_eq!(after.way.from.as_deref(), Some("ada@house.test"));

    // Nobody chose: the case belongs to its mailbox.
    let plain = NewReply { text: "Once more".to_owned(), ..NewReply::default() };
    house.clock.advance_seconds(1);
    compose::reply(&house.office, &house.actor, case, plain).await.unwrap();
    let reasons = reasons(&house).await;
    assert_eq!((reasons.from_kind, reasons.sender_because.as_deref()), (FromKind::Mailbox, Some("mailbox")));
    assert_eq!(reasons.way.from.as_deref(), Some(SERVICE));
}

#[tokio::test]
async fn another_mail_begins_with_the_recipients_words_and_files_of_one_that_was_sent() {
    let house = House::open().await;
    let case = case(&house).await;
    let picture = picture(&house).await;
    let reply = NewReply {
        html: Some(format!("<div><b>Look</b> <img src=\"cid:{picture}\"></div>")),
        to: Some(vec![address("kari@customer.test")]),
        bcc: vec![address("boss@else.test")],
        upload_ids: vec![picture],
        ..NewReply::default()
    };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    let item = sent(&house).await;
    compose::anew(&house.office, &house.actor, item.id, Anew::default()).await.unwrap();
    let draft = compose::new_draft(&house.office, &house.actor, None).await.unwrap().unwrap().written;
    assert_eq!((draft.mode, draft.subject.as_deref()), (Mode::New, Some("The invoice")));
    assert_eq!(draft.to.unwrap(), ["kari@customer.test"]);
    assert_eq!(draft.bcc, ["boss@else.test"]);
    let [file] = draft.upload_ids[..] else { panic!("{:?}", draft.upload_ids) };
    assert_ne!(file, picture, "a file of its own, which goes when the draft goes");
    assert!(draft.html.unwrap().contains(&format!("cid:{file}")));

    // What was begun is not lost unasked.
    let refused = compose::anew(&house.office, &house.actor, item.id, Anew::default()).await.unwrap_err();
    assert_eq!(refused.code, "draft.begun");
    compose::anew(&house.office, &house.actor, item.id, Anew { replaces: true, ..Anew::default() })
        .await
        .unwrap();
    // With a key of its own it stands beside that, and asked for twice it is one.
    let key = "00000000000000000000000000000001".parse().unwrap();
    for _ in 0..2 {
        let beside = Anew { mail: Some(key), ..Anew::default() };
        compose::anew(&house.office, &house.actor, item.id, beside).await.unwrap();
    }
    assert!(compose::new_draft(&house.office, &house.actor, Some(key)).await.unwrap().is_some());
    assert_eq!(compose::list_drafts(&house.office, &house.actor).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_message_passed_on_is_written_anew_with_what_it_passed_on() {
    let house = House::open().await;
    let case = case(&house).await;
    let forward = NewReply {
        mode: Mode::Forward,
        text: "Can you check this?".to_owned(),
        to: Some(vec![address("supplier@else.test")]),
        ..NewReply::default()
    };
    compose::reply(&house.office, &house.actor, case, forward).await.unwrap();
    let item = sent(&house).await;
    compose::anew(&house.office, &house.actor, item.id, Anew::default()).await.unwrap();
    let draft = compose::new_draft(&house.office, &house.actor, None).await.unwrap().unwrap().written;
    assert!(draft.text.contains("Can you check this?") && draft.text.contains("It is too high."));
    assert_eq!(draft.to.unwrap(), ["supplier@else.test"]);
}

#[tokio::test]
async fn nobody_opens_what_a_colleague_sent_in_a_case_that_he_does_not_see() {
    let house = House::open().await;
    let case = case(&house).await;
    let reply = NewReply { text: "Hello".to_owned(), ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    let item: OutboxId = sent(&house).await.id;
    let rights = [domain::org::Right::CasesOwn, domain::org::Right::Outbox].into_iter().collect();
    let stranger = Actor { user: domain::UserId::new(4_711), rights, ..house.actor.clone() };
    let refused = compose::open_sent(&house.office, &stranger, item).await.unwrap_err();
    assert_eq!(refused.code, "not_found");
    let refused = compose::anew(&house.office, &stranger, item, Anew::default()).await.unwrap_err();
    assert_eq!(refused.code, "not_found");
}

#[tokio::test]
async fn a_mail_that_did_not_arrive_is_written_anew_to_the_right_address_alone() {
    let house = House::open().await;
    let case = case(&house).await;
    let reply = NewReply {
        text: "Hello".to_owned(),
        cc: vec![address("copy@customer.test")],
        bcc: vec![address("boss@else.test")],
        ..NewReply::default()
    };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    let item = sent(&house).await;
    let right = Anew { to: Some(address("kari@right.test")), ..Anew::default() };
    compose::anew(&house.office, &house.actor, item.id, right).await.unwrap();
    let draft = compose::new_draft(&house.office, &house.actor, None).await.unwrap().unwrap().written;
    assert_eq!(
        (draft.to.unwrap(), draft.cc, draft.bcc),
        (vec!["kari@right.test".to_owned()], vec![], vec![])
    );
    assert_eq!(draft.text, "Hello");
}
