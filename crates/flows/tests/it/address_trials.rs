//! Blocked addresses on trial: one mail goes out, and what becomes of it decides.

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::distribution_list::ListMember;
use domain::job::JobState;
use domain::returns::ReturnClass;
use domain::timeline::{Step, Subject};
use domain::{CaseId, DistributionListId, OutboxId, StandingId};
use flows::Office;
use flows::compose::{self, NamedLists, NewReply};
use flows::distribution_lists::{self, ListInput};
use flows::housekeeping::Housekeeper;
use flows::jobs::{self, Rows};
use flows::returns::{self, AddressesDeed, ReturnsChange};
use flows::worker::Worker;
use store::standings::{Block, NewStanding, Trial};
use testkit::postgres::Postgres;

use crate::bulk_mail::{answer, begin, items, work};
use crate::house::{House, SERVICE};
use crate::returns::{answer_again, answered, failures, id_of, report, sent_id, standing};

const KARI: &str = "kari@customer.test";
const UNKNOWN: &str = "550 5.1.1 no such user";
const DAY: i64 = 24 * 3600;

/// A case of a customer whose address is blocked, since an answer to it came back.
async fn blocked(house: &House) -> CaseId {
    house.sink.answer_recipient(KARI, UNKNOWN);
    let case = answered(house).await;
    house.clock.advance_seconds(60);
    case
}

async fn try_out(house: &House, id: StandingId) -> Result<(), &'static str> {
    let done = returns::act(&house.office, &house.actor, (&[id], AddressesDeed::Trial)).await.unwrap();
    match done.failed.first() {
        Some((_, problem)) => Err(problem.code),
        None => Ok(()),
    }
}

/// The same, on trial since a minute.
async fn on_trial(house: &House) -> CaseId {
    let case = blocked(house).await;
    try_out(house, id_of(house, KARI).await).await.unwrap();
    house.clock.advance_seconds(60);
    case
}

async fn trial(house: &House) -> Option<Trial> {
    standing(house, KARI).await.unwrap().trial
}

async fn is_blocked(house: &House) -> bool {
    standing(house, KARI).await.unwrap().block.is_some()
}

/// What was decided about the address, the newest first.
async fn decided(house: &House) -> Vec<(AddressDeed, bool, bool)> {
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let of = KARI.parse().unwrap();
    let told = store::address_changes::list_of_address(&conn, organisation, &of, 9).await.unwrap();
    let told = told.into_iter().map(|told| told.change);
    told.map(|change| (change.deed, change.by.is_some(), change.mail.is_some())).collect()
}

const fn of_trials(days: u32) -> ReturnsChange {
    ReturnsChange { accepted: None, trial_days: Some(days), mail_lifts_blocks: None }
}

async fn tidy(house: &House) {
    Housekeeper::new(house.office.clone()).step().await.unwrap();
}

#[tokio::test]
async fn an_address_whose_trial_mail_stays_for_days_is_written_to_again() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 2).await;
    assert_eq!(house.sink.count(), 1, "it goes out though the address is blocked");
    let mail = trial(&house).await.unwrap().mail.unwrap();
    assert!(mail.taken_at.is_some());
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let told = store::timeline::list(&conn, organisation, Subject::Outbox(mail.outbox_id)).await.unwrap();
    let tries = told.iter().filter(|(_, step)| matches!(step, Step::TriesAddress { .. })).count();
    assert_eq!(tries, 1, "{told:?}");

    house.clock.advance_seconds(3 * DAY - 1);
    tidy(&house).await;
    assert!(is_blocked(&house).await, "it may still come back");
    house.clock.advance_seconds(1);
    tidy(&house).await;
    let free = standing(&house, KARI).await.unwrap();
    assert_eq!((free.block, free.trial, free.returns), (None, None, 0));
    let history = decided(&house).await;
    assert_eq!(history[..2], [(AddressDeed::TrialKept, false, true), (AddressDeed::OnTrial, true, false)]);

    // A report on that very mail that comes later still is news.
    house.clock.advance_seconds(DAY);
    house.receive(&report(&sent_id(&house), "failed")).await;
    assert!(is_blocked(&house).await);
}

#[tokio::test]
async fn an_organisation_says_how_long_a_trial_mail_must_stay() {
    let house = House::open().await;
    for days in [0, 31] {
        let refused = returns::set_rules(&house.office, &house.actor, of_trials(days)).await;
        assert_eq!(refused.unwrap_err().code, "returns.trial_days");
    }
    returns::set_rules(&house.office, &house.actor, of_trials(1)).await.unwrap();
    let case = on_trial(&house).await;
    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 2).await;
    house.clock.advance_seconds(DAY);
    tidy(&house).await;
    assert!(!is_blocked(&house).await);
}

