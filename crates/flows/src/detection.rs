//! Finds the servers of an address: everybody who may know is asked at the same time, and policy chooses.
//!
//! Nobody signs in anywhere, and nothing is kept. The domain is asked itself; beside it only the list of providers
//! that the operator has set. One that says nothing costs the others nothing: all have the same time, and what is
//! there when it is over counts.

mod asking;
mod documents;
mod records;

use std::time::Duration;

use domain::detection::Source;
use domain::{Actor, EmailAddress, Problem, ProblemKind};
use futures_util::future::{BoxFuture, join_all};
use policy::budget::Budget;
use policy::detection::{self, Finding};
use store::budgets::{self, Asking};

pub use policy::detection::Candidate;

use crate::office::Office;
use crate::problem;
use asking::Inquiry;

/// What the operator set about it.
#[derive(Clone, Debug)]
pub struct DetectionSettings {
    /// The address of a list of providers, with a slash at its end; a domain follows. Empty asks none.
    pub isp_database: String,
    /// Whether a domain's own settings may be fetched without encryption.
    pub plain_http: bool,
    /// How long all who are asked have together.
    pub within: Duration,
}

impl DetectionSettings {
    /// How long a person waits for it.
    pub const WITHIN: Duration = Duration::from_secs(10);
}

/// The scope of the budget.
const SCOPE: &str = "detection";
/// How often an organisation may ask: an administrator who sets up all mailboxes of the house in an afternoon
/// does not notice, a program that walks through domains does.
const BUDGET: Budget = Budget { burst: 30, interval_ms: 20_000, pause_max_ms: 120_000 };

/// What was found.
#[derive(Debug)]
pub struct Detection {
    /// The address that was looked at, as it is mailed.
    pub address: EmailAddress,
    /// The servers, the best first within each service.
    pub candidates: Vec<Candidate>,
    /// Who was asked, and what came of it.
    pub asked: Vec<Asked>,
}

/// Somebody who was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// What it is.
    pub source: Source,
    /// Where: a host, or the name of a record.
    pub place: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of asking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It named so many servers.
    Found(usize),
    /// It is not there, or knows nothing.
    Nothing,
    /// It answered with something that are no settings; the sentence says what.
    Unusable(String),
    /// It could not be asked; the sentence says why.
    Failed(String),
    /// It said nothing within the time.
    TimedOut,
}

impl Outcome {
    /// The stable name.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Found(_) => "found",
            Self::Nothing => "nothing",
            Self::Unusable(_) => "unusable",
            Self::Failed(_) => "failed",
            Self::TimedOut => "timed_out",
        }
    }

    /// The sentence, where there is one.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Unusable(detail) | Self::Failed(detail) => Some(detail),
            Self::Found(_) | Self::Nothing | Self::TimedOut => None,
        }
    }
}

/// Finds the servers of an address.
///
/// # Errors
/// 422 when it is no address of a domain; 429 when the organisation asks too often.
pub async fn detect(office: &Office, actor: &Actor, address: &str) -> Result<Detection, Problem> {
    let address: EmailAddress = address.parse().map_err(|error: domain::AddressError| {
        Problem::invalid("address", "address_invalid", error.to_string())
    })?;
    if address.domain().starts_with('[') {
        let detail = "the address has no domain that could be asked; enter the server by hand";
        return Err(Problem::invalid("address", "address_invalid", detail));
    }
    admit(office, actor).await?;

    let inquiry = Inquiry::new(office, &address);
    let answers = join_all(sources(&inquiry)).await;
    let (asked, findings): (Vec<_>, Vec<_>) = answers.into_iter().unzip();
    let mut findings: Vec<Finding> = findings.into_iter().flatten().collect();
    findings.extend(detection::by_domain(address.domain()));
    let candidates = detection::choose(findings);
    tracing::debug!(
        candidates = candidates.len(),
        asked = asked.len(),
        "looked for the servers of an address"
    );
    Ok(Detection { address, candidates, asked })
}

/// What a source answers: how it went, and what it said.
type Answer = (Asked, Vec<Finding>);

fn sources<'a>(inquiry: &'a Inquiry<'a>) -> Vec<BoxFuture<'a, Answer>> {
    let mut sources: Vec<BoxFuture<'a, Answer>> = Vec::new();
    for place in documents::places(inquiry) {
        sources.push(Box::pin(inquiry.timed(
            place.source,
            place.host.clone(),
            documents::ask(inquiry, place),
        )));
    }
    let domain = inquiry.domain();
    sources.push(Box::pin(inquiry.timed(Source::Srv, domain.to_owned(), records::services(inquiry))));
    sources.push(Box::pin(inquiry.timed(Source::Mx, domain.to_owned(), records::exchangers(inquiry))));
    sources.push(Box::pin(inquiry.timed(Source::Guess, domain.to_owned(), records::guesses(inquiry))));
    sources
}

/// Counts the question, or refuses it.
async fn admit(office: &Office, actor: &Actor) -> Result<(), Problem> {
    let (organisation, now) = (actor.organisation, office.now());
    let asking =
        Asking { first: BUDGET.first(now), interval_ms: BUDGET.interval_ms, last: BUDGET.last(now), at: now };
    let asked = office
        .store()
        .write(move |tx| Box::pin(async move { budgets::ask(tx, organisation, (SCOPE, ""), asking).await }));
    let full_at = asked.await.map_err(problem::from_store)?.full_at;
    if BUDGET.grants(full_at, now) {
        return Ok(());
    }
    let seconds = BUDGET.resumes_at(full_at).millis_since(now).div_euclid(1000) + 1;
    let detail = "settings were looked up very often; wait a little, or enter the server by hand";
    Err(Problem::new(ProblemKind::Limit, "detection.too_often", detail)
        .with("retry_after_s", seconds.max(1).to_string()))
}
