//! What filters send, and what they write into the case and onto the customer's card.

use domain::filter::{CustomerBy, FilterAction, FilterCapture, FilterCondition, FilterField, FilterOperator};
use domain::org::Language;
use domain::timeline::{FilterDeed, Step};
use domain::{FilterId, TemplateId};
use flows::filters::{FilterInput, SameName};
use flows::people::PersonInput;
use flows::templates::TemplateInput;
use store::templates::TemplateVersion;

use crate::house::{House, SERVICE};
use crate::pipeline::{new, steps};

const FORM: &str = "From: Web <noreply@forms.test>\nTo: service@house.test\nSubject: Contact form\n\
                    Message-ID: <f1@forms.test>\nAuto-Submitted: auto-generated\n\n\
                    Name: Ola Normann\nE-mail: ola@customer.test\nOrder: 4711\nPhone: +47 998 87 766\n\
                    Company: Normann AS\n";

fn text(text: &str) -> String {
    text.to_owned()
}

async fn template(house: &House, name: &str, language: Language, text: &str) -> TemplateId {
    let version = TemplateVersion { language, subject: String::new(), text: text.to_owned(), html: None };
    let input = TemplateInput {
        name: Some(name.to_owned()),
        default_language: Some(language),
        versions: Some(vec![version]),
        ..TemplateInput::default()
    };
    flows::templates::create(&house.office, &house.actor, input).await.unwrap()
}

fn of_form(actions: Vec<FilterAction>) -> FilterInput {
    let capture = |name: &str, pattern: &str| FilterCapture {
        name: name.to_owned(),
        field: FilterField::Body,
        header: None,
        pattern: pattern.to_owned(),
    };
    FilterInput {
        name: Some(text("Web form")),
        conditions: Some(vec![FilterCondition {
            field: FilterField::Subject,
            header: None,
            operator: FilterOperator::Begins,
            value: text("contact"),
        }]),
        captures: Some(vec![
            capture("mail", r"e-mail: (\S+)"),
            capture("order", r"order: (\d+)"),
            capture("phone", r"phone: ([+\d ]+)"),
            capture("company", "company: (.+)"),
        ]),
        actions: Some(actions),
        ..FilterInput::default()
    }
}

async fn make(house: &House, input: FilterInput) -> FilterId {
    flows::filters::create(&house.office, &house.actor, input).await.unwrap()
}

fn deeds(told: Vec<Step>) -> Vec<FilterDeed> {
    let deed = |step| if let Step::FilterDid(deed) = step { Some(deed) } else { None };
    told.into_iter().filter_map(deed).collect()
}

#[tokio::test]
async fn a_filter_answers_a_web_forms_customer_although_the_receipts_are_off() {
    let house = House::open().await;
    let template_id = template(&house, "Order", Language::En, "We have order [[capture.order]].").await;
    let customer = FilterAction::CustomerAddress { text: text("[[capture.mail]]") };
    let actions = vec![customer, FilterAction::NoAutoReply, FilterAction::Reply { template_id }];
    make(&house, of_form(actions)).await;
    let id = new(house.receive(FORM).await);
    house.send().await;
    let taken = house.sink.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!((taken[0].return_path.as_str(), taken[0].recipients[0].as_str()), ("", "ola@customer.test"));
    let sent = String::from_utf8_lossy(&taken[0].raw).into_owned();
    assert!(sent.contains("We have order 4711."), "{sent}");
    let told = steps(&house, id).await;
    let answered = |step: &Step| matches!(step, Step::AutoReplied { template, .. } if template == "Order");
    assert!(told.iter().any(answered), "{told:?}");

    // The budgets of receipts are those of filters' answers: a form that is sent over and over stops.
    for number in 2..5 {
        house.receive(&FORM.replace("f1@", &format!("f{number}@"))).await;
    }
    house.send().await;
    assert_eq!(house.sink.count(), 2, "a burst of two to one address");
}

