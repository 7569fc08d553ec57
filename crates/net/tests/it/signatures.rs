//! Signatures of DKIM and seals of ARC: mails are signed here, changed on their way, and checked with scripted keys.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use domain::authentication::SignatureResult;
use domain::sender_domain::DkimAlgorithm;
use mail_auth::arc::ArcSealer;
use mail_auth::common::crypto::{Ed25519Key, RsaKey, Sha256};
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dkim::{Canonicalization, DkimSigner};
use mail_auth::hickory_resolver::config::{NameServerConfig, ResolverConfig, ResolverOpts};
use mail_auth::{AuthenticatedMessage, AuthenticationResults, MessageAuthenticator};
use net::HickoryResolver;
use net::signatures::{SIGNATURES_MAX, Signature, Signatures, SigningKey, generate, sign, verify};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use testkit::dns::{DnsServer, Zone};

/// The public half of `keys/rsa-2048.pem`, which signs nothing but these tests' mails.
const RSA: &str = "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7TlAUE1O5GJyKp63nFPslK+F+Pxd/Yt1KE+laz8JFH2HoMelgPU1pl79pAqXNy7JZMoYJAPPVrTcUNCvkE9D8AUUjmbK1b+/53iiWDNU99C9+SFWUxUSmclVr0/A5WTwwamcQ0kyfwAiC3T2AERuUi6zxBc41QbjDe8A5jF3sefAUK0AV46u2Zhp8MMIf5K5PQOlf6xf3RYh/tC6LRTCJYkF6HOGoxUZVEzvVzvLZk1o2jQ0QyO3YMnuKMBdZ/9Iz0wbH6H0akpkha2RerZB2NYPVnG1+AftAO7r2dFJZqweuLUZLuyJnEJp59WezLs2NDo9RlaIDYgM1vjvDhdPTwIDAQAB";
/// Half of a key that is too short for anything.
const SHORT: &str = "v=DKIM1; k=rsa; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKAYcXIEttRs/qiA1dR1L0TmLe0jiDiZEYwPK69rmOdISi157VoZnMuzm3aVYX7IcTz0TiWBNPxeQ8VeTQx9Lm0CAwEAAQ==";

const MAIL: &str =
    "From: Kari <kari@a.test>\r\nTo: ola@b.test\r\nSubject: Hello\r\n\r\nHello Ola,\r\n\r\nsee you.\r\n";

fn rsa() -> RsaKey<Sha256> {
    let pem = include_bytes!("../keys/rsa-2048.pem");
    RsaKey::from_key_der(PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from_pem_slice(pem).unwrap())).unwrap()
}

fn ed25519() -> (Ed25519Key, String) {
    let key = Ed25519Key::from_pkcs8_der(&Ed25519Key::generate_pkcs8().unwrap()).unwrap();
    let record = format!("v=DKIM1; k=ed25519; p={}", STANDARD.encode(key.public_key()));
    (key, record)
}

/// The mail with a signature of `a.test` by the key `s1`.
fn signed(mail: &str) -> String {
    signed_over(mail, &["From", "To", "Subject"], (Canonicalization::Relaxed, false))
}

fn signed_over(mail: &str, fields: &[&str], (body, is_partial): (Canonicalization, bool)) -> String {
    let signer = DkimSigner::from_key(rsa()).domain("a.test").selector("s1").headers(fields.iter().copied());
    let signer = signer.header_canonicalization(Canonicalization::Relaxed).body_canonicalization(body);
    let signature = signer.body_length(is_partial).sign(mail.as_bytes()).unwrap();
    format!("{}{mail}", signature.to_header())
}

fn zone() -> Zone {
    Zone::new().txt("s1._domainkey.a.test", RSA)
}

async fn checked(zone: Zone, mail: &str) -> Signatures {
    let server = DnsServer::start(zone).unwrap();
    let resolver = HickoryResolver::with_servers(&[server.address()]).unwrap();
    verify(&resolver, mail.as_bytes()).await.unwrap()
}

async fn only(zone: Zone, mail: &str) -> Signature {
    let found = checked(zone, mail).await;
    assert_eq!(found.dkim.len(), 1, "{found:?}");
    found.dkim.into_iter().next().unwrap()
}

async fn result(zone: Zone, mail: &str) -> (SignatureResult, String) {
    let signature = only(zone, mail).await;
    (signature.result, signature.reason)
}

