//! Signatures of a user and of a mailbox.

use domain::compose::SignatureChoice as Choice;
use flows::identities::IdentityInput;
use flows::signatures;
use flows::templates::{First, Place};
use store::signatures::Signatures;

use crate::house::House;

const FIRST: &str = "From: Kari <kari@customer.test>\nTo: service@house.test\nSubject: The invoice\n\
                     Message-ID: <1@customer.test>\n\nIt is too high.\n";

#[tokio::test]
async fn an_answer_ends_with_ones_own_signature_and_that_of_the_mailbox() {
    let house = House::open().await;
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    let of = async |choice| {
        let offered =
            signatures::choices(&house.office, &house.actor, &Place::Case(case), None).await.unwrap();
        offered.into_iter().find(|(offered, _)| *offered == choice).unwrap().1.text
    };
    assert_eq!(of(Choice::Reply).await, "");

    let own = Signatures { of_new: "Kind regards\n[[user.name]]\n".into(), of_reply: "[[user.name]]".into() };
    signatures::put_own(&house.office, &house.actor, own).await.unwrap();
    let of_mailbox = "[[organisation.name]], [[mailbox.address]]";
    signatures::put_of_mailbox(&house.office, &house.actor, (house.mailbox, None), of_mailbox.into())
        .await
        .unwrap();
    assert_eq!(of(Choice::Reply).await, "Ada\nThe house, service@house.test");
    assert_eq!(of(Choice::Mailbox).await, "The house, service@house.test");
    assert_eq!(of(Choice::None).await, "");
    assert_eq!(of(Choice::New).await, "Kind regards\nAda\nThe house, service@house.test");
}

#[tokio::test]
async fn a_mailbox_has_another_signature_for_answers_until_it_is_emptied() {
    let house = House::open().await;
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    let (office, actor) = (&house.office, &house.actor);
    let begun = || Place::First(First { mailbox: house.mailbox, to: None, title: "" });
    let of = async |place: Place<'_>, identity, choice| {
        let offered = signatures::choices(office, actor, &place, identity).await.unwrap();
        offered.into_iter().find(|(offered, _)| *offered == choice).unwrap().1.text
    };
    let own = Signatures { of_new: "Ada of the house".into(), of_reply: "Ada".into() };
    signatures::put_own(office, actor, own).await.unwrap();
    let long =
        Signatures { of_new: "The house, Long Street 1".into(), of_reply: "[[mailbox.address]]".into() };
    signatures::put_of_mailbox(office, actor, (house.mailbox, None), long.clone()).await.unwrap();
    assert_eq!(of(Place::Case(case), None, Choice::Reply).await, "Ada\nservice@house.test");
    assert_eq!(of(Place::Case(case), None, Choice::Mailbox).await, "service@house.test");
    let whole = "Ada of the house\nThe house, Long Street 1";
    assert_eq!(of(Place::Case(case), None, Choice::New).await, whole, "what was begun keeps what it had");
    assert_eq!(of(begun(), None, Choice::New).await, whole);
    assert_eq!(of(begun(), None, Choice::Mailbox).await, "The house, Long Street 1");

    // A shared sender with one of the two leaves the other as the mailbox has it.
    let press = IdentityInput {
        address: Some("press@house.test".parse().unwrap()),
        of_new: Some("Press".into()),
        ..IdentityInput::default()
    };
    let press = Some(flows::identities::create(office, actor, press).await.unwrap());
    assert_eq!(of(begun(), press, Choice::Mailbox).await, "Press");
    assert_eq!(of(Place::Case(case), press, Choice::Reply).await, "Ada\nservice@house.test");

    let one = Signatures { of_reply: "".into(), ..long };
    signatures::put_of_mailbox(office, actor, (house.mailbox, None), one).await.unwrap();
    assert_eq!(of(Place::Case(case), None, Choice::Reply).await, "Ada\nThe house, Long Street 1");
    let bad = Signatures { of_new: "".into(), of_reply: "[[user.nmae]]".into() };
    let refused = signatures::put_of_mailbox(office, actor, (house.mailbox, None), bad).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("template.unknown_variable_near", Some("reply_text")));
}

#[tokio::test]
async fn a_signature_that_cannot_be_read_is_refused() {
    let house = House::open().await;
    let own = Signatures { of_new: "[[user.nmae]]".into(), of_reply: "".into() };
    let refused = signatures::put_own(&house.office, &house.actor, own).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("template.unknown_variable_near", Some("of_new")));
    let long = "a".repeat(5_001);
    let refused =
        signatures::put_of_mailbox(&house.office, &house.actor, (house.mailbox, None), long.as_str().into())
            .await
            .unwrap_err();
    assert_eq!(refused.code, "text_too_long");
}
