//! The rows of a list, page by page.

use std::future::Future;

use bytes::Bytes;
use domain::Problem;
use domain::limits::EXPORT_ROWS_MAX;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, Stream};

use super::{Row, TextWriter};

/// One page of rows on its way into a file.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// The rows.
    pub(crate) rows: Vec<Row>,
    /// Whether the list has more rows than a file may have, and this is the last chunk.
    pub(crate) cut: bool,
}

/// Reads the page at a cursor: its rows and the cursor of the next one.
type Read =
    Box<dyn FnMut(Option<String>) -> BoxFuture<'static, Result<(Vec<Row>, Option<String>), Problem>> + Send>;

/// A list that is read from its first row to its last, or to the limit of a file.
pub(super) struct Pages {
    read: Read,
    position: Position,
    rows_left: usize,
}

enum Position {
    Start,
    At(String),
    End,
}

/// The pages that `read` yields: it is given the cursor, and answers rows and the next cursor.
pub(super) fn in_pages<F, A>(mut read: F) -> Pages
where
    F: FnMut(Option<String>) -> A + Send + 'static,
    A: Future<Output = Result<(Vec<Row>, Option<String>), Problem>> + Send + 'static,
{
    let rows_left = usize::try_from(EXPORT_ROWS_MAX).unwrap_or(usize::MAX);
    Pages { read: Box::new(move |cursor| Box::pin(read(cursor))), position: Position::Start, rows_left }
}

impl Pages {
    /// The next page, or nothing when the last one was given.
    pub(super) async fn next_chunk(&mut self) -> Result<Option<Chunk>, Problem> {
        let cursor = match std::mem::replace(&mut self.position, Position::End) {
            Position::Start => None,
            Position::At(cursor) => Some(cursor),
            Position::End => return Ok(None),
        };
        let (mut rows, next) = (self.read)(cursor).await?;
        let fits = rows.len() <= self.rows_left;
        rows.truncate(self.rows_left);
        self.rows_left -= rows.len();
        let cut = !fits || (self.rows_left == 0 && next.is_some());
        self.position = match next {
            Some(cursor) if !cut => Position::At(cursor),
            Some(_) | None => Position::End,
        };
        Ok(Some(Chunk { rows, cut }))
    }

    /// The whole file as a stream of texts.
    pub(super) fn into_texts(
        self,
        first: Option<Chunk>,
        writer: impl TextWriter,
    ) -> impl Stream<Item = Result<Bytes, Problem>> + Send + 'static {
        let head = writer.head();
        let state = Some((self, first, writer, head));
        stream::try_unfold(state, |state| async move {
            let Some((mut pages, chunk, writer, mut text)) = state else { return Ok(None) };
            let Some(chunk) = chunk else {
                text.push_str(&writer.tail(false));
                return Ok(Some((Bytes::from(text), None)));
            };
            text.push_str(&writer.rows(&chunk.rows));
            if chunk.cut {
                text.push_str(&writer.tail(true));
                return Ok(Some((Bytes::from(text), None)));
            }
            let next = pages.next_chunk().await?;
            Ok(Some((Bytes::from(text), Some((pages, next, writer, String::new())))))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Cell;
    use super::*;

    const PAGE_ROWS: u32 = 1_000;

    /// A list of so many pages.
    fn list(pages: u32) -> Pages {
        in_pages(move |cursor| async move {
            let page: u32 = cursor.map_or(0, |text| text.parse().unwrap());
            let rows = vec![vec![Cell::Empty]; PAGE_ROWS as usize];
            Ok((rows, (page + 1 < pages).then(|| (page + 1).to_string())))
        })
    }

    async fn read(mut pages: Pages) -> (usize, bool) {
        let (mut rows, mut cut) = (0, false);
        while let Some(chunk) = pages.next_chunk().await.unwrap() {
            rows += chunk.rows.len();
            cut = chunk.cut;
        }
        (rows, cut)
    }

    #[tokio::test]
    async fn a_file_ends_with_its_list_or_says_that_it_was_cut() {
        let most = EXPORT_ROWS_MAX as usize;
        let pages_max = EXPORT_ROWS_MAX / PAGE_ROWS;
        assert_eq!(read(list(1)).await, (1_000, false));
        assert_eq!(read(list(pages_max)).await, (most, false));
        assert_eq!(read(list(pages_max + 1)).await, (most, true));
    }
}
