//! Whether a mail is from whom it says: SPF, DKIM, DMARC and ARC together, with what DNS says at this moment.
//!
//! Policy decides and says what it lacks; it is asked here, and policy again, until nothing is lacking.

use domain::authentication::SignatureResult;
use net::dns::SetupError;
use net::signatures::{self, Signatures};
use net::{DnsError, MxAnswer, Resolver};
use policy::auth::dmarc::{self, Dmarc, Signer};
use policy::auth::dns::{Answer, Answers, Lacking, Question};
use policy::auth::results::{self, SignatureWords};
use policy::auth::spf::{self, Client, Identity, Spf};

/// Questions that one decision may ask; SPF's own limits lie far below.
const QUESTIONS_MAX: usize = 400;

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Authenticity {
    /// SPF of the return path, or of the greeting's postmaster where there is none.
    pub mail_from: Spf,
    /// SPF of the greeting.
    pub helo: Spf,
    /// DKIM and ARC.
    pub signatures: Signatures,
    /// DMARC.
    pub dmarc: Dmarc,
}

impl Authenticity {
    /// The value of Authentication-Results, in the name of `server`.
    #[must_use]
    pub fn line(&self, server: &str) -> String {
        let signatures: Vec<SignatureWords<'_>> = self
            .signatures
            .dkim
            .iter()
            .map(|it| SignatureWords {
                result: it.result,
                reason: &it.reason,
                domain: &it.domain,
                selector: &it.selector,
                algorithm: it.algorithm,
                beginning: &it.beginning,
            })
            .collect();
        let spf = [self.mail_from.clone(), self.helo.clone()];
        results::line(server, &spf, &signatures, &self.dmarc, self.signatures.arc.result)
    }
}

/// Checks a mail that this client brought; `None` where nobody here knows who it was.
///
/// # Errors
/// When the cryptography cannot be set up. What DNS does not answer is a result.
pub async fn check(
    resolver: &dyn Resolver,
    raw: &[u8],
    client: Option<&Client>,
) -> Result<Authenticity, SetupError> {
    check_by(Asked { spf: resolver, signatures: resolver, dmarc: resolver }, raw, client).await
}

/// Who is asked for each part.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// For SPF.
    pub(crate) spf: &'a dyn Resolver,
    /// For the keys of signatures.
    pub(crate) signatures: &'a dyn Resolver,
    /// For DMARC.
    pub(crate) dmarc: &'a dyn Resolver,
}

/// The same with somebody else to ask for each part.
///
/// # Errors
/// As [`check`].
pub(crate) async fn check_by(
    asked: Asked<'_>,
    raw: &[u8],
    client: Option<&Client>,
) -> Result<Authenticity, SetupError> {
    let of_client = async {
        let Some(client) = client else {
            return (Spf::unchecked(Identity::MailFrom), Spf::unchecked(Identity::Helo));
        };
        let mut answers = Answers::default();
        let of = |identity| move |answers: &Answers| spf::check(client, identity, answers);
        let mail_from = decided(asked.spf, &mut answers, of(Identity::MailFrom)).await;
        (mail_from, decided(asked.spf, &mut answers, of(Identity::Helo)).await)
    };
    let verified = Box::pin(signatures::verify(asked.signatures, raw));
    let ((mail_from, helo), signatures) = tokio::join!(of_client, verified);
    let signatures = signatures?;
    let signers: Vec<Signer> = signatures
        .dkim
        .iter()
        .map(|it| Signer {
            domain: it.domain.clone(),
            holds: match it.result {
                SignatureResult::Pass => Some(true),
                SignatureResult::TempError => None,
                SignatureResult::None
                | SignatureResult::Fail
                | SignatureResult::Policy
                | SignatureResult::Neutral
                | SignatureResult::PermError => Some(false),
            },
        })
        .collect();
    // What the sender's servers did not answer in time for SPF is asked anew: his record may have named what speaks
    // against him.
    let dmarc = decided(asked.dmarc, &mut Answers::default(), |answers| {
        dmarc::check(&signatures.authors, &mail_from, &signers, answers)
    })
    .await;
    Ok(Authenticity { mail_from, helo, signatures, dmarc })
}

/// Decides, and asks DNS for what is lacking until nothing is.
pub(crate) async fn decided<T>(
    resolver: &dyn Resolver,
    answers: &mut Answers,
    decide: impl Fn(&Answers) -> Result<T, Lacking>,
) -> T {
    loop {
        match decide(answers) {
            Ok(decision) => return decision,
            Err(Lacking(question)) => {
                let answer = if answers.count() < QUESTIONS_MAX {
                    ask(resolver, &question).await
                } else {
                    Answer::Unavailable("the mail asks too much".to_owned())
                };
                answers.add(question, answer);
            }
        }
    }
}

/// Asks DNS one question; that it does not answer is an answer, too.
pub(crate) async fn ask(resolver: &dyn Resolver, question: &Question) -> Answer {
    let answered = match question {
        Question::Txt(name) => resolver.texts(name).await.map(Answer::Texts),
        Question::A(name) => resolver.addresses_of_kind(name, false).await.map(Answer::Addresses),
        Question::Aaaa(name) => resolver.addresses_of_kind(name, true).await.map(Answer::Addresses),
        Question::Cname(name) => resolver.alias(name).await.map(|target| Answer::Texts(vec![target])),
        Question::Ptr(address) => resolver.names(*address).await.map(Answer::Texts),
        Question::Mx(name) => resolver.mx(name).await.map(|answer| match answer {
            MxAnswer::Hosts(hosts) => Answer::Texts(hosts.into_iter().map(|host| host.name).collect()),
            MxAnswer::Null | MxAnswer::Absent => Answer::Nothing,
        }),
    };
    match answered {
        Ok(answer) => answer,
        Err(DnsError::NoSuchName(_) | DnsError::NoAddress(_)) => Answer::Nothing,
        Err(error @ (DnsError::Unavailable { .. } | DnsError::Bogus(_))) => {
            Answer::Unavailable(error.to_string())
        }
    }
}
