//! Distribution lists: who may write to them, whom they reach, and what becomes of members that go.

use std::sync::Arc;

use domain::distribution_list::ListMember;
use domain::people_list::PeopleListKind;
use domain::{CompanyId, DistributionListId, OrganisationId, PersonId, UserId};
use store::distribution_lists::{self, DistributionListSettings, Reader};
use store::persons::{NewPerson, PersonChange, PersonFilter};
use store::{Conn, ListQuery, StoreError, Tx, companies, organisations, people_lists, persons, users};
use tokio::sync::Notify;

use crate::db::{Db, START, on_both, on_postgres};
use crate::fixtures::{World, address, new_user, world, write};

async fn person(
    tx: &Tx,
    org: OrganisationId,
    who: &str,
    company_id: Option<CompanyId>,
) -> Result<PersonId, StoreError> {
    let person = NewPerson {
        name: who.to_owned(),
        addresses: vec![address(who)],
        phone: String::new(),
        language: None,
        company_id,
        at: START,
    };
    persons::insert(tx, org, &person).await
}

fn settings(name: &str, owner: UserId, shared: bool) -> DistributionListSettings {
    DistributionListSettings { name: name.to_owned(), description: String::from("Alle"), owner, shared }
}

fn typed(text: &str) -> ListMember {
    ListMember::Address { address: address(text), name: Some(String::from("Styreleder")) }
}

fn reader(user: UserId) -> Reader {
    Reader { user, of_inactive: false }
}

async fn reached(conn: &Conn, org: OrganisationId, list: DistributionListId) -> Vec<String> {
    let (all, cut) = distribution_lists::reached(conn, org, list, 100).await.unwrap();
    assert!(!cut);
    all.iter().map(|one| one.address.to_string()).collect()
}

/// A list with one member of each kind: typed, Ada, her company's Eva and Ola, and a selection with Per.
async fn whole(tx: &Tx, world: World) -> Result<(DistributionListId, [PersonId; 3], CompanyId), StoreError> {
    let org = world.org;
    let company = companies::insert(tx, org, ("Bygg", &[String::from("bygg.example")]), START).await?;
    let ada = person(tx, org, "ada@a.example", None).await?;
    let eva = person(tx, org, "eva@bygg.example", Some(company)).await?;
    let per = person(tx, org, "per@c.example", None).await?;
    let kind = PeopleListKind::Selection;
    let selection = people_lists::insert(tx, org, (kind, "Utvalg"), (world.user, START)).await?;
    people_lists::add(tx, org, selection, (&[per], START)).await?;
    let members = [
        typed("leder@styret.example"),
        ListMember::Person { id: ada },
        ListMember::Company { id: company },
        ListMember::Selection { id: selection },
        ListMember::Person { id: ada },
    ];
    let settings = settings("Styret", world.user, true);
    let list = distribution_lists::insert(tx, org, &settings, &members, START).await?;
    Ok((list, [ada, eva, per], company))
}

#[test]
fn a_list_reaches_its_members_as_they_stand() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let (list, [ada, eva, _], company) =
            write(&store, move |tx| Box::pin(async move { whole(tx, world).await })).await;
        let conn = store.read();
        let all = ["leder@styret.example", "ada@a.example", "eva@bygg.example", "per@c.example"];
        assert_eq!(reached(&conn, org, list).await, all);
        let row = distribution_lists::find(&conn, org, reader(world.user), list).await.unwrap().unwrap();
        assert_eq!((row.members, row.settings.name.as_str()), (4, "Styret"), "Ada is in it once");
        let members = distribution_lists::list_members(&conn, org, list).await.unwrap();
        let names: Vec<_> = members.iter().filter_map(|row| row.name.as_deref()).collect();
        assert_eq!(names, ["Styreleder", "ada@a.example", "Bygg", "Utvalg"]);

        // Ada is found to be Eva, and then the company goes: Eva stays in it by herself.
        write(&store, move |tx| {
            Box::pin(async move {
                let merged = persons::merge(tx, org, (ada, eva), START).await?;
                assert_eq!(merged, persons::Merged::Splittable);
                companies::delete(tx, org, company).await.map(|_| ())
            })
        })
        .await;
        let left = ["leder@styret.example", "eva@bygg.example", "per@c.example"];
        assert_eq!(reached(&conn, org, list).await, left);
        write(&store, move |tx| Box::pin(async move { persons::delete(tx, org, eva).await.map(|_| ()) }))
            .await;
        assert_eq!(reached(&conn, org, list).await, ["leder@styret.example", "per@c.example"]);
    });
}

#[test]
fn whoever_is_cut_off_is_told_of_and_those_who_left_come_last() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let (list, anna) = write(&store, move |tx| {
            Box::pin(async move {
                let (list, _, company) = whole(tx, world).await?;
                Ok((list, person(tx, org, "anna@bygg.example", Some(company)).await?))
            })
        })
        .await;
        let at_most = async |limit| {
            let found = distribution_lists::reached(&store.read(), org, list, limit).await.unwrap();
            let (all, cut) = found;
            (all.iter().any(|one| one.address == address("eva@bygg.example")), all.len(), cut)
        };
        assert_eq!(at_most(1).await, (false, 4, true), "Anna stands before Eva");
        assert_eq!(at_most(2).await, (true, 5, false));
        write(&store, move |tx| {
            let left = PersonChange { former: Some(true), ..PersonChange::default() };
            Box::pin(async move { persons::update(tx, org, anna, &left, START).await.map(|_| ()) })
        })
        .await;
        assert_eq!(at_most(1).await, (true, 4, false), "whoever left is in nobody's way");
    });
}

