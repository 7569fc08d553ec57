//! Cases: numbers, messages, the facts of matching, the log, and who sees what.

use std::collections::BTreeMap;

use domain::case::{CaseStatus, Direction};
use domain::outbox::DeliveryState;
use domain::{CategoryId, UserId};
use store::cases::{
    AttachmentMeta, By, CaseChange, CaseFilter, CaseScope, CaseSort, Correspondent, MessageContent,
    NewMessage, OwnerFilter,
};
use store::{Count, ListQuery, StoreError, cases, categories, summary, users};

use crate::db::{Db, START, on_both};
use crate::fixtures::{address, insert_case, new_case, new_user, queued, world, write};

#[test]
fn numbers_run_from_one_in_each_organisation() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await, world(&store, "sor").await);
        let jobs: Vec<_> = (0..20)
            .map(|number| {
                let store = store.clone();
                let org = if number % 2 == 0 { nord.org } else { sor.org };
                tokio::spawn(async move {
                    write(&store, move |tx| {
                        Box::pin(async move { cases::insert(tx, org, &new_case("Sak")).await })
                    })
                    .await
                    .1
                })
            })
            .collect();
        let mut numbers = Vec::new();
        for job in jobs {
            numbers.push(job.await.unwrap());
        }
        numbers.sort_unstable();
        let expected: Vec<i64> = (1..=10).flat_map(|number| [number, number]).collect();
        assert_eq!(numbers, expected);
        let missing: Result<_, StoreError> = store
            .write(|tx| {
                Box::pin(
                    async move { cases::insert(tx, domain::OrganisationId::new(1), &new_case("Sak")).await },
                )
            })
            .await;
        assert!(matches!(missing, Err(StoreError::Missing("organisation"))));
    });
}

#[test]
fn messages_move_the_case_and_leave_the_facts_of_matching() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, case) = (world.org, insert_case(&store, world.org, new_case("Hei")).await);
        let outbox_id = queued(&store, org, &["ola@kunde.example"]).await;
        let (one, two, three) = write(&store, move |tx| {
            Box::pin(async move {
                let one = cases::append_message(tx, org, case, &received()).await?;
                let mut sent = received();
                sent.direction = Direction::Sent;
                sent.at = START.plus_seconds(2);
                sent.content.from = somebody("post@nord.example");
                sent.content.to = vec![somebody("ny@kunde.example")];
                sent.content.cc.clear();
                sent.content.message_id = Some(String::from("svar@nord.example"));
                (sent.author_id, sent.outbox_id) = (Some(world.user), Some(outbox_id));
                let two = cases::append_message(tx, org, case, &sent).await?;
                let mut comment =
                    NewMessage { direction: Direction::Comment, at: START.plus_seconds(3), ..received() };
                comment.content.message_id = None;
                comment.content.from = somebody("kari@nord.example");
                let three = cases::append_message(tx, org, case, &comment).await?;
                Ok((one, two, three))
            })
        })
        .await;
        let conn = store.read();
        let row = cases::find(&conn, org, case, &CaseScope::All).await.unwrap().unwrap();
        assert_eq!((row.messages, row.unread), (2, true));
        assert_eq!((row.last_message_at, row.updated_at), (START.plus_seconds(2), START.plus_seconds(3)));

        let messages = cases::list_messages(&conn, org, case).await.unwrap();
        assert_eq!(messages.iter().map(|message| message.id).collect::<Vec<_>>(), [one, two, three]);
        assert_eq!(messages[0].content, received().content);
        assert_eq!(messages[1].author_name.as_deref(), Some("Kari Nordmann"));
        assert_eq!(messages[1].delivery.as_ref().unwrap().state, DeliveryState::Queued);
        assert_eq!(cases::find_message(&conn, org, case, two).await.unwrap().unwrap(), messages[1]);

        let wanted = ["unknown@x", "svar@nord.example", "m1@kunde.example"].map(String::from);
        let found = cases::find_by_message_ids(&conn, org, &wanted).await.unwrap();
        let evidence: Vec<_> = found.iter().map(|found| (found.id, found.message_id.as_deref())).collect();
        assert_eq!(evidence, [(case, Some("svar@nord.example")), (case, Some("m1@kunde.example"))]);
        assert_eq!(cases::find_by_number(&conn, org, row.number).await.unwrap().unwrap().id, case);
        let participants = cases::participants(&conn, org, case).await.unwrap();
        let expected = ["kopi@kunde.example", "ny@kunde.example", "ola@kunde.example"].map(address);
        assert_eq!(participants, expected, "neither our mailbox nor a colleague's comment");
    });
}

