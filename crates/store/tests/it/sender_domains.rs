//! Sender domains: their keys, what mail is signed with, looks at DNS over the nodes, and tenants.

use domain::limits::{SENDER_DOMAINS_EVER_MAX, SENDER_DOMAINS_MAX};
use domain::sender_domain::{
    DkimAlgorithm, DkimKeyState, DmarcPolicy, Findings, SenderDomainState, ServedSts,
};
use domain::{OrganisationId, Secret, SenderDomainId};
use store::sender_domains::checking::{self, Checked};
use store::sender_domains::keys::{self, NewDkimKey};
use store::sender_domains::{self, NewSenderDomain, served_sts};
use store::{Claim, Store, StoreError, Tx};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, claim, world, write};

fn pair(generation: u32, state: DkimKeyState) -> Vec<NewDkimKey> {
    let key = |algorithm: DkimAlgorithm| NewDkimKey {
        selector: format!("{}{generation}", algorithm.as_str()),
        algorithm,
        generation,
        private_key: Secret::new(format!("private {} {generation}", algorithm.as_str())),
        public_key: format!("public {generation}"),
        state,
    };
    DkimAlgorithm::ALL.map(key).to_vec()
}

/// A domain with its first pair of keys.
pub(crate) async fn insert(tx: &Tx, world: World, name: &str) -> Result<SenderDomainId, StoreError> {
    let new = NewSenderDomain { name: name.to_owned(), added_by: world.user, reports_to: None, at: START };
    let id = sender_domains::insert(tx, world.org, &new).await?.unwrap();
    keys::insert(tx, world.org, id, (&pair(1, DkimKeyState::Active), START)).await?;
    Ok(id)
}

/// What a look comes to that finds this.
pub(crate) fn checked(version: i64, state: SenderDomainState) -> Checked {
    Checked {
        version,
        findings: Findings { version, ..Findings::default() },
        state,
        failures: 0,
        failing_since: None,
        live_since: state.signs().then_some(START),
        switched_off_at: None,
        watched_since: START,
        at: START,
        check_at: START.plus_seconds(3600),
        published: Vec::new(),
        unseen: Vec::new(),
        gone: Vec::new(),
        switches: false,
    }
}

async fn record(store: &Store, org: OrganisationId, id: SenderDomainId, checked: Checked) -> bool {
    write(store, move |tx| {
        let checked = checked.clone();
        Box::pin(async move { checking::record(tx, org, id, &checked).await })
    })
    .await
}

/// What mail of a domain is signed with, in words.
async fn signs(store: &Store, org: OrganisationId, name: &str) -> Option<Vec<String>> {
    let found = keys::signing(&store.read(), org, name).await.unwrap()?;
    let shown =
        |(selector, _, private): (String, DkimAlgorithm, Secret)| format!("{selector}: {}", private.expose());
    Some(found.keys.into_iter().map(shown).collect())
}

/// Everything that an organisation has of them.
pub(crate) async fn picture(store: &Store, org: OrganisationId) -> String {
    let conn = store.read();
    let rows = sender_domains::list(&conn, org).await.unwrap();
    format!("{rows:?} {:?}", keys::list(&conn, org).await.unwrap())
}

/// Nothing of another organisation's domain is read ...
pub(crate) async fn nothing_is_read(store: &Store, own: OrganisationId, their: SenderDomainId, name: &str) {
    let conn = store.read();
    assert!(sender_domains::find(&conn, own, their).await.unwrap().is_none());
    assert!(sender_domains::find_by_name(&conn, own, name).await.unwrap().is_none());
    assert!(sender_domains::list(&conn, own).await.unwrap().is_empty());
    assert!(sender_domains::list_ever(&conn, own).await.unwrap().is_empty());
    assert!(keys::list_of(&conn, own, their).await.unwrap().is_empty());
    assert!(keys::list(&conn, own).await.unwrap().is_empty());
    assert!(keys::signing(&conn, own, name).await.unwrap().is_none());
}

/// ... or changed.
pub(crate) async fn nothing_is_changed(
    tx: &Tx,
    own: OrganisationId,
    their: SenderDomainId,
) -> Result<(), StoreError> {
    assert!(!sender_domains::archive(tx, own, their, START).await?);
    assert!(!sender_domains::restore(tx, own, their, START).await?);
    assert!(!sender_domains::set_dmarc(tx, own, their, (DmarcPolicy::Reject, None, START)).await?);
    sender_domains::make_due(tx, own, &[their], START.plus_seconds(-60)).await?;
    assert!(!checking::record(tx, own, their, &checked(2, SenderDomainState::Live)).await?);
    assert!(!served_sts::set(tx, own, their, (&ServedSts::default(), START)).await?);
    Ok(())
}

