//! What leaves through the server of the domain that it is from.

use domain::compose::{AsWhom, FromChoice};
use domain::mailbox::Security;
use domain::notice::{Happening, NoticeEvent};
use domain::org::Right;
use domain::preflight::UnverifiedRule;
use domain::timeline::{Step, Subject};
use domain::transport::TransportOwner;
use domain::{Actor, CaseId, OutboxId, Secret};
use flows::cases::{self, CaseChange};
use flows::compose::{self, NewReply, Timing};
use flows::identities;
use flows::transport::{self, TransportInput};
use flows::users::UserChange;
use testkit::smtp_sink::SmtpSink;

use crate::house::{House, SERVICE};
use crate::notices::{self, bell, mail};
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
    planned_in(house, author, house.cases().await.pop().unwrap().id).await
}

async fn planned_in(house: &House, author: &Actor, case: CaseId) -> OutboxId {
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

    // Its time went by meanwhile: once a way is open to it, somebody decides.
    crate::preflight::choose(&house.office, &house, UnverifiedRule::Warn).await.unwrap();
    assert!(held(stopped).await);
    flows::outbox::release(&house.office, &house.actor, &[stopped]).await.unwrap();
    house.send().await;
    assert_eq!((own.count(), house.sink.count()), (0, 1));
}

/// What the bell said of stopped mail: in which case, and how many mails; the newest first.
pub(crate) async fn stopped_of(house: &House, reader: &Actor, author: &Actor) -> Vec<(Option<CaseId>, u64)> {
    let rows = bell(house, reader).await.notices.into_iter().map(|notice| {
        assert!(notice.row.event != NoticeEvent::DeliveryFailed || notice.names.contains_key(&author.user));
        notice.row
    });
    let of_stop = rows.filter(|row| row.event == NoticeEvent::DeliveryFailed);
    let counted = of_stop.map(|row| {
        let Happening::Stranded { author: whose, count } = row.what else { panic!("{:?}", row.what) };
        assert_eq!(whose, Some(author.user));
        (row.case, count)
    });
    counted.collect()
}

async fn give(house: &House, case: CaseId, owner: &Actor) {
    let given = CaseChange { owner: Some(Some(owner.user)), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, case, given).await.unwrap();
}

#[tokio::test]
async fn those_who_can_act_on_what_a_leaver_planned_are_told_once_with_its_count() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    crate::preflight::choose(&house.office, &house, UnverifiedRule::Refuse).await.unwrap();
    let leaver = colleague(&house).await;
    let owner = notices::colleague(&house, "Bo", &[Right::CasesOwn]).await;
    let keeper = notices::colleague(&house, "Kim", &[Right::Outbox]).await;
    let other = notices::colleague(&house, "Liv", &[Right::CasesAll]).await;
    let server = TransportOwner::User(leaver.user);
    transport::put(&house.office, &leaver, server.clone(), relay(&own)).await.unwrap();
    let (owned, free, his) = (mail(&house, 1).await, mail(&house, 2).await, mail(&house, 3).await);
    give(&house, owned, &owner).await;
    give(&house, his, &leaver).await;
    house.clock.advance_seconds(1);
    for case in [owned, owned, free, his] {
        planned_in(&house, &leaver, case).await;
    }

    // He may sign in: he is told of all of it, the owner of what is in his case, and nobody else.
    let off = TransportInput { own: Some(false), ..TransportInput::default() };
    transport::put(&house.office, &leaver, server.clone(), off).await.unwrap();
    assert_eq!(stopped_of(&house, &leaver, &leaver).await, [(None, 4)]);
    assert_eq!(stopped_of(&house, &owner, &leaver).await, [(Some(owned), 2)]);
    assert!(stopped_of(&house, &keeper, &leaver).await.is_empty());

    // It goes on with his server. When he leaves, what is nobody's and what was his is for those who see to the outbox.
    transport::put(&house.office, &leaver, server, relay(&own)).await.unwrap();
    let gone = UserChange { active: Some(false), ..UserChange::default() };
    flows::users::change(&house.office, &house.actor, leaver.user, gone).await.unwrap();
    assert_eq!(stopped_of(&house, &owner, &leaver).await, [(Some(owned), 2); 2]);
    assert_eq!(stopped_of(&house, &keeper, &leaver).await, [(None, 2)]);
    assert!(stopped_of(&house, &other, &leaver).await.is_empty());

    // What is stopped is stopped once: nothing new is told when the server goes altogether.
    transport::delete_of_user(&house.office, &house.actor, leaver.user).await.unwrap();
    assert_eq!(stopped_of(&house, &keeper, &leaver).await, [(None, 2)]);

    // By mail, too, each in his language.
    crate::preflight::choose(&house.office, &house, UnverifiedRule::Warn).await.unwrap();
    house.clock.advance_seconds(6 * 60);
    bell(&house, &keeper).await;
    let subjects: Vec<String> = notices::posted(&house).await.into_iter().map(|item| item.subject).collect();
    assert!(
        subjects.iter().any(|subject| subject.starts_with("2 e-poster fra Lars er stanset")),
        "{subjects:?}"
    );
}
