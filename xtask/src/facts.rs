//! What the rules need to know about one Rust file, collected in one walk over its syntax.
#![expect(clippy::wildcard_enum_match_arm, reason = "Rust has more kinds of syntax than any rule looks at")]

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Everything collected from one file.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// First and last line of each `#[cfg(test)]` item.
    pub(crate) test_lines: Vec<(usize, usize)>,
    pub(crate) functions: Vec<Function>,
    pub(crate) structs: Vec<Struct>,
    pub(crate) calls: Vec<Call>,
    /// Paths of attributes, with their line.
    pub(crate) attributes: Vec<(String, usize)>,
    /// Names that are bound to a hash map or set.
    pub(crate) hashed_names: Vec<Name>,
    /// Names that a `for` loop walks over, with their line.
    pub(crate) walked_names: Vec<(Name, usize)>,
}

/// A name with the place where it means something: fields mean the same in the whole file, variables
/// in their function alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Name {
    Field(String),
    /// With the number of the function in the file.
    Variable(String, usize),
}

impl Name {
    pub(crate) fn text(&self) -> &str {
        let (Self::Field(name) | Self::Variable(name, _)) = self;
        name
    }
}

/// One function with a body.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) line: usize,
    /// Lines that hold code, from the signature to the closing brace.
    pub(crate) code_lines: usize,
    /// Parameters without `self`.
    pub(crate) parameters: usize,
    pub(crate) two_booleans: bool,
    /// The signature belongs to a trait, which somebody else may own.
    pub(crate) implements_trait: bool,
    pub(crate) is_test: bool,
}

/// One struct with named fields.
#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) fields: usize,
}

/// One call of a function or method.
#[derive(Debug)]
pub(crate) struct Call {
    /// `thread::sleep` for a function, `iter` for a method.
    pub(crate) name: String,
    pub(crate) line: usize,
    /// The name a method is called on, the field `map` in `self.map.iter()`.
    pub(crate) receiver: Option<Name>,
    /// String literals among the arguments.
    pub(crate) texts: Vec<String>,
    /// Number literals among the arguments, tuples flattened.
    pub(crate) numbers: Vec<u64>,
    /// The call stands in a test that runs on tokio's paused clock.
    pub(crate) paused: bool,
}

/// Walks one file.
pub(crate) fn collect(syntax: &syn::File, masked: &[String]) -> Facts {
    let mut walk = Walk { facts: Facts::default(), masked, in_test: false, in_trait: false, paused: false };
    walk.visit_file(syntax);
    walk.facts
}

struct Walk<'a> {
    facts: Facts,
    masked: &'a [String],
    in_test: bool,
    in_trait: bool,
    paused: bool,
}

impl Walk<'_> {
    fn function(&mut self, attributes: &[syn::Attribute], signature: &syn::Signature, body: &syn::Block) {
        let first = signature.span().start().line;
        let last = body.span().end().line;
        let is_test = self.in_test || attributes.iter().any(|attribute| last_segment(attribute) == "test");
        self.paused = attributes.iter().any(is_paused);
        self.facts.functions.push(Function {
            name: signature.ident.to_string(),
            line: first,
            code_lines: self.code_lines(first, last),
            parameters: typed(signature).count(),
            two_booleans: has_two_booleans(signature),
            implements_trait: self.in_trait,
            is_test,
        });
    }

    fn code_lines(&self, first: usize, last: usize) -> usize {
        let lines = self.masked.iter().take(last).skip(first - 1).map(|line| line.trim());
        lines.filter(|line| !line.is_empty() && !line.starts_with("//")).count()
    }

    fn bind_hashed(&mut self, name: Name, what: &dyn ToTokensText) {
        let text = what.text();
        if ["HashMap", "HashSet"].iter().any(|kind| text.contains(kind)) {
            self.facts.hashed_names.push(name);
        }
    }

    /// A variable of the function that is walked.
    fn variable(&self, name: &syn::Ident) -> Name {
        Name::Variable(name.to_string(), self.facts.functions.len())
    }

    /// The name an expression ends in: `map` of `&self.map`, `rows` of `rows`.
    fn last_name(&self, expression: &syn::Expr) -> Option<Name> {
        match expression {
            syn::Expr::Reference(inner) => self.last_name(&inner.expr),
            syn::Expr::Field(field) => match &field.member {
                syn::Member::Named(name) => Some(Name::Field(name.to_string())),
                syn::Member::Unnamed(_) => None,
            },
            syn::Expr::Path(path) => path.path.get_ident().map(|name| self.variable(name)),
            _ => None,
        }
    }

    fn call(&mut self, name: String, span: Span, receiver: Option<Name>, arguments: Arguments<'_>) {
        let mut call =
            Call { name, line: line(span), receiver, texts: vec![], numbers: vec![], paused: self.paused };
        for argument in arguments {
            literals(argument, &mut call);
        }
        self.facts.calls.push(call);
    }
}

