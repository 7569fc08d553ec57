//! Organisations, categories, priorities, filters, the transport and settings.

use domain::filter::{FilterAction, FilterField, FilterOperator};
use domain::mailbox::Security;
use domain::outbox::TransportKind;
use domain::transport::TransportOwner;
use domain::{OrganisationId, Secret};
use store::mailboxes::MailboxUpdate;
use store::transports::TransportSettings;
use store::{
    PasswordChange, Store, StoreError, categories, filters, mailboxes, organisations, priorities, settings,
    transports, users,
};

use crate::db::{Db, START, on_both, run};
use crate::fixtures::{world, write};
use crate::intake::new_filter;
use crate::isolation::{named_category, named_priority};

const ORGANISATION: TransportOwner = TransportOwner::Organisation;

#[test]
fn organisations_are_made_renamed_and_listed() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let renamed =
            write(&store, move |tx| Box::pin(async move { organisations::rename(tx, org, "Nord AS").await }));
        assert!(renamed.await);
        let conn = store.read();
        let row = organisations::find(&conn, org).await.unwrap().unwrap();
        assert_eq!((row.name.as_str(), row.created_at), ("Nord AS", START));
        assert_eq!(organisations::list(&conn).await.unwrap(), [row]);
    });
}

#[test]
fn a_nul_in_a_text_is_kept_as_what_cannot_be_shown() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let renamed = write(&store, move |tx| {
            Box::pin(async move { organisations::rename(tx, org, "Nord\0AS").await })
        });
        assert!(renamed.await);
        let row = organisations::find(&store.read(), org).await.unwrap().unwrap();
        assert_eq!(row.name, "Nord\u{fffd}AS");
    });
}

#[test]
fn a_deleted_category_frees_its_name_and_leaves_mailboxes_and_users() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let again = write(&store, move |tx| {
            Box::pin(async move {
                let mut with = crate::fixtures::settings("post@nord.example");
                (with.category_id, with.priority_id) = (Some(world.category), Some(world.priority));
                let change = MailboxUpdate {
                    settings: with,
                    password: PasswordChange::Keep,
                    aliases: None,
                    at: START,
                };
                mailboxes::update(tx, org, world.mailbox, &change).await?;
                assert!(categories::delete(tx, org, world.category, START).await?);
                assert!(!categories::delete(tx, org, world.category, START).await?);
                assert!(!categories::update(tx, org, world.category, &named_category("Nei")).await?);
                assert!(priorities::delete(tx, org, world.priority, START).await?);
                categories::insert(tx, org, "Support").await
            })
        })
        .await;
        let conn = store.read();
        let all = categories::list(&conn, org).await.unwrap();
        assert_eq!(all.iter().map(|category| category.id).collect::<Vec<_>>(), [again]);
        assert!(categories::find(&conn, org, world.category).await.unwrap().is_none());
        let mailbox = mailboxes::find(&conn, org, world.mailbox).await.unwrap().unwrap();
        assert_eq!((mailbox.settings.category_id, mailbox.settings.priority_id), (None, None));
        assert!(users::list_categories(&conn, org, world.user).await.unwrap().is_empty());
    });
}

#[test]
fn priorities_come_by_rank() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        write(&store, move |tx| {
            Box::pin(async move {
                let urgent = priorities::insert(tx, org, "Haster", 1).await?;
                assert!(priorities::update(tx, org, urgent, &named_priority("Straks")).await?);
                let first =
                    priorities::PriorityChange { rank: Some(0), ..priorities::PriorityChange::default() };
                assert!(priorities::update(tx, org, world.priority, &first).await?);
                assert!(categories::update(tx, org, world.category, &named_category("Hjelp")).await?);
                Ok(())
            })
        })
        .await;
        let conn = store.read();
        let all = priorities::list(&conn, org).await.unwrap();
        let told: Vec<_> = all.iter().map(|priority| (priority.name.as_str(), priority.rank)).collect();
        assert_eq!(told, [("Normal", 0), ("Straks", 1)]);
        assert_eq!(priorities::find(&conn, org, world.priority).await.unwrap().as_ref(), Some(&all[0]));
        assert_eq!(categories::find(&conn, org, world.category).await.unwrap().unwrap().name, "Hjelp");
    });
}

