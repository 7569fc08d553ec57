//! More planned from one's own address than one transaction looks at, once its server is gone or back.

use std::collections::BTreeMap;

use bytes::Bytes;
use domain::compose::{FromKind, Written};
use domain::org::Right;
use domain::preflight::UnverifiedRule;
use domain::timeline::{Step, Subject};
use domain::transport::{ChosenWay, TransportOwner};
use domain::{Actor, OutboxId};
use flows::housekeeping::Housekeeper;
use flows::outbox::AnotherWay;
use flows::transport::{self, TransportInput};
use flows::users::UserChange;
use flows::worker::Worker;
use serde::Serialize;
use serde_json::json;
use store::outbox::{NewOutbox, Origin, Plan};
use store::{Store, StoreError};
use testkit::smtp_sink::SmtpSink;

use crate::domain_servers::stopped_of;
use crate::house::House;
use crate::notices;
use crate::ways::relay;
use crate::writing::colleague;

/// More than one transaction looks at.
pub(crate) const MANY: usize = 450;

/// What a user planned for an hour from now, from his own address.
pub(crate) async fn plan(house: &House, author: &Actor, many: usize) -> Vec<OutboxId> {
    plan_from(house, author, ("lars@house.test", many)).await
}

/// The same, from an address that was his own when he wrote.
async fn plan_from(house: &House, author: &Actor, (from, many): (&str, usize)) -> Vec<OutboxId> {
    let (store, organisation, at) = (house.office.store(), author.organisation, house.office.now());
    let raw = Bytes::from_static(b"Subject: Later\r\n\r\nhello\r\n");
    let item = NewOutbox {
        from: from.parse().unwrap(),
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
pub(crate) async fn held(house: &House, ids: &[OutboxId]) -> usize {
    let (conn, mut held) = (house.office.store().read(), 0);
    for id in ids {
        let row = store::outbox::find(&conn, house.actor.organisation, *id).await.unwrap().unwrap();
        held += usize::from(row.held_at.is_some());
    }
    held
}

/// How often the timeline tells that a mail was stopped since its server was gone.
pub(crate) async fn stranded(house: &House, id: OutboxId) -> usize {
    let conn = house.office.store().read();
    let steps = store::timeline::list(&conn, house.actor.organisation, Subject::Outbox(id)).await.unwrap();
    steps.iter().filter(|(_, step)| matches!(step, Step::Stranded { .. })).count()
}

/// Somebody with a server of his own, without which nothing of his may leave.
pub(crate) async fn with_own_server(house: &House, own: &SmtpSink) -> Actor {
    crate::preflight::choose(&house.office, house, UnverifiedRule::Refuse).await.unwrap();
    let author = colleague(house).await;
    transport::put(&house.office, &author, TransportOwner::User(author.user), relay(own)).await.unwrap();
    author
}

#[tokio::test]
async fn all_that_a_leaver_planned_is_stopped_and_goes_on_with_his_server_however_much_it_is() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let leaver = with_own_server(&house, &own).await;
    let keeper = notices::colleague(&house, "Kim", &[Right::Outbox]).await;
    let planned = plan(&house, &leaver, MANY).await;
    let gone = UserChange { active: Some(false), ..UserChange::default() };
    flows::users::change(&house.office, &house.actor, leaver.user, gone).await.unwrap();
    assert_eq!(held(&house, &planned).await, MANY);
    assert_eq!((stranded(&house, planned[0]).await, stranded(&house, planned[MANY - 1]).await), (1, 1));
    assert_eq!(stopped_of(&house, &keeper, &leaver).await, [(None, MANY as u64)], "told once, of all of it");

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
    let again = (MANY - kept.len()) as u64;
    assert_eq!(
        stopped_of(&house, &leaver, &leaver).await,
        [(None, again)],
        "he may sign in, and is told himself"
    );
}

/// Notes in an organisation whose mail is not looked at to the end.
async fn leave<T: Serialize + Clone + Send + Sync + 'static>(house: &House, looks: T) {
    let organisation = house.actor.organisation;
    let left = house.office.store().write(move |tx| {
        Box::pin(
            async move { store::settings::remember(tx, Some(organisation), "outbox.stranded", &looks).await },
        )
    });
    let left: Result<(), StoreError> = left.await;
    left.unwrap();
}

#[tokio::test]
async fn what_was_stopped_before_the_look_began_anew_is_told_with_the_rest() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let leaver = with_own_server(&house, &own).await;
    plan(&house, &leaver, 2).await;
    let stopped = json!({ "all": 3, "of_owners": {} });
    leave(&house, json!([{ "user": leaver.user, "address": null, "behind": null, "stopped": stopped }]))
        .await;
    transport::delete_of_user(&house.office, &house.actor, leaver.user).await.unwrap();
    assert_eq!(stopped_of(&house, &leaver, &leaver).await, [(None, 5)]);
}

