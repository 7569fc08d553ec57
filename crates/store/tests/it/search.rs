//! Searches find the same cases on both engines, within what may be seen.

use domain::case::Direction;
use domain::{CaseId, OrganisationId, UserId};
use store::cases::{By, CaseChange, CaseScope, MessageContent, NewMessage};
use store::{Store, cases, search};

use crate::cases::received;
use crate::db::{Db, START, on_both};
use crate::fixtures::{insert_case, new_case, world, write};

async fn write_to(store: &Store, org: OrganisationId, case: CaseId, text: &str) {
    let said = MessageContent {
        subject: String::from("Re"),
        text: text.to_owned(),
        full_text: text.to_owned(),
        class: String::from("person"),
        ..MessageContent::default()
    };
    let message = NewMessage { direction: Direction::Comment, content: said, ..received() };
    write(store, move |tx| {
        let message = message.clone();
        Box::pin(async move { cases::append_message(tx, org, case, &message).await })
    })
    .await;
}

async fn found(store: &Store, org: OrganisationId, question: &str) -> Vec<CaseId> {
    let found = search::find(&store.read(), org, &CaseScope::All, question, 20).await.unwrap();
    found.hits.into_iter().map(|hit| hit.case.id).collect()
}

#[test]
fn words_endings_beginnings_and_accents_find_the_case() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let case = insert_case(&store, org, new_case("Søknad om støtte")).await;
        let other = insert_case(&store, org, new_case("Annet")).await;
        write_to(&store, org, case, "Vi venter på fakturaene fra leverandøren, ordre AB-1234.").await;
        write_to(&store, org, other, "Takk for hjelpen!").await;
        for question in [
            "søknad",
            "SOKNADEN",
            "støt",
            "faktura",
            "fakturanummer",
            "leverandør",
            "ab-1234",
            "1234 ordre",
            "venter fakturaer",
            "1",
            "#1",
        ] {
            let expected: &[CaseId] = if question == "fakturanummer" { &[] } else { &[case] };
            assert_eq!(found(&store, org, question).await, expected, "{question}");
        }
        assert_eq!(found(&store, org, "takk").await, [other]);
        // Both words, but in different messages.
        assert!(found(&store, org, "takk faktura").await.is_empty());
        for nothing in ["", "  ", "'; DROP TABLE cases; --", "\" OR *", ":* | !", "a"] {
            assert!(found(&store, org, nothing).await.is_empty(), "{nothing}");
        }
    });
}

#[test]
fn the_newest_message_leads_and_shows_where_the_words_stand() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let (old, new) =
            (insert_case(&store, org, new_case("En")).await, insert_case(&store, org, new_case("To")).await);
        write_to(&store, org, new, "Regning kom").await;
        write_to(&store, org, old, "Her er\r\nregningen igjen").await;
        let found = search::find(&store.read(), org, &CaseScope::All, "regning", 1).await.unwrap();
        assert_eq!((found.hits[0].case.id, found.more), (old, true));
        let excerpt: Vec<_> =
            found.hits[0].excerpt.iter().map(|piece| (piece.text.as_str(), piece.hit)).collect();
        assert_eq!(excerpt, [("Her er ", false), ("regningen", true), (" igjen", false)]);
    });
}

#[test]
fn a_new_title_replaces_the_old_one() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let case = insert_case(&store, org, new_case("Gammel tittel")).await;
        write(&store, move |tx| {
            Box::pin(async move {
                let change =
                    CaseChange { title: Some(String::from("Fersk overskrift")), ..CaseChange::default() };
                cases::update(tx, org, case, &change, By { user: None, at: START }).await
            })
        })
        .await;
        assert_eq!(found(&store, org, "fersk").await, [case]);
        assert!(found(&store, org, "gammel").await.is_empty());
        // The customer still leads to it.
        assert_eq!(found(&store, org, "ola@kunde.example").await, [case]);
    });
}

#[test]
fn only_what_may_be_seen_is_found() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await, world(&store, "sor").await);
        let mut theirs = new_case("Hemmelig");
        theirs.category_id = Some(nord.category);
        let case = insert_case(&store, nord.org, theirs).await;
        assert!(found(&store, sor.org, "hemmelig").await.is_empty());
        assert!(found(&store, sor.org, "1").await.is_empty());
        let within = async |user: UserId, categories| {
            let scope = CaseScope::Own { user, categories };
            let found = search::find(&store.read(), nord.org, &scope, "hemmelig", 20).await.unwrap();
            found.hits.len()
        };
        assert_eq!(within(nord.user, vec![]).await, 0);
        assert_eq!(within(nord.user, vec![nord.category]).await, 1);
        let _ = case;
    });
}

#[test]
fn what_is_older_than_the_index_is_brought_into_it() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let case = insert_case(&store, org, new_case("Tittel")).await;
        write_to(&store, org, case, "Gammelt brev").await;
        // Runs over rows that are indexed already, too, and leaves each once.
        let mut steps = 0;
        loop {
            let step = write(&store, |tx| Box::pin(async move { search::index_older(tx, 1).await }));
            steps += 1;
            if step.await.is_complete() {
                break;
            }
        }
        assert_eq!(steps, 2);
        assert_eq!(found(&store, org, "gammelt").await, [case]);
        let again = write(&store, |tx| Box::pin(async move { search::index_older(tx, 1).await })).await;
        assert!(again.is_complete());
    });
}
