//! An organisation's own rules on what returns mean: tried, saved, changed, and what they explain.

use domain::CaseId;
use domain::blocks::{BlockReason, BlockScope};
use domain::returns::ReturnClass;
use flows::housekeeping::Housekeeper;
use flows::returns::{self, AddressesDeed, Proposal};
use flows::worker::{Found, Worker};
use store::return_rules::ReturnRule;
use testkit::dns::{DnsServer, Zone};

use crate::house::House;
use crate::proof_of_life::{blocked, mail};
use crate::returns::{answer_again, answered, id_of, report, standing};

#[tokio::test]
async fn an_own_rule_is_tried_on_what_came_back_and_decides_from_then_on() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 the cupboard of the house is full");
    let case = answered(&house).await;
    assert_eq!(standing(&house, "kari@customer.test").await.unwrap().block.unwrap().scope, BlockScope::All);
    let rule = |phrase: &str, sample: &str| ReturnRule {
        class: ReturnClass::TooLarge,
        phrases: vec![phrase.to_owned()],
        host: String::new(),
        sample: sample.to_owned(),
    };
    let words = "550 5.1.1 the cupboard of the house is full";
    let refused = returns::create_rule(office, actor, rule("something else", words)).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("return_rule.sample", Some("sample")));
    let trial =
        returns::try_rule(office, actor, Proposal::New(rule("cupboard * full", words))).await.unwrap();
    assert_eq!((trial.tried, trial.changed), (1, 1));
    assert_eq!(trial.changes[0].after, ReturnClass::TooLarge);
    let id = returns::create_rule(office, actor, rule("cupboard * full", words)).await.unwrap().id;

    let blocked = id_of(&house, "kari@customer.test").await;
    returns::act(office, actor, (&[blocked], AddressesDeed::Clear(String::new()))).await.unwrap();
    answer_again(&house, case, 2).await;
    assert_eq!(standing(&house, "kari@customer.test").await.unwrap().block, None, "it is the mail's fault");
    returns::delete_rule(office, actor, id).await.unwrap();
    assert!(returns::rules(office, actor).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_own_rule_that_went_wrong_is_left_out_and_stops_no_other() {
    let house = House::open().await;
    let rule = |phrase: &str, sample: &str| ReturnRule {
        class: ReturnClass::TooLarge,
        phrases: vec![phrase.to_owned()],
        host: String::new(),
        sample: sample.to_owned(),
    };
    let words = "550 5.1.1 the cupboard of the house is full";
    returns::create_rule(&house.office, &house.actor, rule("cupboard * full", words)).await.unwrap();
    // As one that another program's standard rules took for good.
    let (organisation, by) = (house.actor.organisation, (house.actor.user, house.office.now()));
    let wrong = rule("nothing of the kind", "550 its sample fits it no more");
    let written = house.office.store().write(move |tx| {
        let wrong = wrong.clone();
        Box::pin(async move { store::return_rules::insert(tx, organisation, &wrong, by).await })
    });
    written.await.unwrap();
    house.sink.answer_recipient("kari@customer.test", words);
    answered(&house).await;
    let known = standing(&house, "kari@customer.test").await;
    assert!(known.is_none_or(|known| known.block.is_none()), "it is the mail's fault");
    let conn = house.office.store().read();
    let address = "kari@customer.test".parse().unwrap();
    let told = store::returns::list_of_address(&conn, organisation, &address, 9).await.unwrap();
    assert_eq!(told[0].told.judged.class, ReturnClass::TooLarge);
}

fn of(class: ReturnClass, phrase: &str, sample: &str) -> ReturnRule {
    let (phrases, sample) = (vec![phrase.to_owned()], sample.to_owned());
    ReturnRule { class, phrases, host: String::new(), sample }
}

#[tokio::test]
async fn a_phrase_that_is_a_code_alone_is_refused_and_it_is_said_why() {
    let house = House::open().await;
    for phrase in ["550", "5.7.1", "550 5.7.1"] {
        let rule = of(ReturnClass::SpamJudged, phrase, "550 5.7.1 no");
        let refused = returns::create_rule(&house.office, &house.actor, rule).await.unwrap_err();
        assert_eq!(refused.code, "return_rule.codes_alone", "{phrase}");
    }
}

#[tokio::test]
async fn a_rule_says_of_a_refusal_nothing_that_comes_in_other_mails() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    for class in
        [ReturnClass::Complaint, ReturnClass::AutoReply, ReturnClass::Challenge, ReturnClass::Progress]
    {
        let rule = of(class, "owl is asleep", "550 the owl is asleep");
        let refused = returns::create_rule(office, actor, rule.clone()).await.unwrap_err();
        assert_eq!((refused.code, refused.field), ("return_rule.class", Some("class")), "{class}");
        let tried = returns::try_rule(office, actor, Proposal::New(rule)).await.unwrap_err();
        assert_eq!(tried.code, "return_rule.class", "{class}");
    }
    assert!(returns::rules(office, actor).await.unwrap().is_empty());
}

