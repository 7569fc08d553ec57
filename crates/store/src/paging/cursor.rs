//! The cursor: the sort keys and the id of the last row of a page, opaque to the caller.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::sea_query::Expr;
use serde::{Deserialize, Serialize};

use super::{Kind, Order, walk};
use crate::StoreError;
use crate::list::{ListQuery, SortColumn};
use crate::row::Row;
use crate::sql::json;

/// Where a page ended.
#[derive(Debug)]
pub(super) struct Cursor {
    /// Which group of walks the last row came from.
    pub(super) rank: i64,
    /// Its sort keys.
    pub(super) values: Vec<KeyValue>,
    /// Its id.
    pub(super) id: i64,
}

/// A sort key's value.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum KeyValue {
    Number(i64),
    Text(String),
}

impl KeyValue {
    const fn kind(&self) -> Kind {
        match self {
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
        }
    }

    /// As a parameter.
    pub(super) fn expression(&self) -> Expr {
        match self {
            Self::Number(number) => Expr::val(*number),
            Self::Text(text) => Expr::val(text.as_str()),
        }
    }
}

/// The cursor as it travels.
#[derive(Serialize, Deserialize)]
struct Written {
    /// The sort column's name and `-` when descending: a cursor fits no other order.
    s: String,
    r: i64,
    k: Vec<KeyValue>,
    i: i64,
}

impl Cursor {
    /// The cursor behind this row.
    pub(super) fn of_row(row: &Row, order: Order) -> Result<Self, StoreError> {
        let values = walk::names(order).iter().zip(walk::kinds(order)).map(|(name, kind)| match kind {
            Kind::Number => row.number(name).map(KeyValue::Number),
            Kind::Text => row.text(name).map(KeyValue::Text),
        });
        Ok(Self {
            rank: row.number("rank")?,
            values: values.collect::<Result<_, _>>()?,
            id: row.number("id")?,
        })
    }

    /// Some cursor that fits an order.
    #[cfg(test)]
    pub(super) fn example(order: Order) -> Self {
        let value = |kind| match kind {
            Kind::Number => KeyValue::Number(5),
            Kind::Text => KeyValue::Text(String::from("m")),
        };
        Self { rank: 0, values: walk::kinds(order).into_iter().map(value).collect(), id: 7 }
    }

    /// Reads what [`Self::write`] wrote for the same order.
    pub(super) fn read<S: SortColumn>(
        text: &str,
        query: &ListQuery<S>,
        order: Order,
    ) -> Result<Self, StoreError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| StoreError::Cursor)?;
        let written: Written = serde_json::from_slice(&bytes).map_err(|_| StoreError::Cursor)?;
        let fits = written.k.iter().map(KeyValue::kind).eq(walk::kinds(order));
        if written.s != order_name(query) || !fits {
            return Err(StoreError::Cursor);
        }
        Ok(Self { rank: written.r, values: written.k, id: written.i })
    }

    pub(super) fn write<S: SortColumn>(self, query: &ListQuery<S>) -> Result<String, StoreError> {
        let written = Written { s: order_name(query), r: self.rank, k: self.values, i: self.id };
        Ok(URL_SAFE_NO_PAD.encode(json(&written)?))
    }
}

fn order_name<S: SortColumn>(query: &ListQuery<S>) -> String {
    format!("{}{}", query.sort.as_str(), if query.descending { "-" } else { "" })
}
