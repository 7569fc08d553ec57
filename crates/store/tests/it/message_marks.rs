//! What is done to one message, tags that become one, and the days of the bins.

use domain::case::Direction;
use domain::palette::Colour;
use domain::{CaseId, MessageId, OrganisationId};
use store::bins::{self, BinDays};
use store::cases::{By, MessageRow, NewMessage};
use store::{Store, cases, raw, tags};

use crate::cases::received;
use crate::db::{Db, START, on_both};
use crate::fixtures::{insert_case, new_case, world, write};

const BY: By = By { user: None, at: START };
const DAY_S: i64 = 24 * 3600;

async fn add(store: &Store, org: OrganisationId, case: CaseId, message: NewMessage) -> MessageId {
    write(store, move |tx| {
        let message = message.clone();
        Box::pin(async move { cases::append_message(tx, org, case, &message).await })
    })
    .await
}

async fn find(store: &Store, org: OrganisationId, case: CaseId, id: MessageId) -> MessageRow {
    cases::find_message(&store.read(), org, case, id).await.unwrap().unwrap()
}

async fn remove(store: &Store, org: OrganisationId, message: &MessageRow) -> bool {
    let row = message.clone();
    write(store, move |tx| {
        let row = row.clone();
        Box::pin(async move { cases::remove_message(tx, org, &row, BY).await })
    })
    .await
}

fn comment(text: &str) -> NewMessage {
    let mut message = NewMessage { direction: Direction::Comment, ..received() };
    message.content.message_id = None;
    (message.content.text, message.content.full_text) = (text.to_owned(), text.to_owned());
    message
}

async fn hits(store: &Store, org: OrganisationId, word: &str) -> usize {
    let found = store::search::find(&store.read(), org, &cases::CaseScope::All, word, 10).await;
    found.unwrap().hits.len()
}

#[test]
fn a_comment_gets_another_text_and_searches_find_it_by_that() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let case = insert_case(&store, org, new_case("Sak")).await;
        let (note, mail) =
            (add(&store, org, case, comment("gulrot")).await, add(&store, org, case, received()).await);
        let edit = async |id: MessageId| {
            write(&store, move |tx| {
                Box::pin(async move { cases::edit_comment(tx, org, (case, id), "rødbete", BY).await })
            })
            .await
        };
        assert!(edit(note).await);
        assert!(!edit(mail).await, "what was received stays as it is");
        let shown = find(&store, org, case, note).await;
        assert_eq!((shown.content.text.as_str(), shown.marks.edited_at), ("rødbete", Some(START)));
        assert_eq!((hits(&store, org, "gulrot").await, hits(&store, org, "rødbete").await), (0, 1));
    });
}

#[test]
fn a_removed_message_says_nothing_until_it_is_put_back() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let case = insert_case(&store, org, new_case("Sak")).await;
        let mut mail = received();
        mail.content.full_text = String::from("hemmelighet");
        let id = add(&store, org, case, mail).await;
        let before = find(&store, org, case, id).await;
        assert!(remove(&store, org, &before).await);
        assert!(!remove(&store, org, &before).await);
        let shown = find(&store, org, case, id).await;
        assert!(shown.marks.removed.as_ref().is_some_and(|removed| removed.can_return));
        assert_eq!((shown.content.text.as_str(), shown.content.subject.as_str()), ("", ""));
        assert_eq!((shown.raw_hash, shown.content.attachments.len()), (None, 0));
        assert_eq!(shown.content.from, before.content.from);
        assert_eq!(hits(&store, org, "hemmelighet").await, 0);
        let count = async || {
            let found = cases::find(&store.read(), org, case, &cases::CaseScope::All).await;
            found.unwrap().unwrap().messages
        };
        assert_eq!(count().await, 0);
        let row = before.clone();
        let restored = write(&store, move |tx| {
            let row = row.clone();
            Box::pin(async move { cases::restore_message(tx, org, &row, BY).await })
        });
        assert!(restored.await);
        assert_eq!(find(&store, org, case, id).await, before);
        assert_eq!((hits(&store, org, "hemmelighet").await, count().await), (1, 1));
        let told = cases::list_log(&store.read(), org, case).await.unwrap();
        let told: Vec<_> = told.iter().map(|entry| entry.what.as_str()).collect();
        assert!(told.contains(&"message_removed") && told.contains(&"message_restored"));
    });
}

#[test]
fn the_words_and_octets_of_a_removed_message_go_with_its_bin() {
    on_both(async |Db { store, clock, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let case = insert_case(&store, org, new_case("Sak")).await;
        let file =
            raw::prepare(&store, org, bytes::Bytes::from_static(b"Subject: x\r\n\r\nx")).await.unwrap();
        let hash = file.hash();
        let id = write(&store, move |tx| {
            let file = file.clone();
            Box::pin(async move {
                raw::insert(tx, &file).await?;
                let mail = NewMessage { raw_hash: Some(file.hash()), ..received() };
                cases::append_message(tx, org, case, &mail).await
            })
        })
        .await;
        assert!(remove(&store, org, &find(&store, org, case, id).await).await);
        let purge = async |days: i64| {
            let now = START.plus_seconds(days * DAY_S + 1);
            write(&store, move |tx| Box::pin(async move { cases::purge_messages(tx, now, 10).await })).await
        };
        assert_eq!(purge(13).await, 0);
        assert_eq!(purge(14).await, 1);
        assert_eq!(purge(14).await, 0);
        let shown = find(&store, org, case, id).await;
        assert!(shown.marks.removed.is_some_and(|removed| !removed.can_return));
        raw::sweep_rows(&store, clock.advance(1)).await.unwrap();
        assert_eq!(raw::get(&store.read(), org, hash).await.unwrap(), None);
    });
}

