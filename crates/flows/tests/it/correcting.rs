//! What becomes of a case whose mail did not arrive: why it is open again, and whom it writes to from then on.

use domain::case::{CaseStatus, ParticipantRole};
use domain::compose::{Mode, Written};
use domain::{CaseId, EmailAddress, PersonId, Problem, RecipientNames};
use flows::compose::{self, Correction, Knowing, NewReply};
use flows::people::{self, PersonInput};

use crate::house::{House, SERVICE};
use crate::returns::{answered, answered_two, failures};

async fn log(house: &House, case: CaseId) -> Vec<String> {
    let conn = house.office.store().read();
    let log = store::cases::list_log(&conn, house.actor.organisation, case).await.unwrap();
    log.into_iter().map(|entry| entry.what).collect()
}

/// Puts the right address in the place of the one that the case's first entry tells of.
async fn correct(house: &House, case: CaseId, right: &str) {
    rewrite(house, case, right, true).await.unwrap();
}

async fn rewrite(house: &House, case: CaseId, right: &str, lasting: bool) -> Result<(), Problem> {
    let entry = failures(house, case).await.remove(0);
    let correction = Correction { address: Some(right.parse().unwrap()), lasting };
    compose::rewrite(&house.office, &house.actor, case, entry.id, correction).await.map(|_| ())
}

/// Whom the mail goes to that was made ready.
async fn ready_for(house: &House, case: CaseId) -> Vec<String> {
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0).written;
    draft.to.into_iter().flatten().chain(draft.cc).collect()
}

/// What the log tells of addresses that were corrected.
async fn corrections(house: &House, case: CaseId) -> Vec<(String, String)> {
    let conn = house.office.store().read();
    let log = store::cases::list_log(&conn, house.actor.organisation, case).await.unwrap();
    let corrected = log.into_iter().filter(|entry| entry.what == "corrected");
    corrected.map(|entry| (entry.params["from"].clone(), entry.params["to"].clone())).collect()
}

async fn person(house: &House, name: &str, address: &str) -> PersonId {
    let input = PersonInput {
        name: Some(name.to_owned()),
        addresses: Some(vec![address.to_owned()]),
        ..PersonInput::default()
    };
    people::create_person(&house.office, &house.actor, input).await.unwrap().0
}

async fn reply_all(house: &House, case: CaseId) -> Vec<String> {
    let named = compose::open(&house.office, &house.actor, case, None).await.unwrap().reply_all;
    named.to.iter().chain(&named.cc).map(|(_, address)| address.to_string()).collect()
}

async fn person_of(house: &House, address: &str) -> Option<store::persons::PersonRow> {
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let address: EmailAddress = address.parse().unwrap();
    let (id, _) = store::persons::find_by_address(&conn, organisation, &address).await.unwrap()?;
    store::persons::find(&conn, organisation, id).await.unwrap()
}

#[tokio::test]
async fn a_case_that_a_failed_delivery_opens_does_not_say_that_the_customer_answered() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    assert_eq!(house.case(case).await.status, CaseStatus::Open);
    let told = log(&house, case).await;
    assert!(told.contains(&"reopened_undelivered".to_owned()), "{told:?}");
    assert!(!told.contains(&"reopened".to_owned()), "{told:?}");
}

#[tokio::test]
async fn a_corrected_address_is_the_persons_and_an_answer_to_all_goes_there() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered_two(&house).await;
    assert_eq!(reply_all(&house, case).await, ["kari@customer.test", "ola@customer.test"]);
    correct(&house, case, "kari@else.test").await;
    assert_eq!(reply_all(&house, case).await, ["kari@else.test", "ola@customer.test"]);
    assert!(person_of(&house, "kari@customer.test").await.is_none());
    let kari = person_of(&house, "kari@else.test").await.unwrap();
    assert_eq!(kari.addresses, ["kari@else.test".parse().unwrap()]);
    assert_eq!(house.case(case).await.person_id, Some(kari.id));
    // What it came back from, and its block, stay with the address itself.
    assert!(crate::returns::standing(&house, "kari@customer.test").await.unwrap().block.is_some());
    assert!(log(&house, case).await.contains(&"corrected".to_owned()));
}

