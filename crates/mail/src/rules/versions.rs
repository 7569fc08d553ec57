//! A file of rules that changes gets a new version, so that no change of words is silent.

use super::FILES;

/// Every version that a file has had, one a line: file, version, and fingerprint of what it said without the line of
/// its version. Lines are added and never changed.
const VERSIONS: &str = include_str!("../../rules/versions.txt");

#[test]
fn a_file_of_rules_that_changes_gets_a_new_version() {
    for (file, text) in FILES {
        let version: u32 =
            text.lines().find_map(|line| line.strip_prefix("version = ")).unwrap().parse().unwrap();
        let line = format!("{file} {version} {:016x}", fingerprint(text));
        assert!(
            VERSIONS.lines().any(|known| known == line),
            "{file} has changed: raise its version, and add this line to versions.txt with that version: {line}"
        );
        let versions: Vec<u32> = VERSIONS.lines().filter_map(|known| version_of(known, file)).collect();
        assert_eq!(versions, (1..=version).collect::<Vec<_>>(), "each version of {file} stands there once");
    }
}

fn version_of(line: &str, file: &str) -> Option<u32> {
    line.strip_prefix(file)?.strip_prefix(' ')?.split(' ').next()?.parse().ok()
}

/// FNV-1a, 64 bits: guards against accidents, not against malice.
fn fingerprint(text: &str) -> u64 {
    let said = text.lines().filter(|line| !line.starts_with("version = "));
    said.flat_map(|line| line.bytes().chain([b'\n'])).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
