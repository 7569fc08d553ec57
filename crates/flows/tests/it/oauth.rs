//! Mailboxes that sign in with what a provider grants: a real Dovecot that asks a small provider about its
//! tokens.

use domain::mailbox::{AfterImport, Protocol, SignIn};
use domain::oauth::{GrantOwner, GrantState, SignInOutcome, SignInWay};
use domain::{MailboxId, OauthApplicationId, Secret, SessionId};
use flows::Office;
use flows::mailboxes::{MailboxInput, ServerInput};
use flows::oauth::OauthWorker;
use flows::oauth::applications::{self, ApplicationInput};
use flows::oauth::sign_ins::{self, Begun, Person, Returned};
use flows::sign_in::Credential;
use flows::sync::{SyncWorker, WatchWorker};
use flows::worker::{Found, Worker};
use store::mailboxes::{HealthState, MailboxRow, WatchState};
use store::oauth::grants::{self, GrantRow};
use testkit::dovecot::Dovecot;
use testkit::oauth::{Habits, OauthProvider, TokenFault};
use testkit::postgres::Postgres;
use tokio_util::sync::CancellationToken;

use crate::house::House;

pub(crate) const SESSION: Credential = Credential::Session(SessionId::new(77));

/// A house whose mailbox is on a Dovecot that takes the provider's tokens.
pub(crate) struct Granting {
    pub(crate) house: House,
    pub(crate) provider: OauthProvider,
    dovecot: Dovecot,
    pub(crate) application: OauthApplicationId,
    pub(crate) mailbox: MailboxId,
}

pub(crate) async fn register(house: &House, provider: &OauthProvider) -> OauthApplicationId {
    let input = ApplicationInput {
        name: Some("The provider".to_owned()),
        client_id: Some("posthus".to_owned()),
        client_secret: Some(Secret::new("client secret")),
        authorization_endpoint: Some(provider.endpoint("authorize")),
        token_endpoint: Some(provider.endpoint("token")),
        device_endpoint: Some(provider.endpoint("device")),
        revocation_endpoint: Some(provider.endpoint("revoke")),
        scopes: Some("mail offline_access".to_owned()),
        ..ApplicationInput::default()
    };
    applications::create(&house.office, &house.actor, input).await.unwrap()
}

impl Granting {
    async fn open(house: House, habits: Habits, mechanisms: &str, protocol: Protocol) -> Self {
        let provider = OauthProvider::start(habits).unwrap();
        let introspection = provider.endpoint("introspect");
        let dovecot =
            Dovecot::start_with_tokens(&[("kari", "hemmelig")], &introspection, mechanisms).unwrap();
        dovecot.deliver("kari", &mail(1)).unwrap();
        let application = register(&house, &provider).await;
        let ports = dovecot.ports();
        let port = if protocol == Protocol::Pop3 { ports.pop3 } else { ports.imap };
        let server = ServerInput {
            protocol: Some(protocol),
            port: Some(port),
            sign_in: Some(SignIn::OAuth(application)),
            ..ServerInput::default()
        };
        let input = MailboxInput { server, after_import: Some(AfterImport::Keep), ..MailboxInput::default() };
        let mailbox = house.fetched(input).await;
        Self { house, provider, dovecot, application, mailbox }
    }

    pub(crate) async fn imap() -> Self {
        Self::open(House::open().await, Habits::default(), "xoauth2", Protocol::Imap).await
    }

    /// The same with another provider, signed in.
    pub(crate) async fn signed_in_with(habits: Habits) -> Self {
        let granting = Self::open(House::open().await, habits, "xoauth2", Protocol::Imap).await;
        granting.sign_in().await;
        granting
    }

    /// The same, signed in.
    pub(crate) async fn signed_in() -> Self {
        let granting = Self::imap().await;
        granting.sign_in().await;
        granting
    }