#[tokio::test]
async fn whoever_had_a_copy_is_answered_at_the_right_address_and_the_customer_stays() {
    let house = House::open().await;
    house.sink.answer_recipient("ola@customer.test", "550 5.1.1 no such user");
    let case = answered_two(&house).await;
    let begun = Written {
        mode: Mode::ReplyAll,
        text: "And this.".to_owned(),
        to: Some(vec!["kari@customer.test".to_owned()]),
        cc: vec!["OLA@customer.test".to_owned()],
        ..Written::default()
    };
    compose::put_draft(&house.office, &house.actor, (Some(case), begun), None).await.unwrap();
    correct(&house, case, "ola@else.test").await;
    assert_eq!(reply_all(&house, case).await, ["kari@customer.test", "ola@else.test"]);
    assert_eq!(house.case(case).await.customer_address, "kari@customer.test");
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0).written;
    let named: Vec<_> = draft.to.iter().flatten().chain(&draft.cc).map(String::as_str).collect();
    assert_eq!(named, ["ola@else.test", "kari@customer.test"], "what was begun goes to him too");
}

#[tokio::test]
async fn the_name_that_the_author_gave_goes_to_the_right_address_with_the_mail_and_with_what_was_begun() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let typed = vec!["Kari N <kari@customer.test>".to_owned()];
    let first = NewReply {
        to: Some(vec!["kari@customer.test".parse().unwrap()]),
        subject: Some("Your meter".to_owned()),
        text: "Hello".to_owned(),
        knowing: Knowing { names: RecipientNames::of_typed(&typed), ..Knowing::default() },
        ..NewReply::default()
    };
    let (case, _) = compose::start(office, actor, house.mailbox, first).await.unwrap();
    house.send().await;
    let begun = Written { text: "And this.".to_owned(), to: Some(typed), ..Written::default() };
    compose::put_draft(office, actor, (Some(case), begun), None).await.unwrap();
    correct(&house, case, "kari@else.test").await;
    assert_eq!(ready_for(&house, case).await, ["Kari N <kari@else.test>"], "he is one, and has his name");
}

#[tokio::test]
async fn the_address_of_another_participant_is_written_to_this_once_alone() {
    let house = House::open().await;
    house.sink.answer_recipient("ola@customer.test", "550 5.1.1 no such user");
    let case = answered_two(&house).await;
    let refused = rewrite(&house, case, "kari@customer.test", true).await.unwrap_err();
    assert_eq!(refused.code, "address.takes_part");
    assert!(compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().is_empty());
    rewrite(&house, case, "kari@customer.test", false).await.unwrap();
    assert_eq!(ready_for(&house, case).await, ["kari@customer.test"]);
    let conn = house.office.store().read();
    let known = store::cases::list_participants(&conn, house.actor.organisation, case).await.unwrap();
    let told: Vec<_> = known.iter().map(|one| (one.address.to_string(), one.role)).collect();
    let kari = ("kari@customer.test".to_owned(), ParticipantRole::Customer);
    assert_eq!(told, [kari, ("ola@customer.test".to_owned(), ParticipantRole::Cc)]);
}

#[tokio::test]
async fn a_second_correction_is_of_the_address_that_the_first_one_put_there() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered_two(&house).await;
    correct(&house, case, "kari@else.test").await;
    house.clock.advance_seconds(1);
    correct(&house, case, "kari@right.test").await;
    let found = house.case(case).await;
    assert_eq!(found.customer_address, "kari@right.test");
    let kari = person_of(&house, "kari@right.test").await.unwrap();
    assert_eq!(kari.addresses, ["kari@right.test".parse().unwrap()]);
    assert_eq!(found.person_id, Some(kari.id));
    assert_eq!(reply_all(&house, case).await, ["kari@right.test", "ola@customer.test"]);
    assert_eq!(ready_for(&house, case).await, ["kari@right.test"]);
    let told = [("kari@customer.test", "kari@else.test"), ("kari@else.test", "kari@right.test")];
    assert_eq!(corrections(&house, case).await, told.map(|(from, to)| (from.to_owned(), to.to_owned())));
}

#[tokio::test]
async fn a_card_that_was_changed_by_hand_is_followed_by_the_case() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    correct(&house, case, "kari@else.test").await;
    let kari = person_of(&house, "kari@else.test").await.unwrap();
    let addresses = Some(vec!["kari@right.test".to_owned()]);
    let input = PersonInput { addresses, ..PersonInput::default() };
    people::change_person(&house.office, &house.actor, kari.id, input).await.unwrap();
    correct(&house, case, "kari@right.test").await;
    let found = house.case(case).await;
    assert_eq!((found.customer_address.as_str(), found.person_id), ("kari@right.test", Some(kari.id)));
}

#[tokio::test]
async fn an_address_that_he_had_before_stays_on_his_card_when_the_case_gets_another() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    let kari = person_of(&house, "kari@customer.test").await.unwrap();
    let addresses = Some(vec!["kari@customer.test".to_owned(), "kari@home.test".to_owned()]);
    let input = PersonInput { addresses, ..PersonInput::default() };
    people::change_person(&house.office, &house.actor, kari.id, input).await.unwrap();
    correct(&house, case, "kari@home.test").await;
    correct(&house, case, "kari@right.test").await;
    assert_eq!(house.case(case).await.customer_address, "kari@right.test");
    assert_eq!(person_of(&house, "kari@home.test").await.unwrap().id, kari.id);
}

