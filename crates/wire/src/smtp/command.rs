//! The commands that a server reads (RFC 5321 4.1), one line each.

use domain::EmailAddress;

/// One command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// EHLO: the client's name.
    Ehlo(String),
    /// HELO: the client's name.
    Helo(String),
    /// LHLO (RFC 2033 4.1): the client's name.
    Lhlo(String),
    /// MAIL FROM.
    Mail(MailFrom),
    /// RCPT TO.
    Rcpt(RcptTo),
    /// DATA.
    Data,
    /// BDAT (RFC 3030 2).
    Bdat {
        /// Octets that follow the line.
        octets: u64,
        /// Whether they end the mail.
        last: bool,
    },
    /// RSET.
    Rset,
    /// NOOP.
    Noop,
    /// VRFY or EXPN: nothing is told about mailboxes.
    Verify,
    /// HELP.
    Help,
    /// STARTTLS (RFC 3207).
    StartTls,
    /// QUIT.
    Quit,
}

/// What MAIL says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailFrom {
    /// The return path: `None` for `<>`, and for one that is not an address we could write to.
    pub return_path: Option<EmailAddress>,
    /// The return path as it was written, without its angle brackets; a trace field repeats it.
    pub written: String,
    /// SIZE: what the client announces, octets (RFC 1870).
    pub size_octets: Option<u64>,
    /// SMTPUTF8 (RFC 6531).
    pub smtputf8: bool,
}

/// Whom RCPT names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RcptTo {
    /// An address.
    Address(EmailAddress),
    /// `<postmaster>` without a domain: whoever runs this server (RFC 5321 4.5.1).
    Postmaster,
}

/// Why a line is no command; the text is the reply's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CommandError {
    /// Nothing that we know.
    #[error("500 5.5.2 command not recognised")]
    Unknown,
    /// A browser or a proxy talks to us, maybe on behalf of a page: the connection must end.
    #[error("521 5.7.0 this is a mail server")]
    OtherProtocol,
    /// Octets that no command has: control characters, or what is not UTF-8.
    #[error("500 5.5.2 the command holds octets that are not allowed")]
    Octets,
    /// The verb is known, what follows is not.
    #[error("501 5.5.4 the command needs: {0}")]
    Arguments(&'static str),
    /// Arguments where none may be.
    #[error("501 5.5.4 the command has no arguments")]
    NoArguments,
    /// A path that cannot be read.
    #[error("501 5.1.7 the sender's address is not an address")]
    Sender,
    /// A path that cannot be read or written to.
    #[error("501 5.1.3 the recipient's address is not an address")]
    Recipient,
    /// RFC 5321 4.1.1.11: a parameter that was not offered.
    #[error("555 5.5.4 a parameter of the command is not known here")]
    Parameter,
}

/// Reads a command line without its ending.
///
/// # Errors
/// What to answer instead.
pub fn parse(line: &[u8]) -> Result<Command, CommandError> {
    let line = std::str::from_utf8(line).map_err(|_| CommandError::Octets)?;
    if line.chars().any(|character| character.is_control() && character != '\t') {
        return Err(CommandError::Octets);
    }
    let line = line.trim_end();
    let (verb, arguments) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    let is = |name: &str| verb.eq_ignore_ascii_case(name);
    // The most frequent first. RFC 5321 2.4: verbs are not case sensitive.
    if is("MAIL") {
        mail(arguments)
    } else if is("RCPT") {
        rcpt(arguments)
    } else if is("BDAT") {
        bdat(arguments)
    } else if is("EHLO") {
        name(arguments, "EHLO your-host.example").map(Command::Ehlo)
    } else if is("HELO") {
        name(arguments, "HELO your-host.example").map(Command::Helo)
    } else if is("LHLO") {
        name(arguments, "LHLO your-host.example").map(Command::Lhlo)
    } else if is("NOOP") {
        Ok(Command::Noop)
    } else if is("HELP") {
        Ok(Command::Help)
    } else if is("VRFY") || is("EXPN") {
        Ok(Command::Verify)
    } else {
        bare(verb, arguments)
    }
}

