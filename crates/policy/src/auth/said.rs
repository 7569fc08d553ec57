//! What another server says that it found of a mail's sender: the value of its Authentication-Results (RFC 8601 2.2),
//! read for the one thing that a server behind it may rely on, its verdict on DMARC.
//!
//! Parts of such a line are chosen by whoever wrote the mail: a return path, a comment. A line that says two verdicts,
//! or whose quotes and brackets do not end, says none.

/// What a server says of DMARC.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// The server's name for itself.
    pub server: String,
    /// `pass`, `fail`, `none` and so on.
    pub result: String,
    /// The domain that it is about; empty where it does not say.
    pub domain: String,
}

/// Reads it.
///
/// ```text
/// authres-payload = [CFWS] authserv-id [ CFWS authres-version ] ( no-result / 1*resinfo ) [CFWS]    ; RFC 8601 2.2
/// resinfo = [CFWS] ";" methodspec [ CFWS reasonspec ] [ CFWS 1*propspec ]
/// ```
#[must_use]
pub fn dmarc(value: &str) -> Option<Said> {
    let parts = split(value)?;
    let (first, rest) = parts.split_first()?;
    let server = first.split_whitespace().next()?.to_owned();
    let mut verdicts = rest.iter().filter_map(|part| verdict(part));
    let (Some((result, domain)), None) = (verdicts.next(), verdicts.next()) else { return None };
    Some(Said { server, result, domain })
}

fn verdict(part: &str) -> Option<(String, String)> {
    let mut words = part.split_whitespace();
    let (method, result) = words.next()?.split_once('=')?;
    // RFC 8601 2.2: a method may carry its version.
    let method = method.split('/').next().unwrap_or_default();
    if !method.eq_ignore_ascii_case("dmarc") {
        return None;
    }
    let of_author = |word: &str| {
        let (name, value) = word.split_once('=')?;
        name.eq_ignore_ascii_case("header.from").then(|| value.trim_matches('.').to_ascii_lowercase())
    };
    Some((result.to_ascii_lowercase(), words.find_map(of_author).unwrap_or_default()))
}

/// The parts between semicolons, without comments and with nothing in the place of quoted strings; `None` where one of
/// either has no end. Blanks around `=` are taken out, as RFC 8601 2.2 allows them.
fn split(value: &str) -> Option<Vec<String>> {
    let mut parts = vec![String::new()];
    let mut characters = value.chars();
    let (mut depth, mut is_quoted) = (0_usize, false);
    while let Some(character) = characters.next() {
        match character {
            // RFC 5322 3.2.1: what stands behind it has no meaning of its own.
            '\\' if is_quoted || depth > 0 => {
                characters.next()?;
            }
            '"' if depth == 0 => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.checked_sub(1)?,
            _ if is_quoted || depth > 0 => {}
            ';' => parts.push(String::new()),
            _ => parts.last_mut()?.push(character),
        }
    }
    let is_whole = !is_quoted && depth == 0;
    is_whole.then(|| parts.iter().map(|part| joined(part)).collect())
}

fn joined(part: &str) -> String {
    let mut sides = part.split('=').map(str::trim);
    let first = sides.next().unwrap_or_default().to_owned();
    sides.fold(first, |text, side| format!("{text}={side}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: &str) -> Option<(String, String)> {
        dmarc(value).map(|said| (said.result, said.domain))
    }

    #[test]
    fn the_verdict_is_read_as_many_servers_write_it() {
        let pass = |domain: &str| Some(("pass".to_owned(), domain.to_owned()));
        assert_eq!(
            said(
                "mx.google.com; dkim=pass header.i=@a.example header.s=x; spf=pass (google.com: best guess) \
                  smtp.mailfrom=kari@a.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=a.example"
            ),
            pass("a.example")
        );
        assert_eq!(
            said(
                "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=a.example; dkim=none; dmarc=bestguesspass action=none \
                  header.from=A.example;compauth=pass reason=109"
            ),
            Some(("bestguesspass".to_owned(), "a.example".to_owned()))
        );
        assert_eq!(said("gw.example 1; DMARC/1 = pass header.from = a.example"), pass("a.example"));
        assert_eq!(dmarc("gw.example; dmarc=fail").unwrap().server, "gw.example");
        assert_eq!(said("gw.example; none"), None);
        assert_eq!(said("gw.example; spf=pass"), None);
        assert_eq!(said(""), None);
    }

    #[test]
    fn whoever_writes_the_mail_cannot_say_it_for_the_server() {
        for forged in [
            r#"gw; spf=pass smtp.mailfrom="x; dmarc=pass header.from=bank.example"@evil.example; dmarc=fail header.from=bank.example"#,
            "gw; spf=pass (x; dmarc=pass header.from=bank.example) smtp.mailfrom=a; dmarc=fail header.from=bank.example",
            r"gw; spf=pass (\) ; dmarc=pass header.from=bank.example) a=b; dmarc=fail header.from=bank.example",
        ] {
            assert_eq!(said(forged).unwrap().0, "fail", "{forged}");
        }
        for unclear in [
            "gw; spf=pass smtp.mailfrom=x; dmarc=pass header.from=bank.example; dmarc=fail header.from=bank.example",
            r#"gw; spf=pass smtp.mailfrom="x; dmarc=pass header.from=bank.example"#,
            "gw; spf=pass (x; dmarc=pass header.from=bank.example",
            "gw; spf=pass x); dmarc=pass header.from=bank.example",
        ] {
            assert_eq!(said(unclear), None, "{unclear}");
        }
    }
}
