//! The policy file of MTA-STS that a domain serves, as senders read it (RFC 8461 3.2).

use domain::sender_domain::{StsFile, StsFileState};

/// The longest that a policy may be kept, seconds: RFC 8461 3.2, about a year.
const MAX_AGE_S: u32 = 31_557_600;
/// Characters of a line that are shown.
const SHOWN_CHARS_MAX: usize = 200;

/// What a file says to those who take mail for the domain.
#[must_use]
pub fn read(text: &str, exchangers: &[String]) -> StsFile {
    let found =
        |state, detail: &str| StsFile { state, detail: detail.chars().take(SHOWN_CHARS_MAX).collect() };
    let (mut hosts, mut has_mode, mut has_age) = (Vec::new(), false, false);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    // RFC 8461 3.2: the version comes first.
    if field(first) != Some(("version", "STSv1")) {
        return found(StsFileState::Unreadable, first);
    }
    for line in lines {
        match field(line) {
            Some(("mode", "enforce" | "testing" | "none")) => has_mode = true,
            Some(("mx", host)) if !host.is_empty() => {
                hosts.push(host.trim_end_matches('.').to_ascii_lowercase())
            }
            Some(("max_age", seconds)) if seconds.parse().is_ok_and(|it: u32| it <= MAX_AGE_S) => {
                has_age = true
            }
            Some(("mode" | "mx" | "max_age", _)) | None => return found(StsFileState::Unreadable, line),
            // RFC 8461 3.2: fields that nobody knows are passed over.
            Some(_) => {}
        }
    }
    if !has_mode || !has_age {
        return found(StsFileState::Unreadable, if has_mode { "max_age:" } else { "mode:" });
    }
    let lacks = exchangers.iter().find(|host| !hosts.iter().any(|pattern| names(pattern, host)));
    match lacks {
        Some(host) => found(StsFileState::LacksHost, host),
        None => found(StsFileState::Live, ""),
    }
}

fn field(line: &str) -> Option<(&str, &str)> {
    line.split_once(':').map(|(name, value)| (name.trim(), value.trim()))
}

/// RFC 8461 4.1: `*` stands for one label, the first.
fn names(pattern: &str, host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    match pattern.strip_prefix("*.") {
        Some(rest) => host.split_once('.').is_some_and(|(_, above)| above == rest),
        None => host == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(text: &str) -> (StsFileState, String) {
        let StsFile { state, detail } = read(text, &["mx1.a.test".to_owned(), "MX2.a.test.".to_owned()]);
        (state, detail)
    }

    #[test]
    fn a_file_that_names_all_servers_is_good() {
        let file =
            "version: STSv1\r\nmode: enforce\r\nmx: mx1.a.test\r\nmx: mx2.a.test\r\nmax_age: 604800\r\n";
        assert_eq!(state(file).0, StsFileState::Live);
        assert_eq!(
            state("version: STSv1\nmode: testing\nmx: *.a.test\nmax_age: 60\nx: y").0,
            StsFileState::Live
        );
        let (_, ours) = super::super::sts_policy("a.test", &["mx1.a.test".to_owned()]).unwrap();
        assert_eq!(state(&ours), (StsFileState::LacksHost, "MX2.a.test.".to_owned()));
    }

    #[test]
    fn what_senders_cannot_read_is_named() {
        let unreadable = |text: &str, detail: &str| {
            assert_eq!(state(text), (StsFileState::Unreadable, detail.to_owned()), "{text}");
        };
        unreadable("", "");
        unreadable("<html>", "<html>");
        unreadable("mode: enforce\nversion: STSv1", "mode: enforce");
        unreadable("version: STSv1\nmode: strict", "mode: strict");
        unreadable("version: STSv1\nmode: none", "max_age:");
        unreadable("version: STSv1\nmax_age: 1", "mode:");
        unreadable("version: STSv1\nmode: none\nmax_age: 99999999", "max_age: 99999999");
        let narrow = "version: STSv1\nmode: enforce\nmx: *.b.test\nmax_age: 1";
        assert_eq!(state(narrow).0, StsFileState::LacksHost);
        let deep =
            read("version: STSv1\nmode: enforce\nmx: *.a.test\nmax_age: 1", &["a.b.a.test".to_owned()]);
        assert_eq!(deep.state, StsFileState::LacksHost, "one label alone");
    }
}
