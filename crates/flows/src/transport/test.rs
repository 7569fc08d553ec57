//! Tries a way out: connects and signs in, or sends one person one mail and shows what the server
//! said to it.
//!
//! The mail goes past the outbox: it is no record of the organisation's, and whoever tests wants to
//! see the first answer and not a later one. In all else it leaves as real mail does, from the same address, signed, and
//! with the same return path, since that is what receivers judge.

use bytes::Bytes;
use domain::mailbox::SignIn;
use domain::org::{Language, Right};
use domain::outbox::TransportKind;
use domain::returns::ReturnClass;
use domain::transport::TransportOwner;
use domain::{Actor, EmailAddress, Envelope, OrganisationId, Outcome, Problem, Secret};
use mail::{AutoSubmitted, Draft, SentBy};
use net::Credentials;
use net::smtp_out::{Delivered, Destination, Hop, Transaction, Wishes};
use policy::return_token::{OF_TEST, Sent};
use policy::returns::{Evidence, RuleSet};
use policy::route::Because;
use store::transports::TransportSettings;
use store::users::UserRow;

use super::entered::{may_be_own, may_lack_password, moved, of_owner};
use super::{TestReport, TransportInput, get, grant_of, guard, sender};
use crate::oauth::{self, GrantError};
use crate::office::Office;
use crate::outbox::{
    Chosen, Way, installation_way, own_return_path, own_way, signed, signed_plain, words_without_token,
};
use crate::preflight::{Sender, seen_over};
use crate::{problem, returns};

/// What is to be tried.
#[derive(Clone, Default)]
pub struct TestInput {
    /// The settings; what is left out is taken from those that are kept.
    pub transport: TransportInput,
    /// Who gets a mail; without one, nothing is sent.
    pub recipient: Option<EmailAddress>,
    /// Which of the addresses that take this way it is from; one that is fitting where none is named.
    pub from: Option<EmailAddress>,
}

/// Whether a user may try it: through the server of all, and straight from our host, he writes to himself alone, since such
/// a mail stands in no list. Whoever sets the server of all may try it on its own page with anybody, and so he may here.
///
/// # Errors
/// 422 for another recipient; when the store fails.
pub async fn may_be_tried_by_user(office: &Office, actor: &Actor, input: &TestInput) -> Result<(), Problem> {
    let Some(recipient) = input.recipient.as_ref() else { return Ok(()) };
    if actor.may(Right::Mailboxes) {
        return Ok(());
    }
    let kind = match input.transport.kind {
        Some(kind) => kind,
        None => get(office, actor.organisation, &TransportOwner::User(actor.user)).await?.settings.kind,
    };
    if input.transport.own != Some(false) && kind == TransportKind::Relay {
        return Ok(());
    }
    if crate::users::profile(office, actor).await?.user.address.key() == recipient.key() {
        return Ok(());
    }
    let detail = "through the shared server, and without one, a test goes to your own address alone";
    Err(Problem::invalid("recipient", "transport.test_to_own_address", detail))
}

/// Tries a way out. The stored password is used where none is given and the server is the stored one.
///
/// # Errors
/// 422 for a field that is wrong, 409 where there is nothing to try, 429 after many tests; whatever servers say is in the
/// report.
pub async fn test(
    office: &Office,
    actor: &Actor,
    owner: &TransportOwner,
    input: TestInput,
) -> Result<TestReport, Problem> {
    let way = match way(office, actor, owner, input.transport).await? {
        Ok(way) => way,
        Err(refused) => return Ok(refused),
    };
    let user = crate::users::profile(office, actor).await?.user;
    let own = sender::of(office, actor, (owner, &user), input.from).await?;
    let over = (&way, way.because != Because::Installation);
    let sender = Sender { organisation: actor.organisation, address: &own, own_of: None };
    let leaves_from = match (&input.recipient, &way.relay) {
        (Some(recipient), _) => guard::may_leave(office, actor, recipient, (sender, over)).await?,
        (None, Some(_)) => {
            // Sign-ins that go wrong have providers lock an account, and somebody could guess passwords.
            guard::spend(office, actor).await?;
            own.clone()
        }
        (None, None) => own.clone(),
    };
    let test = Test { way: &way, organisation: actor.organisation, user: &user, own: &own, leaves_from };
    let (report, seen) = tokio::join!(
        Box::pin(tried(office, &test, input.recipient)),
        Box::pin(seen_over(office, sender, over))
    );
    Ok(TestReport { seen: Some(seen.map_err(problem::from_store)?), ..report? })
}

