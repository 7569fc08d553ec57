//! Templates that are whole messages: the files, pictures and recipients that they bring to a mail.

use bytes::Bytes;
use domain::compose::{AsWhom, TypedRecipients};
use domain::kept_file::KeptBy;
use domain::org::Language;
use domain::{
    Actor, CaseId, DistributionListId, KeptFileId, Problem, TemplateId, UploadId, distribution_list,
};
use flows::compose::{self, BulkMail, BulkText, NewReply};
use flows::distribution_lists::{self, ListInput};
use flows::jobs::{self, JobWorker, Rows};
use flows::templates::{self, Begun, Place, TemplateInput};
use flows::uploads::File;
use flows::worker::{Found, Worker};
use store::templates::TemplateVersion;

use crate::house::House;
use crate::notices::colleague;

const FIRST: &str = "From: Kari <kari@customer.test>\nTo: service@house.test\nSubject: The invoice\n\
                     Message-ID: <1@customer.test>\n\nIt is too high.\n";

async fn first_case(house: &House) -> CaseId {
    house.receive(FIRST).await;
    house.cases().await[0].id
}

pub(crate) async fn upload(house: &House, name: &str, media_type: &str, octets: usize) -> UploadId {
    let bytes = Bytes::from(vec![u8::try_from(name.len()).unwrap(); octets]);
    let file = File { name: name.to_owned(), media_type: media_type.to_owned(), bytes };
    flows::uploads::put(&house.office, &house.actor, file).await.unwrap().id
}

fn version(language: Language, html: &str) -> TemplateVersion {
    TemplateVersion { language, subject: String::new(), text: String::new(), html: Some(html.to_owned()) }
}

/// A template in English with these texts and files.
pub(crate) fn input(name: &str, versions: Vec<TemplateVersion>, uploads: Vec<UploadId>) -> TemplateInput {
    TemplateInput {
        name: Some(name.to_owned()),
        default_language: Some(Language::En),
        versions: Some(versions),
        uploads,
        ..TemplateInput::default()
    }
}

pub(crate) fn english(html: &str) -> Vec<TemplateVersion> {
    vec![version(Language::En, html)]
}

async fn create(house: &House, input: TemplateInput) -> Result<TemplateId, Problem> {
    templates::create(&house.office, &house.actor, input).await
}

async fn begin(house: &House, id: TemplateId, case: CaseId) -> Begun {
    templates::begin(&house.office, &house.actor, id, (&Place::Case(case), None)).await.unwrap()
}

async fn kept(house: &House, id: TemplateId) -> Vec<(KeptFileId, String)> {
    let files = templates::files(&house.office, &house.actor, id).await.unwrap();
    files.into_iter().map(|file| (file.id, file.name)).collect()
}

async fn names(house: &House, id: TemplateId) -> Vec<String> {
    kept(house, id).await.into_iter().map(|(_, name)| name).collect()
}

/// Days after which uploads that nothing keeps are gone.
async fn sweep_uploads(house: &House) {
    house.clock.advance_millis(7 * 24 * 3_600_000);
    let before = house.office.now();
    house
        .office
        .store()
        .write(move |tx| Box::pin(async move { store::uploads::delete_before(tx, before).await }))
        .await
        .unwrap();
    store::raw::sweep_rows(house.office.store(), house.office.now().plus_seconds(1)).await.unwrap();
}

