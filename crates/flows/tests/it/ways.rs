//! Which server a mail leaves through, whose it is, and as whom it is written.

use domain::compose::{AnswersTo, AsWhom, FromChoice};
use domain::encryption::TlsNeed;
use domain::mailbox::{Security, SignIn};
use domain::org::Language;
use domain::outbox::{DeliveryState, TransportKind};
use domain::timeline::{Step, Subject};
use domain::transport::TransportOwner;
use domain::{CategoryId, EmailAddress, OauthApplicationId, Secret, TemplateId};
use flows::compose::{self, NewReply, SendingRules, UserSending};
use flows::identities::{self, IdentityInput};
use flows::templates::TemplateInput;
use flows::transport::{self, TestInput, TransportInput, TransportView};
use policy::sender::Because;
use store::templates::TemplateVersion;
use store::transports::TransportSettings;
use store::{PasswordChange, StoreError};
use testkit::smtp_sink::{ConnectionFault, Offer, SmtpSink, Taken};

use crate::house::{House, SERVICE};
use crate::returns::standing;
use crate::sending::{delivery, queue};

const ADA: &str = "ada@house.test";

pub(crate) fn relay(sink: &SmtpSink) -> TransportInput {
    TransportInput {
        kind: Some(TransportKind::Relay),
        host: Some(sink.address().ip().to_string()),
        port: Some(sink.port()),
        security: Some(Security::None),
        ..TransportInput::default()
    }
}

pub(crate) fn adas(house: &House) -> TransportOwner {
    TransportOwner::User(house.actor.user)
}

pub(crate) async fn set(house: &House, owner: TransportOwner, input: TransportInput) -> TransportView {
    transport::put(&house.office, &house.actor, owner.clone(), input).await.unwrap();
    transport::get(&house.office, house.actor.organisation, &owner).await.unwrap()
}

fn as_whom(from: Option<FromChoice>, template_id: Option<TemplateId>) -> AsWhom {
    AsWhom { from, template_id, ..AsWhom::default() }
}

fn hello(from: FromChoice) -> NewReply {
    NewReply { text: "Hello".to_owned(), as_whom: as_whom(Some(from), None), ..NewReply::default() }
}

/// A customer writes, and is answered from this address.
pub(crate) async fn answer(house: &House, from: FromChoice) {
    house.receive(&question(house)).await;
    house.clock.advance_seconds(1);
    let case = house.cases().await.pop().unwrap().id;
    compose::reply(&house.office, &house.actor, case, hello(from)).await.unwrap();
    house.send().await;
}

fn question(house: &House) -> String {
    let id = house.office.now().as_millis();
    format!(
        "From: kari@customer.test\nTo: {SERVICE}\nSubject: Q{id}\nMessage-ID: <{id}@customer.test>\n\nHei\n"
    )
}

fn header(taken: &Taken, name: &str) -> Option<String> {
    mail::header_value(&taken.raw, name)
}

async fn reason(house: &House) -> (String, Option<String>) {
    let case = house.cases().await.pop().unwrap();
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case.id).await.unwrap();
    let outbox = messages.iter().rev().find_map(|message| message.outbox_id).unwrap();
    let steps =
        store::timeline::list(&conn, house.actor.organisation, Subject::Outbox(outbox)).await.unwrap();
    let routed = steps.into_iter().find_map(|(_, step)| {
        if let Step::Routed(told) = step { Some((told.because, told.from)) } else { None }
    });
    routed.unwrap()
}

#[tokio::test]
async fn ones_own_server_takes_what_is_from_ones_own_address_and_nothing_else() {
    let (house, adas_own) = (House::open().await, SmtpSink::start().unwrap());
    set(&house, adas(&house), relay(&adas_own)).await;

    answer(&house, FromChoice::Mailbox).await;
    assert_eq!((adas_own.count(), house.sink.count()), (0, 1), "a mail from the mailbox is not hers");
    assert_eq!(reason(&house).await, ("installation".to_owned(), Some(SERVICE.to_owned())));

    answer(&house, FromChoice::Own).await;
    assert_eq!((adas_own.count(), house.sink.count()), (1, 1));
    assert_eq!(reason(&house).await, ("user".to_owned(), Some(ADA.to_owned())));
    let mail = &adas_own.taken()[0];
    assert_eq!(mail.return_path, ADA, "her server takes her own return path alone");
    assert!(header(mail, "From").unwrap().contains(ADA), "{:?}", header(mail, "From"));
    let reply_to = header(mail, "Reply-To").unwrap();
    assert!(reply_to.contains(SERVICE), "answers come into the case: {reply_to}");

    let shared = TransportInput { own: Some(false), ..TransportInput::default() };
    let view = set(&house, adas(&house), shared).await;
    assert_eq!((view.settings.in_use, view.settings.port), (false, adas_own.port()), "kept for its day");
    answer(&house, FromChoice::Own).await;
    assert_eq!((adas_own.count(), house.sink.count()), (1, 2));
    assert_eq!(house.sink.taken()[1].return_path, SERVICE, "failures are seen in the mailbox");
}

