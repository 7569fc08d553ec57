//! Fetches one small document from a server that a user or a stranger named: settings of a mail provider.
//!
//! The answer is never shown, it is read by a parser; but a request alone can do harm inside a network. So a
//! redirect to another host leads to public addresses alone and to no other port, encryption is never given up
//! on the way, and time, octets and redirects are bounded.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HOST, LOCATION, USER_AGENT};
use hyper::{Method, Request, Response, Uri, body::Incoming};
use tokio::time::timeout;

use crate::http::{self, OpenError, Place};
use crate::network::{ConnectError, Net, Reach};
use crate::tls::TlsError;

/// Redirects that are followed.
const REDIRECTS_MAX: usize = 3;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The address, `https` unless `plain_allowed`.
    pub address: &'a str,
    /// A body in XML makes it a POST; without one it is a GET.
    pub xml: Option<&'a str>,
    /// Which addresses the host that was named may have. Hosts that redirects name are public ones.
    pub reach: Reach,
    /// Whether it may be asked without encryption.
    pub plain_allowed: bool,
    /// The largest answer, octets.
    pub octets_max: usize,
    /// How long everything may take.
    pub within: Duration,
}

/// An answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// The host that gave it.
    pub host: String,
    /// Its octets.
    pub octets: Bytes,
}

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// Not an address that may be asked.
    #[error("`{0}` is no address that may be asked here")]
    Address(String),
    /// The host cannot be reached, or may not be.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The connection cannot be made secure.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The server speaks no HTTP that we understand.
    #[error("`{host}` broke off: {source}")]
    Http {
        /// The host.
        host: String,
        /// What was wrong.
        #[source]
        source: hyper::Error,
    },
    /// It has no such document.
    #[error("`{host}` answered {status}")]
    Status {
        /// The host.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// The answer is larger than asked for.
    #[error("the answer of `{host}` is larger than {octets_max} octets")]
    TooLarge {
        /// The host.
        host: String,
        /// The limit.
        octets_max: usize,
    },
    /// The answer is of another kind.
    #[error("what `{host}` has there is no plain text")]
    Kind {
        /// The host.
        host: String,
    },
    /// Not within the time.
    #[error("no answer within {seconds} seconds")]
    TimedOut {
        /// The time.
        seconds: u64,
    },
    /// It sent us round and round.
    #[error("`{host}` redirects too often")]
    Redirects {
        /// The last host.
        host: String,
    },
}

impl DocumentError {
    /// Whether the server is there and says that it has no such document, or is not there at all: nothing failed.
    #[must_use]
    pub const fn is_absence(&self) -> bool {
        match self {
            Self::Status { status, .. } => matches!(*status, 401 | 403 | 404 | 405 | 410),
            Self::Connect(ConnectError::Name { source, .. }) => !source.is_temporary(),
            Self::Address(_)
            | Self::Connect(_)
            | Self::Tls(_)
            | Self::Http { .. }
            | Self::TooLarge { .. }
            | Self::Kind { .. }
            | Self::TimedOut { .. }
            | Self::Redirects { .. } => false,
        }
    }
}

/// Fetches a document.
///
/// # Errors
/// When it cannot be had.
pub async fn fetch(net: &Net, question: &Question<'_>) -> Result<Document, DocumentError> {
    let answer = timeout(question.within, follow(net, question)).await;
    answer.map_err(|_| DocumentError::TimedOut { seconds: question.within.as_secs() })?
}

/// Fetches a plain text from the host that is named and no other: a redirect is no answer (RFC 8461 3.3).
///
/// # Errors
/// When it cannot be had.
pub async fn fetch_text(net: &Net, question: &Question<'_>) -> Result<Document, DocumentError> {
    let answer = timeout(question.within, text(net, question)).await;
    answer.map_err(|_| DocumentError::TimedOut { seconds: question.within.as_secs() })?
}