#[tokio::test]
async fn a_template_brings_its_files_and_pictures_to_each_mail_long_after_their_uploads_are_gone() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let terms = upload(&house, "terms.pdf", "application/pdf", 200_000).await;
    let logo = upload(&house, "logo.png", "image/png", 50).await;
    let html = format!("<div>Hello [[customer.name]] <img src=\"cid:{logo}\" alt=\"Our logo\"></div>");
    let id = create(&house, input("Welcome", english(&html), vec![terms, logo])).await.unwrap();
    assert_eq!(names(&house, id).await, ["terms.pdf", "logo.png"]);
    sweep_uploads(&house).await;
    assert!(flows::uploads::get(&house.office, &house.actor, terms).await.is_err(), "it was swept");

    for nth in 0..2 {
        let begun = begin(&house, id, case).await;
        let [terms, logo] = [begun.uploads[0].id, begun.uploads[1].id];
        let html = begun.filled.html.unwrap();
        assert!(html.contains(&format!("cid:{logo}")), "the text shows the author's own: {html}");
        assert_eq!(begun.filled.text, "Hello Kari [Our logo]");
        let reply = NewReply {
            html: Some(html),
            upload_ids: vec![terms, logo],
            as_whom: AsWhom { template_id: Some(id), ..AsWhom::default() },
            ..NewReply::default()
        };
        compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
        house.send().await;
        let (parsed, defects) = mail::parse(&house.sink.taken()[nth].raw);
        assert_eq!(defects, []);
        let files: Vec<_> = parsed.attachments.iter().map(|file| (file.name.as_str(), file.inline)).collect();
        assert_eq!(files, [("logo.png", true), ("terms.pdf", false)]);
        let (_, bytes) = mail::attachment(&house.sink.taken()[nth].raw, 1).unwrap();
        assert_eq!(bytes.len(), 200_000);
    }
}

#[tokio::test]
async fn a_picture_of_one_language_does_not_go_with_another() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let english = upload(&house, "english.png", "image/png", 50).await;
    let swedish = upload(&house, "svensk.png", "image/png", 60).await;
    let terms = upload(&house, "terms.pdf", "application/pdf", 70).await;
    let text = |id: UploadId| format!("<div><b>Hi</b> <img src=\"cid:{id}\"></div>");
    let versions = vec![version(Language::En, &text(english)), version(Language::Sv, &text(swedish))];
    let id = create(&house, input("Welcome", versions, vec![english, swedish, terms])).await.unwrap();
    let brought = async |language| {
        let place = Place::Case(case);
        let asked = (&place, Some(language));
        let begun = templates::begin(&house.office, &house.actor, id, asked).await.unwrap();
        begun.uploads.into_iter().map(|upload| upload.name).collect::<Vec<_>>()
    };
    assert_eq!(brought(Language::En).await, ["english.png", "terms.pdf"]);
    assert_eq!(brought(Language::Sv).await, ["svensk.png", "terms.pdf"]);

    // A list counts what is no part of a text.
    let bare = vec![version(Language::En, "<div><b>Hi</b></div>")];
    create(&house, input("Bare", bare, Vec::new())).await.unwrap();
    let all = store::templates::TemplateFilter::default();
    let rows = templates::list(&house.office, &house.actor, &all).await.unwrap();
    let attached = templates::attached(&house.office, &house.actor, &rows).await.unwrap();
    assert_eq!(attached.get(&id), Some(&1));
    assert_eq!((rows.len(), attached.len()), (2, 1), "those without any are not named");
}

#[tokio::test]
async fn files_stay_until_they_are_taken_off_and_a_copy_has_its_own() {
    let house = House::open().await;
    let terms = upload(&house, "terms.pdf", "application/pdf", 10).await;
    let logo = upload(&house, "logo.png", "image/png", 20).await;
    let html = format!("<div><b>Hi</b> <img src=\"cid:{logo}\"></div>");
    let id = create(&house, input("Welcome", english(&html), vec![terms, logo])).await.unwrap();
    let change = async |input| templates::change(&house.office, &house.actor, id, input).await;
    change(TemplateInput { active: Some(false), ..TemplateInput::default() }).await.unwrap();
    assert_eq!(names(&house, id).await, ["terms.pdf", "logo.png"], "nobody spoke of them");

    let files: Vec<_> = kept(&house, id).await.into_iter().map(|(id, _)| id).collect();
    let row = templates::find(&house.office, &house.actor, id).await.unwrap();
    let html = row.settings.versions[0].html.clone().unwrap();
    assert!(html.contains(&format!("cid:{}", files[1])), "{html}");
    let like = TemplateInput { files: Some(files.clone()), ..input("Copy", english(&html), Vec::new()) };
    let copy = create(&house, like).await.unwrap();

    change(TemplateInput { files: Some(vec![files[1]]), ..TemplateInput::default() }).await.unwrap();
    assert_eq!(names(&house, id).await, ["logo.png"]);
    sweep_uploads(&house).await;
    assert_eq!(names(&house, copy).await, ["terms.pdf", "logo.png"]);
    let own: Vec<_> = kept(&house, copy).await.into_iter().map(|(id, _)| id).collect();
    assert!(own.iter().all(|id| !files.contains(id)), "they have ids of their own");
    for id in own {
        flows::kept_files::get(&house.office, &house.actor, id).await.unwrap();
    }
    let gone = flows::kept_files::get(&house.office, &house.actor, files[0]).await;
    assert_eq!(gone.unwrap_err().code, "not_found");
}

