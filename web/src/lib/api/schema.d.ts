/**
 * The HTTP API's types in the form that openapi-typescript writes. Replaced by `npm run gen` from
 * the server's OpenAPI document; nothing else in the application names this file but `types.ts`
 * and `client.ts`.
 */
type Json<T> = { headers: { [name: string]: unknown }; content: { 'application/json': T } };
type Refused = {
  headers: { [name: string]: unknown };
  content: { 'application/problem+json': components['schemas']['Problem'] };
};
type Nothing = { headers: { [name: string]: unknown }; content?: never };
type Ok<T> = { responses: { 200: Json<T>; default: Refused } };
type Created<T> = { responses: { 201: Json<T>; default: Refused } };
type Done = { responses: { 204: Nothing; default: Refused } };
type Taken = { responses: { 202: Nothing; default: Refused } };
type Query<T> = { parameters: { query?: T; header?: never; path?: never; cookie?: never } };
type At<P> = { parameters: { query?: never; header?: never; path: P; cookie?: never } };
type Body<T> = { requestBody: { content: { 'application/json': T } } };
type Free = { parameters: { query?: never; header?: never; path?: never; cookie?: never } };
type NoBody = { requestBody?: never };
type ById = At<{ id: string }>;

type Get<R, P = Free> = P & NoBody & Ok<R>;
type Post<B, R, P = Free> = P & Body<B> & R;
type Bulk = Post<components['schemas']['Ids'], Ok<components['schemas']['BulkOutcome']>>;
type Schemas = components['schemas'];

