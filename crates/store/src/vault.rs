//! Passwords at rest: sealed with XChaCha20-Poly1305 under the master key.
//!
//! A sealed secret is the key's 8-octet id, a random 24-octet nonce, and the ciphertext. The name
//! of the record it belongs to is authenticated with it, so that a secret copied into another
//! record's row does not open. The key's id tells a wrong key from a damaged secret.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::{Entropy, Secret};

use crate::StoreError;

const KEY_ID_OCTETS: usize = 8;
const NONCE_OCTETS: usize = 24;

/// Seals and opens secrets; without a key it does neither.
pub struct Vault {
    key: Option<Key>,
}

struct Key {
    id: [u8; KEY_ID_OCTETS],
    cipher: XChaCha20Poly1305,
}

impl Vault {
    /// A vault with this master key.
    #[must_use]
    pub fn new(key: Option<[u8; 32]>) -> Self {
        Self { key: key.map(|key| Key { id: key_id(&key), cipher: XChaCha20Poly1305::new((&key).into()) }) }
    }

    /// Seals a secret for one record, named as in `mailboxes/17`.
    pub fn seal(&self, record: &str, secret: &Secret, entropy: &dyn Entropy) -> Result<Vec<u8>, StoreError> {
        let key = self.key.as_ref().ok_or(StoreError::NoKey)?;
        let mut nonce = [0; NONCE_OCTETS];
        entropy.fill(&mut nonce);
        let payload = Payload { msg: secret.expose().as_bytes(), aad: record.as_bytes() };
        let sealed =
            key.cipher.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| StoreError::Unsealable)?;
        Ok([key.id.as_slice(), &nonce, &sealed].concat())
    }

    /// Opens what was sealed for this record.
    pub fn open(&self, record: &str, sealed: &[u8]) -> Result<Secret, StoreError> {
        let key = self.key.as_ref().ok_or(StoreError::NoKey)?;
        let (id, rest) = sealed.split_at_checked(KEY_ID_OCTETS).ok_or(StoreError::Unsealable)?;
        let (nonce, ciphertext) = rest.split_at_checked(NONCE_OCTETS).ok_or(StoreError::Unsealable)?;
        if id != key.id {
            return Err(StoreError::Unsealable);
        }
        let payload = Payload { msg: ciphertext, aad: record.as_bytes() };
        let opened =
            key.cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| StoreError::Unsealable)?;
        String::from_utf8(opened).map(Secret::new).map_err(|_| StoreError::Unsealable)
    }
}

/// Tells keys apart without saying anything about them.
fn key_id(key: &[u8; 32]) -> [u8; KEY_ID_OCTETS] {
    let digest = blake3::derive_key("posthus 2026 master key id", key);
    let mut id = [0; KEY_ID_OCTETS];
    id.copy_from_slice(&digest[..KEY_ID_OCTETS]);
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::SystemEntropy;

    fn sealed() -> (Vault, Vec<u8>) {
        let vault = Vault::new(Some([7; 32]));
        let sealed = vault.seal("mailboxes/1", &Secret::new("hunter2"), &SystemEntropy).unwrap();
        (vault, sealed)
    }

    #[test]
    fn what_is_sealed_opens_for_its_own_record_alone() {
        let (vault, sealed) = sealed();
        assert!(vault.open("mailboxes/1", &sealed).unwrap() == Secret::new("hunter2"));
        assert!(matches!(vault.open("mailboxes/2", &sealed), Err(StoreError::Unsealable)));
    }

    #[test]
    fn no_octet_can_be_changed() {
        let (vault, sealed) = sealed();
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(vault.open("mailboxes/1", &changed).is_err(), "octet {index}");
        }
        assert!(vault.open("mailboxes/1", &sealed[..20]).is_err());
    }

    #[test]
    fn another_key_and_no_key_open_nothing() {
        let (_, sealed) = sealed();
        assert!(matches!(
            Vault::new(Some([8; 32])).open("mailboxes/1", &sealed),
            Err(StoreError::Unsealable)
        ));
        assert!(matches!(Vault::new(None).open("mailboxes/1", &sealed), Err(StoreError::NoKey)));
    }

    #[test]
    fn the_same_secret_never_looks_the_same() {
        let (vault, sealed) = sealed();
        let again = vault.seal("mailboxes/1", &Secret::new("hunter2"), &SystemEntropy).unwrap();
        assert_ne!(sealed, again);
    }
}
