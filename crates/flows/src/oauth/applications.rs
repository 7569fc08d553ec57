//! An organisation's applications: registered with a provider, kept here with their secret, which is sent to
//! the place it was entered for and to no other.

use domain::audit::{AuditKind, Record};
use domain::limits::OAUTH_APPLICATIONS_MAX;
use domain::oauth::ClientAuth;
use domain::{Actor, OauthApplicationId, OrganisationId, Problem, ProblemKind, Secret, Timestamp};
use net::form_post;
use policy::oauth::{Provider, providers};
use store::oauth::applications::{self, ApplicationRow, ApplicationSettings, Endpoints};
use store::oauth::{grants, renewing, sign_ins};
use store::{PasswordChange, StoreError, Tx};

use crate::office::Office;
use crate::users::Refused;
use crate::{problem, seen};

/// The provider of an application whose endpoints a person entered.
pub const OWN: &str = "own";
/// Octets of a name, and of everything else that is one line.
const LINE_OCTETS_MAX: usize = 1000;
const NAME_CHARS_MAX: usize = 60;

/// What a person enters of an application; `None` leaves a field, or takes the provider's.
#[derive(Clone, Default)]
pub struct ApplicationInput {
    /// The name.
    pub name: Option<String>,
    /// The provider; it never changes.
    pub provider: Option<String>,
    /// RFC 6749 2.2.
    pub client_id: Option<String>,
    /// The secret; an empty one removes it.
    pub client_secret: Option<Secret>,
    /// Where the secret stands in requests.
    pub client_auth: Option<ClientAuth>,
    /// Where the browser goes.
    pub authorization_endpoint: Option<String>,
    /// Where tokens come from.
    pub token_endpoint: Option<String>,
    /// Where device codes come from; empty for none.
    pub device_endpoint: Option<String>,
    /// Where tokens are taken back; empty for none.
    pub revocation_endpoint: Option<String>,
    /// What is asked for.
    pub scopes: Option<String>,
    /// When the secret ends.
    pub secret_expires_at: Option<Option<Timestamp>>,
    /// The version that whoever changes it saw; one that was changed since is not written over.
    pub seen_version: Option<i64>,
}

/// The providers whose endpoints are known, in the order in which they are offered.
#[must_use]
pub fn known_providers() -> &'static [Provider] {
    providers()
}

/// All applications of the organisation, by name.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, organisation: OrganisationId) -> Result<Vec<ApplicationRow>, Problem> {
    applications::list(&office.store().read(), organisation).await.map_err(problem::from_store)
}

/// One of them.
///
/// # Errors
/// 404.
pub async fn find(
    office: &Office,
    organisation: OrganisationId,
    id: OauthApplicationId,
) -> Result<ApplicationRow, Problem> {
    let found = applications::find(&office.store().read(), organisation, id).await;
    found.map_err(problem::from_store)?.ok_or_else(not_found)
}

/// Registers an application.
///
/// # Errors
/// 422 for a field that is wrong, 409 for a name that is taken, 429 when there are too many.
pub async fn create(
    office: &Office,
    actor: &Actor,
    input: ApplicationInput,
) -> Result<OauthApplicationId, Problem> {
    let secret = input.client_secret.clone().filter(|secret| !secret.is_empty());
    let settings = checked(office, None, input)?;
    let (organisation, at) = (actor.organisation, office.now());
    let made = office.store().write(move |tx| {
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            if applications::list(tx, organisation).await?.len() >= OAUTH_APPLICATIONS_MAX {
                return Err(too_many().into());
            }
            let made = applications::insert(tx, organisation, &settings, secret.as_ref(), at).await;
            made.map_err(taken)
        })
    });
    made.await.map_err(Refused::into_problem)
}

