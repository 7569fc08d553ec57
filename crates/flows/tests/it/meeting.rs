//! Two people who do the same thing in the same instant, over PostgreSQL, where both get a connection.

use domain::Secret;
use domain::org::{Actor, Language, Right};
use flows::users::{self, NewUser, UserChange};
use testkit::postgres::Postgres;

use crate::house::House;

async fn another_administrator(house: &House, round: usize) -> Actor {
    let conn = house.office.store().read();
    let organisation = house.actor.organisation;
    let role_ids = store::users::find(&conn, organisation, house.actor.user).await.unwrap().unwrap().role_ids;
    let user = NewUser {
        name: format!("Bo {round}"),
        address: format!("bo{round}@house.test"),
        password: Secret::new("a long password"),
        language: Language::En,
        role_ids,
        category_ids: Vec::new(),
    };
    let user = users::create(&house.office, organisation, user).await.unwrap();
    Actor { organisation, user, rights: house.actor.rights.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_who_remove_each_other_leave_one() {
    let database = Postgres::start().unwrap().database().unwrap();
    let house = House::open_on_postgres(database.url()).await;
    let off = || UserChange { active: Some(false), ..UserChange::default() };
    let mut one = house.actor.clone();
    for round in 0..10 {
        let other = another_administrator(&house, round).await;
        let (left, right) = tokio::join!(
            users::change(&house.office, &one, other.user, off()),
            users::change(&house.office, &other, one.user, off()),
        );
        assert!(left.is_ok() != right.is_ok(), "one of them: {left:?}, {right:?}");
        let conn = house.office.store().read();
        let organisation = one.organisation;
        let count = store::users::count_with_right(&conn, organisation, Right::Users).await.unwrap();
        assert_eq!(count, 1, "round {round}");
        one = if left.is_ok() { one } else { other };
    }
}
