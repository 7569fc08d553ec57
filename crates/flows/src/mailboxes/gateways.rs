//! The servers before a mailbox that are believed, as a person enters them.

use domain::Problem;
use domain::limits::TRUSTED_GATEWAYS_MAX;
use domain::network::{Network, NetworkError};

/// Reads them; each counts once.
pub(super) fn read(given: &[String]) -> Result<Vec<Network>, Problem> {
    let mut networks: Vec<Network> = Vec::new();
    for text in given.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        let network = text.parse().map_err(|error: NetworkError| {
            let code = match error {
                NetworkError::Malformed(_) => "mailbox.gateway_malformed",
                NetworkError::TooWide(_) => "mailbox.gateway_too_wide",
            };
            Problem::invalid("trusted_gateways", code, error.to_string()).with("network", text)
        })?;
        if !networks.contains(&network) {
            networks.push(network);
        }
    }
    if networks.len() > TRUSTED_GATEWAYS_MAX {
        let detail = format!(
            "at most {TRUSTED_GATEWAYS_MAX} servers or networks are believed; name a network that holds several"
        );
        return Err(Problem::invalid("trusted_gateways", "mailbox.too_many_gateways", detail)
            .with("max", TRUSTED_GATEWAYS_MAX.to_string()));
    }
    Ok(networks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(given: &[&str]) -> Result<usize, &'static str> {
        let given: Vec<String> = given.iter().map(|text| (*text).to_owned()).collect();
        read(&given).map(|networks| networks.len()).map_err(|problem| problem.code)
    }

    #[test]
    fn each_counts_once_and_what_is_none_is_refused() {
        assert_eq!(code(&[" 192.0.2.7 ", "192.0.2.7/32", "", "2001:db8::/48"]), Ok(2));
        assert_eq!(code(&["gateway.example"]), Err("mailbox.gateway_malformed"));
        assert_eq!(code(&["0.0.0.0/0"]), Err("mailbox.gateway_too_wide"));
        let many: Vec<String> = (0..=TRUSTED_GATEWAYS_MAX).map(|at| format!("192.0.2.{at}")).collect();
        assert_eq!(read(&many).unwrap_err().code, "mailbox.too_many_gateways");
    }
}
