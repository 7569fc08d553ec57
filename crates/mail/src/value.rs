//! Fields with a grammar of their own: addresses, dates, ids. Addresses are read by `mail-parser`, whose
//! reader is called on one mended field at a time and never trusted not to panic.

use std::borrow::Cow;
use std::panic::catch_unwind;

use domain::Timestamp;
use mail_parser::parsers::MessageStream;
use mail_parser::{Addr, Address, HeaderValue};

use crate::date;
use crate::defect::{Defect, Defects};
use crate::encoded_word;
use crate::header::{Field, Header, one_line};
use crate::parsed::Participant;

/// Octets of one address field that are read; some 1,500 recipients.
const ADDRESSES_OCTETS_MAX: usize = 64 * 1024;
/// Ids that are kept of one field: the first, which names the thread, and the latest.
const IDS_MAX: usize = 100;

/// Everybody in all fields of this name, groups opened.
pub(crate) fn participants(header: &Header<'_>, name: &str, defects: &mut Defects) -> Vec<Participant> {
    let mut found = Vec::new();
    for field in header.fields().iter().filter(|field| field.name.eq_ignore_ascii_case(name)) {
        read_addresses(field, &mut found, defects);
    }
    found
}

fn read_addresses(field: &Field<'_>, found: &mut Vec<Participant>, defects: &mut Defects) {
    let unfolded = field.unfolded();
    if let Some(only) = alone(&unfolded) {
        return found.push(only);
    }
    let mut mended = encoded_word::mend(&unfolded, field.hint, defects);
    if mended.len() > ADDRESSES_OCTETS_MAX {
        defects.add(Defect::HeaderCut);
        let cut = mended[..ADDRESSES_OCTETS_MAX].iter().rposition(|&byte| byte == b',').unwrap_or(0);
        mended.truncate(cut);
    }
    mended.push(b'\n');
    let Ok(read) = catch_unwind(|| MessageStream::new(&mended).parse_address()) else {
        defects.add(Defect::Address);
        return;
    };
    let HeaderValue::Address(addresses) = read else { return };
    let listed: Vec<Addr<'_>> = match addresses {
        Address::List(list) => list,
        Address::Group(groups) => groups.into_iter().flat_map(|group| group.addresses).collect(),
    };
    found.extend(listed.iter().filter_map(|addr| participant(addr, defects)));
}

/// An address that stands alone, with or without angle brackets: what most fields hold, and all that needs no reader.
fn alone(field: &[u8]) -> Option<Participant> {
    let inner = field.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">")).unwrap_or(field);
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"@.-_+=".contains(byte);
    let text = std::str::from_utf8(inner).ok().filter(|text| text.bytes().all(|byte| is_plain(&byte)))?;
    let address = text.parse().ok()?;
    Some(Participant { name: None, address: Some(address), raw: text.to_owned() })
}

fn participant(addr: &Addr<'_>, defects: &mut Defects) -> Option<Participant> {
    let name = addr.name.as_deref().map(one_line).filter(|name| !name.is_empty());
    let written = addr.address.as_deref().map(one_line).filter(|address| !address.is_empty());
    let address = written.as_deref().map(bare_address).and_then(|text| text.parse().ok());
    let raw = written.or_else(|| name.clone())?;
    if address.is_none() {
        defects.add(Defect::Address);
    }
    let name = name.map(|name| unquoted(&name)).filter(|name| !name.is_empty() && *name != raw);
    Some(Participant { name, address, raw })
}

/// quirk: `mailto:` before the address (Outlook, old web forms), angle brackets twice, and a full stop after it.
fn bare_address(text: &str) -> &str {
    let text = text.trim_matches(|character: char| "<>'\" ;".contains(character));
    let text = match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &text[7..],
        Some(_) | None => text,
    };
    // RFC 5321 4.1.2: a source route before the address is ignored.
    let text =
        text.rsplit_once(':').filter(|(route, _)| route.starts_with('@')).map_or(text, |(_, rest)| rest);
    text.trim_end_matches('.')
}

/// quirk: Outlook puts display names in single quotes.
fn unquoted(name: &str) -> String {
    let inner = name.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    inner.unwrap_or(name).trim().to_owned()
}

/// RFC 5322 3.6.4: msg-id = [CFWS] "<" id-left "@" id-right ">" [CFWS], any number of them.
pub(crate) fn ids(field: &Field<'_>) -> Vec<String> {
    let unfolded = field.unfolded();
    let text = String::from_utf8_lossy(&unfolded);
    // quirk: Python's `email` writes a long id as encoded words (seen 2026-11-29), which RFC 2047 5 does not allow here.
    let text = if text.contains("=?") {
        Cow::Owned(encoded_word::decode(&unfolded, field.hint, &mut Defects::default()))
    } else {
        text
    };
    let mut found: Vec<String> = Vec::new();
    let mut rest = text.as_ref();
    while let Some((_, tail)) = rest.split_once('<') {
        let Some((id, after)) = tail.split_once('>') else { break };
        // quirk: folding within an id leaves blanks in it.
        let id: String =
            id.chars().filter(|character| !character.is_whitespace() && !character.is_control()).collect();
        if !id.is_empty() && !found.contains(&id) {
            found.push(id);
        }
        if found.len() > IDS_MAX {
            found.remove(1);
        }
        rest = after;
    }
    if found.is_empty() {
        // quirk: ids without brackets. RFC 5322 4.5.4 allowed words here, which are no ids: they lack an `@`.
        let bare = text.split_whitespace().map(|word| word.trim_matches(['<', '>', ',']));
        found.extend(bare.filter(|word| word.contains('@')).take(IDS_MAX).map(one_line));
    }
    found
}

