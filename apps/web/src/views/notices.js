// What is not as it should be, said in the page: what happened, what still works, what to do.

import { art } from '../art.js';
import { h, svg } from '../dom.js';

const SIGNS = {
  info: 'M12 11v6M12 7.5v.01',
  warning: 'M12 8v5M12 16.5v.01',
  error: 'M9 9l6 6M15 9l-6 6',
};

/**
 * A notice above what it is about. tone: info, warning or error; an error is said at once, the others in turn.
 * action: `{label, run}` of its button. id: of the notice; the button's ends in -action.
 */
export function notice({ tone = 'info', title, text, action, id }) {
  return h(
    'section',
    { class: `notice notice-${tone}`, role: tone === 'error' ? 'alert' : 'status', id },
    h(
      'div',
      { class: 'notice-inner' },
      svg(
        'svg',
        { class: 'notice-sign', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
        svg('circle', { cx: 12, cy: 12, r: 9.5 }),
        svg('path', { d: SIGNS[tone] }),
      ),
      h('div', { class: 'notice-words' }, h('p', { class: 'notice-title' }, title), text && h('p', {}, text)),
      action && button(action, id, 'button-quiet'),
    ),
  );
}

/** The same in place of what there would be to see. link: `{label, href}` instead of an action. */
export function blank({ tone = 'info', title, text, action, link, id, drawing = { id: 'box', name: 'parcel' } }) {
  return h(
    'section',
    { class: 'blank', role: tone === 'error' ? 'alert' : 'status', id },
    art(drawing),
    h('p', { class: 'blank-title' }, title),
    text && h('p', { class: 'blank-text' }, text),
    action && button(action, id, 'button-main'),
    link && h('a', { class: 'button button-main', href: link.href }, link.label),
  );
}

function button({ label, run }, id, kind) {
  return h('button', { type: 'button', class: `button ${kind}`, id: id && `${id}-action`, onclick: run }, label);
}

/** Why a call failed, for a person. what: whom we asked, at the start of a sentence: "the catalogue". */
export function explain(error, what) {
  const subject = what.charAt(0).toUpperCase() + what.slice(1);
  const quote = error.requestId ? ` Should you ask us about it, tell us this number: ${error.requestId}.` : '';
  switch (error.kind) {
    case 'offline':
      return `There is no answer from ${what}. Are you online?`;
    case 'slow':
      return `${subject} takes longer than it should to answer.`;
    case 'away':
      return `${subject} takes a short break. It is usually back within a minute.`;
    case 'missing':
      return 'There is nothing here.';
    case 'refused':
      return `${error.message}${quote}`;
    default:
      return `Something went wrong on our side.${quote}`;
  }
}
