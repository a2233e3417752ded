// SPDX-License-Identifier: Apache-2.0
// A file that the browser saves; it leaves the page for nowhere else.
export const saveText = (text: string, name: string): void => saveParts([text], name);

export function saveParts(parts: BlobPart[], name: string): void {
  const url = URL.createObjectURL(new Blob(parts, { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
