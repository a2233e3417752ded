// SPDX-License-Identifier: Apache-2.0
// A modal dialog, opened and closed.

/** Whoever closes it has the keyboard at once where it was before. A browser takes it out of what is hidden only with its next
 * frame, and the keys until then would go to a field that nobody sees. */
export function toggle(dialog: HTMLDialogElement | undefined, open: boolean): void {
  if (!dialog || dialog.open === open) return;
  if (open) return dialog.showModal();
  dialog.close();
  const at = document.activeElement;
  if (at instanceof HTMLElement && dialog.contains(at)) at.blur();
}
