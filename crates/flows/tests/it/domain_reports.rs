//! Reports of other servers on a sender domain are counted for it and become no case.

use domain::domain_report::{ReportAdvice, ReportFate, SourceStanding, TlsOutcome};
use domain::intake::IntakeState;
use domain::sender_domain::{Findings, SenderDomainState};
use domain::timeline::{DomainReportTold, Step};
use domain::{ProblemKind, SenderDomainId};
use flows::compose::NewReply;
use flows::housekeeping::Housekeeper;
use flows::sender_domains::{self, DomainReports, ReportSettings};
use flows::worker::Worker;
use store::sender_domains::checking::{self, Checked};
use testkit::dns::{DnsServer, Zone};

use crate::house::House;
use crate::pipeline::{new, state, steps};

const DAY_S: i64 = 24 * 3600;

impl House {
    /// A sender domain whose key was seen in DNS, and the selector of that key.
    async fn live_domain(&self, name: &str) -> (SenderDomainId, String) {
        let id = sender_domains::add(&self.office, &self.actor, name).await.unwrap();
        let found = sender_domains::find(&self.office, self.actor.organisation, id).await.unwrap();
        let (organisation, at, version) = (self.actor.organisation, self.office.now(), found.row.version);
        let checked = Checked {
            version,
            findings: Findings { version, ..Findings::default() },
            state: SenderDomainState::Live,
            failures: 0,
            failing_since: None,
            live_since: Some(at),
            switched_off_at: None,
            watched_since: at,
            at,
            check_at: at.plus_seconds(DAY_S),
            published: found.keys.iter().map(|key| key.id).collect(),
            unseen: Vec::new(),
            gone: Vec::new(),
            switches: false,
        };
        let live = self.office.store().write(move |tx| {
            let checked = checked.clone();
            Box::pin(async move { checking::record(tx, organisation, id, &checked).await })
        });
        assert!(live.await.unwrap());
        (id, found.keys[0].selector.clone())
    }

    async fn reports(&self, id: SenderDomainId) -> DomainReports {
        sender_domains::reports(&self.office, self.actor.organisation, id, 30).await.unwrap()
    }

    /// What became of a report.
    async fn fate(&self, mail: &str) -> (DomainReportTold, IntakeState) {
        let id = new(self.receive(mail).await);
        let told = steps(self, id)
            .await
            .into_iter()
            .find_map(|step| if let Step::DomainReport(told) = step { Some(*told) } else { None });
        (told.unwrap(), state(self, id).await)
    }

    /// The day before this one, seconds since 1970.
    pub(crate) fn yesterday(&self) -> i64 {
        (self.office.now().as_millis() / 1000 / DAY_S - 1) * DAY_S
    }
}

/// A report of `mx.amazonses.com` on a domain; each row is a source, a count, whether DKIM and SPF held, and by which key.
fn dmarc(id: &str, domain: &str, begins: i64, rows: &[(&str, u32, (bool, bool), &str)]) -> String {
    let word = |held| if held { "pass" } else { "fail" };
    let record = |(source, count, (dkim, spf), selector): &(&str, u32, (bool, bool), &str)| {
        format!(
            "<record><row><source_ip>{source}</source_ip><count>{count}</count><policy_evaluated>\
             <disposition>none</disposition><dkim>{}</dkim><spf>{}</spf></policy_evaluated></row>\
             <identifiers><header_from>{domain}</header_from></identifiers><auth_results><dkim>\
             <domain>{domain}</domain><selector>{selector}</selector><result>{0}</result></dkim></auth_results></record>",
            word(*dkim),
            word(*spf),
        )
    };
    let records: String = rows.iter().map(record).collect();
    let ends = begins + DAY_S - 1;
    format!(
        "From: DMARC <noreply@amazonses.com>\nTo: service@house.test\nMessage-ID: <{id}@amazonses.com>\n\
         Subject: Report Domain: {domain} Submitter: amazonses.com Report-ID: {id}\nMIME-Version: 1.0\n\
         Content-Type: application/xml; name=\"amazonses.com!{domain}!{begins}!{ends}.xml\"\n\n\
         <feedback><report_metadata><org_name>Reporter</org_name><report_id>{id}</report_id><date_range>\
         <begin>{begins}</begin><end>{ends}</end></date_range></report_metadata><policy_published>\
         <domain>{domain}</domain><p>none</p></policy_published>{records}</feedback>\n"
    )
}

