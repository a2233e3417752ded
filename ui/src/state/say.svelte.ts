// SPDX-License-Identifier: Apache-2.0
// What is said aloud to those who listen, and shown to those who look until they close it or something else is said.
let text = $state('');
let turn = $state(0);

export const live = { get text(): string { return text; }, get turn(): number { return turn; } };
export function announce(message: string): void {
  text = message;
  turn++;
}
export const hush = (): void => { text = ''; };
