// SPDX-License-Identifier: Apache-2.0
// What would be signed, asked of the post itself shortly after the last change of a form.
import { Latest } from './latest.svelte';

export class Asked {
  private readonly latest: Latest<{ sentence: string }>;

  /** `ask` reads the form, and gives what asks the post; null where there is nothing to ask yet. */
  constructor(ask: () => (() => Promise<{ sentence: string }>) | null) {
    this.latest = new Latest(ask, 250);
  }
  /** Null until the post has answered to the form as it is. */
  get sentence(): string | null { return this.latest.busy ? null : (this.latest.value?.sentence ?? null); }
  get refusal(): unknown { return this.latest.refusal; }
}
