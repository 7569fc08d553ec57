//! No organisation reads, changes or is even told of another's records, whatever id it names.

use domain::case::CaseStatus;
use domain::compose::{Mode, Written};
use domain::escalation::Level;
use domain::filter::CustomerBy;
use domain::kept_file::KeptBy;
use domain::notice::{Happening, NoticeEvent};
use domain::oauth::GrantOwner;
use domain::org::{Right, Rights};
use domain::timeline::Subject;
use domain::transport::{ChosenWay, TransportOwner, WayChoice};
use domain::{
    BudgetId, CaseId, CaseViewId, CompanyId, DeliveryId, FaqEntryId, FileLinkId, FilterId, IdentityId,
    IntakeId, JobId, KeptFileId, MessageId, OauthApplicationId, OauthSignInId, OrganisationId, OutboxId,
    Outcome, PersonId, RequestTypeId, RoleId, SenderDomainId, TagId, TemplateId, TransportId, UploadId,
    UserId,
};
use store::cases::{By, CaseChange, CaseFilter, CaseScope};
use store::deliveries::{AttemptRecord, Verdict};
use store::mailboxes::MailboxUpdate;
use store::notices::{NewNotice, Which};
use store::raw::RawHash;
use store::sessions::NewSession;
use store::signatures::Signatures;
use store::uploads::NewUpload;
use store::users::UserChange;
use store::{
    ListQuery, PasswordChange, Store, StoreError, Tx, absences, api_tokens, blocked, budgets, case_views,
    cases, categories, category_replies, companies, cursors, deliveries, drafts, events, faq, filters,
    followers, identities, intake, kept_files, mailboxes, notice_choices, notices, oauth, organisations,
    outbox, persons, priorities, raw, request_types, roles, sessions, settings, signatures, summary, tags,
    templates, timeline, transports, uploads, users,
};

use crate::cases::received;
use crate::db::{Db, START, on_both};
use crate::fixtures::{
    World, address, claim, insert_case, new_case, new_outbox, queued, settings as mailbox_settings, stored,
    world, write,
};
use crate::intake::{block, new_filter};
use crate::templates::new_template;

/// Nord's sender domain.
const NORDS: &str = "nord.example";

/// One record of each kind that belongs to Nord.
#[derive(Clone, Copy)]
struct Theirs {
    world: World,
    second_role: RoleId,
    second_user: UserId,
    intake: IntakeId,
    binned: IntakeId,
    blocked: IntakeId,
    filter: FilterId,
    case: CaseId,
    merged: CaseId,
    person: PersonId,
    company: CompanyId,
    tag: TagId,
    request_type: RequestTypeId,
    faq: FaqEntryId,
    view: CaseViewId,
    message: MessageId,
    outbox: OutboxId,
    delivery: DeliveryId,
    upload: UploadId,
    kept_file: KeptFileId,
    session: domain::SessionId,
    token: domain::ApiTokenId,
    hash: RawHash,
    link: FileLinkId,
    template: TemplateId,
    budget: BudgetId,
    oauth: (OauthApplicationId, OauthSignInId),
    transport: TransportId,
    identity: IdentityId,
    sender_domain: SenderDomainId,
}

/// What mail is sent from, and through.
async fn insert_senders(tx: &Tx, org: OrganisationId) -> Result<(TransportId, IdentityId), StoreError> {
    Ok((insert_domain_transport(tx, org).await?, insert_identity(tx, org).await?))
}

async fn insert_identity(tx: &Tx, org: OrganisationId) -> Result<IdentityId, StoreError> {
    let made = identities::insert(tx, org, &identity(), START).await?;
    made.ok_or(StoreError::Missing("identity"))
}

fn identity() -> identities::IdentitySettings {
    identities::IdentitySettings {
        address: address("press@nord.example"),
        display_name: String::from("Press"),
        answers_to: domain::compose::AnswersTo::Own,
        of_new: domain::compose::Formatted::default(),
        of_reply: domain::compose::Formatted::default(),
        copy_to: Vec::new(),
        category_ids: Vec::new(),
    }
}

const DOMAIN: &str = "nord.example";

/// The outgoing server of a sender domain.
async fn insert_domain_transport(tx: &Tx, org: OrganisationId) -> Result<TransportId, StoreError> {
    let settings = transports::TransportSettings {
        in_use: true,
        kind: domain::outbox::TransportKind::Direct,
        host: String::new(),
        port: 465,
        security: domain::mailbox::Security::Tls,
        username: String::new(),
        sign_in: domain::mailbox::SignIn::Password,
        helo_name: String::new(),
        own_return_path: false,
        spf_terms: String::new(),
    };
    let owner = TransportOwner::Domain(String::from(DOMAIN));
    let password = PasswordChange::Set(domain::Secret::new("x"));
    transports::put(tx, (org, &owner), &settings, &password, START).await?;
    let found = transports::find(tx, org, &owner).await?;
    found.map(|row| row.id).ok_or(StoreError::Missing("transport"))
}

/// Somebody who writes, and his company.
async fn known(tx: &Tx, org: OrganisationId) -> Result<(PersonId, CompanyId), StoreError> {
    let domains = [String::from("kunde.example")];
    let company = companies::insert(tx, org, ("Kunde", &domains), START).await?;
    let person = persons::NewPerson {
        name: String::from("Ola"),
        addresses: vec![address("ola@kunde.example")],
        phone: String::from("998 87 766"),
        language: None,
        company_id: Some(company),
        at: START,
    };
    Ok((persons::insert(tx, org, &person).await?, company))
}

/// An answer to a question.
fn new_faq() -> faq::FaqSettings {
    faq::FaqSettings {
        folder: String::from("Kunde"),
        title: String::from("Retur"),
        keywords: vec![String::from("retur")],
        text: String::from("Send varene tilbake."),
        link: String::new(),
        language: domain::org::Language::Nb,
    }
}

/// A request type, an answer of the FAQ, and a view.
async fn chosen(tx: &Tx, world: World) -> Result<(RequestTypeId, FaqEntryId, CaseViewId), StoreError> {
    let request_type = request_types::insert(tx, world.org, "Feil").await?.unwrap();
    let faq = faq::insert(tx, world.org, &new_faq(), (None, START)).await?;
    Ok((request_type, faq, case_views::insert(tx, world.org, &new_view(world)).await?))
}

/// A view that everybody of its organisation sees.
fn new_view(world: World) -> case_views::NewCaseView {
    let (name, query) = (String::from("Hastesaker"), String::from("{}"));
    case_views::NewCaseView { author: world.user, name, shared: true, query, at: START }
}

