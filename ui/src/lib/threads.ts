// SPDX-License-Identifier: Apache-2.0
// Threads: the record of a case, told signal by signal: who said it, and what became of it for each addressee. What is
// shown of thousands at once; for a single one the post's own `trace` is asked, which proves what it says.
import type { Act, Attribution, Form, Id, Participant, Position, Precedence, RecordItem, Terms, Time, Trust, Words } from '../api/types';

export type LegState =
  | 'on-record' | 'waiting' | 'rendering' | 'approved' | 'refused' | 'declined' | 'withdrawn' | 'expired' | 'dispatched' | 'conveyed' | 'received' | 'breach';

/** One addressee of a signal. */
export interface Leg {
  to: string;
  terms: Terms | null;
  state: LegState;
  form: Form | null;
  attribution: Attribution | null;
  words: Words | null; // as the addressee reads them
  conveyance: Id | null;
  at: Time | null; // of the last step
  position: Position | null;
  pair: boolean;
}

export interface Thread {
  id: Id; // of the signal; of the conveyance at its addressee's post
  kind: 'signal' | 'conveyance' | 'event';
  row: number; // of the latest statement
  first: number; // of the earliest
  author: string | null; // null: unattributed
  lane: string; // whose channel it came in
  own: boolean;
  recorded: boolean; // by the intermediary, on the telephone: its author has not signed it
  act: Act | null;
  precedence: Precedence;
  words: Words | null;
  event: { kind: string; text: string } | null;
  time: Time;
  trust: Trust;
  finding: string | null;
  form: Form | null;
  position: Position | null; // of a conveyance: one's own
  legs: Leg[];
}

export type Names = (id: Id | null) => string | null;
export function namesOf(participants: Participant[]): Names {
  const map = new Map(participants.map((p) => [p.id, p.name]));
  return (id) => (id === null ? null : (map.get(id) ?? id.slice(0, 10)));
}

const newLeg = (to: string): Leg => ({
  to, terms: null, state: 'on-record', form: null, attribution: null, words: null, conveyance: null, at: null, position: null, pair: false,
});

function blank(item: RecordItem, kind: Thread['kind']): Thread {
  return {
    id: item.id, kind, row: item.row, first: item.row, author: item.author, lane: item.with ?? '', own: item.own, recorded: false, act: null,
    precedence: 'ROUTINE', words: null, event: null, time: item.time, trust: item.author_state, finding: item.finding, form: null,
    position: null, legs: [],
  };
}

/** Kinds that are told as a line between the cards. */
const events = new Set(['join', 'admit', 'introduce', 'remove', 'leave', 'incarnation', 'agenda', 'table', 'ballot', 'outcome', 'ratification']);

/** Takes statements in the order in which the post learned of them. */
export class Threads {
  readonly byId = new Map<Id, Thread>();
  private readonly told = new Map<string, Thread>();
  private readonly bySignal = new Map<Id, Thread>();
  private readonly names: Names;
  private readonly intermediary: boolean;
  private readonly self: string;

  constructor(names: Names, intermediary: boolean, self = '') {
    this.names = names;
    this.intermediary = intermediary;
    this.self = self;
  }

  /** Newest first, by their latest statement. */
  list(): Thread[] {
    return [...this.byId.values()].sort((a, b) => b.row - a.row);
  }

  take(item: RecordItem): void {
    if (!item.counts) return;
    if (item.kind === 'signal') return this.signal(item);
    if (item.kind === 'minute') return this.minute(item);
    if (item.kind === 'conveyance' && !this.intermediary) return this.conveyance(item);
    if (events.has(item.kind)) return this.event(item);
    if (item.kind === 'acknowledgement' && !this.intermediary) return this.ownPosition(item);
    const thread = item.signal ? this.bySignal.get(item.signal) : undefined;
    if (!thread) return;
    thread.row = Math.max(thread.row, item.row);
    if (item.finding) thread.finding = item.finding;
    this.step(thread, item);
  }

  private add(thread: Thread): void {
    this.byId.set(thread.id, thread);
  }

  private signal(item: RecordItem): void {
    const body = item.body as unknown as { act: Act; precedence: Precedence; words: Words };
    const thread = { ...blank(item, 'signal'), act: body.act, precedence: body.precedence, words: body.words };
    this.add(thread);
    this.bySignal.set(item.id, thread);
  }

  /** Words of a side that the intermediary alone has signed: its signal all the same, with the mandates noted in it. */
  private minute(item: RecordItem): void {
    const body = item.body as unknown as { said: { act: Act; precedence: Precedence; words: Words }; mandates: { to: Id; terms: Terms }[] };
    const thread = { ...blank(item, 'signal'), ...body.said, author: this.intermediary ? item.with : this.self, own: !this.intermediary, recorded: true };
    this.add(thread);
    this.bySignal.set(item.id, thread);
    for (const { to, terms } of body.mandates) Object.assign(this.leg(thread, to), { terms, state: 'waiting', at: item.time });
  }

