import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { Detection, ServerCandidate } from '@/lib/api/types';
import { show } from '@/test/Render';
import { FindSettings } from './FindSettings';

const server = (service: ServerCandidate['service'], host: string, port: number): ServerCandidate => ({
  service,
  host,
  port,
  security: 'tls',
  username: 'kari@example.no',
  username_form: 'address',
  sign_in: 'password',
  password: 'app',
  provider: null,
  provider_name: 'Gmail',
  source: 'mx',
  place: 'aspmx.l.google.com',
  reason: '',
});

const detection = (found: Detection | undefined) => ({
  find: vi.fn(),
  findOnce: vi.fn(),
  isPossible: true,
  isPending: false,
  error: null,
  found,
});

const found: Detection = {
  address: 'kari@example.no',
  candidates: [server('imap', 'imap.gmail.com', 993), server('pop3', 'pop.gmail.com', 995)],
  asked: [{ source: 'mx', place: 'example.no', outcome: 'found', detail: null }],
};

test('what was found is shown with its reason, and used when somebody says so', () => {
  const use = vi.fn();
  show(
    <FindSettings
      detection={detection(found)}
      services={['imap', 'pop3']}
      isUsed={({ service }) => service === 'pop3'}
      onUse={use}
    />,
  );
  expect(screen.getByText('Found the settings at Gmail')).toBeDefined();
  expect(screen.getAllByText('Mail for the domain goes to aspmx.l.google.com.')).toHaveLength(2);
  expect(screen.getAllByText(/app password/)).toHaveLength(2);
  expect(screen.getByText('Filled in')).toBeDefined();
  expect(use).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Use these settings: IMAP imap.gmail.com:993' }));
  expect(use).toHaveBeenCalledWith(found.candidates[0]);
});

test('where nothing was found the way by hand is named, and who was asked', () => {
  const nothing: Detection = {
    ...found,
    candidates: [],
    asked: [
      { source: 'autoconfig', place: 'example.no', outcome: 'failed', detail: 'the certificate has expired' },
    ],
  };
  show(
    <FindSettings
      detection={detection(nothing)}
      services={['imap', 'pop3']}
      isUsed={() => false}
      onUse={vi.fn()}
    />,
  );
  expect(screen.getByText('No settings were found')).toBeDefined();
  expect(screen.getByText(/Enter the server by hand/)).toBeDefined();
  expect(screen.getByText('the certificate has expired').closest('[lang=en]')).not.toBeNull();
});

test('it asks when it is told to, and not for what is no address', () => {
  const asking = detection(undefined);
  const { unmount } = show(
    <FindSettings detection={asking} services={['imap']} isUsed={() => false} onUse={vi.fn()} />,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Find settings' }));
  expect(asking.find).toHaveBeenCalledOnce();
  unmount();
  const idle = { ...asking, isPossible: false };
  show(<FindSettings detection={idle} services={['imap']} isUsed={() => false} onUse={vi.fn()} />);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Find settings' }).disabled).toBe(true);
});

test('name servers that do not answer are told apart from a domain of which nobody knows', () => {
  const silent: Detection = {
    ...found,
    candidates: [],
    asked: [{ source: 'mx', place: 'example.no', outcome: 'failed', detail: 'SERVFAIL' }],
  };
  show(
    <FindSettings detection={detection(silent)} services={['smtp']} isUsed={() => false} onUse={vi.fn()} />,
  );
  expect(screen.getByText('The name servers of example.no do not answer')).toBeDefined();
  expect(screen.queryByText('No settings were found')).toBeNull();
});
