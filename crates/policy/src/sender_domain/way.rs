//! What an SPF record says to let our way out send.

use std::sync::LazyLock;

/// The end of an outgoing server's name, and its term.
static TERMS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    include_str!("../../rules/sending/spf-terms.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.trim().split_once(' '))
        .collect()
});

/// The mechanism for mail that leaves through this relay, or, without one, straight from the host that we greet as.
/// `None` of a relay that nobody knows: its own name is seldom the address that it sends from.
#[must_use]
pub fn spf_term(relay: Option<&str>, greeting: &str) -> Option<String> {
    let Some(relay) = relay else {
        return greeting.contains('.').then(|| format!("a:{}", greeting.to_ascii_lowercase()));
    };
    let relay = relay.trim_end_matches('.').to_ascii_lowercase();
    let is_below =
        |end: &str| relay.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    TERMS.iter().find(|(end, _)| is_below(end)).map(|(_, term)| (*term).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_relays_have_a_term_and_unknown_ones_none() {
        let term = |relay: &str| spf_term(Some(relay), "mail.example.org");
        assert_eq!(term("smtp.office365.com").as_deref(), Some("include:spf.protection.outlook.com"));
        assert_eq!(term("SMTP.Domeneshop.no.").as_deref(), Some("include:_spf.domeneshop.no"));
        assert_eq!(term("notdomeneshop.no"), None);
        assert_eq!(term("smtp.example.net"), None);
    }

    #[test]
    fn without_a_relay_it_is_our_own_host() {
        assert_eq!(spf_term(None, "Mail.example.org").as_deref(), Some("a:mail.example.org"));
        assert_eq!(spf_term(None, "localhost"), None);
    }
}
