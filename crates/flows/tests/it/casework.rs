//! What people do with cases, and where mail lands afterwards.

use domain::case::{CaseStatus, ParticipantRole};
use domain::{CaseId, MessageId};
use flows::Bulk;
use flows::cases::{self, CaseChange, CaseWaker, NewParticipant, TagChange};
use flows::compose::NewReply;
use flows::worker::Found;

use crate::house::House;

/// A mail of Kari's with this subject and Message-ID starts a case.
async fn start(house: &House, subject: &str, id: &str) -> CaseId {
    house
        .receive(&format!(
            "From: Kari <kari@customer.test>\nTo: service@house.test\nSubject: {subject}\n\
             Message-ID: <{id}@customer.test>\n\nHello {id}.\n"
        ))
        .await;
    house.cases().await.last().unwrap().id
}

/// An answer to one of our mails, or to another one, from whomever.
async fn answer_to(house: &House, from: &str, message_id: &str, answer: &str) {
    house
        .receive(&format!(
            "From: {from}\nSubject: Re: x\nMessage-ID: <{answer}@customer.test>\nIn-Reply-To: <{message_id}>\n\nYes.\n"
        ))
        .await;
}

/// Sends an answer and returns its Message-ID.
async fn reply(house: &House, case: CaseId) -> String {
    let reply = NewReply { text: "We look into it.".to_owned(), ..NewReply::default() };
    flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    messages(house, case).await.last().unwrap().content.message_id.clone().unwrap()
}

async fn messages(house: &House, case: CaseId) -> Vec<store::cases::MessageRow> {
    let conn = house.office.store().read();
    store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap()
}

async fn log(house: &House, case: CaseId) -> Vec<String> {
    let conn = house.office.store().read();
    let log = store::cases::list_log(&conn, house.actor.organisation, case).await.unwrap();
    log.into_iter().map(|entry| entry.what).collect()
}

fn all_done(bulk: &Bulk<CaseId>) -> bool {
    bulk.failed.is_empty() && !bulk.done.is_empty()
}

#[tokio::test]
async fn a_merged_case_leads_to_the_other_one_and_comes_out_again_with_its_messages() {
    let house = House::open().await;
    let (one, two) = (start(&house, "Invoice", "1").await, start(&house, "Invoice again", "2").await);
    let sent = reply(&house, two).await;
    let merged = cases::merge(&house.office, &house.actor, &[two], one).await.unwrap();
    assert!(all_done(&merged));
    assert_eq!(house.case(one).await.messages, 3);
    let gone = house.case(two).await;
    assert_eq!((gone.status, gone.messages, gone.merged_into), (CaseStatus::Merged, 0, Some(one)));

    // By the token of the case that is gone, by the Message-ID of its mail, and by its number.
    answer_to(&house, "ola@else.test", &sent, "3").await;
    answer_to(&house, "ola@else.test", "2@customer.test", "4").await;
    house
        .receive("From: kari@customer.test\nSubject: About [#2]\nMessage-ID: <5@customer.test>\n\nHm.\n")
        .await;
    assert_eq!(house.case(one).await.messages, 6);
    assert_eq!(house.cases().await.len(), 2);
    let refused = cases::merge(&house.office, &house.actor, &[two], one).await.unwrap();
    assert_eq!(refused.failed[0].1.code, "case.not_living");

    cases::unmerge(&house.office, &house.actor, two).await.unwrap();
    let (one_now, two_now) = (house.case(one).await, house.case(two).await);
    assert_eq!((one_now.messages, two_now.messages, two_now.status), (4, 2, CaseStatus::Open));
    answer_to(&house, "kari@customer.test", "2@customer.test", "6").await;
    assert_eq!(house.case(two).await.messages, 3);
    assert_eq!(log(&house, one).await, ["created", "merged", "unmerged"]);
    assert_eq!(log(&house, two).await, ["created", "replied", "owner", "merged_into", "unmerged_from"]);
    let again = cases::unmerge(&house.office, &house.actor, two).await.unwrap_err();
    assert_eq!(again.code, "case.not_merged");
}

