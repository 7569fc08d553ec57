//! Large mails in a real S3 bucket: kept, read back, swept, and never lost when the bucket fails.

use std::sync::Arc;

use bytes::Bytes;
use domain::{Clock, Secret, SystemEntropy, Timestamp};
use object_store::aws::AmazonS3Builder;
use object_store::multipart::MultipartStore;
use object_store::path::Path;
use store::{Objects, S3Settings, Store, StoreConfig, StoreError, raw};
use testkit::s3::{BUCKET, KEYS, S3Server};

use crate::db::{Db, on_both};
use crate::fixtures::{world, write};

/// Later than any object that a test can make.
const END_OF_TIME: Timestamp = Timestamp::from_millis(i64::MAX);

fn bucket(server: &S3Server, secret: &str) -> Objects {
    Objects::S3(S3Settings {
        bucket: BUCKET.to_owned(),
        region: "eu-north-1".to_owned(),
        endpoint: Some(server.endpoint()),
        access_key_id: KEYS.0.to_owned(),
        secret_access_key: Secret::new(secret),
    })
}

/// The same database, over this bucket.
async fn over(db: &Db, objects: Objects) -> Store {
    let config = StoreConfig { objects, node: 2, ..db.config.clone() };
    Store::open(config, Arc::clone(&db.clock) as Arc<dyn Clock>, Arc::new(SystemEntropy)).await.unwrap()
}

fn mail(octets: usize) -> Bytes {
    (0..octets).map(|index| (index * 7 % 251) as u8).collect::<Vec<_>>().into()
}

#[test]
fn a_large_mail_lies_in_the_bucket_and_comes_back_as_it_was() {
    on_both(async |db: Db| {
        let server = S3Server::start().unwrap();
        let store = over(&db, bucket(&server, KEYS.1)).await;
        let org = world(&store, "nord").await.org;
        for (octets, objects) in [(5_000, 0), (300_000, 1), (9_000_000, 2)] {
            let prepared = raw::prepare(&store, org, mail(octets)).await.unwrap();
            let hash = prepared.hash();
            assert_eq!(server.objects().len(), objects, "{octets} octets are there before their row");
            write(&store, move |tx| {
                let prepared = prepared.clone();
                Box::pin(async move { raw::insert(tx, &prepared).await })
            })
            .await;
            assert_eq!(raw::get(&store.read(), org, hash).await.unwrap().unwrap(), mail(octets));
        }
    });
}

#[test]
fn the_sweep_finds_and_takes_objects_that_no_row_speaks_of() {
    on_both(async |db: Db| {
        let server = S3Server::start().unwrap();
        let store = over(&db, bucket(&server, KEYS.1)).await;
        let org = world(&store, "nord").await.org;
        raw::prepare(&store, org, mail(300_000)).await.unwrap();
        assert_eq!(server.objects().len(), 1);
        assert_eq!(raw::sweep_objects(&store, Timestamp::from_millis(0)).await.unwrap(), 0);
        assert_eq!(raw::sweep_objects(&store, END_OF_TIME).await.unwrap(), 1);
        assert!(server.objects().is_empty());
    });
}

#[test]
fn an_upload_that_a_kill_left_is_ended_once_it_is_old_and_nobody_elses_is() {
    on_both(async |db: Db| {
        let server = S3Server::start().unwrap();
        let store = over(&db, bucket(&server, KEYS.1)).await;
        let org = world(&store, "nord").await.org;
        let client = AmazonS3Builder::new()
            .with_bucket_name(BUCKET)
            .with_region("eu-north-1")
            .with_endpoint(server.endpoint())
            .with_allow_http(true)
            .with_access_key_id(KEYS.0)
            .with_secret_access_key(KEYS.1);
        let client = client.build().unwrap();
        for name in [format!("raw/{org}/incoming-5"), format!("raw/{org}/6"), "backup/incoming-7".to_owned()]
        {
            client.create_multipart(&Path::from(name)).await.unwrap();
        }
        let young = Timestamp::from_millis(0);
        assert_eq!(raw::end_uploads(&store, young).await.unwrap(), 0, "it may still come in");
        assert_eq!(raw::end_uploads(&store, END_OF_TIME).await.unwrap(), 1);
        assert_eq!(raw::end_uploads(&store, END_OF_TIME).await.unwrap(), 0);

        let stranger = over(&db, bucket(&server, "not the secret")).await;
        let refused = raw::end_uploads(&stranger, END_OF_TIME).await.unwrap_err();
        assert!(matches!(refused, StoreError::Object { .. }), "{refused}");
        assert_eq!(raw::end_uploads(&db.store, END_OF_TIME).await.unwrap(), 0, "a folder has none");
    });
}

#[test]
fn a_bucket_that_refuses_or_is_gone_fails_the_mail_before_it_has_a_row() {
    on_both(async |db: Db| {
        let server = S3Server::start().unwrap();
        let stranger = over(&db, bucket(&server, "not the secret")).await;
        let org = world(&stranger, "nord").await.org;
        let refused = raw::prepare(&stranger, org, mail(300_000)).await.unwrap_err();
        assert!(matches!(refused, StoreError::Object { .. }), "{refused}");
        assert!(server.objects().is_empty());

        let store = over(&db, bucket(&server, KEYS.1)).await;
        let prepared = raw::prepare(&store, org, mail(300_000)).await.unwrap();
        let hash = prepared.hash();
        write(&store, move |tx| {
            let prepared = prepared.clone();
            Box::pin(async move { raw::insert(tx, &prepared).await })
        })
        .await;
        for object in server.objects() {
            std::fs::remove_file(object).unwrap();
        }
        let gone = raw::get(&store.read(), org, hash).await;
        assert!(matches!(gone, Err(StoreError::Damaged(_))), "an object that is gone is told as damage");
    });
}
