//! In the browser that asked for it: the authorisation code grant (RFC 6749 4.1) with PKCE (RFC 7636).
//!
//! The state is drawn by chance, kept as a hash, good once, and bound to the user, his session, the
//! organisation and the owner. The verifier never leaves this server but for the token endpoint.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::limits::OAUTH_SIGN_IN_MS;
use domain::oauth::GrantOwner;
use domain::{Problem, Secret};
use net::form_post::form_encoded;
use sha2::{Digest as _, Sha256};
use store::oauth::grants::NewGrant;
use store::oauth::sign_ins::{self, NewSignIn, SignInRow};

use super::super::renewing::tokens;
use super::super::requests::{Client, one_line};
use super::super::writing::until_written;
use super::{
    Begun, Person, Wanted, changed_meanwhile, gone, keep, no_refresh_token, put_down, redirect_address, ring,
    unchanged, wanted,
};
use crate::office::Office;
use crate::problem;
use crate::users::Refused;

/// What the provider sent the browser back with (RFC 6749 4.1.2).
#[derive(Clone)]
pub struct Returned {
    /// The provider's name in the address that it came back to.
    pub provider: String,
    /// The state, as it was sent along.
    pub state: Secret,
    /// The code, where the provider agrees.
    pub code: Option<Secret>,
    /// Why it does not.
    pub error: Option<String>,
    /// The same in its words.
    pub error_description: Option<String>,
}

/// Octets of chance in a state and in a verifier (RFC 7636 4.1 asks for 32).
const CHANCE_OCTETS: usize = 32;

pub(super) async fn begin(
    office: &Office,
    person: Person<'_>,
    (owner, wanted): (GrantOwner, &Wanted),
    client: &Client,
) -> Result<Begun, Problem> {
    let (state, verifier) = (chance(office), chance(office));
    let address = address(office, client, wanted, (&state, &verifier));
    let at = office.now();
    let new = NewSignIn {
        user: person.actor.user,
        bound_to: person.bound_to(),
        owner,
        application: wanted.application,
        account: wanted.account.clone(),
        state_hash: Some(Sha256::digest(state.expose()).into()),
        secret: verifier,
        device: None,
        at,
        expires_at: at.plus_millis(OAUTH_SIGN_IN_MS),
    };
    let id = put_down(office, (owner, wanted), client, new).await?;
    Ok(Begun { id, address: Some(address) })
}

/// RFC 6749 4.1.1, RFC 7636 4.3. A query that the endpoint has is kept (RFC 6749 3.1).
fn address(office: &Office, client: &Client, wanted: &Wanted, chance: (&Secret, &Secret)) -> String {
    let settings = &client.row.settings;
    let (state, verifier) = chance;
    let redirect = redirect_address(office, &settings.provider);
    let challenge = challenge(verifier);
    let mut fields = vec![
        ("response_type", "code"),
        ("client_id", settings.client_id.as_str()),
        ("redirect_uri", redirect.as_str()),
        ("scope", settings.endpoints.scopes.as_str()),
        ("state", state.expose()),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    if wanted.account.contains('@') {
        // OpenID Connect 3.1.2.1: which of his accounts is meant.
        fields.push(("login_hint", wanted.account.as_str()));
    }
    let query: Vec<_> =
        fields.iter().map(|(name, value)| format!("{name}={}", form_encoded(value))).collect();
    let endpoint = &settings.endpoints.authorization;
    let joined = if endpoint.contains('?') { '&' } else { '?' };
    format!("{endpoint}{joined}{}", query.join("&"))
}

/// RFC 7636 4.2: S256.
fn challenge(verifier: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose()))
}

fn chance(office: &Office) -> Secret {
    let mut octets = [0; CHANCE_OCTETS];
    office.entropy().fill(&mut octets);
    Secret::new(URL_SAFE_NO_PAD.encode(octets))
}