    pub(crate) fn person(&self) -> Person<'_> {
        Person { actor: &self.house.actor, credential: &SESSION }
    }

    pub(crate) async fn begin(&self, way: SignInWay) -> Begun {
        sign_ins::begin_for_mailbox(&self.house.office, self.person(), self.mailbox, way).await.unwrap()
    }

    /// The person signs in in the browser.
    pub(crate) async fn sign_in(&self) {
        let begun = self.begin(SignInWay::Browser).await;
        let returned = self.agreed(&begun);
        let owner = sign_ins::finish(&self.house.office, self.person(), returned).await.unwrap();
        assert_eq!(owner, GrantOwner::Mailbox(self.mailbox));
    }

    pub(crate) fn agreed(&self, begun: &Begun) -> Returned {
        let query = self.provider.agree(begun.address.as_deref().unwrap()).unwrap();
        Returned {
            provider: "own".to_owned(),
            state: Secret::new(query["state"].clone()),
            code: Some(Secret::new(query["code"].clone())),
            error: None,
            error_description: None,
        }
    }

    pub(crate) async fn row(&self) -> MailboxRow {
        flows::mailboxes::find(&self.house.office, &self.house.actor, self.mailbox).await.unwrap()
    }

    pub(crate) async fn grant(&self) -> GrantRow {
        let conn = self.house.office.store().read();
        let owner = GrantOwner::Mailbox(self.mailbox);
        grants::find(&conn, self.house.actor.organisation, owner).await.unwrap().unwrap()
    }

    /// The tokens that are kept: access and refresh.
    async fn tokens(&self) -> (String, String) {
        let conn = self.house.office.store().read();
        let owner = GrantOwner::Mailbox(self.mailbox);
        let held = grants::find_held(&conn, self.house.actor.organisation, owner).await.unwrap().unwrap();
        (held.access.expose().to_owned(), held.refresh.expose().to_owned())
    }

    pub(crate) async fn fetch(&self) -> MailboxRow {
        self.house.fetch(self.mailbox).await
    }

    fn renewals(&self) -> usize {
        self.provider.asked("refresh_token")
    }

    pub(crate) async fn work(&self) {
        let worker = OauthWorker::new(self.house.office.clone());
        while worker.step().await.unwrap() == Found::Work {}
    }
}

fn mail(number: u32) -> Vec<u8> {
    format!(
        "From: Ola <ola@kunde.test>\r\nTo: kari@house.test\r\nSubject: Mail {number}\r\n\
         Message-ID: <{number}@kunde.test>\r\nDate: Mon, 5 Jan 2026 09:00:00 +0000\r\n\r\nHello {number}\r\n"
    )
    .into_bytes()
}

#[tokio::test]
async fn a_person_signs_in_in_the_browser_and_mail_is_fetched_with_the_token() {
    let granting = Granting::imap().await;
    let row = granting.row().await;
    assert_eq!(
        (row.health.state, row.health.next_check_at, row.has_password),
        (HealthState::SignIn, None, false)
    );
    let asked =
        flows::mailboxes::check(&granting.house.office, &granting.house.actor, granting.mailbox).await;
    assert_eq!(asked.unwrap_err().code, "mailbox.sign_in_first");
    let alarms = flows::mailboxes::health::overdue(&granting.house.office, &granting.house.actor).await;
    assert!(alarms.unwrap().is_empty(), "it is being set up");
    let worker = SyncWorker::new(granting.house.office.clone(), CancellationToken::new());
    assert_eq!(worker.step().await.unwrap(), Found::Nothing, "nothing is fetched before somebody signs in");

    granting.sign_in().await;
    let row = granting.fetch().await;
    assert_eq!(row.health.state, HealthState::Ok, "{:?} {}", row.health, granting.dovecot.log());
    assert_eq!(granting.house.intakes(granting.mailbox).await.len(), 1);
    let glance = row.grant.unwrap();
    assert_eq!((glance.state, glance.application_name.as_str()), (GrantState::Good, "The provider"));
    assert_eq!(granting.renewals(), 0, "the first token is good for an hour");
}

#[tokio::test]
async fn both_mechanisms_and_both_protocols_take_the_token() {
    for (mechanism, protocol) in
        [("oauthbearer", Protocol::Imap), ("xoauth2", Protocol::Pop3), ("oauthbearer", Protocol::Pop3)]
    {
        let house = House::open().await;
        let granting = Granting::open(house, Habits::default(), mechanism, protocol).await;
        granting.sign_in().await;
        let row = granting.fetch().await;
        let log = granting.dovecot.log();
        assert_eq!(row.health.state, HealthState::Ok, "{mechanism} {:?} {log}", row.health.last_error);
        assert_eq!(granting.house.intakes(granting.mailbox).await.len(), 1, "{mechanism}");
        // A refused token: its error challenge is answered, and the refusal is told in words.
        granting.provider.end_access();
        granting.provider.fail_always(Some((503, "")));
        let row = granting.fetch().await;
        let code = row.health.last_error_code.as_deref();
        assert_eq!(code, Some("oauth_provider_down"), "{mechanism} {protocol:?} {:?}", row.health.last_error);
    }
}

