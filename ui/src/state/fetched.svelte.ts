// SPDX-License-Identifier: Apache-2.0
// What a view asks of the post: when it opens, when what it asks for is another, and whenever the record has grown.
import { Refusal } from '../api/client';
import type { Time } from '../api/types';
import { onNewest } from './session.svelte';

export class Fetched<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<Refusal | null>(null);
  private readonly read: () => Promise<T>;
  private readonly wakes: (value: T) => Time[];
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** To be made while a view is set up; ends with it. `wakes`: instants at which the answer becomes another by the time alone. */
  constructor(read: () => Promise<T>, wakes: (value: T) => Time[] = () => []) {
    this.read = read;
    this.wakes = wakes;
    $effect(() => () => clearTimeout(this.timer));
    $effect(() => {
      void this.again();
      return onNewest(() => void this.again());
    });
  }

  /** Asks again. Of two answers the one that was asked for last counts. */
  again = async (): Promise<void> => {
    const turn = ++this.turn;
    try {
      const value = await this.read();
      if (turn !== this.turn) return;
      this.value = value;
      this.error = null;
      this.sleep(value);
    } catch (e) {
      if (turn === this.turn) this.error = e instanceof Refusal ? e : new Refusal('internal', String(e));
    }
  };

  /** Until the first of its instants by this clock; where the post's is behind, it is asked again after two seconds. */
  private sleep(value: T): void {
    clearTimeout(this.timer);
    const times = this.wakes(value).map((time) => new Date(time).getTime() - Date.now());
    if (times.length === 0) return;
    const first = Math.min(...times);
    this.timer = setTimeout(() => void this.again(), first > 0 ? Math.min(first + 300, 3_600_000) : 2000);
  }
}
