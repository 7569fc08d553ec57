//! What a response says (RFC 3501 7). Status lines are read here, since they must be understood
//! even where the rest of a line is not; data is read by imap-proto. A line that neither can read
//! is one bad response and nothing more.

use std::collections::BTreeSet;

use domain::Timestamp;
use imap_proto::{AttributeValue, MailboxDatum, NameAttribute, StatusAttribute};

use super::TEXT_CHARS_MAX;
use super::folder::{Folder, purpose};
use super::folder_name;
use super::framer::Frame;
use super::internal_date;
use crate::body::Body;

/// How a command ended (RFC 3501 7.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// Done.
    Ok,
    /// Refused or failed.
    No,
    /// Not understood.
    Bad,
}

/// The tagged answer to a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completion {
    /// How it ended.
    pub status: Status,
    /// The machine's reason.
    pub code: Option<Code>,
    /// The words for people, at most [`TEXT_CHARS_MAX`] characters.
    pub text: String,
}

/// Response codes that change what we do (RFC 3501 7.1, RFC 5530).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Code {
    /// The folder's generation: UIDs of another one mean other mails.
    UidValidity(u32),
    /// The UID that the next mail gets.
    UidNext(u32),
    /// Nothing can be changed in the folder.
    ReadOnly,
    /// What the server can do.
    Capability(Capabilities),
    /// There is no such folder.
    NonExistent,
    /// Wrong user or password, or an expired one.
    AuthenticationFailed,
    /// Right password, but no right.
    AuthorizationFailed,
    /// Not before the connection is secure.
    PrivacyRequired,
    /// A part of the server is down.
    Unavailable,
    /// Somebody else holds it, or too many are connected.
    Busy,
    /// Any other code, its name in capitals.
    Other(String),
}

/// What a server can do (RFC 3501 7.2.1).
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Capabilities(BTreeSet<String>);

impl Capabilities {
    /// Names that are kept; no server has half as many.
    const COUNT_MAX: usize = 256;

    fn parse(names: &str) -> Self {
        let names = names.split_ascii_whitespace().take(Self::COUNT_MAX);
        Self(names.map(str::to_ascii_uppercase).collect())
    }

    /// Whether `name`, in capitals, is among them.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Whether one can sign in with this SASL mechanism.
    #[must_use]
    pub fn offers_sign_in(&self, mechanism: &str) -> bool {
        self.0.contains(&format!("AUTH={mechanism}"))
    }

    /// Whether single mails can be expunged. RFC 9051 made UIDPLUS (RFC 4315) part of IMAP4rev2.
    #[must_use]
    pub fn can_expunge_single_mails(&self) -> bool {
        self.has("UIDPLUS") || self.has("IMAP4REV2")
    }

    /// Whether literals need no waiting: RFC 7888 LITERAL+, or its small form `LITERAL-`.
    #[must_use]
    pub fn takes_literals_at_once(&self) -> bool {
        self.has("LITERAL+") || self.has("LITERAL-") || self.has("IMAP4REV2")
    }
}

/// One mail's entry in a FETCH response.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Fetch {
    /// The mail's UID; servers leave it out of flag changes that nobody asked for.
    pub uid: Option<u32>,
    /// RFC822.SIZE.
    pub size_octets: Option<u64>,
    /// Whether `\Deleted` is set; `None` when no flags were sent.
    pub deleted: Option<bool>,
    /// When the mail arrived at the server (INTERNALDATE).
    pub arrived_at: Option<Timestamp>,
    /// The mail, or the beginning that was asked for.
    pub body: Option<Body>,
}

/// Untagged data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Data {
    /// How many mails the folder holds.
    Exists(u32),
    /// A mail went away: its sequence number.
    Expunged(u32),
    /// What a search found.
    Search(Vec<u32>),
    /// Something about one mail.
    Fetch(Fetch),
    /// A folder that can be selected.
    Folder(Folder),
    /// What a folder holds, asked for by its name.
    FolderStatus {
        /// All mails.
        messages: Option<u32>,
        /// Those that nobody has read.
        unseen: Option<u32>,
    },
    /// A code in an untagged OK or NO.
    Code(Code),
}

