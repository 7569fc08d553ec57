//! Signatures and templates with formatting: as they are entered, as they are filled in, and in the mail as sent.

use domain::audit::AuditKind;
use domain::compose::{Formatted, SignatureChoice};
use domain::org::Language;
use domain::{CaseId, TemplateId, limits};
use flows::auto_reply;
use flows::compose::{self, BulkMail, BulkText, NewReply};
use flows::identities::{self, IdentityInput};
use flows::jobs::{self, JobWorker, Rows};
use flows::organisation::OrganisationInput;
use flows::signatures;
use flows::templates::{self, Draft, Place, Preview, TemplateInput};
use flows::worker::{Found, Worker};
use store::ListQuery;
use store::audit::{AuditEntry, AuditFilter};
use store::signatures::Signatures;
use store::templates::TemplateVersion;

use crate::house::House;

const FIRST: &str = "From: Kari <kari@customer.test>\nTo: service@house.test\nSubject: The <b>invoice</b>\n\
                     Message-ID: <1@customer.test>\n\nIt is <script>too</script> high.\n";

/// A house whose name would be markup.
async fn house() -> House {
    let house = House::open().await;
    let name = OrganisationInput { name: Some("House <Sons> & Co".to_owned()), language: None };
    flows::organisation::change(&house.office, &house.actor, name).await.unwrap();
    house
}

async fn first_case(house: &House) -> CaseId {
    house.receive(FIRST).await;
    house.cases().await[0].id
}

fn formatted(html: &str) -> Formatted {
    Formatted { text: "not this".to_owned(), html: Some(html.to_owned()) }
}

fn version(html: &str) -> TemplateVersion {
    let html = Some(html.to_owned());
    TemplateVersion { language: Language::En, subject: String::new(), text: String::new(), html }
}

fn input(version: TemplateVersion) -> TemplateInput {
    TemplateInput {
        name: Some("Thanks".to_owned()),
        default_language: Some(Language::En),
        versions: Some(vec![version]),
        ..TemplateInput::default()
    }
}

async fn template(house: &House, html: &str) -> TemplateId {
    templates::create(&house.office, &house.actor, input(version(html))).await.unwrap()
}

/// Both forms of the mail that was sent last.
async fn sent(house: &House) -> (String, String) {
    house.send().await;
    let (parsed, defects) = mail::parse(&house.sink.taken().pop().unwrap().raw);
    assert_eq!(defects, []);
    (parsed.text, parsed.html.unwrap())
}

