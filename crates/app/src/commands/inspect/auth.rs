//! `posthus inspect auth`: whether a mail is from whom it says, by SPF, DKIM, DMARC and ARC.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use flows::authenticity::{self, Authenticity};
use net::HickoryResolver;
use net::signatures::{Chain, Signature};
use policy::auth::dmarc::{Alignment, Dmarc};
use policy::auth::spf::{Client, Spf};
use serde::Serialize;

use super::{print, read};

/// Who is named in the line for other servers: a command is no server.
const SERVER: &str = "localhost";

/// One mail, as it is printed.
#[derive(Serialize)]
struct Inspected<'a> {
    /// The file as it was named; `-` for standard input.
    file: &'a str,
    /// Of the return path, then of the greeting.
    spf: [SpfWords<'a>; 2],
    /// In the order of the header.
    dkim: Vec<SignatureWords<'a>>,
    /// Signatures beyond those that are checked.
    dkim_unchecked: usize,
    dmarc: DmarcWords<'a>,
    arc: ChainWords<'a>,
    /// The value of the field (RFC 8601).
    authentication_results: String,
}

/// A file that cannot be read.
#[derive(Serialize)]
struct Unread<'a> {
    file: &'a str,
    error: String,
}

#[derive(Serialize)]
struct SpfWords<'a> {
    /// mailfrom, helo.
    identity: &'static str,
    domain: &'a str,
    /// none, neutral, pass, fail, softfail, temperror, permerror.
    result: &'static str,
    reason: &'a str,
    lookups: u32,
    void_lookups: u32,
}

#[derive(Serialize)]
struct SignatureWords<'a> {
    domain: &'a str,
    selector: &'a str,
    algorithm: &'a str,
    /// pass, fail, policy, neutral, temperror, permerror.
    result: &'static str,
    reason: &'a str,
    /// Whether the domain belongs to the author's.
    aligned: bool,
    key_bits: Option<usize>,
    fields: &'a [String],
    body_octets: Option<u64>,
}

#[derive(Serialize)]
struct DmarcWords<'a> {
    /// The author's domain.
    domain: &'a str,
    /// none, pass, fail, temperror, permerror.
    result: &'static str,
    reason: &'a str,
    spf_aligned: bool,
    dkim_aligned: bool,
    /// What the domain wants done with mail that nothing vouches for, and the tag that says so.
    policy: Option<&'static str>,
    policy_tag: Option<&'static str>,
    record: Option<RecordWords<'a>>,
}

#[derive(Serialize)]
struct RecordWords<'a> {
    /// The domain that has it.
    domain: &'a str,
    p: &'static str,
    sp: Option<&'static str>,
    np: Option<&'static str>,
    /// r, s.
    adkim: &'static str,
    aspf: &'static str,
    /// Whether the domain is only trying it out.
    t: bool,
    psd: Option<bool>,
    /// Noted; it has no effect.
    pct: Option<u8>,
}

#[derive(Serialize)]
struct ChainWords<'a> {
    /// none, pass, fail, temperror.
    result: &'static str,
    reason: &'a str,
    hops: Vec<HopWords<'a>>,
}

#[derive(Serialize)]
struct HopWords<'a> {
    instance: u32,
    domain: &'a str,
    selector: &'a str,
    /// What he says of the chain before him: none, pass, fail.
    cv: &'static str,
    /// What he found, in his words.
    results: &'a str,
}

/// Prints each mail; the exit code is 1 when a file cannot be read.
pub(super) fn auth(files: &[PathBuf], client: &Client, dns_server: Option<SocketAddr>) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let resolver = match dns_server {
            Some(server) => HickoryResolver::with_servers(&[server])?,
            None => HickoryResolver::system()?,
        };
        let mut code = ExitCode::SUCCESS;
        for file in files {
            let name = file.display().to_string();
            let line = match read(file) {
                Ok(raw) => {
                    let found = Box::pin(authenticity::check(&resolver, &raw, Some(client))).await?;
                    serde_json::to_string(&inspected(&name, &found))?
                }
                Err(error) => {
                    code = ExitCode::FAILURE;
                    serde_json::to_string(&Unread { file: &name, error: error.to_string() })?
                }
            };
            if !print(&line) {
                break;
            }
        }
        Ok(code)
    })
}

