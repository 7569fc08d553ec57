//! Drafts, and mail that becomes one again.

use bytes::Bytes;
use domain::case::Direction;
use domain::compose::{MailKey, Mode, Returned, Written};
use domain::{CaseId, OutboxId};
use store::cases::NewMessage;
use store::drafts::{NewDraft, Place};
use store::outbox::{Origin, Plan};
use store::uploads::NewUpload;
use store::{Store, StoreError, cases, deliveries, drafts, outbox, raw, uploads};

use crate::cases::received;
use crate::db::{Db, START, on_both};
use crate::fixtures::{World, claim, insert_case, new_case, new_outbox, world, write};

fn draft(text: &str) -> NewDraft {
    let written = Written { text: text.to_owned(), ..Written::default() };
    NewDraft { written, writer: None, returned: None, at: START }
}

#[test]
fn one_draft_lies_at_each_place_and_counts_its_changes() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let case = insert_case(&store, world.org, new_case("Sak")).await;
        let place = Place { user: world.user, case: Some(case), mode: Mode::Reply, mail: None };
        let new = Place { case: None, mode: Mode::New, ..place };
        let kept = write(&store, move |tx| {
            Box::pin(async move {
                drafts::put(tx, world.org, place, &draft("Hei")).await?;
                drafts::put(tx, world.org, Place { mode: Mode::Comment, ..place }, &draft("Intern")).await?;
                drafts::put(tx, world.org, new, &draft("Ny")).await?;
                drafts::mark_joined(tx, world.org, new).await?;
                drafts::mark_joined(tx, world.org, place).await?;
                let again = NewDraft { returned: Some(Returned::TakenBack), ..draft("Hei igjen") };
                drafts::put(tx, world.org, place, &again).await
            })
        })
        .await;
        assert_eq!(kept.version, 2);
        let conn = store.read();
        let key: MailKey = "0000000000000000000000000000000a".parse().unwrap();
        let beside = Place { mail: Some(key), ..new };
        assert!(drafts::find(&conn, world.org, beside).await.unwrap().is_none());
        write(&store, move |tx| {
            Box::pin(async move { drafts::put(tx, world.org, beside, &draft("Ny til")).await })
        })
        .await;
        let found = drafts::find(&conn, world.org, beside).await.unwrap().unwrap();
        assert_eq!((found.mail, found.written.text.as_str()), (Some(key), "Ny til"));
        let first = drafts::find(&conn, world.org, new).await.unwrap().unwrap();
        assert_eq!((first.mail, first.written.text.as_str()), (None, "Ny"));
        assert!(
            write(&store, move |tx| Box::pin(async move { drafts::delete(tx, world.org, beside).await }))
                .await
        );
        let joined = async |place| drafts::find(&conn, world.org, place).await.unwrap().unwrap().joined;
        assert_eq!((joined(new).await, joined(place).await), (true, false), "until it is kept again");
        let found = drafts::find(&conn, world.org, place).await.unwrap().unwrap();
        assert_eq!((found.id, found.written.text.as_str()), (kept.id, "Hei igjen"));
        assert_eq!((found.returned, found.case_title.as_deref()), (Some(Returned::TakenBack), Some("Sak")));
        assert_eq!(drafts::list_of_case(&conn, world.org, world.user, case).await.unwrap().len(), 2);
        assert_eq!(drafts::list(&conn, world.org, world.user).await.unwrap().len(), 3);
        let later = START.plus_seconds(1);
        let gone =
            write(&store, move |tx| Box::pin(async move { drafts::delete_before(tx, later).await })).await;
        assert_eq!(gone, 3);
    });
}

#[test]
fn a_first_mail_that_an_older_version_left_in_its_case_is_an_answer_there() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let case = insert_case(&store, world.org, new_case("Sak")).await;
        let place = Place { user: world.user, case: Some(case), mode: Mode::Reply, mail: None };
        let new = Place { case: None, mode: Mode::New, ..place };
        write(&store, move |tx| {
            Box::pin(async move {
                let first = |text: &str| {
                    let draft = draft(text);
                    NewDraft { written: Written { mode: Mode::New, ..draft.written }, ..draft }
                };
                drafts::put(tx, world.org, place, &first("Tilbake")).await?;
                drafts::put(tx, world.org, new, &first("Ny")).await
            })
        })
        .await;
        let conn = store.read();
        let mode = async |place| drafts::find(&conn, world.org, place).await.unwrap().unwrap().written.mode;
        assert_eq!((mode(place).await, mode(new).await), (Mode::Reply, Mode::New));
    });
}

#[test]
fn a_draft_keeps_its_files_and_no_others_from_the_sweep() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let place = Place { user: world.user, case: None, mode: Mode::New, mail: None };
        let file = raw::prepare(&store, world.org, Bytes::from_static(b"a file")).await.unwrap();
        let (kept, other, left) = write(&store, move |tx| {
            let file = file.clone();
            Box::pin(async move {
                let (user, name, media_type) = (world.user, String::from("a"), String::from("text/plain"));
                let new = NewUpload { user, name, media_type, raw: file, at: START };
                let kept = uploads::insert(tx, world.org, &new).await?;
                let other = uploads::insert(tx, world.org, &new).await?;
                let draft = drafts::put(tx, world.org, place, &draft("Hei")).await?;
                uploads::keep_for_draft(tx, world.org, (user, draft.id), &[other]).await?;
                uploads::keep_for_draft(tx, world.org, (user, draft.id), &[kept]).await?;
                let left = uploads::delete_before(tx, START.plus_seconds(1)).await?;
                Ok((kept, other, left))
            })
        })
        .await;
        assert_eq!(left, 1, "the one that the draft no longer names");
        let found = uploads::list(&store.read(), world.org, world.user, &[other, kept]).await.unwrap();
        assert_eq!(found.iter().map(|upload| upload.id).collect::<Vec<_>>(), [kept]);
        let swept = write(&store, move |tx| {
            Box::pin(async move {
                drafts::delete(tx, world.org, place).await?;
                uploads::delete_before(tx, START.plus_seconds(1)).await
            })
        })
        .await;
        assert_eq!(swept, 1, "without the draft nothing keeps it");
    });
}

