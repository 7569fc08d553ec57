//! Pictures in signatures: kept with them, and in every mail once.

use domain::compose::Formatted;
use domain::kept_file::KeptBy;
use domain::{CaseId, UploadId, limits};
use flows::compose::{self, Correction, NewReply};
use flows::identities::{self, IdentityInput};
use flows::signatures;
use store::signatures::Signatures;

use crate::house::House;
use crate::notices::colleague;
use crate::whole_templates::upload;

const FIRST: &str = "From: Kari <kari@customer.test>\nTo: service@house.test\nSubject: The invoice\n\
                     Message-ID: <1@customer.test>\n\nIt is too high.\n";

async fn first_case(house: &House) -> CaseId {
    house.receive(FIRST).await;
    house.cases().await[0].id
}

fn shows(ids: &[UploadId]) -> Formatted {
    let pictures: String = ids.iter().map(|id| format!("<img src=\"cid:{id}\" alt=\"Logo\">")).collect();
    Formatted { text: String::new(), html: Some(format!("<div>Kind regards {pictures}</div>")) }
}

async fn put(house: &House, of_reply: Formatted) {
    let own = Signatures { of_new: Formatted::default(), of_reply };
    signatures::put_own(&house.office, &house.actor, own).await.unwrap();
}

async fn kept(house: &House, by: KeptBy) -> usize {
    let conn = house.office.store().read();
    store::kept_files::list(&conn, house.actor.organisation, by).await.unwrap().len()
}

async fn answer(house: &House, case: CaseId, reply: NewReply) {
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
}

/// The files of the mail that was sent last, and both forms of it.
fn sent(house: &House) -> (Vec<(String, bool)>, String, String) {
    let raw = house.sink.taken().pop().unwrap().raw;
    let (parsed, defects) = mail::parse(&raw);
    assert_eq!(defects, []);
    let files = parsed.attachments.iter().map(|file| (file.name.clone(), file.inline)).collect();
    (files, parsed.text, parsed.html.unwrap())
}

fn hello() -> NewReply {
    NewReply { text: "Hello".to_owned(), ..NewReply::default() }
}

#[tokio::test]
async fn a_logo_goes_once_with_each_mail_as_a_part_of_it_and_is_named_in_words_beside() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let logo = upload(&house, "logo.png", "image/png", 900).await;
    put(&house, shows(&[logo])).await;
    assert_eq!(kept(&house, KeptBy::User(house.actor.user)).await, 1);
    for _ in 0..2 {
        let terms = upload(&house, "terms.pdf", "application/pdf", 30).await;
        answer(&house, case, NewReply { upload_ids: vec![terms], ..hello() }).await;
        let (files, text, html) = sent(&house);
        assert_eq!(files, [("logo.png".to_owned(), true), ("terms.pdf".to_owned(), false)]);
        assert!(text.contains("Kind regards [Logo]"), "{text}");
        let [shown] = &mail::pictures_of(&html)[..] else { panic!("{html}") };
        let raw = String::from_utf8_lossy(&house.sink.taken().pop().unwrap().raw).into_owned();
        assert!(raw.contains(&format!("Content-ID: <{shown}>")), "{raw}");
        assert!(raw.contains("multipart/related") && !html.contains("http"), "{raw}");
        house.clock.advance_seconds(60);
    }
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap();
    let last = messages.last().unwrap();
    assert!(last.content.attachments[0].inline && !last.content.has_html, "its author wrote no formatting");
}

#[tokio::test]
async fn the_same_logo_under_a_mail_twice_is_one_part_and_stands_behind_the_pictures_of_the_text() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let logo = upload(&house, "logo.png", "image/png", 900).await;
    put(&house, shows(&[logo])).await;
    signatures::put_of_mailbox(&house.office, &house.actor, (house.mailbox, None), shows(&[logo]).into())
        .await
        .unwrap();
    let screen = upload(&house, "screenshot.png", "image/png", 40).await;
    let html = format!("<div>See <img src=\"cid:{screen}\"></div>");
    answer(&house, case, NewReply { html: Some(html), upload_ids: vec![screen], ..hello() }).await;
    let (files, _, html) = sent(&house);
    assert_eq!(files, [("screenshot.png".to_owned(), true), ("logo.png".to_owned(), true)]);
    assert_eq!(html.matches("<img ").count(), 3, "{html}");
    assert_eq!(mail::pictures_of(&html).len(), 2, "{html}");
}

