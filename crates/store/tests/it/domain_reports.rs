//! Reports on sender domains: each counts once, figures are sums, and what is over is forgotten whole.

use domain::domain_report::TlsOutcome;
use domain::sender_domain::DmarcPolicy;
use domain::{DomainReportId, IntakeId, OrganisationId, SenderDomainId};
use store::sender_domains::reports::figures::{self, Since};
use store::sender_domains::reports::{self, NewReport, Of, Said, SourceRow, TlsRow, list};
use store::{ListQuery, Store, StoreError, Tx};

use crate::db::{Db, START, on_both};
use crate::fixtures::{world, write};

const DAY_MS: i64 = 24 * 3600 * 1000;

fn first_day() -> i64 {
    START.as_millis().div_euclid(DAY_MS)
}

fn source(source: &str, network: &str, mails: u64, (dkim, spf): (bool, bool)) -> SourceRow {
    SourceRow {
        source: source.to_owned(),
        network: network.to_owned(),
        host: String::new(),
        known_as: "esp.example".to_owned(),
        mails,
        disposition: if dkim || spf { DmarcPolicy::None } else { DmarcPolicy::Reject },
        dkim,
        spf,
        ours: dkim && spf,
        header_from: "nord.example".to_owned(),
        known_by: None,
    }
}

/// A report that says this of the time from so many days after the start.
fn report(domain_id: SenderDomainId, key: &str, after_days: i64, says: Said) -> NewReport {
    let begins_at = START.plus_millis(after_days * DAY_MS);
    NewReport {
        domain_id,
        reporter: "reporter.example".to_owned(),
        report_key: key.to_owned(),
        reporter_name: "Reporter".to_owned(),
        about: "nord.example".to_owned(),
        vouched: true,
        intake_id: IntakeId::new(7),
        begins_at,
        ends_at: begins_at.plus_millis(DAY_MS - 1),
        received_at: begins_at.plus_millis(DAY_MS),
        kept_days: 30,
        says,
    }
}

fn dmarc(rows: Vec<SourceRow>) -> Said {
    Said::Dmarc { policy: Some(DmarcPolicy::Quarantine), rows }
}

async fn put(store: &Store, org: OrganisationId, new: NewReport) -> Option<DomainReportId> {
    write(store, move |tx| {
        let new = new.clone();
        Box::pin(async move { reports::insert(tx, org, &new).await })
    })
    .await
}

/// A report of the domain's, for the tests of isolation.
pub(crate) async fn insert(tx: &Tx, org: OrganisationId, domain: SenderDomainId) -> Result<(), StoreError> {
    let rows = dmarc(vec![source("192.0.2.7", "192.0.2.0/24", 3, (true, true))]);
    assert!(reports::insert(tx, org, &report(domain, "r1", 0, rows)).await?.is_some());
    let row = TlsRow {
        policy: "sts".to_owned(),
        outcome: TlsOutcome::Success,
        mx: String::new(),
        sessions: 9,
        words: String::new(),
    };
    assert!(reports::insert(tx, org, &report(domain, "t1", 0, Said::Tls(vec![row]))).await?.is_some());
    Ok(())
}

/// Everything that reports say of a domain.
pub(crate) async fn picture(store: &Store, org: OrganisationId, domain: SenderDomainId) -> String {
    let conn = store.read();
    let since = Since { domain, day: 0, vouched: true };
    let rows = list::sources(&conn, org, domain, &ListQuery::default()).await.unwrap();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {}",
        figures::days(&conn, org, since).await.unwrap(),
        figures::sources(&conn, org, since).await.unwrap(),
        figures::tls_days(&conn, org, since).await.unwrap(),
        figures::outcomes(&conn, org, since).await.unwrap(),
        figures::newest(&conn, org, domain, 9).await.unwrap(),
        rows.rows,
        reports::count_since(&conn, org, Of { domain, vouched: true }, (START, 9)).await.unwrap(),
    )
}