#[tokio::test]
async fn files_that_two_add_at_the_same_time_are_both_kept() {
    let house = House::open().await;
    let id = create(&house, input("Welcome", english("<div>Hi</div>"), Vec::new())).await.unwrap();
    let terms = upload(&house, "terms.pdf", "application/pdf", 10).await;
    let prices = upload(&house, "prices.pdf", "application/pdf", 20).await;
    let add = async |upload: UploadId| {
        let input = TemplateInput { uploads: vec![upload], ..TemplateInput::default() };
        templates::change(&house.office, &house.actor, id, input).await
    };
    let (first, second) = tokio::join!(add(terms), add(prices));
    first.and(second).unwrap();
    let mut kept = names(&house, id).await;
    kept.sort();
    assert_eq!(kept, ["prices.pdf", "terms.pdf"]);
}

#[tokio::test]
async fn what_no_template_can_keep_is_refused() {
    let house = House::open().await;
    let other = colleague(&house, "Ola", &[]).await;
    let bytes = Bytes::from_static(b"his");
    let file = File { name: "his.pdf".to_owned(), media_type: "application/pdf".to_owned(), bytes };
    let his = flows::uploads::put(&house.office, &other, file).await.unwrap().id;
    let refused = async |html: &str, uploads: Vec<UploadId>| {
        let refused = create(&house, input("Welcome", english(html), uploads)).await.unwrap_err();
        (refused.code, refused.field)
    };
    let hello = "<div><b>Hi</b></div>";
    assert_eq!(refused(hello, vec![his]).await, ("upload_missing", Some("files")));
    assert_eq!(refused(hello, vec![UploadId::new(4_711)]).await, ("upload_missing", Some("files")));
    let pdf = upload(&house, "a.pdf", "application/pdf", 10).await;
    let shown = format!("<div>See <img src=\"cid:{pdf}\"></div>");
    assert_eq!(refused(&shown, vec![pdf]).await, ("picture_type", Some("versions")));
    let many = (0..51).map(UploadId::new).collect();
    assert_eq!(refused(hello, many).await, ("too_many_files", Some("files")));
    let half = 18 * 1024 * 1024;
    let two = vec![
        upload(&house, "1.bin", "application/octet-stream", half).await,
        upload(&house, "22.bin", "application/octet-stream", half).await,
    ];
    assert_eq!(refused(hello, two).await, ("mail_too_large", Some("files")));
    // A picture that is none of its files is none of the text.
    let id = create(&house, input("Welcome", english(&shown), Vec::new())).await.unwrap();
    let row = templates::find(&house.office, &house.actor, id).await.unwrap();
    assert!(!row.settings.versions[0].html.as_ref().unwrap().contains("cid:"));
}

async fn list(house: &House, by: &Actor, name: &str, shared: bool) -> DistributionListId {
    let (name, members) = (name.to_owned(), Vec::new());
    let input = ListInput { name, description: String::new(), shared, members, seen_version: None };
    distribution_lists::create(&house.office, by, input).await.unwrap()
}

