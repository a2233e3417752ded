// SPDX-License-Identifier: Apache-2.0
// What stands in a step of a case file: its options, its times, its files.

export const option = (step, name) => { const at = step.args.indexOf(name); return at < 0 ? undefined : step.args[at + 1]; };
export const options = (step, name) => step.args.flatMap((arg, i) => (step.args[i - 1] === name ? [arg] : []));
/** A time from now, as "+12s" says. */
export const seconds = (text) => Number(text.slice(1, -1)) * { s: 1, h: 3_600, d: 86_400 }[text.at(-1)];
export const filesOf = (step) => options(step, '--file').map((name) => step.files[name]);
