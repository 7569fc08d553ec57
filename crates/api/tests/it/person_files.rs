//! Persons in files of other programs: looked at, taken in by a job, and given out.

use axum::body::Body;
use axum::http::{Method, header};
use domain::org::Right;
use flows::jobs::JobWorker;
use flows::worker::{Found, Worker};
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::office::World;

const FILE: &str = "Navn;E-post;Telefon;Bedrift;Notat\r\n\
    Kari Nordmann;kari@fjord.no;+47 912 34 567;Fjord AS;x\r\n\
    Ola Li;ola@hotmial.com;;;\r\n\
    Uten adresse;;22 33 44 55;;\r\n\
    =Feil;feil(at)fjord.no;;;\r\n\
    Sju Systre;KARI@fjord.no, ny@fjord.no;1;;\r\n";

async fn send(browser: &Browser, path: &str, file: &str) -> Answer {
    let request = browser
        .request(Method::POST, path)
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .body(Body::from(file.to_owned()))
        .unwrap();
    browser.send(request).await
}

async fn work(world: &World) {
    let worker = JobWorker::new(world.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
}

fn counts(import: &Value) -> [u64; 5] {
    ["waiting", "made", "changed", "kept", "refused"].map(|name| import[name].as_u64().unwrap())
}

#[tokio::test]
async fn a_file_is_shown_with_what_is_wrong_before_anything_is_written() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let kari = json!({ "name": "Kari", "addresses": ["kari@fjord.no"] });
    browser.post("/api/v1/persons", kari).await.expect(201);
    let preview = "/api/v1/persons/imports/preview";
    let seen = send(&browser, preview, FILE).await.expect(200).json();
    assert_eq!(
        (&seen["form"], &seen["separator"], &seen["charset"], &seen["has_heading"]),
        (&json!("csv"), &json!("semicolon"), &json!("utf-8"), &json!(true))
    );
    let columns = seen["columns"].as_array().unwrap();
    let fields: Vec<_> = columns.iter().map(|column| &column["field"]).collect();
    assert_eq!(fields, [&json!("name"), &json!("address"), &json!("phone"), &json!("company"), &Value::Null]);
    assert_eq!(
        (&seen["rows"], &seen["refused"], &seen["known"], &seen["doubtful"]),
        (&json!(5), &json!(2), &json!(2), &json!(1))
    );
    let shown = seen["shown"].as_array().unwrap();
    assert_eq!((&shown[0]["number"], &shown[0]["known"]["name"]), (&json!(2), &json!("Kari")));
    assert_eq!(shown[1]["checked"][0]["suggestion"], "ola@hotmail.com");
    assert_eq!(shown[2]["problem"], "contact.no_address");
    assert_eq!(
        (&shown[3]["problem"], &shown[3]["problem_address"]),
        (&json!("contact.bad_address"), &json!("feil(at)fjord.no"))
    );
    let people = browser.get("/api/v1/persons").await.expect(200).json();
    assert_eq!(people["rows"].as_array().map(Vec::len), Some(2), "the world's and Kari");

    let other = send(&browser, &format!("{preview}?columns=company,address"), FILE).await.expect(200).json();
    assert_eq!(other["shown"][0]["company"], "Kari Nordmann");
    let wrong = send(&browser, &format!("{preview}?columns=shoe"), FILE).await.expect(422);
    assert_eq!(wrong.code(), "import.columns");
    let workbook = send(&browser, preview, "PK\u{3}\u{4}").await.expect(422);
    assert_eq!(workbook.code(), "import.unreadable");
}