/// Changes an application. Its secret is forgotten, and all that was granted to it, when it is another one or
/// its secrets would go to another place than they were entered for.
///
/// # Errors
/// As [`create`], 404, and 409 where it was changed since it was seen.
pub async fn change(
    office: &Office,
    actor: &Actor,
    id: OauthApplicationId,
    input: ApplicationInput,
) -> Result<(), Problem> {
    let (organisation, within) = (actor.organisation, office.clone());
    let changed = office.store().write(move |tx| {
        Box::pin(async move {
            // What is entered goes on from what is there, as nobody else changes it meanwhile.
            store::organisations::lock(tx, organisation).await?;
            let present = applications::find(tx, organisation, id).await?;
            let present = present.ok_or_else(|| Refused::from(not_found()))?;
            let (seen, record) =
                ((input.seen_version, present.updated_at), Record::of(AuditKind::OauthApplication, id));
            seen::unchanged(tx, organisation, (&record, "oauth_application.changed_meanwhile"), seen).await?;
            let (now, at) = (within.now(), seen::next(present.updated_at, within.now()));
            let given = input.client_secret.clone();
            let settings = checked(&within, Some(&present.settings), input)?;
            let moved = moved(&present.settings, &settings);
            let misleads = moved || present.settings.endpoints != settings.endpoints;
            let secret = secret_of(given, moved);
            let asks_otherwise = !matches!(secret, PasswordChange::Keep)
                || present.settings.client_auth != settings.client_auth
                || present.settings.endpoints != settings.endpoints;
            if misleads {
                // Who is at the provider now would come back with a code for another place.
                sign_ins::forget_of_application(tx, organisation, id).await?;
            }
            if moved {
                end_grants(tx, organisation, id).await?;
            }
            let changed = applications::update(tx, organisation, id, (&settings, &secret), at).await;
            if !changed.map_err(taken)? {
                return Err(not_found().into());
            }
            if asks_otherwise {
                renewing::ask_again(tx, organisation, id, now).await?;
            }
            Ok::<_, Refused>(())
        })
    });
    changed.await.map_err(Refused::into_problem)?;
    office.signals().oauth.notify_one();
    Ok(())
}

/// What becomes of the secret: it is of the place that it was entered for.
fn secret_of(given: Option<Secret>, has_moved: bool) -> PasswordChange {
    match given {
        Some(secret) if secret.is_empty() => PasswordChange::Clear,
        Some(secret) => PasswordChange::Set(secret),
        None if has_moved => PasswordChange::Clear,
        None => PasswordChange::Keep,
    }
}

/// Deletes an application that nothing signs in with.
///
/// # Errors
/// 404; 409 while mailboxes or the outgoing server use it.
pub async fn delete(office: &Office, actor: &Actor, id: OauthApplicationId) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let deleted = office.store().write(move |tx| {
        Box::pin(async move {
            let users = applications::count_users(tx, organisation, id).await?;
            if users > 0 {
                let detail = format!(
                    "{users} mailboxes or outgoing servers sign in with it; choose another way there first"
                );
                let problem = Problem::conflict("oauth.application_in_use", detail);
                return Err(problem.with("users", users.to_string()).into());
            }
            if applications::delete(tx, organisation, id).await? { Ok(()) } else { Err(not_found().into()) }
        })
    });
    deleted.await.map_err(Refused::into_problem)
}

/// That there is such an application, for a record that is to sign in with it.
pub(crate) async fn known(
    office: &Office,
    organisation: OrganisationId,
    id: OauthApplicationId,
) -> Result<(), Problem> {
    let found = applications::find(&office.store().read(), organisation, id).await;
    if found.map_err(problem::from_store)?.is_some() {
        return Ok(());
    }
    let detail = "there is no such OAuth application; register it in the settings first";
    Err(Problem::invalid("oauth_application_id", "oauth.no_application", detail))
}

/// Nobody's tokens go to another place: whoever signs in with it signs in again.
async fn end_grants(tx: &Tx, organisation: OrganisationId, id: OauthApplicationId) -> Result<(), StoreError> {
    for grant in grants::list_of_application(tx, organisation, id).await? {
        grants::delete(tx, organisation, grant.owner).await?;
        if let domain::oauth::GrantOwner::Mailbox(mailbox) = grant.owner {
            store::mailboxes::stop_fetching(tx, organisation, mailbox).await?;
        }
    }
    Ok(())
}