#[tokio::test]
async fn a_sender_domains_server_takes_all_that_is_from_the_domain() {
    let (house, of_domain, of_all) =
        (House::open().await, SmtpSink::start().unwrap(), SmtpSink::start().unwrap());
    let domain = || TransportOwner::Domain("house.test".to_owned());
    set(&house, domain(), relay(&of_domain)).await;
    set(&house, TransportOwner::Organisation, relay(&of_all)).await;
    let other = TransportOwner::Domain("elsewhere.test".to_owned());
    let unused = set(&house, other, relay(&of_all)).await;
    assert_eq!((unused.shared, unused.shared_is_of_organisation), (TransportKind::Relay, true));

    answer(&house, FromChoice::Mailbox).await;
    assert_eq!(reason(&house).await.0, "domain");
    answer(&house, FromChoice::Own).await;
    assert_eq!((of_domain.count(), of_all.count(), house.sink.count()), (2, 0, 0));

    let listed = transport::list_of_domains(&house.office, house.actor.organisation).await.unwrap();
    let names: Vec<_> = listed.iter().map(|found| found.domain.as_str()).collect();
    assert_eq!(names, ["elsewhere.test", "house.test"]);
    transport::delete_of_domain(&house.office, &house.actor, listed[1].id).await.unwrap();
    answer(&house, FromChoice::Mailbox).await;
    assert_eq!(reason(&house).await.0, "organisation");
    assert_eq!((of_domain.count(), of_all.count()), (2, 1));
    let gone = transport::delete_of_domain(&house.office, &house.actor, listed[1].id).await.unwrap_err();
    assert_eq!(gone.code, "not_found");
}

#[tokio::test]
async fn who_sets_a_server_hastens_what_it_takes_and_nothing_else() {
    let (house, adas_own) = (House::open().await, SmtpSink::start().unwrap());
    let (customer, later) = ("kari@customer.test", "450 4.2.0 come back later");
    house.sink.answer_recipient(customer, later);
    adas_own.answer_recipient(customer, later);
    answer(&house, FromChoice::Mailbox).await;
    let tried = || (house.sink.transactions(), adas_own.transactions());
    assert_eq!(tried(), (1, 0));

    set(&house, adas(&house), relay(&adas_own)).await;
    house.send().await;
    assert_eq!(tried(), (1, 0), "what the mailbox sends is not hers to hasten");
    answer(&house, FromChoice::Own).await;
    assert_eq!(tried(), (1, 1));
    set(&house, TransportOwner::Domain("elsewhere.test".to_owned()), relay(&adas_own)).await;
    house.send().await;
    assert_eq!(tried(), (1, 1));
    set(&house, adas(&house), relay(&adas_own)).await;
    house.send().await;
    assert_eq!(tried(), (1, 2), "her own mail is tried at once");
    let domain = TransportOwner::Domain("house.test".to_owned());
    let shared = TransportInput { own: Some(false), ..relay(&adas_own) };
    set(&house, domain, shared).await;
    house.send().await;
    assert_eq!(tried(), (2, 3), "all of the domain");
}

#[tokio::test]
async fn what_waits_for_a_server_that_is_taken_away_leaves_another_way_at_once() {
    let (house, of_domain, adas_own) =
        (House::open().await, SmtpSink::start().unwrap(), SmtpSink::start().unwrap());
    set(&house, TransportOwner::Domain("house.test".to_owned()), relay(&of_domain)).await;
    set(&house, adas(&house), relay(&adas_own)).await;
    // Nobody gets through, so that each server is parked.
    (0..4).for_each(|_| of_domain.fail_connection(ConnectionFault::CloseAtOnce));
    (0..4).for_each(|_| adas_own.fail_connection(ConnectionFault::CloseAtOnce));
    answer(&house, FromChoice::Own).await;
    answer(&house, FromChoice::Mailbox).await;
    queue(&house, house.actor.organisation, 1).await;
    house.send().await;
    assert_eq!((of_domain.count(), adas_own.count(), house.sink.count()), (0, 0, 0));

    let listed = transport::list_of_domains(&house.office, house.actor.organisation).await.unwrap();
    transport::delete_of_domain(&house.office, &house.actor, listed[0].id).await.unwrap();
    house.send().await;
    assert_eq!(house.sink.count(), 2, "all of the domain");
    transport::delete_of_user(&house.office, &house.actor, house.actor.user).await.unwrap();
    house.send().await;
    assert_eq!((of_domain.count(), adas_own.count(), house.sink.count()), (0, 0, 3));
}

