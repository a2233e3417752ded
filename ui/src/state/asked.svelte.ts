// SPDX-License-Identifier: Apache-2.0
// What would be signed, asked of the post itself shortly after the last change of a form.
export class Asked {
  sentence = $state<string | null>(null);
  refusal = $state.raw<unknown>(null);

  /** `ask` reads the form, and gives what asks the post; null where there is nothing to ask yet. */
  constructor(ask: () => (() => Promise<{ sentence: string }>) | null) {
    $effect(() => {
      const asking = ask();
      this.sentence = null;
      this.refusal = null;
      if (!asking) return;
      let current = true;
      const timer = setTimeout(() => {
        asking().then((r) => { if (current) this.sentence = r.sentence; }).catch((e: unknown) => { if (current) this.refusal = e; });
      }, 250);
      return () => { current = false; clearTimeout(timer); };
    });
  }
}
