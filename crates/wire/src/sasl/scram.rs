//! SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Secret;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use super::{Credentials, SaslError};

/// The most hashing that a server may ask for. RFC 7677 4 asks for at least 4096; 600,000 is what
/// careful ones use.
const ITERATIONS_MAX: u32 = 1_000_000;
/// RFC 5802 7: gs2-header without channel binding, and its base64 form.
const GS2_HEADER: &str = "n,,";
const GS2_HEADER_BASE64: &str = "biws";

/// The client's side of one exchange.
pub(super) struct Scram {
    password: Secret,
    nonce: String,
    /// RFC 5802 3: client-first-message-bare.
    first_bare: String,
    state: State,
}

enum State {
    First,
    Final { server_signature: [u8; 32] },
    Proved,
}

impl Scram {
    pub(super) fn new(credentials: &Credentials, nonce: &str) -> Self {
        // RFC 5802 5.1: in a name, "," and "=" are written as =2C and =3D.
        let name = credentials.username.replace('=', "=3D").replace(',', "=2C");
        Self {
            password: credentials.secret().clone(),
            nonce: nonce.to_owned(),
            first_bare: format!("n={name},r={nonce}"),
            state: State::First,
        }
    }

    pub(super) fn first_message(&self) -> String {
        format!("{GS2_HEADER}{}", self.first_bare)
    }

    pub(super) fn answer(&mut self, challenge: &str) -> Result<String, SaslError> {
        match &self.state {
            State::First => self.prove(challenge),
            State::Final { server_signature } => {
                let sent = attribute(challenge, 'v').ok_or(SaslError::Impostor)?;
                let sent = STANDARD.decode(sent).map_err(|_| SaslError::Unreadable)?;
                if sent != server_signature {
                    return Err(SaslError::Impostor);
                }
                self.state = State::Proved;
                Ok(String::new())
            }
            State::Proved => Err(SaslError::Unexpected),
        }
    }

    pub(super) const fn server_is_proved(&self) -> bool {
        matches!(self.state, State::Proved)
    }

    /// RFC 5802 3: from server-first-message to client-final-message.
    fn prove(&mut self, server_first: &str) -> Result<String, SaslError> {
        let nonce = attribute(server_first, 'r').ok_or(SaslError::Unreadable)?;
        let salt = attribute(server_first, 's').ok_or(SaslError::Unreadable)?;
        let salt = STANDARD.decode(salt).map_err(|_| SaslError::Unreadable)?;
        let rounds = attribute(server_first, 'i').and_then(|rounds| rounds.parse().ok());
        let rounds =
            rounds.filter(|rounds| (1..=ITERATIONS_MAX).contains(rounds)).ok_or(SaslError::Unreadable)?;
        // RFC 5802 5.1: the server's nonce begins with ours, and adds something.
        if !nonce.starts_with(&self.nonce) || nonce.len() == self.nonce.len() {
            return Err(SaslError::Impostor);
        }
        let without_proof = format!("c={GS2_HEADER_BASE64},r={nonce}");
        let message = format!("{},{server_first},{without_proof}", self.first_bare);
        let salted = salted_password(self.password.expose(), &salt, rounds);
        let client_key = hmac(&salted, b"Client Key");
        let signature = hmac(&Sha256::digest(client_key), message.as_bytes());
        let proof: Vec<u8> = client_key.iter().zip(signature).map(|(key, sign)| key ^ sign).collect();
        let server_signature = hmac(&hmac(&salted, b"Server Key"), message.as_bytes());
        self.state = State::Final { server_signature };
        Ok(format!("{without_proof},p={}", STANDARD.encode(proof)))
    }
}

fn attribute(message: &str, name: char) -> Option<&str> {
    message.split(',').find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
}

fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// RFC 5802 2.2: Hi(), which is PBKDF2 with one block.
fn salted_password(password: &str, salt: &[u8], rounds: u32) -> [u8; 32] {
    let keyed = Hmac::<Sha256>::new_from_slice(password.as_bytes()).expect("HMAC takes keys of any length");
    let round =
        |message: &[u8]| -> [u8; 32] { keyed.clone().chain_update(message).finalize().into_bytes().into() };
    let mut last = round(&[salt, &1_u32.to_be_bytes()].concat());
    let mut sum = last;
    for _ in 1..rounds {
        last = round(&last);
        sum.iter_mut().zip(last).for_each(|(sum, octet)| *sum ^= octet);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER_FIRST: &str =
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

    fn client() -> Scram {
        Scram::new(&Credentials::password("user", Secret::new("pencil")), "rOprNGfwEbeRWgbNEkqO")
    }

    #[test]
    fn the_example_of_rfc_7677_comes_out() {
        let mut client = client();
        assert_eq!(client.first_message(), "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        let last = client.answer(SERVER_FIRST).unwrap();
        assert_eq!(
            last,
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        );
        assert!(!client.server_is_proved());
        assert_eq!(client.answer("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=").unwrap(), "");
        assert!(client.server_is_proved());
    }

    #[test]
    fn an_impostor_is_noticed() {
        assert_eq!(client().answer("r=other,s=QQ==,i=4096"), Err(SaslError::Impostor));
        assert_eq!(
            client().answer("r=rOprNGfwEbeRWgbNEkqOx,s=QQ==,i=4000000000"),
            Err(SaslError::Unreadable)
        );
        let mut client = client();
        client.answer(SERVER_FIRST).unwrap();
        assert_eq!(client.answer("v=AAAA"), Err(SaslError::Impostor));
    }
}
