//! What becomes of watched records is told, in the transaction of the change and in the name of who did it.

use std::sync::Arc;

use domain::audit::{AuditKind, Author, Origin, Verb};
use domain::org::{Right, Rights};
use domain::{OrganisationId, UserId};
use serde_json::json;
use store::audit::{self, AuditEntry, AuditFilter};
use store::{ListQuery, Store, StoreError, bins, categories, organisations, roles, settings};
use tokio::sync::Notify;

use crate::db::{START, on_both, on_postgres};
use crate::fixtures::world;

async fn all(store: &Store, org: OrganisationId) -> Vec<AuditEntry> {
    let query = ListQuery { descending: true, limit: 200, ..ListQuery::default() };
    audit::list(&store.read(), org, &query, &AuditFilter::default()).await.unwrap().rows
}

fn browser(user: UserId) -> Author {
    Author { user: Some(user), origin: Origin::Browser, token: None }
}

#[test]
fn a_change_is_told_in_the_name_of_who_made_it() {
    on_both(async |db| {
        let nord = world(&db.store, "nord").await;
        let made_by_nobody = all(&db.store, nord.org).await;
        assert!(made_by_nobody.iter().all(|entry| entry.origin == Origin::Program && entry.user.is_none()));
        let rename = db.store.write(move |tx| {
            Box::pin(async move {
                roles::update(tx, nord.org, nord.role, Some("Leder"), Some(&Rights::from([Right::Outbox])))
                    .await?;
                // Twice in one transaction is one change.
                roles::update(tx, nord.org, nord.role, Some("Sjef"), None).await
            })
        });
        let done: Result<bool, StoreError> = audit::in_the_name_of(browser(nord.user), rename).await;
        assert!(done.unwrap());
        let entries = all(&db.store, nord.org).await;
        assert_eq!(entries.len(), made_by_nobody.len() + 1);
        let entry = &entries[0];
        assert_eq!((entry.user, entry.user_name.as_str()), (Some(nord.user), "Kari Nordmann"));
        assert_eq!((entry.verb, entry.record.kind), (Verb::Changed, AuditKind::Role));
        assert_eq!(entry.record_name, "Sjef");
        let fields: Vec<_> = entry.fields.iter().map(|field| (field.field.as_str(), &field.to)).collect();
        assert_eq!(fields, [("name", &json!("Sjef")), ("rights", &json!("outbox"))]);
    });
}

#[test]
fn what_is_rolled_back_is_not_told_nor_by_the_next_job() {
    on_both(async |db| {
        let nord = world(&db.store, "nord").await;
        let before = all(&db.store, nord.org).await.len();
        let refused: Result<(), StoreError> = db
            .store
            .write(move |tx| {
                Box::pin(async move {
                    roles::update(tx, nord.org, nord.role, Some("Leder"), None).await?;
                    Err(StoreError::Missing("nothing"))
                })
            })
            .await;
        assert!(refused.is_err());
        let other: Result<bool, StoreError> = db
            .store
            .write(move |tx| {
                Box::pin(async move { categories::delete(tx, nord.org, nord.category, START).await })
            })
            .await;
        assert!(other.unwrap());
        let entries = all(&db.store, nord.org).await;
        assert_eq!(entries.len(), before + 1);
        assert_eq!((entries[0].verb, entries[0].record.kind), (Verb::Deleted, AuditKind::Category));
        assert_eq!(entries[0].record_name, "Support");
    });
}

#[test]
fn a_setting_is_what_it_is_by_default_until_it_is_set() {
    on_both(async |db| {
        let nord = world(&db.store, "nord").await;
        let put = async |value: u32| {
            let done: Result<(), StoreError> = db
                .store
                .write(move |tx| {
                    Box::pin(async move { settings::put(tx, Some(nord.org), "figure", &value).await })
                })
                .await;
            done.unwrap();
        };
        let before = all(&db.store, nord.org).await.len();
        put(0).await;
        assert_eq!(all(&db.store, nord.org).await.len(), before, "0 is what it is by default");
        put(5).await;
        let newest = &all(&db.store, nord.org).await[0];
        assert_eq!((&newest.fields[0].from, &newest.fields[0].to), (&json!(0), &json!(5)));
        assert_eq!(newest.verb, Verb::Changed);
        let remembered: Result<(), StoreError> = db
            .store
            .write(move |tx| {
                Box::pin(async move { settings::remember(tx, Some(nord.org), "note", &1_u32).await })
            })
            .await;
        remembered.unwrap();
        assert_eq!(all(&db.store, nord.org).await.len(), before + 1, "what the program notes is no setting");
    });
}

