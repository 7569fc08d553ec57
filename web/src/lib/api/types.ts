// The records of the API under the application's own names. The only file that reads the generated
// schemas, so that a renamed schema is mended here alone.
import type { components } from './schema';

type Schemas = components['schemas'];

export type ProblemBody = Schemas['Problem'];
export type Right = Schemas['Right'];
export type Language = Schemas['Language'];
export type Theme = Schemas['Theme'];
export type Total = Schemas['Total'];
export type BulkOutcome = Schemas['BulkOutcome'];
export type Session = Schemas['Session'];
export type SessionUser = Schemas['SessionUser'];
export type Token = Schemas['Token'];
export type NewToken = Schemas['NewToken'];
export type User = Schemas['User'];
export type NewUser = Schemas['NewUser'];
export type UserChange = Schemas['UserChange'];
export type Role = Schemas['Role'];
export type Person = Schemas['Person'];
export type Category = Schemas['Category'];
export type Priority = Schemas['Priority'];
export type Mailbox = Schemas['Mailbox'];
export type MailboxInput = Schemas['MailboxInput'];
export type MailboxTest = Schemas['MailboxTest'];
export type MailboxHealth = Schemas['MailboxHealth'];
export type Protocol = Schemas['Protocol'];
export type Security = Schemas['Security'];
export type Transport = Schemas['Transport'];
export type TransportInput = Schemas['TransportInput'];
export type TransportTest = Schemas['TransportTest'];
export type Filter = Schemas['Filter'];
export type FilterInput = Schemas['FilterInput'];
export type FilterAction = Schemas['FilterAction'];
export type Attachment = Schemas['Attachment'];
export type Intake = Schemas['Intake'];
export type IntakeDetail = Schemas['IntakeDetail'];
export type IntakeState = Schemas['IntakeState'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type DebugOutcome = Schemas['DebugOutcome'];
export type MailContent = Schemas['MailContent'];
export type Blocked = Schemas['Blocked'];
export type BlockedDetail = Schemas['BlockedDetail'];
export type Outbox = Schemas['Outbox'];
export type OutboxDetail = Schemas['OutboxDetail'];
export type OutboxState = Schemas['OutboxState'];
export type Delivery = Schemas['Delivery'];
export type Attempt = Schemas['Attempt'];
export type CaseStatus = Schemas['CaseStatus'];
export type CaseRow = Schemas['CaseRow'];
export type Case = Schemas['Case'];
export type CaseChange = Schemas['CaseChange'];
export type CaseLogEntry = Schemas['CaseLogEntry'];
export type Message = Schemas['Message'];
export type MessageDelivery = Schemas['MessageDelivery'];
export type Participant = Schemas['Participant'];
export type Reply = Schemas['Reply'];
export type Upload = Schemas['Upload'];
export type Summary = Schemas['Summary'];

/** One page of a list, by key. */
export type Page<Row> = { rows: Row[]; next: string | null; total: Total };