#[tokio::test]
async fn a_trial_mail_that_is_refused_leaves_the_block_as_it_was() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    let before = standing(&house, KARI).await.unwrap().block.unwrap();
    answer_again(&house, case, 2).await;
    let after = standing(&house, KARI).await.unwrap();
    assert_eq!((after.block, after.trial), (Some(before), None), "with its old reason");
    assert_eq!(after.last_words, UNKNOWN);
    assert_eq!(decided(&house).await[0], (AddressDeed::TrialReturned, false, true));

    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 3).await;
    assert_eq!(house.sink.count(), 0, "no other mail goes out");
}

#[tokio::test]
async fn a_trial_that_a_person_ends_leaves_the_block_and_stops_its_mail() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    let before = standing(&house, KARI).await.unwrap().block.unwrap();
    house.sink.answer_recipient(KARI, "451 4.7.1 try again later");
    answer_again(&house, case, 2).await;
    assert!(trial(&house).await.unwrap().mail.is_some(), "its mail waits for the next attempt");
    let id = id_of(&house, KARI).await;
    let done = returns::end_trials(&house.office, &house.actor, &[id]).await.unwrap();
    assert_eq!(done.done, [id]);
    let after = standing(&house, KARI).await.unwrap();
    assert_eq!((after.block, after.trial), (Some(before), None));
    assert_eq!(decided(&house).await[0], (AddressDeed::TrialEnded, true, true));
    let again = returns::end_trials(&house.office, &house.actor, &[id]).await.unwrap();
    assert_eq!(again.failed[0].1.code, "address.not_on_trial");

    house.sink.accept_recipient(KARI);
    house.clock.advance_seconds(6 * 3600);
    house.send().await;
    assert_eq!(house.sink.count(), 0, "the address is blocked as before");
    house.clock.advance_seconds(31 * DAY);
    tidy(&house).await;
    assert!(is_blocked(&house).await, "nothing lifts the block");
}

#[tokio::test]
async fn a_report_on_a_trial_mail_that_was_taken_ends_the_trial() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 2).await;
    house.clock.advance_seconds(2 * DAY);
    house.receive(&report(&sent_id(&house), "failed")).await;
    let after = standing(&house, KARI).await.unwrap();
    assert_eq!(after.block.map(|block| block.reason), Some(BlockReason::Returned));
    assert_eq!(after.trial, None);
    house.clock.advance_seconds(2 * DAY);
    tidy(&house).await;
    assert!(is_blocked(&house).await);
}

#[tokio::test]
async fn a_trial_mail_that_is_refused_for_itself_lets_the_next_one_go_out() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    house.sink.answer_recipient(KARI, "554 5.7.1 Message rejected as spam");
    answer_again(&house, case, 2).await;
    let still = trial(&house).await.unwrap();
    assert_eq!(still.mail, None, "it says nothing of the address");
    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 3).await;
    assert_eq!(house.sink.count(), 1);
}

#[tokio::test]
async fn a_trial_mail_that_has_to_wait_is_tried_again_and_one_that_is_thrown_away_makes_room() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    house.sink.answer_recipient(KARI, "451 4.7.1 try again later");
    answer_again(&house, case, 2).await;
    let first = trial(&house).await.unwrap().mail.unwrap();
    assert_eq!(first.taken_at, None);
    flows::outbox::delete(&house.office, &house.actor, &[first.outbox_id]).await.unwrap();

    answer_again(&house, case, 3).await;
    let second = trial(&house).await.unwrap().mail.unwrap();
    assert_ne!(second.outbox_id, first.outbox_id);
    house.sink.accept_recipient(KARI);
    house.clock.advance_seconds(6 * 3600);
    house.send().await;
    assert_eq!(house.sink.count(), 1);
    let sent = trial(&house).await.unwrap().mail.unwrap();
    assert!(sent.outbox_id == second.outbox_id && sent.taken_at.is_some());
}

