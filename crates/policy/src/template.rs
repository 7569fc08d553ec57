//! Texts with variables: reply templates and signatures.
//!
//! ```text
//! template  = *( text / "[[" tag "]]" )            ; "\[[" is a literal "[["
//! tag       = variable [ "|" fallback ]
//!           / ( "IF" / "ELSEIF" ) condition / "ELSE" / "ENDIF"
//! condition = [ "NOT" ] variable [ ( "=" / "!=" ) text ]
//! ```
//! A text is read once, when it is saved, and refused with the line and the word that is wrong. It is
//! filled in one pass: values are put in as they are and never read for tags, so what a stranger wrote
//! cannot pull in anything. Where the text is HTML they are put in as text of it. Both are linear and bounded.

mod read;
mod render;
mod variable;

pub use render::{Rendered, Values};
pub use variable::{UnknownVariable, Variable};

use std::collections::BTreeSet;

/// Characters of a text with variables.
pub const TEXT_CHARS_MAX: usize = 50_000;
/// Octets of one that is HTML.
const HTML_OCTETS_MAX: usize = domain::limits::TEMPLATE_HTML_OCTETS_MAX;
/// Tags of one text.
const TAGS_MAX: usize = 1_000;
/// `IF` within `IF`.
const DEPTH_MAX: usize = 10;
/// Octets of one tag, with its fallback.
const TAG_OCTETS_MAX: usize = 1_000;

/// A text with variables, read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Template {
    nodes: Vec<Node>,
    form: Form,
}

/// What the text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Form {
    #[default]
    Plain,
    /// Values are put in as text of it: nothing of a value is markup.
    Html,
}

/// One piece of a template.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Node {
    Text(String),
    Value { variable: Variable, fallback: Option<String> },
    Choice { branches: Vec<(Condition, Vec<Node>)>, otherwise: Vec<Node> },
}

/// What an `IF` asks.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Condition {
    variable: Variable,
    test: Test,
    negated: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Test {
    /// It has a value.
    Present,
    /// Its value is this, whatever the case.
    Equals(String),
}

/// Why a text cannot be used, and in which line of it, counted from 1.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct TemplateError {
    /// The line.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong with a text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// No such variable.
    #[error(transparent)]
    Unknown(#[from] UnknownVariable),
    /// `[[` without `]]` on the same line.
    #[error("`[[` is never closed; write `]]` behind the variable, or `\\[[` for the signs themselves")]
    Unclosed,
    /// `IF` without a variable.
    #[error("`{0}` needs a variable, as in `[[IF customer.name]]`")]
    Condition(String),
    /// `ELSE`, `ELSEIF` or `ENDIF` without its `IF`.
    #[error("`{0}` has no `[[IF ...]]` before it")]
    NoIf(String),
    /// An `IF` that does not end.
    #[error("`[[IF ...]]` has no `[[ENDIF]]`")]
    NoEnd,
    /// Too many levels.
    #[error("more than {DEPTH_MAX} `IF` stand within each other; split the text")]
    TooDeep,
    /// Too many tags.
    #[error("the text has more than {TAGS_MAX} variables and conditions; split it")]
    TooManyTags,
    /// Too long.
    #[error("the text is longer than {TEXT_CHARS_MAX} characters; shorten it")]
    TooLong,
}

impl Template {
    /// Reads a text.
    ///
    /// # Errors
    /// Names the line and what is wrong there.
    pub fn read(text: &str) -> Result<Self, TemplateError> {
        Self::of(text, Form::Plain)
    }

    /// Reads a text that is HTML; its lines are the blocks of it, and no tag may hold markup but in a fallback.
    ///
    /// # Errors
    /// As [`Self::read`]; the line is of no use, as HTML has its own.
    pub fn read_html(html: &str) -> Result<Self, TemplateError> {
        Self::of(html, Form::Html)
    }

    fn of(text: &str, form: Form) -> Result<Self, TemplateError> {
        read::read(text, form).map(|nodes| Self { nodes, form })
    }

    /// The variables that it names, whichever branch they stand in.
    #[must_use]
    pub fn variables(&self) -> BTreeSet<Variable> {
        let mut found = BTreeSet::new();
        collect(&self.nodes, &mut found);
        found
    }
}

fn collect(nodes: &[Node], found: &mut BTreeSet<Variable>) {
    for node in nodes {
        match node {
            Node::Text(_) => {}
            Node::Value { variable, .. } => {
                found.insert(variable.clone());
            }
            Node::Choice { branches, otherwise } => {
                for (condition, nodes) in branches {
                    found.insert(condition.variable.clone());
                    collect(nodes, found);
                }
                collect(otherwise, found);
            }
        }
    }
}

#[cfg(test)]
mod tests;
