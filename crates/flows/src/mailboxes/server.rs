//! The name and the port of a mail server, as a person enters them: of a mailbox's, or of one that mail leaves through.

use std::net::IpAddr;

use domain::Problem;
use domain::mailbox::Security;

/// Octets of a host name at most (RFC 1035 2.3.4).
const NAME_OCTETS_MAX: usize = 253;
/// Octets of one of its labels (RFC 1035 2.3.4).
const LABEL_OCTETS_MAX: usize = 63;
/// Octets of who signs in.
const USERNAME_OCTETS_MAX: usize = 255;

/// A server must be named, by its name or address alone, and signing in to one without encryption is for this machine alone
/// (RFC 8314 3).
///
/// # Errors
/// 422 for the field that is wrong.
pub(crate) fn check((host, port): (&str, u16), security: Security, username: &str) -> Result<(), Problem> {
    named(host.trim())?;
    if port == 0 {
        let detail = "a port is a number from 1 to 65535, such as 465; servers have none at 0";
        return Err(Problem::invalid("port", "port_invalid", detail));
    }
    if username.len() > USERNAME_OCTETS_MAX || username.chars().any(char::is_control) {
        let detail = format!("the user name must be one line of at most {USERNAME_OCTETS_MAX} octets");
        return Err(Problem::invalid("username", "name_invalid", detail));
    }
    if security == Security::None && !username.is_empty() && !is_loopback(host) {
        let detail = "a password is never sent unencrypted to another machine; choose TLS or STARTTLS";
        return Err(Problem::invalid("security", "plain_text_refused", detail));
    }
    Ok(())
}

fn named(host: &str) -> Result<(), Problem> {
    let refused = |code, detail| Err(Problem::invalid("host", code, detail));
    if host.is_empty() {
        return refused("host_missing", "the server's name is missing");
    }
    if is_address(host) || is_name(host) {
        return Ok(());
    }
    if host.contains("://") {
        return refused(
            "host_with_scheme",
            "write the name alone, without what stands before it, as in `smtp.example.org`",
        );
    }
    let is_port = |text: &str| !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
    match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) && (is_name(name) || is_address(name)) => refused(
            "host_with_port",
            "the port has a field of its own; write the name alone, as in `smtp.example.org`",
        ),
        Some(_) | None => refused(
            "host_malformed",
            "this is no name of a server; write one name or IP address, without blanks and commas, as in `smtp.example.org`",
        ),
    }
}

/// An IP address; one of version 6 may stand in brackets.
fn is_address(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    bare.unwrap_or(host).parse::<IpAddr>().is_ok()
}

/// A name as a person writes it: letters of any script, digits, hyphens; underscores stand in names of
/// networks inside a house.
fn is_name(host: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    let is_label =
        |label: &str| (1..=LABEL_OCTETS_MAX).contains(&label.len()) && label.chars().all(is_letter);
    let bare = host.strip_suffix('.').unwrap_or(host);
    bare.len() <= NAME_OCTETS_MAX && bare.split('.').all(is_label)
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_sign_in_leaves_this_machine_only_encrypted() {
        let check = |host, security, username| check((host, 465), security, username);
        assert!(check("imap.example.org", Security::None, "kari").is_err());
        assert!(check("127.0.0.1", Security::None, "kari").is_ok());
        assert!(check("[::1]", Security::None, "kari").is_ok());
        assert!(check("imap.example.org", Security::None, "").is_ok());
        assert!(check("", Security::Tls, "kari").is_err());
    }

    #[test]
    fn a_server_is_one_name_and_its_port_stands_in_a_field_of_its_own() {
        let code = |host: &str, port| {
            check((host, port), Security::Tls, "kari")
                .map_err(|problem| (problem.field.unwrap(), problem.code))
        };
        for good in [
            "smtp.example.org",
            "smtp.example.org.",
            "localhost",
            "mail_1",
            "192.0.2.1",
            "::1",
            "[::1]",
            "post.ødegård.no",
        ] {
            assert_eq!(code(good, 465), Ok(()), "{good}");
        }
        for (bad, told) in [
            ("", "host_missing"),
            ("http://smtp.example.org", "host_with_scheme"),
            ("smtps://smtp.example.org:465", "host_with_scheme"),
            ("smtp.example.org:465", "host_with_port"),
            ("[2001:db8::1]:465", "host_with_port"),
            ("smtp.example.org, mx.example.org", "host_malformed"),
            ("smtp.example.org\r\nRCPT TO:<a@b.no>", "host_malformed"),
            ("smtp example org", "host_malformed"),
            ("kari@example.org", "host_malformed"),
            ("smtp..example.org", "host_malformed"),
        ] {
            assert_eq!(code(bad, 465), Err(("host", told)), "{bad}");
        }
        assert_eq!(code("smtp.example.org", 0), Err(("port", "port_invalid")));
        let lines = check(("smtp.example.org", 465), Security::Tls, "kari\r\nola").unwrap_err();
        assert_eq!((lines.field, lines.code), (Some("username"), "name_invalid"));
    }
}
