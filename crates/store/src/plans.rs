//! Tests that every list walks the index its query names, with 100,000 rows in its table: no
//! sorting of everything, no reading of whole tables.

use std::sync::Arc;

use domain::case::CaseStatus;
use domain::{
    CategoryId, Clock, CompanyId, MailboxId, OrganisationId, StatusId, SystemClock, SystemEntropy, Timestamp,
    UserId,
};
use sea_orm::sea_query::{Condition, ExprTrait, Query, SelectStatement, SqliteQueryBuilder};
use sqlx::{AssertSqlSafe, Connection, Executor, Row, SqliteConnection};
use tempfile::TempDir;

use crate::bins::{self, Bin};
use crate::blocked::{BlockedFilter, BlockedSort};
use crate::cases::{CaseFilter, CaseScope, CaseSort};
use crate::companies::CompanySort;
use crate::intake::{IntakeFilter, IntakeShelf, IntakeSort};
use crate::outbox::{OutboxFilter, OutboxShelf, OutboxSort};
use crate::paging::{self, Listing};
use crate::persons::{PersonFilter, PersonSort};
use crate::sql::{col, is, is_of};
use crate::statuses::{StatusRow, StatusTraits};
use crate::{
    Database, ListQuery, Objects, SortColumn, Store, StoreConfig, blocked, cases, companies, intake, outbox,
    persons,
};

const ORG: OrganisationId = OrganisationId::new(1);

/// Rows of two organisations in every state, spread over a few mailboxes, filters and the like.
const ROWS: &str = "
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO intakes (id, org_id, mailbox_id, source_id, raw_hash, size_octets, received_at, state, state_at, attempts,
        due_at, skip_filter_ids, filter_id, from_text, from_key, subject, subject_key, parser_version, deleted_at)
    SELECT i, 1 + i % 2, i % 7, i, x'00', i * 31 % 1000, i, CASE i / 2 % 4 WHEN 0 THEN 'stored' WHEN 1 THEN 'failed'
        WHEN 2 THEN 'placed' ELSE 'blocked' END, i, i % 4, CASE i / 2 % 4 WHEN 0 THEN i END, '[]', i % 5,
        'from', 'from' || (i % 999), 'subject', 'subject' || (i % 777), 1, CASE WHEN i % 50 < 2 THEN i END FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO cases (id, org_id, number, title, title_key, status, customer_address, customer_key, category_id,
        priority_id, owner_id, messages, unread, delivery_failed, created_at, updated_at, last_message_at,
        due_at, status_id, status_kind, binned_at)
    SELECT i, 1 + i % 2, i, 'title', 'title' || (i % 999), CASE i / 2 % 3 WHEN 0 THEN 'open' WHEN 1 THEN 'waiting'
        ELSE 'closed' END, 'a', 'a' || (i % 777), CASE WHEN i % 8 > 0 THEN i % 8 END, CASE WHEN i % 9 > 0 THEN i % 5 END,
        CASE WHEN i % 6 > 0 THEN i % 6 END, 1, i % 2, 0, i, i, i * 7 % 100000, CASE WHEN i % 3 > 0 THEN i END,
        CASE WHEN i % 5 > 0 THEN 10 + i % 5 END, CASE WHEN i % 5 > 2 THEN 'closed' WHEN i % 5 > 0 THEN 'open' END, NULL FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO outbox (id, org_id, created_at, from_address, recipients, recipients_key, subject, subject_key,
        size_octets, raw_hash, state, attempts, next_attempt_at, deleted_at)
    SELECT i, 1 + i % 2, i, 'a@b', '[]', '', 's', 's' || (i % 999), i % 1000, x'00', CASE i / 2 % 4 WHEN 0 THEN 'queued'
        WHEN 1 THEN 'sending' WHEN 2 THEN 'failed' ELSE 'sent' END, 1, CASE i / 2 % 4 WHEN 0 THEN i END,
        CASE WHEN i % 50 < 2 THEN i END FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO deliveries (id, org_id, outbox_id, position, recipient, state, attempts, queued_at, due_at)
    SELECT i, 1 + i % 2, i, 1, 'a@b', 'queued', 0, i, CASE i % 3 WHEN 0 THEN i END FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO persons (id, org_id, name, name_key, address, address_key, search_key, phone, company_id, former,
        created_at, updated_at)
    SELECT i, 1 + i % 2, 'n', 'n' || (i % 999), 'a', 'a' || i, 'n', '', CASE WHEN i % 3 > 0 THEN i % 50 END, 0, i, i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO companies (id, org_id, name, name_key, search_key, created_at)
    SELECT i, 1 + i % 2, 'n', 'n' || (i % 999), 'n', i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
    INSERT INTO categories (id, org_id, name, name_key, position) SELECT i, 1 + i % 2, i, i, i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
    INSERT INTO priorities (id, org_id, name, name_key, rank) SELECT i, 1 + i % 2, i, i, i % 3 FROM n;