/// The commands that stand alone.
fn bare(verb: &str, arguments: &str) -> Result<Command, CommandError> {
    let known = [
        ("DATA", Command::Data),
        ("RSET", Command::Rset),
        ("QUIT", Command::Quit),
        ("STARTTLS", Command::StartTls),
    ];
    if let Some((_, command)) = known.into_iter().find(|(name, _)| verb.eq_ignore_ascii_case(name)) {
        return if arguments.trim().is_empty() { Ok(command) } else { Err(CommandError::NoArguments) };
    }
    let of_http = ["GET", "POST", "PUT", "HEAD", "CONNECT", "OPTIONS"];
    if of_http.contains(&verb) { Err(CommandError::OtherProtocol) } else { Err(CommandError::Unknown) }
}

/// RFC 5321 4.1.1.1: a domain or an address literal; many clients send neither, so any word will do.
fn name(arguments: &str, usage: &'static str) -> Result<String, CommandError> {
    let word = arguments.split_ascii_whitespace().next();
    // RFC 5321 4.5.3.1.2: a domain has at most 255 octets.
    let word = word.filter(|word| word.len() <= 255).ok_or(CommandError::Arguments(usage))?;
    Ok(word.to_owned())
}

/// `mail = "MAIL FROM:" Reverse-path [SP Mail-parameters]`
fn mail(arguments: &str) -> Result<Command, CommandError> {
    let usage = CommandError::Arguments("MAIL FROM:<name@domain>");
    let rest = after_word(arguments, "FROM:").ok_or(usage)?;
    let (path, parameters) = path(rest).ok_or(CommandError::Sender)?;
    let mut found =
        MailFrom { return_path: None, written: path.to_owned(), size_octets: None, smtputf8: false };
    for parameter in parameters.split_ascii_whitespace() {
        let (keyword, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if keyword.eq_ignore_ascii_case("SIZE") {
            // RFC 1870 5: size-value = 1*20DIGIT.
            let digits = (1..=20).contains(&value.len()) && value.bytes().all(|one| one.is_ascii_digit());
            let size = if digits { value.parse().unwrap_or(u64::MAX) } else { return Err(usage_of_size()) };
            found.size_octets = Some(size);
        } else if keyword.eq_ignore_ascii_case("SMTPUTF8") && value.is_empty() {
            found.smtputf8 = true;
        } else if keyword.eq_ignore_ascii_case("BODY") {
            // RFC 6152 3: what arrives is kept octet by octet whatever is announced.
            let known = value.eq_ignore_ascii_case("7BIT") || value.eq_ignore_ascii_case("8BITMIME");
            known.then_some(()).ok_or(CommandError::Parameter)?;
        } else {
            return Err(CommandError::Parameter);
        }
    }
    if !path.is_empty() {
        found.return_path = path.parse().ok();
        // A return path that we could not write to (a local part over 64 octets, an underscore in
        // its domain) comes with good mail; only what is no path at all is refused.
        let is_path = path.contains('@') && !path.contains(' ') && path.len() <= EmailAddress::OCTETS_MAX;
        if found.return_path.is_none() && !is_path {
            return Err(CommandError::Sender);
        }
    }
    Ok(Command::Mail(found))
}

const fn usage_of_size() -> CommandError {
    CommandError::Arguments("SIZE=octets")
}

/// `rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP Rcpt-parameters]`
fn rcpt(arguments: &str) -> Result<Command, CommandError> {
    let usage = CommandError::Arguments("RCPT TO:<name@domain>");
    let rest = after_word(arguments, "TO:").ok_or(usage)?;
    let (path, parameters) = path(rest).ok_or(CommandError::Recipient)?;
    if !parameters.trim().is_empty() {
        return Err(CommandError::Parameter);
    }
    // RFC 5321 4.1.1.3: postmaster without a domain, in any case of letters.
    if path.eq_ignore_ascii_case("postmaster") {
        return Ok(Command::Rcpt(RcptTo::Postmaster));
    }
    let address = path.parse().map_err(|_| CommandError::Recipient)?;
    Ok(Command::Rcpt(RcptTo::Address(address)))
}

/// `bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ]`
fn bdat(arguments: &str) -> Result<Command, CommandError> {
    let usage = CommandError::Arguments("BDAT octets [LAST]");
    let mut words = arguments.split_ascii_whitespace();
    let size = words.next().filter(|word| word.bytes().all(|one| one.is_ascii_digit())).ok_or(usage)?;
    let octets = size.parse().map_err(|_| usage)?;
    match (words.next(), words.next()) {
        (None, None) => Ok(Command::Bdat { octets, last: false }),
        (Some(word), None) if word.eq_ignore_ascii_case("LAST") => Ok(Command::Bdat { octets, last: true }),
        (Some(_), _) | (None, Some(_)) => Err(usage),
    }
}

fn after_word<'line>(text: &'line str, word: &str) -> Option<&'line str> {
    let (head, rest) = text.trim_start().split_at_checked(word.len())?;
    // Blanks after the colon are forbidden and frequent.
    head.eq_ignore_ascii_case(word).then(|| rest.trim_start())
}

