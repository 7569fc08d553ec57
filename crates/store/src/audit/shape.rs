//! How a record is looked at: which columns tell of it, and what they hold.

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Holds {
    /// A text, or nothing.
    Text,
    /// A number, or nothing.
    Number,
    /// Yes or no.
    Flag,
    /// An instant, or nothing.
    Instant,
    /// An instant that tells yes by being there.
    IsSet,
    /// A structure, as JSON.
    Json,
    /// Octets that are told of by nothing but that they are others.
    Sealed,
    /// A text like that.
    SecretText,
    /// HTML, of which a text is told by another field: told of by nothing but that its look is another.
    Look,
    /// The id of a record that is told by a name of its own.
    Named(Name),
    /// Ids of such records, as JSON.
    Names(Name),
}

/// A record's name: its table, and the column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Name(pub(super) &'static str, pub(super) &'static str);

/// A column, the field that it is told as, and what it holds.
pub(super) type Column = (&'static str, &'static str, Holds);

/// Rows of another table that belong to the record.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    /// The field that they are told as.
    pub(super) field: &'static str,
    pub(super) table: &'static str,
    /// The column with the record's id.
    pub(super) owner: &'static str,
    /// What else the rows have in common.
    pub(super) only: Option<(&'static str, &'static str)>,
    /// What tells several of them apart, where each is a field of its own: `text.nb`.
    pub(super) label: Option<(&'static str, Holds)>,
    /// What is told of each.
    pub(super) value: (&'static str, Holds),
}

impl List {
    /// Rows of a table that name the record in a column, and what is told of each.
    pub(super) const fn of(
        field: &'static str,
        table: &'static str,
        owner: &'static str,
        value: (&'static str, Holds),
    ) -> Self {
        Self { field, table, owner, only: None, label: None, value }
    }

    /// Of these rows, only those that have this value.
    pub(super) const fn only(self, column: &'static str, value: &'static str) -> Self {
        Self { only: Some((column, value)), ..self }
    }

    /// Each row is a field of its own, told apart by this column.
    pub(super) const fn by(self, label: (&'static str, Holds)) -> Self {
        Self { label: Some(label), ..self }
    }
}

/// How the records of one kind are looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) table: &'static str,
    /// The column with what it is called; an id is told by the name of that record.
    pub(super) name: (&'static str, Holds),
    /// The column that tells that it lies in a bin.
    pub(super) binned: Option<&'static str>,
    pub(super) columns: &'static [Column],
    pub(super) lists: &'static [List],
}
