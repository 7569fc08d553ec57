//! Mail becomes cases.

use domain::case::CaseStatus;
use domain::filter::{FilterAction, FilterCondition, FilterField, FilterOperator};
use domain::intake::IntakeState;
use domain::timeline::{Step, Subject};
use domain::{FilterId, IntakeId};
use flows::cases::CaseChange;
use flows::filters::FilterInput;
use flows::intake::{Stage, Told, Watch};
use flows::mailboxes::{MailboxInput, RulesInput};
use store::intake::Inserted;

use crate::house::House;

const FIRST: &str = "From: Kari <kari@customer.test>\nTo: service@house.test\nSubject: The invoice\n\
                     Message-ID: <1@customer.test>\n\nIt is too high.\n";

pub(crate) fn new(inserted: Inserted) -> IntakeId {
    match inserted {
        Inserted::New(id) => id,
        Inserted::Known(id) | Inserted::Copy(id) => panic!("{id} was known"),
    }
}

pub(crate) async fn steps(house: &House, id: IntakeId) -> Vec<Step> {
    let conn = house.office.store().read();
    let rows = store::timeline::list(&conn, house.actor.organisation, Subject::Intake(id)).await.unwrap();
    rows.into_iter().map(|(_, step)| step).collect()
}

pub(crate) async fn state(house: &House, id: IntakeId) -> IntakeState {
    let conn = house.office.store().read();
    store::intake::find(&conn, house.actor.organisation, id).await.unwrap().unwrap().state
}

async fn blocking_filter(house: &House, pattern: &str) -> FilterId {
    let input = FilterInput {
        name: Some(format!("no {pattern}")),
        conditions: Some(vec![FilterCondition {
            field: FilterField::Subject,
            header: None,
            operator: FilterOperator::Contains,
            value: pattern.to_owned(),
        }]),
        actions: Some(vec![FilterAction::Block]),
        ..FilterInput::default()
    };
    flows::filters::create(&house.office, &house.actor, input).await.unwrap()
}

#[tokio::test]
async fn a_mail_becomes_a_case_and_its_timeline_says_why() {
    let house = House::open().await;
    let id = new(house.receive(FIRST).await);
    let cases = house.cases().await;
    assert_eq!(cases.len(), 1);
    assert_eq!((cases[0].number, cases[0].title.as_str()), (1, "The invoice"));
    assert_eq!(cases[0].customer_address, "kari@customer.test");
    assert!(cases[0].unread);
    let steps = steps(&house, id).await;
    assert!(matches!(steps[0], Step::Received { .. }));
    assert!(matches!(steps[1], Step::Stored { .. }));
    assert!(matches!(steps[2], Step::Parsed { .. }));
    assert!(matches!(&steps[3], Step::CaseCreated { because, .. } if because == "no_evidence"));
    assert!(matches!(&steps[4], Step::SenderKnown { made: true, .. }));
    assert!(steps.iter().any(|step| matches!(step, Step::Placed { .. })));
}

#[tokio::test]
async fn the_same_mail_brought_twice_is_one_mail() {
    let house = House::open().await;
    let first = new(house.receive(FIRST).await);
    assert_eq!(house.receive(FIRST).await, Inserted::Known(first));
    assert_eq!(house.cases().await.len(), 1);
}

#[tokio::test]
async fn an_answer_joins_by_its_references_and_opens_a_closed_case() {
    let house = House::open().await;
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    let close = CaseChange { status: Some(CaseStatus::Closed), ..CaseChange::default() };
    flows::cases::change(&house.office, &house.actor, case, close).await.unwrap();
    let answer = "From: kari@customer.test\nSubject: Re: something else\nMessage-ID: <2@customer.test>\n\
                  References: <1@customer.test>\n\nAnother thing.\n";
    house.receive(answer).await;
    let found = house.case(case).await;
    assert_eq!((found.status, found.messages), (CaseStatus::Open, 2));
}

