//! A certificate authority for one test, and server certificates it has signed.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::KitError;

/// A certificate authority that nobody but the test trusts.
pub struct TestCa {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

/// A server's certificate and key, both PEM.
#[derive(Clone, Debug)]
pub struct ServerCertificate {
    /// The certificate.
    pub certificate_pem: String,
    /// Its private key.
    pub key_pem: String,
}

impl TestCa {
    /// A new authority.
    ///
    /// # Errors
    /// When the machine cannot make keys.
    pub fn new() -> Result<Self, KitError> {
        let mut parameters = CertificateParams::new(Vec::new()).map_err(failed)?;
        parameters.distinguished_name.push(DnType::CommonName, "Posthus test authority");
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.key_usages.extend([KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign]);
        let key = KeyPair::generate().map_err(failed)?;
        let pem = parameters.self_signed(&key).map_err(failed)?.pem();
        Ok(Self { issuer: Issuer::new(parameters, key), pem })
    }

    /// Its own certificate, PEM: what a client must trust.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// A certificate for a server with these names and addresses.
    ///
    /// # Errors
    /// When a name is none.
    pub fn server(&self, names: &[&str]) -> Result<ServerCertificate, KitError> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut parameters = CertificateParams::new(names.clone()).map_err(failed)?;
        parameters.distinguished_name.push(DnType::CommonName, names.join(" "));
        parameters.use_authority_key_identifier_extension = true;
        parameters.key_usages.push(KeyUsagePurpose::DigitalSignature);
        parameters.extended_key_usages.push(ExtendedKeyUsagePurpose::ServerAuth);
        let key = KeyPair::generate().map_err(failed)?;
        let certificate = parameters.signed_by(&key, &self.issuer).map_err(failed)?;
        Ok(ServerCertificate { certificate_pem: certificate.pem(), key_pem: key.serialize_pem() })
    }
}

impl ServerCertificate {
    /// The certificate in DER, as it is published.
    ///
    /// # Errors
    /// When it is no PEM.
    pub fn der(&self) -> Result<Vec<u8>, KitError> {
        let certificate = CertificateDer::from_pem_slice(self.certificate_pem.as_bytes());
        Ok(certificate.map_err(|error| KitError::Certificate(error.to_string()))?.as_ref().to_vec())
    }

    /// The settings of a rustls server with this certificate.
    ///
    /// # Errors
    /// When certificate and key do not belong together.
    pub fn rustls(&self) -> Result<Arc<rustls::ServerConfig>, KitError> {
        let failed = |error: &dyn std::fmt::Display| KitError::Certificate(error.to_string());
        let certificate = CertificateDer::from_pem_slice(self.certificate_pem.as_bytes())
            .map_err(|error| failed(&error))?;
        let key = PrivateKeyDer::from_pem_slice(self.key_pem.as_bytes()).map_err(|error| failed(&error))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| failed(&error))?
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .map_err(|error| failed(&error))?;
        Ok(Arc::new(config))
    }
}

fn failed(error: rcgen::Error) -> KitError {
    KitError::Certificate(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_certificate_makes_a_server() {
        let authority = TestCa::new().unwrap();
        let server = authority.server(&["localhost", "127.0.0.1"]).unwrap();
        server.rustls().unwrap();
        assert!(authority.pem().starts_with("-----BEGIN CERTIFICATE-----"));
    }
}
