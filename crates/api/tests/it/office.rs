//! An office over a fresh embedded database, with two organisations in it.

use std::net::SocketAddr;
use std::sync::Arc;

use api::{ApiConfig, BaseUrl};
use axum::Router;
use bytes::Bytes;
use domain::blocks::{BlockReason, BlockScope};
use domain::case::Direction;
use domain::filter::{FilterAction, FilterCondition, FilterField, FilterOperator, FilterRules};
use domain::job::JobKind;
use domain::mailbox::{AfterImport, Protocol, Security};
use domain::org::{Language, Right, Rights};
use domain::outbox::TransportKind;
use domain::{
    ApiTokenId, BudgetId, CaseId, CaseViewId, CategoryId, Clock, CompanyId, DistributionListId, EmailAddress,
    Entropy, FaqEntryId, FileLinkId, FilterId, IdentityId, IncidentId, IntakeId, JobId, KeptFileId,
    MailboxId, MessageId, OauthApplicationId, OauthSignInId, OrganisationId, OutboxId, PeopleListId,
    PersonId, PersonImportId, PriorityId, RequestTypeId, ReturnId, ReturnRuleId, RoleId, Secret,
    SenderDomainId, StandingId, StatusId, SystemEntropy, TagId, TemplateId, Timestamp, TransportId, UploadId,
    UserId,
};
use flows::{InstallationTransport, Office, Parts};
use net::smtp_out::{self, Sender};
use net::{ClientTls, HickoryResolver, Net, Reach, System};
use policy::case_token::TokenKey;
use policy::retry::Schedule;
use sha2::{Digest, Sha256};
use store::intake::{Arrival, Arrivals, Inserted, Summary};
use store::{Claim, Database, Objects, Store, StoreConfig, StoreError, Tx};
use tempfile::TempDir;
use testkit::SimClock;

use crate::browser::Browser;

/// A running office that a test owns.
pub(crate) struct World {
    pub(crate) office: Office,
    pub(crate) clock: SimClock,
    router: Router,
    _folder: TempDir,
}

impl World {
    /// An office that is reached over plain HTTP on this machine.
    pub(crate) async fn open() -> Self {
        Self::open_under("http://127.0.0.1:8080").await
    }

    pub(crate) async fn open_under(base_url: &str) -> Self {
        Self::open_reaching(base_url, Reach::PublicOnly).await
    }

    /// An office that may speak to servers of this machine, as the tests' own.
    pub(crate) async fn open_beside_servers() -> Self {
        Self::open_reaching("http://127.0.0.1:8080", Reach::Anywhere).await
    }

    /// An office that asks this name server.
    pub(crate) async fn open_asking(name_server: SocketAddr) -> Self {
        Self::open_with("http://127.0.0.1:8080", Reach::PublicOnly, name_server).await
    }

    async fn open_reaching(base_url: &str, reach: Reach) -> Self {
        // No name server answers there.
        let nowhere: SocketAddr = "127.0.0.1:9".parse().unwrap();
        Self::open_with(base_url, reach, nowhere).await
    }

    async fn open_with(base_url: &str, reach: Reach, name_server: SocketAddr) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = SimClock::default();
        let office = office(&folder, &clock, (base_url, reach, name_server)).await;
        let config = ApiConfig::new(BaseUrl::parse(base_url).unwrap());
        let router = api::router(office.clone(), config);
        Self { office, clock, router, _folder: folder }
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser in which a new user of the organisation with exactly these rights is signed in.
    pub(crate) async fn signed_in(&self, organisation: OrganisationId, rights: &[Right]) -> Browser {
        let user = self.user(organisation, rights).await;
        let token = self.session(organisation, user).await;
        self.browser().with_cookie(&format!("posthus={token}"))
    }

    /// A browser in which this user is signed in.
    pub(crate) async fn signed_in_as(&self, organisation: OrganisationId, user: UserId) -> Browser {
        let token = self.session(organisation, user).await;
        self.browser().with_cookie(&format!("posthus={token}"))
    }