#[tokio::test]
async fn a_signature_that_holds_tells_who_signed_what() {
    let found = checked(zone(), &signed(MAIL)).await;
    assert_eq!(found.authors, ["a.test"]);
    let signature = &found.dkim[0];
    assert_eq!(signature.result, SignatureResult::Pass, "{}", signature.reason);
    assert_eq!((signature.domain.as_str(), signature.selector.as_str()), ("a.test", "s1"));
    assert_eq!((signature.algorithm, signature.key_bits), ("rsa-sha256", Some(2048)));
    let mut fields = signature.fields.clone();
    fields.sort_unstable();
    assert_eq!(fields, ["From", "Subject", "To"]);
    assert_eq!(found.arc.result, SignatureResult::None);
    // Files have bare line ends; what crossed the network had not.
    assert_eq!(result(zone(), &signed(MAIL).replace("\r\n", "\n")).await.0, SignatureResult::Pass);
}

#[tokio::test]
async fn several_signatures_are_checked_each_with_its_own_key() {
    let (key, record) = ed25519();
    let signer = DkimSigner::from_key(key).domain("b.test").selector("ed").headers(["From", "Subject"]);
    let both = format!("{}{}", signer.sign(MAIL.as_bytes()).unwrap().to_header(), signed(MAIL));
    let found = checked(zone().txt("ed._domainkey.b.test", &record), &both).await;
    let shown: Vec<_> = found.dkim.iter().map(|it| (it.domain.as_str(), it.algorithm, it.result)).collect();
    let pass = SignatureResult::Pass;
    assert_eq!(shown, [("b.test", "ed25519-sha256", pass), ("a.test", "rsa-sha256", pass)]);
    let found = checked(zone(), &both).await;
    assert_eq!(found.dkim[0].result, SignatureResult::PermError);
    assert_eq!(found.dkim[1].result, SignatureResult::Pass, "one without a key costs the other nothing");
}

#[tokio::test]
async fn what_was_changed_fails_and_says_what() {
    let mail = signed(MAIL);
    let body = result(zone(), &mail.replace("see you", "see me")).await;
    assert_eq!(body, (SignatureResult::Fail, "the body was changed".to_owned()));
    let (header, reason) = result(zone(), &mail.replace("Subject: Hello", "Subject: Money")).await;
    assert_eq!(header, SignatureResult::Fail);
    assert!(reason.contains("fields"), "{reason}");
    // The relaxed form looks through blanks and folding.
    let spaced =
        mail.replace("Subject: Hello", "SUBJECT:  \r\n Hello ").replace("Hello Ola,", "Hello  Ola, ");
    assert_eq!(result(zone(), &spaced).await.0, SignatureResult::Pass);
}

#[tokio::test]
async fn lines_of_blanks_at_the_end_of_a_body_do_not_matter_in_the_relaxed_form() {
    let mail = signed(MAIL);
    for end in [" \r\n", "\t\r\n", "\r\n \r\n\r\n", " \t"] {
        let (found, reason) = result(zone(), &format!("{mail}{end}")).await;
        assert_eq!(found, SignatureResult::Pass, "{end:?}: {reason}");
    }
    assert_eq!(result(zone(), &format!("{mail} x\r\n")).await.0, SignatureResult::Fail);
    let simple = signed_over(MAIL, &["From"], (Canonicalization::Simple, false));
    assert_eq!(result(zone(), &simple).await.0, SignatureResult::Pass);
    assert_eq!(result(zone(), &format!("{simple} \r\n")).await.0, SignatureResult::Fail);
}

#[tokio::test]
async fn a_field_signed_once_more_than_it_stands_cannot_be_added() {
    let over = signed_over(
        MAIL,
        &["From", "From", "Subject", "Subject", "Reply-To"],
        (Canonicalization::Relaxed, false),
    );
    assert_eq!(result(zone(), &over).await.0, SignatureResult::Pass);
    assert_eq!(result(zone(), &format!("Subject: Money\r\n{over}")).await.0, SignatureResult::Fail);
    assert_eq!(result(zone(), &format!("Reply-To: eve@c.test\r\n{over}")).await.0, SignatureResult::Fail);
    let added = checked(zone(), &format!("From: eve@c.test\r\n{over}")).await;
    assert_eq!(added.dkim[0].result, SignatureResult::Fail);
    assert_eq!(added.authors.len(), 2, "both authors are seen: {:?}", added.authors);
}

#[tokio::test]
async fn a_part_of_the_body_is_not_enough() {
    let partial = signed_over(MAIL, &["From"], (Canonicalization::Relaxed, true));
    let signature = only(zone(), &partial).await;
    assert_eq!(signature.result, SignatureResult::Policy, "{}", signature.reason);
    assert!(signature.body_octets.is_some());
    let longer = only(zone(), &format!("{partial}Buy now!\r\n")).await;
    assert_eq!(longer.result, SignatureResult::Policy, "what was added is not seen: {}", longer.reason);
}

