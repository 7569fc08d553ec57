//! What keeps all mail of an organisation says so with all that waits of it, whatever domains that is for.

use bytes::Bytes;
use domain::outbox::ParkReason;
use domain::waiting::WaitRule;
use domain::{OrganisationId, OutboxId};
use flows::outbox::{self, OwnRate, Stopper};
use store::outbox::NewOutbox;
use store::parked::{self, Parked};

use crate::house::{House, SERVICE};
use crate::sending::{another, queue};

/// A mail to this address.
async fn to(house: &House, recipient: &str) -> OutboxId {
    let (store, at, organisation) = (house.office.store(), house.office.now(), house.actor.organisation);
    let raw = Bytes::from_static(b"Subject: hello\r\n\r\nhello\r\n");
    let item = NewOutbox {
        from: SERVICE.parse().unwrap(),
        from_name: None,
        return_path: Some(SERVICE.parse().unwrap()),
        subject: "hello".to_owned(),
        raw: store::raw::prepare(store, organisation, raw).await.unwrap(),
        recipients: vec![recipient.parse().unwrap()],
        created_by: None,
        case_id: None,
        at,
        due_at: at,
    };
    let put = store.write(move |tx| {
        let item = item.clone();
        Box::pin(async move { store::outbox::insert(tx, organisation, &item).await })
    });
    put.await.unwrap()
}

/// Lets all of an organisation wait under this name for an hour.
async fn park(house: &House, organisation: OrganisationId, destination: String) {
    let parked = Parked {
        destination,
        until: house.office.now().plus_seconds(3600),
        reason: ParkReason::Rate,
        words: String::new(),
        host: None,
        failures: 1,
        found_by: organisation,
    };
    let put = house.office.store().write(move |tx| {
        let parked = parked.clone();
        Box::pin(async move { parked::put(tx, &parked).await })
    });
    put.await.unwrap();
}

#[tokio::test]
async fn all_that_waits_of_an_organisation_is_counted_where_the_rule_is_the_organisations() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    let mail = to(&house, "a@kunde.test").await;
    for other in ["b@kunde.test", "c@annen.test", "d@tredje.test"] {
        to(&house, other).await;
    }
    let others = another(&house, house.sink.port()).await;
    queue(&house, others, 2).await;
    let told = async || {
        let waits = outbox::why(office, own, mail).await.unwrap();
        assert_eq!(waits[0].held_by, None);
        (waits[0].rule, waits[0].others.count)
    };
    assert_eq!(told().await, (WaitRule::Turn, 1), "those for its domain");
    park(&house, own, parked::share_of(own)).await;
    assert_eq!(told().await, (WaitRule::OrganisationShare, 3));
    park(&house, own, parked::whole_organisation(own)).await;
    assert_eq!(told().await, (WaitRule::OrganisationRate, 3));
    outbox::set_own_rate(office, &house.actor, OwnRate { per_minute: 6 }).await.unwrap();
    park(&house, own, parked::whole_organisation(own)).await;
    assert_eq!(told().await, (WaitRule::OwnRate, 3));
    let user = Stopper { organisation: own, user: Some(house.actor.user) };
    outbox::stop(office, user, "wrong price").await.unwrap();
    assert_eq!(told().await, (WaitRule::Stopped, 3));
    outbox::go_on(office, user).await.unwrap();
    outbox::stop(office, Stopper { user: None, ..user }, "abuse").await.unwrap();
    assert_eq!(told().await, (WaitRule::StoppedByOperator, 3));
}
