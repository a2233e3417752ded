// SPDX-License-Identifier: Apache-2.0
// What the post's verbs take and give: names for what is generated from ui/api/openapi.json (npm run types).
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** Every verb of the API. */
export type Verb = keyof paths extends infer P ? (P extends `/api/${infer V}` ? (paths[P & keyof paths] extends { post: object } ? V : never) : never) : never;
type Post<V extends Verb> = `/api/${V}` extends keyof paths ? (paths[`/api/${V}`] extends { post: infer O } ? O : never) : never;
/** Its arguments. */
export type Args<V extends Verb> = Post<V> extends { requestBody: { content: { 'application/json': infer A } } } ? A : never;
/** Its result. */
export type Result<V extends Verb> = Post<V> extends { responses: { 200: { content: { 'application/json': { result: infer R } } } } } ? R : never;

export type Id = Schemas['Id'];
export type Time = Schemas['Time'];
export type Act = Schemas['Act'];
export type Precedence = Schemas['Precedence'];
export type Form = Schemas['Form'];
export type Approval = Schemas['Approval'];
export type Attribution = Schemas['Attribution'];
export type Disclosure = Schemas['Disclosure'];
export type Position = Schemas['Position'];
export type Role = Schemas['Role'];
export type Trust = Schemas['Trust'];
export type Terms = Schemas['Terms'];
export type Words = Schemas['Words'];
export type Participant = Schemas['Participant'];
export type CaseItem = Schemas['CaseItem'];
export type CaseDetail = Schemas['Case'];
export type Invitation = Schemas['Invitation'];
export type WaitingItem = Schemas['WaitingItem'];
export type InboxItem = Schemas['InboxItem'];
export type RecordItem = Schemas['RecordItem'];
/** What `show` says of a statement; of a non-paper it says less. */
export type Shown = Partial<Schemas['Shown']> & Pick<Schemas['Shown'], 'id' | 'kind' | 'verification' | 'time'>;
export type Trace = Schemas['Trace'];
export type TraceStep = Schemas['TraceStep'];
export type DossierReport = Schemas['DossierReport'];
export type InvitationShown = Result<'invitation.read'>;
export type Package = Schemas['Package'];
export type Issue = Schemas['Issue'];
export type Agenda = Result<'agenda.show'>;
export type Framework = Schemas['Framework'];
export type FrameworkShown = Schemas['FrameworkShown'];
export type Ballot = Schemas['Ballot'];
export type Suggestion = Result<'framework.suggest'>['suggestions'][number];
/** What a package is worth to one side. */
export type Weighed = Schemas['SideWeighing'];
export type DeskState = Schemas['DeskState'];
export type Relay = DeskState['relays'][number];
export type Phase = Schemas['Phase'];
export type Commitment = Schemas['Commitment'];
export type CommitmentShown = Schemas['CommitmentShown'];
export type SaidOfCommitment = CommitmentShown['said'][number];
export type EvidenceItem = Schemas['EvidenceItem'];
export type Incident = Schemas['Incident'];
export type Outreach = Schemas['Outreach'];
export type OutreachSide = Outreach['sides'][number];
export type LineHealth = Schemas['LineHealth'];
export type CallItem = Schemas['CallItem'];
export type SignedText = Schemas['SignedText'];
export type Exhibit = Schemas['Exhibit'];
