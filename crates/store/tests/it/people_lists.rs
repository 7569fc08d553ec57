//! Sets of persons, and incidents of many equal refusals.

use domain::people_list::PeopleListKind;
use domain::returns::ReturnClass;
use domain::{IncidentId, OrganisationId, PeopleListId, PersonId, UserId};
use store::incidents::NewIncident;
use store::persons::{NewPerson, PersonFilter, PersonSort};
use store::{Conn, ListQuery, StoreError, Tx, incidents, people_lists, persons};

use crate::db::{Db, START, on_both};
use crate::fixtures::{address, world, write};

async fn person(tx: &Tx, org: OrganisationId, who: &str) -> Result<PersonId, StoreError> {
    let person = NewPerson {
        name: who.to_owned(),
        addresses: vec![address(who)],
        phone: String::new(),
        language: None,
        company_id: None,
        at: START,
    };
    persons::insert(tx, org, &person).await
}

/// A set and an incident of an organisation.
async fn made(tx: &Tx, org: OrganisationId, user: UserId) -> Result<(PeopleListId, IncidentId), StoreError> {
    let list = people_lists::insert(tx, org, (PeopleListKind::Selection, "Utvalg"), (user, START)).await?;
    let new = NewIncident {
        burst: "b",
        provider: "b.example",
        class: ReturnClass::MailboxUnknown,
        words: "550",
        at: START,
    };
    Ok((list, incidents::open(tx, org, &new, START).await?))
}

/// Another organisation sees nothing of them and changes nothing.
async fn nothing_is_seen(
    tx: &Tx,
    own: OrganisationId,
    (list, incident): (PeopleListId, IncidentId),
) -> Result<(), StoreError> {
    let conn: &Conn = tx;
    assert_eq!(people_lists::find(conn, own, list).await?, None);
    assert!(people_lists::list(conn, own, PeopleListKind::Selection).await?.is_empty());
    assert_eq!(people_lists::find_by_name(conn, own, (PeopleListKind::Selection, "Utvalg")).await?, None);
    assert!(!people_lists::rename(tx, own, list, "Annet").await?);
    assert!(!people_lists::delete(tx, own, list).await?);
    assert_eq!(incidents::find(conn, own, incident).await?, None);
    assert!(incidents::list(conn, own).await?.is_empty());
    assert!(incidents::list_open(conn, own).await?.is_empty());
    assert_eq!(incidents::find_open(conn, own, "b").await?, None);
    let by = (UserId::new(1), START);
    assert!(!incidents::close(tx, own, (incident, domain::blocks::IncidentState::Confirmed), by).await?);
    Ok(())
}

#[test]
fn persons_stand_in_sets_of_their_own_organisation_and_follow_those_they_are_joined_with() {
    on_both(async |Db { store, .. }: Db| {
        let (ours, theirs) = (world(&store, "nord").await, world(&store, "sør").await);
        let (org, user, other) = (ours.org, ours.user, theirs.org);
        let (list, ada, eva) = write(&store, move |tx| {
            Box::pin(async move {
                let by = (user, START);
                let list = people_lists::insert(tx, org, (PeopleListKind::Project, "Bygg"), by).await?;
                let (ada, eva) =
                    (person(tx, org, "ada@a.example").await?, person(tx, org, "eva@a.example").await?);
                let foreign = person(tx, other, "per@b.example").await?;
                assert_eq!(people_lists::add(tx, org, list, (&[ada, foreign], START)).await?, 1);
                assert_eq!(people_lists::add(tx, org, list, (&[ada, ada], START)).await?, 0);
                Ok((list, ada, eva))
            })
        })
        .await;
        let members = async || {
            let query = ListQuery::<PersonSort>::default();
            let filter = PersonFilter { list_id: Some(list), ..PersonFilter::default() };
            let page = persons::list(&store.read(), org, &query, filter).await.unwrap();
            page.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!(members().await, [ada]);
        write(&store, move |tx| Box::pin(async move { persons::merge(tx, org, (ada, eva), START).await }))
            .await;
        assert_eq!(members().await, [eva]);
        let of_eva = people_lists::list_of_person(&store.read(), org, eva).await.unwrap();
        assert_eq!(of_eva.iter().map(|one| one.id).collect::<Vec<_>>(), [list]);
        assert!(people_lists::list_of_person(&store.read(), other, eva).await.unwrap().is_empty());
        let row = people_lists::find(&store.read(), org, list).await.unwrap().unwrap();
        assert_eq!((row.name.as_str(), row.persons), ("Bygg", 1));
        write(&store, move |tx| Box::pin(async move { persons::delete(tx, org, eva).await })).await;
        assert!(members().await.is_empty());
    });
}

#[test]
fn no_organisation_sees_anothers_sets_and_incidents() {
    on_both(async |Db { store, .. }: Db| {
        let (ours, theirs) = (world(&store, "nord").await, world(&store, "sør").await);
        let (own, org, user) = (ours.org, theirs.org, theirs.user);
        write(&store, move |tx| {
            Box::pin(async move {
                let made = made(tx, org, user).await?;
                nothing_is_seen(tx, own, made).await?;
                assert!(people_lists::find(tx, org, made.0).await?.is_some());
                assert_eq!(incidents::find_open(tx, org, "b").await?, Some((made.1, START)));
                Ok(())
            })
        })
        .await;
    });
}
