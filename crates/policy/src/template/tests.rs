//! Texts, values and what becomes of them, as tables.

use proptest::prelude::*;

use super::*;

fn values() -> Values {
    Values::default()
        .with(Variable::CustomerName, "Kari Nordmann")
        .with(Variable::CaseNumber, "1042")
        .with(Variable::CaseCategory, "Faktura")
        .with(Variable::Capture("order".to_owned()), "A-17")
}

fn check(text: &str, expected: &str) {
    assert_eq!(Template::read(text).unwrap().render(&values()).text, expected, "{text}");
}

fn refused(text: &str, line: usize, said: &str) {
    let error = Template::read(text).unwrap_err();
    assert_eq!((error.line, error.fault.to_string().contains(said)), (line, true), "{text}: {error}");
}

#[test]
fn variables_become_values_and_missing_ones_their_fallback() {
    check("Hei [[customer.name]], sak [[ case.number ]].", "Hei Kari Nordmann, sak 1042.");
    check("Hei [[company.name|dere]]!", "Hei dere!");
    check("Hei [[customer.name|du]]!", "Hei Kari Nordmann!");
    check("Hei [[company.name]]!", "Hei !");
    check("Ordre [[capture.order]] og [[capture.none|ukjent]]", "Ordre A-17 og ukjent");
    check("Skriv \\[[slik]]", "Skriv [[slik]]");
    check("", "");
}

#[test]
fn values_are_text_of_html_where_the_template_is_html() {
    let values = values().with(Variable::CompanyName, "Ås & <b>Co</b>\n\"Nord\"");
    let text = "<b>[[company.name]]</b> [[IF company.name]]<i>[[customer.name]]</i>[[ENDIF]]";
    let filled = Template::read_html(text).unwrap().render(&values).text;
    let company = "Ås &amp; &lt;b&gt;Co&lt;/b&gt;<br>&quot;Nord&quot;";
    assert_eq!(filled, format!("<b>{company}</b> <i>Kari Nordmann</i>"));
}

#[test]
fn a_condition_in_a_block_of_its_own_takes_the_block_with_it() {
    let check = |html: &str, expected: &str| {
        let values = values().with(Variable::CaseTitle, "Salt & \"pepper\"");
        assert_eq!(Template::read_html(html).unwrap().render(&values).text, expected, "{html}");
    };
    let choice = "<div>Hei</div><div>[[IF customer.name]]</div><div><b>Kari</b></div><div>[[ELSE]] </div>\
                  <div>Noen</div><div>[[ENDIF]]</div><div>Hilsen</div>";
    check(choice, "<div>Hei</div><div><b>Kari</b></div><div>Hilsen</div>");
    check("<ul><li><div>[[IF company.name]]</div></li><li>a</li><li>[[ENDIF]]</li></ul>", "<ul></ul>");
    check("<div>Hei [[IF&nbsp;NOT company.name]]du[[ENDIF]]</div>", "<div>Hei du</div>");
    // The words of a condition are those that its writer sees.
    check("[[IF case.title = Salt &amp; \"pepper\"]]<i>a</i>[[ELSE]]b[[ENDIF]]", "<i>a</i>");
    check(
        "[[company.name|<b>dere</b> &amp; alle]] [[customer.name\u{a0}|x]]",
        "<b>dere</b> &amp; alle Kari Nordmann",
    );
    assert!(Template::read_html("[[customer.<b>name</b>]]").is_err(), "a name is of one piece");
    assert!(Template::read_html(&"<i></i>".repeat(40_000)).is_err(), "it is bounded");
}

#[test]
fn conditions_choose_one_branch() {
    check("[[IF customer.name]]a[[ELSE]]b[[ENDIF]]", "a");
    check("[[if company.name]]a[[else]]b[[endif]]", "b");
    check("[[IF NOT company.name]]a[[ENDIF]]c", "ac");
    check("[[IF case.category = faktura]]a[[ELSEIF customer.name]]b[[ELSE]]c[[ENDIF]]", "a");
    check("[[IF case.category != Faktura]]a[[ELSEIF customer.name]]b[[ELSE]]c[[ENDIF]]", "b");
    check("[[IF company.name]]a[[ELSEIF user.name]]b[[ELSE]]c[[ENDIF]]", "c");
    check("[[IF customer.name]]1[[IF company.name]]2[[ELSE]]3[[ENDIF]]4[[ENDIF]]", "134");
}

