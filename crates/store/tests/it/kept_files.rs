//! Files that templates and signatures keep: their bytes stay for as long as one of them does.

use bytes::Bytes;
use domain::kept_file::KeptBy;
use domain::{KeptFileId, MailboxId, OrganisationId, TemplateId, Timestamp};
use store::kept_files::{self, KeptFile};
use store::raw::{self, RawHash};
use store::{Store, StoreError, templates, uploads};

use crate::db::{Db, START, on_both};
use crate::fixtures::{world, write};
use crate::templates::new_template;

/// Later than anything that a test can do.
const END_OF_TIME: Timestamp = Timestamp::from_millis(i64::MAX);

/// A file of these bytes.
pub(crate) fn file(id: KeptFileId, raw_hash: RawHash) -> KeptFile {
    let (name, media_type) = (String::from("vilkår.pdf"), String::from("application/pdf"));
    KeptFile { id, name, media_type, size_octets: 6, raw_hash }
}

async fn kept(store: &Store, org: OrganisationId, by: KeptBy) -> Vec<KeptFileId> {
    let files = kept_files::list(&store.read(), org, by).await.unwrap();
    files.iter().map(|file| file.id).collect()
}

async fn keep(store: &Store, org: OrganisationId, by: KeptBy, files: &[KeptFile]) {
    let files = files.to_vec();
    write(store, move |tx| {
        let files = files.clone();
        Box::pin(async move { kept_files::replace(tx, org, by, (&files, None, START)).await })
    })
    .await;
}

#[test]
fn files_stay_in_their_order_and_those_that_are_left_out_go() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let prepared = raw::prepare(&store, org, Bytes::from_static(b"a file")).await.unwrap();
        let hash = prepared.hash();
        write(&store, move |tx| {
            let prepared = prepared.clone();
            Box::pin(async move { raw::insert(tx, &prepared).await })
        })
        .await;
        let by = KeptBy::Mailbox(MailboxId::new(7));
        let [one, two, three] = [0; 3].map(|_| file(store.new_id(), hash));
        keep(&store, org, by, &[one.clone(), two.clone()]).await;
        assert_eq!(kept(&store, org, by).await, [one.id, two.id]);
        keep(&store, org, by, &[three.clone(), one.clone()]).await;
        assert_eq!(kept(&store, org, by).await, [three.id, one.id]);
        // A template with the mailbox's number has its own.
        let (template, other) = (TemplateId::new(7), TemplateId::new(8));
        let its = file(store.new_id(), hash);
        keep(&store, org, KeptBy::Template(template), std::slice::from_ref(&its)).await;
        let found = kept_files::list_of_templates(&store.read(), org, &[template, other]).await.unwrap();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [(template, vec![its.id])]);
        let asked = [one.id, two.id, three.id];
        let found = kept_files::list_some(&store.read(), org, &asked).await.unwrap();
        assert_eq!(found.iter().map(|row| row.file.id).collect::<Vec<_>>(), [one.id, three.id]);
        assert!(found.iter().all(|row| row.by == by));
    });
}

#[test]
fn what_a_template_keeps_is_swept_only_after_the_template_is_gone_for_good() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        let template = new_template(&store, org, "Takk").await;
        let prepared = raw::prepare(&store, org, Bytes::from_static(b"a file")).await.unwrap();
        let kept_file = file(store.new_id(), prepared.hash());
        let taken = write(&store, move |tx| {
            let (raw, name) = (prepared.clone(), String::from("vilkår.pdf"));
            let files = [kept_file.clone()];
            Box::pin(async move {
                let media_type = String::from("application/pdf");
                let new = uploads::NewUpload { user: world.user, name, media_type, raw, at: START };
                uploads::insert(tx, org, &new).await?;
                let by = KeptBy::Template(template);
                kept_files::replace(tx, org, by, (&files, Some(world.user), START)).await?;
                uploads::insert_kept(tx, org, (world.user, START), &files[0]).await
            })
        });
        let upload = taken.await;
        assert_eq!((upload.name.as_str(), upload.size_octets), ("vilkår.pdf", 6));
        let swept =
            write(&store, move |tx| Box::pin(async move { uploads::delete_before(tx, END_OF_TIME).await }));
        assert_eq!(swept.await, 2, "the upload that it came as, and the one that it became");
        raw::sweep_rows(&store, END_OF_TIME).await.unwrap();
        assert!(
            raw::get(&store.read(), org, upload.raw_hash).await.unwrap().is_some(),
            "the template has it"
        );

        let month = START.plus_seconds(31 * 24 * 3600);
        write(&store, move |tx| Box::pin(async move { templates::delete(tx, org, template, START).await }))
            .await;
        assert_eq!(kept(&store, org, KeptBy::Template(template)).await.len(), 1, "it can be restored");
        write(&store, move |tx| Box::pin(async move { templates::purge(tx, month, 10).await })).await;
        assert!(kept(&store, org, KeptBy::Template(template)).await.is_empty());
        raw::sweep_rows(&store, END_OF_TIME).await.unwrap();
        assert!(raw::get(&store.read(), org, upload.raw_hash).await.unwrap().is_none());
    });
}

#[test]
fn bytes_that_are_gone_are_kept_by_nothing() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let files = [file(store.new_id(), RawHash::of(b"nowhere"))];
        let written: Result<(), StoreError> = store
            .write(move |tx| {
                let files = files.clone();
                let by = KeptBy::Mailbox(MailboxId::new(7));
                Box::pin(async move { kept_files::replace(tx, org, by, (&files, None, START)).await })
            })
            .await;
        assert!(matches!(written, Err(StoreError::Missing(_))), "{written:?}");
    });
}
