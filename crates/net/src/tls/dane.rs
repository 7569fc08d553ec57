//! A server proves itself by records that its zone signed, whoever issued its certificate (RFC 6698, RFC 7672).
//!
//! [`Association`] is what was published of one server; [`DaneVerifier`] holds a handshake to it.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, OtherError, RootCertStore, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use sha2::{Digest, Sha256, Sha512};

/// One record of a server's certificate or of who issues it (RFC 6698 2.1).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Tlsa {
    /// RFC 6698 2.1.1: what it is of; 2 is an issuer, 3 the certificate itself.
    pub usage: u8,
    /// RFC 6698 2.1.2: 0 is the certificate, 1 its public key.
    pub selector: u8,
    /// RFC 6698 2.1.3: 0 is the whole, 1 its SHA-256, 2 its SHA-512.
    pub matching: u8,
    /// That whole or digest.
    pub data: Vec<u8>,
}

/// RFC 7672 3.1.1: the certificate itself.
const DANE_EE: u8 = 3;
/// RFC 7672 3.1.2: an issuer.
const DANE_TA: u8 = 2;

impl Tlsa {
    /// Whether a mail server can be held to it. RFC 7672 3.1.3: those that ask for a public authority beside cannot,
    /// since no list of authorities is agreed on between mail servers.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        let has_length = match self.matching {
            0 => !self.data.is_empty(),
            1 => self.data.len() == 32,
            2 => self.data.len() == 64,
            _ => false,
        };
        matches!(self.usage, DANE_TA | DANE_EE) && self.selector <= 1 && has_length
    }

    /// Whether it is of this certificate.
    fn is_of(&self, certificate: &CertificateDer<'_>) -> bool {
        let key;
        let selected: &[u8] = if self.selector == 0 {
            certificate.as_ref()
        } else {
            let Ok(parsed) = ParsedCertificate::try_from(certificate) else { return false };
            key = parsed.subject_public_key_info();
            key.as_ref()
        };
        match self.matching {
            0 => self.data == selected,
            1 => self.data == Sha256::digest(selected).as_slice(),
            2 => self.data == Sha512::digest(selected).as_slice(),
            _ => false,
        }
    }
}

/// What is published of one server.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Association {
    /// Records that it can be held to; never empty.
    records: Vec<Tlsa>,
    /// Names of which its certificate has one, where an issuer is published (RFC 7672 3.2.3).
    names: Vec<String>,
}

impl Association {
    /// That of these records; `None` where a server can be held to none of them.
    #[must_use]
    pub fn of(mut records: Vec<Tlsa>, names: Vec<String>) -> Option<Self> {
        records.retain(Tlsa::is_usable);
        // Name servers answer in any order; connections are used again by those that are held to the same.
        records.sort();
        records.dedup();
        (!records.is_empty()).then_some(Self { records, names })
    }
}

/// Holds a server to what is published of it.
#[derive(Debug)]
pub(super) struct DaneVerifier {
    pub(super) association: Arc<Association>,
    pub(super) algorithms: WebPkiSupportedAlgorithms,
}

/// The certificate is none of those that are published.
#[derive(Debug, thiserror::Error)]
#[error("it is none of those that the zone of its name publishes (DANE)")]
pub(super) struct NotPublished;