#[tokio::test]
async fn a_merge_is_undone_for_thirty_days() {
    let house = House::open().await;
    let (one, two) = (start(&house, "Invoice", "1").await, start(&house, "Invoice again", "2").await);
    cases::merge(&house.office, &house.actor, &[two], one).await.unwrap();
    house.clock.advance_millis(domain::limits::UNMERGE_MS + 1);
    let late = cases::unmerge(&house.office, &house.actor, two).await.unwrap_err();
    assert_eq!(late.code, "case.merged_long_ago");
}

#[tokio::test]
async fn cases_merged_one_after_the_other_come_apart_each_with_its_own() {
    let house = House::open().await;
    let mut ids = Vec::new();
    for id in ["1", "2", "3"] {
        ids.push(start(&house, "Invoice", id).await);
    }
    let [one, two, three] = ids[..] else { panic!("three cases") };
    cases::merge(&house.office, &house.actor, &[three], two).await.unwrap();
    cases::merge(&house.office, &house.actor, &[two], one).await.unwrap();
    assert_eq!(house.case(one).await.messages, 3);
    cases::unmerge(&house.office, &house.actor, three).await.unwrap();
    cases::unmerge(&house.office, &house.actor, two).await.unwrap();
    for id in [one, two, three] {
        assert_eq!(house.case(id).await.messages, 1);
    }
}

#[tokio::test]
async fn split_messages_are_a_case_that_answers_find_and_their_writer_leaves_with_them() {
    let house = House::open().await;
    let case = start(&house, "Invoice", "1").await;
    answer_to(&house, "Per <per@customer.test>", "1@customer.test", "2").await;
    let moved: Vec<MessageId> = messages(&house, case).await.iter().skip(1).map(|found| found.id).collect();
    let new = cases::split(&house.office, &house.actor, case, &moved).await.unwrap();
    let (old_now, new_now) = (house.case(case).await, house.case(new).await);
    assert_eq!((old_now.messages, new_now.messages), (1, 1));
    assert_eq!(new_now.customer_address, "per@customer.test");
    assert_eq!(log(&house, case).await, ["created", "split"]);

    answer_to(&house, "per@customer.test", "2@customer.test", "3").await;
    assert_eq!(house.case(new).await.messages, 2);
    // He takes no part in the old case any more: its number alone is not enough, and a person decides.
    house
        .receive("From: per@customer.test\nSubject: About [#1]\nMessage-ID: <4@else.test>\n\nShow me.\n")
        .await;
    assert_eq!(house.case(case).await.messages, 1);
    let all = messages(&house, case).await.iter().map(|message| message.id).collect::<Vec<_>>();
    let last = cases::split(&house.office, &house.actor, case, &all).await.unwrap_err();
    assert_eq!(last.code, "case.last_message");
}

#[tokio::test]
async fn an_answer_to_a_moved_mail_of_ours_goes_where_it_was_moved() {
    let house = House::open().await;
    let (one, two) = (start(&house, "Invoice", "1").await, start(&house, "Something else", "2").await);
    let sent = reply(&house, one).await;
    let message = messages(&house, one).await.last().unwrap().id;
    cases::move_messages(&house.office, &house.actor, (one, two), &[message]).await.unwrap();
    answer_to(&house, "kari@customer.test", &sent, "3").await;
    assert_eq!((house.case(one).await.messages, house.case(two).await.messages), (1, 3));
    let foreign =
        cases::move_messages(&house.office, &house.actor, (one, two), &[message]).await.unwrap_err();
    assert_eq!(foreign.code, "not_found");
}

