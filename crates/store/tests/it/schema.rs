//! The schema: the same on both engines, brought up from an older file, refused when newer.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::case::CaseStatus;
use domain::{OrganisationId, SystemEntropy};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqliteConnection};
use store::look::{self, Found, SchemaFound};
use store::{Database, Objects, Store, StoreConfig, StoreError, organisations, users};

use crate::db::{Db, START, TestClock, on_both, on_postgres, on_sqlite};
use crate::fixtures::{address, world};

#[test]
fn a_file_of_an_older_version_is_brought_up_to_date_with_its_rows() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("posthus.sqlite");
        let url = format!("sqlite://{}?mode=rwc", path.display());
        let mut old = SqliteConnection::connect(&url).await.unwrap();
        old.execute(include_str!("older.sql")).await.unwrap();
        old.close().await.unwrap();
        let store = reopen(Database::Sqlite { path }, dir.path()).await.unwrap();
        let org = OrganisationId::new(4_294_967_296);
        assert_eq!(organisations::find(&store.read(), org).await.unwrap().unwrap().name, "Nord");
        let found = users::find_by_address(&store.read(), &address("kari@nord.example")).await.unwrap();
        assert_eq!(found[0].organisation, org);
        let statuses = store::statuses::list(&store.read(), org).await.unwrap();
        assert_eq!(statuses.iter().map(|status| status.kind).collect::<Vec<_>>(), CaseStatus::LIVING);
        assert_eq!(store::bins::find(&store.read(), org).await.unwrap().cases, 14);
        // What the last step added is there too.
        assert_eq!(store::events::latest(&store.read(), org).await.unwrap(), 0);
    });
}

#[test]
fn a_newer_schema_is_refused_by_name() {
    on_both(async |db: Db| {
        db.store.close().await.unwrap();
        let step = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('9999_future', 0)";
        alter(&db.config.database, step).await;
        let refused = reopen(db.config.database.clone(), db.dir.path()).await.err().unwrap();
        assert!(matches!(&refused, StoreError::NewerSchema(step) if step == "9999_future"), "{refused}");
    });
}

#[test]
fn opening_again_changes_nothing() {
    on_both(async |db: Db| {
        let world = world(&db.store, "nord").await;
        db.store.close().await.unwrap();
        let store = reopen(db.config.database.clone(), db.dir.path()).await.unwrap();
        assert!(users::find(&store.read(), world.org, world.user).await.unwrap().is_some());
    });
}

#[test]
fn two_nodes_that_start_at_once_do_not_get_in_each_others_way() {
    on_postgres(async |db: Db| {
        let Database::Postgres { url, .. } = &db.config.database else { panic!("not PostgreSQL") };
        let mut connection = PgConnection::connect(url.expose()).await.unwrap();
        db.store.close().await.unwrap();
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await.unwrap();
        let (one, two) = tokio::join!(db.another_node(2), db.another_node(3));
        world(&one, "nord").await;
        world(&two, "sor").await;
        assert_eq!(organisations::list(&two.read()).await.unwrap().len(), 2);
    });
}

/// But for the full-text index, which each engine has its own way.
#[test]
fn both_engines_have_the_same_tables_and_columns() {
    let sqlite = std::sync::Mutex::new(BTreeSet::new());
    on_sqlite(async |db: Db| {
        let Database::Sqlite { path } = &db.config.database else { panic!("not SQLite") };
        let mut connection =
            SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
        let query = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_index%'";
        let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&mut connection).await.unwrap();
        let columns = rows.iter().map(|row| (row.get::<String, _>(0), row.get::<String, _>(1)));
        sqlite.lock().unwrap().extend(columns);
    });
    on_postgres(async |db: Db| {
        let Database::Postgres { url, .. } = &db.config.database else { panic!("not PostgreSQL") };
        let mut connection = PgConnection::connect(url.expose()).await.unwrap();
        let query = "SELECT table_name::text, column_name::text FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name <> 'search_index'";
        let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&mut connection).await.unwrap();
        let columns: BTreeSet<_> =
            rows.iter().map(|row| (row.get::<String, _>(0), row.get::<String, _>(1))).collect();
        assert_eq!(columns, *sqlite.lock().unwrap());
        assert!(columns.len() > 100);
    });
}

async fn reopen(database: Database, dir: &std::path::Path) -> Result<Store, StoreError> {
    let objects = Objects::Folder { path: dir.join("objects") };
    let config = StoreConfig { database, objects, key: Some([7; 32]), node: 1 };
    Store::open(config, Arc::new(TestClock::at(START)), Arc::new(SystemEntropy)).await
}

#[test]
fn a_look_tells_how_a_schema_stands_and_leaves_it() {
    on_both(async |db: Db| {
        world(&db.store, "nord").await;
        let found = look::database(&db.config.database).await.unwrap();
        assert_eq!(found, Found { schema: SchemaFound::Current, organisations: 1 });
        look::objects(&db.config.objects, "one").await.unwrap();
        db.store.close().await.unwrap();
        let forget = "DELETE FROM seaql_migrations WHERE version = '0072_search'";
        alter(&db.config.database, forget).await;
        let older = look::database(&db.config.database).await.unwrap();
        assert_eq!(older.schema, SchemaFound::Older(1));
        alter(
            &db.config.database,
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('9999_future', 0)",
        )
        .await;
        let newer = look::database(&db.config.database).await.unwrap();
        assert_eq!(newer.schema, SchemaFound::Newer("9999_future".to_owned()));
    });
}

#[test]
fn a_look_at_no_database_makes_none() {
    on_sqlite(async |db: Db| {
        let path = db.dir.path().join("none.sqlite");
        let found = look::database(&Database::Sqlite { path: path.clone() }).await.unwrap();
        assert_eq!(found, Found { schema: SchemaFound::Missing, organisations: 0 });
        assert!(!path.exists());
    });
}

/// A statement past the store.
async fn alter(database: &Database, statement: &'static str) {
    match database {
        Database::Sqlite { path } => {
            let url = format!("sqlite://{}", path.display());
            SqliteConnection::connect(&url).await.unwrap().execute(statement).await.unwrap();
        }
        Database::Postgres { url, .. } => {
            PgConnection::connect(url.expose()).await.unwrap().execute(statement).await.unwrap();
        }
    }
}
