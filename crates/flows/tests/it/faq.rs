//! Answers of the FAQ, suggested in receipts and to those who answer.

use domain::org::Language;
use domain::timeline::{FaqTold, Step};
use domain::{FaqEntryId, TemplateId};
use flows::auto_reply::{self, AutoReplySettings, AutoReplyView};
use flows::faq::{self, FaqInput, FaqRules};
use flows::mailboxes::{MailboxInput, RulesInput};
use flows::templates::{Place, TemplateInput};
use store::templates::{TemplateFilter, TemplateVersion};

use crate::house::House;
use crate::pipeline::{new, steps};

const PARCEL: &str = "From: Kari <kari@customer.test>\nSubject: My parcel\nMessage-ID: <1@customer.test>\n\n\
                      When does the delivery of my parcel come? I ordered shoes last week.\n";
const GREETING: &str = "From: Ola <ola@customer.test>\nSubject: Good morning\nMessage-ID: <2@customer.test>\n\n\
                        Lovely weather today.\n";

async fn entry(house: &House, title: &str, text: &str) -> FaqEntryId {
    let input = FaqInput {
        folder: Some("Shop/Delivery".to_owned()),
        title: Some(title.to_owned()),
        text: Some(text.to_owned()),
        ..FaqInput::default()
    };
    let input = FaqInput { language: Some(Language::En), ..input };
    faq::create(&house.office, &house.actor, input).await.unwrap()
}

