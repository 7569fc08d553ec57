//! Tests that every list walks the index its query names, with 100,000 rows in its table: no
//! sorting of everything, no reading of whole tables. On `SQLite` the plan says so; on
//! `PostgreSQL`, which chooses by what it knows of the rows, the count of those that it touched; one file because all
//! plans are asked of the same rows.

mod explained;
mod incidents;
mod senders;
mod waiting;

use domain::audit::AuditKind;
use domain::case::CaseStatus;
use domain::{
    CategoryId, CompanyId, JobId, MailboxId, OrganisationId, OutboxId, StatusId, Timestamp, UserId,
};
use explained::Explained;
use sea_orm::DbBackend;
use sea_orm::sea_query::{Condition, ExprTrait, Order, Query, SqliteQueryBuilder};
use testkit::postgres::Postgres;

use crate::ListQuery;
use crate::audit::{self, AuditFilter, AuditSort};
use crate::bins::{self, Bin};
use crate::blocked::{BlockedFilter, BlockedSort};
use crate::cases::{CaseFilter, CaseScope, CaseSort};
use crate::companies::CompanySort;
use crate::intake::{IntakeFilter, IntakeShelf, IntakeSort};
use crate::oauth::ending::{self, Warning};
use crate::outbox::{OutboxFilter, OutboxShelf, OutboxSort, SentFilter, SentShelf, SentSort};
use crate::paging;
use crate::persons::{Alike, PersonFilter, PersonSort, Place, stretch};
use crate::returns::{self, ReviewFilter, ReviewSort};
use crate::sql::{col, is, is_of};
use crate::standings::{ClearedFilter, ClearedSort, StandingFilter, StandingSort};
use crate::statuses::{StatusRow, StatusTraits};
use crate::{
    address_changes, blocked, cases, companies, deliveries, intake, notices, outbox, persons, sender_domains,
    standings, uploads,
};

const ORG: OrganisationId = OrganisationId::new(1);
const START: Timestamp = Timestamp::from_millis(1_000);

#[tokio::test]
async fn every_list_walks_the_index_it_names() {
    // One database for all: its rows take longer than all the plans.
    let mut explained = Explained::embedded().await;
    lists_walk_their_indexes(&mut explained).await;
    own_statuses_and_the_queue_walk_their_indexes(&mut explained).await;
    bins_walk_their_indexes(&mut explained).await;
    counts_and_claims_walk_their_indexes(&mut explained).await;
    waiting::lanes_walk_their_indexes(&mut explained).await;
    what_waits_is_found_by_domain(&mut explained).await;
    proved_domains_are_found_in_an_index(&mut explained).await;
    rows_are_found_by_their_ids(&mut explained).await;
    persons_who_are_alike_are_found_by_their_indexes(&mut explained).await;
    notices_to_be_mailed_are_found_by_their_indexes(&mut explained).await;
    what_is_told_of_servers_walks_its_indexes(&mut explained).await;
    the_newest_mail_to_an_address_is_found_by_its_index(&mut explained).await;
    senders::what_is_from_ones_own_address_is_found_by_its_author(&mut explained).await;
    senders::shared_senders_are_found_by_their_addresses(&mut explained).await;
    incidents::open_ones_are_found_whatever_was_closed(&mut explained).await;
    incidents::what_failed_is_found_by_the_refusals(&mut explained).await;
    incidents::addresses_are_counted_by_the_refusals(&mut explained).await;
    imports_are_found_by_their_organisation(&mut explained).await;
}

#[tokio::test]
async fn every_list_touches_few_rows_on_the_server_too() {
    let database = Postgres::start().unwrap().database().unwrap();
    let mut explained = Explained::on_server(database.url()).await;
    lists_walk_their_indexes(&mut explained).await;
    waiting::what_is_due_of_stopped_organisations_is_found_by_them(&mut explained).await;
    senders::what_is_from_ones_own_address_is_found_by_its_author(&mut explained).await;
    senders::shared_senders_are_found_by_their_addresses(&mut explained).await;
    incidents::open_ones_are_found_whatever_was_closed(&mut explained).await;
}

