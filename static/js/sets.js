/* Filtering a list without leaving it. The same addresses as without this script are fetched, and of each page only the
   filters and the results are taken: focus, open facets, history and the place on the page stay. Whatever goes wrong, the
   browser opens the address as it would have done anyway. All words come from the server. */
"use strict";

{
  const RESULTS = "results";
  const FILTERS = "filters";
  /** What is replaced inside the page: the address of this list in the other language follows its filters too. */
  const PARTS = [`#${FILTERS}`, `#${RESULTS}`, ".languages"];

  const part = (selector, page = document) => page.querySelector(selector);
  const textOf = (element) => element?.textContent.trim() ?? "";

  /** Count changes are read out: this region is in the page before its text is. */
  const status = document.createElement("p");
  status.className = "ds-sr-only";
  status.setAttribute("role", "status");

  let request = new AbortController();
  let shown = location.pathname + location.search; // without the fragment, which opens the filters on a phone

  /** Whether an address is this list, asked otherwise. */
  const isThisList = ({ origin, pathname }) => origin === location.origin && pathname === location.pathname;

  const facetOf = (element) => element?.closest("details.facet");
  const facetNamed = (name) => [...document.querySelectorAll("details.facet")].find((one) => textOf(one.querySelector("summary")) === name);

  /** How to find, in the page to come, what has the focus now. */
  const placeOf = (element) => {
    const facet = facetOf(element);
    if (facet) return { facet: textOf(facet.querySelector("summary")), value: textOf(element.closest("li")?.querySelector("span")) };
    if (element?.id) return { id: element.id };
    return { chip: [...document.querySelectorAll(".chips a")].indexOf(element) };
  };

  /** The element at that place: the same value of the same facet, the next chip, or the heading of the results. */
  const elementAt = ({ facet, value, id, chip = -1 }) => {
    if (id) return document.getElementById(id);
    const there = facet && facetNamed(facet);
    if (there) {
      const line = [...there.querySelectorAll("li")].find((one) => textOf(one.querySelector("span")) === value);
      return line?.querySelector("a:last-of-type") ?? there.querySelector("summary");
    }
    const chips = document.querySelectorAll(".chips a");
    return chip < 0 ? null : chips[Math.min(chip, chips.length - 1)];
  };

  /** Which facets the reader has opened or closed. */
  const folds = () => new Map([...document.querySelectorAll("details.facet")].map((one) => [textOf(one.querySelector("summary")), one.open]));

  const put = (page, place) => {
    const open = folds();
    for (const selector of PARTS) part(selector).replaceChildren(...part(selector, page).childNodes);
    part(`#${FILTERS}`).className = part(`#${FILTERS}`, page).className;
    for (const [name, isOpen] of open) {
      const facet = facetNamed(name);
      if (facet) facet.open ||= isOpen;
    }
    document.title = page.title;
    part(".toolbar__count").removeAttribute("role"); // the region that is read out stands beside it
    status.textContent = textOf(part(".toolbar__count"));
    shown = location.pathname + location.search;
    document.dispatchEvent(new CustomEvent("replaced", { detail: part(`#${FILTERS}`) })); // its search box is new
    (elementAt(place) ?? document.getElementById("results-heading")).focus({ preventScroll: true });
  };

  /** Show the list at an address. Ends quietly when another is asked for meanwhile. */
  const show = async (address, { scroll, isNew }) => {
    request.abort();
    request = new AbortController();
    const { signal } = request;
    const results = document.getElementById(RESULTS);
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (signal.aborted) return;
      if (!answer.ok || PARTS.some((selector) => !part(selector, page))) throw new Error("not a list");
      const place = placeOf(document.activeElement);
      if (isNew) {
        history.replaceState({ ...history.state, scroll: scrollY }, "");
        history.pushState({}, "", answer.url);
      }
      put(page, place);
      if (scroll !== undefined) scrollTo(0, scroll);
    } catch {
      if (!signal.aborted) location.assign(address);
    } finally {
      if (!signal.aborted) results.removeAttribute("aria-busy");
    }
  };

  /** The top of the results, where a new page of the list begins. */
  const topOfResults = () => document.getElementById(RESULTS).getBoundingClientRect().top + scrollY;

  const isPlainClick = (event) => !(event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

  const set = part(".set");
  if (set) {
    part(".toolbar__count").removeAttribute("role");
    set.before(status);

    set.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link || link.hash || !isPlainClick(event) || !isThisList(link)) return;
      event.preventDefault();
      const isPage = link.closest(".ds-pagination");
      show(link.href, { isNew: true, scroll: isPage ? topOfResults() : undefined });
    });

    set.addEventListener("submit", (event) => {
      const address = new URL(event.target.action);
      if (!isThisList(address)) return;
      event.preventDefault();
      const asked = [...new FormData(event.target)].filter(([, value]) => value !== "");
      address.search = new URLSearchParams(asked);
      show(address.href, { isNew: true });
    });

    addEventListener("popstate", ({ state }) => {
      if (location.pathname + location.search !== shown) show(location.href, { isNew: false, scroll: state?.scroll });
    });
  }
}