#[tokio::test]
async fn a_failing_server_of_ones_own_is_told_of_and_holds_up_nobody_elses_mail() {
    let (house, adas_own) = (House::open().await, SmtpSink::start().unwrap());
    set(&house, adas(&house), relay(&adas_own)).await;
    adas_own.fail_connection(ConnectionFault::Greeting("554 5.7.1 not from you".to_owned()));

    house.receive(&question(&house)).await;
    house.clock.advance_seconds(1);
    house.receive(&question(&house)).await;
    let cases = house.cases().await;
    for (case, from) in cases.iter().zip([FromChoice::Own, FromChoice::Mailbox]) {
        compose::reply(&house.office, &house.actor, case.id, hello(from)).await.unwrap();
    }
    house.send().await;
    assert_eq!((adas_own.count(), house.sink.count()), (0, 1));
    let view = transport::get(&house.office, house.actor.organisation, &adas(&house)).await.unwrap();
    let failing = view.failing.unwrap();
    assert!(failing.words.contains("not from you"), "{failing:?}");
    let own = TransportOwner::Organisation;
    let of_all = transport::get(&house.office, house.actor.organisation, &own).await.unwrap();
    assert_eq!(of_all.failing, None);

    house.clock.advance_seconds(24 * 60 * 60);
    house.send().await;
    assert_eq!(adas_own.count(), 1, "what waited leaves");
    let view = transport::get(&house.office, house.actor.organisation, &adas(&house)).await.unwrap();
    assert_eq!(view.failing, None);
}

#[tokio::test]
async fn a_password_that_cannot_be_opened_is_told_of_and_keeps_the_mail_until_it_is_entered_again() {
    let (mut house, sink) = (House::open().await, SmtpSink::start().unwrap());
    let (organisation, own) = (house.actor.organisation, TransportOwner::Organisation);
    let input = TransportInput {
        security: Some(Security::Tls),
        username: Some("ada".to_owned()),
        password: Some(Secret::new("hemmelig")),
        ..relay(&sink)
    };
    assert!(set(&house, own.clone(), input).await.has_password);
    house.reopen_with_another_key().await;
    let item = queue(&house, organisation, 1).await.remove(0);
    house.send().await;
    let waits = delivery(&house, organisation, item).await;
    assert_eq!((waits.state, waits.log.len()), (DeliveryState::Queued, 1));
    assert!(waits.log[0].words.contains("cannot be opened; enter it again"), "{}", waits.log[0].words);
    let view = transport::get(&house.office, organisation, &own).await.unwrap();
    assert!(view.failing.unwrap().words.contains("cannot be opened"));
    house.clock.advance_seconds(1);
    let (username, password) = (Some(String::new()), Some(Secret::new(String::new())));
    set(&house, own, TransportInput { username, password, ..relay(&sink) }).await;
    house.send().await;
    assert_eq!(delivery(&house, organisation, item).await.state, DeliveryState::Sent);
    assert_eq!((sink.count(), house.sink.count()), (1, 0));
}

#[tokio::test]
async fn a_mail_that_may_not_go_a_way_says_nothing_of_the_way() {
    let (house, sink) = (House::open().await, SmtpSink::start().unwrap());
    let (organisation, own) = (house.actor.organisation, TransportOwner::Organisation);
    set(&house, own.clone(), relay(&sink)).await;
    let item = queue(&house, organisation, 1).await.remove(0);
    let write = house.office.store().write(move |tx| {
        Box::pin(async move { store::outbox::need_tls(tx, organisation, item, TlsNeed::Verified).await })
    });
    write.await.unwrap();
    house.send().await;
    assert_eq!(delivery(&house, organisation, item).await.state, DeliveryState::Failed);
    let view = transport::get(&house.office, organisation, &own).await.unwrap();
    assert_eq!(view.failing, None, "all other mail goes out");
}

#[tokio::test]
async fn a_server_that_wants_a_sign_in_keeps_the_mail_and_says_so_until_one_is_entered() {
    let house = House::open().await;
    let (organisation, own) = (house.actor.organisation, TransportOwner::Organisation);
    let signed_in = ("ada".to_owned(), "hemmelig".to_owned());
    let sink = SmtpSink::offering(Offer { sign_in: Some(signed_in), ..Offer::default() }).unwrap();
    set(&house, own.clone(), relay(&sink)).await;
    let items = queue(&house, organisation, 3).await;
    house.send().await;
    for item in &items {
        assert_eq!(delivery(&house, organisation, *item).await.state, DeliveryState::Queued);
    }
    let view = transport::get(&house.office, organisation, &own).await.unwrap();
    assert!(view.failing.unwrap().words.contains("refused our sign-in: 530"));
    house.clock.advance_seconds(3);
    let (username, password) = (Some("ada".to_owned()), Some(Secret::new("hemmelig")));
    set(&house, own.clone(), TransportInput { username, password, ..relay(&sink) }).await;
    house.send().await;
    assert_eq!(sink.count(), 3, "nothing failed, and nobody has to send it again");
    let view = transport::get(&house.office, organisation, &own).await.unwrap();
    assert_eq!(view.failing, None);
}

