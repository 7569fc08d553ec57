//! Whoever can mend a server or a sign-in is told of it, once for each change.

use domain::Actor;
use domain::compose::FromChoice;
use domain::notice::{Happening, NoticeEvent, ServerNews, ServerOf};
use domain::org::Right;
use flows::oauth::applications::{self, ApplicationInput};
use testkit::oauth::Habits;
use testkit::smtp_sink::{ConnectionFault, SmtpSink};

use crate::house::House;
use crate::notices::{bell, choose, colleague, posted, tell};
use crate::oauth::Granting;
use crate::ways::{adas, answer, relay, set};

const DAY_S: i64 = 24 * 3600;

/// What the bell says of servers, oldest first.
async fn told(house: &House, actor: &Actor) -> Vec<(ServerOf, ServerNews)> {
    let of_server = |what: Happening| match what {
        Happening::Server { server, news, .. } => Some((server, news)),
        Happening::Created
        | Happening::Received
        | Happening::Commented
        | Happening::Answered
        | Happening::Owner { .. }
        | Happening::Woke
        | Happening::Escalated { .. }
        | Happening::DeliveryFailed { .. }
        | Happening::DeliveryDelayed { .. }
        | Happening::MailReturned { .. }
        | Happening::Stranded { .. }
        | Happening::Changed { .. }
        | Happening::OldCases { .. }
        | Happening::Incident { .. }
        | Happening::Refused { .. }
        | Happening::ColleagueBlocked { .. }
        | Happening::CopyFailed { .. }
        | Happening::SenderDomain { .. }
        | Happening::Newer => None,
    };
    let notices = bell(house, actor).await.notices;
    notices.into_iter().rev().filter_map(|notice| of_server(notice.row.what)).collect()
}

#[tokio::test]
async fn of_ones_own_server_one_is_told_oneself_and_not_of_what_mended_itself_meanwhile() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let keeper = colleague(&house, "Bo", &[Right::Mailboxes, Right::CasesAll]).await;
    set(&house, adas(&house), relay(&own)).await;
    own.fail_connection(ConnectionFault::Greeting("554 5.7.1 not from you".to_owned()));
    answer(&house, FromChoice::Own).await;
    let failing = [(ServerOf::User, ServerNews::Failing)];
    assert_eq!(told(&house, &house.actor).await, failing);
    assert!(told(&house, &keeper).await.is_empty(), "it is not his");

    house.clock.advance_seconds(DAY_S);
    house.send().await;
    assert_eq!(own.count(), 1, "it takes mail again");
    assert!(told(&house, &house.actor).await.is_empty(), "nobody read it, and no mail told of it");
}

#[tokio::test]
async fn a_sign_in_that_is_gone_is_told_once_however_often_it_is_tried() {
    let granting = Granting::signed_in().await;
    let house = &granting.house;
    let agent = colleague(house, "Bo", &[Right::CasesAll]).await;
    granting.provider.revoke_all();
    granting.fetch().await;
    let revoked = [(ServerOf::Mailbox { id: granting.mailbox }, ServerNews::Revoked)];
    assert_eq!(told(house, &house.actor).await, revoked, "and not once more as a mailbox that fails");
    assert!(told(house, &agent).await.is_empty(), "he can do nothing about it");
    for _ in 0..5 {
        house.clock.advance_seconds(7 * 3600);
        granting.work().await;
        granting.fetch().await;
    }
    assert_eq!(told(house, &house.actor).await, revoked);
}

