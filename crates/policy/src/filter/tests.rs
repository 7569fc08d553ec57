//! Filters as tables: a mail, a filter, what it says.

use domain::filter::{CustomerBy, FilterCapture, FilterCondition, FilterField, FilterOperator};
use domain::{CategoryId, PriorityId, TemplateId};

use super::*;

const MAIL: &str = "From: Kari Nordmann <kari@kunde.example>\nTo: Post <post@nord.example>, b@nord.example\n\
                    Cc: sjef@kunde.example\nSubject: Ordre 4711 mangler\nX-Spam-Score: 7.5\n\
                    X-Shop: Butikk Nord\nMessage-ID: <1@kunde.example>\nMIME-Version: 1.0\n\
                    Content-Type: multipart/mixed; boundary=b\n\n\
                    --b\nContent-Type: text/plain; charset=utf-8\n\nHei, jeg har ikke fått noe fra dere.\n\
                    Telefon: 99 88 77 66\nE-post: ola@kunde.example\n\
                    --b\nContent-Type: application/pdf; name=faktura.pdf\n\
                    Content-Disposition: attachment; filename=faktura.pdf\n\nx\n--b--\n";

fn condition(field: FilterField, operator: FilterOperator, value: &str) -> FilterCondition {
    FilterCondition { field, header: None, operator, value: value.to_owned() }
}

fn filter(id: i64, rules: &FilterRules) -> Filter {
    Filter::new(FilterId::new(id), &format!("filter {id}"), rules).unwrap()
}

fn rules(conditions: Vec<FilterCondition>, actions: Vec<FilterAction>) -> FilterRules {
    FilterRules { conditions, actions, stop: true, ..FilterRules::default() }
}

fn subject(text: &str) -> Vec<FilterCondition> {
    vec![condition(FilterField::Subject, FilterOperator::Contains, text)]
}

fn category(id: i64) -> FilterAction {
    FilterAction::Category { category_id: CategoryId::new(id) }
}

fn run(filters: &[Filter], skip: &[i64]) -> Verdict {
    let (parsed, _) = mail::parse(MAIL.as_bytes());
    let skip: Vec<_> = skip.iter().copied().map(FilterId::new).collect();
    decide(filters, &Texts::new(&parsed, MAIL.len() as u64), &skip)
}

fn reason(condition: FilterCondition) -> Option<String> {
    let verdict = run(&[filter(1, &rules(vec![condition], vec![FilterAction::Block]))], &[]);
    verdict.matches().next().map(|found| found.reasons[0].text.clone())
}

#[test]
fn each_operator_reads_each_field_as_a_person_means_it() {
    use FilterField as F;
    use FilterOperator as O;
    let check = |field, operator, value, expected: Option<&str>| {
        let found = reason(condition(field, operator, value));
        assert_eq!(found.as_deref(), expected, "{field:?} {operator:?} {value}");
    };
    check(F::From, O::Equals, "KARI@kunde.example", Some("kari@kunde.example"));
    check(F::From, O::Equals, "kari nordmann", Some("Kari Nordmann"));
    check(F::From, O::Ends, "@kunde.example", Some("@kunde.example"));
    check(F::From, O::Equals, "kunde.example", None);
    check(F::To, O::Contains, "post@", Some("post@"));
    check(F::To, O::Contains, "sjef@", None);
    check(F::Cc, O::Equals, "sjef@kunde.example", Some("sjef@kunde.example"));
    check(F::Recipients, O::Equals, "sjef@kunde.example", Some("sjef@kunde.example"));
    check(F::Recipients, O::NotContains, "sjef", None);
    check(F::Subject, O::Begins, "ordre", Some("Ordre"));
    check(F::Subject, O::NotEquals, "ordre", Some("Ordre 4711 mangler"));
    check(F::Subject, O::Regex, r"ordre\s+\d+", Some("Ordre 4711"));
    check(F::Body, O::Contains, "FÅTT NOE", Some("fått noe"));
    check(F::Header, O::Contains, "x-spam-score: 7", Some("X-Spam-Score: 7"));
    check(F::AttachmentName, O::Ends, ".pdf", Some(".pdf"));
    check(F::AttachmentName, O::Exists, "", Some("faktura.pdf"));
    check(F::AttachmentType, O::Missing, "", None);
    check(F::AttachmentType, O::Equals, "application/pdf", Some("application/pdf"));
    check(F::Size, O::Larger, "100", Some(&MAIL.len().to_string()));
    check(F::Size, O::Smaller, "100", None);
    check(F::Class, O::Equals, "person", Some("person"));
    check(F::Class, O::NotEquals, "auto_reply", Some("person"));
    check(F::Language, O::Equals, "nb", Some("nb"));
    check(F::Language, O::Equals, "sv", None);
}