/// A mail that is sent to see what becomes of it.
struct Test<'a> {
    way: &'a Way,
    organisation: OrganisationId,
    /// Who tests.
    user: &'a UserRow,
    /// The address that it is from.
    own: &'a EmailAddress,
    /// The address that it leaves from: the operator's, where real mail does.
    leaves_from: EmailAddress,
}

async fn tried(
    office: &Office,
    test: &Test<'_>,
    recipient: Option<EmailAddress>,
) -> Result<TestReport, Problem> {
    match (recipient, &test.way.relay) {
        (Some(recipient), _) => send(office, test, recipient).await,
        (None, Some(hop)) => Ok(connect(office, hop).await),
        (None, None) => {
            let detail = "mail goes straight to the recipients' servers; name a recipient to try one of them";
            Err(Problem::conflict("transport.direct", detail))
        }
    }
}

/// The way to try; a provider that gives no token for it is an outcome of the test.
async fn way(
    office: &Office,
    actor: &Actor,
    owner: &TransportOwner,
    input: TransportInput,
) -> Result<Result<Way, TestReport>, Problem> {
    if input.own == Some(false) {
        return shared_way(office, actor, owner).await;
    }
    let present = get(office, actor.organisation, owner).await?;
    let (has_moved, signed_in_by) = (moved(&present.settings, &input), present.settings.sign_in);
    let (given, had_password) = (input.password.clone(), present.has_password);
    let settings = of_owner(present.settings, owner, input)?;
    may_be_own(office, &settings).await?;
    // As mail takes it that leaves through what is tried.
    let because = match owner {
        TransportOwner::Organisation => Because::Organisation,
        TransportOwner::User(_) => Because::User,
        TransportOwner::Domain(_) => Because::Domain,
    };
    let chosen = Chosen {
        owner: owner.clone(),
        set_at: office.now(),
        is_failing: false,
        own_return_path: settings.own_return_path,
        spf_terms: settings.spf_terms.clone(),
        size_octets_max: None,
        size_said_at: None,
    };
    let way = |credentials| {
        let way = own_way(office, &settings, credentials);
        Way { because, of: Some(chosen.clone()), ..way }
    };
    match settings.sign_in {
        SignIn::Password => {
            let password = match given {
                Some(password) => Some(password).filter(|password| !password.is_empty()),
                None if has_moved => None,
                None => kept_password(office, actor.organisation, (owner, &settings)).await?,
            };
            // What is tried is what would be kept: without its password the test would tell of another sign-in.
            if password.is_none() {
                may_lack_password(&settings, had_password && has_moved)?;
            }
            let username = settings.username.clone();
            Ok(Ok(way(password.map(|password| Credentials::password(username, password)))))
        }
        SignIn::OAuth(_) if has_moved || settings.sign_in != signed_in_by => {
            Ok(Err(without_token(&GrantError::NotSignedIn)))
        }
        SignIn::OAuth(_) => {
            let kept = store::transports::find(&office.store().read(), actor.organisation, owner).await;
            let Some(row) = kept.map_err(problem::from_store)? else {
                return Ok(Err(without_token(&GrantError::NotSignedIn)));
            };
            let grant = grant_of(owner, row.id);
            let access = Box::pin(oauth::access(office, actor.organisation, grant)).await;
            match access {
                Ok(access) => {
                    let username = settings.username.clone();
                    Ok(Ok(way(Some(Credentials::token(username, access.token.clone())))))
                }
                Err(GrantError::Store(error)) => Err(problem::from_store(error)),
                Err(error) => Ok(Err(without_token(&error))),
            }
        }
    }
}

/// The password that was entered for this server; none where another was set meanwhile.
async fn kept_password(
    office: &Office,
    organisation: OrganisationId,
    (owner, settings): (&TransportOwner, &TransportSettings),
) -> Result<Option<Secret>, Problem> {
    let found = store::transports::find_opened(&office.store().read(), organisation, owner).await;
    let Some((row, password)) = found.map_err(problem::from_store)? else { return Ok(None) };
    let is_same = (&row.settings.host, row.settings.port, &row.settings.username)
        == (&settings.host, settings.port, &settings.username);
    if is_same { password.map_err(problem::from_store) } else { Ok(None) }
}

