//! Returns that a person looks at: worked off, and matched to the mail that they are about.

use domain::blocks::{BlockReason, BlockScope, ReturnNature};
use domain::case::CaseStatus;
use domain::outbox::DeliveryState;
use domain::returns::{ReturnClass, ReturnScope};
use domain::timeline::{Step, Subject};
use domain::{OutboxId, ReturnId};
use flows::returns::{self, AddressesDeed, ToReview};
use store::ListQuery;
use store::returns::ReviewFilter;

use crate::address_trials::complaint;
use crate::house::{House, SERVICE};
use crate::returns::{answer_again, answered, answered_two, failures, id_of, report, sent_id, standing};

const KARI: &str = "kari@customer.test";

async fn list(house: &House, done: bool) -> Vec<ToReview> {
    let filter = ReviewFilter { done };
    returns::list_to_review(&house.office, &house.actor, &ListQuery::default(), filter).await.unwrap().rows
}

/// A report that names no mail of ours.
async fn made_up(house: &House) -> ToReview {
    house.receive(&report("<nobody@elsewhere.test>", "failed")).await;
    let [row] = &list(house, false).await[..] else { panic!("one waits") };
    row.clone()
}

async fn steps(house: &House, outbox: OutboxId) -> Vec<Step> {
    let conn = house.office.store().read();
    let told = store::timeline::list(&conn, house.actor.organisation, Subject::Outbox(outbox)).await.unwrap();
    told.into_iter().map(|(_, step)| step).collect()
}

#[tokio::test]
async fn a_report_of_no_mail_is_matched_by_a_person_and_counts_as_one_that_named_it() {
    let house = House::open().await;
    let case = answered(&house).await;
    house.clock.advance_seconds(4 * 24 * 3600);
    let waits = made_up(&house).await;
    let proposed = waits.proposed.clone().unwrap();
    assert!(proposed.subject.contains("The invoice") && proposed.only, "{proposed:?}");
    assert!(standing(&house, KARI).await.is_none_or(|known| known.block.is_none()));

    let (office, actor, id) = (&house.office, &house.actor, waits.row.row.id);
    returns::match_by_hand(office, actor, (id, proposed.outbox_id)).await.unwrap();
    assert!(list(&house, false).await.is_empty());
    let known = standing(&house, KARI).await.unwrap();
    assert_eq!((known.block.unwrap().scope, known.returns), (BlockScope::All, 1));
    let found = house.case(case).await;
    assert_eq!((found.status, found.unread, found.delivery_failed), (CaseStatus::Open, true, true));
    assert_eq!(failures(&house, case).await.len(), 1, "its author is told");
    let conn = office.store().read();
    let rows = store::deliveries::list_of_item(&conn, actor.organisation, proposed.outbox_id).await.unwrap();
    assert_eq!(rows[0].state, DeliveryState::Failed);
    let steps = steps(&house, proposed.outbox_id).await;
    let said = |step: &Step| matches!(step, Step::ReturnMatched(told) if told.user_id == actor.user);
    assert!(steps.iter().any(said), "{steps:?}");
    assert!(steps.iter().any(|step| matches!(step, Step::AddressBlocked(_))), "{steps:?}");

    // Once is enough, and a report that names the mail tells nothing new.
    let again = returns::match_by_hand(office, actor, (id, proposed.outbox_id)).await.unwrap_err();
    assert_eq!(again.code, "not_found");
    house.receive(&report(&sent_id(&house), "failed").replace("<failed@", "<failed2@")).await;
    assert_eq!(standing(&house, KARI).await.unwrap().returns, 1);
    assert_eq!(failures(&house, case).await.len(), 1);
}