    pub(crate) async fn user(&self, organisation: OrganisationId, rights: &[Right]) -> UserId {
        let rights: Rights = rights.iter().copied().collect();
        let unique = SystemEntropy.hex(8);
        let at = self.clock.now();
        self.write(move |tx| {
            Box::pin(async move {
                let role = store::roles::insert(tx, organisation, &unique, &rights).await?;
                let user = new_user(&format!("{unique}@example.org"), vec![role], at);
                store::users::insert(tx, organisation, &user).await
            })
        })
        .await
    }

    /// The token of a new session of this user.
    pub(crate) async fn session(&self, organisation: OrganisationId, user: UserId) -> String {
        // 43 characters, as a real token has.
        let token: String = SystemEntropy.hex(22).chars().take(43).collect();
        let at = self.clock.now();
        let session = store::sessions::NewSession {
            user,
            token_hash: Sha256::digest(token.as_bytes()).into(),
            at,
            expires_at: at.plus_millis(domain::limits::SESSION_IDLE_MS),
        };
        self.write(move |tx| {
            Box::pin(async move { store::sessions::insert(tx, organisation, &session).await })
        })
        .await;
        token
    }

    pub(crate) async fn write<T, F>(&self, job: F) -> T
    where
        F: for<'a> FnOnce(&'a Tx) -> store::Work<'a, T, StoreError> + Clone + Send + 'static,
        T: Send + 'static,
    {
        self.office.store().write(job).await.unwrap()
    }

    /// An organisation with one of everything in it.
    pub(crate) async fn organisation(&self, name: &'static str) -> Everything {
        let at = self.clock.now();
        let organisation = self
            .write(move |tx| Box::pin(async move { store::organisations::insert(tx, name, at).await }))
            .await;
        let user = self.user(organisation, &Right::ALL).await;
        let mut settings =
            self.write(move |tx| Box::pin(async move { choices(tx, organisation, name).await })).await;
        settings.oauth = self.oauth(organisation, user, settings.mailbox).await;
        let intake = self.intake(organisation, settings.mailbox, "failed").await;
        let blocked = self.intake(organisation, settings.mailbox, "blocked").await;
        self.decide(organisation, intake, None).await;
        self.decide(organisation, blocked, Some(settings.filter)).await;
        let outbox = self.outbox(organisation).await;
        let (case, message) = self.case(organisation, settings.mailbox, "Hjelp").await;
        let files = Files {
            link: self.file_link(organisation, user, (case, message)).await,
            upload: self.upload(organisation, user).await,
            kept: self.kept_file(organisation, settings.template).await,
        };
        let token = self.token(organisation, user).await;
        let job = self.job(organisation, user, intake).await;
        let tag = self.tag(organisation, case).await;
        let view = self.view(organisation, user).await;
        let (person, company) = self.person(organisation).await;
        let standing = self.standing(organisation).await;
        Everything {
            organisation,
            user,
            settings,
            intake,
            blocked,
            outbox,
            case,
            message,
            files,
            token,
            job,
            tag,
            view,
            known: Known {
                person,
                company,
                standing,
                incident: self.incident(organisation).await,
                list: self.people_list(organisation, user).await,
                distribution: self.distribution_list(organisation, user).await,
                import: self.person_import(organisation, user).await,
                rule: self.return_rule(organisation, user).await,
                returned: self.returned(organisation).await,
            },
        }
    }

    /// An application, and a sign-in of this user with it.
    async fn oauth(
        &self,
        org: OrganisationId,
        user: UserId,
        mailbox: MailboxId,
    ) -> (OauthApplicationId, OauthSignInId) {
        let at = self.clock.now();
        let settings = store::oauth::applications::ApplicationSettings {
            name: "Provider".to_owned(),
            provider: "own".to_owned(),
            client_id: "posthus".to_owned(),
            client_auth: domain::oauth::ClientAuth::Body,
            endpoints: store::oauth::applications::Endpoints::default(),
            secret_expires_at: None,
        };
        let sign_in = store::oauth::sign_ins::NewSignIn {
            user,
            bound_to: "session/1".to_owned(),
            owner: domain::oauth::GrantOwner::Mailbox(mailbox),
            application: OauthApplicationId::new(1),
            account: "post".to_owned(),
            state_hash: None,
            secret: Secret::new("verifier"),
            device: None,
            at,
            expires_at: at.plus_seconds(900),
        };
        self.write(move |tx| {
            Box::pin(async move {
                let application = store::oauth::applications::insert(tx, org, &settings, None, at).await?;
                let sign_in = store::oauth::sign_ins::NewSignIn { application, ..sign_in };
                Ok((application, store::oauth::sign_ins::insert(tx, org, &sign_in).await?))
            })
        })
        .await
    }

    pub(crate) async fn intake(
        &self,
        org: OrganisationId,
        mailbox: MailboxId,
        source: &'static str,
    ) -> IntakeId {
        let raw = testkit::samples::mail(1, "ola@kunde.example", "post@nord.example", source);
        let arrival = Arrival {
            source_id: source.to_owned(),
            raw: store::raw::prepare(self.office.store(), org, Bytes::from(raw)).await.unwrap(),
            received_at: self.clock.now(),
            arrived_at: None,
            summary: Summary { subject: source.to_owned(), ..Summary::default() },
            historic: false,
            left: None,
        };
        let arrivals = Arrivals {
            mailbox_id: mailbox,
            via: "imap".to_owned(),
            peer: "imap.example.org".to_owned(),
            mails: vec![arrival],
            skipped: Vec::new(),
            progress: None,
        };
        let stored = self
            .write(move |tx| Box::pin(async move { store::intake::insert_stored(tx, org, &arrivals).await }));
        match stored.await[0] {
            Inserted::New(id) | Inserted::Known(id) | Inserted::Copy(id) => id,
        }
    }

    /// Claims what is stored and lets this one fail, or a filter block it.
    async fn decide(&self, org: OrganisationId, id: IntakeId, filter: Option<FilterId>) {
        let at = self.clock.now();
        let claim = Claim { now: at, owner: "test".to_owned(), lease_until: at, limit: 10 };
        let done = self.write(move |tx| {
            Box::pin(async move {
                store::intake::claim_stored(tx, &claim).await?;
                let summary = Summary { subject: "Hei".to_owned(), ..Summary::default() };
                match filter {
                    Some(filter_id) => {
                        let verdict = store::intake::Blocked { filter_id, discards: false, summary, at };
                        store::intake::record_blocked(tx, org, id, "test", &verdict).await
                    }
                    None => {
                        let verdict = store::intake::Failed { error: "broken".to_owned(), summary: None, at };
                        store::intake::record_failed(tx, org, id, "test", &verdict).await
                    }
                }
            })
        });
        assert!(done.await, "the mail was claimed");
    }

    /// Many equal refusals that nobody has decided on.
    async fn incident(&self, org: OrganisationId) -> IncidentId {
        let at = self.clock.now();
        self.write(move |tx| {
            Box::pin(async move {
                let new = store::incidents::NewIncident {
                    burst: "provider.example 550 5.1.1 no such user",
                    provider: "provider.example",
                    class: domain::returns::ReturnClass::MailboxUnknown,
                    words: "550 5.1.1 no such user",
                    at,
                };
                store::incidents::open(tx, org, &new, at).await
            })
        })
        .await
    }

    /// A report that belongs to no mail.
    async fn returned(&self, org: OrganisationId) -> ReturnId {
        let new = store::returns::NewReturn {
            address: "borte@kunde.example".parse().ok(),
            outbox_id: None,
            intake_id: None,
            at: self.clock.now(),
            source: domain::blocks::ReturnSource::Report,
            judged: store::returns::Judged {
                class: domain::returns::ReturnClass::MailboxUnknown,
                cause: None,
                kind: domain::returns::ReturnKind::Hard,
                confidence: domain::returns::Confidence::High,
                rule: "mailbox-unknown".to_owned(),
                rules: Some("address/1".to_owned()),
                matched: "no such user".to_owned(),
                of_relay: false,
            },
            words: "550 5.1.1 no such user".to_owned(),
            about: domain::About::default(),
            host: None,
            at_relay: false,
        };
        self.write(move |tx| {
            let new = new.clone();
            Box::pin(
                async move { store::returns::put(tx, org, &new, &store::returns::Weight::default()).await },
            )
        })
        .await
    }

    /// An own rule on returns.
    async fn return_rule(&self, org: OrganisationId, user: UserId) -> ReturnRuleId {
        let by = (user, self.clock.now());
        let rule = store::return_rules::ReturnRule {
            class: domain::returns::ReturnClass::MailboxFull,
            phrases: vec!["the cupboard is full".to_owned()],
            host: String::new(),
            sample: "550 the cupboard is full".to_owned(),
        };
        self.write(move |tx| {
            let rule = rule.clone();
            Box::pin(async move { store::return_rules::insert(tx, org, &rule, by).await })
        })
        .await
    }

    /// A selection of nobody.
    async fn people_list(&self, org: OrganisationId, user: UserId) -> PeopleListId {
        let by = (user, self.clock.now());
        let kind = domain::people_list::PeopleListKind::Selection;
        self.write(move |tx| {
            Box::pin(async move { store::people_lists::insert(tx, org, (kind, "Utvalg"), by).await })
        })
        .await
    }

    /// A distribution list of nobody.
    async fn distribution_list(&self, org: OrganisationId, user: UserId) -> DistributionListId {
        let at = self.clock.now();
        let settings = store::distribution_lists::DistributionListSettings {
            name: "Styret".to_owned(),
            description: String::new(),
            owner: user,
            shared: true,
        };
        self.write(move |tx| {
            let settings = settings.clone();
            Box::pin(async move { store::distribution_lists::insert(tx, org, &settings, &[], at).await })
        })
        .await
    }

    async fn person_import(&self, org: OrganisationId, user: UserId) -> PersonImportId {
        let new = store::person_imports::NewPersonImport {
            user,
            file_name: "kunder.csv".to_owned(),
            headings: vec!["Navn".to_owned()],
            at: self.clock.now(),
        };
        self.write(move |tx| {
            let new = new.clone();
            Box::pin(async move { store::person_imports::insert(tx, org, &new).await })
        })
        .await
    }

    /// A blocked address.
    pub(crate) async fn standing(&self, org: OrganisationId) -> StandingId {
        self.standing_since(org, self.clock.now()).await
    }

    pub(crate) async fn standing_since(&self, org: OrganisationId, at: Timestamp) -> StandingId {
        let block = store::standings::Block { at, scope: BlockScope::All, reason: BlockReason::Hand };
        let new = store::standings::NewStanding {
            address: "borte@kunde.example".parse().unwrap(),
            returns: 0,
            at,
            class: None,
            fault: None,
            rule: None,
            words: String::new(),
            host: None,
            well_at: None,
            block: Some(block),
            by: None,
        };
        self.write(move |tx| {
            let new = new.clone();
            Box::pin(async move { store::standings::put(tx, org, &new).await })
        })
        .await
    }

    pub(crate) async fn outbox(&self, org: OrganisationId) -> OutboxId {
        self.outbox_to(org, "ola@kunde.example").await
    }

    /// A mail that is to leave.
    pub(crate) async fn outbox_to(&self, org: OrganisationId, recipient: &str) -> OutboxId {
        let raw = testkit::samples::mail(2, "post@nord.example", recipient, "Svar");
        let at = self.clock.now();
        let item = store::outbox::NewOutbox {
            from: address("post@nord.example"),
            from_name: None,
            return_path: None,
            subject: "Svar".to_owned(),
            raw: store::raw::prepare(self.office.store(), org, Bytes::from(raw)).await.unwrap(),
            recipients: vec![address(recipient)],
            created_by: None,
            case_id: None,
            at,
            due_at: at,
        };
        self.write(move |tx| Box::pin(async move { store::outbox::insert(tx, org, &item).await })).await
    }

    /// A case with one received message.
    /// A link to a file of this message.
    async fn file_link(
        &self,
        org: OrganisationId,
        by: UserId,
        (case, message): (CaseId, MessageId),
    ) -> FileLinkId {
        let raw = store::raw::prepare(self.office.store(), org, Bytes::from_static(b"a file")).await.unwrap();
        let at = self.clock.now();
        let link = store::file_links::NewFileLink {
            name: "tegning.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size_octets: raw.size_octets(),
            bytes: store::file_links::LinkedBytes::New(raw),
            token_hash: Sha256::digest(SystemEntropy.hex(8).as_bytes()).into(),
            by,
            at,
            expires_at: at.plus_seconds(3600),
            fetches_max: 3,
        };
        self.write(move |tx| {
            Box::pin(async move {
                store::file_links::insert(tx, org, message, &[link]).await?;
                let links = store::file_links::list_of_case(tx, org, case).await?;
                Ok(links[0].id)
            })
        })
        .await
    }

    pub(crate) async fn case(
        &self,
        org: OrganisationId,
        mailbox: MailboxId,
        title: &'static str,
    ) -> (CaseId, MessageId) {
        let raw = testkit::samples::mail(3, "ola@kunde.example", "post@nord.example", title);
        let raw = store::raw::prepare(self.office.store(), org, Bytes::from(raw)).await.unwrap();
        let at = self.clock.now();
        self.write(move |tx| {
            Box::pin(async move {
                store::raw::insert(tx, &raw).await?;
                let case = store::cases::NewCase {
                    title: title.to_owned(),
                    customer_name: Some("Ola".to_owned()),
                    customer_address: "ola@kunde.example".to_owned(),
                    category_id: None,
                    priority_id: None,
                    request_type_id: None,
                    owner_id: None,
                    mailbox_id: Some(mailbox),
                    at,
                };
                let (id, _) = store::cases::insert(tx, org, &case).await?;
                let message =
                    store::cases::append_message(tx, org, id, &received(title, at, raw.hash())).await?;
                Ok((id, message))
            })
        })
        .await
    }

    async fn person(&self, org: OrganisationId) -> (PersonId, CompanyId) {
        let at = self.clock.now();
        self.write(move |tx| {
            Box::pin(async move {
                let domains = ["kunde.example".to_owned()];
                let company = store::companies::insert(tx, org, ("Kunde", &domains), at).await?;
                let person = store::persons::NewPerson {
                    name: "Ola".to_owned(),
                    addresses: vec![address("ola@kunde.example")],
                    phone: String::new(),
                    language: Some(Language::Nb),
                    company_id: Some(company),
                    at,
                };
                Ok((store::persons::insert(tx, org, &person).await?, company))
            })
        })
        .await
    }

    async fn tag(&self, org: OrganisationId, case: CaseId) -> TagId {
        let at = self.clock.now();
        self.write(move |tx| {
            Box::pin(async move {
                let tag = store::tags::find_or_insert(tx, org, "Faktura", at).await?.unwrap();
                store::tags::mark(tx, org, case, tag).await?;
                Ok(tag)
            })
        })
        .await
    }

    async fn view(&self, org: OrganisationId, author: UserId) -> CaseViewId {
        let view = store::case_views::NewCaseView {
            author,
            name: "Hastesaker".to_owned(),
            shared: false,
            query: "{}".to_owned(),
            at: self.clock.now(),
        };
        self.write(move |tx| Box::pin(async move { store::case_views::insert(tx, org, &view).await })).await
    }

    async fn upload(&self, org: OrganisationId, user: UserId) -> UploadId {
        let raw = store::raw::prepare(self.office.store(), org, Bytes::from_static(b"file")).await.unwrap();
        let upload = store::uploads::NewUpload {
            user,
            name: "a.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            raw,
            at: self.clock.now(),
        };
        self.write(move |tx| Box::pin(async move { store::uploads::insert(tx, org, &upload).await })).await
    }

    /// The same bytes, kept by a template.
    async fn kept_file(&self, org: OrganisationId, template: TemplateId) -> KeptFileId {
        let bytes = b"file";
        let file = store::kept_files::KeptFile {
            id: self.office.store().new_id(),
            name: "a.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            size_octets: bytes.len() as u64,
            raw_hash: store::raw::RawHash::of(bytes),
        };
        let (id, at) = (file.id, self.clock.now());
        self.write(move |tx| {
            let files = [file.clone()];
            let by = domain::kept_file::KeptBy::Template(template);
            Box::pin(async move { store::kept_files::replace(tx, org, by, (&files, None, at)).await })
        })
        .await;
        id
    }

    async fn job(&self, org: OrganisationId, user: UserId, intake: IntakeId) -> JobId {
        let (kind, ids) = (JobKind::IntakeImport, vec![intake.get()]);
        let job = store::jobs::NewJob {
            user,
            kind,
            params: "null".to_owned(),
            ids,
            cut: false,
            at: self.clock.now(),
        };
        self.write(move |tx| Box::pin(async move { store::jobs::insert(tx, org, &job).await })).await
    }

    async fn token(&self, org: OrganisationId, user: UserId) -> ApiTokenId {
        let at = self.clock.now();
        let mut token_hash = [0; 32];
        SystemEntropy.fill(&mut token_hash);
        let token = store::api_tokens::NewApiToken {
            user,
            name: "script".to_owned(),
            token_hash,
            at,
            expires_at: None,
        };
        self.write(move |tx| Box::pin(async move { store::api_tokens::insert(tx, org, &token).await })).await
    }
}

