//! Settings in DNS: service records, the mail exchangers, and names that happen to exist.

use domain::detection::{Server, Service, SignIn, Source, Username};
use domain::mailbox::Security;
use futures_util::future::join_all;
use net::{DnsError, MxAnswer, SrvHost};
use policy::address_check::registrable_domain;
use policy::detection::{self, GUESSED_LABELS};

use super::asking::{Inquiry, Said, found};
use super::{Outcome, documents};

/// RFC 6186 3, RFC 8314 5.1: the names of the services, protected from the first octet before those that begin plain.
const SERVICES: [(&str, Service, Security); 6] = [
    ("_imaps", Service::Imap, Security::Tls),
    ("_imap", Service::Imap, Security::StartTls),
    ("_pop3s", Service::Pop3, Security::Tls),
    ("_pop3", Service::Pop3, Security::StartTls),
    ("_submissions", Service::Smtp, Security::Tls),
    ("_submission", Service::Smtp, Security::StartTls),
];

/// Other domains than its own that the public list is asked about for one address.
const EXCHANGER_DOMAINS_MAX: usize = 2;

/// The domain's service records.
pub(super) async fn services(inquiry: &Inquiry<'_>) -> Said {
    let resolver = inquiry.net.network.resolver();
    let asking = SERVICES.map(|(label, service, security)| async move {
        let name = format!("{label}._tcp.{}", inquiry.domain());
        resolver.services(&name).await.map(|hosts| servers(hosts, service, security))
    });
    let answers = join_all(asking).await;
    let failure =
        answers.iter().filter_map(|answer| answer.as_ref().err()).find(|error| error.is_temporary());
    let outcome = failure.map(|error| Outcome::Failed(error.to_string()));
    let said =
        found(Source::Srv, inquiry.domain().to_owned(), answers.into_iter().flatten().flatten().collect());
    match (outcome, said) {
        (Some(failed), (Outcome::Nothing, findings)) => (failed, findings),
        (_, said) => said,
    }
}

/// RFC 6186 4: the records do not tell the user name; the whole address is tried first.
fn servers(hosts: Vec<SrvHost>, service: Service, security: Security) -> Vec<Server> {
    let server = |host: SrvHost| Server {
        service,
        host: host.name,
        port: host.port,
        security,
        username: Username::Address,
        sign_in: SignIn::PASSWORD,
    };
    hosts.into_iter().filter(|host| domain::detection::host_name(&host.name).is_some()).map(server).collect()
}

/// Whose the domain's mail exchangers are: a provider that we know, or one that the public list knows.
pub(super) async fn exchangers(inquiry: &Inquiry<'_>) -> Said {
    let hosts = match inquiry.net.network.resolver().mx(inquiry.domain()).await {
        // What DNS says becomes a part of an address that is asked: names alone go through.
        Ok(MxAnswer::Hosts(hosts)) => hosts
            .into_iter()
            .filter(|host| domain::detection::host_name(&host.name).is_some())
            .collect::<Vec<_>>(),
        Ok(MxAnswer::Null | MxAnswer::Absent) => return (Outcome::Nothing, Vec::new()),
        Err(error) => return failed(&error),
    };
    if let Some(finding) = hosts.iter().find_map(|host| detection::by_exchanger(&host.name)) {
        return (Outcome::Found(finding.servers.len()), vec![finding]);
    }
    if inquiry.settings.isp_database.is_empty() {
        return (Outcome::Nothing, Vec::new());
    }
    let mut domains: Vec<(&str, &str)> = Vec::new();
    for host in &hosts {
        let Some(domain) = registrable_domain(&host.name) else { continue };
        let is_own = domain == inquiry.domain() || domains.iter().any(|(known, _)| *known == domain);
        if !is_own && domains.len() < EXCHANGER_DOMAINS_MAX {
            domains.push((domain, &host.name));
        }
    }
    let asking = domains
        .iter()
        .map(|(domain, host)| documents::listed(inquiry, domain, (Source::Mx, (*host).to_owned())));
    let said = join_all(asking).await;
    said.into_iter().find(|(_, findings)| !findings.is_empty()).unwrap_or((Outcome::Nothing, Vec::new()))
}

/// The usual names below the domain that have an address.
pub(super) async fn guesses(inquiry: &Inquiry<'_>) -> Said {
    let domain = inquiry.domain();
    let resolver = inquiry.net.network.resolver();
    let exists = |label: String| async move {
        let name = format!("{label}.{domain}");
        resolver.addresses(&name).await.is_ok().then_some(name)
    };
    let (known, anything) = tokio::join!(
        join_all(GUESSED_LABELS.map(|label| exists(label.to_owned()))),
        exists(format!("posthus-{}", inquiry.nonce)),
    );
    // Where every name exists, that one does tells nothing.
    if anything.is_some() {
        return (Outcome::Nothing, Vec::new());
    }
    let known: Vec<String> = known.into_iter().flatten().collect();
    let findings = detection::guesses(domain, &|host| known.iter().any(|name| name == host));
    if findings.is_empty() {
        (Outcome::Nothing, findings)
    } else {
        (Outcome::Found(findings.len()), findings)
    }
}

fn failed(error: &DnsError) -> Said {
    let outcome = if error.is_temporary() { Outcome::Failed(error.to_string()) } else { Outcome::Nothing };
    (outcome, Vec::new())
}