#[test]
fn a_header_field_is_read_by_its_name() {
    let named = |name: &str, operator, value: &str| {
        let header = Some(name.to_owned());
        reason(FilterCondition { header, ..condition(FilterField::Header, operator, value) })
    };
    assert_eq!(named("x-spam-score", FilterOperator::Regex, r"^[5-9]\.").as_deref(), Some("7."));
    assert_eq!(named("X-Shop:", FilterOperator::Equals, "butikk nord").as_deref(), Some("Butikk Nord"));
    assert_eq!(named("X-None", FilterOperator::Missing, "").as_deref(), Some(""));
    assert_eq!(named("X-None", FilterOperator::Exists, ""), None);
}

#[test]
fn all_needs_each_and_any_needs_one() {
    let two = || {
        let mut two = subject("ordre");
        two.extend(subject("lotteri"));
        two
    };
    let all = rules(two(), vec![FilterAction::Block]);
    let verdict = run(&[filter(1, &all)], &[]);
    assert!(matches!(&verdict.tried[..], [Tried::Miss(Miss { condition: Some(1), .. })]), "{verdict:?}");
    let any = FilterRules { combine: Combine::Any, ..all };
    assert_eq!(run(&[filter(1, &any)], &[]).matches().next().unwrap().reasons.len(), 1);
    let everything = rules(Vec::new(), vec![FilterAction::Block]);
    assert!(run(&[filter(1, &everything)], &[]).effects.held.is_some());
}

#[test]
fn a_match_ends_the_run_unless_it_lets_later_ones_go_on() {
    let first = rules(subject("ordre"), vec![category(7)]);
    let second = rules(
        subject("ordre"),
        vec![category(8), FilterAction::Priority { priority_id: PriorityId::new(5) }],
    );
    let verdict = run(&[filter(1, &first), filter(2, &second)], &[]);
    assert_eq!((verdict.effects.category, verdict.effects.priority), (Some(CategoryId::new(7)), None));
    let goes_on = FilterRules { stop: false, ..first };
    let verdict = run(&[filter(1, &goes_on), filter(2, &second)], &[]);
    let effects = verdict.effects;
    assert_eq!((effects.category, effects.priority), (Some(CategoryId::new(7)), Some(PriorityId::new(5))));
}

#[test]
fn an_overruled_filter_is_left_out_and_the_others_still_act() {
    let block = FilterRules { stop: false, ..rules(subject("ordre"), vec![FilterAction::Block]) };
    let filters = [filter(1, &block), filter(2, &rules(subject("ordre"), vec![category(8)]))];
    let held = Some(Held { by: FilterId::new(1), discards: false });
    assert_eq!(run(&filters, &[]).effects, Effects { held, ..Effects::default() }, "a block ends the run");
    let verdict = run(&filters, &[1]);
    assert_eq!((verdict.effects.held, verdict.effects.category), (None, Some(CategoryId::new(8))));
}

#[test]
fn what_was_captured_fills_the_texts_and_what_is_missing_leaves_its_action_out() {
    let capture = |name: &str, pattern: &str| FilterCapture {
        name: name.to_owned(),
        field: FilterField::Body,
        header: None,
        pattern: pattern.to_owned(),
    };
    let text = |text: &str| text.to_owned();
    let order = condition(FilterField::Subject, FilterOperator::Regex, r"ordre (?P<order>\d+)");
    let rules = FilterRules {
        captures: vec![
            capture("phone", r"telefon: ([\d ]+)"),
            capture("mail", r"e-post:\s*(\S+)"),
            capture("none", "x{9}"),
        ],
        ..rules(
            vec![order],
            vec![
                FilterAction::Title { text: text("Ordre [[order]] ([[phone]])") },
                FilterAction::CustomerAddress { text: text("[[mail]]") },
                FilterAction::CustomerName { text: text("[[none]]") },
                FilterAction::LinkCase { text: text("[#[[order]]]") },
                FilterAction::ReplaceText { text: text("Ring [[phone]]") },
                FilterAction::IgnoreSender,
                FilterAction::NoAutoReply,
                FilterAction::Bounced,
                FilterAction::Debug,
            ],
        )
    };
    let filter = filter(1, &rules);
    assert_eq!(filter.names().collect::<Vec<_>>(), ["order", "phone", "mail", "none"]);
    let verdict = run(&[filter], &[]);
    let found = verdict.matches().next().unwrap();
    assert_eq!(found.left_out, ["customer_name"]);
    assert_eq!(found.variables["phone"], "99 88 77 66");
    let by = FilterId::new(1);
    let expected = Effects {
        overruling: Some(Overruling::Case { number: 4711, by }),
        title: Some(text("Ordre 4711 (99 88 77 66)")),
        customer: CustomerEffects {
            ignores_sender: true,
            address: Some("ola@kunde.example".parse().unwrap()),
            ..CustomerEffects::default()
        },
        text: Some(text("Ring 99 88 77 66")),
        mails: MailEffects { no_receipt: Some(by), ..MailEffects::default() },
        bounced: true,
        debug: true,
        ..Effects::default()
    };
    assert_eq!(verdict.effects, expected);
}

