//! What was written for a server that is gone does not leave another way that it may not take, by whichever door it comes.

use std::collections::BTreeMap;

use domain::compose::{AsWhom, FromChoice};
use domain::notice::Happening;
use domain::org::Right;
use domain::outbox::{DeliveryState, Stream};
use domain::preflight::{Level, UnverifiedRule};
use domain::sender_domain::{RecordKind, SenderDomainState};
use domain::timeline::{Step, Subject};
use domain::transport::TransportOwner;
use domain::{Actor, OrganisationId, OutboxId, Secret, Timestamp};
use flows::compose::{self, NewReply, SendingRules};
use flows::housekeeping::Housekeeper;
use flows::outbox::{LettingGo, OutboxWorker};
use flows::preflight::Sender;
use flows::sender_domains;
use flows::transport::{self, TestInput, TransportInput};
use flows::users::UserChange;
use flows::worker::{Found, Worker};
use policy::preflight::Through;
use store::transports::TransportSettings;
use store::{PasswordChange, StoreError};
use testkit::postgres::Postgres;
use testkit::smtp_sink::SmtpSink;
use tokio_util::sync::CancellationToken;

use crate::house::House;
use crate::notices::{self, bell};
use crate::preflight::choose;
use crate::sender_domains::World;
use crate::sending::{queue, queue_from, states};
use crate::ways::{relay, set};
use crate::writing::colleague;

const ORGANISATION: TransportOwner = TransportOwner::Organisation;
const REFUSED: &str = "550 5.7.1 we relay nothing for you";

/// How often each of these was stopped by itself, and whether it is.
async fn stopped(house: &House, organisation: OrganisationId, ids: &[OutboxId]) -> Vec<(usize, bool)> {
    let (conn, mut found) = (house.office.store().read(), Vec::new());
    for id in ids {
        let row = store::outbox::find(&conn, organisation, *id).await.unwrap().unwrap();
        let steps = store::timeline::list(&conn, organisation, Subject::Outbox(*id)).await.unwrap();
        let times = steps.iter().filter(|(_, step)| matches!(step, Step::Stranded { .. })).count();
        found.push((times, row.held_at.is_some()));
    }
    found
}

/// How often each of these went on by itself.
async fn freed(house: &House, organisation: OrganisationId, ids: &[OutboxId]) -> Vec<usize> {
    let (conn, mut found) = (house.office.store().read(), Vec::new());
    for id in ids {
        let steps = store::timeline::list(&conn, organisation, Subject::Outbox(*id)).await.unwrap();
        let by_itself = steps.iter().filter(|(_, step)| matches!(step, Step::Released { user_id: None }));
        found.push(by_itself.count());
    }
    found
}

/// A second organisation of the installation.
async fn stranger(world: &World) -> Actor {
    let at = world.office.now();
    let write = world
        .office
        .store()
        .write(move |tx| Box::pin(async move { store::organisations::insert(tx, "Stranger", at).await }));
    let organisation: Result<OrganisationId, StoreError> = write.await;
    Actor { organisation: organisation.unwrap(), ..world.house.actor.clone() }
}

/// Sets a server for a domain, and takes it away again.
async fn set_for_domain(world: &World, actor: &Actor, server: Option<&SmtpSink>) {
    let office = &world.office;
    if let Some(server) = server {
        let owner = TransportOwner::Domain("acme.no".to_owned());
        return transport::put(office, actor, owner, relay(server)).await.unwrap();
    }
    let id = transport::list_of_domains(office, actor.organisation).await.unwrap()[0].id;
    transport::delete_of_domain(office, actor, id).await.unwrap();
}

