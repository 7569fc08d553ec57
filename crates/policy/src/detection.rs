//! Which servers belong to an address, of all that was said about it, and why.
//!
//! Several sources are asked at the same time, and they seldom contradict each other: what one leaves out another
//! knows. Each server is proposed once, by the best source that names it. Whatever is proposed is a proposal: only a
//! test of the connection proves it.

mod provider;

use domain::EmailAddress;
use domain::detection::{PasswordUse, Server, Service, SignIn, Source, Username};
use domain::mailbox::Security;

pub use provider::Provider;

/// Candidates that are proposed for one service.
pub const CANDIDATES_MAX: usize = 4;

/// What one source said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The source.
    pub source: Source,
    /// Where it was found: a host, or a domain.
    pub place: String,
    /// The servers, the best first.
    pub servers: Vec<Server>,
}

/// A server that is proposed.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The server.
    pub server: Server,
    /// Who named it.
    pub source: Source,
    /// Where.
    pub place: String,
    /// Whose it is, where we know.
    pub provider: Option<&'static Provider>,
}

impl Candidate {
    /// The user name for this address.
    #[must_use]
    pub fn username(&self, address: &EmailAddress) -> String {
        match &self.server.username {
            Username::Address => address.to_string(),
            Username::LocalPart => address.local().to_owned(),
            Username::Other(name) => name.clone(),
        }
    }

    /// Why it is proposed, in one sentence.
    #[must_use]
    pub fn reason(&self) -> String {
        let place = &self.place;
        let whose = self.provider.map_or_else(String::new, |provider| format!("{}: ", provider.name));
        let why = match self.source {
            Source::Autoconfig => format!("found in the domain's own settings at {place}"),
            Source::IspDatabase => format!("found in the public list of providers under {place}"),
            Source::Srv => format!("named by the domain's service records, {place}"),
            Source::Mx => format!("the domain's mail goes to {place}"),
            Source::Autodiscover => format!("answered by the domain's autodiscover at {place}"),
            Source::PlainAutoconfig => {
                format!(
                    "found in the domain's own settings at {place}, over a connection that is not encrypted"
                )
            }
            Source::Preset => format!("known settings of addresses at {place}"),
            Source::Guess => format!("a guess: {place} exists"),
        };
        format!("{whose}{why}")
    }
}

/// The servers to propose, the best first within each service.
#[must_use]
pub fn choose(findings: Vec<Finding>) -> Vec<Candidate> {
    let mut findings = findings;
    findings.sort_by_key(|finding| finding.source);
    let own = findings.iter().find_map(own_provider);
    let mut chosen: Vec<Candidate> = Vec::new();
    for Finding { source, place, mut servers } in findings {
        // RFC 8314 3: what is encrypted from the first octet goes before what begins in the open.
        servers.sort_by_key(|server| server.security == Security::StartTls);
        for server in servers {
            // RFC 8314 3: no password crosses a network unprotected, whoever proposes it.
            if server.security == Security::None {
                continue;
            }
            let of_service = chosen.iter().filter(|known| known.server.service == server.service).count();
            // One guess is enough, and none is better where somebody knows.
            let guess_is_needless = source == Source::Guess && of_service > 0;
            let is_known = chosen.iter().any(|known| is_same(&known.server, &server));
            if is_known || guess_is_needless || of_service >= CANDIDATES_MAX {
                continue;
            }
            // Two of one house share servers: whose address it is says how it signs in.
            let is_own = |own: &&Provider| own.servers().iter().any(|known| is_same(known, &server));
            let provider = own.filter(is_own).or_else(|| Provider::of_host(&server.host));
            let server = completed(server, source, provider);
            chosen.push(Candidate { server, source, place: place.clone(), provider });
        }
    }
    chosen.sort_by_key(|candidate| (candidate.server.service, candidate.source));
    chosen
}

/// The provider that gave out the address, where a finding says so.
fn own_provider(finding: &Finding) -> Option<&'static Provider> {
    match finding.source {
        Source::Preset => Provider::of_domain(&finding.place),
        Source::Mx => Provider::of_exchanger(&finding.place),
        Source::Autoconfig
        | Source::IspDatabase
        | Source::Srv
        | Source::Autodiscover
        | Source::PlainAutoconfig
        | Source::Guess => None,
    }
}