#[test]
fn filters_keep_their_order_and_count_their_hits() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let (a, b, c) = (
            new_filter(&store, world, "a").await,
            new_filter(&store, world, "b").await,
            new_filter(&store, world, "c").await,
        );
        write(&store, move |tx| {
            Box::pin(async move {
                filters::reorder(tx, org, &[c, domain::FilterId::new(1), a]).await?;
                filters::record_hits(tx, org, &[a, b], START).await?;
                let mut changed = filters::find(tx, org, b).await?.unwrap().settings;
                changed.mailbox_ids = vec![domain::MailboxId::new(99), domain::MailboxId::new(98)];
                changed.rules.actions.push(FilterAction::Category { category_id: world.category });
                assert!(filters::update(tx, org, b, &changed).await?);
                Ok(())
            })
        })
        .await;
        let conn = store.read();
        let all = filters::list(&conn, org).await.unwrap();
        assert_eq!(all.iter().map(|filter| filter.id).collect::<Vec<_>>(), [c, a, b]);
        assert_eq!((all[2].hits, all[2].last_hit_at, all[0].hits), (1, Some(START), 0));
        assert_eq!(all[2].settings.rules.actions[1], FilterAction::Category { category_id: world.category });
        let active = filters::list_active(&conn, org, world.mailbox).await.unwrap();
        assert_eq!(active.iter().map(|filter| filter.id).collect::<Vec<_>>(), [c, a]);
        let gone = write(&store, move |tx| Box::pin(async move { filters::delete(tx, org, c, START).await }));
        assert!(gone.await);
        assert!(filters::find(&conn, org, c).await.unwrap().is_none());
    });
}

#[test]
fn a_filter_of_the_version_before_is_read_as_it_was() {
    on_both(async |Db { store, config, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = new_filter(&store, world, "a").await;
        let older = "UPDATE filters SET rules = NULL, mailbox_ids = NULL, mailbox_id = 7, field = 'to', \
             operator = 'regex', pattern = 'x+', action = '{\"kind\":\"category\",\"category_id\":\"5\"}'";
        run(&config.database, older).await;
        let found = filters::find(&store.read(), world.org, id).await.unwrap().unwrap().settings;
        assert_eq!(found.mailbox_ids, [domain::MailboxId::new(7)]);
        let condition = &found.rules.conditions[0];
        assert_eq!((condition.field, condition.operator), (FilterField::Recipients, FilterOperator::Regex));
        assert_eq!(condition.value, "x+");
        assert_eq!(found.rules.actions, [FilterAction::Category { category_id: domain::CategoryId::new(5) }]);
        assert!(!found.rules.stop, "what did not block let later ones go on");
    });
}

#[test]
fn an_organisation_has_one_transport_with_a_sealed_password() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let conn = store.read();
        assert!(transports::find(&conn, org, &ORGANISATION).await.unwrap().is_none());
        let relay = TransportSettings {
            in_use: true,
            kind: TransportKind::Relay,
            host: String::from("smtp.example.org"),
            port: 587,
            security: Security::StartTls,
            username: String::from("nord"),
            sign_in: domain::mailbox::SignIn::Password,
            helo_name: String::new(),
            own_return_path: false,
            spf_terms: String::new(),
        };
        let put = async |settings: TransportSettings, password: PasswordChange| {
            write(&store, move |tx| {
                let (settings, password) = (settings.clone(), password.clone());
                Box::pin(async move {
                    transports::put(tx, (org, &ORGANISATION), &settings, &password, START).await
                })
            })
            .await;
        };
        put(relay.clone(), PasswordChange::Set(Secret::new("hemmelig"))).await;
        let spf_terms = "include:spf.example.org ip4:198.51.100.7".to_owned();
        let other = TransportSettings { port: 465, spf_terms, ..relay.clone() };
        put(other.clone(), PasswordChange::Keep).await;
        let row = transports::find(&conn, org, &ORGANISATION).await.unwrap().unwrap();
        assert_eq!((row.settings, row.has_password), (other, true));
        assert!(
            transports::password(&conn, org, &ORGANISATION).await.unwrap().unwrap()
                == Secret::new("hemmelig")
        );
        put(TransportSettings { in_use: false, ..relay.clone() }, PasswordChange::Keep).await;
        let row = transports::find(&conn, org, &ORGANISATION).await.unwrap().unwrap();
        assert!(!row.settings.in_use && row.has_password, "what is not used is kept");
        put(relay, PasswordChange::Clear).await;
        assert!(transports::password(&conn, org, &ORGANISATION).await.unwrap().is_none());
    });
}

/// A relay for each of these owners, with its name as the password.
async fn relays(store: &Store, org: OrganisationId, owners: &[(&TransportOwner, &str)]) {
    for (owner, host) in owners {
        let settings = TransportSettings {
            in_use: true,
            kind: TransportKind::Relay,
            host: (*host).to_owned(),
            port: 587,
            security: Security::StartTls,
            username: String::from("nord"),
            sign_in: domain::mailbox::SignIn::Password,
            helo_name: String::new(),
            own_return_path: false,
            spf_terms: String::new(),
        };
        let (owner, password) = ((*owner).clone(), PasswordChange::Set(Secret::new(*host)));
        write(store, move |tx| {
            let (owner, settings, password) = (owner.clone(), settings.clone(), password.clone());
            Box::pin(async move { transports::put(tx, (org, &owner), &settings, &password, START).await })
        })
        .await;
    }
}

