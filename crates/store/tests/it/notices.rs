//! What users are told: kept within limits, told once, mailed together.

use std::sync::atomic::{AtomicU16, Ordering};

use domain::case::CaseStatus;
use domain::limits::{NOTICES_MAX, NOTICES_PAGE};
use domain::notice::{Channels, Happening, NoticeEvent};
use domain::{CaseId, Timestamp, UserId};
use store::cases::By;
use store::notices::{NewNotice, Which};
use store::{Store, cases, followers, happenings, notice_choices, notices, organisations};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, insert_case, new_case, new_user, world, write};

fn notice(user: UserId, case: CaseId, mail_due_at: Option<Timestamp>) -> NewNotice {
    NewNotice {
        user,
        case: Some(case),
        event: NoticeEvent::NewMessage,
        actor: None,
        at: START,
        what: Happening::Received,
        in_app: true,
        mail_due_at,
    }
}

async fn insert(store: &Store, w: World, told: Vec<NewNotice>) {
    write(store, move |tx| Box::pin(async move { notices::insert(tx, w.org, &told).await })).await;
}

#[test]
fn a_bell_keeps_its_newest_in_pages_and_counts_what_is_unread() {
    on_both(async |Db { store, .. }: Db| {
        let w = world(&store, "nord").await;
        let (one, two) = (
            insert_case(&store, w.org, new_case("Sak")).await,
            insert_case(&store, w.org, new_case("To")).await,
        );
        insert(&store, w, vec![notice(w.user, one, None)]).await;
        for _ in 0..5 {
            insert(&store, w, vec![notice(w.user, two, None); 100]).await;
        }
        let conn = store.read();
        assert_eq!(notices::count_unread(&conn, w.org, w.user).await.unwrap(), NOTICES_MAX);
        let page = notices::list(&conn, w.org, w.user, None).await.unwrap();
        assert_eq!(page.len() as u64, NOTICES_PAGE);
        let next = notices::list(&conn, w.org, w.user, page.last().map(|last| last.id)).await.unwrap();
        assert!(next[0].id < page[49].id && next.len() as u64 == NOTICES_PAGE);
        let first = page[0].id;
        let at = START;
        write(&store, move |tx| {
            Box::pin(async move {
                // Somebody else's, and one of his.
                notices::mark_read(tx, w.org, UserId::new(1), (&Which::All, at)).await?;
                notices::mark_read(tx, w.org, w.user, (&Which::These(vec![first]), at)).await
            })
        })
        .await;
        assert_eq!(notices::count_unread(&conn, w.org, w.user).await.unwrap(), NOTICES_MAX - 1);
        write(&store, move |tx| {
            Box::pin(async move { notices::mark_read(tx, w.org, w.user, (&Which::OfCase(two), at)).await })
        })
        .await;
        assert_eq!(notices::count_unread(&conn, w.org, w.user).await.unwrap(), 0);
        let gone = write(&store, |tx| {
            Box::pin(async move { notices::delete_before(tx, START.plus_seconds(1)).await })
        });
        assert_eq!(gone.await, NOTICES_MAX);
    });
}

#[test]
fn who_was_told_the_same_since_an_instant_is_known_of_many_at_once() {
    on_both(async |Db { store, .. }: Db| {
        let w = world(&store, "nord").await;
        let case = insert_case(&store, w.org, new_case("Sak")).await;
        let others = write(&store, move |tx| {
            Box::pin(async move {
                let per = store::users::insert(tx, w.org, &new_user("per@nord.example")).await?;
                Ok([per, store::users::insert(tx, w.org, &new_user("ola@nord.example")).await?])
            })
        });
        let [per, ola] = others.await;
        let told = |user| notice(user, case, None);
        let other = NewNotice { what: Happening::Woke, ..told(per) };
        let by_mail = NewNotice { in_app: false, ..told(ola) };
        insert(&store, w, vec![told(w.user), told(w.user), other, by_mail]).await;
        let among = async |org, since| {
            let all = [w.user, per, ola];
            let told = notices::told_among(&store.read(), org, &all, (&Happening::Received, since)).await;
            told.unwrap().into_iter().collect::<Vec<_>>()
        };
        assert_eq!(among(w.org, START).await, [w.user], "by the bell, and just this");
        assert!(among(w.org, START.plus_seconds(1)).await.is_empty());
        let other = world(&store, "sor").await.org;
        assert!(among(other, START).await.is_empty());
    });
}

