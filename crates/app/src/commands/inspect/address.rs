//! `posthus inspect address`: whether mail can be sent to an address, and what is strange about it.

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Result;
use flows::addresses;
use net::{HickoryResolver, Reach};
use policy::address_check::{self, Judgement, MailHosts};
use serde::Serialize;

use super::print;

/// One address, as it is printed.
#[derive(Serialize)]
struct Inspected<'a> {
    /// As it was given.
    input: &'a str,
    /// good, doubtful, bad, unknown.
    verdict: &'static str,
    /// The address as it is mailed: its domain in A-labels.
    address: Option<String>,
    /// Why it is none.
    error: Option<String>,
    had_comment: bool,
    quoted: bool,
    ip_literal: bool,
    needs_smtputf8: bool,
    known_suffix: bool,
    /// mx, implicit-mx, null-mx, no-mx-and-no-address, no-such-domain, unknown, not-asked.
    mail_hosts: &'static str,
    /// The exchangers, best first.
    exchangers: Vec<String>,
    /// Why DNS is unknown.
    dns_error: Option<String>,
    /// What it was probably meant to be.
    suggestion: Option<String>,
    role: bool,
    disposable: bool,
}

/// Prints each address; the exit code is 1 when one of them is bad.
pub(super) fn address(addresses: &[String], dns_server: Option<SocketAddr>) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let resolver = match dns_server {
            Some(server) => HickoryResolver::with_servers(&[server])?,
            None => HickoryResolver::system()?,
        };
        let mut code = ExitCode::SUCCESS;
        for input in addresses {
            let form = address_check::read(input);
            let hosts = match &form.address {
                // As an installation sends, unless its configuration says otherwise.
                Ok(address) => addresses::hosts_for(&resolver, address.domain(), Reach::PublicOnly).await,
                Err(_) => MailHosts::NotAsked,
            };
            let verdict = address_check::judge(&form, &hosts);
            if verdict == Judgement::Bad {
                code = ExitCode::FAILURE;
            }
            let known = form.address.as_ref().ok();
            let line = Inspected {
                input,
                verdict: verdict.as_str(),
                address: known.map(ToString::to_string),
                error: form.address.as_ref().err().map(ToString::to_string),
                had_comment: form.had_comment,
                quoted: form.is_quoted,
                ip_literal: form.is_literal,
                needs_smtputf8: known.is_some_and(domain::EmailAddress::needs_smtputf8),
                known_suffix: form.has_known_suffix,
                mail_hosts: hosts.as_str(),
                exchangers: if let MailHosts::Exchangers(names) = &hosts {
                    names.clone()
                } else {
                    Vec::new()
                },
                dns_error: if let MailHosts::Unknown(cause) = &hosts { Some(cause.clone()) } else { None },
                suggestion: form.suggestion.as_ref().map(ToString::to_string),
                role: form.is_role,
                disposable: form.is_disposable,
            };
            if !print(&serde_json::to_string(&line)?) {
                break;
            }
        }
        Ok(code)
    })
}