/// One of everything in one organisation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Everything {
    pub(crate) organisation: OrganisationId,
    pub(crate) user: UserId,
    pub(crate) settings: Choices,
    pub(crate) intake: IntakeId,
    pub(crate) blocked: IntakeId,
    pub(crate) outbox: OutboxId,
    pub(crate) case: CaseId,
    pub(crate) message: MessageId,
    pub(crate) files: Files,
    pub(crate) token: ApiTokenId,
    pub(crate) job: JobId,
    pub(crate) tag: TagId,
    pub(crate) view: CaseViewId,
    pub(crate) known: Known,
}

/// Files, and what leads to them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Files {
    pub(crate) link: FileLinkId,
    pub(crate) upload: UploadId,
    /// One that a template keeps.
    pub(crate) kept: KeptFileId,
}

/// Whom an organisation knows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) person: PersonId,
    pub(crate) company: CompanyId,
    pub(crate) standing: StandingId,
    pub(crate) incident: IncidentId,
    pub(crate) list: PeopleListId,
    pub(crate) distribution: DistributionListId,
    pub(crate) import: PersonImportId,
    pub(crate) rule: ReturnRuleId,
    pub(crate) returned: ReturnId,
}

/// What an administrator sets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choices {
    pub(crate) role: RoleId,
    pub(crate) category: CategoryId,
    pub(crate) priority: PriorityId,
    pub(crate) mailbox: MailboxId,
    pub(crate) filter: FilterId,
    pub(crate) template: TemplateId,
    pub(crate) budget: BudgetId,
    pub(crate) status: StatusId,
    /// An application, and a sign-in with it.
    pub(crate) oauth: (OauthApplicationId, OauthSignInId),
    pub(crate) request_type: RequestTypeId,
    pub(crate) faq: FaqEntryId,
    /// The outgoing server of a sender domain.
    pub(crate) transport: TransportId,
    pub(crate) identity: IdentityId,
    pub(crate) sender_domain: SenderDomainId,
}

