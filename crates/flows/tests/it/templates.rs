//! Templates filled in for real cases.

use domain::org::Language;
use domain::{CaseId, MailboxId, TemplateId};
use flows::templates::{Draft, Place, Preview, TemplateInput};
use store::templates::TemplateVersion;

use crate::house::{House, SERVICE};
use crate::reception::second_mailbox;

const FIRST: &str = "From: Kari <kari@customer.test>\nTo: service@house.test\nSubject: The invoice\n\
                     Message-ID: <1@customer.test>\n\nIt is too high.\n\n> old words\n";

fn version(language: Language, subject: &str, text: &str) -> TemplateVersion {
    TemplateVersion { language, subject: subject.to_owned(), text: text.to_owned(), html: None }
}

async fn template(house: &House, name: &str, versions: Vec<TemplateVersion>) -> TemplateId {
    let input = TemplateInput {
        name: Some(name.to_owned()),
        default_language: Some(versions[0].language),
        versions: Some(versions),
        ..TemplateInput::default()
    };
    flows::templates::create(&house.office, &house.actor, input).await.unwrap()
}

async fn case(house: &House) -> CaseId {
    house.receive(FIRST).await;
    house.cases().await[0].id
}

#[tokio::test]
async fn a_template_speaks_of_its_case_in_the_language_of_the_mailbox() {
    let house = House::open().await;
    let case = case(&house).await;
    let english = "Hello [[customer.name]],\n[[message.text]]\n[[user.name]], [[organisation.name]], \
                   [[mailbox.address]] [[company.name|-]] [[case.category]]";
    let versions = vec![
        version(Language::Nb, "Om [[case.title]]", "Hei"),
        version(Language::En, "About [[case.title]] ([[case.number]])", english),
    ];
    let id = template(&house, "Thanks", versions).await;
    let filled =
        flows::templates::fill(&house.office, &house.actor, id, (&Place::Case(case), None)).await.unwrap();
    assert_eq!((filled.language, filled.subject.as_str()), (Language::En, "About The invoice (1)"));
    let expected = "Hello Kari,\nIt is too high.\nAda, The house, service@house.test Customer";
    assert_eq!(filled.text, expected);
    let missing: Vec<_> = filled.missing.iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["case.category"]);

    let place = Place::Case(case);
    let asked = (&place, Some(Language::Sv));
    let default = flows::templates::fill(&house.office, &house.actor, id, asked).await.unwrap();
    assert_eq!((default.language, default.text.as_str()), (Language::Nb, "Hei"));
}

#[tokio::test]
async fn a_customer_is_written_to_in_his_language_and_his_company_is_named() {
    let house = House::open().await;
    house.receive(&FIRST.replace("kari@customer.test", "kari@kunden.se")).await;
    let case = house.cases().await[0].id;
    let versions = vec![
        version(Language::En, "", "Hello"),
        version(Language::Sv, "", "Hej [[customer.name]] på [[company.name|okänt företag]]"),
    ];
    let id = template(&house, "Thanks", versions).await;
    let filled =
        flows::templates::fill(&house.office, &house.actor, id, (&Place::Case(case), None)).await.unwrap();
    assert_eq!((filled.language, filled.text.as_str()), (Language::Sv, "Hej Kari på Kunden"));
}

#[tokio::test]
async fn a_text_is_looked_at_before_it_is_saved_with_a_case_or_a_made_up_one() {
    let house = House::open().await;
    let text = "Hello [[customer.name]], [[user.name|us]]";
    let draft = Draft { language: Language::En, subject: "", text, html: None };
    let look = async |case, automatic| {
        let with = Preview { case, mailbox: None, automatic };
        flows::templates::preview(&house.office, &house.actor, &draft, with).await.unwrap().text
    };
    assert_eq!(look(None, false).await, "Hello Kari Nordmann, Ada");
    assert_eq!(look(None, true).await, "Hello Kari Nordmann, us");
    let case = case(&house).await;
    assert_eq!(look(Some(case), true).await, "Hello Kari, us");

    let second = second_mailbox(&house).await;
    let of_mailbox = Draft { text: "[[mailbox.address]]", ..draft };
    let strangers = MailboxId::new(second.get() + 1);
    let first = "second@house.test";
    for (mailbox, address) in [(None, first), (Some(house.mailbox), SERVICE), (Some(strangers), first)] {
        let with = Preview { case: None, mailbox, automatic: false };
        let shown = flows::templates::preview(&house.office, &house.actor, &of_mailbox, with).await.unwrap();
        assert_eq!(shown.text, address);
    }

    let broken = Draft { text: "Hello\n[[custmer.name]]", ..draft };
    let with = Preview { case: None, mailbox: None, automatic: false };
    let problem = flows::templates::preview(&house.office, &house.actor, &broken, with).await.unwrap_err();
    assert_eq!((problem.code, problem.field), ("template.unknown_variable_near", Some("text")));
    assert_eq!((problem.params["line"].as_str(), problem.params["nearest"].as_str()), ("2", "customer.name"));
}

#[tokio::test]
async fn a_name_is_taken_until_its_template_is_in_the_bin() {
    let house = House::open().await;
    let hello = || vec![version(Language::En, "", "Hello")];
    let first = template(&house, "Thanks", hello()).await;
    let again = TemplateInput {
        name: Some("THANKS".to_owned()),
        default_language: Some(Language::En),
        versions: Some(hello()),
        ..TemplateInput::default()
    };
    let taken = flows::templates::create(&house.office, &house.actor, again.clone()).await.unwrap_err();
    assert_eq!((taken.code, taken.field), ("template.name_taken", Some("name")));
    flows::templates::delete(&house.office, &house.actor, first).await.unwrap();
    flows::templates::create(&house.office, &house.actor, again).await.unwrap();
    let back = flows::templates::restore(&house.office, &house.actor, first).await.unwrap_err();
    assert_eq!(back.code, "template.name_taken");
}
