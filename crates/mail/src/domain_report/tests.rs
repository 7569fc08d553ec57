//! Reports on domains, from the files of a mail to their figures.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::parse;
use crate::unpack::tests::{gzipped, zipped};

const DMARC: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">
  <version>1.0</version>
  <report_metadata>
    <org_name>google.com</org_name><email>noreply-dmarc-support@google.com</email>
    <report_id>13954782104</report_id>
    <date_range><begin>1767571200</begin><end>1767657599</end></date_range>
  </report_metadata>
  <policy_published><domain>Nord.Example</domain><adkim>r</adkim><p>quarantine</p><sp>none</sp></policy_published>
  <record>
    <row><source_ip>192.0.2.7</source_ip><count>42</count>
      <policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>
    <identifiers><header_from>nord.example</header_from></identifiers>
    <auth_results>
      <dkim><domain>nord.example</domain><selector>ph-1-r1</selector><result>pass</result></dkim>
      <dkim><domain>other.example</domain><selector>x</selector><result>fail</result></dkim>
      <spf><domain>bounce.esp.example</domain><result>pass</result></spf></auth_results>
  </record>
  <record>
    <row><source_ip>2001:db8::1</source_ip><count>3</count>
      <policy_evaluated><disposition>quarantine</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row>
    <identifiers><header_from>nord.example</header_from></identifiers>
  </record>
  <record><row><source_ip>nonsense</source_ip><count>9</count></row></record>
</feedback>"#;

const TLS: &str = r#"{"organization-name":"Company-X","date-range":{"start-datetime":"2026-01-05T00:00:00Z",
 "end-datetime":"2026-01-05T23:59:59Z"},"contact-info":"sts@company-x.example","report-id":"5065427c-23d3",
 "policies":[{"policy":{"policy-type":"sts","policy-domain":"nord.example","mx-host":["mx.nord.example"]},
 "summary":{"total-successful-session-count":5326,"total-failure-session-count":305},
 "failure-details":[{"result-type":"certificate-expired","sending-mta-ip":"192.0.2.1",
 "receiving-mx-hostname":"MX1.nord.example","failed-session-count":100},
 {"result-type":"validation-failure","failed-session-count":3,"failure-reason-code":"X509_V_ERR"}]},
 {"policy":{"policy-type":"sts","policy-domain":"other.example"},
  "summary":{"total-successful-session-count":1,"total-failure-session-count":0}}]}"#;

fn dmarc(text: &str) -> Result<DomainReport, ReportFault> {
    read(text.as_bytes(), DomainReportKind::Dmarc)
}

fn rows(report: DomainReport) -> Vec<DmarcRow> {
    let Says::Dmarc { rows, .. } = report.says else { panic!("not of DMARC") };
    rows
}

#[test]
fn a_dmarc_report_says_who_sent_how_much_and_what_held() {
    let report = dmarc(DMARC).unwrap();
    assert_eq!((report.reporter.as_str(), report.id.as_str()), ("google.com", "13954782104"));
    assert_eq!((report.domain.as_str(), report.counted()), ("nord.example", 45));
    assert_eq!(report.begins_at.to_rfc3339(), "2026-01-05T00:00:00.000Z");
    let Says::Dmarc { policy, rows } = report.says else { panic!("not of DMARC") };
    assert_eq!((policy, rows.len()), (Some(DmarcPolicy::Quarantine), 2));
    assert_eq!((rows[0].dkim, rows[0].spf, rows[0].mails), (true, false, 42));
    let signer = Signer { domain: "nord.example".to_owned(), selector: Some("ph-1-r1".to_owned()) };
    assert_eq!(rows[0].signed_by, [signer]);
    assert_eq!(rows[0].returns_to.as_deref(), Some("bounce.esp.example"));
    assert_eq!(
        (rows[1].source.to_string().as_str(), rows[1].disposition),
        ("2001:db8::1", DmarcPolicy::Quarantine)
    );
}

#[test]
fn a_report_on_tls_says_what_went_well_and_what_did_not() {
    let report = read(TLS.as_bytes(), DomainReportKind::Tls).unwrap();
    assert_eq!((report.reporter.as_str(), report.domain.as_str()), ("Company-X", "nord.example"));
    let Says::Tls(rows) = report.says else { panic!("not of TLS") };
    let shown: Vec<_> =
        rows.iter().map(|row| (row.outcome.as_str(), row.mx.as_str(), row.sessions)).collect();
    assert_eq!(
        shown,
        [
            ("success", "", 5326),
            // Failures of which nothing is said.
            ("other", "", 202),
            ("certificate-expired", "mx1.nord.example", 100),
            ("validation-failure", "", 3),
        ]
    );
    assert_eq!(rows[3].words, "X509_V_ERR");
}