/// A case that went into this one, and a tag on it.
async fn merged_and_tagged(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
) -> Result<(CaseId, TagId), StoreError> {
    let (merged, _) = cases::insert(tx, org, &new_case("Borte")).await?;
    cases::merge(tx, org, (merged, case), CaseStatus::Open, By { user: None, at: START }).await?;
    let tag = tags::find_or_insert(tx, org, "Faktura", START).await?.unwrap();
    tags::mark(tx, org, case, tag).await?;
    Ok((merged, tag))
}

impl Theirs {
    const fn draft_place(&self) -> drafts::Place {
        drafts::Place { user: self.world.user, case: Some(self.case), mode: Mode::Reply, mail: None }
    }
}

async fn begin_draft(tx: &Tx, world: World, case: CaseId) -> Result<(), StoreError> {
    let place = drafts::Place { user: world.user, case: Some(case), mode: Mode::Reply, mail: None };
    let draft = drafts::NewDraft { written: Written::default(), writer: None, returned: None, at: START };
    drafts::put(tx, world.org, place, &draft).await.map(|_kept| ())
}

/// A case that had a level and waits for none.
async fn escalated(tx: &Tx, world: World, case: CaseId) -> Result<(), StoreError> {
    let levels = priorities::PriorityChange {
        levels: Some(vec![Level::default()]),
        ..priorities::PriorityChange::default()
    };
    assert!(priorities::update(tx, world.org, world.priority, &levels).await?);
    let urgent = CaseChange { priority_id: Some(Some(world.priority)), ..CaseChange::default() };
    cases::update(tx, world.org, case, &urgent, By { user: None, at: START }).await?;
    let found = cases::find_escalating(tx, START).await?.unwrap();
    assert_eq!((found.organisation, found.case), (world.org, case));
    assert!(cases::record_escalation(tx, &found, (1, None)).await?);
    Ok(())
}

/// A notice, a choice and a follower.
async fn told(tx: &Tx, world: World, case: CaseId) -> Result<(), StoreError> {
    let (what, event) = (Happening::Received, NoticeEvent::NewMessage);
    let new = NewNotice {
        user: world.user,
        case: Some(case),
        event,
        actor: None,
        at: START,
        what,
        in_app: true,
        mail_due_at: None,
    };
    notices::insert(tx, world.org, &[new]).await?;
    notice_choices::put(tx, world.org, world.user, (event, event.proposed())).await?;
    followers::follow(tx, world.org, case, (world.user, START)).await?;
    let away = absences::Absence { from: START, until: START.plus_seconds(60), substitute_id: None };
    absences::put(tx, world.org, world.user, away).await?;
    crate::returns::came_back(tx, world.org, "ola@kunde.example").await?;
    escalated(tx, world, case).await
}

async fn uploaded(tx: &Tx, world: World, raw: raw::PreparedRaw) -> Result<UploadId, StoreError> {
    let (name, media_type) = (String::from("fil.txt"), String::from("text/plain"));
    uploads::insert(tx, world.org, &NewUpload { user: world.user, name, media_type, raw, at: START }).await
}

/// An upload, a link to the same file, and a template that keeps it.
async fn filed(
    tx: &Tx,
    world: World,
    (message, template, file): (MessageId, TemplateId, raw::PreparedRaw),
) -> Result<(UploadId, FileLinkId, KeptFileId), StoreError> {
    let hash = file.hash();
    let upload = uploaded(tx, world, file).await?;
    let kept = crate::kept_files::file(tx.new_id(), hash);
    let files = [kept.clone()];
    kept_files::replace(tx, world.org, KeptBy::Template(template), (&files, None, START)).await?;
    Ok((upload, crate::file_links::linked(tx, world, (message, hash)).await?, kept.id))
}

async fn theirs(store: &Store) -> Theirs {
    let world = world(store, "nord").await;
    let org = world.org;
    let blocked = stored(store, world, "blocked").await;
    let filter = new_filter(store, world, "Reklame").await;
    block(store, world, blocked, filter).await;
    let (intake, binned) = (stored(store, world, "intake").await, stored(store, world, "binned").await);
    let case = insert_case(store, org, new_case("Sak")).await;
    let outbox = queued(store, org, &["ola@kunde.example"]).await;
    let file = raw::prepare(store, org, bytes::Bytes::from_static(b"a file")).await.unwrap();
    let hash = file.hash();
    let template = new_template(store, org, "Takk").await;
    write(store, move |tx| {
        let file = file.clone();
        Box::pin(async move {
            intake::delete(tx, org, &[binned], START).await?;
            let message = cases::append_message(tx, org, case, &received()).await?;
            cases::record_viewer(tx, org, case, world.user, START).await?;
            let (merged, tag) = merged_and_tagged(tx, org, case).await?;
            let (person, company) = known(tx, org).await?;
            let (request_type, faq, view) = chosen(tx, world).await?;
            let (upload, link, kept_file) = filed(tx, world, (message, template, file)).await?;
            let (session, token) = signed_in(tx, world).await?;
            settings::put(tx, Some(org), "a", &1_i64).await?;
            let (transport, identity) = insert_senders(tx, org).await?;
            let budget = crate::answers::paused(tx, org).await?;
            crate::answers::signed(tx, world).await?;
            begin_draft(tx, world, case).await?;
            told(tx, world, case).await?;
            let oauth = crate::oauth::insert_all(tx, world).await?;
            let sender_domain = crate::sender_domains::insert(tx, world, NORDS).await?;
            crate::domain_reports::insert(tx, world.org, sender_domain).await?;
            let (second_role, second_user) = others(tx, org).await?;
            let delivery = claimed_and_left(tx).await?;
            Ok(Theirs {
                world,
                second_role,
                second_user,
                intake,
                binned,
                blocked,
                filter,
                case,
                merged,
                person,
                company,
                tag,
                request_type,
                faq,
                view,
                message,
                outbox,
                delivery,
                upload,
                kept_file,
                session,
                token,
                hash,
                link,
                template,
                budget,
                oauth,
                transport,
                identity,
                sender_domain,
            })
        })
    })
    .await
}

/// Another role, and another user.
async fn others(tx: &Tx, org: OrganisationId) -> Result<(RoleId, UserId), StoreError> {
    let role = roles::insert(tx, org, "Leder", &Rights::from([Right::Users])).await?;
    Ok((role, users::insert(tx, org, &crate::fixtures::new_user("per@nord.example")).await?))
}

