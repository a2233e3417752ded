// SPDX-License-Identifier: Apache-2.0
// Words of an agenda in the reader's language, as accord chooses them: the language, none stated, English, the first, the name.
import { tongue } from '../../words/index.svelte';

export function label(texts: Record<string, string> | undefined, name: string): string {
  if (!texts) return name;
  return texts[tongue.language] ?? texts[''] ?? texts['en'] ?? Object.values(texts)[0] ?? name;
}
