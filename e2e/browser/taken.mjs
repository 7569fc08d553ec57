/** The answer to the reply itself: its draft is put to a path of the same ending. */
export const isReplyTaken = (answer) =>
  answer.ok() && answer.request().method() === 'POST' && new URL(answer.url()).pathname.endsWith('/reply');
