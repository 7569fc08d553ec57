//! The policies of MTA-STS that are served for sender domains.

use domain::sender_domain::{SenderDomainState, ServedSts, StsServing};
use domain::{OrganisationId, SenderDomainId};
use store::audit::{self, AuditFilter};
use store::sender_domains::{self as domains, NewSenderDomain, checking, served_sts};
use store::{ListQuery, Store};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, world, write};
use crate::sender_domains::checked;

async fn add(store: &Store, world: &World, name: &'static str) -> SenderDomainId {
    let (org, added_by) = (world.org, world.user);
    let new = move || NewSenderDomain { name: name.to_owned(), added_by, reports_to: None, at: START };
    write(store, move |tx| {
        let new = new();
        Box::pin(async move { domains::insert(tx, org, &new).await })
    })
    .await
    .unwrap()
}

async fn set(store: &Store, org: OrganisationId, id: SenderDomainId, served: ServedSts) -> bool {
    write(store, move |tx| {
        let served = served.clone();
        Box::pin(async move { served_sts::set(tx, org, id, (&served, START)).await })
    })
    .await
}

/// Its domain is looked at, and is found to be so.
async fn look(store: &Store, org: OrganisationId, id: SenderDomainId, state: SenderDomainState) {
    let version = domains::find(&store.read(), org, id).await.unwrap().unwrap().version;
    let found = checked(version, state);
    let recorded = write(store, move |tx| {
        let found = found.clone();
        Box::pin(async move { checking::record(tx, org, id, &found).await })
    });
    assert!(recorded.await);
}

fn served(host: &str, seconds: i64) -> ServedSts {
    ServedSts {
        serving: StsServing::Testing,
        exchangers: vec![host.to_owned()],
        since: Some(START.plus_seconds(seconds)),
    }
}

#[test]
fn whoever_asks_gets_the_policy_that_began_last_of_those_who_rule_the_domain() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await, world(&store, "sor").await);
        let (of_nord, of_sor) = (add(&store, &nord, "a.test").await, add(&store, &sor, "a.test").await);
        let find = async |name: &str| served_sts::find_served(&store.read(), name).await.unwrap();
        assert_eq!(find("a.test").await, None, "nothing is served before somebody says so");

        assert!(set(&store, nord.org, of_nord, served("mx.nord", 1)).await);
        assert_eq!(find("a.test").await, None, "nobody has proved that it is his");
        look(&store, nord.org, of_nord, SenderDomainState::Live).await;
        assert_eq!(find("a.test").await, Some(served("mx.nord", 1)));
        assert_eq!(find("b.test").await, None);
        let row = domains::find(&store.read(), nord.org, of_nord).await.unwrap().unwrap();
        assert_eq!((row.sts, row.version), (served("mx.nord", 1), 2), "its record is looked at anew");

        let told = audit::list(&store.read(), nord.org, &ListQuery::default(), &AuditFilter::default()).await;
        let told = format!("{:?}", told.unwrap().rows);
        assert!(told.contains("mta_sts") && told.contains("testing"), "{told}");

        assert!(set(&store, sor.org, of_sor, served("mx.sor", 2)).await);
        assert_eq!(find("a.test").await.unwrap().exchangers, ["mx.nord"], "not yet his");
        look(&store, sor.org, of_sor, SenderDomainState::Live).await;
        assert_eq!(find("a.test").await.unwrap().exchangers, ["mx.sor"]);
        assert!(!set(&store, nord.org, of_sor, served("mx.nord", 9)).await, "another organisation's");
        // It moved away from one who says last that there is none any more.
        look(&store, nord.org, of_nord, SenderDomainState::Pending).await;
        let ending = ServedSts { serving: StsServing::Ending, ..served("mx.nord", 3) };
        assert!(set(&store, nord.org, of_nord, ending).await);
        assert_eq!(find("a.test").await.unwrap().exchangers, ["mx.sor"]);
        assert!(set(&store, nord.org, of_nord, served("mx.nord", 1)).await);
        look(&store, nord.org, of_nord, SenderDomainState::Live).await;
        assert!(set(&store, sor.org, of_sor, ServedSts::default()).await);
        assert_eq!(find("a.test").await.unwrap().exchangers, ["mx.nord"]);

        let archived = write(&store, move |tx| {
            Box::pin(async move { domains::archive(tx, nord.org, of_nord, START).await })
        });
        assert!(archived.await);
        assert_eq!(find("a.test").await, None);
    });
}

#[test]
fn the_strongest_policy_counts_and_none_makes_anothers_void() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await, world(&store, "sor").await);
        let (of_nord, of_sor) = (add(&store, &nord, "a.test").await, add(&store, &sor, "a.test").await);
        let find = async || served_sts::find_served(&store.read(), "a.test").await.unwrap().unwrap();
        let enforced = ServedSts { serving: StsServing::Enforce, ..served("mx.nord", 1) };
        assert!(set(&store, nord.org, of_nord, enforced.clone()).await);
        look(&store, nord.org, of_nord, SenderDomainState::Live).await;
        assert!(set(&store, sor.org, of_sor, served("mx.sor", 2)).await);
        look(&store, sor.org, of_sor, SenderDomainState::Live).await;
        assert_eq!(find().await, enforced, "what another one tests later takes nothing from it");
        let ending = ServedSts { serving: StsServing::Ending, ..served("mx.sor", 3) };
        assert!(set(&store, sor.org, of_sor, ending.clone()).await);
        assert_eq!(find().await, enforced);
        assert!(set(&store, nord.org, of_nord, ServedSts::default()).await);
        assert_eq!(find().await, ending, "nobody else serves one");
    });
}
