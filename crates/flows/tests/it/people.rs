//! What follows from a mail beside its message: whom it makes known, who gets the case.

use domain::case::Assignment;
use domain::distribution_list::ListMember;
use domain::org::Language;
use domain::people_list::PeopleListKind;
use domain::{CategoryId, CompanyId, EmailAddress, PersonId, PriorityId, UserId};
use flows::cases::CaseChange;
use flows::distribution_lists::{self, ListInput};
use flows::housekeeping::Housekeeper;
use flows::people::{self, Acquaintance, PersonInput};
use flows::worker::Worker;
use store::categories::CategoryChange;
use store::persons::{Alike, PersonFilter, PersonRow};
use store::{ListQuery, StoreError};

use crate::house::House;

async fn receive(house: &House, from: &str, number: u32) {
    let mail = format!("From: {from}\nSubject: Hello {number}\nMessage-ID: <{number}@x.test>\n\nHello.\n");
    house.receive(&mail).await;
}

async fn persons(house: &House) -> Vec<PersonRow> {
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let query = ListQuery::default();
    store::persons::list(&conn, organisation, &query, PersonFilter::default()).await.unwrap().rows
}

#[tokio::test]
async fn a_sender_becomes_a_person_once_and_his_company_by_its_domain() {
    let house = House::open().await;
    receive(&house, "Kari Nordmann <kari@fjord.no>", 1).await;
    receive(&house, "KARI@FJORD.NO", 2).await;
    receive(&house, "Per <per@fjord.no>", 3).await;
    receive(&house, "Ola <ola@gmail.com>", 4).await;
    let known: Vec<_> = persons(&house)
        .await
        .into_iter()
        .map(|person| (person.name, person.company_name, person.language))
        .collect();
    let fjord = Some("Fjord".to_owned());
    let expected = [
        ("Kari Nordmann".to_owned(), fjord.clone(), Some(Language::Nb)),
        ("Ola".to_owned(), None, None),
        ("Per".to_owned(), fjord, Some(Language::Nb)),
    ];
    assert_eq!(known, expected);
    let cases = house.cases().await;
    assert!(cases[0].person_id.is_some() && cases[0].person_id == cases[1].person_id);
    assert!(cases[0].company_id.is_some() && cases[0].company_id == cases[2].company_id);
    assert_eq!(cases[3].company_id, None);

    // A department of its own is the same company; each municipality is one.
    receive(&house, "Liv <liv@post.fjord.no>", 5).await;
    receive(&house, "Post <post@oslo.kommune.no>", 6).await;
    receive(&house, "Post <post@bergen.kommune.no>", 7).await;
    receive(&house, "Stranger <s@altibox.no>", 8).await;
    let mut companies: Vec<_> =
        persons(&house).await.into_iter().filter_map(|row| row.company_name).collect();
    companies.sort();
    companies.dedup();
    assert_eq!(companies, ["Bergen", "Fjord", "Oslo"]);
}

#[tokio::test]
async fn nobody_becomes_known_where_that_is_not_wanted_or_a_program_wrote() {
    let house = House::open().await;
    let away =
        "From: kari@fjord.no\nSubject: Away\nMessage-ID: <1@x.test>\nAuto-Submitted: auto-replied\n\nHm.\n";
    house.receive(away).await;
    assert!(persons(&house).await.is_empty());
    let none = Acquaintance { persons: false, companies: true };
    people::set_acquaintance(&house.office, &house.actor, none).await.unwrap();
    receive(&house, "kari@fjord.no", 2).await;
    assert!(persons(&house).await.is_empty());
    assert_eq!(house.cases().await[1].person_id, None);
    let alone = Acquaintance { persons: true, companies: false };
    people::set_acquaintance(&house.office, &house.actor, alone).await.unwrap();
    receive(&house, "kari@fjord.no", 3).await;
    assert_eq!(persons(&house).await[0].company_id, None);
}