#[tokio::test]
async fn a_filter_never_answers_a_machine_and_answers_whoever_wrote_into_an_old_case() {
    let house = House::open().await;
    let template_id = template(&house, "Thanks", Language::En, "Thank you.").await;
    make(&house, of_form(vec![FilterAction::Reply { template_id }])).await;
    let id = new(house.receive(FORM).await);
    let told = steps(&house, id).await;
    let silent = |step: &Step| matches!(step, Step::NotAutoReplied { because, .. } if because == "asked_not");
    assert!(told.iter().any(silent), "{told:?}");

    let first =
        "From: Kari <kari@customer.test>\nSubject: Contact\nMessage-ID: <k1@customer.test>\n\nHello\n";
    house.receive(first).await;
    let second = "From: Per <per@customer.test>\nSubject: Contact\nMessage-ID: <k2@customer.test>\n\
                  In-Reply-To: <k1@customer.test>\n\nHello again\n";
    house.receive(&second.replace("Per <per", "Kari <kari")).await;
    house.send().await;
    let recipients: Vec<_> = house.sink.taken().iter().map(|mail| mail.recipients[0].clone()).collect();
    assert_eq!(recipients, ["kari@customer.test", "kari@customer.test"]);
}

#[tokio::test]
async fn a_filter_passes_on_and_writes_to_others_and_the_customer_sees_neither() {
    let house = House::open().await;
    let template_id = template(&house, "Watch", Language::En, "[[case.number]]: [[message.text]]").await;
    let actions = vec![
        FilterAction::Forward { text: text("stock@else.test") },
        FilterAction::ReplyTo { template_id, text: text("watch@else.test") },
    ];
    let filter_id = make(&house, of_form(actions)).await;
    let id = new(house.receive(FORM).await);
    house.send().await;
    let mut recipients: Vec<_> = house.sink.taken().iter().map(|mail| mail.recipients[0].clone()).collect();
    recipients.sort();
    assert_eq!(recipients, ["stock@else.test", "watch@else.test"]);
    let told = steps(&house, id).await;
    let forwarded = |step: &Step| {
        matches!(step, Step::Forwarded { filter_id: Some(by), recipient, .. }
            if *by == filter_id && recipient == "stock@else.test")
    };
    assert!(told.iter().any(forwarded), "{told:?}");
    let sent = |deed: &FilterDeed| {
        matches!(deed, FilterDeed::LetterSent { recipient, template, .. }
            if recipient == "watch@else.test" && template == "Watch")
    };
    assert!(deeds(told.clone()).iter().any(sent), "{told:?}");
    let conn = house.office.store().read();
    let case = house.cases().await.remove(0);
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case.id).await.unwrap();
    let letter = messages.iter().find(|message| {
        message
            .content
            .to
            .iter()
            .any(|to| to.address.as_ref().is_some_and(|address| address.to_string() == "watch@else.test"))
    });
    assert!(letter.is_some_and(|letter| letter.aside), "what others are told is beside the customer's talk");

    // A letter to one of our own mailboxes would come back as a mail.
    let own = vec![FilterAction::ReplyTo { template_id, text: text(SERVICE) }];
    make(&house, FilterInput { name: Some(text("Own")), stop: Some(true), ..of_form(own) }).await;
    flows::filters::delete(&house.office, &house.actor, filter_id).await.unwrap();
    let id = new(house.receive(&FORM.replace("f1@", "f2@")).await);
    let kept = FilterDeed::LetterNotSent { recipient: text(SERVICE), because: text("own_address") };
    assert!(deeds(steps(&house, id).await).contains(&kept));
}

#[tokio::test]
async fn what_is_held_back_starts_nothing_and_the_timeline_says_so() {
    let house = House::open().await;
    let first = of_form(vec![FilterAction::Forward { text: text("stock@else.test") }]);
    make(&house, FilterInput { stop: Some(false), ..first }).await;
    let block = FilterInput { name: Some(text("Block")), ..of_form(vec![FilterAction::Block]) };
    make(&house, block).await;
    let id = new(house.receive(FORM).await);
    let kept = Step::NotForwarded { recipient: text("stock@else.test"), because: text("held_back") };
    assert!(steps(&house, id).await.contains(&kept));
    house.send().await;
    assert_eq!(house.sink.count(), 0);
}

