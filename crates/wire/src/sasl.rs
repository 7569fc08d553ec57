//! Signing in (SASL, RFC 4422): what the client says for PLAIN (RFC 4616), LOGIN and XOAUTH2 (both
//! never standardised, both in use everywhere), OAUTHBEARER (RFC 7628) and SCRAM-SHA-256 (RFC 5802,
//! RFC 7677), and how our servers read PLAIN and LOGIN.
//!
//! All texts that cross this border are base64 as they stand on the wire; how they are framed is
//! the business of IMAP, POP3 and SMTP.

mod scram;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Secret;

use self::scram::Scram;

/// Who signs in and with what.
#[derive(Clone)]
pub struct Credentials {
    /// The user name, often the address.
    pub username: String,
    /// The proof.
    pub proof: Proof,
}

/// What proves it.
#[derive(Clone)]
pub enum Proof {
    /// A password.
    Password(Secret),
    /// An OAuth2 access token.
    Token(Secret),
}

impl Credentials {
    /// A user and a password.
    #[must_use]
    pub fn password(username: impl Into<String>, password: Secret) -> Self {
        Self { username: username.into(), proof: Proof::Password(password) }
    }

    /// A user and an OAuth2 access token.
    #[must_use]
    pub fn token(username: impl Into<String>, token: Secret) -> Self {
        Self { username: username.into(), proof: Proof::Token(token) }
    }

    /// The password or token itself.
    #[must_use]
    pub const fn secret(&self) -> &Secret {
        match &self.proof {
            Proof::Password(secret) | Proof::Token(secret) => secret,
        }
    }
}

/// How one signs in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mechanism {
    /// RFC 4616.
    Plain,
    /// User name and password, each asked for.
    Login,
    /// RFC 7677: the password is proved without being sent.
    ScramSha256,
    /// An OAuth2 token as Google and Microsoft take it.
    XOAuth2,
    /// RFC 7628: the same token by the standard.
    OAuthBearer,
}

impl Mechanism {
    /// The registered name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::XOAuth2 => "XOAUTH2",
            Self::OAuthBearer => "OAUTHBEARER",
        }
    }

    /// The mechanism to use of those a server offers, if any fits. The connection is secure before
    /// anybody asks, so the one that every server implements alike comes first.
    #[must_use]
    pub fn choose(proof: &Proof, offers: impl Fn(&str) -> bool) -> Option<Self> {
        let fitting: &[Self] = match proof {
            Proof::Password(_) => &[Self::Plain, Self::Login, Self::ScramSha256],
            Proof::Token(_) => &[Self::XOAuth2, Self::OAuthBearer],
        };
        fitting.iter().copied().find(|mechanism| offers(mechanism.as_str()))
    }
}

/// Why a sign-in cannot go on; the server's own refusal is not among these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SaslError {
    /// The server asked for more than the mechanism has.
    #[error("the server asked for more than its way of signing in knows")]
    Unexpected,
    /// What came is not base64, or not what the mechanism sends.
    #[error("the server's question could not be read")]
    Unreadable,
    /// The proof is longer than a server has to read.
    #[error("the password or token is longer than servers take; a shorter one is needed")]
    TooLong,
    /// SCRAM: the server could not prove that it knows the password.
    #[error("the server could not prove that it knows the account; it may be an impostor")]
    Impostor,
}

/// The client's side of one sign-in.
pub struct Exchange {
    credentials: Credentials,
    steps: Steps,
}

enum Steps {
    Plain,
    Login { asked: u8 },
    Scram(Box<Scram>),
    XOAuth2,
    OAuthBearer,
}

