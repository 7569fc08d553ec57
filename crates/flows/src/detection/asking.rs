//! What everybody is asked with: the address, the network, and one time for all.

use domain::EmailAddress;
use domain::detection::{Server, Source};
use net::http_get::{Document, DocumentError, Question};
use net::{ConnectError, Net, Reach};
use policy::detection::Finding;
use tokio::time::{Instant, timeout_at};

use super::{Answer, Asked, DetectionSettings, Outcome};
use crate::office::Office;

/// What came of asking, and the findings.
pub(super) type Said = (Outcome, Vec<Finding>);

/// One address that is looked up.
pub(super) struct Inquiry<'a> {
    pub(super) address: &'a EmailAddress,
    pub(super) net: &'a Net,
    pub(super) settings: &'a DetectionSettings,
    /// Chance, for names that nobody has.
    pub(super) nonce: String,
    deadline: Instant,
}

impl<'a> Inquiry<'a> {
    /// The time begins here.
    pub(super) fn new(office: &'a Office, address: &'a EmailAddress) -> Self {
        let settings = &office.settings().detection;
        Self {
            address,
            net: office.net(),
            settings,
            nonce: office.entropy().hex(8),
            deadline: Instant::now() + settings.within,
        }
    }

    pub(super) fn domain(&self) -> &'a str {
        self.address.domain()
    }

    /// Asks one, until the time is over.
    pub(super) async fn timed(
        &self,
        source: Source,
        place: String,
        asking: impl Future<Output = Said> + Send,
    ) -> Answer {
        let said = timeout_at(self.deadline, asking).await;
        let (outcome, findings) = said.unwrap_or((Outcome::TimedOut, Vec::new()));
        (Asked { source, place, outcome }, findings)
    }

    /// Fetches a document of the domain's own.
    pub(super) async fn fetch(&self, address: &str, xml: Option<&str>) -> Result<Document, DocumentError> {
        let plain_allowed = self.settings.plain_http;
        self.fetch_from(address, xml, (self.net.reach, plain_allowed)).await
    }

    /// Fetches a document from where an answer sends us: whoever wrote it is a stranger, so never from our own
    /// network, whatever the operator allows.
    pub(super) async fn fetch_elsewhere(&self, address: &str, xml: &str) -> Result<Document, DocumentError> {
        self.fetch_from(address, Some(xml), (Reach::PublicOnly, false)).await
    }

    /// Fetches a document from the list that the operator has set, wherever that stands.
    pub(super) async fn fetch_listed(&self, domain: &str) -> Result<Document, DocumentError> {
        let address = format!("{}{domain}", self.settings.isp_database);
        self.fetch_from(&address, None, (Reach::Anywhere, false)).await
    }

    async fn fetch_from(
        &self,
        address: &str,
        xml: Option<&str>,
        (reach, plain_allowed): (Reach, bool),
    ) -> Result<Document, DocumentError> {
        let question = Question {
            address,
            xml,
            reach,
            plain_allowed,
            octets_max: mail::DOCUMENT_OCTETS_MAX,
            within: self.settings.within,
        };
        net::http_get::fetch(self.net, &question).await
    }
}

/// What these servers are, said by this source.
pub(super) fn found(source: Source, place: String, servers: Vec<Server>) -> Said {
    if servers.is_empty() {
        return (Outcome::Nothing, Vec::new());
    }
    (Outcome::Found(servers.len()), vec![Finding { source, place, servers }])
}

/// What it means that a document cannot be had.
pub(super) fn missing(error: &DocumentError) -> Said {
    let is_silent = matches!(
        error,
        DocumentError::TimedOut { .. } | DocumentError::Connect(ConnectError::TimedOut { .. })
    );
    // Nobody serves web pages there: the usual case, and no failure.
    let is_closed = matches!(error, DocumentError::Connect(ConnectError::Refused { .. }));
    let outcome = if is_silent {
        Outcome::TimedOut
    } else if is_closed || error.is_absence() {
        Outcome::Nothing
    } else {
        Outcome::Failed(error.to_string())
    };
    (outcome, Vec::new())
}