#[tokio::test]
async fn signatures_that_can_never_hold_are_permanent_errors() {
    let never = SignatureResult::PermError;
    let mail = signed(MAIL);
    assert_eq!(result(Zone::new(), &mail).await, (never, "the key is not in DNS".to_owned()));
    let record = |text: &str| Zone::new().txt("s1._domainkey.a.test", text);
    assert_eq!(result(record("v=DKIM1; p="), &mail).await, (never, "the key was revoked".to_owned()));
    let (found, reason) = result(record(SHORT), &mail).await;
    assert_eq!(found, never);
    assert!(reason.contains("512 bits"), "{reason}");
    let (_, other) = ed25519();
    assert_eq!(result(record(&other), &mail).await.0, never);
    let no_author = signed_over(MAIL, &["To", "Subject"], (Canonicalization::Relaxed, false));
    let (found, reason) = result(zone(), &no_author).await;
    assert_eq!((found, reason.as_str()), (never, "the signature leaves out the field From"));
}

#[tokio::test]
async fn a_signature_whose_time_is_over_fails() {
    let mail = signed(MAIL);
    let (before, after) = mail.split_once("t=").unwrap();
    let rest = after.trim_start_matches(|digit: char| digit.is_ascii_digit());
    // A second after it was made, which is long ago.
    let expired = format!("{before}t=1000000000; x=1000000001{rest}");
    let (found, reason) = result(zone(), &expired).await;
    assert_eq!((found, reason.as_str()), (SignatureResult::Fail, "the signature's time is over"));
}

#[tokio::test]
async fn where_dns_does_not_answer_nothing_has_failed() {
    let failing = Zone::new().fails("s1._domainkey.a.test");
    let (found, reason) = result(failing, &signed(MAIL)).await;
    assert_eq!(found, SignatureResult::TempError, "{reason}");
}

#[tokio::test]
async fn nonsense_is_read_without_harm() {
    let found = checked(zone(), "DKIM-Signature: nonsense\r\nFrom: kari@a.test\r\n\r\nx\r\n").await;
    assert_eq!(found.dkim[0].result, SignatureResult::Neutral);
    for nothing in ["", "\r\n", "no header at all", "From: \r\n\r\n"] {
        let found = checked(zone(), nothing).await;
        assert!(found.dkim.is_empty() && found.authors.is_empty(), "{nothing:?}: {found:?}");
    }
}

#[tokio::test]
async fn a_flood_of_signatures_is_cut_off() {
    let mail = signed(MAIL);
    let one = mail.strip_suffix(MAIL).unwrap();
    let flood = format!("{}{MAIL}", one.repeat(SIGNATURES_MAX + 5));
    let found = checked(zone(), &flood).await;
    assert_eq!((found.dkim.len(), found.unchecked), (SIGNATURES_MAX, 5));
    assert!(found.dkim.iter().all(|it| it.result == SignatureResult::Pass));
}

/// The mail, sealed by `domain` with the key `s1`.
async fn sealed(mail: &str, domain: &str, server: &DnsServer) -> String {
    let options = ResolverOpts::default();
    let mut name_server = NameServerConfig::udp(server.address().ip());
    for connection in &mut name_server.connections {
        connection.port = server.address().port();
    }
    let config = ResolverConfig::from_parts(None, Vec::new(), vec![name_server]);
    let authenticator = MessageAuthenticator::new(config, options).unwrap();
    let message = AuthenticatedMessage::parse(mail.as_bytes()).unwrap();
    let before = authenticator.verify_arc(&message).await;
    let results = AuthenticationResults::new(domain).with_arc_result(&before, "192.0.2.7".parse().unwrap());
    let sealer = ArcSealer::from_key(rsa()).domain(domain).selector("s1").headers(["From", "To", "Subject"]);
    let set = sealer.seal(&message, &results, &before).unwrap();
    format!("{}{mail}", set.to_header())
}