#[tokio::test]
async fn a_template_names_recipients_that_everybody_can_write_to() {
    let house = House::open().await;
    let case = first_case(&house).await;
    let (board, own) =
        (list(&house, &house.actor, "Board", true).await, list(&house, &house.actor, "Mine", false).await);
    let typed = |to: &[&str], bcc: &[String]| TypedRecipients {
        to: to.iter().map(|one| (*one).to_owned()).collect(),
        cc: Vec::new(),
        bcc: bcc.to_vec(),
    };
    let whole = |name: &str, recipients| TemplateInput {
        recipients: Some(recipients),
        ..input(name, english("<div><b>Hi</b></div>"), Vec::new())
    };
    let refused = async |recipients| {
        let refused = create(&house, whole("Minutes", recipients)).await.unwrap_err();
        (refused.code, refused.field)
    };
    assert_eq!(refused(typed(&["nobody"], &[])).await, ("address.invalid", Some("recipients")));
    let [mine, unknown] = [own, DistributionListId::new(4_711)].map(distribution_list::typed);
    assert_eq!(refused(typed(&[], &[mine])).await, ("template.list_not_shared", Some("recipients")));
    assert_eq!(refused(typed(&[], &[unknown])).await, ("distribution_list.gone", Some("recipients")));
    let many: Vec<String> = (0..101).map(|nth| format!("a{nth}@else.test")).collect();
    assert_eq!(refused(typed(&[], &many)).await.0, "too_many_recipients");

    let named = typed(&[" Per@Else.test ", "per@else.test", ""], &[distribution_list::typed(board)]);
    let id = create(&house, whole("Minutes", named)).await.unwrap();
    let kept = typed(&["Per@Else.test"], &[distribution_list::typed(board)]);
    let begun = begin(&house, id, case).await;
    assert_eq!((begun.recipients, begun.lists_gone), (kept, 0));
    distribution_lists::delete(&house.office, &house.actor, board).await.unwrap();
    let begun = begin(&house, id, case).await;
    assert_eq!((begun.recipients, begun.lists_gone), (typed(&["Per@Else.test"], &[]), 1));
}

#[tokio::test]
async fn mails_to_many_carry_the_files_of_their_template_and_go_to_the_customers_alone() {
    let house = House::open().await;
    let first = first_case(&house).await;
    house.receive(&FIRST.replace("kari@", "ola@").replace("<1@", "<2@")).await;
    let cases: Vec<_> = house.cases().await.into_iter().map(|case| case.id.get()).collect();
    assert!(cases.len() == 2 && cases.contains(&first.get()));
    let terms = upload(&house, "terms.pdf", "application/pdf", 30).await;
    let recipients =
        TypedRecipients { bcc: vec!["archive@house.test".to_owned()], ..TypedRecipients::default() };
    let whole = TemplateInput {
        recipients: Some(recipients),
        ..input("Prices", english("<div><b>New prices</b></div>"), vec![terms])
    };
    let id = create(&house, whole).await.unwrap();
    let mail = BulkMail::Answer { text: BulkText::Template(id), html: None, from: None, close: false };
    let mail = mail.checked(&house.office, &house.actor).await.unwrap();
    let mut rows = Rows::default();
    rows.add(cases);
    jobs::start_mails(&house.office, &house.actor, &mail, rows).await.unwrap();
    let worker = JobWorker::new(house.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    house.send().await;
    let taken = house.sink.taken();
    assert_eq!(taken.len(), 2);
    for mail in taken {
        assert_eq!(mail.recipients.len(), 1, "{:?}", mail.recipients);
        let (parsed, _) = mail::parse(&mail.raw);
        assert_eq!(
            parsed.attachments.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
            ["terms.pdf"]
        );
    }
}

#[tokio::test]
async fn a_template_in_the_bin_keeps_its_files_for_the_way_back() {
    let house = House::open().await;
    let terms = upload(&house, "terms.pdf", "application/pdf", 10).await;
    let id = create(&house, input("Welcome", english("<div><b>Hi</b></div>"), vec![terms])).await.unwrap();
    templates::delete(&house.office, &house.actor, id).await.unwrap();
    sweep_uploads(&house).await;
    templates::restore(&house.office, &house.actor, id).await.unwrap();
    let (file, _) = kept(&house, id).await.remove(0);
    let (_, bytes) = flows::kept_files::get(&house.office, &house.actor, file).await.unwrap();
    assert_eq!(bytes.len(), 10);
    let conn = house.office.store().read();
    let rows = store::kept_files::list_some(&conn, house.actor.organisation, &[file]).await.unwrap();
    assert_eq!(rows[0].by, KeptBy::Template(id));
}
