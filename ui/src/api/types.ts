// SPDX-License-Identifier: Apache-2.0
// What the post's verbs take and give, as docs/api.md says it: the part that the page uses.

export type Id = string;
export type Time = string;
export type Act = 'assurance' | 'request' | 'offer' | 'question' | 'answer' | 'warning' | 'protest' | 'information';
export type Precedence = 'ROUTINE' | 'PRIORITY' | 'IMMEDIATE' | 'FLASH';
export type Form = 'verbatim' | 'paraphrase' | 'gist';
export type Approval = 'required' | 'waived';
export type Attribution = 'named' | 'unattributed';
export type Disclosure = 'confidential' | 'confirmable' | 'public';
export type Position = 'noted' | 'accepted' | 'rejected' | 'none-yet';
export type Role = 'intermediary' | 'party' | 'verifier';
export type Trust = 'self' | 'compared' | 'vouched';
export type Delivery = 'sent' | 'queued';
export type Package = Record<string, string>;

export interface Terms {
  form: Form;
  approval: Approval;
  attribution: Attribution;
  not_before: Time | null;
  until: Time;
  simultaneous_with: Id | null;
  disclosure: Disclosure;
  public_line: string | null;
}
export interface Translation { lang: string; text: string; maker?: string }
export interface Words { lang: string; text: string; translations: Translation[] }
export interface Charter { text: string; languages: string[]; retention_days: number; existence: string }
export interface Participant {
  id: Id;
  name: string;
  role: Role;
  standing: 'invited' | 'active' | 'left' | 'removed';
  number: string;
  compared: boolean;
  vouched: boolean;
  self: boolean;
  last_contact: Time | null;
}
export interface CaseItem {
  case: Id;
  title: string;
  name: string;
  role: Role;
  standing: string;
  waiting: number;
  last_contact: Time | null;
}
export interface Invitation { invitation: Id; case: Id; name: string; role: Role; expires: Time; state: 'open' | 'used' | 'cancelled' | 'expired' }
export interface FeedHead { with: string; feed: Id; of: string; size: number; root: string; checkpoint?: string }
export interface CaseDetail {
  case: Id;
  title: string;
  name: string;
  role: Role;
  standing: string;
  opened: Time;
  charter: Charter;
  participants: Participant[];
  feeds: FeedHead[];
  invitations: Invitation[];
  notices: { at: Time; text: string }[];
}
export interface WaitingItem {
  id: Id;
  kind: 'decide' | 'render' | 'approve' | 'acknowledge' | 'vote' | 'ratify';
  case: Id;
  case_title: string;
  signal: Id | null;
  from: string | null;
  to: string | null;
  precedence: Precedence;
  deadline: Time | null;
  act: Act | null;
  excerpt: string;
  sentence: string;
  may: string[];
  renderings: { id: Id; form: Form; excerpt: string }[];
}
export interface InboxItem {
  id: Id;
  kind: string;
  case: Id;
  signal: Id | null;
  sentence: string | null;
  text: string;
  lang: string | null;
  translations: Translation[];
  author: string | null;
  author_state: Trust | null;
  verification: string;
  finding: string | null;
  precedence: Precedence;
  act: Act | null;
  form: Form | null;
  time: Time;
  received: Time;
  state: string;
}
export interface RecordItem {
  row: number;
  id: Id;
  kind: string;
  with: string | null;
  own: boolean;
  author: string;
  author_state: Trust;
  time: Time;
  received: Time;
  signal: Id | null;
  body: Record<string, unknown>;
  shows: { kind: string; time: Time; position: Position | null } | null;
  counts: boolean;
  finding: string | null;
}
export interface Shown {
  id: Id;
  kind: string;
  case: Id;
  author: string;
  time: Time;
  received?: Time;
  body?: Record<string, unknown>;
  sentence: string | null;
  signed_by?: Id;
  verification: string;
  counts?: boolean;
  finding: string | null;
  place?: { channel: Id; feed: Id; index: number } | null;
  text?: string;
  lang?: string | null;
  translations?: Translation[];
}
export interface TraceStep {
  step: string;
  id: Id;
  time: Time;
  not_before?: Time;
  not_after?: Time;
  clocks_differ?: boolean;
  text?: string;
  lang?: string;
  form?: Form;
  attribution?: Attribution;
  sentence?: string;
  by: string;
  proof: string;
  finding: string | null;
}
export type TraceState =
  | 'on-record' | 'waiting' | 'rendering' | 'approved' | 'declined' | 'withdrawn' | 'dispatched' | 'conveyed' | 'crossed' | 'breach';