#[tokio::test]
async fn a_state_is_good_once_in_the_session_that_began_it() {
    let granting = Granting::imap().await;
    let (office, actor) = (&granting.house.office, &granting.house.actor);
    let begun = granting.begin(SignInWay::Browser).await;
    let returned = granting.agreed(&begun);

    let other = Credential::Session(SessionId::new(78));
    let stolen = Person { actor, credential: &other };
    let refused = sign_ins::finish(office, stolen, returned.clone()).await.unwrap_err();
    assert_eq!(refused.code, "oauth.unknown_state", "another session");

    let mixed = Returned { provider: "google".to_owned(), ..returned.clone() };
    let refused = sign_ins::finish(office, granting.person(), mixed).await.unwrap_err();
    assert_eq!(refused.code, "oauth.unknown_state", "another provider's address");
    let refused = sign_ins::finish(office, granting.person(), returned).await.unwrap_err();
    assert_eq!(refused.code, "oauth.unknown_state", "it was used up");
    assert_eq!(granting.provider.asked("authorization_code"), 0, "nothing was sent to the provider");

    let begun = granting.begin(SignInWay::Browser).await;
    let returned = granting.agreed(&begun);
    granting.house.clock.advance_seconds(15 * 60 + 1);
    let refused = sign_ins::finish(office, granting.person(), returned).await.unwrap_err();
    assert_eq!(refused.code, "oauth.unknown_state", "too late");

    let begun = granting.begin(SignInWay::Browser).await;
    let denied = Returned {
        code: None,
        error: Some("access_denied".to_owned()),
        error_description: Some("the administrator\r\nsaid no".to_owned()),
        ..granting.agreed(&begun)
    };
    let refused = sign_ins::finish(office, granting.person(), denied).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.params["words"].as_str()),
        ("oauth.denied", "access_denied: the administrator said no")
    );
}

#[tokio::test]
async fn a_code_with_another_verifier_brings_nothing() {
    let granting = Granting::imap().await;
    let (first, second) =
        (granting.begin(SignInWay::Browser).await, granting.begin(SignInWay::Browser).await);
    // RFC 7636 1: who got hold of a code has not the verifier that belongs to it.
    let mut returned = granting.agreed(&second);
    returned.code = granting.agreed(&first).code;
    let refused = sign_ins::finish(&granting.house.office, granting.person(), returned).await.unwrap_err();
    assert_eq!(refused.code, "oauth.refused");
    assert_eq!(granting.row().await.health.state, HealthState::SignIn);
}

#[tokio::test]
async fn whoever_begins_again_leaves_what_he_began_and_takes_nobodys_place() {
    let granting = Granting::imap().await;
    let first = granting.begin(SignInWay::Browser).await;
    for _ in 0..domain::limits::OAUTH_SIGN_INS_MAX {
        granting.begin(SignInWay::Browser).await;
    }
    let last = granting.begin(SignInWay::Device).await;
    let (office, actor) = (&granting.house.office, &granting.house.actor);
    let waiting =
        store::oauth::sign_ins::count_waiting(&office.store().read(), actor.organisation, office.now()).await;
    assert_eq!(waiting.unwrap(), 1);
    assert_eq!(sign_ins::find(office, actor, first.id).await.unwrap_err().code, "not_found");
    assert!(sign_ins::find(office, actor, last.id).await.is_ok());
}