#[test]
fn each_organisation_keeps_its_bins_for_its_own_days() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        assert_eq!(
            bins::find(&store.read(), nord).await.unwrap(),
            BinDays { cases: 14, spam: 14, queues: 30 }
        );
        let (a, b) =
            (insert_case(&store, nord, new_case("a")).await, insert_case(&store, sor, new_case("b")).await);
        let purged = write(&store, move |tx| {
            Box::pin(async move {
                bins::put(tx, nord, BinDays { cases: 90, spam: 2, queues: 30 }).await?;
                let deleted = domain::case::CaseStatus::Deleted;
                cases::throw_away(tx, nord, &[a], deleted, BY).await?;
                cases::throw_away(tx, sor, &[b], deleted, BY).await?;
                let month = START.plus_seconds(30 * DAY_S);
                Ok((cases::purge(tx, month, 10).await?, cases::purge(tx, month, 10).await?))
            })
        });
        assert_eq!(purged.await, (1, 0));
        let all = cases::CaseScope::All;
        assert!(cases::find(&store.read(), nord, a, &all).await.unwrap().is_some());
        assert!(cases::find(&store.read(), sor, b, &all).await.unwrap().is_none());
    });
}

#[test]
fn cases_that_went_into_one_that_is_purged_go_with_it() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let mut ids = Vec::new();
        for title in ["Først", "Midt", "Sist", "Annen"] {
            ids.push(insert_case(&store, org, new_case(title)).await);
        }
        let [first, middle, last, other] = ids[..] else { unreachable!() };
        let purged = write(&store, move |tx| {
            Box::pin(async move {
                let open = domain::case::CaseStatus::Open;
                cases::merge(tx, org, (first, middle), open, BY).await?;
                cases::merge(tx, org, (middle, last), open, BY).await?;
                cases::throw_away(tx, org, &[last], domain::case::CaseStatus::Deleted, BY).await?;
                cases::purge(tx, START.plus_seconds(30 * DAY_S), 10).await
            })
        });
        assert_eq!(purged.await, 1);
        for (id, stays) in [(first, false), (middle, false), (last, false), (other, true)] {
            let found = cases::find(&store.read(), org, id, &cases::CaseScope::All).await.unwrap();
            assert_eq!(found.is_some(), stays, "{id}");
        }
        assert!(cases::list_merged(&store.read(), org, last, START).await.unwrap().is_empty());
    });
}

#[test]
fn two_tags_become_one() {
    on_both(async |Db { store, .. }: Db| {
        let (org, other) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        let (one, two) =
            (insert_case(&store, org, new_case("en")).await, insert_case(&store, org, new_case("to")).await);
        let (from, into) = write(&store, move |tx| {
            Box::pin(async move {
                let from = tags::find_or_insert(tx, org, "Fakturaer", START).await?.unwrap();
                let into = tags::find_or_insert(tx, org, "Faktura", START).await?.unwrap();
                for (case, tag) in [(one, from), (two, from), (two, into)] {
                    tags::mark(tx, org, case, tag).await?;
                }
                assert!(tags::update(tx, org, into, (None, Some(Colour::Spruce))).await?);
                Ok((from, into))
            })
        })
        .await;
        assert_eq!(tags::counts(&store.read(), org).await.unwrap()[&from], 2);
        assert!(tags::counts(&store.read(), other).await.unwrap().is_empty());
        let merge = async |org: OrganisationId, into| {
            write(&store, move |tx| Box::pin(async move { tags::merge(tx, org, (from, into)).await })).await
        };
        assert!(!merge(other, into).await, "another organisation's are not found");
        assert!(!merge(org, from).await, "a tag is not merged into itself");
        assert!(merge(org, into).await);
        let left = tags::list(&store.read(), org).await.unwrap();
        assert_eq!(left.iter().map(|tag| (tag.id, tag.colour)).collect::<Vec<_>>(), [(into, Colour::Spruce)]);
        assert_eq!(tags::counts(&store.read(), org).await.unwrap()[&into], 2);
    });
}

#[test]
fn no_organisation_touches_anothers_messages() {
    on_both(async |Db { store, .. }: Db| {
        let (org, other) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        let case = insert_case(&store, org, new_case("Sak")).await;
        let id = add(&store, org, case, comment("vårt")).await;
        let row = find(&store, org, case, id).await;
        let before = row.clone();
        write(&store, move |tx| {
            let row = row.clone();
            Box::pin(async move {
                assert!(!cases::flag_message(tx, other, (case, id), true).await?);
                assert!(!cases::edit_comment(tx, other, (case, id), "x", BY).await?);
                assert!(!cases::remove_message(tx, other, &row, BY).await?);
                assert!(!cases::restore_message(tx, other, &row, BY).await?);
                Ok(())
            })
        })
        .await;
        assert_eq!(find(&store, org, case, id).await, before);
    });
}
