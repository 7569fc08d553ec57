//! What leaves through the server of the domain that it is from.

use domain::compose::{AsWhom, FromChoice};
use domain::mailbox::Security;
use domain::preflight::UnverifiedRule;
use domain::timeline::{Step, Subject};
use domain::transport::TransportOwner;
use domain::{Actor, OutboxId, Secret};
use flows::compose::{self, NewReply, Timing};
use flows::identities;
use flows::transport::{self, TransportInput};
use flows::users::UserChange;
use testkit::smtp_sink::SmtpSink;

use crate::house::{House, SERVICE};
use crate::ways::{answer, relay, set, shared};
use crate::writing::colleague;

const MAIL: &str =
    "From: kari@customer.test\nTo: service@house.test\nSubject: Q\nMessage-ID: <q@customer.test>\n\nHei\n";

#[tokio::test]
async fn a_domains_server_is_given_a_return_path_of_its_own_domain() {
    let (house, of_domain) = (House::open().await, SmtpSink::start().unwrap());
    let id = identities::create(&house.office, &house.actor, shared("info@other.test")).await.unwrap();
    answer(&house, FromChoice::Shared { id }).await;
    assert_eq!(house.sink.taken()[0].return_path, SERVICE, "failures are seen in the mailbox");

    set(&house, TransportOwner::Domain("other.test".to_owned()), relay(&of_domain)).await;
    answer(&house, FromChoice::Shared { id }).await;
    let mail = &of_domain.taken()[0];
    assert_eq!(mail.return_path, "info@other.test", "Exchange Online takes no other");
    assert!(
        mail::header_value(&mail.raw, "Reply-To").unwrap().contains(SERVICE),
        "answers come into the case"
    );
    // What is from the mailbox takes another way, with its own.
    answer(&house, FromChoice::Mailbox).await;
    assert_eq!((of_domain.count(), house.sink.taken()[1].return_path.as_str()), (1, SERVICE));
}

#[tokio::test]
async fn a_domains_server_that_takes_any_return_path_leaves_failures_to_the_mailbox() {
    let (house, of_domain) = (House::open().await, SmtpSink::start().unwrap());
    let id = identities::create(&house.office, &house.actor, shared("info@other.test")).await.unwrap();
    let owner = TransportOwner::Domain("other.test".to_owned());
    let input = TransportInput { own_return_path: Some(true), ..relay(&of_domain) };
    set(&house, owner.clone(), input).await;
    answer(&house, FromChoice::Shared { id }).await;
    assert_eq!(of_domain.taken()[0].return_path, SERVICE, "whoever set it says that it takes them");

    set(&house, owner, TransportInput { own_return_path: Some(false), ..relay(&of_domain) }).await;
    answer(&house, FromChoice::Shared { id }).await;
    assert_eq!(of_domain.taken()[1].return_path, "info@other.test");
}

#[tokio::test]
async fn nothing_leaves_through_the_server_of_somebody_who_may_not_sign_in_any_more() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let leaver = colleague(&house).await;
    let owner = TransportOwner::User(leaver.user);
    // A password that is kept, and a way without a sign-in that the test's server takes.
    let (username, password) = (Some("lars".to_owned()), Some(Secret::new("hemmelig")));
    let input = TransportInput { security: Some(Security::Tls), username, password, ..relay(&own) };
    transport::put(&house.office, &leaver, owner.clone(), input).await.unwrap();
    assert!(
        set(&house, owner, TransportInput { own: Some(true), ..TransportInput::default() })
            .await
            .has_password
    );
    house.receive(MAIL).await;
    house.clock.advance_seconds(1);
    let planned = planned_by(&house, &leaver).await;
    let gone = UserChange { active: Some(false), ..UserChange::default() };
    flows::users::change(&house.office, &house.actor, leaver.user, gone).await.unwrap();
    let shown = transport::get_of_user(&house.office, &house.actor, leaver.user).await.unwrap().unwrap();
    assert!(!shown.settings.in_use && !shown.has_password);

    house.clock.advance_seconds(3601);
    house.send().await;
    assert_eq!((own.count(), house.sink.count()), (0, 1));
    let (conn, subject) = (house.office.store().read(), Subject::Outbox(planned));
    let steps = store::timeline::list(&conn, house.actor.organisation, subject).await.unwrap();
    let because = steps
        .into_iter()
        .find_map(|(_, step)| if let Step::Routed(told) = step { Some(told.because) } else { None });
    assert_eq!(because.as_deref(), Some("installation"), "and the timeline says so");

    transport::delete_of_user(&house.office, &house.actor, leaver.user).await.unwrap();
    assert_eq!(transport::get_of_user(&house.office, &house.actor, leaver.user).await.unwrap(), None);
    let again = transport::delete_of_user(&house.office, &house.actor, leaver.user).await.unwrap_err();
    assert_eq!(again.code, "not_found");
}

