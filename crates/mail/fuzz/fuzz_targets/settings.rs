//! Any octets may call themselves a settings file or an answer of autodiscover: they name servers, or are refused.

#![no_main]

use domain::EmailAddress;
use libfuzzer_sys::fuzz_target;
use mail::autodiscover::Discovered;

fuzz_target!(|raw: &[u8]| {
    let address: EmailAddress = "kari.nordmann@example.org".parse().expect("it is one");
    let mut servers = mail::autoconfig::read(raw, &address).unwrap_or_default();
    if let Ok(Discovered::Servers(more)) = mail::autodiscover::read(raw, &address) {
        servers.extend(more);
    }
    for server in servers {
        assert_eq!(domain::detection::host_name(&server.host), Some(server.host));
        assert_ne!(server.port, 0);
    }
});