#[test]
fn a_report_counts_once_for_each_domain_and_organisation() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await, world(&store, "sor").await);
        let domain = SenderDomainId::new(1);
        let one = || report(domain, "r1", 0, dmarc(vec![source("192.0.2.7", "n", 3, (true, true))]));
        assert!(put(&store, nord.org, one()).await.is_some());
        assert!(put(&store, nord.org, one()).await.is_none(), "a second copy");
        let other = NewReport { reporter: "another.example".to_owned(), ..one() };
        assert!(put(&store, nord.org, other).await.is_some(), "another reporter has ids of its own");
        assert!(put(&store, sor.org, one()).await.is_some());
        let conn = store.read();
        let days = figures::days(&conn, nord.org, Since { domain, day: 0, vouched: true }).await.unwrap();
        assert_eq!((days.len(), days[0].counted), (1, 6));
        let since = Since { domain, day: first_day(), vouched: true };
        assert_eq!(figures::count(&conn, nord.org, since).await.unwrap(), (2, 0));
        let since =
            |at, limit| reports::count_since(&conn, nord.org, Of { domain, vouched: true }, (at, limit));
        assert_eq!(since(START, 9).await.unwrap(), 2);
        assert_eq!(since(START, 1).await.unwrap(), 1, "counted no further");
        assert_eq!(since(START.plus_millis(2 * DAY_MS), 9).await.unwrap(), 0);
    });
}

#[test]
fn sources_are_summed_by_network_and_days_by_date() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let domain = SenderDomainId::new(1);
        let first = vec![
            source("192.0.2.7", "192.0.2.0/24", 10, (true, true)),
            source("192.0.2.8", "192.0.2.0/24", 5, (true, false)),
            source("203.0.113.5", "203.0.113.0/24", 4, (false, false)),
        ];
        let many = (0..600).map(|at| source(&format!("s{at}"), "10.0.0.0/24", 1, (false, true))).collect();
        assert!(put(&store, org, report(domain, "r1", 0, dmarc(first))).await.is_some());
        assert!(put(&store, org, report(domain, "r2", 2, dmarc(many))).await.is_some());
        let conn = store.read();
        let since = Since { domain, day: first_day(), vouched: true };
        let days = figures::days(&conn, org, since).await.unwrap();
        let shown: Vec<_> = days.iter().map(|day| (day.day - first_day(), day.counted, day.good)).collect();
        assert_eq!(shown, [(0, 19, 15), (2, 600, 600)]);
        let sources = figures::sources(&conn, org, since).await.unwrap();
        let shown: Vec<_> =
            sources.iter().map(|it| (it.mails, it.addresses, it.dkim, it.spf, it.ours)).collect();
        assert_eq!(shown, [(600, 600, 0, 600, 0), (15, 2, 15, 10, 10), (4, 1, 0, 0, 0)]);
        assert_eq!((sources[2].stopped, sources[2].proved), (4, 0));
        let later = Since { domain, day: first_day() + 1, vouched: true };
        assert_eq!(figures::sources(&conn, org, later).await.unwrap().len(), 1);
        let page = list::sources(&conn, org, domain, &ListQuery::default().for_export()).await.unwrap();
        assert_eq!((page.rows.len(), page.rows[0].reporter_name.as_str()), (603, "Reporter"));
    });
}

#[test]
fn what_is_over_is_forgotten_with_its_rows() {
    on_both(async |Db { store, .. }: Db| {
        let (org, other) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        let domain = SenderDomainId::new(1);
        write(&store, move |tx| Box::pin(insert(tx, org, domain))).await;
        let purge = async |after_days: i64| {
            let now = START.plus_millis(after_days * DAY_MS);
            write(&store, move |tx| Box::pin(async move { reports::purge(tx, now, 9).await })).await
        };
        write(&store, move |tx| Box::pin(async move { reports::keep_for(tx, other, 1).await })).await;
        assert_eq!(purge(30).await, 0, "another's choice is another's");
        write(&store, move |tx| Box::pin(async move { reports::keep_for(tx, org, 60).await })).await;
        assert_eq!(purge(32).await, 0, "kept longer by now");
        assert_eq!(purge(62).await, 2);
        let empty = picture(&store, org, domain).await;
        assert_eq!(empty, "[] [] [] [] [] [] 0");
    });
}

