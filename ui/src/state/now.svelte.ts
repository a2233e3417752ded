// SPDX-License-Identifier: Apache-2.0
// The present, second by second, for as long as somebody looks at a clock.
import { createSubscriber } from 'svelte/reactivity';

const ticking = createSubscriber((update) => {
  const timer = setInterval(update, 1000);
  return () => clearInterval(timer);
});

export const clock = {
  get now(): number {
    ticking();
    return Date.now();
  },
};