#[tokio::test]
async fn a_formatted_signature_stands_in_both_forms_of_a_new_mail_and_of_an_answer() {
    let house = house().await;
    let case = first_case(&house).await;
    let link = "<a href=\"https://house.test/us?a=1&amp;b\">our site</a>";
    let of_new = format!(
        "<div><b>[[user.name]]</b>, [[organisation.name]]</div><div>{link}</div>\
                          <script>x()</script><img src=\"https://spy.test/p.png\">"
    );
    let of_reply = formatted(
        "<div><i>[[user.name]]</i></div><div>[[IF case.category]]</div><div>no</div><div>[[ENDIF]]</div>",
    );
    let own = Signatures { of_new: formatted(&of_new), of_reply };
    signatures::put_own(&house.office, &house.actor, own).await.unwrap();
    // One without formatting stands under it as it is.
    let plain = "[[organisation.name]]\n< 10 employees";
    signatures::put_of_mailbox(&house.office, &house.actor, (house.mailbox, None), plain.into())
        .await
        .unwrap();
    let stored = signatures::own(&house.office, &house.actor).await.unwrap();
    let expected = "[[user.name]], [[organisation.name]]\nour site <https://house.test/us?a=1&b>";
    assert_eq!(stored.of_new.text, expected, "the plain form is made of the other");

    let new = NewReply {
        to: Some(vec!["new@customer.test".parse().unwrap()]),
        subject: Some("Your meter".to_owned()),
        text: "1 < 2, see https://house.test.".to_owned(),
        ..NewReply::default()
    };
    compose::start(&house.office, &house.actor, house.mailbox, new).await.unwrap();
    let (text, html) = sent(&house).await;
    let signed = "1 < 2, see https://house.test.\n\nAda, House <Sons> & Co\nour site <https://house.test/us?a=1&b>\n\
                  House <Sons> & Co\n< 10 employees";
    assert!(text.starts_with(signed), "{text}");
    assert!(html.contains("<b>Ada</b>, House &lt;Sons&gt; &amp; Co") && html.contains(link), "{html}");
    assert!(html.contains("1 &lt; 2, see <a href=\"https://house.test\">"), "{html}");
    assert!(html.contains("<div>&lt; 10 employees</div>"), "{html}");
    assert!(!html.contains("x()") && !html.contains("spy.test"), "{html}");

    let reply = NewReply { html: Some("<div>We <u>look</u>.</div>".to_owned()), ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    let (text, html) = sent(&house).await;
    assert!(text.starts_with("We look.\n\nAda\nHouse <Sons> & Co\n< 10 employees\n\nOn "), "{text}");
    let order = ["<u>look</u>", "<i>Ada</i>", "&lt; 10 employees", "<blockquote", "&lt;script&gt;too"];
    let at: Vec<_> = order.iter().map(|text| html.find(text).expect(text)).collect();
    assert!(at.is_sorted() && !html.contains("<script"), "{html}");

    let bare = NewReply { text: "Bare.".to_owned(), ..NewReply::default() };
    let as_whom = domain::compose::AsWhom { signature: Some(SignatureChoice::None), ..bare.as_whom };
    compose::reply(&house.office, &house.actor, case, NewReply { as_whom, ..bare }).await.unwrap();
    assert!(!sent(&house).await.1.contains("<i>Ada</i>"));
}

#[tokio::test]
async fn a_shared_sender_has_its_formatted_signature_in_the_place_of_the_mailboxs() {
    let house = house().await;
    let case = first_case(&house).await;
    signatures::put_of_mailbox(&house.office, &house.actor, (house.mailbox, None), "The service".into())
        .await
        .unwrap();
    let input = IdentityInput {
        address: Some("press@house.test".parse().unwrap()),
        of_reply: Some(formatted("<div><b>Press</b> of [[organisation.name]]</div>")),
        ..IdentityInput::default()
    };
    let id = identities::create(&house.office, &house.actor, input).await.unwrap();
    let from = Some(domain::compose::FromChoice::Shared { id });
    let as_whom = domain::compose::AsWhom { from, ..domain::compose::AsWhom::default() };
    let reply = NewReply { text: "Hello.".to_owned(), as_whom, ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    let (text, html) = sent(&house).await;
    assert!(text.starts_with("Hello.\n\nPress of House <Sons> & Co"), "{text}");
    assert!(html.contains("<b>Press</b> of House &lt;Sons&gt;") && !html.contains("The service</"), "{html}");
    // Set without formatting, it has none.
    let plain = IdentityInput { of_reply: Some("Press".into()), ..IdentityInput::default() };
    identities::change(&house.office, &house.actor, id, plain).await.unwrap();
    let row = identities::find(&house.office, house.actor.organisation, id).await.unwrap();
    assert_eq!(row.settings.of_reply, "Press".into());
}

const LETTER: &str = "<div>Dear <b>[[customer.name]]</b>,</div><div>[[IF case.title = The &lt;b&gt;invoice&lt;/b&gt;]]</div>\
                      <div>about <i>[[case.title]]</i></div><div>[[ENDIF]]</div><div>[[message.text]]</div>";

#[tokio::test]
async fn a_formatted_template_puts_values_in_as_text_wherever_it_is_used() {
    let house = house().await;
    let case = first_case(&house).await;
    let id = template(&house, LETTER).await;
    let filled = templates::fill(&house.office, &house.actor, id, (&Place::Case(case), None)).await.unwrap();
    assert_eq!(filled.text, "Dear Kari,\nabout The <b>invoice</b>\nIt is <script>too</script> high.");
    let html = filled.html.unwrap();
    assert!(html.contains("<i>The &lt;b&gt;invoice&lt;/b&gt;</i>") && !html.contains("<script"), "{html}");

    let answer = BulkMail::Answer { text: BulkText::Template(id), html: None, from: None, close: false };
    let mut rows = Rows::default();
    rows.add([case.get()]);
    jobs::start_mails(&house.office, &house.actor, &answer, rows).await.unwrap();
    let worker = JobWorker::new(house.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    let (text, html) = sent(&house).await;
    assert!(text.starts_with("Dear Kari,\nabout The <b>invoice</b>\n"), "{text}");
    assert!(html.contains("Dear <b>Kari</b>") && !html.contains("<script"), "{html}");

    let mut view = auto_reply::get(&house.office, &house.actor).await.unwrap();
    (view.settings.enabled, view.settings.template_id) = (true, Some(id));
    auto_reply::put(&house.office, &house.actor, view).await.unwrap();
    house.receive(&FIRST.replace("<1@", "<2@").replace("kari@", "ola@")).await;
    let (text, html) = sent(&house).await;
    assert!(text.contains("about The <b>invoice</b>\nIt is <script>too</script> high."), "{text}");
    assert!(html.contains("Dear <b>Kari</b>") && html.contains("&lt;script&gt;too"), "{html}");
}

#[tokio::test]
async fn a_template_without_formatting_goes_on_as_it_was_and_a_look_shows_both() {
    let house = house().await;
    let draft = Draft {
        language: Language::En,
        subject: "",
        text: "",
        html: Some("<div>Hi <b>[[customer.name]]</b></div>"),
    };
    let with = Preview { case: None, mailbox: None, automatic: false };
    let shown = templates::preview(&house.office, &house.actor, &draft, with).await.unwrap();
    assert_eq!(shown.text, "Hi Kari Nordmann");
    assert_eq!(shown.html.as_deref(), Some("<div>Hi <b>Kari Nordmann</b></div>"));
    let plain = Draft { text: "Hi\n[[customer.name]]", html: None, ..draft };
    let shown = templates::preview(&house.office, &house.actor, &plain, with).await.unwrap();
    assert_eq!((shown.text.as_str(), shown.html), ("Hi\nKari Nordmann", None));
    let nothing = version("<div> </div><div><br></div>");
    let refused = templates::create(&house.office, &house.actor, input(nothing)).await.unwrap_err();
    assert_eq!(refused.code, "template.text_missing");
}

#[tokio::test]
async fn what_is_too_long_or_formatted_in_part_is_refused_with_what_to_do() {
    let house = house().await;
    let refused = async |html: &str| {
        templates::create(&house.office, &house.actor, input(version(html))).await.unwrap_err()
    };
    let long = refused(&"<b>x</b>".repeat(limits::TEMPLATE_HTML_OCTETS_MAX / 8 + 1)).await;
    assert_eq!((long.code, long.params["max_kb"].as_str()), ("template.html_too_long", "256"));
    assert_eq!(long.params["language"], "en");
    let split = refused("<div>Hi</div><div>[[customer.<b>name</b>]]</div>").await;
    assert_eq!(split.code, "template.formatted_in_part");
    let unknown = refused("<div>Hi</div><div>[[custmer.name]]</div>").await;
    assert_eq!((unknown.code, unknown.params["line"].as_str()), ("template.unknown_variable_near", "2"));

    let signed = async |html: &str| {
        let own = Signatures { of_new: formatted(html), of_reply: Formatted::default() };
        signatures::put_own(&house.office, &house.actor, own).await.unwrap_err()
    };
    let long = signed(&"<b>x</b>".repeat(limits::SIGNATURE_HTML_OCTETS_MAX / 8 + 1)).await;
    assert_eq!(
        (long.code, long.field, long.params["max_kb"].as_str()),
        ("template.html_too_long", Some("of_new"), "32")
    );
    let many = signed(&format!("<div>{}</div>", "a".repeat(5_001))).await;
    assert_eq!(many.code, "text_too_long");
}

async fn newest(house: &House, kind: AuditKind) -> AuditEntry {
    let query = ListQuery { descending: true, limit: 10, ..ListQuery::default() };
    let filter = AuditFilter { kinds: vec![kind], ..AuditFilter::default() };
    let conn = house.office.store().read();
    store::audit::list(&conn, house.actor.organisation, &query, &filter).await.unwrap().rows.remove(0)
}

#[tokio::test]
async fn the_change_log_tells_words_as_words_and_a_look_as_changed() {
    let house = house().await;
    let id = template(&house, "<div>Hi</div><div>there</div>").await;
    let fields = async |kind| -> Vec<String> {
        let entry = newest(&house, kind).await;
        assert!(!serde_json::to_string(&entry.fields).unwrap().contains("<div"), "{:?}", entry.fields);
        entry.fields.into_iter().map(|field| field.field).collect()
    };
    assert!(!fields(AuditKind::Template).await.contains(&"formatting.en".to_owned()), "lines are no look");
    let change = async |html: &str| {
        let versions = Some(vec![version(html)]);
        let input = TemplateInput { versions, ..TemplateInput::default() };
        templates::change(&house.office, &house.actor, id, input).await.unwrap();
    };
    change("<div>Hi</div><div><b>there</b></div>").await;
    assert_eq!(fields(AuditKind::Template).await, ["formatting.en"]);
    change("<div>Hello</div><div><b>there</b></div>").await;
    assert_eq!(fields(AuditKind::Template).await, ["text.en"]);

    let put = async |html: &str| {
        signatures::put_of_mailbox(
            &house.office,
            &house.actor,
            (house.mailbox, None),
            formatted(html).into(),
        )
        .await
        .unwrap();
    };
    put("<div>The service</div>").await;
    assert_eq!(fields(AuditKind::Mailbox).await, ["signature"]);
    put("<div><b>The service</b></div>").await;
    assert_eq!(fields(AuditKind::Mailbox).await, ["signature_formatting"]);
}
