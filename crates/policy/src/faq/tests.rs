//! What is suggested for which mail.

use super::*;

fn stems(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split_whitespace().map(|word| (word.to_lowercase(), word.to_owned()))
}

fn mail(text: &str) -> MailWords {
    MailWords::of(stems(text))
}

fn answer(title: &str, keywords: &[&str], text: &str) -> Answer {
    let set = |text: &str| stems(text).map(|(stem, _)| stem).collect::<BTreeSet<_>>();
    Answer {
        title: set(title),
        keywords: keywords.iter().map(|keyword| ((*keyword).to_owned(), set(keyword))).collect(),
        text: set(text),
    }
}

fn shop() -> Vec<Answer> {
    vec![
        answer("return goods", &["retur"], "send the goods back within thirty days with the label"),
        answer("delivery time", &["where is my parcel"], "a parcel takes three days"),
        answer("change invoice address", &[], "write the new address in your profile"),
    ]
}

fn percents(text: &str) -> Vec<u8> {
    scores(&mail(text), &shop()).iter().map(|score| score.percent).collect()
}

#[test]
fn an_answer_that_speaks_of_the_same_scores_more_than_others() {
    assert_eq!(percents("return goods"), [100, 0, 0]);
    let asked = percents("can I change the address on my invoice before delivery");
    assert!(asked[2] > 80 && asked[1] < 50 && asked[0] == 0, "{asked:?}");
    assert_eq!(percents("good morning everybody"), [0, 0, 0]);
    assert_eq!(percents(""), [0, 0, 0]);
}

#[test]
fn a_keyword_qualifies_whatever_the_score_and_stands_first() {
    let wanted = Wanted { minimum_percent: 50, most: 3 };
    let found = scores(&mail("delivery time of my retur"), &shop());
    assert_eq!(found[0].keyword.as_deref(), Some("retur"));
    assert!(found[0].percent < 50 && found[1].percent >= 50, "{found:?}");
    assert_eq!(chosen(&found, wanted), [0, 1]);
    assert_eq!(chosen(&found, Wanted { most: 1, ..wanted }), [0]);
    // A keyword of several words needs all of them that say something.
    let part = scores(&mail("parcel"), &shop());
    assert_eq!(part[1].keyword, None);
}

#[test]
fn what_scores_nothing_is_suggested_by_no_minimum() {
    let found = scores(&mail("good morning"), &shop());
    assert!(chosen(&found, Wanted { minimum_percent: 0, most: 3 }).is_empty());
}

#[test]
fn the_words_that_matched_stand_as_the_mail_has_them_the_rarest_first() {
    let mut answers = shop();
    answers.push(answer("opening hours", &[], "three days a week"));
    let found = scores(&mail("Three PARCEL"), &answers);
    assert_eq!(found[1].words, ["PARCEL", "Three"]);
}

#[test]
fn words_that_every_mail_has_count_for_nothing() {
    let answers = [answer("how do i change my address", &[], "")];
    let score = |text: &str| scores(&mail(text), &answers)[0].percent;
    assert_eq!(score("how do i"), 0);
    assert_eq!(score("address change"), 100);
}

#[test]
fn the_list_of_empty_words_is_in_order() {
    assert!(["and", "ikk", "int", "the"].iter().all(|stem| says_nothing(stem)));
    assert!(!says_nothing("faktur"));
}