#[tokio::test]
async fn a_report_is_matched_to_no_mail_that_went_elsewhere_or_failed_already() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    answered(&house).await;
    house.receive(&report(&sent_id(&house), "failed")).await;
    house.receive(&report("<nobody@elsewhere.test>", "failed").replace("<failed@", "<2@")).await;
    let waits = list(&house, false).await;
    let [row] = &waits[..] else { panic!("{waits:?}") };
    assert_eq!(row.proposed, None, "the only mail to the address has come back");
    let items = store::outbox::OutboxFilter { shelf: store::outbox::OutboxShelf::All };
    let query = ListQuery::<store::outbox::OutboxSort>::default();
    let page = store::outbox::list(&office.store().read(), actor.organisation, &query, items).await.unwrap();
    let failed = (row.row.row.id, page.rows[0].id);
    assert_eq!(returns::match_by_hand(office, actor, failed).await.unwrap_err().code, "return.not_sent");
    let nothing = (row.row.row.id, OutboxId::new(7));
    assert_eq!(returns::match_by_hand(office, actor, nothing).await.unwrap_err().code, "not_found");
    assert_eq!(list(&house, false).await.len(), 1, "nothing was written");
}

#[tokio::test]
async fn an_old_mail_is_not_proposed() {
    let house = House::open().await;
    answered(&house).await;
    house.clock.advance_seconds(7 * 24 * 3600 + 1);
    assert_eq!(made_up(&house).await.proposed, None);
}

#[tokio::test]
async fn an_address_that_was_let_go_after_the_report_pays_nothing_for_it() {
    let house = House::open().await;
    answered(&house).await;
    let waits = made_up(&house).await;
    house.clock.advance_seconds(60);
    returns::block(&house.office, &house.actor, (KARI, BlockScope::All)).await.unwrap();
    let ids = [id_of(&house, KARI).await];
    returns::act(&house.office, &house.actor, (&ids, AddressesDeed::Clear(String::new()))).await.unwrap();
    let pair = (waits.row.row.id, waits.proposed.unwrap().outbox_id);
    returns::match_by_hand(&house.office, &house.actor, pair).await.unwrap();
    let known = standing(&house, KARI).await.unwrap();
    assert_eq!((known.block, known.returns), (None, 0));
    let conn = house.office.store().read();
    let address = KARI.parse().unwrap();
    let told = store::returns::list_of_address(&conn, house.actor.organisation, &address, 9).await.unwrap();
    assert_eq!((told.len(), told[0].told.outbox_id, told[0].counted), (1, Some(pair.1), false));
}

#[tokio::test]
async fn what_somebody_has_looked_at_is_done_and_is_found_again() {
    let house = House::open().await;
    let id = made_up(&house).await.row.row.id;
    let ids = [id, ReturnId::new(7)];
    let done = returns::review(&house.office, &house.actor, &ids).await.unwrap();
    assert_eq!((done.done, done.failed[0].1.code), (vec![id], "not_found"));
    assert!(list(&house, false).await.is_empty());
    let [row] = &list(&house, true).await[..] else { panic!("one is done") };
    assert_eq!(row.row.reviewed, Some((house.office.now(), house.actor.user)));
    let again = returns::review(&house.office, &house.actor, &[id]).await.unwrap();
    assert!(again.done.is_empty(), "it was done already");
}

#[tokio::test]
async fn what_was_matched_is_taken_back_with_all_that_followed() {
    let house = House::open().await;
    let case = answered(&house).await;
    let waits = made_up(&house).await;
    let (office, actor, outbox) = (&house.office, &house.actor, waits.proposed.unwrap().outbox_id);
    let nobody = returns::unmatch(office, actor, (outbox, KARI, None)).await.unwrap_err();
    assert_eq!(nobody.code, "not_found", "nobody said so yet");
    returns::match_by_hand(office, actor, (waits.row.row.id, outbox)).await.unwrap();
    assert!(standing(&house, KARI).await.unwrap().block.is_some());

    returns::unmatch(office, actor, (outbox, KARI, None)).await.unwrap();
    let known = standing(&house, KARI).await.unwrap();
    assert_eq!((known.block, known.returns, known.last_class), (None, 0, None));
    assert!(!house.case(case).await.delivery_failed);
    let conn = office.store().read();
    let rows = store::deliveries::list_of_item(&conn, actor.organisation, outbox).await.unwrap();
    assert_eq!(rows[0].state, DeliveryState::Sent);
    let [row] = &list(&house, false).await[..] else { panic!("it waits again") };
    assert_eq!(row.proposed.as_ref().map(|sent| sent.outbox_id), Some(outbox));
    let steps = steps(&house, outbox).await;
    assert!(matches!(steps.last(), Some(Step::ReturnUnmatched(_))), "{steps:?}");
    let twice = returns::unmatch(office, actor, (outbox, KARI, None)).await.unwrap_err();
    assert_eq!(twice.code, "not_found");
    // And it can be said again.
    returns::match_by_hand(office, actor, (row.row.row.id, outbox)).await.unwrap();
    assert!(standing(&house, KARI).await.unwrap().block.is_some());
}