#[test]
fn a_name_is_anothers_while_he_has_proved_it_and_an_archived_one_is_still_known() {
    on_both(async |Db { store, .. }: Db| {
        let (own, other) = (world(&store, "nord").await, world(&store, "sor").await);
        let id = write(&store, move |tx| Box::pin(insert(tx, other, "news.nord.example"))).await;
        let is_anothers = async |org: OrganisationId, names: &[&str]| {
            sender_domains::is_anothers(&store.read(), org, names).await.unwrap()
        };
        let names = ["a.news.nord.example", "news.nord.example"];
        let org = other.org;
        assert!(!is_anothers(own.org, &names).await, "whoever writes a name down has proved nothing");
        assert!(record(&store, org, id, checked(2, SenderDomainState::Live)).await);
        assert!(is_anothers(own.org, &names).await);
        assert!(!is_anothers(own.org, &names[..1]).await);
        assert!(!is_anothers(org, &names).await, "it is his");
        assert!(write(&store, move |tx| Box::pin(sender_domains::archive(tx, org, id, START))).await);
        assert!(!is_anothers(own.org, &names).await);
        assert!(sender_domains::list(&store.read(), org).await.unwrap().is_empty());
        assert_eq!(sender_domains::list_ever(&store.read(), org).await.unwrap().len(), 1);
        assert!(sender_domains::list_ever(&store.read(), own.org).await.unwrap().is_empty());
    });
}

#[test]
fn mail_is_signed_with_keys_that_are_active_and_seen_while_the_domain_is_live() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = write(&store, move |tx| Box::pin(insert(tx, world, "nord.example"))).await;
        let org = world.org;
        assert_eq!(signs(&store, org, "nord.example").await, Some(Vec::new()), "it is not live");
        assert_eq!(signs(&store, org, "sor.example").await, None);
        let all = keys::list_of(&store.read(), org, id).await.unwrap();
        let rsa = all[0].id;
        let live = Checked { published: vec![rsa], ..checked(2, SenderDomainState::Live) };
        assert!(record(&store, org, id, live).await);
        assert_eq!(signs(&store, org, "nord.example").await.unwrap(), ["rsa1: private rsa 1"]);
        let both = all.iter().map(|key| key.id).collect();
        let warned = Checked { published: both, ..checked(2, SenderDomainState::Warning) };
        assert!(record(&store, org, id, warned).await);
        let signing = signs(&store, org, "nord.example").await.unwrap();
        assert_eq!(signing, ["rsa1: private rsa 1", "ed255191: private ed25519 1"]);
        let missed = Checked { unseen: vec![all[1].id], ..checked(2, SenderDomainState::Live) };
        assert!(record(&store, org, id, missed).await);
        assert_eq!(signs(&store, org, "nord.example").await.unwrap(), ["rsa1: private rsa 1"]);
        let back = Checked { published: vec![all[1].id], ..checked(2, SenderDomainState::Live) };
        assert!(record(&store, org, id, back).await);
        assert_eq!(signs(&store, org, "nord.example").await.unwrap().len(), 2);
        write(&store, move |tx| Box::pin(sender_domains::archive(tx, org, id, START))).await;
        assert_eq!(signs(&store, org, "nord.example").await, None);
    });
}

#[test]
fn a_pair_that_waits_takes_over_and_the_private_halves_of_the_old_one_are_gone() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let id = write(&store, move |tx| {
            Box::pin(async move {
                let id = insert(tx, world, "nord.example").await?;
                keys::insert(tx, org, id, (&pair(2, DkimKeyState::Next), START)).await?;
                Ok::<_, StoreError>(id)
            })
        })
        .await;
        let all: Vec<_> = keys::list_of(&store.read(), org, id).await.unwrap();
        let ids: Vec<_> = all.iter().map(|key| key.id).collect();
        let live =
            |switches| Checked { published: ids.clone(), switches, ..checked(3, SenderDomainState::Live) };
        assert!(record(&store, org, id, live(false)).await);
        assert_eq!(signs(&store, org, "nord.example").await.unwrap().len(), 2);
        assert!(record(&store, org, id, live(true)).await);
        let signing = signs(&store, org, "nord.example").await.unwrap();
        assert_eq!(signing, ["rsa2: private rsa 2", "ed255192: private ed25519 2"]);
        let states = async || {
            let keys = keys::list_of(&store.read(), org, id).await.unwrap();
            keys.into_iter().map(|key| (key.generation, key.state)).collect::<Vec<_>>()
        };
        let (active, retired) = (DkimKeyState::Active, DkimKeyState::Retired);
        assert_eq!(states().await, [(1, retired), (1, retired), (2, active), (2, active)]);
        // Whoever says that all are gone: those that sign stay.
        assert!(
            record(&store, org, id, Checked { gone: ids.clone(), ..checked(4, SenderDomainState::Live) })
                .await
        );
        assert_eq!(states().await, [(2, active), (2, active)]);
    });
}