#[tokio::test]
async fn a_chain_is_followed_seal_by_seal() {
    let zone = zone().txt("s1._domainkey.list.test", RSA).txt("s1._domainkey.forward.test", RSA);
    let server = DnsServer::start(zone).unwrap();
    let resolver = HickoryResolver::with_servers(&[server.address()]).unwrap();
    let once = sealed(&signed(MAIL), "list.test", &server).await;
    let twice = sealed(&once, "forward.test", &server).await;
    let found = verify(&resolver, twice.as_bytes()).await.unwrap().arc;
    assert_eq!(found.result, SignatureResult::Pass, "{}", found.reason);
    let hops: Vec<_> = found.hops.iter().map(|hop| (hop.instance, hop.domain.as_str(), hop.chain)).collect();
    assert_eq!(hops, [(1, "list.test", "none"), (2, "forward.test", "pass")]);
    assert!(found.hops[0].results.contains("list.test"), "{:?}", found.hops[0]);

    let trap = format!("{twice} \r\n");
    assert_eq!(verify(&resolver, trap.as_bytes()).await.unwrap().arc.result, SignatureResult::Pass);
    let changed = twice.replace("see you", "see me");
    let found = verify(&resolver, changed.as_bytes()).await.unwrap().arc;
    assert_eq!((found.result, found.hops.len()), (SignatureResult::Fail, 2));
    let headless = twice.replacen("ARC-Seal:", "X-Seal:", 1);
    assert_eq!(verify(&resolver, headless.as_bytes()).await.unwrap().arc.result, SignatureResult::Fail);
    server.set(Zone::new().fails("s1._domainkey.forward.test").txt("s1._domainkey.list.test", RSA));
    let fresh = HickoryResolver::with_servers(&[server.address()]).unwrap();
    assert_eq!(verify(&fresh, twice.as_bytes()).await.unwrap().arc.result, SignatureResult::TempError);
}

/// What leaves the house, signed by both keys of `a.test`, and their records.
fn signed_by_us(mail: &str) -> (String, Zone) {
    let key = |algorithm: DkimAlgorithm| {
        let made = generate(algorithm).unwrap();
        let record = format!("v=DKIM1; k={}; p={}", algorithm.as_str(), made.public_key);
        let key = SigningKey::read(("a.test", algorithm.as_str()), algorithm, &made.private_key).unwrap();
        (key, record)
    };
    let (rsa, rsa_record) = key(DkimAlgorithm::Rsa);
    let (ed25519, ed25519_record) = key(DkimAlgorithm::Ed25519);
    let zone = Zone::new()
        .txt("rsa._domainkey.a.test", &rsa_record)
        .txt("ed25519._domainkey.a.test", &ed25519_record);
    let at = Timestamp::from_millis(1_790_000_000_000);
    (format!("{}{mail}", sign(mail.as_bytes(), &[rsa, ed25519], at)), zone)
}

#[tokio::test]
async fn what_we_sign_holds_with_both_keys() {
    for body in ["", "\r\n", "Hello  Ola, \r\n\r\n \t \r\nsee\tyou\r\n\r\n \r\n", "no end of line"] {
        let mail = format!("{}{body}", MAIL.split_once("\r\n\r\n").unwrap().0.to_owned() + "\r\n\r\n");
        let (signed, zone) = signed_by_us(&mail);
        assert!(signed.lines().all(|line| line.len() <= 78), "{signed}");
        let found = checked(zone, &signed).await;
        let shown: Vec<_> =
            found.dkim.iter().map(|it| (it.algorithm, it.result, it.reason.as_str())).collect();
        let pass = SignatureResult::Pass;
        assert!(
            matches!(shown.as_slice(), [("rsa-sha256", one, _), ("ed25519-sha256", two, _)] if (*one, *two) == (pass, pass)),
            "{body:?}: {shown:?}"
        );
    }
}

#[tokio::test]
async fn nobody_adds_a_field_to_what_we_signed_or_changes_one() {
    let mail =
        MAIL.replace("Subject: Hello\r\n", "Subject: Hello\r\nList-Unsubscribe: <https://a.test/u>\r\n");
    let (signed, zone) = signed_by_us(&mail);
    let results = async |mail: &str| -> Vec<SignatureResult> {
        checked(zone.clone(), mail).await.dkim.into_iter().map(|it| it.result).collect()
    };
    let (pass, fail) = (SignatureResult::Pass, SignatureResult::Fail);
    assert_eq!(results(&signed).await, [pass, pass]);
    for (from, to) in [
        ("From: Kari", "From: boss@a.test\r\nFrom: Kari"),
        ("Subject: Hello", "Subject: Hello\r\nSubject: Money"),
        ("To: ola", "Date: Thu, 1 Jan 2026 00:00:00 +0000\r\nTo: ola"),
        ("To: ola", "Reply-To: thief@b.test\r\nTo: ola"),
        ("a.test/u>", "b.test/u>"),
        ("see you", "see me"),
    ] {
        let changed = signed.replacen(from, to, 1);
        assert_ne!(changed, signed, "{from}");
        assert_eq!(results(&changed).await, [fail, fail], "{to}");
    }
    // What servers on the way put in front changes nothing.
    assert_eq!(results(&format!("Received: by x.test; now\r\n{signed}")).await, [pass, pass]);
}