#[tokio::test]
async fn a_sign_in_that_a_server_refuses_for_days_counts_against_no_recipient() {
    let house = House::open().await;
    let (organisation, own) = (house.actor.organisation, TransportOwner::Organisation);
    let signed_in = ("ada".to_owned(), "hemmelig".to_owned());
    let sink = SmtpSink::offering(Offer { sign_in: Some(signed_in), ..Offer::default() }).unwrap();
    // What Microsoft 365 says of us; after RCPT TO the same code says that the recipient wants no mail of ours.
    sink.refuse_sign_in("535 5.7.139 Authentication unsuccessful, the account is disabled for the tenant");
    let (username, password) = (Some("ada".to_owned()), Some(Secret::new("hemmelig")));
    set(&house, own, TransportInput { username, password, ..relay(&sink) }).await;
    let item = queue(&house, organisation, 1).await.remove(0);
    let mut looks = 0;
    while delivery(&house, organisation, item).await.state == DeliveryState::Queued {
        looks += 1;
        assert!(looks < 6 * 24, "it is tried for five days");
        house.send().await;
        house.clock.advance_seconds(60 * 60);
    }
    let over = delivery(&house, organisation, item).await;
    assert_eq!((over.state, sink.count()), (DeliveryState::Failed, 0));
    assert!(over.log.last().unwrap().words.contains("5.7.139"), "{over:?}");
    let known = standing(&house, "kari@customer.test").await;
    assert!(known.as_ref().is_none_or(|known| known.returns == 0 && known.block.is_none()), "{known:?}");
}

#[tokio::test]
async fn a_password_goes_to_the_server_it_was_entered_for_alone_and_never_in_the_open() {
    let house = House::open().await;
    let input = |host: &str| TransportInput {
        kind: Some(TransportKind::Relay),
        host: Some(host.to_owned()),
        security: Some(Security::Tls),
        username: Some("ada".to_owned()),
        ..TransportInput::default()
    };
    let with_password = TransportInput { password: Some(Secret::new("hemmelig")), ..input("smtp.a.test") };
    let domain = TransportOwner::Domain("house.test".to_owned());
    for owner in [adas(&house), domain] {
        assert!(set(&house, owner.clone(), with_password.clone()).await.has_password);
        assert!(set(&house, owner.clone(), input("smtp.a.test")).await.has_password);
        // Nor is it dropped in silence: mail would go there without a sign-in.
        let refused = transport::put(&house.office, &house.actor, owner.clone(), input("smtp.b.test")).await;
        let refused = refused.unwrap_err();
        assert_eq!((refused.code, refused.field), ("transport.password_again", Some("password")));
        let view = transport::get(&house.office, house.actor.organisation, &owner).await.unwrap();
        assert_eq!((view.settings.host.as_str(), view.has_password), ("smtp.a.test", true));

        let open = TransportInput { security: Some(Security::None), ..input("smtp.b.test") };
        let refused = transport::put(&house.office, &house.actor, owner.clone(), open).await.unwrap_err();
        assert_eq!((refused.code, refused.field), ("plain_text_refused", Some("security")));
        let sign_in = Some(SignIn::OAuth(OauthApplicationId::new(1)));
        let granted = TransportInput { sign_in, ..input("smtp.b.test") };
        let refused = transport::put(&house.office, &house.actor, owner, granted).await.unwrap_err();
        assert_eq!(refused.code, "oauth.no_application");
    }
}

#[tokio::test]
async fn mail_for_a_server_with_a_user_name_and_no_password_waits_and_says_why() {
    let (house, sink) = (House::open().await, SmtpSink::start().unwrap());
    let (organisation, own) = (house.actor.organisation, TransportOwner::Organisation);
    let settings = TransportSettings {
        username: "ada".to_owned(),
        ..set(&house, own.clone(), relay(&sink)).await.settings
    };
    let at = house.office.now();
    let written = house.office.store().write(move |tx| {
        let (owner, settings) = (TransportOwner::Organisation, settings.clone());
        Box::pin(async move {
            let clear = PasswordChange::Clear;
            store::transports::put(tx, (organisation, &owner), &settings, &clear, at).await?;
            Ok::<_, StoreError>(())
        })
    });
    written.await.unwrap();
    let item = queue(&house, organisation, 1).await.remove(0);
    house.send().await;
    let waits = delivery(&house, organisation, item).await;
    assert_eq!((waits.state, waits.log.len(), sink.transactions()), (DeliveryState::Queued, 1, 0));
    assert!(waits.log[0].words.contains("a user name and no password"), "{}", waits.log[0].words);
    let view = transport::get(&house.office, organisation, &own).await.unwrap();
    assert!(
        view.failing.unwrap().words.contains("a user name and no password"),
        "whoever can mend it is told"
    );
    // On a user's own page there is no such field, and it is not his to mend.
    let input = TransportInput { own: Some(false), ..TransportInput::default() };
    let test = TestInput { transport: input, ..TestInput::default() };
    let refused = transport::test(&house.office, &house.actor, &adas(&house), test).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("transport.shared_incomplete", None));
    house.clock.advance_seconds(1);
    set(&house, own, TransportInput { username: Some(String::new()), ..relay(&sink) }).await;
    house.send().await;
    assert_eq!(delivery(&house, organisation, item).await.state, DeliveryState::Sent);
}

