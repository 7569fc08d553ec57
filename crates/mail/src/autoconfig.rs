//! Settings files of the form that Thunderbird reads (`config-v1.1.xml`): the servers of a domain's mail.
//!
//! A file is the same for all addresses of a domain; its placeholders are filled in here. What a file says
//! of servers that we cannot use (Exchange, NTLM, network addresses) is passed over.

use domain::EmailAddress;
use domain::detection::{PasswordUse, Server, Service, SignIn, Username, host_name};
use domain::mailbox::Security;

use crate::xml::{self, Element, XmlFault};

/// Servers of one file that are looked at.
const SERVERS_MAX: usize = 16;
/// Octets of a user name.
const USERNAME_OCTETS_MAX: usize = 255;

/// Why a settings file was not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SettingsFault {
    /// It cannot be read at all.
    #[error(transparent)]
    Xml(#[from] XmlFault),
    /// It is a document of another kind.
    #[error("the document holds no mail settings")]
    OtherKind,
}

/// The servers that a settings file names for this address, in its own order.
///
/// # Errors
/// When it is no settings file.
pub fn read(raw: &[u8], address: &EmailAddress) -> Result<Vec<Server>, SettingsFault> {
    let root = xml::read(raw)?;
    if root.name != "clientConfig" {
        return Err(SettingsFault::OtherKind);
    }
    let provider = root.first("emailProvider").ok_or(SettingsFault::OtherKind)?;
    let incoming = provider.all("incomingServer");
    let outgoing = provider.all("outgoingServer");
    let servers = incoming.chain(outgoing).filter_map(|element| server(element, address));
    Ok(servers.take(SERVERS_MAX).collect())
}

fn server(element: &Element, address: &EmailAddress) -> Option<Server> {
    let service = match (element.name.as_str(), element.attribute("type")?) {
        ("incomingServer", "imap") => Service::Imap,
        ("incomingServer", "pop3") => Service::Pop3,
        ("outgoingServer", "smtp") => Service::Smtp,
        _ => return None,
    };
    let security = match element.text_of("socketType")? {
        "SSL" | "TLS" => Security::Tls,
        "STARTTLS" => Security::StartTls,
        "plain" => Security::None,
        _ => return None,
    };
    let port = match element.text_of("port") {
        Some(text) => text.parse().ok().filter(|port| *port != 0)?,
        None => service.default_port(security),
    };
    Some(Server {
        service,
        host: host_name(&filled(element.text_of("hostname")?, address))?,
        port,
        security,
        username: username(element.text_of("username"), address)?,
        sign_in: sign_in(element.all("authentication").map(Element::text))?,
    })
}

/// The placeholders of a settings file, filled in.
pub(crate) fn filled(text: &str, address: &EmailAddress) -> String {
    text.replace("%EMAILADDRESS%", &address.to_string())
        .replace("%EMAILLOCALPART%", address.local())
        .replace("%EMAILDOMAIN%", address.domain())
}

fn username(text: Option<&str>, address: &EmailAddress) -> Option<Username> {
    let name = text.map_or_else(|| address.to_string(), |text| filled(text, address));
    if name == address.to_string() {
        Some(Username::Address)
    } else if name == address.local() {
        Some(Username::LocalPart)
    } else {
        let fits = name.len() <= USERNAME_OCTETS_MAX && !name.chars().any(char::is_control);
        // A placeholder that is none of the three would be typed in as it stands.
        (fits && !name.contains('%')).then_some(Username::Other(name))
    }
}