#[test]
fn a_notice_that_another_tells_is_taken_as_it_stands() {
    on_both(async |Db { store, .. }: Db| {
        let w = world(&store, "nord").await;
        let case = insert_case(&store, w.org, new_case("Sak")).await;
        insert(&store, w, vec![notice(w.user, case, Some(START)); 2]).await;
        let about = (Some(case), NoticeEvent::NewMessage);
        let unread = notices::list_unread(&store.read(), w.org, w.user, about).await.unwrap();
        assert_eq!(unread.iter().map(|one| one.mail_due_at).collect::<Vec<_>>(), [Some(START); 2]);
        let (mailed, read) = (unread[0].id, unread[1].id);
        let taken = write(&store, move |tx| {
            Box::pin(async move {
                notices::take_mail_due(tx, START).await?;
                notices::mark_read(tx, w.org, w.user, (&Which::These(vec![read]), START)).await?;
                let taken = notices::take_unread(tx, w.org, mailed).await?;
                Ok((
                    taken,
                    notices::take_unread(tx, w.org, read).await?,
                    notices::take_unread(tx, w.org, mailed).await?,
                ))
            })
        });
        let (taken, was_read, twice) = taken.await;
        assert_eq!(
            taken.map(|one| (one.id, one.mail_due_at)),
            Some((mailed, None)),
            "it was mailed meanwhile"
        );
        assert_eq!((was_read, twice), (None, None));
    });
}

#[test]
fn two_nodes_tell_everything_once() {
    on_both(async |db: Db| {
        let w = world(&db.store, "nord").await;
        let case = insert_case(&db.store, w.org, new_case("Sak")).await;
        write(&db.store, move |tx| {
            Box::pin(async move {
                let by = By { user: None, at: START };
                for level in 1..=40 {
                    let what = Happening::Escalated { level, tell: Vec::new() };
                    happenings::insert(tx, w.org, case, by, &what).await?;
                }
                Ok(())
            })
        })
        .await;
        let other = db.another_node(7).await;
        let told = AtomicU16::new(0);
        let take = async |store: &Store| {
            loop {
                let taken = write(store, |tx| Box::pin(async move { happenings::take(tx, 3).await })).await;
                if taken.is_empty() && happenings::is_empty(&store.read()).await.unwrap() {
                    return;
                }
                told.fetch_add(u16::try_from(taken.len()).unwrap(), Ordering::Relaxed);
            }
        };
        tokio::join!(take(&db.store), take(&other));
        assert_eq!(told.into_inner(), 40);
    });
}

#[test]
fn two_nodes_write_one_mail_of_a_case() {
    on_both(async |db: Db| {
        let w = world(&db.store, "nord").await;
        let other_user = write(&db.store, move |tx| {
            Box::pin(async move { store::users::insert(tx, w.org, &new_user("per@nord.example")).await })
        })
        .await;
        let case = insert_case(&db.store, w.org, new_case("Sak")).await;
        let due = |user, seconds| notice(user, case, Some(START.plus_seconds(seconds)));
        // The second comes later, and goes with the first.
        insert(&db.store, w, vec![due(w.user, 0), due(w.user, 60), due(other_user, 0)]).await;
        let other = db.another_node(7).await;
        let take = async |store: &Store| {
            let mut taken = Vec::new();
            while let Some(together) =
                write(store, |tx| Box::pin(async move { notices::take_mail_due(tx, START).await })).await
            {
                taken.push((together.user, together.notices.len()));
            }
            taken
        };
        let (mut mails, others) = tokio::join!(take(&db.store), take(&other));
        mails.extend(others);
        mails.sort_unstable();
        let mut expected = [(w.user, 2), (other_user, 1)];
        expected.sort_unstable();
        assert_eq!(mails, expected);
    });
}

