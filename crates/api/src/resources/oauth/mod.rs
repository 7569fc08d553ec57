//! Signing in to mail servers with a provider (OAuth 2.0): applications, and a person's sign-ins.

mod applications;
mod begin;
mod choices;
mod finish;
mod providers;
mod sign_ins;

use domain::Timestamp;
use domain::oauth::{GrantOwner, GrantState, SignInOutcome, SignInWay};
use serde::Serialize;
use store::oauth::grants::Glance;
use store::oauth::sign_ins::SignInRow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use self::applications::{create, delete, list, update};
use crate::routing::{ApiRouter, routes};
use crate::schema::{self, MailboxKey, Moment, OauthApplicationKey, OauthSignInKey};

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(providers::list_oauth_providers))
        .routes(routes!(choices::list_oauth_choices))
        .routes(routes!(list::list_oauth_applications, create::create_oauth_application))
        .routes(routes!(update::update_oauth_application, delete::delete_oauth_application))
        .routes(routes!(sign_ins::get_oauth_sign_in, sign_ins::cancel_oauth_sign_in))
}

/// Those that ask a provider.
pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(begin::begin_mailbox_sign_in))
        .routes(routes!(begin::begin_transport_sign_in))
        .routes(routes!(begin::begin_own_sign_in))
        .routes(routes!(begin::begin_domain_sign_in))
        .routes(routes!(finish::finish_oauth_sign_in))
}

/// The schema of how a grant stands.
pub(crate) struct GrantWord;

impl PartialSchema for GrantWord {
    fn schema() -> RefOr<Schema> {
        schema::words(GrantState::ALL.map(GrantState::as_str))
    }
}

impl ToSchema for GrantWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "GrantState".into()
    }
}

/// How the sign-in with a provider stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct OauthGrant {
    /// The application's name.
    application_name: String,
    /// The state: it works while it is `good` or `expiring`, and for as long as the last token lives.
    #[schema(value_type = GrantWord)]
    state: &'static str,
    /// What failed, with the provider's words; empty where nothing did.
    detail: String,
    /// When somebody signed in.
    signed_in_at: Moment,
    /// When it ends, as far as that is known: with the client secret, or with the permission.
    ends_at: Option<Moment>,
}

impl OauthGrant {
    pub(crate) fn of(grant: Glance, now: Timestamp) -> Self {
        let state = flows::oauth::standing(&grant, now).as_str();
        let ends = [grant.secret_expires_at, grant.refresh_expires_at].into_iter().flatten().min();
        Self {
            application_name: grant.application_name,
            state,
            detail: grant.words,
            signed_in_at: grant.signed_in_at.into(),
            ends_at: ends.map(Into::into),
        }
    }
}

/// The schema of how a person signs in with a provider.
struct WayWord;

impl PartialSchema for WayWord {
    fn schema() -> RefOr<Schema> {
        schema::words(SignInWay::ALL.map(SignInWay::as_str))
    }
}

impl ToSchema for WayWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "OauthWay".into()
    }
}

/// The schema of how a sign-in ended.
struct OutcomeWord;

impl PartialSchema for OutcomeWord {
    fn schema() -> RefOr<Schema> {
        schema::words(SignInOutcome::ALL.map(SignInOutcome::as_str))
    }
}

impl ToSchema for OutcomeWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "OauthOutcome".into()
    }
}

/// The schema of what a sign-in is for.
struct PurposeWord;

impl PartialSchema for PurposeWord {
    fn schema() -> RefOr<Schema> {
        schema::words(GrantOwner::PURPOSES)
    }
}

impl ToSchema for PurposeWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "OauthPurpose".into()
    }
}

fn mailbox_of(owner: GrantOwner) -> Option<MailboxKey> {
    match owner {
        GrantOwner::Mailbox(id) => Some(id.into()),
        GrantOwner::Transport | GrantOwner::User(_) | GrantOwner::Domain(_) => None,
    }
}

/// A sign-in with a provider.
#[derive(Serialize, ToSchema)]
pub(crate) struct OauthSignIn {
    /// The id.
    id: OauthSignInKey,
    /// `browser` or `device`.
    #[schema(value_type = WayWord)]
    way: &'static str,
    /// The application.
    application_id: OauthApplicationKey,
    /// What it is for.
    #[schema(value_type = PurposeWord)]
    purpose: &'static str,
    /// The mailbox that it is for; null for an outgoing server.
    mailbox_id: Option<MailboxKey>,
    /// How it stands.
    #[schema(value_type = OutcomeWord)]
    outcome: &'static str,
    /// What failed, with the provider's words; empty while it has not.
    detail: String,
    /// For one in the browser, where it goes; told once, when the sign-in begins.
    address: Option<String>,
    /// For one by device, what to type.
    user_code: Option<String>,
    /// For one by device, where to type it.
    verification_address: Option<String>,
    /// When it is over.
    expires_at: Moment,
}

impl OauthSignIn {
    fn of(row: SignInRow, address: Option<String>) -> Self {
        let mailbox_id = mailbox_of(row.owner);
        let (user_code, verification_address) =
            row.device.map(|device| (device.user_code, device.address)).unzip();
        Self {
            id: row.id.into(),
            way: row.way.as_str(),
            application_id: row.application.into(),
            purpose: row.owner.purpose(),
            mailbox_id,
            outcome: row.outcome.as_str(),
            detail: row.words,
            address,
            user_code,
            verification_address,
            expires_at: row.expires_at.into(),
        }
    }
}