#[tokio::test]
async fn of_two_mailings_at_once_one_mail_goes_out_and_answers_follow() {
    let house = House::open().await;
    for number in 1..=2 {
        let mail = format!(
            "From: Kari <{KARI}>\nTo: {SERVICE}\nSubject: Question {number}\nMessage-ID: <{number}@customer.test>\n\nHow?\n"
        );
        house.receive(&mail).await;
    }
    let cases = house.cases().await;
    let id = returns::block(&house.office, &house.actor, (KARI, BlockScope::All)).await.unwrap();
    try_out(&house, id).await.unwrap();
    assert_eq!(try_out(&house, id).await, Err("address.on_trial"));
    begin(&house, answer("The lift is mended."), &cases).await;
    work(&house).await;
    house.send().await;
    assert_eq!(house.sink.count(), 1);
    let mut held = Vec::new();
    for case in &cases {
        let entries = failures(&house, case.id).await;
        held.extend(entries.into_iter().filter_map(|entry| entry.content.failure?.held_back));
    }
    let [held] = &held[..] else { panic!("{held:?}") };
    assert!(held.on_trial && held.reason == BlockReason::Hand, "{held:?}");

    answer_again(&house, cases[0].id, 3).await;
    assert_eq!(house.sink.count(), 2, "an answer is sent as to one who wants no mailings");
}

/// Two mails for the address that wait, and the offices that take them at the same time.
async fn race(house: &House, other: &Office) {
    let case = on_trial(house).await;
    let known: Vec<OutboxId> = items(house).await.into_iter().map(|item| item.id).collect();
    for number in 2..=3 {
        let reply = NewReply { text: format!("Answer {number}."), ..NewReply::default() };
        compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    }
    let ids = items(house).await.into_iter().map(|item| item.id);
    let ids: Vec<OutboxId> = ids.filter(|id| !known.contains(id)).collect();
    let (organisation, until) = (house.actor.organisation, house.office.now().plus_seconds(DAY));
    let take = |office: Office, id: OutboxId| async move {
        let taken = office.store().write(move |tx| {
            Box::pin(async move { store::standings::take_trial(tx, organisation, (KARI, id), until).await })
        });
        let taken: Result<bool, store::StoreError> = taken.await;
        taken.unwrap()
    };
    let (one, two) = tokio::join!(take(house.office.clone(), ids[0]), take(other.clone(), ids[1]));
    assert!(one != two, "one of them: {one}, {two}");
    let winner = if one { ids[0] } else { ids[1] };
    assert!(trial(house).await.unwrap().is_with(winner));
}

#[tokio::test]
async fn of_two_mails_that_meet_one_tries_the_address() {
    let house = House::open().await;
    race(&house, &house.office.clone()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_mails_that_meet_on_two_nodes_one_tries_the_address() {
    let server = Postgres::start().unwrap();
    let database = server.database().unwrap();
    let house = House::open_on_postgres(database.url()).await;
    let node = house.another_node().await;
    race(&house, &node).await;
}

#[tokio::test]
async fn a_trial_without_a_mail_ends_and_the_block_stays() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    house.clock.advance_seconds(30 * DAY);
    tidy(&house).await;
    assert!(is_blocked(&house).await && trial(&house).await.is_none());
    assert_eq!(decided(&house).await[0], (AddressDeed::TrialUnused, false, false));
    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 2).await;
    assert_eq!(house.sink.count(), 0);
}

/// The owner of the address reports the first mail that was sent.
pub(crate) fn complaint(house: &House, who: &str) -> String {
    format!(
        "From: <feedback@isp.test>\nTo: {SERVICE}\nSubject: FW: The invoice\nMessage-ID: <c@isp.test>\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
         --b\n\nThis is an email abuse report\n--b\nContent-Type: message/feedback-report\n\n\
         Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\nOriginal-Rcpt-To: <{who}>\n\n\
         --b\nContent-Type: message/rfc822\n\nFrom: <{SERVICE}>\nTo: <{who}>\nMessage-ID: {}\n\nhei\n--b--\n",
        sent_id(house)
    )
}

#[tokio::test]
async fn who_complained_or_wants_no_mailings_is_never_on_trial() {
    let house = House::open().await;
    answered(&house).await;
    house.receive(&complaint(&house, KARI)).await;
    assert_eq!(try_out(&house, id_of(&house, KARI).await).await, Err("address.complained"));
    // Not either where somebody blocked it for all mail since.
    returns::block(&house.office, &house.actor, (KARI, BlockScope::All)).await.unwrap();
    assert_eq!(try_out(&house, id_of(&house, KARI).await).await, Err("address.complained"));
    let wants_none = ("ola@customer.test", BlockScope::Mailings);
    let ola = returns::block(&house.office, &house.actor, wants_none).await.unwrap();
    assert_eq!(try_out(&house, ola).await, Err("address.needs_consent"));
}

