//! Mail to distribution lists: who receives it, who is left out and why, and what its timeline says.

use domain::blocks::{BlockReason, BlockScope};
use domain::compose::Mode;
use domain::distribution_list::ListMember;
use domain::org::Right;
use domain::timeline::{LeftOutOfList, Step, Subject};
use domain::transport::ChosenWay;
use domain::{Actor, CaseId, DistributionListId, EmailAddress, MessageId, UserId};
use flows::compose::{self, NamedLists, NewReply, SendingRules};
use flows::distribution_lists::{self, ListInput};
use flows::outbox::AnotherWay;

use crate::house::House;

const QUESTION: &str = "From: Kari <kari@customer.test>\nTo: Service@house.test\nSubject: The invoice\n\
                        Message-ID: <1@customer.test>\n\nIt is too high.\n";

fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

fn typed(text: &str) -> ListMember {
    ListMember::Address { address: address(text), name: None }
}

async fn list(house: &House, name: &str, members: &[&str]) -> DistributionListId {
    let input = ListInput {
        name: name.to_owned(),
        description: String::new(),
        shared: true,
        members: members.iter().map(|member| typed(member)).collect(),
        seen_version: None,
    };
    distribution_lists::create(&house.office, &house.actor, input).await.unwrap()
}

async fn case(house: &House) -> CaseId {
    house.receive(QUESTION).await;
    house.cases().await[0].id
}

pub(crate) async fn block(house: &House, who: &str) {
    let (organisation, at) = (house.actor.organisation, house.office.now());
    let block = store::standings::Block { at, scope: BlockScope::All, reason: BlockReason::Hand };
    let new = store::standings::NewStanding {
        address: address(who),
        returns: 0,
        at,
        class: None,
        fault: None,
        rule: None,
        words: String::new(),
        host: None,
        well_at: None,
        block: Some(block),
        by: None,
    };
    let written: Result<_, store::StoreError> = house
        .office
        .store()
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { store::standings::put(tx, organisation, &new).await })
        })
        .await;
    written.unwrap();
}

async fn told(house: &House, case: CaseId, message: MessageId) -> Vec<Step> {
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let found = store::cases::find_message(&conn, organisation, case, message).await.unwrap().unwrap();
    let subject = Subject::Outbox(found.outbox_id.unwrap());
    let steps = store::timeline::list(&conn, organisation, subject).await.unwrap();
    steps.into_iter().map(|(_, step)| step).collect()
}

#[tokio::test]
async fn a_list_is_read_when_the_mail_is_sent_and_reaches_everybody_once() {
    let house = House::open().await;
    let case = case(&house).await;
    let board = ["kari@customer.test", "per@board.test", "gone@board.test"];
    let board = list(&house, "The board", &board).await;
    let auditors = list(&house, "Auditors", &["PER@board.test", "eva@audit.test"]).await;
    block(&house, "gone@board.test").await;
    let reply = NewReply {
        text: "See you on Monday.".to_owned(),
        to: Some(vec![address("kari@customer.test")]),
        lists: NamedLists { cc: vec![board], bcc: vec![auditors], ..NamedLists::default() },
        ..NewReply::default()
    };
    let message = compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    let taken = house.sink.taken();
    let went: Vec<_> = taken.iter().map(|taken| taken.recipients.clone()).collect();
    assert_eq!(went.len(), 2, "whom a list adds goes behind whom its author named: {went:?}");
    assert!(went.contains(&vec!["kari@customer.test".to_owned()]), "{went:?}");
    assert!(went.contains(&vec!["per@board.test".to_owned(), "eva@audit.test".to_owned()]), "{went:?}");
    let raw = String::from_utf8_lossy(&taken[0].raw).into_owned();
    assert!(raw.contains("Cc: per@board.test") && !raw.contains("eva@audit.test"), "{raw}");

    let steps = told(&house, case, message).await;
    let through: Vec<_> = steps
        .iter()
        .filter_map(|step| {
            let Step::ThroughList(told) = step else { return None };
            Some((told.list.as_str(), told.recipients.join(" "), told.left_out.clone()))
        })
        .collect();
    let gone = LeftOutOfList { address: "gone@board.test".to_owned(), because: "blocked".to_owned() };
    let expected = [
        ("The board", "per@board.test".to_owned(), vec![gone]),
        ("Auditors", "eva@audit.test".to_owned(), Vec::new()),
    ];
    assert_eq!(through, expected);
}