#[test]
fn filters_send_mails_and_say_who_the_customer_is() {
    let text = |text: &str| text.to_owned();
    let template_id = TemplateId::new(3);
    let one = rules(
        Vec::new(),
        vec![
            FilterAction::Forward { text: text("lager@nord.example") },
            FilterAction::ReplyTo { template_id, text: text("vakt@nord.example") },
            FilterAction::NoAutoReply,
            FilterAction::Reply { template_id },
            FilterAction::Tags { text: text("Faktura, #haster ,faktura") },
            FilterAction::FindCustomer { by: CustomerBy::Phone, text: text("99 88 77 66") },
            FilterAction::CustomerPhone { text: text("ring meg"), replace: false },
            FilterAction::CustomerCompany { text: text("Kunde  AS"), replace: true },
        ],
    );
    let other = rules(
        Vec::new(),
        vec![
            FilterAction::Forward { text: text("LAGER@nord.example") },
            FilterAction::Forward { text: text("nobody") },
            FilterAction::Reply { template_id: TemplateId::new(4) },
            FilterAction::Tags { text: text("x".repeat(60).as_str()) },
        ],
    );
    let goes_on = FilterRules { stop: false, ..one };
    let verdict = run(&[filter(1, &goes_on), filter(2, &other)], &[]);
    let left_out: Vec<_> = verdict.matches().map(|found| found.left_out.clone()).collect();
    assert_eq!(left_out, [vec!["customer_phone"], vec!["forward", "tags"]]);
    let (by, effects) = (FilterId::new(1), verdict.effects);
    assert_eq!(effects.tags, ["Faktura", "haster"]);
    assert_eq!(effects.mails.forwards, [("lager@nord.example".parse().unwrap(), by)], "an address once");
    assert_eq!(effects.mails.reply, Some(Letter { template: template_id, to: None, by }));
    let to = Some("vakt@nord.example".parse().unwrap());
    assert_eq!(effects.mails.letters, [Letter { template: template_id, to, by }]);
    let sought = Sought { by: CustomerBy::Phone, text: text("99 88 77 66"), filter: by };
    assert_eq!(effects.customer.sought, Some(sought));
    assert_eq!(effects.customer.company, Some(Found { text: text("Kunde AS"), replaces: true }));
}

#[test]
fn a_filter_that_forbids_the_receipt_silences_the_answers_of_later_ones() {
    let forbids = FilterRules { stop: false, ..rules(Vec::new(), vec![FilterAction::NoAutoReply]) };
    let answers = rules(Vec::new(), vec![FilterAction::Reply { template_id: TemplateId::new(3) }]);
    let verdict = run(&[filter(1, &forbids), filter(2, &answers)], &[]);
    assert_eq!(verdict.effects.mails.reply, None);
}

#[test]
fn an_address_that_is_none_leaves_its_action_out() {
    let address = FilterAction::CustomerAddress { text: "not an address".to_owned() };
    let verdict = run(&[filter(1, &rules(Vec::new(), vec![address]))], &[]);
    assert_eq!(verdict.matches().next().unwrap().left_out, ["customer_address"]);
}

#[test]
fn a_filter_that_cannot_run_says_which_part() {
    use FilterField as F;
    use FilterOperator as O;
    let check = |condition: FilterCondition, expected: &str| {
        let refused = Filter::new(FilterId::new(1), "x", &rules(vec![condition], Vec::new())).unwrap_err();
        assert_eq!(refused.to_string(), expected);
    };
    check(
        condition(F::Size, O::Contains, "1"),
        "condition 1: `contains` cannot be asked of `size`; choose another comparison",
    );
    check(
        condition(F::Size, O::Larger, "1 MB"),
        "condition 1: `1 MB` is not a size; write a number of octets",
    );
    check(condition(F::Class, O::Equals, "spam"), "condition 1: `spam` is not one of the known values");
    let header = Some("a b".to_owned());
    check(
        FilterCondition { header, ..condition(F::Header, O::Exists, "") },
        "condition 1: `a b` is not the name of a header field",
    );
}