#[tokio::test]
async fn who_blocks_or_clears_an_address_on_trial_ends_its_trial() {
    let house = House::open().await;
    on_trial(&house).await;
    let id = returns::block(&house.office, &house.actor, (KARI, BlockScope::Mailings)).await.unwrap();
    let after = standing(&house, KARI).await.unwrap();
    assert_eq!(
        after.block.map(|block| (block.scope, block.reason)),
        Some((BlockScope::All, BlockReason::Hand))
    );
    assert_eq!(after.trial, None);
    try_out(&house, id).await.unwrap();
    let deed = AddressesDeed::Clear(String::new());
    returns::act(&house.office, &house.actor, (&[id], deed)).await.unwrap();
    assert!(!is_blocked(&house).await && trial(&house).await.is_none());
}

#[tokio::test]
async fn a_job_puts_on_trial_what_fits_and_names_what_it_refused() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let id = returns::block(office, actor, (KARI, BlockScope::All)).await.unwrap();
    let wants_none =
        returns::block(office, actor, ("ola@customer.test", BlockScope::Mailings)).await.unwrap();
    let mut rows = Rows::default();
    rows.add([id.get(), wants_none.get()]);
    let job = jobs::start_on_addresses(office, actor, AddressesDeed::Trial, rows).await.unwrap();
    work(&house).await;
    let job = jobs::find(office, actor, job.id).await.unwrap();
    assert_eq!((job.state, job.done, job.failed), (JobState::Done, 1, 1));
    assert_eq!(trial(&house).await.map(|trial| trial.by), Some(actor.user));
}

/// A list with the address alone in it.
async fn list_of_one(house: &House) -> DistributionListId {
    let input = ListInput {
        name: "Styret".to_owned(),
        description: String::new(),
        shared: true,
        members: vec![ListMember::Address { address: KARI.parse().unwrap(), name: None }],
        seen_version: None,
    };
    distribution_lists::create(&house.office, &house.actor, input).await.unwrap()
}

/// How many a list reaches, and how many it leaves out.
async fn reached(house: &House, list: DistributionListId) -> (usize, usize) {
    let reach = distribution_lists::reach(&house.office, &house.actor, list).await.unwrap();
    (reach.people.len(), reach.left_out.len())
}

#[tokio::test]
async fn a_distribution_list_writes_to_an_address_that_waits_for_its_trial_mail() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    let list = list_of_one(&house).await;
    assert_eq!(reached(&house, list).await, (1, 0));
    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 2).await;
    assert_eq!(reached(&house, list).await, (0, 1), "one mail tries it");
}

/// The address is blocked like this, by a return.
async fn returned(house: &House, scope: BlockScope) -> StandingId {
    let (organisation, at) = (house.actor.organisation, house.office.now());
    let new = NewStanding {
        address: KARI.parse().unwrap(),
        returns: 1,
        at,
        class: Some(ReturnClass::RefusedByRecipient),
        fault: None,
        rule: None,
        words: "550 5.7.1 the recipient has blocked your address".to_owned(),
        host: None,
        well_at: None,
        block: Some(Block { at, scope, reason: BlockReason::Returned }),
        by: None,
    };
    let written = house.office.store().write(move |tx| {
        let new = new.clone();
        Box::pin(async move { store::standings::put(tx, organisation, &new).await })
    });
    Result::<_, store::StoreError>::unwrap(written.await)
}

#[tokio::test]
async fn a_mail_to_a_distribution_list_tries_out_who_is_tried_with_mailings_alone() {
    let house = House::open().await;
    let id = returned(&house, BlockScope::Mailings).await;
    try_out(&house, id).await.unwrap();
    assert!(trial(&house).await.unwrap().awaits_mail());
    let list = list_of_one(&house).await;
    assert_eq!(reached(&house, list).await, (1, 0));
    let reply = NewReply {
        text: "See you on Monday.".to_owned(),
        to: Some(Vec::new()),
        lists: NamedLists { to: vec![list], ..NamedLists::default() },
        ..NewReply::default()
    };
    house.receive(&ASKED.replace("SERVICE", SERVICE)).await;
    let case = house.cases().await[0].id;
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    assert!(!trial(&house).await.unwrap().awaits_mail(), "it is one to many");
    assert_eq!(house.sink.taken()[0].recipients, [KARI]);
}

/// A case of somebody else.
const ASKED: &str =
    "From: Ola <ola@else.test>\nTo: SERVICE\nSubject: The lift\nMessage-ID: <1@else.test>\n\nIt stands.\n";

/// How many of a list were blocked, and how many were already.
async fn imported(house: &House, list: &str) -> (u64, u64) {
    let done = returns::import(&house.office, &house.actor, list.as_bytes().to_vec()).await.unwrap();
    (done.blocked, done.known)
}