#[tokio::test]
async fn whoever_wants_no_mailings_since_a_mail_to_a_list_was_planned_gets_none() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let case = case(&house).await;
    let board = list(&house, "The board", &["per@board.test", "eva@board.test"]).await;
    let at = office.now().plus_seconds(3_600);
    let reply = NewReply {
        text: "See you on Monday.".to_owned(),
        to: Some(vec![address("kari@customer.test")]),
        lists: NamedLists { bcc: vec![board], ..NamedLists::default() },
        timing: compose::Timing::At { at, cancel_if_answered: false },
        // What he knew of whom he named is nothing that he knew of the list.
        knowing: compose::Knowing { blocks: true, ..compose::Knowing::default() },
        ..NewReply::default()
    };
    let message = compose::reply(office, actor, case, reply).await.unwrap();
    for who in ["per@board.test", "kari@customer.test"] {
        flows::returns::block(office, actor, (who, BlockScope::Mailings)).await.unwrap();
    }
    house.clock.advance_seconds(3_601);
    house.send().await;
    let mut went: Vec<_> = house.sink.taken().into_iter().flat_map(|taken| taken.recipients).collect();
    went.sort_unstable();
    assert_eq!(went, ["eva@board.test", "kari@customer.test"], "an answer to her is no mailing");
    let conn = office.store().read();
    let sent = store::cases::find_message(&conn, actor.organisation, case, message).await.unwrap().unwrap();
    let id = sent.outbox_id.unwrap();
    let again = flows::outbox::send_again(office, actor, &[id]).await.unwrap();
    assert_eq!(
        again.failed[0].1.code, "outbox.blocked_of_list",
        "whoever means the mail means none of its list"
    );
    let wanted = AnotherWay { way: ChosenWay::Installation, why: String::new() };
    let another = flows::outbox::send_another_way(office, actor, &[id], wanted).await.unwrap();
    assert_eq!((another.done.len(), another.failed[0].1.code), (0, "outbox.blocked_of_list"));
}

#[tokio::test]
async fn a_mail_that_comes_back_names_its_list_still() {
    let house = House::open().await;
    let case = case(&house).await;
    let board = list(&house, "The board", &["per@board.test"]).await;
    let reply = NewReply {
        text: "See you on Monday.".to_owned(),
        to: Some(Vec::new()),
        lists: NamedLists { to: vec![board], ..NamedLists::default() },
        timing: compose::Timing::Undo { seconds: 30 },
        ..NewReply::default()
    };
    let message = compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    let mode = compose::take_back(&house.office, &house.actor, case, message).await.unwrap();
    assert_eq!(mode, Mode::Reply);
    let drafts = compose::drafts_of_case(&house.office, &house.actor, case).await.unwrap();
    assert_eq!(drafts[0].written.to.as_deref(), Some([format!("list:{board}")].as_slice()));
}

#[tokio::test]
async fn too_many_nobody_and_lists_of_others_are_refused_in_words() {
    let house = House::open().await;
    let case = case(&house).await;
    let reply = |id| NewReply {
        text: "Hello".to_owned(),
        to: Some(Vec::new()),
        lists: NamedLists { to: vec![id], ..NamedLists::default() },
        ..NewReply::default()
    };
    let send =
        async |id| compose::reply(&house.office, &house.actor, case, reply(id)).await.unwrap_err().code;
    let board = list(&house, "The board", &["per@board.test", "eva@board.test"]).await;
    let few = SendingRules { list_recipients_max: 1, ..SendingRules::default() };
    compose::change_rules(&house.office, &house.actor, few).await.unwrap();
    assert_eq!(send(board).await, "distribution_list.too_many_recipients");
    let none = SendingRules { list_recipients_max: 0, ..SendingRules::default() };
    let refused = compose::change_rules(&house.office, &house.actor, none).await.unwrap_err();
    assert_eq!(refused.code, "list_recipients");

    let empty = list(&house, "Nobody", &[]).await;
    assert_eq!(send(empty).await, "distribution_list.nobody");
    assert_eq!(send(DistributionListId::new(4_711)).await, "distribution_list.gone");
}

