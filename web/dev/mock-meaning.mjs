// What last words mean, as the server tells it.
/** What last words mean. */
export const meaning = (name, rest) => ({
  by_server: true,
  class: name,
  cause: null,
  of_relay: false,
  at_relay: false,
  sign_in_refused: false,
  gave_up_after_s: null,
  new_address: null,
  left: false,
  ...rest,
});