#[test]
fn a_second_look_that_set_out_before_the_keys_took_over_takes_none_away() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let id = write(&store, move |tx| {
            Box::pin(async move {
                let id = insert(tx, world, "nord.example").await?;
                keys::insert(tx, org, id, (&pair(2, DkimKeyState::Next), START)).await?;
                Ok::<_, StoreError>(id)
            })
        })
        .await;
        let ids: Vec<_> =
            keys::list_of(&store.read(), org, id).await.unwrap().iter().map(|key| key.id).collect();
        let switching = |version| Checked {
            published: ids.clone(),
            switches: true,
            ..checked(version, SenderDomainState::Live)
        };
        let signing = ["rsa2: private rsa 2", "ed255192: private ed25519 2"];
        assert!(record(&store, org, id, switching(3)).await);
        assert!(!record(&store, org, id, switching(3)).await, "the domain is another by now");
        assert_eq!(signs(&store, org, "nord.example").await.unwrap(), signing);
        // Nor does one that knows the version, where nothing waits.
        assert!(record(&store, org, id, switching(4)).await);
        assert_eq!(signs(&store, org, "nord.example").await.unwrap(), signing);
    });
}

#[test]
fn keys_that_wait_are_called_off_and_it_is_told() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let id = write(&store, move |tx| Box::pin(insert(tx, world, "nord.example"))).await;
        let call_off =
            async || write(&store, move |tx| Box::pin(keys::delete_waiting(tx, org, id, START))).await;
        assert!(!call_off().await, "none waits");
        write(&store, move |tx| {
            Box::pin(async move { keys::insert(tx, org, id, (&pair(2, DkimKeyState::Next), START)).await })
        })
        .await;
        assert!(call_off().await);
        let left = keys::list_of(&store.read(), org, id).await.unwrap();
        let states: Vec<_> = left.iter().map(|key| (key.generation, key.state)).collect();
        assert_eq!(states, [(1, DkimKeyState::Active); 2]);
        assert!(!record(&store, org, id, checked(3, SenderDomainState::Live)).await, "a look from before");
    });
}

#[test]
fn what_was_found_for_older_wishes_is_not_written_down() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let id = write(&store, move |tx| Box::pin(insert(tx, world, "nord.example"))).await;
        let changed = (DmarcPolicy::Quarantine, Some("rua@nord.example".parse().unwrap()), START);
        write(&store, move |tx| {
            let changed = changed.clone();
            Box::pin(async move {
                sender_domains::set_dmarc(tx, org, id, (changed.0, changed.1.as_ref(), changed.2)).await
            })
        })
        .await;
        assert!(!record(&store, org, id, checked(2, SenderDomainState::Live)).await);
        let row = sender_domains::find(&store.read(), org, id).await.unwrap().unwrap();
        assert_eq!(
            (row.state, row.dmarc_policy, row.version),
            (SenderDomainState::Pending, DmarcPolicy::Quarantine, 3)
        );
        assert_eq!(row.reports_to.unwrap().to_string(), "rua@nord.example");
        assert_eq!(row.check_at, Some(START), "it is looked at anew");
        assert!(record(&store, org, id, checked(3, SenderDomainState::Live)).await);
    });
}

