//! An organisation's own rules, made in the interface.

use domain::returns::ReturnClass;

use super::rule::RuleError;
use super::rules::RuleSet;

/// One rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnRule {
    /// Its name, unique among the others.
    pub id: String,
    /// The class.
    pub class: ReturnClass,
    /// Phrases, one of which must stand in the words: whole words, `*` at an end leaves it open.
    pub phrases: Vec<String>,
    /// The host that says so, or a domain that it lies in; empty for any.
    pub host: String,
    /// Words that it decides.
    pub sample: String,
}

impl RuleSet {
    /// These rules with an organisation's own before them, in their order.
    ///
    /// # Errors
    /// What is wrong with which rule; also when its sample is not decided by it.
    pub fn with_own(&self, rules: &[OwnRule]) -> Result<Self, RuleError> {
        let written: String = rules.iter().map(written).collect();
        self.extended("own", &format!("tier = \"own\"\n{written}"))
    }
}

/// The rule as a file has it. A string of JSON is one of TOML.
fn written(rule: &OwnRule) -> String {
    let list = |texts: &[String]| {
        let each: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
        format!("[{}]", each.join(", "))
    };
    let host =
        if rule.host.is_empty() { String::new() } else { format!("host = [{}]\n", quoted(&rule.host)) };
    // A rule for one host is tried on words that name it.
    let sample = if rule.host.is_empty() || rule.sample.contains(&rule.host) {
        rule.sample.clone()
    } else {
        format!("{} {}", rule.host, rule.sample)
    };
    format!(
        "[[rule]]\nid = {}\nclass = {}\ntext = {}\n{host}samples = [{}]\n",
        quoted(&rule.id),
        quoted(rule.class.as_str()),
        list(&rule.phrases),
        quoted(&sample)
    )
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            _ if character.is_control() => quoted.push(' '),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::super::Evidence;
    use super::*;

    fn rule(id: &str, phrase: &str, sample: &str) -> OwnRule {
        OwnRule {
            id: id.to_owned(),
            class: ReturnClass::MailboxFull,
            phrases: vec![phrase.to_owned()],
            host: String::new(),
            sample: sample.to_owned(),
        }
    }

    #[test]
    fn own_rules_come_before_all_others_and_the_first_of_them_first() {
        let words = "550 5.1.1 the cupboard \"A\\B\" is full";
        let standard = RuleSet::standard();
        assert_eq!(standard.judge(&Evidence::of_words(words)).class, ReturnClass::MailboxUnknown);
        let later = OwnRule { class: ReturnClass::Virus, ..rule("own-1", "cupboard \"A\\B\"", words) };
        let first = rule("own-2", "the cupboard", words);
        let set = standard.with_own(std::slice::from_ref(&first)).unwrap();
        assert_eq!(set.judge(&Evidence::of_words(words)).class, ReturnClass::MailboxFull);
        let both = standard.with_own(&[first, later]);
        assert_eq!(both.unwrap_err().rule, "own-1", "the other decides its sample");
    }

    #[test]
    fn a_rule_must_decide_its_own_sample_and_holds_for_its_host_alone() {
        let wrong = rule("own-1", "something else", "550 no");
        assert!(RuleSet::standard().with_own(&[wrong]).is_err());
        let of_host = OwnRule { host: "mx.a.test".to_owned(), ..rule("own-1", "odd words", "550 odd words") };
        let set = RuleSet::standard().with_own(&[of_host]).unwrap();
        let at = |host| Evidence { hosts: [Some(host), None], ..Evidence::of_words("550 odd words") };
        assert_eq!(set.judge(&at("mx.a.test")).class, ReturnClass::MailboxFull);
        assert_ne!(set.judge(&at("mx.b.test")).class, ReturnClass::MailboxFull);
    }
}
