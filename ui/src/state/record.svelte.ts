// SPDX-License-Identifier: Apache-2.0
// The record of one case, as far as it has been fetched: the newest first, the rest after it, what comes as it comes.
import { call, Refusal } from '../api/client';
import type { CaseDetail, InboxItem, RecordItem } from '../api/types';
import { namesOf, Threads, type Thread } from '../lib/threads';
import { onNewest } from './session.svelte';

const first = 200, further = 1000;
/** Kinds that views read as they stand in the record. */
const plain = new Set(['test', 'answer', 'minute', 'countersignature', 'draft']);

export class CaseRecord {
  threads = $state.raw<Thread[]>([]);
  /** The oldest first. */
  plain = $state.raw<RecordItem[]>([]);
  papers = $state.raw<InboxItem[]>([]);
  loaded = $state(0);
  complete = $state(false);
  ready = $state(false);
  error = $state.raw<Refusal | null>(null);
  private readonly id: string;
  private readonly items = new Map<number, RecordItem>();
  private highest = 0;
  private people: CaseDetail | null = null;
  private readonly stop: () => void;
  private closed = false;
  private following: Promise<void> = Promise.resolve();

  constructor(id: string) {
    this.id = id;
    this.stop = onNewest(() => void this.follow());
    this.following = this.begin();
  }

  close(): void {
    this.closed = true;
    this.stop();
  }

  private async begin(): Promise<void> {
    try {
      this.people = await call('case.show', { case: this.id }, { background: true });
      let lowest = await this.page({ limit: first });
      await this.fetchPapers();
      this.rebuild();
      this.ready = true;
      while (lowest !== null && !this.closed) {
        lowest = await this.page({ before: lowest, limit: further });
        this.rebuild();
      }
      this.complete = true;
    } catch (e) {
      this.error = e instanceof Refusal ? e : new Refusal('internal', String(e));
    }
  }

  /** Fetches a page of older statements; where the next one ends, or null. */
  private async page(args: { after?: number; before?: number; limit: number }): Promise<number | null> {
    const { items, more } = await call('record.list', { case: this.id, ...args }, { background: true });
    for (const item of items) this.items.set(item.row, item);
    this.highest = Math.max(this.highest, items[0]?.row ?? 0);
    this.loaded = this.items.size;
    return more ? (items.at(-1)?.row ?? null) : null;
  }

  private async fetchPapers(): Promise<void> {
    const { items } = await call('inbox', { case: this.id, limit: 200 }, { background: true });
    this.papers = items.filter((item) => item.kind === 'nonpaper');
  }

  private follow(): Promise<void> {
    this.following = this.following.then(() => this.fetchNewer());
    return this.following;
  }

  private async fetchNewer(): Promise<void> {
    if (this.closed) return;
    try {
      this.people = await call('case.show', { case: this.id }, { background: true });
      const after = this.highest;
      let before: number | null = await this.page({ after, limit: further });
      while (before !== null) before = await this.page({ after, before, limit: further });
      await this.fetchPapers();
      this.rebuild();
      this.ready = true;
      this.error = null;
    } catch (e) {
      this.error = e instanceof Refusal ? e : new Refusal('internal', String(e));
    }
  }

  private rebuild(): void {
    if (!this.people) return;
    const threads = new Threads(namesOf(this.people.participants), this.people.role === 'intermediary', this.people.name);
    const ordered = [...this.items.values()].sort((a, b) => a.row - b.row);
    for (const item of ordered) { threads.note(item); threads.take(item); }
    this.threads = threads.list();
    this.plain = ordered.filter((item) => item.counts && plain.has(item.kind));
  }
}
