//! Posts a form and reads the answer: what a provider's token endpoint takes (RFC 6749 3.2).
//!
//! The address was entered by an administrator of one organisation: it is HTTPS, and leads into a
//! private network only where the operator allows that for mail servers. Nothing is redirected, since
//! the form holds secrets, and what comes back is bounded. Nothing of the form stands in an error.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use domain::Secret;
use http_body_util::{BodyExt, Full};
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use hyper::{Request, Response, Uri, body::Incoming};
use hyper_util::rt::TokioIo;
use tokio::time::timeout;

use crate::network::{BoxStream, ConnectError, Net, Reach, Target};
use crate::tls::{TlsError, Verify};

/// The largest answer that is read, octets: a token of some thousand, and JSON around it.
pub const ANSWER_OCTETS_MAX: usize = 128 * 1024;
/// How long the whole request may take.
const WITHIN: Duration = Duration::from_secs(20);

/// A form to post.
pub struct Form<'a> {
    /// Where to.
    pub url: &'a str,
    /// Its fields, in their order.
    pub fields: &'a [(&'a str, &'a str)],
    /// Name and secret for HTTP Basic, where the receiver wants them there.
    pub basic: Option<(&'a str, &'a Secret)>,
}

/// What came back, whatever the status.
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// RFC 9110 10.2.3: after how many seconds to come again.
    pub retry_after_s: Option<u32>,
    /// The body.
    pub body: Bytes,
}

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The address cannot be used.
    #[error(transparent)]
    Endpoint(#[from] EndpointFault),
    /// The host cannot be reached, or may not be.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The connection cannot be made secure.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// It speaks no HTTP that we understand, or broke off.
    #[error("`{host}` broke off: {source}")]
    Http {
        /// Who.
        host: String,
        /// How.
        #[source]
        source: hyper::Error,
    },
    /// More octets than [`ANSWER_OCTETS_MAX`].
    #[error("`{host}` answered with more than {ANSWER_OCTETS_MAX} octets")]
    TooLarge {
        /// Who.
        host: String,
    },
    /// It took too long.
    #[error("`{host}` did not answer within {} seconds", WITHIN.as_secs())]
    TimedOut {
        /// Who.
        host: String,
    },
}

/// Why an address cannot be posted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndpointFault {
    /// No URL, or one with a user name or a fragment in it.
    #[error("it is no address of a web service; write it as in `https://login.example.org/token`")]
    Malformed,
    /// Not encrypted.
    #[error("secrets are sent there, so it must begin with `https://`")]
    NotEncrypted,
}

/// Whether secrets may be posted to this address: HTTPS, or plain HTTP on this machine where private
/// networks are allowed (RFC 9700 2.6).
///
/// # Errors
/// When they may not.
pub fn check_endpoint(url: &str, reach: Reach) -> Result<(), EndpointFault> {
    read(url, reach).map(|_| ())
}

/// An address that was read.
struct Endpoint {
    uri: Uri,
    host: String,
    secure: bool,
    port: u16,
}