#[tokio::test]
async fn what_was_stopped_is_told_however_much_of_an_earlier_stop_goes_on() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let author = colleague(&house).await;
    let use_server = async |host: &str| {
        let input = TransportInput { host: Some(host.to_owned()), ..relay(&own) };
        transport::put(&house.office, &author, TransportOwner::User(author.user), input).await.unwrap();
    };
    use_server("smtp.gmail.com").await;
    let of_gmail = plan_from(&house, &author, ("lars@gmail.com", 10)).await;
    use_server("smtp.mail.yahoo.com").await;
    assert_eq!(held(&house, &of_gmail).await, 10);
    assert_eq!(stopped_of(&house, &author, &author).await, [(None, 10)]);

    // The address that is looked at first is the one of which mail is stopped now.
    house.clock.advance_seconds(60);
    let of_yahoo = plan_from(&house, &author, ("ada@yahoo.com", 8)).await;
    use_server("smtp.gmail.com").await;
    assert_eq!((held(&house, &of_gmail).await, held(&house, &of_yahoo).await), (0, 8));
    assert_eq!(stopped_of(&house, &author, &author).await, [(None, 8), (None, 10)]);
}

#[tokio::test]
async fn what_waits_goes_on_with_its_server_and_what_was_to_leave_meanwhile_never_does_by_itself() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let author = with_own_server(&house, &own).await;
    let stop = async || transport::delete_of_user(&house.office, &house.actor, author.user).await.unwrap();
    let server = || TransportOwner::User(author.user);
    let waiting = plan(&house, &author, 1).await;
    house.clock.advance_seconds(3600);
    let planned = plan(&house, &author, 1).await;
    let both = [waiting.clone(), planned.clone()].concat();
    stop().await;
    assert_eq!(held(&house, &both).await, 2);
    house.clock.advance_seconds(300);
    transport::put(&house.office, &author, server(), relay(&own)).await.unwrap();
    assert_eq!(held(&house, &both).await, 0, "what is due, and what is planned");

    stop().await;
    assert_eq!(held(&house, &both).await, 2);
    house.clock.advance_seconds(2 * 3600);
    for owner in [server(), TransportOwner::Organisation] {
        transport::put(&house.office, &house.actor, owner, relay(&own)).await.unwrap();
        assert_eq!((held(&house, &waiting).await, held(&house, &planned).await), (0, 1));
    }
    flows::outbox::release(&house.office, &house.actor, &planned).await.unwrap();
    assert_eq!(held(&house, &planned).await, 0, "somebody decides");
}

#[tokio::test]
async fn what_was_stopped_goes_on_another_way_that_a_person_chooses_for_it() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let author = colleague(&house).await;
    let put = async |owner, host: &str| {
        let input = TransportInput { host: Some(host.to_owned()), ..relay(&own) };
        transport::put(&house.office, &author, owner, input).await.unwrap();
    };
    let server = || TransportOwner::User(author.user);
    put(server(), "smtp.gmail.com").await;
    put(TransportOwner::Organisation, "smtp.gmail.com").await;
    let planned = plan_from(&house, &author, ("lars@gmail.com", 3)).await;
    put(server(), "smtp.mail.yahoo.com").await;
    assert_eq!(held(&house, &planned).await, 3);
    let by_hand = [planned[2]];
    flows::outbox::release(&house.office, &author, &by_hand).await.unwrap();
    flows::outbox::hold(&house.office, &author, &by_hand).await.unwrap();

    let wanted = AnotherWay { way: ChosenWay::Organisation, why: "it is Google's, too".to_owned() };
    let chosen = [planned[0], planned[2]];
    let done = flows::outbox::send_another_way(&house.office, &author, &chosen, wanted).await.unwrap();
    assert_eq!((done.done.len(), done.failed.len()), (2, 0));
    assert_eq!((held(&house, &[planned[0]]).await, held(&house, &planned[1..]).await), (0, 2));
    let conn = house.office.store().read();
    let steps = store::timeline::list(&conn, author.organisation, Subject::Outbox(planned[0])).await.unwrap();
    assert_eq!(steps.last().map(|(_, step)| step), Some(&Step::Released { user_id: Some(author.user) }));
}

#[tokio::test]
async fn what_a_node_left_that_ended_meanwhile_is_taken_up() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let leaver = with_own_server(&house, &own).await;
    transport::delete_of_user(&house.office, &house.actor, leaver.user).await.unwrap();
    let planned = plan(&house, &leaver, MANY).await;
    let (organisation, store): (_, &Store) = (leaver.organisation, house.office.store());
    leave(&house, vec![BTreeMap::from([("user", leaver.user)])]).await;
    Housekeeper::new(house.office.clone()).step().await.unwrap();
    assert_eq!(held(&house, &planned).await, MANY);
    assert_eq!(stopped_of(&house, &leaver, &leaver).await, [(None, MANY as u64)]);
    let conn = store.read();
    let note =
        store::settings::find::<Vec<BTreeMap<String, String>>>(&conn, Some(organisation), "outbox.stranded");
    assert_eq!(note.await.unwrap(), None, "nothing is left");
}