/// A mail that a colleague plans from his own address, and the item that waits.
async fn planned_by(house: &House, author: &Actor) -> OutboxId {
    let case = house.cases().await.pop().unwrap().id;
    let planned = NewReply {
        text: "Later".to_owned(),
        as_whom: AsWhom { from: Some(FromChoice::Own), ..AsWhom::default() },
        timing: Timing::At { at: house.office.now().plus_seconds(3600), cancel_if_answered: false },
        ..NewReply::default()
    };
    let message = compose::reply(&house.office, author, case, planned).await.unwrap();
    let conn = house.office.store().read();
    let found = store::cases::find_message(&conn, author.organisation, case, message).await;
    found.unwrap().unwrap().outbox_id.unwrap()
}

#[tokio::test]
async fn what_a_leaver_planned_and_no_other_way_is_open_to_is_stopped() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    crate::preflight::choose(&house.office, &house, UnverifiedRule::Refuse).await.unwrap();
    let leaver = colleague(&house).await;
    transport::put(&house.office, &leaver, TransportOwner::User(leaver.user), relay(&own)).await.unwrap();
    house.receive(MAIL).await;
    house.clock.advance_seconds(1);
    let (stopped, binned) = (planned_by(&house, &leaver).await, planned_by(&house, &leaver).await);
    let conn = house.office.store().read();
    let held = async |id| {
        let row = store::outbox::find(&conn, leaver.organisation, id).await.unwrap().unwrap();
        row.held_at.is_some()
    };
    // He changes nothing that matters to what waits.
    transport::put(&house.office, &leaver, TransportOwner::User(leaver.user), relay(&own)).await.unwrap();
    assert_eq!((held(stopped).await, held(binned).await), (false, false));
    flows::outbox::delete(&house.office, &house.actor, &[binned]).await.unwrap();
    // Who switches it off and on again finds his mail as it was.
    let off = TransportInput { own: Some(false), ..TransportInput::default() };
    transport::put(&house.office, &leaver, TransportOwner::User(leaver.user), off).await.unwrap();
    assert!(held(stopped).await);
    transport::put(&house.office, &leaver, TransportOwner::User(leaver.user), relay(&own)).await.unwrap();
    assert!(!held(stopped).await);

    let gone = UserChange { active: Some(false), ..UserChange::default() };
    flows::users::change(&house.office, &house.actor, leaver.user, gone).await.unwrap();
    assert_eq!((held(stopped).await, held(binned).await), (true, false), "what is in the bin stays there");
    house.clock.advance_seconds(3601);
    house.send().await;
    assert_eq!((own.count(), house.sink.count()), (0, 0));
    let steps = store::timeline::list(&conn, leaver.organisation, Subject::Outbox(stopped)).await.unwrap();
    let told = steps.iter().any(
        |(_, step)| matches!(step, Step::Stranded { address } if address.to_string() == "lars@house.test"),
    );
    assert!(told, "{steps:?}");

    // Once a way is open to it, whoever let it go on sends it.
    crate::preflight::choose(&house.office, &house, UnverifiedRule::Warn).await.unwrap();
    flows::outbox::release(&house.office, &house.actor, &[stopped]).await.unwrap();
    house.send().await;
    assert_eq!((own.count(), house.sink.count()), (0, 1));
}