/// A delivery that was claimed and given back.
async fn claimed_and_left(tx: &Tx) -> Result<DeliveryId, StoreError> {
    let due = deliveries::claim_due(tx, &claim("nobody", 10)).await?;
    let delivery = due[0].id;
    deliveries::release(tx, &[delivery], "nobody", START).await?;
    Ok(delivery)
}

/// A session and a key of its user.
async fn signed_in(tx: &Tx, world: World) -> Result<(domain::SessionId, domain::ApiTokenId), StoreError> {
    let session =
        NewSession { user: world.user, token_hash: [1; 32], at: START, expires_at: START.plus_seconds(9) };
    let token = api_tokens::NewApiToken {
        user: world.user,
        name: String::from("CRM"),
        token_hash: [2; 32],
        at: START,
        expires_at: None,
    };
    let session = sessions::insert(tx, world.org, &session).await?;
    Ok((session, api_tokens::insert(tx, world.org, &token).await?))
}

async fn no_faq_is_read(store: &Store, own: OrganisationId, their: FaqEntryId) {
    let conn = store.read();
    assert!(faq::find(&conn, own, their).await.unwrap().is_none());
    assert!(faq::candidates(&conn, own, ("", domain::org::Language::Nb)).await.unwrap().is_empty());
    assert!(faq::list(&conn, own, &faq::FaqFilter::default()).await.unwrap().is_empty());
    assert_eq!(faq::count(&conn, own).await.unwrap(), 0);
}

async fn no_sender_is_read(store: &Store, own: OrganisationId, their: IdentityId) {
    let (conn, address) = (store.read(), identity().address);
    assert!(identities::find(&conn, own, their).await.unwrap().is_none());
    assert!(identities::list(&conn, own).await.unwrap().is_empty());
    assert!(identities::list_keys_among(&conn, own, &[address.key()]).await.unwrap().is_empty());
    assert!(!identities::is_in_use(&conn, own, &address).await.unwrap());
}

/// What a job of theirs planned is read by themselves alone, whoever is named as its author.
async fn no_planned_mail_is_read(store: &Store, own: OrganisationId, their: &Theirs) {
    let (w, case, at) = (their.world, their.case, START.plus_seconds(60));
    let mut item = new_outbox(store, w.org, &["ola@kunde.example"]).await;
    item.created_by = Some(w.user);
    item.case_id = Some(case);
    let id = write(store, move |tx| {
        Box::pin(async move {
            let id = outbox::insert(tx, w.org, &item).await?;
            let origin = outbox::Origin { job: Some(JobId::new(1)), ..outbox::Origin::default() };
            let plan = outbox::Plan { planned_at: Some(at), cancel_if_answered: true, origin: &origin };
            outbox::record_plan(tx, w.org, id, plan).await?;
            Ok(id)
        })
    })
    .await;
    let worked = (START, START.plus_seconds(9));
    let of_job = outbox::PlannedBy { author: w.user, job: JobId::new(1), worked, at };
    let conn = store.read();
    assert_eq!(outbox::list_planned_by(&conn, w.org, of_job).await.unwrap(), [id]);
    assert!(outbox::list_planned_by(&conn, own, of_job).await.unwrap().is_empty());
    assert_eq!(outbox::list_to_call_back(&conn, w.org, case).await.unwrap(), [id]);
    assert!(outbox::list_to_call_back(&conn, own, case).await.unwrap().is_empty());
    assert!(outbox::find_origin(&conn, w.org, id).await.unwrap().is_some());
    assert!(outbox::find_origin(&conn, own, id).await.unwrap().is_none());
}

#[test]
fn nothing_of_another_organisation_is_read() {
    on_both(async |Db { store, .. }: Db| {
        let their = theirs(&store).await;
        let own = world(&store, "sor").await.org;
        let (conn, w) = (store.read(), their.world);
        no_mail_is_read(&store, own, &their).await;
        crate::sender_domains::nothing_is_read(&store, own, their.sender_domain, NORDS).await;
        let reports = crate::domain_reports::picture(&store, own, their.sender_domain).await;
        assert_eq!(reports, "[] [] [] [] [] [] 0");
        no_user_is_read(&store, own, w).await;
        assert!(roles::find(&conn, own, w.role).await.unwrap().is_none());
        assert!(api_tokens::list(&conn, own, w.user).await.unwrap().is_empty());
        assert!(categories::find(&conn, own, w.category).await.unwrap().is_none());
        assert!(priorities::find(&conn, own, w.priority).await.unwrap().is_none());
        assert!(request_types::find(&conn, own, their.request_type).await.unwrap().is_none());
        assert!(request_types::list(&conn, own).await.unwrap().is_empty());
        no_faq_is_read(&store, own, their.faq).await;
        assert!(mailboxes::find(&conn, own, w.mailbox).await.unwrap().is_none());
        assert!(mailboxes::password(&conn, own, w.mailbox).await.unwrap().is_none());
        assert!(mailboxes::list_aliases(&conn, own, w.mailbox).await.unwrap().is_empty());
        assert!(cursors::find(&conn, own, w.mailbox, "INBOX").await.unwrap().is_none());
        assert!(transports::find(&conn, own, &TransportOwner::Organisation).await.unwrap().is_none());
        let domain = TransportOwner::Domain(String::from(DOMAIN));
        assert!(transports::find(&conn, own, &domain).await.unwrap().is_none());
        assert!(transports::password(&conn, own, &domain).await.unwrap().is_none());
        assert!(transports::find_domain(&conn, own, their.transport).await.unwrap().is_none());
        assert!(transports::list_of_domains(&conn, own, 9).await.unwrap().is_empty());
        no_sender_is_read(&store, own, their.identity).await;
        assert!(uploads::find(&conn, own, w.user, their.upload).await.unwrap().is_none());
        assert!(kept_files::list(&conn, own, KeptBy::Template(their.template)).await.unwrap().is_empty());
        assert!(kept_files::list_some(&conn, own, &[their.kept_file]).await.unwrap().is_empty());
        assert!(kept_files::list_of_templates(&conn, own, &[their.template]).await.unwrap().is_empty());
        assert!(drafts::find(&conn, own, their.draft_place()).await.unwrap().is_none());
        assert!(drafts::list(&conn, own, w.user).await.unwrap().is_empty());
        assert!(drafts::list_of_case(&conn, own, w.user, their.case).await.unwrap().is_empty());
        assert_eq!(drafts::count(&conn, own, w.user).await.unwrap(), 0);
        no_planned_mail_is_read(&store, own, &their).await;
        assert!(cases::list_asides(&conn, own, their.case).await.unwrap().is_empty());
        let ids = [received().content.message_id.unwrap_or_default()];
        assert!(cases::find_sent(&conn, own, their.case, &ids).await.unwrap().is_none());
        assert!(
            cases::own_addresses(&conn, own, vec![String::from("post@nord.example")])
                .await
                .unwrap()
                .is_empty()
        );
        assert!(settings::find::<i64>(&conn, Some(own), "a").await.unwrap().is_none());
        assert_eq!(signatures::of_user(&conn, own, w.user).await.unwrap(), Signatures::default());
        assert_eq!(signatures::of_mailbox(&conn, own, w.mailbox).await.unwrap(), Signatures::default());
        assert!(category_replies::find(&conn, own, w.category).await.unwrap().is_none());
        assert!(category_replies::list(&conn, own).await.unwrap().is_empty());
        assert!(budgets::list_paused(&conn, own, START).await.unwrap().is_empty());
        assert!(!mailboxes::is_own(&conn, own, &address("post@nord.example")).await.unwrap());
        assert!(raw::get(&conn, own, their.hash).await.unwrap().is_none());
        assert!(raw::get_small(&conn, own, &[their.hash]).await.unwrap().is_empty());
        assert!(cases::find_standing(&conn, own, their.case).await.unwrap().is_none());
        assert!(cases::list_owners(&conn, own, &[their.case]).await.unwrap().is_empty());
        nothing_is_told(&store, own, &their).await;
        no_grant_is_read(&store, own, &their).await;
        let figures = summary::find(&conn, own, &CaseScope::All).await.unwrap();
        assert_eq!(figures, summary::Summary::default());
        let told = events::since(&conn, own, 0, 1_000).await.unwrap();
        assert!(told.iter().all(|event| event.change.id != their.case.get()));
    });
}