#[test]
fn the_log_names_three_recipients_of_a_mail_and_counts_the_others() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, case) = (world.org, insert_case(&store, world.org, new_case("Hei")).await);
        write(&store, move |tx| {
            Box::pin(async move {
                let mut sent = received();
                (sent.direction, sent.author_id) = (Direction::Sent, Some(world.user));
                sent.content.to =
                    ["a@kunde.example", "b@kunde.example", "c@kunde.example"].map(somebody).to_vec();
                sent.content.cc = vec![somebody("d@kunde.example")];
                cases::append_message(tx, org, case, &sent).await
            })
        })
        .await;
        let log = cases::list_log(&store.read(), org, case).await.unwrap();
        let told = log.iter().find(|entry| entry.what == "replied").unwrap();
        assert_eq!(told.params["to"], "a@kunde.example, b@kunde.example, c@kunde.example");
        assert_eq!(told.params["more"], "1");
    });
}

#[test]
fn a_message_for_a_case_that_is_not_there_is_refused() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let answer: Result<_, StoreError> = store
            .write(move |tx| {
                Box::pin(async move {
                    cases::append_message(tx, world.org, domain::CaseId::new(1), &received()).await
                })
            })
            .await;
        assert!(matches!(answer, Err(StoreError::Missing("case"))));
    });
}

#[test]
fn changes_are_logged_with_what_was_shown() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, case) = (world.org, insert_case(&store, world.org, new_case("Hei")).await);
        let by = By { user: Some(world.user), at: START.plus_seconds(1) };
        write(&store, move |tx| {
            Box::pin(async move {
                let change = CaseChange {
                    status: Some(CaseStatus::Waiting),
                    owner_id: Some(Some(world.user)),
                    category_id: Some(Some(world.category)),
                    unread: Some(false),
                    title: Some(String::from("Hei")),
                    ..CaseChange::default()
                };
                assert!(cases::update(tx, org, case, &change, by).await?);
                let nobody = CaseChange { owner_id: Some(None), ..CaseChange::default() };
                cases::update(tx, org, case, &nobody, By { user: None, at: START.plus_seconds(2) }).await?;
                cases::insert_log(tx, org, case, by, ("merged", BTreeMap::new())).await
            })
        })
        .await;
        let log = cases::list_log(&store.read(), org, case).await.unwrap();
        let told: Vec<_> = log
            .iter()
            .map(|entry| {
                let param = |name: &str| entry.params.get(name).map_or("", String::as_str);
                (entry.what.as_str(), param("from"), param("to"), entry.user_name.is_some())
            })
            .collect();
        let expected = [
            ("created", "ola@kunde.example", "", false),
            ("status", "open", "waiting", true),
            ("owner", "", "Kari Nordmann", true),
            ("category", "", "Support", true),
            ("owner", "Kari Nordmann", "", false),
            ("merged", "", "", true),
        ];
        assert_eq!(told, expected);
    });
}