#[tokio::test]
async fn who_complained_gets_no_mailings_when_a_match_is_taken_back() {
    let house = House::open().await;
    answered(&house).await;
    let waits = made_up(&house).await;
    let (office, actor, outbox) = (&house.office, &house.actor, waits.proposed.unwrap().outbox_id);
    returns::match_by_hand(office, actor, (waits.row.row.id, outbox)).await.unwrap();
    let list = format!("{{\"emailAddress\":\"{KARI}\",\"reason\":\"COMPLAINT\"}}");
    returns::import(office, actor, list.into_bytes()).await.unwrap();
    assert_eq!(standing(&house, KARI).await.unwrap().block.unwrap().scope, BlockScope::All);
    returns::unmatch(office, actor, (outbox, KARI, None)).await.unwrap();
    let block = standing(&house, KARI).await.unwrap().block.unwrap();
    assert_eq!((block.scope, block.reason), (BlockScope::Mailings, BlockReason::Imported));
}

#[tokio::test]
async fn what_people_and_lists_say_of_the_address_stays_when_a_match_is_taken_back() {
    let house = House::open().await;
    answered(&house).await;
    let waits = made_up(&house).await;
    let (office, actor, outbox) = (&house.office, &house.actor, waits.proposed.unwrap().outbox_id);
    returns::match_by_hand(office, actor, (waits.row.row.id, outbox)).await.unwrap();
    returns::block(office, actor, (KARI, BlockScope::All)).await.unwrap();
    returns::unmatch(office, actor, (outbox, KARI, None)).await.unwrap();
    let block = standing(&house, KARI).await.unwrap().block.unwrap();
    assert_eq!((block.scope, block.reason), (BlockScope::All, BlockReason::Hand));
}

#[tokio::test]
async fn what_a_server_said_itself_nobody_takes_back() {
    let house = House::open().await;
    let case = answered(&house).await;
    house.receive(&report(&sent_id(&house), "failed")).await;
    let outbox = failures(&house, case).await[0].outbox_id.unwrap();
    let refused = returns::unmatch(&house.office, &house.actor, (outbox, KARI, None)).await.unwrap_err();
    assert_eq!(refused.code, "not_found");
    assert!(standing(&house, KARI).await.unwrap().block.is_some());
}

#[tokio::test]
async fn what_a_server_says_after_it_was_matched_nobody_takes_back() {
    let house = House::open().await;
    answered(&house).await;
    let odd = report("<nobody@elsewhere.test>", "failed")
        .replace("Status: 5.1.1", "Status: 5.0.0")
        .replace("550 5.1.1 no mailbox here", "snip snap");
    house.receive(&odd).await;
    let [waits] = &list(&house, false).await[..] else { panic!("one waits") };
    let (office, actor, outbox) = (&house.office, &house.actor, waits.proposed.as_ref().unwrap().outbox_id);
    returns::match_by_hand(office, actor, (waits.row.row.id, outbox)).await.unwrap();
    house.clock.advance_seconds(60);
    house.receive(&report(&sent_id(&house), "failed").replace("<failed@", "<surer@")).await;
    assert!(standing(&house, KARI).await.unwrap().block.is_some());
    for nature in [None, Some(ReturnNature::Failure)] {
        let refused = returns::unmatch(office, actor, (outbox, KARI, nature)).await.unwrap_err();
        assert_eq!(refused.code, "not_found");
    }
    assert!(standing(&house, KARI).await.unwrap().block.is_some());
}