/// What one response is.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Response {
    /// `+`: the server wants the rest of a command.
    Continue(String),
    /// The answer to a command.
    Tagged { tag: String, completion: Completion },
    /// `* OK` as a greeting, with its code.
    Ready { preauthenticated: bool, code: Option<Code>, text: String },
    /// `* BYE`: the server closes the connection.
    Bye(String),
    /// Data.
    Data(Data),
    /// Well-formed and of no use to us.
    Ignored,
    /// Cannot be read.
    Malformed,
}

/// Reads one response.
pub(super) fn read(frame: Frame) -> Response {
    if frame.flawed {
        return Response::Malformed;
    }
    let Frame { text, body, .. } = frame;
    if let Some(rest) = text.strip_prefix(b"+") {
        return Response::Continue(lossy(rest).trim_start().to_owned());
    }
    match text.strip_prefix(b"* ") {
        Some(rest) => untagged(rest, &text, body),
        None => tagged(&lossy(&text)),
    }
}

// RFC 3501 9: response-tagged = tag SP resp-cond-state CRLF.
fn tagged(line: &str) -> Response {
    let (tag, rest) = line.split_once(' ').unwrap_or((line, ""));
    let (word, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let status = match word.to_ascii_uppercase().as_str() {
        "OK" => Status::Ok,
        "NO" => Status::No,
        "BAD" => Status::Bad,
        _ => return Response::Malformed,
    };
    let (code, text) = code_and_text(rest);
    Response::Tagged { tag: tag.to_owned(), completion: Completion { status, code, text } }
}

fn untagged(rest: &[u8], whole: &[u8], body: Option<Body>) -> Response {
    let end = rest.iter().position(|&octet| octet == b' ').unwrap_or(rest.len());
    let word = lossy(&rest[..end]).to_ascii_uppercase();
    let words = || lossy(rest.get(end + 1..).unwrap_or_default());
    match word.as_str() {
        "OK" | "PREAUTH" => {
            let (code, text) = code_and_text(&words());
            Response::Ready { preauthenticated: word == "PREAUTH", code, text }
        }
        "NO" | "BAD" => {
            code_and_text(&words()).0.map_or(Response::Ignored, |code| Response::Data(Data::Code(code)))
        }
        "BYE" => Response::Bye(code_and_text(&words()).1),
        "CAPABILITY" => Response::Data(Data::Code(Code::Capability(Capabilities::parse(&words())))),
        "SEARCH" | "LIST" | "STATUS" => data(whole, body),
        number if number.bytes().all(|octet| octet.is_ascii_digit()) => data(whole, body),
        _ => Response::Ignored,
    }
}

/// RFC 3501 9: resp-text = ["[" resp-text-code "]" SP] text.
fn code_and_text(rest: &str) -> (Option<Code>, String) {
    let bracketed = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (code, text) = match bracketed {
        Some((code, text)) => (Some(read_code(code)), text.trim_start()),
        None => (None, rest),
    };
    (code, text.chars().filter(|character| !character.is_control()).take(TEXT_CHARS_MAX).collect())
}

fn read_code(code: &str) -> Code {
    let (name, rest) = code.split_once(' ').unwrap_or((code, ""));
    let name = name.to_ascii_uppercase();
    let number = || rest.trim().parse::<u32>().ok();
    match (name.as_str(), number()) {
        ("UIDVALIDITY", Some(number)) => Code::UidValidity(number),
        ("UIDNEXT", Some(number)) => Code::UidNext(number),
        ("READ-ONLY", _) => Code::ReadOnly,
        ("CAPABILITY", _) => Code::Capability(Capabilities::parse(rest)),
        ("NONEXISTENT" | "TRYCREATE", _) => Code::NonExistent,
        ("AUTHENTICATIONFAILED" | "EXPIRED", _) => Code::AuthenticationFailed,
        ("AUTHORIZATIONFAILED" | "NOPERM", _) => Code::AuthorizationFailed,
        ("PRIVACYREQUIRED", _) => Code::PrivacyRequired,
        ("UNAVAILABLE" | "SERVERBUG", _) => Code::Unavailable,
        ("INUSE" | "LIMIT" | "THROTTLED", _) => Code::Busy,
        _ => Code::Other(name.chars().take(TEXT_CHARS_MAX).collect()),
    }
}

/// Reads data with imap-proto, after having made sure that it can.
fn data(whole: &[u8], body: Option<Body>) -> Response {
    // A folder may be called "Envelope"; only FETCH has attributes.
    let is_fetch = whole.get(2).is_some_and(u8::is_ascii_digit);
    let mut line = [whole, b"\r\n"].concat();
    let arrived_at = if is_fetch { internal_date::take(&mut line) } else { None };
    if is_fetch && !is_safe_for_imap_proto(&line) {
        return Response::Malformed;
    }
    match imap_proto::Response::parse(&line) {
        Ok((b"", response)) => understood(response, body, arrived_at),
        // Something behind the grammar's end, an error, or (the parsers stream) a missing end.
        Ok(_) | Err(_) => Response::Malformed,
    }
}

/// Attributes that imap-proto 0.17 cannot be trusted with: structures are read by recursion, so that
/// a hostile line could exhaust the stack, and an `INTERNALDATE` that is not a date panics. A mail of several lines cannot stand in a quoted string, so no mail is lost by this.
const UNSAFE_ATTRIBUTES: [&[u8]; 3] = [b"BODYSTRUCTURE ", b"ENVELOPE ", b"INTERNALDATE "];

fn is_safe_for_imap_proto(line: &[u8]) -> bool {
    let contains = |name: &[u8]| line.windows(name.len()).any(|window| window.eq_ignore_ascii_case(name));
    !UNSAFE_ATTRIBUTES.into_iter().any(contains)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "imap-proto's enums are open, and what we did not ask for is ignored"
)]
fn understood(
    response: imap_proto::Response<'_>,
    body: Option<Body>,
    arrived_at: Option<Timestamp>,
) -> Response {
    match response {
        imap_proto::Response::Fetch(_, attributes) => {
            let fetch = Fetch { arrived_at, ..fetch(attributes, body) };
            Response::Data(Data::Fetch(fetch))
        }
        imap_proto::Response::Expunge(number) => Response::Data(Data::Expunged(number)),
        imap_proto::Response::MailboxData(MailboxDatum::Exists(count)) => Response::Data(Data::Exists(count)),
        imap_proto::Response::MailboxData(MailboxDatum::Search(found)) => Response::Data(Data::Search(found)),
        imap_proto::Response::MailboxData(MailboxDatum::List(folder)) => {
            if folder.name_attributes.contains(&NameAttribute::NoSelect) {
                return Response::Ignored;
            }
            let purpose = folder.name_attributes.iter().find_map(purpose);
            Response::Data(Data::Folder(Folder { name: folder_name::decode(&folder.name), purpose }))
        }
        imap_proto::Response::MailboxData(MailboxDatum::Status { status, .. }) => {
            let (mut messages, mut unseen) = (None, None);
            for attribute in status {
                match attribute {
                    StatusAttribute::Messages(count) => messages = Some(count),
                    StatusAttribute::Unseen(count) => unseen = Some(count),
                    _ => {}
                }
            }
            Response::Data(Data::FolderStatus { messages, unseen })
        }
        _ => Response::Ignored,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "imap-proto's enum is open, and what we did not ask for is ignored"
)]
fn fetch(attributes: Vec<AttributeValue<'_>>, body: Option<Body>) -> Fetch {
    let mut fetch = Fetch::default();
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(uid) => fetch.uid = Some(uid),
            AttributeValue::Rfc822Size(size) => fetch.size_octets = Some(u64::from(size)),
            AttributeValue::Flags(flags) => {
                fetch.deleted = Some(flags.iter().any(|flag| flag.eq_ignore_ascii_case("\\Deleted")));
            }
            // A mail so short that it came as a quoted string, with its escapes.
            AttributeValue::BodySection { data: Some(data), .. } | AttributeValue::Rfc822(Some(data)) => {
                fetch.body = Some(Body::Whole(unescaped(&data)));
            }
            _ => {}
        }
    }
    // A literal stands as a quoted placeholder in the text; the body is the truth.
    if body.is_some() {
        fetch.body = body;
    }
    fetch
}

