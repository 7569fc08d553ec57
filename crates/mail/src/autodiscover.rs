//! Outlook's way to ask a domain for its servers ("plain old XML" autodiscover): the question, and the answer.
//!
//! Servers for other programs than Outlook stand in `Protocol` elements of type IMAP, POP3 and SMTP. An answer
//! may send elsewhere once; Exchange's own protocols are passed over.

use domain::EmailAddress;
use domain::detection::{Server, Service, SignIn, Username, host_name};
use domain::mailbox::Security;

use crate::autoconfig::SettingsFault;
use crate::xml::{self, Element};

/// Servers of one answer that are looked at.
const SERVERS_MAX: usize = 8;

/// What a domain answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Discovered {
    /// These servers; perhaps none that we can use.
    Servers(Vec<Server>),
    /// Ask at this address; not checked in any way.
    Elsewhere(String),
}

/// The question about an address, as XML.
#[must_use]
pub fn question(address: &EmailAddress) -> String {
    let address = address.to_string();
    let address = quick_xml::escape::escape(&address);
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\">\
         <Request><EMailAddress>{address}</EMailAddress>\
         <AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a\
         </AcceptableResponseSchema></Request></Autodiscover>\n"
    )
}

/// Reads an answer.
///
/// # Errors
/// When it is none.
pub fn read(raw: &[u8], address: &EmailAddress) -> Result<Discovered, SettingsFault> {
    let root = xml::read(raw)?;
    if root.name != "Autodiscover" {
        return Err(SettingsFault::OtherKind);
    }
    let account = root.first("Response").and_then(|response| response.first("Account"));
    let account = account.ok_or(SettingsFault::OtherKind)?;
    if account.text_of("Action") == Some("redirectUrl")
        && let Some(url) = account.text_of("RedirectUrl")
    {
        return Ok(Discovered::Elsewhere(url.to_owned()));
    }
    let servers = account.all("Protocol").filter_map(|protocol| server(protocol, address));
    Ok(Discovered::Servers(servers.take(SERVERS_MAX).collect()))
}

fn server(protocol: &Element, address: &EmailAddress) -> Option<Server> {
    let kind = protocol.text_of("Type").or(protocol.attribute("Type"))?;
    let service = match kind.to_ascii_uppercase().as_str() {
        "IMAP" => Service::Imap,
        "POP3" => Service::Pop3,
        "SMTP" => Service::Smtp,
        _ => return None,
    };
    let port = match protocol.text_of("Port") {
        Some(text) => Some(text.parse::<u16>().ok().filter(|port| *port != 0)?),
        None => None,
    };
    let security = security(protocol, port);
    let username = match protocol.text_of("LoginName") {
        None => Username::Address,
        Some(name) if name == address.to_string() => Username::Address,
        Some(name) if name == address.local() => Username::LocalPart,
        Some(name) if name.len() > 255 || name.chars().any(char::is_control) => return None,
        Some(name) => Username::Other(name.to_owned()),
    };
    Some(Server {
        service,
        host: host_name(protocol.text_of("Server")?)?,
        port: port.unwrap_or(service.default_port(security)),
        security,
        username,
        sign_in: SignIn::PASSWORD,
    })
}

/// `SSL` says whether the connection is protected at all (on when left out), and `Encryption`, where it stands,
/// wins. How is told by the port: the words are used for both ways.
fn security(protocol: &Element, port: Option<u16>) -> Security {
    let is = |name: &str, wanted: &str| {
        protocol.text_of(name).is_some_and(|text| text.eq_ignore_ascii_case(wanted))
    };
    let protected =
        protocol.text_of("Encryption").map_or(!is("SSL", "off"), |text| !text.eq_ignore_ascii_case("none"));
    match port {
        _ if !protected => Security::None,
        Some(25 | 110 | 143 | 587) => Security::StartTls,
        None if is("Encryption", "TLS") => Security::StartTls,
        Some(_) | None => Security::Tls,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> EmailAddress {
        "kari@example.org".parse().unwrap()
    }

    fn answer(inside: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006\">\
             <Response xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a\">\
             <Account><AccountType>email</AccountType>{inside}</Account></Response></Autodiscover>"
        )
    }

    fn shown(inside: &str) -> Vec<String> {
        let Discovered::Servers(servers) = read(answer(inside).as_bytes(), &address()).unwrap() else {
            panic!("it sends elsewhere")
        };
        let line = |it: Server| {
            let (service, security) = (it.service.as_str(), it.security.as_str());
            format!("{service} {}:{} {security} {:?}", it.host, it.port, it.username)
        };
        servers.into_iter().map(line).collect()
    }

    #[test]
    fn servers_are_read_with_their_encryption() {
        let inside = "<Action>settings</Action>\
            <Protocol><Type>IMAP</Type><Server>mail.example.org</Server><Port>993</Port><SSL>on</SSL>\
            <LoginName>kari@example.org</LoginName></Protocol>\
            <Protocol><Type>POP3</Type><Server>mail.example.org</Server><Encryption>TLS</Encryption>\
            <LoginName>kari</LoginName></Protocol>\
            <Protocol><Type>SMTP</Type><Server>mail.example.org</Server><Port>587</Port><SSL>off</SSL>\
            <Encryption>Auto</Encryption></Protocol>\
            <Protocol><Type>SMTP</Type><Server>old.example.org</Server><Port>25</Port><SSL>off</SSL></Protocol>\
            <Protocol><Type>EXCH</Type><Server>x.example.org</Server></Protocol>\
            <Protocol><Type>IMAP</Type><Server>10.0.0.1</Server></Protocol>";
        assert_eq!(
            shown(inside),
            [
                "imap mail.example.org:993 tls Address",
                "pop3 mail.example.org:110 starttls LocalPart",
                "smtp mail.example.org:587 starttls Address",
                "smtp old.example.org:25 none Address",
            ]
        );
    }

    #[test]
    fn an_answer_may_send_elsewhere() {
        let inside = "<Action>redirectUrl</Action><RedirectUrl>https://x.example/a.xml</RedirectUrl>";
        let elsewhere = Discovered::Elsewhere("https://x.example/a.xml".to_owned());
        assert_eq!(read(answer(inside).as_bytes(), &address()), Ok(elsewhere));
        let wrong =
            "<Autodiscover><Response><Error><ErrorCode>600</ErrorCode></Error></Response></Autodiscover>";
        assert_eq!(read(wrong.as_bytes(), &address()), Err(SettingsFault::OtherKind));
    }

    #[test]
    fn the_question_cannot_be_broken_out_of() {
        let address: EmailAddress = "a&b'c@example.org".parse().unwrap();
        let asked = question(&address);
        assert!(asked.contains("<EMailAddress>a&amp;b&apos;c@example.org</EMailAddress>"), "{asked}");
    }
}
