//! The key that encrypts stored passwords and signs tokens: 32 octets in a file of its own, apart
//! from the database that it protects.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::Entropy;

/// The keys in a file: the present one, and while it is exchanged another one beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Keys {
    /// It seals and signs.
    pub(crate) present: [u8; 32],
    /// The one that is to follow it, so that all nodes know it before any of them seals with it.
    pub(crate) next: Option<[u8; 32]>,
    /// The one before it, until nothing is sealed with it any more.
    pub(crate) old: Option<[u8; 32]>,
}

impl Keys {
    /// All of them, the present one first.
    pub(crate) fn all(&self) -> Vec<[u8; 32]> {
        std::iter::once(self.present).chain(self.next).chain(self.old).collect()
    }
}

/// Reads the present key.
pub(crate) fn read(path: &Path) -> Result<[u8; 32]> {
    Ok(read_all(path)?.present)
}

/// Reads all keys.
pub(crate) fn read_all(path: &Path) -> Result<Keys> {
    let text = std::fs::read_to_string(path).with_context(|| {
        format!(
            "cannot read the secret key `{}`; `posthus init` makes one, other nodes need a copy",
            path.display()
        )
    })?;
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut keys = Keys { present: key(path, lines.next().unwrap_or_default())?, next: None, old: None };
    for line in lines {
        match line.split_once(' ') {
            Some(("next", next)) => keys.next = Some(key(path, next)?),
            Some(("old", old)) => keys.old = Some(key(path, old)?),
            Some(_) | None => bail!(
                "the secret key `{}` has a line that is none; restore it from your copy",
                path.display()
            ),
        }
    }
    Ok(keys)
}

/// Writes the keys in the place of those before: a crash leaves the one or the other.
pub(crate) fn write(path: &Path, keys: &Keys) -> Result<()> {
    let hex = |key: &[u8; 32]| key.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
    let mut text = format!("{}\n", hex(&keys.present));
    for (word, key) in [("next", &keys.next), ("old", &keys.old)] {
        if let Some(key) = key {
            text.push_str(&format!("{word} {}\n", hex(key)));
        }
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile_beside(path)?;
    file.0.write_all(text.as_bytes())?;
    keep_owner(path, &file)?;
    file.0.sync_all()?;
    std::fs::rename(&file.1, path).with_context(|| format!("cannot write `{}`", path.display()))?;
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// The new file belongs to whoever the old one belonged to: the service reads it, whoever runs the command.
fn keep_owner(path: &Path, (file, beside): &(std::fs::File, std::path::PathBuf)) -> Result<()> {
    use std::os::unix::fs::MetadataExt as _;
    let Ok(old) = std::fs::metadata(path) else { return Ok(()) };
    let new = file.metadata()?;
    if (old.uid(), old.gid()) != (new.uid(), new.gid()) {
        std::os::unix::fs::chown(beside, Some(old.uid()), Some(old.gid())).with_context(|| {
            format!("`{}` belongs to another user; run the command as that user", path.display())
        })?;
    }
    Ok(())
}

/// A file that only this user can read; what an earlier run left there is overwritten.
fn tempfile_beside(path: &Path) -> Result<(std::fs::File, std::path::PathBuf)> {
    let beside = path.with_extension("key.new");
    let file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)
        .with_context(|| format!("cannot write `{}`", beside.display()))?;
    Ok((file, beside))
}

fn key(path: &Path, text: &str) -> Result<[u8; 32]> {
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
    fn keys_that_are_exchanged_stand_beside_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let keys = Keys { present: [1; 32], next: None, old: Some([2; 32]) };
        write(&path, &keys).unwrap();
        assert_eq!(read_all(&path).unwrap(), keys);
        assert_eq!((read(&path).unwrap(), keys.all()), ([1; 32], vec![[1; 32], [2; 32]]));
        write(&path, &Keys { old: None, ..keys }).unwrap();
        assert_eq!(read_all(&path).unwrap().all(), [[1; 32]]);
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