#[tokio::test]
async fn a_client_secret_that_ends_is_told_of_once_thirty_days_before() {
    let granting = Granting::signed_in().await;
    let (house, office) = (&granting.house, &granting.house.office);
    let ends = |days: i64| ApplicationInput {
        secret_expires_at: Some(Some(office.now().plus_seconds(days * DAY_S))),
        ..ApplicationInput::default()
    };
    applications::change(office, &house.actor, granting.application, ends(31)).await.unwrap();
    assert!(told(house, &house.actor).await.is_empty());
    house.clock.advance_seconds(2 * DAY_S);
    let ending = (ServerOf::Application, ServerNews::Expiring);
    assert_eq!(told(house, &house.actor).await, [ending]);
    house.clock.advance_seconds(2 * DAY_S);
    assert_eq!(told(house, &house.actor).await, [ending]);
    for _ in 0..3 {
        granting.sign_in().await;
        house.clock.advance_seconds(2 * 3600);
        assert_eq!(
            told(house, &house.actor).await,
            [ending],
            "whoever signs in changes nothing of the secret"
        );
    }

    // The next secret ends one day, too.
    applications::change(office, &house.actor, granting.application, ends(60)).await.unwrap();
    house.clock.advance_seconds(35 * DAY_S);
    assert_eq!(told(house, &house.actor).await, [ending, ending]);
}

/// Mails that wait to be sent to the actor, as notices are.
async fn mails(house: &House) -> usize {
    tell(house).await;
    let to_ada = |mail: &store::outbox::OutboxRow| {
        mail.recipients.iter().any(|recipient| recipient.to_string() == "ada@house.test")
    };
    posted(house).await.iter().filter(|mail| to_ada(mail)).count()
}

#[tokio::test]
async fn whoever_is_told_by_mail_alone_is_not_told_of_a_server_that_takes_mail_again() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    choose(&house, &house.actor, NoticeEvent::Server, (false, true)).await;
    set(&house, adas(&house), relay(&own)).await;
    own.fail_connection(ConnectionFault::Greeting("554 5.7.1 not from you".to_owned()));
    answer(&house, FromChoice::Own).await;
    house.clock.advance_seconds(DAY_S);
    house.send().await;
    assert_eq!((own.count(), mails(&house).await), (1, 0));
}

#[tokio::test]
async fn a_sign_in_that_was_seen_to_within_minutes_is_no_mail() {
    let granting = Granting::signed_in().await;
    let house = &granting.house;
    choose(house, &house.actor, NoticeEvent::Server, (false, true)).await;
    granting.provider.revoke_all();
    granting.fetch().await;
    let (conn, since) = (house.office.store().read(), house.office.now().plus_seconds(-3600));
    let (organisation, user) = (house.actor.organisation, house.actor.user);
    let told = store::notices::list_of_servers(&conn, organisation, user, since).await.unwrap();
    assert_eq!(told.len(), 1, "and not once more as a mailbox that fails");
    granting.sign_in().await;
    granting.fetch().await;
    house.clock.advance_seconds(360);
    assert_eq!(mails(house).await, 0);

    granting.provider.revoke_all();
    granting.fetch().await;
    house.clock.advance_seconds(360);
    assert_eq!(mails(house).await, 1, "what was mended is news when it fails again");
}

#[tokio::test]
async fn a_sign_in_that_each_renewal_prolongs_never_ends_soon() {
    let refresh_expires_in_s = Some(5 * 86_400);
    let rolling = Granting::signed_in_with(Habits { refresh_expires_in_s, ..Habits::default() }).await;
    for _ in 0..3 {
        assert!(told(&rolling.house, &rolling.house.actor).await.is_empty());
        rolling.house.clock.advance_seconds(3300);
        rolling.work().await;
    }
    assert!(told(&rolling.house, &rolling.house.actor).await.is_empty());
    assert_eq!(rolling.row().await.grant.unwrap().refresh_expires_at, None);

    // Where the end comes before the next renewal, somebody has to sign in again.
    let habits = Habits { expires_in_s: 7 * 86_400, refresh_expires_in_s, ..Habits::default() };
    let ending = Granting::signed_in_with(habits).await;
    let expiring = [(ServerOf::Mailbox { id: ending.mailbox }, ServerNews::Expiring)];
    for _ in 0..3 {
        assert_eq!(told(&ending.house, &ending.house.actor).await, expiring);
        ending.house.clock.advance_seconds(2 * 3600);
    }
}
