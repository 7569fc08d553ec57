//! An address whose domain says that it takes no mail is refused wherever it comes in to be written to, and nothing else
//! that DNS says or does not say refuses any.

use domain::case::ParticipantRole;
use domain::compose::Mode;
use domain::filter::FilterAction;
use domain::org::Language;
use domain::{CaseId, Problem, Secret};
use flows::addresses;
use flows::cases::{self, NewParticipant};
use flows::compose::{self, BulkMail, Correction, NewReply, UserSending};
use flows::filters::{self, FilterInput, SameName};
use flows::identities::{self, IdentityInput};
use flows::mailboxes::{self, MailboxInput};
use flows::users::{self, NewUser, UserChange};
use testkit::dns::{DnsServer, Zone};

use crate::house::{House, SERVICE};

const DEAF: &str = "kari@shut.test";
const GONE: &str = "eva@nowhere.test";

fn zone() -> Zone {
    let good = Zone::new().mx("good.test", 10, "mx.good.test").a("mx.good.test", [192, 0, 2, 1]);
    good.null_mx("shut.test").fails("broken.test")
}

async fn house(dns: &DnsServer) -> (House, CaseId) {
    let house = House::open_with_dns(dns).await;
    let mail = format!(
        "From: Kari <kari@customer.test>\nTo: {SERVICE}\nSubject: Invoice\nMessage-ID: <1@customer.test>\n\nHello.\n"
    );
    house.receive(&mail).await;
    let case = house.cases().await[0].id;
    (house, case)
}

fn told<T: std::fmt::Debug>(refused: Result<T, Problem>) -> (&'static str, Option<&'static str>, String) {
    let refused = refused.unwrap_err();
    (refused.code, refused.field, refused.params["address"].clone())
}

fn deaf(field: &'static str) -> (&'static str, Option<&'static str>, String) {
    ("address.takes_no_mail", Some(field), DEAF.to_owned())
}

#[tokio::test]
async fn no_mail_is_written_to_a_new_address_whose_domain_takes_none() {
    let dns = DnsServer::start(zone()).unwrap();
    let (house, case) = house(&dns).await;
    let to = |address: &str| NewReply {
        to: Some(vec![address.parse().unwrap()]),
        subject: Some("Invoice".to_owned()),
        text: "Hello.".to_owned(),
        ..NewReply::default()
    };
    let start = async |mail| compose::start(&house.office, &house.actor, house.mailbox, mail).await;
    let answer = async |mail| compose::reply(&house.office, &house.actor, case, mail).await;
    assert_eq!(told(start(to(DEAF)).await), deaf("to"));
    assert_eq!(house.cases().await.len(), 1, "no case is begun");
    assert_eq!(told(answer(to(DEAF)).await), deaf("to"));
    assert_eq!(told(answer(NewReply { mode: Mode::Forward, ..to(DEAF) }).await), deaf("to"));
    let copies = vec![DEAF.parse().unwrap()];
    assert_eq!(told(answer(NewReply { cc: copies.clone(), ..to("ola@good.test") }).await), deaf("cc"));
    assert_eq!(told(answer(NewReply { bcc: copies, ..to("ola@good.test") }).await), deaf("bcc"));
    // A domain that is not there, or that nobody could ask, is for its author to judge.
    for accepted in ["ola@good.test", GONE, "per@broken.test"] {
        start(to(accepted)).await.unwrap();
        answer(to(accepted)).await.unwrap();
    }
    // He is told of the one, beside what was done, and of the other nothing.
    let said = async |address: &str| {
        let remarks = addresses::remarks(&house.office, &house.actor, vec![address.to_owned()]).await;
        let first = remarks.first().map(|one| (one.hosts.as_str(), one.judgement.as_str()));
        // That a domain ends in nothing registered is a remark of its own.
        first.filter(|(_, judgement)| *judgement == "bad")
    };
    assert_eq!(said("ola@good.test").await, None);
    assert!(matches!(said(GONE).await, Some(("no-such-domain" | "no-mx-and-no-address", "bad"))));
    assert_eq!(said("per@broken.test").await, None, "a failure calls no address bad");
    let many = BulkMail::Forward {
        to: DEAF.parse().unwrap(),
        to_name: None,
        text: "Look at this.".to_owned(),
        html: None,
        from: None,
        close: false,
    };
    assert_eq!(told(many.checked(&house.office, &house.actor).await), deaf("to"));
}