#[tokio::test]
async fn a_picture_alone_is_a_signature_and_goes_when_it_is_taken_out() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let logo = upload(&house, "logo.png", "image/png", 900).await;
    let alone = Formatted { text: String::new(), html: Some(format!("<div><img src=\"cid:{logo}\"></div>")) };
    put(&house, alone).await;
    answer(&house, case, hello()).await;
    assert_eq!(sent(&house).0, [("logo.png".to_owned(), true)]);

    // Saved again as it stands, by the id that the signature has it under.
    let own = signatures::own(&house.office, &house.actor).await.unwrap();
    let before = own.of_reply.clone();
    signatures::put_own(&house.office, &house.actor, own).await.unwrap();
    assert_eq!(signatures::own(&house.office, &house.actor).await.unwrap().of_reply, before);
    put(&house, "Kind regards".into()).await;
    assert_eq!(kept(&house, KeptBy::User(house.actor.user)).await, 0);
    house.clock.advance_seconds(60);
    answer(&house, case, hello()).await;
    assert!(sent(&house).0.is_empty());
}

#[tokio::test]
async fn pictures_that_no_signature_keeps_are_refused_by_their_field() {
    let house = House::open().await;
    let refused = async |ids: &[UploadId]| {
        let own = Signatures { of_new: shows(ids), of_reply: "".into() };
        let refused = signatures::put_own(&house.office, &house.actor, own).await.unwrap_err();
        assert_eq!(refused.field, Some("of_new"));
        refused.code
    };
    let pdf = upload(&house, "a.pdf", "application/pdf", 10).await;
    assert_eq!(refused(&[pdf]).await, "picture_type");
    let over = usize::try_from(limits::SIGNATURE_PICTURES_OCTETS_MAX).unwrap() + 1;
    let large = upload(&house, "large.png", "image/png", over).await;
    assert_eq!(refused(&[large]).await, "signature.pictures_too_large");
    let mut many = Vec::new();
    for nth in 0..=limits::SIGNATURE_PICTURES_MAX {
        many.push(upload(&house, &format!("{nth}.png"), "image/png", 10).await);
    }
    assert_eq!(refused(&many).await, "signature.too_many_pictures");
    assert_eq!(refused(&[UploadId::new(4_711)]).await, "upload_missing");

    // What stands under a colleague's mail is his.
    put(&house, shows(&many[..1])).await;
    let conn = house.office.store().read();
    let by = KeptBy::User(house.actor.user);
    let mine = store::kept_files::list(&conn, house.actor.organisation, by).await.unwrap().remove(0).id;
    let other = colleague(&house, "Ola", &[]).await;
    let taken = Signatures { of_new: shows(&[UploadId::new(mine.get())]), of_reply: "".into() };
    let refused = signatures::put_own(&house.office, &other, taken).await.unwrap_err();
    assert_eq!(refused.code, "upload_missing");
    assert_eq!(flows::kept_files::get(&house.office, &other, mine).await.unwrap_err().code, "not_found");
}

#[tokio::test]
async fn each_signature_of_a_shared_sender_keeps_its_pictures_when_the_other_changes() {
    let house = House::open().await;
    let logo = upload(&house, "logo.png", "image/png", 900).await;
    let mark = upload(&house, "mark.png", "image/png", 40).await;
    let new = IdentityInput {
        address: Some("press@house.test".parse().unwrap()),
        of_new: Some(shows(&[logo])),
        of_reply: Some(shows(&[mark])),
        ..IdentityInput::default()
    };
    let id = identities::create(&house.office, &house.actor, new).await.unwrap();
    assert_eq!(kept(&house, KeptBy::Identity(id)).await, 2);
    let other = IdentityInput { of_reply: Some("Regards".into()), ..IdentityInput::default() };
    identities::change(&house.office, &house.actor, id, other).await.unwrap();
    assert_eq!(kept(&house, KeptBy::Identity(id)).await, 1);
    let row = identities::find(&house.office, house.actor.organisation, id).await.unwrap();
    assert!(row.settings.of_new.html.unwrap().contains("cid:"));
}

#[tokio::test]
async fn a_mail_that_is_written_again_has_no_logo_among_its_files() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = first_case(&house).await;
    let logo = upload(&house, "logo.png", "image/png", 900).await;
    put(&house, shows(&[logo])).await;
    let terms = upload(&house, "terms.pdf", "application/pdf", 30).await;
    answer(&house, case, NewReply { upload_ids: vec![terms], ..hello() }).await;
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap();
    let failed = messages.last().unwrap();
    assert_eq!(failed.content.class, "delivery_failure");
    compose::rewrite(&house.office, &house.actor, case, failed.id, Correction::default()).await.unwrap();
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0);
    let [file] = draft.written.upload_ids[..] else { panic!("{:?}", draft.written.upload_ids) };
    let (row, _) = flows::uploads::get(&house.office, &house.actor, file).await.unwrap();
    assert_eq!(row.name, "terms.pdf");
}