#[test]
fn a_scope_shows_own_cases_and_those_of_own_categories() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let (colleague, foreign) = write(&store, move |tx| {
            Box::pin(async move {
                let colleague = users::insert(tx, org, &new_user("per@nord.example")).await?;
                let foreign = categories::insert(tx, org, "Salg").await?;
                Ok((colleague, foreign))
            })
        })
        .await;
        let case = |category: Option<CategoryId>, owner: Option<UserId>| {
            let mut case = new_case("Sak");
            (case.category_id, case.owner_id) = (category, owner);
            insert_case(&store, org, case)
        };
        let mine = case(None, Some(world.user)).await;
        let ours = case(Some(world.category), Some(colleague)).await;
        let both = case(Some(world.category), Some(world.user)).await;
        let theirs = case(Some(foreign), Some(colleague)).await;
        let nobodys = case(None, None).await;
        let scope = CaseScope::Own { user: world.user, categories: vec![world.category] };
        let conn = store.read();
        for (id, seen) in [(mine, true), (ours, true), (both, true), (theirs, false), (nobodys, false)] {
            assert_eq!(cases::find(&conn, org, id, &scope).await.unwrap().is_some(), seen);
        }
        let figures = summary::find(&conn, org, &scope).await.unwrap();
        assert_eq!(figures.open_cases, Count { count: 3, more: false });
        let list = async |owner, category_id| {
            let filter =
                CaseFilter { owner, category_id, ..CaseFilter::of(scope.clone(), &[CaseStatus::Open]) };
            let query = ListQuery { sort: CaseSort::Number, ..ListQuery::default() };
            let page = cases::list(&conn, org, &query, &filter).await.unwrap();
            page.rows.into_iter().map(|case| case.id).collect::<Vec<_>>()
        };
        assert_eq!(list(OwnerFilter::Any, None).await, [mine, ours, both]);
        assert_eq!(list(OwnerFilter::Is(world.user), None).await, [mine, both]);
        assert_eq!(list(OwnerFilter::Nobody, None).await, []);
        assert_eq!(list(OwnerFilter::Any, Some(world.category)).await, [ours, both]);
    });
}

#[test]
fn viewers_are_those_seen_lately() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let case = insert_case(&store, world.org, new_case("Hei")).await;
        for at in [0, 5] {
            write(&store, move |tx| {
                Box::pin(async move {
                    cases::record_viewer(tx, world.org, case, world.user, START.plus_seconds(at)).await
                })
            })
            .await;
        }
        let since = async |at| {
            cases::list_viewers(&store.read(), world.org, case, START.plus_seconds(at)).await.unwrap()
        };
        assert_eq!(since(5).await, [(world.user, String::from("Kari Nordmann"))]);
        assert!(since(6).await.is_empty());
    });
}

#[test]
fn the_figures_count_what_the_lists_show() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let case = insert_case(&store, world.org, new_case("Hei")).await;
        insert_case(&store, world.org, new_case("Hallo")).await;
        queued(&store, world.org, &["a@kunde.example"]).await;
        crate::fixtures::stored(&store, world, "waits").await;
        let blocked = crate::fixtures::stored(&store, world, "blocked").await;
        let filter = crate::intake::new_filter(&store, world, "Reklame").await;
        crate::intake::block(&store, world, blocked, filter).await;
        write(&store, move |tx| {
            Box::pin(async move { cases::append_message(tx, world.org, case, &received()).await })
        })
        .await;
        let figures = summary::find(&store.read(), world.org, &CaseScope::All).await.unwrap();
        let counts = [
            figures.open_cases,
            figures.unread_cases,
            figures.intake_waiting,
            figures.intake_failed,
            figures.outbox_waiting,
            figures.outbox_failed,
            figures.blocked,
        ];
        assert_eq!(counts.map(|count| count.count), [2, 1, 1, 0, 1, 0, 1]);
    });
}

fn somebody(email: &str) -> Correspondent {
    Correspondent { name: None, address: Some(address(email)) }
}

pub(crate) fn received() -> NewMessage {
    NewMessage {
        direction: Direction::Received,
        at: START.plus_seconds(1),
        content: MessageContent {
            header_fields: Vec::new(),
            from: somebody("ola@kunde.example"),
            to: vec![somebody("POST@nord.example")],
            cc: vec![
                somebody("kopi@kunde.example"),
                Correspondent { name: Some(String::from("ødelagt <@>")), address: None },
            ],
            subject: String::from("Hei"),
            text: String::from("Hei"),
            full_text: String::from("Hei\n> før"),
            has_html: true,
            remote_refs: Some(2),
            attachments: vec![AttachmentMeta {
                index: 1,
                name: String::from("bilde.png"),
                media_type: String::from("image/png"),
                size_octets: 7,
                inline: false,
            }],
            class: String::from("person"),
            message_id: Some(String::from("m1@kunde.example")),
            parser_version: 1,
            authenticity: Some(String::from("pass")),
            failure: Some(domain::failure::Failure::default()),
        },
        author_id: None,
        intake_id: None,
        outbox_id: None,
        raw_hash: None,
    }
}