#[test]
fn a_list_that_is_not_shared_is_its_owners_and_names_are_taken_once() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let (own, other) = write(&store, move |tx| {
            Box::pin(async move {
                let mine = settings("Mine", world.user, false);
                let other = users::insert(tx, org, &new_user("per@nord.example")).await?;
                Ok((distribution_lists::insert(tx, org, &mine, &[], START).await?, other))
            })
        })
        .await;
        let conn = store.read();
        assert!(distribution_lists::find(&conn, org, reader(other), own).await.unwrap().is_none());
        assert!(distribution_lists::list(&conn, org, reader(other)).await.unwrap().is_empty());
        assert_eq!(distribution_lists::list(&conn, org, reader(world.user)).await.unwrap().len(), 1);
        assert_eq!(distribution_lists::count(&conn, org).await.unwrap(), 1);
        let keeper = Reader { user: other, of_inactive: true };
        assert!(distribution_lists::find(&conn, org, keeper, own).await.unwrap().is_none());
        let gone = world.user;
        write(&store, move |tx| {
            let change = users::UserChange { active: Some(false), ..users::UserChange::default() };
            Box::pin(async move { users::update(tx, org, gone, &change).await.map(|_| ()) })
        })
        .await;
        assert!(distribution_lists::find(&conn, org, reader(other), own).await.unwrap().is_none());
        let left = distribution_lists::find(&conn, org, keeper, own).await.unwrap().unwrap();
        assert!(!left.owner_active, "its owner is not active any more");
        assert_eq!(distribution_lists::list(&conn, org, keeper).await.unwrap().len(), 1);
        let twice = store
            .write(move |tx| {
                Box::pin(async move {
                    let same = settings("MINE", other, true);
                    distribution_lists::insert(tx, org, &same, &[], START).await
                })
            })
            .await;
        assert!(twice.unwrap_err().is_duplicate());
    });
}

#[test]
fn another_organisations_list_is_not_seen_changed_or_reached() {
    on_both(async |Db { store, .. }: Db| {
        let (world, other) = (world(&store, "nord").await, world(&store, "sor").await);
        let (list, [ada, ..], _) =
            write(&store, move |tx| Box::pin(async move { whole(tx, world).await })).await;
        let (own, user) = (other.org, world.user);
        let conn = store.read();
        assert!(distribution_lists::find(&conn, own, reader(user), list).await.unwrap().is_none());
        assert!(distribution_lists::list(&conn, own, reader(user)).await.unwrap().is_empty());
        assert!(distribution_lists::list_members(&conn, own, list).await.unwrap().is_empty());
        assert!(reached(&conn, own, list).await.is_empty());
        let stolen = write(&store, move |tx| {
            Box::pin(async move {
                let mine = settings("Mitt", other.user, true);
                assert!(!distribution_lists::update(tx, own, list, (&mine, &[]), START).await?);
                assert!(!distribution_lists::delete(tx, own, list).await?);
                // A list that names another organisation's person reaches nobody.
                let members = [ListMember::Person { id: ada }];
                distribution_lists::insert(tx, own, &mine, &members, START).await
            })
        })
        .await;
        assert!(reached(&conn, own, stolen).await.is_empty());
        assert!(distribution_lists::list_members(&conn, own, stolen).await.unwrap().is_empty());
        assert_eq!(reached(&conn, world.org, list).await.len(), 4);
    });
}

#[test]
fn two_who_change_a_person_at_once_leave_what_both_wrote() {
    on_postgres(async |Db { store, .. }: Db| {
        let nord = world(&store, "nord").await;
        let (list, [ada, ..], _) = write(&store, move |tx| Box::pin(whole(tx, nord))).await;
        let (first, second) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let moved = {
            let (first, second) = (first.clone(), second.clone());
            store.write(move |tx| {
                Box::pin(async move {
                    let addresses = Some(vec![address("ada@new.example")]);
                    let change = PersonChange { addresses, ..PersonChange::default() };
                    let done = persons::update(tx, nord.org, ada, &change, START).await;
                    first.notify_one();
                    second.notified().await;
                    // The other one gets so far as it can meanwhile.
                    for _ in 0..50 {
                        organisations::find(tx, nord.org).await?;
                    }
                    done
                })
            })
        };
        let renamed = async {
            first.notified().await;
            let second = second.clone();
            let done: Result<bool, StoreError> = store
                .write(move |tx| {
                    Box::pin(async move {
                        second.notify_one();
                        let name = Some(String::from("Ada Berg"));
                        let change = PersonChange { name, ..PersonChange::default() };
                        persons::update(tx, nord.org, ada, &change, START).await
                    })
                })
                .await;
            done
        };
        let (one, two): (Result<bool, StoreError>, _) = tokio::join!(moved, renamed);
        assert!(one.unwrap() && two.unwrap());
        let conn = store.read();
        let addresses = reached(&conn, nord.org, list).await;
        assert!(addresses.contains(&String::from("ada@new.example")), "{addresses:?}");
        let person = persons::find(&conn, nord.org, ada).await.unwrap().unwrap();
        assert_eq!((person.name.as_str(), person.version), ("Ada Berg", 2));
        // What is searched has both.
        for text in ["ada berg", "ada@new.example"] {
            let query = ListQuery { search: Some(text.to_owned()), limit: 9, ..ListQuery::default() };
            let page = persons::list(&conn, nord.org, &query, PersonFilter::default()).await.unwrap();
            assert_eq!(page.rows.len(), 1, "{text}");
        }
    });
}