#[tokio::test]
async fn a_return_and_a_complaint_that_were_matched_to_one_mail_are_each_taken_back() {
    let house = House::open().await;
    answered(&house).await;
    let (office, actor) = (&house.office, &house.actor);
    house.receive(&complaint(&house, KARI).replace(&sent_id(&house), "<nobody@elsewhere.test>")).await;
    let [complained] = &list(&house, false).await[..] else { panic!("one waits") };
    let outbox = complained.proposed.as_ref().unwrap().outbox_id;
    returns::match_by_hand(office, actor, (complained.row.row.id, outbox)).await.unwrap();
    house.clock.advance_seconds(60);
    let failed = made_up(&house).await;
    returns::match_by_hand(office, actor, (failed.row.row.id, outbox)).await.unwrap();
    let scope = async || standing(&house, KARI).await.unwrap().block.map(|block| block.scope);
    assert_eq!(scope().await, Some(BlockScope::All));
    house.clock.advance_seconds(60);
    let complaint = (outbox, KARI, Some(ReturnNature::Complaint));
    returns::unmatch(office, actor, complaint).await.unwrap();
    assert_eq!(scope().await, Some(BlockScope::All), "of what came back nobody said anything");
    assert_eq!(returns::unmatch(office, actor, complaint).await.unwrap_err().code, "not_found");
    house.clock.advance_seconds(60);
    returns::unmatch(office, actor, (outbox, KARI, Some(ReturnNature::Failure))).await.unwrap();
    assert_eq!(scope().await, None);
}

/// Matches a complaint that waited while a block of its address ended in this way; what blocks it then.
async fn complaint_outdone_by(ends: impl AsyncFnOnce(&House)) -> Option<BlockScope> {
    let house = House::open().await;
    answered(&house).await;
    house.receive(&complaint(&house, KARI).replace(&sent_id(&house), "<nobody@elsewhere.test>")).await;
    let [complained] = &list(&house, false).await[..] else { panic!("one waits") };
    let outbox = complained.proposed.as_ref().unwrap().outbox_id;
    house.clock.advance_seconds(60);
    ends(&house).await;
    house.clock.advance_seconds(60);
    let pair = (complained.row.row.id, outbox);
    returns::match_by_hand(&house.office, &house.actor, pair).await.unwrap();
    let known = standing(&house, KARI).await.unwrap();
    assert_eq!(known.complaint.is_some(), known.block.is_some());
    known.block.map(|block| block.scope)
}

#[tokio::test]
async fn a_complaint_that_a_person_matches_blocks_though_mail_from_the_address_lifted_a_block_since() {
    let wrote = async |house: &House| {
        returns::block(&house.office, &house.actor, (KARI, BlockScope::All)).await.unwrap();
        let (organisation, at) = (house.actor.organisation, house.office.now());
        let row = standing(house, KARI).await.unwrap();
        let lifted = house.office.store().write(move |tx| {
            let row = row.clone();
            Box::pin(async move { store::standings::lift_proved(tx, organisation, &row, at).await })
        });
        assert!(Result::<_, store::StoreError>::unwrap(lifted.await));
    };
    assert_eq!(complaint_outdone_by(wrote).await, Some(BlockScope::Mailings));
    let cleared = async |house: &House| {
        returns::block(&house.office, &house.actor, (KARI, BlockScope::All)).await.unwrap();
        clear(house, "").await;
    };
    assert_eq!(complaint_outdone_by(cleared).await, None, "a person let it go since");
}

async fn clear(house: &House, note: &str) {
    let ids = [id_of(house, KARI).await];
    let deed = AddressesDeed::Clear(note.to_owned());
    returns::act(&house.office, &house.actor, (&ids, deed)).await.unwrap();
}

#[tokio::test]
async fn a_complaint_whose_clearing_was_undone_is_written_down() {
    let undone = async |house: &House| {
        returns::block(&house.office, &house.actor, (KARI, BlockScope::All)).await.unwrap();
        house.clock.advance_seconds(60);
        clear(house, "").await;
        house.clock.advance_seconds(60);
        let ids = [id_of(house, KARI).await];
        assert_eq!(returns::block_again(&house.office, &house.actor, &ids).await.unwrap().done, ids);
    };
    assert_eq!(complaint_outdone_by(undone).await, Some(BlockScope::All));
}

