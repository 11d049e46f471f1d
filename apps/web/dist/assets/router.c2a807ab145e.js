// Pages by path, without reloading: links are followed here, the browser's back and forward too. With each new page the
// focus moves to its heading, so that those who listen hear where they are.

/** routes: `[pattern, name, make]`; make(shop, ...groups) gives `{title, element}`. */
export class Router {
  #routes;
  #main;
  #shown;
  #leave = null;

  /** shown: called with the name of the page and its title. */
  constructor(main, routes, shown) {
    this.#main = main;
    this.#routes = routes;
    this.#shown = shown;
  }

  /** Show the page at the browser's address, and those after it. services: what every page gets. */
  start(services) {
    const show = (moved) => this.#show(services, moved);
    this.go = (path) => {
      history.pushState(null, '', path);
      show(true);
      scrollTo(0, 0);
    };
    addEventListener('popstate', () => show(true));
    document.addEventListener('click', (event) => {
      const link = followed(event);
      if (link) {
        event.preventDefault();
        this.go(link.pathname + link.search);
      }
    });
    show(false);
  }

  #show(services, moved) {
    this.#leave?.abort(new DOMException('The page was left.', 'AbortError'));
    this.#leave = new AbortController();
    const path = location.pathname.replace(/(.)\/$/, '$1');
    for (const [pattern, name, make] of this.#routes) {
      const found = pattern.exec(path);
      if (!found) continue;
      const page = { ...services, location, signal: this.#leave.signal, go: this.go };
      const { title, element } = make(page, ...found.slice(1).map(decodeURIComponent));
      this.#main.replaceChildren(element);
      this.#shown(name, title);
      if (moved) element.querySelector('h1')?.focus({ preventScroll: true });
      return;
    }
  }
}

/** The link that a click should follow here; null where the browser has to: another site, a new tab, a service's path. */
function followed(event) {
  const link = event.target.closest?.('a[href]');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const ours = link && link.origin === location.origin && !link.target && !link.pathname.startsWith('/api/');
  const anchor = link?.getAttribute('href').startsWith('#');
  return plain && ours && !anchor && !event.defaultPrevented ? link : null;
}
