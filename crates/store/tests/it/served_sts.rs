//! The policies of MTA-STS that are served for sender domains.

use domain::sender_domain::{ServedSts, StsServing};
use domain::{OrganisationId, SenderDomainId};
use store::audit::{self, AuditFilter};
use store::sender_domains::{self as domains, NewSenderDomain, served_sts};
use store::{ListQuery, Store};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, world, write};

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

fn served(host: &str, seconds: i64) -> ServedSts {
    ServedSts {
        serving: StsServing::Testing,
        exchangers: vec![host.to_owned()],
        since: Some(START.plus_seconds(seconds)),
    }
}

#[test]
fn whoever_asks_gets_the_policy_that_began_last() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await, world(&store, "sor").await);
        let (of_nord, of_sor) = (add(&store, &nord, "a.test").await, add(&store, &sor, "a.test").await);
        let find = async |name: &str| served_sts::find_served(&store.read(), name).await.unwrap();
        assert_eq!(find("a.test").await, None, "nothing is served before somebody says so");

        assert!(set(&store, nord.org, of_nord, served("mx.nord", 1)).await);
        assert_eq!(find("a.test").await, Some(served("mx.nord", 1)));
        assert_eq!(find("b.test").await, None);
        let row = domains::find(&store.read(), nord.org, of_nord).await.unwrap().unwrap();
        assert_eq!((row.sts, row.version), (served("mx.nord", 1), 2), "its record is looked at anew");

        let told = audit::list(&store.read(), nord.org, &ListQuery::default(), &AuditFilter::default()).await;
        let told = format!("{:?}", told.unwrap().rows);
        assert!(told.contains("mta_sts") && told.contains("testing"), "{told}");

        assert!(set(&store, sor.org, of_sor, served("mx.sor", 2)).await);
        assert_eq!(find("a.test").await.unwrap().exchangers, ["mx.sor"]);
        assert!(!set(&store, nord.org, of_sor, served("mx.nord", 9)).await, "another organisation's");
        assert!(set(&store, sor.org, of_sor, ServedSts::default()).await);
        assert_eq!(find("a.test").await.unwrap().exchangers, ["mx.nord"]);

        let archived = write(&store, move |tx| {
            Box::pin(async move { domains::archive(tx, nord.org, of_nord, START).await })
        });
        assert!(archived.await);
        assert_eq!(find("a.test").await, None);
    });
}
