// SPDX-License-Identifier: Apache-2.0
// A language by its name in the reader's; the tag itself where it has none.
export function languageName(tag: string, reader: string): string {
  try {
    return new Intl.DisplayNames(reader, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
