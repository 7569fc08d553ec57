//! What is said of addresses before mail is sent to them.

use domain::ProblemKind;
use domain::blocks::BlockScope;
use domain::person_import::RowOutcome;
use flows::addresses::{ADDRESSES_MAX, Checked, check, remarks};
use flows::jobs::JobWorker;
use flows::people::{self, PersonInput};
use flows::worker::{Found, Worker};
use policy::address_check::{Judgement, MailHosts};
use testkit::dns::{DnsServer, Zone};

use crate::house::House;

async fn checked(house: &House, inputs: &[&str]) -> Vec<Checked> {
    let inputs = inputs.iter().map(|input| (*input).to_owned()).collect();
    check(&house.office, &house.actor, inputs).await.unwrap()
}

#[tokio::test]
async fn form_dns_and_what_came_back_are_told_of_each_address_in_their_order() {
    let zone = Zone::new()
        .mx("good.test", 10, "mx.good.test")
        .a("mx.good.test", [192, 0, 2, 1])
        .null_mx("shut.test")
        .fails("broken.test");
    let dns = DnsServer::start(zone).unwrap();
    let house = House::open_with_dns(&dns).await;
    flows::returns::block(&house.office, &house.actor, ("Kari@good.test", BlockScope::Mailings))
        .await
        .unwrap();
    let inputs = ["kari@good.test", "ola@shut.test", "no address", "per@broken.test", "eva@nowhere.test"];
    let found = checked(&house, &inputs).await;
    let judged: Vec<_> = found.iter().map(|one| (one.input.as_str(), one.judgement)).collect();
    assert_eq!(
        judged[1..],
        [
            ("ola@shut.test", Judgement::Bad),
            ("no address", Judgement::Bad),
            ("per@broken.test", Judgement::Unknown),
            ("eva@nowhere.test", Judgement::Bad),
        ]
    );
    assert_eq!(found[0].hosts, MailHosts::Exchangers(vec!["mx.good.test".to_owned()]));
    let block = found[0].blocked.as_ref().and_then(|row| row.block).unwrap();
    assert_eq!(block.scope, BlockScope::Mailings);
    assert!(found[1..].iter().all(|one| one.blocked.is_none()));
    let twice = checked(&house, &["Kari@good.test", "kari@good.test"]).await;
    assert!(twice.iter().all(|one| one.blocked.is_some()), "each spelling is");
    let asked = dns.asked().iter().filter(|name| name.starts_with("good.test")).count();
    checked(&house, &["a@good.test", "b@good.test"]).await;
    let again = dns.asked().iter().filter(|name| name.starts_with("good.test")).count();
    assert!(again - asked <= 1, "a domain is asked for once: {:?}", dns.asked());
}

#[tokio::test]
async fn of_addresses_that_were_taken_the_remarkable_are_told_each_once_and_nothing_is_refused() {
    let zone = Zone::new()
        .mx("good.no", 10, "mx.good.no")
        .a("mx.good.no", [192, 0, 2, 1])
        .null_mx("shut.no")
        .fails("broken.no");
    let dns = DnsServer::start(zone).unwrap();
    let house = House::open_with_dns(&dns).await;
    let blocked = ("blocked@good.no", BlockScope::All);
    flows::returns::block(&house.office, &house.actor, blocked).await.unwrap();
    let entered = |inputs: &[&str]| inputs.iter().map(|input| (*input).to_owned()).collect::<Vec<_>>();
    let inputs = [
        "list:7",
        "ola@good.no",
        "post@good.no",
        "POST@good.no",
        "eva@shut.no",
        "per@broken.no",
        "kari@hotmial.com",
        "blocked@good.no",
    ];
    let asked = dns.asked().len();
    let told = remarks(&house.office, &house.actor, entered(&inputs)).await;
    let said: Vec<_> = told.iter().map(|one| (one.input.as_str(), one.judgement)).collect();
    let expected = [
        ("post@good.no", Judgement::Good),
        ("kari@hotmial.com", Judgement::Doubtful),
        ("blocked@good.no", Judgement::Good),
    ];
    assert_eq!(said, expected);
    assert!(told[1].form.suggestion.is_some() && told[2].blocked.is_some());
    let hosts_asked = told.iter().filter(|one| one.hosts != MailHosts::NotAsked).count();
    assert_eq!((hosts_asked, dns.asked().len()), (0, asked), "what is done waits for no name server");

    // However many there are, no more are looked at than of one question.
    let many = (0..ADDRESSES_MAX + 50).map(|number| format!("post@n{number}.good.no")).collect();
    assert_eq!(remarks(&house.office, &house.actor, many).await.len(), ADDRESSES_MAX);
}

#[tokio::test]
async fn too_many_addresses_at_once_are_refused() {
    let house = House::open().await;
    let many = vec!["a@b.test".to_owned(); ADDRESSES_MAX + 1];
    let problem = check(&house.office, &house.actor, many).await.unwrap_err();
    assert_eq!((problem.kind, problem.code), (ProblemKind::Invalid, "addresses.too_many"));
}