#[tokio::test]
async fn a_report_is_counted_once_for_its_domain_and_becomes_no_case() {
    let house = House::open().await;
    let (id, selector) = house.live_domain("house.test").await;
    let begins = house.yesterday();
    let rows = [
        ("192.0.2.7", 60, (true, true), selector.as_str()),
        ("192.0.2.9", 20, (true, true), selector.as_str()),
        ("198.51.100.3", 15, (true, false), "other"),
        ("203.0.113.5", 5, (false, false), "x"),
    ];
    let mail = dmarc("r1", "house.test", begins, &rows);
    let (told, state) = house.fate(&mail).await;
    assert_eq!((told.fate, state), (ReportFate::Counted, IntakeState::Ignored));
    assert_eq!((told.domain.as_str(), told.reporter.as_str(), told.counted), ("house.test", "Reporter", 100));
    // The same report once more, by another way.
    let copy = mail.replace("<r1@amazonses.com>", "<copy@amazonses.com>");
    assert_eq!(house.fate(&copy).await.0.fate, ReportFate::Known);
    assert!(house.cases().await.is_empty());

    let shown = house.reports(id).await;
    assert!(shown.reach_us, "it goes to the mailbox of the domain unless somebody chooses");
    assert_eq!((shown.unproved.counts, shown.advice), ((1, 0), ReportAdvice::TooFew));
    assert_eq!(shown.proved.counts, (0, 0), "nobody looked at who wrote it");
    let days = &shown.unproved.days;
    assert_eq!((days.len(), days[0].counted, days[0].good), (1, 100, 95));
    assert_eq!(days[0].day * DAY_S, begins);
    let sources: Vec<_> = shown
        .sources
        .iter()
        .map(|(source, standing)| (source.network.as_str(), source.addresses, source.mails, *standing))
        .collect();
    assert_eq!(
        sources,
        [
            ("192.0.2.0/24", 2, 80, SourceStanding::Ours),
            ("198.51.100.0/24", 1, 15, SourceStanding::Forwarder),
            ("203.0.113.0/24", 1, 5, SourceStanding::Unproved),
        ]
    );
    assert_eq!((shown.newest.len(), shown.newest[0].reporter.as_str()), (1, "amazonses.com"));
}

#[tokio::test]
async fn what_is_about_nobodys_domain_or_cannot_be_read_is_mail_like_any_other() {
    let house = House::open().await;
    let (id, _) = house.live_domain("house.test").await;
    let begins = house.yesterday();
    let rows = [("192.0.2.7", 60, (true, true), "x")];
    for (report, domain) in [("a", "elsewhere.test"), ("c", "fjernhouse.test")] {
        let (told, state) = house.fate(&dmarc(report, domain, begins, &rows)).await;
        assert_eq!((told.fate, state), (ReportFate::NotOurs, IntakeState::Placed), "{domain}");
    }
    let broken = dmarc("d", "house.test", begins, &rows).replace("<p>none</p></policy_published>", "");
    let (told, state) = house.fate(&broken).await;
    assert_eq!((told.fate, state), (ReportFate::Unreadable, IntakeState::Placed));
    assert_eq!(told.fault, "the document is not XML");
    assert_eq!(house.cases().await.len(), 3);
    // A report on a name below the domain is about the domain.
    let below = house.fate(&dmarc("e", "news.house.test", begins, &rows)).await;
    assert_eq!(below.0.fate, ReportFate::Counted);
    assert_eq!(house.reports(id).await.unproved.counts, (1, 0));
}

#[tokio::test]
async fn reports_on_a_domain_that_is_not_in_use_are_kept_and_become_no_cases() {
    let house = House::open().await;
    let (begins, rows) = (house.yesterday(), [("192.0.2.7", 60, (false, false), "x")]);
    let pending = sender_domains::add(&house.office, &house.actor, "pending.test").await.unwrap();
    for mail in [
        dmarc("a", "pending.test", begins, &rows),
        tls("pending.test", domain::Timestamp::from_millis(begins * 1000)),
    ] {
        let (told, state) = house.fate(&mail).await;
        assert_eq!((told.fate, state), (ReportFate::Counted, IntakeState::Ignored));
    }
    let shown = house.reports(pending).await;
    assert_eq!((shown.unproved.counts, shown.proved.counts), ((1, 1), (0, 0)));
    assert_eq!(shown.sources.len(), 1, "who sends as it is wanted most before it is in use");

    // They come on for as long as its record names us, and are there when it is put back.
    let (old, _) = house.live_domain("old.test").await;
    sender_domains::archive(&house.office, &house.actor, old).await.unwrap();
    let (told, state) = house.fate(&dmarc("b", "old.test", begins, &rows)).await;
    assert_eq!((told.fate, state), (ReportFate::Counted, IntakeState::Ignored));
    assert!(house.cases().await.is_empty());
    assert_eq!(sender_domains::add(&house.office, &house.actor, "old.test").await.unwrap(), old);
    assert_eq!(house.reports(old).await.unproved.counts, (1, 0));
}

