//! A set of rules that changes gets a new version, so that a verdict that is kept names the rules that made it.

use super::rules::FILES;

/// Every version that a set has had, one a line: set, version, and fingerprint of what the file said without the line
/// of its version. Lines are added and never changed.
const VERSIONS: &str = include_str!("../../rules/returns/versions.txt");

#[test]
fn a_set_of_rules_that_changes_gets_a_new_version() {
    for (file, text) in FILES {
        let set = file.strip_suffix(".toml").unwrap();
        let version: u32 =
            text.lines().find_map(|line| line.strip_prefix("version = ")).unwrap().parse().unwrap();
        let line = format!("{set} {version} {:016x}", fingerprint(text));
        assert!(
            VERSIONS.lines().any(|known| known == line),
            "{file} has changed: raise its version, and add this line to versions.txt with that version: {line}"
        );
        let versions: Vec<u32> = VERSIONS.lines().filter_map(|known| version_of(known, set)).collect();
        assert_eq!(versions, (1..=version).collect::<Vec<_>>(), "each version of {set} stands there once");
    }
}

fn version_of(line: &str, set: &str) -> Option<u32> {
    line.strip_prefix(set)?.strip_prefix(' ')?.split(' ').next()?.parse().ok()
}

/// FNV-1a, 64 bits: guards against accidents, not against malice.
fn fingerprint(text: &str) -> u64 {
    let said = text.lines().filter(|line| !line.starts_with("version = "));
    said.flat_map(|line| line.bytes().chain([b'\n'])).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