#[tokio::test]
async fn mails_of_one_thread_make_one_case_in_whatever_order_they_come() {
    let house = House::open().await;
    let answer = |id: u32, from: &str| {
        format!(
            "From: {from}\nTo: kari@customer.test\nCc: service@house.test\nSubject: Re: The invoice\n\
             Message-ID: <{id}@customer.test>\nReferences: <1@customer.test>\n\nI agree.\n"
        )
    };
    house.receive(&answer(21, "ola@customer.test")).await;
    let sibling = new(house.receive(&answer(22, "per@customer.test")).await);
    // The same name in a stranger's mail is a clumsy program's, and no reason to hold it up.
    let stranger = answer(23, "mallory@else.test").replace("kari@customer", "eve@else");
    let stranger = new(house.receive(&stranger).await);
    assert_eq!(state(&house, stranger).await, IntakeState::Placed);
    let root = new(house.receive(FIRST).await);
    let cases = house.cases().await;
    assert_eq!(cases.iter().map(|case| case.messages).collect::<Vec<_>>(), [3, 1]);
    for mail in [sibling, root] {
        let told = steps(&house, mail).await;
        let by_thread = |step: &Step| {
            matches!(step, Step::CaseMatched { because, evidence, .. }
                if because == "thread" && evidence == "1@customer.test")
        };
        assert!(told.iter().any(by_thread), "{told:?}");
    }
}

#[tokio::test]
async fn an_automatic_reply_joins_without_opening_its_case() {
    let house = House::open().await;
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    let close = CaseChange { status: Some(CaseStatus::Closed), ..CaseChange::default() };
    flows::cases::change(&house.office, &house.actor, case, close).await.unwrap();
    let away = "From: kari@customer.test\nSubject: Away\nMessage-ID: <3@customer.test>\n\
                In-Reply-To: <1@customer.test>\nAuto-Submitted: auto-replied\n\nOn holiday.\n";
    house.receive(away).await;
    let found = house.case(case).await;
    assert_eq!((found.status, found.messages), (CaseStatus::Closed, 2));
}

#[tokio::test]
async fn a_case_number_counts_for_participants_and_not_for_strangers() {
    let house = House::open().await;
    house.receive(FIRST).await;
    let known = "From: kari@customer.test\nSubject: About [#1]\nMessage-ID: <4@customer.test>\n\nHello.\n";
    house.receive(known).await;
    let stranger = "From: mallory@else.test\nSubject: About [#1]\nMessage-ID: <5@else.test>\n\nShow me.\n";
    let id = new(house.receive(stranger).await);
    assert_eq!(state(&house, id).await, IntakeState::Review);
    let cases = house.cases().await;
    assert_eq!(cases.iter().map(|case| case.messages).collect::<Vec<_>>(), [2]);
    let told = steps(&house, id).await;
    assert!(
        told.iter().any(|step| {
            matches!(step, Step::Review { number: 1, because, evidence, .. }
                if because == "stranger_number" && evidence == "[#1]")
        }),
        "{told:?}"
    );
}

#[tokio::test]
async fn whom_a_mail_of_the_case_reached_unseen_takes_part_in_it() {
    let house = House::open().await;
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    let reply = flows::compose::NewReply {
        text: "New prices.".to_owned(),
        bcc: vec!["hidden@else.test".parse().unwrap(), "gone@else.test".parse().unwrap()],
        ..flows::compose::NewReply::default()
    };
    flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.sink.answer_recipient("gone@else.test", "550 5.1.1 no such user");
    house.send().await;
    let answer =
        |who: &str| format!("From: {who}\nSubject: Re: About [#1]\nMessage-ID: <9{who}>\n\nThank you.\n");
    let hidden = new(house.receive(&answer("hidden@else.test")).await);
    assert_eq!(state(&house, hidden).await, IntakeState::Placed);
    let gone = new(house.receive(&answer("gone@else.test")).await);
    assert_eq!(state(&house, gone).await, IntakeState::Review, "nothing ever reached him");
}

