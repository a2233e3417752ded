// SPDX-License-Identifier: Apache-2.0
/** The beginning of a text, where there is room for so much; what is left out is said by an ellipsis, and no word is cut in two. */
export function shortened(text: string, most = 80): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most), space = cut.lastIndexOf(' ');
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