async fn choices(tx: &Tx, org: OrganisationId, name: &str) -> Result<Choices, StoreError> {
    let role = store::roles::insert(tx, org, "Agent", &Rights::from([Right::CasesAll])).await?;
    let category = store::categories::insert(tx, org, "Support").await?;
    let priority = store::priorities::insert(tx, org, "Normal", 5).await?;
    let mailbox = store::mailboxes::insert(tx, org, &mailbox(name), None, tx.now()).await?;
    let filter = store::filters::FilterSettings {
        name: "Spam".to_owned(),
        active: true,
        mailbox_ids: Vec::new(),
        rules: FilterRules {
            conditions: vec![FilterCondition {
                field: FilterField::Subject,
                header: None,
                operator: FilterOperator::Contains,
                value: "spam".to_owned(),
            }],
            actions: vec![FilterAction::Block],
            ..FilterRules::default()
        },
    };
    let filter = store::filters::insert(tx, org, &filter).await?;
    let version = store::templates::TemplateVersion {
        language: Language::Nb,
        subject: String::new(),
        text: "Hei [[customer.name]]".to_owned(),
        html: None,
    };
    let template = store::templates::TemplateSettings {
        name: "Takk".to_owned(),
        description: String::new(),
        folder: String::new(),
        active: true,
        default_language: Language::Nb,
        identity_id: None,
        recipients: domain::compose::TypedRecipients::default(),
        versions: vec![version],
    };
    let template = store::templates::insert(tx, org, &template, (None, tx.now())).await?;
    let asking = store::budgets::Asking {
        first: tx.now().plus_seconds(3600),
        interval_ms: 600_000,
        last: tx.now().plus_seconds(7200),
        at: tx.now(),
    };
    let budget = store::budgets::ask(tx, org, ("address", "ola@kunde.example"), asking).await?.id;
    store::budgets::record_refusal(tx, org, budget).await?;
    let status = store::statuses::list(tx, org).await?[0].id;
    let request_type = store::request_types::insert(tx, org, "Feil").await?;
    let request_type = request_type.ok_or(StoreError::Missing("request type"))?;
    let faq = faq(tx, org).await?;
    let transport = domain_transport(tx, org, name).await?;
    Ok(Choices {
        role,
        category,
        priority,
        mailbox,
        filter,
        template,
        budget,
        status,
        oauth: (OauthApplicationId::new(0), OauthSignInId::new(0)),
        request_type,
        faq,
        transport,
        identity: identity(tx, org).await?,
        sender_domain: sender_domain(tx, org, name).await?,
    })
}