/// Three entries; a receipt that names what fits; a mailbox that suggests those of this folder.
async fn shop(house: &House, folder: Option<&str>) -> Vec<FaqEntryId> {
    let delivery =
        entry(house, "Delivery time of a parcel", "Dear [[customer.name]], it takes three days.").await;
    let goods = entry(house, "Exchange or refund", "Send them back within thirty days.").await;
    let hours = entry(house, "Opening hours", "From eight to four.").await;
    let change = FaqInput {
        keywords: Some(vec!["shoes".to_owned()]),
        link: Some("https://shop.test/return".to_owned()),
        ..FaqInput::default()
    };
    faq::change(&house.office, &house.actor, goods, change).await.unwrap();
    receipts(house, "Thanks.\n[[IF faq.list]]\nThis may help:\n\n[[faq.list]]\n[[ENDIF]]\nBye.").await;
    let rules = RulesInput { faq_folder: Some(folder.map(str::to_owned)), ..RulesInput::default() };
    let input = MailboxInput { rules, ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
    vec![delivery, goods, hours]
}

async fn receipts(house: &House, text: &str) -> TemplateId {
    let version =
        TemplateVersion { language: Language::En, subject: String::new(), text: text.to_owned(), html: None };
    let input = TemplateInput {
        name: Some("Receipt".to_owned()),
        default_language: Some(Language::En),
        versions: Some(vec![version]),
        ..TemplateInput::default()
    };
    let id = flows::templates::create(&house.office, &house.actor, input).await.unwrap();
    let settings = AutoReplySettings { enabled: true, template_id: Some(id), ..AutoReplySettings::default() };
    let view = AutoReplyView { settings, categories: Vec::new() };
    auto_reply::put(&house.office, &house.actor, view).await.unwrap();
    id
}

/// What the receipt of the newest case says.
async fn receipt(house: &House) -> String {
    let case = house.cases().await.pop().unwrap().id;
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap();
    messages.into_iter().next_back().unwrap().content.text
}

#[tokio::test]
async fn a_receipt_names_the_entries_that_fit_and_the_timeline_says_why() {
    let house = House::open().await;
    shop(&house, Some("shop")).await;
    let mail = new(house.receive(PARCEL).await);
    let text = receipt(&house).await;
    assert_eq!(
        text.trim_end(),
        "Thanks.\nThis may help:\n\nExchange or refund\nSend them back within thirty days.\nhttps://shop.test/return\n\n\
         Delivery time of a parcel\nDear Kari, it takes three days.\nBye."
    );
    let told = steps(&house, mail).await;
    let entries = told.iter().find_map(|step| {
        let Step::Faq(FaqTold::Suggested { entries }) = step else { return None };
        Some(entries.clone())
    });
    let entries = entries.unwrap();
    assert_eq!(
        (entries[0].title.as_str(), entries[0].keyword.as_deref()),
        ("Exchange or refund", Some("shoes"))
    );
    assert!(entries[1].percent >= 50 && entries[1].keyword.is_none(), "{entries:?}");
    assert!(entries[1].words.contains(&"parcel".to_owned()), "{entries:?}");
}

#[tokio::test]
async fn where_nothing_fits_the_section_leaves_nothing_behind_and_the_timeline_says_why() {
    let house = House::open().await;
    let ids = shop(&house, Some("")).await;
    let silent = async |mail: &str| {
        let id = new(house.receive(mail).await);
        assert_eq!(receipt(&house).await.trim_end(), "Thanks.\nBye.");
        steps(&house, id).await.into_iter().find_map(|step| {
            let Step::Faq(FaqTold::Silent { because, best, minimum }) = step else { return None };
            Some((because, best, minimum))
        })
    };
    assert_eq!(silent(GREETING).await, Some(("nothing_shared".to_owned(), 0, 50)));
    let strict = FaqRules { minimum_percent: 100, most: 3 };
    faq::put_rules(&house.office, &house.actor, strict).await.unwrap();
    let delivery = GREETING.replace("<2@", "<3@").replace("Lovely weather", "The delivery");
    let (because, best, minimum) = silent(&delivery).await.unwrap();
    assert!((because.as_str(), minimum) == ("below_minimum", 100) && best > 0, "{best}");
    for id in ids {
        faq::set_archived(&house.office, &house.actor, id, true).await.unwrap();
    }
    let parcel = PARCEL.replace("<1@", "<4@").replace("kari@", "eva@");
    assert_eq!(silent(&parcel).await.unwrap().0, "no_entries");
}

#[tokio::test]
async fn a_mailbox_without_a_folder_suggests_nothing_and_a_template_that_names_nothing_is_not_asked() {
    let house = House::open().await;
    shop(&house, None).await;
    let mail = new(house.receive(PARCEL).await);
    assert_eq!(receipt(&house).await.trim_end(), "Thanks.\nBye.");
    let told = steps(&house, mail).await;
    assert!(
        told.iter()
            .any(|step| matches!(step, Step::Faq(FaqTold::Silent { because, .. }) if because == "no_folder"))
    );

    let plain = House::open().await;
    shop(&plain, Some("")).await;
    let templates =
        flows::templates::list(&plain.office, &plain.actor, &TemplateFilter::default()).await.unwrap();
    let version = TemplateVersion {
        language: Language::En,
        subject: String::new(),
        text: "Thanks.".to_owned(),
        html: None,
    };
    let input = TemplateInput { versions: Some(vec![version]), ..TemplateInput::default() };
    flows::templates::change(&plain.office, &plain.actor, templates[0].id, input).await.unwrap();
    let mail = new(plain.receive(PARCEL).await);
    let asked = |step: &Step| matches!(step, Step::Faq(_));
    assert!(!steps(&plain, mail).await.iter().any(asked));
}

#[tokio::test]
async fn whoever_answers_sees_the_same_and_puts_one_into_the_text() {
    let house = House::open().await;
    let ids = shop(&house, Some("Shop")).await;
    house.receive(PARCEL).await;
    let case = house.cases().await[0].id;
    let found = faq::of_case(&house.office, &house.actor, case).await.unwrap();
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
    let place = Place::Case(case);
    let delivery = faq::put_in(&house.office, &house.actor, ids[0], &place).await.unwrap();
    assert_eq!(delivery.text, "Dear Kari, it takes three days.");
    let goods = faq::put_in(&house.office, &house.actor, ids[1], &place).await.unwrap();
    assert_eq!(goods.text, "Send them back within thirty days.\n\nhttps://shop.test/return");
    // A template of his own may name them, too.
    let templates =
        flows::templates::list(&house.office, &house.actor, &TemplateFilter::default()).await.unwrap();
    let filled = flows::templates::fill(&house.office, &house.actor, templates[0].id, (&place, None)).await;
    assert!(filled.unwrap().text.contains("Delivery time of a parcel\nDear Kari"));
}

#[tokio::test]
async fn only_what_is_archived_is_deleted_and_rules_have_bounds() {
    let house = House::open().await;
    let id = entry(&house, "Opening hours", "From eight to four.").await;
    let refused = faq::delete(&house.office, &house.actor, id).await.unwrap_err();
    assert_eq!(refused.code, "faq.not_archived");
    faq::set_archived(&house.office, &house.actor, id, true).await.unwrap();
    faq::delete(&house.office, &house.actor, id).await.unwrap();
    assert_eq!(faq::find(&house.office, &house.actor, id).await.unwrap_err().code, "not_found");
    for (rules, code) in [
        (FaqRules { minimum_percent: 101, most: 3 }, "faq.minimum"),
        (FaqRules { minimum_percent: 50, most: 0 }, "faq.most"),
        (FaqRules { minimum_percent: 50, most: 11 }, "faq.most"),
    ] {
        assert_eq!(faq::put_rules(&house.office, &house.actor, rules).await.unwrap_err().code, code);
    }
}
