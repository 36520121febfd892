/* Suggestions under the search boxes: a combobox with a listbox popup and manual selection, as the ARIA Authoring
   Practices 1.2 describe it. Without this script the forms work all the same. All words come from the server. */
"use strict";

{
  const WAIT = 120; // milliseconds without a key before the server is asked
  const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

  /** An element with attributes and children. */
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  /** A name, in whose parts every other one is what was typed. */
  const called = ({ parts, lang }, className) => {
    const texts = parts.map((text, place) => (place % 2 ? make("mark", {}, text) : text));
    return make("span", lang ? { class: className, lang } : { class: className }, ...texts);
  };

  /** Whether enough is typed to ask: two characters, or one that is a word by itself. */
  const isEnough = (text) => text.length > 1 || UNSPACED.test(text);

  /** @param {HTMLElement} box around an input, with the address of the suggestions */
  const enhance = (box) => {
    const input = box.querySelector("input");
    const id = `${input.id}-suggestions`;
    const list = make("div", { id, class: "suggests__list", role: "listbox", hidden: "" });
    const status = make("div", { class: "ds-sr-only", role: "status" });
    let options = [];
    let active = -1; // the place of the option chosen with the keys
    let timer = 0;
    let request = new AbortController();

    const choose = (place) => {
      options[active]?.setAttribute("aria-selected", "false");
      active = place;
      const option = options[place];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) input.setAttribute("aria-activedescendant", option.id);
      else input.removeAttribute("aria-activedescendant");
    };

    const show = (isOpen) => {
      choose(-1);
      list.hidden = !isOpen;
      input.setAttribute("aria-expanded", String(isOpen));
    };

    /** Close, and want no answer that is on its way. */
    const close = () => {
      clearTimeout(timer);
      request.abort();
      show(false);
      status.textContent = "";
    };

    const option = (name, attributes, ...children) => {
      const place = { id: `${id}-${options.length}`, role: "option", "aria-selected": "false", tabindex: "-1" };
      const made = make(name, { ...attributes, ...place, class: "suggests__option" }, ...children);
      options.push(made);
      return made;
    };

    const line = ({ url, name, other, note }) => {
      const small = make("span", { class: "suggests__note" }, note);
      if (other) small.append(note ? " · " : "", called(other, "suggests__other"));
      return option("a", { href: url }, called(name, "suggests__name"), small);
    };

    const draw = ({ groups, search, status: found }) => {
      options = [];
      const drawn = groups.map(({ label, items }, place) => {
        const heading = make("div", { id: `${id}-group-${place}`, class: "suggests__label", role: "presentation" }, label);
        return make("div", { role: "group", "aria-labelledby": heading.id }, heading, ...items.map(line));
      });
      list.replaceChildren(...drawn, option("button", { type: "submit" }, search));
      show(groups.length > 0);
      status.textContent = found;
    };

    const ask = async (text) => {
      request = new AbortController();
      const { signal } = request;
      try {
        const answer = await fetch(`${box.dataset.suggestSrc}?q=${encodeURIComponent(text)}`, { signal });
        const found = answer.ok ? await answer.json() : null;
        if (found && !signal.aborted) draw(found);
      } catch {
        if (!signal.aborted) close(); // no connection: the form is still there
      }
    };

    const askSoon = () => {
      clearTimeout(timer);
      request.abort();
      const text = input.value.trim();
      if (isEnough(text)) timer = setTimeout(ask, WAIT, text);
      else close();
    };

    const move = (places) => {
      if (list.hidden) return askSoon();
      const stops = options.length + 1; // the last stop is the input itself
      choose(((active + places + 1 + stops) % stops) - 1);
    };

    const keys = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Home: () => active >= 0 && choose(0),
      End: () => active >= 0 && choose(options.length - 1),
      Enter: () => active >= 0 && options[active].click(),
      Escape: () => (list.hidden ? ((input.value = ""), close()) : close()),
    };

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.shiftKey || !(event.key in keys)) return;
      if (keys[event.key]() !== false) event.preventDefault();
    });
    input.addEventListener("input", (event) => event.isComposing || askSoon());
    input.addEventListener("compositionend", askSoon);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
    list.addEventListener("click", close); // or it would still be open on the way back
    box.addEventListener("focusout", close);

    const says = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": id };
    for (const [key, value] of Object.entries({ ...says, "aria-expanded": "false" })) input.setAttribute(key, value);
    list.setAttribute("aria-label", box.dataset.suggestLabel);
    box.append(list, status);
  };

  const enhanceIn = (place) => place.querySelectorAll("[data-suggest-src]").forEach(enhance);
  enhanceIn(document);
  document.addEventListener("replaced", ({ detail }) => enhanceIn(detail)); // see sets.js
}