async fn block_of(house: &House) -> (BlockScope, BlockReason) {
    let block = standing(house, KARI).await.unwrap().block.unwrap();
    (block.scope, block.reason)
}

const COMPLAINT: &str = "{\"emailAddress\":\"kari@customer.test\",\"reason\":\"COMPLAINT\"}";

#[tokio::test]
async fn an_address_on_an_imported_list_is_on_trial_no_more() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    let list =
        format!("address,code,error,created_at\n{KARI},550,unknown,\"Fri, 02 Jan 2026 03:04:05 UTC\"\n");
    assert_eq!(imported(&house, &list).await, (1, 0));
    assert_eq!(trial(&house).await, None);
    assert_eq!(block_of(&house).await, (BlockScope::All, BlockReason::Imported));
    assert_eq!(standing(&house, KARI).await.unwrap().last_words, UNKNOWN, "what its server said stands");
    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 2).await;
    assert_eq!(house.sink.count(), 0);
    assert_eq!(imported(&house, &list).await, (0, 1));
}

#[tokio::test]
async fn a_complaint_of_an_imported_list_ends_a_trial_and_lets_no_other_begin() {
    let house = House::open().await;
    on_trial(&house).await;
    let id = id_of(&house, KARI).await;
    assert_eq!(imported(&house, COMPLAINT).await, (1, 0));
    assert_eq!(trial(&house).await, None);
    assert_eq!(
        block_of(&house).await,
        (BlockScope::All, BlockReason::Returned),
        "it takes nothing from its block"
    );
    assert!(decided(&house).await.contains(&(AddressDeed::TrialEnded, true, false)));
    assert_eq!(try_out(&house, id).await, Err("address.complained"));
    assert_eq!(imported(&house, COMPLAINT).await, (0, 1));

    // Who is tried with mailings alone gets answers all the same.
    let house = House::open().await;
    let id = returned(&house, BlockScope::Mailings).await;
    try_out(&house, id).await.unwrap();
    assert_eq!(imported(&house, COMPLAINT).await, (1, 0));
    assert_eq!(trial(&house).await, None);
    assert_eq!(block_of(&house).await, (BlockScope::Mailings, BlockReason::Imported));
    assert_eq!(try_out(&house, id).await, Err("address.needs_consent"));
}

#[tokio::test]
async fn a_complaint_of_an_imported_list_is_kept_whatever_else_blocks_the_address() {
    let house = House::open().await;
    blocked(&house).await;
    assert_eq!(imported(&house, COMPLAINT).await, (0, 1), "it was blocked");
    let row = standing(&house, KARI).await.unwrap();
    assert_eq!((row.last_class, row.last_words.as_str()), (Some(ReturnClass::MailboxUnknown), UNKNOWN));
    assert_eq!(row.complaint.map(|complaint| complaint.reason), Some(BlockReason::Imported));
    assert_eq!(try_out(&house, row.id).await, Err("address.complained"));

    // Nor does a mail that comes back later make it forgotten.
    let house = House::open().await;
    assert_eq!(imported(&house, COMPLAINT).await, (1, 0));
    blocked(&house).await;
    assert_eq!(block_of(&house).await, (BlockScope::All, BlockReason::Returned));
    assert_eq!(try_out(&house, id_of(&house, KARI).await).await, Err("address.complained"));
}

#[tokio::test]
async fn a_complaint_of_an_imported_list_outlives_a_clearing_that_is_undone() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let consent = || AddressesDeed::ClearComplained("Form of 1 May".to_owned());
    let clear_and_undo = async |id: StandingId| {
        house.clock.advance_seconds(1);
        let deed = consent();
        assert_eq!(returns::act(office, actor, (&[id], deed)).await.unwrap().done, [id]);
        assert_eq!(returns::block_again(office, actor, &[id]).await.unwrap().done, [id]);
    };
    imported(&house, COMPLAINT).await;
    blocked(&house).await;
    let id = id_of(&house, KARI).await;
    assert_eq!(try_out(&house, id).await, Err("address.complained"));
    for _ in 0..2 {
        clear_and_undo(id).await;
        assert_eq!(block_of(&house).await, (BlockScope::All, BlockReason::Returned), "as it was");
        assert_eq!(try_out(&house, id).await, Err("address.complained"));
    }
    // Whom somebody let go, and nobody took that back, is blocked for another reason.
    returns::act(office, actor, (&[id], consent())).await.unwrap();
    returns::block(office, actor, (KARI, BlockScope::All)).await.unwrap();
    try_out(&house, id).await.unwrap();

    // What a list told beside the block is not the block.
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let id = returns::block(office, actor, (KARI, BlockScope::All)).await.unwrap();
    imported(&house, COMPLAINT).await;
    returns::act(office, actor, (&[id], consent())).await.unwrap();
    assert_eq!(returns::block_again(office, actor, &[id]).await.unwrap().done, [id]);
    assert_eq!(block_of(&house).await, (BlockScope::All, BlockReason::Hand));
}

