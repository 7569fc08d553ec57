//! A user whose address is blocked gets no letters any more: those who look after the users are told.

use domain::Secret;
use domain::notice::Happening;
use domain::org::Language;
use flows::notify;
use flows::users::{self, NewUser, UserChange};

use crate::house::House;
use crate::sending::queue;

const ADDRESS: &str = "kari@customer.test";

async fn told(house: &House) -> Vec<Happening> {
    let bell = notify::bell(&house.office, &house.actor, None).await.unwrap();
    let all = bell.notices.into_iter().map(|one| one.row.what);
    all.filter(|what| matches!(what, Happening::ColleagueBlocked { .. })).collect()
}

#[tokio::test]
async fn those_who_look_after_users_are_told_once_of_a_colleague_whose_address_is_blocked() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    let colleague = NewUser {
        name: "Kari".to_owned(),
        address: ADDRESS.to_owned(),
        password: Secret::new("a long password"),
        language: Language::Nb,
        role_ids: Vec::new(),
        category_ids: Vec::new(),
    };
    let user = users::create(office, own, colleague).await.unwrap();
    house.sink.answer_recipient(ADDRESS, "550 5.1.1 no such user");
    assert!(told(&house).await.is_empty());
    for _ in 0..2 {
        queue(&house, own, 1).await;
        house.send().await;
    }
    let once = Happening::ColleagueBlocked { user, address: ADDRESS.to_owned() };
    assert_eq!(told(&house).await, [once]);
}

#[tokio::test]
async fn nobody_is_told_of_the_address_of_who_may_sign_in_no_more() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    let former = NewUser {
        name: "Kari".to_owned(),
        address: ADDRESS.to_owned(),
        password: Secret::new("a long password"),
        language: Language::Nb,
        role_ids: Vec::new(),
        category_ids: Vec::new(),
    };
    let user = users::create(office, own, former).await.unwrap();
    let leaves = UserChange { active: Some(false), ..UserChange::default() };
    users::change(office, &house.actor, user, leaves).await.unwrap();
    house.sink.answer_recipient(ADDRESS, "550 5.1.1 no such user");
    queue(&house, own, 1).await;
    house.send().await;
    assert!(told(&house).await.is_empty());
}