#[tokio::test]
async fn a_job_takes_the_rows_in_and_the_refused_ones_come_back_as_a_file() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let begun = send(&browser, "/api/v1/persons/imports?name=kunder.csv", FILE).await.expect(202).json();
    assert_eq!((counts(&begun), &begun["job"]["kind"]), ([5, 0, 0, 0, 0], &json!("persons_import")));
    work(&world).await;
    let path = format!("/api/v1/persons/imports/{}", begun["id"].as_str().unwrap());
    let done = browser.get(&path).await.expect(200).json();
    assert_eq!((counts(&done), &done["job"]["state"]), ([0, 2, 0, 1, 2], &json!("done")));
    let refused = browser.get(&format!("{path}/refused")).await.expect(200).text();
    let lines: Vec<&str> = refused.trim_start_matches('\u{FEFF}').lines().collect();
    assert_eq!(lines[0], "Navn;E-post;Telefon;Bedrift;Notat;Rad;Hvorfor");
    assert_eq!(lines[1], "Uten adresse;;22 33 44 55;;;4;Raden har ingen e-postadresse.");
    assert!(lines[2].starts_with("'=Feil;feil(at)fjord.no;"), "{}", lines[2]);

    let person = browser.get("/api/v1/persons?q=kari@").await.expect(200).json()["rows"][0].clone();
    assert_eq!((&person["company_name"], &person["phone"]), (&json!("Fjord AS"), &json!("+47 912 34 567")));
    let again = "/api/v1/persons/imports?name=kunder.csv&known=replace";
    let begun = send(&browser, again, FILE).await.expect(202).json();
    work(&world).await;
    let path = format!("/api/v1/persons/imports/{}", begun["id"].as_str().unwrap());
    let done = browser.get(&path).await.expect(200).json();
    assert_eq!(counts(&done), [0, 0, 1, 2, 2]);
    let person = browser.get("/api/v1/persons?q=ny@fjord").await.expect(200).json()["rows"][0].clone();
    assert_eq!((&person["name"], &person["phone"]), (&json!("Sju Systre"), &json!("1")));
    let colleague = world.signed_in(ours.organisation, &Right::ALL).await;
    colleague.get(&path).await.expect(404);
}

#[tokio::test]
async fn what_is_missing_is_filled_in_and_a_row_of_two_persons_is_nobodys() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    for (name, address) in [("Kari", "kari@fjord.no"), ("ola", "ola@fjord.no")] {
        let person =
            json!({ "name": name, "addresses": [address], "phone": if name == "Kari" { "1" } else { "" } });
        browser.post("/api/v1/persons", person).await.expect(201);
    }
    let file = "E-post;Navn;Telefon;Firma\n\
        kari@fjord.no, k@fjord.no;Kari Nordmann;99;Fjord\n\
        ola@fjord.no;Ola Li;22;Fjord\n\
        kari@fjord.no, ola@fjord.no;Begge;;\n";
    let path = "/api/v1/persons/imports?name=a.csv&known=fill";
    let begun = send(&browser, path, file).await.expect(202).json();
    work(&world).await;
    let path = format!("/api/v1/persons/imports/{}", begun["id"].as_str().unwrap());
    let done = browser.get(&path).await.expect(200).json();
    assert_eq!(counts(&done), [0, 0, 2, 0, 1]);
    assert_eq!(done["job"]["failures"][0]["code"], "contact.two_persons");
    let found = async |q: &str| {
        let path = format!("/api/v1/persons?q={q}");
        browser.get(&path).await.expect(200).json()["rows"][0].clone()
    };
    let kari = found("kari@fjord").await;
    assert_eq!(
        (&kari["name"], &kari["phone"], &kari["company_name"]),
        (&json!("Kari"), &json!("1"), &json!("Fjord"))
    );
    assert_eq!(kari["addresses"], json!(["kari@fjord.no", "k@fjord.no"]));
    let ola = found("ola@fjord").await;
    assert_eq!(
        (&ola["name"], &ola["phone"]),
        (&json!("Ola Li"), &json!("22")),
        "a name made of an address is none"
    );
    let companies = browser.get("/api/v1/companies?q=fjord").await.expect(200).json();
    assert_eq!(companies["rows"].as_array().map(Vec::len), Some(1), "named twice, made once");
}

#[tokio::test]
async fn a_stopped_import_takes_in_no_more_and_says_what_waits() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let rows: String = (0..250).map(|number| format!("Nr {number};n{number}@fjord.no\n")).collect();
    let file = format!("Navn;E-post\n{rows}");
    let begun = send(&browser, "/api/v1/persons/imports?name=a.csv", &file).await.expect(202).json();
    let path = format!("/api/v1/persons/imports/{}", begun["id"].as_str().unwrap());
    let worker = JobWorker::new(world.office.clone());
    // Other jobs have their turn before.
    while counts(&browser.get(&path).await.expect(200).json())[0] == 250 {
        worker.step().await.unwrap();
    }
    let job = format!("/api/v1/jobs/{}/cancel", begun["job"]["id"].as_str().unwrap());
    browser.post(&job, json!({})).await.expect(200);
    work(&world).await;
    let over = browser.get(&path).await.expect(200).json();
    assert_eq!((counts(&over), &over["job"]["state"]), ([50, 200, 0, 0, 0], &json!("cancelled")));
}

