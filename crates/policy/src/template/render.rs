//! Fills a text with values.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::variable::Variable;
use super::{Condition, Form, Node, Template, Test};

/// Octets of a filled text: a few variables can stand in it a thousand times.
const RENDERED_OCTETS_MAX: usize = 512 * 1024;
/// Characters of one value.
const VALUE_CHARS_MAX: usize = 20_000;
/// Characters of a filled subject; RFC 5322 2.1.1 allows lines of 998.
const SUBJECT_CHARS_MAX: usize = 500;

/// The values of variables. One that is empty counts as missing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Values(BTreeMap<Variable, String>);

impl Values {
    /// These with one more.
    #[must_use]
    pub fn with(mut self, variable: Variable, value: impl Into<String>) -> Self {
        self.set(variable, value);
        self
    }

    /// Sets one. Control characters are dropped, line ends become `\n`, and it is cut where it is too long.
    pub fn set(&mut self, variable: Variable, value: impl Into<String>) {
        let value: String = value
            .into()
            .replace("\r\n", "\n")
            .chars()
            .map(|character| if character == '\r' { '\n' } else { character })
            .filter(|character| !character.is_control() || matches!(character, '\n' | '\t'))
            .take(VALUE_CHARS_MAX)
            .collect();
        let value = value.trim();
        if value.is_empty() {
            self.0.remove(&variable);
        } else {
            self.0.insert(variable, value.to_owned());
        }
    }

    fn get(&self, variable: &Variable) -> Option<&str> {
        self.0.get(variable).map(String::as_str)
    }
}

/// A filled text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// Variables that had neither value nor fallback, and so are a hole in it.
    pub missing: BTreeSet<Variable>,
    /// Whether it grew too long and was cut.
    pub cut: bool,
}

impl Template {
    /// The text with these values.
    #[must_use]
    pub fn render(&self, values: &Values) -> Rendered {
        let mut rendered = Rendered::default();
        fill(&self.nodes, (values, self.form), &mut rendered);
        rendered
    }

    /// The same on one line, as a subject must be.
    #[must_use]
    pub fn render_line(&self, values: &Values) -> Rendered {
        let rendered = self.render(values);
        let line = rendered.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = line.chars().take(SUBJECT_CHARS_MAX).collect();
        Rendered { text, ..rendered }
    }
}

fn fill(nodes: &[Node], (values, form): (&Values, Form), into: &mut Rendered) {
    for node in nodes {
        match node {
            Node::Text(text) => append(into, text),
            Node::Value { variable, fallback } => match (values.get(variable), fallback) {
                (Some(value), _) => append(into, &written(value, form)),
                (None, Some(fallback)) => append(into, fallback),
                (None, None) => {
                    into.missing.insert(variable.clone());
                }
            },
            Node::Choice { branches, otherwise } => {
                let holds = |branch: &&(Condition, Vec<Node>)| branch.0.holds(values);
                let chosen = branches.iter().find(holds).map_or(otherwise, |(_, nodes)| nodes);
                fill(chosen, (values, form), into);
            }
        }
    }
}

/// A value as it is put in: into HTML as text of it, whose lines stay lines.
fn written(value: &str, form: Form) -> Cow<'_, str> {
    match form {
        Form::Plain => value.into(),
        Form::Html => {
            let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            value.replace('"', "&quot;").replace('\n', "<br>").into()
        }
    }
}

fn append(into: &mut Rendered, text: &str) {
    let mut room = RENDERED_OCTETS_MAX - into.text.len();
    if text.len() > room {
        while !text.is_char_boundary(room) {
            room -= 1;
        }
        into.cut = true;
        into.text.push_str(&text[..room]);
    } else if !into.cut {
        into.text.push_str(text);
    }
}

impl Condition {
    fn holds(&self, values: &Values) -> bool {
        let value = values.get(&self.variable);
        let holds = match &self.test {
            Test::Present => value.is_some(),
            Test::Equals(text) => value.unwrap_or_default().to_lowercase() == *text,
        };
        holds != self.negated
    }
}
