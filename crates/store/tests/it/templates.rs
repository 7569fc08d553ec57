//! Templates with their texts: made, changed, searched, put into the bin and out of it.

use domain::compose::TypedRecipients;
use domain::org::Language;
use domain::{OrganisationId, TemplateId};
use store::templates::{TemplateFilter, TemplateSettings, TemplateVersion};
use store::{Store, StoreError, templates};

use crate::db::{Db, START, on_both};
use crate::fixtures::{world, write};

fn version(language: Language, text: &str) -> TemplateVersion {
    TemplateVersion { language, subject: String::new(), text: text.to_owned(), html: None }
}

pub(crate) fn settings(name: &str) -> TemplateSettings {
    TemplateSettings {
        name: name.to_owned(),
        description: String::from("Etter første kontakt"),
        folder: String::new(),
        active: true,
        default_language: Language::Nb,
        identity_id: None,
        recipients: TypedRecipients::default(),
        versions: vec![version(Language::Nb, "Hei [[customer.name]]")],
    }
}

pub(crate) async fn new_template(store: &Store, org: OrganisationId, name: &'static str) -> TemplateId {
    let made = write(store, move |tx| {
        Box::pin(async move { templates::insert(tx, org, &settings(name), (None, START)).await })
    });
    made.await
}

async fn names(store: &Store, org: OrganisationId, filter: &TemplateFilter) -> Vec<String> {
    let rows = templates::list(&store.read(), org, filter).await.unwrap();
    rows.into_iter().map(|row| row.settings.name).collect()
}

#[test]
fn a_template_keeps_a_text_for_each_language() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let id = new_template(&store, org, "Takk").await;
        let changed = write(&store, move |tx| {
            Box::pin(async move {
                let mut with = settings("Takk for sist");
                with.versions.push(version(Language::En, "Hello"));
                templates::update(tx, org, id, &with, (Some(world.user), START.plus_seconds(1))).await
            })
        });
        assert!(changed.await);
        let row = templates::find(&store.read(), org, id).await.unwrap().unwrap();
        assert_eq!((row.updated_at, row.updated_by), (START.plus_seconds(1), Some(world.user)));
        let text = |language| row.version(language).unwrap().text.as_str();
        assert_eq!((text(Language::En), text(Language::Sv)), ("Hello", "Hei [[customer.name]]"));
        assert_eq!(templates::count(&store.read(), org).await.unwrap(), 1);
    });
}

#[test]
fn templates_come_by_folder_and_name_and_are_searched_in_all_their_texts() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        for (name, folder, text) in [("B", "Salg", "Ørret"), ("a", "", "Torsk"), ("C", "salg", "Laks 50%")] {
            let with = TemplateSettings {
                folder: folder.to_owned(),
                versions: vec![version(Language::Nb, text)],
                ..settings(name)
            };
            write(&store, move |tx| {
                let with = with.clone();
                Box::pin(async move { templates::insert(tx, org, &with, (None, START)).await })
            })
            .await;
        }
        let search = |text: &str| TemplateFilter { search: Some(text.to_owned()), deleted: false };
        assert_eq!(names(&store, org, &TemplateFilter::default()).await, ["a", "B", "C"]);
        assert_eq!(names(&store, org, &search("ØRRET")).await, ["B"]);
        assert_eq!(names(&store, org, &search("50%")).await, ["C"]);
        assert_eq!(names(&store, org, &search("salg")).await, ["B", "C"]);
        assert!(names(&store, org, &search("sild")).await.is_empty());
    });
}

#[test]
fn a_deleted_template_frees_its_name_waits_in_the_bin_and_is_purged_with_its_texts() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let first = new_template(&store, org, "Takk").await;
        let delete = async |id| {
            write(&store, move |tx| Box::pin(async move { templates::delete(tx, org, id, START).await }))
                .await
        };
        assert!(delete(first).await);
        assert!(!delete(first).await);
        assert!(templates::find(&store.read(), org, first).await.unwrap().is_none());
        let second = new_template(&store, org, "takk").await;
        let restored: Result<bool, StoreError> =
            store.write(move |tx| Box::pin(async move { templates::restore(tx, org, first).await })).await;
        assert!(matches!(restored, Err(StoreError::Duplicate(_))), "{restored:?}");
        assert!(delete(second).await);
        assert!(
            write(&store, move |tx| Box::pin(async move { templates::restore(tx, org, first).await })).await
        );
        let bin = TemplateFilter { search: None, deleted: true };
        assert_eq!(names(&store, org, &bin).await, ["takk"]);
        let purged = write(&store, move |tx| {
            Box::pin(async move { templates::purge(tx, START.plus_seconds(30 * 24 * 3600 + 1), 10).await })
        });
        assert_eq!(purged.await, 1);
        assert!(names(&store, org, &bin).await.is_empty());
        assert_eq!(names(&store, org, &TemplateFilter::default()).await, ["Takk"]);
    });
}