#[tokio::test]
async fn mail_of_anothers_domain_that_was_written_for_ones_own_server_never_leaves_through_the_shared_one() {
    let (world, own) = (World::open().await, SmtpSink::start().unwrap());
    world.live("acme.no").await;
    let (house, thief) = (&world.house, stranger(&world).await);
    let organisation = thief.organisation;
    let boss = async || queue_from(house, organisation, "boss@acme.no", (1, Stream::Single)).await;
    // One worker all along: what it remembers of the one way says nothing of the other, though both relays have one host.
    let worker = OutboxWorker::new(world.office.clone(), CancellationToken::new());
    let send = async || {
        while worker.step().await.unwrap() == Found::Work {
            worker.drain().await;
        }
    };
    set_for_domain(&world, &thief, Some(&own)).await;
    let taken = boss().await;
    send().await;
    assert_eq!(states(house, organisation, &taken).await, [DeliveryState::Sent]);

    let waiting = boss().await;
    set_for_domain(&world, &thief, None).await;
    send().await;
    assert_eq!((own.count(), house.sink.count()), (1, 0));
    assert_eq!(stopped(house, organisation, &waiting).await, [(1, true)]);
    flows::outbox::release(&world.office, &thief, &waiting).await.unwrap();
    send().await;
    assert_eq!(stopped(house, organisation, &waiting).await, [(2, true)], "whoever lets it go");

    // What failed is sent again, and what was in the bin is restored.
    set_for_domain(&world, &thief, Some(&own)).await;
    send().await;
    assert_eq!(states(house, organisation, &waiting).await, [DeliveryState::Sent], "its server is back");
    own.answer_recipient("kari@customer.test", REFUSED);
    let failed = boss().await;
    send().await;
    assert_eq!(states(house, organisation, &failed).await, [DeliveryState::Failed]);
    let binned = boss().await;
    flows::outbox::delete(&world.office, &thief, &binned).await.unwrap();
    set_for_domain(&world, &thief, None).await;
    flows::outbox::send_again(&world.office, &thief, &failed).await.unwrap();
    flows::outbox::restore(&world.office, &thief, &binned).await.unwrap();
    send().await;
    let both = [failed, binned].concat();
    assert_eq!(stopped(house, organisation, &both).await, [(1, true); 2]);
    assert_eq!((own.count(), house.sink.count()), (2, 0));

    // Whoever proved the domain sends from it.
    queue_from(house, house.actor.organisation, "boss@acme.no", (1, Stream::Single)).await;
    send().await;
    assert_eq!(house.sink.count(), 1);
}

/// The installation's relay as one of somebody's own, under this name.
fn shared_relay(world: &World, host: &str) -> TransportInput {
    TransportInput { host: Some(host.to_owned()), ..relay(&world.house.sink) }
}

#[tokio::test]
async fn the_operators_relay_that_somebody_enters_as_his_own_takes_no_mail_of_anothers_domain() {
    let world = World::open().await;
    world.live("acme.no").await;
    let (house, office, thief) = (&world.house, &world.office, stranger(&world).await);
    let owner = || TransportOwner::Domain("acme.no".to_owned());
    world.names.publish("mx.thief.test", "A", "127.0.0.1");
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "mx.thief.test", "MX.thief.test."] {
        for owner in [owner(), ORGANISATION, TransportOwner::User(thief.user)] {
            let refused =
                transport::put(office, &thief, owner, shared_relay(&world, host)).await.unwrap_err();
            let code = (refused.field, refused.code);
            assert_eq!(code, (Some("host"), "transport.operators_server"), "{host}");
        }
        let test = TestInput { transport: shared_relay(&world, host), ..TestInput::default() };
        let refused = transport::test(office, &thief, &owner(), test).await.unwrap_err();
        assert_eq!(refused.code, "transport.operators_server", "{host}");
    }

    // One that led elsewhere as it was entered.
    for (host, address) in [("127.0.0.1", None), ("later.thief.test", Some("127.0.0.1"))] {
        let own = SmtpSink::start().unwrap();
        transport::put(office, &thief, owner(), relay(&own)).await.unwrap();
        enter(&world, &thief, (host, house.sink.port())).await;
        if let Some(address) = address {
            world.names.publish(host, "A", address);
        }
        let ids = queue_from(house, thief.organisation, "boss@acme.no", (1, Stream::Single)).await;
        let worker = OutboxWorker::new(office.clone(), CancellationToken::new());
        while worker.step().await.unwrap() == Found::Work {
            worker.drain().await;
        }
        assert_eq!(stopped(house, thief.organisation, &ids).await, [(1, true)], "{host}");
        assert_eq!((own.count(), house.sink.count()), (0, 0), "{host}");
        // A process that begins remembers nothing of the name.
        house.clock.advance_seconds(120);
        LettingGo::new(office.clone()).step().await.unwrap();
        assert_eq!(stopped(house, thief.organisation, &ids).await, [(1, true)], "{host}");
        let boss = "boss@acme.no".parse().unwrap();
        let sender = Sender { organisation: thief.organisation, address: &boss, own_of: None };
        let found = flows::preflight::of(office, sender).await.unwrap();
        assert_eq!((found.level, found.through), (Level::Refuse, Through::Relay), "{host}");
        let id = transport::list_of_domains(office, thief.organisation).await.unwrap()[0].id;
        transport::delete_of_domain(office, &thief, id).await.unwrap();
    }
}

