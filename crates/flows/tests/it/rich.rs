//! Text with formatting: both forms of it say the same, and its pictures travel in it.

use bytes::Bytes;
use domain::compose::{Returned, Written};
use domain::{CaseId, UploadId, limits};
use flows::compose::{self, BulkMail, BulkText, Correction, NewReply, Timing};
use flows::jobs::{self, JobWorker, Rows};
use flows::uploads::File;
use flows::worker::{Found, Worker};
use store::cases::MessageRow;

use crate::house::House;

const FIRST: &str = "From: Kari & Co <kari@customer.test>\nTo: service@house.test\nSubject: The invoice\n\
                     Message-ID: <1@customer.test>\n\nIt is too high.\n";

async fn first_case(house: &House) -> CaseId {
    house.receive(FIRST).await;
    house.cases().await[0].id
}

async fn messages(house: &House, case: CaseId) -> Vec<MessageRow> {
    let conn = house.office.store().read();
    store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap()
}

async fn upload(house: &House, name: &str, media_type: &str, octets: usize) -> UploadId {
    let bytes = Bytes::from(vec![7; octets]);
    let file = File { name: name.to_owned(), media_type: media_type.to_owned(), bytes };
    flows::uploads::put(&house.office, &house.actor, file).await.unwrap().id
}

fn rich(html: String) -> NewReply {
    NewReply { html: Some(html), ..NewReply::default() }
}

fn raw(house: &House, nth: usize) -> Vec<u8> {
    house.sink.taken()[nth].raw.clone()
}

#[tokio::test]
async fn both_forms_of_a_formatted_answer_say_the_same_above_the_quote() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let html = "<div>Hello <strong>Kari</strong>,</div><div><br></div><ul><li>one</li><li>two</li></ul>\
                <div>See <a href=\"https://house.test/terms\">the terms</a>.</div>\
                <script>alert(1)</script><img src=\"https://spy.test/pixel.png\">";
    let reply = NewReply { text: "not this".to_owned(), ..rich(html.to_owned()) };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;

    let (parsed, defects) = mail::parse(&raw(&house, 0));
    assert_eq!(defects, []);
    let expected = "Hello Kari,\n\n- one\n- two\n\nSee the terms <https://house.test/terms>.";
    assert!(
        parsed.text.starts_with(expected) && parsed.text.contains("> It is too high."),
        "{}",
        parsed.text
    );
    let sent = parsed.html.unwrap();
    assert!(sent.contains("Hello <strong>Kari</strong>,") && sent.contains("<li>one</li>"), "{sent}");
    assert!(sent.contains("href=\"https://house.test/terms\"") && sent.contains("It is too high."), "{sent}");
    assert!(!sent.contains("alert") && !sent.contains("spy.test") && !sent.contains("not this"), "{sent}");
    let message = messages(&house, case).await.pop().unwrap();
    assert_eq!((message.content.text.as_str(), message.content.has_html), (expected, true));

    compose::reply(&house.office, &house.actor, case, rich(" ".to_owned())).await.unwrap_err();
    let plain = NewReply { text: "As before.".to_owned(), ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, plain).await.unwrap();
    assert!(!messages(&house, case).await.pop().unwrap().content.has_html);
}

#[tokio::test]
async fn a_picture_travels_in_the_text_and_is_shown_there() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let file = upload(&house, "terms.pdf", "application/pdf", 30).await;
    let picture = upload(&house, "screen.png", "image/png", 20).await;
    let html = format!("<div>Here: <img src=\"cid:{picture}\" alt=\"screen.png\" width=\"300\"></div>");
    let reply = NewReply { upload_ids: vec![file, picture], ..rich(html) };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;

    let (parsed, _) = mail::parse(&raw(&house, 0));
    let files: Vec<_> = parsed.attachments.iter().map(|file| (file.name.as_str(), file.inline)).collect();
    assert_eq!(files, [("screen.png", true), ("terms.pdf", false)]);
    assert!(parsed.text.starts_with("Here: [screen.png]"), "{}", parsed.text);
    let message = messages(&house, case).await.pop().unwrap();
    let listed: Vec<_> = message
        .content
        .attachments
        .iter()
        .map(|file| (file.index, file.name.as_str(), file.inline))
        .collect();
    assert_eq!(listed, [(0, "screen.png", true), (1, "terms.pdf", false)], "as the mail has them");
    let page = flows::view::html(&house.office, house.actor.organisation, message.raw_hash.unwrap(), false);
    assert!(page.await.unwrap().html.contains("src=\"data:image/png;base64,"), "the picture is shown");
}

#[tokio::test]
async fn what_cannot_stand_in_a_text_is_refused_with_what_to_do() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let refused = async |html: String, upload_ids: &[UploadId]| {
        let reply = NewReply { upload_ids: upload_ids.to_vec(), ..rich(html) };
        let refused = compose::reply(&house.office, &house.actor, case, reply).await.unwrap_err();
        (refused.code, refused.field)
    };
    let shown = |id: UploadId| format!("<div>See <img src=\"cid:{id}\"></div>");
    let long = "<b>x</b>".repeat(limits::WRITTEN_HTML_OCTETS_MAX / 8 + 1);
    assert_eq!(refused(long, &[]).await, ("html_too_long", Some("html")));
    let pdf = upload(&house, "a.pdf", "application/pdf", 10).await;
    assert_eq!(refused(shown(pdf), &[pdf]).await, ("picture_type", Some("html")));
    let half = usize::try_from(limits::WRITTEN_PICTURES_OCTETS_MAX / 2).unwrap() + 1;
    let [one, two] =
        [upload(&house, "1.png", "image/png", half).await, upload(&house, "2.png", "image/png", half).await];
    assert_eq!(refused(shown(one) + &shown(two), &[one, two]).await, ("pictures_too_large", Some("html")));
    let gone = UploadId::new(4_711);
    assert_eq!(refused(shown(gone), &[gone]).await, ("upload_missing", Some("upload_ids")));
    assert_eq!(house.sink.count(), 0);
}