#[tokio::test]
async fn nobody_is_asked_about_more_recipients_than_a_mail_has() {
    let dns = DnsServer::start(zone()).unwrap();
    let (house, case) = house(&dns).await;
    let many = |from: usize| (from..from + 34).map(|number| format!("a@d{number}.test").parse().unwrap());
    let mail = || NewReply {
        to: Some(many(0).collect()),
        cc: many(34).collect(),
        bcc: many(68).collect(),
        subject: Some("Hello".to_owned()),
        text: "Hello.".to_owned(),
        ..NewReply::default()
    };
    let before = dns.asked().len();
    let started = compose::start(&house.office, &house.actor, house.mailbox, mail()).await.unwrap_err();
    let answered = compose::reply(&house.office, &house.actor, case, mail()).await.unwrap_err();
    for refused in [started, answered] {
        assert_eq!((refused.code, refused.field), ("too_many_recipients", Some("to")));
        assert_eq!(refused.params["max"], "100");
    }
    assert_eq!(dns.asked().len(), before, "no look-up");
}

#[tokio::test]
async fn each_domain_of_a_long_mail_is_asked_for_and_the_first_field_is_told() {
    let dns = DnsServer::start(zone()).unwrap();
    let (house, case) = house(&dns).await;
    let mut cc: Vec<_> = (0..60).map(|number| format!("a@d{number}.test").parse().unwrap()).collect();
    cc.push(DEAF.parse().unwrap());
    let mail = NewReply {
        to: Some(vec!["ola@good.test".parse().unwrap()]),
        cc,
        bcc: vec!["per@shut.test".parse().unwrap()],
        text: "Hello.".to_owned(),
        ..NewReply::default()
    };
    assert_eq!(told(compose::reply(&house.office, &house.actor, case, mail).await), deaf("cc"));
}

#[tokio::test]
async fn whoever_wrote_is_answered_whatever_his_domain_says_since() {
    let dns = DnsServer::start(zone().null_mx("customer.test")).unwrap();
    let (house, case) = house(&dns).await;
    let asked = |dns: &DnsServer| dns.asked().iter().filter(|name| name.starts_with("customer.test")).count();
    let before = asked(&dns);
    let text = "You wrote to us.".to_owned();
    let usual = NewReply { text: text.clone(), ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, usual).await.unwrap();
    let named =
        NewReply { to: Some(vec!["Kari@customer.test".parse().unwrap()]), text, ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, named).await.unwrap();
    assert_eq!(asked(&dns), before, "nobody is asked about him");
}

#[tokio::test]
async fn a_block_that_follows_once_dns_is_asked_stands_with_the_failure_in_the_case() {
    let dns = DnsServer::start(zone().null_mx("customer.test")).unwrap();
    let (house, case) = house(&dns).await;
    house.sink.answer_recipient("kari@customer.test", "556 5.1.10 Recipient address has null MX");
    let usual = NewReply { text: "You wrote to us.".to_owned(), ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, usual).await.unwrap();
    house.send().await;
    let block = crate::returns::standing(&house, "kari@customer.test").await.unwrap().block.unwrap();
    let entries = crate::returns::failures(&house, case).await;
    let [entry] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!(entry.content.failure.as_ref().unwrap().blocks, Some(block.scope));
    let conn = house.office.store().read();
    let log = store::cases::list_log(&conn, house.actor.organisation, case).await.unwrap();
    let told: Vec<_> = log.iter().filter_map(|entry| entry.params.get("blocked")).collect();
    assert_eq!(told, [block.scope.as_str()]);
}

#[tokio::test]
async fn a_domain_whose_servers_are_silent_holds_a_mail_up_once_and_refuses_none() {
    let dns = DnsServer::start(zone().is_silent("silent.test")).unwrap();
    let (house, _) = house(&dns).await;
    let mail = || NewReply {
        to: Some(vec!["ola@silent.test".parse().unwrap()]),
        subject: Some("Hello".to_owned()),
        text: "Hello.".to_owned(),
        ..NewReply::default()
    };
    compose::start(&house.office, &house.actor, house.mailbox, mail()).await.unwrap();
    let asked = dns.asked().iter().filter(|name| name.starts_with("silent.test")).count();
    assert!(asked > 0);
    compose::start(&house.office, &house.actor, house.mailbox, mail()).await.unwrap();
    let again = dns.asked().iter().filter(|name| name.starts_with("silent.test")).count();
    assert_eq!(again, asked, "it is not asked again at once");
}