#[tokio::test]
async fn the_operators_relay_is_ones_own_where_there_is_one_organisation_alone() {
    let world = World::open().await;
    let (office, actor) = (&world.office, &world.house.actor);
    for host in ["localhost", "127.0.0.1"] {
        transport::put(office, actor, ORGANISATION, shared_relay(&world, host)).await.unwrap();
    }
    stranger(&world).await;
    let refused =
        transport::put(office, actor, ORGANISATION, shared_relay(&world, "localhost")).await.unwrap_err();
    assert_eq!(refused.code, "transport.operators_server");
    // What it had before there was another one stays, whatever else of it changes.
    let helo_name = Some("post.house.test".to_owned());
    let greets = TransportInput { helo_name, ..shared_relay(&world, "127.0.0.1") };
    transport::put(office, actor, ORGANISATION, greets).await.unwrap();
    let kept = transport::get(office, actor.organisation, &ORGANISATION).await.unwrap().settings;
    assert_eq!((kept.host.as_str(), kept.helo_name.as_str()), ("127.0.0.1", "post.house.test"));
}

/// Writes another host and port over what was entered for the domain, past all that is looked at then.
async fn enter(world: &World, actor: &Actor, (host, port): (&str, u16)) {
    let (organisation, at) = (actor.organisation, world.office.now());
    let owner = TransportOwner::Domain("acme.no".to_owned());
    let row = store::transports::find(&world.office.store().read(), organisation, &owner).await;
    let settings = row.unwrap().unwrap().settings;
    let settings = TransportSettings { host: host.to_owned(), port, ..settings };
    let write = world.office.store().write(move |tx| {
        Box::pin(async move {
            let keep = PasswordChange::Keep;
            store::transports::put(tx, (organisation, &owner), &settings, &keep, at).await
        })
    });
    let written: Result<(), StoreError> = write.await;
    written.unwrap();
}

#[tokio::test]
async fn a_relay_that_knows_who_sends_is_ones_own_though_it_is_the_operators() {
    let world = World::open().await;
    let thief = stranger(&world).await;
    let password = Some(Secret::new("hemmelig"));
    let signed_in =
        TransportInput { username: Some("lars".to_owned()), password, ..shared_relay(&world, "127.0.0.1") };
    transport::put(&world.office, &thief, ORGANISATION, signed_in).await.unwrap();
    let other_port = SmtpSink::start().unwrap();
    let open = TransportInput { username: Some(String::new()), ..relay(&other_port) };
    transport::put(&world.office, &thief, ORGANISATION, open).await.unwrap();
    let unused = TransportInput { own: Some(false), ..shared_relay(&world, "127.0.0.1") };
    transport::put(&world.office, &thief, ORGANISATION, unused).await.unwrap();
}

#[tokio::test]
async fn what_was_stopped_for_anothers_proof_of_its_domain_goes_on_when_that_is_given_up() {
    let (world, own) = (World::open().await, SmtpSink::start().unwrap());
    let id = world.live("acme.no").await;
    let (house, other) = (&world.house, stranger(&world).await);
    set_for_domain(&world, &other, Some(&own)).await;
    let waiting = queue_from(house, other.organisation, "boss@acme.no", (1, Stream::Single)).await;
    set_for_domain(&world, &other, None).await;
    let worker = OutboxWorker::new(world.office.clone(), CancellationToken::new());
    while worker.step().await.unwrap() == Found::Work {
        worker.drain().await;
    }
    assert_eq!(stopped(house, other.organisation, &waiting).await, [(1, true)]);
    sender_domains::archive(&world.office, &house.actor, id).await.unwrap();
    assert_eq!(stopped(house, other.organisation, &waiting).await, [(1, false)]);
    assert_eq!(freed(house, other.organisation, &waiting).await, [1]);
}

/// Mail of a second organisation that is stopped since the first one proved its domain.
async fn stopped_for_anothers_proof(world: &World) -> (Actor, Vec<OutboxId>) {
    let (own, other) = (SmtpSink::start().unwrap(), stranger(world).await);
    set_for_domain(world, &other, Some(&own)).await;
    let waiting = queue_from(&world.house, other.organisation, "boss@acme.no", (1, Stream::Single)).await;
    set_for_domain(world, &other, None).await;
    let worker = OutboxWorker::new(world.office.clone(), CancellationToken::new());
    while worker.step().await.unwrap() == Found::Work {
        worker.drain().await;
    }
    assert_eq!(stopped(&world.house, other.organisation, &waiting).await, [(1, true)]);
    (other, waiting)
}

