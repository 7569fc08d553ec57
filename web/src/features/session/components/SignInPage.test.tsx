import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { SignInPage } from './SignInPage';

const place = vi.hoisted(() => ({ search: {} as { to?: string } }));

vi.mock('@tanstack/react-router', () => ({ useSearch: () => place.search }));

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function signIn(to: string | undefined, answer: () => Response) {
  place.search = { to };
  vi.stubGlobal('fetch', async () => answer());
  const replace = vi.spyOn(location, 'replace').mockImplementation(() => undefined);
  show(<SignInPage />);
  fireEvent.change(screen.getByLabelText('E-mail address'), { target: { value: 'kari@example.no' } });
  fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'long enough' } });
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  return replace;
}

const session = () => Response.json({ user: { id: '7' } });

test('whoever signs in goes on with a page that is loaded afresh, where nothing of another is left', async () => {
  const replace = await signIn('/cases?status=all', session);
  await waitFor(() => expect(replace).toHaveBeenCalledWith('/cases?status=all'));
});

test('no other place than of this application follows', async () => {
  const replace = await signIn('//elsewhere.test', session);
  await waitFor(() => expect(replace).toHaveBeenCalledWith('/'));
});

test('who is refused stays and is told why', async () => {
  const refusal = { code: 'sign_in_failed', detail: '' };
  const replace = await signIn(undefined, () => Response.json(refusal, { status: 401 }));
  await screen.findByText(/password is wrong/);
  expect(replace).not.toHaveBeenCalled();
});
