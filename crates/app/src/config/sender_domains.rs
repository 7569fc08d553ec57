//! Sender domains, as far as the operator has a part in them.

use anyhow::{Context, Result};
use domain::EmailAddress;
use serde::Deserialize;

/// RFC 1035 2.3.4: what is left of a name's 253 octets for the zone below which keys lie.
const ZONE_OCTETS_MAX: usize = 220;

/// `[sender_domains]`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SenderDomains {
    keys_zone: String,
}

impl SenderDomains {
    /// The zone for keys, lower-case A-labels; `None` where there is none.
    pub(crate) fn keys_zone(&self) -> Result<Option<String>> {
        let given = self.keys_zone.trim().trim_end_matches('.');
        if given.is_empty() {
            return Ok(None);
        }
        let address = format!("post@{given}").parse::<EmailAddress>();
        let is_zone =
            |zone: &String| zone.contains('.') && !zone.starts_with('[') && zone.len() <= ZONE_OCTETS_MAX;
        let zone = address.ok().map(|address| address.domain().to_owned()).filter(is_zone).with_context(|| {
            format!(
                "`sender_domains.keys_zone` is `{given}`; write the name of a zone, as in keys.example.org"
            )
        })?;
        Ok(Some(zone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_read_as_dns_has_it() {
        let read = |given: &str| SenderDomains { keys_zone: given.to_owned() }.keys_zone();
        assert_eq!(read(" ").unwrap(), None);
        assert_eq!(read("Keys.Example.ORG.").unwrap().as_deref(), Some("keys.example.org"));
        for wrong in ["keys", "[192.0.2.1]", "keys example.org", "https://example.org/"] {
            let said = read(wrong).unwrap_err().to_string();
            assert!(said.contains("`sender_domains.keys_zone`"), "{said}");
        }
    }
}