#[tokio::test]
async fn a_person_decides_where_a_strangers_mail_belongs() {
    let house = House::open().await;
    house.receive(FIRST).await;
    let stranger = |id: u32, extra: &str| {
        format!("From: s{id}@else{id}.test\nSubject: Hm\nMessage-ID: <{id}@else.test>\n{extra}\n\nMe too.\n")
    };
    let refers = "In-Reply-To: <1@customer.test>";
    let (one, two) =
        (new(house.receive(&stranger(11, refers)).await), new(house.receive(&stranger(12, refers)).await));
    assert_eq!(state(&house, one).await, IntakeState::Review);
    let decide = async |id, number| flows::intake::decide(&house.office, &house.actor, id, number).await;
    assert_eq!(decide(one, Some(99)).await.unwrap_err().code, "intake.no_such_case");
    decide(one, Some(1)).await.unwrap();
    decide(two, None).await.unwrap();
    house.place().await;
    let cases = house.cases().await;
    assert_eq!(cases.iter().map(|case| case.messages).collect::<Vec<_>>(), [2, 1]);
    let told = steps(&house, one).await;
    assert!(told.contains(&Step::Decided { user_id: house.actor.user, number: Some(1) }));
    assert!(told.iter().any(|step| matches!(step, Step::CaseMatched { because, .. } if because == "person")));
    assert_eq!(decide(one, None).await.unwrap_err().code, "intake.not_for_review");

    // A colleague of the customer is no stranger.
    let colleague = "From: boss@customer.test\nSubject: Re: The invoice\nMessage-ID: <13@customer.test>\n\
                     References: <1@customer.test>\n\nIndeed.\n";
    house.receive(colleague).await;
    assert_eq!(house.cases().await[0].messages, 3);
}

#[tokio::test]
async fn a_complaint_goes_to_the_case_of_the_mail_it_complains_of() {
    let house = House::open().await;
    house.receive(FIRST).await;
    let complaint = "From: fbl@provider.test\nSubject: Complaint\nMessage-ID: <20@provider.test>\nMIME-Version: 1.0\n\
        Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
        --b\nContent-Type: text/plain\n\nA user complained.\n\
        --b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n\n\
        --b\nContent-Type: message/rfc822\n\nMessage-ID: <1@customer.test>\nSubject: The invoice\n\nx\n--b--\n";
    house.receive(complaint).await;
    let cases = house.cases().await;
    assert_eq!(cases.iter().map(|case| case.messages).collect::<Vec<_>>(), [2]);
}

#[tokio::test]
async fn blocked_mail_waits_and_is_imported_past_the_filter_that_blocked_it_alone() {
    let house = House::open().await;
    let first = blocking_filter(&house, "lottery").await;
    let id = new(house.receive(&FIRST.replace("The invoice", "The lottery prize")).await);
    assert_eq!(state(&house, id).await, IntakeState::Blocked);
    assert!(house.cases().await.is_empty());

    let second = blocking_filter(&house, "prize").await;
    flows::intake::import_again(&house.office, &house.actor, &[id]).await.unwrap();
    house.place().await;
    assert_eq!(state(&house, id).await, IntakeState::Blocked, "the other filter applies");
    let told = steps(&house, id).await;
    assert!(told.contains(&Step::FilterSkipped { filter_id: first }));
    assert!(told.contains(&Step::Blocked { filter_id: second }));

    let run = flows::intake::debug(&house.office, &house.actor, id).await.unwrap();
    assert_eq!(run.outcome, IntakeState::Placed);
    assert!(matches!(run.trace[0].1, Step::Requeued { .. }));
    assert_eq!(house.cases().await.len(), 1);
}

#[tokio::test]
async fn bytes_that_are_no_mail_are_kept_and_do_not_stop_the_others() {
    let house = House::open().await;
    house.receive("\u{0}\u{1}garbage without a header").await;
    house.receive(FIRST).await;
    let cases = house.cases().await;
    assert_eq!(cases.len(), 2);
    assert_eq!(cases[1].title, "The invoice");
}

#[tokio::test]
async fn deleted_mail_can_be_restored() {
    let house = House::open().await;
    blocking_filter(&house, "invoice").await;
    let id = new(house.receive(FIRST).await);
    let deleted = flows::intake::delete(&house.office, &house.actor, &[id]).await.unwrap();
    assert_eq!(deleted.done, [id]);
    let again = flows::intake::delete(&house.office, &house.actor, &[id]).await.unwrap();
    assert_eq!(again.failed[0].1.code, "intake.already_deleted");
    let restored = flows::intake::restore(&house.office, &house.actor, &[id]).await.unwrap();
    assert_eq!(restored.done, [id]);
    assert_eq!(state(&house, id).await, IntakeState::Blocked);
}

