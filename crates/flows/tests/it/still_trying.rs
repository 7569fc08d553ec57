//! The author of a mail that is late is told after four hours and after a day, once each.

use domain::CaseId;
use domain::case::CaseStatus;
use domain::notice::{Happening, NoticeEvent};
use domain::returns::ReturnClass;
use flows::outbox::StillTrying;
use flows::worker::{Found, Worker};
use store::cases::MessageRow;
use store::notices::NoticeRow;

use crate::answers::answer;
use crate::house::House;
use crate::notices::{AGENT, bell, colleague, gone, mail};

/// The entries of a case about mail that is late.
async fn told(house: &House, case: CaseId) -> Vec<MessageRow> {
    let conn = house.office.store().read();
    let all = store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap();
    all.into_iter().filter(|message| message.content.class == "delivery_delay").collect()
}

async fn look(house: &House) {
    let worker = StillTrying::new(house.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
}

async fn after_hours(house: &House, hours: i64) {
    house.clock.advance_seconds(hours * 3600);
    house.send().await;
    look(house).await;
}

#[tokio::test]
async fn the_author_is_told_after_four_hours_and_after_a_day_and_never_again() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "451 4.3.0 the disk is full, come back later");
    let case = answer(&house).await;
    house.send().await;
    after_hours(&house, 3).await;
    assert!(told(&house, case).await.is_empty());
    after_hours(&house, 1).await;
    after_hours(&house, 1).await;
    let entries = told(&house, case).await;
    assert_eq!(entries.len(), 1);
    assert!(entries[0].content.text.contains("the disk is full"), "{}", entries[0].content.text);
    // The house sends through a relay, whose disk it is.
    let failure = entries[0].content.failure.as_ref().unwrap();
    assert_eq!((failure.class, failure.of_relay), (Some(ReturnClass::HostDown), true));
    assert_eq!(entries[0].content.to[0].address.as_ref().unwrap().to_string(), "kari@customer.test");
    assert_eq!(house.case(case).await.status, CaseStatus::Closed, "nothing has failed yet");
    for _ in 0..30 {
        after_hours(&house, 1).await;
    }
    assert_eq!(told(&house, case).await.len(), 2);
    for _ in 0..40 {
        after_hours(&house, 1).await;
    }
    assert_eq!(told(&house, case).await.len(), 2);
}

#[tokio::test]
async fn who_was_not_told_for_a_day_is_told_once() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "451 4.3.0 the disk is full, come back later");
    let case = answer(&house).await;
    house.send().await;
    after_hours(&house, 30).await;
    after_hours(&house, 1).await;
    assert_eq!(told(&house, case).await.len(), 1);
}

#[tokio::test]
async fn of_a_mail_whose_case_is_gone_the_bell_tells_its_author() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "451 4.3.0 the disk is full, come back later");
    let bo = colleague(&house, "Bo", &AGENT).await;
    let case = mail(&house, 1).await;
    let reply = flows::compose::NewReply { text: "Here.".to_owned(), ..flows::compose::NewReply::default() };
    flows::compose::reply(&house.office, &bo, case, reply).await.unwrap();
    house.send().await;
    gone(&house, case).await;
    after_hours(&house, 5).await;
    let delays = async |actor| {
        let notices = bell(&house, actor).await.notices.into_iter().map(|notice| notice.row);
        let delayed = |row: &NoticeRow| matches!(row.what, Happening::DeliveryDelayed { .. });
        notices.filter(delayed).collect::<Vec<_>>()
    };
    let told = delays(&bo).await;
    assert_eq!((told.len(), told[0].case, told[0].event), (1, None, NoticeEvent::DeliveryFailed));
    let Happening::DeliveryDelayed { author, mail: Some(mail) } = &told[0].what else {
        panic!("{:?}", told[0].what)
    };
    assert_eq!((*author, mail.recipients.as_str()), (bo.user, "kari@customer.test"));
    assert!(mail.subject.contains("Help 1"), "{}", mail.subject);
    assert!(delays(&house.actor).await.is_empty(), "his alone");
    // Once after a day, and never again.
    for _ in 0..50 {
        after_hours(&house, 1).await;
    }
    assert_eq!(delays(&bo).await.len(), 2);
}

#[tokio::test]
async fn automatic_mail_tells_nobody() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "451 4.3.0 the disk is full, come back later");
    crate::sending::queue(&house, house.actor.organisation, 3).await;
    house.send().await;
    after_hours(&house, 5).await;
    assert!(house.cases().await.is_empty());
    // Nor is it looked at again.
    let worker = StillTrying::new(house.office.clone());
    assert_eq!(worker.step().await.unwrap(), Found::Nothing);
}