#[tokio::test]
async fn a_list_is_changed_by_its_owner_and_a_shared_one_by_those_who_keep_the_templates() {
    let house = House::open().await;
    let board = list(&house, "The board", &["per@board.test"]).await;
    let input = |shared| ListInput {
        name: "Board".to_owned(),
        description: "Who decides".to_owned(),
        shared,
        members: vec![typed("eva@board.test")],
        seen_version: None,
    };
    let colleague = |rights: &[Right]| Actor {
        user: UserId::new(4_711),
        rights: rights.iter().copied().collect(),
        ..house.actor.clone()
    };
    let agent = colleague(&[Right::CasesAll]);
    let refused = distribution_lists::change(&house.office, &agent, board, input(true)).await.unwrap_err();
    assert_eq!(refused.code, "distribution_list.not_yours");
    let keeper = colleague(&[Right::CasesAll, Right::Templates]);
    let refused = distribution_lists::change(&house.office, &keeper, board, input(false)).await.unwrap_err();
    assert_eq!(refused.code, "distribution_list.not_yours", "nobody takes it for himself");
    distribution_lists::change(&house.office, &keeper, board, input(true)).await.unwrap();

    distribution_lists::change(&house.office, &house.actor, board, input(false)).await.unwrap();
    let refused = distribution_lists::find(&house.office, &keeper, board).await.unwrap_err();
    assert_eq!(refused.code, "not_found", "it is its owner's alone");
    distribution_lists::delete(&house.office, &house.actor, board).await.unwrap();
    assert!(distribution_lists::list(&house.office, &house.actor).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_list_that_somebody_else_changed_meanwhile_is_not_written_over_unseen() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let board = list(&house, "The board", &["per@board.test", "gone@board.test"]).await;
    let seen = distribution_lists::find(office, actor, board).await.unwrap().0.version;
    let input = |who: &str, seen_version| ListInput {
        name: "The board".to_owned(),
        description: String::new(),
        shared: true,
        members: vec![typed(who)],
        seen_version,
    };
    distribution_lists::change(office, actor, board, input("eva@board.test", Some(seen))).await.unwrap();
    let refused = distribution_lists::change(office, actor, board, input("ola@board.test", Some(seen)));
    let refused = refused.await.unwrap_err();
    assert_eq!(refused.code, "distribution_list.changed_meanwhile");
    let (row, members) = distribution_lists::find(office, actor, board).await.unwrap();
    assert_eq!(refused.params["version"], row.version.to_string());
    assert_eq!(Some(refused.params["by"].clone()), row.updated_by_name, "the one who changed it is named");
    assert_eq!(members[0].member, typed("eva@board.test"), "nothing was written");

    // Whoever has it open while an address is deleted does not bring it back by saving.
    let id = flows::returns::block(office, actor, ("eva@board.test", BlockScope::All)).await;
    let deed = flows::returns::AddressesDeed::Delete;
    flows::returns::act(office, actor, (&[id.unwrap()], deed)).await.unwrap();
    let again = distribution_lists::change(office, actor, board, input("eva@board.test", Some(row.version)));
    let again = again.await.unwrap_err();
    assert_eq!(again.params["by"], "Posthus");
    let over: i64 = again.params["version"].parse().unwrap();
    distribution_lists::change(office, actor, board, input("ola@board.test", Some(over))).await.unwrap();
}

#[tokio::test]
async fn whoever_has_left_is_not_reached_under_an_address_that_was_typed() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let input = flows::people::PersonInput {
        name: Some("Per".to_owned()),
        addresses: Some(vec!["per@board.test".to_owned(), "per@home.test".to_owned()]),
        former: Some(true),
        ..flows::people::PersonInput::default()
    };
    let (per, _) = flows::people::create_person(office, actor, input).await.unwrap();
    let left = flows::people::PersonInput { former: Some(true), ..flows::people::PersonInput::default() };
    flows::people::change_person(office, actor, per, left).await.unwrap();
    let board = list(&house, "The board", &["PER@home.test", "per@board.test", "eva@board.test"]).await;
    let reach = distribution_lists::reach(office, actor, board).await.unwrap();
    let reached: Vec<_> = reach.people.iter().map(|(_, address)| address.to_string()).collect();
    assert_eq!(reached, ["eva@board.test"]);
    let left: Vec<_> = reach.left_out.iter().map(|one| (one.address.to_string(), one.because)).collect();
    let home = ("PER@home.test".to_owned(), "former");
    assert_eq!(left, [home, ("per@board.test".to_owned(), "former")]);
}
