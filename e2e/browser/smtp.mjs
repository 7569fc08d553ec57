// A mail by SMTP from within a script: for what has to happen after the page has shown something.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** Sends one mail to the listener on loopback; fails with the words of a refusal. */
export async function sendMail({ port, from, to, raw }) {
  const socket = connect(port, '127.0.0.1');
  const replies = createInterface({ input: socket })[Symbol.asyncIterator]();
  const say = async (line) => {
    if (line !== null) socket.write(`${line}\r\n`);
    let reply;
    do reply = (await replies.next()).value ?? '';
    while (/^\d{3}-/.test(reply));
    if (!/^[23]/.test(reply)) throw new Error(`the listener answered ${reply}`);
  };
  try {
    for (const line of [null, 'HELO customer.test', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA', `${raw}\r\n.`, 'QUIT'])
      await say(line);
  } finally {
    socket.destroy();
  }
}