/// Whether secrets and tokens would go elsewhere, or belong to another application.
fn moved(before: &ApplicationSettings, after: &ApplicationSettings) -> bool {
    let (old, new) = (&before.endpoints, &after.endpoints);
    // One that is new counts, too, unless it is of the host that has the tokens anyway.
    let strays =
        |old: &str, new: &str| old != new && !new.is_empty() && origin(new) != origin(&after.endpoints.token);
    before.client_id != after.client_id
        || old.token != new.token
        || strays(&old.device, &new.device)
        || strays(&old.revocation, &new.revocation)
}

/// Scheme, host and port of a URL, in lower case.
fn origin(url: &str) -> String {
    let end = url.find("://").map_or(0, |at| at + 3);
    let path = url[end..].find(['/', '?']).map_or(url.len(), |at| at + end);
    url[..path].to_lowercase()
}

fn checked(
    office: &Office,
    present: Option<&ApplicationSettings>,
    input: ApplicationInput,
) -> Result<ApplicationSettings, Problem> {
    let settings = merged(present, input)?;
    let reach = office.net().reach;
    let endpoints = &settings.endpoints;
    for (field, url, required) in [
        ("authorization_endpoint", &endpoints.authorization, true),
        ("token_endpoint", &endpoints.token, true),
        ("device_endpoint", &endpoints.device, false),
        ("revocation_endpoint", &endpoints.revocation, false),
    ] {
        if url.is_empty() && !required {
            continue;
        }
        if let Err(fault) = form_post::check_endpoint(url, reach) {
            return Err(Problem::invalid(field, "oauth.endpoint", format!("`{field}`: {fault}")));
        }
    }
    Ok(settings)
}

fn merged(
    present: Option<&ApplicationSettings>,
    input: ApplicationInput,
) -> Result<ApplicationSettings, Problem> {
    let provider = provider(present, input.provider.as_deref())?;
    let preset = preset(&provider);
    let known = match (present, preset) {
        (Some(present), _) => present.clone(),
        (None, preset) => proposed(preset),
    };
    let endpoints = Endpoints {
        authorization: line(
            "authorization_endpoint",
            input.authorization_endpoint,
            known.endpoints.authorization,
        )?,
        token: line("token_endpoint", input.token_endpoint, known.endpoints.token)?,
        device: line("device_endpoint", input.device_endpoint, known.endpoints.device)?,
        revocation: line("revocation_endpoint", input.revocation_endpoint, known.endpoints.revocation)?,
        scopes: line("scopes", input.scopes, known.endpoints.scopes)?,
    };
    let settings = ApplicationSettings {
        name: line("name", input.name, known.name)?,
        provider,
        client_id: line("client_id", input.client_id, known.client_id)?,
        client_auth: input.client_auth.unwrap_or(known.client_auth),
        endpoints,
        secret_expires_at: input.secret_expires_at.unwrap_or(known.secret_expires_at),
    };
    if settings.name.is_empty() || settings.name.chars().count() > NAME_CHARS_MAX {
        let detail = format!("the name must be one line of 1 to {NAME_CHARS_MAX} characters");
        return Err(Problem::invalid("name", "oauth.name", detail));
    }
    if settings.client_id.is_empty() {
        let detail = "the client ID is missing; the provider shows it where the application is registered";
        return Err(Problem::invalid("client_id", "oauth.client_id", detail));
    }
    Ok(settings)
}

/// What a provider that we know fills in.
fn proposed(preset: Option<&Provider>) -> ApplicationSettings {
    let text = |read: fn(&Provider) -> &String| preset.map(read).cloned().unwrap_or_default();
    ApplicationSettings {
        name: text(|preset| &preset.name),
        provider: text(|preset| &preset.key),
        client_id: String::new(),
        client_auth: preset.map(Provider::client_auth).unwrap_or_default(),
        endpoints: Endpoints {
            authorization: text(|preset| &preset.authorization_endpoint),
            token: text(|preset| &preset.token_endpoint),
            device: text(|preset| &preset.device_endpoint),
            revocation: text(|preset| &preset.revocation_endpoint),
            scopes: text(|preset| &preset.scopes),
        },
        secret_expires_at: None,
    }
}

