//! Reads a text with variables, from its beginning to its end, once.

use std::borrow::Cow;

use super::{
    Condition, DEPTH_MAX, Fault, Form, HTML_OCTETS_MAX, Node, TAG_OCTETS_MAX, TAGS_MAX, TEXT_CHARS_MAX,
    TemplateError, Test,
};

/// What stands between `[[` and `]]`.
enum Tag<'a> {
    If(&'a str),
    ElseIf(&'a str),
    Else,
    EndIf,
    Value(&'a str),
}

/// An `IF` that has not ended.
struct Open {
    line: usize,
    branches: Vec<(Condition, Vec<Node>)>,
    /// Of the branch that is being read; `None` after `ELSE`.
    condition: Option<Condition>,
}

/// The reader's place.
struct Reader {
    form: Form,
    line: usize,
    tags: usize,
    open: Vec<Open>,
    /// The nodes of each open branch, the outermost first.
    nodes: Vec<Vec<Node>>,
}

pub(super) fn read(text: &str, form: Form) -> Result<Vec<Node>, TemplateError> {
    let is_long = match form {
        Form::Plain => text.chars().nth(TEXT_CHARS_MAX).is_some(),
        Form::Html => text.len() > HTML_OCTETS_MAX,
    };
    if is_long {
        return Err(TemplateError { line: 1, fault: Fault::TooLong });
    }
    let mut reader = Reader { form, line: 1, tags: 0, open: Vec::new(), nodes: vec![Vec::new()] };
    let mut rest = text;
    while let Some(at) = rest.find("[[") {
        let before = &rest[..at];
        if let Some(before) = before.strip_suffix('\\') {
            reader.text(before);
            reader.text("[[");
            rest = &rest[at + 2..];
            continue;
        }
        reader.line += before.matches('\n').count();
        let inside = &rest[at + 2..];
        let end = closing(inside).ok_or_else(|| reader.fault(Fault::Unclosed))?;
        let (tag, behind) = (tag(inside[..end].trim()), &inside[end + 2..]);
        let is_first = at == 0 && reader.nodes.len() == 1 && reader.nodes[0].is_empty();
        let (before, behind) = match (&tag, form) {
            (Tag::Value(_), _) => (before, behind),
            (_, Form::Plain) => without_own_line(before, behind, is_first),
            (_, Form::Html) => without_own_block(before, behind),
        };
        let lost = usize::from(behind.len() < inside.len() - end - 2);
        reader.plain(before);
        reader.tag(tag)?;
        reader.line += lost;
        rest = behind;
    }
    reader.text(rest);
    reader.end()
}

/// Where the tag ends, on its own line and before it grows too long.
fn closing(inside: &str) -> Option<usize> {
    let mut limit = inside.len().min(TAG_OCTETS_MAX);
    while !inside.is_char_boundary(limit) {
        limit -= 1;
    }
    let inside = &inside[..limit];
    let line = inside.split('\n').next().unwrap_or_default();
    line.find("]]")
}

/// A condition that has a line to itself takes the line with it.
fn without_own_line<'a>(before: &'a str, behind: &'a str, is_first: bool) -> (&'a str, &'a str) {
    let blank = [' ', '\t', '\r'];
    let trimmed = before.trim_end_matches([' ', '\t']);
    let rest = behind.trim_start_matches(blank);
    let begins_line = trimmed.ends_with('\n') || (trimmed.is_empty() && is_first);
    match rest.strip_prefix('\n') {
        Some(next) if begins_line => (trimmed, next),
        None if begins_line && rest.is_empty() => (trimmed, rest),
        Some(_) | None => (before, behind),
    }
}

/// The same in HTML, where a line is a block with nothing else in it.
fn without_own_block<'a>(mut before: &'a str, mut behind: &'a str) -> (&'a str, &'a str) {
    const BLOCKS: [(&str, &str); 3] = [("<div>", "</div>"), ("<p>", "</p>"), ("<li>", "</li>")];
    loop {
        let (start, end) = (before.trim_end(), behind.trim_start());
        let found = BLOCKS
            .iter()
            .find_map(|(open, close)| Some((start.strip_suffix(open)?, end.strip_prefix(close)?)));
        let Some(around) = found else { return (before, behind) };
        (before, behind) = around;
    }
}

/// What a tag of HTML says: editors write blanks that do not break a line, and escape signs.
fn unescaped(inside: &str, form: Form) -> Cow<'_, str> {
    const SIGNS: [(&str, &str); 7] = [
        ("\u{a0}", " "),
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        // Last: what it makes is no other sign.
        ("&amp;", "&"),
    ];
    if !inside.contains(['&', '\u{a0}']) {
        return inside.into();
    }
    if form == Form::Plain {
        return inside.replace('\u{a0}', " ").into();
    }
    SIGNS.iter().fold(inside.to_owned(), |text, (escape, sign)| text.replace(escape, sign)).into()
}

fn tag(inside: &str) -> Tag<'_> {
    let (word, rest) = split_word(inside);
    match word.to_ascii_uppercase().as_str() {
        "IF" => Tag::If(rest),
        "ELSEIF" => Tag::ElseIf(rest),
        "ELSE" => Tag::Else,
        "ENDIF" => Tag::EndIf,
        _ => Tag::Value(inside),
    }
}

