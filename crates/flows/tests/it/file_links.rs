//! Files that go as links: how a mail says so, who fetches them, and what ends them.

use std::net::IpAddr;

use domain::compose::AsWhom;
use domain::file_link::FileLinkState;
use domain::timeline::{Step, Subject};
use domain::{Actor, CaseId, Entropy, MessageId, Problem, SystemEntropy, UploadId};
use flows::cases::CaseWaker;
use flows::compose::{self, NewReply, Timing};
use flows::file_links::{self, Fetched, FileLinkRules, Looked};
use flows::uploads::{self, Large};
use flows::worker::Worker;
use store::cases::MessageRow;
use store::file_links::FileLinkRow;
use store::raw::OutgoingRaw;
use testkit::smtp_sink::Fault;

use crate::house::House;

const QUESTION: &str = "From: Kari <kari@customer.test>\nTo: Service@house.test\nSubject: The drawing\n\
                        Message-ID: <1@customer.test>\n\nPlease send it.\n";
const FILE: &[u8] = b"%PDF-1.7 lines and circles";
const PEER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));

async fn case(house: &House) -> CaseId {
    house.receive(QUESTION).await;
    house.cases().await[0].id
}

async fn upload(house: &House, name: &str) -> UploadId {
    let file = uploads::File {
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: FILE.to_vec().into(),
    };
    uploads::put(&house.office, &house.actor, file).await.unwrap().id
}

async fn answer(house: &House, names: &[&str], files_as_links: bool) -> NewReply {
    let mut upload_ids = Vec::new();
    for name in names {
        upload_ids.push(upload(house, name).await);
    }
    let as_whom = AsWhom { files_as_links, ..AsWhom::default() };
    NewReply { text: "Here it is.".to_owned(), upload_ids, as_whom, ..NewReply::default() }
}

async fn send(house: &House, case: CaseId, reply: NewReply) -> MessageId {
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap()
}

async fn messages(house: &House, case: CaseId) -> Vec<MessageRow> {
    let conn = house.office.store().read();
    store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap()
}

async fn links(house: &House, case: CaseId) -> Vec<FileLinkRow> {
    file_links::list(&house.office, &house.actor, case).await.unwrap()
}

/// What the n-th mail that left says, its lines put together again.
fn text(house: &House, nth: usize) -> String {
    let raw = String::from_utf8_lossy(&house.sink.taken()[nth].raw).into_owned();
    raw.replace("=\r\n", "").replace("=3D", "=")
}

/// The tokens of the links in a mail.
fn tokens(text: &str) -> Vec<String> {
    let start = "https://house.test/files/";
    let mut found: Vec<String> =
        text.split(start).skip(1).map(|rest| rest.chars().take(43).collect()).collect();
    found.dedup();
    found.sort();
    found.dedup();
    found
}

async fn whole(mut content: OutgoingRaw) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(piece) = content.next().await.unwrap() {
        bytes.extend_from_slice(&piece);
    }
    bytes
}

async fn fetched(house: &House, token: &str) -> Option<Vec<u8>> {
    match file_links::fetch(&house.office, token, PEER).await.unwrap() {
        Fetched::File { content, .. } => Some(whole(*content).await),
        Fetched::Over(_) => None,
    }
}

async fn steps(house: &House, message: &MessageRow) -> Vec<Step> {
    let subject = Subject::Outbox(message.outbox_id.unwrap());
    let conn = house.office.store().read();
    let entries = store::timeline::list(&conn, house.actor.organisation, subject).await.unwrap();
    entries.into_iter().map(|(_, step)| step).collect()
}

