// SPDX-License-Identifier: Apache-2.0
// What is asked anew a moment after what it depends on has changed. The answer to the last question counts; the one before
// stands until then.
export class Latest<T> {
  value = $state.raw<T | null>(null);
  refusal = $state.raw<unknown>(null);
  busy = $state(false);

  /** To be made while a view is set up. `ask` reads what it depends on, and gives what asks; null where there is nothing to ask. `after`: so many
   * milliseconds from the last change. */
  constructor(ask: () => (() => Promise<T>) | null, after = 120) {
    $effect(() => {
      const asking = ask();
      this.busy = asking !== null;
      this.refusal = null;
      if (!asking) { this.value = null; return; }
      let current = true;
      const settle = (value: T | null, refusal: unknown): void => {
        if (!current) return;
        this.value = value;
        this.refusal = refusal;
        this.busy = false;
      };
      const timer = setTimeout(() => { asking().then((value) => settle(value, null)).catch((e: unknown) => settle(null, e)); }, after);
      return () => { current = false; clearTimeout(timer); };
    });
  }
}