#[tokio::test]
async fn the_customer_is_found_by_his_telephone_and_his_card_is_filled_in() {
    let house = House::open().await;
    let input = PersonInput {
        name: Some(text("Ola Normann")),
        addresses: Some(vec![text("ola@work.test")]),
        phone: Some(text("99887766")),
        ..PersonInput::default()
    };
    let person = flows::people::create_person(&house.office, &house.actor, input).await.unwrap().0;
    let actions = vec![
        FilterAction::FindCustomer { by: CustomerBy::Phone, text: text("[[capture.phone]]") },
        FilterAction::CustomerPhone { text: text("[[capture.phone]]"), replace: true },
        FilterAction::CustomerCompany { text: text("[[capture.company]]"), replace: false },
        FilterAction::Tags { text: text("web, order-[[capture.order]]") },
    ];
    make(&house, of_form(actions)).await;
    let id = new(house.receive(FORM).await);
    let case = house.cases().await.remove(0);
    assert_eq!((case.person_id, case.customer_address.as_str()), (Some(person), "ola@work.test"));
    let tags: Vec<_> = case.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(tags, ["order-4711", "web"]);
    let found = flows::people::find_person(&house.office, &house.actor, person).await.unwrap();
    assert_eq!((found.phone.as_str(), found.company_name.as_deref()), ("+47 998 87 766", Some("Normann AS")));
    assert_eq!(case.company_id, found.company_id, "the case is his company's at once");
    let told = deeds(steps(&house, id).await);
    assert_eq!(told.len(), 3, "found, changed, tagged: {told:?}");

    let nobody = FORM.replace("f1@", "f2@").replace("+47 998 87 766", "22334455");
    let id = new(house.receive(&nobody).await);
    let missed = |deed: &FilterDeed| matches!(deed, FilterDeed::CustomerNotFound { several: false, .. });
    let told = deeds(steps(&house, id).await);
    assert!(told.iter().any(missed), "{told:?}");
}

#[tokio::test]
async fn a_filters_template_stays_and_travels_by_its_name_and_old_names_become_the_one_notation() {
    let house = House::open().await;
    let template_id = template(&house, "Order", Language::En, "x").await;
    let actions = vec![
        FilterAction::Reply { template_id },
        FilterAction::ReplyTo { template_id, text: text("[[mail]]") },
        FilterAction::Title { text: text("Order [[order]]") },
    ];
    let id = make(&house, of_form(actions)).await;
    let refused = flows::templates::delete(&house.office, &house.actor, template_id).await.unwrap_err();
    assert_eq!(refused.code, "template.in_use");

    let file = flows::filters::export(&house.office, &house.actor).await.unwrap();
    let written = serde_json::to_value(&file).unwrap();
    let actions = &written["filters"][0]["actions"];
    assert_eq!((&actions[0]["template"], &actions[1]["template"]), (&"Order".into(), &"Order".into()));
    assert_eq!(actions[1]["text"], "[[capture.mail]]");
    assert_eq!(actions[2]["text"], "Order [[capture.order]]");
    flows::filters::delete(&house.office, &house.actor, id).await.unwrap();
    let taken = flows::filters::import(&house.office, &house.actor, file, SameName::Report).await.unwrap();
    assert_eq!((taken.made, taken.conflicts.len()), (1, 0));

    let wrong = of_form(vec![FilterAction::Forward { text: text("nobody") }]);
    let refused = flows::filters::create(&house.office, &house.actor, wrong).await.unwrap_err();
    assert_eq!((refused.code, refused.params["place"].as_str()), ("filter.address", "1"));
}