async fn faq(tx: &Tx, org: OrganisationId) -> Result<FaqEntryId, StoreError> {
    let faq = store::faq::FaqSettings {
        folder: "Kunde".to_owned(),
        title: "Retur".to_owned(),
        keywords: vec!["retur".to_owned()],
        text: "Send varene tilbake, [[customer.name]].".to_owned(),
        link: String::new(),
        language: Language::Nb,
    };
    store::faq::insert(tx, org, &faq, (None, tx.now())).await
}

async fn identity(tx: &Tx, org: OrganisationId) -> Result<IdentityId, StoreError> {
    let settings = store::identities::IdentitySettings {
        address: address("presse@nord.example"),
        display_name: "Presse".to_owned(),
        answers_to: domain::compose::AnswersTo::Mailbox,
        of_new: domain::compose::Formatted::default(),
        of_reply: domain::compose::Formatted::default(),
        copy_to: Vec::new(),
        category_ids: Vec::new(),
    };
    let made = store::identities::insert(tx, org, &settings, tx.now()).await?;
    made.ok_or(StoreError::Missing("identity"))
}

async fn domain_transport(tx: &Tx, org: OrganisationId, name: &str) -> Result<TransportId, StoreError> {
    let settings = store::transports::TransportSettings {
        in_use: true,
        kind: TransportKind::Relay,
        host: "smtp.example.org".to_owned(),
        port: 465,
        security: Security::Tls,
        username: String::new(),
        sign_in: domain::mailbox::SignIn::Password,
        helo_name: String::new(),
        own_return_path: false,
        spf_terms: String::new(),
    };
    let owner = domain::transport::TransportOwner::Domain(format!("{name}.example"));
    let keep = store::PasswordChange::Keep;
    store::transports::put(tx, (org, &owner), &settings, &keep, tx.now()).await?;
    let found = store::transports::find(tx, org, &owner).await?;
    found.map(|row| row.id).ok_or(StoreError::Missing("transport"))
}

