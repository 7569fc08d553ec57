//! Mailboxes: addresses, passwords, health and the schedule.

use domain::Secret;
use domain::mailbox::Protocol;
use store::mailboxes::{Failure, HealthState, MailboxFilter, MailboxSort, MailboxUpdate, Success};
use store::{Claim, ListQuery, PasswordChange, SortColumn, StoreError, mailboxes};

use crate::db::{Db, START, on_both};
use crate::fixtures::{address, claim, settings, world, write};

#[test]
fn a_password_is_sealed_and_opens_for_its_mailbox_alone() {
    on_both(async |db: Db| {
        let (store, world) = (&db.store, world(&db.store, "nord").await);
        let org = world.org;
        let id = write(store, move |tx| {
            Box::pin(async move {
                mailboxes::insert(tx, org, &settings("a@nord.example"), Some(&Secret::new("hemmelig")), START)
                    .await
            })
        })
        .await;
        let conn = store.read();
        assert!(mailboxes::password(&conn, org, id).await.unwrap().unwrap() == Secret::new("hemmelig"));
        assert!(mailboxes::find(&conn, org, id).await.unwrap().unwrap().has_password);
        assert!(mailboxes::password(&conn, org, world.mailbox).await.unwrap().is_none());
        let change = async |password: PasswordChange| {
            let change =
                MailboxUpdate { settings: settings("a@nord.example"), password, aliases: None, at: START };
            write(store, move |tx| {
                let change = change.clone();
                Box::pin(async move { mailboxes::update(tx, org, id, &change).await })
            })
            .await
        };
        assert!(change(PasswordChange::Keep).await);
        assert!(mailboxes::password(&conn, org, id).await.unwrap().unwrap() == Secret::new("hemmelig"));
        assert!(change(PasswordChange::Set(Secret::new("ny"))).await);
        assert!(mailboxes::password(&conn, org, id).await.unwrap().unwrap() == Secret::new("ny"));
        assert!(change(PasswordChange::Clear).await);
        assert!(mailboxes::password(&conn, org, id).await.unwrap().is_none());
    });
}

#[test]
fn what_another_key_sealed_does_not_open_and_without_a_key_nothing_is_kept() {
    on_both(async |mut db: Db| {
        let world = world(&db.store, "nord").await;
        let org = world.org;
        let id = write(&db.store, move |tx| {
            Box::pin(async move {
                mailboxes::insert(tx, org, &settings("a@nord.example"), Some(&Secret::new("x")), START).await
            })
        })
        .await;
        db.config.key = Some([8; 32]);
        let wrong = db.another_node(2).await;
        assert!(matches!(mailboxes::password(&wrong.read(), org, id).await, Err(StoreError::Unsealable)));
        db.config.key = None;
        let none = db.another_node(2).await;
        let refused: Result<_, StoreError> = none
            .write(move |tx| {
                Box::pin(async move {
                    mailboxes::insert(tx, org, &settings("b@nord.example"), Some(&Secret::new("x")), START)
                        .await
                })
            })
            .await;
        assert!(matches!(refused, Err(StoreError::NoKey)));
    });
}

#[test]
fn an_address_belongs_to_one_mailbox_and_a_receiving_one_to_one_organisation() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await, world(&store, "sor").await);
        let receiving = |email: &str| {
            let mut settings = settings(email);
            settings.protocol = Protocol::Smtp;
            settings
        };
        let insert = async |org, settings| -> Result<_, StoreError> {
            store
                .write(move |tx| {
                    let settings = Clone::clone(&settings);
                    Box::pin(async move { mailboxes::insert(tx, org, &settings, None, START).await })
                })
                .await
        };
        assert!(insert(nord.org, settings("POST@nord.example")).await.unwrap_err().is_duplicate());
        let id = insert(nord.org, receiving("sak@nord.example")).await.unwrap();
        assert!(insert(sor.org, receiving("Sak@nord.example")).await.unwrap_err().is_duplicate());
        insert(sor.org, settings("sak@nord.example")).await.unwrap();

        write(&store, move |tx| {
            Box::pin(async move {
                let aliases = ["hjelp@nord.example", "HJELP@nord.example", "sak@nord.example"].map(address);
                mailboxes::set_aliases(tx, nord.org, id, &aliases).await
            })
        })
        .await;
        let conn = store.read();
        for known in ["SAK@nord.example", "hjelp@nord.example"] {
            let found = mailboxes::find_by_address(&conn, &address(known)).await.unwrap().unwrap();
            assert_eq!(
                (found.id, found.organisation, found.health.state),
                (id, nord.org, HealthState::Listening)
            );
        }
        assert_eq!(
            mailboxes::list_aliases(&conn, nord.org, id).await.unwrap(),
            [address("hjelp@nord.example")]
        );
        assert!(mailboxes::find_by_address(&conn, &address("post@nord.example")).await.unwrap().is_none());
        assert!(insert(nord.org, settings("hjelp@nord.example")).await.unwrap_err().is_duplicate());

        write(&store, move |tx| Box::pin(async move { mailboxes::delete(tx, nord.org, id, START).await }))
            .await;
        assert!(mailboxes::find_by_address(&conn, &address("hjelp@nord.example")).await.unwrap().is_none());
        assert!(mailboxes::find(&conn, nord.org, id).await.unwrap().is_none());
        insert(nord.org, receiving("hjelp@nord.example")).await.unwrap();
    });
}