#[tokio::test]
async fn an_address_is_looked_at_when_a_person_is_saved() {
    let zone = Zone::new()
        .mx("good.no", 10, "mx.good.no")
        .a("mx.good.no", [192, 0, 2, 1])
        .null_mx("shut.test")
        .fails("broken.test");
    let dns = DnsServer::start(zone).unwrap();
    let house = House::open_with_dns(&dns).await;
    let (office, actor) = (&house.office, &house.actor);
    let person = |addresses: &[&str]| PersonInput {
        name: Some("Kari".to_owned()),
        addresses: Some(addresses.iter().map(|one| (*one).to_owned()).collect()),
        ..PersonInput::default()
    };
    for (wrong, code) in [("kari", "address.invalid"), ("kari@shut.test", "address.takes_no_mail")] {
        let refused = people::create_person(office, actor, person(&[wrong])).await.unwrap_err();
        assert_eq!((refused.code, refused.field), (code, Some("addresses")));
        assert_eq!(refused.params["address"], wrong);
    }
    let entered = ["post@good.no", "kari@nowhere.test", "kari@broken.test"];
    let (id, told) = people::create_person(office, actor, person(&entered)).await.unwrap();
    let judged: Vec<_> = told.iter().map(|one| (one.judgement, one.form.is_role)).collect();
    // No answer of a name server makes an address bad.
    assert_eq!(judged, [(Judgement::Good, true), (Judgement::Bad, false), (Judgement::Unknown, false)]);
    assert!(told.iter().all(Checked::is_remarkable));

    // Of what was his before nothing is said, and nobody is asked.
    let again = people::change_person(office, actor, id, person(&entered)).await.unwrap();
    assert!(again.is_empty());
    let more = [entered.as_slice(), &["kari@good.no"]].concat();
    let added = people::change_person(office, actor, id, person(&more)).await.unwrap();
    assert_eq!(added.iter().map(|one| one.input.as_str()).collect::<Vec<_>>(), ["kari@good.no"]);
    assert!(!added[0].is_remarkable());
    let shut = people::change_person(office, actor, id, person(&["kari@shut.test"])).await.unwrap_err();
    assert_eq!(shut.code, "address.takes_no_mail");
}

#[tokio::test]
async fn each_row_of_a_file_is_looked_at_in_dns_and_silence_makes_none_bad() {
    let zone = Zone::new()
        .mx("good.no", 10, "mx.good.no")
        .a("mx.good.no", [192, 0, 2, 1])
        .null_mx("shut.test")
        .fails("broken.test");
    let dns = DnsServer::start(zone).unwrap();
    let house = House::open_with_dns(&dns).await;
    let (office, actor) = (&house.office, &house.actor);
    // More than a preview shows, and the ones in question behind them.
    let many = (0..25).map(|number| format!("Ola {number};ola{number}@good.no\n"));
    let tail = "Kari;kari@shut.test\nPer;per@broken.test\nEva;eva@nowhere.test\n";
    let file = format!("Navn;E-post\n{}{tail}", many.collect::<String>());
    let file = ("a.csv".to_owned(), file.into(), flows::contacts::Reading::default());
    let known = domain::person_import::KnownPersons::Keep;
    let id = people::import::start(office, actor, file, known).await.unwrap();
    let worker = JobWorker::new(house.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    let standing = people::import::find(office, actor, id).await.unwrap();
    let expected = [(RowOutcome::Made, 26), (RowOutcome::Refused, 1), (RowOutcome::ToLookAt, 1)];
    assert_eq!(standing.counts.into_iter().collect::<Vec<_>>(), expected);
    let refused = people::import::list_refused(office, actor, (id, None)).await.unwrap();
    let told: Vec<_> = refused.iter().map(|row| (row.cells[0].as_str(), row.code.as_str())).collect();
    assert_eq!(told, [("Kari", "contact.takes_no_mail"), ("Eva", "contact.no_host")]);
    let asked = dns.asked().iter().filter(|name| name.starts_with("good.no")).count();
    assert!(asked <= 2, "a domain is asked for once a batch: {:?}", dns.asked());
}

#[tokio::test]
async fn an_address_whose_domain_takes_no_mail_goes_into_no_distribution_list() {
    let dns = DnsServer::start(Zone::new().null_mx("shut.test")).unwrap();
    let house = House::open_with_dns(&dns).await;
    let typed = |text: &str| domain::distribution_list::ListMember::Address {
        address: text.parse().unwrap(),
        name: None,
    };
    let input = |members| flows::distribution_lists::ListInput {
        name: "Styret".to_owned(),
        description: String::new(),
        shared: true,
        members,
        seen_version: None,
    };
    let (office, actor) = (&house.office, &house.actor);
    let shut = input(vec![typed("eva@nowhere.test"), typed("kari@shut.test")]);
    let refused = flows::distribution_lists::create(office, actor, shut.clone()).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("address.takes_no_mail", Some("members")));
    let list = input(vec![typed("eva@nowhere.test")]);
    let list = flows::distribution_lists::create(office, actor, list).await.unwrap();
    let refused = flows::distribution_lists::change(office, actor, list, shut).await.unwrap_err();
    assert_eq!(refused.code, "address.takes_no_mail");
}
