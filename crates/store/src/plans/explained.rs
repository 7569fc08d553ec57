//! A database full of rows, and what it says of statements.

use std::sync::Arc;

use domain::{Clock, Secret, SystemClock, SystemEntropy};
use sea_orm::DbBackend;
use sea_orm::sea_query::{PostgresQueryBuilder, SelectStatement, SqliteQueryBuilder};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqliteConnection};
use tempfile::TempDir;

use crate::paging::{self, Listing};
use crate::{Database, ListQuery, Objects, SortColumn, Store, StoreConfig};

/// Rows of two organisations in every state, spread over a few mailboxes, filters and the like.
const ROWS: &str = "
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO intakes (id, org_id, mailbox_id, source_id, raw_hash, size_octets, received_at, state, state_at, attempts,
        due_at, skip_filter_ids, filter_id, from_text, from_key, subject, subject_key, parser_version, deleted_at)
    SELECT i, 1 + i % 2, i % 7, CAST(i AS TEXT), {hash}, i * 31 % 1000, i, CASE i / 2 % 4 WHEN 0 THEN 'stored' WHEN 1 THEN 'failed'
        WHEN 2 THEN 'placed' ELSE 'blocked' END, i, i % 4, CASE i / 2 % 4 WHEN 0 THEN i END, '[]', i % 5,
        'from', 'from' || (i % 999), 'subject', 'subject' || (i % 777), 1, CASE WHEN i % 50 < 2 THEN i END FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO cases (id, org_id, number, title, title_key, status, customer_address, customer_key, category_id,
        priority_id, owner_id, messages, unread, delivery_failed, created_at, updated_at, last_message_at,
        due_at, status_id, status_kind, request_type_id, binned_at)
    SELECT i, 1 + i % 2, i, 'title', 'title' || (i % 999), CASE i / 2 % 3 WHEN 0 THEN 'open' WHEN 1 THEN 'waiting'
        ELSE 'closed' END, 'a', 'a' || (i % 777), CASE WHEN i % 8 > 0 THEN i % 8 END, CASE WHEN i % 9 > 0 THEN i % 5 END,
        CASE WHEN i % 6 > 0 THEN i % 6 END, 1, i % 2 = 1, i < 0, i, i, i * 7 % 100000, CASE WHEN i % 3 > 0 THEN i END,
        CASE WHEN i % 5 > 0 THEN 10 + i % 5 END, CASE WHEN i % 5 > 2 THEN 'closed' WHEN i % 5 > 0 THEN 'open' END,
        CASE WHEN i % 7 > 0 THEN i % 9 END, NULL FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO outbox (id, org_id, created_at, created_by, from_address, recipients, recipients_key, subject, subject_key,
        size_octets, raw_hash, state, attempts, next_attempt_at, deleted_at)
    SELECT i, 1 + i % 2, i, CASE WHEN i % 5 > 0 THEN i % 7 END, 'a@b', '[]', '', 's', 's' || (i % 999), i % 1000, {hash}, CASE i / 2 % 4 WHEN 0 THEN 'queued'
        WHEN 1 THEN 'sending' WHEN 2 THEN 'failed' ELSE 'sent' END, 1, CASE i / 2 % 4 WHEN 0 THEN i END,
        CASE WHEN i % 50 < 2 THEN i END FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO deliveries (id, org_id, outbox_id, position, recipient, state, attempts, queued_at, due_at, stream, domain, sender)
    SELECT i, 1 + i % 2, i, 1, 'a' || (i % 999) || '@b', CASE i % 3 WHEN 0 THEN 'queued' ELSE 'sent' END, 0, i, CASE i % 3 WHEN 0 THEN i END,
        CASE WHEN i % 5 = 0 THEN 'single' ELSE 'bulk' END, 'd' || (i % 999) || '.test', 'e.test' FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO sender_lanes (id, org_id, stream, domain, sender, next_at)
    SELECT i, 1 + i % 2, CASE WHEN i % 5 = 0 THEN 'single' ELSE 'bulk' END, 'd' || i || '.test', 'e.test', i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO persons (id, org_id, name, name_key, address, address_key, search_key, phone, company_id, former,
        created_at, updated_at)
    SELECT i, 1 + i % 2, 'n', 'n' || (i % 999), 'a', 'a' || i, 'n', '', CASE WHEN i % 3 > 0 THEN i % 50 END, i < 0, i, i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO companies (id, org_id, name, name_key, search_key, created_at)
    SELECT i, 1 + i % 2, 'n', 'n' || (i % 999), 'n', i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO address_standings (id, org_id, address, address_key, address_order, domain_key, returns, last_return_at, last_class,
        last_words, blocked_at, block_scope, block_reason, words_key, host_key, changed_by, well_at, lifted_at, lifted_deed,
        lifted_note, lifted_note_key, lifted_scope, lifted_reason, lifted_class, lifted_job)
    SELECT i, 1 + i % 2, 'a', 'a' || i, 'a' || i, 'd' || (i % 99), i % 7, CASE WHEN i % 3 > 0 THEN i END, 'c' || (i % 9), '',
        CASE WHEN i % 4 > 0 THEN i END, CASE WHEN i % 4 > 0 THEN 'all' END, CASE WHEN i % 4 > 0 THEN 'returned' END,
        'w' || (i % 999), 'h' || (i % 99), CASE WHEN i % 5 = 0 THEN i % 7 END, CASE WHEN i % 50 < 4 THEN i + 1 ELSE 1 END,
        i, 'cleared', '', 'n' || (i % 999), 'all', 'returned', 'c' || (i % 9), CASE WHEN i % 3 = 0 THEN i % 500 END FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO returns (id, org_id, address, address_key, outbox_id, at, source, class, kind, confidence, rule, matched, words,
        counted, reviewed_at, reviewed_by, incident_id)
    SELECT i, 1 + i % 2, 'a', 'a' || i, CASE WHEN i % 9 > 0 THEN i END, i, 'smtp', CASE WHEN i % 8 = 0 THEN 'unclassified' ELSE 'virus' END,
        'hard', 'low', 'r', '', '', i < 0, CASE WHEN i % 7 = 0 THEN i END, CASE WHEN i % 7 = 0 THEN 1 END,
        CASE WHEN i % 9 > 0 THEN i % 500 END FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO return_incidents (id, org_id, burst, provider, class, words, opened_at, state, closed_at)
    SELECT i, 1 + i % 2, 'b' || i, 'p', 'virus', '', i, 'open', CASE WHEN i % 1000 > 1 THEN i END FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO identities (id, org_id, address, address_key, display_name, answers_to, of_new, of_reply, copy_to, category_ids,
        created_at, updated_at, archived_at)
    SELECT i, 1 + i % 2, 'a', 'a' || i, '', 'own', '', '', '[]', '[]', i, i, CASE WHEN i % 3 = 0 THEN i END FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO timeline (org_id, subject_kind, subject_id, id, at, step)
    SELECT 1 + i % 2, 'outbox', i % 500, i, i, CASE WHEN i % 7 = 0 THEN '{\"kind\":\"held\"}' ELSE '{\"kind\":\"next_try\"}' END FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO audit_entries (id, org_id, at, user_id, user_name, origin, origin_name, kind, record_key, record_name, verb,
        fields, search_key)
    SELECT i, 1 + i % 2, i, i % 30, 'n', 'browser', '', CASE i % 3 WHEN 0 THEN 'filter' WHEN 1 THEN 'mailbox' ELSE 'user' END,
        CAST(i AS TEXT), 'n', 'changed', '[]', 'n' FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
    INSERT INTO categories (id, org_id, name, name_key, position) SELECT i, 1 + i % 2, CAST(i AS TEXT), CAST(i AS TEXT), i FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
    INSERT INTO priorities (id, org_id, name, name_key, rank) SELECT i, 1 + i % 2, CAST(i AS TEXT), CAST(i AS TEXT), i % 3 FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
    INSERT INTO request_types (id, org_id, name, name_key, position) SELECT i, 1 + i % 2, CAST(i AS TEXT), CAST(i AS TEXT), i / 3 FROM n;