async fn text(net: &Net, question: &Question<'_>) -> Result<Document, DocumentError> {
    let refused = || DocumentError::Address(question.address.chars().take(200).collect());
    let uri: Uri = question.address.parse().map_err(|_| refused())?;
    let place = Place::of(&uri).filter(|place| place.is_secure).ok_or_else(refused)?;
    let response = ask(net, &uri, (&place, question.reach), question).await?;
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // RFC 8461 3.2: text/plain, so that nobody's page is taken for his host's policy.
    let is_text = kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/plain"));
    if response.status().is_success() && !is_text {
        return Err(DocumentError::Kind { host: place.host.to_owned() });
    }
    read(place.host, response, question.octets_max).await
}

async fn follow(net: &Net, question: &Question<'_>) -> Result<Document, DocumentError> {
    let refused = |address: &str| DocumentError::Address(address.chars().take(200).collect());
    let first: Uri = question.address.parse().map_err(|_| refused(question.address))?;
    let mut uri = first.clone();
    for _ in 0..=REDIRECTS_MAX {
        let place = Place::of(&uri).ok_or_else(|| refused(&uri.to_string()))?;
        let reach = reach(&first, &place, question).ok_or_else(|| refused(&uri.to_string()))?;
        let response = ask(net, &uri, (&place, reach), question).await?;
        if !response.status().is_redirection() {
            return read(place.host, response, question.octets_max).await;
        }
        let next = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        uri = http::resolve(&uri, next).ok_or_else(|| refused(next))?;
    }
    Err(DocumentError::Redirects { host: uri.host().unwrap_or_default().to_owned() })
}

/// Which addresses the host of this step may have; `None` when the step may not be taken.
fn reach(first: &Uri, place: &Place<'_>, question: &Question<'_>) -> Option<Reach> {
    let named = Place::of(first)?;
    if !place.is_secure && (!question.plain_allowed || named.is_secure) {
        return None;
    }
    if place.host.eq_ignore_ascii_case(named.host) && place.port == named.port {
        return Some(question.reach);
    }
    let usual_port = if place.is_secure { 443 } else { 80 };
    (place.port == usual_port).then_some(Reach::PublicOnly)
}

async fn ask(
    net: &Net,
    uri: &Uri,
    (place, reach): (&Place<'_>, Reach),
    question: &Question<'_>,
) -> Result<Response<Incoming>, DocumentError> {
    let broken = |source| DocumentError::Http { host: place.host.to_owned(), source };
    let opened = http::open(net, place, (reach, question.within)).await;
    let mut sender = opened.map_err(|error| match error {
        OpenError::Connect(error) => DocumentError::Connect(error),
        OpenError::Tls(error) => DocumentError::Tls(error),
        OpenError::Http(source) => broken(source),
    })?;
    let authority = uri.authority().map_or(place.host, |authority| authority.as_str());
    let request = Request::builder()
        .method(if question.xml.is_some() { Method::POST } else { Method::GET })
        .uri(uri.path_and_query().map_or("/", |path| path.as_str()))
        .header(HOST, authority)
        .header(ACCEPT, "application/xml, text/xml, text/plain")
        .header(ACCEPT_ENCODING, "identity")
        .header(USER_AGENT, "Posthus");
    let request = match question.xml {
        Some(_) => request.header(CONTENT_TYPE, "text/xml; charset=utf-8"),
        None => request,
    };
    let body = Bytes::copy_from_slice(question.xml.unwrap_or_default().as_bytes());
    let request = request.body(body.into()).map_err(|_| DocumentError::Address(uri.to_string()))?;
    sender.send_request(request).await.map_err(broken)
}

async fn read(
    host: &str,
    response: Response<Incoming>,
    octets_max: usize,
) -> Result<Document, DocumentError> {
    let host = host.to_owned();
    if !response.status().is_success() {
        return Err(DocumentError::Status { host, status: response.status().as_u16() });
    }
    let mut body = response.into_body();
    let mut octets = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|source| DocumentError::Http { host: host.clone(), source })?;
        if let Ok(data) = frame.into_data() {
            octets.extend_from_slice(&data);
        }
        if octets.len() > octets_max {
            return Err(DocumentError::TooLarge { host, octets_max });
        }
    }
    Ok(Document { host, octets: octets.freeze() })
}
