// SPDX-License-Identifier: Apache-2.0
/** A clause of the post's, where it stands by itself: with its capital and its full stop. */
export function sentence(clause: string): string {
  const text = clause.trim();
  return text === '' ? '' : text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…]["”’)]?$/.test(text) ? '' : '.');
}