#[tokio::test]
async fn participants_users_and_senders_are_asked_for_when_they_are_new() {
    let dns = DnsServer::start(zone()).unwrap();
    let (house, case) = house(&dns).await;
    let (office, actor) = (&house.office, &house.actor);
    let add = async |address: &str| {
        let new = NewParticipant { address: address.to_owned(), name: None, role: ParticipantRole::Cc };
        cases::add_participant(office, actor, case, new).await
    };
    assert_eq!(told(add(DEAF).await), deaf("address"));
    add(GONE).await.unwrap();

    let user = |address: &str| NewUser {
        name: "Kari".to_owned(),
        address: address.to_owned(),
        password: Secret::new("a long password"),
        language: Language::Nb,
        role_ids: Vec::new(),
        category_ids: Vec::new(),
    };
    assert_eq!(told(users::create(office, actor.organisation, user(DEAF)).await), deaf("email"));
    let made = users::create(office, actor.organisation, user(GONE)).await.unwrap();
    let change = |address: &str| UserChange { address: Some(address.to_owned()), ..UserChange::default() };
    assert_eq!(told(users::change(office, actor, made, change(DEAF)).await), deaf("email"));

    let shared =
        |address: &str| IdentityInput { address: Some(address.parse().unwrap()), ..IdentityInput::default() };
    assert_eq!(told(identities::create(office, actor, shared(DEAF)).await), deaf("address"));
    let sender = identities::create(office, actor, shared("post@later.test")).await.unwrap();
    assert_eq!(told(identities::change(office, actor, sender, shared(DEAF)).await), deaf("address"));
    let copies = IdentityInput { copy_to: Some(vec![DEAF.parse().unwrap()]), ..IdentityInput::default() };
    assert_eq!(told(identities::change(office, actor, sender, copies).await), deaf("copy_to"));
    let copies = UserSending { copy_to: vec![DEAF.parse().unwrap()], ..UserSending::default() };
    assert_eq!(told(compose::change_user_sending(office, actor, copies).await), deaf("copy_to"));
    let sent =
        compose::reply(office, actor, case, NewReply { text: "Hello.".to_owned(), ..NewReply::default() });
    let correction = Correction { address: Some(DEAF.parse().unwrap()), lasting: true };
    let corrected = compose::rewrite(office, actor, case, sent.await.unwrap(), correction).await;
    assert_eq!(told(corrected), deaf("address"));
    // What it has stays its own, whatever the domain says since.
    dns.set(zone().null_mx("later.test"));
    identities::change(office, actor, sender, shared("post@later.test")).await.unwrap();
}

#[tokio::test]
async fn nothing_is_set_to_be_passed_on_to_an_address_that_takes_no_mail() {
    let dns = DnsServer::start(zone()).unwrap();
    let (house, _) = house(&dns).await;
    let (office, actor) = (&house.office, &house.actor);
    let passed_on = |address: &str| MailboxInput {
        forwarding_address: Some(Some(address.to_owned())),
        ..MailboxInput::default()
    };
    assert_eq!(
        told(mailboxes::change(office, actor, house.mailbox, passed_on(DEAF)).await),
        deaf("forwarding_address")
    );
    mailboxes::change(office, actor, house.mailbox, passed_on("ola@later.test")).await.unwrap();

    let forward = |to: &str| FilterInput {
        name: Some("Pass on".to_owned()),
        actions: Some(vec![FilterAction::NoAutoReply, FilterAction::Forward { text: to.to_owned() }]),
        ..FilterInput::default()
    };
    let refused = filters::create(office, actor, forward(DEAF)).await.unwrap_err();
    assert_eq!((refused.code, refused.params["place"].as_str()), ("address.takes_no_mail", "2"));
    let filter = filters::create(office, actor, forward("per@later.test")).await.unwrap();
    // Neither is refused for what was there before.
    dns.set(zone().null_mx("later.test"));
    mailboxes::change(office, actor, house.mailbox, passed_on("ola@later.test")).await.unwrap();
    filters::change(office, actor, filter, forward("per@later.test")).await.unwrap();
    assert!(filters::change(office, actor, filter, forward(DEAF)).await.is_err());
}

#[tokio::test]
async fn a_file_of_filters_is_asked_for_as_one_and_what_the_replaced_filters_had_is_not() {
    let dns = DnsServer::start(zone().fails("later.test")).unwrap();
    let (house, _) = house(&dns).await;
    let (office, actor) = (&house.office, &house.actor);
    for (name, to) in [("First", "per@later.test"), ("Second", "ola@good.test")] {
        let input = FilterInput {
            name: Some(name.to_owned()),
            actions: Some(vec![FilterAction::Forward { text: to.to_owned() }]),
            ..FilterInput::default()
        };
        filters::create(office, actor, input).await.unwrap();
    }
    let file = filters::export(office, actor).await.unwrap();
    dns.set(zone().null_mx("later.test"));
    let replaced = filters::import(office, actor, file.clone(), SameName::Replace).await.unwrap();
    assert_eq!((replaced.replaced, replaced.conflicts), (2, vec![]));

    // As filters of other names all their addresses are new.
    let mut others = file;
    for (filter, to) in others.filters.iter_mut().zip(["per@shut.test", DEAF]) {
        filter.name.push_str(" again");
        filter.actions[0].insert("text".to_owned(), to.into());
    }
    let refused = filters::import(office, actor, others, SameName::Replace).await.unwrap();
    let told: Vec<_> = refused
        .conflicts
        .iter()
        .map(|one| (one.filter.as_str(), one.problem.code, one.problem.params["address"].as_str()))
        .collect();
    let code = "address.takes_no_mail";
    assert_eq!(told, [("First again", code, "per@shut.test"), ("Second again", code, DEAF)]);
}