#[tokio::test]
async fn the_header_fields_that_a_mailbox_shows_stand_with_the_message() {
    let house = House::open().await;
    let rules = RulesInput {
        shown_fields: Some(vec!["X-Order".to_owned(), "reply-to:".to_owned(), "x-order".to_owned()]),
        ..RulesInput::default()
    };
    let change = MailboxInput { rules, ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, change).await.unwrap();
    let mail =
        "From: ola@kunde.test\nReply-To: kari@kunde.test\nX-Order: =?utf-8?q?Bl=C3=A5?=\nSubject: x\n\nhi\n";
    house.receive(mail).await;
    let case = house.cases().await.remove(0);
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case.id).await.unwrap();
    let shown: Vec<_> =
        messages[0].content.header_fields.iter().map(|field| (&field.name[..], &field.value[..])).collect();
    assert_eq!(shown, [("X-Order", "Blå"), ("reply-to", "kari@kunde.test")]);
}

#[tokio::test]
async fn automatic_mail_without_a_case_is_left_out_until_somebody_imports_it() {
    let house = House::open().await;
    let imports = async |imports: bool| {
        let rules = RulesInput { imports_automatic: Some(imports), ..RulesInput::default() };
        let change = MailboxInput { rules, ..MailboxInput::default() };
        flows::mailboxes::change(&house.office, &house.actor, house.mailbox, change).await.unwrap();
    };
    imports(false).await;
    let mail = "From: ola@kunde.test\nAuto-Submitted: auto-replied\nSubject: Out of office\n\naway\n";
    let id = new(house.receive(mail).await);
    assert_eq!(state(&house, id).await, IntakeState::Ignored);
    assert!(house.cases().await.is_empty());
    let told = steps(&house, id).await;
    assert!(matches!(told.last(), Some(Step::Ignored { because }) if because == "auto_reply"), "{told:?}");
    let asked = flows::intake::import_again(&house.office, &house.actor, &[id]).await.unwrap();
    assert!(asked.failed.is_empty());
    house.place().await;
    assert_eq!(state(&house, id).await, IntakeState::Placed);

    imports(true).await;
    let other = new(house.receive(&mail.replace("away", "still away")).await);
    assert_eq!(state(&house, other).await, IntakeState::Placed);
}

/// Three mails, and what a process does that dies of them: it claims, and its lease ends without a word.
async fn three_mails(house: &House) {
    let batch = flows::arrivals::Batch {
        organisation: house.actor.organisation,
        mailbox: house.mailbox,
        via: "import",
        peer: "file".to_owned(),
        mails: (1..=3)
            .map(|number| {
                let raw = format!("From: ola@kunde.test\r\nSubject: Mail {number}\r\n\r\nhi\r\n");
                flows::arrivals::NewMail::new(format!("crash/{number}"), raw.into())
            })
            .collect(),
        skipped: Vec::new(),
        progress: None,
    };
    flows::arrivals::store_batch(&house.office, batch).await.unwrap();
}

async fn die(house: &House) -> usize {
    let now = house.office.now();
    let lease_until = now.plus_seconds(60);
    let claim = store::Claim { now, owner: "dead".to_owned(), lease_until, limit: 64 };
    let claimed = house
        .office
        .store()
        .write(move |tx| Box::pin(async move { store::intake::claim_stored(tx, &claim).await }));
    let claimed: Result<_, store::StoreError> = claimed.await;
    house.clock.advance_seconds(61);
    claimed.unwrap().len()
}

#[tokio::test]
async fn a_crash_in_one_mail_takes_that_mail_and_no_other() {
    let house = House::open().await;
    three_mails(&house).await;
    assert_eq!(die(&house).await, 3);
    let worker = flows::intake::IntakeWorker::new(house.office.clone());
    // Each is tried alone from here on: one step, one mail.
    for placed in 1..=3 {
        worker.run_once().await.unwrap();
        assert_eq!(house.cases().await.len(), placed);
    }
}