#[tokio::test]
async fn copies_and_the_address_for_answers_are_as_their_user_said() {
    let house = House::open().await;
    let copy: EmailAddress = "archive@ada.test".parse().unwrap();
    let sending = UserSending { copy_to: vec![copy], answers_to: AnswersTo::Own, ..UserSending::default() };
    compose::change_user_sending(&house.office, &house.actor, sending.clone()).await.unwrap();

    answer(&house, FromChoice::Mailbox).await;
    assert_eq!(house.sink.taken()[0].recipients, ["kari@customer.test"], "not of the case's mail unasked");
    answer(&house, FromChoice::Own).await;
    let mail = house.sink.taken().pop().unwrap();
    assert_eq!(mail.recipients, ["kari@customer.test", "archive@ada.test"]);
    assert!(!String::from_utf8_lossy(&mail.raw).contains("archive@ada.test"), "hidden from the others");
    assert_eq!(header(&mail, "Reply-To"), None);

    let elsewhere = AnswersTo::Address { address: "ada@home.test".parse().unwrap() };
    let sending = UserSending { copy_of_shared: true, answers_to: elsewhere, ..sending };
    compose::change_user_sending(&house.office, &house.actor, sending).await.unwrap();
    answer(&house, FromChoice::Mailbox).await;
    assert_eq!(house.sink.taken().pop().unwrap().recipients.len(), 2, "asked for");
    answer(&house, FromChoice::Own).await;
    let reply_to = header(&house.sink.taken().pop().unwrap(), "Reply-To").unwrap();
    assert!(reply_to.contains("ada@home.test"), "{reply_to}");
}

#[tokio::test]
async fn a_copy_that_nobody_asked_for_is_no_recipient_of_a_mail_that_is_taken_back_or_written_anew() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let copy_to = vec!["archive@ada.test".parse().unwrap()];
    let sending = UserSending { copy_to, ..UserSending::default() };
    compose::change_user_sending(office, actor, sending).await.unwrap();
    house.receive(&question(&house)).await;
    let case = house.cases().await.pop().unwrap().id;
    let bcc: Vec<EmailAddress> = vec!["boss@house.test".parse().unwrap()];
    let own = NewReply {
        bcc: bcc.clone(),
        timing: compose::Timing::Undo { seconds: 10 },
        ..hello(FromChoice::Own)
    };
    let message = compose::reply(office, actor, case, own).await.unwrap();
    compose::take_back(office, actor, case, message).await.unwrap();
    let back = compose::drafts_of_case(office, actor, case).await.unwrap().remove(0).written;
    assert_eq!(back.bcc, ["boss@house.test"], "whom she named alone");

    // As it came back, but from the mailbox, whose mail the private archive is not to have.
    let from_mailbox = NewReply { bcc, ..hello(FromChoice::Mailbox) };
    compose::reply(office, actor, case, from_mailbox).await.unwrap();
    house.send().await;
    let recipients = house.sink.taken().pop().unwrap().recipients;
    assert_eq!(recipients, ["kari@customer.test", "boss@house.test"]);

    house.clock.advance_seconds(1);
    let message = compose::reply(office, actor, case, hello(FromChoice::Own)).await.unwrap();
    house.send().await;
    assert_eq!(house.sink.taken().pop().unwrap().recipients, ["kari@customer.test", "archive@ada.test"]);
    let conn = office.store().read();
    let sent = store::cases::find_message(&conn, actor.organisation, case, message).await.unwrap().unwrap();
    let outbox = sent.outbox_id.unwrap();
    compose::anew(office, actor, outbox, compose::Anew::default()).await.unwrap();
    let begun = compose::new_draft(office, actor, None).await.unwrap().unwrap().written;
    assert_eq!((begun.to.unwrap(), begun.bcc), (vec!["kari@customer.test".to_owned()], Vec::new()));
}

#[tokio::test]
async fn a_receipt_for_what_leaves_through_ones_own_server_comes_to_the_case() {
    let (house, adas_own) = (House::open().await, SmtpSink::start().unwrap());
    set(&house, adas(&house), relay(&adas_own)).await;
    house.receive(&question(&house)).await;
    let case = house.cases().await.pop().unwrap().id;
    let own = hello(FromChoice::Own);
    let asks = NewReply { as_whom: AsWhom { receipt: true, ..own.as_whom }, ..own };
    compose::reply(&house.office, &house.actor, case, asks).await.unwrap();
    house.send().await;
    let mail = adas_own.taken().pop().unwrap();
    assert_eq!(mail.return_path, ADA, "her server takes her own alone");
    let to = header(&mail, "Disposition-Notification-To").unwrap();
    assert!(to.contains(SERVICE), "{to}");
}