#[tokio::test]
async fn a_complaint_that_was_matched_to_the_wrong_mail_blocks_again_when_it_is_matched_to_the_right_one() {
    let house = House::open().await;
    answered(&house).await;
    let (office, actor) = (&house.office, &house.actor);
    house.receive(&complaint(&house, KARI).replace(&sent_id(&house), "<nobody@elsewhere.test>")).await;
    let waits = async || {
        let [row] = &list(&house, false).await[..] else { panic!("one waits") };
        assert_eq!(row.settled, None, "nobody let the address go");
        (row.row.row.id, row.proposed.as_ref().unwrap().outbox_id)
    };
    let scope = async || standing(&house, KARI).await.unwrap().block.map(|block| block.scope);
    let pair = waits().await;
    house.clock.advance_seconds(60);
    returns::match_by_hand(office, actor, pair).await.unwrap();
    assert_eq!(scope().await, Some(BlockScope::Mailings));
    house.clock.advance_seconds(60);
    returns::unmatch(office, actor, (pair.1, KARI, Some(ReturnNature::Complaint))).await.unwrap();
    assert_eq!(scope().await, None);
    house.clock.advance_seconds(60);
    returns::match_by_hand(office, actor, waits().await).await.unwrap();
    assert_eq!(scope().await, Some(BlockScope::Mailings));
    assert!(standing(&house, KARI).await.unwrap().complaint.is_some());
}

#[tokio::test]
async fn the_list_says_who_settled_a_complaint_that_waits_and_why() {
    let house = House::open().await;
    answered(&house).await;
    house.receive(&complaint(&house, KARI).replace(&sent_id(&house), "<nobody@elsewhere.test>")).await;
    house.clock.advance_seconds(60);
    returns::block(&house.office, &house.actor, (KARI, BlockScope::All)).await.unwrap();
    house.clock.advance_seconds(60);
    clear(&house, "Consent of 1 May").await;
    let [row] = &list(&house, false).await[..] else { panic!("one waits") };
    let settled = row.settled.as_ref().unwrap();
    assert_eq!((settled.change.note.as_str(), settled.by_name.as_deref()), ("Consent of 1 May", Some("Ada")));
    assert!(row.proposed.is_some());
    // What only failed is not settled by it in words: it is about a mail.
    house.receive(&report("<nobody@elsewhere.test>", "failed")).await;
    let rows = list(&house, false).await;
    assert_eq!(rows.iter().filter(|row| row.settled.is_some()).count(), 1);
}

#[tokio::test]
async fn what_was_matched_stays_in_sight_until_it_is_taken_back() {
    let house = House::open().await;
    answered(&house).await;
    let waits = made_up(&house).await;
    let (office, actor, outbox) = (&house.office, &house.actor, waits.proposed.unwrap().outbox_id);
    assert_eq!(waits.row.matched_by, None);
    returns::match_by_hand(office, actor, (waits.row.row.id, outbox)).await.unwrap();
    house.clock.advance_seconds(30 * 24 * 3600);
    let [done] = &list(&house, true).await[..] else { panic!("it is looked at") };
    assert_eq!((done.row.matched_by, done.row.row.told.outbox_id), (Some(actor.user), Some(outbox)));
    assert_eq!(done.row.reviewed.map(|(_, by)| by), Some(actor.user));
    returns::unmatch(office, actor, (outbox, KARI, None)).await.unwrap();
    assert!(list(&house, true).await.is_empty());
    let [again] = &list(&house, false).await[..] else { panic!("it waits again") };
    assert_eq!((again.row.matched_by, again.row.reviewed), (None, None));
}

#[tokio::test]
async fn what_was_matched_with_words_that_nobody_knows_still_waits_for_a_rule() {
    let house = House::open().await;
    answered(&house).await;
    let odd = report("<nobody@elsewhere.test>", "failed")
        .replace("Status: 5.1.1", "Status: 5.0.0")
        .replace("550 5.1.1 no mailbox here", "snip snap");
    house.receive(&odd).await;
    let [waits] = &list(&house, false).await[..] else { panic!("one waits") };
    assert_eq!(waits.row.row.told.judged.class, ReturnClass::Unclassified);
    let outbox = waits.proposed.as_ref().unwrap().outbox_id;
    returns::match_by_hand(&house.office, &house.actor, (waits.row.row.id, outbox)).await.unwrap();
    assert!(list(&house, true).await.is_empty());
    let [still] = &list(&house, false).await[..] else { panic!("it waits") };
    assert_eq!(still.row.matched_by, Some(house.actor.user));
}

