//! A process that dies at any moment of telling an author that a mail is late, or of stopping what somebody planned: the next
//! one finishes it, nobody is told twice, and nothing is left out.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use domain::CaseId;
use domain::limits::MAIL_OCTETS_MAX;
use flows::Office;
use flows::housekeeping::Housekeeper;
use flows::outbox::StillTrying;
use flows::transport;
use flows::worker::{Found, Worker};
use testkit::postgres::Postgres;
use testkit::smtp_sink::SmtpSink;

use crate::answers::answer;
use crate::domain_servers::stopped_of;
use crate::house::House;
use crate::stranded::{MANY, held, plan, stranded, with_own_server};

/// How often the work is polled before it ends there.
const POLLS: [usize; 8] = [0, 1, 2, 3, 5, 8, 20, 60];

/// Works until it was polled so often, and never goes on.
async fn cut_after(polls: usize, work: impl Future<Output = ()>) {
    let mut work = pin!(work);
    for _ in 0..polls {
        let is_done = poll_fn(|context| Poll::Ready(work.as_mut().poll(context).is_ready())).await;
        if is_done {
            return;
        }
        tokio::task::yield_now().await;
    }
}

async fn look(office: &Office) {
    let worker = StillTrying::new(office.clone());
    while worker.step().await.unwrap() == Found::Work {}
}

/// How often a case says that its mail is late.
async fn told(house: &House, case: CaseId) -> usize {
    let conn = house.office.store().read();
    let all = store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap();
    all.into_iter().filter(|message| message.content.class == "delivery_delay").count()
}

/// A mail that a server puts off for four hours.
async fn late(house: &House) -> CaseId {
    house.sink.answer_recipient("kari@customer.test", "451 4.3.0 the disk is full, come back later");
    let case = answer(house).await;
    house.send().await;
    house.clock.advance_seconds(4 * 3600 + 60);
    house.send().await;
    case
}

#[tokio::test]
async fn an_author_is_told_of_a_late_mail_once_whenever_the_process_dies() {
    for polls in POLLS {
        let mut house = House::open().await;
        let case = late(&house).await;
        let office = house.office.clone();
        cut_after(polls, look(&office)).await;
        drop(office);
        house.reopen_for(MAIL_OCTETS_MAX).await;
        look(&house.office).await;
        assert_eq!(told(&house, case).await, 1, "after {polls} polls");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_author_is_told_of_a_late_mail_once_by_two_nodes_that_look_together() {
    let server = Postgres::start().unwrap();
    let database = server.database().unwrap();
    let house = House::open_on_postgres(database.url()).await;
    let node = house.another_node().await;
    let case = late(&house).await;
    tokio::join!(look(&house.office), look(&node));
    assert_eq!(told(&house, case).await, 1);
}

#[tokio::test]
async fn all_that_was_planned_over_a_server_is_stopped_and_told_of_once_whenever_the_process_dies() {
    for polls in POLLS {
        let (mut house, own) = (House::open().await, SmtpSink::start().unwrap());
        let author = with_own_server(&house, &own).await;
        let planned = plan(&house, &author, MANY).await;
        let (office, actor) = (house.office.clone(), house.actor.clone());
        let work = async {
            transport::delete_of_user(&office, &actor, author.user).await.unwrap();
        };
        cut_after(polls, work).await;
        drop(office);
        house.reopen_for(MAIL_OCTETS_MAX).await;
        // Whoever got no answer does it again, and is told that it is done where it was.
        let _again = transport::delete_of_user(&house.office, &house.actor, author.user).await;
        Housekeeper::new(house.office.clone()).step().await.unwrap();
        assert_eq!(held(&house, &planned).await, MANY, "after {polls} polls");
        let ends = (stranded(&house, planned[0]).await, stranded(&house, planned[MANY - 1]).await);
        assert_eq!(ends, (1, 1), "after {polls} polls: each says once why it is stopped");
        let notices = stopped_of(&house, &author, &author).await;
        assert_eq!(notices, [(None, MANY as u64)], "after {polls} polls: told once, of all of it");
    }
}
