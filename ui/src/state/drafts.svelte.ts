// SPDX-License-Identifier: Apache-2.0
// Drafts: kept at the post while one writes, so that they outlive the browser.
import { call, kept } from '../api/client';

export class Draft<T> {
  saved = $state<'none' | 'saving' | 'kept' | 'failed'>('none');
  private readonly name: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last: string | null = null;

  constructor(name: string) {
    this.name = name.toLowerCase().replace(/[^a-z0-9._:-]/g, '-').slice(0, 64);
  }

  async load(): Promise<T | null> {
    const value = await kept(this.name);
    if (value) this.saved = 'kept';
    this.last = JSON.stringify(value ?? null);
    return (value as T | null) ?? null;
  }

  /** Keeps it shortly after the last change. */
  keep(value: T): void {
    const text = JSON.stringify(value);
    if (text === this.last) return;
    this.last = text;
    this.saved = 'saving';
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.store(JSON.parse(text)), 400);
  }

  async forget(): Promise<void> {
    clearTimeout(this.timer);
    this.last = 'null';
    this.saved = 'none';
    await call('desk.keep', { name: this.name, value: null }).catch(() => undefined);
  }

  private async store(value: unknown): Promise<void> {
    try {
      await call('desk.keep', { name: this.name, value });
      this.saved = 'kept';
    } catch {
      this.saved = 'failed';
    }
  }
}