impl Exchange {
    /// Begins. `nonce` is unpredictable printable text without commas; only SCRAM uses it.
    #[must_use]
    pub fn new(mechanism: Mechanism, credentials: Credentials, nonce: &str) -> Self {
        let steps = match mechanism {
            Mechanism::Plain => Steps::Plain,
            Mechanism::Login => Steps::Login { asked: 0 },
            Mechanism::ScramSha256 => Steps::Scram(Box::new(Scram::new(&credentials, nonce))),
            Mechanism::XOAuth2 => Steps::XOAuth2,
            Mechanism::OAuthBearer => Steps::OAuthBearer,
        };
        Self { credentials, steps }
    }

    /// The first response, base64, for protocols that send it with the command or after an empty
    /// challenge; `None` where the server speaks first.
    #[must_use]
    pub fn initial(&self) -> Option<Secret> {
        let secret = self.credentials.secret().expose();
        let user = &self.credentials.username;
        let text = match &self.steps {
            // RFC 4616 2: message = [authzid] UTF8NUL authcid UTF8NUL passwd.
            Steps::Plain => format!("\0{user}\0{secret}"),
            Steps::Login { .. } => return None,
            Steps::Scram(scram) => scram.first_message(),
            Steps::XOAuth2 => format!("user={user}\u{1}auth=Bearer {secret}\u{1}\u{1}"),
            // RFC 7628 3.1: gs2-header kvsep *kvpair kvsep; host and port may be left out.
            Steps::OAuthBearer => {
                format!("n,a={},\u{1}auth=Bearer {secret}\u{1}\u{1}", saslname(user))
            }
        };
        Some(encoded(&text))
    }

    /// The answer to a challenge after the initial response, base64.
    ///
    /// # Errors
    ///
    /// When the challenge is none that the mechanism knows; the caller cancels with `*`.
    pub fn answer(&mut self, challenge: &str) -> Result<Secret, SaslError> {
        match &mut self.steps {
            Steps::Plain => Err(SaslError::Unexpected),
            Steps::Login { asked } => {
                *asked += 1;
                // The questions are "Username:" and "Password:" in any wording; only the order counts.
                match asked {
                    1 => Ok(encoded(&self.credentials.username)),
                    2 => Ok(encoded(self.credentials.secret().expose())),
                    _ => Err(SaslError::Unexpected),
                }
            }
            Steps::Scram(scram) => {
                let question = decoded(challenge).ok_or(SaslError::Unreadable)?;
                scram.answer(&question).map(|text| encoded(&text))
            }
            // A challenge is the error as JSON; an empty answer lets the server refuse properly.
            Steps::XOAuth2 => Ok(Secret::new("")),
            // RFC 7628 3.2.3: the error is answered with one kvsep, and the server then refuses.
            Steps::OAuthBearer => Ok(encoded("\u{1}")),
        }
    }

    /// Whether the server did all that the mechanism asks of it; checked when it says "signed in".
    #[must_use]
    pub fn server_is_proved(&self) -> bool {
        match &self.steps {
            Steps::Scram(scram) => scram.server_is_proved(),
            Steps::Plain | Steps::Login { .. } | Steps::XOAuth2 | Steps::OAuthBearer => true,
        }
    }
}

/// RFC 4616: reads a PLAIN response. `None` when it is not one, or acts for another identity.
#[must_use]
pub fn read_plain(response: &str) -> Option<Credentials> {
    let text = Secret::new(decoded(response)?);
    let mut parts = text.expose().split('\0');
    let (acting_for, user, password) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = parts.next().is_none() && !user.is_empty() && (acting_for.is_empty() || acting_for == user);
    plain.then(|| Credentials::password(user, Secret::new(password)))
}

/// Reads one answer of a LOGIN exchange: a user name or a password.
#[must_use]
pub fn read_login(response: &str) -> Option<Secret> {
    decoded(response).map(Secret::new)
}

/// LOGIN's question for the user name, as clients expect it: `Username:`.
pub const LOGIN_USERNAME: &str = "VXNlcm5hbWU6";
/// LOGIN's question for the password: `Password:`.
pub const LOGIN_PASSWORD: &str = "UGFzc3dvcmQ6";