#[tokio::test]
async fn a_forgotten_person_leaves_the_cases_their_address_and_two_who_are_one_are_joined() {
    let house = House::open().await;
    receive(&house, "Kari <kari@fjord.no>", 1).await;
    receive(&house, "Kari <kari@gmail.com>", 2).await;
    let known = persons(&house).await;
    people::merge_persons(&house.office, &house.actor, (known[1].id, known[0].id)).await.unwrap();
    let joined = persons(&house).await;
    assert_eq!((joined.len(), joined[0].addresses.len()), (1, 2));
    assert!(house.cases().await.iter().all(|case| case.person_id == Some(joined[0].id)));

    let another = PersonInput {
        name: Some("Per".to_owned()),
        addresses: Some(vec!["kari@gmail.com".to_owned()]),
        ..PersonInput::default()
    };
    let taken = people::create_person(&house.office, &house.actor, another).await.unwrap_err();
    assert_eq!((taken.code, taken.field), ("person.address_taken", Some("addresses")));
    assert_eq!(taken.params["address"], "kari@gmail.com");
    assert_eq!(
        (&taken.params["name"], &taken.params["person_id"]),
        (&joined[0].name, &joined[0].id.to_string()),
        "it says who has it"
    );
    people::delete_person(&house.office, &house.actor, joined[0].id).await.unwrap();
    let cases = house.cases().await;
    assert!(persons(&house).await.is_empty());
    assert!(cases.iter().all(|case| case.person_id.is_none() && case.customer_address.contains('@')));
}

#[tokio::test]
async fn a_person_is_found_however_the_letters_of_his_name_are_typed() {
    let house = House::open().await;
    receive(&house, "Ola Ødegård <ola@fjord.no>", 1).await;
    receive(&house, "Kari Odegard <kari@fjord.no>", 2).await;
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    for typed in ["ødegard", "Ödegård", "odegard", "ØDEGÅRD"] {
        let query = ListQuery { search: Some(typed.to_owned()), ..ListQuery::default() };
        let found = store::persons::list(&conn, organisation, &query, PersonFilter::default()).await.unwrap();
        assert_eq!(found.rows.len(), 2, "{typed}");
    }
}

#[tokio::test]
async fn who_was_joined_is_split_off_again_with_all_that_he_had() {
    let house = House::open().await;
    receive(&house, "Kari <kari@fjord.no>", 1).await;
    receive(&house, "Kari <kari@gmail.com>", 2).await;
    let known = persons(&house).await;
    let (stays, goes) = (known[0].clone(), known[1].clone());
    let (office, actor) = (&house.office, &house.actor);
    let phone = PersonInput { phone: Some("911 22 333".to_owned()), ..PersonInput::default() };
    people::change_person(office, actor, goes.id, phone).await.unwrap();
    let selection = (PeopleListKind::Selection, "Kunder");
    people::create_list(office, actor, selection, vec![goes.id]).await.unwrap();
    let mail_list = async |name: &str, of: &[PersonId]| {
        let members = of.iter().map(|id| ListMember::Person { id: *id }).collect();
        let input = ListInput {
            name: name.to_owned(),
            description: String::new(),
            shared: true,
            members,
            seen_version: None,
        };
        distribution_lists::create(office, actor, input).await.unwrap()
    };
    let (alone, both) =
        (mail_list("Alene", &[goes.id]).await, mail_list("Begge", &[stays.id, goes.id]).await);
    let in_list = async |list| {
        let (_, members) = distribution_lists::find(office, actor, list).await.unwrap();
        members.into_iter().map(|row| row.member).collect::<Vec<_>>()
    };
    let member = |person: &PersonRow| ListMember::Person { id: person.id };
    let of = async |person: PersonId| {
        let conn = office.store().read();
        let lists = store::people_lists::list_of_person(&conn, actor.organisation, person).await.unwrap();
        let cases = house.cases().await.into_iter().filter(|case| case.person_id == Some(person)).count();
        (lists.len(), cases)
    };
    assert_eq!((of(goes.id).await, of(stays.id).await), ((1, 1), (0, 1)));

    people::merge_persons(office, actor, (goes.id, stays.id)).await.unwrap();
    assert_eq!((of(goes.id).await, of(stays.id).await), ((0, 0), (1, 2)));
    assert_eq!(persons(&house).await[0].phone, "911 22 333");
    assert_eq!((in_list(alone).await, in_list(both).await), (vec![member(&stays)], vec![member(&stays)]));
    people::split_person(office, actor, (stays.id, goes.id)).await.unwrap();
    assert_eq!((of(goes.id).await, of(stays.id).await), ((1, 1), (0, 1)));
    assert_eq!(in_list(alone).await, [member(&goes)]);
    assert_eq!(in_list(both).await, [member(&stays), member(&goes)]);
    let back = people::find_person(office, actor, goes.id).await.unwrap();
    assert_eq!((back.name, back.addresses, back.phone), (goes.name, goes.addresses, "911 22 333".to_owned()));
    let rest = people::find_person(office, actor, stays.id).await.unwrap();
    assert_eq!((rest.addresses, rest.phone), (stays.addresses, String::new()));
    assert!(
        people::list_doubles(office, actor, None).await.unwrap().pairs.is_empty(),
        "nobody joins them again"
    );
    let again = people::split_person(office, actor, (stays.id, goes.id)).await.unwrap_err();
    assert_eq!(again.code, "not_found");
}