#[tokio::test]
async fn an_answer_to_ones_own_address_finds_its_case() {
    let house = House::open().await;
    answer(&house, FromChoice::Own).await;
    let id = header(&house.sink.taken()[0], "Message-ID").unwrap();
    let reply = format!(
        "From: someone.else@customer.test\nTo: {ADA}\nSubject: quite another one\n\
         Message-ID: <back@customer.test>\nIn-Reply-To: {id}\n\nThanks\n"
    );
    house.receive(&reply).await;
    let cases = house.cases().await;
    assert_eq!(cases.len(), 1);
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, cases[0].id).await.unwrap();
    assert_eq!(messages.len(), 3);
}

#[tokio::test]
async fn it_is_told_where_mail_from_ones_own_address_leaves() {
    let (house, adas_own) = (House::open().await, SmtpSink::start().unwrap());
    let way = async || {
        let own = compose::own_sender(&house.office, &house.actor).await.unwrap().unwrap();
        (own.own_server, own.direct)
    };
    assert_eq!(way().await, (false, false), "through the installation's relay");
    let direct =
        TransportInput { own: Some(true), kind: Some(TransportKind::Direct), ..TransportInput::default() };
    set(&house, TransportOwner::Organisation, direct).await;
    assert_eq!(way().await, (false, true));
    set(&house, adas(&house), relay(&adas_own)).await;
    assert_eq!(way().await, (true, false));
}

#[tokio::test]
async fn an_organisation_may_keep_personal_addresses_out() {
    let house = House::open().await;
    assert_eq!(
        compose::own_sender(&house.office, &house.actor).await.unwrap().unwrap().address.to_string(),
        ADA
    );
    let rules = SendingRules { own_address: false, ..SendingRules::default() };
    compose::change_rules(&house.office, &house.actor, rules).await.unwrap();
    assert_eq!(compose::own_sender(&house.office, &house.actor).await.unwrap(), None);
    house.receive(&question(&house)).await;
    let case = house.cases().await.pop().unwrap().id;
    let refused =
        compose::reply(&house.office, &house.actor, case, hello(FromChoice::Own)).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("from.own_not_allowed", Some("from")));
}

pub(crate) fn shared(address: &str) -> IdentityInput {
    IdentityInput {
        address: Some(address.parse().unwrap()),
        display_name: Some("Press desk".to_owned()),
        ..IdentityInput::default()
    }
}

async fn usual(house: &House, template: Option<TemplateId>) -> (FromChoice, Because) {
    let senders = compose::senders(&house.office, &house.actor, (template, false)).await.unwrap();
    (senders.usual, senders.because)
}

#[tokio::test]
async fn a_shared_sender_brings_its_name_its_copies_and_its_signature() {
    let house = House::open().await;
    let input = IdentityInput {
        copy_to: Some(vec!["archive@house.test".parse().unwrap()]),
        of_reply: Some("The press desk".into()),
        ..shared("press@house.test")
    };
    let id = identities::create(&house.office, &house.actor, input).await.unwrap();
    answer(&house, FromChoice::Shared { id }).await;
    let mail = house.sink.taken().pop().unwrap();
    assert_eq!(header(&mail, "From").unwrap(), "Press desk <press@house.test>");
    assert!(header(&mail, "Reply-To").unwrap().contains(SERVICE), "answers come into the case");
    assert_eq!(mail.return_path, SERVICE, "failures are seen");
    assert_eq!(mail.recipients, ["kari@customer.test", "archive@house.test"]);
    let raw = String::from_utf8_lossy(&mail.raw).into_owned();
    assert!(raw.contains("The press desk") && !raw.contains("archive@house.test"), "{raw}");

    let domain = TransportOwner::Domain("house.test".to_owned());
    let of_domain = SmtpSink::start().unwrap();
    set(&house, domain, relay(&of_domain)).await;
    answer(&house, FromChoice::Shared { id }).await;
    assert_eq!(reason(&house).await, ("domain".to_owned(), Some("press@house.test".to_owned())));
}