#[tokio::test]
async fn a_report_whose_sender_is_not_whom_he_claims_counts_for_nothing() {
    let zone = Zone::new()
        .txt("amazonses.com", "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc.amazonses.com", "v=DMARC1; p=reject")
        .ptr("7.2.0.192.in-addr.arpa", "out.esp.com")
        .a("out.esp.com", [192, 0, 2, 7])
        // A name that its owner only claims.
        .ptr("8.2.0.192.in-addr.arpa", "mail.google.com")
        .a("mail.google.com", [203, 0, 113, 1]);
    let dns = DnsServer::start(zone).unwrap();
    let house = House::open_with_dns(&dns).await;
    let (id, _) = house.live_domain("house.test").await;
    let rows = [("192.0.2.7", 60, (true, true), "x"), ("192.0.2.8", 9, (false, false), "x")];
    let report = dmarc("r1", "house.test", house.yesterday(), &rows);
    let from = |client: &str| by(client, &report);
    let (told, state) = house.fate(&from("198.51.100.9")).await;
    assert_eq!((told.fate, state), (ReportFate::Forged, IntakeState::Placed));
    let (told, _) = house.fate(&from("192.0.2.1")).await;
    assert_eq!(told.fate, ReportFate::Counted, "the forged one did not take its place");
    let shown = house.reports(id).await;
    assert!(shown.newest[0].vouched);
    let (source, _) = &shown.sources[0];
    assert_eq!((source.host.as_str(), source.known_as.as_str()), ("out.esp.com", "esp.com"));
}

/// A report on TLS of what came of 42 connections to a domain on the day of this instant.
pub(crate) fn tls(domain: &str, begins: domain::Timestamp) -> String {
    format!(
        "From: tls@amazonses.com\nTo: service@house.test\nSubject: Report Domain: {domain}\nMessage-ID: <t@r.test>\n\
         MIME-Version: 1.0\nContent-Type: multipart/report; report-type=tlsrpt; boundary=b\n\n--b\n\
         Content-Type: text/plain\n\nA report.\n--b\nContent-Type: application/tlsrpt+json\n\n\
         {{\"organization-name\":\"Reporter\",\"report-id\":\"t1\",\"date-range\":{{\"start-datetime\":\"{begins}\",\
         \"end-datetime\":\"{begins}\"}},\"policies\":[{{\"policy\":{{\"policy-type\":\"sts\",\
         \"policy-domain\":\"{domain}\"}},\"summary\":{{\"total-successful-session-count\":40,\
         \"total-failure-session-count\":2}},\"failure-details\":[{{\"result-type\":\"certificate-expired\",\
         \"receiving-mx-hostname\":\"mx.{domain}\",\"failed-session-count\":2}}]}}]}}\n--b--\n"
    )
}

/// The same mail from a host, as its domain's SPF record sees it.
fn by(client: &str, mail: &str) -> String {
    format!(
        "Return-Path: <noreply@amazonses.com>\nReceived: from mx.amazonses.com ([{client}])\n\tby house.test with \
         ESMTP id 1;\n\tnow\n{mail}"
    )
}

#[tokio::test]
async fn a_report_on_tls_says_what_failed() {
    let house = House::open().await;
    let (id, _) = house.live_domain("house.test").await;
    let begins = domain::Timestamp::from_millis(house.yesterday() * 1000);
    assert_eq!(house.fate(&tls("house.test", begins)).await.0.fate, ReportFate::Counted);
    let shown = house.reports(id).await.unproved;
    assert_eq!((shown.counts, shown.tls_days[0].counted, shown.tls_days[0].good), ((0, 1), 42, 40));
    let failed = &shown.outcomes[1];
    assert_eq!(
        (failed.outcome, failed.mx.as_str(), failed.sessions),
        (TlsOutcome::CertificateExpired, "mx.house.test", 2)
    );
}

