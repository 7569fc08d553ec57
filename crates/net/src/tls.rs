//! TLS on rustls with ring (RFC 8446, RFC 5246): as client with the web's roots and the operator's
//! own, as server with a certificate from PEM.

mod dane;

use std::sync::Arc;
use std::time::Duration;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, ServerConfig, SignatureScheme,
};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio::time::timeout;
use tokio_rustls::{TlsAcceptor, TlsConnector};

pub use self::dane::{Association, Tlsa};
use self::dane::{DaneVerifier, NotPublished};
use crate::network::BoxStream;

/// Whether a server must prove who it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verify {
    /// A valid certificate for the host's name. Whoever sends a password uses this.
    Name,
    /// Any certificate. RFC 7435: for mail to an exchanger that promised nothing, encryption
    /// without proof is better than none.
    Nothing,
    /// The certificate, or who issued it, as the zone of its name publishes (RFC 7672).
    Published(Arc<Association>),
}

/// What was agreed on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TlsInfo {
    /// As in `TLS 1.3`.
    pub version: &'static str,
    /// The cipher suite's name.
    pub cipher: String,
    /// Whether the server showed a certificate that proves its name, whether or not it had to.
    pub is_proven: bool,
}

/// Why a secure connection did not come about.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The certificate's time is over or has not come.
    #[error("the certificate of `{host}` has expired or is not valid yet; renew it on the server")]
    Expired {
        /// The host.
        host: String,
    },
    /// The certificate belongs to another name.
    #[error("the certificate of `{host}` is for another name; use the name that stands in the certificate")]
    WrongName {
        /// The host.
        host: String,
    },
    /// Nobody we believe signed it.
    #[error(
        "the certificate of `{host}` is signed by nobody we trust; install one from a public authority, \
         or add the organisation's own root to the configuration"
    )]
    UnknownIssuer {
        /// The host.
        host: String,
    },
    /// It is none of those that are published.
    #[error(
        "the certificate of `{host}` is none of those that its zone publishes (DANE); the two must be brought \
         together by whoever runs it"
    )]
    NotPublished {
        /// The host.
        host: String,
    },
    /// The host's name cannot stand in a certificate.
    #[error("`{host}` is not a host name that a certificate could be for")]
    BadName {
        /// The host.
        host: String,
    },
    /// Nothing came.
    #[error("`{host}` did not finish the TLS handshake in time; check that the port speaks TLS")]
    TimedOut {
        /// The host.
        host: String,
    },
    /// Another failure of the handshake.
    #[error("no secure connection with `{host}`: {cause}; check that port and encryption belong together")]
    Handshake {
        /// The host.
        host: String,
        /// What rustls or the operating system said.
        cause: String,
        /// Whether the connection broke, rather than that the two did not agree.
        broken: bool,
    },
    /// Certificates or keys of our own configuration are unusable.
    #[error("cannot use the {what}: {cause}; it must be PEM")]
    Configuration {
        /// Which part of the configuration.
        what: &'static str,
        /// What is wrong with it.
        cause: String,
    },
}

impl TlsError {
    /// Whether trying again may help without a change on either side.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        match self {
            Self::TimedOut { .. } => true,
            Self::Handshake { broken, .. } => *broken,
            Self::Expired { .. }
            | Self::WrongName { .. }
            | Self::UnknownIssuer { .. }
            | Self::NotPublished { .. }
            | Self::BadName { .. }
            | Self::Configuration { .. } => false,
        }
    }
}

/// The client side; cheap to clone.
#[derive(Clone)]
pub struct ClientTls {
    named: TlsConnector,
    any: TlsConnector,
    /// Tells of a certificate that did not have to prove a name whether it does.
    names: Arc<WebPkiServerVerifier>,
    provider: Arc<CryptoProvider>,
}

impl ClientTls {
    /// Believes the web's roots and those in `extra_roots_pem` (may be empty).
    ///
    /// # Errors
    ///
    /// When the extra roots are not certificates in PEM.
    pub fn new(extra_roots_pem: &[u8]) -> Result<Self, TlsError> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let what = "additional root certificates";
        for certificate in certificates(what, extra_roots_pem)? {
            roots.add(certificate).map_err(|error| unusable(what, &error))?;
        }
        let provider = provider();
        let algorithms = provider.signature_verification_algorithms;
        let builder = || {
            ClientConfig::builder_with_provider(Arc::clone(&provider))
                .with_safe_default_protocol_versions()
                .map_err(|error| unusable("TLS versions", &error))
        };
        let roots = Arc::new(roots);
        let names = WebPkiServerVerifier::builder_with_provider(Arc::clone(&roots), Arc::clone(&provider));
        let names = names.build().map_err(|error| unusable(what, &error))?;
        let named = builder()?.with_root_certificates(roots).with_no_client_auth();
        let any = builder()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(AnyCertificate(algorithms)))
            .with_no_client_auth();
        Ok(Self { named: Arc::new(named).into(), any: Arc::new(any).into(), names, provider })
    }

    /// Makes `stream` secure towards `host`.
    ///
    /// # Errors
    ///
    /// When the certificate is not believed, the two do not agree, or `within` is over.
    pub async fn connect(
        &self,
        stream: BoxStream,
        host: &str,
        verify: &Verify,
        within: Duration,
    ) -> Result<(BoxStream, TlsInfo), TlsError> {
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
        let name = ServerName::try_from(bare.trim_end_matches('.').to_owned())
            .map_err(|_| TlsError::BadName { host: host.to_owned() })?;
        let published;
        let connector = match verify {
            Verify::Name => &self.named,
            Verify::Nothing => &self.any,
            Verify::Published(association) => {
                published = self.published(association)?;
                &published
            }
        };
        let secured = timeout(within, connector.connect(name.clone(), stream)).await;
        let secured = secured.map_err(|_| TlsError::TimedOut { host: host.to_owned() })?;
        let secured = secured.map_err(|error| handshake_failure(host, &error))?;
        let connection = secured.get_ref().1;
        let is_proven = match verify {
            Verify::Name | Verify::Published(_) => true,
            Verify::Nothing => self.is_named(connection.peer_certificates(), &name),
        };
        let info = TlsInfo { is_proven, ..info(connection) };
        Ok((Box::new(secured), info))
    }

    /// A connection to one server alone: nothing is remembered of it, since what is published may change.
    fn published(&self, association: &Arc<Association>) -> Result<TlsConnector, TlsError> {
        let algorithms = self.provider.signature_verification_algorithms;
        let verifier = DaneVerifier { association: Arc::clone(association), algorithms };
        let config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable("TLS versions", &error))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok(Arc::new(config).into())
    }

    fn is_named(&self, shown: Option<&[CertificateDer<'static>]>, name: &ServerName<'_>) -> bool {
        let Some((certificate, chain)) = shown.and_then(<[_]>::split_first) else { return false };
        self.names.verify_server_cert(certificate, chain, name, &[], UnixTime::now()).is_ok()
    }
}