";

/// Rows that a step of a page's plan may touch on the server: those of some tens of merged walks.
const TOUCHED_MAX: f64 = 3_000.0;

/// A connection that explains.
enum Engine {
    Embedded(SqliteConnection),
    Server(PgConnection),
}

/// Those rows.
pub(super) struct Explained {
    engine: Engine,
    _store: Store,
    _dir: TempDir,
}

impl Explained {
    pub(super) async fn embedded() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("posthus.sqlite");
        let url = format!("sqlite://{}", path.display());
        let store = open(Database::Sqlite { path }, &dir).await;
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        connection.execute("PRAGMA synchronous = OFF").await.unwrap();
        let rows = ROWS.replace("{hash}", "x'00'");
        connection.execute(AssertSqlSafe(rows)).await.unwrap();
        Self { engine: Engine::Embedded(connection), _store: store, _dir: dir }
    }

    pub(super) async fn on_server(url: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = open(Database::Postgres { url: Secret::new(url), connections_max: 2 }, &dir).await;
        let mut connection = PgConnection::connect(url).await.unwrap();
        connection.execute("SET synchronous_commit = off").await.unwrap();
        let rows = ROWS.replace("{hash}", "'\\x00'::bytea");
        connection.execute(AssertSqlSafe(rows)).await.unwrap();
        // As autovacuum does soon after so many rows came.
        connection.execute("VACUUM ANALYZE").await.unwrap();
        Self { engine: Engine::Server(connection), _store: store, _dir: dir }
    }

    /// The steps of a statement's plan.
    pub(super) async fn plan(&mut self, statement: &SelectStatement) -> Vec<String> {
        match &mut self.engine {
            Engine::Embedded(connection) => {
                let sql = format!("EXPLAIN QUERY PLAN {}", statement.to_string(SqliteQueryBuilder));
                let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(connection).await.unwrap();
                rows.iter().map(|row| row.get("detail")).collect()
            }
            Engine::Server(connection) => {
                let sql = statement.to_string(PostgresQueryBuilder);
                let sql = format!("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) {sql}");
                let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(connection).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    /// Checks that a statement of one step walks this index, and touches few rows.
    pub(super) async fn check_few(&mut self, statement: &SelectStatement, index: &str) {
        let plan = self.plan(statement).await;
        match self.engine {
            Engine::Embedded(_) => assert!(plan.len() == 1 && plan[0].contains(index), "{plan:#?}"),
            Engine::Server(_) => assert!(plan.iter().all(|step| touched(step) < TOUCHED_MAX), "{plan:#?}"),
        }
    }

    /// Checks that a statement of several steps reads its tables along these walks and in no other way, and touches few rows.
    pub(super) async fn check_walks(&mut self, statement: &SelectStatement, walks: &[&str]) {
        let plan = self.plan(statement).await;
        match self.engine {
            Engine::Embedded(_) => {
                let is_read = |step: &&String| step.starts_with("SEARCH ") || step.starts_with("SCAN ");
                let read: Vec<&String> = plan.iter().filter(is_read).collect();
                let is_there = |walk: &&str| read.iter().any(|step| step.contains(*walk));
                assert!(read.len() == walks.len() && walks.iter().all(is_there), "{plan:#?}");
            }
            Engine::Server(_) => assert!(plan.iter().all(|step| touched(step) < TOUCHED_MAX), "{plan:#?}"),
        }
    }

    /// Checks both pages of a listing in both directions: the named index is used, and nothing is
    /// sorted but the rows of the merged walks.
    pub(super) async fn check<S: SortColumn>(&mut self, listing: impl Fn() -> Listing, sort: S, index: &str) {
        for descending in [false, true] {
            let query = ListQuery { sort, descending, ..ListQuery::default() };
            let backend = match self.engine {
                Engine::Embedded(_) => DbBackend::Sqlite,
                Engine::Server(_) => DbBackend::Postgres,
            };
            for statement in paging::first_and_next(backend, &listing(), &query) {
                let plan = self.plan(&statement).await;
                match self.engine {
                    Engine::Embedded(_) => check_embedded(&plan, sort, index),
                    Engine::Server(_) => check_server(&plan, sort),
                }
            }
        }
    }
}

async fn open(database: Database, dir: &TempDir) -> Store {
    let objects = Objects::Folder { path: dir.path().join("objects") };
    let config = StoreConfig { database, objects, key: None, node: 1 };
    Store::open(config, Arc::new(SystemClock) as Arc<dyn Clock>, Arc::new(SystemEntropy)).await.unwrap()
}

fn check_embedded<S: SortColumn>(plan: &[String], sort: S, index: &str) {
    let named = plan.iter().any(|step| step.contains(&format!("INDEX {index} ")));
    assert!(named, "{sort:?} does not use {index}: {plan:#?}");
    for step in plan {
        let whole = step.starts_with("SCAN r") || step.starts_with("SCAN g");
        assert!(!whole || step.contains("USING"), "{sort:?} reads a whole table: {plan:#?}");
    }
    // The few rows of a walk may be sorted for the merge, never the walk itself.
    let mut sorted = plan.windows(2).filter(|steps| steps[1].contains("TEMP B-TREE"));
    assert!(sorted.all(|steps| steps[0] == "SCAN w"), "{sort:?} sorts within a walk: {plan:#?}");
}

/// Which index it takes is its own choice, as long as it reads few rows.
fn check_server<S: SortColumn>(plan: &[String], sort: S) {
    for step in plan {
        let touched = touched(step);
        assert!(touched < TOUCHED_MAX, "{sort:?} touches {touched} rows: {}", plan.join("\n"));
    }
}

/// The rows that a line of a plan tells of: those of all its loops, or those it threw away.
fn touched(step: &str) -> f64 {
    let number = |before: &str| {
        let from = &step[step.find(before)? + before.len()..];
        let end = from.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(from.len());
        from[..end].parse::<f64>().ok()
    };
    let rows = number("actual rows=").unwrap_or(0.0) * number("loops=").unwrap_or(1.0);
    rows.max(number("Rows Removed by Filter: ").unwrap_or(0.0))
}
