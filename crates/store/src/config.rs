//! Where the database and the blobs are.

use std::path::PathBuf;

use domain::Secret;

/// What [`crate::Store::open`] needs to know.
#[derive(Clone)]
pub struct StoreConfig {
    /// The database.
    pub database: Database,
    /// Where raw mail too large for the database lies.
    pub objects: Objects,
    /// The master key that seals passwords; without one none can be kept.
    pub key: Option<[u8; 32]>,
    /// This node's number, 0 to 1023. Nodes over one database must differ, or ids may collide.
    pub node: u16,
}

/// The database engine and its address.
#[derive(Clone)]
pub enum Database {
    /// The embedded one, in a file that is made where it is missing.
    Sqlite {
        /// The file; its folder must exist.
        path: PathBuf,
    },
    /// `PostgreSQL` 15 or newer.
    Postgres {
        /// `postgres://user:password@host/database`, with what sqlx's URL knows.
        url: Secret,
        /// The most connections of this node, one for each write under way and each read.
        connections_max: u32,
    },
}

/// The object store.
#[derive(Clone)]
pub enum Objects {
    /// A local folder; files are synced to disk before a row speaks of them.
    Folder {
        /// The folder; made where it is missing.
        path: PathBuf,
    },
    /// An S3 bucket, which all nodes share.
    S3(S3Settings),
}

/// How a bucket is reached.
#[derive(Clone)]
pub struct S3Settings {
    /// The bucket's name.
    pub bucket: String,
    /// The region, as in `eu-north-1`.
    pub region: String,
    /// The service's address where it is not Amazon's.
    pub endpoint: Option<String>,
    /// The access key's id.
    pub access_key_id: String,
    /// The access key.
    pub secret_access_key: Secret,
}