";

/// A file with those rows, and a connection that explains.
struct Explained {
    connection: SqliteConnection,
    _store: Store,
    _dir: TempDir,
}

impl Explained {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("posthus.sqlite");
        let url = format!("sqlite://{}", path.display());
        let objects = Objects::Folder { path: dir.path().join("objects") };
        let config = StoreConfig { database: Database::Sqlite { path }, objects, key: None, node: 1 };
        let clock = Arc::new(SystemClock) as Arc<dyn Clock>;
        let store = Store::open(config, clock, Arc::new(SystemEntropy)).await.unwrap();
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        connection.execute("PRAGMA synchronous = OFF").await.unwrap();
        connection.execute(ROWS).await.unwrap();
        Self { connection, _store: store, _dir: dir }
    }

    /// The steps of a statement's plan.
    async fn plan(&mut self, statement: &SelectStatement) -> Vec<String> {
        let sql = format!("EXPLAIN QUERY PLAN {}", statement.to_string(SqliteQueryBuilder));
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut self.connection).await.unwrap();
        rows.iter().map(|row| row.get("detail")).collect()
    }

    /// Checks both pages of a listing in both directions: the named index is used, and nothing is
    /// sorted but the rows of the merged walks.
    async fn check<S: SortColumn>(&mut self, listing: impl Fn() -> Listing, sort: S, index: &str) {
        for descending in [false, true] {
            let query = ListQuery { sort, descending, ..ListQuery::default() };
            for statement in paging::first_and_next(&listing(), &query) {
                let plan = self.plan(&statement).await;
                let named = plan.iter().any(|step| step.contains(&format!("INDEX {index} ")));
                assert!(named, "{sort:?} does not use {index}: {plan:#?}");
                for step in &plan {
                    let whole = step.starts_with("SCAN r") || step.starts_with("SCAN g");
                    assert!(!whole || step.contains("USING"), "{sort:?} reads a whole table: {plan:#?}");
                }
                // The few rows of a walk may be sorted for the merge, never the walk itself.
                let sorted = plan.windows(2).filter(|steps| steps[1].contains("TEMP B-TREE"));
                assert!(
                    sorted.clone().all(|steps| steps[0] == "SCAN w"),
                    "{sort:?} sorts within a walk: {plan:#?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn every_list_walks_the_index_it_names() {
    // One database for all: its rows take longer than all the plans.
    let mut explained = Explained::new().await;
    the_inbox_queue_walks_its_indexes(&mut explained).await;
    blocked_mail_walks_its_indexes(&mut explained).await;
    the_outbox_walks_its_indexes(&mut explained).await;
    cases_walk_their_indexes(&mut explained).await;
    own_statuses_and_the_queue_walk_their_indexes(&mut explained).await;
    bins_walk_their_indexes(&mut explained).await;
    people_walk_their_indexes(&mut explained).await;
    counts_and_claims_walk_their_indexes(&mut explained).await;
    rows_are_found_by_their_ids(&mut explained).await;
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
        for shelf in [OutboxShelf::Waiting, OutboxShelf::Sent, OutboxShelf::All] {
            explained.check(|| outbox::listing(ORG, sort, OutboxFilter { shelf }), sort, index).await;
        }
    }
    let binned = OutboxFilter { shelf: OutboxShelf::Deleted };
    let sort = OutboxSort::CreatedAt;
    explained.check(|| outbox::listing(ORG, sort, binned), sort, "outbox_deleted").await;
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
    let of_one = PersonFilter { company_id: Some(CompanyId::new(3)) };
    let sort = PersonSort::Name;
    explained.check(|| persons::listing(ORG, sort, of_one), sort, "persons_by_company").await;
    let sorts = [(CompanySort::Name, "companies_by_name"), (CompanySort::CreatedAt, "companies_by_created")];
    for (sort, index) in sorts {
        explained.check(|| companies::listing(ORG, sort), sort, index).await;
    }
}

async fn counts_and_claims_walk_their_indexes(explained: &mut Explained) {
    let filter = IntakeFilter { shelf: IntakeShelf::Waiting, ..IntakeFilter::default() };
    let listing = intake::listing(ORG, IntakeSort::default(), filter);
    let plan = explained.plan(&paging::counting(&listing).unwrap()).await;
    assert!(plan.iter().all(|step| !step.starts_with("SCAN r")), "{plan:#?}");
    for (table, index) in
        [("intakes", "intakes_due"), ("deliveries", "deliveries_due"), ("mailboxes", "mailboxes_due")]
    {
        let due = if table == "mailboxes" { "next_check_at" } else { "due_at" };
        let sql =
            format!("EXPLAIN QUERY PLAN SELECT id FROM {table} WHERE {due} <= 5 ORDER BY {due} LIMIT 9");
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut explained.connection).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        assert!(plan.len() == 1 && plan[0].contains(index), "{plan:#?}");
    }
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
