//! Signing in, where the browser does not wait for the answer.

use std::pin::pin;
use std::time::Duration;

use domain::Secret;
use domain::limits::SIGN_IN_FAILURES_MAX;
use flows::sign_in::{Attempt, sign_in};
use futures_util::poll;

use crate::house::House;

fn attempt() -> Attempt {
    Attempt {
        address: "ada@house.test".to_owned(),
        password: Secret::new("a long password"),
        peer: [192, 0, 2, 1].into(),
    }
}

/// Until the user's sign-in of this moment is written down.
async fn signed_in_now(house: &House) {
    let wait = async {
        loop {
            let conn = house.office.store().read();
            let user = store::users::find(&conn, house.actor.organisation, house.actor.user).await.unwrap();
            if user.unwrap().last_sign_in_at == Some(house.office.now()) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait).await.unwrap();
}

#[tokio::test]
async fn a_browser_that_leaves_before_the_answer_has_not_failed() {
    let house = House::open().await;
    for _ in 0..=SIGN_IN_FAILURES_MAX {
        house.clock.advance_seconds(1);
        {
            let mut leaving = pin!(sign_in(&house.office, attempt()));
            assert!(poll!(&mut leaving).is_pending());
        }
        signed_in_now(&house).await;
    }
    assert!(sign_in(&house.office, attempt()).await.is_ok());
}