async fn lists_walk_their_indexes(explained: &mut Explained) {
    the_inbox_queue_walks_its_indexes(explained).await;
    blocked_mail_walks_its_indexes(explained).await;
    the_outbox_walks_its_indexes(explained).await;
    cases_walk_their_indexes(explained).await;
    people_walk_their_indexes(explained).await;
    cleared_addresses_walk_their_indexes(explained).await;
    changes_of_settings_walk_their_indexes(explained).await;
    returns_to_review_walk_their_indexes(explained).await;
}

async fn changes_of_settings_walk_their_indexes(explained: &mut Explained) {
    let (all, sort) = (AuditFilter::default(), AuditSort::At);
    explained.check(|| audit::listing(ORG, &all), sort, "audit_entries_in_order").await;
    let of_kind = AuditFilter { kinds: vec![AuditKind::Filter, AuditKind::Mailbox], ..all.clone() };
    explained.check(|| audit::listing(ORG, &of_kind), sort, "audit_entries_by_kind").await;
    let of_user = AuditFilter { user: Some(UserId::new(7)), ..all.clone() };
    explained.check(|| audit::listing(ORG, &of_user), sort, "audit_entries_by_user").await;
}

async fn the_inbox_queue_walks_its_indexes(explained: &mut Explained) {
    let indexes = [
        (IntakeSort::ReceivedAt, "intakes_by_received"),
        (IntakeSort::From, "intakes_by_from"),
        (IntakeSort::Subject, "intakes_by_subject"),
        (IntakeSort::SizeOctets, "intakes_by_size"),
        (IntakeSort::State, "intakes_by_received"),
        (IntakeSort::Attempts, "intakes_by_attempts"),
    ];
    for (sort, index) in indexes {
        for shelf in [IntakeShelf::Waiting, IntakeShelf::Failed, IntakeShelf::Placed] {
            let filter = IntakeFilter { shelf, ..IntakeFilter::default() };
            explained.check(|| intake::listing(ORG, sort, filter), sort, index).await;
        }
    }
    let filter = IntakeFilter {
        shelf: IntakeShelf::Placed,
        mailbox_id: Some(MailboxId::new(3)),
        ..IntakeFilter::default()
    };
    let sort = IntakeSort::ReceivedAt;
    explained.check(|| intake::listing(ORG, sort, filter), sort, "intakes_by_mailbox").await;
    let binned = IntakeFilter { shelf: IntakeShelf::Deleted, ..IntakeFilter::default() };
    for blocked in [false, true] {
        let binned = IntakeFilter { blocked, ..binned };
        explained.check(|| intake::listing(ORG, sort, binned), sort, "intakes_deleted").await;
    }
}

async fn blocked_mail_walks_its_indexes(explained: &mut Explained) {
    let indexes = [
        (BlockedSort::When, "intakes_blocked"),
        (BlockedSort::Mailbox, "intakes_blocked_by_mailbox"),
        (BlockedSort::Filter, "intakes_blocked_by_filter"),
        (BlockedSort::Subject, "intakes_by_subject"),
    ];
    for (sort, index) in indexes {
        explained.check(|| blocked::listing(ORG, sort, BlockedFilter::default()), sort, index).await;
    }
    let binned = BlockedFilter { deleted: true, ..BlockedFilter::default() };
    let sort = BlockedSort::When;
    explained.check(|| blocked::listing(ORG, sort, binned), sort, "intakes_blocked_deleted").await;
}

