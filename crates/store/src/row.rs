//! One row of an answer, read into domain types; stored nonsense is an error that names table,
//! column and row.

use std::fmt::Display;
use std::str::FromStr;

use domain::{Id, Timestamp};
use sea_orm::{QueryResult, TryGetable};
use serde::de::DeserializeOwned;

use crate::StoreError;
use crate::raw::RawHash;

/// One row.
pub(crate) struct Row(QueryResult);

impl Row {
    pub(crate) const fn new(result: QueryResult) -> Self {
        Self(result)
    }

    fn get<T: TryGetable>(&self, column: &str) -> Result<T, StoreError> {
        Ok(self.0.try_get("", column)?)
    }

    pub(crate) fn number(&self, column: &str) -> Result<i64, StoreError> {
        self.get(column)
    }

    pub(crate) fn number_or_none(&self, column: &str) -> Result<Option<i64>, StoreError> {
        self.get(column)
    }

    pub(crate) fn text(&self, column: &str) -> Result<String, StoreError> {
        self.get(column)
    }

    pub(crate) fn text_or_none(&self, column: &str) -> Result<Option<String>, StoreError> {
        self.get(column)
    }

    pub(crate) fn flag(&self, column: &str) -> Result<bool, StoreError> {
        self.get(column)
    }

    pub(crate) fn flag_or_none(&self, column: &str) -> Result<Option<bool>, StoreError> {
        self.get(column)
    }

    pub(crate) fn bytes_or_none(&self, column: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.get(column)
    }

    pub(crate) fn id<K>(&self, column: &str) -> Result<Id<K>, StoreError> {
        self.number(column).map(Id::new)
    }

    pub(crate) fn id_or_none<K>(&self, column: &str) -> Result<Option<Id<K>>, StoreError> {
        Ok(self.number_or_none(column)?.map(Id::new))
    }

    pub(crate) fn at(&self, column: &str) -> Result<Timestamp, StoreError> {
        self.number(column).map(Timestamp::from_millis)
    }

    pub(crate) fn at_or_none(&self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.number_or_none(column)?.map(Timestamp::from_millis))
    }

    /// A number of a narrower type, as in ports and counts.
    pub(crate) fn small<T: TryFrom<i64>>(&self, place: Place) -> Result<T, StoreError> {
        let number = self.number(place.column)?;
        T::try_from(number).map_err(|_| self.nonsense(place, &format!("{number} is out of range")))
    }

    /// A narrower number that may be absent.
    pub(crate) fn small_or_none<T: TryFrom<i64>>(&self, place: Place) -> Result<Option<T>, StoreError> {
        let number = self.number_or_none(place.column)?;
        let read = |number| {
            T::try_from(number).map_err(|_| self.nonsense(place, &format!("{number} is out of range")))
        };
        number.map(read).transpose()
    }

    /// A text that stands for a domain value: a state's name, an address.
    pub(crate) fn parsed<T: FromStr<Err: Display>>(&self, place: Place) -> Result<T, StoreError> {
        self.text(place.column)?.parse().map_err(|error| self.nonsense(place, &error))
    }

    /// Such a text that may be absent.
    pub(crate) fn parsed_or_none<T: FromStr<Err: Display>>(
        &self,
        place: Place,
    ) -> Result<Option<T>, StoreError> {
        let text = self.text_or_none(place.column)?;
        text.map(|text| text.parse().map_err(|error| self.nonsense(place, &error))).transpose()
    }

    /// A structure stored as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self, place: Place) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(place.column)?).map_err(|error| self.nonsense(place, &error))
    }

    /// A structure stored as JSON that may be absent.
    pub(crate) fn json_or_none<T: DeserializeOwned>(&self, place: Place) -> Result<Option<T>, StoreError> {
        let text = self.text_or_none(place.column)?;
        let read = |text: String| serde_json::from_str(&text).map_err(|error| self.nonsense(place, &error));
        text.map(read).transpose()
    }

    /// A structure stored as JSON with its kind under `tag`; `None` of one that a newer program wrote and this one cannot read.
    pub(crate) fn json_known<T: DeserializeOwned>(
        &self,
        place: Place,
        tag: &str,
    ) -> Result<Option<T>, StoreError> {
        let text = self.text(place.column)?;
        let error = match serde_json::from_str(&text) {
            Ok(read) => return Ok(Some(read)),
            Err(error) => error,
        };
        let stored: Option<serde_json::Value> = serde_json::from_str(&text).ok();
        let is_tagged =
            stored.as_ref().and_then(|stored| stored.get(tag)).is_some_and(serde_json::Value::is_string);
        // What has no kind none of us wrote, of whatever version.
        if is_tagged { Ok(None) } else { Err(self.nonsense(place, &error)) }
    }

    /// A raw mail's key.
    pub(crate) fn hash(&self, place: Place) -> Result<RawHash, StoreError> {
        self.hash_or_none(place)?.ok_or_else(|| self.nonsense(place, &"it is empty"))
    }

    /// A raw mail's key that may be absent.
    pub(crate) fn hash_or_none(&self, place: Place) -> Result<Option<RawHash>, StoreError> {
        let bytes = self.bytes_or_none(place.column)?;
        let read = |bytes: Vec<u8>| RawHash::from_bytes(&bytes).map_err(|error| self.nonsense(place, &error));
        bytes.map(read).transpose()
    }

    /// The error that a column holds what we never write.
    pub(crate) fn nonsense(&self, place: Place, problem: &impl ToString) -> StoreError {
        StoreError::Nonsense {
            table: place.table,
            column: place.column.to_owned(),
            row: self.number("id").unwrap_or(0),
            problem: problem.to_string(),
        }
    }
}

/// A column of a table, for the error about it.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
}

/// Names the columns of one table.
#[derive(Clone, Copy)]
pub(crate) struct Columns(pub(crate) &'static str);

impl Columns {
    pub(crate) const fn at(self, column: &'static str) -> Place {
        Place { table: self.0, column }
    }
}