async fn sent(store: &Store, world: World, case: CaseId, origin: Origin) -> OutboxId {
    let mut item = new_outbox(store, world.org, &["a@kunde.example", "b@kunde.example"]).await;
    (item.created_by, item.case_id) = (Some(world.user), Some(case));
    write(store, move |tx| {
        let (item, origin) = (item.clone(), origin.clone());
        Box::pin(async move {
            let id = outbox::insert(tx, world.org, &item).await?;
            let plan = Plan { planned_at: None, cancel_if_answered: true, origin: &origin };
            outbox::record_plan(tx, world.org, id, plan).await?;
            let message = NewMessage {
                direction: Direction::Sent,
                outbox_id: Some(id),
                at: START.plus_seconds(5),
                raw_hash: Some(item.raw.hash()),
                ..received()
            };
            cases::append_message(tx, world.org, case, &message).await?;
            Ok::<_, StoreError>(id)
        })
    })
    .await
}

#[test]
fn what_nobody_tried_is_taken_back_whole_and_what_was_begun_is_not_touched() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let case = insert_case(&store, world.org, new_case("Sak")).await;
        let origin = Origin {
            written: Written { text: String::from("Svar"), ..Written::default() },
            took_over: true,
            ..Origin::default()
        };
        let id = sent(&store, world, case, origin.clone()).await;
        let conn = store.read();
        assert_eq!(outbox::list_to_call_back(&conn, world.org, case).await.unwrap(), [id]);
        let taken = write(&store, move |tx| {
            Box::pin(async move {
                // A worker that claimed it but has not begun finds it gone.
                deliveries::claim_due(tx, &claim("w", 10)).await?;
                outbox::take_back(tx, world.org, id).await
            })
        })
        .await
        .unwrap();
        assert_eq!((taken.origin, taken.author, taken.case), (origin.clone(), world.user, case));
        assert!(outbox::find(&conn, world.org, id).await.unwrap().is_none());
        assert!(deliveries::list_of_item(&conn, world.org, id).await.unwrap().is_empty());
        assert!(cases::list_messages(&conn, world.org, case).await.unwrap().is_empty());
        let found = cases::find(&conn, world.org, case, &cases::CaseScope::All).await.unwrap().unwrap();
        assert_eq!((found.messages, found.last_message_at), (0, START));
        let ids = [received().content.message_id.unwrap()];
        assert!(cases::find_by_message_ids(&conn, world.org, &ids).await.unwrap().is_empty());

        let id = sent(&store, world, case, origin).await;
        let refused = write(&store, move |tx| {
            Box::pin(async move {
                let due = deliveries::claim_due(tx, &claim("w", 10)).await?;
                deliveries::begin_attempts(tx, &[due[0].id], "w", START).await?;
                outbox::take_back(tx, world.org, id).await
            })
        })
        .await;
        assert!(refused.is_none());
        assert!(outbox::list_to_call_back(&conn, world.org, case).await.unwrap().is_empty());
        assert_eq!(deliveries::list_of_item(&conn, world.org, id).await.unwrap().len(), 2);
        assert_eq!(cases::list_messages(&conn, world.org, case).await.unwrap().len(), 1);
    });
}

#[test]
fn held_mail_waits_until_it_is_let_go_and_planned_mail_until_its_time() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let case = insert_case(&store, world.org, new_case("Sak")).await;
        let id = sent(&store, world, case, Origin::default()).await;
        let (later, much_later) = (START.plus_seconds(600), START.plus_seconds(6_000));
        let steps = write(&store, move |tx| {
            Box::pin(async move {
                let org = world.org;
                let mut seen = Vec::new();
                assert_eq!(outbox::hold(tx, org, &[id], START).await?, [id]);
                assert!(outbox::hold(tx, org, &[id], START).await?.is_empty(), "it is held");
                seen.push(deliveries::claim_due(tx, &claim("w", 10)).await?.len());
                assert!(outbox::reschedule(tx, org, id, (Some(later), later)).await?);
                seen.push(deliveries::claim_due(tx, &claim("w", 10)).await?.len());
                outbox::delete(tx, org, &[id], START).await?;
                assert!(!outbox::reschedule(tx, org, id, (None, START)).await?, "it is in the bin");
                outbox::restore(tx, org, &[id], START).await?;
                seen.push(deliveries::claim_due(tx, &claim("w", 10)).await?.len());
                outbox::hold(tx, org, &[id], START).await?;
                assert_eq!(outbox::release_held(tx, org, &[id], much_later).await?, [id]);
                let late = store::Claim { now: much_later, ..claim("w", 10) };
                seen.push(deliveries::claim_due(tx, &late).await?.len());
                Ok(seen)
            })
        })
        .await;
        assert_eq!(steps, [0, 0, 0, 2]);
    });
}