/// A mail with one file.
fn mail(subject: &str, media_type: &str, name: &str, octets: &[u8]) -> Vec<u8> {
    let encoded = STANDARD.encode(octets);
    format!(
        "From: noreply-dmarc-support@google.com\nSubject: {subject}\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nA report.\n\
         --b\nContent-Type: {media_type}; name=\"{name}\"\nContent-Transfer-Encoding: base64\n\
         Content-Disposition: attachment; filename=\"{name}\"\n\n{encoded}\n--b--\n"
    )
    .into_bytes()
}

fn found(raw: &[u8]) -> Option<Result<DomainReport, ReportFault>> {
    domain_report(raw, &parse(raw).0)
}

#[test]
fn reports_are_known_by_their_names_and_headings_however_they_are_packed() {
    let named = "google.com!nord.example!1767571200!1767657599";
    let headed = "Report domain: nord.example Submitter: google.com Report-ID: 13954782104";
    let dense = zipped(&[("r.xml", DMARC.as_bytes())]);
    for raw in [
        mail("x", "application/gzip", &format!("{named}.xml.gz"), &gzipped(DMARC.as_bytes())),
        mail("x", "application/zip", &format!("{named}.zip"), &dense),
        mail("x", "application/octet-stream", &format!("{named}!7.xml"), DMARC.as_bytes()),
        mail(headed, "application/zip", "report.zip", &dense),
    ] {
        assert_eq!(found(&raw).unwrap().unwrap().counted(), 45);
    }
    let tls = mail("x", "application/tlsrpt+gzip", "report", &gzipped(TLS.as_bytes()));
    assert_eq!(found(&tls).unwrap().unwrap().kind(), DomainReportKind::Tls);
    let whole = format!(
        "From: a@google.com\nSubject: {headed}\nContent-Type: application/gzip; name=\"{named}.xml.gz\"\n\
         Content-Transfer-Encoding: base64\n\n{}\n",
        STANDARD.encode(gzipped(DMARC.as_bytes()))
    );
    assert_eq!(found(whole.as_bytes()).unwrap().unwrap().counted(), 45, "the mail itself is the file");
}

#[test]
fn other_mail_is_no_report_and_a_broken_one_says_what_is_wrong() {
    assert_eq!(found(&mail("Faktura", "application/zip", "faktura.zip", b"PK\x03\x04")), None);
    assert_eq!(found(b"From: a@b.no\nSubject: Report Domain: b.no\n\nhei"), None);
    let broken = mail("Report Domain: b.no", "application/zip", "r.zip", b"PK\x03\x04");
    assert_eq!(found(&broken), Some(Err(ReportFault::File(UnpackFault::Damaged))));
}

#[test]
fn hostile_documents_are_refused_and_floods_are_summed_up() {
    let bomb = DMARC.replace("<feedback ", "<!DOCTYPE a [<!ENTITY b 'bbbb'>]><feedback ");
    assert_eq!(dmarc(&bomb), Err(ReportFault::Xml(XmlFault::Doctype)));
    assert_eq!(dmarc(&DMARC.replace("google.com</org", "&b;</org")), Err(ReportFault::Xml(XmlFault::Entity)));
    let deep = DMARC.replace("<version>1.0</version>", &format!("{}{}", "<a>".repeat(20), "</a>".repeat(20)));
    assert_eq!(dmarc(&deep), Err(ReportFault::Xml(XmlFault::TooMany)));
    assert_eq!(dmarc("<feedback/>"), Err(ReportFault::Lacks("report_metadata")));
    let ever = DMARC.replace("<begin>1767571200", "<begin>0");
    assert_eq!(dmarc(&ever), Err(ReportFault::Lacks("date range")));
    let nested = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    assert_eq!(read(nested.as_bytes(), DomainReportKind::Tls), Err(ReportFault::Json));

    let record = |last: usize| {
        format!(
            "<record><row><source_ip>198.51.{}.{}</source_ip><count>2</count><policy_evaluated><dkim>fail</dkim>\
             <spf>fail</spf></policy_evaluated></row></record></feedback>",
            last / 250,
            last % 250
        )
    };
    let flood = (0..limits::DOMAIN_REPORT_ROWS_MAX + 50)
        .fold(DMARC.to_owned(), |text, at| text.replacen("</feedback>", &record(at), 1));
    let report = dmarc(&flood).unwrap();
    assert_eq!(report.counted(), 45 + 2 * (limits::DOMAIN_REPORT_ROWS_MAX as u64 + 50));
    let rows = rows(report);
    assert_eq!(rows.len(), limits::DOMAIN_REPORT_ROWS_MAX + 1);
    assert_eq!((rows[0].mails, rows.last().unwrap().mails), (42, 2 * 52));
}