#[tokio::test]
async fn what_anybody_may_have_written_is_in_none_of_the_figures_of_those_whom_somebody_vouches_for() {
    let zone = Zone::new()
        .txt("amazonses.com", "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc.amazonses.com", "v=DMARC1; p=reject");
    let dns = DnsServer::start(zone).unwrap();
    let house = House::open_with_dns(&dns).await;
    // The office was opened anew within the instant in which its first records were made.
    house.clock.advance_seconds(1);
    let (id, _) = house.live_domain("house.test").await;
    let (begins, rows) = (house.yesterday(), [("192.0.2.7", 60, (true, true), "x")]);
    let proved = by("192.0.2.1", &dmarc("r1", "house.test", begins, &rows));
    assert_eq!(house.fate(&proved).await.0.fate, ReportFate::Counted);
    let strangers = |mail: String| mail.replace("amazonses.com", "stranger.test");
    let invented = strangers(dmarc("r2", "house.test", begins, &[("192.0.2.7", 9, (false, false), "x")]));
    assert_eq!(house.fate(&invented).await.0.fate, ReportFate::Counted);
    let invented = strangers(tls("house.test", domain::Timestamp::from_millis(begins * 1000)));
    assert_eq!(house.fate(&invented).await.0.fate, ReportFate::Counted);

    let shown = house.reports(id).await;
    let (proved, others) = (&shown.proved, &shown.unproved);
    assert_eq!((proved.counts, others.counts), ((1, 0), (1, 1)));
    assert_eq!((proved.days[0].counted, proved.days[0].good), (60, 60));
    assert_eq!((others.days[0].counted, others.days[0].good), (9, 0));
    assert!(proved.tls_days.is_empty() && proved.outcomes.is_empty());
    assert_eq!((others.tls_days[0].counted, others.outcomes.len()), (42, 2));
}

#[tokio::test]
async fn whoever_has_a_domain_counts_for_nothing_until_mail_goes_to_him_and_never_decides_alone() {
    let zone = Zone::new()
        .txt("stranger.test", "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc.stranger.test", "v=DMARC1; p=reject");
    let dns = DnsServer::start(zone).unwrap();
    let house = House::open_with_dns(&dns).await;
    // The office was opened anew within the instant in which its first records were made.
    house.clock.advance_seconds(1);
    let (id, _) = house.live_domain("house.test").await;
    let report = async |number: i64| {
        let (begins, rows) = (house.yesterday() - number * DAY_S, [("192.0.2.7", 600, (true, true), "x")]);
        let mail = by("192.0.2.1", &dmarc(&format!("r{number}"), "house.test", begins, &rows));
        house.fate(&mail.replace("amazonses.com", "stranger.test")).await.0.fate
    };
    assert_eq!(report(0).await, ReportFate::Counted);
    let shown = house.reports(id).await;
    assert_eq!((shown.proved.counts, shown.unproved.counts), ((0, 0), (1, 0)), "nobody writes to him");
    assert!(shown.hearsay.contains("192.0.2.0/24") && !shown.newest[0].vouched);

    house
        .receive(
            "From: Kari <kari@stranger.test>\nTo: service@house.test\nSubject: Help\nMessage-ID: <1@stranger.test>\n\nhello\n",
        )
        .await;
    let case = house.cases().await[0].id;
    let reply = NewReply { text: "Hello.".to_owned(), ..NewReply::default() };
    flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    for number in 1..=14 {
        assert_eq!(report(number).await, ReportFate::Counted);
    }
    let shown = house.reports(id).await;
    assert_eq!((shown.proved.counts, shown.unproved.counts), ((14, 0), (1, 0)));
    assert_eq!(shown.advice, ReportAdvice::TooFew, "8,400 mails of one whom nobody else confirms");
}

#[tokio::test]
async fn reports_are_kept_as_long_as_somebody_chose() {
    let house = House::open().await;
    let (id, _) = house.live_domain("house.test").await;
    let rows = [("192.0.2.7", 60, (true, true), "x")];
    house.fate(&dmarc("r1", "house.test", house.yesterday(), &rows)).await;
    let put = |kept_days| {
        sender_domains::put_report_settings(&house.office, &house.actor, ReportSettings { kept_days })
    };
    assert_eq!(put(29).await.unwrap_err().kind, ProblemKind::Invalid);
    let housekeeper = Housekeeper::new(house.office.clone());
    house.clock.advance_seconds(20 * DAY_S);
    put(30).await.unwrap();
    housekeeper.step().await.unwrap();
    assert_eq!(house.reports(id).await.newest.len(), 1);
    house.clock.advance_seconds(12 * DAY_S);
    housekeeper.step().await.unwrap();
    assert!(house.reports(id).await.newest.is_empty());
    assert!(house.reports(id).await.sources.is_empty());
}