#[tokio::test]
async fn what_is_given_out_is_taken_in_by_another_organisation() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let company = json!({ "name": "Fjord; Sønn", "domains": [] });
    let company = browser.post("/api/v1/companies", company).await.expect(201).json();
    let kari = json!({ "name": "Kari Nordmann", "addresses": ["kari@fjord.no", "k@privat.no"],
        "phone": "+47 912 34 567", "company_id": company["id"], "language": "sv" });
    let kari = browser.post("/api/v1/persons", kari).await.expect(201).json();
    for format in ["csv", "vcard3", "vcard4"] {
        let others = world.signed_in(theirs.organisation, &Right::ALL).await;
        let path = format!("/api/v1/persons/contacts?format={format}&ids={}", kari["id"].as_str().unwrap());
        let file = browser.get(&path).await.expect(200).text();
        let seen = send(&others, "/api/v1/persons/imports/preview", &file).await.expect(200).json();
        assert_eq!(seen["rows"], 1, "{file}");
        let row = &seen["shown"][0];
        assert_eq!(row["addresses"], json!(["kari@fjord.no", "k@privat.no"]), "{file}");
        assert_eq!(
            (&row["name"], &row["phone"], &row["company"]),
            (&json!("Kari Nordmann"), &json!("+47 912 34 567"), &json!("Fjord; Sønn"))
        );
    }
}

#[tokio::test]
async fn how_large_a_file_may_be_is_a_setting() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let set = async |name: &str, value: Value| {
        let path = format!("/api/v1/settings/person_import.{name}");
        browser.json(Method::PUT, &path, json!({ "value": value })).await
    };
    let preview = "/api/v1/persons/imports/preview";
    set("rows", json!(4)).await.expect(200);
    let refused = send(&browser, preview, FILE).await.expect(422);
    assert_eq!(refused.code(), "import.unreadable");
    assert!(refused.text().contains("more than 4 rows"), "{}", refused.text());
    set("rows", json!(5)).await.expect(200);
    send(&browser, preview, FILE).await.expect(200);
    set("megabytes", json!(1)).await.expect(200);
    let large = format!("{FILE}{}", "x".repeat(1024 * 1024));
    assert_eq!(send(&browser, preview, &large).await.expect(422).json()["params"]["max_mb"], "1");
    assert_eq!(set("rows", json!(100_001)).await.expect(422).code(), "import.bounds");
    // Null is what it was before anybody chose.
    set("rows", Value::Null).await.expect(200);
    set("megabytes", Value::Null).await.expect(200);
    send(&browser, preview, &large).await.expect(200);
}

#[tokio::test]
async fn refused_rows_of_a_file_without_headings_come_in_again_as_they_were_given_out() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let file = "1;Kari Nordmann;kari@fjord.no\n\n2;Ola Li;ola(at)fjord.no\n";
    let begun = send(&browser, "/api/v1/persons/imports?name=a.csv", file).await.expect(202).json();
    work(&world).await;
    let listed = browser.get("/api/v1/persons/imports").await.expect(200).json();
    assert_eq!((&listed["rows"][0]["id"], counts(&listed["rows"][0])), (&begun["id"], [0, 1, 0, 0, 1]));
    assert_eq!(listed["rows"][0]["job"]["id"], begun["job"]["id"], "it is found by its job");
    let path = format!("/api/v1/persons/imports/{}/refused", begun["id"].as_str().unwrap());
    let refused = browser.get(&path).await.expect(200).text();
    let lines: Vec<&str> = refused.trim_start_matches('\u{FEFF}').lines().collect();
    assert_eq!(lines[0], ";name;email;Rad;Hvorfor");
    assert!(lines[1].starts_with("2;Ola Li;ola(at)fjord.no;3;"), "{}", lines[1]);

    let seen = send(&browser, "/api/v1/persons/imports/preview", &refused).await.expect(200).json();
    let columns = seen["columns"].as_array().unwrap();
    let fields: Vec<_> = columns.iter().map(|column| &column["field"]).collect();
    let nothing = &Value::Null;
    assert_eq!(fields, [nothing, &json!("name"), &json!("address"), nothing, nothing]);
    assert_eq!((&seen["has_heading"], &seen["rows"]), (&json!(true), &json!(1)));
    let corrected = refused.replace("(at)", "@");
    let begun = send(&browser, "/api/v1/persons/imports?name=b.csv", &corrected).await.expect(202).json();
    work(&world).await;
    let path = format!("/api/v1/persons/imports/{}", begun["id"].as_str().unwrap());
    assert_eq!(counts(&browser.get(&path).await.expect(200).json()), [0, 1, 0, 0, 0]);
    let colleague = world.signed_in(ours.organisation, &Right::ALL).await;
    assert_eq!(colleague.get("/api/v1/persons/imports").await.expect(200).json()["rows"], json!([]));
}
