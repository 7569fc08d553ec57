//! Passwords at rest: sealed with XChaCha20-Poly1305 under the master key.
//!
//! A sealed secret is the key's 8-octet id, a random 24-octet nonce, and the ciphertext. The name
//! of the record it belongs to is authenticated with it, so that a secret copied into another
//! record's row does not open. The key's id tells a wrong key from a damaged secret.
//!
//! While the master key is exchanged there are two: all is sealed with the first, and opens with either. Where
//! the keys are kept is asked before each seal, and when a secret's key is not known, so that a process that runs
//! meanwhile goes over to the new key by itself.

use std::sync::{Arc, PoisonError, RwLock};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::{Entropy, Secret};

use crate::StoreError;

const KEY_ID_OCTETS: usize = 8;
const NONCE_OCTETS: usize = 24;

/// Where the master keys are kept; the first one seals. Nothing where they cannot be read: those that are known
/// stay.
pub type KeySource = Arc<dyn Fn() -> Option<Vec<[u8; 32]>> + Send + Sync>;

/// Seals and opens secrets; without a key it does neither.
pub struct Vault {
    keys: RwLock<Vec<Key>>,
    source: RwLock<Option<KeySource>>,
}

#[derive(Clone)]
struct Key {
    id: [u8; KEY_ID_OCTETS],
    cipher: XChaCha20Poly1305,
}

/// Under which key a secret is sealed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SealedWith {
    /// The one that seals at present.
    Present,
    /// Another one that is known.
    Older,
    /// One that is not known, or it is no sealed secret.
    Unknown,
}

impl Vault {
    /// A vault with this master key.
    #[must_use]
    pub fn new(key: Option<[u8; 32]>) -> Self {
        let keys = key.iter().map(Key::new).collect();
        Self { keys: RwLock::new(keys), source: RwLock::new(None) }
    }

    /// Follows the keys that are kept there from here on.
    pub fn follow(&self, source: KeySource) {
        *self.source.write().unwrap_or_else(PoisonError::into_inner) = Some(source);
        self.look_again();
    }

    /// Seals a secret for one record, named as in `mailboxes/17`.
    pub fn seal(&self, record: &str, secret: &Secret, entropy: &dyn Entropy) -> Result<Vec<u8>, StoreError> {
        self.look_again();
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let key = keys.first().ok_or(StoreError::NoKey)?;
        let mut nonce = [0; NONCE_OCTETS];
        entropy.fill(&mut nonce);
        let payload = Payload { msg: secret.expose().as_bytes(), aad: record.as_bytes() };
        let sealed =
            key.cipher.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| StoreError::Unsealable)?;
        Ok([key.id.as_slice(), &nonce, &sealed].concat())
    }

    /// Opens what was sealed for this record.
    pub fn open(&self, record: &str, sealed: &[u8]) -> Result<Secret, StoreError> {
        let (id, rest) = sealed.split_at_checked(KEY_ID_OCTETS).ok_or(StoreError::Unsealable)?;
        let key = self.key(id)?;
        let (nonce, ciphertext) = rest.split_at_checked(NONCE_OCTETS).ok_or(StoreError::Unsealable)?;
        let payload = Payload { msg: ciphertext, aad: record.as_bytes() };
        let opened =
            key.cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| StoreError::Unsealable)?;
        String::from_utf8(opened).map(Secret::new).map_err(|_| StoreError::Unsealable)
    }

    /// Under which key a secret is sealed.
    pub(crate) fn sealed_with(&self, sealed: &[u8]) -> SealedWith {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        match keys.iter().position(|key| sealed.starts_with(&key.id)) {
            Some(0) => SealedWith::Present,
            Some(_) => SealedWith::Older,
            None => SealedWith::Unknown,
        }
    }

    fn key(&self, id: &[u8]) -> Result<Key, StoreError> {
        let find = || {
            let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
            if keys.is_empty() {
                return Err(StoreError::NoKey);
            }
            Ok(keys.iter().find(|key| key.id == id).cloned())
        };
        if let Some(key) = find()? {
            return Ok(key);
        }
        self.look_again();
        find()?.ok_or(StoreError::Unsealable)
    }

    fn look_again(&self) {
        let source = self.source.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(kept) = source.and_then(|source| source()).filter(|kept| !kept.is_empty()) else { return };
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = kept.iter().map(Key::new).collect();
    }
}

impl Key {
    fn new(key: &[u8; 32]) -> Self {
        Self { id: key_id(key), cipher: XChaCha20Poly1305::new(key.into()) }
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
    fn keys_that_are_exchanged_are_followed() {
        let kept = Arc::new(RwLock::new(vec![[7; 32]]));
        let source = Arc::clone(&kept);
        let vault = Vault::new(Some([7; 32]));
        vault.follow(Arc::new(move || Some(source.read().unwrap().clone())));
        let before = vault.seal("mailboxes/1", &Secret::new("hunter2"), &SystemEntropy).unwrap();
        let elsewhere = Vault::new(Some([8; 32]));
        let after = elsewhere.seal("mailboxes/2", &Secret::new("hunter3"), &SystemEntropy).unwrap();
        assert!(vault.open("mailboxes/2", &after).is_err(), "nobody has told of the new key");

        *kept.write().unwrap() = vec![[8; 32], [7; 32]];
        assert!(vault.open("mailboxes/2", &after).unwrap() == Secret::new("hunter3"));
        assert!(vault.open("mailboxes/1", &before).unwrap() == Secret::new("hunter2"));
        assert_eq!(vault.sealed_with(&before), SealedWith::Older);
        let resealed = vault.seal("mailboxes/1", &Secret::new("hunter2"), &SystemEntropy).unwrap();
        assert_eq!(vault.sealed_with(&resealed), SealedWith::Present);

        *kept.write().unwrap() = vec![[8; 32]];
        assert!(vault.open("mailboxes/1", &resealed).is_ok());
        vault.seal("mailboxes/1", &Secret::new("x"), &SystemEntropy).unwrap();
        assert!(vault.open("mailboxes/1", &before).is_err(), "the old key is forgotten");
        assert_eq!(vault.sealed_with(&before), SealedWith::Unknown);
    }

    #[test]
    fn the_same_secret_never_looks_the_same() {
        let (vault, sealed) = sealed();
        let again = vault.seal("mailboxes/1", &Secret::new("hunter2"), &SystemEntropy).unwrap();
        assert_ne!(sealed, again);
    }
}