impl DaneVerifier {
    /// RFC 7672 3.1.2: the issuer is among what the server sent, or the record is itself the issuer's certificate.
    fn is_issued(
        &self,
        certificate: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<(), rustls::Error> {
        let mut anchors = RootCertStore::empty();
        for record in self.association.records.iter().filter(|record| record.usage == DANE_TA) {
            let published = CertificateDer::from(record.data.clone());
            let is_whole = (record.selector, record.matching) == (0, 0);
            let issuers =
                chain.iter().filter(|sent| record.is_of(sent)).chain(is_whole.then_some(&published));
            for issuer in issuers {
                // One that is no certificate of an issuer proves nothing; another may.
                anchors.add(issuer.clone().into_owned()).ok();
            }
        }
        let parsed = ParsedCertificate::try_from(certificate)?;
        if anchors.is_empty() {
            return Err(not_published());
        }
        verify_server_cert_signed_by_trust_anchor(&parsed, &anchors, chain, now, self.algorithms.all)?;
        let mut names =
            self.association.names.iter().filter_map(|name| ServerName::try_from(name.clone()).ok());
        if names.any(|name| verify_server_name(&parsed, &name).is_ok()) {
            return Ok(());
        }
        Err(CertificateError::NotValidForName.into())
    }
}

fn not_published() -> rustls::Error {
    CertificateError::Other(OtherError(Arc::new(NotPublished))).into()
}

impl ServerCertVerifier for DaneVerifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        // RFC 7672 3.1.1: neither names nor times in the certificate count.
        let mut own = self.association.records.iter().filter(|record| record.usage == DANE_EE);
        if own.any(|record| record.is_of(certificate)) {
            return Ok(ServerCertVerified::assertion());
        }
        self.is_issued(certificate, chain, now).map(|()| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

    struct Chain {
        issuer: CertificateDer<'static>,
        server: CertificateDer<'static>,
        server_key: Vec<u8>,
    }

    fn chain(name: &str) -> Chain {
        let (issuer_key, server_key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let mut issuer = CertificateParams::new(Vec::new()).unwrap();
        issuer.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issued = issuer.self_signed(&issuer_key).unwrap();
        let by = Issuer::new(issuer, issuer_key);
        let server =
            CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&server_key, &by).unwrap();
        let server_key = rcgen::PublicKeyData::subject_public_key_info(&server_key);
        Chain { issuer: issued.der().clone(), server: server.der().clone(), server_key }
    }

    #[test]
    fn the_order_of_a_name_servers_answer_is_of_no_account() {
        let record = |digest| Tlsa { usage: DANE_EE, selector: 1, matching: 1, data: vec![digest; 32] };
        let of = |digests: &[u8]| {
            Association::of(digests.iter().map(|digest| record(*digest)).collect(), Vec::new()).unwrap()
        };
        assert_eq!(of(&[1, 2]), of(&[2, 1, 2]));
    }

    fn is_taken(chain: &Chain, record: Tlsa, sends_issuer: bool) -> bool {
        let names = vec!["mx.a.test".to_owned()];
        let Some(association) = Association::of(vec![record], names) else { return false };
        let algorithms = super::super::provider().signature_verification_algorithms;
        let verifier = DaneVerifier { association: Arc::new(association), algorithms };
        let sent = if sends_issuer { vec![chain.issuer.clone()] } else { Vec::new() };
        let name = ServerName::try_from("mx.a.test").unwrap();
        verifier.verify_server_cert(&chain.server, &sent, &name, &[], UnixTime::now()).is_ok()
    }

    fn record(usage: u8, selector: u8, matching: u8, whole: &[u8]) -> Tlsa {
        let data = match matching {
            1 => Sha256::digest(whole).to_vec(),
            2 => Sha512::digest(whole).to_vec(),
            _ => whole.to_vec(),
        };
        Tlsa { usage, selector, matching, data }
    }

    #[test]
    fn the_certificate_itself_is_enough_in_every_form_and_under_every_name() {
        let chain = chain("other.test");
        for matching in 0..3 {
            assert!(is_taken(&chain, record(3, 0, matching, &chain.server), false), "whole, {matching}");
            assert!(is_taken(&chain, record(3, 1, matching, &chain.server_key), false), "key, {matching}");
            assert!(!is_taken(&chain, record(3, 0, matching, &chain.issuer), true), "another, {matching}");
            assert!(
                !is_taken(&chain, record(3, 1, matching, &chain.server), false),
                "another form, {matching}"
            );
        }
    }

    #[test]
    fn an_issuer_is_enough_for_the_name_alone() {
        let named = chain("mx.a.test");
        assert!(is_taken(&named, record(2, 0, 1, &named.issuer), true));
        assert!(is_taken(&named, record(2, 0, 0, &named.issuer), false), "the record is the issuer");
        assert!(!is_taken(&named, record(2, 0, 1, &named.issuer), false), "nobody sent the issuer");
        let (stranger, other) = (chain("mx.a.test"), chain("other.test"));
        assert!(!is_taken(&named, record(2, 0, 1, &stranger.issuer), true), "another issuer");
        assert!(!is_taken(&other, record(2, 0, 1, &other.issuer), true), "another name");
    }

    #[test]
    fn records_of_another_kind_are_unusable() {
        let digest = vec![0; 32];
        for (usage, selector, matching, octets) in [
            (0, 0, 1, 32),
            (1, 1, 1, 32),
            (3, 2, 1, 32),
            (3, 1, 3, 32),
            (3, 1, 1, 31),
            (3, 1, 2, 32),
            (3, 0, 0, 0),
        ] {
            let record = Tlsa { usage, selector, matching, data: vec![0; octets] };
            assert!(!record.is_usable(), "{record:?}");
        }
        assert!(Tlsa { usage: 3, selector: 1, matching: 1, data: digest }.is_usable());
    }
}
