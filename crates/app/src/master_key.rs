//! The key that encrypts stored passwords and signs tokens: 32 octets in a file of its own, apart
//! from the database that it protects.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::Entropy;

/// Reads the key.
pub(crate) fn read(path: &Path) -> Result<[u8; 32]> {
    let text = std::fs::read_to_string(path).with_context(|| {
        format!(
            "cannot read the secret key `{}`; `posthus init` makes one, other nodes need a copy",
            path.display()
        )
    })?;
    let text = text.trim();
    let mut key = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        bail!(
            "the secret key `{}` does not have 64 hexadecimal digits; restore it from your copy",
            path.display()
        );
    }
    for (octet, at) in key.iter_mut().zip((0..64).step_by(2)) {
        *octet = u8::from_str_radix(&text[at..at + 2], 16)
            .with_context(|| format!("the secret key `{}` is not hexadecimal", path.display()))?;
    }
    Ok(key)
}

/// Reads the key, or makes one that only this user can read where there is none.
pub(crate) fn read_or_make(path: &Path, entropy: &dyn Entropy) -> Result<[u8; 32]> {
    if !path.exists() {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
        }
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .with_context(|| format!("cannot write the secret key `{}`", path.display()))?;
        writeln!(file, "{}", entropy.hex(32))?;
        file.sync_all()?;
    }
    read(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_kept_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/secret.key");
        let key = read_or_make(&path, &domain::SystemEntropy).unwrap();
        assert_eq!(read_or_make(&path, &domain::SystemEntropy).unwrap(), key);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_broken_key_is_refused_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        std::fs::write(&path, "zz".repeat(32)).unwrap();
        assert!(format!("{:#}", read(&path).unwrap_err()).contains("secret.key"));
        std::fs::write(&path, "00").unwrap();
        assert!(read(&path).is_err());
    }
}