#[tokio::test]
async fn a_draft_keeps_its_formatting_and_its_pictures() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let picture = upload(&house, "screen.png", "image/png", 20).await;
    let other = upload(&house, "other.png", "image/png", 20).await;
    let html = format!(
        "<div><em>Soon</em> <img src=\"cid:{picture}\" onerror=\"x()\"><img src=\"cid:{other}\"></div>"
    );
    let written = Written { html: Some(html), upload_ids: vec![picture], ..Written::default() };
    compose::put_draft(&house.office, &house.actor, (Some(case), written), None).await.unwrap();
    // Uploads that nothing keeps are swept after two days.
    house.clock.advance_millis(7 * 24 * 3_600_000);
    let before = house.office.now();
    let swept = house
        .office
        .store()
        .write(move |tx| Box::pin(async move { store::uploads::delete_before(tx, before).await }));
    assert_eq!(swept.await.unwrap(), 1, "the other one alone");
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0);
    let html = draft.written.html.unwrap();
    assert!(html.contains("<em>Soon</em>") && html.contains(&format!("cid:{picture}")), "{html}");
    assert!(!html.contains("onerror"), "{html}");
    assert!(!html.contains(&format!("cid:{other}")), "it was not said to go along: {html}");
    assert_eq!((draft.written.text.as_str(), draft.written.upload_ids), ("Soon", vec![picture]));
    let (row, content) = flows::uploads::get(&house.office, &house.actor, picture).await.unwrap();
    assert_eq!((row.name.as_str(), content.size_octets()), ("screen.png", 20));
}

#[tokio::test]
async fn what_comes_back_comes_back_with_its_formatting_and_pictures() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = first_case(&house).await;
    let picture = upload(&house, "screen.png", "image/png", 20).await;
    let html = format!("<div><b>See</b> <img src=\"cid:{picture}\" alt=\"screen.png\"></div>");

    let with_picture = NewReply { upload_ids: vec![picture], ..rich(html) };
    let undone = NewReply { timing: Timing::Undo { seconds: 10 }, ..with_picture.clone() };
    let message = compose::reply(&house.office, &house.actor, case, undone).await.unwrap();
    let begun = Written { text: "1 < 2".to_owned(), ..Written::default() };
    compose::put_draft(&house.office, &house.actor, (Some(case), begun), None).await.unwrap();
    compose::take_back(&house.office, &house.actor, case, message).await.unwrap();
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0);
    let above = draft.written.html.unwrap();
    assert!(above.contains("<b>See</b>") && above.contains("1 &lt; 2"), "{above}");
    assert_eq!(draft.written.upload_ids, [picture]);

    compose::reply(&house.office, &house.actor, case, with_picture).await.unwrap();
    house.send().await;
    let failed = messages(&house, case).await.pop().unwrap();
    assert_eq!(failed.content.class, "delivery_failure");
    // Made ready twice it has its words and files once.
    for _ in 0..2 {
        compose::rewrite(&house.office, &house.actor, case, failed.id, Correction::default()).await.unwrap();
    }
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0);
    assert_eq!((draft.returned, draft.written.upload_ids.len()), (Some(Returned::Failed), 1));
    let again = NewReply {
        to: Some(vec!["kari@else.test".parse().unwrap()]),
        upload_ids: draft.written.upload_ids.clone(),
        ..rich(draft.written.html.unwrap())
    };
    assert_ne!(again.upload_ids, [picture], "its files were read out of the mail");
    compose::reply(&house.office, &house.actor, case, again).await.unwrap();
    house.send().await;
    let (parsed, _) = mail::parse(&house.sink.taken().pop().unwrap().raw);
    assert_eq!(parsed.attachments.iter().map(|file| file.inline).collect::<Vec<_>>(), [true]);
    assert!(parsed.html.unwrap().contains("<b>See</b>"));
}

#[tokio::test]
async fn a_formatted_text_for_many_has_each_ones_values_as_text() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let html = "<div>Hello <b>[[customer.name]]</b>, see <img src=\"cid:1\">[[case.title|<i>it</i>]].</div>";
    let mail = BulkMail::Answer {
        text: BulkText::Text(String::new()),
        html: Some(html.to_owned()),
        from: None,
        close: false,
    };
    let mail = mail.checked(&house.office, &house.actor).await.unwrap();
    let mut rows = Rows::default();
    rows.add([case.get()]);
    jobs::start_mails(&house.office, &house.actor, &mail, rows).await.unwrap();
    let worker = JobWorker::new(house.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    house.send().await;
    let (parsed, _) = mail::parse(&raw(&house, 0));
    assert!(parsed.text.starts_with("Hello Kari & Co, see The invoice."), "{}", parsed.text);
    let sent = parsed.html.unwrap();
    assert!(sent.contains("<b>Kari &amp; Co</b>") && !sent.contains("cid:"), "{sent}");
}