#[tokio::test]
async fn what_was_stopped_for_anothers_proof_of_its_domain_goes_on_when_that_is_lost() {
    let world = World::open().await;
    let id = world.live("acme.no").await;
    let (other, waiting) = stopped_for_anothers_proof(&world).await;
    world.remove_keys(id).await;
    // A day until it is looked at, and a day of failures.
    for _ in 0..60 {
        world.after(3600).await;
    }
    assert_eq!(world.find(id).await.row.state, SenderDomainState::Pending);
    assert_eq!(stopped(&world.house, other.organisation, &waiting).await, [(1, false)]);
    assert_eq!(freed(&world.house, other.organisation, &waiting).await, [1]);
}

#[tokio::test]
async fn the_look_behind_a_domain_that_is_given_up_goes_on_after_a_kill() {
    let world = World::open().await;
    let id = world.live("acme.no").await;
    let (other, waiting) = stopped_for_anothers_proof(&world).await;
    // As a node leaves it that ended between the commit and the look.
    let (organisation, at) = (world.house.actor.organisation, world.office.now());
    let archived = world.office.store().write(move |tx| {
        Box::pin(async move {
            store::sender_domains::archive(tx, organisation, id, at).await?;
            let round = BTreeMap::from([("began", Some(at)), ("behind", None)]);
            store::settings::remember(tx, Some(organisation), "outbox.stranded.others", &round).await
        })
    });
    let archived: Result<(), StoreError> = archived.await;
    archived.unwrap();
    assert_eq!(stopped(&world.house, other.organisation, &waiting).await, [(1, true)]);
    Housekeeper::new(world.office.clone()).step().await.unwrap();
    assert_eq!(stopped(&world.house, other.organisation, &waiting).await, [(1, false)]);
    let conn = world.office.store().read();
    let round = store::settings::find::<BTreeMap<String, Option<Timestamp>>>(
        &conn,
        Some(organisation),
        "outbox.stranded.others",
    );
    assert_eq!(round.await.unwrap(), None, "nothing is left");
}

