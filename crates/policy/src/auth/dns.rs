//! Questions to DNS, and the answers that are there.

use std::collections::BTreeMap;
use std::net::IpAddr;

/// A question.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Question {
    /// The texts of a name.
    Txt(String),
    /// The IPv4 addresses of a name.
    A(String),
    /// The IPv6 addresses of a name.
    Aaaa(String),
    /// The exchangers of a name.
    Mx(String),
    /// The names of an address.
    Ptr(IpAddr),
    /// The name that a name is another word for.
    Cname(String),
}

/// An answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Texts or names, in the order of the answer.
    Texts(Vec<String>),
    /// Addresses.
    Addresses(Vec<IpAddr>),
    /// There is no such name, or nothing of the kind at it.
    Nothing,
    /// No answer for the time being; the words say why.
    Unavailable(String),
}

/// The answers that are there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answers(BTreeMap<Question, Answer>);

/// What must be asked before the decision can be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lacking(pub Question);

impl Answers {
    /// Notes an answer.
    pub fn add(&mut self, question: Question, answer: Answer) {
        self.0.insert(question, answer);
    }

    /// The answer to a question.
    ///
    /// # Errors
    /// When it is not there.
    pub fn to(&self, question: Question) -> Result<&Answer, Lacking> {
        self.0.get(&question).ok_or(Lacking(question))
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl Answer {
    /// The texts or names; none of an answer of another kind.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        match self {
            Self::Texts(texts) => texts,
            Self::Addresses(_) | Self::Nothing | Self::Unavailable(_) => &[],
        }
    }

    /// The addresses; none of an answer of another kind.
    #[must_use]
    pub fn addresses(&self) -> &[IpAddr] {
        match self {
            Self::Addresses(addresses) => addresses,
            Self::Texts(_) | Self::Nothing | Self::Unavailable(_) => &[],
        }
    }
}

/// A zone of records for tests: answers every question, with nothing where it has no record.
#[cfg(test)]
pub(crate) mod zone {
    use super::{Answer, Answers, Lacking, Question};

    /// Records as `(name, kind, value)`; the kind `FAIL` answers nothing for now, for every kind.
    pub(crate) struct Zone(pub(crate) Vec<(&'static str, &'static str, String)>);

    impl Zone {
        pub(crate) fn new(records: &[(&'static str, &'static str, &str)]) -> Self {
            Self(records.iter().map(|(name, kind, value)| (*name, *kind, (*value).to_owned())).collect())
        }

        /// Asks until nothing is lacking; the questions that were asked on the way.
        pub(crate) fn ask<T>(&self, decide: impl Fn(&Answers) -> Result<T, Lacking>) -> (T, usize) {
            let mut answers = Answers::default();
            loop {
                match decide(&answers) {
                    Ok(decided) => return (decided, answers.count()),
                    Err(Lacking(question)) => {
                        let answer = self.answer(&question);
                        answers.add(question, answer);
                    }
                }
                assert!(answers.count() < 200, "no decision asks that much");
            }
        }

        fn answer(&self, question: &Question) -> Answer {
            let address;
            let (name, kind) = match question {
                Question::Txt(name) => (name.as_str(), "TXT"),
                Question::A(name) => (name.as_str(), "A"),
                Question::Aaaa(name) => (name.as_str(), "AAAA"),
                Question::Mx(name) => (name.as_str(), "MX"),
                Question::Cname(name) => (name.as_str(), "CNAME"),
                Question::Ptr(of) => {
                    address = of.to_string();
                    (address.as_str(), "PTR")
                }
            };
            let of_name = || self.0.iter().filter(|(known, _, _)| known.eq_ignore_ascii_case(name));
            if of_name().any(|(_, known, _)| *known == "FAIL") {
                return Answer::Unavailable("SERVFAIL".to_owned());
            }
            let values: Vec<&String> =
                of_name().filter(|(_, known, _)| *known == kind).map(|(_, _, value)| value).collect();
            match (values.is_empty(), kind) {
                (true, _) => Answer::Nothing,
                (false, "A" | "AAAA") => {
                    Answer::Addresses(values.into_iter().map(|value| value.parse().unwrap()).collect())
                }
                (false, _) => Answer::Texts(values.into_iter().cloned().collect()),
            }
        }
    }
}
