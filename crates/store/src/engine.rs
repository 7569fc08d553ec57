//! The few places where the engines differ: how each is opened and tuned, how a transaction is
//! run, and how one node's commit wakes the others.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use std::sync::Arc;

use object_store::ObjectStore;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::local::LocalFileSystem;

use crate::{Objects, S3Settings, StoreError};

/// The object store of a configuration.
pub(crate) fn objects(objects: &Objects) -> Result<Arc<dyn ObjectStore>, StoreError> {
    match objects {
        Objects::Folder { path } => {
            let place = path.display().to_string();
            std::fs::create_dir_all(path)
                .map_err(|source| StoreError::Open { place: place.clone(), source: Arc::new(source) })?;
            let folder =
                LocalFileSystem::new_with_prefix(path).map_err(|error| StoreError::object(place, error))?;
            // Without the sync a mail could be acknowledged whose bytes a power cut takes away.
            Ok(Arc::new(folder.with_fsync(true)))
        }
        Objects::S3(settings) => Ok(Arc::new(bucket(settings)?)),
    }
}

/// The bucket of a configuration.
pub(crate) fn bucket(settings: &S3Settings) -> Result<AmazonS3, StoreError> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&settings.bucket)
        .with_region(&settings.region)
        .with_access_key_id(&settings.access_key_id)
        .with_secret_access_key(settings.secret_access_key.expose());
    if let Some(endpoint) = &settings.endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    builder.build().map_err(|error| StoreError::object(&settings.bucket, error))
}