fn preset(key: &str) -> Option<&'static Provider> {
    providers().iter().find(|provider| provider.key == key)
}

/// The provider stays what it is: the addresses that browsers come back to are registered with it.
fn provider(present: Option<&ApplicationSettings>, given: Option<&str>) -> Result<String, Problem> {
    if let Some(present) = present {
        return Ok(present.provider.clone());
    }
    let given = given.unwrap_or(OWN);
    if given == OWN || preset(given).is_some() {
        return Ok(given.to_owned());
    }
    let known: Vec<_> = providers().iter().map(|provider| provider.key.as_str()).collect();
    let detail = format!("`{given}` is no provider that is known; choose one of {}, {OWN}", known.join(", "));
    Err(Problem::invalid("provider", "oauth.provider", detail))
}

fn line(field: &'static str, given: Option<String>, known: String) -> Result<String, Problem> {
    let text = given.map_or(known, |given| given.trim().to_owned());
    if text.len() > LINE_OCTETS_MAX || text.chars().any(char::is_control) {
        let detail = format!("`{field}` must be one line of at most {LINE_OCTETS_MAX} octets");
        return Err(Problem::invalid(field, "name_invalid", detail));
    }
    Ok(text)
}

fn taken(error: StoreError) -> Refused {
    if let StoreError::Duplicate(_) = error {
        let problem =
            Problem::conflict("oauth.name_taken", "another application has this name; choose another");
        return Problem { field: Some("name"), ..problem }.into();
    }
    if let StoreError::NoKey = error {
        let detail = "secrets cannot be kept because there is no secret key; run `posthus init` or set `secret.key_file`";
        return Problem::conflict("no_master_key", detail).into();
    }
    error.into()
}

fn too_many() -> Problem {
    let detail = format!("there are {OAUTH_APPLICATIONS_MAX} applications already; delete one first");
    Problem::new(ProblemKind::Limit, "oauth.too_many_applications", detail)
}

fn not_found() -> Problem {
    Problem::not_found("OAuth application")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> ApplicationSettings {
        let input = ApplicationInput {
            provider: Some("google".to_owned()),
            client_id: Some("id".to_owned()),
            ..ApplicationInput::default()
        };
        merged(None, input).unwrap()
    }

    #[test]
    fn a_provider_fills_what_a_person_leaves_out() {
        let settings = settings();
        assert_eq!(settings.name, "Google");
        assert_eq!(settings.endpoints.token, "https://oauth2.googleapis.com/token");
        assert!(settings.endpoints.device.is_empty());
        let own = ApplicationInput { client_id: Some("id".to_owned()), ..ApplicationInput::default() };
        assert_eq!(merged(None, own).unwrap_err().field, Some("name"));
        let none = ApplicationInput { provider: Some("google".to_owned()), ..ApplicationInput::default() };
        assert_eq!(merged(None, none).unwrap_err().field, Some("client_id"));
        let other = ApplicationInput { provider: Some("gogle".to_owned()), ..ApplicationInput::default() };
        assert_eq!(merged(None, other).unwrap_err().code, "oauth.provider");
    }

    #[test]
    fn secrets_stay_with_the_place_they_were_entered_for() {
        let before = settings();
        let with = |change: fn(&mut ApplicationSettings)| {
            let mut after = before.clone();
            change(&mut after);
            moved(&before, &after)
        };
        assert!(with(|after| after.endpoints.token = "https://evil.example/token".to_owned()));
        assert!(with(|after| after.endpoints.revocation = "https://evil.example/revoke".to_owned()));
        assert!(with(|after| after.endpoints.device = "https://evil.example/device".to_owned()));
        assert!(with(|after| after.client_id = "another".to_owned()));
        assert!(!with(|after| after.endpoints.device = "https://oauth2.googleapis.com/device".to_owned()));
        assert!(!with(|after| after.endpoints.revocation = String::new()));
        assert!(!with(|after| after.name = "Another".to_owned()));
    }
}
