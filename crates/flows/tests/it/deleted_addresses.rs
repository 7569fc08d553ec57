//! Addresses that a person deletes, and what is left of them.

use domain::audit::{AuditKind, Verb};
use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::distribution_list::ListMember;
use domain::{EmailAddress, StandingId};
use flows::distribution_lists::{self, ListInput};
use flows::jobs::JobWorker;
use flows::people::{self, PersonInput};
use flows::returns::{self, AddressesDeed};
use flows::worker::{Found, Worker};
use store::ListQuery;
use store::audit::{AuditEntry, AuditFilter};
use store::standings::StandingRow;

use crate::house::House;

fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

async fn blocked(house: &House, who: &str, scope: BlockScope) -> StandingId {
    returns::block(&house.office, &house.actor, (who, scope)).await.unwrap()
}

async fn standing(house: &House, who: &str) -> Option<StandingRow> {
    let conn = house.office.store().read();
    store::standings::find_by_address(&conn, house.actor.organisation, &address(who)).await.unwrap()
}

async fn deletions(house: &House) -> Vec<AuditEntry> {
    let query = ListQuery { limit: 200, ..ListQuery::default() };
    let conn = house.office.store().read();
    let filter = AuditFilter::default();
    let all = store::audit::list(&conn, house.actor.organisation, &query, &filter).await.unwrap().rows;
    all.into_iter().filter(|one| one.record.kind == AuditKind::Address).collect()
}

async fn list_of(house: &House, who: &[&str]) -> domain::DistributionListId {
    let typed = |text: &&str| ListMember::Address { address: address(text), name: None };
    let input = ListInput {
        name: "Styret".to_owned(),
        description: String::new(),
        shared: true,
        members: who.iter().map(typed).collect(),
        seen_version: None,
    };
    distribution_lists::create(&house.office, &house.actor, input).await.unwrap()
}

#[tokio::test]
async fn a_deleted_address_leaves_the_lists_it_was_typed_into_and_who_deleted_it_is_told() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let list = list_of(&house, &["Gone@a.test", "stays@a.test"]).await;
    let id = blocked(&house, "gone@a.test", BlockScope::All).await;
    let done = returns::act(office, actor, (&[id], AddressesDeed::Delete)).await.unwrap();
    assert_eq!(done.done, [id]);
    let reach = distribution_lists::reach(office, actor, list).await.unwrap();
    let reached: Vec<_> = reach.people.iter().map(|(_, address)| address.to_string()).collect();
    assert_eq!(reached, ["stays@a.test"], "it is not mailed again");
    assert!(standing(&house, "gone@a.test").await.is_none());
    let conn = office.store().read();
    let gone = address("gone@a.test");
    let told = store::address_changes::list_of_address(&conn, actor.organisation, &gone, 9);
    let told = told.await.unwrap();
    assert_eq!(told.len(), 1, "what was decided before is forgotten");
    assert_eq!((told[0].change.deed, told[0].change.by), (AddressDeed::Deleted, Some(actor.user)));
    let logged = deletions(&house).await;
    assert_eq!(logged.len(), 1);
    assert_eq!((logged[0].verb, logged[0].record_name.as_str()), (Verb::Deleted, "gone@a.test"));
}

#[tokio::test]
async fn a_deleted_address_is_not_kept_to_split_joined_persons_again() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let make = async |who: &str| {
        let (name, addresses) = (Some("Kari".to_owned()), Some(vec![who.to_owned()]));
        let person = PersonInput { name, addresses, ..PersonInput::default() };
        people::create_person(office, actor, person).await.unwrap().0
    };
    let (goes, stays) = (make("gone@a.test").await, make("stays@a.test").await);
    people::merge_persons(office, actor, (goes, stays)).await.unwrap();
    let id = blocked(&house, "gone@a.test", BlockScope::All).await;
    returns::act(office, actor, (&[id], AddressesDeed::Delete)).await.unwrap();
    let both = vec!["stays@a.test".to_owned(), "gone@a.test".to_owned()];
    let again = PersonInput { addresses: Some(both), ..PersonInput::default() };
    people::change_person(office, actor, stays, again).await.unwrap();
    let refused = people::split_person(office, actor, (stays, goes)).await.unwrap_err();
    assert_eq!(refused.code, "not_found", "nothing is kept of it");
}