fn is_same(one: &Server, other: &Server) -> bool {
    (one.service, &one.host, one.port) == (other.service, &other.host, other.port)
}

/// What we know of a provider's servers goes before what a source says of them: sources are old (they name passwords
/// where none has been taken for years), and records in DNS say nothing of how to sign in.
fn completed(server: Server, source: Source, provider: Option<&Provider>) -> Server {
    let Some(provider) = provider else { return server };
    let known = provider.servers().into_iter().find(|known| is_same(known, &server));
    let username = match (source, known) {
        (Source::Srv, Some(known)) => known.username,
        (_, _) => server.username,
    };
    Server { username, sign_in: provider.sign_in(), ..server }
}

/// What is known of addresses at a domain without asking anybody.
#[must_use]
pub fn by_domain(domain: &str) -> Option<Finding> {
    let provider = Provider::of_domain(domain)?;
    Some(Finding { source: Source::Preset, place: domain.to_owned(), servers: provider.servers() })
}

/// What the domain's mail exchanger tells: a provider's customers have its servers.
#[must_use]
pub fn by_exchanger(host: &str) -> Option<Finding> {
    let provider = Provider::of_exchanger(host)?;
    // A name without its domain is one of the provider's own addresses; a customer's domain is none.
    let servers = provider
        .servers()
        .into_iter()
        .map(|server| Server { username: Username::Address, ..server })
        .collect();
    Some(Finding { source: Source::Mx, place: host.to_owned(), servers })
}

/// Servers under the usual names below a domain; `exists` says which of the names do.
#[must_use]
pub fn guesses(domain: &str, exists: &dyn Fn(&str) -> bool) -> Vec<Finding> {
    let of = |(service, label): (Service, &str)| {
        let host = format!("{label}.{domain}");
        let server = exists(&host).then(|| Server {
            service,
            host: host.clone(),
            port: service.default_port(Security::Tls),
            security: Security::Tls,
            username: Username::Address,
            sign_in: SignIn { oauth: false, password: PasswordUse::Account },
        })?;
        Some(Finding { source: Source::Guess, place: host, servers: vec![server] })
    };
    let names = [
        (Service::Imap, "imap"),
        (Service::Imap, "mail"),
        (Service::Pop3, "pop"),
        (Service::Pop3, "mail"),
        (Service::Smtp, "smtp"),
        (Service::Smtp, "mail"),
    ];
    names.into_iter().filter_map(of).collect()
}

/// The labels that [`guesses`] asks for.
pub const GUESSED_LABELS: [&str; 4] = ["imap", "pop", "smtp", "mail"];

#[cfg(test)]
mod tests {
    use super::*;

    fn server(service: Service, host: &str, security: Security) -> Server {
        Server {
            service,
            host: host.to_owned(),
            port: service.default_port(security),
            security,
            username: Username::Address,
            sign_in: SignIn::PASSWORD,
        }
    }

    fn finding(source: Source, hosts: &[&str]) -> Finding {
        let servers = hosts.iter().map(|host| server(Service::Imap, host, Security::Tls)).collect();
        Finding { source, place: source.as_str().to_owned(), servers }
    }

    fn shown(findings: Vec<Finding>) -> Vec<String> {
        let line = |it: Candidate| format!("{} {}", it.server.host, it.source.as_str());
        choose(findings).into_iter().map(line).collect()
    }

    #[test]
    fn the_best_source_names_a_server_and_others_add_theirs() {
        let findings = vec![
            finding(Source::Preset, &["imap.c.example"]),
            finding(Source::Srv, &["imap.a.example", "imap.b.example"]),
            finding(Source::Autoconfig, &["imap.a.example"]),
        ];
        assert_eq!(
            shown(findings),
            ["imap.a.example autoconfig", "imap.b.example srv", "imap.c.example preset"]
        );
    }

    #[test]
    fn the_order_of_sources_is_the_order_of_trust() {
        let findings = Source::ALL.iter().rev().map(|source| finding(*source, &["imap.a.example"])).collect();
        assert_eq!(shown(findings), ["imap.a.example autoconfig"]);
        for pair in Source::ALL.windows(2) {
            let findings = pair.iter().rev().map(|source| finding(*source, &["imap.a.example"])).collect();
            assert_eq!(shown(findings), [format!("imap.a.example {}", pair[0].as_str())]);
        }
    }