  private conveyance(item: RecordItem): void {
    const body = item.body as unknown as { act: Act; precedence: Precedence; words: Words; form: Form; attribution: Attribution; from: Id | null };
    this.add({
      ...blank(item, 'conveyance'), act: body.act, precedence: body.precedence, words: body.words, form: body.form, author: this.names(body.from), recorded: body.attribution === 'recorded',
    });
  }

  private event(item: RecordItem): void {
    const body = item.body as unknown as { name?: string; title?: string };
    // What went to every side with the same octets is told once.
    const same = `${item.kind}${JSON.stringify(item.body)}`, before = this.told.get(same);
    if (before) {
      before.row = item.row;
      if (item.with && !before.lane.includes(item.with)) before.lane += `, ${item.with}`;
      return;
    }
    this.add({ ...blank(item, 'event'), event: { kind: item.kind, text: body.name ?? body.title ?? '' } });
    this.told.set(same, this.byId.get(item.id) as Thread);
  }

  private ownPosition(item: RecordItem): void {
    const body = item.body as unknown as { conveyance: Id; position: Position };
    const thread = this.byId.get(body.conveyance);
    if (thread) thread.position = body.position;
  }

  private leg(thread: Thread, to: Id | null): Leg {
    const name = this.names(to) ?? '';
    let leg = thread.legs.find((l) => l.to === name);
    if (!leg) thread.legs.push((leg = newLeg(name)));
    return leg;
  }

  private legs(thread: Thread, to: Id | null): Leg[] {
    return to === null ? thread.legs : [this.leg(thread, to)];
  }

  private step(thread: Thread, item: RecordItem): void {
    const body = item.body as unknown as { to: Id | null; terms: Terms; words: Words; form: Form; attribution: Attribution; pair: unknown; rendering: Id };
    const set = (leg: Leg, state: LegState): void => { leg.state = item.finding ? 'breach' : state; leg.at = item.time; };
    switch (item.kind) {
      case 'mandate': {
        const leg = this.leg(thread, body.to);
        leg.terms = body.terms;
        return set(leg, 'waiting');
      }
      case 'countersignature': return thread.legs.forEach((leg) => { if (isOpen(leg.state)) set(leg, 'withdrawn'); });
      case 'withdraw': return this.legs(thread, body.to).forEach((leg) => { if (leg.state !== 'conveyed') set(leg, 'withdrawn'); });
      case 'decline': return this.legs(thread, body.to).forEach((leg) => set(leg, 'declined'));
      case 'rendering': return set(this.leg(thread, body.to), 'rendering');
      case 'approval': return set(this.leg(thread, body.to), 'approved');
      case 'refusal': return thread.legs.filter((leg) => leg.to === this.named.get(body.rendering)).forEach((leg) => set(leg, 'refused'));
      case 'dispatch': {
        const leg = this.leg(thread, body.to);
        Object.assign(leg, { form: body.form, attribution: body.attribution, words: body.words, pair: body.pair !== null });
        return set(leg, 'dispatched');
      }
      case 'conveyance': return thread.legs.filter((leg) => leg.to === item.with).forEach((leg) => { leg.conveyance = item.id; });
      case 'receipt': return this.arrived(thread, item.with, item, null);
      case 'acknowledgement': return this.arrived(thread, item.with, item, (item.body as unknown as { position?: Position }).position ?? null);
      case 'report': return this.reported(thread, item);
    }
  }

  private arrived(thread: Thread, to: string | null, item: RecordItem, position: Position | null): void {
    for (const leg of thread.legs.filter((l) => l.to === to)) {
      if (leg.state !== 'breach') leg.state = item.finding ? 'breach' : 'conveyed';
      leg.at = item.shows?.time ?? item.time;
      if (position) leg.position = position;
    }
  }

  /** What the intermediary shows of the addressee, in the author's channel; there the dispatch that it is about says to whom. */
  private reported(thread: Thread, item: RecordItem): void {
    const leg = this.dispatched(thread, item);
    if (leg) this.arrived(thread, leg.to, item, item.shows?.position ?? null);
  }

  private dispatched(thread: Thread, item: RecordItem): Leg | undefined {
    const to = this.named.get(String((item.body as unknown as { dispatch?: Id }).dispatch));
    return thread.legs.find((l) => l.to === to) ?? thread.legs.find((l) => l.state === 'dispatched');
  }

  private readonly named = new Map<Id, string>();
  /** Remembers whom a dispatch or a rendering was for; called before take(). */
  note(item: RecordItem): void {
    if (item.kind === 'dispatch' || item.kind === 'rendering') this.named.set(item.id, this.names((item.body as unknown as { to: Id }).to) ?? '');
  }
}

/** A mandate that has run out without a conveyance no longer waits. */
export function standing(leg: Leg, now = Date.now()): LegState {
  const open = leg.state === 'waiting' || leg.state === 'rendering' || leg.state === 'approved' || leg.state === 'refused';
  return open && leg.terms && new Date(leg.terms.until).getTime() < now ? 'expired' : leg.state;
}

export const isOpen = (state: LegState): boolean => state === 'waiting' || state === 'rendering' || state === 'approved' || state === 'refused';