#[tokio::test]
async fn whoever_complained_stays_blocked_for_mailings_after_the_address_is_deleted() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let complaint = b"{\"emailAddress\":\"kari@a.test\",\"reason\":\"COMPLAINT\"}".to_vec();
    returns::import(office, actor, complaint).await.unwrap();
    let id = standing(&house, "kari@a.test").await.unwrap().id;
    let deleted = returns::act(office, actor, (&[id], AddressesDeed::Delete)).await.unwrap();
    assert_eq!(deleted.done, [id]);
    let rest = standing(&house, "kari@a.test").await.unwrap();
    assert_eq!(rest.block.unwrap().scope, BlockScope::Mailings);
    assert_eq!((rest.returns, rest.last_words.as_str()), (0, ""));
    let list = list_of(&house, &["kari@a.test"]).await;
    let reach = distribution_lists::reach(office, actor, list).await.unwrap();
    assert!(reach.people.is_empty() && reach.left_out[0].because == "blocked", "typed anew it is left out");
    assert_eq!(deletions(&house).await.len(), 1);
}

#[tokio::test]
async fn that_somebody_said_an_address_gets_no_mailings_outlives_its_deletion() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let id = blocked(&house, "kari@a.test", BlockScope::All).await;
    blocked(&house, "kari@a.test", BlockScope::Mailings).await;
    returns::act(office, actor, (&[id], AddressesDeed::Delete)).await.unwrap();
    let block = standing(&house, "kari@a.test").await.unwrap().block.unwrap();
    assert_eq!((block.scope, block.reason), (BlockScope::Mailings, BlockReason::Hand));
}

#[tokio::test]
async fn a_complaint_outlives_the_deletion_of_an_address_that_is_blocked_for_more() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let id = blocked(&house, "kari@a.test", BlockScope::All).await;
    let complaint = b"{\"emailAddress\":\"kari@a.test\",\"reason\":\"COMPLAINT\"}".to_vec();
    returns::import(office, actor, complaint).await.unwrap();
    returns::act(office, actor, (&[id], AddressesDeed::Delete)).await.unwrap();
    let rest = standing(&house, "kari@a.test").await.unwrap();
    let block = rest.block.unwrap();
    assert_eq!((block.scope, block.reason), (BlockScope::Mailings, BlockReason::Imported));
    assert!(rest.complaint.is_some());
    let conn = office.store().read();
    let kari = address("kari@a.test");
    let told = store::address_changes::list_of_address(&conn, actor.organisation, &kari, 9);
    let deeds: Vec<_> = told.await.unwrap().into_iter().map(|told| told.change.deed).collect();
    assert_eq!(deeds, [AddressDeed::Blocked, AddressDeed::Deleted], "it is told why it is blocked");
    let tried = returns::act(office, actor, (&[id], AddressesDeed::Trial)).await.unwrap();
    assert_eq!(tried.failed[0].1.code, "address.complained");
    let cleared = AddressesDeed::Clear(String::new());
    let cleared = returns::act(office, actor, (&[id], cleared)).await.unwrap();
    assert_eq!(cleared.failed[0].1.code, "address.consent_unsaid");
}