#[tokio::test]
async fn a_company_that_was_joined_is_split_off_again_with_all_that_it_had() {
    let house = House::open().await;
    receive(&house, "Kari <kari@fjord.no>", 1).await;
    receive(&house, "Per <per@nord.no>", 2).await;
    let (office, actor) = (&house.office, &house.actor);
    let company_of = async |name: &str| {
        persons(&house).await.into_iter().find(|row| row.name == name).and_then(|row| row.company_id).unwrap()
    };
    let (stays, goes) = (company_of("Kari").await, company_of("Per").await);
    let mail_list = async |name: &str, of: &[CompanyId]| {
        let members = of.iter().map(|id| ListMember::Company { id: *id }).collect();
        let name = name.to_owned();
        let input = ListInput { name, description: String::new(), shared: true, members, seen_version: None };
        distribution_lists::create(office, actor, input).await.unwrap()
    };
    let (alone, both) = (mail_list("Alene", &[goes]).await, mail_list("Begge", &[stays, goes]).await);
    let in_list = async |list| {
        let (_, members) = distribution_lists::find(office, actor, list).await.unwrap();
        members.into_iter().map(|row| row.member).collect::<Vec<_>>()
    };
    let member = |id: CompanyId| ListMember::Company { id };
    let find = async |id: CompanyId| {
        store::companies::find(&office.store().read(), actor.organisation, id).await.unwrap()
    };
    let joined = async || {
        let row = find(stays).await.unwrap();
        let found = store::companies::list_joined(&office.store().read(), actor.organisation, &row).await;
        found.unwrap().len()
    };
    let before = find(goes).await.unwrap();

    people::merge_companies(office, actor, (goes, stays)).await.unwrap();
    assert!(find(goes).await.is_none());
    assert_eq!((company_of("Per").await, in_list(both).await), (stays, vec![member(stays)]));
    assert_eq!(joined().await, 1);
    people::split_company(office, actor, (stays, goes)).await.unwrap();
    let back = find(goes).await.unwrap();
    assert_eq!((&back.name, &back.domains, back.persons), (&before.name, &before.domains, 1));
    assert_eq!((company_of("Per").await, company_of("Kari").await), (goes, stays));
    assert!(house.cases().await.iter().any(|case| case.company_id == Some(goes)));
    assert_eq!(in_list(alone).await, [member(goes)]);
    assert_eq!(in_list(both).await, [member(stays), member(goes)]);
    assert_eq!(find(stays).await.unwrap().domains, ["fjord.no"]);

    people::merge_companies(office, actor, (goes, stays)).await.unwrap();
    let put = async |domains: &[&str]| {
        let domains: Vec<String> = domains.iter().map(|&domain| domain.to_owned()).collect();
        let organisation = actor.organisation;
        let written = office.store().write(move |tx| {
            Box::pin(async move {
                store::companies::update(tx, organisation, stays, ("Fjord", &domains), None).await
            })
        });
        written.await.unwrap();
    };
    put(&["fjord.no"]).await;
    assert_eq!(joined().await, 0, "it is not offered");
    let refused = people::split_company(office, actor, (stays, goes)).await.unwrap_err();
    assert_eq!(refused.code, "company.cannot_split");
    put(&["fjord.no", "nord.no"]).await;
    assert_eq!(joined().await, 1);
    house.clock.advance_seconds(31 * 24 * 3600);
    Housekeeper::new(office.clone()).step().await.unwrap();
    assert_eq!(joined().await, 0);
}

#[tokio::test]
async fn nobody_is_split_off_whose_address_is_no_longer_there_nor_when_it_is_long_ago() {
    let house = House::open().await;
    receive(&house, "Kari <kari@fjord.no>", 1).await;
    receive(&house, "Kari <kari@gmail.com>", 2).await;
    let known = persons(&house).await;
    let (stays, goes) = (known[0].clone(), known[1].clone());
    let (office, actor) = (&house.office, &house.actor);
    people::merge_persons(office, actor, (goes.id, stays.id)).await.unwrap();
    let joined = async || {
        let row = people::find_person(office, actor, stays.id).await.unwrap();
        let found = store::persons::list_joined(&office.store().read(), actor.organisation, &row).await;
        found.unwrap().len()
    };
    let set = async |addresses: &[EmailAddress]| {
        let addresses = Some(addresses.iter().map(ToString::to_string).collect());
        let input = PersonInput { addresses, ..PersonInput::default() };
        people::change_person(office, actor, stays.id, input).await.unwrap();
    };
    assert_eq!(joined().await, 1);
    set(&stays.addresses).await;
    assert_eq!(joined().await, 0, "it is not offered");
    let refused = people::split_person(office, actor, (stays.id, goes.id)).await.unwrap_err();
    assert_eq!(refused.code, "person.cannot_split");
    set(&[stays.addresses.clone(), goes.addresses.clone()].concat()).await;
    assert_eq!(joined().await, 1, "it is his again");
    house.clock.advance_seconds(31 * 24 * 3600);
    Housekeeper::new(office.clone()).step().await.unwrap();
    assert_eq!(joined().await, 0);
}