/// The reads about users.
async fn no_user_is_read(store: &Store, own: OrganisationId, w: World) {
    let conn = store.read();
    assert!(users::find(&conn, own, w.user).await.unwrap().is_none());
    assert!(users::find_credentials(&conn, own, w.user).await.unwrap().is_none());
    let theirs = users::find(&conn, w.org, w.user).await.unwrap().unwrap().address;
    assert!(users::find_active_by_address(&conn, own, &theirs).await.unwrap().is_none());
    assert_eq!(users::find_active_by_address(&conn, w.org, &theirs).await.unwrap(), Some(w.user));
    assert!(users::find_actor(&conn, own, w.user).await.unwrap().is_none());
    assert!(users::list_categories(&conn, own, w.user).await.unwrap().is_empty());
}

/// Whom grants may belong to.
fn owners(their: &Theirs) -> [GrantOwner; 4] {
    let w = their.world;
    [
        GrantOwner::Mailbox(w.mailbox),
        GrantOwner::Transport,
        GrantOwner::User(w.user),
        GrantOwner::Domain(their.transport),
    ]
}

async fn no_grant_is_read(store: &Store, own: OrganisationId, their: &Theirs) {
    let (conn, user) = (store.read(), their.world.user);
    assert!(oauth::applications::list(&conn, own).await.unwrap().is_empty());
    assert!(oauth::applications::find(&conn, own, their.oauth.0).await.unwrap().is_none());
    assert!(oauth::applications::secret(&conn, own, their.oauth.0).await.unwrap().is_none());
    assert_eq!(oauth::applications::count_users(&conn, own, their.oauth.0).await.unwrap(), 0);
    assert!(oauth::grants::list_of_application(&conn, own, their.oauth.0).await.unwrap().is_empty());
    for owner in owners(their) {
        assert!(oauth::grants::find(&conn, own, owner).await.unwrap().is_none());
        assert!(oauth::grants::find_held(&conn, own, owner).await.unwrap().is_none());
        assert!(oauth::grants::find_glance(&conn, own, owner).await.unwrap().is_none());
    }
    assert!(oauth::sign_ins::find(&conn, own, user, their.oauth.1).await.unwrap().is_none());
    assert_eq!(oauth::sign_ins::count_waiting(&conn, own, START).await.unwrap(), 0);
}

/// The writes about them.
async fn change_grants(tx: &Tx, own: OrganisationId, their: &Theirs) -> Result<(), StoreError> {
    let (later, w) = (START.plus_seconds(1), their.world);
    let settings = crate::oauth::application("x");
    let change = (&settings, &PasswordChange::Clear);
    assert!(!oauth::applications::update(tx, own, their.oauth.0, change, later).await?);
    assert!(!oauth::applications::delete(tx, own, their.oauth.0).await?);
    oauth::renewing::ask_again(tx, own, their.oauth.0, later).await?;
    for owner in owners(their) {
        assert!(!oauth::grants::delete(tx, own, owner).await?);
        assert!(!oauth::renewing::claim(tx, own, owner, 1, &claim("own", 1)).await?);
        assert!(!oauth::renewing::note_forced(tx, (own, owner, 1), (later, later)).await?);
        let tokens = crate::oauth::tokens(2);
        assert!(!oauth::renewing::record_renewed(tx, (own, owner), (1, "own"), &tokens, later).await?);
    }
    assert!(!mailboxes::begin_fetching(tx, own, w.mailbox, later).await?);
    assert!(!mailboxes::stop_fetching(tx, own, w.mailbox).await?);
    assert!(!oauth::sign_ins::cancel(tx, own, w.user, their.oauth.1).await?);
    assert!(oauth::sign_ins::take(tx, own, (w.user, "session/1"), &[7; 32]).await?.is_none());
    oauth::revocations::delete(tx, own, 1).await?;
    oauth::revocations::put_off(tx, own, 1, later).await?;
    Ok(())
}

