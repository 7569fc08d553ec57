//! Mail from files: history of a mailbox, nothing twice, and no bad mail in the way of a good one.

use domain::IntakeId;
use domain::timeline::{Step, Subject};
use flows::importing::{Because, Import, Refusal, Report};
use flows::mailboxes::MailboxInput;

use crate::house::House;

const MBOX: &str = "From kari@example.org Mon Jan  5 10:00:00 2026\nFrom: kari@example.org\nTo: service@house.test\n\
    Subject: The first\nDate: Sun, 04 Jan 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n\nHei\n>From here on\n\n\
    From MAILER-DAEMON Mon Jan  5 11:00:00 2026\nnot a mail at all\n\n\
    From ola@example.org Mon Jan  5 12:00:00 2026\nFrom: ola@example.org\nSubject: The second\n\nHei igjen\n";

pub(crate) async fn import(house: &House, file: &str) -> Report {
    let mut import = Import::begin(&house.office, &house.actor, house.mailbox, "old.mbox").await.unwrap();
    for octets in file.as_bytes().chunks(100) {
        import.push(octets).await.unwrap();
    }
    import.finish().await.unwrap()
}

fn report(stored: u64, known: u64, refusals: &[(u64, Because)]) -> Report {
    let refusals: Vec<_> = refusals.iter().map(|&(number, because)| Refusal { number, because }).collect();
    Report { stored, known, refused: refusals.len() as u64, refusals }
}

async fn steps(house: &House, id: IntakeId) -> Vec<Step> {
    let conn = house.office.store().read();
    let organisation = house.actor.organisation;
    let steps = store::timeline::list(&conn, organisation, Subject::Intake(id)).await.unwrap();
    steps.into_iter().map(|(_, step)| step).collect()
}

#[tokio::test]
async fn an_mbox_becomes_cases_of_its_own_dates_and_is_imported_but_once() {
    let house = House::open().await;
    let change = MailboxInput {
        forwarding_address: Some(Some("copy@elsewhere.test".to_owned())),
        ..MailboxInput::default()
    };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, change).await.unwrap();
    assert_eq!(import(&house, MBOX).await, report(2, 0, &[(2, Because::NotAMail)]));
    house.place().await;
    let cases = house.cases().await;
    let titles: Vec<_> = cases.iter().map(|case| case.title.as_str()).collect();
    assert_eq!(titles, ["The first", "The second"]);
    assert_eq!(cases[0].created_at.to_string(), "2026-01-04T10:00:00.000Z");

    let intakes = house.intakes(house.mailbox).await;
    assert!(intakes.iter().all(|intake| intake.historic));
    let told = steps(&house, intakes[0].id).await;
    assert!(told.iter().any(
        |step| matches!(step, Step::Received { via, peer, .. } if via == "import" && peer == "old.mbox")
    ));
    assert!(
        told.iter().any(|step| matches!(step, Step::NotForwarded { because, .. } if because == "historic")),
        "{told:?}"
    );
    house.send().await;
    assert!(house.sink.taken().is_empty(), "a file makes no program write to anybody");

    assert_eq!(import(&house, MBOX).await, report(0, 2, &[(2, Because::NotAMail)]));
    house.place().await;
    assert_eq!(house.cases().await.len(), 2);
}

#[tokio::test]
async fn a_mail_of_a_file_without_a_date_stands_where_its_last_server_took_it() {
    let house = House::open().await;
    let mail = "Received: from a.test by mx.test; Fri, 2 Jan 2026 10:00:00 +0000\r\n\
        From: kari@example.org\r\nSubject: Alone\r\n\r\nHei\r\n";
    assert_eq!(import(&house, mail).await, report(1, 0, &[]));
    house.place().await;
    assert_eq!(house.cases().await[0].created_at.to_string(), "2026-01-02T10:00:00.000Z");
}

#[tokio::test]
async fn one_mail_in_a_file_and_what_is_none() {
    let house = House::open_for(2000).await;
    let mail = "From: kari@example.org\r\nSubject: Alone\r\n\r\nHei\r\n";
    assert_eq!(import(&house, mail).await, report(1, 0, &[]));
    assert_eq!(import(&house, &format!("From x\n{mail}\nFrom y\n{mail}")).await, report(0, 2, &[]));
    assert_eq!(import(&house, "").await, report(0, 0, &[(1, Because::Empty)]));
    assert_eq!(import(&house, "GIF89a").await, report(0, 0, &[(1, Because::NotAMail)]));
    let large = format!("{mail}{}", "x".repeat(3000));
    let octets = large.len() as u64;
    assert_eq!(import(&house, &large).await, report(0, 0, &[(1, Because::TooLarge { octets })]));
}

#[tokio::test]
async fn another_organisations_mailbox_takes_no_file() {
    let house = House::open().await;
    let mut stranger = house.actor.clone();
    stranger.organisation = domain::OrganisationId::new(4711);
    let refused = Import::begin(&house.office, &stranger, house.mailbox, "a.eml").await;
    assert_eq!(refused.err().map(|problem| problem.code), Some("not_found"));
}