#[tokio::test]
async fn the_organisation_the_template_and_the_author_say_who_a_mail_is_from() {
    let house = House::open().await;
    assert_eq!(usual(&house, None).await, (FromChoice::Mailbox, Because::Mailbox));
    let first = compose::senders(&house.office, &house.actor, (None, true)).await.unwrap();
    assert_eq!(first.because, Because::NewCase, "no case belongs to the mailbox yet");
    let make =
        async |address| identities::create(&house.office, &house.actor, shared(address)).await.unwrap();
    let (of_all, of_template) = (make("all@house.test").await, make("template@house.test").await);
    let rules = SendingRules { identity_id: Some(of_all), ..SendingRules::default() };
    compose::change_rules(&house.office, &house.actor, rules).await.unwrap();
    assert_eq!(usual(&house, None).await, (FromChoice::Shared { id: of_all }, Because::Organisation));

    let version =
        TemplateVersion { language: Language::En, subject: String::new(), text: "Hi".to_owned(), html: None };
    let input = TemplateInput {
        name: Some("Press".to_owned()),
        identity_id: Some(Some(of_template)),
        versions: Some(vec![version]),
        default_language: Some(Language::En),
        ..TemplateInput::default()
    };
    let template = flows::templates::create(&house.office, &house.actor, input).await.unwrap();
    let named = (FromChoice::Shared { id: of_template }, Because::Template);
    assert_eq!(usual(&house, Some(template)).await, named);

    house.receive(&question(&house)).await;
    house.clock.advance_seconds(1);
    let case = house.cases().await.pop().unwrap().id;
    let froms = [
        (None, Some(template), "template@house.test"),
        (None, None, "all@house.test"),
        (Some(FromChoice::Mailbox), Some(template), SERVICE),
    ];
    for (from, template_id, expected) in froms {
        let reply = NewReply {
            text: expected.to_owned(),
            as_whom: as_whom(from, template_id),
            ..NewReply::default()
        };
        compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
        house.send().await;
        house.clock.advance_seconds(1);
        let from = header(&house.sink.taken().pop().unwrap(), "From").unwrap();
        assert!(from.contains(expected), "{from}");
    }

    let archive = IdentityInput { archived: Some(true), ..IdentityInput::default() };
    identities::change(&house.office, &house.actor, of_template, archive).await.unwrap();
    let passed_over = (FromChoice::Shared { id: of_all }, Because::TemplateArchived);
    assert_eq!(usual(&house, Some(template)).await, passed_over);
    let reply = hello(FromChoice::Shared { id: of_template });
    let refused = compose::reply(&house.office, &house.actor, case, reply).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("from.not_usable", Some("from")));
    let kept = identities::list(&house.office, house.actor.organisation).await.unwrap();
    assert_eq!(kept.len(), 2, "archived, never lost");
}

#[tokio::test]
async fn the_usual_sender_is_archived_only_after_another_one_is_chosen() {
    let house = House::open().await;
    let id = identities::create(&house.office, &house.actor, shared("all@house.test")).await.unwrap();
    let rules = SendingRules { identity_id: Some(id), ..SendingRules::default() };
    compose::change_rules(&house.office, &house.actor, rules).await.unwrap();
    let archive = async || {
        let input = IdentityInput { archived: Some(true), ..IdentityInput::default() };
        identities::change(&house.office, &house.actor, id, input).await
    };
    assert_eq!(archive().await.unwrap_err().code, "identity.usual");
    assert_eq!(usual(&house, None).await.1, Because::Organisation, "it is in use as before");
    let of_mailbox = SendingRules { identity_id: None, ..rules };
    compose::change_rules(&house.office, &house.actor, of_mailbox).await.unwrap();
    archive().await.unwrap();
    let refused = compose::change_rules(&house.office, &house.actor, rules).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("no_such_identity", Some("identity_id")));
}

#[tokio::test]
async fn one_address_may_be_several_senders_that_people_can_tell_apart() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let named =
        |address: &str, name: &str| IdentityInput { display_name: Some(name.to_owned()), ..shared(address) };
    let first = identities::create(office, actor, named("info@house.test", "Sales")).await.unwrap();
    let other = identities::create(office, actor, named("info@house.test", "Press")).await.unwrap();
    let refused = identities::create(office, actor, named("INFO@house.test", "sales ")).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("identity.taken", Some("display_name")));
    assert_eq!(refused.params["id"], first.to_string(), "it leads to the other");
    let rename = IdentityInput { display_name: Some("Sales".to_owned()), ..IdentityInput::default() };
    let refused = identities::change(office, actor, other, rename.clone()).await.unwrap_err();
    assert_eq!(refused.code, "identity.taken");
    // One that is archived stands in nobody's way until it is taken back.
    let archived = |archived| IdentityInput { archived: Some(archived), ..IdentityInput::default() };
    identities::change(office, actor, first, archived(true)).await.unwrap();
    identities::change(office, actor, other, rename.clone()).await.unwrap();
    identities::change(office, actor, other, rename).await.unwrap();
    let refused = identities::change(office, actor, first, archived(false)).await.unwrap_err();
    assert_eq!(refused.code, "identity.taken");
}

/// Fills the organisation up with shared senders that are archived.
async fn archived(house: &House, count: usize) {
    let (organisation, at) = (house.actor.organisation, house.office.now());
    let settings = store::identities::IdentitySettings {
        address: "old@house.test".parse().unwrap(),
        display_name: String::new(),
        answers_to: AnswersTo::default(),
        of_new: domain::compose::Formatted::default(),
        of_reply: domain::compose::Formatted::default(),
        copy_to: Vec::new(),
        category_ids: Vec::new(),
    };
    let made = house.office.store().write(move |tx| {
        let settings = settings.clone();
        Box::pin(async move {
            for _ in 0..count {
                let id = store::identities::insert(tx, organisation, &settings, at).await?.unwrap();
                store::identities::set_archived(tx, organisation, id, Some(at)).await?;
            }
            Ok::<_, StoreError>(())
        })
    });
    made.await.unwrap();
}

