//! Whoever starts a case is answered by a program, and programs never answer each other.

use bytes::Bytes;
use domain::TemplateId;
use domain::filter::{FilterAction, FilterCapture, FilterField};
use domain::org::Language;
use domain::timeline::{Step, Subject};
use flows::arrivals::{self, Batch, NewMail};
use flows::auto_reply::{self, AutoReplyView, Rate};
use flows::filters::FilterInput;
use flows::mailboxes::{MailboxInput, RulesInput};
use flows::templates::TemplateInput;
use store::category_replies::CategoryReply;
use store::intake::Inserted;
use store::templates::TemplateVersion;

use crate::house::{House, SERVICE};

fn mail(number: u32, extra: &str) -> String {
    format!(
        "From: Kari <kari@customer.test>\nTo: {SERVICE}\nSubject: The invoice\n\
         Message-ID: <{number}@customer.test>\n{extra}\nIt is too high ({number}).\n"
    )
}

async fn template(house: &House, name: &str, text: &str) -> TemplateId {
    let version =
        TemplateVersion { language: Language::En, subject: String::new(), text: text.to_owned(), html: None };
    let input = TemplateInput {
        name: Some(name.to_owned()),
        default_language: Some(Language::En),
        versions: Some(vec![version]),
        ..TemplateInput::default()
    };
    flows::templates::create(&house.office, &house.actor, input).await.unwrap()
}

