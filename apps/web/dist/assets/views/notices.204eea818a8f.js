// What is not as it should be, said in the page: what happened, what still works, what to do.

import { h, svg } from '../dom.b3e7b8dc0b03.js';

const SIGNS = {
  info: 'M12 11v6M12 7.5v.01',
  warning: 'M12 8v5M12 16.5v.01',
  error: 'M9 9l6 6M15 9l-6 6',
};

/** A notice. tone: info, warning or error. action: `{label, run}` of its button. id: of the notice; the button's ends in -action. */
export function notice({ tone = 'info', title, text, action, id }) {
  return h(
    'section',
    { class: `notice notice-${tone}`, role: tone === 'error' ? 'alert' : 'status', id },
    svg(
      'svg',
      { class: 'notice-sign', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
      svg('circle', { cx: 12, cy: 12, r: 9.5 }),
      svg('path', { d: SIGNS[tone] }),
    ),
    h('div', { class: 'notice-words' }, h('p', { class: 'notice-title' }, title), text && h('p', {}, text)),
    action &&
      h('button', { type: 'button', class: 'button button-quiet', id: id && `${id}-action`, onclick: action.run }, action.label),
  );
}

/** Why a call failed, for a person. what: what could not be done, as the end of "We can't …". */
export function explain(error, what) {
  const quote = error.requestId ? ` If it goes on, tell us this number: ${error.requestId}.` : '';
  switch (error.kind) {
    case 'offline':
      return `No answer came. Look whether you are online; we keep trying to ${what}.`;
    case 'slow':
      return `It takes longer than it should to ${what}. We keep trying.`;
    case 'away':
      return `The part of the shop that has to ${what} takes a break. It is usually back within a minute.`;
    case 'missing':
      return 'There is nothing here.';
    case 'refused':
      return `${error.message}${quote}`;
    default:
      return `Something went wrong on our side, so we can't ${what} just now.${quote}`;
  }
}