#[tokio::test]
async fn an_address_stands_after_undoing_as_the_return_before_said_however_old_that_is() {
    let house = House::open().await;
    house.sink.answer_recipient(KARI, "452 4.2.2 mailbox full");
    let case = answered(&house).await;
    for _ in 0..5 * 24 + 2 {
        house.clock.advance_seconds(3600);
        house.send().await;
    }
    let before = standing(&house, KARI).await.unwrap();
    assert_eq!(
        (before.last_class, before.last_fault),
        (Some(ReturnClass::Expired), Some(ReturnScope::Address)),
        "of a mail that was given up, the fault of what stood in the way"
    );
    house.sink.accept_recipient(KARI);
    house.clock.advance_seconds(100 * 24 * 3600);
    answer_again(&house, case, 2).await;
    house.clock.advance_seconds(60);
    let waits = made_up(&house).await;
    let outbox = waits.proposed.unwrap().outbox_id;
    returns::match_by_hand(&house.office, &house.actor, (waits.row.row.id, outbox)).await.unwrap();
    assert_eq!(standing(&house, KARI).await.unwrap().last_class, Some(ReturnClass::MailboxUnknown));
    returns::unmatch(&house.office, &house.actor, (outbox, KARI, None)).await.unwrap();
    let after = standing(&house, KARI).await.unwrap();
    assert_eq!(after.block, None);
    let of = |row: &store::standings::StandingRow| {
        (row.last_return_at, row.last_class, row.last_fault, row.last_words.clone())
    };
    assert_eq!(of(&after), of(&before));
}

const OLA: &str = "ola@customer.test";

/// A server's words that name nobody, with the beginning of the mail that they are about.
pub(crate) fn nameless(id: &str) -> String {
    format!(
        "From: MAILER-DAEMON@customer.test\nTo: {SERVICE}\nSubject: Undelivered Mail Returned to Sender\n\
         Message-ID: <nameless@customer.test>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nYour message could not be delivered: 550 5.1.1 user unknown.\n\
         --b\nContent-Type: message/rfc822\n\nFrom: <{SERVICE}>\nMessage-ID: {id}\nSubject: Help\n\nhei\n--b--\n"
    )
}

#[tokio::test]
async fn of_a_report_that_names_nobody_a_person_says_whom_of_its_mail_it_is_about() {
    let house = House::open().await;
    let case = answered_two(&house).await;
    house.receive(&nameless(&sent_id(&house))).await;
    let waits = async || {
        let [row] = &list(&house, false).await[..] else { panic!("one waits") };
        assert_eq!(row.row.row.told.address, None);
        let both: [domain::EmailAddress; 2] = [KARI, OLA].map(|who| who.parse().unwrap());
        assert_eq!(row.recipients, both);
        (row.row.row.id, row.proposed.as_ref().unwrap().outbox_id)
    };
    let of = waits().await;
    assert!(failures(&house, case).await.is_empty(), "nobody knows whose");
    let (office, actor) = (&house.office, &house.actor);
    let code = async |said: Result<(), domain::Problem>| said.unwrap_err().code;
    assert_eq!(code(returns::match_by_hand(office, actor, of).await).await, "return.names_nobody");
    assert_eq!(code(returns::match_chosen(office, actor, of, "x@else.test").await).await, "not_found");
    let another = (of.0, OutboxId::new(7));
    assert_eq!(code(returns::match_chosen(office, actor, another, OLA).await).await, "not_found");

    returns::match_chosen(office, actor, of, OLA).await.unwrap();
    assert!(list(&house, false).await.is_empty());
    assert_eq!(failures(&house, case).await.len(), 1, "its author is told");
    let scope =
        async |who| standing(&house, who).await.and_then(|known| known.block).map(|block| block.scope);
    assert_eq!((scope(OLA).await, scope(KARI).await), (Some(BlockScope::All), None));

    // It was somebody else, and names nobody again.
    returns::unmatch(office, actor, (of.1, OLA, None)).await.unwrap();
    assert_eq!(scope(OLA).await, None);
    let again = waits().await;
    returns::match_chosen(office, actor, again, KARI).await.unwrap();
    assert_eq!((scope(OLA).await, scope(KARI).await), (None, Some(BlockScope::All)));
}

