//! Entries of the FAQ: lists, folders, archive, and what they are found by.

use domain::org::Language;
use domain::{FaqEntryId, OrganisationId};
use store::Store;
use store::faq::{self, FaqFilter, FaqSettings};

use crate::db::{Db, START, on_both, run};
use crate::fixtures::{world, write};

fn entry(folder: &str, title: &str) -> FaqSettings {
    FaqSettings {
        folder: folder.to_owned(),
        title: title.to_owned(),
        keywords: vec![String::from("Retur")],
        text: String::from("Send varene tilbake."),
        link: String::new(),
        language: Language::Nb,
    }
}

async fn make(store: &Store, org: OrganisationId, settings: FaqSettings) -> FaqEntryId {
    write(store, move |tx| {
        let settings = settings.clone();
        Box::pin(async move { faq::insert(tx, org, &settings, (None, START)).await })
    })
    .await
}

async fn titles(store: &Store, org: OrganisationId, filter: FaqFilter) -> Vec<String> {
    let rows = faq::list(&store.read(), org, &filter).await.unwrap();
    rows.into_iter().map(|row| row.settings.title).collect()
}

async fn candidates(store: &Store, org: OrganisationId, folder: &str, language: Language) -> Vec<String> {
    let found = faq::candidates(&store.read(), org, (folder, language)).await.unwrap();
    let mut titles: Vec<_> = found.into_iter().map(|one| one.title).collect();
    titles.sort();
    titles
}

#[test]
fn entries_are_listed_by_folder_and_title_and_found_by_what_they_hold() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        for (folder, title) in [("Salg", "B"), ("", "C"), ("Salg", "A"), ("Kunde", "Åpningstider")] {
            make(&store, org, entry(folder, title)).await;
        }
        assert_eq!(titles(&store, org, FaqFilter::default()).await, ["C", "Åpningstider", "A", "B"]);
        let asked = |text: &str| FaqFilter { search: Some(text.to_owned()), archived: false };
        assert_eq!(titles(&store, org, asked("ÅPNING")).await, ["Åpningstider"]);
        assert_eq!(titles(&store, org, asked("tilbake")).await.len(), 4);
        assert_eq!(faq::count(&store.read(), org).await.unwrap(), 4);
    });
}

#[test]
fn a_folder_holds_what_lies_below_it_and_nothing_that_is_only_called_alike() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        for (folder, title) in
            [("Kunde", "a"), ("kunde/Retur", "b"), ("Kunder", "c"), ("Kunde-2", "d"), ("", "e")]
        {
            make(&store, org, entry(folder, title)).await;
        }
        make(&store, org, FaqSettings { language: Language::Sv, ..entry("Kunde", "sv") }).await;
        assert_eq!(candidates(&store, org, "Kunde", Language::Nb).await, ["a", "b"]);
        assert_eq!(candidates(&store, org, "", Language::Nb).await, ["a", "b", "c", "d", "e"]);
        assert_eq!(candidates(&store, org, "kunde", Language::Sv).await, ["sv"]);
        assert!(candidates(&store, org, "Kunde/Retur/Mer", Language::Nb).await.is_empty());
    });
}

#[test]
fn an_archived_entry_is_no_candidate_and_only_such_a_one_is_deleted() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let id = make(&store, org, entry("", "a")).await;
        let (early, archived, twice) = write(&store, move |tx| {
            Box::pin(async move {
                let early = faq::delete(tx, org, id).await?;
                let archived = faq::set_archived(tx, org, id, Some(START)).await?;
                Ok((early, archived, faq::set_archived(tx, org, id, Some(START)).await?))
            })
        })
        .await;
        assert_eq!((early, archived, twice), (false, true, false));
        assert!(candidates(&store, org, "", Language::Nb).await.is_empty());
        assert!(titles(&store, org, FaqFilter::default()).await.is_empty());
        let filter = FaqFilter { archived: true, ..FaqFilter::default() };
        assert_eq!(titles(&store, org, filter.clone()).await, ["a"]);
        let back =
            write(&store, move |tx| Box::pin(async move { faq::set_archived(tx, org, id, None).await }));
        assert!(back.await);
        assert_eq!(candidates(&store, org, "", Language::Nb).await, ["a"]);
        write(&store, move |tx| {
            Box::pin(async move {
                faq::set_archived(tx, org, id, Some(START)).await?;
                assert!(faq::delete(tx, org, id).await?);
                Ok(())
            })
        })
        .await;
        assert!(titles(&store, org, filter).await.is_empty());
    });
}

#[test]
fn stems_follow_a_change_and_another_analyser() {
    on_both(async |Db { store, config, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let id = make(&store, org, entry("", "Fakturaen")).await;
        let stems =
            async || faq::candidates(&store.read(), org, ("", Language::Nb)).await.unwrap()[0].stems.clone();
        assert_eq!(stems().await.title, ["faktur"]);
        assert_eq!(stems().await.keywords, [["retur"]]);
        run(&config.database, "UPDATE faq_entries SET stems = '{}', analyser = 0").await;
        assert!(stems().await.title.is_empty());
        let renew = async || write(&store, |tx| Box::pin(async move { faq::renew(tx, 9).await })).await;
        assert_eq!((renew().await, renew().await), (1, 0));
        assert_eq!(stems().await.title, ["faktur"], "they are found anew");
        write(&store, move |tx| {
            let changed = entry("", "Åpningstider");
            Box::pin(async move { faq::update(tx, org, id, &changed, (None, START)).await })
        })
        .await;
        assert_eq!(stems().await.title, ["apningstid"]);
    });
}