/// A domain that is not live, without keys.
async fn sender_domain(tx: &Tx, org: OrganisationId, name: &str) -> Result<SenderDomainId, StoreError> {
    let (name, added_by) = (format!("{name}.example"), UserId::new(1));
    let new = store::sender_domains::NewSenderDomain { name, added_by, reports_to: None, at: tx.now() };
    let made = store::sender_domains::insert(tx, org, &new).await?;
    made.ok_or(StoreError::Missing("sender domain"))
}

fn mailbox(name: &str) -> store::mailboxes::MailboxSettings {
    store::mailboxes::MailboxSettings {
        address: address(&format!("post@{name}.example")),
        display_name: "Posten".to_owned(),
        protocol: Protocol::Imap,
        host: "imap.example.org".to_owned(),
        port: 993,
        security: Security::Tls,
        username: "post".to_owned(),
        sign_in: domain::mailbox::SignIn::Password,
        folder: "INBOX".to_owned(),
        interval_s: 60,
        after_import: AfterImport::Keep,
        category_id: None,
        priority_id: None,
        request_type_id: None,
        forwarding_address: None,
        language: Language::Nb,
        active: true,
        rules: store::mailboxes::MailboxRules::default(),
    }
}

fn new_user(email: &str, role_ids: Vec<RoleId>, at: Timestamp) -> store::users::NewUser {
    store::users::NewUser {
        name: "Kari Nordmann".to_owned(),
        address: address(email),
        password_hash: "$argon2id$none".to_owned(),
        language: Language::Nb,
        role_ids,
        category_ids: Vec::new(),
        at,
    }
}

