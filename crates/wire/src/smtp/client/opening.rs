//! From the greeting to the first transaction: EHLO, STARTTLS, AUTH.

use domain::{Secret, Timestamp};

use super::super::extensions::{Extension, Extensions};
use super::super::reply::Answer;
use super::{Channel, Client, Event, Failure, Phase, StartTls, Step};
use crate::core::Side;
use crate::sasl::{Exchange, Mechanism, SaslError};

/// Questions of one sign-in that are answered.
const CHALLENGES_MAX: u32 = 8;
/// RFC 5321 4.5.3.1.4: a command has at most 512 octets, its line end among them.
const COMMAND_OCTETS_MAX: usize = 512;
/// RFC 4954 4: a response has at most 12,288 octets, its line end among them.
const RESPONSE_OCTETS_MAX: usize = 12_288;

/// A sign-in under way.
pub(super) struct SigningIn {
    exchange: Exchange,
    /// Whether the server has the first response, or speaks first; else its first question asks for that.
    initial_is_sent: bool,
    /// Questions that were answered.
    challenges: u32,
}

impl SigningIn {
    /// The answer to a question of the server.
    fn answer(&mut self, challenge: &str) -> Result<Secret, SaslError> {
        let initial = if self.initial_is_sent { None } else { self.exchange.initial() };
        self.initial_is_sent = true;
        let response = initial.map_or_else(|| self.exchange.answer(challenge), Ok)?;
        if response.expose().len() + "\r\n".len() > RESPONSE_OCTETS_MAX {
            return Err(SaslError::TooLong);
        }
        Ok(response)
    }
}

impl Client {
    /// The handshake that [`Event::StartTls`] asked for is done.
    pub fn tls_established(&mut self, now: Timestamp) {
        // RFC 3207 4.2: what was learned before is forgotten, and EHLO is said again.
        self.settings.channel = Channel::Tls;
        self.extensions = Extensions::default();
        self.replies.clear();
        self.phase = Phase::Opening;
        self.ehlo(now);
    }

    pub(super) fn opening_answered(&mut self, step: Step, answer: Answer, now: Timestamp) {
        let positive = answer.code.is_positive();
        match step {
            Step::Ehlo if positive => {
                self.extensions = Extensions::read(&answer.lines);
                self.after_ehlo(now);
            }
            // RFC 5321 4.1.4: a server that refuses EHLO is asked with HELO.
            Step::Ehlo if answer.code.is_permanent() => {
                let line = format!("HELO {}", self.settings.helo_name);
                self.send(Step::Helo, &line, now);
            }
            Step::Helo if positive => self.after_ehlo(now),
            // RFC 5321 4.3.2: 220 greets; 554 says that no mail is taken here.
            Step::Greeting if answer.code.get() == 220 => self.ehlo(now),
            Step::StartTls if answer.code.get() == 220 => {
                self.phase = Phase::Handshake;
                self.events.push_back(Event::StartTls);
            }
            // RFC 7435: where TLS is welcome but not demanded, its refusal changes nothing.
            Step::StartTls if self.settings.starttls == StartTls::IfOffered => self.sign_in(),
            Step::SignIn => self.sign_in_answered(answer, now),
            Step::Greeting | Step::Ehlo | Step::Helo | Step::StartTls => {
                self.fail(Failure::Refused { step, reply: answer.into_reply() });
            }
            // Answered in the transaction.
            Step::Reset | Step::Mail | Step::Recipient(_) | Step::Data | Step::Content | Step::Quit => {}
        }
    }

    fn ehlo(&mut self, now: Timestamp) {
        let line = format!("EHLO {}", self.settings.helo_name);
        self.send(Step::Ehlo, &line, now);
    }

    fn after_ehlo(&mut self, now: Timestamp) {
        let offered = self.extensions.has(Extension::StartTls);
        match (self.settings.channel, self.settings.starttls) {
            (Channel::Tls, _) | (_, StartTls::Never) => self.sign_in(),
            (_, StartTls::IfOffered | StartTls::Required) if offered => {
                self.send(Step::StartTls, "STARTTLS", now);
            }
            (_, StartTls::IfOffered) => self.sign_in(),
            (_, StartTls::Required) => self.fail(Failure::TlsNotOffered),
        }
    }

    fn sign_in(&mut self) {
        let Some(credentials) = self.settings.credentials.clone() else { return self.ready() };
        if self.settings.channel == Channel::Open {
            return self.fail(Failure::SignInUnprotected);
        }
        let offered = |name: &str| self.extensions.has_mechanism(name);
        let Some(mechanism) = Mechanism::choose(&credentials.proof, offered) else {
            return self.fail(Failure::SignInNotOffered);
        };
        let exchange = Exchange::new(mechanism, credentials, &self.settings.nonce);
        let (name, initial) = (mechanism.as_str(), exchange.initial());
        let line = initial.as_ref().map(|initial| Secret::new(format!("AUTH {name} {}", initial.expose())));
        // RFC 4954 4: the first response goes with the command where the line holds it. Tokens are longer more often than
        // not; they go behind the server's empty question.
        let line = line.filter(|line| line.expose().len() + "\r\n".len() <= COMMAND_OCTETS_MAX);
        if let Some(line) = &line {
            self.trace(Side::Client, &format!("AUTH {name} ****"));
            self.put(line.expose());
        } else {
            self.trace(Side::Client, &format!("AUTH {name}"));
            self.put(&format!("AUTH {name}"));
        }
        let initial_is_sent = line.is_some() || initial.is_none();
        self.signing_in = Some(SigningIn { exchange, initial_is_sent, challenges: 0 });
        self.awaited.push_back(Step::SignIn);
    }

    fn sign_in_answered(&mut self, answer: Answer, now: Timestamp) {
        let Some(signing_in) = self.signing_in.as_mut() else { return self.ready() };
        if answer.code.get() == 334 {
            signing_in.challenges += 1;
            let challenges = signing_in.challenges;
            let challenge = answer.lines.last().map_or("", String::as_str);
            match signing_in.answer(challenge) {
                Ok(response) if challenges <= CHALLENGES_MAX => {
                    self.trace(Side::Client, "****");
                    self.put(response.expose());
                    self.awaited.push_back(Step::SignIn);
                    self.restart_clock(now);
                }
                Ok(_) => self.fail(Failure::SignIn(SaslError::Unexpected)),
                Err(error) => self.fail(Failure::SignIn(error)),
            }
        } else if !answer.code.is_positive() {
            self.fail(Failure::Refused { step: Step::SignIn, reply: answer.into_reply() });
        } else if signing_in.exchange.server_is_proved() {
            self.signing_in = None;
            self.ready();
        } else {
            self.fail(Failure::SignIn(SaslError::Impostor));
        }
    }

    fn ready(&mut self) {
        self.phase = Phase::Ready;
        self.events.push_back(Event::Ready);
    }
}
