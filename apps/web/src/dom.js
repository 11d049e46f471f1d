// Builds elements. Text goes in as text, never as markup, so what a service says can't become part of the page.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Make an element: `h('button', {class: 'add', onclick: add}, 'Add')`.
 *
 * A function is a listener, true an attribute without value; false, null and undefined leave an attribute or a child
 * out. Children are elements, texts, or arrays of these.
 */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for what is drawn. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Put `children` in place of what is in `element`; the focus stays on the control of the same id. */
export function replace(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.id : '';
  element.replaceChildren(...present(children));
  if (focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...present(children));
  return element;
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== false && child !== null && child !== undefined);
}