#[tokio::test]
async fn a_mail_names_a_link_for_each_file_and_contains_none() {
    let house = House::open().await;
    let case = case(&house).await;
    send(&house, case, answer(&house, &["drawing.pdf", "parts.pdf"], true).await).await;
    house.send().await;
    let text = text(&house, 0);
    assert!(text.contains("drawing.pdf (26 B)") && text.contains("can be downloaded until"), "{text}");
    assert!(
        !text.contains("lines and circles") && !text.contains("Content-Disposition: attachment"),
        "{text}"
    );
    let tokens = tokens(&text);
    assert_eq!(tokens.len(), 2, "a link each: {tokens:?}");

    let Looked::Open(shared) = file_links::look(&house.office, &tokens[0], PEER).await.unwrap() else {
        panic!("it is open")
    };
    assert_eq!((shared.organisation.as_str(), shared.size_octets), ("The house", 26));
    assert_eq!(fetched(&house, &tokens[0]).await.unwrap(), FILE);
    assert_eq!(fetched(&house, &tokens[1]).await.unwrap(), FILE);
    let kept = links(&house, case).await;
    assert_eq!(kept.iter().map(|link| link.fetches).collect::<Vec<_>>(), [1, 1]);
    let sent = messages(&house, case).await.pop().unwrap();
    assert_eq!((sent.content.text.as_str(), sent.content.attachments.len()), ("Here it is.", 0));
    let told = steps(&house, &sent).await;
    assert!(told.iter().any(|step| matches!(step, Step::FilesLinked { files: 2, .. })), "{told:?}");
    assert!(told.iter().any(|step| matches!(step, Step::FileFetched { name } if name == "drawing.pdf")));
    // The hash alone is kept, and nobody comes from it to the address.
    assert!(!tokens.contains(&kept[0].raw_hash.to_string()));
}

#[tokio::test]
async fn a_link_ends_by_its_days_by_use_and_by_hand() {
    let house = House::open().await;
    let case = case(&house).await;
    let rules = FileLinkRules { days: 2, fetches: 1, ..FileLinkRules::default() };
    file_links::put_rules(&house.office, &house.actor, rules).await.unwrap();
    send(&house, case, answer(&house, &["a.pdf", "b.pdf", "c.pdf"], true).await).await;
    house.send().await;
    let tokens = tokens(&text(&house, 0));
    let state = async |token: &str| match file_links::look(&house.office, token, PEER).await.unwrap() {
        Looked::Open(_) => FileLinkState::Open,
        Looked::Over { state, organisation } => {
            assert_eq!(organisation, "The house");
            state
        }
    };
    assert!(fetched(&house, &tokens[0]).await.is_some());
    assert!(fetched(&house, &tokens[0]).await.is_none());
    assert_eq!(state(&tokens[0]).await, FileLinkState::UsedUp);

    let open = links(&house, case).await.into_iter().find(|link| link.fetches == 0).unwrap();
    file_links::revoke(&house.office, &house.actor, case, open.id).await.unwrap();
    let refused = file_links::revoke(&house.office, &house.actor, case, open.id).await.unwrap_err();
    assert_eq!(refused.code, "file_links.revoked");
    let states = [state(&tokens[1]).await, state(&tokens[2]).await];
    assert!(states.contains(&FileLinkState::Revoked) && states.contains(&FileLinkState::Open), "{states:?}");
    // Who works on the case opens the file all the same.
    let (_, bytes) = file_links::file(&house.office, &house.actor, case, open.id).await.unwrap();
    assert_eq!(whole(bytes).await, FILE);

    house.clock.advance_seconds(2 * 24 * 3600);
    let states = [state(&tokens[1]).await, state(&tokens[2]).await];
    assert!(states.contains(&FileLinkState::Open), "the day that the mail names is not over: {states:?}");
    house.clock.advance_seconds(24 * 3600);
    let states = [state(&tokens[1]).await, state(&tokens[2]).await];
    assert!(states.contains(&FileLinkState::Revoked) && states.contains(&FileLinkState::Expired));
    assert!(fetched(&house, &tokens[1]).await.is_none() && fetched(&house, &tokens[2]).await.is_none());
}

#[tokio::test]
async fn a_mail_refused_for_its_size_goes_again_with_links() {
    let house = House::open().await;
    let case = case(&house).await;
    let message = send(&house, case, answer(&house, &["drawing.pdf"], false).await).await;
    house.sink.fail(Fault::Final("552 5.3.4 message size exceeds fixed limit".to_owned()));
    house.send().await;
    let entry = messages(&house, case).await.pop().unwrap();
    let class = entry.content.failure.as_ref().unwrap().class.unwrap();
    assert!(class.may_arrive_without_files(), "{class}");

    let again = compose::send_as_links(&house.office, &house.actor, case, entry.id).await.unwrap();
    assert_ne!(again, message);
    house.send().await;
    let text = text(&house, 0);
    assert!(text.contains("Here it is.") && !text.contains("lines and circles"), "{text}");
    assert_eq!(house.sink.taken()[0].recipients, ["kari@customer.test"]);
    assert_eq!(fetched(&house, &tokens(&text)[0]).await.unwrap(), FILE);
    assert!(!house.case(case).await.delivery_failed);

    // A colleague who still has the page open sends it to nobody twice.
    let refused = compose::send_as_links(&house.office, &house.actor, case, entry.id).await.unwrap_err();
    assert_eq!(refused.code, "mail.nothing_failed");
    // What has arrived is not sent again.
    let refused = compose::send_as_links(&house.office, &house.actor, case, again).await.unwrap_err();
    assert_eq!(refused.code, "mail.nothing_failed");
}

