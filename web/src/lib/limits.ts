// Limits of the server that forms tell before it refuses.

/** The shortest password, characters. */
export const PASSWORD_CHARS_MIN = 10;

/** The largest file of a mail, octets. */
export const UPLOAD_OCTETS_MAX = 25 * 1024 * 1024;

/** The largest mail that is sent, octets. */
export const MAIL_OCTETS_MAX = 35 * 1024 * 1024;

/** Where a mail comes near to what many receivers take, octets: they stop at 25 MB. */
export const MAIL_OCTETS_NEAR = 20 * 1024 * 1024;
