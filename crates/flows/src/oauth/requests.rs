//! What is asked of a provider, and its answers read: tokens (RFC 6749 4.1.3, 6), device codes (RFC 8628
//! 3.1), and to forget a token (RFC 7009 2.1). Nothing here writes anything down.

use domain::oauth::{ClientAuth, GrantState};
use domain::{OauthApplicationId, OrganisationId, Secret};
use net::form_post::{self, Form};
use net::{Net, Reach};
use policy::oauth::{self, Refusal, Verdict};
use serde_json::Value;
use store::oauth::applications::{self, ApplicationRow};
use store::oauth::grants::GrantRow;
use store::oauth::installation::INSTALLATION;
use store::{Conn, StoreError};

use super::installation;
use crate::office::Office;

/// Characters of a provider's words that are kept.
const WORDS_CHARS_MAX: usize = 300;
/// The longest token that is kept, octets.
const TOKEN_OCTETS_MAX: usize = 16 * 1024;

/// An application with its secret.
pub(super) struct Client {
    pub(super) row: ApplicationRow,
    pub(super) secret: Option<Secret>,
    /// Whether it is given tokens without anybody's permission.
    pub(super) in_own_name: bool,
    /// Where its provider may stand, if elsewhere than those of others.
    pub(super) reach: Option<Reach>,
}

/// What a provider gave.
pub(super) struct Granted {
    pub(super) access: Secret,
    /// RFC 6749 5.1, 6: left out where the old one stays.
    pub(super) refresh: Option<Secret>,
    pub(super) expires_in_s: Option<u32>,
    pub(super) refresh_expires_in_s: Option<u32>,
}

/// What a person types, and where (RFC 8628 3.2).
pub(super) struct DeviceAnswer {
    pub(super) device_code: Secret,
    pub(super) user_code: String,
    pub(super) address: String,
    pub(super) expires_in_s: u32,
    pub(super) interval_s: u32,
}

/// Why a provider gave nothing.
#[derive(Debug, Default)]
pub(super) struct Refused {
    /// 0 where there was no answer.
    status: u16,
    error: Option<String>,
    description: String,
    pub(super) retry_after_s: Option<u32>,
}

impl Refused {
    fn silent(words: String) -> Self {
        Self { description: words, ..Self::default() }
    }

    fn as_refusal(&self) -> Refusal<'_> {
        Refusal { status: self.status, error: self.error.as_deref(), description: &self.description }
    }

    /// What it means for a grant.
    pub(super) fn verdict(&self) -> Verdict {
        if self.status == 0 {
            return Verdict { state: GrantState::ProviderDown, because: "no answer".to_owned() };
        }
        oauth::judge(self.as_refusal())
    }

    /// What it means for a device code.
    pub(super) fn poll(&self, interval_s: u32) -> oauth::Poll {
        if self.status == 0 {
            return oauth::Poll::Wait { interval_s: oauth::slower(interval_s) };
        }
        oauth::judge_poll(self.as_refusal(), interval_s)
    }

    /// The provider's words for a sentence, in one line and bounded.
    pub(super) fn words(&self) -> String {
        let said = match (&self.error, self.description.as_str()) {
            (Some(error), "") => error.clone(),
            (Some(error), description) => format!("{error}: {description}"),
            (None, "") => format!("HTTP {}", self.status),
            (None, description) => description.to_owned(),
        };
        one_line(&said)
    }
}

/// A stranger's text in one bounded line.
pub(super) fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(WORDS_CHARS_MAX).collect()
}

impl Client {
    /// The application with its secret.
    pub(super) async fn find(
        conn: &Conn,
        organisation: OrganisationId,
        id: OauthApplicationId,
    ) -> Result<Option<Self>, StoreError> {
        let Some(row) = applications::find(conn, organisation, id).await? else { return Ok(None) };
        let secret = applications::secret(conn, organisation, id).await?;
        Ok(Some(Self { row, secret, in_own_name: false, reach: None }))
    }

    /// The application that a grant is of.
    pub(super) async fn of(office: &Office, row: &GrantRow) -> Result<Option<Self>, StoreError> {
        if row.organisation == INSTALLATION {
            return Ok(office.settings().outgoing.oauth.as_ref().map(installation::client));
        }
        Self::find(&office.store().read(), row.organisation, row.application).await
    }