#[tokio::test]
async fn the_usual_person_stays_without_an_address_when_a_job_deletes_his_only_one() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let input = PersonInput {
        name: Some("Kari Nordmann".to_owned()),
        addresses: Some(vec!["kari@a.test".to_owned()]),
        ..PersonInput::default()
    };
    let (kari, _) = people::create_person(office, actor, input).await.unwrap();
    let list = distribution_lists::create(
        office,
        actor,
        ListInput {
            name: "Kunder".to_owned(),
            description: String::new(),
            shared: true,
            members: vec![ListMember::Person { id: kari }],
            seen_version: None,
        },
    );
    let list = list.await.unwrap();
    let id = blocked(&house, "kari@a.test", BlockScope::All).await;
    let mut rows = flows::jobs::Rows::default();
    rows.add([id.get()]);
    flows::jobs::start_on_addresses(office, actor, AddressesDeed::Delete, rows).await.unwrap();
    let worker = JobWorker::new(house.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    let person = people::find_person(office, actor, kari).await.unwrap();
    assert!(person.addresses.is_empty());
    assert!(standing(&house, "kari@a.test").await.is_none());
    let reach = distribution_lists::reach(office, actor, list).await.unwrap();
    assert!(reach.people.is_empty() && reach.left_out.is_empty());
    let logged = deletions(&house).await;
    assert_eq!(logged[0].user, Some(actor.user), "a job deletes in the name of who asked for it");
    // He is kept as he is, and gets an address when somebody knows one.
    let phone = PersonInput { phone: Some("22 33 44 55".to_owned()), ..PersonInput::default() };
    people::change_person(office, actor, kari, phone).await.unwrap();
    let whole = PersonInput { addresses: Some(Vec::new()), ..PersonInput::default() };
    people::change_person(office, actor, kari, whole).await.unwrap();
    let found = PersonInput { addresses: Some(vec!["kari@b.test".to_owned()]), ..PersonInput::default() };
    people::change_person(office, actor, kari, found).await.unwrap();
    assert_eq!(people::find_person(office, actor, kari).await.unwrap().addresses, [address("kari@b.test")]);
}

#[tokio::test]
async fn whom_a_mail_without_a_name_made_known_goes_with_the_address() {
    let house = House::open().await;
    let mail =
        "From: kari.nordmann@a.test\nTo: Service@house.test\nSubject: Hi\nMessage-ID: <1@a.test>\n\nHi.\n";
    house.receive(mail).await;
    let known = async || {
        let conn = house.office.store().read();
        let kari = address("kari.nordmann@a.test");
        store::persons::find_by_address(&conn, house.actor.organisation, &kari).await.unwrap()
    };
    let (kari, _) = known().await.unwrap();
    let id = blocked(&house, "kari.nordmann@a.test", BlockScope::All).await;
    returns::act(&house.office, &house.actor, (&[id], AddressesDeed::Delete)).await.unwrap();
    assert!(known().await.is_none());
    assert!(people::find_person(&house.office, &house.actor, kari).await.is_err(), "nothing else was known");
}

#[tokio::test]
async fn whom_somebody_changed_or_put_into_a_list_stays_without_the_address() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let mut persons = Vec::new();
    for who in ["edited@a.test", "project@b.test", "listed@c.test", "former@d.test", "nobody@e.test"] {
        let mail = format!("From: {who}\nTo: Service@house.test\nSubject: Hi\nMessage-ID: <1{who}>\n\nHi.\n");
        house.receive(&mail).await;
        let conn = office.store().read();
        let found = store::persons::find_by_address(&conn, actor.organisation, &address(who)).await.unwrap();
        persons.push((who, found.unwrap().0));
    }
    let swedish = PersonInput { language: Some(Some(domain::org::Language::Sv)), ..PersonInput::default() };
    people::change_person(office, actor, persons[0].1, swedish).await.unwrap();
    let project = domain::people_list::PeopleListKind::Project;
    people::create_list(office, actor, (project, "Haugen"), vec![persons[1].1]).await.unwrap();
    let members = vec![ListMember::Person { id: persons[2].1 }];
    let list = ListInput {
        name: "Kunder".to_owned(),
        description: String::new(),
        shared: true,
        members,
        seen_version: None,
    };
    distribution_lists::create(office, actor, list).await.unwrap();
    let mut ids = Vec::new();
    for (who, _) in &persons {
        ids.push(blocked(&house, who, BlockScope::All).await);
    }
    returns::act(office, actor, (&ids[3..4], AddressesDeed::Former)).await.unwrap();
    returns::act(office, actor, (&ids, AddressesDeed::Delete)).await.unwrap();
    let (nobody, known) = persons.split_last().unwrap();
    for (who, id) in known {
        let person = people::find_person(office, actor, *id).await.unwrap();
        assert!(person.addresses.is_empty(), "{who}");
    }
    assert!(people::find_person(office, actor, nobody.1).await.is_err(), "nothing else was known of him");
}
