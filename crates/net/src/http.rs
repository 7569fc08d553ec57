//! Requests over HTTP/1.1 to servers that somebody else named: what is shared by those who fetch a thing.
//!
//! A connection is opened through [`Net`](crate::Net) and nothing else, so that the address is checked on what is
//! connected to.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1::SendRequest;
use hyper::{Uri, http::uri};
use hyper_util::rt::TokioIo;

use crate::network::{BoxStream, ConnectError, Net, Reach, Target};
use crate::tls::{TlsError, Verify};

/// The body of our requests; most are empty.
pub(crate) type Body = Full<Bytes>;

/// Where a request goes.
pub(crate) struct Place<'a> {
    /// The host.
    pub(crate) host: &'a str,
    /// The port.
    pub(crate) port: u16,
    /// Whether the connection is encrypted.
    pub(crate) is_secure: bool,
}

/// Why a server cannot be spoken to.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// The host cannot be reached, or may not be.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The connection cannot be made secure.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The server speaks no HTTP that we understand.
    #[error(transparent)]
    Http(#[from] hyper::Error),
}

impl<'a> Place<'a> {
    /// Reads an `http` or `https` address without a user name; `None` of any other.
    pub(crate) fn of(uri: &'a Uri) -> Option<Self> {
        let is_secure = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
        let port = authority.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
        Some(Self { host: authority.host(), port, is_secure })
    }
}

/// Connects, with TLS where the address wants it.
pub(crate) async fn open(
    net: &Net,
    place: &Place<'_>,
    (reach, within): (Reach, Duration),
) -> Result<SendRequest<Body>, OpenError> {
    let target = Target { host: place.host, port: place.port, reach, within, memory: None };
    let mut stream: BoxStream = net.network.connect(&target).await?.stream;
    if place.is_secure {
        (stream, _) = net.tls.connect(stream, place.host, &Verify::Name, within).await?;
    }
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    // Ends by itself when the response was read or dropped.
    tokio::spawn(connection);
    Ok(sender)
}

/// RFC 9110 10.2.2: Location is a reference; absolute ones and absolute paths are followed.
pub(crate) fn resolve(base: &Uri, location: &str) -> Option<Uri> {
    let next: Uri = location.parse().ok()?;
    if next.scheme().is_some() {
        return Some(next);
    }
    let mut parts: uri::Parts = base.clone().into_parts();
    parts.path_and_query = next.into_parts().path_and_query;
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_resolve_against_where_they_came_from() {
        let base: Uri = "https://pictures.example/a/b.png?x=1".parse().unwrap();
        let check = |location: &str| resolve(&base, location).unwrap().to_string();
        assert_eq!(check("/c.png"), "https://pictures.example/c.png");
        assert_eq!(check("http://other.example/d"), "http://other.example/d");
    }

    #[test]
    fn places_are_http_and_have_no_user() {
        let place = |text: &str| {
            let uri: Uri = text.parse().unwrap();
            Place::of(&uri).map(|place| (place.host.to_owned(), place.port, place.is_secure))
        };
        assert_eq!(place("https://a.example/x"), Some(("a.example".to_owned(), 443, true)));
        assert_eq!(place("http://a.example:8080/x"), Some(("a.example".to_owned(), 8080, false)));
        for none in ["ftp://a.example/x", "/x", "https://user@a.example/x", "gopher://a.example"] {
            assert_eq!(place(none), None, "{none}");
        }
    }
}
