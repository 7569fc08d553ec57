//! The main job as an agent does it, in Chromium.

use e2e::api::{rows, text};
use e2e::browser;
use e2e::world::{CUSTOMER, Engine, SERVICE, SERVICE_PASSWORD, World, service_dovecot};
use serde_json::{Value, json};
use testkit::posthus::ADMINISTRATOR;
use testkit::samples;

fn agent() -> Value {
    json!({ "email": ADMINISTRATOR.0, "password": ADMINISTRATOR.1 })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_reads_a_case_and_answers_it() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    world.newest_case(1).await;
    // Without time for second thoughts.
    world.api.put("/profile/sending", &json!({ "undo_s": 0 })).await.unwrap();
    let given = json!({
        "agent": agent(), "subject": "the invoice", "words": "this is mail number 1",
        "answer": "We will look into it.",
    });
    let seen = browser::run(&world.office, "answer-case", given).await.unwrap();
    assert_eq!(seen["complaints"], json!([]), "the page complained");
    let taken = world.sink.wait_for(1);
    assert_eq!(taken[0].recipients, [CUSTOMER]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_formatting_and_a_picture_arrives_as_it_was_written() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    world.newest_case(1).await;
    world.api.put("/profile/sending", &json!({ "undo_s": 0 })).await.unwrap();
    let given = json!({ "agent": agent(), "subject": "the invoice", "words": "this is mail number 1" });
    let seen = browser::run(&world.office, "write-rich", given).await.unwrap();
    assert_eq!((&seen["drawn"], &seen["found"]), (&json!(40), &json!(true)), "the draft came back whole");
    assert_eq!(seen["complaints"], json!([]), "the page complained");
    let raw = String::from_utf8_lossy(&world.sink.wait_for(1)[0].raw).into_owned();
    for part in
        ["multipart/related", "<strong>please</strong>", "<li>", "Content-ID: <picture1.", "- look here:"]
    {
        assert!(raw.contains(part), "{part} is not in it: {raw}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_answers_many_customers_at_once() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    let customers = [("Kari", "kari@customer.test"), ("Per", "per@customer.test")];
    for (number, (name, address)) in (1..).zip(customers) {
        let mail = format!(
            "From: {name} <{address}>\r\nTo: {SERVICE}\r\nSubject: no power {number}\r\n\
             Message-ID: <{number}@customer.test>\r\n\r\nIt is dark.\r\n"
        );
        world.send_in(mail.as_bytes()).unwrap();
        world.newest_case(number).await;
    }
    let given = json!({
        "agent": agent(), "subjects": ["no power 1", "no power 2"],
        "answer": "Dear [[customer.name]], it is back.", "sample": "^Dear (Kari|Per), it is back.",
    });
    let seen = browser::run(&world.office, "answer-many", given).await.unwrap();
    assert_eq!(seen["complaints"], json!([]), "the page complained");
    let mut taken: Vec<(Vec<String>, bool)> = Vec::new();
    for mail in world.sink.wait_for(2) {
        let raw = String::from_utf8_lossy(&mail.raw).into_owned();
        let name = customers.iter().find(|(_, address)| mail.recipients == [*address]).map(|(name, _)| *name);
        let greets = name.is_some_and(|name| raw.contains(&format!("Dear {name}, it is back.")));
        taken.push((mail.recipients.clone(), greets));
    }
    assert!(taken.iter().all(|(_, greets)| *greets), "each is called by his own name: {taken:?}");
    let closed = |page: &Value| (rows(page).len() == 2).then_some(());
    world.api.until("both cases to be closed", "/cases?status=closed", closed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_persons_who_are_one_are_joined_in_the_browser() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    for (number, address) in (1..).zip(["kari@customer.test", "kari@elsewhere.test"]) {
        let mail = format!(
            "From: Kari Nordmann <{address}>\r\nTo: {SERVICE}\r\nSubject: hello {number}\r\n\
             Message-ID: <{number}@customer.test>\r\n\r\nHello.\r\n"
        );
        world.send_in(mail.as_bytes()).unwrap();
        world.newest_case(number).await;
    }
    let given = json!({ "agent": agent(), "addresses": ["kari@customer.test", "kari@elsewhere.test"] });
    let seen = browser::run(&world.office, "join-persons", given).await.unwrap();
    assert_eq!(seen["complaints"], json!([]), "the page complained");
    let persons = world.api.get("/persons").await.unwrap();
    assert_eq!(rows(&persons)[0]["addresses"].as_array().map(Vec::len), Some(2), "{persons}");
    assert_eq!(rows(&persons).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_appears_in_an_open_list_by_itself() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    let mail = String::from_utf8(samples::mail(1, CUSTOMER, SERVICE, "while you look")).unwrap();
    let given = json!({ "agent": agent(), "subject": "while you look", "mail": to_send(&world, &mail) });
    let seen = browser::run(&world.office, "live-case", given).await.unwrap();
    assert_eq!(seen["shown"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bell_rings_for_the_owner_when_the_customer_writes_and_leads_to_the_case() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    let case = world.newest_case(1).await;
    let session = world.api.get("/session").await.unwrap();
    let owner = json!({ "owner_id": session["user"]["id"] });
    world.api.patch(&format!("/cases/{}", text(&case, "id")), &owner).await.unwrap();
    let second = format!(
        "From: {CUSTOMER}\r\nTo: {SERVICE}\r\nSubject: [#{}] the invoice\r\nMessage-ID: <second@customer.test>\r\n\r\n\
         I found it.",
        case["number"]
    );
    let given = json!({
        "agent": agent(), "subject": "the invoice", "words": "I found it.", "mail": to_send(&world, &second),
    });
    let seen = browser::run(&world.office, "bell", given).await.unwrap();
    assert_eq!((&seen["read"], &seen["complaints"]), (&json!(true), &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_found_by_a_word_of_its_message_with_the_keyboard_alone() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    world.newest_case(1).await;
    let given = json!({ "agent": agent(), "words": "number", "subject": "the invoice" });
    let seen = browser::run(&world.office, "find-case", given).await.unwrap();
    assert_eq!((&seen["found"], &seen["complaints"]), (&json!(true), &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_all_is_undone_planned_and_comes_back_when_the_customer_writes_first() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    let first = format!(
        "From: {CUSTOMER}\r\nTo: {SERVICE}\r\nCc: chief@customer.test\r\nSubject: the invoice\r\n\
         Message-ID: <first@customer.test>\r\n\r\nIt is too high.\r\n"
    );
    world.send_in(first.as_bytes()).unwrap();
    let case = world.newest_case(1).await;
    let id = text(&case, "id").to_owned();
    world.api.put("/profile/sending", &json!({ "undo_s": 60 })).await.unwrap();
    let second = format!(
        "From: {CUSTOMER}\r\nTo: {SERVICE}\r\nSubject: Re: the invoice\r\nMessage-ID: <second@customer.test>\r\n\
         In-Reply-To: <first@customer.test>\r\n\r\nSorry, it is right."
    );
    let given = json!({
        "agent": agent(), "subject": "the invoice", "words": "It is too high.",
        "copy": "chief@customer.test", "answer": "We will look into it.", "mail": to_send(&world, &second),
    });
    let seen = browser::run(&world.office, "second-thoughts", given).await.unwrap();
    assert_eq!(seen["back"], true);
    let case = world.case_with_messages(&id, 2).await;
    assert_eq!(case["messages"].as_array().unwrap().len(), 2, "nothing of ours is left in the case");
    assert_eq!(world.sink.count(), 0, "nothing left the house");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_mail_is_looked_at_exported_and_imported_after_all() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    let filter = json!({
        "name": "No lotteries", "active": true,
        "conditions": [{ "field": "subject", "operator": "contains", "value": "lottery" }],
        "actions": [{ "kind": "block" }],
    });
    world.api.post("/filters", &filter).await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "our lottery")).unwrap();
    let given = json!({
        "agent": agent(), "subject": "our lottery", "filter": "No lotteries", "words": "this is mail number 1",
    });
    let seen = browser::run(&world.office, "blocked-mail", given).await.unwrap();
    let shown = text(&seen, "shown");
    for cell in [SERVICE, "No lotteries", "our lottery", CUSTOMER] {
        assert!(shown.contains(cell), "the row does not show {cell}: {shown}");
    }
    assert!(text(&seen, "name").ends_with(".txt"), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_tested_and_made_in_the_browser_and_its_mail_comes_in() {
    let dovecot = service_dovecot().unwrap();
    dovecot.deliver(SERVICE, &samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    let world = World::open(Engine::Sqlite).await.unwrap();
    let given = json!({
        "agent": agent(), "address": SERVICE, "host": "127.0.0.1", "port": dovecot.ports().imap,
        "password": SERVICE_PASSWORD,
    });
    let seen = browser::run(&world.office, "new-mailbox", given).await.unwrap();
    let told = text(&seen, "told");
    assert!(told.contains("LOGIN") || told.contains("AUTHENTICATE"), "no conversation is shown: {told}");
    assert!(!told.contains(SERVICE_PASSWORD), "the conversation shows the password");
    assert_eq!(seen["complaints"], json!([]), "the page complained");
    assert_eq!(text(&world.newest_case(1).await, "title"), "the invoice");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_is_found_with_the_servers_words() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.api.put("/profile/sending", &json!({ "undo_s": 0 })).await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    let case = world.newest_case(1).await;
    world.answer(text(&case, "id"), "It is right.").await.unwrap();
    let sent = |page: &Value| rows(page).iter().any(|row| row["state"] == "sent").then_some(());
    world.api.until("the answer to be sent", "/outbox?state=sent", sent).await;
    let given = json!({ "agent": agent(), "subject": "the invoice", "recipient": CUSTOMER, "words": "250" });
    let seen = browser::run(&world.office, "sent-mail", given).await.unwrap();
    assert_eq!((&seen["found"], &seen["complaints"]), (&json!(true), &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_a_mail_connects_to_nobody() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    let tracker = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    tracker.set_nonblocking(true).unwrap();
    let at = tracker.local_addr().unwrap();
    let html = format!(
        "<html><head><link rel=preconnect href=http://{at}/><link rel=stylesheet href=http://{at}/a.css>\
         <meta http-equiv=refresh content='0;url=http://{at}/m'><style>p {{ background: url(http://{at}/b) }}</style>\
         </head><body background=http://{at}/c><p style='background-image:url(http://{at}/d)'>Read me</p>\
         <img src=http://{at}/e srcset='http://{at}/f 2x'><video poster=http://{at}/g src=http://{at}/h></video>\
         <iframe src=http://{at}/i></iframe><script src=http://{at}/j></script><object data=http://{at}/k></object>\
         <svg><image href=http://{at}/l /></svg></body></html>"
    );
    let mail = format!(
        "From: {CUSTOMER}\r\nTo: {SERVICE}\r\nSubject: look here\r\nMessage-ID: <spy@customer.test>\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n"
    );
    world.send_in(mail.as_bytes()).unwrap();
    world.newest_case(1).await;
    let given = json!({
        "agent": agent(), "subject": "look here", "words": "Read me", "tracker": at.to_string(),
    });
    let seen = browser::run(&world.office, "hostile-mail", given).await.unwrap();
    assert_eq!(seen["asked"], json!([]));
    let nobody = tracker.accept().map(|(_, peer)| peer).unwrap_err();
    assert_eq!(nobody.kind(), std::io::ErrorKind::WouldBlock, "somebody connected to the sender's server");
}

/// A mail that the script itself sends, once the page shows what has to be there before.
fn to_send(world: &World, raw: &str) -> Value {
    json!({ "port": world.office.smtp_port(), "from": CUSTOMER, "to": SERVICE, "raw": raw })
}
