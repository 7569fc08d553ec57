//! What becomes of a case whose mail did not arrive: why it is open again, and whom it writes to from then on.

use domain::CaseId;
use domain::case::CaseStatus;

use crate::house::House;
use crate::returns::answered;

async fn log(house: &House, case: CaseId) -> Vec<String> {
    let conn = house.office.store().read();
    let log = store::cases::list_log(&conn, house.actor.organisation, case).await.unwrap();
    log.into_iter().map(|entry| entry.what).collect()
}

#[tokio::test]
async fn a_case_that_a_failed_delivery_opens_does_not_say_that_the_customer_answered() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    assert_eq!(house.case(case).await.status, CaseStatus::Open);
    let told = log(&house, case).await;
    assert!(told.contains(&"reopened_undelivered".to_owned()), "{told:?}");
    assert!(!told.contains(&"reopened".to_owned()), "{told:?}");
}