/// The one that is begun again and again waits for a person, with the reason, and can be imported.
#[tokio::test]
async fn a_mail_at_which_processes_die_is_given_to_a_person() {
    let house = House::open().await;
    three_mails(&house).await;
    for _ in 0..=domain::limits::INTAKE_ATTEMPTS_MAX {
        assert_eq!(die(&house).await, 3);
    }
    house.place().await;
    assert!(house.cases().await.is_empty());
    let waiting = house.intakes(house.mailbox).await;
    assert_eq!(waiting.len(), 3);
    for row in &waiting {
        assert_eq!(row.state, IntakeState::Failed);
        assert!(row.error.as_deref().unwrap().contains("begun several times"), "{:?}", row.error);
        assert!(steps(&house, row.id).await.iter().any(|step| matches!(step, Step::Failed { .. })));
    }
    let ids: Vec<_> = waiting.iter().map(|row| row.id).collect();
    flows::intake::import_again(&house.office, &house.actor, &ids).await.unwrap();
    house.place().await;
    assert_eq!(house.cases().await.len(), 3);
}

/// Bytes that are damaged on the disk are no reason to stop, and no reason to forget the mail.
#[tokio::test]
async fn a_mail_whose_bytes_are_gone_is_given_to_a_person_and_the_others_go_on() {
    let house = House::open().await;
    let large = format!("{FIRST}{}", "A line of a long list.\n".repeat(20_000));
    let raw = bytes::Bytes::from(large);
    let batch = |number: u32, raw: bytes::Bytes| flows::arrivals::Batch {
        organisation: house.actor.organisation,
        mailbox: house.mailbox,
        via: "import",
        peer: "file".to_owned(),
        mails: vec![flows::arrivals::NewMail::new(format!("gone/{number}"), raw)],
        skipped: Vec::new(),
        progress: None,
    };
    let stored = flows::arrivals::store_batch(&house.office, batch(1, raw)).await.unwrap();
    let small = "From: ola@kunde.test\r\nSubject: Well\r\n\r\nhi\r\n";
    flows::arrivals::store_batch(&house.office, batch(2, small.into())).await.unwrap();
    house.forget_objects();
    house.place().await;
    let id = new(stored[0]);
    assert_eq!(state(&house, id).await, IntakeState::Failed);
    let told = steps(&house, id).await;
    assert!(told.iter().any(|step| matches!(step, Step::Failed { error } if error.contains("backup"))));
    let cases = house.cases().await;
    assert_eq!(cases.iter().map(|case| case.title.as_str()).collect::<Vec<_>>(), ["Well"]);
}

#[tokio::test]
async fn who_watches_is_told_each_stage_and_who_stops_watching_stops_the_run() {
    let house = House::open().await;
    blocking_filter(&house, "invoice").await;
    let id = new(house.receive(FIRST).await);
    let before = steps(&house, id).await;

    let (watch, told) = Watch::new();
    drop(told);
    let stopped = flows::intake::debug_live(&house.office, &house.actor, id, watch).await.unwrap_err();
    assert_eq!(stopped.code, "intake.debug_stopped");
    assert_eq!(state(&house, id).await, IntakeState::Blocked, "the mail is as it was");
    assert_eq!(steps(&house, id).await, before);

    let (watch, mut told) = Watch::new();
    let outcome = flows::intake::debug_live(&house.office, &house.actor, id, watch).await.unwrap();
    assert_eq!(outcome, IntakeState::Placed);
    let (mut stages, mut told_steps) = (Vec::new(), Vec::new());
    while let Some(one) = told.recv().await {
        match one {
            Told::Stage(stage) => stages.push(stage),
            Told::Step(_, step) => told_steps.push(step),
        }
    }
    assert_eq!(stages, Stage::ALL);
    let written = steps(&house, id).await.split_off(before.len());
    assert_eq!(told_steps, written, "what was told is what was written");

    let (watch, _told) = Watch::new();
    let again = flows::intake::debug_live(&house.office, &house.actor, id, watch).await.unwrap_err();
    assert_eq!(again.code, "intake.not_waiting");
}