#[tokio::test]
async fn who_proves_nothing_is_known_by_the_spf_record_as_a_server_in_use_or_not_at_all() {
    let zone = Zone::new()
        .txt("house.test", "v=spf1 ip4:198.51.100.0/24 -all")
        .fails("silent.test")
        .ptr("5.113.0.203.in-addr.arpa", "out5.fjordpost.no")
        .a("out5.fjordpost.no", [203, 0, 113, 5])
        .ptr("9.2.0.192.in-addr.arpa", "vps.cheap.example")
        .a("vps.cheap.example", [192, 0, 2, 9]);
    let dns = DnsServer::start(zone).unwrap();
    let house = House::open_with_dns(&dns).await;
    // The office was opened anew within the instant in which its first records were made.
    house.clock.advance_seconds(1);
    let (id, _) = house.live_domain("house.test").await;
    let relay = flows::transport::TransportInput {
        kind: Some(domain::outbox::TransportKind::Relay),
        host: Some("smtp.fjordpost.no".to_owned()),
        ..flows::transport::TransportInput::default()
    };
    let owner = domain::transport::TransportOwner::Organisation;
    flows::transport::put(&house.office, &house.actor, owner, relay).await.unwrap();
    let none = (false, false);
    let rows = [("198.51.100.7", 9, none, "x"), ("203.0.113.5", 8, none, "x"), ("192.0.2.9", 7, none, "x")];
    house.fate(&dmarc("r1", "house.test", house.yesterday(), &rows)).await;
    let standings = async || {
        let shown = house.reports(id).await;
        shown.sources.iter().map(|(_, standing)| *standing).collect::<Vec<_>>()
    };
    use SourceStanding::{Known, Unknown, Unproved};
    assert_eq!(standings().await, [Known, Known, Unknown]);

    // Where the name servers are silent, nobody is called a stranger.
    let (silent, _) = house.live_domain("silent.test").await;
    house.fate(&dmarc("r2", "silent.test", house.yesterday(), &[("192.0.2.9", 7, none, "x")])).await;
    assert_eq!(house.reports(silent).await.sources[0].1, Unproved);
}

/// Reports of two weeks, whose sender is whom he claims, on these rows beside our own.
async fn two_weeks(rows: &[(&str, u32, (bool, bool), &str)]) -> DomainReports {
    let zone = Zone::new()
        .txt("house.test", "v=spf1 ip4:198.51.100.0/24 -all")
        .txt("amazonses.com", "v=spf1 ip4:192.0.2.1 -all")
        .txt("_dmarc.amazonses.com", "v=DMARC1; p=reject");
    let dns = DnsServer::start(zone).unwrap();
    let house = House::open_with_dns(&dns).await;
    // The office was opened anew within the instant in which its first records were made.
    house.clock.advance_seconds(1);
    let (id, selector) = house.live_domain("house.test").await;
    for number in 0..14 {
        let own = ("192.0.2.7", 20, (true, true), selector.as_str());
        let rows: Vec<_> = std::iter::once(own).chain(rows.iter().copied()).collect();
        let mail = dmarc(&format!("r{number}"), "house.test", house.yesterday() - number * DAY_S, &rows);
        let mail = by("192.0.2.1", &mail);
        assert_eq!(house.fate(&mail).await.0.fate, ReportFate::Counted);
    }
    house.reports(id).await
}

/// A service that the SPF record names and that proves nothing is the owner's own: its mail would be refused.
#[tokio::test]
async fn a_domain_is_not_tightened_while_a_known_service_proves_nothing() {
    let none = (false, false);
    let shown = two_weeks(&[("198.51.100.7", 5, none, "x"), ("203.0.113.9", 50, none, "x")]).await;
    let known = shown.sources.iter().find(|(source, _)| source.network == "198.51.100.0/24").unwrap();
    assert_eq!((known.1, known.0.mails), (SourceStanding::Known, 70));
    assert_eq!(shown.advice, ReportAdvice::LookAtSources);
    let strangers = two_weeks(&[("203.0.113.9", 50, none, "x")]).await;
    assert_eq!(strangers.advice, ReportAdvice::Tighten, "what is to be refused is no reason to wait");
}
