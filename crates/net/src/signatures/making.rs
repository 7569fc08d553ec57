//! New keys for DKIM: RSA with 2048 bits (RFC 8301 3.2) and Ed25519 (RFC 8463).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Secret;
use domain::sender_domain::DkimAlgorithm;
use mail_auth::dkim::generate::DkimKeyPair;

/// RFC 8301 3.2: signers use at least 2048 bits. More would not fit into one packet of DNS.
const RSA_BITS: usize = 2048;

/// A key that was just made.
pub struct NewKey {
    /// The private half: DER in base64, of PKCS #1 for RSA and of PKCS #8 for Ed25519.
    pub private_key: Secret,
    /// The public half as `p=` has it.
    pub public_key: String,
}

/// The key could not be made.
#[derive(Debug, thiserror::Error)]
#[error("no signing key could be made: {0}; try again")]
pub struct MakingError(String);

/// Makes a key. A search for large primes takes a good part of a second: not for a thread that others wait for.
///
/// # Errors
/// When the machine gives no random numbers.
pub fn generate(algorithm: DkimAlgorithm) -> Result<NewKey, MakingError> {
    let failed = |error: mail_auth::Error| MakingError(error.to_string());
    let (pair, public_key) = match algorithm {
        DkimAlgorithm::Rsa => {
            let pair = DkimKeyPair::generate_rsa(RSA_BITS).map_err(failed)?;
            let public_key = subject_public_key_info(pair.public_key());
            (pair, public_key)
        }
        DkimAlgorithm::Ed25519 => {
            let pair = DkimKeyPair::generate_ed25519().map_err(failed)?;
            // RFC 8463 4.2: the bare 32 octets.
            let public_key = pair.public_key().to_vec();
            (pair, public_key)
        }
    };
    Ok(NewKey {
        private_key: Secret::new(STANDARD.encode(pair.private_key())),
        public_key: STANDARD.encode(public_key),
    })
}

/// RFC 5280 4.1: the form in which every receiver reads `p=`, though RFC 6376 3.6.1 speaks of the bare key.
fn subject_public_key_info(key: &[u8]) -> Vec<u8> {
    /// RFC 8017 A.1: rsaEncryption, without parameters.
    const ALGORITHM: [u8; 15] = [0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];
    // A bit string begins with the number of its unused bits.
    let bits = element(0x03, &[&[0], key].concat());
    element(0x30, &[ALGORITHM.as_slice(), &bits].concat())
}

/// An element of DER.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let [.., second, first] = content.len().to_be_bytes();
    let length: &[u8] = match (second, first) {
        (0, 0..=0x7f) => &[first],
        (0, _) => &[0x81, first],
        _ => &[0x82, second, first],
    };
    [&[tag], length, content].concat()
}

#[cfg(test)]
mod tests {
    use super::super::key::rsa_bits;
    use super::*;

    #[test]
    fn keys_have_the_form_that_receivers_read() {
        let rsa = generate(DkimAlgorithm::Rsa).unwrap();
        assert_eq!(rsa_bits(&format!("v=DKIM1; k=rsa; p={}", rsa.public_key)), Some(2048));
        assert!(
            rsa.public_key.starts_with("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"),
            "{}",
            rsa.public_key
        );
        let ed25519 = generate(DkimAlgorithm::Ed25519).unwrap();
        assert_eq!(STANDARD.decode(&ed25519.public_key).unwrap().len(), 32);
        assert_ne!(ed25519.public_key, generate(DkimAlgorithm::Ed25519).unwrap().public_key);
    }
}
