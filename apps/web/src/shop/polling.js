// Asking again until something has happened, ever more slowly, and not while nobody looks.

import { sleep } from '../api.js';

const PAUSES_MS = [1000, 2000, 3000, 5000, 8000, 13_000];
const LONGEST_PAUSE_MS = 20_000;

/**
 * Call `look` until it returns true or `signal` is aborted; returns whether it did.
 *
 * look: its errors are its own to show; it returns false to be called again. hidden: whether nobody sees the page; then
 * the next call waits until somebody does. longestMs: in all, 10 minutes unless told; then the customer has to ask.
 */
export async function until(look, { signal, longestMs = 600_000, pause = sleep, hidden = () => document.hidden }) {
  let waited = 0;
  for (let turn = 0; waited <= longestMs; turn += 1) {
    if (!hidden() && (await look())) {
      return true;
    }
    const wait = PAUSES_MS[turn] ?? LONGEST_PAUSE_MS;
    waited += wait;
    try {
      await pause(wait, signal);
    } catch {
      return false;
    }
  }
  return false;
}
