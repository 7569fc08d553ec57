//! A look at the databases from outside, which changes nothing: for `posthus doctor`, beside a
//! running server of this version or another.

use std::sync::Arc;

use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::engine::{self, postgres, sqlite};
use crate::{Database, Objects, StoreError, schema};

/// How a database's schema stands to this program's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SchemaFound {
    /// There is none: a start makes it.
    Missing,
    /// A start adds this many steps.
    Older(usize),
    /// It is this program's.
    Current,
    /// It has a step that this program does not know, which would refuse to start.
    Newer(String),
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The schema.
    pub schema: SchemaFound,
    /// How many organisations there are; zero without a schema.
    pub organisations: u64,
}

/// Opens the database for reading only and tells what is there.
pub async fn database(database: &Database) -> Result<Found, StoreError> {
    let conn = match database {
        Database::Sqlite { path } if !path.exists() => {
            return Ok(Found { schema: SchemaFound::Missing, organisations: 0 });
        }
        Database::Sqlite { path } => sqlite::open_to_look(path).await?,
        Database::Postgres { url, .. } => postgres::open_to_look(url).await?,
    };
    let found = look(&conn).await;
    conn.close().await?;
    found
}

async fn look(conn: &DatabaseConnection) -> Result<Found, StoreError> {
    let schema = schema::found(conn).await;
    let organisations = match schema {
        SchemaFound::Missing => 0,
        SchemaFound::Older(_) | SchemaFound::Current | SchemaFound::Newer(_) => {
            let sql = "SELECT COUNT(*) AS n FROM organisations";
            let row = conn.query_one_raw(Statement::from_string(conn.get_database_backend(), sql)).await?;
            let count: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0);
            u64::try_from(count).unwrap_or(0)
        }
    };
    Ok(Found { schema, organisations })
}

/// Writes a small object, reads it and removes it. `name` must be used by nothing else.
pub async fn objects(objects: &Objects, name: &str) -> Result<(), StoreError> {
    const WORDS: &[u8] = b"posthus doctor";
    let store: Arc<dyn object_store::ObjectStore> = engine::objects(objects)?;
    let path = Path::from(format!("doctor/{name}"));
    let failed = |error| StoreError::object(path.as_ref(), error);
    store.put(&path, PutPayload::from_static(WORDS)).await.map_err(failed)?;
    let read = store.get(&path).await.map_err(failed)?.bytes().await.map_err(failed)?;
    store.delete(&path).await.map_err(failed)?;
    if read == WORDS { Ok(()) } else { Err(StoreError::Damaged(path.to_string())) }
}