/// RFC 3501 9: quoted-specials are escaped by a backslash.
fn unescaped(quoted: &[u8]) -> Vec<u8> {
    let mut octets = quoted.iter().copied();
    let mut plain = Vec::with_capacity(quoted.len());
    while let Some(octet) = octets.next() {
        plain.extend(if octet == b'\\' { octets.next() } else { Some(octet) });
    }
    plain
}

fn lossy(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::folder::FolderUse;
    use super::*;

    fn check(text: &str, expected: Response) {
        let frame = Frame { text: text.into(), body: None, flawed: false };
        assert_eq!(read(frame), expected, "{text}");
    }

    fn fetched(fetch: Fetch) -> Response {
        Response::Data(Data::Fetch(fetch))
    }

    fn folder(name: &str, purpose: Option<FolderUse>) -> Response {
        Response::Data(Data::Folder(Folder { name: name.into(), purpose }))
    }

    fn done(status: Status, code: Option<Code>, text: &str) -> Response {
        Response::Tagged { tag: "P7".into(), completion: Completion { status, code, text: text.into() } }
    }

    #[test]
    fn status_lines_are_read() {
        check("P7 OK done", done(Status::Ok, None, "done"));
        check(
            "P7 no [AUTHENTICATIONFAILED] wrong",
            done(Status::No, Some(Code::AuthenticationFailed), "wrong"),
        );
        check("P7 NO [ALERT]å", done(Status::No, Some(Code::Other("ALERT".into())), "å"));
        check("P7 BAD", done(Status::Bad, None, ""));
        check("P7 WHAT", Response::Malformed);
        check("+ idling", Response::Continue("idling".into()));
        check("* BYE gone", Response::Bye("gone".into()));
        let code = Some(Code::UidValidity(9));
        check("* OK [UIDVALIDITY 9] x", Response::Ready { preauthenticated: false, code, text: "x".into() });
    }

    #[test]
    fn data_is_read() {
        check("* 23 EXISTS", Response::Data(Data::Exists(23)));
        check("* 23 EXPUNGE", Response::Data(Data::Expunged(23)));
        check("* SEARCH", Response::Data(Data::Search(vec![])));
        check("* SEARCH 2 84 882 ", Response::Data(Data::Search(vec![2, 84, 882])));
        check("* LIST (\\HasNoChildren) \"/\" \"St&APg-tte\"", folder("Støtte", None));
        check("* LIST (\\HasNoChildren \\Junk) \".\" Spam", folder("Spam", Some(FolderUse::Junk)));
        let status = Data::FolderStatus { messages: Some(12), unseen: Some(3) };
        check("* STATUS \"St&APg-tte\" (MESSAGES 12 UNSEEN 3)", Response::Data(status));
        check("* LIST (\\Noselect) \"/\" x", Response::Ignored);
        check("* ENABLED UTF8=ACCEPT", Response::Ignored);
        let listed = Fetch { uid: Some(7), size_octets: Some(99), deleted: Some(true), ..Fetch::default() };
        check("* 1 FETCH (FLAGS (\\Seen \\Deleted) UID 7 RFC822.SIZE 99)", fetched(listed));
        let arrived_at = Timestamp::from_rfc3339("2026-01-05T08:00:00Z");
        let dated = Fetch { uid: Some(7), arrived_at, ..Fetch::default() };
        check("* 1 FETCH (UID 7 INTERNALDATE \" 5-Jan-2026 09:00:00 +0100\")", fetched(dated));
        let quoted = Fetch { uid: Some(7), body: Some(Body::Whole(b"a\"b".to_vec())), ..Fetch::default() };
        check("* 1 FETCH (UID 7 BODY[] \"a\\\"b\")", fetched(quoted));
    }

    #[test]
    fn hostile_lines_are_bad_responses_and_nothing_more() {
        check(&format!("* 1 FETCH (BODYSTRUCTURE {})", "(".repeat(100_000)), Response::Malformed);
        check("* 1 FETCH (INTERNALDATE NIL)", Response::Malformed);
        check("* 1 FETCH UID 7", Response::Malformed);
        check("* 99999999999999 EXISTS", Response::Malformed);
        check("", Response::Malformed);
        check("* ", Response::Malformed);
    }

    #[test]
    fn capabilities_are_read_from_data_and_codes() {
        let capabilities = Capabilities::parse("IMAP4rev1 auth=plain UIDPLUS LITERAL+");
        assert!(capabilities.offers_sign_in("PLAIN") && capabilities.can_expunge_single_mails());
        assert!(capabilities.takes_literals_at_once() && !capabilities.has("IDLE"));
    }
}