export interface components {
  schemas: {
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      code: string;
      field?: string | null;
      params?: { [name: string]: string };
      right?: string | null;
    };
    Right:
      | 'mailboxes'
      | 'intake'
      | 'outbox'
      | 'blocked'
      | 'cases_all'
      | 'cases_own'
      | 'users'
      | 'delete'
      | 'export';
    Language: 'nb' | 'sv' | 'en';
    Theme: 'auto' | 'light' | 'dark';
    Total: { count: number; more: boolean };
    Ids: { ids: string[] };
    BulkOutcome: { done: number; failed: { id: string; code: string; detail: string }[] };
    SessionUser: { id: string; name: string; email: string; language: Schemas['Language']; theme: Schemas['Theme'] };
    Session: {
      user: Schemas['SessionUser'];
      organisation: { id: string; name: string };
      rights: Schemas['Right'][];
      version: string;
      demo: boolean;
    };
    Token: {
      id: string;
      name: string;
      created_at: string;
      expires_at: string | null;
      last_used_at: string | null;
    };
    NewToken: Schemas['Token'] & { token: string };
    User: {
      id: string;
      name: string;
      email: string;
      language: Schemas['Language'];
      active: boolean;
      role_ids: string[];
      category_ids: string[];
      created_at: string;
      last_sign_in_at: string | null;
    };
    NewUser: {
      name: string;
      email: string;
      password: string;
      language: Schemas['Language'];
      role_ids: string[];
      category_ids: string[];
    };
    UserChange: {
      name?: string;
      email?: string;
      active?: boolean;
      language?: Schemas['Language'];
      role_ids?: string[];
      category_ids?: string[];
      password?: string;
    };
    Role: { id: string; name: string; rights: Schemas['Right'][]; users: number };
    RoleChange: { name?: string; rights?: Schemas['Right'][] };
    Person: { id: string; name: string };
    Category: { id: string; name: string; position: number };
    Priority: { id: string; name: string; rank: number };
    Protocol: 'imap' | 'pop3' | 'smtp';
    Security: 'tls' | 'starttls' | 'none';
    MailboxHealth: {
      state: 'new' | 'ok' | 'failing' | 'paused' | 'listening';
      last_try_at: string | null;
      last_success_at: string | null;
      failures: number;
      last_error: string | null;
      next_check_at: string | null;
    };
    Mailbox: {
      id: string;
      address: string;
      display_name: string;
      protocol: Schemas['Protocol'];
      host: string;
      port: number;
      security: Schemas['Security'];
      username: string;
      has_password: boolean;
      folder: string;
      interval_s: number;
      after_import: 'delete' | 'keep';
      category_id: string | null;
      priority_id: string | null;
      forwarding_address: string | null;
      language: Schemas['Language'];
      active: boolean;
      health: Schemas['MailboxHealth'];
      category_name: string | null;
      priority_name: string | null;
    };
    MailboxInput: {
      address?: string;
      display_name?: string;
      protocol?: Schemas['Protocol'];
      host?: string;
      port?: number;
      security?: Schemas['Security'];
      username?: string;
      password?: string;
      folder?: string;
      interval_s?: number;
      after_import?: 'delete' | 'keep';
      category_id?: string | null;
      priority_id?: string | null;
      forwarding_address?: string | null;
      language?: Schemas['Language'];
      active?: boolean;
    };
    MailboxTest: {
      ok: boolean;
      summary_code: string;
      detail: string;
      waiting: number | null;
      conversation: string[];
    };
    Transport: {
      kind: 'direct' | 'relay';
      host: string;
      port: number;
      security: Schemas['Security'];
      username: string;
      has_password: boolean;
      helo_name: string;
    };
    TransportInput: {
      kind: 'direct' | 'relay';
      host?: string;
      port?: number;
      security?: Schemas['Security'];
      username?: string;
      password?: string;
      helo_name?: string;
    };
    TransportTest: { ok: boolean; detail: string; conversation: string[] };
    FilterAction:
      | { kind: 'block' }
      | { kind: 'category'; category_id: string }
      | { kind: 'priority'; priority_id: string };
    Filter: {
      id: string;
      name: string;
      position: number;
      active: boolean;
      mailbox_id: string | null;
      field: 'from' | 'to' | 'subject' | 'body' | 'header';
      operator: 'contains' | 'regex';
      pattern: string;
      action: Schemas['FilterAction'];
      hits: number;
      last_hit_at: string | null;
    };
    FilterInput: {
      name?: string;
      active?: boolean;
      mailbox_id?: string | null;
      field?: Schemas['Filter']['field'];
      operator?: Schemas['Filter']['operator'];
      pattern?: string;
      action?: Schemas['FilterAction'];
    };
    Attachment: { index: number; name: string; media_type: string; size_octets: number; inline: boolean };
    IntakeState: 'stored' | 'placed' | 'blocked' | 'failed';
    Intake: {
      id: string;
      mailbox_id: string;
      mailbox_address: string;
      state: Schemas['IntakeState'];
      received_at: string;
      from: string;
      subject: string;
      size_octets: number;
      attempts: number;
      error: string | null;
      case_id: string | null;
      case_number: number | null;
      deleted_at: string | null;
    };
    MailContent: {
      headers: string;
      text: string;
      has_html: boolean;
      remote_blocked: number;
      attachments: Schemas['Attachment'][];
      defects: string[];
      source_id: string;
      hash: string;
    };
    IntakeDetail: Schemas['Intake'] & Schemas['MailContent'];
    Step:
      | { kind: 'received'; mailbox_id: string; via: string; peer: string }
      | { kind: 'stored'; size_octets: number; hash: string }
      | { kind: 'parsed'; attachments: number; defects: string[]; class: string }
      | { kind: 'filter_matched'; filter_id: string; name: string; matched: string; action: string }
      | { kind: 'filter_skipped'; filter_id: string }
      | { kind: 'case_matched'; case_id: string; number: number; because: string; evidence: string }
      | { kind: 'case_created'; case_id: string; number: number; because: string }
      | { kind: 'placed'; case_id: string }
      | { kind: 'blocked'; filter_id: string }
      | { kind: 'failed'; error: string }
      | { kind: 'requeued'; user_id: string }
      | { kind: 'deleted'; user_id: string }
      | { kind: 'restored'; user_id: string }
      | { kind: 'queued'; user_id: string | null; recipients: number }
      | { kind: 'routed'; recipient: string; transport: string; because: string }
      | {
          kind: 'attempted';
          recipient: string;
          result: 'delivered' | 'deferred' | 'failed';
          code: number | null;
          enhanced: string | null;
          words: string;
          host: string | null;
          tls: boolean;
          duration_ms: number;
        }
      | { kind: 'next_try'; recipient: string; next_try_at: string }
      | { kind: 'delivered'; recipient: string }
      | { kind: 'gave_up'; recipient: string; because: string };
    TimelineEntry: { at: string } & Schemas['Step'];
    Timeline: { rows: Schemas['TimelineEntry'][] };
    DebugOutcome: { trace: Schemas['TimelineEntry'][]; outcome: string };
    Blocked: {
      id: string;
      when: string;
      mailbox_id: string;
      mailbox_address: string;
      filter_id: string | null;
      filter_name: string | null;
      subject: string;
      from: string;
      size_octets: number;
    };
    BlockedDetail: Schemas['Blocked'] & Schemas['MailContent'];
    OutboxState: 'queued' | 'sending' | 'sent' | 'failed';
    Outbox: {
      id: string;
      created_at: string;
      created_by_name: string | null;
      from: string;
      recipients: string[];
      subject: string;
      size_octets: number;
      state: Schemas['OutboxState'];
      attempts: number;
      next_attempt_at: string | null;
      last_words: string | null;
      case_id: string | null;
      case_number: number | null;
      deleted_at: string | null;
    };
    Attempt: {
      at: string;
      result: 'delivered' | 'deferred' | 'failed';
      code: number | null;
      enhanced: string | null;
      words: string;
      host: string | null;
      tls: boolean;
      duration_ms: number;
    };
    Delivery: {
      id: string;
      recipient: string;
      state: Schemas['OutboxState'];
      attempts: number;
      next_attempt_at: string | null;
      last_code: number | null;
      last_enhanced: string | null;
      last_words: string | null;
      last_host: string | null;
      log: Schemas['Attempt'][];
    };
    OutboxDetail: Schemas['Outbox'] & { deliveries: Schemas['Delivery'][]; text: string };
    CaseStatus: 'open' | 'waiting' | 'closed';
    CaseRow: {
      id: string;
      number: number;
      title: string;
      status: Schemas['CaseStatus'];
      customer_name: string | null;
      customer_address: string;
      category_id: string | null;
      category_name: string | null;
      priority_id: string | null;
      priority_name: string | null;
      owner_id: string | null;
      owner_name: string | null;
      messages: number;
      unread: boolean;
      created_at: string;
      updated_at: string;
      last_message_at: string;
      delivery_failed: boolean;
    };
    Participant: { name: string | null; address: string | null };
    MessageDelivery: { state: Schemas['OutboxState']; words: string | null; next_attempt_at: string | null };
    Message: {
      id: string;
      direction: 'received' | 'sent' | 'comment';
      created_at: string;
      from: Schemas['Participant'];
      to: Schemas['Participant'][];
      cc: Schemas['Participant'][];
      subject: string;
      text: string;
      full_text: string;
      has_html: boolean;
      remote_blocked: number | null;
      attachments: Schemas['Attachment'][];
      author_id: string | null;
      author_name: string | null;
      intake_id: string | null;
      outbox_id: string | null;
      delivery: Schemas['MessageDelivery'] | null;
      class: string;
    };
    CaseLogEntry: { at: string; user_name: string | null; what: string; params: { [name: string]: string | null } };
    Case: Omit<Schemas['CaseRow'], 'messages'> & {
      mailbox_id: string | null;
      mailbox_address: string | null;
      messages: Schemas['Message'][];
      log: Schemas['CaseLogEntry'][];
      viewers: { user_id: string; name: string }[];
    };
    CaseChange: {
      title?: string;
      status?: Schemas['CaseStatus'];
      owner_id?: string | null;
      category_id?: string | null;
      priority_id?: string | null;
      unread?: boolean;
    };
    Reply: {
      text: string;
      to?: string[];
      cc?: string[];
      subject?: string;
      upload_ids?: string[];
      status?: Schemas['CaseStatus'];
    };
    Upload: { id: string; name: string; media_type: string; size_octets: number };
    Summary: {
      open_cases: number | null;
      unread_cases: number | null;
      intake_waiting: number | null;
      intake_failed: number | null;
      outbox_waiting: number | null;
      outbox_failed: number | null;
      blocked: number | null;
    };
  };
}