/// What becomes of an organisation's mail from domains that it has not proved.
async fn rule(house: &House, organisation: OrganisationId, unverified: UnverifiedRule) {
    let put = house.office.store().write(move |tx| {
        Box::pin(async move {
            let rules = SendingRules { unverified, ..SendingRules::default() };
            store::settings::remember(tx, Some(organisation), "sending", &rules).await
        })
    });
    Result::<(), StoreError>::unwrap(put.await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_whose_mail_cannot_be_read_ends_no_round_over_the_others() {
    let database = Postgres::start().unwrap().database().unwrap();
    let house = House::open_on_postgres(database.url()).await;
    let (store, own, at) = (house.office.store(), house.actor.organisation, house.office.now());
    let mut others = Vec::new();
    for name in ["Broken", "Sound"] {
        let made =
            store.write(move |tx| Box::pin(async move { store::organisations::insert(tx, name, at).await }));
        let other = Result::<OrganisationId, StoreError>::unwrap(made.await);
        rule(&house, other, UnverifiedRule::Refuse).await;
        others.push((other, queue(&house, other, 1).await));
    }
    house.send().await;
    for (other, waiting) in &others {
        assert_eq!(stopped(&house, *other, waiting).await, [(1, true)]);
        rule(&house, *other, UnverifiedRule::Warn).await;
    }
    let [(broken, _), (sound, waiting)] = others.as_slice() else { panic!("there are two") };
    let spoil = format!("UPDATE outbox SET from_address = 'nobody' WHERE org_id = {}", broken.get());
    database.run_sql(&spoil).unwrap();
    let begun = store.write(move |tx| {
        Box::pin(async move {
            let round = BTreeMap::from([("began", Some(at)), ("behind", None)]);
            store::settings::remember(tx, Some(own), "outbox.stranded.others", &round).await
        })
    });
    Result::<(), StoreError>::unwrap(begun.await);
    Housekeeper::new(house.office.clone()).step().await.unwrap();
    assert_eq!(stopped(&house, *sound, waiting).await, [(1, false)]);
    let conn = store.read();
    let round = store::settings::find::<BTreeMap<String, Option<Timestamp>>>(
        &conn,
        Some(own),
        "outbox.stranded.others",
    );
    assert_eq!(round.await.unwrap(), None, "nothing is left, and nothing is begun anew");
}

#[tokio::test]
async fn what_the_operator_forbade_goes_on_when_a_process_begins_that_permits_it() {
    let world = World::open_set(|settings| settings.unverified = UnverifiedRule::Refuse).await;
    let (house, organisation) = (&world.house, world.house.actor.organisation);
    let waiting = queue_from(house, organisation, "boss@acme.test", (2, Stream::Single)).await;
    let worker = OutboxWorker::new(world.office.clone(), CancellationToken::new());
    while worker.step().await.unwrap() == Found::Work {
        worker.drain().await;
    }
    assert_eq!(stopped(house, organisation, &waiting).await, [(1, true); 2]);
    LettingGo::new(world.office.clone()).step().await.unwrap();
    assert_eq!(stopped(house, organisation, &waiting).await, [(1, true); 2], "it is forbidden still");
    // The house is set up as the operator has it by now.
    LettingGo::new(house.office.clone()).step().await.unwrap();
    assert_eq!(stopped(house, organisation, &waiting).await, [(1, false); 2]);
    assert_eq!(freed(house, organisation, &waiting).await, [1; 2]);
    house.send().await;
    assert_eq!(states(house, organisation, &waiting).await, [DeliveryState::Sent; 2]);
}

#[tokio::test]
async fn what_may_not_leave_without_the_organisations_server_is_stopped_and_told_of_in_one_notice() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let keeper = notices::colleague(&house, "Kim", &[Right::Outbox]).await;
    let organisation = house.actor.organisation;
    choose(&house.office, &house, UnverifiedRule::Refuse).await.unwrap();
    set(&house, ORGANISATION, relay(&own)).await;
    let mut all = queue(&house, organisation, 2).await;
    set(&house, ORGANISATION, TransportInput { own: Some(false), ..TransportInput::default() }).await;
    house.send().await;
    all.extend(queue(&house, organisation, 1).await);
    house.send().await;
    assert_eq!(stopped(&house, organisation, &all).await, [(1, true); 3]);
    assert_eq!((own.count(), house.sink.count()), (0, 0));
    let told = bell(&house, &keeper).await.notices.into_iter().map(|notice| notice.row.what);
    let told: Vec<Happening> = told.filter(|what| matches!(what, Happening::Stranded { .. })).collect();
    assert_eq!(told, [Happening::Stranded { author: None, count: 3 }]);

    // What a person stopped stays so, and so does what nobody expects any more.
    let by_hand = queue(&house, organisation, 1).await;
    flows::outbox::hold(&house.office, &house.actor, &by_hand).await.unwrap();
    house.clock.advance_seconds(3600);
    set(&house, ORGANISATION, relay(&own)).await;
    assert_eq!(stopped(&house, organisation, &all).await, [(1, false); 3], "its server is back");
    assert_eq!(freed(&house, organisation, &all).await, [1; 3], "and the timeline says so");
    assert_eq!(stopped(&house, organisation, &by_hand).await, [(0, true)]);
    house.send().await;
    assert_eq!((own.count(), house.sink.count()), (3, 0));

    set(&house, ORGANISATION, TransportInput { own: Some(false), ..TransportInput::default() }).await;
    let old = queue(&house, organisation, 1).await;
    house.send().await;
    house.clock.advance_seconds(6 * 24 * 3600);
    set(&house, ORGANISATION, relay(&own)).await;
    assert_eq!(stopped(&house, organisation, &old).await, [(1, true)]);
}

#[tokio::test]
async fn what_was_stopped_while_its_domain_was_not_proved_goes_on_when_it_is() {
    let world = World::open().await;
    let (house, organisation) = (&world.house, world.house.actor.organisation);
    choose(&world.office, house, UnverifiedRule::Refuse).await.unwrap();
    let id = world.add("acme.test").await;
    let waiting = queue_from(house, organisation, "boss@acme.test", (2, Stream::Single)).await;
    let other = queue_from(house, organisation, "boss@other.test", (1, Stream::Single)).await;
    let worker = OutboxWorker::new(world.office.clone(), CancellationToken::new());
    let send = async || {
        while worker.step().await.unwrap() == Found::Work {
            worker.drain().await;
        }
    };
    send().await;
    assert_eq!(stopped(house, organisation, &waiting).await, [(1, true); 2]);
    world.publish(id, &[RecordKind::Dkim]).await;
    world.after(0).await;
    assert_eq!(world.find(id).await.row.state, SenderDomainState::Live);
    assert_eq!(stopped(house, organisation, &waiting).await, [(1, false); 2]);
    assert_eq!(stopped(house, organisation, &other).await, [(1, true)]);
    send().await;
    assert_eq!(states(house, organisation, &waiting).await, [DeliveryState::Sent; 2]);

    // So does the rest where the rules let it, and what a node left that ended before it looked is looked at later.
    let store = world.office.store();
    let begun = store.write(move |tx| {
        Box::pin(async move {
            let rules = SendingRules { unverified: UnverifiedRule::Warn, ..SendingRules::default() };
            store::settings::remember(tx, Some(organisation), "sending", &rules).await?;
            let look = BTreeMap::from([("behind", None::<u64>)]);
            store::settings::remember(tx, Some(organisation), "outbox.stranded.freed", &look).await
        })
    });
    let begun: Result<(), StoreError> = begun.await;
    begun.unwrap();
    Housekeeper::new(world.office.clone()).step().await.unwrap();
    assert_eq!(stopped(house, organisation, &other).await, [(1, false)]);
}

#[tokio::test]
async fn what_was_stopped_while_the_domain_above_vouched_for_itself_alone_goes_on_when_it_does_for_others() {
    let world = World::open().await;
    let (house, organisation) = (&world.house, world.house.actor.organisation);
    choose(&world.office, house, UnverifiedRule::Refuse).await.unwrap();
    world.names.publish("_dmarc.nord.no", "TXT", "v=DMARC1; p=none; adkim=s");
    world.live("nord.no").await;
    let waiting = queue_from(house, organisation, "post@news.nord.no", (1, Stream::Single)).await;
    let worker = OutboxWorker::new(world.office.clone(), CancellationToken::new());
    while worker.step().await.unwrap() == Found::Work {
        worker.drain().await;
    }
    assert_eq!(stopped(house, organisation, &waiting).await, [(1, true)]);
    // A day until it is looked at.
    let looked_at = async || {
        for _ in 0..26 {
            world.after(3600).await;
        }
    };
    world.names.be_silent_about(&["_dmarc.nord.no"]);
    looked_at().await;
    assert_eq!(stopped(house, organisation, &waiting).await, [(1, true)], "silence says nothing");
    world.names.be_silent_about(&[]);
    world.names.remove("_dmarc.nord.no");
    world.names.publish("_dmarc.nord.no", "TXT", "v=DMARC1; p=none");
    looked_at().await;
    assert_eq!(stopped(house, organisation, &waiting).await, [(1, false)]);
    assert_eq!(freed(house, organisation, &waiting).await, [1]);
}

#[tokio::test]
async fn what_failed_through_a_leavers_server_is_sent_again_no_other_way_that_it_may_not_take() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    choose(&house.office, &house, UnverifiedRule::Refuse).await.unwrap();
    let leaver = colleague(&house).await;
    transport::put(&house.office, &leaver, TransportOwner::User(leaver.user), relay(&own)).await.unwrap();
    house.receive("From: kari@customer.test\nSubject: Q\nMessage-ID: <q@customer.test>\n\nHei\n").await;
    house.clock.advance_seconds(1);
    own.answer_recipient("kari@customer.test", REFUSED);
    let reply = NewReply {
        text: "Hei".to_owned(),
        as_whom: AsWhom { from: Some(FromChoice::Own), ..AsWhom::default() },
        ..NewReply::default()
    };
    let case = house.cases().await.pop().unwrap().id;
    let message = compose::reply(&house.office, &leaver, case, reply).await.unwrap();
    house.send().await;
    let conn = house.office.store().read();
    let found = store::cases::find_message(&conn, leaver.organisation, case, message).await.unwrap();
    let failed = [found.unwrap().outbox_id.unwrap()];
    assert_eq!(states(&house, leaver.organisation, &failed).await, [DeliveryState::Failed]);

    let gone = UserChange { active: Some(false), ..UserChange::default() };
    flows::users::change(&house.office, &house.actor, leaver.user, gone).await.unwrap();
    flows::outbox::send_again(&house.office, &house.actor, &failed).await.unwrap();
    house.send().await;
    assert_eq!(stopped(&house, leaver.organisation, &failed).await, [(1, true)]);
    assert_eq!((own.count(), house.sink.count()), (0, 0));
}