#[tokio::test]
async fn whom_a_server_says_to_have_unsubscribed_gets_no_mailings_and_answers_as_before() {
    let house = House::open().await;
    let words = "550 5.7.1 the owl has unsubscribed";
    let rule = of(ReturnClass::Unsubscribe, "has unsubscribed", words);
    returns::create_rule(&house.office, &house.actor, rule).await.unwrap();
    house.sink.answer_recipient("kari@customer.test", words);
    let case = answered(&house).await;
    let known = standing(&house, "kari@customer.test").await.unwrap();
    let block = known.block.unwrap();
    assert_eq!((block.scope, block.reason), (BlockScope::Mailings, BlockReason::Returned));
    assert_eq!((known.last_class, known.complaint), (Some(ReturnClass::Unsubscribe), None));
    let ids = [known.id];
    let tried = returns::act(&house.office, &house.actor, (&ids, AddressesDeed::Trial)).await.unwrap();
    assert_eq!(tried.failed[0].1.code, "address.needs_consent", "only its owner can want them again");
    house.sink.accept_recipient("kari@customer.test");
    answer_again(&house, case, 2).await;
    assert_eq!(house.sink.count(), 1);
}

/// What somebody is told who puts Kari's address on trial.
async fn try_out(house: &House) -> Option<&'static str> {
    let ids = [id_of(house, "kari@customer.test").await];
    let tried = returns::act(&house.office, &house.actor, (&ids, AddressesDeed::Trial)).await.unwrap();
    tried.failed.first().map(|(_, problem)| problem.code)
}

/// Kari's server said that she has unsubscribed; where her mail comes from is known.
async fn unsubscribed() -> (DnsServer, House, CaseId) {
    let zone = Zone::new()
        .txt("customer.test", "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc.customer.test", "v=DMARC1; p=reject");
    let dns = DnsServer::start(zone).unwrap();
    let house = House::open_with_dns(&dns).await;
    let words = "550 5.7.1 the owl has unsubscribed";
    let rule = of(ReturnClass::Unsubscribe, "has unsubscribed", words);
    returns::create_rule(&house.office, &house.actor, rule).await.unwrap();
    house.sink.answer_recipient("kari@customer.test", words);
    let case = answered(&house).await;
    (dns, house, case)
}

/// How Kari's address stands after it was deleted.
async fn deleted(house: &House) -> Option<(BlockScope, BlockReason)> {
    house.clock.advance_seconds(60);
    let ids = [id_of(house, "kari@customer.test").await];
    returns::act(&house.office, &house.actor, (&ids, AddressesDeed::Delete)).await.unwrap();
    house.clock.advance_seconds(60);
    standing(house, "kari@customer.test").await?.block.map(|block| (block.scope, block.reason))
}

#[tokio::test]
async fn who_unsubscribed_is_not_tried_after_the_address_is_deleted_that_was_blocked_for_more() {
    let (_dns, house, case) = unsubscribed().await;
    house.clock.advance_seconds(60);
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    answer_again(&house, case, 2).await;
    assert_eq!(deleted(&house).await, Some((BlockScope::Mailings, BlockReason::Hand)));
    assert_eq!(try_out(&house).await, Some("address.needs_consent"));
}

#[tokio::test]
async fn who_unsubscribed_gets_no_mailings_whatever_ends_after_the_address_is_deleted() {
    let (_dns, house, _case) = unsubscribed().await;
    assert_eq!(deleted(&house).await, Some((BlockScope::Mailings, BlockReason::Hand)));
    blocked(&house, "kari@customer.test", (BlockScope::All, BlockReason::Returned)).await;
    house.receive(&mail("192.0.2.1", "kari@customer.test", "")).await;
    let block = standing(&house, "kari@customer.test").await.unwrap().block.unwrap();
    assert_eq!((block.scope, block.reason), (BlockScope::Mailings, BlockReason::Hand), "she is there");
}