#[test]
fn what_nobody_vouches_for_is_told_apart_and_a_reporter_has_a_limit_of_his_own() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let domain = SenderDomainId::new(1);
        let rows = |mails| dmarc(vec![source("192.0.2.7", "n", mails, (true, true))]);
        put(&store, org, report(domain, "r1", 0, rows(3))).await.unwrap();
        let strangers = NewReport {
            vouched: false,
            reporter: "stranger.example".to_owned(),
            ..report(domain, "r2", 0, rows(2))
        };
        put(&store, org, strangers).await.unwrap();
        let conn = store.read();
        let counted = async |vouched| {
            let since = Since { domain, day: 0, vouched };
            (
                figures::days(&conn, org, since).await.unwrap()[0].counted,
                figures::sources(&conn, org, since).await.unwrap()[0].mails,
                figures::count(&conn, org, since).await.unwrap(),
            )
        };
        assert_eq!((counted(false).await, counted(true).await), ((2, 2, (1, 0)), (3, 3, (1, 0))));
        let (proved, others) = (Of { domain, vouched: true }, Of { domain, vouched: false });
        let of = async |of, reporter| {
            reports::count_of_reporter(&conn, org, (of, reporter), (START, 9)).await.unwrap()
        };
        assert_eq!((of(others, "stranger.example").await, of(others, "nobody.example").await), (1, 0));
        assert_eq!(
            of(proved, "stranger.example").await,
            0,
            "what anybody writes takes no room of the others"
        );
        let rows = async |of, limit| reports::count_rows_since(&conn, org, of, (START, limit)).await.unwrap();
        assert_eq!((rows(proved, 9).await, rows(others, 9).await), (1, 1));
        let his = async |reporter| {
            reports::count_rows_of_reporter(&conn, org, (proved, reporter), (START, 9)).await.unwrap()
        };
        assert_eq!((his("reporter.example").await, his("another.example").await), (1, 0));
        let all = async |of| reports::count_since(&conn, org, of, (START, 9)).await.unwrap();
        assert_eq!((all(proved).await, all(others).await), (1, 1));
    });
}

#[test]
fn what_reporters_tell_of_a_source_is_told_apart_by_who_tells_it() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let domain = SenderDomainId::new(1);
        let of = |key: &str, reporter: &str, (after_days, mails)| NewReport {
            reporter: reporter.to_owned(),
            ..report(domain, key, after_days, dmarc(vec![source("192.0.2.7", "n", mails, (true, false))]))
        };
        for new in [
            of("1", "a.example", (0, 3)),
            of("2", "a.example", (2, 4)),
            of("3", "b.example", (0, 9)),
            NewReport { vouched: false, ..of("4", "c.example", (0, 50)) },
        ] {
            put(&store, org, new).await.unwrap();
        }
        let (conn, since) = (store.read(), Since { domain, day: first_day(), vouched: true });
        let told = figures::told(&conn, org, since).await.unwrap();
        let shown: Vec<_> =
            told.iter().map(|it| (it.reporter.as_str(), it.source.mails, it.source.dkim)).collect();
        assert_eq!(shown, [("b.example", 9, 9), ("a.example", 7, 7)]);
        let days = figures::days_told(&conn, org, since).await.unwrap();
        let of = |reporter: &str| days[reporter].iter().map(|day| day - first_day()).collect::<Vec<_>>();
        assert_eq!((days.len(), of("a.example"), of("b.example")), (2, vec![0, 2], vec![0]));
    });
}