#[tokio::test]
async fn a_complaint_of_a_list_is_known_whatever_comes_back_after_it() {
    let house = House::open().await;
    answered(&house).await;
    house.clock.advance_seconds(60);
    let id = returns::block(&house.office, &house.actor, (KARI, BlockScope::All)).await.unwrap();
    let before = standing(&house, KARI).await.unwrap().block;
    assert_eq!(imported(&house, COMPLAINT).await, (0, 1));
    assert_eq!(standing(&house, KARI).await.unwrap().block, before, "it takes nothing from its block");
    house.clock.advance_seconds(60);
    house.receive(&report(&sent_id(&house), "failed")).await;
    let row = standing(&house, KARI).await.unwrap();
    assert_eq!((row.block, row.last_class), (before, Some(ReturnClass::MailboxUnknown)));
    assert_eq!(try_out(&house, id).await, Err("address.complained"));
    let told = decided(&house).await.len();
    assert_eq!(imported(&house, COMPLAINT).await, (0, 1));
    assert_eq!(decided(&house).await.len(), told, "it is told once");
}

#[tokio::test]
async fn whoever_complained_gets_no_mailings_when_a_trial_lifts_his_block() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    let organisation = house.actor.organisation;
    let told = house.office.store().write(move |tx| {
        Box::pin(async move {
            let of = KARI.parse().unwrap();
            store::standings::record_complaint(tx, organisation, &of, BlockReason::Imported).await
        })
    });
    Result::<_, store::StoreError>::unwrap(told.await);
    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 2).await;
    house.clock.advance_seconds(3 * DAY);
    tidy(&house).await;
    assert_eq!(block_of(&house).await, (BlockScope::Mailings, BlockReason::Imported));
    assert_eq!(trial(&house).await, None);
}

#[tokio::test]
async fn whoever_somebody_said_gets_no_mailings_gets_none_when_a_trial_lifts_his_block() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    let id = returns::block(&house.office, &house.actor, (KARI, BlockScope::Mailings)).await.unwrap();
    try_out(&house, id).await.unwrap();
    house.clock.advance_seconds(60);
    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 2).await;
    house.clock.advance_seconds(3 * DAY);
    tidy(&house).await;
    assert_eq!(block_of(&house).await, (BlockScope::Mailings, BlockReason::Hand));
    // Whoever clears it takes that back, too, and whoever blocks it again does not.
    let deed = AddressesDeed::Clear(String::new());
    returns::act(&house.office, &house.actor, (&[id], deed)).await.unwrap();
    assert!(!is_blocked(&house).await);
    returns::block_again(&house.office, &house.actor, &[id]).await.unwrap();
    assert_eq!(block_of(&house).await, (BlockScope::Mailings, BlockReason::Hand));
}

#[tokio::test]
async fn a_complaint_that_came_to_us_is_cleared_only_with_consent_and_stands_where_a_return_blocked_for_more()
{
    let house = House::open().await;
    answered(&house).await;
    house.receive(&complaint(&house, KARI)).await;
    let (office, actor, id) = (&house.office, &house.actor, id_of(&house, KARI).await);
    house.clock.advance_seconds(60);
    // The address is gone, too: its block is wider, and the complaint stands beside it.
    let at = office.now();
    let block = Block { at, scope: BlockScope::All, reason: BlockReason::Returned };
    let (organisation, known) = (actor.organisation, standing(&house, KARI).await.unwrap());
    let new = NewStanding {
        address: known.address,
        returns: 1,
        at,
        class: Some(ReturnClass::MailboxUnknown),
        fault: None,
        rule: None,
        words: UNKNOWN.to_owned(),
        host: None,
        well_at: None,
        block: Some(block),
        by: None,
    };
    let written = office.store().write(move |tx| {
        let new = new.clone();
        Box::pin(async move { store::standings::put(tx, organisation, &new).await })
    });
    Result::<_, store::StoreError>::unwrap(written.await);
    let clear = AddressesDeed::Clear(String::new());
    let refused = returns::act(office, actor, (&[id], clear)).await.unwrap();
    assert_eq!(refused.failed[0].1.code, "address.consent_unsaid");
    assert_eq!(block_of(&house).await, (BlockScope::All, BlockReason::Returned));
    let unsaid = AddressesDeed::ClearComplained("  ".to_owned());
    let unsaid = returns::act(office, actor, (&[id], unsaid)).await.unwrap_err();
    assert_eq!(unsaid.code, "returns.consent_note");
    let said = AddressesDeed::ClearComplained("Form of 1 May".to_owned());
    assert_eq!(returns::act(office, actor, (&[id], said)).await.unwrap().done, [id]);
    assert!(!is_blocked(&house).await);
    assert_eq!(standing(&house, KARI).await.unwrap().complaint, None);
}

