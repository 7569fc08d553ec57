//! Password hashes: argon2id, on threads of their own, a few at a time.

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::limits::PASSWORD_OCTETS_MAX;
use domain::{Entropy, Problem, Secret};
use tokio::sync::Semaphore;

use crate::problem;

/// RFC 9106 4 and OWASP's sheet: 19 MiB and two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// RFC 9106 3.1: a salt of 16 octets is enough.
const SALT_OCTETS: usize = 16;

/// Hashes at a time in this process: a flood of sign-ins costs four times 19 MiB and four
/// threads, not all there are. It guards the machine, so it belongs to the process.
static HASHING: Semaphore = Semaphore::const_new(4);

/// What unknown addresses are checked against, so that they take as long as known ones. The
/// answer is no in any case.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    let salt = SaltString::encode_b64(&[0; SALT_OCTETS]).expect("16 octets make a salt");
    let hash = argon2().hash_password(b"", &salt).expect("the parameters are argon2's own");
    hash.to_string()
});

fn argon2() -> Argon2<'static> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash of a password, as a PHC string. Whether the password is good enough is for the
/// caller to say.
///
/// # Errors
/// 503 when the thread died.
pub async fn hash(entropy: &dyn Entropy, password: Secret) -> Result<String, Problem> {
    let mut salt = [0; SALT_OCTETS];
    entropy.fill(&mut salt);
    let made = on_a_thread(move || {
        let salt = SaltString::encode_b64(&salt).ok()?;
        Some(argon2().hash_password(password.expose().as_bytes(), &salt).ok()?.to_string())
    });
    made.await?.ok_or_else(|| problem::internal("password.hash"))
}

/// Whether the password is that of the hash; without a hash it is not, after the same work.
///
/// # Errors
/// 503 when the thread died.
pub async fn verify(password: &Secret, hash: Option<&str>) -> Result<bool, Problem> {
    let is_known = hash.is_some();
    let (password, hash) = (password.clone(), hash.map(str::to_owned));
    let matches = on_a_thread(move || {
        let text = hash.as_deref().unwrap_or(&NOBODY);
        let bounded = password.expose().len() <= PASSWORD_OCTETS_MAX;
        let hash = PasswordHash::new(text).ok().filter(|_| bounded);
        hash.is_some_and(|hash| argon2().verify_password(password.expose().as_bytes(), &hash).is_ok())
    });
    Ok(matches.await? && is_known)
}

async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let permit = HASHING.acquire().await.map_err(|_| problem::internal("password.thread"))?;
    let done = tokio::task::spawn_blocking(move || {
        // Held by the work and not by its caller: one who goes away frees no thread by it.
        let _permit = permit;
        work()
    });
    done.await.map_err(|_| problem::internal("password.thread"))
}

#[cfg(test)]
mod tests {
    use domain::SystemEntropy;

    use super::*;

    #[tokio::test]
    async fn only_the_password_itself_leads_to_its_hash() {
        let hashed = hash(&SystemEntropy, Secret::new("en lang setning")).await.unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify(&Secret::new("en lang setning"), Some(&hashed)).await.unwrap());
        assert!(!verify(&Secret::new("en annen setning"), Some(&hashed)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        assert!(!verify(&Secret::new(""), None).await.unwrap());
        assert!(!verify(&Secret::new("x"), Some("nonsense")).await.unwrap());
    }

    #[test]
    fn unknown_addresses_take_the_same_work() {
        assert!(NOBODY.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }
}