#[tokio::test]
async fn a_report_that_names_its_mail_and_nobody_is_of_the_one_whom_that_went_to_alone() {
    let house = House::open().await;
    let case = answered(&house).await;
    house.receive(&nameless(&sent_id(&house))).await;
    assert!(house.case(case).await.delivery_failed);
    assert_eq!(failures(&house, case).await.len(), 1);
    let known = standing(&house, KARI).await.unwrap();
    assert_eq!((known.block, known.returns), (None, 1), "it is a guess");
    assert!(list(&house, false).await.is_empty());
}

/// A server's words that name neither a mail nor anybody; what comes from programs belongs to no case.
async fn of_nothing(house: &House) -> String {
    let rules = flows::mailboxes::RulesInput {
        imports_automatic: Some(false),
        ..flows::mailboxes::RulesInput::default()
    };
    let change = flows::mailboxes::MailboxInput { rules, ..flows::mailboxes::MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, change).await.unwrap();
    format!(
        "From: MAILER-DAEMON@customer.test\nTo: {SERVICE}\nSubject: Undelivered Mail Returned to Sender\n\
         Message-ID: <alone@customer.test>\nAuto-Submitted: auto-replied\n\n\
         Your message could not be delivered: 550 5.1.1 user unknown.\n"
    )
}

#[tokio::test]
async fn a_report_of_nothing_that_was_matched_to_the_wrong_mail_may_be_of_any_other_again() {
    let house = House::open().await;
    let case = answered(&house).await;
    answer_again(&house, case, 2).await;
    let (office, actor) = (&house.office, &house.actor);
    let told = of_nothing(&house).await;
    house.receive(&told).await;
    let conn = office.store().read();
    let messages = store::cases::list_messages(&conn, actor.organisation, case).await.unwrap();
    let sent: Vec<OutboxId> = messages.iter().filter_map(|message| message.outbox_id).collect();
    let waits = async || {
        let [row] = &list(&house, false).await[..] else { panic!("one waits") };
        assert_eq!((row.row.row.told.address.clone(), row.row.row.told.outbox_id), (None, None));
        row.row.row.id
    };
    returns::match_chosen(office, actor, (waits().await, sent[0]), KARI).await.unwrap();
    returns::unmatch(office, actor, (sent[0], KARI, None)).await.unwrap();
    returns::match_chosen(office, actor, (waits().await, sent[1]), KARI).await.unwrap();
    assert!(list(&house, false).await.is_empty());
}

#[tokio::test]
async fn a_report_that_names_neither_a_mail_nor_anybody_is_looked_at_once_however_often_it_is_read() {
    let house = House::open().await;
    answered(&house).await;
    let told = of_nothing(&house).await;
    house.receive(&told).await;
    let late =
        told.replace("could not be delivered: 550 5.1.1 user unknown", "is delayed, and is tried again");
    house
        .receive(&late.replace("<alone@", "<late@").replace("Undelivered Mail Returned to Sender", "Delayed"))
        .await;
    assert_eq!(house.cases().await.len(), 1, "no case waits for it");
    let [row] = &list(&house, false).await[..] else { panic!("one waits") };
    assert_eq!((row.row.row.told.address.clone(), row.proposed.clone()), (None, None));
    assert!(row.row.row.told.words.contains("user unknown") && row.recipients.is_empty());
    let done = returns::review(&house.office, &house.actor, &[row.row.row.id]).await.unwrap();
    assert_eq!(done.done.len(), 1);
    assert!(list(&house, false).await.is_empty());
}

#[tokio::test]
async fn of_a_complaint_about_a_mail_to_two_that_names_nobody_a_person_says_who_complained() {
    let house = House::open().await;
    answered_two(&house).await;
    house.receive(&complaint(&house, KARI).replace(&format!("<{KARI}>"), "redacted")).await;
    let [row] = &list(&house, false).await[..] else { panic!("one waits") };
    let of = (row.row.row.id, row.proposed.as_ref().unwrap().outbox_id);
    returns::match_chosen(&house.office, &house.actor, of, OLA).await.unwrap();
    let known = standing(&house, OLA).await.unwrap();
    assert_eq!(known.block.map(|block| block.scope), Some(BlockScope::Mailings));
    assert!(
        known.complaint.is_some() && standing(&house, KARI).await.is_none_or(|row| row.complaint.is_none())
    );
}