#[test]
fn changes_are_kept_as_long_as_their_organisation_says() {
    on_both(async |db| {
        let (nord, sør) = (world(&db.store, "nord").await, world(&db.store, "sør").await);
        let days: Result<(), StoreError> = db
            .store
            .write(move |tx| {
                Box::pin(async move {
                    audit::set_days(tx, nord.org, 90).await?;
                    let days = bins::find(tx, nord.org).await?;
                    bins::put(tx, nord.org, bins::BinDays { spam: 3, ..days }).await?;
                    organisations::rename(tx, sør.org, "Sør AS").await?;
                    Ok(())
                })
            })
            .await;
        days.unwrap();
        assert_eq!(audit::days(&db.store.read(), nord.org).await.unwrap(), 90);
        let (of_nord, of_sør) = (all(&db.store, nord.org).await, all(&db.store, sør.org).await);
        assert_eq!(of_nord[0].fields.len(), 2, "one record, one change");
        let later = db.clock.advance(91 * 24 * 3600 * 1000);
        let purged: Result<u64, StoreError> =
            db.store.write(move |tx| Box::pin(async move { audit::purge(tx, later, 1_000).await })).await;
        assert_eq!(purged.unwrap(), of_nord.len() as u64);
        assert!(all(&db.store, nord.org).await.is_empty());
        assert_eq!(all(&db.store, sør.org).await.len(), of_sør.len());
        let latest = audit::latest(&db.store.read(), sør.org, AuditKind::Organisation, 5).await.unwrap();
        assert_eq!(latest[0].fields[0].to, json!("Sør AS"));
        assert!(
            audit::latest(&db.store.read(), nord.org, AuditKind::Organisation, 5).await.unwrap().is_empty()
        );
    });
}

#[test]
fn the_last_change_of_a_field_is_found_however_many_others_were_changed_since() {
    on_both(async |db| {
        let (nord, sør) = (world(&db.store, "nord").await.org, world(&db.store, "sør").await.org);
        let set: Result<(), StoreError> =
            db.store.write(move |tx| Box::pin(async move { audit::set_days(tx, nord, 90).await })).await;
        set.unwrap();
        for number in 0..30 {
            db.clock.advance(1_000);
            let name = format!("Nord {number}");
            let renamed: Result<bool, StoreError> = db
                .store
                .write(move |tx| Box::pin(async move { organisations::rename(tx, nord, &name).await }))
                .await;
            renamed.unwrap();
        }
        let conn = db.store.read();
        let last = async |org, key: &str, field: &str| {
            audit::last_of(&conn, org, (AuditKind::Organisation, key), field).await.unwrap()
        };
        let of_days = last(nord, "", "audit_days").await.unwrap();
        assert!(of_days.fields.iter().any(|change| change.field == "audit_days" && change.to == json!(90)));
        assert_eq!(last(nord, &nord.to_string(), "audit_days").await, Some(of_days));
        assert_eq!(last(nord, "", "audit").await, None, "names are whole");
        assert_eq!(last(sør, &nord.to_string(), "").await, None, "it is another organisation's");
        let newest = last(nord, "", "").await.unwrap();
        assert_eq!(newest.fields[0].to, json!("Nord 29"));
    });
}

#[test]
fn another_organisations_records_are_neither_told_nor_listed() {
    on_both(async |db| {
        let (nord, sør) = (world(&db.store, "nord").await, world(&db.store, "sør").await);
        let (of_nord, of_sør) = (all(&db.store, nord.org).await, all(&db.store, sør.org).await);
        let role = nord.role;
        let touched: Result<bool, StoreError> = db
            .store
            .write(move |tx| Box::pin(async move { roles::update(tx, sør.org, role, Some("x"), None).await }))
            .await;
        assert!(!touched.unwrap());
        assert_eq!(all(&db.store, sør.org).await, of_sør);
        assert_eq!(all(&db.store, nord.org).await, of_nord);
        assert!(of_sør.iter().all(|entry| entry.record.key != role.to_string()));
        let newest = audit::latest(&db.store.read(), sør.org, AuditKind::Role, 9).await.unwrap();
        assert!(!newest.is_empty() && newest.iter().all(|entry| entry.record.key != role.to_string()));
    });
}

#[test]
fn two_changes_at_the_same_time_are_each_told_as_their_own() {
    on_postgres(async |db| {
        let nord = world(&db.store, "nord").await;
        let (first, second) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let renamed = {
            let (first, second) = (first.clone(), second.clone());
            db.store.write(move |tx| {
                Box::pin(async move {
                    let done = roles::update(tx, nord.org, nord.role, Some("Leder"), None).await;
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
        let widened = async {
            first.notified().await;
            let second = second.clone();
            let done: Result<bool, StoreError> = db
                .store
                .write(move |tx| {
                    Box::pin(async move {
                        second.notify_one();
                        let rights = Rights::from([Right::Outbox]);
                        roles::update(tx, nord.org, nord.role, None, Some(&rights)).await
                    })
                })
                .await;
            done
        };
        let widened = audit::in_the_name_of(browser(nord.user), widened);
        let (one, two): (Result<bool, StoreError>, _) = tokio::join!(renamed, widened);
        assert!(one.unwrap() && two.unwrap());
        let entry = all(&db.store, nord.org).await.into_iter().find(|entry| entry.user.is_some()).unwrap();
        let fields: Vec<_> = entry.fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(fields, ["rights"], "the name was changed by the other");
    });
}

#[test]
fn a_setting_that_names_a_record_is_told_by_its_name() {
    on_both(async |db| {
        let nord = world(&db.store, "nord").await;
        let value = json!({ "mailbox_id": nord.mailbox.get().to_string() });
        let done: Result<(), StoreError> = db
            .store
            .write(move |tx| {
                Box::pin(async move { settings::put(tx, Some(nord.org), "notify", &value).await })
            })
            .await;
        done.unwrap();
        let newest = &all(&db.store, nord.org).await[0];
        let told = newest.fields.iter().find(|field| field.field == "mailbox_id").unwrap();
        assert!(told.to.as_str().unwrap().contains("@nord."), "{:?}", told.to);
    });
}