#[test]
fn what_is_due_to_one_who_gets_too_many_is_put_on_his_screen_at_once() {
    on_both(async |Db { store, .. }: Db| {
        let w = world(&store, "nord").await;
        let case = insert_case(&store, w.org, new_case("Sak")).await;
        let by_mail = |case, seconds| {
            let mail_due_at = Some(START.plus_seconds(seconds));
            NewNotice { case, in_app: false, ..notice(w.user, CaseId::new(1), mail_due_at) }
        };
        insert(&store, w, vec![by_mail(Some(case), 0), by_mail(None, 0), by_mail(Some(case), 60)]).await;
        let other = NewNotice { user: UserId::new(7), ..by_mail(None, 0) };
        insert(&store, w, vec![other]).await;
        write(&store, move |tx| {
            Box::pin(async move { notices::give_up_due(tx, w.org, w.user, START).await })
        })
        .await;
        assert_eq!(notices::count_unread(&store.read(), w.org, w.user).await.unwrap(), 2);
        let take = async |now: Timestamp| {
            let taken =
                write(&store, move |tx| Box::pin(async move { notices::take_mail_due(tx, now).await })).await;
            taken.map(|together| (together.user, together.notices.len()))
        };
        assert_eq!(take(START).await, Some((UserId::new(7), 1)), "somebody else's mail is his");
        assert_eq!(take(START).await, None);
        assert_eq!(take(START.plus_seconds(60)).await, Some((w.user, 1)), "what comes later is asked anew");
    });
}

#[test]
fn who_is_told_goes_with_a_case_into_another_and_out_of_the_bin() {
    on_both(async |Db { store, .. }: Db| {
        let w = world(&store, "nord").await;
        let (one, two) = (
            insert_case(&store, w.org, new_case("Sak")).await,
            insert_case(&store, w.org, new_case("To")).await,
        );
        insert(&store, w, vec![notice(w.user, one, None), notice(w.user, two, None)]).await;
        let by = By { user: None, at: START };
        write(&store, move |tx| {
            Box::pin(async move {
                assert!(followers::follow(tx, w.org, one, (w.user, START)).await?);
                cases::merge(tx, w.org, (one, two), CaseStatus::Open, by).await
            })
        })
        .await;
        let followed = async |case| followers::list(&store.read(), w.org, case).await.unwrap();
        assert_eq!(followed(two).await, [w.user]);
        write(&store, move |tx| {
            Box::pin(async move {
                happenings::take(tx, 100).await?;
                let what = Happening::Escalated { level: 1, tell: Vec::new() };
                happenings::insert(tx, w.org, two, by, &what).await?;
                cases::throw_away(tx, w.org, &[two], CaseStatus::Deleted, by).await?;
                cases::purge(tx, START.plus_seconds(400 * 24 * 3600), 10).await
            })
        })
        .await;
        assert!(followed(two).await.is_empty());
        assert!(happenings::is_empty(&store.read()).await.unwrap());
        let left = notices::list(&store.read(), w.org, w.user, None).await.unwrap();
        assert!(left.is_empty(), "a case goes with those that went into it");
    });
}

#[test]
fn choices_followers_and_reminders_are_kept() {
    on_both(async |Db { store, .. }: Db| {
        let w = world(&store, "nord").await;
        let case = insert_case(&store, w.org, new_case("Sak")).await;
        let none = Channels { in_app: false, by_mail: false };
        write(&store, move |tx| {
            Box::pin(async move {
                notice_choices::put(tx, w.org, w.user, (NoticeEvent::Woken, none)).await?;
                notice_choices::put(tx, w.org, w.user, (NoticeEvent::Woken, none)).await?;
                assert!(followers::follow(tx, w.org, case, (w.user, START)).await?);
                assert!(followers::follow(tx, w.org, case, (w.user, START)).await?);
                Ok(())
            })
        })
        .await;
        let conn = store.read();
        assert_eq!(followers::list(&conn, w.org, case).await.unwrap(), [w.user]);
        let chosen = notice_choices::list(&conn, w.org, w.user).await.unwrap();
        assert_eq!(chosen.into_iter().collect::<Vec<_>>(), [(NoticeEvent::Woken, none)]);
        let remind = || {
            write(&store, |tx| {
                Box::pin(
                    async move { organisations::take_reminder(tx, (START, START.plus_seconds(9))).await },
                )
            })
        };
        assert_eq!(remind().await, Some((w.org, None)), "not planned yet");
        assert_eq!(remind().await, None);
        write(&store, move |tx| Box::pin(async move { followers::unfollow(tx, w.org, case, w.user).await }))
            .await;
        assert!(!followers::is_followed(&conn, w.org, case, w.user).await.unwrap());
    });
}