#[tokio::test]
async fn what_was_decided_is_forgotten_with_age_but_for_whoever_complained() {
    let house = House::open().await;
    imported(&house, COMPLAINT).await;
    let ola = "ola@customer.test";
    returns::block(&house.office, &house.actor, (ola, BlockScope::All)).await.unwrap();
    house.clock.advance_seconds(400 * DAY);
    tidy(&house).await;
    assert_eq!(decided(&house).await, [(AddressDeed::Blocked, true, false)]);
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let of_ola = store::address_changes::list_of_address(&conn, organisation, &ola.parse().unwrap(), 9).await;
    assert!(of_ola.unwrap().is_empty());
}

/// An answer that its author wants sent though the address is blocked.
async fn all_the_same(house: &House, case: CaseId) {
    let knowing = compose::Knowing { blocks: true, ..compose::Knowing::default() };
    let reply = NewReply { text: "All the same.".to_owned(), knowing, ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
}

#[tokio::test]
async fn a_mail_that_was_sent_all_the_same_lifts_the_block_when_it_stays_and_not_when_it_comes_back() {
    for comes_back in [false, true] {
        let house = House::open().await;
        let case = blocked(&house).await;
        house.sink.accept_recipient(KARI);
        all_the_same(&house, case).await;
        assert_eq!(house.sink.count(), 1);
        let begun = trial(&house).await.unwrap();
        assert!(begun.began_with_mail() && is_blocked(&house).await, "that a server took it proves little");
        assert_eq!((begun.by, begun.until), (house.actor.user, house.office.now().plus_seconds(3 * DAY)));
        assert_eq!(decided(&house).await[0], (AddressDeed::OnTrial, true, true));
        house.clock.advance_seconds(DAY);
        if comes_back {
            house.receive(&report(&sent_id(&house), "failed")).await;
        }
        house.clock.advance_seconds(2 * DAY);
        tidy(&house).await;
        assert_eq!((is_blocked(&house).await, trial(&house).await), (comes_back, None));
        let last = if comes_back { AddressDeed::TrialReturned } else { AddressDeed::TrialKept };
        assert_eq!(decided(&house).await[0].0, last);
        assert_eq!(standing(&house, KARI).await.unwrap().returns > 0, comes_back);
    }
}

#[tokio::test]
async fn a_trial_that_waits_for_a_mail_finds_one_that_is_sent_all_the_same() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    let before = trial(&house).await.unwrap();
    house.sink.accept_recipient(KARI);
    all_the_same(&house, case).await;
    let found = trial(&house).await.unwrap();
    assert_eq!((found.since, found.until), (before.since, house.office.now().plus_seconds(3 * DAY)));
    assert!(found.mail.is_some_and(|mail| mail.taken_at.is_some()) && !found.began_with_mail());
}

#[tokio::test]
async fn no_mail_that_was_sent_all_the_same_outdoes_a_complaint_or_what_a_person_said() {
    let house = House::open().await;
    let case = answered(&house).await;
    house.clock.advance_seconds(60);
    returns::block(&house.office, &house.actor, (KARI, BlockScope::All)).await.unwrap();
    all_the_same(&house, case).await;
    assert_eq!((house.sink.count(), trial(&house).await), (2, None));
    assert_eq!(block_of(&house).await, (BlockScope::All, BlockReason::Hand));

    let house = House::open().await;
    let case = blocked(&house).await;
    assert_eq!(imported(&house, COMPLAINT).await, (0, 1));
    house.sink.accept_recipient(KARI);
    all_the_same(&house, case).await;
    assert_eq!((house.sink.count(), trial(&house).await), (1, None));
    assert_eq!(block_of(&house).await, (BlockScope::All, BlockReason::Returned));
}

async fn clear(house: &House) -> StandingId {
    let id = id_of(house, KARI).await;
    let deed = AddressesDeed::Clear(String::new());
    assert_eq!(returns::act(&house.office, &house.actor, (&[id], deed)).await.unwrap().done, [id]);
    id
}