/// The first word and what follows; in HTML a blank may be written as a sign.
fn split_word(inside: &str) -> (&str, &str) {
    let blanks = [" ", "\t", "\u{a0}", "&nbsp;"];
    let first = blanks.iter().filter_map(|blank| Some((inside.find(blank)?, blank.len()))).min();
    first.map_or((inside, ""), |(at, octets)| (&inside[..at], &inside[at + octets..]))
}

impl Reader {
    fn fault(&self, fault: Fault) -> TemplateError {
        TemplateError { line: self.line, fault }
    }

    fn push(&mut self, node: Node) {
        if let Some(nodes) = self.nodes.last_mut() {
            nodes.push(node);
        }
    }

    /// Text whose lines are counted already.
    fn plain(&mut self, text: &str) {
        if !text.is_empty() {
            self.push(Node::Text(text.to_owned()));
        }
    }

    fn text(&mut self, text: &str) {
        self.line += text.matches('\n').count();
        self.plain(text);
    }

    fn tag(&mut self, tag: Tag<'_>) -> Result<(), TemplateError> {
        self.tags += 1;
        if self.tags > TAGS_MAX {
            return Err(self.fault(Fault::TooManyTags));
        }
        match tag {
            Tag::Value(inside) => self.value(inside),
            Tag::If(asked) => self.begin(asked),
            Tag::ElseIf(asked) => {
                let condition = self.condition("ELSEIF", asked)?;
                self.close_branch("ELSEIF")?;
                self.reopen(Some(condition));
                Ok(())
            }
            Tag::Else => {
                self.close_branch("ELSE")?;
                self.reopen(None);
                Ok(())
            }
            Tag::EndIf => self.end_if(),
        }
    }

    fn value(&mut self, inside: &str) -> Result<(), TemplateError> {
        let (name, fallback) = match inside.split_once('|') {
            Some((name, fallback)) => (name, Some(fallback.to_owned())),
            None => (inside, None),
        };
        let name = unescaped(name, self.form);
        let variable = name.trim().parse().map_err(|unknown| self.fault(Fault::Unknown(unknown)))?;
        self.push(Node::Value { variable, fallback });
        Ok(())
    }

    fn begin(&mut self, asked: &str) -> Result<(), TemplateError> {
        let condition = self.condition("IF", asked)?;
        if self.open.len() == DEPTH_MAX {
            return Err(self.fault(Fault::TooDeep));
        }
        self.open.push(Open { line: self.line, branches: Vec::new(), condition: Some(condition) });
        self.nodes.push(Vec::new());
        Ok(())
    }

    /// Ends the branch with a condition that is being read.
    fn close_branch(&mut self, word: &str) -> Result<(), TemplateError> {
        let error = self.fault(Fault::NoIf(word.to_owned()));
        let open = self.open.last_mut().ok_or_else(|| error.clone())?;
        let condition = open.condition.take().ok_or(error)?;
        open.branches.push((condition, self.nodes.pop().unwrap_or_default()));
        Ok(())
    }

    fn reopen(&mut self, condition: Option<Condition>) {
        if let Some(open) = self.open.last_mut() {
            open.condition = condition;
        }
        self.nodes.push(Vec::new());
    }

    fn end_if(&mut self) -> Result<(), TemplateError> {
        let Some(mut open) = self.open.pop() else {
            return Err(self.fault(Fault::NoIf("ENDIF".to_owned())));
        };
        let last = self.nodes.pop().unwrap_or_default();
        let otherwise = match open.condition.take() {
            Some(condition) => {
                open.branches.push((condition, last));
                Vec::new()
            }
            None => last,
        };
        self.push(Node::Choice { branches: open.branches, otherwise });
        Ok(())
    }

    fn condition(&self, word: &str, asked: &str) -> Result<Condition, TemplateError> {
        let asked = unescaped(asked, self.form);
        let asked = asked.trim();
        let (negated, asked) = match asked.split_once([' ', '\t']) {
            Some((not, rest)) if not.eq_ignore_ascii_case("not") => (true, rest.trim()),
            Some(_) | None => (false, asked),
        };
        if asked.is_empty() {
            return Err(self.fault(Fault::Condition(word.to_owned())));
        }
        let (name, test, unequal) = match asked.split_once('=') {
            Some((name, text)) => {
                let (name, unequal) = name.strip_suffix('!').map_or((name, false), |name| (name, true));
                (name, Test::Equals(text.trim().to_lowercase()), unequal)
            }
            None => (asked, Test::Present, false),
        };
        let variable = name.parse().map_err(|unknown| self.fault(Fault::Unknown(unknown)))?;
        Ok(Condition { variable, test, negated: negated != unequal })
    }

    fn end(mut self) -> Result<Vec<Node>, TemplateError> {
        match self.open.pop() {
            Some(open) => Err(TemplateError { line: open.line, fault: Fault::NoEnd }),
            None => Ok(self.nodes.pop().unwrap_or_default()),
        }
    }
}
