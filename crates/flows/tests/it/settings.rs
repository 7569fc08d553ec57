//! Settings that are changed by their names.

use flows::settings;
use serde_json::{Value, json};

use crate::house::House;

#[tokio::test]
async fn of_two_who_set_different_settings_of_one_section_at_once_neither_undoes_the_others() {
    let house = House::open().await;
    let set = async |name: &str, value: Value| settings::set(&house.office, &house.actor, name, value).await;
    for (one, other) in [
        (("bins.cases", json!(11)), ("bins.spam", json!(12))),
        (("notify.per_hour", json!(41)), ("notify.remind_days", json!(42))),
        (("auto_reply.per_case.burst", json!(5)), ("auto_reply.per_address.burst", json!(6))),
        (("faq.minimum_percent", json!(61)), ("faq.most", json!(7))),
        (("file_links.days", json!(8)), ("file_links.fetches", json!(9))),
        (("acquaintance.persons", json!(false)), ("acquaintance.companies", json!(false))),
        (("person_import.rows", json!(100)), ("person_import.megabytes", json!(2))),
    ] {
        let both = tokio::join!(set(one.0, one.1.clone()), set(other.0, other.1.clone()));
        assert!(both.0.is_ok() && both.1.is_ok(), "{both:?}");
        let all = settings::list(&house.office, &house.actor).await.unwrap();
        let value = |name: &str| all.iter().find(|one| one.name == name).map(|one| one.value.clone());
        assert_eq!((value(one.0), value(other.0)), (Some(one.1), Some(other.1)), "{} {}", one.0, other.0);
    }
}

#[tokio::test]
async fn what_a_setting_cannot_be_is_refused_whatever_the_others_are() {
    let house = House::open().await;
    for (name, value, code) in [
        ("bins.cases", json!(0), "bins.days"),
        ("notify.per_hour", json!(0), "notify.per_hour"),
        ("auto_reply.per_case.burst", json!(0), "auto_reply.rate"),
        ("faq.most", json!(0), "faq.most"),
        ("file_links.days", json!(0), "file_links.bounds"),
        ("person_import.rows", json!(0), "import.bounds"),
        ("file_links.enabled", json!("perhaps"), "setting.malformed"),
    ] {
        let refused = settings::set(&house.office, &house.actor, name, value).await.unwrap_err();
        assert_eq!((refused.code, refused.field), (code, Some("value")), "{name}");
    }
}