#[tokio::test]
async fn who_unsubscribed_gets_no_mailings_for_as_long_as_the_address_is_blocked() {
    let (_dns, house, case) = unsubscribed().await;
    house.clock.advance_seconds(400 * 24 * 3600);
    let housekeeper = Housekeeper::new(house.office.clone());
    while housekeeper.step().await.unwrap() == Found::Work {}
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    answer_again(&house, case, 2).await;
    let known = standing(&house, "kari@customer.test").await.unwrap();
    assert_eq!(known.block.map(|block| block.scope), Some(BlockScope::All));
    assert_eq!(try_out(&house).await, Some("address.needs_consent"), "years after");
}

#[tokio::test]
async fn who_unsubscribed_gets_no_mailings_whatever_came_back_since_and_ended() {
    let (_dns, house, case) = unsubscribed().await;
    let stands = async || {
        let known = standing(&house, "kari@customer.test").await.unwrap();
        (known.block.map(|block| (block.scope, block.reason)), known.last_class)
    };
    let mailings = Some((BlockScope::Mailings, BlockReason::Returned));
    assert_eq!(stands().await, (mailings, Some(ReturnClass::Unsubscribe)));

    house.clock.advance_seconds(60);
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    answer_again(&house, case, 2).await;
    let all = Some((BlockScope::All, BlockReason::Returned));
    assert_eq!(stands().await, (all, Some(ReturnClass::MailboxUnknown)));
    assert_eq!(try_out(&house).await, Some("address.needs_consent"), "the trial may be a mailing");
    // She is there after all, and did not say that she wants mailings again.
    house.clock.advance_seconds(60);
    house
        .receive(
            "Return-Path: <kari@customer.test>\nReceived: from mx.test ([192.0.2.1])\n\tby house.test with \
             ESMTP id 1;\n\tnow\nFrom: <kari@customer.test>\nTo: service@house.test\nSubject: Hei\n\
             Message-ID: <again@customer.test>\n\nHei\n",
        )
        .await;
    assert_eq!(stands().await, (mailings, Some(ReturnClass::Unsubscribe)));

    house.clock.advance_seconds(60);
    house.sink.answer_recipient("kari@customer.test", "552 5.2.2 Mailbox full");
    answer_again(&house, case, 3).await;
    assert_eq!(stands().await, (mailings, Some(ReturnClass::MailboxFull)));
    assert_eq!(try_out(&house).await, Some("address.needs_consent"));

    // Somebody clears the wrong one, and takes that back.
    let ids = [id_of(&house, "kari@customer.test").await];
    let clear = async || {
        house.clock.advance_seconds(60);
        let clear = AddressesDeed::Clear(String::new());
        returns::act(&house.office, &house.actor, (&ids, clear)).await.unwrap();
    };
    clear().await;
    house.clock.advance_seconds(60);
    assert_eq!(returns::block_again(&house.office, &house.actor, &ids).await.unwrap().done, ids);
    assert_eq!(stands().await.0, mailings);
    assert_eq!(try_out(&house).await, Some("address.needs_consent"), "nobody let her go");

    // Somebody knows that she wants them again.
    clear().await;
    house.clock.advance_seconds(60);
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    answer_again(&house, case, 4).await;
    assert_eq!(stands().await, (all, Some(ReturnClass::MailboxUnknown)));
    assert_eq!(try_out(&house).await, None);
}