export interface Trace {
  signal: Id;
  case: Id;
  author: string;
  act: Act;
  time: Time;
  text: string;
  lang: string;
  to: { name: string; state: TraceState; steps: TraceStep[] }[];
}
export interface Conveyed {
  dispatch?: Id;
  conveyance?: Id;
  form: Form;
  attribution: Attribution;
  to: string;
  sentence: string;
  pair?: Conveyed;
  delivery?: Delivery;
}
export interface MandateResult { mandate?: Id; to: string; sentence: string; terms: Terms; delivery?: Delivery }
export interface SignalResult { signal?: Id; mandates: MandateResult[]; sentence: string; delivery?: Delivery; dry_run?: boolean }
export interface InvitationShown {
  case: Id;
  title: string;
  intermediary: string;
  intermediary_number: string;
  name: string;
  role: Role;
  charter: Charter;
  expires: Time;
}
export interface DossierReport {
  mode: string;
  case: Id;
  statements: number;
  proved: number;
  breaches: number;
  undecided: number;
  conveyances: { signal?: Id; to: string; verdict: string; code?: string; line: number }[];
  fault?: { line: number; code: string; detail: string };
}

export interface Range { least: string; most: string }
export interface Issue { name: string; kind: string; texts: Record<string, string>; options: { name: string; texts: Record<string, string> }[]; from?: string; to?: string }
export interface Agenda {
  agenda: Id;
  version: number;
  versions: { version: number; agenda: Id; time: Time }[];
  title: string;
  issues: Issue[];
  never: Record<string, string[]>[];
  commitments: { by: string; to: string[]; issue: string; options: string[]; text: string; due: string }[];
  document: string;
  appraisal: { state: 'none' | 'current' | 'mapped'; shared: boolean; unmapped: string[] };
}
export interface Suggestion {
  package: Package;
  document: string;
  sides: { name: string; utility: string; walk_away: string; gains: string[]; gives: string[] }[];
  robustness: { name: string; error: string }[];
  sentence: string;
}
export interface Framework {
  framework: Id;
  table: Id;
  agenda: Id;
  version: number;
  number: number;
  title: string;
  package: Package;
  excerpt: string;
  time: Time;
  replaces?: Id | null;
  replaced_by?: Id | null;
  state: 'tabled' | 'replaced' | 'on-ballot' | 'not-adopted' | 'adopted' | 'ratified' | 'lapsed' | 'aborted';
  ballot?: Id | null;
  ratify_by?: Time | null;
  ratified_by: string[];
  shown_to: { name: string; state: 'confirmed' | 'not-confirmed' | 'differs' }[];
  own?: {
    utility: Range;
    walk_away: Range;
    distance: Range;
    verdict: 'acceptable' | 'unacceptable' | 'depends';
    red_lines: string[];
    gains: string[];
    gives: string[];
    note?: string;
  };
  opinions: { name: string; rank?: number | null; position?: string | null; text?: string; time: Time }[];
  words?: Words;
  finding?: string | null;
}
export interface Ballot {
  ballot: Id;
  case: Id;
  framework: Id;
  title: string;
  roster: { name: string; role: Role; compared: boolean; self: boolean }[];
  opened: Time;
  until: Time;
  ends: Time;
  ratify_by: Time | null;
  state: 'open' | 'casting' | 'adopted' | 'not-adopted' | 'aborted' | 'ended';
  round: number;
  phase: string;
  told: 'yes' | 'no' | null;
  cast: boolean;
  waits_for: string[];
  signed_by: string[];
  differs: string[];
  gives_away: string;
  aborted?: { cause: string; round: number; sentence: string };
  transcript?: string;
}