#[tokio::test]
async fn persons_of_one_name_or_number_are_proposed_until_somebody_keeps_them_apart() {
    let house = House::open().await;
    let make = async |name: &str, address: &str, phone: &str| {
        let person = PersonInput {
            name: Some(name.to_owned()),
            addresses: Some(vec![address.to_owned()]),
            phone: Some(phone.to_owned()),
            ..PersonInput::default()
        };
        people::create_person(&house.office, &house.actor, person).await.unwrap().0
    };
    let kari = make("Kari Nordmann", "kari@fjord.no", "+47 911 22 333").await;
    let capitals = make("KARI NORDMANN", "kari@gmail.com", "").await;
    let number = make("K. N.", "kn@fjord.no", "911 22 333").await;
    make("Per", "per@fjord.no", "").await;

    let pairs = async || {
        let found = people::list_doubles(&house.office, &house.actor, None).await.unwrap();
        found
            .pairs
            .into_iter()
            .map(|double| (double.alike, double.person.id, double.other.id))
            .collect::<Vec<_>>()
    };
    assert_eq!(pairs().await, [(Alike::Name, kari, capitals), (Alike::Phone, kari, number)]);

    people::keep_apart(&house.office, &house.actor, (number, kari)).await.unwrap();
    people::keep_apart(&house.office, &house.actor, (kari, number)).await.unwrap();
    assert_eq!(pairs().await, [(Alike::Name, kari, capitals)]);
    let alone = people::keep_apart(&house.office, &house.actor, (kari, kari)).await.unwrap_err();
    assert_eq!(alone.code, "not_found");

    people::merge_persons(&house.office, &house.actor, (capitals, kari)).await.unwrap();
    assert!(pairs().await.is_empty());
}

/// A category that assigns, which the mailbox puts its mail into, with the actor and another member.
async fn assigning(house: &House, assignment: Assignment) -> (CategoryId, UserId, PriorityId) {
    let (organisation, actor, at) = (house.actor.organisation, house.actor.user, house.office.now());
    let made = house
        .office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let colleague = store::users::NewUser {
                    name: "Ben".to_owned(),
                    address: "ben@house.test".parse().unwrap(),
                    password_hash: "x".to_owned(),
                    language: Language::En,
                    role_ids: Vec::new(),
                    category_ids: Vec::new(),
                    at,
                };
                let ben = store::users::insert(tx, organisation, &colleague).await?;
                let urgent = store::priorities::insert(tx, organisation, "Urgent", 1).await?;
                let change = store::priorities::PriorityChange {
                    deadline_minutes: Some(Some(60)),
                    ..store::priorities::PriorityChange::default()
                };
                store::priorities::update(tx, organisation, urgent, &change).await?;
                let category = store::categories::insert(tx, organisation, "Support").await?;
                let change = CategoryChange {
                    assignment: Some(assignment),
                    member_ids: Some(vec![actor, ben]),
                    administrator_id: Some(Some(actor)),
                    priority_id: Some(Some(urgent)),
                    ..CategoryChange::default()
                };
                store::categories::update(tx, organisation, category, &change).await?;
                Ok::<_, StoreError>((category, ben, urgent))
            })
        })
        .await
        .unwrap();
    let into = flows::mailboxes::MailboxInput {
        category_id: Some(Some(made.0)),
        ..flows::mailboxes::MailboxInput::default()
    };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, into).await.unwrap();
    made
}