/// The client that the options name.
pub(super) fn client(address: IpAddr, helo: &str, mail_from: &str) -> Result<Client> {
    // RFC 5321 4.5.5: reports have the null return path, which is written `<>`.
    let mail_from = mail_from.trim().trim_start_matches('<').trim_end_matches('>');
    let has_blank =
        |text: &str| text.chars().any(|character| character.is_whitespace() || character.is_control());
    ensure!(!has_blank(helo) && !helo.is_empty(), "`{helo}` is no name that a server greets with");
    // RFC 7208 2.4: the domain of the return path is what is asked for.
    let is_path =
        mail_from.is_empty() || mail_from.rsplit_once('@').is_some_and(|(_, domain)| !domain.is_empty());
    ensure!(
        is_path && !has_blank(mail_from),
        "`--mail-from {mail_from}` is no return path: it has no `@` with a domain behind it, or a blank; write an address, or <> for a report"
    );
    Ok(Client { address: address.to_canonical(), helo: helo.to_owned(), mail_from: mail_from.to_owned() })
}

fn inspected<'a>(file: &'a str, found: &'a Authenticity) -> Inspected<'a> {
    let signatures = &found.signatures;
    let aligned = found.dmarc.dkim_aligned.iter().copied().chain(std::iter::repeat(false));
    Inspected {
        file,
        spf: [spf(&found.mail_from), spf(&found.helo)],
        dkim: signatures.dkim.iter().zip(aligned).map(|(it, aligned)| signature(it, aligned)).collect(),
        dkim_unchecked: signatures.unchecked,
        dmarc: dmarc(&found.dmarc, &signatures.dkim),
        arc: chain(&signatures.arc),
        authentication_results: found.line(SERVER),
    }
}

fn spf(spf: &Spf) -> SpfWords<'_> {
    SpfWords {
        identity: spf.identity.as_str(),
        domain: &spf.domain,
        result: spf.result.as_str(),
        reason: &spf.reason,
        lookups: spf.lookups,
        void_lookups: spf.void_lookups,
    }
}

fn signature(it: &Signature, aligned: bool) -> SignatureWords<'_> {
    SignatureWords {
        domain: &it.domain,
        selector: &it.selector,
        algorithm: it.algorithm,
        result: it.result.as_str(),
        reason: &it.reason,
        aligned,
        key_bits: it.key_bits,
        fields: &it.fields,
        body_octets: it.body_octets,
    }
}

fn dmarc<'a>(dmarc: &'a Dmarc, signatures: &[Signature]) -> DmarcWords<'a> {
    let letter = |alignment| match alignment {
        Alignment::Strict => "s",
        Alignment::Relaxed => "r",
    };
    let is_pass = |it: &Signature| it.result == domain::authentication::SignatureResult::Pass;
    DmarcWords {
        domain: &dmarc.domain,
        result: dmarc.result.as_str(),
        reason: &dmarc.reason,
        spf_aligned: dmarc.spf_aligned,
        dkim_aligned: signatures.iter().zip(&dmarc.dkim_aligned).any(|(it, aligned)| is_pass(it) && *aligned),
        policy: dmarc.policy.map(|(policy, _)| policy.as_str()),
        policy_tag: dmarc.policy.map(|(_, tag)| tag.as_str()),
        record: dmarc.record.as_ref().map(|record| RecordWords {
            domain: &record.domain,
            p: record.policy.as_str(),
            sp: record.of_subdomains.map(|policy| policy.as_str()),
            np: record.of_missing.map(|policy| policy.as_str()),
            adkim: letter(record.dkim),
            aspf: letter(record.spf),
            t: record.is_test,
            psd: record.is_suffix,
            pct: record.percent,
        }),
    }
}

fn chain(chain: &Chain) -> ChainWords<'_> {
    let hops = chain.hops.iter().map(|hop| HopWords {
        instance: hop.instance,
        domain: &hop.domain,
        selector: &hop.selector,
        cv: hop.chain,
        results: &hop.results,
    });
    ChainWords { result: chain.result.as_str(), reason: &chain.reason, hops: hops.collect() }
}
