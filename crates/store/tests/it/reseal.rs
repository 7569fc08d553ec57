//! The master key is exchanged: whatever step is the last before a crash, each secret opens, and the old key can be
//! forgotten at the end.

use std::sync::Arc;

use domain::Secret;
use domain::mailbox::{Security, SignIn};
use domain::oauth::GrantOwner;
use domain::outbox::TransportKind;
use domain::transport::TransportOwner;
use store::mailboxes::MailboxUpdate;
use store::oauth::{applications, grants};
use store::reseal::{self, End, Place, Step};
use store::transports::TransportSettings;
use store::{PasswordChange, Store, StoreError, Tx, mailboxes, transports};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, settings, world, write};

fn owners(world: World) -> [TransportOwner; 3] {
    let domain = TransportOwner::Domain(String::from("nord.example"));
    [TransportOwner::Organisation, TransportOwner::User(world.user), domain]
}

async fn fill(tx: &Tx, world: World) -> Result<(), StoreError> {
    let relay = TransportSettings {
        in_use: true,
        kind: TransportKind::Relay,
        host: String::from("smtp.example.org"),
        port: 465,
        security: Security::Tls,
        username: String::from("nord"),
        sign_in: SignIn::Password,
        helo_name: String::new(),
        own_return_path: false,
        spf_terms: String::new(),
    };
    for owner in owners(world) {
        let password = PasswordChange::Set(Secret::new(owner.kind()));
        transports::put(tx, (world.org, &owner), &relay, &password, START).await?;
    }
    let update = MailboxUpdate {
        settings: settings("post@nord.example"),
        password: PasswordChange::Set(Secret::new("mailbox")),
        aliases: None,
        at: START,
    };
    mailboxes::update(tx, world.org, world.mailbox, &update).await?;
    crate::oauth::insert_all(tx, world).await.map(|_| ())
}

async fn everything_opens(store: &Store, world: World) {
    let conn = store.read();
    for owner in owners(world) {
        let password = transports::password(&conn, world.org, &owner).await.unwrap().unwrap();
        assert_eq!(password.expose(), owner.kind());
    }
    let password = mailboxes::password(&conn, world.org, world.mailbox).await.unwrap().unwrap();
    assert_eq!(password.expose(), "mailbox");
    for owner in [GrantOwner::Mailbox(world.mailbox), GrantOwner::Transport] {
        let held = grants::find_held(&conn, world.org, owner).await.unwrap().unwrap();
        assert_eq!((held.access.expose(), held.refresh.expose()), ("access 1", "refresh 1"));
    }
    let application = applications::list(&conn, world.org).await.unwrap().remove(0).id;
    let secret = applications::secret(&conn, world.org, application).await.unwrap().unwrap();
    assert_eq!(secret.expose(), "client secret");
}

async fn step(store: &Store, place: Place) -> Step {
    write(store, move |tx| Box::pin(async move { reseal::step(tx, place).await })).await
}

fn keep(store: &Store, keys: &[[u8; 32]]) {
    let keys = keys.to_vec();
    store.follow_keys(Arc::new(move || Some(keys.clone())));
}

#[test]
fn a_run_that_is_killed_after_any_step_is_finished_by_the_next() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        write(&store, move |tx| Box::pin(fill(tx, world))).await;
        for killed_after in 0..9_u8 {
            let (old, new) = ([7 + killed_after; 32], [8 + killed_after; 32]);
            keep(&store, &[new, old]);
            write(&store, move |tx| Box::pin(async move { reseal::keep_token_key(tx, old).await })).await;
            let mut next = Some(Place::default());
            for _ in 0..killed_after {
                next = match next {
                    Some(place) => step(&store, place).await.next,
                    None => None,
                };
            }
            everything_opens(&store, world).await;

            let (mut next, mut sealed) = (Some(Place::default()), 0);
            while let Some(place) = next {
                let step = step(&store, place).await;
                assert_eq!(step.unopened, 0);
                (next, sealed) = (step.next, sealed + step.sealed);
            }
            assert!(sealed <= 10 && (killed_after > 0 || sealed == 10), "{killed_after}: {sealed}");
            assert_eq!(reseal::count_older(&store.read()).await.unwrap(), 0);
            keep(&store, &[new]);
            everything_opens(&store, world).await;
            let past = reseal::token_keys(&store.read()).await.unwrap().keys;
            assert_eq!(past.len(), usize::from(killed_after) + 1, "what they signed is read still");
        }
    });
}

#[test]
fn a_key_that_nobody_signs_with_any_more_is_read_with_its_end_until_it_is_forgotten() {
    on_both(async |Db { store, .. }: Db| {
        let (one, two, three) = ([1; 32], [2; 32], [3; 32]);
        let keep = async |keys: Vec<[u8; 32]>| {
            write(&store, move |tx| {
                Box::pin(async move {
                    for key in keys {
                        reseal::keep_token_key(tx, key).await?;
                    }
                    Ok(())
                })
            })
            .await;
        };
        let end = async |signing: Vec<[u8; 32]>, end: End| {
            write(&store, move |tx| Box::pin(async move { reseal::end_token_keys(tx, &signing, end).await }))
                .await;
        };
        let kept = async || reseal::token_keys(&store.read()).await.unwrap();
        keep(vec![one, two]).await;
        assert_eq!(kept().await.keys, [(one, None), (two, None)]);
        end(vec![one, two], End::Retired).await;
        assert_eq!(kept().await.keys, [(one, None), (two, None)], "some nodes sign with the old one yet");
        end(vec![two], End::Retired).await;
        let [(first, Some(retired_at)), (second, None)] = kept().await.keys[..] else {
            panic!("one is over")
        };
        assert_eq!((first, second), (one, two));

        keep(vec![two, three]).await;
        end(vec![three], End::Retired).await;
        let keys = kept().await.keys;
        assert_eq!(keys[0], (one, Some(retired_at)), "the first end of it stays");
        assert!(keys[1].1.is_some() && !kept().await.is_forgotten(&one));

        end(vec![three], End::Forgotten).await;
        let found = kept().await;
        assert_eq!(found.keys, [(three, None)]);
        assert!(found.is_forgotten(&one) && found.is_forgotten(&two) && !found.is_forgotten(&three));
        keep(vec![one]).await;
        assert!(kept().await.is_forgotten(&one), "by a run that knew nothing of it");
        end(vec![one, three], End::Retired).await;
        assert!(!kept().await.is_forgotten(&one), "it signs again");
    });
}

#[test]
fn what_no_key_opens_stays_and_is_told_of() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        write(&store, move |tx| Box::pin(fill(tx, world))).await;
        keep(&store, &[[9; 32], [8; 32]]);
        let (mut next, mut unopened) = (Some(Place::default()), 0);
        while let Some(place) = next {
            let step = step(&store, place).await;
            assert_eq!(step.sealed, 0);
            (next, unopened) = (step.next, unopened + step.unopened);
        }
        assert_eq!(unopened, 10);
        keep(&store, &[[7; 32]]);
        everything_opens(&store, world).await;
    });
}