/// The way of those who use none of their own: the organisation's, where it uses one, or the installation's.
async fn shared_way(
    office: &Office,
    actor: &Actor,
    owner: &TransportOwner,
) -> Result<Result<Way, TestReport>, Problem> {
    if *owner == TransportOwner::Organisation {
        return way_of_installation(office).await;
    }
    let own = TransportOwner::Organisation;
    let is_used = get(office, actor.organisation, &own).await?.settings.in_use;
    let input = TransportInput { own: Some(is_used), ..TransportInput::default() };
    Box::pin(way(office, actor, &own, input)).await.map_err(of_shared)
}

/// What the server of all lacks is no field of whoever tries it from his own page, and not his to mend.
fn of_shared(problem: Problem) -> Problem {
    if problem.field.is_none() {
        return problem;
    }
    let detail = "the organisation's outgoing server is not set up to its end, as for want of its password; ask whoever \
                  administers mailboxes and servers to look at it";
    Problem::conflict("transport.shared_incomplete", detail)
}

/// The installation's, signed in to as the operator said.
async fn way_of_installation(office: &Office) -> Result<Result<Way, TestReport>, Problem> {
    let mut way = installation_way(office);
    let (Some(hop), Some(of)) = (&mut way.relay, &way.token_of) else { return Ok(Ok(way)) };
    match Box::pin(oauth::access(office, of.organisation, of.owner)).await {
        Ok(access) => {
            hop.credentials = Some(Credentials::token(of.user.clone(), access.token.clone()));
            Ok(Ok(way))
        }
        Err(GrantError::Store(error)) => Err(problem::from_store(error)),
        Err(error) => Ok(Err(report(error.code(), words_without_token(of, &error), Vec::new()))),
    }
}

fn without_token(error: &GrantError) -> TestReport {
    report(error.code(), error.to_string(), Vec::new())
}

async fn connect(office: &Office, hop: &Hop) -> TestReport {
    let (result, conversation) = Box::pin(office.sender().probe(hop)).await;
    match result {
        Ok(_) if hop.credentials.is_some() => {
            report("signed_in", "the server let us in; no mail was sent".to_owned(), conversation)
        }
        Ok(_) => {
            let detail = "the server answers; nobody signed in, and no mail was sent";
            report("connected", detail.to_owned(), conversation)
        }
        Err(error) => report(error.code(), error.to_string(), conversation),
    }
}

async fn send(office: &Office, test: &Test<'_>, recipient: EmailAddress) -> Result<TestReport, Problem> {
    let way = test.way;
    let transaction = transaction(office, test, recipient.clone()).await?;
    let sender = office.sender();
    let delivered = match &way.relay {
        Some(hop) => {
            let delivered = Box::pin(sender.deliver(hop, &transaction)).await;
            if !delivered.reached {
                // Once more, to be told by which of the steps before the mail it fails.
                let again = connect(office, hop).await;
                // Where it comes further by now, the mail was not sent all the same.
                return Ok(if again.ok { of_delivery(way.kind, delivered) } else { again });
            }
            delivered
        }
        None => {
            let domain = recipient.domain().to_owned();
            let demanded = crate::mta_sts::demanded(office, &domain).await;
            let policy = demanded.map_err(problem::from_store)?;
            // Whoever tests wants to know how it is now, and not how it was.
            let to = Destination { domain, helo_name: way.helo_name.clone(), policy, insists: true };
            Box::pin(sender.deliver_to_domain(&to, &transaction)).await
        }
    };
    Ok(of_delivery(way.kind, delivered))
}