#[tokio::test]
async fn a_mail_with_links_that_comes_back_keeps_its_files() {
    let house = House::open().await;
    let case = case(&house).await;
    let planned =
        NewReply { timing: Timing::Undo { seconds: 10 }, ..answer(&house, &["drawing.pdf"], true).await };
    let message = send(&house, case, planned).await;
    compose::take_back(&house.office, &house.actor, case, message).await.unwrap();
    assert!(links(&house, case).await.is_empty(), "they go with their message");
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0);
    assert!(draft.written.as_whom.files_as_links && draft.written.upload_ids.len() == 1);

    // One that failed is written to another address, with the file that it only linked to.
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 nobody here");
    let message = send(&house, case, answer(&house, &["drawing.pdf"], true).await).await;
    house.send().await;
    compose::rewrite(&house.office, &house.actor, case, message, compose::Correction::default())
        .await
        .unwrap();
    let draft = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap().remove(0);
    let [file] = draft.written.upload_ids[..] else { panic!("{:?}", draft.written.upload_ids) };
    let (row, content) = uploads::get(&house.office, &house.actor, file).await.unwrap();
    assert_eq!((row.name.as_str(), whole(content).await.as_slice()), ("drawing.pdf", FILE));
}

/// A film, which no mail takes.
async fn film(house: &House, megabytes: usize) -> Result<UploadId, Problem> {
    let octets = megabytes * 1024 * 1024;
    let named = ("film.mp4".to_owned(), "video/mp4".to_owned());
    let mut film = Large::begin(&house.office, &house.actor, named, octets as u64).await?;
    for _ in 0..megabytes {
        film.push(&vec![42; 1024 * 1024]).await?;
    }
    Ok(film.finish().await?.id)
}

#[tokio::test]
async fn a_file_that_no_mail_takes_goes_as_a_link() {
    let house = House::open().await;
    let case = case(&house).await;
    let file = film(&house, 60).await.unwrap();
    let reply = |files_as_links| NewReply {
        text: "Here it is.".to_owned(),
        upload_ids: vec![file],
        as_whom: AsWhom { files_as_links, ..AsWhom::default() },
        ..NewReply::default()
    };
    let refused = compose::reply(&house.office, &house.actor, case, reply(false)).await.unwrap_err();
    assert_eq!(refused.code, "mail_too_large");
    send(&house, case, reply(true)).await;
    house.send().await;
    let tokens = tokens(&text(&house, 0));
    let film = fetched(&house, &tokens[0]).await.unwrap();
    assert!(film.len() == 60 * 1024 * 1024 && film.iter().all(|octet| *octet == 42));
}

#[tokio::test]
async fn large_files_have_their_limits() {
    let house = House::open().await;
    let set =
        async |rules: FileLinkRules| file_links::put_rules(&house.office, &house.actor, rules).await.unwrap();
    let rules = FileLinkRules { megabytes: 30, ..FileLinkRules::default() };
    set(rules).await;
    let refused = film(&house, 31).await.unwrap_err();
    assert_eq!((refused.code, refused.params["max_mb"].as_str()), ("upload.too_large", "30"));
    // Somebody who says less than he sends is stopped where the limit is.
    let named = ("film.mp4".to_owned(), "video/mp4".to_owned());
    let mut film = Large::begin(&house.office, &house.actor, named, 26 * 1024 * 1024).await.unwrap();
    for _ in 0..30 {
        film.push(&vec![1; 1024 * 1024]).await.unwrap();
    }
    assert_eq!(film.push(&[1]).await.unwrap_err().code, "upload.too_large");
    drop(film);

    let mut waiting = Vec::new();
    for _ in 0..8 {
        waiting.push(self::film(&house, 30).await.unwrap());
    }
    let refused = self::film(&house, 30).await.unwrap_err();
    assert_eq!(refused.code, "upload.too_many_octets", "what no mail takes does not pile up");
    // What left with a mail counts no more.
    let case = case(&house).await;
    let as_whom = AsWhom { files_as_links: true, ..AsWhom::default() };
    let upload_ids = vec![waiting[0]];
    send(&house, case, NewReply { text: "Here.".to_owned(), upload_ids, as_whom, ..NewReply::default() })
        .await;
    self::film(&house, 30).await.unwrap();
    set(FileLinkRules { enabled: false, ..rules }).await;
    let refused = self::film(&house, 30).await.unwrap_err();
    assert_eq!((refused.code, refused.params["max_mb"].as_str()), ("upload.too_large", "25"));
}