#[test]
fn a_condition_on_a_line_of_its_own_leaves_no_empty_line() {
    check("Hei\n[[IF customer.name]]\nKari\n[[ELSE]]\nNoen\n[[ENDIF]]\nHilsen", "Hei\nKari\nHilsen");
    check("[[IF company.name]]\nX\n[[ENDIF]]\nHilsen", "Hilsen");
    check("Hei [[IF customer.name]]du[[ENDIF]]\nHilsen", "Hei du\nHilsen");
    check("Hei\r\n[[IF customer.name]]\r\nKari\r\n[[ENDIF]]", "Hei\r\nKari\r\n");
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    refused("Hei\n[[custmer.name]]", 2, "did you mean `customer.name`?");
    refused("Hei [[customer.name", 1, "never closed");
    refused("Hei [[customer\n.name]]", 1, "never closed");
    refused("a\n[[IF]]", 2, "`IF` needs a variable");
    refused("a\n\n[[ELSE]]", 3, "`ELSE` has no");
    refused("[[ENDIF]]", 1, "`ENDIF` has no");
    refused("[[IF customer.name]]a[[ELSE]]b[[ELSE]]c[[ENDIF]]", 1, "`ELSE` has no");
    refused("a\n[[IF customer.name]]\nb\n", 2, "no `[[ENDIF]]`");
    refused("[[IF customer.name]]\n[[ENDIF]]\n[[nothing]]", 3, "`nothing`");
    refused(&"[[IF customer.name]]".repeat(11), 1, "within each other");
    refused(&"[[case.number]]".repeat(1_001), 1, "more than 1000");
    refused(&"a".repeat(TEXT_CHARS_MAX + 1), 1, "longer than");
}

#[test]
fn a_hole_is_named_only_where_it_is_read() {
    let template =
        Template::read("[[company.name]] [[IF user.name]][[mailbox.address]][[ENDIF]] [[case.title|x]]")
            .unwrap();
    let missing: Vec<_> = template.render(&values()).missing.iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["company.name"]);
    assert_eq!(template.variables().len(), 4);
}

#[test]
fn a_value_is_never_read_for_tags() {
    let hostile = values().with(Variable::CustomerName, "[[case.number]] [[IF user.name]] \\[[");
    let template = Template::read("Hei [[customer.name]].").unwrap();
    assert_eq!(template.render(&hostile).text, "Hei [[case.number]] [[IF user.name]] \\[[.");
}

#[test]
fn a_subject_stays_one_line_whatever_its_values_hold() {
    let hostile = Values::default().with(Variable::CaseTitle, "Hei\r\nBcc: all@example.org\u{0}\u{7}");
    let subject = Template::read("Sv: [[case.title]]\n").unwrap();
    assert_eq!(subject.render_line(&hostile).text, "Sv: Hei Bcc: all@example.org");
}

#[test]
fn a_filled_text_is_bounded() {
    let long = Values::default().with(Variable::MessageText, "å".repeat(100_000));
    let rendered = Template::read(&"[[message.text]]".repeat(500)).unwrap().render(&long);
    assert!(rendered.cut);
    assert!(rendered.text.len() <= 512 * 1024, "{}", rendered.text.len());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_and_text_without_tags_stays(text in "(?s).{0,300}") {
        if let Ok(template) = Template::read(&text) && !text.contains("[[") {
            prop_assert_eq!(template.render(&values()).text, text);
        }
    }

    #[test]
    fn tags_in_any_order_never_panic(tags in proptest::collection::vec(0..8_usize, 0..40)) {
        let words = ["[[IF user.name]]", "[[ELSE]]", "[[ENDIF]]", "[[ELSEIF case.title = x]]", "\n", " a ",
            "[[case.number]]", "[["];
        let text: String = tags.iter().map(|tag| words[*tag]).collect();
        if let Ok(template) = Template::read(&text) {
            prop_assert!(!template.render(&values()).cut);
        }
    }
}