/// Finishes a sign-in: takes its state, which is then used up, and has the provider change the code into
/// tokens. Tells what it was for.
///
/// # Errors
/// 409 for a state that this session did not begin, that is used up or too old, and for whatever the provider
/// refuses.
pub async fn finish(office: &Office, person: Person<'_>, returned: Returned) -> Result<GrantOwner, Problem> {
    let (office_of, actor, credential) = (office.clone(), person.actor.clone(), *person.credential);
    // The browser may leave; what the provider gives for the code, once, is kept all the same.
    let finished = office.see_through(async move {
        let person = Person { actor: &actor, credential: &credential };
        redeemed(&office_of, person, returned).await
    });
    finished.await.map_err(problem::from_store)?
}

async fn redeemed(office: &Office, person: Person<'_>, returned: Returned) -> Result<GrantOwner, Problem> {
    let (row, verifier, asked) = take(office, person, &returned.state).await?;
    let conn = office.store().read();
    let client = Client::find(&conn, row.organisation, row.application).await.map_err(problem::from_store)?;
    let client = client.ok_or_else(gone)?;
    if client.row.settings.provider != returned.provider || row.expires_at <= office.now() {
        return Err(unknown_state());
    }
    let Some(code) = returned.code else { return Err(denied(&returned)) };
    let redirect = redirect_address(office, &returned.provider);
    let granted = client.redeem(office.net(), (&code, &verifier), &redirect).await;
    let granted = granted.map_err(|refused| refused_code(&refused.words(), &refused.verdict().because))?;
    if granted.refresh.is_none() {
        return Err(no_refresh_token());
    }
    let at = office.now();
    let grant = NewGrant {
        application: row.application,
        account: row.account.clone(),
        tokens: tokens(at, granted, None, None),
        user: row.user,
        at,
    };
    let (owner, used) = (row.owner, client.row);
    let kept = until_written(|| {
        let (row, grant, asked, used) = (row.clone(), grant.clone(), asked.clone(), used.clone());
        office.store().write(move |tx| {
            Box::pin(async move {
                // The provider was asked outside of any transaction: the tokens are for whom it was asked for.
                store::organisations::lock(tx, row.organisation).await?;
                unchanged(tx, row.owner, (&asked, &used)).await?;
                keep(tx, &row, &grant).await
            })
        })
    });
    kept.await.map_err(Refused::into_problem)?;
    ring(office);
    Ok(owner)
}

/// Uses a state up, and tells what its owner asks for: whoever changed that before has forgotten the sign-in.
async fn take(
    office: &Office,
    person: Person<'_>,
    state: &Secret,
) -> Result<(SignInRow, Secret, Wanted), Problem> {
    let (organisation, user, bound_to) = (person.actor.organisation, person.actor.user, person.bound_to());
    let hash = Sha256::digest(state.expose()).into();
    let taken = office.store().write(move |tx| {
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            let taken = sign_ins::take(tx, organisation, (user, &bound_to), &hash).await?;
            let (row, verifier) = taken.ok_or_else(unknown_state)?;
            let asked = wanted(tx, organisation, row.owner).await?.ok_or_else(changed_meanwhile)?;
            Ok::<_, Refused>((row, verifier, asked))
        })
    });
    taken.await.map_err(Refused::into_problem)
}

/// RFC 6749 10.12, RFC 9700 4.7: what this session did not begin is not finished in it.
fn unknown_state() -> Problem {
    let detail = "this sign-in was not begun in this session, was finished already, or took longer than 15 minutes; \
        begin it again";
    Problem::conflict("oauth.unknown_state", detail)
}

fn denied(returned: &Returned) -> Problem {
    let error = one_line(returned.error.as_deref().unwrap_or("no code"));
    let words = one_line(returned.error_description.as_deref().unwrap_or_default());
    let said = if words.is_empty() { error } else { format!("{error}: {words}") };
    let detail = format!("the provider did not agree: {said}; begin again, or ask its administrator");
    Problem::conflict("oauth.denied", detail).with("words", said)
}

fn refused_code(words: &str, because: &str) -> Problem {
    let detail = format!(
        "the provider refused to give tokens: {words}; check client ID, client secret and redirect address of the \
         application, then begin again"
    );
    Problem::conflict("oauth.refused", detail).with("words", words).with("because", because)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_rfc() {
        // RFC 7636 appendix B.
        let verifier = Secret::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