/// A house that answers; its settings changed by the test.
async fn answering(change: impl FnOnce(&mut AutoReplyView)) -> House {
    let house = House::open().await;
    // What programs write comes as far as the question whether it is answered.
    let rules = RulesInput { imports_automatic: Some(true), ..RulesInput::default() };
    let input = MailboxInput { rules, ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
    let text =
        "Hello [[customer.name]], we have your mail as case [[case.number]]. [[user.name|The service]]";
    let id = template(&house, "Receipt", text).await;
    let mut view = auto_reply::get(&house.office, &house.actor).await.unwrap();
    (view.settings.enabled, view.settings.template_id) = (true, Some(id));
    change(&mut view);
    auto_reply::put(&house.office, &house.actor, view).await.unwrap();
    house
}

async fn steps(house: &House, inserted: Inserted) -> Vec<Step> {
    let (Inserted::New(id) | Inserted::Known(id) | Inserted::Copy(id)) = inserted;
    let conn = house.office.store().read();
    let rows = store::timeline::list(&conn, house.actor.organisation, Subject::Intake(id)).await.unwrap();
    rows.into_iter().map(|(_, step)| step).collect()
}

/// Why a mail was not answered.
async fn because(house: &House, mail: &str) -> (String, String) {
    let inserted = house.receive(mail).await;
    let told = steps(house, inserted).await.into_iter().find_map(|step| {
        if let Step::NotAutoReplied { because, evidence } = step {
            return Some((because, evidence));
        }
        matches!(step, Step::AutoReplied { .. }).then(|| ("sent".to_owned(), String::new()))
    });
    told.unwrap()
}

#[tokio::test]
async fn whoever_starts_a_case_gets_a_receipt_that_no_program_answers() {
    let house = answering(|_| {}).await;
    let inserted = house.receive(&mail(1, "References: <0@customer.test>\n")).await;
    house.send().await;
    let taken = house.sink.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(
        (taken[0].return_path.as_str(), taken[0].recipients.as_slice()),
        ("", ["kari@customer.test".to_owned()].as_slice())
    );
    let sent = String::from_utf8_lossy(&taken[0].raw).replace("\r\n ", " ");
    for line in [
        "From: The service <service@house.test>",
        "Subject: Re: The invoice [#1]",
        "In-Reply-To: <1@customer.test>",
        "References: <0@customer.test> <1@customer.test>",
        "Auto-Submitted: auto-replied",
        "X-Auto-Response-Suppress: All",
    ] {
        assert!(sent.lines().any(|found| found == line), "{line}: {sent}");
    }
    assert!(sent.contains("Hello Kari, we have your mail as case 1. The service"), "{sent}");
    let told = steps(&house, inserted).await;
    let named = |step: &Step| {
        matches!(step, Step::AutoReplied { recipient, template, .. }
            if recipient == "kari@customer.test" && template == "Receipt")
    };
    assert!(told.iter().any(named), "{told:?}");
    let case = house.cases().await.remove(0);
    assert_eq!((case.messages, case.unread), (2, true), "the case shows the receipt and stays unread");

    let again = mail(2, "In-Reply-To: <1@customer.test>\n");
    assert_eq!(because(&house, &again).await.0, "known_case");
}

#[tokio::test]
async fn nothing_is_sent_or_noted_until_it_is_switched_on() {
    let house = House::open().await;
    let inserted = house.receive(&mail(1, "")).await;
    assert!(!steps(&house, inserted).await.iter().any(|step| matches!(step, Step::NotAutoReplied { .. })));
    house.send().await;
    assert_eq!(house.sink.count(), 0);
}

#[tokio::test]
async fn the_trace_says_why_no_reply_was_sent() {
    let house = answering(|view| view.settings.per_address.burst = 100).await;
    let with_from = |number: u32, from: &str| mail(number, "").replace("kari@customer.test", from);
    let check = async |mail: String, expected: &str| {
        assert_eq!(because(&house, &mail).await.0, expected, "{mail}");
    };
    check(mail(1, "Auto-Submitted: auto-generated\n"), "asked_not").await;
    check(mail(2, "Precedence: bulk\n"), "asked_not").await;
    check(mail(3, "X-Auto-Response-Suppress: OOF\n"), "asked_not").await;
    check(mail(4, "List-Id: <news.customer.test>\n"), "not_a_person").await;
    check(mail(5, "Return-Path: <>\n"), "asked_not").await;
    check(with_from(6, "no-reply@customer.test"), "nobody_reads").await;
    check(with_from(7, SERVICE), "own_address").await;
    check(with_from(8, "mailer-daemon@customer.test"), "not_a_person").await;
    check(mail(9, ""), "sent").await;
    house.send().await;
    assert_eq!(house.sink.count(), 1);
}

#[tokio::test]
async fn a_category_has_a_receipt_of_its_own_or_none() {
    let house = answering(|_| {}).await;
    let own = template(&house, "Invoices", "About your invoice").await;
    let organisation = house.actor.organisation;
    let category = house.office.store().write(move |tx| {
        Box::pin(async move { store::categories::insert(tx, organisation, "Invoices").await })
    });
    let category: domain::CategoryId = category.await.map_err(|error: store::StoreError| error).unwrap();
    let input = MailboxInput { category_id: Some(Some(category)), ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
    let set = async |template_id| {
        let mut view = auto_reply::get(&house.office, &house.actor).await.unwrap();
        view.categories = vec![CategoryReply { category_id: category, template_id }];
        auto_reply::put(&house.office, &house.actor, view).await.unwrap();
    };
    set(Some(own)).await;
    assert_eq!(because(&house, &mail(1, "")).await.0, "sent");
    house.send().await;
    assert!(String::from_utf8_lossy(&house.sink.taken()[0].raw).contains("About your invoice"));
    let refused = flows::templates::delete(&house.office, &house.actor, own).await.unwrap_err();
    assert_eq!(refused.code, "template.in_use");
    set(None).await;
    assert_eq!(because(&house, &mail(2, "")).await.0, "category");
}

#[tokio::test]
async fn a_mailbox_has_a_receipt_of_its_own_or_none() {
    let house = answering(|view| view.settings.per_address.burst = 100).await;
    let own = template(&house, "Service", "The service writes").await;
    let set = async |rules| {
        let input = MailboxInput { rules, ..MailboxInput::default() };
        flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
    };
    set(RulesInput { reply_template_id: Some(Some(own)), ..RulesInput::default() }).await;
    assert_eq!(because(&house, &mail(1, "")).await.0, "sent");
    house.send().await;
    assert!(String::from_utf8_lossy(&house.sink.taken()[0].raw).contains("The service writes"));
    let refused = flows::templates::delete(&house.office, &house.actor, own).await.unwrap_err();
    assert_eq!(refused.code, "template.in_use");
    set(RulesInput { auto_reply: Some(false), ..RulesInput::default() }).await;
    assert_eq!(because(&house, &mail(2, "")).await.0, "mailbox");
}

#[tokio::test]
async fn history_is_answered_by_nobody_and_passed_on_to_nobody() {
    let house = answering(|_| {}).await;
    let input = MailboxInput {
        forwarding_address: Some(Some("partner@else.test".to_owned())),
        ..MailboxInput::default()
    };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
    let raw = Bytes::from(mail(1, "").replace('\n', "\r\n"));
    let old = NewMail { historic_since: Some(house.office.now()), ..NewMail::new("old".to_owned(), raw) };
    let batch = Batch {
        organisation: house.actor.organisation,
        mailbox: house.mailbox,
        via: "import",
        peer: String::new(),
        mails: vec![old],
        skipped: Vec::new(),
        progress: None,
    };
    let inserted = arrivals::store_batch(&house.office, batch).await.unwrap()[0];
    house.place().await;
    let told = steps(&house, inserted).await;
    let answer = |step: &Step| matches!(step, Step::NotAutoReplied { because, .. } if because == "historic");
    let forward = |step: &Step| matches!(step, Step::NotForwarded { because, .. } if because == "historic");
    assert!(told.iter().any(answer) && told.iter().any(forward), "{told:?}");
    house.send().await;
    assert_eq!(house.sink.count(), 0);
}

#[tokio::test]
async fn a_filter_forbids_the_reply_or_lends_it_what_it_found() {
    let house = answering(|view| view.settings.per_address.burst = 100).await;
    let id = template(&house, "Orders", "About order [[capture.order|unknown]]").await;
    let mut view = auto_reply::get(&house.office, &house.actor).await.unwrap();
    view.settings.template_id = Some(id);
    auto_reply::put(&house.office, &house.actor, view).await.unwrap();
    let filter = async |name: &str, action| {
        let capture = FilterCapture {
            name: "order".to_owned(),
            field: FilterField::Body,
            header: None,
            pattern: r"high \((\d+)\)".to_owned(),
        };
        let input = FilterInput {
            name: Some(name.to_owned()),
            captures: Some(vec![capture]),
            actions: Some(vec![action]),
            stop: Some(false),
            ..FilterInput::default()
        };
        flows::filters::create(&house.office, &house.actor, input).await.unwrap()
    };
    filter("Reads", FilterAction::Debug).await;
    assert_eq!(because(&house, &mail(17, "")).await.0, "sent");
    house.send().await;
    let sent = String::from_utf8_lossy(&house.sink.taken()[0].raw).into_owned();
    assert!(sent.contains("About order 17"), "{sent}");
    filter("Silent", FilterAction::NoAutoReply).await;
    assert_eq!(because(&house, &mail(18, "")).await.0, "filter");
}

#[tokio::test]
async fn an_address_is_paused_after_its_budget_and_a_person_lifts_it() {
    let house = answering(|_| {}).await;
    for (number, expected) in [(1, "sent"), (2, "sent"), (3, "paused"), (4, "paused")] {
        assert_eq!(because(&house, &mail(number, "")).await.0, expected, "{number}");
    }
    let pauses = auto_reply::list_paused(&house.office, &house.actor).await.unwrap();
    assert_eq!(pauses.len(), 1);
    let pause = &pauses[0];
    assert_eq!((pause.scope.as_str(), pause.address.as_deref()), ("address", Some("kari@customer.test")));
    assert_eq!((pause.asked, pause.refused), (4, 2));
    assert_eq!(pause.resumes_at.millis_since(house.office.now()), 3 * 600_000);

    auto_reply::lift(&house.office, &house.actor, pause.id).await.unwrap();
    assert!(auto_reply::list_paused(&house.office, &house.actor).await.unwrap().is_empty());
    assert_eq!(because(&house, &mail(5, "")).await.0, "sent");
    assert!(auto_reply::lift(&house.office, &house.actor, pause.id).await.is_err());
}

/// Addresses without end write into one case, each within its own budget.
#[tokio::test]
async fn a_case_has_a_budget_of_its_own() {
    let house = answering(|_| {}).await;
    let template_id = template(&house, "Answer", "We have your mail.").await;
    let actions = Some(vec![FilterAction::Reply { template_id }]);
    let input = FilterInput { name: Some("answer all".to_owned()), actions, ..FilterInput::default() };
    flows::filters::create(&house.office, &house.actor, input).await.unwrap();
    let of = |number: u32| {
        let thread = if number > 1 { "References: <1@customer.test>\n" } else { "" };
        mail(number, thread).replace("kari@", &format!("kari{number}@"))
    };
    for (number, expected) in [(1, "sent"), (2, "sent"), (3, "paused")] {
        assert_eq!(because(&house, &of(number)).await.0, expected, "{number}");
    }
    let pauses = auto_reply::list_paused(&house.office, &house.actor).await.unwrap();
    let shown: Vec<_> = pauses.iter().map(|pause| (pause.scope.as_str(), pause.refused)).collect();
    assert_eq!(shown, [("case", 1)]);
    // Another case is not held up by it.
    let other = mail(4, "").replace("kari@", "kari4@");
    assert_eq!(because(&house, &other).await.0, "sent");
}

#[tokio::test]
async fn a_storm_from_many_addresses_is_braked_for_all_and_ends_by_itself() {
    let house = answering(|view| view.settings.per_organisation = Rate { burst: 3, interval_s: 60 }).await;
    let from = |number: u32| mail(number, "").replace("kari@", &format!("kari{number}@"));
    for number in 1..=3 {
        assert_eq!(because(&house, &from(number)).await.0, "sent");
    }
    assert_eq!(because(&house, &from(4)).await, ("paused".to_owned(), "organisation".to_owned()));
    house.clock.advance_millis(120_000);
    assert_eq!(because(&house, &from(5)).await.0, "sent");
}

/// Two desks that know nothing of each other and answer everything: each mail starts a new thread, and
/// nothing in it says that a program wrote it.
#[tokio::test]
async fn a_peer_that_answers_everything_without_a_mark_is_stopped_by_the_budget() {
    let house = answering(|_| {}).await;
    house.receive(&mail(0, "")).await;
    for round in 1..=50 {
        house.send().await;
        if house.sink.count() < round {
            break;
        }
        house.clock.advance_millis(1_000);
        house.receive(&mail(u32::try_from(round).unwrap(), "")).await;
    }
    house.send().await;
    assert_eq!(house.sink.count(), 2, "the budget of the address ends it");
}

#[tokio::test]
async fn two_desks_like_ours_end_after_one_reply() {
    let (one, other) = (answering(|_| {}).await, answering(|_| {}).await);
    let start = mail(1, "").replace("kari@customer.test", "desk@other.test");
    one.receive(&start).await;
    one.send().await;
    // The other desk receives the reply of the first as it was sent.
    let reply = String::from_utf8_lossy(&one.sink.taken()[0].raw).replace("\r\n", "\n");
    assert_eq!(
        because(&other, &reply).await,
        ("asked_not".to_owned(), "Auto-Submitted: auto-replied".to_owned())
    );
    other.send().await;
    assert_eq!(other.sink.count(), 0);
}