#[tokio::test]
async fn spam_rests_whoever_writes_and_a_deleted_case_comes_back_with_its_customer() {
    let house = House::open().await;
    let (one, two) = (start(&house, "Buy now", "1").await, start(&house, "Invoice", "2").await);
    assert!(all_done(&cases::mark_spam(&house.office, &house.actor, &[one]).await.unwrap()));
    assert!(all_done(&cases::delete(&house.office, &house.actor, &[two]).await.unwrap()));
    answer_to(&house, "kari@customer.test", "1@customer.test", "3").await;
    answer_to(&house, "kari@customer.test", "2@customer.test", "4").await;
    let (spam, back) = (house.case(one).await, house.case(two).await);
    assert_eq!((spam.status, spam.messages), (CaseStatus::Spam, 2));
    assert_eq!((back.status, back.binned_at), (CaseStatus::Open, None));

    let refused = cases::comment(&house.office, &house.actor, one, "Hm".to_owned()).await.unwrap_err();
    assert_eq!(refused.code, "case.not_living");
    cases::restore(&house.office, &house.actor, &[one]).await.unwrap();
    assert_eq!(house.case(one).await.status, CaseStatus::Open);
    let twice = cases::restore(&house.office, &house.actor, &[one]).await.unwrap();
    assert_eq!(twice.failed[0].1.code, "case.not_binned");
}

#[tokio::test]
async fn the_bin_of_cases_is_emptied_after_its_time() {
    let house = House::open().await;
    let (one, two) = (start(&house, "Buy now", "1").await, start(&house, "Invoice", "2").await);
    cases::mark_spam(&house.office, &house.actor, &[one]).await.unwrap();
    let waker = CaseWaker::new(house.office.clone());
    assert_eq!(waker.run_once().await.unwrap(), Found::Nothing);
    house.clock.advance_millis(14 * 24 * 3600 * 1000 + 1);
    assert_eq!(waker.run_once().await.unwrap(), Found::Work);
    let left: Vec<CaseId> = house.cases().await.iter().map(|case| case.id).collect();
    assert_eq!(left, [two]);
    assert!(messages(&house, one).await.is_empty());
    // What is gone is matched no more.
    answer_to(&house, "kari@customer.test", "1@customer.test", "3").await;
    assert_eq!(house.cases().await.len(), 2);
}

#[tokio::test]
async fn a_waiting_case_opens_when_its_time_comes() {
    let house = House::open().await;
    let case = start(&house, "Invoice", "1").await;
    let until = house.office.now().plus_millis(3_600_000);
    let wait = CaseChange {
        status: Some(CaseStatus::Waiting),
        wait_until: Some(Some(until)),
        ..CaseChange::default()
    };
    cases::change(&house.office, &house.actor, case, wait.clone()).await.unwrap();
    let waker = CaseWaker::new(house.office.clone());
    assert_eq!(waker.run_once().await.unwrap(), Found::Nothing);
    house.clock.advance_millis(3_600_000);
    assert_eq!(waker.run_once().await.unwrap(), Found::Work);
    let woken = house.case(case).await;
    assert_eq!((woken.status, woken.wait_until, woken.unread), (CaseStatus::Open, None, true));
    assert!(log(&house, case).await.contains(&"woke".to_owned()));
    let past = cases::change(&house.office, &house.actor, case, wait).await.unwrap_err();
    assert_eq!(past.code, "case.wait_is_past");
    let by_status = CaseChange { status: Some(CaseStatus::Spam), ..CaseChange::default() };
    let refused = cases::change(&house.office, &house.actor, case, by_status).await.unwrap_err();
    assert_eq!(refused.code, "case.status_by_action");
}