type Arguments<'a> = &'a syn::punctuated::Punctuated<syn::Expr, syn::Token![,]>;

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let outer = self.in_test;
        if item_attributes(item).iter().any(is_test_only) {
            self.in_test = true;
            self.facts.test_lines.push((item.span().start().line, item.span().end().line));
        }
        visit::visit_item(self, item);
        self.in_test = outer;
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let outer = self.paused;
        self.function(&item.attrs, &item.sig, &item.block);
        visit::visit_item_fn(self, item);
        self.paused = outer;
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.in_trait = item.trait_.is_some();
        visit::visit_item_impl(self, item);
        self.in_trait = false;
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.attrs, &item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        if let syn::Fields::Named(fields) = &item.fields {
            let fields = fields.named.len();
            self.facts.structs.push(Struct {
                name: item.ident.to_string(),
                line: item.ident.span().start().line,
                fields,
            });
        }
        visit::visit_item_struct(self, item);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if let Some(name) = &field.ident {
            self.bind_hashed(Name::Field(name.to_string()), &field.ty);
        }
        visit::visit_field(self, field);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let syn::Pat::Type(typed) = &local.pat
            && let syn::Pat::Ident(name) = &*typed.pat
        {
            self.bind_hashed(self.variable(&name.ident), &*typed.ty);
        }
        if let (syn::Pat::Ident(name), Some(init)) = (&local.pat, &local.init)
            && let syn::Expr::Call(call) = &*init.expr
        {
            self.bind_hashed(self.variable(&name.ident), &*call.func);
        }
        visit::visit_local(self, local);
    }

    fn visit_fn_arg(&mut self, argument: &'ast syn::FnArg) {
        if let syn::FnArg::Typed(typed) = argument
            && let syn::Pat::Ident(name) = &*typed.pat
        {
            self.bind_hashed(self.variable(&name.ident), &*typed.ty);
        }
        visit::visit_fn_arg(self, argument);
    }

    fn visit_expr_for_loop(&mut self, walk: &'ast syn::ExprForLoop) {
        if let Some(name) = self.last_name(&walk.expr) {
            self.facts.walked_names.push((name, walk.span().start().line));
        }
        visit::visit_expr_for_loop(self, walk);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func {
            self.call(path_text(&path.path), call.span(), None, &call.args);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let receiver = self.last_name(&call.receiver);
        self.call(call.method.to_string(), call.method.span(), receiver, &call.args);
        visit::visit_expr_method_call(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        self.facts.attributes.push((path_text(attribute.path()), line(attribute.span())));
        visit::visit_attribute(self, attribute);
    }
}

/// The text of a piece of syntax, for a coarse search in it.
trait ToTokensText {
    fn text(&self) -> String;
}

impl<T: quote::ToTokens> ToTokensText for T {
    fn text(&self) -> String {
        self.to_token_stream().to_string()
    }
}

fn line(span: Span) -> usize {
    span.start().line
}

fn path_text(path: &syn::Path) -> String {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    names.join("::")
}

fn last_segment(attribute: &syn::Attribute) -> String {
    attribute.path().segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

fn is_test_only(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.meta.text().replace(' ', "") == "cfg(test)"
}

fn is_paused(attribute: &syn::Attribute) -> bool {
    attribute.meta.text().replace(' ', "").contains("start_paused=true")
}

fn item_attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn typed(signature: &syn::Signature) -> impl Iterator<Item = &syn::PatType> {
    signature.inputs.iter().filter_map(|argument| match argument {
        syn::FnArg::Typed(typed) => Some(typed),
        syn::FnArg::Receiver(_) => None,
    })
}

fn has_two_booleans(signature: &syn::Signature) -> bool {
    let booleans: Vec<bool> = typed(signature).map(|argument| argument.ty.text() == "bool").collect();
    booleans.windows(2).any(|pair| pair[0] && pair[1])
}

fn literals(expression: &syn::Expr, call: &mut Call) {
    match expression {
        syn::Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Str(text) => call.texts.push(text.value()),
            syn::Lit::Int(number) => call.numbers.extend(number.base10_parse::<u64>()),
            _ => {}
        },
        syn::Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| literals(element, call)),
        syn::Expr::Reference(inner) => literals(&inner.expr, call),
        _ => {}
    }
}
