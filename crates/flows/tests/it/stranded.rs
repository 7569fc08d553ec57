//! More planned from one's own address than one transaction looks at, once its server is gone or back.

use std::collections::BTreeMap;

use bytes::Bytes;
use domain::compose::{FromKind, Written};
use domain::preflight::UnverifiedRule;
use domain::timeline::{Step, Subject};
use domain::transport::TransportOwner;
use domain::{Actor, OutboxId};
use flows::housekeeping::Housekeeper;
use flows::transport;
use flows::users::UserChange;
use flows::worker::Worker;
use store::outbox::{NewOutbox, Origin, Plan};
use store::{Store, StoreError};
use testkit::smtp_sink::SmtpSink;

use crate::house::House;
use crate::ways::relay;
use crate::writing::colleague;

/// More than one transaction looks at.
const MANY: usize = 450;

/// What a user planned for an hour from now, from his own address.
async fn plan(house: &House, author: &Actor, many: usize) -> Vec<OutboxId> {
    let (store, organisation, at) = (house.office.store(), author.organisation, house.office.now());
    let raw = Bytes::from_static(b"Subject: Later\r\n\r\nhello\r\n");
    let item = NewOutbox {
        from: "lars@house.test".parse().unwrap(),
        from_name: None,
        return_path: None,
        subject: "Later".to_owned(),
        raw: store::raw::prepare(store, organisation, raw).await.unwrap(),
        recipients: vec!["kari@customer.test".parse().unwrap()],
        created_by: Some(author.user),
        case_id: None,
        at,
        due_at: at.plus_seconds(3600),
    };
    let written = Written { sent_from: FromKind::Own, ..Written::default() };
    let origin = Origin { written, ..Origin::default() };
    let write = store.write(move |tx| {
        Box::pin(async move {
            let mut ids = Vec::new();
            for _ in 0..many {
                let id = store::outbox::insert(tx, organisation, &item).await?;
                let plan = Plan { planned_at: Some(item.due_at), cancel_if_answered: false, origin: &origin };
                store::outbox::record_plan(tx, organisation, id, plan).await?;
                ids.push(id);
            }
            Ok(ids)
        })
    });
    let ids: Result<Vec<OutboxId>, StoreError> = write.await;
    ids.unwrap()
}

/// How many of these are stopped.
async fn held(house: &House, ids: &[OutboxId]) -> usize {
    let (conn, mut held) = (house.office.store().read(), 0);
    for id in ids {
        let row = store::outbox::find(&conn, house.actor.organisation, *id).await.unwrap().unwrap();
        held += usize::from(row.held_at.is_some());
    }
    held
}

/// How often the timeline tells that a mail was stopped since its server was gone.
async fn stranded(house: &House, id: OutboxId) -> usize {
    let conn = house.office.store().read();
    let steps = store::timeline::list(&conn, house.actor.organisation, Subject::Outbox(id)).await.unwrap();
    steps.iter().filter(|(_, step)| matches!(step, Step::Stranded { .. })).count()
}

/// Somebody with a server of his own, without which nothing of his may leave.
async fn with_own_server(house: &House, own: &SmtpSink) -> Actor {
    crate::preflight::choose(&house.office, house, UnverifiedRule::Refuse).await.unwrap();
    let author = colleague(house).await;
    transport::put(&house.office, &author, TransportOwner::User(author.user), relay(own)).await.unwrap();
    author
}

#[tokio::test]
async fn all_that_a_leaver_planned_is_stopped_and_goes_on_with_his_server_however_much_it_is() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let leaver = with_own_server(&house, &own).await;
    let planned = plan(&house, &leaver, MANY).await;
    let gone = UserChange { active: Some(false), ..UserChange::default() };
    flows::users::change(&house.office, &house.actor, leaver.user, gone).await.unwrap();
    assert_eq!(held(&house, &planned).await, MANY);
    assert_eq!((stranded(&house, planned[0]).await, stranded(&house, planned[MANY - 1]).await), (1, 1));

    // What a person stopped stays, wherever it lies among the others.
    let kept = [planned[0], planned[MANY - 1]];
    flows::outbox::release(&house.office, &house.actor, &kept).await.unwrap();
    flows::outbox::hold(&house.office, &house.actor, &kept).await.unwrap();
    let back = UserChange { active: Some(true), ..UserChange::default() };
    flows::users::change(&house.office, &house.actor, leaver.user, back).await.unwrap();
    let owner = TransportOwner::User(leaver.user);
    transport::put(&house.office, &house.actor, owner, relay(&own)).await.unwrap();
    assert_eq!((held(&house, &planned).await, held(&house, &kept).await), (2, 2));

    transport::delete_of_user(&house.office, &house.actor, leaver.user).await.unwrap();
    assert_eq!(held(&house, &planned).await, MANY);
}

#[tokio::test]
async fn what_a_node_left_that_ended_meanwhile_is_taken_up() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let leaver = with_own_server(&house, &own).await;
    transport::delete_of_user(&house.office, &house.actor, leaver.user).await.unwrap();
    let planned = plan(&house, &leaver, MANY).await;
    let (organisation, store): (_, &Store) = (leaver.organisation, house.office.store());
    let looks = vec![BTreeMap::from([("user", leaver.user)])];
    let left = store.write(move |tx| {
        Box::pin(
            async move { store::settings::remember(tx, Some(organisation), "outbox.stranded", &looks).await },
        )
    });
    let left: Result<(), StoreError> = left.await;
    left.unwrap();
    Housekeeper::new(house.office.clone()).step().await.unwrap();
    assert_eq!(held(&house, &planned).await, MANY);
    let conn = store.read();
    let note =
        store::settings::find::<Vec<BTreeMap<String, String>>>(&conn, Some(organisation), "outbox.stranded");
    assert_eq!(note.await.unwrap(), None, "nothing is left");
}
