//! Providers whose settings are known; what is known of each is data (`rules/detection/providers.toml`).

use std::sync::LazyLock;

use domain::detection::{PasswordUse, Server, Service, SignIn, Username};
use domain::mailbox::Security;
use serde::Deserialize;

/// A provider of mailboxes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// The stable name.
    pub id: String,
    /// The name that people know.
    pub name: String,
    /// The kind of OAuth 2.0 provider, where that is its way: `microsoft`, `google` ...
    pub oauth: Option<String>,
    password: PasswordWord,
    #[serde(default)]
    domains: Vec<String>,
    #[serde(default)]
    exchangers: Vec<String>,
    hosts: Vec<String>,
    imap: Option<Place>,
    pop3: Option<Place>,
    smtp: Option<Place>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PasswordWord {
    Account,
    App,
    Refused,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    host: String,
    port: Option<u16>,
    #[serde(default)]
    security: Security,
    #[serde(default)]
    username: UsernameWord,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum UsernameWord {
    #[default]
    Address,
    LocalPart,
}

#[derive(Deserialize)]
struct File {
    provider: Vec<Provider>,
}

static PROVIDERS: LazyLock<Vec<Provider>> = LazyLock::new(|| {
    let text = include_str!("../../rules/detection/providers.toml");
    toml::from_str::<File>(text).expect("the tests read the file of providers").provider
});

/// Whether `name` is `end`, or lies below it.
fn is_below(name: &str, end: &str) -> bool {
    name.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn find(of: fn(&Provider) -> &[String], name: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| of(provider).iter().any(|end| is_below(name, end)))
}

impl Provider {
    /// Every one.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &PROVIDERS
    }

    /// The one that gives out addresses at this domain.
    #[must_use]
    pub fn of_domain(domain: &str) -> Option<&'static Self> {
        find(|provider| &provider.domains, domain)
    }

    /// The domains that it gives out addresses at.
    #[must_use]
    pub fn domains(&self) -> &[String] {
        &self.domains
    }

    /// The one whose mail exchanger this is.
    #[must_use]
    pub fn of_exchanger(host: &str) -> Option<&'static Self> {
        find(|provider| &provider.exchangers, host)
    }

    /// The one whose server this is.
    #[must_use]
    pub fn of_host(host: &str) -> Option<&'static Self> {
        find(|provider| &provider.hosts, host)
    }

    /// How one signs in there.
    #[must_use]
    pub fn sign_in(&self) -> SignIn {
        let password = match self.password {
            PasswordWord::Account => PasswordUse::Account,
            PasswordWord::App => PasswordUse::App,
            PasswordWord::Refused => PasswordUse::Refused,
        };
        SignIn { oauth: self.oauth.is_some(), password }
    }

    /// Its servers.
    #[must_use]
    pub fn servers(&self) -> Vec<Server> {
        let places = [(Service::Imap, &self.imap), (Service::Pop3, &self.pop3), (Service::Smtp, &self.smtp)];
        let server = |(service, place): (Service, &Option<Place>)| {
            let place = place.as_ref()?;
            Some(Server {
                service,
                host: place.host.clone(),
                port: place.port.unwrap_or(service.default_port(place.security)),
                security: place.security,
                username: match place.username {
                    UsernameWord::Address => Username::Address,
                    UsernameWord::LocalPart => Username::LocalPart,
                },
                sign_in: self.sign_in(),
            })
        };
        places.into_iter().filter_map(server).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An address's domain, an exchanger, and what they lead to.
    fn check(id: &str, domain: Option<&str>, exchanger: Option<&str>, expected: &[&str]) {
        let found = [
            domain.map(|domain| Provider::of_domain(domain).expect(domain)),
            exchanger.map(|host| Provider::of_exchanger(host).expect(host)),
        ];
        assert!(found.iter().flatten().count() > 0, "{id}");
        for provider in found.into_iter().flatten() {
            assert_eq!(provider.id, id);
            let line = |it: Server| {
                let oauth = if it.sign_in.oauth { "oauth " } else { "" };
                let (service, security) = (it.service.as_str(), it.security.as_str());
                let way = it.sign_in.password.as_str();
                format!("{service} {}:{} {security} {} {oauth}{way}", it.host, it.port, it.username.as_str())
            };
            assert_eq!(provider.servers().into_iter().map(line).collect::<Vec<_>>(), expected, "{id}");
            for server in provider.servers() {
                let of_host = Provider::of_host(&server.host).expect("its own servers are known");
                assert_eq!(of_host.sign_in(), provider.sign_in(), "{}", server.host);
            }
        }
    }

    #[test]
    fn gmail() {
        check(
            "gmail",
            Some("gmail.com"),
            Some("alt1.aspmx.l.google.com"),
            &[
                "imap imap.gmail.com:993 tls address oauth app",
                "pop3 pop.gmail.com:995 tls address oauth app",
                "smtp smtp.gmail.com:465 tls address oauth app",
            ],
        );
    }

    #[test]
    fn microsoft_365_and_its_elder_sister() {
        check(
            "microsoft365",
            Some("contoso.onmicrosoft.com"),
            Some("contoso-no.mail.protection.outlook.com"),
            &[
                "imap outlook.office365.com:993 tls address oauth refused",
                "pop3 outlook.office365.com:995 tls address oauth refused",
                "smtp smtp.office365.com:587 starttls address oauth refused",
            ],
        );
        check(
            "outlook",
            Some("hotmail.no"),
            Some("outlook-com.olc.protection.outlook.com"),
            &[
                "imap outlook.office365.com:993 tls address oauth refused",
                "pop3 outlook.office365.com:995 tls address oauth refused",
                "smtp smtp-mail.outlook.com:587 starttls address oauth refused",
            ],
        );
    }

    #[test]
    fn yahoo() {
        check(
            "yahoo",
            Some("yahoo.se"),
            Some("mta5.am0.yahoodns.net"),
            &[
                "imap imap.mail.yahoo.com:993 tls address oauth app",
                "pop3 pop.mail.yahoo.com:995 tls address oauth app",
                "smtp smtp.mail.yahoo.com:465 tls address oauth app",
            ],
        );
    }

    #[test]
    fn icloud_wants_the_name_alone() {
        check(
            "icloud",
            Some("icloud.com"),
            Some("mx01.mail.icloud.com"),
            &[
                "imap imap.mail.me.com:993 tls local_part app",
                "smtp smtp.mail.me.com:587 starttls address app",
            ],
        );
    }

    #[test]
    fn fastmail() {
        check(
            "fastmail",
            Some("fastmail.fm"),
            Some("in1-smtp.messagingengine.com"),
            &[
                "imap imap.fastmail.com:993 tls address oauth app",
                "pop3 pop.fastmail.com:995 tls address oauth app",
                "smtp smtp.fastmail.com:465 tls address oauth app",
            ],
        );
    }

    #[test]
    fn the_hosts_of_norway_and_sweden() {
        check(
            "domeneshop",
            None,
            Some("mx.domeneshop.no"),
            &[
                "imap imap.domeneshop.no:993 tls address account",
                "pop3 pop.domeneshop.no:995 tls address account",
                "smtp smtp.domeneshop.no:587 starttls address account",
            ],
        );
        check(
            "one",
            None,
            Some("mx1.pub.mailpod8-cph3.one.com"),
            &[
                "imap imap.one.com:993 tls address account",
                "pop3 pop.one.com:995 tls address account",
                "smtp send.one.com:465 tls address account",
            ],
        );
        check(
            "loopia",
            None,
            Some("mail2.loopia.se"),
            &[
                "imap mailcluster.loopia.se:993 tls address account",
                "pop3 mailcluster.loopia.se:995 tls address account",
                "smtp mailcluster.loopia.se:587 starttls address account",
            ],
        );
        check(
            "telia",
            Some("telia.com"),
            None,
            &[
                "imap mailin.telia.com:993 tls address account",
                "pop3 mailin.telia.com:995 tls address account",
                "smtp mailout.telia.com:465 tls address account",
            ],
        );
        check(
            "telenor",
            Some("online.no"),
            None,
            &[
                "imap imap.online.no:993 tls address account",
                "pop3 pop.online.no:995 tls address account",
                "smtp smtp.online.no:587 starttls address account",
            ],
        );
    }

    #[test]
    fn names_end_at_a_dot() {
        assert!(Provider::of_domain("notgmail.com").is_none());
        assert!(Provider::of_exchanger("mx.notgoogle.com").is_none());
        assert!(Provider::of_host("imap.gmail.com.attacker.example").is_none());
    }

    #[test]
    fn every_provider_is_tested_by_its_id_and_has_names_that_are_names() {
        let tested = include_str!("provider.rs");
        for provider in Provider::all() {
            assert!(tested.contains(&format!("\"{}\"", provider.id)), "{}", provider.id);
            let names = provider.domains.iter().chain(&provider.exchangers).chain(&provider.hosts);
            if let Some(oauth) = &provider.oauth {
                assert!(crate::oauth::providers().iter().any(|known| known.key == *oauth), "{}", provider.id);
            }
            for name in names {
                assert_eq!(domain::detection::host_name(name).as_ref(), Some(name), "{}", provider.id);
            }
            for server in provider.servers() {
                assert_ne!(server.security, Security::None, "{}", provider.id);
                assert_eq!(domain::detection::host_name(&server.host), Some(server.host), "{}", provider.id);
            }
        }
    }
}
