//! On any device (RFC 8628): for servers that no browser of the provider's reaches. The person types a code
//! at the provider, and the worker asks whether he has, at the provider's pace.

use domain::audit::Author;
use domain::limits::OAUTH_SIGN_IN_MS;
use domain::oauth::{GrantOwner, SignInOutcome};
use domain::{Problem, Secret};
use net::form_post;
use policy::oauth::Poll;
use store::StoreError;
use store::oauth::grants::NewGrant;
use store::oauth::sign_ins::{self, DeviceCode, NewSignIn, SignInRow};

use super::super::renewing::tokens;
use super::super::requests::{Client, Granted};
use super::super::writing::until_written;
use super::{Begun, Person, Wanted, keep, no_refresh_token, put_down, ring};
use crate::office::Office;
use crate::users::Refused;

pub(super) async fn begin(
    office: &Office,
    person: Person<'_>,
    (owner, wanted): (GrantOwner, &Wanted),
    client: &Client,
) -> Result<Begun, Problem> {
    if client.row.settings.endpoints.device.is_empty() {
        let detail = "this provider's application has no address for device codes; sign in in the browser";
        return Err(Problem::conflict("oauth.no_device_codes", detail));
    }
    let answer = client.begin_device(office.net()).await.map_err(|refused| no_code(&refused.words()))?;
    // A person follows it: nothing but a page on the web comes through.
    if form_post::check_endpoint(&answer.address, office.net().reach).is_err() {
        return Err(no_code("it names an address for the code that is no encrypted page"));
    }
    let at = office.now();
    let lives_ms = (i64::from(answer.expires_in_s) * 1000).min(2 * OAUTH_SIGN_IN_MS);
    let (user_code, address) = (answer.user_code, answer.address);
    let new = NewSignIn {
        user: person.actor.user,
        bound_to: person.bound_to(),
        owner,
        application: wanted.application,
        account: wanted.account.clone(),
        state_hash: None,
        secret: answer.device_code,
        device: Some(DeviceCode { user_code, address, interval_s: answer.interval_s }),
        at,
        expires_at: at.plus_millis(lives_ms),
    };
    let id = put_down(office, (owner, wanted), client, new).await?;
    Ok(Begun { id, address: None })
}

/// Asks once whether the code was typed, and writes down what came of it, under the name of the lease.
pub(in super::super) async fn ask(
    office: &Office,
    (row, lease): (&SignInRow, &str),
    code: Option<&Secret>,
) -> Result<(), StoreError> {
    let held = (row, lease);
    let Some(code) = code else {
        let words = "its device code cannot be opened with this master key; begin again".to_owned();
        return ended(office, held, (SignInOutcome::Failed, "unsealable".to_owned(), words)).await;
    };
    let client = Client::find(&office.store().read(), row.organisation, row.application).await?;
    let Some(client) = client.filter(|_| office.now() < row.expires_at) else {
        return ended(office, held, (SignInOutcome::Expired, String::new(), String::new())).await;
    };
    let interval_s = row.device.as_ref().map_or(5, |device| device.interval_s);
    match client.poll_device(office.net(), code).await {
        Ok(granted) if granted.refresh.is_some() => done(office, held, granted).await,
        Ok(_) => {
            let words = no_refresh_token().detail.into_owned();
            ended(office, held, (SignInOutcome::Failed, "no refresh token".to_owned(), words)).await
        }
        Err(refused) => match refused.poll(interval_s) {
            Poll::Wait { interval_s } => wait(office, held, interval_s).await,
            Poll::Denied => {
                ended(office, held, (SignInOutcome::Denied, String::new(), refused.words())).await
            }
            Poll::Expired => {
                ended(office, held, (SignInOutcome::Expired, String::new(), String::new())).await
            }
            Poll::Failed(verdict) => {
                ended(office, held, (SignInOutcome::Failed, verdict.because, refused.words())).await
            }
        },
    }
}

async fn wait(office: &Office, (row, lease): (&SignInRow, &str), interval_s: u32) -> Result<(), StoreError> {
    let (row, owner) = (row.clone(), lease.to_owned());
    let due_at = office.now().plus_seconds(i64::from(interval_s));
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                sign_ins::record_waiting(tx, &row, &owner, (interval_s, due_at)).await.map(|_held| ())
            })
        })
        .await
}

async fn ended(
    office: &Office,
    (row, lease): (&SignInRow, &str),
    (outcome, because, words): (SignInOutcome, String, String),
) -> Result<(), StoreError> {
    let (row, owner) = (row.clone(), lease.to_owned());
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let end = (outcome, because.as_str(), words.as_str());
                sign_ins::record_ended(tx, &row, &owner, end).await.map(|_held| ())
            })
        })
        .await
}

/// The tokens and the end of the sign-in are one transaction: whoever sees `done` has the tokens. One that
/// was cancelled meanwhile brings nothing.
async fn done(office: &Office, held: (&SignInRow, &str), granted: Granted) -> Result<(), StoreError> {
    let (row, lease) = held;
    let at = office.now();
    let grant = NewGrant {
        application: row.application,
        account: row.account.clone(),
        tokens: tokens(at, granted, None, None),
        user: row.user,
        at,
    };
    let kept = until_written(|| {
        let (row, owner, grant) = (row.clone(), lease.to_owned(), grant.clone());
        office.store().write(move |tx| {
            Box::pin(async move {
                store::organisations::lock(tx, row.organisation).await?;
                if sign_ins::record_ended(tx, &row, &owner, (SignInOutcome::Done, "", "")).await? {
                    keep(tx, &row, &grant).await?;
                }
                Ok::<_, Refused>(())
            })
        })
    });
    // Whoever typed the code, elsewhere, is who signs in.
    let author = Author::in_browser(row.user);
    match store::audit::in_the_name_of(author, kept).await.map_err(Refused::into_problem) {
        Ok(()) => {
            ring(office);
            Ok(())
        }
        Err(problem) => {
            let words = problem.detail.into_owned();
            ended(office, held, (SignInOutcome::Failed, problem.code.to_owned(), words)).await
        }
    }
}

fn no_code(words: &str) -> Problem {
    let detail = format!(
        "the provider gave no device code: {words}; check that its application allows device codes, or sign in in the \
         browser"
    );
    Problem::conflict("oauth.device_refused", detail).with("words", words)
}