async fn take_back(house: &House, id: StandingId) {
    assert_eq!(returns::block_again(&house.office, &house.actor, &[id]).await.unwrap().done, [id]);
}

#[tokio::test]
async fn whoever_takes_a_clearing_back_finds_the_trial_with_what_is_left_of_its_time() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 2).await;
    let before = trial(&house).await;
    let id = clear(&house).await;
    assert_eq!(trial(&house).await, None);
    house.clock.advance_seconds(DAY);
    take_back(&house, id).await;
    assert_eq!((is_blocked(&house).await, trial(&house).await), (true, before));
    house.clock.advance_seconds(2 * DAY);
    tidy(&house).await;
    assert!(!is_blocked(&house).await);

    // Its time passed meanwhile, without a mail: the block is as it was.
    let house = House::open().await;
    on_trial(&house).await;
    let id = clear(&house).await;
    house.clock.advance_seconds(30 * DAY);
    take_back(&house, id).await;
    assert_eq!((is_blocked(&house).await, trial(&house).await), (true, None));
    assert_eq!(decided(&house).await.iter().filter(|one| one.0 == AddressDeed::TrialUnused).count(), 1);
}

#[tokio::test]
async fn a_trial_that_is_taken_up_again_knows_what_became_of_its_mail_meanwhile() {
    for is_taken in [true, false] {
        let house = House::open().await;
        let case = on_trial(&house).await;
        house.sink.answer_recipient(KARI, "451 4.7.1 try again later");
        answer_again(&house, case, 2).await;
        let mail = trial(&house).await.unwrap().mail.unwrap();
        let id = clear(&house).await;
        if is_taken {
            house.sink.accept_recipient(KARI);
        }
        house.clock.advance_seconds(6 * 3600);
        house.send().await;
        take_back(&house, id).await;
        let after = trial(&house).await.unwrap();
        let found = after.mail.unwrap();
        assert_eq!((found.outbox_id, found.taken_at.is_some()), (mail.outbox_id, is_taken));
        if is_taken {
            assert_eq!(after.until, house.office.now().plus_seconds(3 * DAY));
        }
    }
}

#[tokio::test]
async fn a_trial_that_is_taken_up_again_waits_for_another_mail_where_its_own_was_refused_for_itself() {
    let house = House::open().await;
    let case = on_trial(&house).await;
    house.sink.answer_recipient(KARI, "451 4.7.1 try again later");
    answer_again(&house, case, 2).await;
    let before = trial(&house).await.unwrap();
    assert!(before.mail.is_some());
    let id = clear(&house).await;
    house.sink.answer_recipient(KARI, "554 5.7.1 Message rejected as spam");
    house.clock.advance_seconds(6 * 3600);
    house.send().await;
    take_back(&house, id).await;
    let after = trial(&house).await.unwrap();
    assert_eq!((after.since, after.mail), (before.since, None), "it says nothing of the address");
    assert_eq!(after.until, before.since.plus_seconds(30 * DAY));
    house.sink.accept_recipient(KARI);
    answer_again(&house, case, 3).await;
    assert_eq!(house.sink.count(), 1);
}

#[tokio::test]
async fn a_report_that_came_while_the_address_was_free_ends_its_trial_as_one_that_comes_during_it() {
    let spam = |text: String| {
        text.replace("Status: 5.1.1", "Status: 5.7.1")
            .replace("550 5.1.1 no mailbox here", "554 5.7.1 Message rejected as spam")
    };
    // Of a mail that the address was tried with, and of one that somebody sent all the same.
    for (is_spam, all_the_same_mail, is_over) in
        [(false, false, true), (true, false, false), (false, true, true), (true, true, true)]
    {
        let house = House::open().await;
        let case = if all_the_same_mail { blocked(&house).await } else { on_trial(&house).await };
        house.sink.accept_recipient(KARI);
        if all_the_same_mail {
            all_the_same(&house, case).await;
        } else {
            answer_again(&house, case, 2).await;
        }
        assert!(trial(&house).await.unwrap().mail.is_some_and(|mail| mail.taken_at.is_some()));
        house.clock.advance_seconds(60);
        let id = clear(&house).await;
        house.clock.advance_seconds(3600);
        let text = report(&sent_id(&house), "failed");
        house.receive(&if is_spam { spam(text) } else { text }).await;
        assert!(!is_blocked(&house).await, "it left before somebody let the address go");
        take_back(&house, id).await;
        let after = trial(&house).await;
        assert_eq!(after.is_none(), is_over, "spam: {is_spam}, all the same: {all_the_same_mail}");
        assert!(is_blocked(&house).await && after.is_none_or(|after| after.mail.is_none()));
    }
}