#[tokio::test]
async fn another_address_takes_the_place_of_the_one_that_was_made_ready_and_what_was_added_stays() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    rewrite(&house, case, "kari@else.test", false).await.unwrap();
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0).written;
    let added = Written { cc: vec!["per@customer.test".to_owned()], ..draft };
    compose::put_draft(&house.office, &house.actor, (Some(case), added), None).await.unwrap();
    rewrite(&house, case, "info@else.test", false).await.unwrap();
    assert_eq!(ready_for(&house, case).await, ["info@else.test", "per@customer.test"]);
    correct(&house, case, "kari@right.test").await;
    assert_eq!(ready_for(&house, case).await, ["kari@right.test", "per@customer.test"]);
}

#[tokio::test]
async fn what_the_author_wrote_stays_for_the_lasting_address_when_another_is_written_to_this_once() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    correct(&house, case, "kari@right.test").await;
    rewrite(&house, case, "info@else.test", false).await.unwrap();
    assert_eq!(ready_for(&house, case).await, ["info@else.test"], "nobody wrote anything in it");
    correct(&house, case, "kari@right.test").await;
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0).written;
    let more = Written { text: format!("{}\n\nAnd this.", draft.text), ..draft };
    let words = more.text.clone();
    compose::put_draft(&house.office, &house.actor, (Some(case), more), None).await.unwrap();
    rewrite(&house, case, "info@else.test", false).await.unwrap();
    assert_eq!(ready_for(&house, case).await, ["info@else.test", "kari@right.test"]);
    rewrite(&house, case, "post@else.test", false).await.unwrap();
    assert_eq!(ready_for(&house, case).await, ["post@else.test", "kari@right.test"]);
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0).written;
    assert_eq!(draft.text, words, "what the mail says stands there once");
}

#[tokio::test]
async fn a_mailbox_of_ours_is_nobodys_right_address() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    for lasting in [true, false] {
        let refused = rewrite(&house, case, SERVICE, lasting).await.unwrap_err();
        assert_eq!((refused.code, refused.field), ("address.of_mailbox", Some("address")));
    }
    assert_eq!(house.case(case).await.customer_address, "kari@customer.test");
}

#[tokio::test]
async fn all_whom_our_own_mail_went_to_are_answered_after_one_of_them_was_corrected() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let first = NewReply {
        to: Some(vec!["kari@customer.test".parse().unwrap(), "ola@customer.test".parse().unwrap()]),
        bcc: vec!["hidden@customer.test".parse().unwrap()],
        subject: Some("Your meter".to_owned()),
        text: "Hello".to_owned(),
        ..NewReply::default()
    };
    let (case, _) = compose::start(office, actor, house.mailbox, first).await.unwrap();
    house.send().await;
    correct(&house, case, "kari@else.test").await;
    assert_eq!(reply_all(&house, case).await, ["kari@else.test", "ola@customer.test"]);
}

#[tokio::test]
async fn who_had_a_blind_copy_has_one_at_the_right_address_and_takes_no_part_in_the_case() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    house.sink.answer_recipient("hidden@customer.test", "550 5.1.1 no such user");
    let first = NewReply {
        to: Some(vec!["kari@customer.test".parse().unwrap()]),
        bcc: vec!["hidden@customer.test".parse().unwrap()],
        subject: Some("Your meter".to_owned()),
        text: "Hello".to_owned(),
        ..NewReply::default()
    };
    let (case, _) = compose::start(office, actor, house.mailbox, first).await.unwrap();
    house.send().await;
    rewrite(&house, case, "hidden@else.test", false).await.unwrap();
    let draft = compose::drafts_of_case(office, actor, case).await.unwrap().remove(0).written;
    assert_eq!(
        (draft.to, draft.cc, draft.bcc.clone()),
        (Some(Vec::new()), Vec::new(), vec!["hidden@else.test".to_owned()])
    );
    let again = NewReply {
        mode: draft.mode,
        text: draft.text,
        to: Some(Vec::new()),
        bcc: vec!["hidden@else.test".parse().unwrap()],
        ..NewReply::default()
    };
    compose::reply(office, actor, case, again).await.unwrap();
    house.send().await;
    let conn = office.store().read();
    let known = store::cases::list_participants(&conn, actor.organisation, case).await.unwrap();
    let known: Vec<_> = known.iter().map(|one| one.address.to_string()).collect();
    assert_eq!(known, ["kari@customer.test"]);
    assert_eq!(reply_all(&house, case).await, known);
    let taken = house.sink.taken();
    assert_eq!(taken.len(), 2);
    for mail in taken {
        assert!(!String::from_utf8_lossy(&mail.raw).contains("hidden@"));
    }
}