/// The reads about notices.
async fn nothing_is_told(store: &Store, own: OrganisationId, their: &Theirs) {
    let (conn, user) = (store.read(), their.world.user);
    assert!(notices::list(&conn, own, user, None).await.unwrap().is_empty());
    assert_eq!(notices::count_unread(&conn, own, user).await.unwrap(), 0);
    assert_eq!(notices::count_unread(&conn, their.world.org, user).await.unwrap(), 1);
    assert!(notice_choices::list(&conn, own, user).await.unwrap().is_empty());
    assert!(notice_choices::of_event(&conn, own, &[user], NoticeEvent::NewMessage).await.unwrap().is_empty());
    assert!(followers::list(&conn, own, their.case).await.unwrap().is_empty());
    assert_eq!(absences::find(&conn, own, user).await.unwrap(), None);
    crate::returns::nothing_is_known(&conn, own, "ola@kunde.example").await;
    assert!(users::list_actors(&conn, own, &[user]).await.unwrap().is_empty());
    assert!(users::names(&conn, own, &[user]).await.unwrap().is_empty());
    assert!(cases::count_files(&conn, own, &[their.outbox]).await.unwrap().is_empty());
    assert!(cases::find_newest(&conn, own, their.case).await.unwrap().is_none());
    assert!(cases::list_writers(&conn, own, their.case).await.unwrap().is_empty());
    assert!(cases::count_resting(&conn, own, START.plus_seconds(9)).await.unwrap().is_empty());
    assert!(budgets::find_paused(&conn, own, ("address", "ola@kunde.example")).await.unwrap().is_none());
}

/// The reads about mail and cases.
async fn no_mail_is_read(store: &Store, own: OrganisationId, their: &Theirs) {
    let conn = store.read();
    let sources = [String::from("intake")];
    assert!(intake::known_sources(&conn, own, their.world.mailbox, &sources).await.unwrap().is_empty());
    assert!(intake::find(&conn, own, their.intake).await.unwrap().is_none());
    assert!(filters::find(&conn, own, their.filter).await.unwrap().is_none());
    assert!(templates::find(&conn, own, their.template).await.unwrap().is_none());
    assert_eq!(templates::count(&conn, own).await.unwrap(), 0);
    assert!(filters::list_active(&conn, own, their.world.mailbox).await.unwrap().is_empty());
    assert!(cases::find(&conn, own, their.case, &CaseScope::All).await.unwrap().is_none());
    assert!(cases::list_messages(&conn, own, their.case).await.unwrap().is_empty());
    assert!(cases::find_message(&conn, own, their.case, their.message).await.unwrap().is_none());
    assert!(cases::participants(&conn, own, their.case).await.unwrap().is_empty());
    crate::file_links::nothing_is_known(store, own, (their.case, their.link)).await;
    assert!(cases::list_log(&conn, own, their.case).await.unwrap().is_empty());
    assert!(cases::list_viewers(&conn, own, their.case, START).await.unwrap().is_empty());
    assert!(cases::find_by_number(&conn, own, 1).await.unwrap().is_none());
    assert!(cases::message_ids(&conn, own, their.case).await.unwrap().is_empty());
    assert!(cases::survivor(&conn, own, their.case).await.unwrap().is_none());
    assert!(cases::merged_at(&conn, own, their.merged).await.unwrap().is_none());
    assert!(cases::list_merged(&conn, own, their.case, START).await.unwrap().is_empty());
    let among = [their.case, their.merged];
    assert!(cases::visible_among(&conn, own, &among, &CaseScope::All).await.unwrap().is_empty());
    assert!(tags::of_cases(&conn, own, &among).await.unwrap().is_empty());
    assert!(tags::list(&conn, own).await.unwrap().is_empty());
    assert!(case_views::find(&conn, own, their.view).await.unwrap().is_none());
    assert!(case_views::list(&conn, own, their.world.user).await.unwrap().is_empty());
    let ola = address("ola@kunde.example");
    assert!(persons::find(&conn, own, their.person).await.unwrap().is_none());
    assert!(persons::find_by_address(&conn, own, &ola).await.unwrap().is_none());
    assert!(persons::list_doubles(&conn, own, None, 10).await.unwrap().pairs.is_empty());
    assert!(companies::find(&conn, own, their.company).await.unwrap().is_none());
    assert!(companies::find_by_domain(&conn, own, "kunde.example").await.unwrap().is_none());
    assert!(companies::find_by_name(&conn, own, "Kunde").await.unwrap().is_none());
    for sought in [(CustomerBy::Phone, "+47 99887766"), (CustomerBy::Name, "ola")] {
        assert!(persons::find_by(&conn, own, sought).await.unwrap().is_empty());
        assert_eq!(persons::find_by(&conn, their.world.org, sought).await.unwrap(), [their.person]);
    }
    let message_ids = [String::from("m1@kunde.example")];
    assert!(cases::find_by_message_ids(&conn, own, &message_ids).await.unwrap().is_empty());
    assert!(outbox::find(&conn, own, their.outbox).await.unwrap().is_none());
    assert!(deliveries::list_of_item(&conn, own, their.outbox).await.unwrap().is_empty());
    for subject in [Subject::Intake(their.intake), Subject::Outbox(their.outbox)] {
        assert!(timeline::list(&conn, own, subject).await.unwrap().is_empty());
    }
    assert!(timeline::list_stranded(&conn, own, &[their.outbox]).await.unwrap().is_empty());
}