/// The server side; cheap to clone.
#[derive(Clone)]
pub struct ServerTls {
    acceptor: TlsAcceptor,
}

impl ServerTls {
    /// Shows the certificate chain and holds the key, both PEM.
    ///
    /// # Errors
    ///
    /// When either is not PEM, or the key does not belong to the certificate.
    pub fn from_pem(chain_pem: &[u8], key_pem: &[u8]) -> Result<Self, TlsError> {
        let chain = certificates("certificate", chain_pem)?;
        let key = PrivateKeyDer::from_pem_slice(key_pem).map_err(|error| unusable("private key", &error))?;
        let config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable("TLS versions", &error))?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(|error| unusable("certificate and its private key", &error))?;
        Ok(Self { acceptor: Arc::new(config).into() })
    }

    /// Answers the handshake of whoever connected.
    ///
    /// # Errors
    ///
    /// When the two do not agree, or `within` is over.
    pub async fn accept(
        &self,
        stream: BoxStream,
        within: Duration,
    ) -> Result<(BoxStream, TlsInfo), TlsError> {
        let peer = "the client";
        let secured = timeout(within, self.acceptor.accept(stream)).await;
        let secured = secured.map_err(|_| TlsError::TimedOut { host: peer.to_owned() })?;
        let secured = secured.map_err(|error| handshake_failure(peer, &error))?;
        let info = info(secured.get_ref().1);
        Ok((Box::new(secured), info))
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn certificates(what: &'static str, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().map_err(|error| unusable(what, &error))
}

fn unusable(what: &'static str, cause: &dyn std::fmt::Display) -> TlsError {
    TlsError::Configuration { what, cause: cause.to_string() }
}

fn info(connection: &rustls::CommonState) -> TlsInfo {
    let version = match connection.protocol_version() {
        Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3",
        Some(rustls::ProtocolVersion::TLSv1_2) => "TLS 1.2",
        Some(_) | None => "TLS",
    };
    let suite = connection.negotiated_cipher_suite();
    let cipher = suite.and_then(|suite| suite.suite().as_str()).unwrap_or("unknown");
    TlsInfo { version, cipher: cipher.to_owned(), is_proven: false }
}

fn handshake_failure(host: &str, error: &std::io::Error) -> TlsError {
    let host = host.to_owned();
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match tls {
        Some(rustls::Error::InvalidCertificate(problem)) => certificate_failure(host, problem),
        Some(other) => TlsError::Handshake { host, cause: other.to_string(), broken: false },
        None => TlsError::Handshake { host, cause: error.to_string(), broken: true },
    }
}

fn certificate_failure(host: String, problem: &CertificateError) -> TlsError {
    use CertificateError as Problem;
    if matches!(
        problem,
        Problem::Expired
            | Problem::ExpiredContext { .. }
            | Problem::NotValidYet
            | Problem::NotValidYetContext { .. }
    ) {
        return TlsError::Expired { host };
    }
    if matches!(problem, Problem::NotValidForName | Problem::NotValidForNameContext { .. }) {
        return TlsError::WrongName { host };
    }
    if matches!(problem, Problem::Other(other) if other.0.is::<NotPublished>()) {
        return TlsError::NotPublished { host };
    }
    // A server that signed its certificate itself often marks it as an authority, which webpki
    // reports before it looks for an issuer.
    let self_signed =
        matches!(problem, Problem::Other(other) if other.to_string().contains("CaUsedAsEndEntity"));
    if self_signed || *problem == Problem::UnknownIssuer {
        return TlsError::UnknownIssuer { host };
    }
    TlsError::Handshake { host, cause: problem.to_string(), broken: false }
}

/// Believes every certificate, but still demands that the server holds its key.
#[derive(Debug)]
struct AnyCertificate(WebPkiSupportedAlgorithms);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(message, certificate, signed, &self.0)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(message, certificate, signed, &self.0)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_schemes()
    }
}