/// The ways in, the preferred one first; `None` when we know none of them.
fn sign_in<'a>(ways: impl Iterator<Item = &'a str>) -> Option<SignIn> {
    let mut found: Option<SignIn> = None;
    let mut said_any = false;
    for way in ways {
        said_any = true;
        let known = match way {
            "OAuth2" => SignIn { oauth: true, password: PasswordUse::Refused },
            // `plain` and `secure` are the older words for the first two.
            "password-cleartext" | "password-encrypted" | "plain" | "secure" => SignIn::PASSWORD,
            _ => continue,
        };
        found = Some(found.map_or(known, |before| SignIn {
            oauth: before.oauth || known.oauth,
            password: before.password.min(known.password),
        }));
    }
    if said_any { found } else { Some(SignIn::PASSWORD) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> EmailAddress {
        "Kari.Nordmann@example.org".parse().unwrap()
    }

    fn server(kind: &str, inside: &str) -> String {
        let (tag, kind) = if kind == "smtp" { ("outgoingServer", kind) } else { ("incomingServer", kind) };
        format!("<{tag} type=\"{kind}\">{inside}</{tag}>")
    }

    fn file(servers: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientConfig version=\"1.1\"><emailProvider id=\"example.org\">\
             <domain>example.org</domain><displayName>Example</displayName>{servers}</emailProvider></clientConfig>"
        )
    }

    fn shown(servers: &str) -> Vec<String> {
        let found = read(file(servers).as_bytes(), &address()).unwrap();
        let line = |server: Server| {
            let Server { service, host, port, security, username, sign_in } = server;
            let username = match &username {
                Username::Other(name) => name.as_str(),
                known @ (Username::Address | Username::LocalPart) => known.as_str(),
            };
            let oauth = if sign_in.oauth { "oauth+" } else { "" };
            format!(
                "{} {host}:{port} {} {username} {oauth}{}",
                service.as_str(),
                security.as_str(),
                sign_in.password.as_str()
            )
        };
        found.into_iter().map(line).collect()
    }

    const IMAP: &str = "<hostname>imap.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType>\
        <authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>";

    #[test]
    fn a_whole_file_is_read() {
        let pop = "<hostname>POP.example.org</hostname><port>110</port><socketType>STARTTLS</socketType>\
            <authentication>password-encrypted</authentication><username>%EMAILLOCALPART%</username>";
        let smtp = "<hostname>smtp.example.org</hostname><socketType>SSL</socketType>\
            <username>x-%EMAILLOCALPART%</username><authentication>OAuth2</authentication>\
            <authentication>password-cleartext</authentication>";
        let servers = [server("imap", IMAP), server("pop3", pop), server("smtp", smtp)].concat();
        assert_eq!(
            shown(&servers),
            [
                "imap imap.example.org:993 tls address account",
                "pop3 pop.example.org:110 starttls local_part account",
                "smtp smtp.example.org:465 tls x-Kari.Nordmann oauth+account",
            ]
        );
    }

    #[test]
    fn what_cannot_be_used_is_passed_over_and_the_rest_stays() {
        let other = |from: &str, to: &str| server("imap", &IMAP.replace(from, to));
        let servers = [
            server("exchange", IMAP),
            other("imap.%EMAILDOMAIN%", "127.0.0.1"),
            other("imap.%EMAILDOMAIN%", "localhost"),
            other("imap.%EMAILDOMAIN%", "imap.example.org/x"),
            other(">993<", ">0<"),
            other(">993<", ">99999<"),
            other(">SSL<", ">magic<"),
            other("password-cleartext", "NTLM"),
            other("%EMAILADDRESS%", "%REALNAME%"),
            server("imap", IMAP),
        ];
        assert_eq!(shown(&servers.concat()), ["imap imap.example.org:993 tls address account"]);
        assert_eq!(
            shown(&other("password-cleartext", "OAuth2")),
            ["imap imap.example.org:993 tls address oauth+refused"]
        );
        assert_eq!(shown(&other(">SSL<", ">plain<")), ["imap imap.example.org:993 none address account"]);
        assert_eq!(shown(&server("imap", IMAP).repeat(50)).len(), SERVERS_MAX);
    }

    #[test]
    fn other_documents_are_none() {
        let check = |text: &str, fault| assert_eq!(read(text.as_bytes(), &address()), Err(fault), "{text}");
        check("<html><body>Not here</body></html>", SettingsFault::OtherKind);
        check("<clientConfig/>", SettingsFault::OtherKind);
        check("<!DOCTYPE html><html></html>", SettingsFault::Xml(XmlFault::Doctype));
        check("Not found", SettingsFault::Xml(XmlFault::Malformed));
    }
}