#[test]
fn no_list_shows_another_organisations_rows() {
    on_both(async |Db { store, .. }: Db| {
        let their = theirs(&store).await;
        let own = world(&store, "sor").await;
        let conn = store.read();
        let users =
            users::list(&conn, own.org, &ListQuery::default(), users::UserFilter::default()).await.unwrap();
        assert_eq!(users.rows.iter().map(|user| user.id).collect::<Vec<_>>(), [own.user]);
        assert_eq!(users::list_people(&conn, own.org, START).await.unwrap().len(), 1);
        assert_eq!(users::count_with_right(&conn, own.org, Right::Users).await.unwrap(), 0);
        assert_eq!(roles::list(&conn, own.org).await.unwrap().len(), 1);
        assert_eq!(categories::list(&conn, own.org).await.unwrap().len(), 1);
        assert_eq!(priorities::list(&conn, own.org).await.unwrap().len(), 1);
        assert!(filters::list(&conn, own.org).await.unwrap().is_empty());
        let all = templates::TemplateFilter::default();
        assert!(templates::list(&conn, own.org, &all).await.unwrap().is_empty());
        assert_eq!(mailboxes::list_names(&conn, own.org).await.unwrap().len(), 1);
        assert_eq!(mailboxes::list_fetched(&conn, own.org).await.unwrap().len(), 1);
        assert!(intake::list_wanted(&conn, own.org, their.world.mailbox, 9).await.unwrap().is_empty());
        let selection =
            Some(vec![their.world.mailbox.get(), their.intake.get(), their.case.get(), their.outbox.get()]);
        let of_mailboxes = ListQuery { ids: selection.clone(), ..ListQuery::default() };
        let found = mailboxes::list(&conn, own.org, &of_mailboxes, mailboxes::MailboxFilter::default())
            .await
            .unwrap();
        assert!(found.rows.is_empty());
        for shelf in intake::IntakeShelf::ALL {
            for mailbox_id in [None, Some(their.world.mailbox)] {
                let filter = intake::IntakeFilter { shelf, blocked: true, mailbox_id, received: None };
                let found = intake::list(&conn, own.org, &ListQuery::default(), filter).await.unwrap();
                assert!(found.rows.is_empty() && found.total.count == 0);
            }
        }
        for deleted in [false, true] {
            let filter = blocked::BlockedFilter { deleted, ..blocked::BlockedFilter::default() };
            let found = blocked::list(&conn, own.org, &ListQuery::default(), filter).await.unwrap();
            assert!(found.rows.is_empty());
        }
        assert!(blocked::among(&conn, own.org, &[their.intake]).await.unwrap().is_empty());
        for shelf in outbox::OutboxShelf::ALL {
            let found = outbox::list(&conn, own.org, &ListQuery::default(), outbox::OutboxFilter { shelf })
                .await
                .unwrap();
            assert!(found.rows.is_empty());
        }
        for author in [None, Some(their.world.user)] {
            let filter = outbox::SentFilter {
                author,
                shelf: outbox::SentShelf::All,
                scope: CaseScope::Own { user: their.world.user, categories: vec![their.world.category] },
            };
            let found = outbox::list_sent(&conn, own.org, &ListQuery::default(), &filter).await.unwrap();
            assert!(found.rows.is_empty() && found.total.count == 0);
            assert!(outbox::find_sent(&conn, own.org, their.outbox, &filter).await.unwrap().is_none());
        }
        assert!(cases::find_message_of(&conn, own.org, their.outbox).await.unwrap().is_none());
        let categories = vec![their.world.category];
        let everybody = persons::PersonFilter::default();
        assert!(
            persons::list(&conn, own.org, &ListQuery::default(), everybody).await.unwrap().rows.is_empty()
        );
        assert!(companies::list(&conn, own.org, &ListQuery::default()).await.unwrap().rows.is_empty());
        for scope in [CaseScope::All, CaseScope::Own { user: their.world.user, categories }] {
            let filter = CaseFilter::of(scope, &CaseStatus::ALL);
            let of_cases = ListQuery { ids: selection.clone(), ..ListQuery::default() };
            assert!(cases::list(&conn, own.org, &of_cases, &filter).await.unwrap().rows.is_empty());
        }
    });
}

#[test]
fn nothing_of_another_organisation_is_changed() {
    on_both(async |Db { store, .. }: Db| {
        let their = theirs(&store).await;
        let own = world(&store, "sor").await.org;
        let before = picture(&store, &their).await;
        write(&store, move |tx| {
            Box::pin(async move {
                change_people(tx, own, &their).await?;
                change_settings(tx, own, &their).await?;
                change_grants(tx, own, &their).await?;
                change_casework(tx, own, &their).await?;
                change_mail(tx, own, &their).await?;
                change_outbox(tx, own, &their).await
            })
        })
        .await;
        for missing in
            [append_to(&store, own, their.case).await, append_to(&store, own, CaseId::new(1)).await]
        {
            assert!(matches!(missing, Err(StoreError::Missing("case"))));
        }
        assert_eq!(picture(&store, &their).await, before);
    });
}

async fn append_to(store: &Store, own: OrganisationId, case: CaseId) -> Result<MessageId, StoreError> {
    store
        .write(move |tx| Box::pin(async move { cases::append_message(tx, own, case, &received()).await }))
        .await
}

async fn change_people(tx: &Tx, own: OrganisationId, their: &Theirs) -> Result<(), StoreError> {
    let w = their.world;
    assert!(!organisations::rename(tx, OrganisationId::new(1), "x").await?);
    let all = UserChange { name: Some(String::from("x")), role_ids: Some(vec![]), ..UserChange::default() };
    assert!(!users::update(tx, own, w.user, &all).await?);
    users::record_sign_in(tx, own, w.user, START.plus_seconds(1)).await?;
    assert!(!roles::update(tx, own, w.role, Some("x"), Some(&Rights::new())).await?);
    assert!(!roles::delete(tx, own, their.second_role).await?);
    assert!(!sessions::touch(tx, own, their.session, START, START.plus_seconds(99)).await?);
    assert!(!sessions::delete(tx, own, their.session).await?);
    assert_eq!(sessions::delete_of_user(tx, own, w.user, None).await?, 0);
    assert_eq!(api_tokens::delete_of_user(tx, own, w.user).await?, 0);
    api_tokens::touch(tx, own, their.token, START).await?;
    assert!(!api_tokens::delete(tx, own, w.user, their.token).await?);
    assert!(!uploads::delete(tx, own, w.user, their.upload).await?);
    kept_files::replace(tx, own, KeptBy::Template(their.template), (&[], None, START)).await?;
    let theirs = TransportOwner::Domain(String::from(DOMAIN));
    assert!(!transports::delete(tx, own, &theirs).await?);
    assert!(!identities::update(tx, own, their.identity, &identity(), START).await?);
    assert!(!identities::set_archived(tx, own, their.identity, Some(START)).await?);
    uploads::keep_for_mail(tx, own, (w.user, their.outbox), &[their.upload]).await?;
    let place = their.draft_place();
    assert!(!drafts::delete(tx, own, place).await?);
    let mine = drafts::NewDraft { written: Written::default(), writer: None, returned: None, at: START };
    let kept = drafts::put(tx, own, place, &mine).await?;
    assert_eq!(kept.version, 1, "beside theirs, not over it");
    uploads::keep_for_draft(tx, own, (w.user, kept.id), &[their.upload]).await?;
    Ok(())
}