/// RFC 5322 3.6.1: when the writer said that it is done.
pub(crate) fn date(field: &Field<'_>) -> Option<Timestamp> {
    /// The longest date with comments that anybody writes.
    const DATE_OCTETS_MAX: usize = 200;
    let value = field.unfolded();
    date::read(&String::from_utf8_lossy(&value[..value.len().min(DATE_OCTETS_MAX)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: &[(Option<&str>, Option<&str>, &str)]) {
        let raw = format!("To: {value}\n\n");
        let mut defects = Defects::default();
        let (header, _) = Header::of_mail(raw.as_bytes(), &mut defects);
        let found = participants(&header, "to", &mut defects);
        let found: Vec<_> = found
            .iter()
            .map(|one| (one.name.as_deref(), one.address.as_ref().map(ToString::to_string), one.raw.as_str()))
            .collect();
        let expected: Vec<_> =
            expected.iter().map(|(name, address, raw)| (*name, address.map(str::to_owned), *raw)).collect();
        assert_eq!(found, expected, "{value:?}");
    }

    #[test]
    fn addresses_are_read_in_all_their_forms() {
        check("a@b.no", &[(None, Some("a@b.no"), "a@b.no")]);
        check(
            "Kari <a@b.no>, b@c.no",
            &[(Some("Kari"), Some("a@b.no"), "a@b.no"), (None, Some("b@c.no"), "b@c.no")],
        );
        check("\"Nordmann, Kari\" <a@b.no>", &[(Some("Nordmann, Kari"), Some("a@b.no"), "a@b.no")]);
        check("a@b.no (Kari)", &[(Some("Kari"), Some("a@b.no"), "a@b.no")]);
        check("\"'a@b.no'\" <a@b.no>", &[(None, Some("a@b.no"), "a@b.no")]);
        check("=?utf-8?Q?K=C3?= =?utf-8?Q?=A5re?= <a@b.no>", &[(Some("Kåre"), Some("a@b.no"), "a@b.no")]);
        check("\"=?utf-8?Q?K=C3=A5re?=\" <a@b.no>", &[(Some("Kåre"), Some("a@b.no"), "a@b.no")]);
        check(
            "Gruppe: a@b.no, b@c.no;",
            &[(None, Some("a@b.no"), "a@b.no"), (None, Some("b@c.no"), "b@c.no")],
        );
        check("undisclosed-recipients:;", &[]);
        check("", &[]);
    }

    #[test]
    fn a_bad_address_keeps_its_text() {
        check("kari at example.org", &[(None, None, "kari at example.org")]);
        check("<mailto:a@b.no>", &[(None, Some("a@b.no"), "mailto:a@b.no")]);
        check("Kari <a..b@c.no>", &[(Some("Kari"), None, "a..b@c.no")]);
    }

    fn check_ids(value: &str, expected: &[&str]) {
        assert_eq!(
            ids(&Field { name: "References", value: value.as_bytes(), hint: None }),
            expected,
            "{value:?}"
        );
    }

    #[test]
    fn ids_are_read_with_and_without_brackets() {
        check_ids("<a@b> <c@d>\n <e\n @f>", &["a@b", "c@d", "e@f"]);
        check_ids("a@b", &["a@b"]);
        check_ids("Your message of Monday", &[]);
        check_ids("<a@b><a@b>,<c@d>", &["a@b", "c@d"]);
    }

    #[test]
    fn an_id_in_encoded_words_is_the_id() {
        check_ids(
            "=?utf-8?q?=3Cposthus1=2E1ac8=2E3e?=\n =?utf-8?q?9f53=40nord=2Eexample=3E?=",
            &["posthus1.1ac8.3e9f53@nord.example"],
        );
        check_ids("<a@b> =?utf-8?q?=3Cc=40d=3E?=", &["a@b", "c@d"]);
    }

    #[test]
    fn a_long_thread_keeps_its_first_id_and_the_latest() {
        let value: String = (0..500).map(|number| format!("<{number}@x> ")).collect();
        let found = ids(&Field { name: "References", value: value.as_bytes(), hint: None });
        assert_eq!((found.len(), found[0].as_str(), found[99].as_str()), (100, "0@x", "499@x"));
    }
}