fn received(subject: &str, at: Timestamp, hash: store::raw::RawHash) -> store::cases::NewMessage {
    let from = store::cases::Correspondent {
        name: Some("Ola".to_owned()),
        address: Some(address("ola@kunde.example")),
    };
    store::cases::NewMessage {
        direction: Direction::Received,
        at,
        content: store::cases::MessageContent {
            from,
            subject: subject.to_owned(),
            text: "Hei".to_owned(),
            full_text: "Hei".to_owned(),
            class: "person".to_owned(),
            message_id: Some(format!("{}@kunde.example", SystemEntropy.hex(6))),
            ..store::cases::MessageContent::default()
        },
        author_id: None,
        intake_id: None,
        outbox_id: None,
        raw_hash: Some(hash),
    }
}

pub(crate) fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

async fn office(
    folder: &TempDir,
    clock: &SimClock,
    (base_url, reach, name_server): (&str, Reach, SocketAddr),
) -> Office {
    let (clock, entropy): (Arc<dyn Clock>, Arc<dyn Entropy>) =
        (Arc::new(clock.clone()), Arc::new(SystemEntropy));
    let config = StoreConfig {
        database: Database::Sqlite { path: folder.path().join("posthus.db") },
        objects: Objects::Folder { path: folder.path().join("objects") },
        key: Some([7; 32]),
        node: 0,
    };
    let store = Store::open(config, Arc::clone(&clock), Arc::clone(&entropy)).await.unwrap();
    let net = Net {
        network: Arc::new(System::new(Arc::new(HickoryResolver::with_servers(&[name_server]).unwrap()))),
        tls: ClientTls::new(&[]).unwrap(),
        clock: Arc::clone(&clock),
        entropy: Arc::clone(&entropy),
        reach,
    };
    let sender = Sender::new(net.clone(), smtp_out::Settings::new("mail.example.org"));
    let settings = flows::Settings {
        node: "test".to_owned(),
        lease_ms: domain::limits::LEASE_MS,
        base_url: base_url.to_owned(),
        host_name: "mail.example.org".to_owned(),
        return_host: None,
        keys_zone: None,
        demo: true,
        mail_octets_max: domain::limits::MAIL_OCTETS_MAX,
        fetch_concurrency: 1,
        send_concurrency: 1,
        send_concurrency_per_destination: 1,
        organisation_share: 50,
        rates: flows::outbox::Rates::default(),
        mx_port: 25,
        schedule: Schedule::default(),
        check_senders: false,
        trusted_gateways: Vec::new(),
        detection: flows::DetectionSettings {
            isp_database: String::new(),
            plain_http: false,
            within: std::time::Duration::from_secs(5),
        },
        outgoing: InstallationTransport {
            kind: TransportKind::Direct,
            host: String::new(),
            port: 25,
            security: Security::Tls,
            username: String::new(),
            password: Secret::new(""),
            oauth: None,
            spf_terms: String::new(),
        },
        rewrite_from: None,
        unverified: domain::preflight::UnverifiedRule::Warn,
    };
    let policies = Arc::new(net::mta_sts::WebPolicies::new(net.clone(), reach));
    Office::new(Parts {
        store,
        clock,
        entropy,
        net,
        sender,
        policies,
        tokens: TokenKey::new([9; 32]),
        settings,
    })
}