async fn change_settings(tx: &Tx, own: OrganisationId, their: &Theirs) -> Result<(), StoreError> {
    let w = their.world;
    assert!(!categories::update(tx, own, w.category, &named_category("x")).await?);
    assert!(!categories::delete(tx, own, w.category, START).await?);
    assert!(!priorities::update(tx, own, w.priority, &named_priority("x")).await?);
    assert!(!priorities::delete(tx, own, w.priority, START).await?);
    assert!(!request_types::rename(tx, own, their.request_type, "x").await?);
    request_types::put_at(tx, own, their.request_type, 9).await?;
    assert!(!request_types::archive(tx, own, their.request_type, (None, START)).await?);
    assert!(!request_types::restore(tx, own, their.request_type).await?);
    crate::sender_domains::nothing_is_changed(tx, own, their.sender_domain).await?;
    let renamed = faq::FaqSettings { title: String::from("x"), ..new_faq() };
    assert!(!faq::update(tx, own, their.faq, &renamed, (None, START)).await?);
    assert!(!faq::set_archived(tx, own, their.faq, Some(START)).await?);
    assert!(!faq::set_archived(tx, own, their.faq, None).await?);
    assert!(!faq::delete(tx, own, their.faq).await?);
    let with = MailboxUpdate {
        settings: mailbox_settings("x@sor.example"),
        password: PasswordChange::Clear,
        aliases: None,
        at: START,
    };
    assert!(!mailboxes::update(tx, own, w.mailbox, &with).await?);
    assert!(!mailboxes::set_aliases(tx, own, w.mailbox, &[]).await?);
    assert!(!mailboxes::delete(tx, own, w.mailbox, START).await?);
    assert!(!mailboxes::request_check(tx, own, w.mailbox, START.plus_seconds(1)).await?);
    let found = filters::find(tx, w.org, their.filter).await?.unwrap();
    assert!(!filters::update(tx, own, their.filter, &found.settings).await?);
    filters::reorder(tx, own, &[their.filter]).await?;
    filters::record_hits(tx, own, &[their.filter], START).await?;
    assert!(!filters::delete(tx, own, their.filter, START).await?);
    let found = templates::find(tx, w.org, their.template).await?.unwrap();
    let by = (None, START.plus_seconds(1));
    assert!(!templates::update(tx, own, their.template, &found.settings, by).await?);
    assert!(!templates::delete(tx, own, their.template, START).await?);
    assert!(!templates::restore(tx, own, their.template).await?);
    assert!(!budgets::lift(tx, own, their.budget).await?);
    budgets::record_refusal(tx, own, their.budget).await?;
    category_replies::put(tx, own, &[]).await?;
    signatures::put_of_user(tx, own, w.user, &Signatures::default()).await?;
    signatures::put_of_mailbox(tx, own, w.mailbox, &"x".into()).await?;
    assert!(!settings::delete(tx, Some(own), "a").await?);
    Ok(())
}

async fn change_casework(tx: &Tx, own: OrganisationId, their: &Theirs) -> Result<(), StoreError> {
    let (w, later) = (their.world, START.plus_seconds(1));
    let change = persons::PersonChange { name: Some(String::from("x")), ..persons::PersonChange::default() };
    assert!(!persons::update(tx, own, their.person, &change, later).await?);
    assert!(!persons::delete(tx, own, their.person).await?);
    let merged = persons::merge(tx, own, (their.person, their.person), later).await?;
    assert_eq!(merged, persons::Merged::Refused);
    let split = persons::split(tx, own, (their.person, their.person), later).await?;
    assert_eq!(split, persons::Split::Unknown);
    assert!(!persons::keep_apart(tx, own, (their.person, their.person)).await?);
    assert!(!companies::update(tx, own, their.company, ("x", &[]), None).await?);
    assert!(!companies::delete(tx, own, their.company).await?);
    let merged = companies::merge(tx, own, (their.company, their.company), later).await?;
    assert_eq!(merged, companies::Merged::Refused);
    let split = companies::split(tx, own, (their.company, their.company)).await?;
    assert_eq!(split, companies::Split::Unknown);
    organisations::lock(tx, own).await?;
    let renamed = case_views::CaseViewChange { name: Some(String::from("x")), ..Default::default() };
    assert!(!case_views::update(tx, own, their.view, &renamed).await?);
    assert!(!case_views::place(tx, own, their.view, 9).await?);
    assert!(!case_views::delete(tx, own, their.view).await?);
    assert!(!tags::update(tx, own, their.tag, (Some("x"), None)).await?);
    assert!(!tags::delete(tx, own, their.tag).await?);
    assert!(!tags::unmark(tx, own, their.case, their.tag).await?);
    let by = By { user: None, at: later };
    assert!(cases::throw_away(tx, own, &[their.case], CaseStatus::Spam, by).await?.is_empty());
    assert!(cases::restore(tx, own, &[their.case], by).await?.is_empty());
    assert!(cases::unmerge(tx, own, their.merged, by).await?.is_none());
    assert!(!cases::take(tx, own, their.case, w.user, later).await?);
    assert!(cases::find_next(tx, own, None).await?.is_none());
    let ola = address("ola@kunde.example");
    assert!(!cases::remove_participant(tx, own, their.case, &ola).await?);
    let elsewhere = cases::insert(tx, own, &new_case("Vår")).await?.0;
    assert_eq!(cases::move_messages(tx, own, (their.case, elsewhere), &[their.message], later).await?, 0);
    cases::begin_escalation(tx, own, their.case, (later, later)).await?;
    cases::plan_escalations(tx, own, w.priority, START).await?;
    assert_eq!(cases::find_escalating(tx, later).await?, None);
    assert!(categories::members_in_turn(tx, own, w.category).await?.0.is_empty());
    categories::record_turn(tx, own, w.category, w.user, later).await?;
    notices::put_on_screen(tx, own, w.user, &[]).await?;
    followers::unfollow(tx, own, their.case, w.user).await?;
    assert!(followers::is_followed(tx, w.org, their.case, w.user).await?);
    absences::delete(tx, own, w.user).await?;
    a_notice_stays(tx, own, w).await?;
    crate::returns::nothing_changes(tx, (own, w.org), "ola@kunde.example").await?;
    assert!(absences::find(tx, w.org, w.user).await?.is_some());
    assert_eq!(notices::count_unread(tx, w.org, w.user).await?, 1);
    Ok(())
}

async fn a_notice_stays(tx: &Tx, own: OrganisationId, w: World) -> Result<(), StoreError> {
    let told = notices::list(tx, w.org, w.user, None).await?;
    notices::change(tx, own, (w.user, told[0].id), &Happening::Woke).await?;
    assert_eq!(notices::list(tx, w.org, w.user, None).await?, told);
    notices::mark_read(tx, own, w.user, (&Which::All, told[0].at)).await
}

