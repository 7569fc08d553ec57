// The records of the API under the application's own names. The only file that reads the generated
// schemas, so that a renamed schema is mended here alone.
import type { components } from './schema';
import type { Told } from './told';

type Schemas = components['schemas'];

export type ProblemBody = Schemas['Problem'];
export type Right = Told<Schemas['Right']>;
export type Language = Told<Schemas['Language']>;
export type Theme = Told<Schemas['Theme']>;
export type Total = Told<Schemas['Total']>;
export type BulkOutcome = Told<Schemas['Done']>;
export type Session = Told<Schemas['Session']>;
export type SessionUser = Told<Schemas['SessionUser']>;
export type Token = Told<Schemas['ApiToken']>;
export type NewToken = Told<Schemas['NewApiToken']>;
export type Organisation = Told<Schemas['Organisation']>;
export type OrganisationInput = Schemas['OrganisationInput'];
export type User = Told<Schemas['User']>;
export type NewUser = Schemas['NewUserInput'];
export type UserChange = Schemas['UserInput'];
export type Role = Told<Schemas['Role']>;
export type Person = Told<Schemas['Colleague']>;
export type Category = Told<Schemas['Category']>;
export type Priority = Told<Schemas['Priority']>;
export type Mailbox = Told<Schemas['Mailbox']>;
export type MailboxInput = Schemas['MailboxInput'];
export type MailboxTest = Told<Schemas['TestAnswer']>;
export type MailboxHealth = Told<Schemas['MailboxHealth']>;
export type Protocol = Told<Schemas['Protocol']>;
export type Security = Told<Schemas['Security']>;
export type Transport = Told<Schemas['Transport']>;
export type TransportInput = Schemas['TransportInput'];
export type TransportTest = Told<Schemas['TestAnswer']>;
export type Filter = Told<Schemas['Filter']>;
export type FilterInput = Schemas['FilterInput'];
export type FilterAction = Told<Schemas['FilterAction']>;
export type Attachment = Told<Schemas['Attachment']>;
export type Intake = Told<Schemas['Intake']>;
export type IntakeDetail = Told<Schemas['IntakeDetails']>;
export type IntakeState = Told<Schemas['IntakeState']>;
export type TimelineEntry = Told<Schemas['TimelineEntry']>;
export type DebugOutcome = Told<Schemas['DebugAnswer']>;
export type MailContent = Told<Schemas['MailDetails']>;
export type Blocked = Told<Schemas['Blocked']>;
export type BlockedDetail = Told<Schemas['BlockedDetails']>;
export type Outbox = Told<Schemas['Outbox']>;
export type OutboxDetail = Told<Schemas['OutboxDetails']>;
export type OutboxState = Told<Schemas['DeliveryState']>;
export type Delivery = Told<Schemas['Delivery']>;
export type Attempt = Told<Schemas['Attempt']>;
export type CaseStatus = Told<Schemas['CaseStatus']>;
export type CaseRow = Told<Schemas['CaseRow']>;
export type Case = Told<Schemas['CaseDetails']>;
export type CaseChange = Schemas['CaseInput'];
export type CaseLogEntry = Told<Schemas['LogEntry']>;
export type Message = Told<Schemas['Message']>;
export type MessageDelivery = Told<Schemas['DeliveryStanding']>;
export type Participant = Told<Schemas['Person']>;
export type Reply = Schemas['ReplyInput'];
export type Upload = Told<Schemas['Upload']>;
export type Summary = Told<Schemas['Summary']>;
export type Job = Told<Schemas['Job']>;
export type SearchHit = Told<Schemas['SearchHit']>;

/** One page of a list, by key. */
export type Page<Row> = { rows: Row[]; next: string | null; total: Total };
