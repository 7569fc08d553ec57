//! Lists as files: their form, their selection, and texts that want to be formulas.

use std::io::{Cursor, Read};

use domain::org::Right;
use serde_json::json;

use crate::browser::Browser;
use crate::office::{Everything, World};

const FORMULA: &str = "=HYPERLINK(\"https://evil.example\",\"<b>Klikk</b>\")";

async fn office() -> (World, Everything, Browser) {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    world.case(ours.organisation, ours.settings.mailbox, FORMULA).await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    (world, ours, browser)
}

#[tokio::test]
async fn plain_text_has_tabs_headings_and_no_formulas() {
    let (_world, _, browser) = office().await;
    let file = browser.get("/api/v1/cases/export?format=txt&sort=number&zone=Europe/Oslo").await.expect(200);
    assert_eq!(file.header("content-type"), "text/plain");
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"saker.txt\""));
    let text = file.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[0].starts_with("Nummer\tTittel\tKunde"));
    assert_eq!(
        lines[1],
        "1\tHjelp\tOla\tola@kunde.example\tÅpen\t\t\t\t\t1\t2026-01-05 09:00\t2026-01-05 09:00\t\tFaktura"
    );
    assert!(lines[2].contains("\t'=HYPERLINK("), "{}", lines[2]);
    assert_eq!(lines[4], "Tidssone: Europe/Oslo");
}

#[tokio::test]
async fn html_stands_alone_and_escapes() {
    let (_world, _, browser) = office().await;
    browser.patch("/api/v1/profile", json!({ "language": "en" })).await.expect(200);
    let page = browser.get("/api/v1/cases/export?format=html").await.expect(200).text();
    assert!(page.starts_with("<!doctype html>") && page.contains("<html lang=\"en\">"));
    assert!(page.contains("<th>Title</th>") && page.contains("&lt;b&gt;Klikk&lt;/b&gt;"));
    assert!(!page.contains("<b>") && !page.contains("<script"));
    assert!(page.trim_end().ends_with("</html>"));
}

#[tokio::test]
async fn instants_are_of_the_readers_zone_which_their_headings_name() {
    let (_world, _, browser) = office().await;
    let page = browser.get("/api/v1/cases/export?format=html&zone=Europe/Oslo").await.expect(200).text();
    assert!(page.contains("2026-01-05 09:00") && page.contains(" (Europe/Oslo)</th>"), "{page}");
    assert!(page.contains("<th>Tittel</th>"), "only those of instants name it: {page}");
    let path = "/api/v1/blocked-addresses/export?format=xlsx&zone=Europe/Oslo";
    let file = browser.get(path).await.expect(200);
    let mut archive = zip::ZipArchive::new(Cursor::new(file.bytes)).unwrap();
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains("Blokkert (Europe/Oslo)") && sheet.contains("Serverens ord"), "{sheet}");
    let text = browser.get("/api/v1/outbox/export?format=txt").await.expect(200).text();
    assert!(text.contains("Skrevet\tSkrevet av\t"), "as the list calls them: {text}");
}

#[tokio::test]
async fn excel_files_hold_texts_and_no_formulas() {
    let (_world, _, browser) = office().await;
    let file = browser.get("/api/v1/cases/export?format=xlsx").await.expect(200);
    assert!(file.header("content-type").ends_with("spreadsheetml.sheet"));
    let mut archive = zip::ZipArchive::new(Cursor::new(file.bytes)).unwrap();
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains("HYPERLINK") && sheet.contains("inlineStr"));
    assert!(!sheet.contains("<f>"), "no formula");
}

#[tokio::test]
async fn a_selection_is_exported_alone() {
    let (_world, ours, browser) = office().await;
    let path = format!("/api/v1/cases/export?format=txt&status=all&ids={}", ours.case);
    let text = browser.get(&path).await.expect(200).text();
    assert!(text.contains("Hjelp") && !text.contains("HYPERLINK"));
}

#[tokio::test]
async fn a_date_that_excel_does_not_know_stops_no_file() {
    let (world, ours, browser) = office().await;
    world.standing_since(ours.organisation, domain::Timestamp::from_millis(-62_135_596_800_000)).await;
    let file = browser.get("/api/v1/blocked-addresses/export?format=xlsx").await.expect(200);
    let mut archive = zip::ZipArchive::new(Cursor::new(file.bytes)).unwrap();
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains("borte@kunde.example") && sheet.contains("0001-01-01T"), "{sheet}");
}

#[tokio::test]
async fn every_list_has_its_three_files() {
    let (_world, _, browser) = office().await;
    for list in ["users", "mailboxes", "intake", "blocked", "outbox", "cases"] {
        for format in ["xlsx", "html", "txt"] {
            let file = browser.get(&format!("/api/v1/{list}/export?format={format}")).await.expect(200);
            assert!(file.bytes.len() > 50, "{list} {format}");
            assert!(file.header("content-disposition").contains(&format!(".{format}\"")), "{list} {format}");
        }
    }
}