#[tokio::test]
async fn tags_are_made_as_they_are_used_and_many_cases_are_changed_together() {
    let house = House::open().await;
    let (one, two) = (start(&house, "Invoice", "1").await, start(&house, "Invoice", "2").await);
    cases::set_tags(&house.office, &house.actor, one, vec!["Faktura".to_owned(), "Purring".to_owned()])
        .await
        .unwrap();
    let close = CaseChange { status: Some(CaseStatus::Closed), ..CaseChange::default() };
    let tags = TagChange { add: vec!["FAKTURA".to_owned()], remove: vec!["purring".to_owned()] };
    let unknown = CaseId::new(7);
    let done = cases::change_many(&house.office, &house.actor, &[one, two, unknown], (close, tags)).await;
    let done = done.unwrap();
    assert_eq!((done.done, done.failed[0].0), (vec![one, two], unknown));
    for id in [one, two] {
        let case = house.case(id).await;
        let tags: Vec<&str> = case.tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!((case.status, tags), (CaseStatus::Closed, vec!["Faktura"]));
    }
    assert_eq!(log(&house, one).await, ["created", "tagged", "tagged", "status", "untagged"]);
}

#[tokio::test]
async fn participants_come_and_go_by_hand_and_the_customer_stays() {
    let house = House::open().await;
    let case = start(&house, "Invoice", "1").await;
    let add = async |address: &str, role| {
        let new = NewParticipant { address: address.to_owned(), name: Some("Per".to_owned()), role };
        cases::add_participant(&house.office, &house.actor, case, new).await
    };
    add("per@else.test", ParticipantRole::Cc).await.unwrap();
    assert_eq!(add("nobody", ParticipantRole::Cc).await.unwrap_err().code, "address.invalid");
    let stranger = "From: per@else.test\nSubject: About [#1]\nMessage-ID: <2@else.test>\n\nHello.\n";
    house.receive(stranger).await;
    assert_eq!(house.case(case).await.messages, 2);
    cases::remove_participant(&house.office, &house.actor, case, "per@else.test").await.unwrap();
    house.receive(&stranger.replace("<2@", "<3@")).await;
    assert_eq!(house.case(case).await.messages, 2, "he is a stranger again");

    add("per@else.test", ParticipantRole::Customer).await.unwrap();
    assert_eq!(house.case(case).await.customer_address, "per@else.test");
    let stays = cases::remove_participant(&house.office, &house.actor, case, "per@else.test").await;
    assert_eq!(stays.unwrap_err().code, "case.customer_stays");
    let conn = house.office.store().read();
    let known = store::cases::list_participants(&conn, house.actor.organisation, case).await.unwrap();
    let roles: Vec<_> = known.iter().map(|one| (one.address.to_string(), one.role)).collect();
    let expected =
        [("kari@customer.test", ParticipantRole::Cc), ("per@else.test", ParticipantRole::Customer)];
    assert_eq!(roles, expected.map(|(address, role)| (address.to_owned(), role)));
}

#[tokio::test]
async fn the_next_case_is_the_one_due_first_and_nobody_gets_it_twice() {
    let house = House::open().await;
    let (one, two) = (start(&house, "Slow", "1").await, start(&house, "Fast", "2").await);
    let organisation = house.actor.organisation;
    let urgent = house
        .office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let urgent = store::priorities::insert(tx, organisation, "Urgent", 1).await?;
                let change = store::priorities::PriorityChange {
                    deadline_minutes: Some(Some(60)),
                    ..store::priorities::PriorityChange::default()
                };
                store::priorities::update(tx, organisation, urgent, &change).await?;
                Ok::<_, store::StoreError>(urgent)
            })
        })
        .await
        .unwrap();
    let change = CaseChange { priority: Some(Some(urgent)), ..CaseChange::default() };
    cases::change(&house.office, &house.actor, two, change).await.unwrap();
    let due = house.case(two).await;
    assert_eq!(due.due_at, Some(due.created_at.plus_millis(3_600_000)));
    assert_eq!(cases::take_next(&house.office, &house.actor).await.unwrap(), Some(two));
    assert_eq!(cases::take_next(&house.office, &house.actor).await.unwrap(), Some(one));
    assert_eq!(cases::take_next(&house.office, &house.actor).await.unwrap(), None);
    assert_eq!(house.case(one).await.owner_id, Some(house.actor.user));
}