#[test]
fn two_nodes_never_look_at_one_domain_at_a_time() {
    on_both(async |Db { store, .. }: Db| {
        let nord = world(&store, "nord").await;
        let sor = world(&store, "sor").await;
        let ids = write(&store, move |tx| {
            Box::pin(async move {
                Ok::<_, StoreError>([
                    insert(tx, nord, "a.example").await?,
                    insert(tx, sor, "a.example").await?,
                ])
            })
        })
        .await;
        let due = async |seconds: i64| {
            let now = START.plus_seconds(seconds);
            let claim = Claim { now, lease_until: now.plus_seconds(60), ..claim("one", 9) };
            write(&store, move |tx| {
                let claim = claim.clone();
                Box::pin(async move { checking::claim_due(tx, &claim).await })
            })
            .await
        };
        let mut first: Vec<_> = due(0).await.into_iter().map(|due| (due.organisation, due.id)).collect();
        first.sort_unstable();
        let mut all = vec![(nord.org, ids[0]), (sor.org, ids[1])];
        all.sort_unstable();
        assert_eq!(first, all, "each organisation has its own");
        assert!(due(59).await.is_empty());
        assert_eq!(due(60).await.len(), 2, "whoever died gives them back");
        assert!(record(&store, nord.org, ids[0], checked(2, SenderDomainState::Live)).await);
        assert_eq!(due(3600).await.len(), 2);
        write(&store, move |tx| Box::pin(sender_domains::archive(tx, nord.org, ids[0], START))).await;
        assert_eq!(due(9000).await.len(), 1, "an archived one is left alone");
    });
}

#[test]
fn an_archived_domain_comes_back_with_its_keys_and_there_is_a_limit() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let id = write(&store, move |tx| Box::pin(insert(tx, world, "nord.example"))).await;
        let new = |name: String| NewSenderDomain { name, added_by: world.user, reports_to: None, at: START };
        let again = new("nord.example".to_owned());
        let twice = store
            .write(move |tx| {
                let again = again.clone();
                Box::pin(async move { sender_domains::insert(tx, org, &again).await })
            })
            .await;
        assert!(twice.unwrap_err().is_duplicate());
        assert!(write(&store, move |tx| Box::pin(sender_domains::archive(tx, org, id, START))).await);
        assert!(sender_domains::list(&store.read(), org).await.unwrap().is_empty());
        assert!(write(&store, move |tx| Box::pin(sender_domains::restore(tx, org, id, START))).await);
        assert!(!write(&store, move |tx| Box::pin(sender_domains::restore(tx, org, id, START))).await);
        assert_eq!(keys::list_of(&store.read(), org, id).await.unwrap().len(), 2);
        let rest: Vec<_> = (1..=SENDER_DOMAINS_MAX).map(|number| new(format!("d{number}.example"))).collect();
        let made = write(&store, move |tx| {
            let rest = rest.clone();
            Box::pin(async move {
                let mut made = Vec::new();
                for new in &rest {
                    made.push(sender_domains::insert(tx, org, new).await?.is_some());
                }
                Ok::<_, StoreError>(made)
            })
        })
        .await;
        assert_eq!(made.iter().filter(|made| **made).count(), SENDER_DOMAINS_MAX - 1);
        assert_eq!(made.last(), Some(&false));

        // One that is out of use takes no room of those in use, and one of those cannot come back beyond the limit.
        assert!(write(&store, move |tx| Box::pin(sender_domains::archive(tx, org, id, START))).await);
        let another = new("another.example".to_owned());
        let added = write(&store, move |tx| {
            let another = another.clone();
            Box::pin(async move { sender_domains::insert(tx, org, &another).await })
        });
        assert!(added.await.is_some());
        assert!(!sender_domains::has_room(&store.read(), org).await.unwrap());
        assert_eq!(
            sender_domains::list_ever(&store.read(), org).await.unwrap().len(),
            SENDER_DOMAINS_MAX + 1
        );
    });
}

#[test]
fn as_many_as_there_may_ever_be_keep_none_of_them_from_coming_back() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, user) = (world.org, world.user);
        let last = write(&store, move |tx| {
            Box::pin(async move {
                let mut last = None;
                for number in 0..SENDER_DOMAINS_EVER_MAX {
                    let name = format!("d{number}.example");
                    let new = NewSenderDomain { name, added_by: user, reports_to: None, at: START };
                    last = sender_domains::insert(tx, org, &new).await?;
                    if let Some(id) = last {
                        sender_domains::archive(tx, org, id, START).await?;
                    }
                }
                Ok::<_, StoreError>(last)
            })
        });
        let last = last.await.unwrap();
        let one_more = write(&store, move |tx| {
            let name = "one-more.example".to_owned();
            let new = NewSenderDomain { name, added_by: user, reports_to: None, at: START };
            Box::pin(async move { sender_domains::insert(tx, org, &new).await })
        });
        assert_eq!(one_more.await, None);
        assert!(sender_domains::has_room(&store.read(), org).await.unwrap(), "none is in use");
        assert!(write(&store, move |tx| Box::pin(sender_domains::restore(tx, org, last, START))).await);
    });
}