#[tokio::test]
async fn a_category_gives_its_cases_to_its_members_in_turn_with_its_priority_and_deadline() {
    let house = House::open().await;
    let (_, ben, urgent) = assigning(&house, Assignment::Even).await;
    for number in 1..=4 {
        receive(&house, "kari@fjord.no", number).await;
    }
    let cases = house.cases().await;
    let owners: Vec<_> = cases.iter().map(|case| case.owner_id.unwrap()).collect();
    let actor = house.actor.user;
    assert_eq!(owners, [actor, ben, actor, ben]);
    assert!(cases.iter().all(|case| case.priority_id == Some(urgent)));
    assert_eq!(cases[0].due_at, Some(cases[0].created_at.plus_millis(3_600_000)));
    let conn = house.office.store().read();
    let log = store::cases::list_log(&conn, house.actor.organisation, cases[1].id).await.unwrap();
    assert!(log.iter().any(|entry| entry.what == "assigned" && entry.params["because"] == "turn"));
}

#[tokio::test]
async fn the_mailboxs_priority_is_that_of_its_new_cases_alone() {
    let house = House::open().await;
    let (_, _, urgent) = assigning(&house, Assignment::Even).await;
    let organisation = house.actor.organisation;
    let calm = house.office.store().write(move |tx| {
        Box::pin(async move { store::priorities::insert(tx, organisation, "Calm", 9).await })
    });
    let calm = calm.await.unwrap();
    let set = async |priority| {
        let input = flows::mailboxes::MailboxInput {
            priority_id: Some(Some(priority)),
            ..flows::mailboxes::MailboxInput::default()
        };
        flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
    };
    set(calm).await;
    receive(&house, "kari@fjord.no", 1).await;
    assert_eq!(house.cases().await[0].priority_id, Some(calm), "it beats the category's");
    set(urgent).await;
    let answer =
        "From: kari@fjord.no\nSubject: Re\nMessage-ID: <2@fjord.no>\nIn-Reply-To: <1@x.test>\n\nMore.\n";
    house.receive(answer).await;
    let cases = house.cases().await;
    assert_eq!((cases.len(), cases[0].messages), (1, 2), "the answer joined the case");
    assert_eq!(cases[0].priority_id, Some(calm));
    receive(&house, "kari@fjord.no", 3).await;
    assert_eq!(house.cases().await[1].priority_id, Some(urgent));
}

#[tokio::test]
async fn the_least_busy_member_gets_the_case_and_without_active_members_the_administrator() {
    let house = House::open().await;
    let (category, ben, _) = assigning(&house, Assignment::FewestOpen).await;
    receive(&house, "kari@fjord.no", 1).await;
    receive(&house, "kari@fjord.no", 2).await;
    let first = house.cases().await[0].clone();
    let mine = CaseChange { owner: Some(Some(house.actor.user)), ..CaseChange::default() };
    flows::cases::change(&house.office, &house.actor, first.id, mine.clone()).await.unwrap();
    let second = house.cases().await[1].id;
    flows::cases::change(&house.office, &house.actor, second, mine).await.unwrap();
    receive(&house, "kari@fjord.no", 3).await;
    assert_eq!(house.cases().await[2].owner_id, Some(ben));

    let organisation = house.actor.organisation;
    house
        .office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let change = CategoryChange { member_ids: Some(Vec::new()), ..CategoryChange::default() };
                store::categories::update(tx, organisation, category, &change).await
            })
        })
        .await
        .map_err(|error: StoreError| error)
        .unwrap();
    receive(&house, "kari@fjord.no", 4).await;
    assert_eq!(house.cases().await[3].owner_id, Some(house.actor.user));
}

#[tokio::test]
async fn a_person_whom_somebody_else_changed_meanwhile_is_not_written_over_unseen() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let input = PersonInput {
        name: Some("Kari".to_owned()),
        addresses: Some(vec!["kari@customer.test".to_owned()]),
        ..PersonInput::default()
    };
    let (kari, _) = people::create_person(office, actor, input).await.unwrap();
    let seen = people::find_person(office, actor, kari).await.unwrap().version;
    let phone = |text: &str, seen_version| PersonInput {
        phone: Some(text.to_owned()),
        seen_version,
        ..PersonInput::default()
    };
    people::change_person(office, actor, kari, phone("22 33 44 55", Some(seen))).await.unwrap();
    let refused = people::change_person(office, actor, kari, phone("1", Some(seen))).await.unwrap_err();
    assert_eq!(refused.code, "person.changed_meanwhile");
    let person = people::find_person(office, actor, kari).await.unwrap();
    assert_eq!((person.phone.as_str(), person.version), ("22 33 44 55", seen + 1));
    assert_eq!(refused.params["version"], person.version.to_string());
    assert_eq!(Some(refused.params["by"].clone()), person.updated_by_name);
    people::change_person(office, actor, kari, phone("1", Some(person.version))).await.unwrap();
    people::change_person(office, actor, kari, phone("2", None)).await.unwrap();
}