fn of_delivery(kind: TransportKind, delivered: Delivered) -> TestReport {
    let Delivered { outcomes, transcript, host, .. } = delivered;
    let outcome = outcomes.into_iter().map(|(_, outcome)| outcome).next();
    let (code, words) = match &outcome {
        Some(outcome @ Outcome::Delivered(_)) => ("sent", outcome.words()),
        Some(outcome @ Outcome::Deferred(_)) => ("deferred", outcome.words()),
        Some(outcome @ Outcome::Refused(_)) => ("refused", outcome.words()),
        Some(outcome @ Outcome::Unreachable(words)) if returns::is_sign_in_refused(words) => {
            ("sign_in", outcome.words())
        }
        Some(outcome @ (Outcome::Unreachable(_) | Outcome::Impossible(_))) => ("failed", outcome.words()),
        None => ("failed", "nothing was sent"),
    };
    tracing::debug!(transport = kind.as_str(), result = code, "a test mail was tried");
    let told = |outcome: &Outcome| {
        let verdict = RuleSet::standard().judge(&Evidence::of_outcome(outcome, Some(&host)));
        Some(verdict.class).filter(|class| *class != ReturnClass::Unclassified)
    };
    let class = match &outcome {
        Some(outcome @ (Outcome::Deferred(_) | Outcome::Refused(_))) => told(outcome),
        Some(Outcome::Delivered(_) | Outcome::Unreachable(_) | Outcome::Impossible(_)) | None => None,
    };
    TestReport { class, ..report(code, words.to_owned(), transcript) }
}

fn report(summary_code: &str, detail: String, conversation: Vec<String>) -> TestReport {
    let ok = matches!(summary_code, "connected" | "signed_in" | "sent");
    let (class, waiting, seen) = (None, None, None);
    TestReport { ok, summary_code: summary_code.to_owned(), detail, class, waiting, conversation, seen }
}

/// The mail and its envelope, as those of real mail from there.
async fn transaction(
    office: &Office,
    test: &Test<'_>,
    recipient: EmailAddress,
) -> Result<Transaction, Problem> {
    let raw = mail::compose(&draft(office, test, recipient.clone())).map_err(|error| {
        Problem::invalid("recipient", "address.invalid", error.to_string())
            .with("address", recipient.to_string())
    })?;
    let from = &test.leaves_from;
    let (raw, sender) = (Bytes::from(raw), (test.organisation, from));
    let plain = signed_plain(office, sender, &raw, None).await.map_err(problem::from_store)?;
    let (raw, signing) = signed(office, sender, raw, None).await.map_err(problem::from_store)?;
    let is_free = test.way.takes_return_paths();
    let sent = Sent { organisation: test.organisation, delivery: OF_TEST };
    let stamped = own_return_path(office, (sent, from), is_free, signing.as_ref());
    let return_path = Some(stamped.unwrap_or_else(|| from.clone()));
    let envelope = Envelope { return_path, recipients: vec![recipient] };
    Ok(Transaction { envelope, raw, plain, confirms: false, wishes: Wishes::default() })
}

fn draft(office: &Office, test: &Test<'_>, recipient: EmailAddress) -> Draft {
    let (subject, text) = words(test.user.language, &test.user.name);
    let from = test.leaves_from.clone();
    let is_own = from == *test.own;
    Draft {
        message_id: format!("{}@{}", office.entropy().hex(16), from.domain()),
        from: ((!is_own).then(|| test.own.to_string()), from),
        reply_to: (!is_own).then(|| (None, test.own.clone())),
        to: vec![(None, recipient)],
        cc: Vec::new(),
        subject: subject.to_owned(),
        text,
        html: None,
        in_reply_to: None,
        references: Vec::new(),
        date: office.now(),
        attachments: Vec::new(),
        boundary_seed: office.entropy().hex(12),
        // RFC 3834 5: nobody's automatic reply should answer it.
        thread_index: None,
        sent_by: SentBy::Program(AutoSubmitted::Generated),
    }
}

fn words(language: Language, name: &str) -> (&'static str, String) {
    match language {
        Language::Nb => (
            "Prøve av den utgående serveren",
            format!(
                "Denne e-posten er en prøve som {name} sendte fra Posthus for å se om den utgående \
                 serveren virker.\n\nDen kom frem. Du trenger ikke å svare."
            ),
        ),
        Language::Sv => (
            "Test av den utgående servern",
            format!(
                "Det här är ett testmeddelande som {name} skickade från Posthus för att se om den \
                 utgående servern fungerar.\n\nDet kom fram. Du behöver inte svara."
            ),
        ),
        Language::En => (
            "Test of the outgoing server",
            format!(
                "This is a test that {name} sent from Posthus to see whether the outgoing server \
                 works.\n\nIt arrived. There is no need to answer."
            ),
        ),
    }
}