#[tokio::test]
async fn a_mail_that_is_made_ready_for_the_same_address_is_no_other_in_the_log() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    let entry = failures(&house, case).await.remove(0);
    let ready = async |address: &str| {
        let correction = Correction { address: Some(address.parse().unwrap()), lasting: false };
        compose::rewrite(&house.office, &house.actor, case, entry.id, correction).await.unwrap();
        log(&house, case).await.contains(&"readdressed".to_owned())
    };
    assert!(!ready("Kari@customer.test").await);
    assert!(ready("kari@else.test").await);
}

#[tokio::test]
async fn an_address_that_another_person_has_is_written_to_this_once_until_somebody_joins_the_two() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    let per = person(&house, "Per", "per@else.test").await;
    let kari = house.case(case).await.person_id.unwrap();
    let refused = rewrite(&house, case, "per@else.test", true).await.unwrap_err();
    assert_eq!(refused.code, "address.of_another");
    rewrite(&house, case, "per@else.test", false).await.unwrap();
    assert_eq!(person_of(&house, "per@else.test").await.unwrap().id, per);
    assert_eq!(person_of(&house, "kari@customer.test").await.unwrap().id, kari);
    let found = house.case(case).await;
    assert_eq!((found.customer_address.as_str(), found.person_id), ("kari@customer.test", Some(kari)));

    people::merge_persons(&house.office, &house.actor, (per, kari)).await.unwrap();
    correct(&house, case, "per@else.test").await;
    let found = house.case(case).await;
    assert_eq!((found.customer_address.as_str(), found.person_id), ("per@else.test", Some(kari)));
}

#[tokio::test]
async fn what_wrote_after_it_was_corrected_is_an_address_that_lives() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answered(&house).await;
    correct(&house, case, "kari@else.test").await;
    let again = NewReply { text: "Once more.".to_owned(), ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, again).await.unwrap();
    house.send().await;
    let sent = String::from_utf8_lossy(&house.sink.taken()[0].raw).into_owned();
    let id = sent.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().trim().to_owned();
    house.clock.advance_seconds(60);
    house
        .receive(&format!(
            "From: Kari <kari@customer.test>\nTo: {SERVICE}\nSubject: Re: The invoice\n\
             Message-ID: <2@customer.test>\nIn-Reply-To: {id}\n\nIt works again.\n"
        ))
        .await;
    assert_eq!(reply_all(&house, case).await, ["kari@else.test", "kari@customer.test"]);
}

#[tokio::test]
async fn a_first_mail_that_reached_nobody_goes_to_the_right_address_as_a_first_mail() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let first = NewReply {
        to: Some(vec!["kari@customer.test".parse().unwrap()]),
        subject: Some("Your meter".to_owned()),
        text: "Hello".to_owned(),
        ..NewReply::default()
    };
    let (case, message) = compose::start(office, actor, house.mailbox, first).await.unwrap();
    house.send().await;
    let correction = Correction { address: Some("kari@else.test".parse().unwrap()), lasting: true };
    compose::rewrite(office, actor, case, message, correction).await.unwrap();
    assert_eq!(compose::open(office, actor, case, None).await.unwrap().subject, "Your meter [#1]");
    let draft = compose::drafts_of_case(office, actor, case).await.unwrap().remove(0).written;
    let again = NewReply {
        mode: draft.mode,
        text: draft.text,
        subject: draft.subject,
        to: Some(vec!["kari@else.test".parse().unwrap()]),
        ..NewReply::default()
    };
    compose::reply(office, actor, case, again).await.unwrap();
    house.send().await;
    let raw = String::from_utf8_lossy(&house.sink.taken().remove(0).raw).into_owned();
    assert!(raw.contains("Subject: Your meter [#1]"), "{raw}");
    assert!(!raw.contains("In-Reply-To:") && !raw.contains("References:"), "{raw}");

    // What goes on from there answers what arrived.
    let more = NewReply { text: "And this.".to_owned(), ..NewReply::default() };
    compose::reply(office, actor, case, more).await.unwrap();
    house.send().await;
    let raw = String::from_utf8_lossy(&house.sink.taken().pop().unwrap().raw).into_owned();
    assert!(raw.contains("Subject: Re: Your meter [#1]") && raw.contains("References:"), "{raw}");
}
