import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { show } from '@/test/Render';
import { OauthPage } from './OauthPage';

const application = {
  id: '7',
  name: 'Microsoft 365',
  provider: 'own',
  client_id: 'id',
  has_client_secret: true,
  client_auth: 'body',
  authorization_endpoint: 'https://x.example/authorize',
  token_endpoint: 'https://x.example/token',
  device_endpoint: '',
  revocation_endpoint: '',
  scopes: '',
  secret_expires_at: null,
};
const own = { ...application, key: 'own', name: '', redirect_address: '', hosts: [] };
const signedIn = { oauth_application_id: '7', oauth: { state: 'good' } };
const answers: Record<string, unknown> = {};
const api = vi.hoisted(() => ({ GET: vi.fn(), PATCH: vi.fn() }));
vi.mock('@/lib/api/client', () => ({ api, take: (answer: Promise<unknown>) => answer }));

// What a field that grows with its text listens to, and this browser lacks.
Object.defineProperty(document, 'fonts', { value: new EventTarget() });

beforeEach(() => {
  Object.assign(answers, {
    '/oauth/applications': { rows: [application] },
    '/oauth/providers': { rows: [own] },
    '/mailboxes': { rows: [signedIn, signedIn, { ...signedIn, oauth: null }], next: null },
    '/transport': { ...signedIn, oauth_application_id: '8' },
  });
  api.GET.mockImplementation((path: string) =>
    answers[path] ? Promise.resolve(answers[path]) : Promise.reject(new Error(path)),
  );
  api.PATCH.mockReset().mockResolvedValue(application);
});

function open() {
  show(
    <ConfirmProvider>
      <OauthPage />
    </ConfirmProvider>,
  );
}

test('where the providers could not be loaded, that is said', async () => {
  delete answers['/oauth/providers'];
  open();
  expect(await screen.findByRole('alert')).toBeDefined();
});

test('another client ID asks for its secret, and then tells how many must sign in again', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Change: Microsoft 365' }));
  fireEvent.change(await screen.findByLabelText('Client ID'), { target: { value: 'another' } });
  const save = screen.getByRole('button', { name: 'Save' });
  fireEvent.click(save);
  expect(await screen.findByText(/^Enter the client secret, or/)).toBeDefined();
  fireEvent.change(screen.getByLabelText('Client secret'), { target: { value: 'new' } });
  fireEvent.click(save);
  expect(await screen.findByText(/^2 mailboxes or servers must sign in again/)).toBeDefined();
  expect(api.PATCH).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Change it' }));
  await vi.waitFor(() => expect(api.PATCH).toHaveBeenCalledOnce());
});