#[tokio::test]
async fn archived_senders_take_no_room_from_those_in_use() {
    let house = House::open().await;
    let create = async |name: String| identities::create(&house.office, &house.actor, shared(&name)).await;
    let mut last = None;
    for number in 0..domain::limits::IDENTITIES_MAX {
        last = Some(create(format!("s{number}@house.test")).await.unwrap());
    }
    assert_eq!(create("one.more@house.test".to_owned()).await.unwrap_err().code, "identity.too_many");
    let archive = async |id, archived| {
        let input = IdentityInput { archived: Some(archived), ..IdentityInput::default() };
        identities::change(&house.office, &house.actor, id, input).await
    };
    let last = last.unwrap();
    archive(last, true).await.unwrap();
    create("one.more@house.test".to_owned()).await.unwrap();
    assert_eq!(archive(last, false).await.unwrap_err().code, "identity.too_many", "its place is taken");
    let rows = identities::list(&house.office, house.actor.organisation).await.unwrap();
    assert_eq!(rows.len(), domain::limits::IDENTITIES_MAX + 1, "archived, never lost");
    assert_eq!(rows.last().map(|row| row.id), Some(last));
    let senders = compose::senders(&house.office, &house.actor, (None, false)).await.unwrap();
    let offered = senders.offered.iter().filter(|one| matches!(one.choice, FromChoice::Shared { .. }));
    assert_eq!(offered.count(), domain::limits::IDENTITIES_MAX);
}

#[tokio::test]
async fn archived_senders_have_a_bound_of_their_own() {
    let house = House::open().await;
    let id = identities::create(&house.office, &house.actor, shared("press@house.test")).await.unwrap();
    archived(&house, domain::limits::IDENTITIES_ARCHIVED_MAX).await;
    let input = IdentityInput { archived: Some(true), ..IdentityInput::default() };
    let refused = identities::change(&house.office, &house.actor, id, input).await.unwrap_err();
    assert_eq!(refused.code, "identity.too_many_archived");
    let found = identities::find(&house.office, house.actor.organisation, id).await.unwrap();
    assert_eq!(found.archived_at, None);
}

#[tokio::test]
async fn a_shared_sender_of_a_category_is_its_members_alone() {
    let house = House::open().await;
    let organisation = house.actor.organisation;
    let made = house
        .office
        .store()
        .write(move |tx| Box::pin(async move { store::categories::insert(tx, organisation, "Press").await }));
    let category = made.await.unwrap();
    let input = IdentityInput { category_ids: Some(vec![category]), ..shared("press@house.test") };
    let id = identities::create(&house.office, &house.actor, input).await.unwrap();
    let senders = compose::senders(&house.office, &house.actor, (None, false)).await.unwrap();
    assert!(senders.offered.iter().all(|offered| offered.choice == FromChoice::Own), "{senders:?}");
    let rules = SendingRules { identity_id: Some(id), ..SendingRules::default() };
    compose::change_rules(&house.office, &house.actor, rules).await.unwrap();
    let of_others = (FromChoice::Mailbox, Because::OrganisationOfOthers);
    assert_eq!(usual(&house, None).await, of_others, "whoever is no member is told why");
    house.receive(&question(&house)).await;
    let case = house.cases().await.pop().unwrap().id;
    let choice = FromChoice::Shared { id };
    let refused = compose::reply(&house.office, &house.actor, case, hello(choice)).await.unwrap_err();
    assert_eq!(refused.code, "from.not_usable");

    let change = flows::users::UserChange {
        category_ids: Some(vec![category]),
        ..flows::users::UserChange::default()
    };
    flows::users::change(&house.office, &house.actor, house.actor.user, change).await.unwrap();
    compose::reply(&house.office, &house.actor, case, hello(choice)).await.unwrap();
    let unknown = Some(vec![CategoryId::new(7)]);
    let input = IdentityInput { category_ids: unknown, ..shared("other@house.test") };
    let refused = identities::create(&house.office, &house.actor, input).await.unwrap_err();
    assert_eq!(refused.field, Some("category_ids"));
}

#[tokio::test]
async fn how_large_a_mail_a_relay_takes_is_kept_as_it_said_last() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let announced = Some(Offer::default().size_octets_max as u64);
    let conn = house.office.store().read();
    let of_all = async || {
        let kept = store::settings::find::<serde_json::Value>(&conn, None, "outgoing.size").await.unwrap();
        kept.and_then(|kept| kept["octets_max"].as_u64())
    };
    let of_own = async || {
        let found =
            store::transports::find(&conn, house.actor.organisation, &TransportOwner::Organisation).await;
        found.unwrap().and_then(|row| row.size_octets_max)
    };
    assert_eq!(of_all().await, None, "nobody spoke to it");
    answer(&house, FromChoice::Mailbox).await;
    assert_eq!((of_all().await, of_own().await), (announced, None));

    set(&house, TransportOwner::Organisation, relay(&own)).await;
    assert_eq!(of_own().await, None);
    answer(&house, FromChoice::Mailbox).await;
    assert_eq!((own.count(), of_own().await), (1, announced));
    let another = SmtpSink::start().unwrap();
    set(&house, TransportOwner::Organisation, relay(&another)).await;
    assert_eq!(of_own().await, None, "another server says something else");
}