#[tokio::test]
async fn links_are_refused_where_the_organisation_wants_none() {
    let house = House::open().await;
    let case = case(&house).await;
    let rules = FileLinkRules { enabled: false, ..FileLinkRules::default() };
    file_links::put_rules(&house.office, &house.actor, rules).await.unwrap();
    let reply = answer(&house, &["drawing.pdf"], true).await;
    let refused = compose::reply(&house.office, &house.actor, case, reply).await.unwrap_err();
    assert_eq!(refused.code, "file_links.switched_off");
    for wrong in [
        FileLinkRules { days: 0, ..rules },
        FileLinkRules { fetches: 10_001, ..rules },
        FileLinkRules { megabytes: 0, ..rules },
    ] {
        let refused = file_links::put_rules(&house.office, &house.actor, wrong).await.unwrap_err();
        assert_eq!(refused.code, "file_links.bounds");
    }
}

#[tokio::test]
async fn whoever_tries_links_has_to_wait_and_learns_nothing() {
    let house = House::open().await;
    let case = case(&house).await;
    send(&house, case, answer(&house, &["drawing.pdf"], true).await).await;
    house.send().await;
    let right = tokens(&text(&house, 0)).remove(0);
    let mut codes = Vec::new();
    for _ in 0..=domain::limits::FILE_LINK_MISSES_MAX {
        let guess: String = SystemEntropy.hex(22).chars().take(43).collect();
        codes.push(file_links::look(&house.office, &guess, PEER).await.unwrap_err().code);
    }
    assert_eq!(codes.pop(), Some("file_links.throttled"));
    assert!(codes.iter().all(|code| *code == "not_found"));
    let refused = file_links::look(&house.office, &right, PEER).await.unwrap_err();
    assert_eq!(refused.code, "file_links.throttled", "the right one does not help him either");
    let elsewhere = IpAddr::from([198, 51, 100, 9]);
    assert!(matches!(file_links::look(&house.office, &right, elsewhere).await.unwrap(), Looked::Open(_)));
    house.clock.advance_millis(domain::limits::FILE_LINK_WAIT_MS);
    assert!(matches!(file_links::look(&house.office, &right, PEER).await.unwrap(), Looked::Open(_)));
}

#[tokio::test]
async fn links_go_with_a_purged_case_and_are_nobody_elses() {
    let house = House::open().await;
    let case = case(&house).await;
    send(&house, case, answer(&house, &["drawing.pdf"], true).await).await;
    house.send().await;
    let token = tokens(&text(&house, 0)).remove(0);
    let link = links(&house, case).await.remove(0);
    let rights = [domain::org::Right::CasesOwn].into_iter().collect();
    let stranger = Actor { user: domain::UserId::new(4_711), rights, ..house.actor.clone() };
    for refused in [
        file_links::list(&house.office, &stranger, case).await.unwrap_err(),
        file_links::revoke(&house.office, &stranger, case, link.id).await.unwrap_err(),
        file_links::file(&house.office, &stranger, case, link.id).await.map(|_| ()).unwrap_err(),
    ] {
        assert_eq!(refused.code, "not_found");
    }

    let (organisation, at) = (house.actor.organisation, house.office.now());
    house
        .office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let by = store::cases::By { user: None, at };
                let deleted = domain::case::CaseStatus::Deleted;
                store::cases::throw_away(tx, organisation, &[case], deleted, by).await?;
                Ok::<_, store::StoreError>(())
            })
        })
        .await
        .unwrap();
    let refused = file_links::look(&house.office, &token, PEER).await.unwrap_err();
    assert_eq!(refused.code, "not_found", "what lies in the bin is not handed out");
    house.clock.advance_seconds(20 * 24 * 3600);
    CaseWaker::new(house.office.clone()).step().await.unwrap();
    let conn = house.office.store().read();
    assert!(store::file_links::list_of_case(&conn, organisation, case).await.unwrap().is_empty());
    let refused = file_links::look(&house.office, &token, PEER).await.unwrap_err();
    assert_eq!(refused.code, "not_found");
}