#[tokio::test]
async fn a_token_is_renewed_early_and_the_rotated_one_is_kept() {
    let granting = Granting::signed_in().await;
    let before = granting.tokens().await;
    granting.house.clock.advance_seconds(2_990);
    granting.work().await;
    assert_eq!(granting.renewals(), 0, "not before its time");
    granting.house.clock.advance_seconds(20);
    granting.work().await;
    assert_eq!(granting.renewals(), 1);
    let after = granting.tokens().await;
    assert!(before.0 != after.0 && before.1 != after.1);
    assert_eq!(granting.provider.refresh_tokens(), [after.1]);
    granting.house.clock.advance_seconds(600);
    for _ in 0..3 {
        assert_eq!(granting.fetch().await.health.state, HealthState::Ok);
    }
    assert_eq!(granting.renewals(), 1, "no poll asks the provider");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_that_need_a_token_at_once_renew_it_once() {
    let database = Postgres::start().unwrap().database().unwrap();
    let house = House::open_on_postgres(database.url()).await;
    let granting = Granting::open(house, Habits::default(), "xoauth2", Protocol::Imap).await;
    granting.sign_in().await;
    let other = granting.house.another_node().await;
    for round in 1..=5 {
        granting.house.clock.advance_seconds(4_000);
        granting.provider.end_access();
        let test = |office: Office| {
            let (actor, id) = (granting.house.actor.clone(), granting.mailbox);
            async move {
                let input = MailboxInput::default();
                flows::mailboxes::test(&office, &actor, input, Some(id)).await.unwrap()
            }
        };
        let (one, two) = tokio::join!(test(granting.house.office.clone()), test(other.clone()));
        assert!(one.report.ok && two.report.ok, "{:?} {:?}", one.report, two.report);
        assert_eq!(granting.renewals(), round, "one renewal each time");
        assert_eq!(granting.provider.refresh_tokens(), [granting.tokens().await.1]);
    }
}

#[tokio::test]
async fn a_server_that_refuses_a_token_has_it_renewed_once_and_then_it_is_told() {
    let granting = Granting::signed_in().await;
    assert_eq!(granting.fetch().await.health.state, HealthState::Ok);
    granting.provider.end_access();
    let row = granting.fetch().await;
    assert_eq!(row.health.state, HealthState::Ok, "{:?}", row.health.last_error);
    assert_eq!(granting.renewals(), 1, "the refusal had it renewed before its time");

    // A server that takes no token at all.
    granting.provider.change(|habits| habits.user = "somebody else".to_owned());
    granting.house.clock.advance_seconds(3_700);
    granting.work().await;
    let renewals = granting.renewals();
    for _ in 0..3 {
        let row = granting.fetch().await;
        assert_eq!(row.health.last_error_code.as_deref(), Some("token_refused"));
    }
    assert_eq!(granting.renewals(), renewals + 1, "once, and then it is told");
    assert_eq!(granting.grant().await.standing.state, GrantState::Good, "the provider is not to blame");
}

#[tokio::test]
async fn a_revoked_grant_is_told_at_once_and_mended_by_another_sign_in() {
    let granting = Granting::signed_in().await;
    granting.provider.revoke_all();
    let row = granting.fetch().await;
    assert_eq!(row.health.last_error_code.as_deref(), Some("oauth_revoked"));
    let words = row.health.last_error.clone().unwrap();
    assert!(
        words.contains("took its permission back: invalid_grant") && words.contains("sign in again"),
        "{words}"
    );
    assert!(row.health.alarmed_at.is_some(), "nobody waits an hour for what only a person can mend");
    let alarms =
        flows::mailboxes::health::overdue(&granting.house.office, &granting.house.actor).await.unwrap();
    assert_eq!(alarms.len(), 1);
    let asked = granting.renewals();
    granting.house.clock.advance_seconds(3_600);
    granting.work().await;
    granting.fetch().await;
    assert_eq!(granting.renewals(), asked, "a grant that is gone is not asked for at each poll");

    let (application, generation) = (granting.application, row.generation);
    granting.sign_in().await;
    let row = granting.fetch().await;
    assert_eq!(
        (row.health.state, row.generation),
        (HealthState::Ok, generation),
        "{:?}",
        row.health.last_error
    );
    assert_eq!(row.settings.sign_in, SignIn::OAuth(application));
    assert_eq!(row.health.alarmed_at, None);
    assert_eq!(granting.house.intakes(granting.mailbox).await.len(), 1, "it is the same mailbox");
}

#[tokio::test]
async fn an_outage_and_throttling_are_waited_for_and_never_ask_for_a_sign_in() {
    let answers = [
        (503, r#"{"error":"invalid_grant"}"#, "oauth_provider_down", GrantState::ProviderDown),
        (400, r#"{"error":"temporarily_unavailable"}"#, "oauth_provider_down", GrantState::ProviderDown),
        (429, "", "oauth_throttled", GrantState::Throttled),
    ];
    for (status, body, code, state) in answers {
        let granting = Granting::signed_in().await;
        granting.provider.fail_always(Some((status, body)));
        granting.provider.end_access();
        granting.house.clock.advance_seconds(3_600);
        let mut last = 0;
        for _ in 0..6 {
            let row = granting.fetch().await;
            assert_eq!(row.health.last_error_code.as_deref(), Some(code));
            let words = row.health.last_error.unwrap();
            assert!(!words.contains("sign in") && words.contains("by itself"), "{words}");
            assert_eq!(granting.grant().await.standing.state, state);
            granting.fetch().await;
            let asked = granting.renewals();
            assert!(asked <= last + 1, "between two tries nobody asks");
            last = asked;
            granting.house.clock.advance_seconds(700);
        }
        assert!((2..=6).contains(&last), "it is asked again, more and more seldom: {last}");
        let refresh = granting.tokens().await.1;
        assert_eq!(granting.provider.refresh_tokens(), [refresh], "nothing was lost");
        granting.provider.fail_always(None);
        granting.house.clock.advance_seconds(3_600);
        granting.work().await;
        assert_eq!(granting.fetch().await.health.state, HealthState::Ok);
    }
}

#[tokio::test]
async fn a_secret_that_ended_is_told_apart_and_a_new_one_is_enough() {
    let granting = Granting::signed_in().await;
    let (office, actor) = (&granting.house.office, &granting.house.actor);
    granting.provider.change(|habits| habits.client_secret = Some("another secret".to_owned()));
    granting.provider.end_access();
    granting.house.clock.advance_seconds(3_600);
    let row = granting.fetch().await;
    assert_eq!(row.health.last_error_code.as_deref(), Some("oauth_secret_expired"));
    let words = row.health.last_error.unwrap();
    assert!(
        words.contains("enter a new client secret") && words.contains("nobody has to sign in again"),
        "{words}"
    );

    let asked = granting.renewals();
    let name = ApplicationInput { name: Some("Another name".to_owned()), ..ApplicationInput::default() };
    applications::change(office, actor, granting.application, name).await.unwrap();
    granting.work().await;
    assert_eq!(granting.renewals(), asked, "another name is nothing to ask again for");
    let new = ApplicationInput {
        client_secret: Some(Secret::new("another secret")),
        ..ApplicationInput::default()
    };
    applications::change(office, actor, granting.application, new).await.unwrap();
    granting.work().await;
    let row = granting.fetch().await;
    assert_eq!(row.health.state, HealthState::Ok, "{:?}", row.health.last_error);
}

#[tokio::test]
async fn an_answer_that_is_lost_costs_no_more_than_the_protocol_makes_it() {
    // The provider gave another token, and we died before we heard of it: the old one is all there is.
    for forgives in [true, false] {
        let habits = Habits { forgives, ..Habits::default() };
        let granting = Granting::open(House::open().await, habits, "xoauth2", Protocol::Imap).await;
        granting.sign_in().await;
        let kept = granting.tokens().await;
        granting.provider.fail(TokenFault::Lost);
        granting.house.clock.advance_seconds(3_010);
        granting.work().await;
        assert_eq!(granting.tokens().await, kept);
        assert_eq!(granting.grant().await.standing.state, GrantState::ProviderDown);
        assert_eq!(granting.fetch().await.health.state, HealthState::Ok, "the last token is still good");
        granting.house.clock.advance_seconds(60);
        granting.work().await;
        let state = granting.grant().await.standing.state;
        assert_eq!(state, if forgives { GrantState::Good } else { GrantState::Revoked });
    }
}

#[tokio::test]
async fn a_device_code_is_asked_for_at_the_providers_pace() {
    let granting = Granting::imap().await;
    let (office, actor) = (&granting.house.office, &granting.house.actor);
    let begun = granting.begin(SignInWay::Device).await;
    let row = sign_ins::find(office, actor, begun.id).await.unwrap();
    let device = row.device.clone().unwrap();
    assert_eq!((device.address.as_str(), device.interval_s), ("http://127.0.0.1/type", 5));
    let kind = "urn:ietf:params:oauth:grant-type:device_code";
    granting.work().await;
    assert_eq!(granting.provider.asked(kind), 0);
    granting.house.clock.advance_seconds(5);
    granting.work().await;
    granting.work().await;
    assert_eq!(granting.provider.asked(kind), 1);
    granting.provider.fail(TokenFault::Answer(400, r#"{"error":"slow_down"}"#.to_owned()));
    granting.house.clock.advance_seconds(5);
    granting.work().await;
    granting.house.clock.advance_seconds(9);
    granting.work().await;
    assert_eq!(granting.provider.asked(kind), 2, "slow_down adds five seconds");
    granting.provider.type_code(&device.user_code, true);
    granting.house.clock.advance_seconds(1);
    granting.work().await;
    assert_eq!(sign_ins::find(office, actor, begun.id).await.unwrap().outcome, SignInOutcome::Done);
    assert_eq!(granting.fetch().await.health.state, HealthState::Ok);
}

#[tokio::test]
async fn a_device_code_that_is_denied_late_or_cancelled_brings_nothing() {
    let granting = Granting::imap().await;
    let (office, actor) = (&granting.house.office, &granting.house.actor);
    let outcome = async |id| sign_ins::find(office, actor, id).await.unwrap().outcome;
    let code = async |id| sign_ins::find(office, actor, id).await.unwrap().device.unwrap().user_code;

    let denied = granting.begin(SignInWay::Device).await.id;
    granting.provider.type_code(&code(denied).await, false);
    granting.house.clock.advance_seconds(5);
    granting.work().await;
    assert_eq!(outcome(denied).await, SignInOutcome::Denied);
    let cancelled = granting.begin(SignInWay::Device).await.id;
    let typed = code(cancelled).await;
    sign_ins::cancel(office, actor, cancelled).await.unwrap();
    granting.provider.type_code(&typed, true);
    let late = granting.begin(SignInWay::Device).await.id;
    granting.house.clock.advance_seconds(5);
    granting.work().await;
    assert_eq!(outcome(late).await, SignInOutcome::Waiting);
    granting.house.clock.advance_seconds(900);
    granting.work().await;
    assert_eq!(outcome(late).await, SignInOutcome::Expired);
    assert_eq!(sign_ins::find(office, actor, cancelled).await.unwrap_err().code, "not_found");
    assert_eq!(granting.row().await.health.state, HealthState::SignIn);
}

#[tokio::test]
async fn tokens_go_to_the_server_they_were_granted_for_and_are_forgotten_with_the_mailbox() {
    let granting = Granting::signed_in().await;
    let (office, actor) = (&granting.house.office, &granting.house.actor);
    let refresh = granting.tokens().await.1;
    let elsewhere = ServerInput { host: Some("localhost".to_owned()), ..ServerInput::default() };
    let change = MailboxInput { server: elsewhere, ..MailboxInput::default() };
    flows::mailboxes::change(office, actor, granting.mailbox, change).await.unwrap();
    assert_eq!(granting.row().await.health.state, HealthState::SignIn, "another server was named");
    granting.work().await;
    assert_eq!(granting.provider.revoked(), [refresh]);

    granting.sign_in().await;
    let refresh = granting.tokens().await.1;
    flows::mailboxes::delete(office, actor, granting.mailbox).await.unwrap();
    granting.provider.fail_always(Some((503, "")));
    granting.work().await;
    assert_eq!(granting.provider.revoked().last(), Some(&refresh));
    applications::delete(office, actor, granting.application).await.unwrap();
}

#[tokio::test]
async fn an_application_in_use_stays_and_one_that_moves_takes_no_tokens_along() {
    let granting = Granting::signed_in().await;
    assert_eq!(granting.fetch().await.health.state, HealthState::Ok);
    let (office, actor, id) = (&granting.house.office, &granting.house.actor, granting.application);
    let refused = applications::delete(office, actor, id).await.unwrap_err();
    assert_eq!((refused.code, refused.params["users"].as_str()), ("oauth.application_in_use", "1"));
    let moved = ApplicationInput {
        token_endpoint: Some("http://127.0.0.1:1/token".to_owned()),
        ..ApplicationInput::default()
    };
    applications::change(office, actor, id, moved).await.unwrap();
    let application = applications::find(office, actor.organisation, id).await.unwrap();
    assert!(!application.has_secret, "it was entered for another place");
    assert_eq!(granting.row().await.health.state, HealthState::SignIn);
    let alarms = flows::mailboxes::health::overdue(office, actor).await.unwrap();
    assert_eq!(alarms.len(), 1, "it brought mail before, so that people are told");
    let named =
        |url: &str| ApplicationInput { token_endpoint: Some(url.to_owned()), ..ApplicationInput::default() };
    for bad in ["http://login.example.org/token", "ftp://x/", ""] {
        let refused = applications::change(office, actor, id, named(bad)).await.unwrap_err();
        assert_eq!((refused.code, refused.field), ("oauth.endpoint", Some("token_endpoint")), "{bad}");
    }
}

#[tokio::test]
async fn what_is_shown_and_written_holds_no_secret() {
    let granting = Granting::signed_in().await;
    let (office, actor) = (&granting.house.office, &granting.house.actor);
    let (access, refresh) = granting.tokens().await;
    let report =
        flows::mailboxes::test(office, actor, MailboxInput::default(), Some(granting.mailbox)).await.unwrap();
    assert!(report.report.ok, "{:?}", report.report);
    let shown = format!("{report:?} {:?} {:?}", granting.row().await, granting.grant().await);
    for secret in [&access, &refresh, "client secret"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(report.report.conversation.iter().any(|line| line.contains("****")));
}

#[tokio::test]
async fn a_watched_mailbox_signs_in_with_its_token_too() {
    let granting = Granting::signed_in().await;
    let stop = CancellationToken::new();
    let watcher = WatchWorker::new(granting.house.office.clone(), stop.clone());
    assert_eq!(watcher.step().await.unwrap(), Found::Work);
    testkit::wait::until_async("the watch", || async {
        (granting.row().await.health.watch == WatchState::Watched).then_some(())
    })
    .await;
    stop.cancel();
    watcher.drain().await;
}

#[tokio::test]
async fn a_node_that_died_with_the_renewal_holds_it_up_for_its_lease_alone() {
    let granting = Granting::signed_in().await;
    let place = (granting.house.actor.organisation, GrantOwner::Mailbox(granting.mailbox));
    granting.house.clock.advance_seconds(3_010);
    let now = granting.house.office.now();
    let claim = store::Claim { now, owner: "dead".to_owned(), lease_until: now.plus_seconds(60), limit: 1 };
    let claimed = granting.house.office.store().write(move |tx| {
        Box::pin(async move { store::oauth::renewing::claim(tx, place.0, place.1, 1, &claim).await })
    });
    assert!(claimed.await.unwrap());
    granting.work().await;
    assert_eq!(granting.renewals(), 0, "somebody has it");
    assert_eq!(granting.fetch().await.health.state, HealthState::Ok, "the last token is still good");
    granting.house.clock.advance_seconds(61);
    granting.work().await;
    assert_eq!((granting.renewals(), granting.grant().await.version), (1, 2));
}

/// Begins `work`, leaves when the provider was asked `times` times for tokens of this kind, and has it answer
/// after that.
async fn leave(granting: &Granting, (kind, times): (&str, usize), work: impl Future<Output = ()>) {
    granting.provider.keep_back(true);
    let asked = testkit::wait::until_async("the request", || async {
        (granting.provider.asked(kind) == times).then_some(())
    });
    tokio::select! {
        () = work => panic!("there is no answer yet"),
        () = asked => {}
    }
    granting.provider.keep_back(false);
}

#[tokio::test]
async fn a_token_that_was_asked_for_is_kept_though_whoever_needed_it_left() {
    let granting = Granting::signed_in().await;
    granting.house.clock.advance_seconds(4_000);
    granting.provider.end_access();
    leave(&granting, ("refresh_token", 1), async {
        let (office, actor) = (&granting.house.office, &granting.house.actor);
        let input = MailboxInput::default();
        let _report = flows::mailboxes::test(office, actor, input, Some(granting.mailbox)).await;
    })
    .await;
    testkit::wait::until_async("the other token", || async {
        (granting.grant().await.version == 2).then_some(())
    })
    .await;
    assert_eq!(granting.provider.refresh_tokens(), [granting.tokens().await.1]);
    assert_eq!(granting.fetch().await.health.state, HealthState::Ok);
    assert_eq!(granting.renewals(), 1);
}

#[tokio::test]
async fn a_sign_in_is_kept_though_the_browser_left() {
    let granting = Granting::imap().await;
    let returned = granting.agreed(&granting.begin(SignInWay::Browser).await);
    let finished = Box::pin(async {
        let _owner = sign_ins::finish(&granting.house.office, granting.person(), returned).await;
    });
    leave(&granting, ("authorization_code", 1), finished).await;
    testkit::wait::until_async("the sign-in", || async {
        (granting.row().await.health.state != HealthState::SignIn).then_some(())
    })
    .await;
    assert_eq!(granting.provider.refresh_tokens(), [granting.tokens().await.1]);
}