#[tokio::test]
async fn a_rule_takes_what_it_explains_off_the_list_and_leaves_the_rest() {
    let house = House::open().await;
    let (office, actor, organisation) = (&house.office, &house.actor, house.actor.organisation);
    let odd = |id: &str, words: &str| {
        let made_up = report("<nobody@elsewhere.test>", "failed").replace("<failed@", id);
        made_up.replace("Status: 5.1.1\n", "").replace("550 5.1.1 no mailbox here", words)
    };
    house.receive(&odd("<1@", "the owl is asleep")).await;
    house.receive(&odd("<2@", "the owl is away")).await;
    let waiting = || async {
        let conn = office.store().read();
        store::returns::list_waiting(&conn, organisation, 9).await.unwrap()
    };
    assert_eq!(waiting().await.len(), 2);
    let rule = of(ReturnClass::MailboxInactive, "owl is asleep", "the owl is asleep");
    let saved = returns::create_rule(office, actor, rule).await.unwrap();
    assert_eq!(saved.explained, 1);
    let left = waiting().await;
    assert_eq!((left.len(), left[0].told.words.contains("away")), (1, true));
    let conn = office.store().read();
    let address = "kari@customer.test".parse().unwrap();
    let told = store::returns::list_of_address(&conn, organisation, &address, 9).await.unwrap();
    let explained = told.iter().find(|row| row.told.words.contains("asleep")).unwrap();
    assert_eq!(explained.told.judged.class, ReturnClass::MailboxInactive);
    assert_eq!(explained.told.judged.rule, format!("own-{}", saved.id));
    assert_eq!(explained.told.judged.rules.as_deref(), Some("own"));

    let wider = of(ReturnClass::MailboxInactive, "the owl is*", "the owl is asleep");
    let changed = returns::change_rule(office, actor, (saved.id, wider.clone())).await.unwrap();
    assert_eq!((changed.id, changed.explained), (saved.id, 1));
    assert!(waiting().await.is_empty());
    let rules = returns::rules(office, actor).await.unwrap();
    assert_eq!((rules.len(), &rules[0].rule), (1, &wider));
    assert_eq!(rules[0].changed.map(|(_, by)| by), Some(actor.user));
}

#[tokio::test]
async fn a_change_and_a_deletion_are_tried_on_what_the_rule_decided() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let words = "550 5.1.1 the cupboard of the house is full";
    let rule = of(ReturnClass::TooLarge, "cupboard * full", words);
    let id = returns::create_rule(office, actor, rule.clone()).await.unwrap().id;
    house.sink.answer_recipient("kari@customer.test", words);
    answered(&house).await;

    let same = Proposal::Changed(id, rule.clone());
    let trial = returns::try_rule(office, actor, same).await.unwrap();
    assert_eq!((trial.tried, trial.changed), (1, 0));
    let full = Proposal::Changed(id, ReturnRule { class: ReturnClass::MailboxFull, ..rule.clone() });
    let trial = returns::try_rule(office, actor, full).await.unwrap();
    assert_eq!(trial.changes[0].after, ReturnClass::MailboxFull);
    // It no longer says anything of what it decided.
    let other = Proposal::Changed(id, of(ReturnClass::TooLarge, "attic * full", "the attic is full"));
    let trial = returns::try_rule(office, actor, other).await.unwrap();
    assert_eq!((trial.changed, trial.changes[0].after), (1, ReturnClass::MailboxUnknown));
    let trial = returns::try_rule(office, actor, Proposal::Gone(id)).await.unwrap();
    assert_eq!((trial.changed, trial.changes[0].before), (1, ReturnClass::TooLarge));

    let unknown = domain::ReturnRuleId::new(7);
    let refused = returns::try_rule(office, actor, Proposal::Gone(unknown)).await.unwrap_err();
    assert_eq!(refused.code, "not_found");
    let refused = returns::change_rule(office, actor, (unknown, rule.clone())).await.unwrap_err();
    assert_eq!(refused.code, "not_found");
    let wrong = ReturnRule { sample: "something else".to_owned(), ..rule };
    let refused = returns::change_rule(office, actor, (id, wrong)).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("return_rule.sample", Some("sample")));
}

#[tokio::test]
async fn a_domain_is_looked_for_that_only_an_own_rule_calls_gone() {
    let dns = DnsServer::start(Zone::new()).unwrap();
    let house = House::open_with_dns(&dns).await;
    let words = "550 this island has sunk";
    let rule = of(ReturnClass::DomainUnknown, "island has sunk", words);
    returns::create_rule(&house.office, &house.actor, rule).await.unwrap();
    let case = answered(&house).await;
    let sunk = async |number: u32| {
        let sent = house.sink.taken().last().unwrap().raw.clone();
        let id = mail::header_value(&sent, "Message-ID").unwrap();
        let told = report(&id, "failed")
            .replace("<failed@", &format!("<sunk{number}@"))
            .replace("Status: 5.1.1", "Status: 5.0.0")
            .replace("550 5.1.1 no mailbox here", words);
        house.receive(&told).await;
    };
    sunk(1).await;
    assert_eq!(standing(&house, "kari@customer.test").await.unwrap().block, None, "a day must lie between");
    house.clock.advance_seconds(24 * 3600 + 1);
    answer_again(&house, case, 2).await;
    sunk(2).await;
    let known = standing(&house, "kari@customer.test").await.unwrap();
    assert!(known.block.is_some(), "DNS says so too: {known:?}");
}