/// A path without its angle brackets and source route, and what follows it.
/// `Path = "<" [ A-d-l ":" ] Mailbox ">"`; without brackets it ends at the first blank.
fn path(text: &str) -> Option<(&str, &str)> {
    let Some(inner) = text.strip_prefix('<') else {
        let (bare, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
        let well_formed = !bare.is_empty() && !bare.contains(['<', '>']);
        return well_formed.then_some((bare, rest));
    };
    let end = closing_bracket(inner)?;
    let (path, rest) = (&inner[..end], &inner[end + 1..]);
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return None;
    }
    // RFC 5321 4.1.1.3 and C: source routes are recognised and passed over.
    let path = match path.strip_prefix('@') {
        Some(route) => route.split_once(':')?.1,
        None => path,
    };
    Some((path, rest))
}

/// Where the bracket stands that closes a path: not within a quoted local part.
fn closing_bracket(text: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, octet) in text.bytes().enumerate() {
        match octet {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'>' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mail_of(line: &str) -> MailFrom {
        let found = parse(line.as_bytes());
        let Ok(Command::Mail(mail)) = found else { panic!("{line:?} gave {found:?}") };
        mail
    }

    fn recipient_of(line: &str) -> Result<String, CommandError> {
        let found = parse(line.as_bytes())?;
        let Command::Rcpt(to) = found else { panic!("{line:?} gave {found:?}") };
        Ok(match to {
            RcptTo::Address(address) => address.to_string(),
            RcptTo::Postmaster => "(postmaster)".into(),
        })
    }

    #[test]
    fn return_paths_are_read_in_all_their_forms() {
        let shown = |line| mail_of(line).return_path.map(|address| address.to_string());
        assert_eq!(shown("MAIL FROM:<kari@example.org>").as_deref(), Some("kari@example.org"));
        assert_eq!(shown("mail from: <kari@example.org> ").as_deref(), Some("kari@example.org"));
        assert_eq!(shown("MAIL FROM:kari@example.org SIZE=5").as_deref(), Some("kari@example.org"));
        assert_eq!(shown("MAIL FROM:<@a,@b:kari@example.org>").as_deref(), Some("kari@example.org"));
        assert_eq!(shown("MAIL FROM:<\"a>b\"@example.org>").as_deref(), Some("\"a>b\"@example.org"));
        assert_eq!(shown("MAIL FROM:<>"), None);
    }

    #[test]
    fn a_return_path_that_nobody_can_write_to_does_not_cost_the_mail() {
        let long = format!("bounce-{}@mail.example.org", "x".repeat(80));
        let found = mail_of(&format!("MAIL FROM:<{long}>"));
        assert_eq!((found.return_path, found.written), (None, long));
        assert_eq!(mail_of("MAIL FROM:<a@under_score.example>").return_path, None);
        assert_eq!(parse(b"MAIL FROM:<nobody>"), Err(CommandError::Sender));
        assert_eq!(parse(b"MAIL FROM:<a b@example.org>"), Err(CommandError::Sender));
    }

    #[test]
    fn parameters_are_read_or_refused() {
        let found = mail_of("MAIL FROM:<a@example.org> size=1234 BODY=8bitmime SMTPUTF8");
        assert_eq!((found.size_octets, found.smtputf8), (Some(1234), true));
        assert_eq!(mail_of("MAIL FROM:<> SIZE=99999999999999999999").size_octets, Some(u64::MAX));
        for bad in ["AUTH=<>", "RET=FULL", "BODY=BINARYMIME", "X", "SMTPUTF8=1"] {
            let line = format!("MAIL FROM:<a@example.org> {bad}");
            assert_eq!(parse(line.as_bytes()), Err(CommandError::Parameter), "{bad}");
        }
        assert_eq!(parse(b"MAIL FROM:<> SIZE=-1"), Err(usage_of_size()));
        assert_eq!(parse(b"RCPT TO:<a@example.org> NOTIFY=NEVER"), Err(CommandError::Parameter));
    }

    #[test]
    fn recipients_are_addresses_or_the_postmaster() {
        assert_eq!(recipient_of("RCPT TO:<sak@example.org>").as_deref(), Ok("sak@example.org"));
        assert_eq!(recipient_of("rcpt to:<\"a b\"@example.org>").as_deref(), Ok("\"a b\"@example.org"));
        assert_eq!(recipient_of("RCPT TO:<Postmaster>").as_deref(), Ok("(postmaster)"));
        for bad in
            ["<>", "<a>", "<a@example.org", "a@example.org>", "<a@b>c", "<a@example.org>x", "", "<a b@c>"]
        {
            let found = recipient_of(&format!("RCPT TO:{bad}"));
            assert_eq!(found, Err(CommandError::Recipient), "{bad}");
        }
        assert_eq!(
            recipient_of("RCPT <a@example.org>"),
            Err(CommandError::Arguments("RCPT TO:<name@domain>"))
        );
    }

    #[test]
    fn other_commands_are_read() {
        assert_eq!(parse(b"ehlo [127.0.0.1] x"), Ok(Command::Ehlo("[127.0.0.1]".into())));
        assert_eq!(parse(b"EHLO"), Err(CommandError::Arguments("EHLO your-host.example")));
        assert_eq!(parse(b"BDAT 86 last"), Ok(Command::Bdat { octets: 86, last: true }));
        assert_eq!(parse(b"BDAT 0"), Ok(Command::Bdat { octets: 0, last: false }));
        assert_eq!(parse(b"BDAT -1"), Err(CommandError::Arguments("BDAT octets [LAST]")));
        assert_eq!(parse(b"BDAT 1 2"), Err(CommandError::Arguments("BDAT octets [LAST]")));
        assert_eq!(parse(b"Quit  "), Ok(Command::Quit));
        assert_eq!(parse(b"DATA now"), Err(CommandError::NoArguments));
        assert_eq!(parse(b"NOOP anything"), Ok(Command::Noop));
        assert_eq!(parse(b"GET / HTTP/1.1"), Err(CommandError::OtherProtocol));
        assert_eq!(parse(b"WHAT"), Err(CommandError::Unknown));
        assert_eq!(parse(b""), Err(CommandError::Unknown));
        assert_eq!(parse(b"NOOP \x00"), Err(CommandError::Octets));
        assert_eq!(parse(b"NOOP \xff"), Err(CommandError::Octets));
    }

    proptest! {
        #[test]
        fn no_line_makes_it_panic(line in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = parse(&line);
        }

        #[test]
        fn what_a_path_holds_has_no_line_break(path in "[<>@:\", a-zæ\\\\.\r\n]{0,30}") {
            for verb in ["MAIL FROM:", "RCPT TO:"] {
                if let Ok(Command::Mail(mail)) = parse(format!("{verb}{path}").as_bytes()) {
                    prop_assert!(!mail.written.contains(['\r', '\n']));
                }
            }
        }
    }
}