/// RFC 5801 4: the characters that divide a gs2-header are written as `=2C` and `=3D`.
fn saslname(user: &str) -> String {
    user.replace('=', "=3D").replace(',', "=2C")
}

fn encoded(text: &str) -> Secret {
    Secret::new(STANDARD.encode(text))
}

fn decoded(text: &str) -> Option<String> {
    String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(mechanism: Mechanism) -> Exchange {
        let proof = Secret::new("hemmelig");
        let credentials = match mechanism {
            Mechanism::XOAuth2 | Mechanism::OAuthBearer => Credentials::token("kari@example.org", proof),
            Mechanism::Plain | Mechanism::Login | Mechanism::ScramSha256 => {
                Credentials::password("kari@example.org", proof)
            }
        };
        Exchange::new(mechanism, credentials, "nonce")
    }

    #[test]
    fn plain_is_one_message_and_reads_back() {
        let sent = exchange(Mechanism::Plain).initial().unwrap();
        assert_eq!(sent.expose(), "AGthcmlAZXhhbXBsZS5vcmcAaGVtbWVsaWc=");
        let read = read_plain(sent.expose()).unwrap();
        assert_eq!((read.username.as_str(), read.secret().expose()), ("kari@example.org", "hemmelig"));
        assert!(read_plain(&STANDARD.encode("somebody\0kari\0x")).is_none());
        assert!(read_plain("&").is_none());
    }

    #[test]
    fn login_answers_two_questions_and_no_third() {
        let mut login = exchange(Mechanism::Login);
        assert!(login.initial().is_none());
        let answers: Vec<_> = [LOGIN_USERNAME, LOGIN_PASSWORD]
            .iter()
            .map(|question| read_login(login.answer(question).unwrap().expose()).unwrap())
            .collect();
        assert_eq!(answers[0].expose(), "kari@example.org");
        assert_eq!(answers[1].expose(), "hemmelig");
        assert_eq!(login.answer("").err(), Some(SaslError::Unexpected));
    }

    #[test]
    fn a_token_is_sent_as_google_and_microsoft_take_it() {
        let mut oauth = exchange(Mechanism::XOAuth2);
        let sent = decoded(oauth.initial().unwrap().expose()).unwrap();
        assert_eq!(sent, "user=kari@example.org\u{1}auth=Bearer hemmelig\u{1}\u{1}");
        assert_eq!(oauth.answer("eyJzdGF0dXMiOiI0MDEifQ==").unwrap().expose(), "");
    }

    #[test]
    fn a_token_is_sent_by_the_standard_and_its_error_is_answered() {
        let mut oauth = exchange(Mechanism::OAuthBearer);
        let sent = decoded(oauth.initial().unwrap().expose()).unwrap();
        assert_eq!(sent, "n,a=kari@example.org,\u{1}auth=Bearer hemmelig\u{1}\u{1}");
        // RFC 7628 4.3: the dummy response is "AQ==".
        assert_eq!(oauth.answer("eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=").unwrap().expose(), "AQ==");
        assert_eq!(saslname("a=b,c"), "a=3Db=2Cc");
    }

    #[test]
    fn the_mechanism_fits_the_proof_and_the_offer() {
        let (password, token) = (Proof::Password(Secret::new("x")), Proof::Token(Secret::new("x")));
        assert_eq!(Mechanism::choose(&password, |_| true), Some(Mechanism::Plain));
        assert_eq!(
            Mechanism::choose(&password, |name| name == "SCRAM-SHA-256"),
            Some(Mechanism::ScramSha256)
        );
        assert_eq!(Mechanism::choose(&token, |_| true), Some(Mechanism::XOAuth2));
        assert_eq!(Mechanism::choose(&token, |name| name == "OAUTHBEARER"), Some(Mechanism::OAuthBearer));
        assert_eq!(Mechanism::choose(&token, |name| name == "PLAIN"), None);
    }
}