async fn the_outbox_walks_its_indexes(explained: &mut Explained) {
    let indexes = [
        (OutboxSort::CreatedAt, "outbox_by_created"),
        (OutboxSort::Subject, "outbox_by_subject"),
        (OutboxSort::State, "outbox_by_created"),
        (OutboxSort::NextAttemptAt, "outbox_by_next_attempt"),
        (OutboxSort::SizeOctets, "outbox_by_size"),
    ];
    for (sort, index) in indexes {
        for shelf in [OutboxShelf::Waiting, OutboxShelf::Sent, OutboxShelf::Failed, OutboxShelf::All] {
            explained.check(|| outbox::listing(ORG, sort, OutboxFilter { shelf }), sort, index).await;
        }
    }
    for (author, index) in [(Some(UserId::new(3)), "outbox_by_author"), (None, "outbox_by_created")] {
        for shelf in SentShelf::ALL {
            let filter = SentFilter { author, shelf, scope: CaseScope::All };
            let sort = SentSort::CreatedAt;
            let index = if shelf == SentShelf::Stopped { "outbox_held" } else { index };
            explained.check(|| outbox::sent_listing(ORG, &filter), sort, index).await;
        }
    }
    let place = (Timestamp::from_millis(9), OutboxId::new(9));
    let own: [domain::EmailAddress; 1] = ["a@b".parse().unwrap()];
    let waiting = outbox::waiting_own(ORG, (UserId::new(3), &own, Some(place)), 9);
    explained.check_few(&waiting, "outbox_by_author").await;
    // Few of very many came back: no other state is walked for them.
    let returned = SentFilter { author: None, shelf: SentShelf::Returned, scope: CaseScope::All };
    let query = ListQuery::<SentSort>::default();
    let listing = outbox::sent_listing(ORG, &returned);
    for statement in paging::first_and_next(DbBackend::Sqlite, &listing, &query) {
        let sql = statement.to_string(SqliteQueryBuilder);
        assert!(sql.contains(r#""r"."state" = 'failed'"#) && !sql.contains("'sent'"), "{sql}");
    }
    let binned = OutboxFilter { shelf: OutboxShelf::Deleted };
    let sort = OutboxSort::CreatedAt;
    explained.check(|| outbox::listing(ORG, sort, binned), sort, "outbox_deleted").await;
    let stopped = OutboxFilter { shelf: OutboxShelf::Stopped };
    explained.check(|| outbox::listing(ORG, sort, stopped), sort, "outbox_held").await;
    let at = Timestamp::from_millis(5);
    for behind in [None, Some((at, OutboxId::new(5)))] {
        explained.check_few(&outbox::stopped(ORG, (at, behind), (at, 100)), "INDEX outbox_held ").await;
    }
}

async fn cases_walk_their_indexes(explained: &mut Explained) {
    let filter = |scope: CaseScope| CaseFilter::of(scope, &CaseStatus::ALL);
    let indexes = [
        (CaseSort::LastMessageAt, "cases_by_last_message"),
        (CaseSort::Number, "cases_by_number"),
        (CaseSort::Title, "cases_by_title"),
        (CaseSort::Customer, "cases_by_customer"),
        (CaseSort::Status, "cases_by_own_status"),
        (CaseSort::Priority, "cases_by_priority"),
        (CaseSort::RequestType, "cases_by_request_type"),
        (CaseSort::Owner, "cases_by_owner"),
        (CaseSort::Category, "cases_by_category"),
        (CaseSort::CreatedAt, "cases_by_created"),
        (CaseSort::Due, "cases_by_due"),
    ];
    for (sort, index) in indexes {
        explained
            .check(|| cases::listing(ORG, sort, &filter(CaseScope::All), &own_statuses()), sort, index)
            .await;
    }
    let categories = vec![CategoryId::new(3), CategoryId::new(5)];
    let own = CaseScope::Own { user: UserId::new(3), categories };
    for index in ["cases_by_category", "cases_by_owner"] {
        let sort = CaseSort::LastMessageAt;
        explained.check(|| cases::listing(ORG, sort, &filter(own.clone()), &[]), sort, index).await;
    }
}

/// The statuses of an organisation: that of each kind, and others of which one is archived.
fn own_statuses() -> Vec<StatusRow> {
    let row = |id: i64, kind: CaseStatus, replaced_by: Option<i64>| StatusRow {
        id: StatusId::new(id),
        name: None,
        kind,
        traits: StatusTraits::default(),
        is_default: id < 10,
        is_usual: id < 10,
        archived_at: replaced_by.map(Timestamp::from_millis),
        replaced_by: replaced_by.map(StatusId::new),
    };
    let [open, waiting, closed] = CaseStatus::LIVING;
    [
        (1, open, None),
        (11, open, None),
        (12, open, Some(11)),
        (2, waiting, None),
        (3, closed, None),
        (13, closed, None),
    ]
    .map(|(id, kind, replaced_by)| row(id, kind, replaced_by))
    .to_vec()
}

async fn own_statuses_and_the_queue_walk_their_indexes(explained: &mut Explained) {
    let own = own_statuses();
    let (sort, index) = (CaseSort::LastMessageAt, "cases_by_own_status");
    let one = || CaseFilter {
        own_status: Some(StatusId::new(11)),
        ..CaseFilter::of(CaseScope::All, &CaseStatus::LIVING)
    };
    explained.check(|| cases::listing(ORG, sort, &one(), &own), sort, index).await;
    for due in [col("due_at").is_null(), col("due_at").is_not_null()] {
        let plan = explained.plan(&cases::next_in_queue(ORG, None, Condition::all().add(due))).await;
        assert!(plan.len() == 1 && plan[0].contains("INDEX cases_queue "), "{plan:#?}");
    }
}

async fn bins_walk_their_indexes(explained: &mut Explained) {
    let bins = [
        ("cases", "b.binned_at", "cases_in_bin"),
        ("intakes", "b.deleted_at", "intakes_in_bin"),
        ("outbox", "b.deleted_at", "outbox_in_bin"),
        ("templates", "b.deleted_at", "templates_in_bin"),
        ("case_messages", "b.binned_at", "case_messages_in_bin"),
    ];
    for (table, since, index) in bins {
        let bin = Bin { table, since, days: "o.queue_bin_days" };
        let mut over = bins::over(bin, Timestamp::from_millis(0), 9);
        match table {
            "cases" => over.and_where(is("b.status", "spam")),
            "intakes" => over.and_where(col("b.purged_at").is_null()),
            _ => &mut over,
        };
        let plan = explained.plan(&over).await;
        let walks = plan.iter().any(|step| step.starts_with("SEARCH b ") && step.contains(index));
        assert!(walks, "{table} does not use {index}: {plan:#?}");
    }
}

async fn people_walk_their_indexes(explained: &mut Explained) {
    let all = PersonFilter::default();
    let sorts = [
        (PersonSort::Name, "persons_by_name"),
        (PersonSort::Address, "persons_by_address"),
        (PersonSort::CreatedAt, "persons_by_created"),
    ];
    for (sort, index) in sorts {
        explained.check(|| persons::listing(ORG, sort, all), sort, index).await;
    }
    let of_one = PersonFilter { company_id: Some(CompanyId::new(3)), list_id: None };
    let sort = PersonSort::Name;
    explained.check(|| persons::listing(ORG, sort, of_one), sort, "persons_by_company").await;
    let sorts = [(CompanySort::Name, "companies_by_name"), (CompanySort::CreatedAt, "companies_by_created")];
    for (sort, index) in sorts {
        explained.check(|| companies::listing(ORG, sort), sort, index).await;
    }
    let sorts = [
        (StandingSort::BlockedAt, "address_standings_blocked"),
        (StandingSort::Address, "address_standings_blocked_by_address"),
        (StandingSort::Domain, "address_standings_blocked_by_domain"),
        (StandingSort::Class, "address_standings_blocked_by_class"),
        (StandingSort::Fault, "address_standings_blocked_by_fault"),
        (StandingSort::Reason, "address_standings_blocked_by_reason"),
        (StandingSort::Returns, "address_standings_blocked_by_returns"),
        (StandingSort::LastReturnAt, "address_standings_blocked_by_last"),
        (StandingSort::Scope, "address_standings_blocked_by_scope"),
        (StandingSort::Words, "address_standings_blocked_by_words"),
        (StandingSort::Host, "address_standings_blocked_by_host"),
        (StandingSort::ChangedBy, "address_standings_blocked_by_changer"),
    ];
    for (sort, index) in sorts {
        let filter = StandingFilter::default();
        explained.check(|| standings::listing(ORG, sort, filter.clone()), sort, index).await;
    }
    let (filter, sort) =
        (StandingFilter { written_since: true, ..StandingFilter::default() }, StandingSort::BlockedAt);
    explained
        .check(|| standings::listing(ORG, sort, filter.clone()), sort, "address_standings_blocked_and_well")
        .await;
    let filter = StandingFilter { on_trial: true, ..StandingFilter::default() };
    explained
        .check(|| standings::listing(ORG, sort, filter.clone()), sort, "address_standings_on_trial")
        .await;
}

async fn cleared_addresses_walk_their_indexes(explained: &mut Explained) {
    let sorts = [
        (ClearedSort::ClearedAt, "address_standings_cleared"),
        (ClearedSort::Address, "address_standings_cleared_by_address"),
        (ClearedSort::Domain, "address_standings_cleared_by_domain"),
        (ClearedSort::Class, "address_standings_cleared_by_class"),
        (ClearedSort::Reason, "address_standings_cleared_by_reason"),
        (ClearedSort::Scope, "address_standings_cleared_by_scope"),
        (ClearedSort::Deed, "address_standings_cleared_by_deed"),
        (ClearedSort::Note, "address_standings_cleared_by_note"),
        (ClearedSort::ClearedBy, "address_standings_cleared_by_changer"),
    ];
    let all = ClearedFilter::since(START);
    for (sort, index) in sorts {
        explained.check(|| standings::cleared_listing(ORG, sort, all), sort, index).await;
    }
    let sort = ClearedSort::ClearedAt;
    let of_job = ClearedFilter { job: Some(JobId::new(300)), ..all };
    explained
        .check(|| standings::cleared_listing(ORG, sort, of_job), sort, "address_standings_cleared_by_job")
        .await;
}

/// However much others imported.
async fn imports_are_found_by_their_organisation(explained: &mut Explained) {
    let listed = standings::imports_since(ORG, START, 9);
    explained.check_few(&listed, "block_import_changes_of_organisation (org_id=?)").await;
}

async fn returns_to_review_walk_their_indexes(explained: &mut Explained) {
    let sort = ReviewSort::At;
    for (done, index) in [(false, "returns_to_review"), (true, "returns_reviewed")] {
        explained.check(|| returns::listing(ORG, ReviewFilter { done }), sort, index).await;
    }
}

async fn the_newest_mail_to_an_address_is_found_by_its_index(explained: &mut Explained) {
    let wanted = [("a7@b".to_owned(), Timestamp::from_millis(90_000)), ("a9@b".to_owned(), START)];
    let plan = explained.plan(&deliveries::newest_of_all(ORG, &wanted).unwrap()).await;
    let serves = |step: &String| step.contains("deliveries_by_recipient (org_id=? AND <expr>=?");
    assert_eq!(plan.iter().filter(|step| serves(step)).count(), 2, "{plan:#?}");
    assert!(!plan.iter().any(|step| step.starts_with("SCAN d") || step.starts_with("SCAN o")), "{plan:#?}");
    let keys = ["a7@b", "a9@b"].map(str::to_owned);
    let plan = explained.plan(&address_changes::newest_of_each(ORG, &keys, 9).unwrap()).await;
    let serves = |step: &String| step.contains("address_changes_by_address (org_id=? AND address_key=?");
    assert_eq!(plan.iter().filter(|step| serves(step)).count(), 2, "{plan:#?}");
}

async fn counts_and_claims_walk_their_indexes(explained: &mut Explained) {
    let filter = IntakeFilter { shelf: IntakeShelf::Waiting, ..IntakeFilter::default() };
    let listing = intake::listing(ORG, IntakeSort::default(), filter);
    let plan = explained.plan(&paging::counting(&listing).unwrap()).await;
    assert!(plan.iter().all(|step| !step.starts_with("SCAN r")), "{plan:#?}");
    for (table, due, index) in [
        ("intakes", "due_at", "intakes_due"),
        ("deliveries", "due_at", "deliveries_due"),
        ("parked_destinations", "updated_at", "parked_destinations_by_age"),
        ("send_rates", "free_at", "send_rates_by_age"),
        ("mta_sts_policies", "expires_at", "mta_sts_policies_by_age"),
        ("mailboxes", "next_check_at", "mailboxes_due"),
        ("oauth_grants", "renew_at", "oauth_grants_due"),
        ("oauth_sign_ins", "due_at", "oauth_sign_ins_due"),
        ("oauth_revocations", "due_at", "oauth_revocations_due"),
    ] {
        let mut query = Query::select();
        query.column("id").from(table).and_where(col(due).lte(5)).order_by(due, Order::Asc).limit(9);
        let plan = explained.plan(&query).await;
        assert!(plan.len() == 1 && plan[0].contains(index), "{plan:#?}");
    }
    let place = (Timestamp::from_millis(50), OutboxId::new(50));
    let plan =
        explained.plan(&outbox::sent_before(ORG, (Some(place), Timestamp::from_millis(90_000)), 9)).await;
    let index = "outbox_by_created (org_id=? AND state=? AND created_at>? AND created_at<?)";
    assert!(plan.len() == 1 && plan[0].contains(index), "{plan:#?}");
    let plan = explained.plan(&outbox::deep_of_failed(ORG)).await;
    for index in ["SEARCH r USING INDEX outbox_by_", "case_merges_by_survivor (org_id=? AND into_id=?"] {
        assert!(plan.iter().any(|step| step.contains(index)), "{plan:#?}");
    }
    let walked = outbox::deep_of_failed(ORG).to_string(SqliteQueryBuilder);
    assert!(walked.contains("LIMIT 10001) AS"), "no more of it than is counted: {walked}");
    let plan = explained.plan(&uploads::untaken(ORG, UserId::new(7))).await;
    let index = "uploads_untaken (org_id=? AND user_id=?)";
    assert!(plan.len() == 1 && plan[0].contains(index), "{plan:#?}");
    let plan = explained.plan(&cases::escalation_due(Timestamp::from_millis(5))).await;
    assert!(plan.len() == 1 && plan[0].contains("cases_escalating"), "{plan:#?}");
}

/// Secrets and sign-ins that end soon are sought in all organisations, and what was told of servers in a transaction that notes it.
async fn what_is_told_of_servers_walks_its_indexes(explained: &mut Explained) {
    let now = Timestamp::from_millis(5);
    let warning = Warning { secret_ms: 9, refresh_ms: 9 };
    explained.check_few(&ending::untold_sign_ins(now, warning), "oauth_grants_by_end").await;
    let walks = ["oauth_applications_by_end", "oauth_grants_of_application (org_id=? AND application_id=?)"];
    explained.check_walks(&ending::untold_secrets(now, warning), &walks).await;
    let told = notices::of_servers(ORG, UserId::new(7), now);
    explained.check_few(&told, "notices_of_servers (org_id=? AND user_id=? AND at>?)").await;
}

/// What waits for one destination is found whatever waits for others.
async fn what_waits_is_found_by_domain(explained: &mut Explained) {
    let now = Timestamp::from_millis(5);
    let plan = explained.plan(&deliveries::drawn(ORG, now)).await;
    assert!(plan.iter().any(|step| step.contains("deliveries_by_domain (org_id=?")), "{plan:#?}");
    for (query, indexes) in [
        (
            deliveries::first_begun(ORG, now),
            [
                "deliveries_begun_single (org_id=? AND queued_at>?",
                "attempts_by_item (org_id=? AND outbox_id=?",
            ],
        ),
        (
            deliveries::all_taken_at(ORG, 9),
            ["attempts_by_item (org_id=?", "SEARCH d USING INTEGER PRIMARY KEY"],
        ),
    ] {
        let plan = explained.plan(&query).await;
        for index in indexes {
            assert!(plan.iter().any(|step| step.contains(index)), "{plan:#?}");
        }
    }
    let plan = explained.plan(&deliveries::untold(0, now, 9)).await;
    let index = "deliveries_untold_of (told=? AND org_id=? AND queued_at<?)";
    assert!(plan.iter().any(|step| step.contains(index)), "{plan:#?}");
    explained
        .check_few(
            &deliveries::refused("refuser:", "refuser:1:d7.test"),
            "COVERING INDEX deliveries_waiting_of",
        )
        .await;
    let place = outbox::WaitsAt { domain: Some(("d7.test".to_owned(), now)), ..outbox::WaitsAt::default() };
    for (shelf, index) in [
        (OutboxShelf::Waiting, "deliveries_by_domain (org_id=? AND domain=? AND queued_at<?)"),
        (OutboxShelf::Stopped, "deliveries_at_rest (org_id=? AND domain=? AND state=?)"),
        (OutboxShelf::Failed, "deliveries_at_rest (org_id=? AND domain=? AND state=?)"),
    ] {
        let plan = explained.plan(&outbox::waiting_at(ORG, shelf, &place)[0]).await;
        assert!(plan.len() == 1 && plan[0].contains(index), "{plan:#?}");
    }
    for others in deliveries::others_waiting((ORG, OutboxId::new(7)), now) {
        let plan = explained.plan(&others).await;
        let index = "deliveries_untold_of (told=? AND org_id=? AND queued_at<?)";
        assert!(plan.len() == 1 && plan[0].contains(index), "{plan:#?}");
    }
    let place =
        outbox::WaitsAt { destination: Some(("mx:d7.test".to_owned(), now)), ..outbox::WaitsAt::default() };
    let plan = explained.plan(&outbox::waiting_at(ORG, OutboxShelf::Waiting, &place)[0]).await;
    for (alias, index) in [
        ("l", "sender_lanes_unique (org_id=?)"),
        ("d", "deliveries_by_sender_lane (org_id=? AND stream=? AND domain=? AND sender=?"),
        ("deliveries", "deliveries_waiting_of (waits_for=? AND org_id=?)"),
    ] {
        let walk = format!("SEARCH {alias} ");
        let serves = |step: &String| step.starts_with(&walk) && step.contains(index);
        assert!(plan.iter().any(serves), "{alias}: {plan:#?}");
    }
}

/// Of each mail from a domain that is not proved it is asked whether somebody else proved it.
async fn proved_domains_are_found_in_an_index(explained: &mut Explained) {
    let plan = explained.plan(&sender_domains::proved((ORG, false), "acme.test")).await;
    assert!(plan.len() == 1 && plan[0].contains("COVERING INDEX sender_domains_proved"), "{plan:#?}");
    let plan = explained.plan(&sender_domains::anothers(ORG, &["a.acme.test", "b.a.acme.test"])).await;
    let is_sought = |step: &str| step.starts_with("SEARCH") && step.contains("sender_domains_proved (name=?");
    assert!(plan.len() == 1 && is_sought(&plan[0]), "{plan:#?}");
}

/// However many ids are named, no table is read by its organisation for them.
async fn rows_are_found_by_their_ids(explained: &mut Explained) {
    let ids: Vec<i64> = (1..=50).collect();
    let page = explained.plan(&cases::of_page(ORG, &ids)).await;
    assert!(page[0].contains("INTEGER PRIMARY KEY"), "{page:#?}");
    for table in
        ["cases", "case_messages", "deliveries", "users", "mailboxes", "persons", "companies", "filters"]
    {
        let mut query = Query::select();
        query.column("id").from(table).and_where(is_of("org_id", ORG));
        query.and_where(col("id").is_in(ids.iter().copied()));
        let plan = explained.plan(&query).await;
        assert!(plan.len() == 1 && plan[0].contains("INTEGER PRIMARY KEY"), "{table}: {plan:#?}");
    }
}

/// A look for doubles reads as many persons as it may and seeks one for each.
async fn persons_who_are_alike_are_found_by_their_indexes(explained: &mut Explained) {
    for (alike, index) in [(Alike::Name, "persons_by_name"), (Alike::Phone, "persons_by_phone")] {
        let plan = explained.plan(&stretch(ORG, &Place::begin(alike), 9)).await;
        let walk = |alias: &str| plan.iter().any(|step| step.starts_with(alias) && step.contains(index));
        assert!(walk("SEARCH a ") && walk("SEARCH b "), "{plan:#?}");
        assert!(plan.iter().all(|step| !step.contains("TEMP B-TREE")), "{plan:#?}");
    }
}

/// Whatever waits to be mailed to a user, the notice before one is sought among those of its case.
async fn notices_to_be_mailed_are_found_by_their_indexes(explained: &mut Explained) {
    let plan = explained.plan(&notices::first_due(Timestamp::from_millis(5))).await;
    assert!(plan.iter().any(|step| step.starts_with("SEARCH n ") && step.contains("notices_mail_due")));
    let earlier: Vec<_> = plan.iter().filter(|step| step.starts_with("SEARCH e ")).collect();
    let by_case = |step: &&&String| step.contains("notices_mail_together") && step.contains("case_id=?");
    assert_eq!((earlier.len(), earlier.iter().filter(by_case).count()), (2, 2), "{plan:#?}");
    assert!(plan.iter().all(|step| !step.contains("TEMP B-TREE")), "{plan:#?}");
}
