//! What the provider says to each request.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::http::{Answer, Request};
use super::{Device, Shared, State, TokenFault};

pub(super) fn answer(request: &Request, shared: &Shared) -> Answer {
    let state = &mut *shared.lock();
    match request.path.as_str() {
        "/authorize" => authorize(request, state),
        "/token" => token(request, state),
        "/device" => device(request, state),
        "/revoke" => revoke(request, state),
        "/introspect" => introspect(request, state),
        _ => Answer::Json(404, "{}".to_owned()),
    }
}

fn field<'a>(request: &'a Request, name: &str) -> &'a str {
    request.fields.get(name).map_or("", String::as_str)
}

fn refuse(status: u16, error: &str) -> Answer {
    let description = "as the test said";
    Answer::Json(status, format!(r#"{{"error":"{error}","error_description":"{description}"}}"#))
}

/// RFC 6749 4.1.1: the person agrees at once. PKCE is demanded (RFC 9700 2.1.1).
fn authorize(request: &Request, state: &mut State) -> Answer {
    let right = field(request, "response_type") == "code"
        && field(request, "client_id") == state.habits.client_id
        && field(request, "code_challenge_method") == "S256"
        && !field(request, "state").is_empty();
    if !right {
        return refuse(400, "invalid_request");
    }
    state.given += 1;
    let code = format!("code-{}", state.given);
    let redirect = field(request, "redirect_uri");
    let challenge = field(request, "code_challenge");
    state.codes.insert(code.clone(), (challenge.to_owned(), redirect.to_owned()));
    Answer::Redirect(format!("{redirect}?code={code}&state={}", field(request, "state")))
}

fn is_known(request: &Request, state: &State) -> bool {
    let (id, secret) = match &request.basic {
        Some((id, secret)) => (id.as_str(), secret.as_str()),
        None => (field(request, "client_id"), field(request, "client_secret")),
    };
    id == state.habits.client_id && state.habits.client_secret.as_deref().unwrap_or("") == secret
}

fn token(request: &Request, state: &mut State) -> Answer {
    let grant_type = field(request, "grant_type").to_owned();
    *state.asked.entry(grant_type.clone()).or_default() += 1;
    if let Some((status, body)) = &state.outage {
        return Answer::Json(*status, body.clone());
    }
    let fault = state.faults.pop_front();
    if let Some(TokenFault::Answer(status, body)) = fault {
        return Answer::Json(status, body);
    }
    if !is_known(request, state) {
        return refuse(401, "invalid_client");
    }
    let answer = match grant_type.as_str() {
        "authorization_code" => redeem(request, state),
        "refresh_token" => renew(field(request, "refresh_token"), state),
        "client_credentials" => give_to_application(state),
        "urn:ietf:params:oauth:grant-type:device_code" => poll(field(request, "device_code"), state),
        _ => refuse(400, "unsupported_grant_type"),
    };
    if fault == Some(TokenFault::Lost) { Answer::Nothing } else { answer }
}

/// RFC 7636 4.6, RFC 6749 4.1.3: code, verifier and redirect address belong together, once.
fn redeem(request: &Request, state: &mut State) -> Answer {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(field(request, "code_verifier")));
    match state.codes.remove(field(request, "code")) {
        Some(known) if known == (challenge, field(request, "redirect_uri").to_owned()) => give(state, None),
        Some(_) | None => refuse(400, "invalid_grant"),
    }
}

fn renew(token: &str, state: &mut State) -> Answer {
    if let Some(at) = state.refresh.iter().position(|known| known == token) {
        if !state.habits.rotates {
            return give(state, Some(token.to_owned()));
        }
        let used = state.refresh.remove(at);
        state.used.push(used);
        return give(state, None);
    }
    let forgiven = state.habits.forgives && state.used.iter().any(|used| used == token);
    if forgiven {
        state.used.retain(|used| used != token);
        return give(state, None);
    }
    refuse(400, "invalid_grant")
}

/// RFC 6749 5.1.
fn give(state: &mut State, kept: Option<String>) -> Answer {
    state.given += 1;
    let access = format!("access-{}", state.given);
    let refresh = kept.clone().unwrap_or_else(|| format!("refresh-{}", state.given));
    state.access.push(access.clone());
    if kept.is_none() {
        state.refresh.push(refresh.clone());
    }
    let expires_in = state.habits.expires_in_s;
    let refresh_ends = state.habits.refresh_expires_in_s;
    let refresh_ends =
        refresh_ends.map_or_else(String::new, |seconds| format!(r#","refresh_token_expires_in":{seconds}"#));
    Answer::Json(
        200,
        format!(
            r#"{{"access_token":"{access}","token_type":"Bearer","expires_in":{expires_in},"refresh_token":"{refresh}"{refresh_ends}}}"#
        ),
    )
}

/// RFC 6749 4.4.3: no refresh token goes with it.
fn give_to_application(state: &mut State) -> Answer {
    state.given += 1;
    let access = format!("access-{}", state.given);
    state.access.push(access.clone());
    let expires_in = state.habits.expires_in_s;
    Answer::Json(
        200,
        format!(r#"{{"access_token":"{access}","token_type":"Bearer","expires_in":{expires_in}}}"#),
    )
}

/// RFC 8628 3.2.
fn device(request: &Request, state: &mut State) -> Answer {
    if !is_known(request, state) {
        return refuse(401, "invalid_client");
    }
    state.given += 1;
    let number = state.given;
    state.devices.insert(format!("TYPE-{number}"), Device::Waiting);
    let interval = state.habits.interval_s;
    Answer::Json(
        200,
        format!(
            r#"{{"device_code":"device-{number}","user_code":"TYPE-{number}","verification_uri":"http://127.0.0.1/type","expires_in":900,"interval":{interval}}}"#
        ),
    )
}

/// RFC 8628 3.5.
fn poll(device_code: &str, state: &mut State) -> Answer {
    let user_code = device_code.replace("device-", "TYPE-");
    match state.devices.get(&user_code) {
        Some(Device::Waiting) => refuse(400, "authorization_pending"),
        Some(Device::Denied) => refuse(400, "access_denied"),
        Some(Device::Agreed) => {
            state.devices.remove(&user_code);
            give(state, None)
        }
        None => refuse(400, "expired_token"),
    }
}

/// RFC 7009 2.2: 200, whether the token was known or not.
fn revoke(request: &Request, state: &mut State) -> Answer {
    if !is_known(request, state) {
        return refuse(401, "invalid_client");
    }
    let token = field(request, "token").to_owned();
    state.refresh.retain(|known| *known != token);
    state.revoked.push(token);
    Answer::Json(200, String::new())
}

/// RFC 7662 2.2: what Dovecot asks of a token.
fn introspect(request: &Request, state: &State) -> Answer {
    let token = field(request, "token");
    let is_good = state.access.iter().any(|known| known == token);
    let user = &state.habits.user;
    Answer::Json(200, format!(r#"{{"active":{is_good},"username":"{user}","scope":"mail"}}"#))
}