    #[test]
    fn nothing_unprotected_is_proposed_and_no_flood() {
        let plain = Finding {
            source: Source::Autoconfig,
            place: String::new(),
            servers: vec![server(Service::Imap, "imap.a.example", Security::None)],
        };
        assert!(choose(vec![plain]).is_empty());
        let names: Vec<String> = (0..9).map(|number| format!("imap{number}.a.example")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(choose(vec![finding(Source::Srv, &names)]).len(), CANDIDATES_MAX);
    }

    #[test]
    fn what_is_encrypted_from_the_first_octet_is_proposed_first() {
        let of = |security| server(Service::Smtp, "mail.a.example", security);
        let own = Finding {
            source: Source::Autoconfig,
            place: String::new(),
            servers: vec![of(Security::StartTls), of(Security::Tls)],
        };
        let ports: Vec<u16> = choose(vec![own]).iter().map(|candidate| candidate.server.port).collect();
        assert_eq!(ports, [465, 587]);
    }

    #[test]
    fn a_known_host_signs_in_as_its_provider_does_whatever_the_source_says() {
        let chosen = choose(vec![finding(Source::IspDatabase, &["outlook.office365.com"])]);
        let [candidate] = chosen.as_slice() else { panic!("one") };
        assert_eq!(candidate.server.sign_in, SignIn { oauth: true, password: PasswordUse::Refused });
        assert_eq!(candidate.provider.and_then(|it| it.oauth.as_deref()), Some("microsoft"));
        // The same server is that of people's own accounts, too, who sign in elsewhere.
        for own in [by_domain("hotmail.no"), by_exchanger("outlook-com.olc.protection.outlook.com")] {
            let chosen = choose(vec![finding(Source::IspDatabase, &["outlook.office365.com"]), own.unwrap()]);
            for candidate in chosen {
                let oauth = candidate.provider.and_then(|it| it.oauth.as_deref());
                assert_eq!(oauth, Some("microsoft_personal"), "{}", candidate.server.host);
            }
        }
        let chosen = choose(vec![by_exchanger("contoso-no.mail.protection.outlook.com").unwrap()]);
        assert!(
            chosen.iter().all(|it| it.provider.is_some_and(|it| it.oauth.as_deref() == Some("microsoft")))
        );
        let chosen = choose(vec![finding(Source::Srv, &["imap.mail.me.com"])]);
        assert_eq!(chosen[0].server.username, Username::LocalPart);
        assert_eq!(chosen[0].username(&"kari@me.com".parse().unwrap()), "kari");
    }

    #[test]
    fn a_guess_is_made_where_nobody_knows() {
        let exists = |host: &str| host != "pop.a.example" && host != "imap.a.example";
        let mut findings = guesses("a.example", &exists);
        let expected =
            ["mail.a.example guess", "mail.a.example guess", "smtp.a.example guess"].map(str::to_owned);
        assert_eq!(shown(findings.clone()), expected);
        findings.push(finding(Source::Preset, &["imap.b.example"]));
        let chosen = choose(findings);
        let imap: Vec<_> = chosen.iter().filter(|it| it.server.service == Service::Imap).collect();
        assert_eq!(imap.len(), 1, "a guess stands behind nothing that is known");
    }

    #[test]
    fn a_domain_and_an_exchanger_lead_to_a_provider() {
        assert_eq!(by_domain("icloud.com").unwrap().servers[0].username, Username::LocalPart);
        let of_customer = by_exchanger("mx01.mail.icloud.com").unwrap();
        assert_eq!((of_customer.source, of_customer.place.as_str()), (Source::Mx, "mx01.mail.icloud.com"));
        assert!(of_customer.servers.iter().all(|server| server.username == Username::Address));
        assert!(by_domain("example.org").is_none() && by_exchanger("mx.example.org").is_none());
    }

    #[test]
    fn reasons_say_where_and_whose() {
        let mut found = finding(Source::Mx, &["outlook.office365.com"]);
        found.place = "a-example.mail.protection.outlook.com".to_owned();
        assert_eq!(
            choose(vec![found])[0].reason(),
            "Microsoft 365: the domain's mail goes to a-example.mail.protection.outlook.com"
        );
        let found = finding(Source::Autoconfig, &["imap.a.example"]);
        assert_eq!(choose(vec![found])[0].reason(), "found in the domain's own settings at autoconfig");
    }
}
