//! Users, roles, sessions, tokens and failed sign-ins.

use domain::UserId;
use domain::org::{Right, Rights, Theme};
use store::api_tokens::NewApiToken;
use store::sessions::NewSession;
use store::sign_in_throttle::{self, Failures};
use store::users::{UserChange, UserFilter, UserSort};
use store::{ListQuery, StoreError, api_tokens, roles, sessions, users};

use crate::db::{Db, START, on_both};
use crate::fixtures::{address, new_user, world, write};

#[test]
fn a_user_acts_with_the_rights_of_all_his_roles_while_he_is_active() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let admin = write(&store, move |tx| {
            Box::pin(async move {
                let admin =
                    roles::insert(tx, org, "Admin", &Rights::from([Right::Users, Right::Intake])).await?;
                let change =
                    UserChange { role_ids: Some(vec![world.role, admin, admin]), ..UserChange::default() };
                assert!(users::update(tx, org, world.user, &change).await?);
                Ok(admin)
            })
        })
        .await;
        let conn = store.read();
        let actor = users::find_actor(&conn, org, world.user).await.unwrap().unwrap();
        assert_eq!(actor.rights, Rights::from([Right::CasesAll, Right::Intake, Right::Users]));
        assert_eq!(users::count_with_right(&conn, org, Right::Users).await.unwrap(), 1);
        assert_eq!(users::count_with_right(&conn, org, Right::Export).await.unwrap(), 0);
        let role = roles::find(&conn, org, admin).await.unwrap().unwrap();
        assert_eq!((role.users, role.rights.len()), (1, 2));

        write(&store, move |tx| {
            Box::pin(async move {
                assert!(
                    roles::update(tx, org, admin, Some("Leder"), Some(&Rights::from([Right::Export])))
                        .await?
                );
                assert!(roles::delete(tx, org, world.role).await?);
                Ok(())
            })
        })
        .await;
        assert_eq!(
            users::find_actor(&conn, org, world.user).await.unwrap().unwrap().rights,
            Rights::from([Right::Export])
        );
        assert_eq!(roles::list(&conn, org).await.unwrap().len(), 1);

        let off = UserChange { active: Some(false), ..UserChange::default() };
        write(&store, move |tx| {
            let off = off.clone();
            Box::pin(async move { users::update(tx, org, world.user, &off).await })
        })
        .await;
        assert_eq!(users::find_actor(&conn, org, world.user).await.unwrap(), None);
        assert!(users::list_people(&conn, org, START).await.unwrap().is_empty());
    });
}

#[test]
fn a_user_is_found_by_any_spelling_of_his_address_in_every_organisation() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await, world(&store, "sor").await);
        write(&store, move |tx| {
            Box::pin(async move { users::insert(tx, sor.org, &new_user("KARI@Nord.example")).await })
        })
        .await;
        let found = users::find_by_address(&store.read(), &address("Kari@nord.EXAMPLE")).await.unwrap();
        let organisations: Vec<_> = found.iter().map(|found| found.organisation).collect();
        assert_eq!(organisations, [nord.org, sor.org]);
        let again: Result<UserId, StoreError> = store
            .write(move |tx| {
                Box::pin(async move { users::insert(tx, nord.org, &new_user("kARI@nord.example")).await })
            })
            .await;
        assert!(again.unwrap_err().is_duplicate());
    });
}

#[test]
fn what_is_changed_of_a_user_is_what_is_read() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let change = UserChange {
            name: Some(String::from("Åse")),
            address: Some(address("ase@nord.example")),
            language: Some(domain::org::Language::Sv),
            theme: Some(Theme::Dark),
            category_ids: Some(vec![]),
            password_hash: Some(String::from("new")),
            ..UserChange::default()
        };
        write(&store, move |tx| {
            let change = change.clone();
            Box::pin(async move {
                users::record_sign_in(tx, world.org, world.user, START).await?;
                users::update(tx, world.org, world.user, &change).await
            })
        })
        .await;
        let conn = store.read();
        let user = users::find(&conn, world.org, world.user).await.unwrap().unwrap();
        assert_eq!((user.name.as_str(), user.theme, user.last_sign_in_at), ("Åse", Theme::Dark, Some(START)));
        assert_eq!((user.role_ids, user.category_ids), (vec![world.role], vec![]));
        assert!(users::list_categories(&conn, world.org, world.user).await.unwrap().is_empty());
        let credentials = users::find_credentials(&conn, world.org, world.user).await.unwrap().unwrap();
        assert_eq!(credentials.password_hash, "new");
        for sort in [UserSort::Name, UserSort::Address, UserSort::LastSignInAt, UserSort::CreatedAt] {
            let query = ListQuery { sort, search: Some(String::from("ÅSE")), ..ListQuery::default() };
            let page =
                users::list(&conn, world.org, &query, UserFilter { active: Some(true) }).await.unwrap();
            assert_eq!((page.rows.len(), page.total.count), (1, 1));
        }
    });
}

