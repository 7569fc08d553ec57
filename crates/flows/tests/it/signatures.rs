//! Signatures of a user and of a mailbox.

use domain::compose::SignatureChoice as Choice;
use flows::signatures;
use flows::templates::Place;
use store::signatures::UserSignatures;

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

    let own =
        UserSignatures { of_new: "Kind regards\n[[user.name]]\n".into(), of_reply: "[[user.name]]".into() };
    signatures::put_own(&house.office, &house.actor, own).await.unwrap();
    let of_mailbox = "[[organisation.name]], [[mailbox.address]]";
    signatures::put_of_mailbox(&house.office, &house.actor, house.mailbox, of_mailbox.into()).await.unwrap();
    assert_eq!(of(Choice::Reply).await, "Ada\nThe house, service@house.test");
    assert_eq!(of(Choice::Mailbox).await, "The house, service@house.test");
    assert_eq!(of(Choice::None).await, "");
    assert_eq!(of(Choice::New).await, "Kind regards\nAda\nThe house, service@house.test");
}

#[tokio::test]
async fn a_signature_that_cannot_be_read_is_refused() {
    let house = House::open().await;
    let own = UserSignatures { of_new: "[[user.nmae]]".into(), of_reply: "".into() };
    let refused = signatures::put_own(&house.office, &house.actor, own).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("template.unknown_variable_near", Some("of_new")));
    let long = "a".repeat(5_001);
    let refused = signatures::put_of_mailbox(&house.office, &house.actor, house.mailbox, long.into())
        .await
        .unwrap_err();
    assert_eq!(refused.code, "text_too_long");
}
