//! What most tests need to be there: an organisation with a user, a mailbox and the like.

use bytes::Bytes;
use domain::mailbox::{AfterImport, Protocol, Security};
use domain::org::{Language, Right, Rights};
use domain::{
    CaseId, CategoryId, EmailAddress, IntakeId, MailboxId, OrganisationId, OutboxId, PriorityId, RoleId,
    UserId,
};
use store::cases::NewCase;
use store::intake::{Arrival, Arrivals, Inserted, Summary};
use store::mailboxes::{MailboxRules, MailboxSettings};
use store::outbox::NewOutbox;
use store::users::NewUser;
use store::{
    Claim, Store, StoreError, cases, categories, intake, mailboxes, organisations, outbox, priorities, raw,
    roles, users,
};

use crate::db::START;

/// An organisation and one of each thing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    pub(crate) org: OrganisationId,
    pub(crate) role: RoleId,
    pub(crate) user: UserId,
    pub(crate) category: CategoryId,
    pub(crate) priority: PriorityId,
    pub(crate) mailbox: MailboxId,
}

/// Makes an organisation whose addresses are under `name.example`.
pub(crate) async fn world(store: &Store, name: &'static str) -> World {
    let made: Result<World, StoreError> = store
        .write(move |tx| {
            Box::pin(async move {
                let org = organisations::insert(tx, name, START).await?;
                let role =
                    roles::insert(tx, org, "Agent", &Rights::from([Right::CasesAll, Right::Intake])).await?;
                let category = categories::insert(tx, org, "Support").await?;
                let priority = priorities::insert(tx, org, "Normal", 5).await?;
                let mut user = new_user(&format!("kari@{name}.example"));
                user.role_ids = vec![role];
                user.category_ids = vec![category];
                let user = users::insert(tx, org, &user).await?;
                let settings = settings(&format!("post@{name}.example"));
                let mailbox = mailboxes::insert(tx, org, &settings, None, START).await?;
                Ok(World { org, role, user, category, priority, mailbox })
            })
        })
        .await;
    made.unwrap()
}

pub(crate) fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

pub(crate) fn new_user(email: &str) -> NewUser {
    NewUser {
        name: String::from("Kari Nordmann"),
        address: address(email),
        password_hash: String::from("$argon2id$x"),
        language: Language::Nb,
        role_ids: Vec::new(),
        category_ids: Vec::new(),
        at: START,
    }
}

pub(crate) fn settings(email: &str) -> MailboxSettings {
    MailboxSettings {
        address: address(email),
        display_name: String::from("Posten"),
        protocol: Protocol::Imap,
        host: String::from("imap.example.org"),
        port: 993,
        security: Security::Tls,
        username: String::from("post"),
        sign_in: domain::mailbox::SignIn::Password,
        folder: String::from("INBOX"),
        interval_s: 60,
        after_import: AfterImport::Keep,
        category_id: None,
        priority_id: None,
        request_type_id: None,
        forwarding_address: None,
        language: Language::Nb,
        active: true,
        rules: MailboxRules::default(),
    }
}

/// A mail that came in, made of its source id and subject.
pub(crate) async fn arrival(store: &Store, org: OrganisationId, source_id: &str, subject: &str) -> Arrival {
    let raw = format!("Subject: {subject}\r\n\r\n{source_id}\r\n");
    Arrival {
        source_id: source_id.to_owned(),
        raw: raw::prepare(store, org, Bytes::from(raw)).await.unwrap(),
        received_at: START,
        arrived_at: None,
        summary: Summary {
            from: String::from("Ola <ola@kunde.example>"),
            subject: subject.to_owned(),
            ..Summary::default()
        },
        historic: false,
        left: None,
    }
}

pub(crate) fn arrivals(mailbox_id: MailboxId, mails: Vec<Arrival>) -> Arrivals {
    Arrivals {
        mailbox_id,
        via: String::from("imap"),
        peer: String::from("imap.example.org"),
        mails,
        skipped: Vec::new(),
        progress: None,
    }
}

pub(crate) async fn store_mails(store: &Store, org: OrganisationId, arrivals: Arrivals) -> Vec<Inserted> {
    let stored: Result<_, StoreError> =
        store.write(move |tx| Box::pin(async move { intake::insert_stored(tx, org, &arrivals).await })).await;
    stored.unwrap()
}

/// One stored mail.
pub(crate) async fn stored(store: &Store, world: World, source_id: &str) -> IntakeId {
    let mail = arrival(store, world.org, source_id, "Hei").await;
    match store_mails(store, world.org, arrivals(world.mailbox, vec![mail])).await[0] {
        Inserted::New(id) | Inserted::Known(id) | Inserted::Copy(id) => id,
    }
}

pub(crate) fn new_case(title: &str) -> NewCase {
    NewCase {
        title: title.to_owned(),
        customer_name: Some(String::from("Ola")),
        customer_address: String::from("ola@kunde.example"),
        category_id: None,
        priority_id: None,
        request_type_id: None,
        owner_id: None,
        mailbox_id: None,
        at: START,
    }
}

pub(crate) async fn insert_case(store: &Store, org: OrganisationId, case: NewCase) -> CaseId {
    let made: Result<_, StoreError> =
        store.write(move |tx| Box::pin(async move { cases::insert(tx, org, &case).await })).await;
    made.unwrap().0
}

pub(crate) async fn new_outbox(store: &Store, org: OrganisationId, recipients: &[&str]) -> NewOutbox {
    NewOutbox {
        from: address("post@nord.example"),
        from_name: None,
        return_path: Some(address("post@nord.example")),
        subject: String::from("Svar"),
        raw: raw::prepare(store, org, Bytes::from_static(b"Subject: Svar\r\n\r\nHei\r\n")).await.unwrap(),
        recipients: recipients.iter().map(|recipient| address(recipient)).collect(),
        created_by: None,
        case_id: None,
        at: START,
        due_at: START,
    }
}

pub(crate) async fn queued(store: &Store, org: OrganisationId, recipients: &[&str]) -> OutboxId {
    let item = new_outbox(store, org, recipients).await;
    let made: Result<_, StoreError> =
        store.write(move |tx| Box::pin(async move { outbox::insert(tx, org, &item).await })).await;
    made.unwrap()
}

/// A claim for this worker at the start, with a lease of a minute.
pub(crate) fn claim(owner: &str, limit: u32) -> Claim {
    Claim { now: START, owner: owner.to_owned(), lease_until: START.plus_seconds(60), limit }
}

/// Runs a job whose error can only be the store's.
pub(crate) async fn write<T, F>(store: &Store, job: F) -> T
where
    F: for<'a> FnOnce(&'a store::Tx) -> store::Work<'a, T, StoreError> + Clone + Send + 'static,
    T: Send + 'static,
{
    store.write(job).await.unwrap()
}