fn anna() -> TransportOwner {
    TransportOwner::User(domain::UserId::new(7))
}

#[test]
fn each_user_and_sender_domain_has_a_transport_of_its_own() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await.org, world(&store, "sør").await.org);
        let conn = store.read();
        let (anna, ola) = (anna(), TransportOwner::User(domain::UserId::new(8)));
        let domain = TransportOwner::Domain(String::from("nord.example"));
        let owners = [(&anna, "anna"), (&ola, "ola"), (&domain, "domain"), (&ORGANISATION, "all")];
        relays(&store, nord, &owners).await;
        for (owner, host) in owners {
            assert_eq!(transports::find(&conn, nord, owner).await.unwrap().unwrap().settings.host, host);
            let password = transports::password(&conn, nord, owner).await.unwrap().unwrap();
            assert!(password == Secret::new(host), "sealed for this owner alone: {host}");
            assert!(transports::find(&conn, sor, owner).await.unwrap().is_none());
            assert!(transports::password(&conn, sor, owner).await.unwrap().is_none());
        }
        let listed = transports::list_of_domains(&conn, nord, 10).await.unwrap();
        assert_eq!(listed.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["nord.example"]);
        let id = listed[0].1.id;
        assert_eq!(transports::find_domain(&conn, nord, id).await.unwrap().as_deref(), Some("nord.example"));
        assert!(transports::find_domain(&conn, sor, id).await.unwrap().is_none());

        let owner = domain.clone();
        let removed = store.write(move |tx| {
            let owner = owner.clone();
            Box::pin(async move {
                let elsewhere = transports::delete(tx, sor, &owner).await?;
                Ok::<_, StoreError>((elsewhere, transports::delete(tx, nord, &owner).await?))
            })
        });
        assert_eq!(removed.await.unwrap(), (false, true));
        assert!(transports::find(&conn, nord, &domain).await.unwrap().is_none());
        assert!(transports::find(&conn, nord, &ORGANISATION).await.unwrap().is_some());
    });
}

#[test]
fn how_a_transport_fares_is_noted_for_what_is_set_at_present() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await.org, world(&store, "sør").await.org);
        let (conn, ola) = (store.read(), TransportOwner::User(domain::UserId::new(8)));
        relays(&store, nord, &[(&anna(), "anna"), (&ola, "ola")]).await;
        let failing = transports::Failing { since: START, words: String::from("535 no") };
        let note = async |org, set_at, failing: Option<transports::Failing>| {
            write(&store, move |tx| {
                let failing = failing.clone();
                Box::pin(async move { transports::note(tx, (org, &anna()), set_at, failing.as_ref()).await })
            })
            .await;
        };
        let found = async |owner| transports::find(&conn, nord, &owner).await.unwrap().unwrap().failing;
        note(nord, START.plus_seconds(-1), Some(failing.clone())).await;
        assert_eq!(found(anna()).await, None, "what was set since has shown nothing yet");
        note(sor, START, Some(failing.clone())).await;
        assert_eq!(found(anna()).await, None, "another organisation's attempt says nothing of it");
        note(nord, START, Some(failing.clone())).await;
        assert_eq!((found(anna()).await, found(ola).await), (Some(failing), None));
        note(nord, START, None).await;
        assert_eq!(found(anna()).await, None);
    });
}

#[test]
fn settings_are_the_organisations_or_the_installations() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        write(&store, move |tx| {
            Box::pin(async move {
                settings::put(tx, None, "a", &vec![1, 2]).await?;
                settings::put(tx, Some(org), "a", &vec![3]).await?;
                settings::put(tx, Some(org), "a", &vec![4]).await
            })
        })
        .await;
        let conn = store.read();
        assert_eq!(settings::find::<Vec<i64>>(&conn, None, "a").await.unwrap(), Some(vec![1, 2]));
        assert_eq!(settings::find::<Vec<i64>>(&conn, Some(org), "a").await.unwrap(), Some(vec![4]));
        let nonsense = settings::find::<String>(&conn, Some(org), "a").await.unwrap_err();
        assert!(matches!(nonsense, StoreError::Nonsense { table: "settings", .. }), "{nonsense}");
        let gone =
            write(&store, move |tx| Box::pin(async move { settings::delete(tx, Some(org), "a").await }));
        assert!(gone.await);
        assert_eq!(settings::find::<Vec<i64>>(&conn, Some(org), "a").await.unwrap(), None);
    });
}