fn read(url: &str, reach: Reach) -> Result<Endpoint, EndpointFault> {
    let uri: Uri = url.parse().map_err(|_| EndpointFault::Malformed)?;
    let authority = uri.authority().ok_or(EndpointFault::Malformed)?;
    if authority.as_str().contains('@') || authority.host().is_empty() || url.contains('#') {
        return Err(EndpointFault::Malformed);
    }
    let host = authority.host().to_owned();
    let secure = match uri.scheme_str() {
        Some("https") => true,
        Some("http") if reach == Reach::Anywhere && is_loopback(&host) => false,
        Some("http") => return Err(EndpointFault::NotEncrypted),
        Some(_) | None => return Err(EndpointFault::Malformed),
    };
    let port = authority.port_u16().unwrap_or(if secure { 443 } else { 80 });
    Ok(Endpoint { uri, host, secure, port })
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Posts it.
///
/// # Errors
/// When no answer came; one that refuses is an answer.
pub async fn post(net: &Net, form: &Form<'_>) -> Result<Answered, PostError> {
    let endpoint = read(form.url, net.reach)?;
    let done = timeout(WITHIN, Box::pin(exchange(net, form, &endpoint))).await;
    done.unwrap_or_else(|_| Err(PostError::TimedOut { host: endpoint.host.clone() }))
}

async fn exchange(net: &Net, form: &Form<'_>, endpoint: &Endpoint) -> Result<Answered, PostError> {
    let Endpoint { uri, host, secure, port } = endpoint;
    let target = Target { host, port: *port, reach: net.reach, within: WITHIN, memory: None };
    let mut stream: BoxStream = net.network.connect(&target).await?.stream;
    if *secure {
        (stream, _) = net.tls.connect(stream, host, &Verify::Name, WITHIN).await?;
    }
    let broke = |source| PostError::Http { host: host.clone(), source };
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(broke)?;
    // Ends by itself when the answer was read or dropped.
    tokio::spawn(connection);
    let body = encoded(form.fields);
    let mut request = Request::post(uri.path_and_query().map_or("/", |path| path.as_str()))
        .header(HOST, uri.authority().map_or(host.as_str(), |authority| authority.as_str()))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(CONTENT_LENGTH, body.len())
        .header(ACCEPT, "application/json")
        .header(USER_AGENT, "Posthus");
    if let Some((name, secret)) = form.basic {
        request = request.header(AUTHORIZATION, basic(name, secret));
    }
    let request = request.body(Full::new(Bytes::from(body))).map_err(|_| EndpointFault::Malformed)?;
    let response = sender.send_request(request).await.map_err(broke)?;
    answered(response, host).await
}

async fn answered(response: Response<Incoming>, host: &str) -> Result<Answered, PostError> {
    let status = response.status().as_u16();
    let after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after_s = after.and_then(|text| text.trim().parse().ok());
    let (mut body, mut bytes) = (response.into_body(), BytesMut::new());
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|source| PostError::Http { host: host.to_owned(), source })?;
        if let Ok(data) = frame.into_data() {
            bytes.extend_from_slice(&data);
        }
        if bytes.len() > ANSWER_OCTETS_MAX {
            return Err(PostError::TooLarge { host: host.to_owned() });
        }
    }
    Ok(Answered { status, retry_after_s, body: bytes.freeze() })
}

/// RFC 6749 2.3.1: name and secret are encoded as in a form before RFC 7617 joins them.
fn basic(name: &str, secret: &Secret) -> String {
    let joined = Secret::new(format!("{}:{}", form_encoded(name), form_encoded(secret.expose())));
    format!("Basic {}", STANDARD.encode(joined.expose()))
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", form_encoded(name), form_encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// RFC 3986 2.1: everything but the unreserved characters is written as octets. A blank becomes `%20`, which
/// forms and queries read alike.
#[must_use]
pub fn form_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_leave_their_field() {
        let fields = [("grant_type", "refresh_token"), ("token", "a&b=c +d/æ~")];
        assert_eq!(encoded(&fields), "grant_type=refresh_token&token=a%26b%3Dc%20%2Bd%2F%C3%A6~");
        let header = basic("my id", &Secret::new("s:cret"));
        assert_eq!(header, format!("Basic {}", STANDARD.encode("my%20id:s%3Acret")));
    }

    #[test]
    fn secrets_are_posted_over_https_or_on_this_machine_where_that_is_allowed() {
        let check = |url: &str, reach| check_endpoint(url, reach);
        assert_eq!(check("https://login.example.org/token?x=1", Reach::PublicOnly), Ok(()));
        assert_eq!(
            check("http://login.example.org/token", Reach::Anywhere),
            Err(EndpointFault::NotEncrypted)
        );
        assert_eq!(check("http://127.0.0.1:8080/token", Reach::Anywhere), Ok(()));
        assert_eq!(check("http://127.0.0.1:8080/token", Reach::PublicOnly), Err(EndpointFault::NotEncrypted));
        for bad in ["", "login.example.org/token", "ftp://x/", "https://kari@x/", "https://x/#y", "/token"] {
            assert_eq!(check(bad, Reach::Anywhere), Err(EndpointFault::Malformed), "{bad}");
        }
    }
}