type Loose = Record<string, unknown>;
/** Every verb that the page calls: its arguments and its result. */
export interface Verbs {
  status: { args: Loose; result: { post: Id; relays: string[]; cases: number; outbox: number } };
  'case.list': { args: Loose; result: { items: CaseItem[] } };
  'case.open': { args: { title: string; as: string; charter?: Charter }; result: { case: Id; title: string } };
  'case.show': { args: { case: Id }; result: CaseDetail };
  'case.invite': { args: { case: Id; role: Role; name: string; expires?: string }; result: { invitation: Id; file: string; expires: Time; ready: boolean; name: string } };
  'case.join': { args: { file: string; accept_charter: boolean }; result: { case: Id; title: string; state: string; number: string } };
  'case.remove': { args: { case: Id; name: string }; result: Loose };
  'case.leave': { args: { case: Id }; result: Loose };
  'invitation.read': { args: { file: string }; result: InvitationShown };
  'invitation.cancel': { args: { invitation: Id }; result: Loose };
  'contact.show': { args: { case: Id; name: string }; result: { number: string; compared: boolean; sentence: string } };
  'contact.verify': { args: { case: Id; name: string; number: string }; result: { compared: boolean } };
  waiting: { args: { case?: Id }; result: { items: WaitingItem[]; total: number } };
  inbox: { args: { case?: Id; limit?: number }; result: { items: InboxItem[] } };
  'record.list': { args: { case: Id; after?: number; before?: number; limit?: number }; result: { items: RecordItem[]; more: boolean } };
  show: { args: { id: Id; reveal?: boolean }; result: Shown };
  trace: { args: { signal: Id }; result: Trace };
  signal: { args: Loose; result: SignalResult };
  mandate: { args: Loose; result: MandateResult };
  withdraw: { args: { signal: Id; to?: string }; result: Loose };
  confide: { args: { case: Id; to?: string; text: string; lang?: string }; result: { nonpaper: Id; delivery: Delivery } };
  render: { args: Loose; result: { rendering: Id; needs_approval: boolean; delivery: Delivery } };
  approve: { args: { rendering: Id }; result: Loose };
  refuse: { args: { rendering: Id; why: string }; result: Loose };
  convey: { args: { signal: Id; to: string; rendering?: Id; with?: Id; dry_run?: boolean }; result: Conveyed };
  decline: { args: { signal: Id; to?: string; why: string }; result: Loose };
  acknowledge: { args: { conveyance: Id; position: Position }; result: Loose };
  disclose: { args: { signal: Id; to?: string; text: string }; result: Loose };
  'dossier.export': { args: { case: Id; only?: Id[]; placed?: boolean }; result: { document: string; mode: string; statements: number; sentence: string } };
  'dossier.verify': { args: { document: string; against?: string }; result: DossierReport };
  fsck: { args: Loose; result: { statements: number; feeds: number; subjects: number; ok: boolean } };
  'desk.keep': { args: { name: string; value: unknown }; result: Loose };
  'desk.kept': { args: { name?: string }; result: { name?: string; value?: unknown; items?: { name: string; value: unknown }[] } };
  'agenda.set': { args: { case: Id; document: string; dry_run?: boolean }; result: { version: number; issues: number; sentence: string } };
  'agenda.show': { args: { case: Id; version?: number }; result: Agenda };
  appraise: { args: { case: Id; document: string; share?: boolean }; result: { version: number; form: string; remarks: string[]; shared: boolean; sentence: string } };
  'appraisal.show': { args: { case: Id }; result: { document?: string; form?: string; shared?: boolean; remarks?: string[]; unmapped?: string[]; items?: { name: string; version: number; time: Time }[] } };
  'appraisal.revoke': { args: { case: Id }; result: { sentence: string } };
  'framework.suggest': { args: { case: Id; count?: number; near?: string }; result: { near: string; suggestions: Suggestion[]; svg: string; remarks: string[] } };
  'framework.table': { args: { case: Id; documents: string[]; dry_run?: boolean }; result: { frameworks: { title: string; remarks: string[] }[]; to: string[]; sentence: string } };
  'framework.list': { args: { case: Id }; result: { items: Framework[] } };
  'framework.show': { args: { framework: Id }; result: Framework };
  opinion: { args: Loose; result: { sentence: string } };
  'ballot.open': { args: { framework: Id; until: string; ends?: string; ratify_by?: string; unverified?: boolean; dry_run?: boolean }; result: { ballot?: Id; roster: { name: string; compared: boolean }[]; until: Time; ends: Time; sentence: string } };
  'ballot.vote': { args: { ballot: Id; vote: 'yes' | 'no'; unverified?: boolean }; result: { casts_at: Time; gives_away: string; sentence: string } };
  'ballot.list': { args: { case: Id }; result: { items: Ballot[] } };
  ratify: { args: { framework: Id }; result: { sentence: string } };
}
export type Verb = keyof Verbs;
export type Relay = { url: string; state: 'answers' | 'silent'; last_ok: Time | null };
export interface DeskState { relays: Relay[]; locked: boolean; unlock?: 'passphrase' | 'opening' }
