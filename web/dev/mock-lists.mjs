// Distribution lists, and whom they reach.
const NOW = '2026-11-20T09:00:00.000Z';
const MEMBERS = [
  { kind: 'address', address: 'leder@styret-haugenbygg.no', name: 'Astrid Haugen' },
  { kind: 'address', address: 'kasserer@styret-haugenbygg.no', name: null },
  { kind: 'person', id: '31', name: 'Kari Nordmann' },
  { kind: 'company', id: '41', name: 'Haugen Bygg AS' },
  { kind: 'selection', id: '1', name: 'Messen i Bergen' },
];

const list = (id, name, description, of) => ({
  id,
  name,
  description,
  shared: true,
  owner_name: 'Ingrid Solberg',
  may_change: true,
  is_own: true,
  members: MEMBERS.length,
  updated_at: NOW,
  ...of,
});

export const distributionLists = [
  list('71', 'Driftsvakten', 'De som har vakt om natten', {
    members: 3,
    owner_name: 'Lars Berg',
    is_own: false,
  }),
  list('72', 'Leverandører', '', { members: 18, shared: false }),
  list('73', 'Styret', 'Styret i Haugen Bygg, og de som møter for det'),
];

const REACH = {
  recipients: [
    { name: 'Astrid Haugen', address: 'leder@styret-haugenbygg.no' },
    { name: null, address: 'kasserer@styret-haugenbygg.no' },
    { name: 'Kari Nordmann', address: 'kari@haugenbygg.no' },
  ],
  left_out: [{ address: 'ola@haugenbygg.no', because: 'former' }],
  max: 100,
};

const found = (id) => distributionLists.find((one) => one.id === id) ?? distributionLists[2];

export const LIST_ROUTES = {
  'GET /distribution-lists': ({ state, json }) => json({ rows: state.empty ? [] : distributionLists }),
  'POST /distribution-lists': ({ body, json }) => json(list('79', body.name, body.description), 201),
  'GET /distribution-lists/:id': ({ ids, json }) => json({ ...found(ids[0]), all: MEMBERS }),
  'PUT /distribution-lists/:id': ({ ids, json }) => json(found(ids[0])),
  'DELETE /distribution-lists/:id': ({ json }) => json(null, 204),
  'GET /distribution-lists/:id/recipients': ({ json }) => json(REACH),
};
