//! As whom automatic replies go out, why, and what they carry.

use domain::compose::AnswersTo;
use domain::preflight::UnverifiedRule;
use domain::timeline::{Step, Subject};
use domain::{IdentityId, TemplateId};
use flows::auto_reply;
use flows::compose::{self, SendingRules};
use flows::identities::{self, IdentityInput};
use flows::templates::{self, TemplateInput};

use crate::house::{House, SERVICE};
use crate::pipeline::{new, steps};
use crate::preflight::offering;
use crate::whole_templates::{english, input, upload};

fn mail(number: u32, extra: &str) -> String {
    format!(
        "From: Kari <kari@customer.test>\nTo: {SERVICE}\nSubject: The invoice {number}\n\
         Message-ID: <{number}@customer.test>\n{extra}\nIt is too high ({number}).\n"
    )
}

async fn identity(house: &House, address: &str, name: &str) -> IdentityId {
    let input = IdentityInput {
        address: Some(address.parse().unwrap()),
        display_name: Some(name.to_owned()),
        // Answers to people may go there; those to programs come to the mailbox.
        answers_to: Some(AnswersTo::Own),
        ..IdentityInput::default()
    };
    identities::create(&house.office, &house.actor, input).await.unwrap()
}

/// The receipts of a house are made of this template.
async fn answered_with(house: &House, template: TemplateInput) -> TemplateId {
    let id = templates::create(&house.office, &house.actor, template).await.unwrap();
    let mut view = auto_reply::get(&house.office, &house.actor).await.unwrap();
    (view.settings.enabled, view.settings.template_id) = (true, Some(id));
    auto_reply::put(&house.office, &house.actor, view).await.unwrap();
    id
}

fn receipt() -> TemplateInput {
    input("Receipt", english("<div><b>We have your mail.</b></div>"), Vec::new())
}

/// The header of the mail that was sent last, and what its timeline says of its sender.
async fn sent(house: &House) -> (Vec<String>, Vec<Step>) {
    house.send().await;
    let raw = String::from_utf8_lossy(&house.sink.taken().pop().unwrap().raw).replace("\r\n ", " ");
    let header = raw.split("\r\n\r\n").next().unwrap().lines().map(str::to_owned).collect();
    let conn = house.office.store().read();
    let case = house.cases().await.into_iter().max_by_key(|case| case.number).unwrap();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case.id).await.unwrap();
    let outbox = messages.iter().rev().find_map(|message| message.outbox_id).unwrap();
    let told = store::timeline::list(&conn, house.actor.organisation, Subject::Outbox(outbox)).await.unwrap();
    let of_sender = |step: &Step| matches!(step, Step::SentAs(_) | Step::SentInstead(_));
    (header, told.into_iter().map(|(_, step)| step).filter(of_sender).collect())
}

fn as_whom(told: &[Step]) -> Option<(&str, &str)> {
    told.iter().find_map(|step| {
        if let Step::SentAs(told) = step { Some((told.from.as_str(), told.because.as_str())) } else { None }
    })
}

#[tokio::test]
async fn a_receipt_is_from_whom_its_template_else_the_organisation_names_and_answers_reach_the_case() {
    let house = House::open().await;
    let all = identity(&house, "hello@house.test", "Everybody").await;
    let press = identity(&house, "press@house.test", "The press desk").await;
    let id = answered_with(&house, TemplateInput { identity_id: Some(Some(press)), ..receipt() }).await;
    let rules = SendingRules { identity_id: Some(all), ..SendingRules::default() };
    compose::change_rules(&house.office, &house.actor, rules).await.unwrap();

    house.receive(&mail(1, "")).await;
    let (header, told) = sent(&house).await;
    for line in [
        "From: The press desk <press@house.test>",
        "Reply-To: The service <service@house.test>",
        "Auto-Submitted: auto-replied",
    ] {
        assert!(header.iter().any(|found| found == line), "{line}: {header:?}");
    }
    assert_eq!(as_whom(&told), Some(("press@house.test", "template")));
    assert_eq!(house.sink.taken()[0].return_path, "", "RFC 3834 3.3");
    let sent_id = header.iter().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap();
    house.receive(&mail(2, &format!("In-Reply-To: {sent_id}\n"))).await;
    assert_eq!(house.cases().await.len(), 1, "the answer came into the case");

    let nobody = TemplateInput { identity_id: Some(None), ..TemplateInput::default() };
    templates::change(&house.office, &house.actor, id, nobody).await.unwrap();
    house.receive(&mail(3, "")).await;
    let (header, told) = sent(&house).await;
    assert!(header.contains(&"From: Everybody <hello@house.test>".to_owned()), "{header:?}");
    assert_eq!(as_whom(&told), Some(("hello@house.test", "organisation")));
}

