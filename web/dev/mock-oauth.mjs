// Made-up OAuth applications and sign-ins with providers, and the routes that serve them.
import { ago, ahead, DAY, MINUTE } from './mock-data.mjs';

const MICROSOFT = 'https://login.microsoftonline.com/organizations/oauth2/v2.0';
const PERSONAL = 'https://login.microsoftonline.com/consumers/oauth2/v2.0';
const known = (key, name, hosts, endpoints) => ({
  key,
  name,
  redirect_address: `https://post.fjordkraft-elektro.no/oauth/callback/${key}`,
  scopes: '',
  authorization_endpoint: '',
  token_endpoint: '',
  device_endpoint: '',
  revocation_endpoint: '',
  hosts,
  ...endpoints,
});
const PROVIDERS = [
  known('microsoft', 'Microsoft 365', ['office365.com', 'outlook.com'], {
    scopes:
      'offline_access https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send',
    authorization_endpoint: `${MICROSOFT}/authorize?prompt=select_account`,
    token_endpoint: `${MICROSOFT}/token`,
    device_endpoint: `${MICROSOFT}/devicecode`,
  }),
  known(
    'microsoft_personal',
    'Outlook.com',
    ['outlook.office365.com', 'smtp-mail.outlook.com', 'imap-mail.outlook.com', 'pop-mail.outlook.com'],
    {
      scopes:
        'offline_access https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send',
      authorization_endpoint: `${PERSONAL}/authorize?prompt=select_account`,
      token_endpoint: `${PERSONAL}/token`,
      device_endpoint: `${PERSONAL}/devicecode`,
    },
  ),
  known('google', 'Google', ['gmail.com'], {
    scopes: 'https://mail.google.com/',
    authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&prompt=consent',
    token_endpoint: 'https://oauth2.googleapis.com/token',
    revocation_endpoint: 'https://oauth2.googleapis.com/revoke',
  }),
  known('own', '', [], {}),
];
const application = (id, name, provider, rest) => {
  const {
    redirect_address: _,
    hosts: __,
    key: ___,
    name: ____,
    ...endpoints
  } = PROVIDERS.find(({ key }) => key === provider);
  return {
    id,
    name,
    provider,
    client_id: '6f1c0a52-8e0b-4c3e-9a55-2f3b7a1d9c11',
    has_client_secret: true,
    client_auth: 'body',
    secret_expires_at: null,
    ...endpoints,
    ...rest,
  };
};
export const oauthApplications = [
  application('71', 'Microsoft 365', 'microsoft', { secret_expires_at: ahead(12 * DAY) }),
  application('72', 'Google', 'google', { client_id: '482915.apps.googleusercontent.com' }),
];
const signIn = (way) => ({
  id: '81',
  way,
  application_id: '71',
  mailbox_id: '55',
  outcome: 'waiting',
  detail: '',
  address: way === 'browser' ? 'https://login.microsoftonline.com/' : null,
  user_code: way === 'device' ? 'HQ7K-MWRD' : null,
  verification_address: way === 'device' ? 'https://microsoft.com/devicelogin' : null,
  expires_at: ahead(15 * MINUTE),
});

/** A mailbox with a provider, as each state has it. */
export const granted = (state, detail = '') => ({
  application_name: 'Microsoft 365',
  state,
  detail,
  signed_in_at: ago(40 * DAY),
  ends_at: state === 'expiring' ? ahead(12 * DAY) : null,
});

export const OAUTH_ROUTES = {
  'GET /oauth/providers': ({ json }) => json({ rows: PROVIDERS }),
  'GET /oauth/applications': ({ state, json }) => json({ rows: state.empty ? [] : oauthApplications }),
  'POST /oauth/applications': ({ body, json }) => json({ ...oauthApplications[0], ...body, id: '73' }, 201),
  'PATCH /oauth/applications/:id': ({ body, json }) => json({ ...oauthApplications[0], ...body }),
  'DELETE /oauth/applications/:id': ({ response }) => response.writeHead(204).end(),
  'POST /mailboxes/:id/oauth': ({ body, json }) => json(signIn(body.way), 201),
  'GET /oauth/choices': ({ state, json }) =>
    json({
      rows: state.empty
        ? []
        : oauthApplications.map(({ id, name, provider, device_endpoint }) => ({
            id,
            name,
            provider,
            by_device: Boolean(device_endpoint),
          })),
    }),
  'POST /profile/transport/oauth': ({ body, json }) => json(signIn(body.way), 201),
  'POST /domain-transports/:id/oauth': ({ body, json }) => json(signIn(body.way), 201),
  'POST /transport/oauth': ({ body, json }) => json(signIn(body.way), 201),
  'GET /oauth/sign-ins/:id': ({ json }) => json(signIn('device')),
  'DELETE /oauth/sign-ins/:id': ({ response }) => response.writeHead(204).end(),
  'POST /oauth/finish': ({ problem }) => problem(409, 'oauth.unknown_state'),
};
