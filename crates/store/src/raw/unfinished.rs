//! What a kill left of writes into a folder: files named `NAME#NUMBER`, which no list of objects shows.

use std::ffi::OsStr;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use domain::Timestamp;

use crate::StoreError;

/// What was found of them.
#[derive(Debug, Default)]
struct Swept {
    /// How many are gone.
    removed: u64,
    /// What could not be looked at or removed, and why.
    failed: Vec<(PathBuf, io::Error)>,
}

/// Removes those older than an instant from the organisations' folders within this one; returns how many. What cannot be
/// looked at or removed is told of, and stops nothing of the others.
pub(super) async fn sweep(folder: PathBuf, before: Timestamp) -> Result<u64, StoreError> {
    let swept = tokio::task::spawn_blocking(move || Swept::of(&folder, before))
        .await
        .map_err(|_| StoreError::Panicked)?;
    for (path, error) in &swept.failed {
        tracing::warn!(%error, path = %path.display(), "what a broken-off write left could not be swept; look at its rights");
    }
    Ok(swept.removed)
}

impl Swept {
    fn of(folder: &Path, before: Timestamp) -> Self {
        let mut swept = Self::default();
        for organisation in swept.names_in(folder) {
            for file in swept.names_in(&organisation) {
                if file.file_name().is_some_and(is_unfinished) {
                    swept.remove(file, before);
                }
            }
        }
        swept
    }

    /// What lies in a folder; one that is gone has nothing in it.
    fn names_in(&mut self, folder: &Path) -> Vec<PathBuf> {
        let mut names = Vec::new();
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.note(folder.to_owned(), error);
                return names;
            }
        };
        for entry in entries {
            match entry {
                Ok(entry) => names.push(entry.path()),
                Err(error) => self.note(folder.to_owned(), error),
            }
        }
        names
    }

    fn remove(&mut self, file: PathBuf, before: Timestamp) {
        let removed = match is_older(&file, before) {
            Ok(false) => return,
            Ok(true) => std::fs::remove_file(&file),
            Err(error) => Err(error),
        };
        match removed {
            Ok(()) => self.removed += 1,
            Err(error) => self.note(file, error),
        }
    }

    /// What went away by itself is what was wanted: its write came to its end, or another node swept it.
    fn note(&mut self, path: PathBuf, error: io::Error) {
        if error.kind() != ErrorKind::NotFound {
            self.failed.push((path, error));
        }
    }
}

fn is_unfinished(name: &OsStr) -> bool {
    let number = name.to_str().and_then(|name| name.rsplit_once('#')).map(|(_, number)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

fn is_older(file: &Path, before: Timestamp) -> io::Result<bool> {
    let changed = std::fs::symlink_metadata(file)?.modified()?;
    // What the clock says is from before 1970 is old.
    let age = changed.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(i64::try_from(age.as_millis()).is_ok_and(|at| at < before.as_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const END_OF_TIME: Timestamp = Timestamp::from_millis(i64::MAX);

    #[test]
    fn what_cannot_be_removed_is_told_once_and_keeps_nothing_else_from_going() {
        let dir = tempfile::tempdir().unwrap();
        let raw = dir.path().join("raw");
        // A folder in the place of a file cannot be removed as one, a file in that of a folder not be looked into.
        std::fs::create_dir_all(raw.join("1/held#1")).unwrap();
        std::fs::create_dir_all(raw.join("3")).unwrap();
        std::fs::write(raw.join("2"), "no folder").unwrap();
        for name in ["1/gone#1", "1/kept", "1/kept#", "1/kept#x", "3/gone#23"] {
            std::fs::write(raw.join(name), "x").unwrap();
        }
        assert_eq!(Swept::of(&raw, Timestamp::from_millis(0)).removed, 0, "they may still be written");
        let swept = Swept::of(&raw, END_OF_TIME);
        assert_eq!(swept.removed, 2);
        assert!(!raw.join("1/gone#1").exists() && !raw.join("3/gone#23").exists());
        assert!(["1/kept", "1/kept#", "1/kept#x"].iter().all(|name| raw.join(name).exists()));
        let mut failed: Vec<_> = swept.failed.into_iter().map(|(path, _)| path).collect();
        failed.sort();
        assert_eq!(failed, [raw.join("1/held#1"), raw.join("2")]);
    }

    #[test]
    fn what_is_gone_already_is_no_failure() {
        let dir = tempfile::tempdir().unwrap();
        let mut swept = Swept::of(&dir.path().join("raw"), END_OF_TIME);
        swept.remove(dir.path().join("gone#1"), END_OF_TIME);
        assert!(swept.failed.is_empty() && swept.removed == 0, "{swept:?}");
    }
}