type Page<T> = { rows: T[]; next: string | null; total: Schemas['Total'] };
type Rows<T> = { rows: T[] };
type ListQuery = { sort?: string; descending?: boolean; q?: string; cursor?: string; limit?: number };

export interface paths {
  '/session': {
    get: Get<Schemas['Session']>;
    post: Post<{ email: string; password: string }, Ok<Schemas['Session']>>;
    delete: Free & NoBody & Done;
  };
  '/profile': {
    patch: Post<
      { name?: string; language?: Schemas['Language']; theme?: Schemas['Theme'] },
      Ok<Schemas['SessionUser']>
    >;
  };
  '/profile/password': { post: Post<{ current: string; new: string }, Done> };
  '/profile/tokens': {
    get: Get<Rows<Schemas['Token']>>;
    post: Post<{ name: string; expires_at?: string }, Created<Schemas['NewToken']>>;
  };
  '/profile/tokens/{id}': { delete: ById & NoBody & Done };
  '/users': {
    get: Get<Page<Schemas['User']>, Query<ListQuery>>;
    post: Post<Schemas['NewUser'], Created<Schemas['User']>>;
  };
  '/users/{id}': {
    get: Get<Schemas['User'], ById>;
    patch: Post<Schemas['UserChange'], Ok<Schemas['User']>, ById>;
  };
  '/roles': {
    get: Get<Rows<Schemas['Role']>>;
    post: Post<{ name: string; rights: Schemas['Right'][] }, Created<Schemas['Role']>>;
  };
  '/roles/{id}': {
    patch: Post<Schemas['RoleChange'], Ok<Schemas['Role']>, ById>;
    delete: ById & NoBody & Done;
  };
  '/people': { get: Get<Rows<Schemas['Person']>> };
  '/categories': {
    get: Get<Rows<Schemas['Category']>>;
    post: Post<{ name: string }, Created<Schemas['Category']>>;
  };
  '/categories/{id}': {
    patch: Post<{ name?: string; position?: number }, Ok<Schemas['Category']>, ById>;
    delete: ById & NoBody & Done;
  };
  '/priorities': {
    get: Get<Rows<Schemas['Priority']>>;
    post: Post<{ name: string; rank: number }, Created<Schemas['Priority']>>;
  };
  '/priorities/{id}': {
    patch: Post<{ name?: string; rank?: number }, Ok<Schemas['Priority']>, ById>;
    delete: ById & NoBody & Done;
  };
  '/mailboxes': {
    get: Get<Page<Schemas['Mailbox']>, Query<ListQuery>>;
    post: Post<Schemas['MailboxInput'], Created<Schemas['Mailbox']>>;
  };
  '/mailboxes/{id}': {
    get: Get<Schemas['Mailbox'], ById>;
    patch: Post<Schemas['MailboxInput'], Ok<Schemas['Mailbox']>, ById>;
    delete: ById & NoBody & Done;
  };
  '/mailboxes/test': { post: Post<Schemas['MailboxInput'] & { id?: string }, Ok<Schemas['MailboxTest']>> };
  '/mailboxes/{id}/check': { post: ById & NoBody & Taken };
  '/transport': {
    get: Get<Schemas['Transport']>;
    put: Post<Schemas['TransportInput'], Ok<Schemas['Transport']>>;
  };
  '/transport/test': {
    post: Post<Schemas['TransportInput'] & { recipient?: string }, Ok<Schemas['TransportTest']>>;
  };
  '/filters': {
    get: Get<Rows<Schemas['Filter']>>;
    post: Post<Schemas['FilterInput'], Created<Schemas['Filter']>>;
  };
  '/filters/{id}': {
    patch: Post<Schemas['FilterInput'], Ok<Schemas['Filter']>, ById>;
    delete: ById & NoBody & Done;
  };
  '/filters/order': { post: Post<Schemas['Ids'], Done> };
  '/intake': {
    get: Get<Page<Schemas['Intake']>, Query<ListQuery & { state?: string; mailbox_id?: string }>>;
  };
  '/intake/{id}': { get: Get<Schemas['IntakeDetail'], ById> };
  '/intake/{id}/timeline': { get: Get<Schemas['Timeline'], ById> };
  '/intake/{id}/debug': { post: ById & NoBody & Ok<Schemas['DebugOutcome']> };
  '/intake/import': { post: Bulk };
  '/intake/delete': { post: Bulk };
  '/intake/restore': { post: Bulk };
  '/blocked': { get: Get<Page<Schemas['Blocked']>, Query<ListQuery & { mailbox_id?: string; filter_id?: string }>> };
  '/blocked/{id}': { get: Get<Schemas['BlockedDetail'], ById> };
  '/blocked/{id}/timeline': { get: Get<Schemas['Timeline'], ById> };
  '/blocked/import': { post: Bulk };
  '/blocked/delete': { post: Bulk };
  '/outbox': { get: Get<Page<Schemas['Outbox']>, Query<ListQuery & { sent?: boolean }>> };
  '/outbox/{id}': { get: Get<Schemas['OutboxDetail'], ById> };
  '/outbox/{id}/timeline': { get: Get<Schemas['Timeline'], ById> };
  '/outbox/send': { post: Bulk };
  '/outbox/delete': { post: Bulk };
  '/outbox/restore': { post: Bulk };
  '/cases': {
    get: Get<
      Page<Schemas['CaseRow']>,
      Query<ListQuery & { status?: string; owner?: string; category_id?: string }>
    >;
  };
  '/cases/{id}': {
    get: Get<Schemas['Case'], ById>;
    patch: Post<Schemas['CaseChange'], Ok<Schemas['Case']>, ById>;
  };
  '/cases/{id}/reply': { post: Post<Schemas['Reply'], Created<Schemas['Message']>, ById> };
  '/cases/{id}/comments': { post: Post<{ text: string }, Created<Schemas['Message']>, ById> };
  '/cases/{id}/messages/{mid}/timeline': {
    get: Get<Schemas['Timeline'], At<{ id: string; mid: string }>>;
  };
  '/uploads/{id}': { delete: ById & NoBody & Done };
  '/summary': { get: Get<Schemas['Summary']> };
}
