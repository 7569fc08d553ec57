// Limits of the server that forms tell before it refuses.

/** The shortest password, characters. */
export const PASSWORD_CHARS_MIN = 10;
