//! What nodes of a newer version write down stands among what this one knows, while nodes are updated: it is passed over, or told
//! of in general words, and costs nobody the rest.

use domain::job::JobKind;
use domain::notice::{Happening, NoticeEvent};
use domain::timeline::{Step, StopDeed, Subject};
use domain::{CaseId, UserId};
use store::cases::By;
use store::jobs::{self, NewJob};
use store::notices::{self, NewNotice};
use store::sending_stops::{self, SendingStop, StoppedBy};
use store::timeline::{self, TimelineEntry};
use store::{StoreError, happenings};

use crate::db::{Db, START, on_both, run};
use crate::fixtures::{insert_case, new_case, queued, world, write};

fn notice(user: UserId, case: CaseId, what: Happening) -> NewNotice {
    NewNotice {
        user,
        case: Some(case),
        event: NoticeEvent::NewMessage,
        actor: None,
        at: START,
        what,
        in_app: true,
        mail_due_at: Some(START),
    }
}

#[test]
fn notices_of_a_newer_version_hide_none_of_ours() {
    on_both(async |Db { store, config, .. }: Db| {
        let w = world(&store, "nord").await;
        let case = insert_case(&store, w.org, new_case("Sak")).await;
        let told = [Happening::Created, Happening::Received, Happening::Answered];
        let told: Vec<NewNotice> = told.into_iter().map(|what| notice(w.user, case, what)).collect();
        write(&store, move |tx| Box::pin(async move { notices::insert(tx, w.org, &told).await })).await;
        // One of an event that nobody here knows, and one of a known event whose words are new.
        run(&config.database, r#"UPDATE notices SET event = 'teleported' WHERE what LIKE '%created%'"#).await;
        run(
            &config.database,
            r#"UPDATE notices SET what = '{"what":"beamed","to":7}' WHERE what LIKE '%received%'"#,
        )
        .await;
        let conn = store.read();
        let shown = notices::list(&conn, w.org, w.user, None).await.unwrap();
        let shown: Vec<Happening> = shown.into_iter().map(|row| row.what).collect();
        assert_eq!(shown, [Happening::Answered, Happening::Newer]);
        assert_eq!(notices::count_unread(&conn, w.org, w.user).await.unwrap(), 2);
        let unread = notices::list_unread(&conn, w.org, w.user, (Some(case), NoticeEvent::NewMessage)).await;
        assert_eq!(unread.unwrap().len(), 2);
        // What is to be mailed of a newer event waits for its own nodes, and keeps nothing of ours waiting behind it.
        let take = || write(&store, |tx| Box::pin(async move { notices::take_mail_due(tx, START).await }));
        let together = take().await.unwrap();
        let mailed: Vec<Happening> = together.notices.into_iter().map(|row| row.what).collect();
        assert_eq!(mailed, [Happening::Newer, Happening::Answered]);
        assert_eq!(take().await, None);
        run(&config.database, "UPDATE notices SET event = 'new_message'").await;
        assert_eq!(take().await.unwrap().notices.len(), 1, "theirs is still due");
    });
}

#[test]
fn a_happening_of_a_newer_version_is_left_to_it() {
    on_both(async |Db { store, config, .. }: Db| {
        let w = world(&store, "nord").await;
        let case = insert_case(&store, w.org, new_case("Sak")).await;
        write(&store, move |tx| {
            Box::pin(async move {
                let by = By { user: None, at: START };
                for what in [Happening::Created, Happening::Woke, Happening::Received] {
                    happenings::insert(tx, w.org, case, by, &what).await?;
                }
                Ok(())
            })
        })
        .await;
        run(&config.database, "UPDATE case_happenings SET what = REPLACE(what, 'woke', 'beamed')").await;
        run(&config.database, "UPDATE case_happenings SET what = REPLACE(what, 'created', 'teleported')")
            .await;
        let take = || write(&store, |tx| Box::pin(async move { happenings::take(tx, 1).await }));
        let told: Vec<Happening> = take().await.into_iter().map(|row| row.what).collect();
        assert_eq!(told, [Happening::Received], "a page behind them");
        assert!(take().await.is_empty());
        assert!(!happenings::is_empty(&store.read()).await.unwrap());
        run(&config.database, "UPDATE case_happenings SET what = REPLACE(what, 'beamed', 'woke')").await;
        assert_eq!(take().await[0].what, Happening::Woke);
    });
}

#[test]
fn a_step_of_a_newer_version_is_told_as_such_and_nonsense_is_none() {
    on_both(async |Db { store, config, .. }: Db| {
        let w = world(&store, "nord").await;
        let mail = queued(&store, w.org, &["a@kunde.example"]).await;
        write(&store, move |tx| {
            Box::pin(async move {
                let steps = [Step::CalledBack { case_id: CaseId::new(1) }, Step::Held { user_id: w.user }];
                let entries =
                    steps.map(|step| TimelineEntry { subject: Subject::Outbox(mail), at: START, step });
                timeline::insert_many(tx, w.org, &entries).await
            })
        })
        .await;
        let steps = async || {
            let found = timeline::list(&store.read(), w.org, Subject::Outbox(mail)).await;
            found.map(|steps| steps.into_iter().map(|(_, step)| step).collect::<Vec<_>>())
        };
        for newer in [
            "UPDATE timeline SET step = REPLACE(step, 'called_back', 'beamed')",
            // A kind that is known, written in a way that is not.
            "UPDATE timeline SET step = '{\"kind\":\"called_back\",\"cases\":[]}' WHERE step LIKE '%beamed%'",
        ] {
            run(&config.database, newer).await;
            let found = steps().await.unwrap();
            assert!(
                found.contains(&Step::Newer) && found.contains(&Step::Held { user_id: w.user }),
                "{found:?}"
            );
        }
        run(&config.database, "UPDATE timeline SET step = '{}' WHERE step LIKE '%called_back%'").await;
        assert!(matches!(steps().await.unwrap_err(), StoreError::Nonsense { table: "timeline", .. }));
    });
}

#[test]
fn a_job_of_a_newer_version_hides_none_of_ours() {
    on_both(async |Db { store, config, .. }: Db| {
        let w = world(&store, "nord").await;
        let mut ids = Vec::new();
        for kind in [JobKind::OutboxWay, JobKind::IntakeDelete] {
            let params = String::from("null");
            let job = NewJob { user: w.user, kind, params, ids: vec![1], cut: false, at: START };
            ids.push(
                write(&store, move |tx| Box::pin(async move { jobs::insert(tx, w.org, &job).await })).await,
            );
        }
        run(&config.database, "UPDATE jobs SET kind = 'outbox_beam' WHERE kind = 'outbox_way'").await;
        let conn = store.read();
        let shown = jobs::list(&conn, w.org, w.user, 9).await.unwrap();
        assert_eq!(shown.iter().map(|job| job.id).collect::<Vec<_>>(), [ids[1]]);
        assert_eq!(jobs::list_among(&conn, w.org, w.user, &ids).await.unwrap().len(), 1);
        assert!(jobs::find(&conn, w.org, w.user, ids[0]).await.unwrap().is_none());
        let claimed = write(&store, |tx| Box::pin(async move { jobs::claim_batch(tx, START).await })).await;
        assert_eq!(claimed.map(|(job, _)| job.id), Some(ids[1]));
    });
}

#[test]
fn what_a_newer_version_did_to_all_mail_hides_no_stop() {
    on_both(async |Db { store, config, .. }: Db| {
        let w = world(&store, "nord").await;
        let stop = SendingStop { by: StoppedBy::User(w.user), at: START, why: "wrong price".to_owned() };
        write(&store, move |tx| {
            let stop = stop.clone();
            Box::pin(async move {
                sending_stops::put(tx, w.org, &stop).await?;
                sending_stops::reword(tx, w.org, &SendingStop { at: START.plus_seconds(1), ..stop }).await
            })
        })
        .await;
        let newer = "UPDATE sending_stop_deeds SET deed = 'postponed' WHERE deed = 'reworded'";
        run(&config.database, newer).await;
        let found = sending_stops::list_until(&store.read(), w.org, START.plus_seconds(9), 9).await.unwrap();
        assert_eq!(found.iter().map(|one| one.deed).collect::<Vec<_>>(), [StopDeed::Stopped]);
    });
}
