// SPDX-License-Identifier: Apache-2.0
// An act of the user's: under way, refused, or done and said aloud.
import type { Schemas } from '../api/types';
import { t } from '../words/index.svelte';
import { refresh } from './cases.svelte';
import { announce } from './say.svelte';

export class Doing {
  failed = $state.raw<unknown>(null);
  busy = $state(false);

  /** Does it, and says that it is signed where it is; null where it was refused. */
  async run<T extends object>(work: () => Promise<T>): Promise<T | null> {
    this.failed = null;
    this.busy = true;
    try {
      const result = await work();
      const { delivery } = result as { delivery?: Schemas['Delivery'] };
      if (delivery) announce(t('signed_sentence', { delivery: t(delivery === 'sent' ? 'sent' : 'queued') }));
      await refresh();
      return result;
    } catch (e) {
      this.failed = e;
      return null;
    } finally {
      this.busy = false;
    }
  }
}