async fn change_mail(tx: &Tx, own: OrganisationId, their: &Theirs) -> Result<(), StoreError> {
    let later = START.plus_seconds(1);
    assert!(intake::requeue(tx, own, &[their.blocked], later).await?.is_empty());
    assert!(intake::delete(tx, own, &[their.intake], later).await?.is_empty());
    assert!(intake::restore(tx, own, &[their.binned], later).await?.is_empty());
    assert!(intake::delete_for_good(tx, own, &[their.binned]).await?.is_empty());
    let decision = domain::intake::Decision { case_id: None, user_id: their.world.user };
    assert!(!intake::record_decision(tx, own, their.intake, decision, later).await?);
    intake::request_debug(tx, own, their.intake).await?;
    let failed = intake::Failed { error: String::from("x"), summary: None, at: later };
    intake::claim_stored(tx, &claim("w", 10)).await?;
    assert!(!intake::extend_lease(tx, own, their.intake, "w", later).await?);
    assert!(!intake::record_failed(tx, own, their.intake, "w", &failed).await?);
    let back = intake::Release { due_at: START, error: None, counts: false };
    assert!(!intake::release(tx, own, their.intake, "w", &back).await?);
    assert!(intake::release(tx, their.world.org, their.intake, "w", &back).await?);
    let by = By { user: None, at: later };
    let closed = CaseChange { status: Some(CaseStatus::Closed), ..CaseChange::default() };
    assert!(!cases::update(tx, own, their.case, &closed, by).await?);
    cases::record_viewer(tx, own, their.case, their.second_user, later).await?;
    Ok(())
}

async fn change_outbox(tx: &Tx, own: OrganisationId, their: &Theirs) -> Result<(), StoreError> {
    let later = START.plus_seconds(1);
    assert!(outbox::requeue_failed(tx, own, &[their.outbox], later).await?.is_empty());
    assert!(deliveries::list_standings(tx, own, &[their.outbox]).await?.is_empty());
    assert!(outbox::delete(tx, own, &[their.outbox], later).await?.is_empty());
    assert!(outbox::restore(tx, own, &[their.outbox], later).await?.is_empty());
    assert!(outbox::hold(tx, own, &[their.outbox], later).await?.is_empty());
    assert!(outbox::release_held(tx, own, &[their.outbox], later).await?.is_empty());
    assert!(!outbox::reschedule(tx, own, their.outbox, (Some(later), later)).await?);
    assert!(outbox::list_reroutable(tx, own, &[their.outbox]).await?.is_empty());
    let choice = WayChoice { way: ChosenWay::Installation, by: their.second_user };
    assert!(outbox::choose_way(tx, own, &[their.outbox], (choice, later)).await?.is_empty());
    let copies = vec![address("ola@kunde.example")];
    let origin = outbox::Origin { copies, ..outbox::Origin::default() };
    let plan = outbox::Plan { planned_at: Some(later), cancel_if_answered: true, origin: &origin };
    outbox::record_plan(tx, own, their.outbox, plan).await?;
    assert!(outbox::take_back(tx, own, their.outbox).await?.is_none());
    let returned = deliveries::Return {
        recipient: address("ola@kunde.example"),
        at: later,
        enhanced: None,
        words: String::from("x"),
        host: None,
    };
    assert!(deliveries::record_return(tx, own, their.outbox, &returned).await?.is_none());
    let record = AttemptRecord {
        organisation: own,
        delivery_id: their.delivery,
        at: later,
        outcome: Outcome::Unreachable(String::from("x")),
        host: None,
        at_relay: false,
        stamped: false,
        encryption: None,
        duration_ms: 1,
        verdict: Verdict::Sent,
        waits_for: None,
        held_back: None,
        gave_up_after_s: None,
    };
    assert!(deliveries::record_attempts(tx, "w", &[record]).await?.0.is_empty());
    Ok(())
}

/// Everything that Nord has, in words.
async fn picture(store: &Store, their: &Theirs) -> Vec<String> {
    let (conn, w) = (store.read(), their.world);
    let org = w.org;
    let sessions = sessions::find(&conn, &[1; 32], START).await.unwrap();
    let people = (
        users::find(&conn, org, w.user).await.unwrap(),
        roles::list(&conn, org).await.unwrap(),
        (sessions, api_tokens::list(&conn, org, w.user).await.unwrap()),
        uploads::find(&conn, org, w.user, their.upload).await.unwrap(),
        crate::answers::picture(&conn, w).await,
    );
    let chosen = (
        organisations::find(&conn, org).await.unwrap(),
        categories::list(&conn, org).await.unwrap(),
        priorities::list(&conn, org).await.unwrap(),
        mailboxes::find(&conn, org, w.mailbox).await.unwrap(),
        (
            filters::list(&conn, org).await.unwrap(),
            templates::find(&conn, org, their.template).await.unwrap(),
            request_types::list(&conn, org).await.unwrap(),
            faq::find(&conn, org, their.faq).await.unwrap(),
            crate::sender_domains::picture(store, org).await,
            crate::domain_reports::picture(store, org, their.sender_domain).await,
        ),
    );
    let mut intakes = Vec::new();
    for id in [their.intake, their.binned, their.blocked] {
        intakes.push(intake::find(&conn, org, id).await.unwrap());
    }
    let mail = (
        intakes,
        cases::find(&conn, org, their.case, &CaseScope::All).await.unwrap(),
        cases::list_messages(&conn, org, their.case).await.unwrap(),
        cases::list_viewers(&conn, org, their.case, START).await.unwrap(),
        (
            cases::find(&conn, org, their.merged, &CaseScope::All).await.unwrap(),
            cases::list_participants(&conn, org, their.case).await.unwrap(),
            tags::list(&conn, org).await.unwrap(),
            case_views::list(&conn, org, their.world.user).await.unwrap(),
            persons::find(&conn, org, their.person).await.unwrap(),
            companies::find(&conn, org, their.company).await.unwrap(),
        ),
        outbox::find(&conn, org, their.outbox).await.unwrap(),
        deliveries::list_of_item(&conn, org, their.outbox).await.unwrap(),
    );
    let signing_in = (
        oauth::applications::list(&conn, org).await.unwrap(),
        oauth::grants::list_of_application(&conn, org, their.oauth.0).await.unwrap(),
        oauth::sign_ins::find(&conn, org, w.user, their.oauth.1).await.unwrap(),
    );
    vec![format!("{people:#?}"), format!("{chosen:#?}"), format!("{mail:#?}"), format!("{signing_in:#?}")]
}

pub(crate) fn named_category(name: &str) -> categories::CategoryChange {
    categories::CategoryChange { name: Some(name.to_owned()), ..categories::CategoryChange::default() }
}

pub(crate) fn named_priority(name: &str) -> priorities::PriorityChange {
    priorities::PriorityChange { name: Some(name.to_owned()), ..priorities::PriorityChange::default() }
}