    /// RFC 6749 4.1.3, RFC 7636 4.5.
    pub(super) async fn redeem(
        &self,
        net: &Net,
        (code, verifier): (&Secret, &Secret),
        redirect_uri: &str,
    ) -> Result<Granted, Refused> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", redirect_uri),
            ("code_verifier", verifier.expose()),
        ];
        granted(&self.ask(net, &self.row.settings.endpoints.token, &fields).await?)
    }

    /// RFC 6749 6; 4.4.2 for one that asks in its own name.
    pub(super) async fn renew(&self, net: &Net, refresh: &Secret) -> Result<Granted, Refused> {
        if self.in_own_name {
            let scopes = self.row.settings.endpoints.scopes.as_str();
            let fields = [("grant_type", "client_credentials"), ("scope", scopes)];
            let fields = if scopes.is_empty() { &fields[..1] } else { &fields[..] };
            return granted(&self.ask(net, &self.row.settings.endpoints.token, fields).await?);
        }
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.expose())];
        granted(&self.ask(net, &self.row.settings.endpoints.token, &fields).await?)
    }

    /// RFC 8628 3.1.
    pub(super) async fn begin_device(&self, net: &Net) -> Result<DeviceAnswer, Refused> {
        let endpoints = &self.row.settings.endpoints;
        let answer = self.ask(net, &endpoints.device, &[("scope", &endpoints.scopes)]).await?;
        device(&answer).ok_or_else(|| Refused::silent("its answer names no device code".to_owned()))
    }

    /// RFC 8628 3.4.
    pub(super) async fn poll_device(&self, net: &Net, device_code: &Secret) -> Result<Granted, Refused> {
        let fields = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", device_code.expose()),
        ];
        granted(&self.ask(net, &self.row.settings.endpoints.token, &fields).await?)
    }

    /// RFC 7009 2.1: a refresh token takes its access tokens along.
    pub(super) async fn revoke(&self, net: &Net, token: &Secret) -> Result<(), Refused> {
        let fields = [("token", token.expose()), ("token_type_hint", "refresh_token")];
        let endpoint = &self.row.settings.endpoints.revocation;
        self.ask(net, endpoint, &fields).await.map(|_| ())
    }

    /// Posts these fields with the application's own (RFC 6749 2.3.1).
    async fn ask(&self, net: &Net, url: &str, fields: &[(&str, &str)]) -> Result<Value, Refused> {
        let mut fields = fields.to_vec();
        let settings = &self.row.settings;
        let mut basic = None;
        match (settings.client_auth, &self.secret) {
            (ClientAuth::Header, Some(secret)) => basic = Some((settings.client_id.as_str(), secret)),
            (ClientAuth::Body, Some(secret)) => {
                fields
                    .extend([("client_id", settings.client_id.as_str()), ("client_secret", secret.expose())]);
            }
            (ClientAuth::Header | ClientAuth::Body, None) => fields.push(("client_id", &settings.client_id)),
        }
        let form = Form { url, fields: &fields, basic };
        let net = Net { reach: self.reach.unwrap_or(net.reach), ..net.clone() };
        let answered = form_post::post(&net, &form).await;
        let answered = answered.map_err(|error| Refused::silent(error.to_string()))?;
        let body: Value = serde_json::from_slice(&answered.body).unwrap_or_default();
        // Some providers refuse with 200.
        let error = body["error"].as_str().map(one_line);
        if (200..300).contains(&answered.status) && error.is_none() {
            return Ok(body);
        }
        Err(Refused {
            status: answered.status,
            error,
            description: body["error_description"].as_str().map(one_line).unwrap_or_default(),
            retry_after_s: answered.retry_after_s,
        })
    }
}

/// RFC 6749 5.1.
fn granted(answer: &Value) -> Result<Granted, Refused> {
    let token = |name: &str| {
        let text = answer[name].as_str().filter(|text| !text.is_empty() && text.len() <= TOKEN_OCTETS_MAX);
        // It stands in the lines of mail protocols.
        text.filter(|text| text.bytes().all(|octet| octet.is_ascii_graphic())).map(Secret::new)
    };
    let is_bearer = answer["token_type"].as_str().is_none_or(|kind| kind.eq_ignore_ascii_case("bearer"));
    match token("access_token").filter(|_| is_bearer) {
        Some(access) => Ok(Granted {
            access,
            refresh: token("refresh_token"),
            expires_in_s: seconds(&answer["expires_in"]),
            refresh_expires_in_s: seconds(&answer["refresh_token_expires_in"]),
        }),
        None => Err(Refused::silent("its answer holds no access token of the kind `Bearer`".to_owned())),
    }
}

/// RFC 8628 3.2; the interval is 5 seconds where it is left out, the lifetime is asked for.
fn device(answer: &Value) -> Option<DeviceAnswer> {
    let text = |name: &str| answer[name].as_str().filter(|text| !text.is_empty());
    // Google wrote `verification_url` before there was a standard.
    let address = text("verification_uri").or_else(|| text("verification_url"))?;
    Some(DeviceAnswer {
        device_code: Secret::new(text("device_code")?),
        user_code: one_line(text("user_code")?),
        address: one_line(address),
        expires_in_s: seconds(&answer["expires_in"]).unwrap_or(900),
        interval_s: seconds(&answer["interval"]).unwrap_or(5).clamp(1, 60),
    })
}

/// A number of seconds, which some providers write as a text.
fn seconds(value: &Value) -> Option<u32> {
    let number = value.as_u64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))?;
    u32::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn tokens_are_read_as_they_come_and_refused_where_they_could_leave_their_line() {
        let read = |answer: Value| granted(&answer).map(|granted| granted.expires_in_s).ok();
        assert_eq!(read(json!({ "access_token": "a", "expires_in": 3599 })), Some(Some(3599)));
        assert_eq!(
            read(json!({ "access_token": "a", "expires_in": "60", "token_type": "bearer" })),
            Some(Some(60))
        );
        assert_eq!(read(json!({ "access_token": "a\r\nNOOP" })), None);
        assert_eq!(read(json!({ "access_token": "a", "token_type": "mac" })), None);
        assert_eq!(read(json!({ "access_token": "" })), None);
        assert_eq!(read(json!([])), None);
    }

    #[test]
    fn words_of_strangers_are_one_bounded_line() {
        let refused = Refused {
            status: 400,
            error: Some("invalid_grant".to_owned()),
            description: "AADSTS70000:\r\n\tgone".to_owned(),
            retry_after_s: None,
        };
        assert_eq!(refused.words(), "invalid_grant: AADSTS70000: gone");
        assert_eq!(one_line(&"æ".repeat(900)).chars().count(), WORDS_CHARS_MAX);
        assert_eq!(Refused { status: 502, ..Refused::default() }.words(), "HTTP 502");
    }
}