#[test]
fn health_tells_how_the_last_tries_went() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, id) = (world.org, world.mailbox);
        let health = async || mailboxes::find(&store.read(), org, id).await.unwrap().unwrap().health;
        assert_eq!((health().await.state, health().await.next_check_at), (HealthState::New, Some(START)));
        let next = START.plus_seconds(60);
        write(&store, move |tx| {
            Box::pin(async move {
                mailboxes::claim_due(tx, &claim("w", 10)).await?;
                let failure = Failure {
                    at: START,
                    error: String::from("no route"),
                    code: "connect",
                    next_check_at: next,
                    alarms: false,
                };
                assert!(!mailboxes::record_failure(tx, org, id, "other", &failure).await?);
                assert!(mailboxes::record_failure(tx, org, id, "w", &failure).await?);
                Ok(())
            })
        })
        .await;
        let failing = health().await;
        assert_eq!(
            (failing.state, failing.failures, failing.next_check_at),
            (HealthState::Failing, 1, Some(next))
        );
        assert_eq!(failing.last_error.as_deref(), Some("no route"));
        write(&store, move |tx| {
            Box::pin(async move {
                assert!(mailboxes::request_check(tx, org, id, START).await?);
                mailboxes::claim_due(tx, &claim("w", 10)).await?;
                // Somebody asks again while it is being fetched: it is due again at once.
                assert!(mailboxes::request_check(tx, org, id, START.plus_seconds(1)).await?);
                assert!(mailboxes::extend_lease(tx, org, id, "w", START.plus_seconds(99)).await?);
                let success = Success { at: START.plus_seconds(2), next_check_at: next, recognised: 0 };
                assert!(mailboxes::record_success(tx, org, id, "w", success).await?);
                Ok(())
            })
        })
        .await;
        let well = health().await;
        assert_eq!((well.state, well.failures, well.last_error), (HealthState::Ok, 0, None));
        assert_eq!(well.next_check_at, Some(START.plus_seconds(2)));
    });
}

#[test]
fn a_mailbox_switched_off_is_not_due_even_if_it_is_being_fetched() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, id) = (world.org, world.mailbox);
        write(&store, move |tx| {
            Box::pin(async move {
                mailboxes::claim_due(tx, &claim("w", 10)).await?;
                let mut off = settings("post@nord.example");
                off.active = false;
                let change =
                    MailboxUpdate { settings: off, password: PasswordChange::Keep, aliases: None, at: START };
                assert!(mailboxes::update(tx, org, id, &change).await?);
                let success = Success { at: START, next_check_at: START, recognised: 0 };
                assert!(mailboxes::record_success(tx, org, id, "w", success).await?);
                assert!(!mailboxes::request_check(tx, org, id, START).await?);
                assert!(mailboxes::claim_due(tx, &claim("w", 10)).await?.is_empty());
                Ok(())
            })
        })
        .await;
        let health = mailboxes::find(&store.read(), org, id).await.unwrap().unwrap().health;
        assert_eq!((health.state, health.next_check_at), (HealthState::Paused, None));
    });
}

#[test]
fn who_fetches_a_mailbox_by_other_settings_loses_it_and_nobody_follows_until_his_time_is_over() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, id) = (world.org, world.mailbox);
        write(&store, move |tx| {
            Box::pin(async move {
                mailboxes::claim_due(tx, &claim("w", 10)).await?;
                for (since, is_held) in [(None, true), (Some(START), false)] {
                    let mut changed = settings("post@nord.example");
                    changed.display_name = "Kundesenteret".to_owned();
                    changed.rules.import_from = since.or(changed.rules.import_from);
                    let password = PasswordChange::Keep;
                    let change = MailboxUpdate { settings: changed, password, aliases: None, at: START };
                    assert!(mailboxes::update(tx, org, id, &change).await?);
                    let until = START.plus_seconds(60);
                    assert_eq!(mailboxes::extend_lease(tx, org, id, "w", until).await?, is_held);
                }
                assert!(mailboxes::claim_due(tx, &claim("v", 10)).await?.is_empty());
                let later = Claim { now: START.plus_seconds(60), ..claim("v", 10) };
                assert_eq!(mailboxes::claim_due(tx, &later).await?.len(), 1);
                Ok(())
            })
        })
        .await;
    });
}

#[test]
fn every_order_and_filter_of_the_list_answers() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        write(&store, move |tx| {
            Box::pin(async move {
                let mut other = settings("ære@nord.example");
                (other.category_id, other.priority_id) = (Some(world.category), Some(world.priority));
                other.forwarding_address = Some(address("kopi@nord.example"));
                mailboxes::insert(tx, world.org, &other, None, START).await
            })
        })
        .await;
        for &sort in MailboxSort::ALL {
            let query = ListQuery { sort, ..ListQuery::default() };
            let filter = MailboxFilter { protocol: Some(Protocol::Imap), active: Some(true) };
            let page = mailboxes::list(&store.read(), world.org, &query, filter).await.unwrap();
            assert_eq!(page.rows.len(), 2, "{sort:?}");
            let with_names =
                page.rows.iter().find(|row| row.category_name.as_deref() == Some("Support")).unwrap();
            assert_eq!(with_names.priority_name.as_deref(), Some("Normal"));
            assert_eq!(with_names.settings.forwarding_address, Some(address("kopi@nord.example")));
        }
        let names = mailboxes::list_names(&store.read(), world.org).await.unwrap();
        assert_eq!(names[0], (world.mailbox, address("post@nord.example")));
    });
}