#[tokio::test]
async fn a_sender_that_may_not_be_used_is_passed_over() {
    let house = House::open().await;
    let organisation = house.actor.organisation;
    let made = house
        .office
        .store()
        .write(move |tx| Box::pin(async move { store::categories::insert(tx, organisation, "Press").await }));
    let category = made.await.unwrap();
    let press = identity(&house, "press@house.test", "The press desk").await;
    let change = async |input| identities::change(&house.office, &house.actor, press, input).await.unwrap();
    answered_with(&house, TemplateInput { identity_id: Some(Some(press)), ..receipt() }).await;
    change(IdentityInput { category_ids: Some(vec![category]), ..IdentityInput::default() }).await;
    house.receive(&mail(1, "")).await;
    let (header, told) = sent(&house).await;
    assert!(header.contains(&"From: The service <service@house.test>".to_owned()), "{header:?}");
    assert!(!header.iter().any(|line| line.starts_with("Reply-To:")), "{header:?}");
    assert_eq!(as_whom(&told), Some(("service@house.test", "template_of_others")), "and that is told");

    let archived =
        IdentityInput { category_ids: Some(Vec::new()), archived: Some(true), ..IdentityInput::default() };
    change(archived).await;
    house.receive(&mail(2, "")).await;
    assert_eq!(as_whom(&sent(&house).await.1), Some(("service@house.test", "template_archived")));
    change(IdentityInput { archived: Some(false), ..IdentityInput::default() }).await;
    house.clock.advance_seconds(3600);
    house.receive(&mail(3, "")).await;
    assert_eq!(as_whom(&sent(&house).await.1), Some(("press@house.test", "template")));
}

#[tokio::test]
async fn what_the_organisation_says_of_unproved_domains_holds_for_the_sender_of_a_receipt() {
    let mut house = House::open().await;
    house.office = offering(&house);
    let press = identity(&house, "press@other.test", "The press desk").await;
    answered_with(&house, TemplateInput { identity_id: Some(Some(press)), ..receipt() }).await;
    let choose = async |unverified| {
        let rules = SendingRules { unverified, ..SendingRules::default() };
        compose::change_rules(&house.office, &house.actor, rules).await.unwrap();
    };
    choose(UnverifiedRule::Refuse).await;
    let told = steps(&house, new(house.receive(&mail(1, "")).await)).await;
    let refused = |step: &Step| {
        matches!(step, Step::NotAutoReplied { because, evidence }
            if because == "from_not_proved" && evidence == "other.test")
    };
    assert!(told.iter().any(refused), "{told:?}");

    choose(UnverifiedRule::Rewrite).await;
    house.receive(&mail(2, "")).await;
    let (header, told) = sent(&house).await;
    for line in
        ["From: The press desk <no-reply@operator.test>", "Reply-To: The service <service@house.test>"]
    {
        assert!(header.iter().any(|found| found == line), "{line}: {header:?}");
    }
    assert_eq!(as_whom(&told), Some(("press@other.test", "template")));
    let instead =
        |step: &Step| matches!(step, Step::SentInstead(told) if told.instead_of == "press@other.test");
    assert!(told.iter().any(instead), "{told:?}");
}

#[tokio::test]
async fn a_receipt_carries_the_pictures_of_its_text_that_lie_in_the_database_and_no_files() {
    let house = House::open().await;
    let logo = upload(&house, "logo.png", "image/png", 900).await;
    let photo = upload(&house, "photograph.png", "image/png", 200_000).await;
    let terms = upload(&house, "terms.pdf", "application/pdf", 30).await;
    let html = format!(
        "<div>Hello <img src=\"cid:{logo}\" alt=\"Logo\"> <img src=\"cid:{photo}\" alt=\"Our house\"></div>"
    );
    answered_with(&house, input("Receipt", english(&html), vec![logo, photo, terms])).await;
    house.receive(&mail(1, "")).await;
    house.send().await;
    let (parsed, defects) = mail::parse(&house.sink.taken()[0].raw);
    assert_eq!(defects, []);
    let files: Vec<_> = parsed.attachments.iter().map(|file| (file.name.as_str(), file.inline)).collect();
    assert_eq!(files, [("logo.png", true)]);
    let html = parsed.html.unwrap();
    assert_eq!(mail::pictures_of(&html).len(), 1, "{html}");
    assert!(html.contains("Our house"), "what is left out says its words: {html}");
    assert_eq!(parsed.text.trim(), "Hello [Logo] [Our house]");
}