#[test]
fn a_session_lives_until_its_end_or_the_sign_out() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let session = |token: u8| NewSession {
            user: world.user,
            token_hash: [token; 32],
            at: START,
            expires_at: START.plus_seconds(10),
        };
        let (one, two) = (session(1), session(2));
        let (one, two) = write(&store, move |tx| {
            let (one, two) = (one.clone(), two.clone());
            Box::pin(async move {
                Ok((sessions::insert(tx, org, &one).await?, sessions::insert(tx, org, &two).await?))
            })
        })
        .await;
        let conn = store.read();
        let alive =
            async |token: u8, at| sessions::find(&conn, &[token; 32], START.plus_seconds(at)).await.unwrap();
        assert_eq!(alive(1, 9).await.unwrap().user, world.user);
        assert!(alive(1, 10).await.is_none() && alive(3, 0).await.is_none());
        write(&store, move |tx| {
            Box::pin(async move {
                assert!(sessions::touch(tx, org, one, START.plus_seconds(5), START.plus_seconds(20)).await?);
                assert_eq!(sessions::delete_expired(tx, START.plus_seconds(10)).await?, 1);
                assert!(!sessions::delete(tx, org, two).await?);
                assert_eq!(sessions::delete_of_user(tx, org, world.user, Some(one)).await?, 0);
                Ok(())
            })
        })
        .await;
        assert_eq!(alive(1, 15).await.unwrap().last_seen_at, START.plus_seconds(5));
        write(&store, move |tx| {
            Box::pin(async move { sessions::delete_of_user(tx, org, world.user, None).await })
        })
        .await;
        assert!(alive(1, 0).await.is_none());
    });
}

#[test]
fn a_token_works_until_it_ends_or_is_removed_by_its_owner() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let id = write(&store, move |tx| {
            Box::pin(async move {
                let endless = NewApiToken {
                    user: world.user,
                    name: String::from("CRM"),
                    token_hash: [1; 32],
                    at: START,
                    expires_at: None,
                };
                let ending = NewApiToken { token_hash: [2; 32], expires_at: Some(START), ..endless.clone() };
                api_tokens::insert(tx, org, &ending).await?;
                let id = api_tokens::insert(tx, org, &endless).await?;
                api_tokens::touch(tx, org, id, START).await?;
                Ok(id)
            })
        })
        .await;
        let conn = store.read();
        assert_eq!(
            api_tokens::find(&conn, &[1; 32], START).await.unwrap().unwrap().last_used_at,
            Some(START)
        );
        assert!(api_tokens::find(&conn, &[2; 32], START).await.unwrap().is_none());
        let tokens = api_tokens::list(&conn, org, world.user).await.unwrap();
        assert_eq!((tokens.len(), tokens[0].id), (2, id));
        write(&store, move |tx| {
            Box::pin(async move {
                assert!(!api_tokens::delete(tx, org, UserId::new(1), id).await?);
                assert!(api_tokens::delete(tx, org, world.user, id).await?);
                Ok(())
            })
        })
        .await;
        assert!(api_tokens::find(&conn, &[1; 32], START).await.unwrap().is_none());
    });
}

#[test]
fn failures_are_counted_until_a_pause_or_a_success() {
    on_both(async |Db { store, .. }: Db| {
        let fail = async |at: i64| {
            write(&store, move |tx| {
                Box::pin(async move {
                    sign_in_throttle::record_failure(tx, "host:192.0.2.1", START.plus_millis(at), 100).await
                })
            })
            .await
            .count
        };
        assert_eq!([fail(0).await, fail(100).await, fail(200).await, fail(301).await], [1, 2, 3, 1]);
        let conn = store.read();
        let found = sign_in_throttle::find(&conn, "host:192.0.2.1").await.unwrap();
        assert_eq!(found, Some(Failures { count: 1, last_at: START.plus_millis(301) }));
        write(&store, |tx| Box::pin(async move { sign_in_throttle::clear(tx, "host:192.0.2.1").await }))
            .await;
        assert_eq!(sign_in_throttle::find(&conn, "host:192.0.2.1").await.unwrap(), None);
        fail(0).await;
        let old = write(&store, |tx| {
            Box::pin(async move { sign_in_throttle::delete_before(tx, START.plus_millis(1)).await })
        });
        assert_eq!(old.await, 1);
    });
}
